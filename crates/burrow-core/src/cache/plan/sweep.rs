//! One plan in the making: both caches are looked at and judged in the same way, whatever the wish.

use std::path::PathBuf;

use bstr::ByteSlice;

use super::assemble::{Drafts, Take, Verdict};
use super::survey::{BuildAreas, ModuleAreas, Survey, SurveyError, build_cache, module_cache, whole_size};
use super::{Ground, Plan, PlanRefusal, Target};
use crate::cache::quarantine::{Surroundings, prove};
use crate::cache::{Cache, Kind, Root};
use crate::job::Cancel;
use crate::system::files::path_from_bytes;
use crate::tree::Size;

/// What was gathered so far.
pub(super) struct Sweep<'a> {
    pub ground: &'a Ground<'a>,
    cancel: &'a Cancel,
    drafts: Drafts,
    expires_tests: Option<PathBuf>,
}

impl<'a> Sweep<'a> {
    pub fn new(ground: &'a Ground<'a>, cancel: &'a Cancel) -> Sweep<'a> {
        Sweep { ground, cancel, drafts: Drafts::default(), expires_tests: None }
    }

    /// Judges the build cache, where there is one: a verdict for each unit.
    pub fn build(
        &mut self,
        areas: BuildAreas,
        judge: impl FnOnce(&Survey) -> Result<Vec<Verdict>, PlanRefusal>,
    ) -> Result<(), PlanRefusal> {
        self.build_with(areas, judge, |_| None)
    }

    /// As [`Sweep::build`]; `empty` says how a folder goes that holds nothing at all.
    pub fn build_with(
        &mut self,
        areas: BuildAreas,
        judge: impl FnOnce(&Survey) -> Result<Vec<Verdict>, PlanRefusal>,
        empty: impl Fn(Kind) -> Option<Take>,
    ) -> Result<(), PlanRefusal> {
        let Some(root) = self.folder(Cache::Build)? else { return Ok(()) };
        let survey = build_cache(&root, areas, self.cancel);
        self.add(Cache::Build, root, survey, judge, empty)
    }

    /// As [`Sweep::build`], of the module cache.
    pub fn modules(
        &mut self,
        areas: ModuleAreas,
        judge: impl FnOnce(&Survey) -> Result<Vec<Verdict>, PlanRefusal>,
    ) -> Result<(), PlanRefusal> {
        self.modules_with(areas, judge, |_| None)
    }

    /// As [`Sweep::build_with`], of the module cache.
    pub fn modules_with(
        &mut self,
        areas: ModuleAreas,
        judge: impl FnOnce(&Survey) -> Result<Vec<Verdict>, PlanRefusal>,
        empty: impl Fn(Kind) -> Option<Take>,
    ) -> Result<(), PlanRefusal> {
        let Some(root) = self.folder(Cache::Modules)? else { return Ok(()) };
        let survey = module_cache(&root, areas, self.cancel);
        self.add(Cache::Modules, root, survey, judge, empty)
    }

    fn add(
        &mut self,
        cache: Cache,
        root: PathBuf,
        survey: Result<Survey, SurveyError>,
        judge: impl FnOnce(&Survey) -> Result<Vec<Verdict>, PlanRefusal>,
        empty: impl Fn(Kind) -> Option<Take>,
    ) -> Result<(), PlanRefusal> {
        let survey = survey.map_err(|why| refusal(why, root))?;
        let verdicts = judge(&survey)?;
        self.drafts.add(cache, survey, verdicts, empty);
        Ok(())
    }

    /// The folder of a cache, proven, links followed; `None`: there is none, and nothing to clean.
    pub fn folder(&self, cache: Cache) -> Result<Option<PathBuf>, PlanRefusal> {
        let roots = self.ground.roots;
        let around = Surroundings::of(roots);
        let asked = match roots.root(cache) {
            Root::Off => return Ok(None),
            Root::Nowhere => return Err(PlanRefusal::NoFolder(cache)),
            Root::Relative(path) => path_from_bytes(path.as_bstr()).ok_or(PlanRefusal::NoFolder(cache))?,
            Root::At(path) => path.clone(),
        };
        let proven = prove(&asked, cache, &around)?;
        Ok(proven.is_there().then(|| proven.path().to_path_buf()))
    }

    /// Results of tests are no longer believed, when that was chosen. Where they go themselves, go leaves their mark
    /// alone.
    pub fn expires_tests(&mut self, targets: &[Target]) -> Result<(), PlanRefusal> {
        if targets.contains(&Target::Test) && !targets.contains(&Target::Build) {
            self.expires_tests = self.folder(Cache::Build)?.map(|root| root.join("testexpire.txt"));
        }
        Ok(())
    }

    /// How much of a cache has to go so that it is not larger than that.
    pub fn excess(&self, cache: Cache, limit: Option<u64>) -> Result<Excess, PlanRefusal> {
        let (Some(limit), Some(root)) = (limit, self.folder(cache)?) else { return Ok(Excess::ALL) };
        let size = whole_size(&root, self.cancel).map_err(|why| refusal(why, root))?;
        Ok(Excess::over(limit, size))
    }

    pub fn plan(self) -> Plan {
        Plan { expires_tests: self.expires_tests, ..self.drafts.plan() }
    }
}

fn refusal(why: SurveyError, root: PathBuf) -> PlanRefusal {
    match why {
        SurveyError::Cancelled(cancelled) => cancelled.into(),
        SurveyError::Io(error) => PlanRefusal::Io { path: root, error },
    }
}

/// What still has to go.
#[derive(Debug, Clone, Copy)]
pub(super) struct Excess {
    bytes: u64,
    disk_bytes: u64,
}

impl Excess {
    /// Everything.
    pub const ALL: Excess = Excess { bytes: u64::MAX, disk_bytes: u64::MAX };

    fn over(limit: u64, size: Size) -> Excess {
        let over = |amount: u64| amount.saturating_sub(limit);
        Excess { bytes: over(size.bytes), disk_bytes: over(size.disk_bytes) }
    }

    pub fn is_gone(self) -> bool {
        self.bytes == 0 && self.disk_bytes == 0
    }

    /// Something goes.
    pub fn less(&mut self, size: Size) {
        self.bytes = self.bytes.saturating_sub(size.bytes);
        self.disk_bytes = self.disk_bytes.saturating_sub(size.disk_bytes);
    }
}
