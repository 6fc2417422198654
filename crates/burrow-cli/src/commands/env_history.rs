//! `burrow env history` and `burrow env undo`.

use std::io::{self, Write};
use std::process::ExitCode;

use burrow_core::env::edit::{CheckKind, Draft, Plan, Severity};
use burrow_core::env::history::{Change, HistoryEntry};
use burrow_core::error::CoreError;
use burrow_core::system::clock;
use burrow_core::text::{Lang, Say};
use serde::Serialize;

use super::show;
use crate::args::Options;
use crate::context::Context;
use crate::failure::{FAILED, FINDINGS, Failure, USAGE};

#[derive(Serialize)]
struct Json<'a> {
    entries: Vec<JsonEntry<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsonEntry<'a> {
    id: i64,
    /// Unix ms.
    at: u64,
    time: String,
    author: &'static str,
    file: String,
    changes: Vec<JsonChange<'a>>,
    undoes: Option<i64>,
    undone_by: Option<i64>,
}

#[derive(Serialize)]
struct JsonChange<'a> {
    name: &'a str,
    before: Option<&'a str>,
    after: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsonUndo<'a> {
    undone: i64,
    entry: Option<i64>,
    file: String,
    dry_run: bool,
    diff: Vec<show::JsonDiff<'a>>,
}

pub fn list(options: &Options) -> Result<ExitCode, Failure> {
    let context = Context::of(options)?;
    let lang = show::lang(options, &context.captured);
    let entries = show::workbench(&context, lang, false)?.history();
    if options.json {
        show::json(&Json { entries: entries.iter().map(entry).collect() })?;
        return Ok(ExitCode::SUCCESS);
    }
    if entries.is_empty() && !options.quiet {
        let text = lang.pick("No change of the GOENV file is known.", "没有 GOENV 文件的更改记录。");
        writeln!(io::stderr(), "{text}")?;
    }
    let mut out = io::stdout().lock();
    for entry in &entries {
        print(&mut out, entry, lang)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn entry(entry: &HistoryEntry) -> JsonEntry<'_> {
    JsonEntry {
        id: entry.id,
        at: entry.at,
        time: clock::rfc3339_ms(entry.at),
        author: entry.author.code(),
        file: entry.file.display().to_string(),
        changes: entry.changes.iter().map(change).collect(),
        undoes: entry.undoes,
        undone_by: entry.undone_by,
    }
}

fn change(change: &Change) -> JsonChange<'_> {
    JsonChange {
        name: &change.name,
        before: change.before.as_ref().map(|v| v.as_str()),
        after: change.after.as_ref().map(|v| v.as_str()),
    }
}

fn print(out: &mut impl Write, entry: &HistoryEntry, lang: Lang) -> io::Result<()> {
    write!(out, "{:>4}  {}  {}", entry.id, clock::utc_text(entry.at), entry.author.say(lang))?;
    if let Some(undoes) = entry.undoes {
        write!(out, "  {}", lang.pick(format!("takes back {undoes}"), format!("撤销第 {undoes} 条")))?;
    }
    if let Some(by) = entry.undone_by {
        write!(out, "  {}", lang.pick(format!("taken back by {by}"), format!("已被第 {by} 条撤销")))?;
    }
    writeln!(out)?;
    if entry.changes.is_empty() {
        writeln!(out, "      {}", lang.pick("comments or order only", "只有注释或顺序"))?;
    }
    for change in &entry.changes {
        if let Some(before) = &change.before {
            writeln!(out, "      - {}={before}", change.name)?;
        }
        if let Some(after) = &change.after {
            writeln!(out, "      + {}={after}", change.name)?;
        }
    }
    Ok(())
}

pub fn undo(options: &Options, id: Option<i64>, dry_run: bool) -> Result<ExitCode, Failure> {
    let context = Context::of(options)?;
    let lang = show::lang(options, &context.captured);
    let say = |error: CoreError| {
        let exit = if matches!(error, CoreError::UnknownEntry(_)) { USAGE } else { FAILED };
        show::failure(&error, lang).exit(exit)
    };
    let workbench = show::workbench(&context, lang, false)?;
    let newest = || workbench.history().into_iter().find(|e| e.undone_by.is_none() && e.undoes.is_none());
    let Some(id) = id.or_else(|| newest().map(|e| e.id)) else {
        return Err(say(CoreError::NothingToUndo).exit(FINDINGS));
    };
    let draft = Draft::Undo { entry: id };
    let (mut plan, mut applied) = workbench.change(&draft, dry_run).map_err(say)?;
    // The keychain may know what the history does not; it is asked only where that is needed.
    let gone = plan.checks.iter().any(|check| matches!(check.kind, CheckKind::SecretGone { .. }));
    if gone && workbench.recall_secrets().unwrap_or(false) {
        (plan, applied) = workbench.change(&draft, dry_run).map_err(say)?;
    }
    if let Some(refused) = plan.checks.iter().find(|check| check.severity == Severity::Refused) {
        return Err(Failure::from(show::check(refused, lang)).exit(FINDINGS));
    }
    report(options, id, &plan, applied.map(|a| a.entry.id), dry_run)
}

fn report(
    options: &Options,
    undone: i64,
    plan: &Plan,
    entry: Option<i64>,
    dry_run: bool,
) -> Result<ExitCode, Failure> {
    let file = plan.file.as_ref().map(|place| place.file.display().to_string()).unwrap_or_default();
    if options.json {
        show::json(&JsonUndo { undone, entry, file, dry_run, diff: show::json_diff(&plan.diff) })?;
    } else if !options.quiet {
        show::diff(&file, &plan.diff)?;
    }
    Ok(ExitCode::SUCCESS)
}
