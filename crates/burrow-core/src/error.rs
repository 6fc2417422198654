//! Why a question or a change could not be answered. Texts are in `text`; codes here are part of the interface.

use std::path::PathBuf;

use crate::secret::Masked;

/// Why something asked of the core did not happen.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CoreError {
    /// The GOENV file could not be read or written.
    #[error(transparent)]
    Goenv(#[from] GoenvError),
    /// The file or the context changed since the plan was made.
    #[error("the plan was made from an older state")]
    BaseMoved,
    /// No such plan: it was applied, or Burrow was started anew.
    #[error("no such plan")]
    UnknownPlan,
    /// The plan has a check that refuses it, or changes nothing.
    #[error("the plan cannot be applied")]
    NotApplicable,
    /// No such entry in the history.
    #[error("no entry {0} in the history")]
    UnknownEntry(i64),
    /// The history holds nothing that could be taken back.
    #[error("nothing to take back")]
    NothingToUndo,
    /// No such variable in this context.
    #[error("no variable {0}")]
    UnknownVariable(String),
    /// What was pasted is neither the JSON nor the text of `go env`.
    #[error("not the output of go env: {0}")]
    NotGoEnv(NotGoEnv),
    /// A folder that was chosen is not there.
    #[error("no folder {0}")]
    NoFolder(PathBuf),
    /// A folder that was chosen has no Go in it.
    #[error("no go in {0}")]
    NoGo(PathBuf),
    /// `***` stands for a secret that Burrow does not know.
    #[error("the secret in {name} is not known")]
    SecretUnknown {
        name: String,
        /// What was written, masked.
        value: Masked,
    },
    /// `state.db` could not take it.
    #[error("state.db: {0}")]
    Store(String),
    /// Go would not answer here; its own words.
    #[error("{0}")]
    Go(String),
}

/// Why a pasted text is not a `go env`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotGoEnv {
    Empty,
    /// Looks like JSON and is broken, at this line and column.
    BadJson {
        line: usize,
        column: usize,
    },
    /// JSON, but not one object of strings.
    OtherJson,
    /// Neither JSON nor lines `NAME='value'`.
    NeitherForm,
}

impl std::fmt::Display for NotGoEnv {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            NotGoEnv::Empty => write!(f, "empty"),
            NotGoEnv::BadJson { line, column } => write!(f, "broken JSON at {line}:{column}"),
            NotGoEnv::OtherJson => write!(f, "other JSON"),
            NotGoEnv::NeitherForm => write!(f, "neither JSON nor NAME='value' lines"),
        }
    }
}

/// What is wrong with the GOENV file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GoenvError {
    /// Neither a home nor a config directory: Go has no place for the file.
    #[error("no place for the GOENV file")]
    Nowhere,
    #[error("{0} is a directory")]
    Directory(PathBuf),
    /// Not a regular file (a device, a pipe, a socket).
    #[error("{0} is not a regular file")]
    NotAFile(PathBuf),
    #[error("{0} cannot be read")]
    Denied(PathBuf),
    #[error("{0} cannot be written")]
    NotWritable(PathBuf),
    /// Larger than [`crate::env::edit::MAX_BYTES`].
    #[error("{file} is too large: {bytes} bytes")]
    TooLarge { file: PathBuf, bytes: u64 },
    /// It can be read and its variables can be set one by one, but it cannot be edited as text.
    #[error("{file} is not UTF-8 at byte {at}")]
    NotUtf8 { file: PathBuf, at: usize },
    /// A chain of links that does not end.
    #[error("{0} is a link that leads in a circle")]
    LinkLoop(PathBuf),
    /// Another Burrow holds the lock for too long.
    #[error("{0} is being changed by another Burrow")]
    Busy(PathBuf),
    /// Something rewrites the file without a pause.
    #[error("{0} does not hold still")]
    Restless(PathBuf),
    /// The disk said no.
    #[error("{file}: {reason}")]
    Io { file: PathBuf, reason: String },
}
