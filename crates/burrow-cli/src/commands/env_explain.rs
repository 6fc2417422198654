//! `burrow env explain [NAME…]`: where a value comes from, and what it shadows.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use burrow_core::env::view::{Rung, Variable};
use burrow_core::error::CoreError;
use burrow_core::place::Place;
use burrow_core::text::{Lang, Say, Tell};
use burrow_core::workbench::Snapshot;
use go_rules::vars::{Kind, Origin};
use serde::Serialize;

use super::show;
use super::table::columns;
use crate::args::Options;
use crate::context::Context;
use crate::failure::{Failure, USAGE};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Json<'a> {
    toolchain: Option<JsonToolchain<'a>>,
    goenv_file: Option<String>,
    vars: Vec<JsonVariable<'a>>,
}

#[derive(Serialize)]
struct JsonToolchain<'a> {
    goroot: String,
    version: Option<&'a str>,
}

#[derive(Serialize)]
struct JsonVariable<'a> {
    name: &'a str,
    value: &'a str,
    origin: &'static str,
    kind: &'static str,
    layers: Vec<JsonLayer<'a>>,
    shadowed: Vec<&'static str>,
    changed: bool,
}

#[derive(Serialize)]
struct JsonLayer<'a> {
    layer: &'static str,
    set: bool,
    value: Option<&'a str>,
    file: Option<String>,
    line: Option<u32>,
    effective: bool,
}

pub fn run(options: &Options, names: &[String]) -> Result<ExitCode, Failure> {
    let context = Context::of(options)?;
    let lang = show::lang(options, &context.captured);
    let workbench = show::workbench(&context, lang, true)?;
    let snapshot = workbench.snapshot();
    let chosen = choose(&snapshot, names).map_err(|e| show::failure(&e, lang).exit(USAGE))?;
    if options.json {
        let toolchain = snapshot.context.toolchain.as_ref().map(|toolchain| JsonToolchain {
            goroot: toolchain.goroot.display().to_string(),
            version: toolchain.version.as_deref(),
        });
        let goenv_file = snapshot.goenv.place.as_ref().map(|place| place.file.display().to_string());
        show::json(&Json { toolchain, goenv_file, vars: chosen.into_iter().map(variable).collect() })?;
        return Ok(ExitCode::SUCCESS);
    }
    let summaries = workbench.reference(lang);
    let mut out = io::stdout().lock();
    for (at, chosen) in chosen.into_iter().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        let summary = summaries.iter().find(|r| r.name == chosen.name).map(|r| r.summary.as_str());
        print(&mut out, chosen, summary, snapshot.home.as_deref(), lang)?;
    }
    if !options.quiet {
        for notice in &snapshot.notices {
            writeln!(io::stderr(), "{}", notice.tell(lang).message)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn choose<'a>(snapshot: &'a Snapshot, names: &[String]) -> Result<Vec<&'a Variable>, CoreError> {
    if names.is_empty() {
        return Ok(snapshot.variables.iter().collect());
    }
    let find = |name: &String| {
        let found = snapshot.variables.iter().find(|v| v.name == *name);
        found.ok_or_else(|| CoreError::UnknownVariable(name.clone()))
    };
    names.iter().map(find).collect()
}

fn variable(variable: &Variable) -> JsonVariable<'_> {
    JsonVariable {
        name: &variable.name,
        value: variable.value.as_str(),
        origin: match variable.origin {
            Origin::Layer(layer) => layer.id(),
            Origin::Derived => "derived",
        },
        kind: match variable.kind {
            Kind::Setting => "setting",
            Kind::ReadOnly => "readonly",
            Kind::Cgo => "cgo",
            Kind::Arch => "arch",
        },
        layers: variable.rungs.iter().map(layer).collect(),
        shadowed: variable.shadowed.iter().map(|layer| layer.id()).collect(),
        changed: variable.changed,
    }
}

fn layer(rung: &Rung) -> JsonLayer<'_> {
    JsonLayer {
        layer: rung.layer.id(),
        set: rung.value.is_some(),
        value: rung.value.as_ref().map(|value| value.as_str()),
        file: rung.place.as_ref().map(|place| place.file.display().to_string()),
        line: rung.place.as_ref().and_then(|place| place.line),
        effective: rung.effective,
    }
}

/// The columns of the longest name of a layer.
const LAYER: usize = 10;

fn print(
    out: &mut impl Write,
    variable: &Variable,
    summary: Option<&str>,
    home: Option<&Path>,
    lang: Lang,
) -> io::Result<()> {
    writeln!(out, "{}={}", variable.name, variable.value)?;
    if let Some(summary) = summary {
        writeln!(out, "  {summary}")?;
    }
    for rung in &variable.rungs {
        let Some(value) = &rung.value else { continue };
        let mark = if rung.effective { '*' } else { ' ' };
        let shadowed = variable.shadowed.contains(&rung.layer);
        let layer = rung.layer.say(lang);
        let space = " ".repeat(LAYER.saturating_sub(columns(&layer)));
        write!(out, "  {mark} {layer}{space} {value}")?;
        if let Some(place) = &rung.place {
            write!(out, "  [{}]", place.display(home))?;
        }
        if shadowed {
            write!(out, "  {}", lang.pick("(shadowed)", "（被遮盖）"))?;
        }
        writeln!(out)?;
        notes(out, rung, home, lang)?;
    }
    if let Some(fixed) = &variable.fixed {
        writeln!(out, "  {}", fixed.say(lang))?;
    }
    if let Some(problem) = &variable.problem {
        writeln!(out, "  ! {}", problem.tell(lang).message)?;
    }
    Ok(())
}

fn notes(out: &mut impl Write, rung: &Rung, home: Option<&Path>, lang: Lang) -> io::Result<()> {
    if let Some(note) = &rung.note {
        writeln!(out, "               {}", note.say(lang))?;
    }
    for place in &rung.also {
        let also = |place: &Place| place.display(home);
        let text = lang.pick(format!("also set in {}", also(place)), format!("{} 也设置了它", also(place)));
        writeln!(out, "               {text}")?;
    }
    Ok(())
}
