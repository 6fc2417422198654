//! What several commands print the same way, and how they open the core.

use std::io::{self, IsTerminal, Write};
use std::time::Duration;

use burrow_core::env::capture::Captured;
use burrow_core::env::edit::{Check, DiffLine, DiffSign, Severity};
use burrow_core::error::CoreError;
use burrow_core::secret::Masked;
use burrow_core::system::locale;
use burrow_core::text::{Lang, Problem, Tell};
use burrow_core::workbench::{ContextChoice, Options, Workbench};
use indicatif::{ProgressBar, ProgressDrawTarget};
use serde::Serialize;

use crate::args::{self, Language};
use crate::context::Context;
use crate::failure::Failure;

/// How far long work is, on standard error when that is a terminal and somebody wants it.
pub fn progress(quiet: bool) -> ProgressBar {
    let target = match quiet || !io::stderr().is_terminal() {
        true => ProgressDrawTarget::hidden(),
        false => ProgressDrawTarget::stderr_with_hz(10),
    };
    let bar = ProgressBar::with_draw_target(None, target);
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// The language to speak.
pub fn lang(options: &args::Options, captured: &Captured) -> Lang {
    match options.lang {
        Some(Language::En) => Lang::En,
        Some(Language::ZhCn) => Lang::ZhCn,
        None => locale::language(&captured.environ),
    }
}

/// The core, looking from where the command was asked to. `trace`: it may wait for the shell to tell where a value
/// was set.
pub fn workbench(context: &Context, lang: Lang, trace: bool) -> Result<Workbench, Failure> {
    let options = Options { trace, started_in: context.started_in(), ..Options::of_command() };
    let workbench = Workbench::open_as(options, context.captured.clone());
    let choice = ContextChoice {
        asker: Some(context.captured.asker),
        goroot: context.goroot(),
        directory: context.directory(),
    };
    workbench.look(choice).map_err(|why| failure(&why, lang))?;
    Ok(workbench)
}

/// A core error in the person's language.
pub fn failure(error: &CoreError, lang: Lang) -> Failure {
    error.tell(lang).into()
}

/// One JSON object, for a script.
pub fn json(value: &impl Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(value)
        .map_err(|why| Failure::new(crate::failure::FAILED, "output", why.to_string()))?;
    // Whatever a path, a module or a name was made of: values were masked where they were read.
    writeln!(io::stdout(), "{}", Masked::path(&text))?;
    Ok(())
}

/// A diff as people know it.
pub fn diff(file: &str, lines: &[DiffLine]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    writeln!(out, "{file}")?;
    let mut last = None;
    for line in lines {
        let number = line.new_line.or(line.old_line);
        if let (Some(last), Some(number)) = (last, number)
            && number > last + 1
        {
            writeln!(out, "  …")?;
        }
        last = number.or(last);
        let sign = match line.sign {
            DiffSign::Same => ' ',
            DiffSign::Removed => '-',
            DiffSign::Added => '+',
        };
        writeln!(out, "{sign} {}", line.text)?;
    }
    Ok(())
}

/// The line of a diff in JSON.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct JsonDiff<'a> {
    sign: &'static str,
    text: &'a str,
    old_line: Option<u32>,
    new_line: Option<u32>,
}

pub fn json_diff(lines: &[DiffLine]) -> Vec<JsonDiff<'_>> {
    let sign = |sign| match sign {
        DiffSign::Same => "same",
        DiffSign::Removed => "removed",
        DiffSign::Added => "added",
    };
    lines
        .iter()
        .map(|line| JsonDiff {
            sign: sign(line.sign),
            text: line.text.as_str(),
            old_line: line.old_line,
            new_line: line.new_line,
        })
        .collect()
}

/// A plan's check in JSON.
#[derive(Serialize)]
pub struct JsonCheck {
    severity: &'static str,
    code: &'static str,
    message: String,
    subject: Option<String>,
    hint: Option<String>,
}

pub fn json_check(severity: Severity, told: Problem) -> JsonCheck {
    let severity = match severity {
        Severity::Refused => "refused",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let Problem { code, message, subject, hint } = told;
    JsonCheck { severity, code, message, subject, hint }
}

/// What a plan's check has to say, for a person on standard error.
pub fn check(check: &Check, lang: Lang) -> Problem {
    check.kind.tell(lang)
}
