//! The one window: made in the person's theme, so that nothing flashes, and remembered where it was.

use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use burrow_core::settings::Theme;
use tauri::plugin::TauriPlugin;
use tauri::utils::config::Color;
use tauri::{App, AppHandle, DragDropEvent, Manager, Runtime, WebviewWindowBuilder, WindowEvent};
use tauri_plugin_window_state::StateFlags;
use tempfile::TempDir;

use crate::desk::Desk;
use crate::{document, events, tray};

/// The window's name, in `tauri.conf.json` and `capabilities/main.json`.
pub const LABEL: &str = "main";

/// How long the window may wait for the person's theme. Normally it is known long before.
const PATIENCE: Duration = Duration::from_millis(120);

/// `--bg` of `ui/src/styles/tokens.css`: what shows until the page has painted.
const LIGHT: Color = Color(0xf4, 0xf3, 0xf0, 0xff);
const DARK: Color = Color(0x1a, 0x19, 0x17, 0xff);

/// Makes the window from `tauri.conf.json`.
///
/// # Errors
/// The window system does not give one.
pub fn create<R: Runtime>(app: &App<R>) -> tauri::Result<()> {
    let desk = app.state::<Desk>().inner().clone();
    let chosen = native(chosen_theme(&desk));
    let Some(config) = app.config().app.windows.iter().find(|w| w.label == LABEL) else { return Ok(()) };
    let dark = Arc::new(OnceLock::new());
    let (filling, drawn) = (desk.clone(), Arc::clone(&dark));
    let builder = WebviewWindowBuilder::from_config(app, config)?
        .theme(chosen)
        .on_web_resource_request(move |_, response| document::fill(&filling, &drawn, response));
    let window = match borrowed_place(app)? {
        None => builder.build()?,
        Some(place) => {
            let window = builder.data_directory(place.path().to_owned()).build()?;
            app.manage(Borrowed(Mutex::new(Some(place))));
            window
        }
    };
    // What a window on Linux says of itself is the desktop's theme, whatever it was made in.
    let is_dark = chosen.map_or_else(|| window.theme(), Ok)? == tauri::Theme::Dark;
    dark.get_or_init(|| is_dark);
    window.set_background_color(Some(if is_dark { DARK } else { LIGHT }))?;
    let (closed, tray) = (window.clone(), tray::Shown::of(app.handle()));
    window.on_window_event(move |event| match event {
        WindowEvent::Focused(true) => events::focused(&desk),
        WindowEvent::DragDrop(DragDropEvent::Drop { paths, .. }) => {
            events::dropped(closed.app_handle(), paths);
        }
        // Only where an icon leads back to it.
        WindowEvent::CloseRequested { api, .. } if tray.keeps_running() && closed.hide().is_ok() => {
            api.prevent_close();
        }
        _ => {}
    });
    Ok(())
}

/// Brings the window to the front, from wherever it is.
pub fn show<R: Runtime>(app: &AppHandle<R>) {
    let Some(window) = app.get_webview_window(LABEL) else { return };
    let shown = window.unminimize().and_then(|()| window.show()).and_then(|()| window.set_focus());
    if let Err(error) = shown {
        tracing::warn!(%error, "the window could not be brought to the front");
    }
}

/// Draws the frame, and what the system draws in the page, in this theme.
pub fn set_theme<R: Runtime>(app: &AppHandle<R>, theme: Theme) {
    let Some(window) = app.get_webview_window(LABEL) else { return };
    if let Err(error) = window.set_theme(native(theme)) {
        tracing::warn!(%error, "the window keeps the theme it had");
    }
}

/// Size, place and whether it fills the screen are kept. Not visibility: a window must never come back unseen.
pub fn remembered<R: Runtime>() -> TauriPlugin<R> {
    let flags = StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED | StateFlags::FULLSCREEN;
    tauri_plugin_window_state::Builder::default().with_state_flags(flags).build()
}

/// A place for the web view's data that ends with the app.
struct Borrowed(Mutex<Option<TempDir>>);

/// Tauri opens no window that has no place for its data: where a home is missing, full or read-only, it gets one for
/// this run.
fn borrowed_place<R: Runtime>(app: &App<R>) -> std::io::Result<Option<TempDir>> {
    let kept = app.path().app_local_data_dir().is_ok_and(|folder| std::fs::create_dir_all(folder).is_ok());
    if kept { Ok(None) } else { tempfile::Builder::new().prefix("burrow-").tempdir().map(Some) }
}

/// Gives back what was borrowed. The app ends without running destructors.
pub fn give_back<R: Runtime>(app: &AppHandle<R>) {
    let place = app.try_state::<Borrowed>();
    drop(place.and_then(|place| place.0.lock().ok()?.take()));
}

/// The person's theme when it is known soon; a slow disk must not hold the window back.
fn chosen_theme(desk: &Desk) -> Theme {
    desk.workbench_within(PATIENCE).map_or(Theme::System, |workbench| workbench.settings().theme)
}

fn native(theme: Theme) -> Option<tauri::Theme> {
    match theme {
        Theme::System => None,
        Theme::Light => Some(tauri::Theme::Light),
        Theme::Dark => Some(tauri::Theme::Dark),
    }
}
