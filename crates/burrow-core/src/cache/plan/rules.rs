//! What a rule finds: the standard plan, rules of a person, and pruning.

use std::cmp::Ordering;
use std::collections::HashMap;

use bstr::BStr;
use go_rules::module::ModuleVersion;
use go_rules::semver;

use super::assemble::Verdict;
use super::entries::{idle, last_uses};
use super::picks::{DAY, Picks};
use super::survey::{BuildAreas, ModuleAreas, Survey, What};
use super::sweep::{Excess, Sweep};
use super::versions::{Version, Versions, is_toolchain};
use super::{Ground, LeftReason, PlanRefusal, Prune, Reason, Rule, Wish};
use crate::cache::Cache;

const ENTRIES: BuildAreas = BuildAreas { entries: true, whole: false, records: true, fuzz: false };
const VERSIONS: ModuleAreas = ModuleAreas {
    unpacked: true,
    modules: true,
    toolchains: false,
    downloads: true,
    vcs: false,
    sumdb: false,
    locks: false,
};

/// The standard plan.
pub(super) fn standard(idle_days: u32, sweep: &mut Sweep<'_>) -> Result<(), PlanRefusal> {
    let days = idle_days.max(Wish::GRACE_DAYS);
    let ground = *sweep.ground;
    let since = ground.now - DAY * days;
    sweep.build(ENTRIES, |survey| {
        let last_uses = last_uses(survey).into_iter().enumerate();
        Ok(last_uses.map(|(at, last)| idle(survey, at, last, since, Reason::Idle { days })).collect())
    })?;
    sweep.modules(ModuleAreas { vcs: true, ..VERSIONS }, |survey| {
        let versions = Versions::of(survey);
        Ok(standard_picks(survey, &versions, &ground).verdicts(survey, &versions, &ground))
    })
}

fn standard_picks(survey: &Survey, versions: &Versions<'_>, ground: &Ground<'_>) -> Picks {
    let days = Wish::GRACE_DAYS;
    let since = ground.now - DAY * days;
    let mut picks = Picks { idle: Some((since, Reason::Idle { days })), ..Picks::default() };
    for (id, version) in versions.iter() {
        if is_toolchain(id) || version.fetched(survey) > since {
            continue;
        }
        let unneeded = ground.known().is_some_and(|needs| !needs.has(id)) && version.has_content();
        match (unneeded, (ground.may_be_gone)(id)) {
            (true, true) => drop(picks.left.insert(id.clone(), LeftReason::MayBeGone)),
            (true, false) => drop(picks.versions.insert(id.clone(), Reason::Unreferenced)),
            (false, false) if version.is_whole() => drop(picks.zips.insert(id.clone())),
            (false, _) => {}
        }
    }
    picks
}

/// What a rule of a person takes.
pub(super) fn rule(rule: &Rule, sweep: &mut Sweep<'_>) -> Result<(), PlanRefusal> {
    let ground = *sweep.ground;
    let wanted = |cache| rule.keep_under.is_none_or(|under| under.cache == cache);
    if wanted(Cache::Build) && !rule.unused && !rule.older_versions {
        let excess = sweep.excess(Cache::Build, rule.keep_under.map(|under| under.bytes))?;
        sweep.build(ENTRIES, |survey| Ok(entries(survey, rule, excess, &ground)))?;
    }
    if !wanted(Cache::Modules) {
        return Ok(());
    }
    if rule.unused && ground.known().is_none() {
        return Err(PlanRefusal::NoProjects);
    }
    let excess = sweep.excess(Cache::Modules, rule.keep_under.map(|under| under.bytes))?;
    sweep.modules(VERSIONS, |survey| {
        let versions = Versions::of(survey);
        let picks = rule_picks(rule, survey, &versions, excess, &ground);
        Ok(picks.verdicts(survey, &versions, &ground))
    })
}

