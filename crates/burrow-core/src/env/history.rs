//! Every change of the GOENV file, Burrow's or anyone's, and the way back.

use std::path::PathBuf;

use crate::secret::Masked;

/// Who changed the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Author {
    /// The app.
    Burrow,
    /// The `burrow` command.
    Command,
    /// `go env -w`, an editor, a script: anything else.
    Outside,
}

/// What happened to one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub name: String,
    /// `None`: no such line.
    pub before: Option<Masked>,
    pub after: Option<Masked>,
}

/// One change of the GOENV file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryEntry {
    pub id: i64,
    /// Unix ms. Of a change made while nobody watched: the file's own time.
    pub at: u64,
    pub author: Author,
    pub file: PathBuf,
    /// Empty when only comments or the order of lines changed.
    pub changes: Vec<Change>,
    pub undoes: Option<i64>,
    pub undone_by: Option<i64>,
    /// It is the newest change of this file.
    pub newest: bool,
}
