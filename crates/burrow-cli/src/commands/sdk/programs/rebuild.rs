//! `burrow sdk programs rebuild`.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use burrow_core::job::Step;
use burrow_core::sdk::programs::{Program, RebuildError, Rebuilt, rebuild};
use burrow_core::system::DiskFiles;
use burrow_core::text::{Lang, Problem, Say, Tell};
use serde::Serialize;

use super::Scene;
use crate::args::Options;
use crate::commands::show;
use crate::failure::{CANCELLED, FAILED, Failure};
use crate::interrupt::cancel_with_ctrl_c;

#[derive(Default, Serialize)]
struct Json {
    rebuilt: Vec<JsonRebuilt>,
    failed: Vec<JsonFailed>,
}

#[derive(Serialize)]
struct JsonRebuilt {
    name: String,
    path: String,
    command: String,
    before: String,
    /// Null: it was not run (`--dry-run`).
    after: Option<String>,
}

#[derive(Serialize)]
struct JsonFailed {
    name: String,
    path: String,
    code: &'static str,
    message: String,
}

pub fn run(
    options: &Options,
    scene: &Scene,
    names: &[PathBuf],
    outdated: bool,
    dry_run: bool,
) -> Result<ExitCode, Failure> {
    let chosen = if outdated {
        scene.programs.programs.iter().filter(|p| p.outdated && p.rebuild.is_ok()).collect()
    } else {
        scene.named(names)?
    };
    let cancel = cancel_with_ctrl_c();
    let mut json = Json::default();
    let mut cancelled = false;
    for program in chosen {
        if dry_run {
            plan(options, program, scene.lang, &mut json)?;
            continue;
        }
        let progress = |step: Step| tell_step(options, program, &step, scene.lang);
        match rebuild(program, &scene.look, &DiskFiles, &cancel, &progress) {
            Ok(rebuilt) => done(options, program, &rebuilt, scene.lang, &mut json)?,
            Err(RebuildError::Cancelled(_)) => {
                cancelled = true;
                break;
            }
            Err(why) => failed(options, program, why.tell(scene.lang), &mut json)?,
        }
    }
    if options.json {
        show::json(&json)?;
    }
    if cancelled {
        let text = scene
            .lang
            .pick("Cancelled. What was not rebuilt is as it was.", "已取消。尚未重新构建的程序保持原样。");
        return if options.json {
            Ok(ExitCode::from(CANCELLED))
        } else {
            Err(Failure::new(CANCELLED, "cancelled", text))
        };
    }
    Ok(if json.failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(FAILED) })
}

fn plan(options: &Options, program: &Program, lang: Lang, json: &mut Json) -> Result<(), Failure> {
    match &program.rebuild {
        Ok(recipe) => {
            if !options.json {
                writeln!(io::stdout(), "{recipe}")?;
            }
            json.rebuilt.push(rebuilt(program, None));
            Ok(())
        }
        Err(why) => failed(options, program, why.tell(lang), json),
    }
}

fn rebuilt(program: &Program, after: Option<String>) -> JsonRebuilt {
    JsonRebuilt {
        name: program.name.clone(),
        path: program.path.display().to_string(),
        command: program.rebuild.as_ref().map(ToString::to_string).unwrap_or_default(),
        before: program.info.as_ref().map(|info| info.version.to_string()).unwrap_or_default(),
        after,
    }
}

/// Only a person who watches wants to know.
fn tell_step(options: &Options, program: &Program, step: &Step, lang: Lang) {
    if !options.quiet && io::stderr().is_terminal() {
        // A terminal that is gone is no reason to stop.
        let _ = writeln!(io::stderr(), "{}: {}", program.name, step.doing.say(lang));
    }
}

fn done(
    options: &Options,
    program: &Program,
    rebuilt: &Rebuilt,
    lang: Lang,
    json: &mut Json,
) -> Result<(), Failure> {
    if !options.json && !options.quiet {
        let (name, before, after) = (&program.name, &rebuilt.before, &rebuilt.after);
        let text = lang.pick(
            format!("{name}: rebuilt with {after} (before: {before})"),
            format!("{name}：已用 {after} 重新构建（此前为 {before}）"),
        );
        writeln!(io::stdout(), "{text}")?;
    }
    json.rebuilt.push(self::rebuilt(program, Some(rebuilt.after.to_string())));
    Ok(())
}

fn failed(options: &Options, program: &Program, why: Problem, json: &mut Json) -> Result<(), Failure> {
    if !options.json {
        writeln!(io::stderr(), "{}: {}", program.name, why.message)?;
        if let Some(hint) = why.hint.as_ref().filter(|_| !options.quiet) {
            writeln!(io::stderr(), "{hint}")?;
        }
    }
    json.failed.push(JsonFailed {
        name: program.name.clone(),
        path: program.path.display().to_string(),
        code: why.code,
        message: why.message,
    });
    Ok(())
}
