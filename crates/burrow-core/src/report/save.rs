//! A report as a file, where a person wants it.

use std::path::{Path, PathBuf};

/// Why there is no such file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {reason}", .file.display())]
pub struct NotWritten {
    pub file: PathBuf,
    /// In the system's words.
    pub reason: String,
}

/// Writes a report over whatever lies there: who named the file was asked about that.
///
/// # Errors
/// [`NotWritten`].
pub fn save(file: &Path, text: &str) -> Result<(), NotWritten> {
    std::fs::write(file, text).map_err(|why| NotWritten { file: file.to_path_buf(), reason: why.to_string() })
}