/// Entries of the build cache that a rule takes, the oldest first.
fn entries(survey: &Survey, rule: &Rule, mut excess: Excess, ground: &Ground<'_>) -> Vec<Verdict> {
    let days = rule.not_used_for_days.unwrap_or_default();
    let since = ground.now - DAY * days;
    let reason = if rule.keep_under.is_some() { Reason::OverSize } else { Reason::Idle { days } };
    let mut oldest: Vec<usize> = (0..survey.units.len()).collect();
    let last_uses = last_uses(survey);
    // Of both halves of an entry the record first.
    oldest.sort_by_key(|&at| (last_uses[at], matches!(survey.units[at].what, What::Output(_))));
    let mut verdicts = vec![Verdict::NotAsked; survey.units.len()];
    for at in oldest {
        let unit = &survey.units[at];
        if excess.is_gone() {
            break;
        }
        verdicts[at] = idle(survey, at, last_uses[at], since, reason);
        if matches!(verdicts[at], Verdict::Take(_)) {
            excess.less(unit.weight.alone());
        }
    }
    verdicts
}

fn rule_picks(
    rule: &Rule,
    survey: &Survey,
    versions: &Versions<'_>,
    excess: Excess,
    ground: &Ground<'_>,
) -> Picks {
    let newest = newest(versions);
    let since = rule.not_used_for_days.map(|days| ground.now - DAY * days);
    let matches = |id: &ModuleVersion, version: &Version| {
        let older = newest.get(BStr::new(&id.module)).is_some_and(|newest| *newest != id);
        !is_toolchain(id)
            && version.has_content()
            && (!rule.older_versions || older)
            && since.is_none_or(|since| version.fetched(survey) <= since)
    };
    let reason = match *rule {
        Rule { keep_under: Some(_), .. } => Reason::OverSize,
        Rule { older_versions: true, .. } => Reason::Older,
        Rule { unused: true, .. } => Reason::Unreferenced,
        Rule { not_used_for_days, .. } => Reason::Idle { days: not_used_for_days.unwrap_or_default() },
    };
    let mut picks = Picks::default();
    let (needed, free): (Vec<_>, Vec<_>) = versions
        .iter()
        .filter(|(id, version)| matches(id, version))
        .partition(|(id, _)| ground.known().is_some_and(|needs| needs.has(id)));
    if !rule.unused {
        picks.left.extend(needed.into_iter().map(|(id, _)| (id.clone(), LeftReason::Needed)));
    }
    picks.versions.extend(oldest(free, survey, excess).map(|id| (id.clone(), reason)));
    picks
}

/// The highest version of each module that is there.
fn newest<'a>(versions: &Versions<'a>) -> HashMap<&'a BStr, &'a ModuleVersion> {
    let mut newest: HashMap<&BStr, &ModuleVersion> = HashMap::new();
    for (id, _) in versions.iter().filter(|(_, version)| version.has_content()) {
        let known = newest.entry(BStr::new(&id.module)).or_insert(id);
        if semver::compare(&id.version, &known.version) == Ordering::Greater {
            *known = id;
        }
    }
    newest
}

/// As many of them, the oldest first, as it takes.
fn oldest<'a>(
    mut candidates: Vec<(&'a ModuleVersion, &Version)>,
    survey: &Survey,
    mut excess: Excess,
) -> impl Iterator<Item = &'a ModuleVersion> {
    candidates.sort_by_key(|(id, version)| (version.fetched(survey), *id));
    let mut picked = Vec::new();
    for (id, version) in candidates {
        if excess.is_gone() {
            break;
        }
        excess.less(version.size(survey));
        picked.push(id);
    }
    picked.into_iter()
}

/// Versions that no project refers to.
pub(super) fn prune(prune: &Prune, sweep: &mut Sweep<'_>) -> Result<(), PlanRefusal> {
    let ground = *sweep.ground;
    let needs = ground.known().ok_or(PlanRefusal::NoProjects)?;
    let excess = sweep.excess(Cache::Modules, prune.max_size)?;
    sweep.modules(VERSIONS, |survey| {
        let versions = Versions::of(survey);
        let mut picks = Picks::default();
        let mut free = Vec::new();
        for (id, version) in versions.iter().filter(|(id, _)| !is_toolchain(id) && !needs.has(id)) {
            match prune.keep_days {
                Some(days) if version.fetched(survey) > ground.now - DAY * days => {
                    picks.left.insert(id.clone(), LeftReason::Lately { days });
                }
                _ => free.push((id, version)),
            }
        }
        let gone = oldest(free, survey, excess).map(|id| (id.clone(), Reason::Unreferenced));
        picks.versions.extend(gone);
        Ok(picks.verdicts(survey, &versions, &ground))
    })
}
