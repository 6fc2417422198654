//! `burrow cache purge`: the space of what was cleaned is given back, for good.

use std::io::{self, BufRead, IsTerminal, Write};
use std::process::ExitCode;

use burrow_core::cache::quarantine::{Pace, ProvenRoot, Purged, QuarantineError, cleanings, purge};
use burrow_core::text::{Lang, Say, bytes};
use burrow_core::tree::Size;
use clap::Args;
use serde::Serialize;

use super::bar::Bar;
use super::ready::{failure, ready};
use super::undo::{JsonCount, JsonFailed};
use crate::args::Options;
use crate::commands::show;
use crate::context::Context;
use crate::failure::{CANCELLED, FAILED, Failure, USAGE};
use crate::interrupt::cancel_with_ctrl_c;

#[derive(Debug, Clone, Args)]
pub struct PurgeArgs {
    /// Which cleaning, as `burrow cache quarantine` lists it [default: all]
    #[arg(value_name = "ID")]
    id: Option<String>,

    /// Do not ask
    #[arg(long)]
    yes: bool,
}

#[derive(Serialize)]
struct Json {
    purged: JsonCount,
    failed: Vec<JsonFailed>,
}

pub fn run(options: &Options, args: &PurgeArgs) -> Result<ExitCode, Failure> {
    let context = Context::of(options)?;
    let lang = show::lang(options, &context.captured);
    let cancel = cancel_with_ctrl_c();
    let roots = ready(&context, &cancel, lang)?;
    if !args.yes {
        agreed(&roots, args.id.as_deref(), lang)?;
    }
    let bar = Bar::new(options, lang);
    let purged = purge(&roots, args.id.as_deref(), Pace::Now, &cancel, &bar);
    bar.clear();
    let purged = purged.map_err(|why| failure(&why, lang))?;
    if options.json {
        show::json(&json(&purged, lang))?;
    } else {
        print(&purged, options, lang)?;
    }
    Ok(match &purged {
        Purged { cancelled: true, .. } => ExitCode::from(CANCELLED),
        Purged { failed, .. } if !failed.is_empty() => ExitCode::from(FAILED),
        _ => ExitCode::SUCCESS,
    })
}

/// Asks, where there is something to ask about.
fn agreed(roots: &[ProvenRoot], id: Option<&str>, lang: Lang) -> Result<(), Failure> {
    let mut all = cleanings(roots).map_err(|why| failure(&why, lang))?;
    all.retain(|cleaning| id.is_none_or(|id| cleaning.id == id));
    if all.is_empty() {
        return match id {
            Some(id) => Err(failure(&QuarantineError::Unknown(id.to_owned()), lang)),
            None => Ok(()),
        };
    }
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        let text = lang.pick(
            "There is no terminal to ask whether this shall be deleted for good.",
            "没有终端可以询问是否彻底删除。",
        );
        let hint = lang.pick(
            "--yes deletes without asking; `burrow cache quarantine` shows what there is.",
            "--yes 会不经询问直接删除；`burrow cache quarantine` 会列出内容。",
        );
        return Err(Failure::new(USAGE, "no-terminal", text).hint(hint));
    }
    let size: Size = all.iter().map(|cleaning| cleaning.size).sum();
    let size = bytes(size.disk_bytes);
    let mut err = io::stderr().lock();
    let question = lang.pick(
        format!("Delete {size} for good? It cannot come back. [y/N] "),
        format!("彻底删除 {size}？之后无法取回。[y/N] "),
    );
    write!(err, "{question}")?;
    err.flush()?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    if matches!(answer.trim(), "y" | "Y" | "yes" | "是") {
        return Ok(());
    }
    Err(Failure::new(CANCELLED, "cancelled", lang.pick("Nothing was deleted.", "什么都没有删除。")))
}

fn json(purged: &Purged, lang: Lang) -> Json {
    let size = purged.size;
    Json {
        purged: JsonCount {
            items: purged.items,
            bytes: size.bytes,
            disk_bytes: size.disk_bytes,
            files: size.files,
        },
        failed: purged.failed.iter().map(|failed| JsonFailed::of(failed, lang)).collect(),
    }
}

fn print(purged: &Purged, options: &Options, lang: Lang) -> io::Result<()> {
    let mut out = io::stdout().lock();
    if !options.quiet {
        let size = bytes(purged.size.disk_bytes);
        let text = lang.pick(format!("Deleted: {size}."), format!("已删除：{size}。"));
        writeln!(out, "{text}")?;
    }
    for failed in &purged.failed {
        writeln!(out, "! {}: {}", failed.path.display(), failed.why.say(lang))?;
    }
    Ok(())
}
