//! The Caches page: seeing, cleaning, checking.

use burrow_core::error::CoreError;
use burrow_ipc::dto::cache::{
    Budget, CacheDamage, CacheId, CacheRows, Caches, CleanItem, CleanPlan, CleanWish,
};
use burrow_ipc::dto::job::Job;
use tauri::State;

use crate::desk::{Answer, Desk};

#[tauri::command]
pub async fn cache_caches(desk: State<'_, Desk>) -> Answer<Caches> {
    desk.answer(|workbench, wire| wire.caches(&workbench.caches())).await
}

#[tauri::command]
pub async fn cache_rows(desk: State<'_, Desk>) -> Answer<CacheRows> {
    desk.answer(|_, _| CacheRows::default()).await
}

#[tauri::command]
pub async fn cache_watch(desk: State<'_, Desk>, on: bool) -> Answer<()> {
    let _ = on;
    desk.answer(|_, _| ()).await
}

#[tauri::command]
pub async fn cache_measure(desk: State<'_, Desk>) -> Answer<Job> {
    refuse(&desk).await
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
    let _ = (cache, budget);
    refuse(&desk).await
}

#[tauri::command]
pub async fn cache_set_grace(desk: State<'_, Desk>, days: u32) -> Answer<Caches> {
    let _ = days;
    refuse(&desk).await
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
