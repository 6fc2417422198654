//! The Caches page: seeing, cleaning, checking.

use std::sync::Arc;

use burrow_core::cache::measure::MeasureError;
use burrow_core::cache::quarantine::QuarantineError;
use burrow_core::cache::running::running;
use burrow_core::cache::verify::{RepairError, VerifyError};
use burrow_core::env::edit::PlanId;
use burrow_core::error::CoreError;
use burrow_core::job::Cancel;
use burrow_core::task::{Ending, Made, Report, Task};
use burrow_core::workbench::{CleanError, CleanPlan as Planned, RepairFailure, Workbench};
use burrow_ipc::dto::cache::{
    Budget, CacheDamage, CacheId, CacheRows, Caches, CleanItem, CleanPlan, CleanWish,
};
use burrow_ipc::dto::job::Job;
use burrow_ipc::wire::Wire;
use tauri::State;

use super::sdk::absolute;
use crate::desk::{Answer, Desk};

/// Items of a plan that are told at once.
const PAGE: usize = 500;

#[tauri::command]
pub async fn cache_caches(desk: State<'_, Desk>) -> Answer<Caches> {
    let desk = desk.inner().clone();
    desk.clone().answer(move |workbench, wire| caches(&desk, workbench, wire)).await
}

/// The page, with the job that measures right now.
fn caches(desk: &Desk, workbench: &Workbench, wire: &Wire) -> Caches {
    let known = workbench.caches();
    let job = known.measuring.and_then(|_| measuring(desk));
    wire.caches(&known, job.map(|report| report.id))
}

/// The job that measures right now.
fn measuring(desk: &Desk) -> Option<Report> {
    let measures = |report: &Report| report.ending.is_none() && matches!(report.task, Task::Measure { .. });
    desk.jobs().list().into_iter().find(measures)
}

/// Measures as a job, unless one does already. `fresh`: nothing is believed that was remembered.
fn measure(desk: &Desk, workbench: &Workbench, fresh: bool) -> Report {
    if let Some(running) = measuring(desk) {
        return running;
    }
    let workbench = workbench.clone();
    desk.jobs().start(Task::Measure { asked: fresh }, move |cancel, progress| {
        match workbench.measure_caches(fresh, cancel, progress) {
            Ok(size) => Ending::Done(Made::Measured(size)),
            Err(MeasureError::Cancelled(_)) => Ending::Cancelled,
            Err(error) => Ending::failed(error),
        }
    })
}

/// Checks the module cache as a job, unless one does already. `online`: the checksum database is asked too.
fn verify(desk: &Desk, workbench: &Workbench, online: bool) -> Report {
    if let Some(running) = desk.jobs().running(&Task::Verify) {
        return running;
    }
    let workbench = workbench.clone();
    desk.jobs().start(Task::Verify, move |cancel, progress| {
        match workbench.verify_modules(online, cancel, progress) {
            Ok(checked) => Ending::Done(Made::Verified {
                checked: checked.found.checked,
                damaged: checked.damaged().count() as u64,
            }),
            Err(VerifyError::Cancelled(_)) => Ending::Cancelled,
            Err(error) => Ending::failed(error),
        }
    })
}

/// Cleans without being asked, unless a cleaning is on already.
pub fn clean_by_itself(desk: &Desk, plan: Planned) {
    let cleans = |report: &Report| report.ending.is_none() && matches!(report.task, Task::Clean { .. });
    if !desk.jobs().list().iter().any(cleans) {
        clean(desk, desk.workbench(), Arc::new(plan), false, false);
    }
}

/// Cleans as a job.
fn clean(desk: &Desk, workbench: &Workbench, plan: Arc<Planned>, purge: bool, wait: bool) -> Report {
    let task = Task::Clean { bytes: plan.plan.size.bytes, purge };
    let workbench = workbench.clone();
    desk.jobs().start(task, move |cancel, progress| {
        match workbench.clean(&plan, purge, wait, cancel, progress) {
            Ok(done) => Ending::Done(Made::Cleaned { done, purged: purge }),
            Err(CleanError::Quarantine(QuarantineError::Cancelled(_))) => Ending::Cancelled,
            Err(error) => Ending::failed(error),
        }
    })
}

#[tauri::command]
pub async fn cache_rows(desk: State<'_, Desk>) -> Answer<CacheRows> {
    desk.answer(|workbench, wire| wire.cache_rows(&workbench.cache_rows())).await
}

#[tauri::command]
pub async fn cache_watch(desk: State<'_, Desk>, on: bool) -> Answer<()> {
    let jobs = desk.inner().clone();
    desk.answer(move |workbench, _| {
        if workbench.watch_caches(on) {
            measure(&jobs, workbench, false);
        }
    })
    .await
}

#[tauri::command]
pub async fn cache_measure(desk: State<'_, Desk>) -> Answer<Job> {
    let jobs = desk.inner().clone();
    desk.answer(move |workbench, wire| wire.job(&measure(&jobs, workbench, true))).await
}

#[tauri::command]
pub async fn cache_plan(desk: State<'_, Desk>, wish: CleanWish) -> Answer<CleanPlan> {
    desk.answer(move |workbench, wire| {
        let wish = match wish {
            CleanWish::Budget { cache } => workbench.budget_wish(cache.into()),
            wish => wire.clean_wish(wish),
        };
        let wish = wish.ok_or_else(|| wire.problem(&CoreError::NotApplicable))?;
        let planned = workbench.plan_cleaning(&wish, &Cancel::new());
        let (id, plan) = planned.map_err(|error| wire.problem(&error))?;
        Ok(wire.clean_plan(&id, &plan, workbench.caches().grace_days, &running()))
    })
    .await?
}

