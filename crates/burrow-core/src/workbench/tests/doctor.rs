//! What the doctor keeps saying of a machine: at once, again when something moves, and nothing before somebody asks.

use super::*;
use crate::doctor::{CheckId, Remedy};
use crate::job::Cancel;

/// What is found once the first look is over.
fn settled(workbench: &Workbench, changes: &Receiver<Changed>) -> DoctorNow {
    let began = Instant::now();
    loop {
        let now = workbench.doctor();
        if !now.looking {
            return now;
        }
        assert!(began.elapsed() < Duration::from_secs(20), "{now:?}");
        let _ = changes.recv_timeout(Duration::from_millis(50));
    }
}

fn ids(now: &DoctorNow) -> Vec<CheckId> {
    now.findings.iter().map(|finding| finding.check).collect()
}

/// Waits until a check has, or has no longer, a finding.
fn until(workbench: &Workbench, changes: &Receiver<Changed>, id: CheckId, found: bool) -> DoctorNow {
    let began = Instant::now();
    loop {
        let now = settled(workbench, changes);
        if ids(&now).contains(&id) == found {
            return now;
        }
        assert!(began.elapsed() < Duration::from_secs(20), "{id:?} {found}: {now:?}");
        let _ = changes.recv_timeout(Duration::from_millis(50));
    }
}

#[test]
fn nothing_is_checked_before_somebody_asks() {
    let machine = Machine::new();
    machine.write("GO111MODULE=on\n");
    let workbench = machine.open();
    let changes = workbench.subscribe();
    set(&workbench, "GOFLAGS", "-v");
    while let Ok(changed) = changes.recv_timeout(Duration::from_millis(300)) {
        assert!(!changed.topics.contains(&Topic::Doctor));
    }
}

#[test]
fn a_finding_comes_goes_with_its_fix_and_is_back_after_undo() {
    let machine = Machine::new();
    machine.write("GO111MODULE=on\n");
    let workbench = machine.open();
    let changes = workbench.subscribe();
    assert!(workbench.doctor().looking);
    let now = until(&workbench, &changes, CheckId::Go111moduleSet, true);
    let finding = now.findings.iter().find(|one| one.check == CheckId::Go111moduleSet).unwrap();
    let state = now.checks.iter().find(|check| check.id == CheckId::Go111moduleSet).unwrap();
    assert_eq!(state.state, CheckState::Found);
    let Some(Remedy::Settings(draft)) = finding.fixes.first() else { panic!("{finding:?}") };
    let plan = workbench.plan(draft).unwrap();
    let applied = workbench.apply(&plan.id).unwrap();
    let now = until(&workbench, &changes, CheckId::Go111moduleSet, false);
    let state = now.checks.iter().find(|check| check.id == CheckId::Go111moduleSet).unwrap();
    assert_eq!(state.state, CheckState::Well);
    let back = undo(&workbench, applied.entry.id);
    workbench.apply(&back.id).unwrap();
    until(&workbench, &changes, CheckId::Go111moduleSet, true);
}

#[test]
fn what_another_program_writes_is_seen() {
    let machine = Machine::new();
    machine.write("");
    let workbench = machine.watching();
    let changes = workbench.subscribe();
    let now = settled(&workbench, &changes);
    assert!(!ids(&now).contains(&CheckId::Go111moduleSet), "{now:?}");
    machine.write("GO111MODULE=off\n");
    until(&workbench, &changes, CheckId::Go111moduleSet, true);
}

#[test]
fn slow_checks_are_made_when_asked_and_a_cancelled_look_leaves_nothing() {
    let machine = Machine::new();
    machine.write("");
    let workbench = machine.open();
    let changes = workbench.subscribe();
    settled(&workbench, &changes);
    assert!(workbench.doctor().slow_at.is_none());
    let cancel = Cancel::new();
    cancel.cancel();
    assert!(workbench.examine_slowly(false, &cancel, &()).is_err());
    let now = workbench.doctor();
    assert!(now.slow_at.is_none() && !now.examining);
    assert_eq!(workbench.examine_slowly(false, &Cancel::new(), &()), Ok(0));
    assert!(workbench.doctor().slow_at.is_some());
    // What they said holds for this environment only.
    set(&workbench, "GOFLAGS", "-v");
    let began = Instant::now();
    while workbench.doctor().slow_at.is_some() {
        assert!(began.elapsed() < Duration::from_secs(20));
        let _ = changes.recv_timeout(Duration::from_millis(50));
    }
}
