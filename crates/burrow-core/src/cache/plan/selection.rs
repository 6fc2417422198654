//! What a person chose in a picture or a list: kinds, modules, versions, what lies below a path.

use std::path::PathBuf;

use super::assemble::Verdict;
use super::kinds::Chosen;
use super::picks::Picks;
use super::survey::{BuildAreas, ModuleAreas, Survey};
use super::sweep::Sweep;
use super::versions::Versions;
use super::{Ground, PlanRefusal, Reason, Selected, Target};
use crate::cache::{Cache, Kind};

const ALL_ENTRIES: BuildAreas = BuildAreas { entries: true, whole: false, records: false, fuzz: true };
const ALL_MODULES: ModuleAreas = ModuleAreas {
    unpacked: true,
    modules: true,
    toolchains: true,
    downloads: true,
    vcs: true,
    sumdb: true,
    locks: false,
};
/// What may go below a path that was chosen. Not the records of checksum databases: toolchains may need them.
const BELOW_A_PATH: [Target; 6] =
    [Target::Build, Target::Fuzz, Target::Modules, Target::Downloads, Target::Vcs, Target::Toolchains];

/// Takes what a person chose.
pub(super) fn selection(selected: &[Selected], sweep: &mut Sweep<'_>) -> Result<(), PlanRefusal> {
    let ground = *sweep.ground;
    let targets: Vec<Target> = selected.iter().filter_map(target).collect();
    let chosen = Chosen { targets: &targets, safe: false, ground: &ground };
    if chosen.asks(Cache::Build) || names(selected, Cache::Build) {
        let below = below(selected, Cache::Build, sweep)?;
        let areas = if below.is_empty() { chosen.build_areas() } else { ALL_ENTRIES };
        let verdicts = |survey: &Survey| {
            let anything = Chosen { targets: &BELOW_A_PATH, ..chosen };
            let anything = anything.of_build(survey).into_iter();
            let verdicts = chosen.of_build(survey).into_iter().zip(anything).enumerate();
            let both = |(at, (of_kind, anything))| taken(of_kind, || of_path(survey, at, &below, anything));
            Ok(verdicts.map(both).collect())
        };
        sweep.build_with(areas, verdicts, |kind| chosen.empty(kind))?;
        sweep.expires_tests(&targets)?;
    }
    if chosen.asks(Cache::Modules) || names(selected, Cache::Modules) {
        let below = below(selected, Cache::Modules, sweep)?;
        let verdicts = |survey: &Survey| of_modules(survey, selected, &below, &chosen, &ground);
        sweep.modules_with(ALL_MODULES, verdicts, |kind| chosen.empty(kind))?;
    }
    Ok(())
}

fn of_modules(
    survey: &Survey,
    selected: &[Selected],
    below: &[PathBuf],
    chosen: &Chosen<'_>,
    ground: &Ground<'_>,
) -> Result<Vec<Verdict>, PlanRefusal> {
    let versions = Versions::of(survey);
    let picks = picks(selected, &versions);
    let of_kinds = chosen.of_modules(survey)?;
    let anything = Chosen { targets: &BELOW_A_PATH, safe: false, ground }.of_modules(survey)?;
    let verdicts = of_kinds.into_iter().zip(anything).enumerate().map(|(at, (of_kind, anything))| {
        let own = picks.verdict(survey, &versions, at, ground);
        taken(taken(own, || of_path(survey, at, below, anything)), || of_kind)
    });
    Ok(verdicts.collect())
}

/// Versions that were named, alone or by their module.
fn picks(selected: &[Selected], versions: &Versions<'_>) -> Picks {
    let mut picks = Picks::default();
    for one in selected {
        match one {
            Selected::Version(version) => drop(picks.versions.insert(version.clone(), Reason::Chosen)),
            Selected::Module(module) => {
                let all = versions.iter().filter(|(id, _)| id.module == *module);
                picks.versions.extend(all.map(|(id, _)| (id.clone(), Reason::Chosen)));
            }
            Selected::Kind(_) | Selected::Path(..) => {}
        }
    }
    picks
}

fn of_path(survey: &Survey, at: usize, below: &[PathBuf], anything: Verdict) -> Verdict {
    match anything {
        Verdict::Take(mut take)
            if below.iter().any(|path| survey.path(&survey.units[at]).starts_with(path)) =>
        {
            take.reason = Reason::Chosen;
            take.with_folder = false;
            Verdict::Take(take)
        }
        _ => Verdict::NotAsked,
    }
}

/// The first verdict, unless the other takes what it does not.
fn taken(first: Verdict, other: impl FnOnce() -> Verdict) -> Verdict {
    match first {
        Verdict::NotAsked => other(),
        first => first,
    }
}

/// Whether something in that cache was chosen but as a kind.
fn names(selected: &[Selected], cache: Cache) -> bool {
    selected.iter().any(|one| match one {
        Selected::Module(_) | Selected::Version(_) => cache == Cache::Modules,
        Selected::Path(of, _) => *of == cache,
        Selected::Kind(_) => false,
    })
}

/// The paths that were chosen in a cache.
fn below(selected: &[Selected], cache: Cache, sweep: &Sweep<'_>) -> Result<Vec<PathBuf>, PlanRefusal> {
    let Some(root) = sweep.folder(cache)? else { return Ok(Vec::new()) };
    let path = |one: &Selected| match one {
        Selected::Path(of, path) if *of == cache => Some(root.join(path)),
        _ => None,
    };
    Ok(selected.iter().filter_map(path).collect())
}

fn target(one: &Selected) -> Option<Target> {
    let Selected::Kind(kind) = one else { return None };
    match kind {
        Kind::Build => Some(Target::Build),
        Kind::Test => Some(Target::Test),
        Kind::Fuzz => Some(Target::Fuzz),
        Kind::Modules => Some(Target::Modules),
        Kind::Downloads => Some(Target::Downloads),
        Kind::Vcs => Some(Target::Vcs),
        Kind::Sumdb => Some(Target::Sumdb),
        Kind::Toolchains => Some(Target::Toolchains),
        Kind::Other => None,
    }
}
