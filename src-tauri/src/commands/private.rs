//! Private modules: the patterns, and the credentials for a host.

use burrow_ipc::dto::private::{CredentialsChecked, CredentialsView, PatternDraft, PrivateView};
use burrow_ipc::wire::drafts;
use tauri::State;

use crate::desk::{Answer, Desk};

#[tauri::command]
pub async fn private_view(desk: State<'_, Desk>) -> Answer<PrivateView> {
    desk.answer(|workbench, wire| wire.private(&workbench.private(&[]))).await
}

#[tauri::command]
pub async fn private_check(desk: State<'_, Desk>, drafts: Vec<PatternDraft>) -> Answer<PrivateView> {
    desk.answer(move |workbench, wire| wire.private(&workbench.private(&self::drafts(drafts)))).await
}

#[tauri::command]
pub async fn credentials_of(desk: State<'_, Desk>, host: String) -> Answer<CredentialsView> {
    desk.answer(move |workbench, wire| wire.credentials(&workbench.credentials_of(host.trim()))).await
}

#[tauri::command]
pub async fn credentials_check(desk: State<'_, Desk>, host: String) -> Answer<CredentialsChecked> {
    desk.answer(move |workbench, wire| {
        let checked = workbench.check_credentials(host.trim(), None);
        wire.credentials_checked(host.trim(), &checked)
    })
    .await
}
