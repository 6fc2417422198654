//! The Caches page: seeing, cleaning, checking.

use burrow_core::cache::measure::MeasureError;
use burrow_core::error::CoreError;
use burrow_core::task::{Ending, Made, Report, Task};
use burrow_core::workbench::Workbench;
use burrow_ipc::dto::cache::{
    Budget, CacheDamage, CacheId, CacheRows, Caches, CleanItem, CleanPlan, CleanWish,
};
use burrow_ipc::dto::job::Job;
use burrow_ipc::wire::Wire;
use tauri::State;

use crate::desk::{Answer, Desk};

#[tauri::command]
pub async fn cache_caches(desk: State<'_, Desk>) -> Answer<Caches> {
    let desk = desk.inner().clone();
    desk.clone().answer(move |workbench, wire| caches(&desk, workbench, wire)).await
}

/// The page, with the job that measures right now.
fn caches(desk: &Desk, workbench: &Workbench, wire: &Wire) -> Caches {
    let known = workbench.caches();
    let job = known.measuring.and_then(|_| desk.jobs().running(&Task::Measure));
    wire.caches(&known, job.map(|report| report.id))
}

/// Measures as a job, unless one does already.
fn measure(desk: &Desk, workbench: &Workbench) -> Report {
    if let Some(running) = desk.jobs().running(&Task::Measure) {
        return running;
    }
    let workbench = workbench.clone();
    desk.jobs().start(Task::Measure, move |cancel, progress| {
        match workbench.measure_caches(cancel, progress) {
            Ok(size) => Ending::Done(Made::Measured(size)),
            Err(MeasureError::Cancelled(_)) => Ending::Cancelled,
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
            measure(&jobs, workbench);
        }
    })
    .await
}

#[tauri::command]
pub async fn cache_measure(desk: State<'_, Desk>) -> Answer<Job> {
    let jobs = desk.inner().clone();
    desk.answer(move |workbench, wire| wire.job(&measure(&jobs, workbench))).await
}

#[tauri::command]
pub async fn cache_plan(desk: State<'_, Desk>, wish: CleanWish) -> Answer<CleanPlan> {
    let _ = wish;
    refuse(&desk).await
}

#[tauri::command]
pub async fn cache_plan_items(
    desk: State<'_, Desk>,
    plan: String,
    group: usize,
    from: usize,
) -> Answer<Vec<CleanItem>> {
    let _ = (plan, group, from);
    refuse(&desk).await
}

#[tauri::command]
pub async fn cache_clean(desk: State<'_, Desk>, plan: String, purge: bool, wait: bool) -> Answer<Job> {
    let _ = (plan, purge, wait);
    refuse(&desk).await
}

#[tauri::command]
pub async fn cache_undo(desk: State<'_, Desk>, cleaning: String) -> Answer<Job> {
    let _ = cleaning;
    refuse(&desk).await
}

#[tauri::command]
pub async fn cache_purge(desk: State<'_, Desk>, cleaning: Option<String>) -> Answer<Job> {
    let _ = cleaning;
    refuse(&desk).await
}

#[tauri::command]
pub async fn cache_verify(desk: State<'_, Desk>, online: bool) -> Answer<Job> {
    let _ = online;
    refuse(&desk).await
}

#[tauri::command]
pub async fn cache_damage(desk: State<'_, Desk>) -> Answer<Option<CacheDamage>> {
    desk.answer(|_, _| None).await
}

#[tauri::command]
pub async fn cache_repair(desk: State<'_, Desk>, fetch: bool) -> Answer<Job> {
    let _ = fetch;
    refuse(&desk).await
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
    let _ = folder;
    refuse(&desk).await
}

#[tauri::command]
pub async fn cache_forget_folder(desk: State<'_, Desk>, folder: String) -> Answer<Caches> {
    let _ = folder;
    refuse(&desk).await
}

async fn refuse<T: Send + 'static>(desk: &Desk) -> Answer<T> {
    desk.try_answer(|_, _| Err(CoreError::NotApplicable)).await
}
