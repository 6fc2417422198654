//! `burrow cache undo`: what was cleaned comes back to its place.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use burrow_core::cache::quarantine::{Failed, Undone, undo};
use burrow_core::place::display_path;
use burrow_core::system::interrupt::cancel_on_interrupt_with;
use burrow_core::text::{Lang, Say, bytes};
use clap::Args;
use serde::Serialize;

use super::bar::Bar;
use super::quarantine::JsonPath;
use super::ready::{failure, ready};
use crate::args::Options;
use crate::commands::show;
use crate::context::Context;
use crate::failure::{CANCELLED, FAILED, FINDINGS, Failure};

#[derive(Debug, Clone, Args)]
pub struct UndoArgs {
    /// Which cleaning, as `burrow cache quarantine` lists it [default: the last one]
    #[arg(value_name = "ID")]
    id: Option<String>,
}

#[derive(Serialize)]
struct Json {
    restored: JsonCount,
    conflicts: Vec<JsonPath>,
    failed: Vec<JsonFailed>,
}

/// How much of something.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct JsonCount {
    pub items: u64,
    pub bytes: u64,
    pub disk_bytes: u64,
    pub files: u64,
}

/// What stays, and why.
#[derive(Serialize)]
pub struct JsonFailed {
    path: PathBuf,
    message: String,
}

impl JsonFailed {
    pub fn of(failed: &Failed, lang: Lang) -> JsonFailed {
        JsonFailed { path: failed.path.clone(), message: failed.why.say(lang) }
    }
}

pub fn run(options: &Options, args: &UndoArgs) -> Result<ExitCode, Failure> {
    let context = Context::of(options)?;
    let lang = show::lang(options, &context.captured);
    let cancel = cancel_on_interrupt_with(|_| i32::from(CANCELLED)).unwrap_or_default();
    let roots = ready(&context, &cancel, lang)?;
    let bar = Bar::new(options, lang);
    let undone = undo(&roots, args.id.as_deref(), &cancel, &bar);
    bar.clear();
    let undone = undone.map_err(|why| failure(&why, lang))?;
    if options.json {
        show::json(&json(&undone, lang))?;
    } else {
        print(&undone, &context, options, lang)?;
    }
    Ok(ExitCode::from(match &undone {
        Undone { failed, .. } if !failed.is_empty() => FAILED,
        Undone { conflicts, .. } if !conflicts.is_empty() => FINDINGS,
        Undone { cancelled: true, .. } => CANCELLED,
        _ => return Ok(ExitCode::SUCCESS),
    }))
}

fn json(undone: &Undone, lang: Lang) -> Json {
    let size = undone.size;
    Json {
        restored: JsonCount {
            items: undone.items,
            bytes: size.bytes,
            disk_bytes: size.disk_bytes,
            files: size.files,
        },
        conflicts: undone.conflicts.iter().map(|path| JsonPath { path: path.clone() }).collect(),
        failed: undone.failed.iter().map(|failed| JsonFailed::of(failed, lang)).collect(),
    }
}

fn print(undone: &Undone, context: &Context, options: &Options, lang: Lang) -> io::Result<()> {
    let home = context.home();
    let short = |path: &Path| display_path(path, home.as_deref());
    let mut out = io::stdout().lock();
    if !options.quiet {
        let (items, size) = (undone.items, bytes(undone.size.disk_bytes));
        let text = match (items, undone.conflicts.is_empty() && undone.failed.is_empty()) {
            (0, true) => lang.pick("Nothing lies in quarantine.".into(), "隔离区里没有内容。".into()),
            (1, _) => lang.pick(format!("1 item came back: {size}."), format!("已取回 1 项：{size}。")),
            _ => {
                lang.pick(format!("{items} items came back: {size}."), format!("已取回 {items} 项：{size}。"))
            }
        };
        writeln!(out, "{text}")?;
    }
    for path in &undone.conflicts {
        let text = lang.pick(
            "Something new lies there; the old one stays in quarantine:",
            "那里已有新内容，旧的留在隔离区：",
        );
        writeln!(out, "! {text} {}", short(path))?;
    }
    for failed in &undone.failed {
        writeln!(out, "! {}: {}", short(&failed.path), failed.why.say(lang))?;
    }
    Ok(())
}