#[tauri::command]
pub async fn cache_plan_items(
    desk: State<'_, Desk>,
    plan: String,
    group: usize,
    from: usize,
) -> Answer<Vec<CleanItem>> {
    desk.try_answer(move |workbench, wire| {
        let plan = workbench.clean_plan(&PlanId(plan))?;
        Ok::<Vec<CleanItem>, CoreError>(wire.clean_items(&plan, group, from, PAGE))
    })
    .await
}

#[tauri::command]
pub async fn cache_clean(desk: State<'_, Desk>, plan: String, purge: bool, wait: bool) -> Answer<Job> {
    let jobs = desk.inner().clone();
    desk.try_answer(move |workbench, wire| {
        let plan = workbench.take_clean_plan(&PlanId(plan))?;
        let report = clean(&jobs, workbench, plan, purge, wait);
        Ok::<Job, CoreError>(wire.job(&report))
    })
    .await
}

#[tauri::command]
pub async fn cache_undo(desk: State<'_, Desk>, cleaning: String) -> Answer<Job> {
    let jobs = desk.inner().clone();
    desk.answer(move |workbench, wire| {
        let workbench = workbench.clone();
        let report = jobs.jobs().start(Task::TakeBack, move |cancel, progress| {
            ended(workbench.undo_cleaning(&cleaning, cancel, progress).map(Made::TakenBack))
        });
        wire.job(&report)
    })
    .await
}

#[tauri::command]
pub async fn cache_purge(desk: State<'_, Desk>, cleaning: Option<String>) -> Answer<Job> {
    let jobs = desk.inner().clone();
    desk.answer(move |workbench, wire| {
        let workbench = workbench.clone();
        let report = jobs.jobs().start(Task::Purge, move |cancel, progress| {
            ended(workbench.purge_cleaning(cleaning.as_deref(), cancel, progress).map(Made::Purged))
        });
        wire.job(&report)
    })
    .await
}

fn ended(made: Result<Made, QuarantineError>) -> Ending {
    match made {
        Ok(made) => Ending::Done(made),
        Err(QuarantineError::Cancelled(_)) => Ending::Cancelled,
        Err(error) => Ending::failed(error),
    }
}

#[tauri::command]
pub async fn cache_verify(desk: State<'_, Desk>, online: bool) -> Answer<Job> {
    let jobs = desk.inner().clone();
    desk.answer(move |workbench, wire| wire.job(&verify(&jobs, workbench, online))).await
}

#[tauri::command]
pub async fn cache_damage(desk: State<'_, Desk>) -> Answer<Option<CacheDamage>> {
    desk.answer(|workbench, wire| workbench.damage().map(|found| wire.cache_damage(&found))).await
}

#[tauri::command]
pub async fn cache_repair(desk: State<'_, Desk>, fetch: bool) -> Answer<Job> {
    let jobs = desk.inner().clone();
    desk.answer(move |workbench, wire| {
        let workbench = workbench.clone();
        let report = jobs.jobs().start(Task::Repair, move |cancel, progress| {
            match workbench.repair_modules(fetch, cancel, progress) {
                Ok(made) => Ending::Done(Made::repaired(made)),
                Err(RepairFailure::Repair(
                    RepairError::Verify(VerifyError::Cancelled(_))
                    | RepairError::Quarantine(QuarantineError::Cancelled(_)),
                )) => Ending::Cancelled,
                Err(error) => Ending::failed(error),
            }
        });
        wire.job(&report)
    })
    .await
}

#[tauri::command]
pub async fn cache_set_budget(
    desk: State<'_, Desk>,
    cache: CacheId,
    budget: Option<Budget>,
) -> Answer<Caches> {
    let jobs = desk.inner().clone();
    desk.answer(move |workbench, wire| {
        workbench.set_cache_budget(cache.into(), budget.map(Into::into));
        caches(&jobs, workbench, wire)
    })
    .await
}

#[tauri::command]
pub async fn cache_set_grace(desk: State<'_, Desk>, days: u32) -> Answer<Caches> {
    let jobs = desk.inner().clone();
    desk.answer(move |workbench, wire| {
        workbench.set_cache_grace(days);
        caches(&jobs, workbench, wire)
    })
    .await
}

#[tauri::command]
pub async fn cache_add_folder(desk: State<'_, Desk>, folder: String) -> Answer<Caches> {
    let jobs = desk.inner().clone();
    desk.try_answer(move |workbench, wire| {
        let folder = absolute(folder)?;
        workbench.add_project_folder(&folder)?;
        Ok::<Caches, CoreError>(caches(&jobs, workbench, wire))
    })
    .await
}

#[tauri::command]
pub async fn cache_forget_folder(desk: State<'_, Desk>, folder: String) -> Answer<Caches> {
    let jobs = desk.inner().clone();
    desk.try_answer(move |workbench, wire| {
        let folder = wire.shown.find(&folder).ok_or(CoreError::NoFolder(folder.into()))?;
        workbench.forget_project_folder(&folder)?;
        Ok::<Caches, CoreError>(caches(&jobs, workbench, wire))
    })
    .await
}
