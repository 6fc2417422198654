//! A folder for one run, gone afterwards.

use burrow_oracle::stage;
use std::io;
use std::path::{Path, PathBuf};

/// In memory where the system has a folder for that: a case lays and clears dozens of files.
pub struct Scratch(PathBuf);

impl Scratch {
    /// # Errors
    /// When the folder cannot be made.
    pub fn new() -> io::Result<Scratch> {
        let memory = Path::new("/dev/shm");
        Scratch::below(&if cfg!(unix) && memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() })
    }

    /// On a disk, where sizes, times and locks are what they are for people.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn on_disk() -> io::Result<Scratch> {
        Scratch::below(&std::env::temp_dir())
    }

    fn below(parent: &Path) -> io::Result<Scratch> {
        let folder = parent.join(format!("burrow-oracle-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        // Where a link leads there (/tmp on macOS), go would print another path than the one it was given.
        Ok(Scratch(if cfg!(unix) { folder.canonicalize()? } else { folder }))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Err(error) = stage::clear(&self.0) {
            eprintln!("burrow-oracle: {} stays: {error}", self.0.display());
        }
    }
}
