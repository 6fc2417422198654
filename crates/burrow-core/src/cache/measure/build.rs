//! The build cache, folder by folder.

use std::io;
use std::sync::{Mutex, PoisonError};

use bstr::{BString, ByteSlice};
use go_rules::cache::build::{self, File, Folder};

use super::results::{Entry, tell_results_apart};
use super::row::{Row, Shape, day};
use super::scope::{Looked, Scope};
use crate::cache::Kind;
use crate::tree::{Facts, RootError, Visit, WalkError, walk};

/// Looks at every file. `tests`: reads the entries, to tell results of tests apart.
pub fn look(scope: &Scope<'_>, tests: bool) -> Result<Looked, WalkError> {
    let look = Look { rows: Mutex::default(), passed: Mutex::default(), tests, scope };
    let place = build::folder(scope.elements());
    let first = |facts: &Facts| Inside::new(place, scope.from.into(), facts);
    walk(&scope.folder().map_err(RootError::from)?, &look, first, scope.pace, scope.cancel)?;
    let mut all = look.rows.into_inner().unwrap_or_else(PoisonError::into_inner);
    if tests {
        tell_results_apart(scope.root, &mut all, scope.cancel)?;
    }
    let rows = all.into_iter().map(|inside| Row { read_at: scope.at, ..inside.row }).collect();
    Ok(Looked { rows, passed: look.passed.into_inner().unwrap_or_else(PoisonError::into_inner) })
}

struct Look<'a> {
    rows: Mutex<Vec<Inside>>,
    passed: Mutex<Vec<BString>>,
    tests: bool,
    scope: &'a Scope<'a>,
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
        if let Some(grown) = self.scope.grown {
            grown.add(inside.row.size());
        }
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
        let path = parent.row.below(name);
        if (self.scope.not)(path.as_bstr()) {
            self.passed.lock().unwrap_or_else(PoisonError::into_inner).push(path);
            return None;
        }
        Some(Inside::new(parent.place.folder(name), path, facts))
    }

    fn read(&self, folder: Inside) {
        self.keep(folder);
    }

    fn unread(&self, mut folder: Inside, why: &io::Error) {
        folder.row.unread = u64::from(why.kind() != io::ErrorKind::NotFound);
        self.keep(folder);
    }
}
