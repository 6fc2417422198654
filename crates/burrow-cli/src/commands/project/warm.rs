//! `burrow project warm`: real go downloads what a project needs.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use burrow_core::job::{Doing, Progress, Step};
use burrow_core::project::warm::{Failure as Failed, Hop, HopFigures, WarmError, Warmed, Wish, warm};
use burrow_core::system::DiskFiles;
use burrow_core::task::{Ending, Made, Report, Task};
use burrow_core::text::{self, Lang, Say, Tell};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use super::inside;
use crate::args::Options;
use crate::commands::paths;
use crate::commands::show;
use crate::context::Context;
use crate::failure::{CANCELLED, FINDINGS, Failure};
use crate::interrupt::cancel_with_ctrl_c;

#[derive(Debug, Clone, Args)]
pub struct WarmArgs {
    /// The folder of the project [default: the current one]
    #[arg(value_name = "DIR")]
    dir: Option<PathBuf>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Json {
    #[serde(serialize_with = "paths::shown")]
    directory: PathBuf,
    /// The go.mod or go.work.
    #[serde(serialize_with = "paths::shown")]
    file: PathBuf,
    /// The vendor folder has all of it; nothing was asked.
    vendored: bool,
    needed: u64,
    present: u64,
    fetched: u64,
    /// Of the zips that were fetched.
    bytes: u64,
    ms: u64,
    hops: Vec<JsonHop>,
    failed: Vec<JsonFailed>,
    /// Ids of what is still in the way of a build without a network.
    left: Vec<&'static str>,
    cancelled: bool,
}

#[derive(Serialize)]
struct JsonHop {
    kind: &'static str,
    hop: String,
    modules: u64,
    answered: u64,
    refused: u64,
}

#[derive(Serialize)]
struct JsonFailed {
    module: String,
    version: String,
    hop: Option<String>,
    code: &'static str,
    message: String,
    /// In go's words.
    said: String,
    step: Option<JsonStep>,
}

#[derive(Serialize)]
struct JsonStep {
    id: &'static str,
    title: String,
}

pub fn run(options: &Options, args: &WarmArgs) -> Result<ExitCode, Failure> {
    let options = &inside(options, args.dir.as_ref());
    let context = Context::of(options)?;
    let lang = show::lang(options, &context.captured);
    let say = |error: WarmError| {
        let failure = Failure::from(error.tell(lang));
        if matches!(error, WarmError::Cancelled(_)) { failure.exit(CANCELLED) } else { failure }
    };
    let wish = Wish::of(&context.asked(), &DiskFiles).map_err(say)?;
    let cancel = cancel_with_ctrl_c();
    let bar = Bar::new(options.quiet, lang);
    let warmed = warm(&wish, &cancel, &bar);
    bar.0.finish_and_clear();
    let warmed = warmed.map_err(say)?;
    if options.json {
        show::json(&json(&warmed, &wish, &context, lang))?;
    } else {
        print(&warmed, &wish, options.quiet, lang)?;
    }
    Ok(match (warmed.cancelled, warmed.failures.is_empty()) {
        (true, _) => ExitCode::from(CANCELLED),
        (false, true) => ExitCode::SUCCESS,
        (false, false) => ExitCode::from(FINDINGS),
    })
}

fn json(warmed: &Warmed, wish: &Wish, context: &Context, lang: Lang) -> Json {
    Json {
        directory: context.directory().unwrap_or_default(),
        file: wish.project().path().to_path_buf(),
        vendored: warmed.vendored,
        needed: warmed.needed,
        present: warmed.present,
        fetched: warmed.fetched,
        bytes: warmed.bytes,
        ms: u64::try_from(warmed.elapsed.as_millis()).unwrap_or(u64::MAX),
        hops: warmed.hops.iter().map(json_hop).collect(),
        failed: warmed.failures.iter().map(|failure| json_failed(failure, lang)).collect(),
        left: warmed.left.iter().map(|step| step.id()).collect(),
        cancelled: warmed.cancelled,
    }
}

fn json_hop(figures: &HopFigures) -> JsonHop {
    let (kind, hop) = match &figures.hop {
        Hop::Proxy(url) => ("proxy", url.as_str().to_owned()),
        Hop::Sumdb(url) => ("sumdb", url.as_str().to_owned()),
        Hop::Direct { host } => ("direct", host.clone()),
    };
    let HopFigures { modules, answered, refused, .. } = *figures;
    JsonHop { kind, hop, modules, answered, refused }
}

fn json_failed(failure: &Failed, lang: Lang) -> JsonFailed {
    JsonFailed {
        module: failure.module.to_string(),
        version: failure.version.to_string(),
        hop: failure.hop.as_ref().map(|hop| match hop {
            Hop::Proxy(url) | Hop::Sumdb(url) => url.as_str().to_owned(),
            Hop::Direct { host } => host.clone(),
        }),
        code: failure.why.code(),
        message: failure.tell(lang).message,
        said: failure.said.as_str().to_owned(),
        step: failure.way_out.as_ref().map(|way| JsonStep { id: way.id(), title: way.say(lang) }),
    }
}

fn print(warmed: &Warmed, wish: &Wish, quiet: bool, lang: Lang) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    for failure in &warmed.failures {
        let problem = failure.tell(lang);
        writeln!(out, "! {}", problem.message)?;
        for line in failure.said.as_str().lines() {
            writeln!(out, "  {line}")?;
        }
        if let Some(hint) = problem.hint {
            writeln!(out, "  → {hint}")?;
        }
    }
    if !quiet {
        for figures in warmed.hops.iter().filter(|hop| hop.modules > 0) {
            writeln!(out, "{:>5}  {}", figures.modules, figures.hop.say(lang))?;
        }
        let project = wish.project().path().to_path_buf();
        let ending = match warmed.cancelled {
            true => Ending::Cancelled,
            false => Ending::Done(Made::Warmed(Box::new(warmed.clone()))),
        };
        let report = Report {
            id: 0,
            task: Task::Warm { project },
            step: None,
            rate: None,
            cancelling: false,
            ending: Some(ending),
            started_at: 0,
            ended_at: None,
        };
        writeln!(out, "{}{}", report.say(lang), lang.pick(".", "。"))?;
    }
    Ok(())
}

/// How far it is, on standard error, when that is a terminal.
struct Bar(ProgressBar, Lang);

impl Bar {
    fn new(quiet: bool, lang: Lang) -> Bar {
        let bar = show::progress(quiet);
        if let Ok(style) = ProgressStyle::with_template("{spinner} {bar:20} {prefix}  {wide_msg}") {
            bar.set_style(style.progress_chars("━╸─"));
        }
        Bar(bar, lang)
    }
}

impl Progress for Bar {
    fn report(&self, step: Step) {
        let Bar(bar, lang) = self;
        if let Doing::Warming(figures) = &step.doing {
            let of = figures.total.map(|total| format!("/{total}")).unwrap_or_default();
            let rate = figures.rate.filter(|rate| *rate > 0);
            let rate = rate.map(|rate| format!("  {}/s", text::bytes(rate))).unwrap_or_default();
            bar.set_prefix(format!("{}{of}  {}{rate}", figures.done, text::bytes(figures.bytes)));
        }
        bar.set_message(step.doing.say(*lang));
        bar.set_length(step.total.unwrap_or(0));
        bar.set_position(step.done);
    }
}
