//! The door through which rules ask about files. `burrow-core/src/system` answers from the disk, tests from memory.

use bstr::{BStr, BString};

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
    TooLarge,
    Other,
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
}

#[cfg(any(test, feature = "memory-files"))]
pub mod memory;
