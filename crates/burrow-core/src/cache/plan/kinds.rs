//! Whole kinds, as `go clean` takes them.

use go_rules::module::ModuleVersion;

use super::assemble::{Take, Verdict};
use super::entries::{idle, last_uses};
use super::names::Part;
use super::picks::{DAY, take};
use super::survey::{BuildAreas, ModuleAreas, Survey, Unit, What};
use super::sweep::Sweep;
use super::versions::{Versions, clone_may_be_gone, is_toolchain};
use super::{Ground, LeftReason, PlanRefusal, Reason, Safety, Target};
use crate::cache::{Cache, Kind};

/// Takes whole kinds.
pub(super) fn kinds(targets: &[Target], safe: bool, sweep: &mut Sweep<'_>) -> Result<(), PlanRefusal> {
    let ground = *sweep.ground;
    let chosen = Chosen { targets, safe, ground: &ground };
    if chosen.asks(Cache::Build) {
        let verdicts = |survey: &Survey| Ok(chosen.of_build(survey));
        sweep.build_with(chosen.build_areas(), verdicts, |kind| chosen.empty(kind))?;
        sweep.expires_tests(targets)?;
    }
    if chosen.asks(Cache::Modules) {
        let verdicts = |survey: &Survey| chosen.of_modules(survey);
        sweep.modules_with(chosen.module_areas(), verdicts, |kind| chosen.empty(kind))?;
    }
    Ok(())
}

/// What was chosen.
pub(super) struct Chosen<'a> {
    pub targets: &'a [Target],
    /// Only what no build beside it notices.
    pub safe: bool,
    pub ground: &'a Ground<'a>,
}

