//! One folder of a cache, listed with what there is to know of each name. Follows no link.

use std::ffi::{OsStr, OsString};
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::weight::Weight;

/// A folder that is being looked at.
#[derive(Debug)]
pub(super) struct Open {
    path: PathBuf,
    volume: u64,
}

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Folder,
    /// A folder where another volume begins.
    Mount,
    /// Everything else, links included.
    File,
}

/// A name in a folder.
#[derive(Debug)]
pub(super) struct Name {
    pub name: OsString,
    pub form: Form,
    /// Of a folder: its own blocks.
    pub weight: Weight,
    pub modified: SystemTime,
}

impl Open {
    /// The root of a cache, and its own weight.
    pub fn root(path: &Path) -> io::Result<(Open, Weight)> {
        let facts = fs::metadata(path)?;
        if !facts.is_dir() {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        Ok((Open { path: path.to_path_buf(), volume: volume(&facts) }, weight(&facts)))
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A folder in this one.
    pub fn folder(&self, name: &OsStr) -> io::Result<Open> {
        Ok(Open { path: self.path.join(name), volume: self.volume })
    }

    /// The names in it; what vanishes meanwhile is not among them.
    pub fn names(&self) -> io::Result<Vec<Name>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.path)? {
            let entry = entry?;
            let Ok(facts) = entry.metadata() else { continue };
            let form = match facts.is_dir() {
                true if volume(&facts) != self.volume => Form::Mount,
                true => Form::Folder,
                false => Form::File,
            };
            let modified = facts.modified().unwrap_or(SystemTime::UNIX_EPOCH);
            names.push(Name { name: entry.file_name(), form, weight: weight(&facts), modified });
        }
        Ok(names)
    }
}

#[cfg(unix)]
fn volume(facts: &Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt;
    facts.dev()
}

#[cfg(not(unix))]
fn volume(_facts: &Metadata) -> u64 {
    0
}

#[cfg(unix)]
fn weight(facts: &Metadata) -> Weight {
    use std::os::unix::fs::MetadataExt;
    let disk_bytes = facts.blocks() * 512;
    match facts.is_dir() {
        true => Weight::folder(disk_bytes),
        false => Weight::file(facts.len(), disk_bytes, (facts.dev(), facts.ino()), facts.nlink()),
    }
}

#[cfg(not(unix))]
fn weight(facts: &Metadata) -> Weight {
    match facts.is_dir() {
        true => Weight::folder(0),
        false => Weight::file(facts.len(), facts.len(), (0, 0), 1),
    }
}
