//! `burrow doctor --fix ID`: the first way out of what a check finds, through the command that owns it.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use burrow_core::doctor::{CheckId, Finding, Remedy, Skip};
use burrow_core::env::edit::{Draft, Edit, Severity};
use burrow_core::remedy::close_to_others;
use burrow_core::text::{Lang, Say, doctor};
use serde::Serialize;

use super::{Scene, json, print};
use crate::commands::{cache, profile, sdk, show};
use crate::failure::{CANCELLED, FAILED, FINDINGS, Failure};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Json {
    id: &'static str,
    fixes: Vec<json::JsonFix>,
    dry_run: bool,
    applied: bool,
    /// In the history of the GOENV file: `burrow env undo` takes it back by this.
    entry: Option<i64>,
}

pub fn run(scene: &Scene<'_>, id: CheckId, dry_run: bool) -> Result<ExitCode, Failure> {
    let found: Vec<&Finding> = scene.found.findings.iter().filter(|finding| finding.check == id).collect();
    if let Some(skipped) =
        scene.found.skipped.iter().find(|skipped| skipped.id == id).filter(|_| found.is_empty())
    {
        let (exit, code) = match skipped.why {
            Skip::Cancelled => (CANCELLED, "cancelled"),
            _ => (FAILED, "check-skipped"),
        };
        return Err(Failure::new(exit, code, skipped.why.say(scene.lang)).about(id.as_str()));
    }
    let fixes: Vec<&Remedy> = found.iter().filter_map(|finding| finding.fixes.first()).collect();
    if found.is_empty() {
        return nothing_to_fix(scene, id, dry_run);
    }
    if fixes.is_empty() {
        return Err(only_a_person(&found, scene.lang));
    }
    let (settings, others): (Vec<&Remedy>, Vec<&Remedy>) =
        fixes.iter().partition(|remedy| matches!(remedy, Remedy::Settings(_)));
    if !settings.is_empty() {
        change_settings(scene, id, &settings, dry_run)?;
    }
    for remedy in others {
        elsewhere(scene, remedy, dry_run)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn nothing_to_fix(scene: &Scene<'_>, id: CheckId, dry_run: bool) -> Result<ExitCode, Failure> {
    if scene.options.json {
        show::json(&Json { id: id.as_str(), fixes: Vec::new(), dry_run, applied: false, entry: None })?;
    } else if !scene.options.quiet {
        let text =
            scene.lang.pick("Nothing to fix: this check finds nothing.", "无需修复：这项检查没有发现问题。");
        writeln!(io::stdout(), "{text}")?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The reason says what a person can do.
fn only_a_person(found: &[&Finding], lang: Lang) -> Failure {
    let told = found.first().map(|finding| doctor::explanation(finding, lang)).unwrap_or_default();
    let message = lang.pick("Burrow cannot mend this by itself.", "Burrow 无法自行修复它。");
    Failure::new(FINDINGS, "no-fix", message).hint(told)
}

/// All of them are one change, and one entry of the history.
fn change_settings(
    scene: &Scene<'_>,
    id: CheckId,
    remedies: &[&Remedy],
    dry_run: bool,
) -> Result<(), Failure> {
    let lang = scene.lang;
    let draft = one(remedies);
    let workbench = show::workbench(scene.context, lang, false)?;
    // Shown before it is done: afterwards there is nothing left to show.
    let fixes: Vec<json::JsonFix> =
        remedies.iter().map(|remedy| json::fix(remedy, scene.seen, lang)).collect();
    let (plan, applied) = workbench.change(&draft, dry_run).map_err(|why| show::failure(&why, lang))?;
    if let Some(refused) = plan.checks.iter().find(|check| check.severity == Severity::Refused) {
        return Err(Failure::from(show::check(refused, lang)).exit(FINDINGS));
    }
    let entry = applied.map(|applied| applied.entry.id);
    if scene.options.json {
        return show::json(&Json { id: id.as_str(), fixes, dry_run, applied: entry.is_some(), entry });
    }
    if scene.options.quiet && !dry_run {
        return Ok(());
    }
    for remedy in remedies {
        writeln!(io::stdout(), "→ {}", remedy.say(lang))?;
    }
    let file = plan.file.as_ref().map(|place| place.file.display().to_string()).unwrap_or_default();
    show::diff(&file, &plan.diff)?;
    writeln!(io::stdout(), "{}", end(entry, lang))?;
    Ok(())
}

fn end(entry: Option<i64>, lang: Lang) -> String {
    match entry {
        Some(id) => lang.pick(
            format!("Done. `burrow env undo {id}` takes it back."),
            format!("已完成。`burrow env undo {id}` 可以撤销。"),
        ),
        None => lang.pick("Nothing was changed.", "什么都没有改变。").to_owned(),
    }
}

/// The edits of all of them; the last of a name counts. What is no list of edits stands alone.
fn one(remedies: &[&Remedy]) -> Draft {
    let mut edits: Vec<Edit> = Vec::new();
    for remedy in remedies {
        match remedy {
            Remedy::Settings(Draft::Edits(more)) => {
                for edit in more {
                    edits.retain(|known| known.name != edit.name);
                    edits.push(edit.clone());
                }
            }
            Remedy::Settings(draft) => return draft.clone(),
            _ => {}
        }
    }
    Draft::Edits(edits)
}

/// What other commands do, they do here too, in their words.
fn elsewhere(scene: &Scene<'_>, remedy: &Remedy, dry_run: bool) -> Result<(), Failure> {
    let options = scene.options;
    if !options.json && !options.quiet {
        writeln!(io::stdout(), "→ {}", remedy.say(scene.lang))?;
    }
    match remedy {
        Remedy::UseToolchain { goroot } => sdk::link(options, goroot, dry_run)?,
        Remedy::InstallToolchain { version } => sdk::fetch(options, version, dry_run)?,
        Remedy::RebuildPrograms { programs } => sdk::rebuild(options, programs, dry_run)?,
        Remedy::Profile { name } => profile::switch(options, name, dry_run)?,
        Remedy::Settings(_) => ExitCode::SUCCESS,
        Remedy::Clean(wish) => cache::clean_by(options, wish, dry_run)?,
        Remedy::RepairModules => cache::repair(options, dry_run)?,
        Remedy::Mode { file } => mode(scene, file, remedy, dry_run)?,
    };
    Ok(())
}

fn mode(scene: &Scene<'_>, file: &Path, remedy: &Remedy, dry_run: bool) -> Result<ExitCode, Failure> {
    let (options, lang) = (scene.options, scene.lang);
    // Afterwards there is nothing left to show.
    let fixes = vec![json::fix(remedy, scene.seen, lang)];
    if !options.json && !options.quiet {
        print::changes(&mut io::stdout().lock(), scene, remedy)?;
    }
    let before = match dry_run {
        true => None,
        false => Some(close_to_others(file).map_err(|why| {
            let said = why.to_string();
            Failure::new(FAILED, "mode", said).about(file.display().to_string())
        })?),
    };
    if options.json {
        let id = CheckId::NetrcReadable.as_str();
        show::json(&Json { id, fixes, dry_run, applied: !dry_run, entry: None })?;
    } else if let Some(before) = before.filter(|_| !options.quiet) {
        let back = format!("chmod {before:04o} '{}'", file.display());
        writeln!(
            io::stdout(),
            "{}",
            lang.pick(format!("Done. `{back}` takes it back."), format!("已完成。`{back}` 可以撤销。"))
        )?;
    }
    Ok(ExitCode::SUCCESS)
}
