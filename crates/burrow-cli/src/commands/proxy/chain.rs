//! `burrow proxy`: the chain as Go sees it.

use std::io::{self, Write};
use std::process::ExitCode;

use burrow_core::env::resolve::AtHand;
use burrow_core::proxy::view::{ChainView, HopTo};
use burrow_core::system::DiskFiles;
use burrow_core::text::{self, Lang, Say};
use go_rules::vars;

use crate::args::Options;
use crate::commands::show;
use crate::commands::table::{Side, Table};
use crate::context::Context;
use crate::failure::{FINDINGS, Failure, USAGE};

pub fn run(options: &Options) -> Result<ExitCode, Failure> {
    let context = Context::of(options)?;
    let lang = show::lang(options, &context.captured);
    if options.json {
        let message = lang.pick(
            "The chain alone has no JSON: ask `burrow proxy route` or `burrow proxy check`.",
            "单独的链路没有 JSON：请用 `burrow proxy route` 或 `burrow proxy check`。",
        );
        return Err(Failure::new(USAGE, "usage", message));
    }
    let asked = context.asked();
    let at_hand = AtHand::find(&asked, &DiskFiles);
    let resolved = vars::resolve_tolerantly(&asked.question(at_hand.go.as_ref(), &DiskFiles)).resolved;
    let chain = ChainView::of(asked.environ, &resolved, &DiskFiles);
    print(&chain, lang)?;
    Ok(if chain.refused.is_some() { ExitCode::from(FINDINGS) } else { ExitCode::SUCCESS })
}

fn print(chain: &ChainView, lang: Lang) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "GOPROXY={}", chain.goproxy)?;
    if let Some(why) = &chain.refused {
        writeln!(out, "go: {why}")?;
    }
    let mut hops = Table::new([Side::Right, Side::Left, Side::Left]);
    for hop in &chain.hops {
        hops.row([hop.number.to_string(), hop.say(lang), hop.then.say(lang)]);
        if let HopTo::Proxy { refused, through, .. } = &hop.to {
            if let Some(refused) = refused {
                hops.note(refused.say(lang));
            }
            if let Some(proxy) = through {
                let note =
                    lang.pick(format!("through the HTTP proxy {proxy}"), format!("经由 HTTP 代理 {proxy}"));
                hops.note(note);
            }
        }
    }
    hops.print(&mut out)?;
    writeln!(out)?;
    let mut around = Table::new([Side::Left, Side::Left]);
    for (name, value) in text::around_the_chain(chain, lang) {
        around.row([name.into(), value]);
    }
    around.print(&mut out)
}
