//! `burrow sdk available`: which versions a source offers for this system.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use burrow_core::sdk::install::{Offer, OfferSource, offers};
use burrow_core::text::{self, Lang, Say};
use clap::Args;
use serde::Serialize;

use super::fetched::{Ground, JsonSource};
use crate::args::Options;
use crate::commands::paths;
use crate::commands::show;
use crate::commands::table::{Side, Table};
use crate::context::Context;
use crate::failure::Failure;
use crate::interrupt::cancel_with_ctrl_c;

#[derive(Debug, Clone, Args)]
pub struct AvailableArgs {
    /// `proxy` (the module proxies of GOPROXY), a mirror (go.dev, golang.google.cn, aliyun, ustc, nju), the URL of
    /// one, or `proxy=` and another GOPROXY [default: proxy]
    #[arg(long, value_name = "SOURCE")]
    from: Option<String>,

    /// Every version, not only the newest of each minor one
    #[arg(long)]
    all: bool,
}

#[derive(Serialize)]
struct Json<'a> {
    source: JsonSource,
    versions: Vec<JsonOffer<'a>>,
}

#[derive(Serialize)]
struct JsonOffer<'a> {
    version: &'a str,
    stable: bool,
    newest: bool,
    bytes: Option<u64>,
    #[serde(serialize_with = "paths::shown")]
    installed: Option<&'a PathBuf>,
}

pub fn run(options: &Options, args: &AvailableArgs) -> Result<ExitCode, Failure> {
    let context = Context::of(options)?;
    let ground = Ground::of(&context, show::lang(options, &context.captured));
    let source = ground.source(args.from.as_deref())?;
    let cancel = cancel_with_ctrl_c();
    let all = offers(&source, &ground.surroundings, &ground.sdks, &cancel)
        .map_err(|error| ground.failure(&error))?;
    if options.json {
        show::json(&Json { source: JsonSource::of(&source), versions: all.iter().map(json).collect() })?;
    } else {
        let shown: Vec<&Offer> = all.iter().filter(|offer| args.all || offer.newest).collect();
        print(&source, &shown, all.len(), options.quiet, ground.lang)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn json(offer: &Offer) -> JsonOffer<'_> {
    JsonOffer {
        version: &offer.version,
        stable: offer.stable,
        newest: offer.newest,
        bytes: offer.bytes,
        installed: offer.installed.as_ref(),
    }
}

fn print(source: &OfferSource, shown: &[&Offer], all: usize, quiet: bool, lang: Lang) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let mut table = Table::new([Side::Left, Side::Left, Side::Right, Side::Left]);
    for offer in shown {
        let kind = if offer.stable { String::new() } else { lang.pick("not stable", "非稳定版").into() };
        let size = offer.bytes.map(text::bytes).unwrap_or_default();
        let here = offer.installed.as_ref().map(|goroot| goroot.display().to_string()).unwrap_or_default();
        table.row([offer.version.clone(), kind, size, here]);
    }
    table.print(&mut out)?;
    if !quiet && shown.len() < all {
        let (count, name) = (all - shown.len(), source.say(lang));
        let text = lang.pick(
            format!("\n{name} has {count} more; --all lists them."),
            format!("\n{name} 还有 {count} 个版本，用 --all 列出。"),
        );
        writeln!(out, "{text}")?;
    }
    Ok(())
}
