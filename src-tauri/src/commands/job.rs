//! Long work: what runs, what ended, ending it.

use burrow_ipc::dto::job::Job;
use tauri::State;

use crate::desk::{Answer, Desk};

#[tauri::command]
pub async fn job_list(desk: State<'_, Desk>) -> Answer<Vec<Job>> {
    let reports = desk.jobs().list();
    desk.answer(move |_, wire| reports.iter().map(|report| wire.job(report)).collect()).await
}

#[tauri::command]
pub async fn job_cancel(desk: State<'_, Desk>, id: u64) -> Answer<()> {
    desk.jobs().cancel(id);
    Ok(())
}

#[tauri::command]
pub async fn job_dismiss(desk: State<'_, Desk>, id: u64) -> Answer<()> {
    desk.jobs().dismiss(id);
    Ok(())
}
