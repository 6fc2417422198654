//! `burrow sdk list`: every toolchain on this machine, whoever installed it.

use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use burrow_core::job::{Cancel, Doing};
use burrow_core::place::display_path;
use burrow_core::sdk::inventory::{Patch, Sdk, SdkProblem, hunt};
use burrow_core::sdk::size::measure;
use burrow_core::system::DiskFiles;
use burrow_core::text::{self, Lang, Say, SdkWord, Tell};
use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;

use super::hunted::hunted;
use crate::args::Options;
use crate::commands::show;
use crate::commands::table::{Side, Table};
use crate::context::Context;
use crate::failure::{FAILED, Failure};

#[derive(Debug, Clone, Args)]
pub struct ListArgs {}

#[derive(Serialize)]
struct Json<'a> {
    sdks: Vec<JsonSdk<'a>>,
}

#[derive(Serialize)]
struct JsonSdk<'a> {
    version: Option<String>,
    goroot: String,
    goos: Option<String>,
    goarch: Option<String>,
    bytes: u64,
    active: bool,
    state: &'static str,
    problems: Vec<JsonProblem>,
    ways: Vec<JsonWay>,
    patches: Vec<JsonPatch<'a>>,
    cgo: Option<bool>,
}

#[derive(Serialize)]
struct JsonProblem {
    code: &'static str,
    message: String,
}

#[derive(Serialize)]
struct JsonWay {
    source: &'static str,
    path: String,
}

#[derive(Serialize)]
struct JsonPatch<'a> {
    name: &'a str,
    upstream: Option<&'a str>,
    here: Option<&'a str>,
}

pub fn run(options: &Options, _args: &ListArgs) -> Result<ExitCode, Failure> {
    let context = Context::of(options)?;
    let lang = show::lang(options, &context.captured);
    let hunted = hunted(&context);
    let sdks = hunt(&hunted, &DiskFiles);
    let bar = bar(sdks.len(), options.quiet, lang);
    let sized = sdks.iter().map(|sdk| {
        let bytes = bytes(sdk)?;
        bar.inc(1);
        Ok((sdk, bytes))
    });
    let sized = sized.collect::<Result<Vec<_>, Failure>>()?;
    bar.finish_and_clear();
    if options.json {
        show::json(&Json { sdks: sized.iter().map(|(sdk, bytes)| json(sdk, *bytes, lang)).collect() })?;
    } else {
        print(&sized, hunted.home.as_deref(), options.quiet, lang)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// On a cold disk measuring takes seconds: how far it is goes to standard error, and only to a terminal.
fn bar(sdks: usize, quiet: bool, lang: Lang) -> ProgressBar {
    if quiet || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(sdks as u64), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{msg} {pos}/{len}") {
        bar.set_style(style);
    }
    bar.with_message(Doing::Measuring.say(lang))
}

fn bytes(sdk: &Sdk) -> Result<u64, Failure> {
    let size = measure(&sdk.goroot, &Cancel::new());
    size.map(|size| size.bytes).map_err(|why| Failure::new(FAILED, "cancelled", why.to_string()))
}

fn json(sdk: &Sdk, bytes: u64, lang: Lang) -> JsonSdk<'_> {
    let text = |text: &Option<_>| text.as_ref().map(ToString::to_string);
    let problem = |problem: &SdkProblem| {
        let told = problem.tell(lang);
        JsonProblem { code: told.code, message: told.message }
    };
    JsonSdk {
        version: text(&sdk.version),
        goroot: sdk.goroot.display().to_string(),
        goos: text(&sdk.goos),
        goarch: text(&sdk.goarch),
        bytes,
        active: sdk.active,
        state: sdk.state().id(),
        problems: sdk.problems.iter().map(problem).collect(),
        ways: sdk
            .ways
            .iter()
            .map(|way| JsonWay { source: way.source.id(), path: way.path.display().to_string() })
            .collect(),
        patches: sdk.patches.iter().map(patch).collect(),
        cgo: sdk.cgo,
    }
}

fn patch(patch: &Patch) -> JsonPatch<'_> {
    JsonPatch {
        name: &patch.name,
        upstream: patch.upstream.as_ref().map(|value| value.as_str()),
        here: patch.here.as_ref().map(|value| value.as_str()),
    }
}

fn print(sdks: &[(&Sdk, u64)], home: Option<&Path>, quiet: bool, lang: Lang) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    if sdks.is_empty() {
        writeln!(out, "{}", SdkWord::NoneFound.say(lang))?;
        return Ok(());
    }
    let mut table = Table::new([Side::Left, Side::Left, Side::Left, Side::Right, Side::Left, Side::Left]);
    if !quiet {
        use SdkWord::{Folder, From, Platform, Size, Version};
        let [version, platform, size, from, folder] =
            [Version, Platform, Size, From, Folder].map(|word| word.say(lang));
        table.row([String::new(), version, platform, size, from, folder]);
    }
    for (sdk, bytes) in sdks {
        table.row(row(sdk, *bytes, home, lang));
        for problem in &sdk.problems {
            table.note(format!("! {}", problem.tell(lang).message));
        }
        for patch in &sdk.patches {
            table.note(format!("· {}", patch.say(lang)));
        }
    }
    table.print(&mut out)?;
    if !quiet && sdks.iter().any(|(sdk, _)| sdk.active) {
        writeln!(out, "\n{}", SdkWord::MarkMeans.say(lang))?;
    }
    Ok(())
}

fn row(sdk: &Sdk, bytes: u64, home: Option<&Path>, lang: Lang) -> [String; 6] {
    let mark = if sdk.active { "*" } else { "" };
    let version = sdk.version.as_ref().map_or_else(|| SdkWord::Unknown.say(lang), ToString::to_string);
    let platform = match (&sdk.goos, &sdk.goarch) {
        (Some(goos), Some(goarch)) => format!("{goos}/{goarch}"),
        _ => "–".into(),
    };
    let mut from: Vec<String> = Vec::new();
    for way in &sdk.ways {
        let source = way.source.say(lang);
        if !from.contains(&source) {
            from.push(source);
        }
    }
    let folder = display_path(&sdk.goroot, home);
    [mark.into(), version, platform, text::bytes(bytes), from.join(lang.pick(", ", "、")), folder]
}
