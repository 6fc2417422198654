//! `burrow profile apply`: the switch, as one change.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use burrow_core::env::edit::{Check, CheckKind, Outcome, Plan, Severity};
use burrow_core::error::CoreError;
use burrow_core::proxy::profile::{ProfileError, Variable};
use burrow_core::text::{Lang, Say};
use burrow_core::workbench::KnownProfile;
use clap::Args;
use serde::Serialize;

use super::Bench;
use super::shown::{JsonNote, notes, origin, print_notes};
use crate::args::Options;
use crate::commands::paths;
use crate::commands::show;
use crate::failure::{FINDINGS, Failure};

#[derive(Debug, Clone, Args)]
pub struct ApplyArgs {
    /// As `burrow profile list` names it
    name: String,

    /// Show what would change, and change nothing
    #[arg(long)]
    dry_run: bool,

    /// It never asks; for scripts that say so everywhere
    #[arg(long, hide = true)]
    yes: bool,
}

impl ApplyArgs {
    pub fn named(name: &str, dry_run: bool) -> ApplyArgs {
        ApplyArgs { name: name.to_owned(), dry_run, yes: true }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Json<'a> {
    profile: &'a str,
    dry_run: bool,
    /// False also when the file held it all already.
    applied: bool,
    /// In the history: `burrow env undo` takes it back by this.
    entry: Option<i64>,
    file: String,
    diff: Vec<show::JsonDiff<'a>>,
    checks: Vec<show::JsonCheck>,
    outcomes: Vec<JsonOutcome<'a>>,
    /// Variables about fetching that the profile does not name and that stay as they are.
    keeps: Vec<JsonKept>,
    notes: Vec<JsonNote>,
}

#[derive(Serialize)]
struct JsonOutcome<'a> {
    name: &'a str,
    who: String,
    before: &'a str,
    after: &'a str,
    origin: &'static str,
    shadowed: bool,
    #[serde(serialize_with = "paths::shown")]
    file: Option<PathBuf>,
    line: Option<u32>,
}

#[derive(Serialize)]
struct JsonKept {
    name: &'static str,
    value: String,
}

pub fn run(options: &Options, bench: &Bench, args: &ApplyArgs) -> Result<ExitCode, Failure> {
    let lang = bench.lang;
    let known = bench.workbench.profile(&args.name).map_err(|why| bench.failure(&why))?;
    let drafted = bench.workbench.profile_draft(&args.name).map_err(|why| bench.failure(&why))?;
    let (plan, applied) =
        bench.workbench.change(&drafted.draft, args.dry_run).map_err(|why| show::failure(&why, lang))?;
    if let Some(refused) = plan.checks.iter().find(|check| check.severity == Severity::Refused) {
        return Err(match (&refused.kind, drafted.trouble) {
            (CheckKind::SecretUnknown { .. }, Some(trouble)) => {
                bench.failure(&ProfileError::Keychain(trouble))
            }
            _ => Failure::from(show::check(refused, lang)).exit(FINDINGS),
        });
    }
    let entry = applied.map(|applied| applied.entry.id);
    if options.json {
        return json(bench, args, &known, &plan, entry);
    }
    if !options.quiet || args.dry_run {
        print(bench, &known, &plan, entry, args.dry_run)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// What is set and not named by the profile.
fn kept(bench: &Bench, known: &KnownProfile) -> Vec<JsonKept> {
    let snapshot = bench.workbench.snapshot();
    let left = Variable::ALL.into_iter().filter(|variable| known.profile.setting(*variable).is_none());
    let set = left.filter_map(|variable| {
        let found = snapshot.variables.iter().find(|v| v.name == variable.name())?;
        let by_person =
            matches!(origin(found.origin), "process" | "user") && !found.value.as_str().is_empty();
        by_person.then(|| JsonKept { name: variable.name(), value: found.value.as_str().to_owned() })
    });
    set.collect()
}

fn file(plan: &Plan) -> String {
    plan.file.as_ref().map(|place| place.file.display().to_string()).unwrap_or_default()
}

fn json(
    bench: &Bench,
    args: &ApplyArgs,
    known: &KnownProfile,
    plan: &Plan,
    entry: Option<i64>,
) -> Result<ExitCode, Failure> {
    let lang = bench.lang;
    show::json(&Json {
        profile: known.profile.name(),
        dry_run: args.dry_run,
        applied: entry.is_some(),
        entry,
        file: file(plan),
        diff: show::json_diff(&plan.diff),
        checks: plan.checks.iter().map(|c| show::json_check(c.severity, show::check(c, lang))).collect(),
        outcomes: plan.outcomes.iter().map(|outcome| of(outcome, lang)).collect(),
        keeps: kept(bench, known),
        notes: notes(&known.comparison),
    })?;
    Ok(ExitCode::SUCCESS)
}

fn of(outcome: &Outcome, lang: Lang) -> JsonOutcome<'_> {
    JsonOutcome {
        name: &outcome.name,
        who: outcome.asker.say(lang),
        before: outcome.before.as_str(),
        after: outcome.after.as_str(),
        origin: origin(outcome.origin),
        shadowed: outcome.shadowed,
        file: outcome.winner.as_ref().map(|place| place.file.clone()),
        line: outcome.winner.as_ref().and_then(|place| place.line),
    }
}

fn print(
    bench: &Bench,
    known: &KnownProfile,
    plan: &Plan,
    entry: Option<i64>,
    dry_run: bool,
) -> Result<(), Failure> {
    let lang = bench.lang;
    if !plan.empty {
        show::diff(&file(plan), &plan.diff)?;
    }
    let mut out = io::stdout().lock();
    for check in &plan.checks {
        print_check(&mut out, check, lang)?;
    }
    for kept in kept(bench, known) {
        let text = lang.pick("stays", "保持不变");
        writeln!(out, "· {}={} ({text})", kept.name, kept.value)?;
    }
    print_notes(&mut out, &known.comparison, lang)?;
    let end = match entry {
        Some(id) => lang.pick(
            format!("Done. `burrow env undo {id}` takes it back."),
            format!("已完成。`burrow env undo {id}` 可以撤销。"),
        ),
        None if plan.empty => {
            lang.pick("It is so already: nothing to change.", "已经是这样，无需更改。").to_owned()
        }
        None if dry_run => lang.pick("Nothing was changed.", "什么都没有改变。").to_owned(),
        None => return Err(show::failure(&CoreError::NotApplicable, lang).exit(FINDINGS)),
    };
    writeln!(out, "{end}")?;
    Ok(())
}

fn print_check(out: &mut impl Write, check: &Check, lang: Lang) -> io::Result<()> {
    let told = show::check(check, lang);
    let mark = if check.severity == Severity::Note { "·" } else { "!" };
    write!(out, "{mark} {}", told.message)?;
    if let Some(place) = &check.place {
        write!(out, " [{}]", place.display(None))?;
    }
    writeln!(out)?;
    if let Some(hint) = told.hint {
        writeln!(out, "  {hint}")?;
    }
    Ok(())
}
