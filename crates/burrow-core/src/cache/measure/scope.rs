//! What of a cache is looked through at once: all of it, or one folder without those that are known already.

use std::io;
use std::path::{Path, PathBuf};

use bstr::{BStr, BString};

use super::growing::Grown;
use super::row::Row;
use crate::job::Cancel;
use crate::system::files::path_from_bytes;
use crate::tree::{Facts, Pace, Time};

/// What is looked through.
#[derive(Clone, Copy)]
pub struct Scope<'a> {
    pub root: &'a Path,
    /// The folder to begin with, from the root.
    pub from: &'a BStr,
    /// Folders (from the root) that are not entered: they are asked for by themselves.
    pub not: &'a (dyn Fn(&BStr) -> bool + Sync),
    /// When the look begins.
    pub at: Time,
    pub pace: Pace,
    pub cancel: &'a Cancel,
    pub grown: Option<&'a Grown<'a>>,
}

/// A folder (from the root) that was not entered, and what was told of it.
pub type Passed = (BString, Facts);

/// What was found.
#[derive(Debug, Default)]
pub struct Looked {
    pub rows: Vec<Row>,
    pub passed: Vec<Passed>,
}

impl Scope<'_> {
    /// The folder to begin with.
    ///
    /// # Errors
    /// This system has no file of that name.
    pub fn folder(&self) -> io::Result<PathBuf> {
        let below = path_from_bytes(self.from).ok_or(io::ErrorKind::NotFound)?;
        Ok(if self.from.is_empty() { self.root.to_path_buf() } else { self.root.join(below) })
    }

    /// The elements of the way to it.
    pub fn elements(&self) -> impl Iterator<Item = &[u8]> {
        self.from.split(|b| *b == b'/').filter(|element| !element.is_empty())
    }
}
