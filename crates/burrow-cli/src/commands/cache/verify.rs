//! `burrow cache verify`: every version of the module cache against its hashes.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use burrow_core::cache::quarantine::{Failed, ProvenRoot, RootRefusal, Surroundings, prove};
use burrow_core::cache::verify::{
    Ask, Damaged, Database, Fetcher, NotFetched, Odd, Repair, RepairError, Repaired, SumMismatch, Verified,
    VerifyError, ask_database, repair, sum_files, verify,
};
use burrow_core::cache::{Cache, ModuleVersion, Root, Roots};
use burrow_core::job::{Cancel, Progress, Step};
use burrow_core::place::display_path;
use burrow_core::project::find::Limits;
use burrow_core::project::known;
use burrow_core::proxy::Settings;
use burrow_core::sdk::programs::Look;
use burrow_core::store::open_kept;
use burrow_core::system::DiskFiles;
use burrow_core::system::state_dir::state_dir;
use burrow_core::text::{self, Lang, Say, Tell};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use super::ready::{self, refusal, settled};
use crate::args::Options;
use crate::commands::paths;
use crate::commands::show;
use crate::context::Context;
use crate::failure::{CANCELLED, FAILED, FINDINGS, Failure};
use crate::interrupt::cancel_with_ctrl_c;

#[derive(Debug, Clone, Args)]
pub struct VerifyArgs {
    /// Delete what is damaged, and just that; go fetches it again when it needs it. `burrow cache undo` brings it back
    #[arg(long)]
    repair: bool,

    /// With `--repair`: let go download again what was deleted
    #[arg(long, requires = "repair")]
    fetch: bool,

    /// Also ask the checksum database about versions that no go.sum vouches for
    #[arg(long)]
    online: bool,

    /// Compare with these go.sum and go.work.sum files [default: those of the projects that Burrow knows]
    #[arg(long, value_name = "FILE", num_args = 1..)]
    go_sum: Vec<PathBuf>,
}

impl VerifyArgs {
    /// Everything, repaired or only looked at; fetching is left to go.
    pub fn repair(repair: bool) -> VerifyArgs {
        VerifyArgs { repair, fetch: false, online: false, go_sum: Vec::new() }
    }
}

#[derive(Serialize)]
struct Json {
    checked: u64,
    damaged: Vec<JsonDamaged>,
    repaired: u64,
    /// What could not be taken away.
    failed: Vec<JsonFailed>,
    /// Versions that go has downloaded again; null without `--fetch`.
    fetched: Option<u64>,
    #[serde(rename = "notFetched")]
    not_fetched: Vec<JsonNotFetched>,
    /// For `burrow cache undo`.
    cleaning: Option<String>,
    /// Versions that a go is at just now.
    busy: Vec<JsonVersion>,
    sums: Vec<JsonSum>,
    /// What came of asking the checksum database; null without `--online`.
    online: Option<JsonOnline>,
}

/// What the checksum database has told, in module versions.
#[derive(Serialize)]
struct JsonOnline {
    database: String,
    answered: u64,
    unknown: u64,
    exempt: u64,
    unasked: u64,
    /// Why not all was asked.
    problem: Option<JsonProblem>,
}

#[derive(Serialize)]
struct JsonProblem {
    code: &'static str,
    message: String,
}

#[derive(Serialize)]
struct JsonFailed {
    #[serde(serialize_with = "paths::shown")]
    path: PathBuf,
    message: String,
}

#[derive(Serialize)]
struct JsonNotFetched {
    module: String,
    version: String,
    message: String,
}

