//! `burrow cache …`: one file per command; here they are told apart.

mod bar;
mod carry_out;
mod clean;
mod prune;
mod purge;
mod quarantine;
mod ready;
mod shown;
mod size;
mod undo;
mod usage;
mod verify;

use std::process::ExitCode;

use burrow_core::cache::Cache;
use burrow_core::cache::plan::{KeepUnder, Rule, Wish};
use clap::{Args, Subcommand};

use crate::args::Options;
use crate::examples::{CACHE_EXAMPLES, CLEAN_EXAMPLES, PRUNE_EXAMPLES, QUARANTINE_EXAMPLES, VERIFY_EXAMPLES};
use crate::failure::Failure;

pub use verify::JsonDamaged;

/// Go's caches: what is in them, and getting the space back.
#[derive(Debug, Clone, Args)]
#[command(arg_required_else_help = true, after_help = CACHE_EXAMPLES)]
pub struct CacheArgs {
    #[command(subcommand)]
    pub command: CacheCommand,
}

/// What can be done with caches.
#[derive(Debug, Clone, Subcommand)]
pub enum CacheCommand {
    /// Say what the build cache and the module cache hold, by kind or by module
    Usage(usage::UsageArgs),

    /// Take whole kinds out of the caches, as `go clean` does; they can come back for a while
    #[command(after_help = CLEAN_EXAMPLES)]
    Clean(clean::CleanArgs),

    /// Take module versions that no project refers to
    #[command(after_help = PRUNE_EXAMPLES)]
    Prune(prune::PruneArgs),

    /// Compare every module version with its hashes, as `go mod verify` does for one build list
    #[command(after_help = VERIFY_EXAMPLES)]
    Verify(verify::VerifyArgs),

    /// List what was cleaned and can come back
    #[command(after_help = QUARANTINE_EXAMPLES)]
    Quarantine,

    /// Bring back what was cleaned
    #[command(after_help = QUARANTINE_EXAMPLES)]
    Undo(undo::UndoArgs),

    /// Delete what was cleaned for good
    #[command(after_help = QUARANTINE_EXAMPLES)]
    Purge(purge::PurgeArgs),
}

/// Does what was typed.
pub fn run(options: &Options, cache: &CacheArgs) -> Result<ExitCode, Failure> {
    match &cache.command {
        CacheCommand::Usage(args) => usage::run(options, args),
        CacheCommand::Clean(args) => clean::run(options, args),
        CacheCommand::Prune(args) => prune::run(options, args),
        CacheCommand::Verify(args) => verify::run(options, args),
        CacheCommand::Quarantine => quarantine::run(options),
        CacheCommand::Undo(args) => undo::run(options, args),
        CacheCommand::Purge(args) => purge::run(options, args),
    }
}

/// A cleaning that somebody else wishes, as `burrow cache clean --yes` does one.
pub fn clean_by(options: &Options, wish: &Wish, dry_run: bool) -> Result<ExitCode, Failure> {
    let caches = match wish {
        Wish::Rule(Rule { keep_under: Some(KeepUnder { cache, .. }), .. }) => vec![*cache],
        _ => Cache::ALL.to_vec(),
    };
    let carried = carry_out::Carried::unasked(dry_run);
    carry_out::Cleanup::begin(options, &carried)?.run(wish, caches, None)
}

/// `burrow cache verify --repair`; without `--repair` where it shall only be shown.
pub fn repair(options: &Options, dry_run: bool) -> Result<ExitCode, Failure> {
    verify::run(options, &verify::VerifyArgs::repair(!dry_run))
}
