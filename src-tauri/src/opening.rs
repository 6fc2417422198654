//! Opens what the core decided may be opened: with the person's editor, or with the system's own way.

use std::path::Path;

use burrow_core::open::{self, OpenError, Way};
use burrow_core::system::launch;
use go_rules::environ::Environ;

/// Opens a file or folder.
///
/// # Errors
/// [`OpenError`]: it is gone, or nothing could be started for it.
pub fn path(path: &Path, line: Option<u32>, environs: &[&Environ]) -> Result<(), OpenError> {
    match open::way(path, line, environs, &launch::find)? {
        Way::Editor(editor) => launch::start(&editor.program, &editor.args)
            .map_err(|error| not_started(editor.program.display(), &error)),
        Way::System(path) => tauri_plugin_opener::open_path(&path, None::<&str>)
            .map_err(|error| not_started(path.display(), &error)),
        Way::Reveal(path) => tauri_plugin_opener::reveal_item_in_dir(&path)
            .map_err(|error| not_started(path.display(), &error)),
    }
}

/// Opens a page in the browser.
///
/// # Errors
/// [`OpenError::NotStarted`]
pub fn page(link: &str) -> Result<(), OpenError> {
    tauri_plugin_opener::open_url(link, None::<&str>).map_err(|error| not_started(link, &error))
}

fn not_started(what: impl ToString, error: &impl ToString) -> OpenError {
    OpenError::NotStarted { what: what.to_string(), reason: error.to_string() }
}
