//! Where the team's file of a folder lies, and reading it.

use std::path::{Path, PathBuf};

use super::{NAME, TeamError, TeamFile, read};
use crate::system::plain_file::{NotRead, read_plain};
use crate::toml_file::MOST_BYTES;

/// A file of a team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub file: PathBuf,
    pub team: TeamFile,
}

/// The team's file that counts in a folder: the nearest one, up to the root of the repository; where there is none, up
/// to the go.work or go.mod. `None`: the team proposes nothing.
///
/// # Errors
/// [`TeamError`]: one is there, and is not what a team would have.
pub fn find(folder: &Path) -> Result<Option<Found>, TeamError> {
    for dir in up_to_root(folder) {
        if let Some(found) = find_in(dir)? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// The file in just this folder.
///
/// # Errors
/// [`TeamError`].
pub fn find_in(folder: &Path) -> Result<Option<Found>, TeamError> {
    let file = folder.join(NAME);
    Ok(read_file(&file)?.map(|team| Found { file, team }))
}

/// What a file proposes; `None`: it is not there.
///
/// # Errors
/// [`TeamError`].
pub fn read_file(file: &Path) -> Result<Option<TeamFile>, TeamError> {
    let named = || file.to_path_buf();
    let bytes = match read_plain(file, MOST_BYTES) {
        Ok(bytes) => bytes,
        Err(NotRead::Missing) => return Ok(None),
        Err(NotRead::NotPlain) => return Err(TeamError::NotAFile { file: named() }),
        Err(NotRead::Io(why)) => return Err(TeamError::Io { file: named(), reason: why.to_string() }),
    };
    read(&bytes).map(Some).map_err(|fault| TeamError::Fault { file: named(), fault })
}

/// The folders that may hold it, the nearest first.
fn up_to_root(folder: &Path) -> Vec<&Path> {
    let all: Vec<&Path> = folder.ancestors().collect();
    let last = |names: &[&str]| all.iter().position(|dir| names.iter().any(|name| dir.join(name).exists()));
    let end = last(&[".git"]).or_else(|| last(&["go.work"])).or_else(|| last(&["go.mod"])).unwrap_or(0);
    all.into_iter().take(end + 1).collect()
}

/// The root of the repository that a folder is in; where there is none, the folder of its go.work or go.mod.
pub(super) fn root_of(folder: &Path) -> &Path {
    up_to_root(folder).last().copied().unwrap_or(folder)
}
