//! From the core to the window: what changed, and the moments at which the core should look by itself.

use burrow_core::workbench::Notice;
use burrow_ipc::dto::app::Changed;
use tauri::{AppHandle, Emitter, Manager, Runtime};

use crate::desk::Desk;
use crate::window::LABEL;

/// Passes every announcement of the workbench on, as long as the app runs.
pub fn forward<R: Runtime>(app: &AppHandle<R>) {
    let app = app.clone();
    std::thread::spawn(move || {
        let desk = app.state::<Desk>().inner().clone();
        for changed in desk.workbench().subscribe() {
            if let Err(error) = app.emit_to(LABEL, "changed", Changed::from(changed)) {
                tracing::warn!(%error, "the window did not hear of a change");
            }
        }
    });
}

/// The window has the focus again. Where nothing is watched, this is when changes are looked for.
pub fn focused(desk: &Desk) {
    let Some(workbench) = desk.workbench_now().cloned() else { return };
    std::thread::spawn(move || {
        let blind = |notice: &Notice| matches!(notice, Notice::OutOfWatches | Notice::NotWatching { .. });
        if workbench.snapshot().notices.iter().any(blind) {
            workbench.refresh();
        }
    });
}
