//! The door through which rules ask about files. `burrow-core/src/system` answers from the disk, tests from memory.

mod one_look;

use bstr::{BStr, BString};

pub use one_look::OneLook;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    File { executable: bool },
    Directory,
    Other,
}

/// Why a file could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadError {
    Missing,
    Denied,
    Directory,
    /// Something on the way to it is a file.
    BelowAFile,
    /// Links that lead in a circle.
    LinkLoop,
    TooLarge,
    Other,
}

impl ReadError {
    /// The deed that fails and why, in the words of Go on Unix.
    pub(crate) fn deed_and_reason(self) -> (&'static str, &'static str) {
        match self {
            ReadError::Missing => ("open", "no such file or directory"),
            ReadError::Denied => ("open", "permission denied"),
            ReadError::Directory => ("read", "is a directory"),
            ReadError::BelowAFile => ("open", "not a directory"),
            ReadError::LinkLoop => ("open", "too many levels of symbolic links"),
            ReadError::TooLarge => ("read", "file too large"),
            ReadError::Other => ("open", "input/output error"),
        }
    }
}

/// What a rule may ask of the disk. Paths are the bytes Go would use (WTF-8 on Windows). Links are followed
/// unless a method says otherwise.
pub trait Files {
    fn kind(&self, path: &BStr) -> Option<FileKind>;
    /// The whole file.
    fn read(&self, path: &BStr) -> Result<Vec<u8>, ReadError>;
    /// `len` bytes from `offset` (fewer at the end): executables are not read whole.
    fn read_at(&self, path: &BStr, offset: u64, len: usize) -> Result<Vec<u8>, ReadError>;
    /// The path with every link resolved (`filepath.EvalSymlinks`).
    fn canonical(&self, path: &BStr) -> Option<BString>;
    /// Whether both are the same file (`os.SameFile`).
    fn same(&self, a: &BStr, b: &BStr) -> bool;
    /// Names in a directory, sorted; empty when it cannot be read.
    fn list(&self, dir: &BStr) -> Vec<BString>;
    /// Whether a directory has a name, whatever it stands for: also a link that leads nowhere.
    fn has_name(&self, dir: &BStr, name: &BStr) -> bool {
        self.list(dir).iter().any(|known| known == name)
    }
}

#[cfg(any(test, feature = "memory-files"))]
pub mod memory;
