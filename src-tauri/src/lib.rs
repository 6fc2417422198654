//! The shell: one window, the commands behind it, and desktop affairs. It only translates; what is true of Go,
//! of this machine or of a change is decided in `burrow-core`, and how it looks on the wire in `burrow-ipc`.
//!
//! No command works on the UI thread, and the window never waits for the core to be opened.

pub mod commands;
mod desk;
mod document;
mod ending;
pub mod events;
pub mod jobs;
mod logs;
mod opening;
mod tray;
mod window;

use std::time::{Duration, Instant};

use burrow_core::workbench::Options;
use tauri::{Builder, Manager, RunEvent, Runtime};

pub use desk::Desk;

/// How long the app's end may be held up by jobs that clear up behind them.
const FAREWELL: Duration = Duration::from_secs(2);

/// Why the app did not start. Everything else is said in the window.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("the window system could not be used: {0}")]
    Tauri(#[from] tauri::Error),
}

/// Starts the app and stays until its window is closed.
///
/// # Errors
/// [`StartError::Tauri`]: there is no display, or the system's web view is missing.
pub fn run() -> Result<(), StartError> {
    let begin = Instant::now();
    let options = Options::of_app();
    #[cfg(target_os = "linux")]
    // SAFETY: nothing was started yet.
    unsafe {
        burrow_core::system::drawing::without_idle_opengl();
    }
    // Kept to the end: dropping it writes what is still in the buffer.
    let _log = logs::start(options.state_dir.as_deref());
    let desk = Desk::open(options, begin);
    // First of all plugins: a second start must end before it does anything.
    let builder = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, _arguments, _directory| window::show(app)));
    let app = window(app(builder, desk)).build(context())?;
    app.run(|app, event| {
        if let RunEvent::Exit = event {
            app.state::<Desk>().jobs().end(FAREWELL);
            window::give_back(app);
            tracing::info!("closed");
        }
    });
    Ok(())
}

/// The app's commands and what they need, without a window: the tests start it on Tauri's mock runtime too.
pub fn app<R: Runtime>(builder: Builder<R>, desk: Desk) -> Builder<R> {
    builder.plugin(tauri_plugin_dialog::init()).manage(desk).invoke_handler(commands::handler())
}

#[expect(clippy::disallowed_methods, reason = "in what Tauri's macro expands to")]
fn context() -> tauri::Context {
    tauri::generate_context!()
}

/// The window, and what only the first running copy may have: a second start shows this window and ends.
fn window(builder: Builder<tauri::Wry>) -> Builder<tauri::Wry> {
    builder.plugin(window::remembered()).setup(|app| {
        window::create(app)?;
        events::forward(app.handle());
        ending::listen(app.handle());
        tray::start(app.handle());
        Ok(())
    })
}
