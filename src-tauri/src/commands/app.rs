//! The frame of the window: settings, opening things, the folder dialog.

use std::io::Write;
use std::path::PathBuf;

use burrow_core::open::{OpenError, documentation};
use burrow_core::workbench::Workbench;
use burrow_ipc::dto::app::{AppState, First, Settings};
use burrow_ipc::wire::Wire;
use go_rules::environ::Os;
use tauri::{AppHandle, Runtime, State};
use tauri_plugin_dialog::DialogExt;

use crate::desk::{Answer, Desk};
use crate::{opening, window};

#[tauri::command]
pub async fn app_state(desk: State<'_, Desk>) -> Answer<AppState> {
    desk.answer(state).await
}

#[tauri::command]
pub async fn app_set_settings<R: Runtime>(
    app: AppHandle<R>,
    desk: State<'_, Desk>,
    settings: Settings,
) -> Answer<AppState> {
    desk.answer(move |workbench, _| workbench.set_settings(settings.into())).await?;
    // Asked again: the language of the answer may have changed just now.
    let state = desk.answer(state).await?;
    window::set_theme(&app, state.settings.theme.into());
    Ok(state)
}

fn state(workbench: &Workbench, wire: &Wire) -> AppState {
    AppState {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        platform: Os::host().into(),
        settings: workbench.settings().into(),
        language: wire.lang.into(),
        home: wire.home.map(|home| home.to_string_lossy().into_owned()),
    }
}

/// What the first paint shows.
pub fn first(workbench: &Workbench, wire: &Wire) -> First {
    First { app: state(workbench, wire), environment: wire.environment(&workbench.snapshot()) }
}

#[tauri::command]
pub async fn app_open_place(desk: State<'_, Desk>, file: String, line: Option<u32>) -> Answer<()> {
    desk.try_answer(move |workbench, wire| {
        let path = wire.shown.find(&file).ok_or(OpenError::NotShown(file))?;
        let environs = workbench.environs();
        opening::path(&path, line, &environs.iter().collect::<Vec<_>>())
    })
    .await
}

#[tauri::command]
pub async fn app_open_link(desk: State<'_, Desk>, link: String) -> Answer<()> {
    desk.try_answer(move |workbench, wire| {
        let known = workbench.reference(wire.lang);
        let link = documentation(&link, known.iter().map(|variable| variable.link.as_str()))?;
        opening::page(&link)
    })
    .await
}

#[tauri::command]
pub async fn app_pick_folder<R: Runtime>(app: AppHandle<R>, desk: State<'_, Desk>) -> Answer<Option<String>> {
    desk.answer(move |workbench, _| {
        let start = workbench.snapshot().context.directory.clone();
        let picked = app.dialog().file().set_directory(start).blocking_pick_folder()?;
        let folder: PathBuf = picked.into_path().ok()?;
        Some(folder.to_string_lossy().into_owned())
    })
    .await
}

/// The first meaningful frame is on the screen. Whoever started Burrow to measure that is told with a line.
#[tauri::command]
pub async fn app_painted(desk: State<'_, Desk>) -> Answer<()> {
    tracing::info!(ms = desk.since_start(), "painted");
    if desk.environ().set("BURROW_REPORT_PAINT").is_some() {
        let mut out = std::io::stdout().lock();
        if let Err(error) = writeln!(out, "painted").and_then(|()| out.flush()) {
            tracing::warn!(%error, "nobody heard of the first frame");
        }
    }
    Ok(())
}
