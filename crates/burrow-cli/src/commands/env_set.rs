//! `burrow env set` and `burrow env unset`: as `go env -w` and `-u`, in their words, without running go.

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Arc;

use bstr::{BString, ByteSlice};
use burrow_core::env::edit::{self, Base, Change, Target, diff};
use burrow_core::env::history::{Author, History};
use burrow_core::env::resolve::AtHand;
use burrow_core::error::CoreError;
use burrow_core::store;
use burrow_core::system::DiskFiles;
use burrow_core::system::state_dir::state_dir;
use burrow_core::text::Lang;
use go_rules::env_file::Edit;
use go_rules::refusal::Refusal;
use go_rules::vars::check::{Accepted, check_edits, check_set, check_unset};
use go_rules::vars::{GoenvLocation, Question, Warning};
use serde::Serialize;

use super::show;
use crate::args::Options;
use crate::context::Context;
use crate::failure::{FAILED, FINDINGS, Failure};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Json<'a> {
    file: String,
    changed: bool,
    dry_run: bool,
    /// The entry of the history; null where nothing was written or it could not be kept.
    entry: Option<i64>,
    warnings: Vec<String>,
    diff: Vec<show::JsonDiff<'a>>,
}

pub fn set(options: &Options, settings: &[OsString], dry_run: bool) -> Result<ExitCode, Failure> {
    let context = Context::of(options)?;
    let arguments = bytes(settings);
    let accepted = judge(&context, |question| check_set(question, &arguments))?;
    apply(options, &context, accepted, dry_run)
}

pub fn unset(options: &Options, names: &[OsString], dry_run: bool, mend: bool) -> Result<ExitCode, Failure> {
    let context = Context::of(options)?;
    let names = bytes(names);
    let accepted = judge(&context, |question| match mend {
        false => check_unset(question, &names),
        true => check_mend(question, &names),
    })?;
    apply(options, &context, accepted, dry_run)
}

fn bytes(arguments: &[OsString]) -> Vec<BString> {
    arguments.iter().map(|argument| BString::from(argument.as_encoded_bytes())).collect()
}

/// What go says to it; without a Go the newest rules count.
fn judge(
    context: &Context,
    check: impl FnOnce(&Question<'_>) -> Result<Accepted, Refusal>,
) -> Result<Accepted, Failure> {
    let asked = context.asked();
    let at_hand = AtHand::find(&asked, &DiskFiles);
    let question = asked.question(at_hand.go.as_ref(), &DiskFiles);
    check(&question).map_err(|refusal| Failure::from(refusal).exit(FINDINGS))
}

/// As `-u`, but by the names alone: what keeps go from working may be what is to be removed.
fn check_mend(question: &Question<'_>, names: &[BString]) -> Result<Accepted, Refusal> {
    let edits: Vec<Edit> = names.iter().map(|name| Edit::Unset { name: name.clone() }).collect();
    let warnings = check_edits(question, &edits)?;
    let rules = question.go.map_or_else(go_rules::go_command::Rules::newest, |go| go.rules());
    let file = match GoenvLocation::for_writing(question.environ, rules) {
        GoenvLocation::At { path, .. } => path,
        GoenvLocation::Nowhere(why) => return Err(Refusal::NoGoenv { why: Some(why) }),
        GoenvLocation::Off => return Err(Refusal::NoGoenv { why: None }),
    };
    Ok(Accepted { edits, warnings, file })
}

fn apply(
    options: &Options,
    context: &Context,
    accepted: Accepted,
    dry_run: bool,
) -> Result<ExitCode, Failure> {
    let lang = show::lang(options, &context.captured);
    let say = |error: CoreError| show::failure(&error, lang);
    let Some(path) = context.written(accepted.file.as_bstr()) else {
        return Err(Failure::new(FAILED, "goenv-nowhere", format!("go: {}", accepted.file)));
    };
    let target = Target::of(&path).map_err(|e| say(e.into()))?;
    let change = Change::Edits(accepted.edits);
    let before = edit::file::read(&target.file).map_err(|e| say(e.into()))?.unwrap_or_default();
    let entry = if dry_run { None } else { write(context, &target, &change, lang)? };
    warn(options, &accepted.warnings);
    if dry_run || options.json {
        let warnings = &accepted.warnings;
        report(
            options,
            &target,
            Told { dry_run, entry, warnings, before: &before, after: &change.on(&before) },
        )?;
    }
    Ok(ExitCode::SUCCESS)
}

fn write(context: &Context, target: &Target, change: &Change, lang: Lang) -> Result<Option<i64>, Failure> {
    let say = |error: CoreError| show::failure(&error, lang);
    let state_dir = state_dir(&context.captured.environ);
    let lock = target.lock(state_dir.as_deref()).map_err(|e| say(e.into()))?;
    // What is wrong with the store costs the history, never the change: as go, this is quiet.
    let (store, _) = store::open(state_dir.as_deref());
    let history = History::new(Arc::new(store), Author::Command);
    Ok(edit::commit(&history, target, change, Base::Any, None, &lock).map_err(say)?.entry)
}

fn warn(options: &Options, warnings: &[Warning]) {
    if !options.quiet && !options.json {
        for warning in warnings {
            let _ = writeln!(io::stderr(), "{warning}");
        }
    }
}

/// What became of the file, or would.
struct Told<'a> {
    dry_run: bool,
    entry: Option<i64>,
    warnings: &'a [Warning],
    before: &'a [u8],
    after: &'a [u8],
}

fn report(options: &Options, target: &Target, told: Told<'_>) -> Result<(), Failure> {
    let lines = diff::diff(told.before, told.after);
    let file = target.path.display().to_string();
    if options.json {
        show::json(&Json {
            file,
            changed: told.before != told.after,
            dry_run: told.dry_run,
            entry: told.entry,
            warnings: told.warnings.iter().map(ToString::to_string).collect(),
            diff: show::json_diff(&lines),
        })?;
    } else {
        show::diff(&file, &lines)?;
    }
    Ok(())
}