impl Chosen<'_> {
    pub fn asks(&self, cache: Cache) -> bool {
        self.targets.iter().any(|target| target.cache() == cache)
    }

    fn has(&self, target: Target) -> bool {
        self.targets.contains(&target)
    }

    /// In the module cache everything means each of its kinds too.
    fn wants(&self, target: Target) -> bool {
        self.has(target) || target.cache() == Cache::Modules && self.has(Target::Modcache)
    }

    pub fn build_areas(&self) -> BuildAreas {
        BuildAreas {
            entries: self.has(Target::Build),
            whole: !self.safe,
            records: self.safe,
            fuzz: self.has(Target::Fuzz),
        }
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
            locks: self.has(Target::Modcache),
        }
    }

    /// How a folder goes that holds nothing at all.
    pub fn empty(&self, kind: Kind) -> Option<Take> {
        let target = match kind {
            Kind::Build => Target::Build,
            Kind::Fuzz => Target::Fuzz,
            Kind::Vcs => Target::Vcs,
            Kind::Sumdb => Target::Sumdb,
            Kind::Modules | Kind::Downloads | Kind::Toolchains => Target::Modcache,
            Kind::Test | Kind::Other => return None,
        };
        let take = Take {
            kind,
            version: None,
            reason: self.reason(target),
            safety: Safety::Safe,
            unless_used_since: None,
            locks: Vec::new(),
            with_folder: true,
        };
        (self.wants(target) && !self.safe).then_some(take)
    }

    fn reason(&self, target: Target) -> Reason {
        Reason::Kind(if self.has(target) { target } else { Target::Modcache })
    }

    /// What becomes of the units of the build cache.
    pub fn of_build(&self, survey: &Survey) -> Vec<Verdict> {
        // What was not used for a day is no running build's.
        let since = self.ground.now - DAY;
        let last_uses = if self.safe { last_uses(survey) } else { Vec::new() };
        let verdict = |(at, unit): (usize, &Unit)| {
            let target = if unit.what == What::Fuzz { Target::Fuzz } else { Target::Build };
            if !self.wants(target) {
                return Verdict::NotAsked;
            }
            if !self.safe || target == Target::Fuzz {
                let take = take(survey, unit, self.reason(target), Safety::Safe);
                return Verdict::Take(Take { with_folder: true, ..take });
            }
            match idle(survey, at, last_uses[at], since, self.reason(target)) {
                Verdict::NotAsked => Verdict::Leave(LeftReason::Lately { days: 1 }),
                verdict => verdict,
            }
        };
        survey.units.iter().enumerate().map(verdict).collect()
    }

    /// What becomes of the units of the module cache.
    ///
    /// # Errors
    /// Records of checksum databases were chosen, and toolchains stay that were proven by them.
    pub fn of_modules(&self, survey: &Survey) -> Result<Vec<Verdict>, PlanRefusal> {
        let versions = Versions::of(survey);
        // What goes itself is no reason for its zip to go.
        let stays = self.safe || !self.wants(Target::Modules);
        let is_whole = |version: &_| stays && versions.get(version).is_some_and(|version| version.is_whole());
        let verdicts = survey.units.iter().map(|unit| {
            let Some(target) = self.target(&unit.what).filter(|target| self.wants(*target)) else {
                return Verdict::NotAsked;
            };
            let safety = self.safety(survey, unit, is_whole);
            if self.safe && safety != Safety::Safe {
                return Verdict::Leave(LeftReason::NotSafe(safety));
            }
            let mut take = take(survey, unit, self.reason(target), safety);
            // The folders of modules that were taken one by one stay, as empty as go leaves them.
            take.with_folder = self.has(Target::Modcache) || matches!(target, Target::Vcs | Target::Sumdb);
            Verdict::Take(take)
        });
        let verdicts: Vec<Verdict> = verdicts.collect();
        match self.wants(Target::Sumdb) && toolchain_stays(survey, &verdicts) {
            true => Err(PlanRefusal::SumdbNeeded),
            false => Ok(verdicts),
        }
    }

    /// The kind by which a unit of the module cache goes; `None`: only with all of it.
    fn target(&self, what: &What) -> Option<Target> {
        match what {
            What::Unpacked(version) | What::Download(version, _) if is_toolchain(version) => {
                Some(Target::Toolchains)
            }
            What::Unpacked(_) => Some(Target::Modules),
            What::Download(_, Part::Zip | Part::Temporary) | What::LeftOver => Some(Target::Downloads),
            What::List { toolchain: true } => Some(Target::Toolchains),
            What::Download(..) | What::List { .. } => Some(Target::Modcache),
            What::Clone { .. } => Some(Target::Vcs),
            What::SumRecord => Some(Target::Sumdb),
            What::Record(_) | What::Output(_) | What::Entries(_) | What::Log | What::Fuzz => None,
        }
    }

    fn safety(&self, survey: &Survey, unit: &Unit, is_whole: impl Fn(&ModuleVersion) -> bool) -> Safety {
        let old = unit.modified + DAY <= self.ground.now;
        match &unit.what {
            What::Download(_, Part::Temporary) | What::LeftOver if old => Safety::Safe,
            What::Unpacked(version) | What::Download(version, _) if (self.ground.may_be_gone)(version) => {
                Safety::Private
            }
            What::Download(version, Part::Zip) if is_whole(version) => Safety::Safe,
            What::Clone { .. } if clone_may_be_gone(survey, unit, self.ground) => Safety::Private,
            _ => Safety::NeedsNetwork,
        }
    }
}

/// Whether a toolchain is there that no verdict takes: its hash is proven by the records.
fn toolchain_stays(survey: &Survey, verdicts: &[Verdict]) -> bool {
    let counts = |unit: &Unit| match &unit.what {
        What::Unpacked(version) | What::Download(version, Part::Zip) => is_toolchain(version),
        _ => false,
    };
    let stays = |verdict: &Verdict| !matches!(verdict, Verdict::Take(_));
    survey.units.iter().zip(verdicts).any(|(unit, verdict)| counts(unit) && stays(verdict))
}
