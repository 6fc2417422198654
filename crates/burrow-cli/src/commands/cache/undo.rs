//! `burrow cache undo`: what was cleaned comes back to its place.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use burrow_core::cache::quarantine::{Failed, ProvenRoot, QuarantineError, Undone, cleanings, undo};
use burrow_core::place::display_path;
use burrow_core::text::{Lang, Say, bytes};
use clap::Args;
use serde::Serialize;

use super::bar::Bar;
use super::quarantine::JsonPath;
use super::ready::{failure, ready};
use crate::args::Options;
use crate::commands::paths;
use crate::commands::show;
use crate::context::Context;
use crate::failure::{CANCELLED, FAILED, FINDINGS, Failure};
use crate::interrupt::cancel_with_ctrl_c;

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
    /// Where nothing came back: other cleanings that may.
    others: Vec<String>,
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
    #[serde(serialize_with = "paths::shown")]
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
    let cancel = cancel_with_ctrl_c();
    let roots = ready(&context, &cancel, lang)?;
    let bar = Bar::new(options, lang);
    let undone = undo(&roots, args.id.as_deref(), &cancel, &bar);
    bar.clear();
    let undone = undone.map_err(|why| failure(&why, lang))?;
    let others = match undone.items == 0 && !undone.conflicts.is_empty() {
        true => others(&roots, args).map_err(|why| failure(&why, lang))?,
        false => Vec::new(),
    };
    if options.json {
        show::json(&json(&undone, others, lang))?;
    } else {
        print(&undone, &others, &context, options, lang)?;
    }
    Ok(ExitCode::from(match &undone {
        Undone { failed, .. } if !failed.is_empty() => FAILED,
        Undone { conflicts, .. } if !conflicts.is_empty() => FINDINGS,
        Undone { cancelled: true, .. } => CANCELLED,
        _ => return Ok(ExitCode::SUCCESS),
    }))
}

/// Cleanings that may come back where this one cannot, the newest first.
fn others(roots: &[ProvenRoot], args: &UndoArgs) -> Result<Vec<String>, QuarantineError> {
    let mut ids: Vec<String> = cleanings(roots)?.into_iter().map(|cleaning| cleaning.id).collect();
    ids.dedup();
    let tried = args.id.clone().or_else(|| ids.first().cloned());
    ids.retain(|id| Some(id) != tried.as_ref());
    Ok(ids)
}

fn json(undone: &Undone, others: Vec<String>, lang: Lang) -> Json {
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
        others,
    }
}

fn print(
    undone: &Undone,
    others: &[String],
    context: &Context,
    options: &Options,
    lang: Lang,
) -> io::Result<()> {
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
    if !others.is_empty() && !options.quiet {
        let ids = others.join(lang.pick(", ", "、"));
        let text = lang.pick(
            format!("Name another cleaning to bring it back with `burrow cache undo ID`: {ids}"),
            format!("可以用 `burrow cache undo ID` 取回其他清理：{ids}"),
        );
        writeln!(out, "{text}")?;
    }
    Ok(())
}