#[derive(Serialize)]
struct JsonVersion {
    module: String,
    version: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct JsonDamaged {
    module: String,
    version: String,
    #[serde(serialize_with = "paths::shown")]
    path: PathBuf,
    damage: &'static str,
    heals_itself: bool,
    repair: &'static str,
    message: String,
}

impl JsonDamaged {
    pub fn of(damaged: &Damaged, lang: Lang) -> JsonDamaged {
        JsonDamaged {
            module: damaged.version.module.to_string(),
            version: damaged.version.version.to_string(),
            path: damaged.path.clone(),
            damage: damaged.damage.id(),
            heals_itself: damaged.heals_itself,
            repair: damaged.repair.id(),
            message: damaged.say(lang),
        }
    }
}

/// A line of a go.sum that disagrees with the cache.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsonSum {
    module: String,
    version: String,
    what: &'static str,
    #[serde(serialize_with = "paths::shown")]
    file: PathBuf,
    line: usize,
    odd: &'static str,
    message: String,
}

pub fn run(options: &Options, args: &VerifyArgs) -> Result<ExitCode, Failure> {
    let context = Context::of(options)?;
    let lang = show::lang(options, &context.captured);
    let roots = Roots::of(&context.asked(), &DiskFiles);
    let root = root_of(&roots, lang)?;
    let cancel = cancel_with_ctrl_c();
    let sums = sums(args, &context)?;
    let bar = Bar::new(options, lang);
    let proven = prove(&root, Cache::Modules, &Surroundings::of(&roots));
    if let Ok(proven) = &proven {
        settled(std::slice::from_ref(proven), &cancel, lang)?;
    }
    // Said before anything is done.
    let fetcher = match args.fetch {
        true => Some(fetcher(&context).map_err(|error| failure(&error, lang))?),
        false => None,
    };
    let mut ask = Ask { root, sums, ..Ask::default() };
    let found = look(&ask, args.online.then_some(&context), &cancel, &bar);
    bar.0.finish_and_clear();
    let found = found.map_err(|error| failure(&error.into(), lang))?;
    // What the database has told holds for the repair, too.
    ask.proven = found.database.as_ref().map(|told| told.proven.clone()).unwrap_or_default();
    let mended = match args.repair {
        true => Some(mend(&ask, &found, proven, fetcher.as_ref(), (&cancel, &bar), lang)?),
        false => None,
    };
    if options.json {
        show::json(&json(&found, mended.as_ref(), lang))?;
    } else {
        print(&found, mended.as_ref(), &context, options, lang)?;
    }
    let fetched = mended.as_ref().and_then(|mended| mended.fetched.as_ref());
    let cancelled = mended.as_ref().is_some_and(|mended| mended.done.cancelled)
        || fetched.is_some_and(|fetched| fetched.cancelled);
    if !cancelled && fetched.is_some_and(|fetched| !fetched.failed.is_empty()) {
        return Ok(ExitCode::from(FAILED));
    }
    let left = left(&found, mended.as_ref());
    let untrusted = found.database.as_ref().is_some_and(Database::is_untrusted);
    Ok(match (cancelled, left.is_empty() && found.sums.is_empty() && !untrusted) {
        (true, _) => ExitCode::from(CANCELLED),
        (false, true) => ExitCode::SUCCESS,
        (false, false) => ExitCode::from(FINDINGS),
    })
}

/// Looks at all there is, and asks the checksum database of this context, if it is to be asked.
fn look(ask: &Ask, online: Option<&Context>, cancel: &Cancel, bar: &Bar) -> Result<Verified, VerifyError> {
    let found = verify(ask, cancel, bar)?;
    match online {
        None => Ok(found),
        Some(context) => {
            let settings = Settings::asked(&context.asked(), &DiskFiles);
            ask_database(ask, found, &settings, cancel, bar)
        }
    }
}

/// The go of this context.
fn fetcher(context: &Context) -> Result<Fetcher, RepairError> {
    Fetcher::of(Look::of(&context.asked(), &DiskFiles).program, &context.captured.environ)
}

