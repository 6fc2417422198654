//! The way back from a switch.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use bstr::BStr;
use go_rules::environ::Os;
use go_rules::gomod::ModKind;
use go_rules::gomod::edit::set_toolchain;

use super::carry_out::bytes_before;
use super::plan::{Check, CheckKind, Deed, Severity, SwitchError, SwitchPlan, SwitchUndo, Way};
use super::{Surroundings, link, overlay, project, reach, start_line};
use crate::env::edit::{self, Target};
use crate::error::CoreError;
use crate::place::Place;
use crate::store::Store;
use crate::store::switches::Switch;

/// The newest switch that still stands.
///
/// # Errors
/// `state.db` cannot be read.
pub fn newest_undo(store: &Store) -> Result<Option<SwitchUndo>, SwitchError> {
    let all = store.switches()?;
    let undone = undone(&all);
    let newest = all.into_iter().find(|s| s.undoes.is_none() && !undone.contains_key(&s.id));
    Ok(newest.map(|switch| SwitchUndo {
        id: switch.id,
        at: switch.at,
        way: Way::from_code(&switch.way),
        before: switch.before,
        after: switch.after,
    }))
}

/// Which switch took back which. One that was itself taken back no longer counts.
fn undone(newest_first: &[Switch]) -> HashMap<i64, i64> {
    let target: HashMap<i64, i64> = newest_first.iter().filter_map(|s| Some((s.id, s.undoes?))).collect();
    let mut undone = HashMap::new();
    for switch in newest_first.iter().rev() {
        if let Some(undoes) = switch.undoes {
            undone.insert(undoes, switch.id);
            if let Some(back_in_effect) = target.get(&undoes) {
                undone.remove(back_in_effect);
            }
        }
    }
    undone
}

/// See [`super::plan`].
pub fn plan(id: i64, around: &Surroundings<'_>) -> Result<SwitchPlan, SwitchError> {
    let all = around.store.switches()?;
    let switch = all.iter().find(|switch| switch.id == id).ok_or(SwitchError::Unknown(id))?;
    let mut plan = SwitchPlan {
        way: Way::from_code(&switch.way),
        before: switch.after.clone(),
        after: switch.before.clone(),
        checks: Vec::new(),
        reach: Vec::new(),
        deeds: Vec::new(),
        undoes: Some(id),
    };
    if let Some(&by) = undone(&all).get(&id) {
        plan.checks.push(Check::refused(CheckKind::AlreadyUndone { by }));
        return Ok(plan);
    }
    if let Some(entry) = switch.entry {
        goenv(entry, around, &mut plan)?;
    }
    for file in &switch.files {
        let target = Target::of(&file.file)?;
        let now = edit::file::read(&target.file)?;
        match bytes_before(file, now.as_deref()) {
            Some(before) => plan.deeds.push(Deed::File { target, before: now, after: before }),
            None if plan.way != Way::Project && file.replaced.is_none() => {
                plan.checks.push(Check::refused(CheckKind::NotKept { file: file.file.clone() }));
            }
            None if plan.way == Way::Link => start_line(target, now, &mut plan),
            None if plan.way == Way::Project => project_line(switch, target, now, &mut plan),
            None => plan.checks.push(Check::refused(CheckKind::Moved { file: file.file.clone() })),
        }
    }
    if let Some(link) = &switch.link {
        go_back(switch, link, &mut plan)?;
    }
    let overlay = overlay::after(&plan.deeds);
    plan.reach = match plan.way {
        Way::Setting => reach::of_setting(plan.after.as_deref(), &overlay, around),
        Way::Project => reach::of_project(plan.after.as_deref(), &overlay, around),
        // Whoever kept a PATH with the link finds the next go on it.
        Way::Link => Vec::new(),
    };
    Ok(plan)
}

/// The link leads back, if it still leads where the switch led it.
fn go_back(switch: &Switch, link: &Path, plan: &mut SwitchPlan) -> Result<(), SwitchError> {
    let now = link::read(link)?;
    if now.as_ref().map(|to| to.display().to_string()) != switch.after {
        plan.checks.push(Check::refused(CheckKind::Moved { file: link.to_path_buf() }));
    }
    let before = switch.before.as_ref().map(PathBuf::from);
    plan.deeds.push(Deed::Link { link: link.to_path_buf(), before: now, after: before });
    Ok(())
}

/// The start file has changed since: only Burrow's line goes, wherever it stands now.
fn start_line(target: Target, now: Option<Vec<u8>>, plan: &mut SwitchPlan) {
    let Some(before) = now else { return };
    let after = start_line::without(&before);
    plan.deeds.push(Deed::File { target, before: Some(before), after: Some(after) });
}

/// The file has changed since: only its toolchain line goes back, if it is still the one that was set.
fn project_line(switch: &Switch, target: Target, now: Option<Vec<u8>>, plan: &mut SwitchPlan) {
    let moved = || Check::refused(CheckKind::Moved { file: target.path.clone() });
    let Some(before) = now.filter(|text| project::line_of(text) == switch.after) else {
        plan.checks.push(moved());
        return;
    };
    let is_work = target.file.file_name().is_some_and(|name| name == "go.work");
    let kind = if is_work { ModKind::Work } else { ModKind::Mod };
    match set_toolchain(kind, Os::host(), &before, switch.before.as_deref().map(BStr::new)) {
        Ok(after) => plan.deeds.push(Deed::File { target, before: Some(before), after: Some(after) }),
        Err(bad) => {
            let place = Place::line(target.path.clone(), bad.line);
            plan.checks.push(Check::refused(CheckKind::BadModFile { text: bad.text }).at(place));
        }
    }
}

/// Takes back an entry of the GOENV file's history.
fn goenv(entry: i64, around: &Surroundings<'_>, plan: &mut SwitchPlan) -> Result<(), SwitchError> {
    let file = around.history.file_of(entry)?.ok_or(CoreError::UnknownEntry(entry))?;
    let target = Target::of(&file)?;
    let before = edit::file::read(&target.file)?;
    let undo = around.history.undo(entry, &target.file, before.as_deref())?;
    for refusal in undo.refusals {
        plan.checks.push(Check::new(Severity::Refused, CheckKind::Goenv(Box::new(refusal))));
    }
    plan.deeds.push(Deed::Goenv { target, before, change: undo.change, undoes: Some(entry) });
    Ok(())
}
