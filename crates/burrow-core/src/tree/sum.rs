//! What a tree takes in all.

use std::collections::HashSet;
use std::io;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use super::{Facts, Pace, Size, Time, Visit, WalkError, walk};
use crate::job::Cancel;

/// What a tree takes in all, its root included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Whole {
    pub size: Size,
    /// The youngest modification of a file in it.
    pub newest: Option<Time>,
    /// Folders that could not be read: what is in them is not counted.
    pub unread: u64,
}

/// Adds up the tree at `root`, without the folders directly in it whose names are not `wanted`.
///
/// # Errors
/// The root is no folder or cannot be opened; cancelled.
pub fn whole(
    root: &Path,
    wanted: fn(&[u8]) -> bool,
    pace: Pace,
    cancel: &Cancel,
) -> Result<Whole, WalkError> {
    let sum = Sum { whole: Mutex::default(), several_names: Mutex::default(), wanted };
    let first =
        |facts: &Facts| Folder { own: Whole { size: facts.size(), ..Whole::default() }, is_root: true };
    walk(root, &sum, first, pace, cancel)?;
    Ok(sum.whole.into_inner().unwrap_or_else(PoisonError::into_inner))
}

struct Sum {
    whole: Mutex<Whole>,
    /// Files with more than one name that were counted.
    several_names: Mutex<HashSet<u64>>,
    wanted: fn(&[u8]) -> bool,
}

struct Folder {
    own: Whole,
    is_root: bool,
}

impl Sum {
    fn add(&self, folder: &Folder, unread: u64) {
        let mut whole = self.whole.lock().unwrap_or_else(PoisonError::into_inner);
        whole.size += folder.own.size;
        whole.newest = whole.newest.max(folder.own.newest);
        whole.unread += unread;
    }

    fn is_first_name(&self, facts: &Facts) -> bool {
        let mut seen = self.several_names.lock().unwrap_or_else(PoisonError::into_inner);
        facts.names < 2 || seen.insert(facts.inode)
    }
}

impl Visit for Sum {
    type Folder = Folder;

    fn file(&self, folder: &mut Folder, _name: &[u8], facts: &Facts) {
        folder.own.newest = folder.own.newest.max(Some(facts.modified));
        folder.own.size +=
            if self.is_first_name(facts) { facts.size() } else { Size { files: 1, ..Size::default() } };
    }

    fn folder(&self, parent: &mut Folder, name: &[u8], facts: &Facts) -> Option<Folder> {
        let wanted = !parent.is_root || (self.wanted)(name);
        wanted.then(|| Folder { own: Whole { size: facts.size(), ..Whole::default() }, is_root: false })
    }

    fn read(&self, folder: Folder) {
        self.add(&folder, 0);
    }

    fn unread(&self, folder: Folder, why: &io::Error) {
        self.add(&folder, u64::from(why.kind() != io::ErrorKind::NotFound));
    }
}
