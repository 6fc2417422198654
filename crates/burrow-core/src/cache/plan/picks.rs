//! Single versions and entries that were picked, by a person or by a rule: what becomes of each of their files.

use std::collections::{HashMap, HashSet};
use std::time::{Duration, SystemTime};

use go_rules::module::ModuleVersion;

use super::assemble::{Take, Verdict};
use super::names::Part;
use super::survey::{Survey, Unit, What};
use super::versions::{Versions, clone_may_be_gone, locks};
use super::{Ground, LeftReason, Reason, Safety};
use crate::cache::Kind;

pub(super) const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// What was picked of the module cache.
#[derive(Debug, Default)]
pub(super) struct Picks {
    /// Versions that go with all their files.
    pub versions: HashMap<ModuleVersion, Reason>,
    /// Versions that were asked for and stay.
    pub left: HashMap<ModuleVersion, LeftReason>,
    /// Zips that go, of versions that stay.
    pub zips: HashSet<ModuleVersion>,
    /// Left-over files and clones that were not touched after this go.
    pub idle: Option<(SystemTime, Reason)>,
}

impl Picks {
    /// What becomes of the units of the module cache.
    pub fn verdicts(&self, survey: &Survey, versions: &Versions<'_>, ground: &Ground<'_>) -> Vec<Verdict> {
        (0..survey.units.len()).map(|at| self.verdict(survey, versions, at, ground)).collect()
    }

    /// What becomes of one of them.
    pub fn verdict(
        &self,
        survey: &Survey,
        versions: &Versions<'_>,
        at: usize,
        ground: &Ground<'_>,
    ) -> Verdict {
        let unit = &survey.units[at];
        match &unit.what {
            What::Unpacked(version) | What::Download(version, _) => {
                self.of_version(survey, versions, at, version, ground)
            }
            What::Clone { .. } => self.of_clone(survey, unit, ground),
            What::LeftOver => self.of_left_over(survey, unit),
            _ => Verdict::NotAsked,
        }
    }

    fn of_version(
        &self,
        survey: &Survey,
        versions: &Versions<'_>,
        at: usize,
        version: &ModuleVersion,
        ground: &Ground<'_>,
    ) -> Verdict {
        let unit = &survey.units[at];
        let gone = (ground.may_be_gone)(version);
        let safety = if gone { Safety::Private } else { Safety::NeedsNetwork };
        let part = match &unit.what {
            What::Download(_, part) => Some(*part),
            _ => None,
        };
        if part == Some(Part::Temporary) {
            return self.of_left_over(survey, unit);
        }
        if let Some(reason) = self.versions.get(version) {
            if part == Some(Part::Mod)
                && let Some(stays) = mod_stays(version, ground)
            {
                return Verdict::Leave(stays);
            }
            return Verdict::Take(take(survey, unit, *reason, safety));
        }
        if part == Some(Part::Zip) && self.zips.contains(version) {
            return Verdict::Take(take(survey, unit, Reason::Unpacked, Safety::Safe));
        }
        match self.left.get(version) {
            // Said once of each version.
            Some(reason) if versions.stands_for(version) == Some(at) => Verdict::Leave(*reason),
            _ => Verdict::NotAsked,
        }
    }

    fn of_left_over(&self, survey: &Survey, unit: &Unit) -> Verdict {
        match self.idle {
            Some((since, _)) if unit.modified <= since => {
                Verdict::Take(take(survey, unit, Reason::LeftOver, Safety::Safe))
            }
            _ => Verdict::NotAsked,
        }
    }

    fn of_clone(&self, survey: &Survey, unit: &Unit, ground: &Ground<'_>) -> Verdict {
        match self.idle {
            Some((since, reason)) if unit.modified <= since && !clone_may_be_gone(survey, unit, ground) => {
                Verdict::Take(take(survey, unit, reason, Safety::NeedsNetwork))
            }
            _ => Verdict::NotAsked,
        }
    }
}

/// Why the `.mod` of a version that goes stays.
fn mod_stays(version: &ModuleVersion, ground: &Ground<'_>) -> Option<LeftReason> {
    match ground.needs {
        None => Some(LeftReason::NoProjects),
        Some(needs) if needs.keeps_mod(version) => Some(LeftReason::ModNeeded),
        Some(_) => None,
    }
}

/// One unit by itself; its folder stays.
pub(super) fn take(survey: &Survey, unit: &Unit, reason: Reason, safety: Safety) -> Take {
    let version = match &unit.what {
        What::Unpacked(version) | What::Download(version, _) => Some(version.clone()),
        _ => None,
    };
    Take {
        kind: kind(&unit.what),
        version,
        reason,
        safety,
        unless_used_since: None,
        locks: locks(&survey.folders[0].path, &unit.what),
        with_folder: false,
    }
}

fn kind(what: &What) -> Kind {
    match what {
        What::Record(_) | What::Output(_) | What::Entries(_) | What::Log => Kind::Build,
        What::Fuzz => Kind::Fuzz,
        What::Unpacked(version) | What::Download(version, _) if super::versions::is_toolchain(version) => {
            Kind::Toolchains
        }
        What::Unpacked(_) => Kind::Modules,
        What::Download(..) => Kind::Downloads,
        What::List { toolchain: true } => Kind::Toolchains,
        What::List { .. } => Kind::Downloads,
        What::LeftOver => Kind::Downloads,
        What::Clone { .. } => Kind::Vcs,
        What::SumRecord => Kind::Sumdb,
    }
}
