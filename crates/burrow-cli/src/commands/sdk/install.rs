//! `burrow sdk install`: fetch a version, prove it, and put it where it belongs.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use burrow_core::job::{Progress, Step};
use burrow_core::sdk::install::{
    Destination, InstallError, OfferSource, Wish, destination, destinations, install, meant, offers,
};
use burrow_core::sdk::inventory::SdkState;
use burrow_core::text::{self, Lang, Say};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use super::fetched::{Ground, JsonSource};
use crate::args::Options;
use crate::commands::paths;
use crate::commands::show;
use crate::context::Context;
use crate::failure::Failure;
use crate::interrupt::cancel_with_ctrl_c;

#[derive(Debug, Clone, Args)]
pub struct InstallArgs {
    /// `1.27.3`, `go1.27.3`, `1.27` for its newest, or `latest`
    #[arg(value_name = "VERSION")]
    wanted: String,

    /// As for `burrow sdk available` [default: proxy; go.dev for versions before Go 1.21]
    #[arg(long, value_name = "SOURCE")]
    from: Option<String>,

    /// A manager that is installed (mise, asdf, goenv, g, gobrew), golang-dl, module-cache, or a folder that
    /// becomes the GOROOT [default: where the other versions are]
    #[arg(long, value_name = "DEST|DIR")]
    to: Option<String>,

    /// Say what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
}

