//! What mends something: one of the app's own actions, named with all that it needs. Findings of the doctor and steps of
//! a project's readiness end in these.
//!
//! Nothing is written here. Each of them is previewed, done and taken back by the part that owns it: the GOENV file
//! by `env/edit` and its history, toolchains by `sdk`, caches by `cache`.

use std::io;
use std::path::{Path, PathBuf};

use crate::cache::plan::Wish;
use crate::env::edit::Draft;
use crate::system::rights;

/// One of the app's own actions.
#[derive(Debug, Clone, PartialEq)]
pub enum Remedy {
    /// A change of the GOENV file.
    Settings(Draft),
    /// A switch to this profile.
    Profile { name: String },
    /// The file is made readable by nobody but its owner (0600).
    Mode { file: PathBuf },
    /// A toolchain is fetched: `go1.24.11`.
    InstallToolchain { version: String },
    /// Burrow's `current` link is pointed at this SDK, and stands first on PATH in new terminals.
    UseToolchain { goroot: PathBuf },
    /// A cleaning, into quarantine.
    Clean(Wish),
    /// Damaged modules go from the module cache; go fetches them again.
    RepairModules,
    /// Programs are built anew with the Go at hand.
    RebuildPrograms { programs: Vec<PathBuf> },
}

impl Remedy {
    /// The stable name.
    #[must_use]
    pub fn id(&self) -> &'static str {
        match self {
            Remedy::Settings(Draft::Edits(edits)) if edits.iter().all(|edit| edit.value.is_none()) => "unset",
            Remedy::Settings(_) => "set",
            Remedy::Profile { .. } => "profile",
            Remedy::Mode { .. } => "mode",
            Remedy::InstallToolchain { .. } => "install-toolchain",
            Remedy::UseToolchain { .. } => "use-toolchain",
            Remedy::Clean(_) => "clean",
            Remedy::RepairModules => "repair-modules",
            Remedy::RebuildPrograms { .. } => "rebuild-programs",
        }
    }
}

/// The mode of a file that is for its owner alone.
pub const FOR_OWNER: u32 = 0o600;

/// [`Remedy::Mode`], done: nobody but its owner may read the file. Tells the mode that it had, which
/// [`restore_mode`] takes.
///
/// # Errors
/// It is not there or not this account's, or the system has no modes.
pub fn close_to_others(file: &Path) -> io::Result<u32> {
    rights::set_mode(file, FOR_OWNER)
}

/// Takes [`close_to_others`] back.
///
/// # Errors
/// As there.
pub fn restore_mode(file: &Path, before: u32) -> io::Result<()> {
    rights::set_mode(file, before).map(drop)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_closed_to_others_and_opened_again() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("netrc");
        std::fs::write(&file, "machine a.com login x password y\n").unwrap();
        let mode = || rights::mode(&std::fs::metadata(&file).unwrap()).unwrap();
        rights::set_mode(&file, 0o644).unwrap();
        let before = close_to_others(&file).unwrap();
        assert_eq!((before, mode()), (0o644, FOR_OWNER));
        restore_mode(&file, before).unwrap();
        assert_eq!(mode(), 0o644);
        assert!(close_to_others(&dir.path().join("gone")).is_err());
    }
}
