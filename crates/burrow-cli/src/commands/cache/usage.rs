//! `burrow cache usage`: what Go's caches hold.

mod print;

use std::io::{self, IsTerminal};
use std::process::ExitCode;

use burrow_core::cache::measure::{Growing, Measure, MeasureError, Measured, ModuleRow, measure};
use burrow_core::cache::quarantine::{Surroundings, recover_quietly};
use burrow_core::cache::{Cache, Root, Roots};
use burrow_core::job::{Cancel, Doing};
use burrow_core::system::state_dir::state_dir;
use burrow_core::system::volume::{Medium, Volume, volume_of};
use burrow_core::system::{DiskLook, clock};
use burrow_core::text::{self, Lang, Say, Tell};
use burrow_core::tree::Size;
use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use crate::args::Options;
use crate::commands::show;
use crate::context::Context;
use crate::failure::{CANCELLED, Failure};
use crate::interrupt::cancel_with_ctrl_c;

#[derive(Debug, Clone, Args)]
pub struct UsageArgs {
    /// Also list every module version
    #[arg(long, value_name = "WHAT")]
    by: Option<By>,

    /// Read the entries of the build cache, to tell results of tests apart
    #[arg(long)]
    tests: bool,

    /// Look at everything anew, not only at what has changed since the last time
    #[arg(long)]
    fresh: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum By {
    Module,
}

#[derive(Serialize)]
struct Json {
    gocache: String,
    gomodcache: String,
    disk: JsonDisk,
    caches: Vec<JsonCache>,
    kinds: Vec<JsonKind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    modules: Option<Vec<JsonModule>>,
}

#[derive(Serialize, Default)]
struct JsonDisk {
    total: u64,
    free: u64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsonSize {
    bytes: u64,
    disk_bytes: u64,
    files: u64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsonVolume {
    total: u64,
    free: u64,
    file_system: String,
    medium: &'static str,
    read_only: bool,
}

#[derive(Serialize)]
struct JsonCache {
    cache: &'static str,
    path: String,
    #[serde(flatten)]
    size: JsonSize,
    /// Folders that could not be read.
    unread: u64,
    volume: Option<JsonVolume>,
}

#[derive(Serialize)]
struct JsonKind {
    cache: &'static str,
    kind: &'static str,
    path: String,
    #[serde(flatten)]
    size: JsonSize,
    oldest: Option<String>,
    newest: Option<String>,
}

#[derive(Serialize)]
struct JsonModule {
    module: String,
    version: String,
    #[serde(flatten)]
    size: JsonSize,
    fetched: Option<String>,
}

pub fn run(options: &Options, args: &UsageArgs) -> Result<ExitCode, Failure> {
    let context = Context::of(options)?;
    let lang = show::lang(options, &context.captured);
    let roots = Roots::of(&context.asked(), &DiskLook::default());
    let cancel = cancel_with_ctrl_c();
    recover_quietly(&roots, &Surroundings::of(&roots), &cancel);
    let kept = state_dir(&context.captured.environ);
    let bar = bar(options, lang);
    let mut all = Vec::new();
    for cache in Cache::ALL.into_iter().filter(|cache| *roots.root(*cache) != Root::Off) {
        let tests = args.tests && cache == Cache::Build;
        let asked = Measure { roots: &roots, cache, tests, index: kept.as_deref(), fresh: args.fresh };
        if let Some(problem) = text::no_folder(cache, roots.root(cache), lang) {
            return Err(problem.into());
        }
        all.push(one(&asked, &cancel, &bar, lang)?);
    }
    bar.finish_and_clear();
    if options.json {
        show::json(&json(&roots, &all, args.by))?;
    } else {
        print::usage(&all, &context, options, args.by == Some(By::Module), lang)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn one(asked: &Measure<'_>, cancel: &Cancel, bar: &ProgressBar, lang: Lang) -> Result<Measured, Failure> {
    let shown = |growing: &Growing| {
        let Size { files, bytes, .. } = growing.size;
        bar.set_position(files);
        bar.set_message(format!("{}  {}", Doing::Measuring.say(lang), text::bytes(bytes)));
    };
    measure(asked, cancel, &shown).map_err(|why| {
        let failure = Failure::from(why.tell(lang));
        match why {
            MeasureError::Cancelled(_) => failure.exit(CANCELLED),
            MeasureError::NoFolder | MeasureError::Unreadable { .. } => failure,
        }
    })
}

/// On a cold disk measuring takes seconds: how far it is goes to standard error, and only to a terminal.
fn bar(options: &Options, lang: Lang) -> ProgressBar {
    if options.quiet || options.json || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{msg}  {pos}") {
        bar.set_style(style);
    }
    bar.with_message(Doing::Measuring.say(lang))
}

fn json(roots: &Roots, all: &[Measured], by: Option<By>) -> Json {
    let first = all.iter().find_map(|measured| measured.disk.clone());
    let disk = first.or_else(|| roots.home.as_deref().and_then(volume_of));
    let modules = || all.iter().flat_map(|measured| &measured.modules).map(json_module).collect();
    Json {
        gocache: named(&roots.gocache),
        gomodcache: named(&roots.gomodcache),
        disk: disk.map(|disk| JsonDisk { total: disk.total, free: disk.free }).unwrap_or_default(),
        caches: all.iter().map(json_cache).collect(),
        kinds: all.iter().flat_map(json_kinds).collect(),
        modules: (by == Some(By::Module)).then(modules),
    }
}

/// As `go env` prints it.
fn named(root: &Root) -> String {
    match root {
        Root::At(folder) => folder.display().to_string(),
        Root::Off => "off".into(),
        Root::Relative(value) => value.to_string(),
        Root::Nowhere => String::new(),
    }
}

fn json_size(size: Size) -> JsonSize {
    JsonSize { bytes: size.bytes, disk_bytes: size.disk_bytes, files: size.files }
}

fn json_cache(measured: &Measured) -> JsonCache {
    JsonCache {
        cache: measured.cache.id(),
        path: measured.path.display().to_string(),
        size: json_size(measured.total),
        unread: measured.unread,
        volume: measured.disk.as_ref().map(json_volume),
    }
}

fn json_volume(volume: &Volume) -> JsonVolume {
    JsonVolume {
        total: volume.total,
        free: volume.free,
        file_system: volume.file_system.clone(),
        medium: match volume.medium {
            Medium::Disk => "disk",
            Medium::Network => "network",
            Medium::Memory => "memory",
        },
        read_only: volume.read_only,
    }
}

fn json_kinds(measured: &Measured) -> impl Iterator<Item = JsonKind> {
    measured.kinds.iter().map(|row| JsonKind {
        cache: measured.cache.id(),
        kind: row.kind.id(),
        path: row.path.display().to_string(),
        size: json_size(row.size),
        oldest: row.oldest.map(clock::rfc3339),
        newest: row.newest.map(clock::rfc3339),
    })
}

fn json_module(row: &ModuleRow) -> JsonModule {
    JsonModule {
        module: row.version.module.to_string(),
        version: row.version.version.to_string(),
        size: json_size(row.size),
        fetched: row.fetched_at.map(clock::rfc3339),
    }
}
