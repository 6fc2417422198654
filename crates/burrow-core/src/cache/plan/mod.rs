//! What a cleaning would take, complete and exact, before it is done: a wish becomes a [`Plan`].
//!
//! A plan is made from a fresh look at the disk, whatever was measured before, and what is done is the plan and nothing
//! else: a dry run prints the very value that [`super::quarantine`] carries out. Nothing is moved here.

mod assemble;
mod item;
mod kinds;
mod names;
mod survey;
#[cfg(all(test, unix))]
mod tests;
mod versions;
mod wish;

use std::io;
use std::path::PathBuf;
use std::time::SystemTime;

pub use item::{Item, Left, LeftReason, Plan, Reason, Safety};
pub use wish::{KeepUnder, Prune, Rule, Selected, Target, Wish};

use self::assemble::Drafts;
use self::kinds::Chosen;
use self::survey::{SurveyError, build_cache, module_cache};
use super::{Cache, ModuleVersion, Root, Roots};
use crate::job::{Cancel, Cancelled};

/// What a plan is made by.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    pub roots: &'a Roots,
    /// Whether a module version may not be there any more when it is wanted again: private, or no server is asked. An
    /// empty version stands for any.
    pub may_be_gone: &'a (dyn Fn(&ModuleVersion) -> bool + Sync),
    /// The time that ages are counted to.
    pub now: SystemTime,
}

/// Why there is no plan.
#[derive(Debug, thiserror::Error)]
pub enum PlanRefusal {
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// Nothing tells where the cache is.
    #[error("there is no folder for {}", .0.variable())]
    NoFolder(Cache),
    /// Toolchains stay, and the records of the checksum database are what proves them.
    #[error("toolchains need the records of the checksum database")]
    SumdbNeeded,
    /// The cache cannot be read.
    #[error("{}: {error}", .path.display())]
    Io { path: PathBuf, error: io::Error },
}

/// Works out what a wish takes. Reads names and times, and changes nothing.
///
/// # Errors
/// See [`PlanRefusal`].
pub fn plan(wish: &Wish, ground: &Ground<'_>, cancel: &Cancel) -> Result<Plan, PlanRefusal> {
    match wish {
        Wish::Kinds { targets, safe } => of_kinds(targets, *safe, ground, cancel),
        Wish::Standard { .. } | Wish::Selection(_) | Wish::Rule(_) | Wish::Prune(_) => Ok(Plan::default()),
    }
}

fn of_kinds(
    targets: &[Target],
    safe: bool,
    ground: &Ground<'_>,
    cancel: &Cancel,
) -> Result<Plan, PlanRefusal> {
    let chosen = Chosen::new(targets, safe, ground);
    let mut drafts = Drafts::default();
    let mut expires_tests = None;
    let asked = |cache| targets.iter().any(|target| target.cache() == cache);
    if asked(Cache::Build)
        && let Some(root) = folder(ground, Cache::Build)?
    {
        let survey = build_cache(&root, chosen.build_areas(), cancel).map_err(|why| refusal(why, &root))?;
        // Where the results themselves go, go leaves their mark alone.
        let expires = targets.contains(&Target::Test) && !targets.contains(&Target::Build);
        expires_tests = Some(root.join("testexpire.txt")).filter(|_| expires);
        chosen.build(survey, &mut drafts);
    }
    if asked(Cache::Modules)
        && let Some(root) = folder(ground, Cache::Modules)?
    {
        let survey = module_cache(&root, chosen.module_areas(), cancel).map_err(|why| refusal(why, &root))?;
        chosen.modules(survey, &mut drafts)?;
    }
    Ok(Plan { expires_tests, ..drafts.plan() })
}

/// The folder of a cache, links followed; `None`: there is none, and nothing to clean.
fn folder(ground: &Ground<'_>, cache: Cache) -> Result<Option<PathBuf>, PlanRefusal> {
    match ground.roots.root(cache) {
        Root::Off => Ok(None),
        Root::Relative(_) | Root::Nowhere => Err(PlanRefusal::NoFolder(cache)),
        Root::At(path) => match dunce::canonicalize(path) {
            Ok(real) => Ok(Some(real)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(PlanRefusal::Io { path: path.clone(), error }),
        },
    }
}

fn refusal(why: SurveyError, root: &std::path::Path) -> PlanRefusal {
    match why {
        SurveyError::Cancelled(cancelled) => cancelled.into(),
        SurveyError::Io(error) => PlanRefusal::Io { path: root.to_path_buf(), error },
    }
}
