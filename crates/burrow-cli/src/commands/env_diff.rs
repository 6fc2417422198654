//! `burrow env diff FILE`: this machine against another's `go env -json`.

use std::fs;
use std::io::{self, Read, Write};
use std::path::Path;
use std::process::ExitCode;

use burrow_core::env::compare::{Compared, Difference, decode};
use serde::Serialize;

use super::show;
use crate::args::Options;
use crate::context::Context;
use crate::failure::{FAILED, FINDINGS, Failure, USAGE};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Json<'a> {
    there_version: Option<&'a str>,
    vars: Vec<JsonVariable<'a>>,
}

#[derive(Serialize)]
struct JsonVariable<'a> {
    name: &'a str,
    here: Option<&'a str>,
    there: Option<&'a str>,
    difference: &'static str,
}

pub fn run(options: &Options, file: &Path) -> Result<ExitCode, Failure> {
    let context = Context::of(options)?;
    let lang = show::lang(options, &context.captured);
    let text = decode(&read(file)?);
    let workbench = show::workbench(&context, lang, false)?;
    let comparison = workbench
        .compare(&text)
        .map_err(|why| show::failure(&why, lang).about(file.display().to_string()))?;
    if options.json {
        show::json(&Json {
            there_version: comparison.there_version.as_deref(),
            vars: comparison.variables.iter().map(variable).collect(),
        })?;
    } else {
        print(&comparison.variables)?;
    }
    let differs = comparison.variables.iter().any(|v| v.difference == Difference::Differs);
    Ok(if differs { ExitCode::from(FINDINGS) } else { ExitCode::SUCCESS })
}

fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = match file.to_str() {
        Some("-") => io::stdin().read_to_end(&mut bytes).map(|_| bytes),
        _ => fs::read(file),
    };
    read.map_err(|why| {
        let exit = if why.kind() == io::ErrorKind::NotFound { USAGE } else { FAILED };
        Failure::new(exit, "file-unreadable", format!("{}: {why}", file.display()))
            .about(file.display().to_string())
    })
}

fn variable(compared: &Compared) -> JsonVariable<'_> {
    JsonVariable {
        name: &compared.name,
        here: compared.here.as_ref().map(|v| v.as_str()),
        there: compared.there.as_ref().map(|v| v.as_str()),
        difference: match compared.difference {
            Difference::Same => "same",
            Difference::Expected => "expected",
            Difference::Differs => "differs",
            Difference::OnlyHere => "only-here",
            Difference::OnlyThere => "only-there",
        },
    }
}

/// What really differs first, then what is on one side only, then what is expected to differ.
fn print(variables: &[Compared]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let order = [Difference::Differs, Difference::OnlyHere, Difference::OnlyThere, Difference::Expected];
    for wanted in order {
        for compared in variables.iter().filter(|v| v.difference == wanted) {
            let mark = if wanted == Difference::Expected { " " } else { "!" };
            writeln!(out, "{mark} {}", compared.name)?;
            for (sign, value) in [('-', &compared.here), ('+', &compared.there)] {
                if let Some(value) = value {
                    writeln!(out, "    {sign} {value}")?;
                }
            }
        }
    }
    Ok(())
}
