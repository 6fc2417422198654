//! What installers have recorded of where they put things. Only Windows keeps such records for everybody to read.

use std::path::PathBuf;

/// The folder that stands under `name` in a key of the person's part of the registry (`Software\Maker`).
#[cfg(windows)]
pub fn recorded_folder(key: &str, name: &str) -> Option<PathBuf> {
    super::registry::text_of_user(key, name).filter(|text| !text.is_empty()).map(PathBuf::from)
}

#[cfg(not(windows))]
pub fn recorded_folder(_key: &str, _name: &str) -> Option<PathBuf> {
    None
}
