//! What a cleaning would take, complete and exact, before it is done: a wish becomes a [`Plan`].
//!
//! A plan is made from a fresh look at the disk, whatever was measured before, and what is done is the plan and nothing
//! else: a dry run prints the very value that [`super::quarantine`] carries out. Nothing is moved here.
//!
//! `survey` looks at a cache: every thing in it that can be taken as one. `kinds`, `selection` and `rules` judge each of
//! them for a wish, `picks` and `versions` know what belongs to a version, `assemble` makes items of the verdicts, and
//! `sweep` holds one plan in the making together.

mod assemble;
mod entries;
mod groups;
mod item;
mod kinds;
mod names;
mod picks;
mod rules;
mod selection;
mod survey;
mod sweep;
#[cfg(all(test, unix))]
mod tests;
mod versions;
mod wish;

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::time::SystemTime;

pub use groups::{Group, groups};
pub use item::{Item, Left, LeftReason, Plan, Reason, Safety};
pub use wish::{KeepUnder, Prune, Rule, Selected, Target, Wish};

use self::sweep::Sweep;
use super::cost::{Cost, FetchSettings, Gone, cost};
use super::quarantine::RootRefusal;
use super::{Cache, ModuleVersion, Roots};
use crate::job::{Cancel, Cancelled};
use crate::project::needs::Needs;

/// What a plan is made by.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    pub roots: &'a Roots,
    /// What known projects need; `None`, or of no project: that cannot be told.
    pub needs: Option<&'a Needs>,
    /// Whether a module version may not be there any more when it is wanted again: private, or no server is asked.
    pub may_be_gone: &'a (dyn Fn(&ModuleVersion) -> bool + Sync),
    /// The time that ages are counted to.
    pub now: SystemTime,
}

impl fmt::Debug for Ground<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ground").field("roots", self.roots).field("now", &self.now).finish_non_exhaustive()
    }
}

impl<'a> Ground<'a> {
    /// What projects need, where any project is known.
    fn known(&self) -> Option<&'a Needs> {
        self.needs.filter(|needs| !needs.projects().is_empty())
    }
}

/// Why there is no plan.
#[derive(Debug, thiserror::Error)]
pub enum PlanRefusal {
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// Nothing tells where the cache is.
    #[error("there is no folder for {}", .0.variable())]
    NoFolder(Cache),
    /// It is not proven to be the cache.
    #[error(transparent)]
    Root(#[from] RootRefusal),
    /// Toolchains stay, and the records of the checksum database are what proves them.
    #[error("toolchains need the records of the checksum database")]
    SumdbNeeded,
    /// No project is known, so that nothing can be said to be unused.
    #[error("no project is known")]
    NoProjects,
    /// The cache cannot be read.
    #[error("{}: {error}", .path.display())]
    Io { path: PathBuf, error: io::Error },
}

/// Whether a version may not be there any more when it is wanted again, by these settings. A folder in GOPROXY counts as
/// a server: what is in it stays until somebody takes it away.
pub fn may_be_gone(settings: &FetchSettings) -> impl Fn(&ModuleVersion) -> bool + Sync {
    |version| match cost(version, settings) {
        Cost::MayBeGone(Gone::OnlyFolders) | Cost::Download | Cost::Recompute => false,
        Cost::MayBeGone(_) => true,
    }
}

/// Works out what a wish takes. Reads names and times, and changes nothing.
///
/// # Errors
/// See [`PlanRefusal`].
pub fn plan(wish: &Wish, ground: &Ground<'_>, cancel: &Cancel) -> Result<Plan, PlanRefusal> {
    let mut sweep = Sweep::new(ground, cancel);
    match wish {
        Wish::Kinds { targets, safe } => kinds::kinds(targets, *safe, &mut sweep)?,
        Wish::Standard { idle_days } => rules::standard(*idle_days, &mut sweep)?,
        Wish::Selection(selected) => selection::selection(selected, &mut sweep)?,
        Wish::Rule(rule) => rules::rule(rule, &mut sweep)?,
        Wish::Prune(prune) => rules::prune(prune, &mut sweep)?,
    }
    Ok(sweep.plan())
}
