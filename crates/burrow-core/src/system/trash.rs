//! The trash of the person: what is removed here can be brought back by them.

use std::path::{Path, PathBuf};

/// Why something did not go to the trash. It is where it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TrashError {
    /// It is not there.
    #[error("{0} is not there")]
    Missing(PathBuf),
    /// There is no trash for its place, or the system refuses; in its words.
    #[error("{path}: {reason}", path = .path.display())]
    Refused { path: PathBuf, reason: String },
}

/// Moves a file, a folder with all it holds, or a link (never what it leads to) to the trash.
///
/// # Errors
/// It stays where it is: there is no trash for that place, or the person may not.
pub fn to_trash(path: &Path) -> Result<(), TrashError> {
    if path.symlink_metadata().is_err() {
        return Err(TrashError::Missing(path.to_owned()));
    }
    trash::delete(path).map_err(|why| TrashError::Refused { path: path.to_owned(), reason: reason(&why) })
}

/// The system's reason without the crate's wrapping.
fn reason(why: &trash::Error) -> String {
    match why {
        trash::Error::CouldNotAccess { .. } => "permission denied".into(),
        trash::Error::Unknown { description } | trash::Error::Os { description, .. } => description.clone(),
        other => other.to_string(),
    }
}
