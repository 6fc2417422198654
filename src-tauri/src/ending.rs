//! Being told to end from outside: by the session at log-out, by `kill`, by Ctrl-C in the terminal that started
//! Burrow. The app then ends as if its window had been closed, and what it keeps about the window is written.

use tauri::{AppHandle, Runtime};

/// Listens as long as the app runs. Windows closes the window itself and needs nothing here.
#[cfg(unix)]
pub fn listen<R: Runtime>(app: &AppHandle<R>) {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;

    let app = app.clone();
    match Signals::new([SIGTERM, SIGINT, SIGHUP]) {
        Ok(mut signals) => {
            std::thread::spawn(move || {
                if let Some(signal) = signals.forever().next() {
                    tracing::info!(signal, "told to end");
                    app.exit(0);
                }
            });
        }
        Err(error) => tracing::warn!(%error, "a signal will end the app at once"),
    }
}

#[cfg(not(unix))]
pub fn listen<R: Runtime>(_app: &AppHandle<R>) {}
