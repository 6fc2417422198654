//! The build cache, folder by folder.

use std::io;
use std::sync::{Mutex, PoisonError};

use bstr::{BString, ByteSlice};
use go_rules::cache::build::{self, File, Folder};

use super::results::{Entry, Results, tell_results_apart};
use super::row::{Row, Shape, day};
use super::scope::{Looked, Passed, Scope};
use crate::cache::Kind;
use crate::tree::{Facts, RootError, Visit, WalkError, walk};

/// Looks at every file.
pub fn look(scope: &Scope<'_>) -> Result<Looked, WalkError> {
    let (all, passed) = walked(scope, false)?;
    Ok(looked(scope, all, passed))
}

/// The same, and reads the entries to tell results of tests apart; `known`: what earlier readings have found.
pub fn look_apart(scope: &Scope<'_>, known: &Results) -> Result<(Looked, Results), WalkError> {
    let (mut all, passed) = walked(scope, true)?;
    let results = tell_results_apart(scope, &mut all, known)?;
    Ok((looked(scope, all, passed), results))
}

fn walked(scope: &Scope<'_>, entries: bool) -> Result<(Vec<Inside>, Vec<Passed>), WalkError> {
    let look = Look { rows: Mutex::default(), passed: Mutex::default(), entries, scope };
    let place = build::folder(scope.elements());
    let first = |facts: &Facts| Inside::new(place, scope.from.into(), facts);
    walk(&scope.folder().map_err(RootError::from)?, &look, first, scope.pace, scope.cancel)?;
    let all = look.rows.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok((all, look.passed.into_inner().unwrap_or_else(PoisonError::into_inner)))
}

fn looked(scope: &Scope<'_>, all: Vec<Inside>, passed: Vec<Passed>) -> Looked {
    Looked { rows: all.into_iter().map(|inside| Row { read_at: scope.at, ..inside.row }).collect(), passed }
}

struct Look<'a> {
    rows: Mutex<Vec<Inside>>,
    passed: Mutex<Vec<Passed>>,
    /// They will be read.
    entries: bool,
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
        if self.entries && matches!(what, File::Action | File::Output) {
            folder.entries.extend(Entry::of(name, facts, named));
        }
    }

    fn folder(&self, parent: &mut Inside, name: &[u8], facts: &Facts) -> Option<Inside> {
        if parent.place == Folder::Root && name == super::NOT_THE_CACHE_S {
            return None;
        }
        let path = parent.row.below(name);
        if (self.scope.not)(path.as_bstr()) {
            self.passed.lock().unwrap_or_else(PoisonError::into_inner).push((path, *facts));
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
