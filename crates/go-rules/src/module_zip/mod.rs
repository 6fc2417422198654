//! The zip of a module as Go reads it (`archive/zip/reader.go`), and what Go wants of one before it unpacks it
//! (`golang.org/x/mod/zip`). Reads through [`ReadAt`], unpacks nothing, and believes no length that the file claims.

mod directory;
mod names;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

use std::fmt;

use bstr::{BStr, BString};

pub use directory::{Directory, Entry, Packing};
pub use names::is_file_path;

/// `zip.MaxZipFile`: neither the zip nor what is in it may be larger.
pub const MOST_BYTES: u64 = 500 << 20;
/// `zip.MaxGoMod` and `zip.MaxLICENSE`.
const MOST_OF_ONE: u64 = 16 << 20;

/// Bytes that can be read from any place.
pub trait ReadAt {
    /// How many there are.
    fn size(&self) -> u64;

    /// Reads from `offset` until the buffer is full or the end is met, and says how many bytes that were.
    ///
    /// # Errors
    /// What the disk says.
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> std::io::Result<usize>;
}

impl ReadAt for [u8] {
    fn size(&self) -> u64 {
        self.len() as u64
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> std::io::Result<usize> {
        let from = usize::try_from(offset).unwrap_or(usize::MAX).min(self.len());
        let length = buffer.len().min(self.len() - from);
        buffer[..length].copy_from_slice(&self[from..from + length]);
        Ok(length)
    }
}

/// Why Go cannot take a file for the zip of a module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flaw {
    /// It is no zip, or only a part of one.
    NotAZip,
    /// What an entry says of itself is not so: its place, its length, its checksum.
    BadEntry(BString),
    /// More than Go unpacks.
    TooLarge,
    /// A name that no module has: outside its folder, twice, or none that every system can have.
    BadName(BString),
    /// What the disk says.
    Unreadable(String),
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Flaw::NotAZip => f.write_str("not a valid zip file"),
            Flaw::BadEntry(name) => write!(f, "the entry {name} is damaged"),
            Flaw::TooLarge => f.write_str("more than Go unpacks"),
            Flaw::BadName(name) => write!(f, "no module has the file name {name}"),
            Flaw::Unreadable(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for Flaw {}

impl From<std::io::Error> for Flaw {
    fn from(error: std::io::Error) -> Flaw {
        Flaw::Unreadable(error.to_string())
    }
}

/// Whether Go would unpack these entries (`zip.checkZip`). `prefix`: `module@version/`.
///
/// # Errors
/// The first thing it would refuse.
pub fn check(directory: &Directory, prefix: &BStr) -> Result<(), Flaw> {
    names::check(directory, prefix)
}
