//! The way back from a switch.

use std::collections::HashMap;

use super::carry_out::bytes_before;
use super::plan::{Check, CheckKind, Deed, Severity, SwitchError, SwitchPlan, SwitchUndo, Way};
use super::{Surroundings, overlay::Overlay, reach};
use crate::env::edit::{self, Target};
use crate::error::CoreError;
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
            None if file.replaced.is_none() => {
                plan.checks.push(Check::refused(CheckKind::NotKept { file: file.file.clone() }));
            }
            None => plan.checks.push(Check::refused(CheckKind::Moved { file: file.file.clone() })),
        }
    }
    let overlay = Overlay::of(&plan.deeds);
    if plan.way == Way::Setting {
        plan.reach = reach::of_setting(plan.after.as_deref(), &overlay, around);
    }
    Ok(plan)
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
