//! `burrow cache prune`: module versions that no project refers to.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use burrow_core::cache::plan::{PlanRefusal, Prune, Wish};
use burrow_core::cache::{Cache, Root};
use burrow_core::project::find::Limits;
use burrow_core::project::known::{self, KnownFolder};
use burrow_core::project::needs::{Ground, Needs, needs};
use burrow_core::sdk::install::Platform;
use burrow_core::store::open_kept;
use burrow_core::system::state_dir::state_dir;
use burrow_core::text::{Lang, Say, Tell};
use clap::Args;

use super::carry_out::{Carried, Cleanup};
use super::size::{Bytes, bytes_of};
use crate::args::Options;
use crate::context::Context;
use crate::failure::{FAILED, Failure, REFUSED, USAGE};

#[derive(Debug, Clone, Args)]
pub struct PruneArgs {
    /// Keep what was fetched within so many days
    #[arg(long, value_name = "N")]
    keep_days: Option<u32>,

    /// Take only so much, the oldest first, that the module cache is not larger (500MB, 10GB, 8GiB)
    #[arg(long, value_name = "SIZE", value_parser = bytes_of)]
    max_size: Option<Bytes>,

    /// Ask the projects in or below these folders [default: those that Burrow knows]
    #[arg(long, value_name = "DIR", num_args = 1..)]
    projects: Vec<PathBuf>,

    #[command(flatten)]
    carried: Carried,
}

pub fn run(options: &Options, args: &PruneArgs) -> Result<ExitCode, Failure> {
    let cleanup = Cleanup::begin(options, &args.carried)?;
    let (context, lang) = (&cleanup.context, cleanup.lang);
    let folders = folders(args, context, lang)?;
    let needs = match cleanup.roots.root(Cache::Modules) {
        Root::At(gomodcache) => Some(needed(&folders, gomodcache, &cleanup)?),
        _ => None,
    };
    let prune = Prune { keep_days: args.keep_days, max_size: args.max_size.map(|size| size.0) };
    cleanup.run(&Wish::Prune(prune), [Cache::Modules], needs.as_ref())
}

/// The folders whose projects count, all of them looked through to the end.
fn folders(args: &PruneArgs, context: &Context, lang: Lang) -> Result<Vec<KnownFolder>, Failure> {
    let folders: Vec<KnownFolder> = if args.projects.is_empty() {
        let store = open_kept(state_dir(&context.captured.environ).as_deref());
        let known = store.map(|store| known::known(&store, Limits::none())).transpose();
        known.map_err(|why| Failure::new(FAILED, "state", why.to_string()))?.unwrap_or_default()
    } else {
        let here = context.directory().unwrap_or_default();
        args.projects.iter().map(|dir| known::look(&here.join(dir), Limits::none())).collect()
    };
    match folders.iter().find(|folder| !folder.is_whole()) {
        Some(folder) => Err(unread(folder, lang)),
        None => Ok(folders),
    }
}

fn needed(folders: &[KnownFolder], gomodcache: &Path, cleanup: &Cleanup<'_>) -> Result<Needs, Failure> {
    let lang = cleanup.lang;
    let files = known::files(folders);
    if files.is_empty() {
        return Err(Failure::from(PlanRefusal::NoProjects.tell(lang)).exit(USAGE));
    }
    let ground =
        Ground { gomodcache, os: cleanup.context.captured.environ.os(), platform: &Platform::host() };
    let needs = needs(&files, ground).map_err(|why| Failure::from(why.tell(lang)).exit(REFUSED))?;
    for unknown in needs.unknown() {
        cleanup.remark(&unknown.say(lang))?;
    }
    Ok(needs)
}

/// A folder that is not there now, or of which a part cannot be read: what its projects need cannot be told.
fn unread(folder: &KnownFolder, lang: Lang) -> Failure {
    let path = folder.unread.first().unwrap_or(&folder.path).display();
    let message = lang.pick(
        format!("{path} cannot be looked into, so what its projects need is not known. Nothing was pruned."),
        format!("无法查看 {path}，因此不知道其中的项目需要什么。什么都没有清理。"),
    );
    Failure::new(REFUSED, "project-unreadable", message).about(path.to_string())
}
