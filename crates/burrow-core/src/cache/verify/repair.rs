//! Takes away just what is damaged, by way of the quarantine: what a person has changed on purpose can come back. What
//! is taken away go makes or fetches again: when it needs it, or at once where somebody wants that.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::fetch::{Fetched, Fetcher, Wanted};
use super::find::Places;
use super::{Ask, Damaged, Repair, Verified, VerifyError, verify};
use crate::cache::plan::{Item, Plan, Reason, Safety};
use crate::cache::quarantine::{Done, How, ProvenRoot, QuarantineError, take};
use crate::cache::{Cache, Kind, ModuleVersion};
use crate::job::{Cancel, Progress};
use crate::tree::{Pace, Size, facts_of, whole};

/// What came of a repair.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Repaired {
    /// Damages that are gone.
    pub repaired: u64,
    /// What was taken away, and what stays and why.
    pub done: Done,
    /// What there is to say of these versions now.
    pub now: Verified,
    /// What came of fetching; `None`: it was left to go.
    pub fetched: Option<Fetched>,
}

impl Repaired {
    /// What is left of what was found, as far as go does not repair it by itself.
    #[must_use]
    pub fn left<'a>(&'a self, found: &'a [Damaged]) -> Vec<&'a Damaged> {
        // Versions of which nothing could be repaired were not looked at again.
        let again = |version: &ModuleVersion| {
            found.iter().any(|one| one.version == *version && one.repair != Repair::None)
        };
        let unseen = found.iter().filter(|one| !again(&one.version));
        unseen.chain(&self.now.damaged).filter(|one| !one.heals_itself).collect()
    }
}

/// Why nothing was repaired.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RepairError {
    #[error(transparent)]
    Verify(#[from] VerifyError),
    #[error(transparent)]
    Quarantine(#[from] QuarantineError),
    /// It was to be fetched again, and there is no go to do it. Nothing was taken away.
    #[error("no go")]
    NoGo,
}

/// Repairs what was found damaged. Each version is looked at once more before, so that nothing goes which go has
/// repaired meanwhile, and afterwards. With a `fetcher` go fetches again what was taken away.
///
/// # Errors
/// [`RepairError`]; what was taken away until then is in the quarantine.
pub fn repair(
    ask: &Ask,
    damaged: &[Damaged],
    root: &ProvenRoot,
    fetcher: Option<&Fetcher>,
    cancel: &Cancel,
    progress: &dyn Progress,
) -> Result<Repaired, RepairError> {
    let mut versions: Vec<ModuleVersion> = damaged
        .iter()
        .filter(|damaged| damaged.repair != Repair::None)
        .map(|damaged| damaged.version.clone())
        .collect();
    versions.sort();
    versions.dedup();
    let ask = Ask { only: Some(versions), ..ask.clone() };
    let before = verify(&ask, cancel, &())?;
    let plan = plan(&ask.root, &before.damaged, cancel);
    if plan.items.is_empty() {
        return Ok(Repaired { now: before, ..Repaired::default() });
    }
    let done = take(&plan, std::slice::from_ref(root), How::default(), cancel, progress)?;
    let fetched = fetcher.map(|fetcher| fetcher.fetch(&taken(&plan, &done), cancel, progress));
    // What was done is told also where somebody wanted it to end.
    let now = verify(&ask, &Cancel::new(), &())?;
    let is_gone = |one: &&Damaged| {
        one.repair != Repair::None
            && !now.damaged.iter().any(|left| left.version == one.version && left.damage == one.damage)
    };
    let repaired = before.damaged.iter().filter(is_gone).count() as u64;
    Ok(Repaired { repaired, done, now, fetched })
}

/// The versions of which something is gone, each with that.
fn taken(plan: &Plan, done: &Done) -> Vec<Wanted> {
    let is_gone = |item: &&Item| !item.path.exists() && !done.failed.iter().any(|one| one.path == item.path);
    let mut gone: BTreeMap<&ModuleVersion, Vec<PathBuf>> = BTreeMap::new();
    for item in plan.items.iter().filter(is_gone) {
        if let Some(version) = &item.version {
            gone.entry(version).or_default().push(item.path.clone());
        }
    }
    gone.into_iter().map(|(version, paths)| Wanted { version: version.clone(), paths }).collect()
}

/// What goes: the zip before its hash, all of a version together.
fn plan(root: &Path, damaged: &[Damaged], cancel: &Cancel) -> Plan {
    let mut plan = Plan::default();
    for one in damaged {
        let Some(places) = Places::of(root, &one.version) else { continue };
        for (path, kind) in paths(&places, one.repair) {
            let size = size(&path, cancel);
            plan.size += size;
            plan.items.push(Item {
                cache: Cache::Modules,
                kind: if one.version.module == "golang.org/toolchain" { Kind::Toolchains } else { kind },
                path,
                version: Some(one.version.clone()),
                size,
                reason: Reason::Damaged,
                safety: Safety::NeedsNetwork,
                unless_used_since: None,
                locks: vec![places.file(".lock")],
                unmoved: None,
            });
        }
    }
    plan
}

fn paths(places: &Places, repair: Repair) -> Vec<(PathBuf, Kind)> {
    let file = |ending| (places.file(ending), Kind::Downloads);
    match repair {
        Repair::None => Vec::new(),
        Repair::DeleteDir => vec![(places.dir.clone(), Kind::Modules)],
        Repair::DeleteZip => vec![file(".zip")],
        Repair::DeleteZiphash => vec![file(".ziphash")],
        Repair::DeleteZipAndZiphash => vec![file(".zip"), file(".ziphash")],
        Repair::DeleteMod => vec![file(".mod")],
    }
}

/// What cannot be measured is taken all the same, and counts nothing.
fn size(path: &Path, cancel: &Cancel) -> Size {
    match whole(path, |_| true, Pace::Alone, cancel) {
        Ok(whole) => whole.size,
        Err(_) => facts_of(path).map(|facts| facts.size()).unwrap_or_default(),
    }
}