/// The files that were named, else those of the projects that Burrow knows.
fn sums(args: &VerifyArgs, context: &Context) -> Result<Vec<PathBuf>, Failure> {
    if !args.go_sum.is_empty() {
        let here = context.directory().unwrap_or_default();
        return Ok(args.go_sum.iter().map(|file| here.join(file)).collect());
    }
    let store = open_kept(state_dir(&context.captured.environ).as_deref());
    let known = store.map(|store| known::known(&store, Limits::of_named())).transpose();
    let known = known.map_err(|why| Failure::new(FAILED, "state", why.to_string()))?.unwrap_or_default();
    Ok(sum_files(&known::files(&known)))
}

/// What a person has to do something about.
fn left<'a>(found: &'a Verified, mended: Option<&'a Repaired>) -> Vec<&'a Damaged> {
    match mended {
        Some(mended) => mended.left(&found.damaged),
        None => found.damaged.iter().filter(|damaged| !damaged.heals_itself).collect(),
    }
}

fn mend(
    ask: &Ask,
    found: &Verified,
    proven: Result<ProvenRoot, RootRefusal>,
    fetcher: Option<&Fetcher>,
    (cancel, bar): (&Cancel, &Bar),
    lang: Lang,
) -> Result<Repaired, Failure> {
    if found.damaged.iter().all(|damaged| damaged.repair == Repair::None) {
        return Ok(Repaired::default());
    }
    let root = proven.map_err(|why| refusal(&why, lang))?;
    let mended = repair(ask, &found.damaged, &root, fetcher, cancel, bar);
    bar.0.finish_and_clear();
    mended.map_err(|error| failure(&error, lang))
}

fn root_of(roots: &Roots, lang: Lang) -> Result<PathBuf, Failure> {
    match &roots.gomodcache {
        Root::At(root) => Ok(root.clone()),
        Root::Relative(value) => {
            let message = lang.pick(
                format!("GOMODCACHE is no absolute path: {value}"),
                format!("GOMODCACHE 不是绝对路径：{value}"),
            );
            Err(Failure::new(FAILED, "gomodcache-relative", message).about(value.to_string()))
        }
        Root::Off | Root::Nowhere => Err(Failure::new(
            FAILED,
            "gomodcache-unknown",
            lang.pick(
                "Neither GOMODCACHE nor GOPATH nor a home tells where the module cache is.",
                "GOMODCACHE、GOPATH 和主目录都没有说明模块缓存在哪里。",
            ),
        )),
    }
}

fn failure(error: &RepairError, lang: Lang) -> Failure {
    match error {
        RepairError::Verify(why @ VerifyError::Cancelled(_)) => Failure::from(why.tell(lang)).exit(CANCELLED),
        RepairError::Verify(why) => Failure::from(why.tell(lang)),
        RepairError::Quarantine(why) => ready::failure(why, lang),
        RepairError::NoGo => Failure::from(error.tell(lang)),
    }
}

fn print(
    found: &Verified,
    mended: Option<&Repaired>,
    context: &Context,
    options: &Options,
    lang: Lang,
) -> io::Result<()> {
    let home = context.home();
    let mut out = io::stdout().lock();
    let stays: Vec<&Damaged> = found.damaged.iter().filter(|damaged| !damaged.heals_itself).collect();
    for damaged in &stays {
        let ModuleVersion { module, version } = &damaged.version;
        writeln!(out, "{module} {version}: {}", damaged.say(lang))?;
        writeln!(out, "    {}", display_path(&damaged.path, home.as_deref()))?;
    }
    for mismatch in &found.sums {
        writeln!(out, "{}", mismatch.say(lang))?;
    }
    for failed in mended.iter().flat_map(|mended| &mended.done.failed) {
        writeln!(out, "{}: {}", display_path(&failed.path, home.as_deref()), failed.why.say(lang))?;
    }
    let fetched = mended.and_then(|mended| mended.fetched.as_ref());
    for failed in fetched.iter().flat_map(|fetched| &fetched.failed) {
        writeln!(out, "{}", failed.say(lang))?;
    }
    if options.quiet {
        return Ok(());
    }
    writeln!(out, "{}", text::verified(found.checked, stays.len() as u64, lang))?;
    if let Some(mended) = mended.filter(|mended| mended.repaired > 0) {
        writeln!(out, "{}", text::repaired(mended.repaired, left(found, Some(mended)).len(), lang))?;
    }
    if let Some(sentence) = fetched.and_then(|fetched| text::fetched(fetched, lang)) {
        writeln!(out, "{sentence}")?;
    }
    let told = found.database.iter().flat_map(|told| text::database(told, lang));
    for sentence in text::besides(found, lang).into_iter().chain(told.map(|told| told.message)) {
        writeln!(out, "{sentence}")?;
    }
    Ok(())
}

