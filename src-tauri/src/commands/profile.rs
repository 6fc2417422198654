//! Profiles: seeing, switching, keeping, files.

use burrow_core::proxy::profile::ProfileError;
use burrow_core::workbench::Workbench;
use burrow_ipc::dto::app::Place;
use burrow_ipc::dto::profile::{ProfileChecked, ProfileImport, ProfilePlan, ProfileWish, Profiles};
use burrow_ipc::wire::Wire;
use tauri::{AppHandle, Runtime, State};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder};

use crate::desk::{Answer, Desk};

#[tauri::command]
pub async fn profile_list(desk: State<'_, Desk>) -> Answer<Profiles> {
    desk.try_answer(list).await
}

pub(super) fn list(workbench: &Workbench, wire: &Wire) -> Result<Profiles, ProfileError> {
    workbench.shown_profiles().map(|profiles| wire.profiles(&profiles))
}

#[tauri::command]
pub async fn profile_plan(desk: State<'_, Desk>, name: String) -> Answer<ProfilePlan> {
    desk.try_answer(move |workbench, wire| {
        let drafted = workbench.profile_draft(&name)?;
        let plan = workbench.plan(&drafted.draft)?;
        let shown = workbench.shown_profile(workbench.profile(&name)?);
        Ok::<ProfilePlan, ProfileError>(wire.profile_plan(&shown, &plan, drafted.trouble.as_ref()))
    })
    .await
}

#[tauri::command]
pub async fn profile_check(desk: State<'_, Desk>, wish: ProfileWish) -> Answer<ProfileChecked> {
    desk.try_answer(move |workbench, wire| {
        let checked = workbench.check_profile(&wish.into())?;
        let shown = workbench.shown_profile(checked.known.clone());
        Ok::<ProfileChecked, ProfileError>(wire.profile_checked(&checked, &shown))
    })
    .await
}

#[tauri::command]
pub async fn profile_keep(desk: State<'_, Desk>, wish: ProfileWish) -> Answer<Profiles> {
    desk.try_answer(move |workbench, wire| {
        workbench.keep_form(&wish.into())?;
        list(workbench, wire)
    })
    .await
}

#[tauri::command]
pub async fn profile_delete(desk: State<'_, Desk>, name: String) -> Answer<Profiles> {
    desk.try_answer(move |workbench, wire| {
        workbench.delete_profile(&name)?;
        list(workbench, wire)
    })
    .await
}

#[tauri::command]
pub async fn profile_read(desk: State<'_, Desk>, text: String) -> Answer<ProfileImport> {
    desk.try_answer(move |workbench, wire| read(workbench, wire, text)).await
}

fn read(workbench: &Workbench, wire: &Wire, text: String) -> Result<ProfileImport, ProfileError> {
    let read = workbench.read_profile(text.as_bytes(), None)?;
    let shown = workbench.shown_profile(read.known.clone());
    Ok(wire.profile_import(text, &read, &shown))
}

#[tauri::command]
pub async fn profile_open<R: Runtime>(
    app: AppHandle<R>,
    desk: State<'_, Desk>,
) -> Answer<Option<ProfileImport>> {
    desk.try_answer(move |workbench, wire| {
        let picked = dialog(&app).blocking_pick_file().and_then(|file| file.into_path().ok());
        picked.map(|file| read(workbench, wire, workbench.profile_text(&file)?)).transpose()
    })
    .await
}

#[tauri::command]
pub async fn profile_import(desk: State<'_, Desk>, text: String) -> Answer<Profiles> {
    desk.try_answer(move |workbench, wire| {
        workbench.import_profile(text.as_bytes())?;
        list(workbench, wire)
    })
    .await
}

#[tauri::command]
pub async fn profile_export(desk: State<'_, Desk>, name: String) -> Answer<String> {
    desk.try_answer(move |workbench, _| workbench.export_profile(&name)).await
}

#[tauri::command]
pub async fn profile_save_as<R: Runtime>(
    app: AppHandle<R>,
    desk: State<'_, Desk>,
    name: String,
) -> Answer<Option<Place>> {
    desk.try_answer(move |workbench, wire| {
        // Before the person is asked where to: what cannot be had needs no place.
        workbench.export_profile(&name)?;
        let dialog = dialog(&app).set_file_name(format!("{name}.toml"));
        let Some(file) = dialog.blocking_save_file().and_then(|file| file.into_path().ok()) else {
            return Ok(None);
        };
        workbench.save_profile_as(&name, &file)?;
        Ok::<Option<Place>, ProfileError>(Some(wire.file(&file)))
    })
    .await
}

fn dialog<R: Runtime>(app: &AppHandle<R>) -> FileDialogBuilder<R> {
    app.dialog().file().add_filter("TOML", &["toml"])
}