impl InstallArgs {
    /// From where, and to where, it goes by default.
    pub fn version(version: &str, dry_run: bool) -> InstallArgs {
        InstallArgs { wanted: version.to_owned(), from: None, to: None, dry_run }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Json {
    version: String,
    #[serde(serialize_with = "paths::shown")]
    goroot: PathBuf,
    /// Null when it was here already.
    source: Option<JsonSource>,
    destination: Option<JsonDestination>,
    already: bool,
    dry_run: bool,
}

#[derive(Serialize)]
struct JsonDestination {
    id: String,
    reason: String,
    free: Option<u64>,
}

pub fn run(options: &Options, args: &InstallArgs) -> Result<ExitCode, Failure> {
    let context = Context::of(options)?;
    let ground = Ground::of(&context, show::lang(options, &context.captured));
    let source = ground.source(args.from.as_deref().or_else(|| only_in_archives(&args.wanted)))?;
    let say = |error: InstallError| ground.failure(&error);
    let cancel = cancel_with_ctrl_c();
    let all = || offers(&source, &ground.surroundings, &ground.sdks, &cancel);
    let version = meant(&args.wanted, &source, all).map_err(say)?;
    if let Some(goroot) = already(&version, &ground).filter(|_| args.to.is_none()) {
        return report_already(options, args, version, goroot, ground.lang);
    }
    let destination = destination_of(args, &version, &context, &ground)?;
    if args.dry_run {
        return report(
            options,
            &version,
            destination.goroot.clone(),
            &source,
            &destination,
            true,
            ground.lang,
        );
    }
    let wish = Wish { version: version.clone(), source: source.clone(), destination: destination.clone() };
    let bar = Bar::new(options.quiet, ground.lang);
    let installed = install(&wish, &ground.surroundings, &cancel, &bar);
    bar.0.finish_and_clear();
    let goroot = installed.map_err(say)?;
    report(options, &version, goroot, &source, &destination, false, ground.lang)
}

/// Toolchain modules begin with Go 1.21.
fn only_in_archives(word: &str) -> Option<&'static str> {
    let number = word.strip_prefix("go").unwrap_or(word).as_bytes();
    let old = go_rules::version::Version::parse(number).is_some()
        && go_rules::version::compare(number, b"1.21").is_lt();
    old.then_some("go.dev")
}

fn already(version: &str, ground: &Ground) -> Option<PathBuf> {
    let is_it = |sdk: &&burrow_core::sdk::inventory::Sdk| {
        sdk.state() == SdkState::Complete && sdk.version.as_ref().is_some_and(|v| v == version)
    };
    ground.sdks.iter().find(is_it).map(|sdk| sdk.goroot.clone())
}

fn destination_of(
    args: &InstallArgs,
    version: &str,
    context: &Context,
    ground: &Ground,
) -> Result<Destination, Failure> {
    let Some(to) = &args.to else {
        let recommended = destinations(version, &ground.sdks, &ground.surroundings).into_iter().next();
        let none = || ground.failure(&InstallError::UnknownDestination("~/sdk".into()));
        return recommended.ok_or_else(none);
    };
    // With a separator in it, it is a folder, seen from where the command was asked.
    let is_folder = to.contains(['/', std::path::MAIN_SEPARATOR]) || to == "." || to == "..";
    let id = match context.directory() {
        Some(here) if is_folder => std::path::absolute(here.join(to))?.display().to_string(),
        _ => to.clone(),
    };
    destination(&id, version, &ground.sdks, &ground.surroundings).map_err(|error| ground.failure(&error))
}

fn report(
    options: &Options,
    version: &str,
    goroot: PathBuf,
    source: &OfferSource,
    destination: &Destination,
    dry_run: bool,
    lang: Lang,
) -> Result<ExitCode, Failure> {
    if options.json {
        show::json(&Json {
            version: version.to_owned(),
            goroot,
            source: Some(JsonSource::of(source)),
            destination: Some(JsonDestination {
                id: destination.id(),
                reason: destination.reason.say(lang),
                free: destination.free,
            }),
            already: false,
            dry_run,
        })?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut out = io::stdout().lock();
    if options.quiet {
        writeln!(out, "{}", goroot.display())?;
        return Ok(ExitCode::SUCCESS);
    }
    let (folder, from, why) = (goroot.display(), source.say(lang), destination.reason.say(lang));
    let text = if dry_run {
        lang.pick(
            format!("{version} would come from {from} and go to {folder}.\n{why}"),
            format!("{version} 将取自 {from}，放到 {folder}。\n{why}"),
        )
    } else {
        let bin = goroot.join("bin");
        let bin = bin.display();
        lang.pick(
            format!("{version} is in {folder}.\n{why} Its programs are in {bin}."),
            format!("{version} 在 {folder}。\n{why}其程序在 {bin}。"),
        )
    };
    writeln!(out, "{text}")?;
    Ok(ExitCode::SUCCESS)
}

fn report_already(
    options: &Options,
    args: &InstallArgs,
    version: String,
    goroot: PathBuf,
    lang: Lang,
) -> Result<ExitCode, Failure> {
    if options.json {
        let dry_run = args.dry_run;
        show::json(&Json { version, goroot, source: None, destination: None, already: true, dry_run })?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut out = io::stdout().lock();
    let folder = goroot.display();
    if options.quiet {
        writeln!(out, "{folder}")?;
    } else {
        let text = lang.pick(
            format!("{version} is here already: {folder}\n--to puts another one elsewhere."),
            format!("{version} 已经在这里：{folder}\n用 --to 可以另装一份到别处。"),
        );
        writeln!(out, "{text}")?;
    }
    Ok(ExitCode::SUCCESS)
}

/// A progress bar on standard error, when that is a terminal.
struct Bar(ProgressBar, Lang);

impl Bar {
    fn new(quiet: bool, lang: Lang) -> Bar {
        Bar(show::progress(quiet), lang)
    }
}

impl Progress for Bar {
    fn report(&self, step: Step) {
        let Bar(bar, lang) = self;
        let doing = step.doing.say(*lang);
        if bar.message() != doing {
            let template = match (step.doing.counts_bytes(), step.total) {
                (true, Some(_)) => "{msg} {bar:30} {prefix} {eta}",
                (true, None) => "{spinner} {msg} {prefix}",
                _ => "{spinner} {msg}",
            };
            if let Ok(style) = ProgressStyle::with_template(template) {
                bar.set_style(style.progress_chars("━╸─"));
            }
            bar.reset_eta();
            bar.set_message(doing);
        }
        let of = step.total.map(|total| format!(" / {}", text::bytes(total))).unwrap_or_default();
        bar.set_prefix(format!("{}{of}", text::bytes(step.done)));
        bar.set_length(step.total.unwrap_or(0));
        bar.set_position(step.done);
    }
}
