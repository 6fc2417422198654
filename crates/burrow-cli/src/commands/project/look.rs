//! `burrow project [DIR]`: whether it builds, and what is in the way.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use burrow_core::cache::ModuleVersion;
use burrow_core::place::display_path;
use burrow_core::project::ready::{
    Ask, Blocker, LookError, Missing, ProjectReport, Readiness, Step, SumLine, Vendor, look,
};
use burrow_core::secret::Masked;
use burrow_core::system::DiskFiles;
use burrow_core::text::{self, Lang, Say, Tell};
use serde::Serialize;

use crate::args::Options;
use crate::commands::cache::JsonDamaged;
use crate::commands::paths;
use crate::commands::sdk::which;
use crate::commands::show;
use crate::context::Context;
use crate::failure::{CANCELLED, FINDINGS, Failure, USAGE};
use crate::interrupt::cancel_with_ctrl_c;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Json {
    #[serde(serialize_with = "paths::shown")]
    directory: PathBuf,
    #[serde(serialize_with = "paths::shown")]
    file: PathBuf,
    module: Option<String>,
    /// Folders of the modules of a workspace.
    #[serde(serialize_with = "paths::shown")]
    members: Vec<PathBuf>,
    toolchain: which::Json,
    readiness: &'static str,
    modules: JsonModules,
    go_sum: JsonSums,
    vendor: &'static str,
    steps: Vec<JsonStep>,
    error: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsonModules {
    needed: usize,
    present: usize,
    missing: Vec<JsonMissing>,
    damaged: Vec<JsonDamaged>,
    private: Vec<String>,
    /// Asked of a public proxy though their host is the repository's own.
    leaking: Vec<String>,
    /// How long the build list is, main modules apart.
    build_list: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsonMissing {
    module: String,
    version: String,
    via: &'static str,
    only_go_mod: bool,
}

#[derive(Serialize)]
struct JsonSums {
    missing: Vec<JsonLine>,
    mismatched: Vec<JsonLine>,
}

#[derive(Serialize)]
struct JsonLine {
    module: String,
    version: String,
    what: &'static str,
}

#[derive(Serialize)]
struct JsonStep {
    id: &'static str,
    title: String,
    fix: String,
}

/// `inside`: with the folder of the question.
pub fn run(inside: &Options, options: &Options) -> Result<ExitCode, Failure> {
    let context = Context::of(inside)?;
    let lang = show::lang(options, &context.captured);
    let cancel = cancel_with_ctrl_c();
    let ask = Ask { asked: context.asked(), files: &DiskFiles, hashes: true, cancel: &cancel };
    let report = look(&ask).map_err(|error| {
        let exit = if matches!(error, LookError::Cancelled(_)) { CANCELLED } else { USAGE };
        Failure::from(error.tell(lang)).exit(exit)
    })?;
    if options.json {
        show::json(&json(&report, lang))?;
    } else {
        print(&report, &context, options, lang)?;
    }
    let blocked = report.readiness == Readiness::Blocked;
    Ok(if blocked { ExitCode::from(FINDINGS) } else { ExitCode::SUCCESS })
}

fn json(report: &ProjectReport, lang: Lang) -> Json {
    let modules = &report.modules;
    let texts = |all: &[bstr::BString]| all.iter().map(ToString::to_string).collect();
    Json {
        directory: report.directory.clone(),
        file: report.file.path().to_path_buf(),
        module: report.module.as_ref().map(ToString::to_string),
        members: report.members.clone(),
        toolchain: which::json(&report.toolchain),
        readiness: report.readiness.id(),
        modules: JsonModules {
            needed: modules.needed.len(),
            present: modules.present(),
            missing: modules.missing.iter().map(missing).collect(),
            damaged: modules.damaged.iter().map(|it| JsonDamaged::of(it, lang)).collect(),
            private: texts(&modules.private),
            leaking: texts(&modules.leaking),
            build_list: modules.build_list,
        },
        go_sum: JsonSums {
            missing: report.sums.missing.iter().map(line).collect(),
            mismatched: report.sums.mismatched.iter().map(line).collect(),
        },
        vendor: report.vendor.id(),
        steps: report.steps.iter().map(|step| self::step(step, lang)).collect(),
        error: error(report),
    }
}

fn missing(missing: &Missing) -> JsonMissing {
    JsonMissing {
        module: missing.version.module.to_string(),
        version: missing.version.version.to_string(),
        via: missing.via.id(),
        only_go_mod: missing.only_go_mod,
    }
}

fn line(line: &SumLine) -> JsonLine {
    let ModuleVersion { module, version } = &line.version;
    JsonLine { module: module.to_string(), version: version.to_string(), what: line.what() }
}

fn step(step: &Step, lang: Lang) -> JsonStep {
    JsonStep { id: step.id(), title: step.say(lang), fix: text::fix(step, lang) }
}

/// Why go does not even begin to load packages.
fn error(report: &ProjectReport) -> Option<String> {
    report.blockers.iter().find_map(|blocker| match blocker {
        Blocker::File { place, why } => Some(format!("{}: {why}", place.display(None))),
        Blocker::Setting { why, .. } => Some(why.clone()),
        Blocker::TooOld { what, wants } => Some(format!("{what} requires go >= {wants}")),
        _ => None,
    })
}

fn print(report: &ProjectReport, context: &Context, options: &Options, lang: Lang) -> io::Result<()> {
    let home = context.home();
    let mut out = io::stdout().lock();
    writeln!(out, "{}", text::readiness(report, lang))?;
    for (number, step) in report.steps.iter().enumerate() {
        writeln!(out, "  {}. {}", number + 1, step.say(lang))?;
        writeln!(out, "     {}", text::fix(step, lang))?;
    }
    if options.quiet {
        return Ok(());
    }
    writeln!(out)?;
    let file = display_path(report.file.path(), home.as_deref());
    let module = report
        .module
        .as_ref()
        .map(|module| Masked::path(&module.to_string()).after("  ").to_string())
        .unwrap_or_default();
    writeln!(out, "{file}{module}")?;
    if let Some(toolchain) = report.toolchain.choice.as_ref().and_then(|it| it.toolchain.as_ref()) {
        writeln!(out, "{toolchain}")?;
    }
    let modules = &report.modules;
    let counted = (modules.needed.len(), modules.missing.len(), modules.damaged.len());
    writeln!(out, "{}", text::counted_modules(counted, lang))?;
    for missing in &modules.missing {
        // A go.mod may name anything.
        let line = format!("{} {}", missing.version.module, missing.version.version);
        writeln!(out, "    {}", Masked::path(&line))?;
    }
    if report.vendor != Vendor::None {
        writeln!(out, "{}", report.vendor.say(lang))?;
    }
    Ok(())
}
