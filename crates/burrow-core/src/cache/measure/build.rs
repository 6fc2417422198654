//! The build cache, folder by folder.

use std::io;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use bstr::BString;
use go_rules::cache::build::{File, Folder};

use super::growing::Grown;
use super::results::{Entry, tell_results_apart};
use super::row::{Row, Shape, day};
use crate::cache::Kind;
use crate::job::Cancel;
use crate::tree::{Facts, Pace, Visit, WalkError, walk};

/// Looks at every file. `tests`: reads the entries, to tell results of tests apart.
pub fn rows(
    root: &Path,
    tests: bool,
    grown: &Grown<'_>,
    pace: Pace,
    cancel: &Cancel,
) -> Result<Vec<Row>, WalkError> {
    let look = Look { rows: Mutex::default(), tests, grown };
    walk(root, &look, |facts| Inside::new(Folder::Root, BString::default(), facts), pace, cancel)?;
    let mut all = look.rows.into_inner().unwrap_or_else(PoisonError::into_inner);
    if tests {
        tell_results_apart(root, &mut all, cancel)?;
    }
    Ok(all.into_iter().map(|inside| inside.row).collect())
}

struct Look<'a> {
    rows: Mutex<Vec<Inside>>,
    tests: bool,
    grown: &'a Grown<'a>,
}

/// A folder while it is read.
pub struct Inside {
    place: Folder,
    pub row: Row,
    /// Its entries, where they will be read.
    pub entries: Vec<Entry>,
}

impl Inside {
    fn new(place: Folder, path: BString, facts: &Facts) -> Inside {
        let kind = match place {
            Folder::Entries | Folder::Program => Kind::Build,
            Folder::Fuzz => Kind::Fuzz,
            Folder::Root | Folder::Stray => Kind::Other,
        };
        Inside { place, row: Row::new(path, facts, Shape::Of(kind)), entries: Vec::new() }
    }
}

impl Look<'_> {
    fn keep(&self, inside: Inside) {
        self.grown.add(inside.row.size());
        self.rows.lock().unwrap_or_else(PoisonError::into_inner).push(inside);
    }
}

impl Visit for Look<'_> {
    type Folder = Inside;

    fn file(&self, folder: &mut Inside, name: &[u8], facts: &Facts) {
        let what = folder.place.file(name);
        let (kind, day) = match what {
            File::Action | File::Output | File::Program => (Kind::Build, Some(day(facts.modified))),
            File::Fuzz => (Kind::Fuzz, None),
            File::Readme | File::Trim | File::TestExpire | File::Log | File::Stray => (Kind::Other, None),
        };
        let count = folder.row.of_kind(kind);
        let named = (facts.names > 1).then_some(folder.row.named.len());
        folder.row.add(count, facts, day);
        if self.tests && matches!(what, File::Action | File::Output) {
            folder.entries.extend(Entry::of(name, facts, named));
        }
    }

    fn folder(&self, parent: &mut Inside, name: &[u8], facts: &Facts) -> Option<Inside> {
        if parent.place == Folder::Root && name == super::NOT_THE_CACHE_S {
            return None;
        }
        Some(Inside::new(parent.place.folder(name), parent.row.below(name), facts))
    }

    fn read(&self, folder: Inside) {
        self.keep(folder);
    }

    fn unread(&self, mut folder: Inside, why: &io::Error) {
        folder.row.unread = u64::from(why.kind() != io::ErrorKind::NotFound);
        self.keep(folder);
    }
}
