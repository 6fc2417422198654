//! The wizard of the first run.

use burrow_core::proxy::profile::ProfileError;
use burrow_ipc::dto::welcome::Welcome;
use tauri::State;

use crate::desk::{Answer, Desk};

#[tauri::command]
pub async fn welcome_due(desk: State<'_, Desk>) -> Answer<bool> {
    desk.answer(|workbench, _| workbench.welcome_due()).await
}

#[tauri::command]
pub async fn welcome_state(desk: State<'_, Desk>) -> Answer<Welcome> {
    desk.try_answer(|workbench, wire| {
        let welcome = workbench.welcome()?;
        let toolchains = workbench.toolchains();
        Ok::<Welcome, ProfileError>(wire.welcome(&welcome, &workbench.projects(), &toolchains))
    })
    .await
}

#[tauri::command]
pub async fn welcome_test(desk: State<'_, Desk>, on: bool) -> Answer<()> {
    desk.answer(move |workbench, _| workbench.test_networks(on)).await
}

#[tauri::command]
pub async fn welcome_done(desk: State<'_, Desk>) -> Answer<()> {
    desk.answer(|workbench, _| workbench.leave_welcome()).await
}
