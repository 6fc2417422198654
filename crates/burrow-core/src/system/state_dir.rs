//! The folder for Burrow's own state.

use std::path::{Path, PathBuf};

use go_rules::environ::Environ;

/// The folder for `state.db` and locks: `BURROW_STATE_DIR` when it is absolute, else the platform's place for an
/// app's state. `None` where the platform knows no such place.
pub fn state_dir(environ: &Environ) -> Option<PathBuf> {
    let chosen = environ.set("BURROW_STATE_DIR").and_then(super::files::path_from_bytes);
    if let Some(dir) = chosen.filter(|dir| dir.is_absolute()) {
        return Some(dir);
    }
    let dirs = directories::ProjectDirs::from("", "", "Burrow")?;
    let dir = dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir());
    Some(dir).filter(|dir| dir.is_absolute()).map(Path::to_path_buf)
}

/// The folder for what Burrow puts there for others to use (the `current` link): `BURROW_DATA_DIR` when it is
/// absolute, else the platform's place for an app's data.
pub fn data_dir(environ: &Environ) -> Option<PathBuf> {
    let chosen = environ.set("BURROW_DATA_DIR").and_then(super::files::path_from_bytes);
    if let Some(dir) = chosen.filter(|dir| dir.is_absolute()) {
        return Some(dir);
    }
    let dirs = directories::ProjectDirs::from("", "", "Burrow")?;
    Some(dirs.data_local_dir()).filter(|dir| dir.is_absolute()).map(Path::to_path_buf)
}

#[cfg(test)]
mod tests {
    use go_rules::environ::Os;

    use super::*;

    #[test]
    fn the_state_folder_can_be_chosen_but_not_relative_to_anywhere() {
        let dir = tempfile::tempdir().unwrap();
        let environ = |value: &str| Environ::new(Os::host(), [("BURROW_STATE_DIR".into(), value.into())]);
        assert_eq!(state_dir(&environ(dir.path().to_str().unwrap())), Some(dir.path().to_path_buf()));
        assert_ne!(state_dir(&environ("rel")), Some(PathBuf::from("rel")));
    }
}
