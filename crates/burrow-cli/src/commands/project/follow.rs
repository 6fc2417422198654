//! `burrow project team --apply`: what the file proposes becomes a change of the GOENV file and a switch of the toolchain,
//! by the ways that do these for anybody.

use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Arc;

use burrow_core::env::edit::{Plan, Severity};
use burrow_core::env::history::{Author, History};
use burrow_core::project::team::{Found, Proposal};
use burrow_core::sdk::switch::{self, Surroundings, SwitchPlan};
use burrow_core::store;
use burrow_core::system::state_dir::{data_dir, state_dir};
use burrow_core::text::{Lang, Tell};
use burrow_core::workbench::Workbench;
use serde::Serialize;

use crate::args::Options;
use crate::commands::paths;
use crate::commands::show;
use crate::context::Context;
use crate::failure::{FINDINGS, Failure};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Json<'a> {
    #[serde(serialize_with = "paths::shown")]
    file: std::path::PathBuf,
    dry_run: bool,
    settings: Option<JsonSettings<'a>>,
    toolchain: Option<JsonSwitch<'a>>,
    /// The profile is kept under this name now.
    kept: Option<String>,
}

#[derive(Serialize)]
struct JsonSettings<'a> {
    applied: bool,
    /// For `burrow env undo`.
    entry: Option<i64>,
    file: String,
    diff: Vec<show::JsonDiff<'a>>,
    checks: Vec<show::JsonCheck>,
}

#[derive(Serialize)]
struct JsonSwitch<'a> {
    applied: bool,
    /// For `burrow sdk use --undo`.
    id: Option<i64>,
    before: Option<&'a str>,
    after: Option<&'a str>,
    diff: Vec<String>,
    checks: Vec<show::JsonCheck>,
}

/// What came of it.
struct Followed {
    settings: Option<(Plan, Option<i64>)>,
    switch: Option<(SwitchPlan, Option<i64>)>,
    kept: Option<String>,
}

pub fn run(
    options: &Options,
    dry_run: bool,
    context: &Context,
    workbench: &Workbench,
    found: &Found,
    proposal: &Proposal,
    lang: Lang,
) -> Result<ExitCode, Failure> {
    let followed = Followed {
        settings: settings(workbench, proposal, dry_run, lang)?,
        switch: toolchain(context, proposal, dry_run, lang)?,
        kept: if dry_run { None } else { workbench.keep_team_profile(proposal) },
    };
    match options.json {
        true => show::json(&json(&followed, found, dry_run, lang))?,
        false => print(&followed, dry_run, lang)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn settings(
    workbench: &Workbench,
    proposal: &Proposal,
    dry_run: bool,
    lang: Lang,
) -> Result<Option<(Plan, Option<i64>)>, Failure> {
    let Some(draft) = &proposal.draft else { return Ok(None) };
    let (plan, applied) = workbench.change(draft, dry_run).map_err(|why| show::failure(&why, lang))?;
    match plan.checks.iter().find(|check| check.severity == Severity::Refused) {
        Some(refused) => Err(Failure::from(show::check(refused, lang)).exit(FINDINGS)),
        None => Ok(Some((plan, applied.map(|applied| applied.entry.id)))),
    }
}

fn toolchain(
    context: &Context,
    proposal: &Proposal,
    dry_run: bool,
    lang: Lang,
) -> Result<Option<(SwitchPlan, Option<i64>)>, Failure> {
    let Some(wish) = &proposal.switch else { return Ok(None) };
    let environ = &context.captured.environ;
    let state = state_dir(environ);
    let store = Arc::new(store::open(state.as_deref()).0);
    let history = History::new(Arc::clone(&store), Author::Command);
    let (goroot, data, home) = (context.goroot(), data_dir(environ), context.home());
    let askers = [context.captured.clone()];
    let around = Surroundings {
        askers: &askers,
        dir: &context.directory().unwrap_or_default(),
        home: home.as_deref(),
        goroot: goroot.as_deref(),
        data_dir: data.as_deref(),
        state_dir: state.as_deref(),
        history: &history,
        store: &store,
    };
    let say = |error: switch::SwitchError| Failure::from(error.tell(lang));
    let plan = switch::plan(wish, &around).map_err(say)?;
    if let Some(refused) = plan.refusal() {
        return Err(Failure::from(refused.kind.tell(lang)).exit(FINDINGS));
    }
    let id = match dry_run || !plan.is_applicable() {
        true => None,
        false => switch::apply(&plan, &around).map_err(say)?.id,
    };
    Ok(Some((plan, id)))
}

fn json<'a>(followed: &'a Followed, found: &Found, dry_run: bool, lang: Lang) -> Json<'a> {
    Json {
        file: found.file.clone(),
        dry_run,
        settings: followed.settings.as_ref().map(|(plan, entry)| JsonSettings {
            applied: entry.is_some(),
            entry: *entry,
            file: file(plan),
            diff: show::json_diff(&plan.diff),
            checks: plan.checks.iter().map(|c| show::json_check(c.severity, show::check(c, lang))).collect(),
        }),
        toolchain: followed.switch.as_ref().map(|(plan, id)| JsonSwitch {
            applied: id.is_some(),
            id: *id,
            before: plan.before.as_deref(),
            after: plan.after.as_deref(),
            diff: plan.files().iter().map(|file| file.place.file.display().to_string()).collect(),
            checks: plan
                .checks
                .iter()
                .map(|check| show::json_check(check.severity, check.kind.tell(lang)))
                .collect(),
        }),
        kept: followed.kept.clone(),
    }
}

fn file(plan: &Plan) -> String {
    plan.file.as_ref().map(|place| place.file.display().to_string()).unwrap_or_default()
}

fn print(followed: &Followed, dry_run: bool, lang: Lang) -> Result<(), Failure> {
    if let Some((plan, _)) = &followed.settings {
        show::diff(&file(plan), &plan.diff)?;
        for check in &plan.checks {
            writeln!(io::stdout(), "! {}", show::check(check, lang).message)?;
        }
    }
    if let Some((plan, _)) = &followed.switch {
        for file in plan.files() {
            show::diff(&file.place.file.display().to_string(), &file.diff)?;
        }
        for check in &plan.checks {
            writeln!(io::stdout(), "! {}", check.kind.tell(lang).message)?;
        }
    }
    let mut out = io::stdout().lock();
    if let Some((_, Some(id))) = &followed.settings {
        let text = lang.pick(
            format!("The settings are changed. `burrow env undo {id}` takes it back."),
            format!("设置已更改。`burrow env undo {id}` 可以撤销。"),
        );
        writeln!(out, "{text}")?;
    }
    if let Some((_, Some(id))) = &followed.switch {
        let text = lang.pick(
            format!("The toolchain is switched. `burrow sdk use --undo {id}` takes it back."),
            format!("工具链已切换。`burrow sdk use --undo {id}` 可以撤销。"),
        );
        writeln!(out, "{text}")?;
    }
    let end = match (dry_run, &followed.settings, &followed.switch) {
        (_, None, None) => lang.pick("All of it is so already.", "已经全部如此。"),
        (true, ..) => lang.pick("Nothing was changed.", "什么都没有改变。"),
        (false, ..) => return Ok(()),
    };
    writeln!(out, "{end}")?;
    Ok(())
}
