//! From the core to the window: what changed, and the moments at which the core should look by itself.

use std::path::PathBuf;

use burrow_core::workbench::{Notice, Topic};
use burrow_ipc::dto::app::Changed;
use serde::Serialize;
use tauri::{AppHandle, Emitter, Manager, Runtime};

use crate::commands;
use crate::desk::Desk;
use crate::window::LABEL;

/// Passes every announcement of the workbench and of the jobs on, as long as the app runs.
pub fn forward<R: Runtime>(app: &AppHandle<R>) {
    let window = app.clone();
    std::thread::spawn(move || {
        let desk = window.state::<Desk>().inner().clone();
        for changed in desk.workbench().subscribe() {
            let caches = changed.topics.contains(&Topic::Caches);
            emit(&window, "changed", Changed::from(changed));
            // Switched on by the person: what is safe goes by itself, and the job says so.
            if caches && let Some(plan) = desk.workbench().due_cleaning() {
                commands::clean_by_itself(&desk, plan);
            }
        }
    });
    let window = app.clone();
    let desk = app.state::<Desk>().inner().clone();
    let reports = desk.jobs().subscribe();
    std::thread::spawn(move || {
        for report in reports {
            emit(&window, "job", desk.word(|wire| wire.job(&report)));
        }
    });
}

/// Something was dropped on the window: the page knows what it is for.
pub fn dropped<R: Runtime>(app: &AppHandle<R>, paths: &[PathBuf]) {
    let paths: Vec<&str> = paths.iter().filter_map(|path| path.to_str()).collect();
    emit(app, "dropped", paths);
}

fn emit<R: Runtime, T: Serialize + Clone>(app: &AppHandle<R>, event: &str, carried: T) {
    if let Err(error) = app.emit_to(LABEL, event, carried) {
        tracing::warn!(%error, event, "the window did not hear of it");
    }
}

/// The window has the focus again. Where nothing is watched, this is when changes are looked for.
pub fn focused(desk: &Desk) {
    let Some(workbench) = desk.workbench_now().cloned() else { return };
    std::thread::spawn(move || {
        // A distribution's packages lie in folders that are too busy to be watched.
        workbench.look_for_toolchains();
        let blind = |notice: &Notice| matches!(notice, Notice::OutOfWatches | Notice::NotWatching { .. });
        if workbench.snapshot().notices.iter().any(blind) {
            workbench.refresh();
        }
    });
}