fn json(found: &Verified, mended: Option<&Repaired>, lang: Lang) -> Json {
    let damaged = |damaged: &Damaged| JsonDamaged::of(damaged, lang);
    let version = |one: &ModuleVersion| JsonVersion {
        module: one.module.to_string(),
        version: one.version.to_string(),
    };
    let done = mended.map(|mended| &mended.done);
    let fetched = mended.and_then(|mended| mended.fetched.as_ref());
    let not_fetched = |failed: &NotFetched| JsonNotFetched {
        module: failed.version.module.to_string(),
        version: failed.version.version.to_string(),
        message: failed.why.say(lang),
    };
    let failed = |failed: &Failed| JsonFailed { path: failed.path.clone(), message: failed.why.say(lang) };
    Json {
        checked: found.checked,
        damaged: found.damaged.iter().map(damaged).collect(),
        repaired: mended.map_or(0, |mended| mended.repaired),
        failed: done.iter().flat_map(|done| &done.failed).map(failed).collect(),
        fetched: fetched.map(|fetched| fetched.versions),
        not_fetched: fetched.iter().flat_map(|fetched| &fetched.failed).map(not_fetched).collect(),
        cleaning: done.filter(|done| done.items > 0).map(|done| done.id.clone()),
        busy: found.busy.iter().map(version).collect(),
        sums: found.sums.iter().map(|sum| json_sum(sum, lang)).collect(),
        online: found.database.as_ref().map(|told| json_online(told, lang)),
    }
}

fn json_online(told: &Database, lang: Lang) -> JsonOnline {
    let why = told.failure.as_ref().and_then(|_| text::database(told, lang).pop());
    JsonOnline {
        database: told.name.clone(),
        answered: told.answered,
        unknown: told.unknown,
        exempt: told.exempt,
        unasked: told.unasked,
        problem: why.map(|why| JsonProblem { code: why.code, message: why.message }),
    }
}

fn json_sum(sum: &SumMismatch, lang: Lang) -> JsonSum {
    JsonSum {
        module: sum.version.module.to_string(),
        version: sum.version.version.to_string(),
        what: if sum.of_go_mod { "go.mod" } else { "zip" },
        file: sum.file.clone(),
        line: sum.line,
        odd: match sum.odd {
            Odd::GoSum | Odd::NotAsInDatabase => "go.sum",
            Odd::Unknown => "unknown",
        },
        message: sum.say(lang),
    }
}

/// How far it is, on a terminal.
struct Bar(ProgressBar, Lang);

impl Bar {
    fn new(options: &Options, lang: Lang) -> Bar {
        let shown = !options.quiet && io::stderr().is_terminal();
        Bar(if shown { ProgressBar::new(0) } else { ProgressBar::hidden() }, lang)
    }
}

impl Progress for Bar {
    fn report(&self, step: Step) {
        let Bar(bar, lang) = self;
        let doing = step.doing.say(*lang);
        if bar.message() != doing {
            let unit = if step.doing.counts_bytes() { "{bytes}/{total_bytes}" } else { "{pos}/{len}" };
            if let Ok(style) =
                ProgressStyle::with_template(&format!("{{msg}}  {{wide_bar}}  {unit}  {{eta}}"))
            {
                bar.set_style(style);
            }
            bar.reset_eta();
            bar.set_message(doing);
        }
        bar.set_length(step.total.unwrap_or(0));
        self.0.set_position(step.done);
    }
}
