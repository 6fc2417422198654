//! Whole kinds, as `go clean` takes them.

use std::collections::HashSet;
use std::path::Path;
use std::time::{Duration, SystemTime};

use bstr::ByteSlice;
use go_rules::module::ModuleVersion;

use super::assemble::{Drafts, Take, Verdict};
use super::names::{Part, TOOLCHAIN};
use super::survey::{BuildAreas, ModuleAreas, Survey, Unit, What};
use super::versions::{locks, whole};
use super::{Ground, LeftReason, PlanRefusal, Reason, Safety, Target};
use crate::cache::{Cache, Kind};

/// What was not used for so long is no running build's.
const A_DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// What was chosen.
pub(super) struct Chosen<'a> {
    targets: &'a [Target],
    safe: bool,
    ground: &'a Ground<'a>,
}

impl<'a> Chosen<'a> {
    pub fn new(targets: &'a [Target], safe: bool, ground: &'a Ground<'a>) -> Chosen<'a> {
        Chosen { targets, safe, ground }
    }

    fn has(&self, target: Target) -> bool {
        self.targets.contains(&target)
    }

    /// In the module cache everything means each of its kinds too.
    fn wants(&self, target: Target) -> bool {
        self.has(target) || self.has(Target::Modcache)
    }

    pub fn build_areas(&self) -> BuildAreas {
        BuildAreas { entries: self.has(Target::Build), fuzz: self.has(Target::Fuzz) }
    }

    pub fn module_areas(&self) -> ModuleAreas {
        let (downloads, sumdb) = (self.wants(Target::Downloads), self.wants(Target::Sumdb));
        let (modules, toolchains) = (self.wants(Target::Modules), self.wants(Target::Toolchains));
        ModuleAreas {
            // A zip is safe to take where it was unpacked; records are, where no toolchain is.
            unpacked: modules || toolchains || downloads || sumdb,
            modules,
            toolchains,
            downloads: downloads || toolchains || sumdb,
            vcs: self.wants(Target::Vcs),
            sumdb,
        }
    }

    /// What becomes of the build cache.
    pub fn build(&self, survey: Survey, drafts: &mut Drafts) {
        let now = self.ground.now;
        let verdicts = survey.units.iter().map(|unit| self.of_build(unit, now)).collect();
        let empty = |kind| (!self.safe).then(|| self.take(target_of(kind), Safety::Safe));
        drafts.add(Cache::Build, survey, verdicts, empty);
    }

    fn of_build(&self, unit: &Unit, now: SystemTime) -> Verdict {
        let target = if unit.what == What::Fuzz { Target::Fuzz } else { Target::Build };
        let mut take = self.take(target, Safety::Safe);
        if self.safe && target == Target::Build {
            let since = now - A_DAY;
            if unit.modified > since {
                return Verdict::Leave(LeftReason::Lately { days: 1 });
            }
            take.unless_used_since = Some(since);
            take.with_folder = false;
        }
        Verdict::Take(take)
    }

    fn take(&self, target: Target, safety: Safety) -> Take {
        Take {
            kind: kind_of(target),
            version: None,
            reason: Reason::Kind(if self.has(target) { target } else { Target::Modcache }),
            safety,
            unless_used_since: None,
            locks: Vec::new(),
            with_folder: true,
        }
    }

    /// What becomes of the module cache.
    ///
    /// # Errors
    /// Records of checksum databases were chosen, and toolchains stay that were proven by them.
    pub fn modules(&self, survey: Survey, drafts: &mut Drafts) -> Result<(), PlanRefusal> {
        // What goes itself is no reason for its zip to go.
        let stays = self.safe || !self.wants(Target::Modules);
        let whole = if stays { whole(&survey) } else { HashSet::new() };
        let mut verdicts: Vec<Verdict> =
            survey.units.iter().map(|unit| self.of_modules(&survey, unit, &whole)).collect();
        if self.safe {
            verdicts.iter_mut().for_each(only_safe);
        }
        if self.wants(Target::Sumdb) && toolchain_stays(&survey, &verdicts) {
            return Err(PlanRefusal::SumdbNeeded);
        }
        let empty = |kind| {
            let all = self.has(Target::Modcache) || matches!(kind, Kind::Vcs | Kind::Sumdb);
            let wanted = all && !self.safe && self.wants(target_of(kind));
            wanted.then(|| self.take(target_of(kind), Safety::Safe))
        };
        drafts.add(Cache::Modules, survey, verdicts, empty);
        Ok(())
    }

    fn of_modules(&self, survey: &Survey, unit: &Unit, whole: &HashSet<&ModuleVersion>) -> Verdict {
        let all = self.has(Target::Modcache);
        let of_toolchain = |version: &ModuleVersion| version.module == TOOLCHAIN;
        let (target, version) = match &unit.what {
            What::Unpacked(v) | What::Download(v, _) if of_toolchain(v) => (Target::Toolchains, Some(v)),
            What::Unpacked(v) => (Target::Modules, Some(v)),
            What::Download(v, part) if all || matches!(part, Part::Zip | Part::Temporary) => {
                (Target::Downloads, Some(v))
            }
            What::List { toolchain: true } => (Target::Toolchains, None),
            What::List { .. } if all => (Target::Downloads, None),
            What::Clone { .. } => (Target::Vcs, None),
            What::SumRecord => (Target::Sumdb, None),
            _ => return Verdict::NotAsked,
        };
        if !self.wants(target) {
            return Verdict::NotAsked;
        }
        let mut take = self.take(target, self.safety(survey, unit, version, whole));
        take.locks = locks(&survey.folders[0].path, &unit.what);
        take.version = version.cloned();
        // The folders of modules that were taken one by one stay, as empty as go leaves them.
        take.with_folder = all || matches!(target, Target::Vcs | Target::Sumdb);
        Verdict::Take(take)
    }

    fn safety(
        &self,
        survey: &Survey,
        unit: &Unit,
        version: Option<&ModuleVersion>,
        whole: &HashSet<&ModuleVersion>,
    ) -> Safety {
        if version.is_some_and(|version| (self.ground.may_be_gone)(version)) {
            return Safety::Private;
        }
        match &unit.what {
            What::Download(version, Part::Zip) if whole.contains(version) => Safety::Safe,
            What::Download(_, Part::Temporary) if unit.modified + A_DAY <= self.ground.now => Safety::Safe,
            What::Clone { .. } if clone_may_be_gone(self.ground, &survey.path(unit)) => Safety::Private,
            _ => Safety::NeedsNetwork,
        }
    }
}

/// What may cost more than time stays.
fn only_safe(verdict: &mut Verdict) {
    if let Verdict::Take(take) = verdict
        && take.safety != Safety::Safe
    {
        *verdict = Verdict::Leave(LeftReason::NotSafe(take.safety));
    }
}

/// Whether a toolchain is there that no verdict takes: its hash is proven by the records.
fn toolchain_stays(survey: &Survey, verdicts: &[Verdict]) -> bool {
    let is_toolchain = |unit: &Unit| match &unit.what {
        What::Unpacked(version) | What::Download(version, Part::Zip) => version.module == TOOLCHAIN,
        _ => false,
    };
    let stays = |verdict: &Verdict| !matches!(verdict, Verdict::Take(_));
    survey.units.iter().zip(verdicts).any(|(unit, verdict)| is_toolchain(unit) && stays(verdict))
}

fn kind_of(target: Target) -> Kind {
    match target {
        Target::Build => Kind::Build,
        Target::Test => Kind::Test,
        Target::Fuzz => Kind::Fuzz,
        Target::Modules | Target::Modcache => Kind::Modules,
        Target::Downloads => Kind::Downloads,
        Target::Vcs => Kind::Vcs,
        Target::Sumdb => Kind::Sumdb,
        Target::Toolchains => Kind::Toolchains,
    }
}

fn target_of(kind: Kind) -> Target {
    match kind {
        Kind::Build | Kind::Other => Target::Build,
        Kind::Test => Target::Test,
        Kind::Fuzz => Target::Fuzz,
        Kind::Modules => Target::Modules,
        Kind::Downloads => Target::Downloads,
        Kind::Vcs => Target::Vcs,
        Kind::Sumdb => Target::Sumdb,
        Kind::Toolchains => Target::Toolchains,
    }
}

/// Whether what a clone was made of may be gone. Beside it lies its address, behind what made it and a colon
/// (`codehost.WorkDir`).
fn clone_may_be_gone(ground: &Ground<'_>, clone: &Path) -> bool {
    let Ok(made_of) = std::fs::read(clone.with_extension("info")) else { return true };
    let Some((_, address)) = made_of.split_once_str(":") else { return true };
    let address = address.trim_ascii_end();
    let address = address.split_once_str("://").map_or(address, |(_, rest)| rest);
    let address = address.split_once_str("@").map_or(address, |(_, rest)| rest);
    let module = address.strip_suffix(b".git").unwrap_or(address);
    (ground.may_be_gone)(&ModuleVersion { module: module.into(), version: "".into() })
}
