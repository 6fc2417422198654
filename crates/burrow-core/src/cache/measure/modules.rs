//! The module cache: folder by folder, and each module that is unpacked as one.

use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use bstr::{BString, ByteSlice};
use go_rules::cache::modules::{self, File, Folder, Part, is_toolchain};
use go_rules::module::ModuleVersion;

use super::row::{Row, Shape};
use super::scope::{Looked, Passed, Scope};
use crate::cache::Kind;
use crate::tree::{Facts, RootError, Visit, WalkError, walk};

/// Looks at every file.
pub fn look(scope: &Scope<'_>) -> Result<Looked, WalkError> {
    let look = Look { rows: Mutex::default(), modules: Mutex::default(), passed: Mutex::default(), scope };
    let first = |facts: &Facts| look.enter(modules::folder(scope.elements()), scope.from.into(), facts);
    walk(&scope.folder().map_err(RootError::from)?, &look, first, scope.pace, scope.cancel)?;
    let mut rows = look.rows.into_inner().unwrap_or_else(PoisonError::into_inner);
    let modules = look.modules.into_inner().unwrap_or_else(PoisonError::into_inner);
    rows.extend(modules.into_iter().filter_map(|module| {
        Arc::into_inner(module).map(|row| row.into_inner().unwrap_or_else(PoisonError::into_inner))
    }));
    rows.iter_mut().for_each(|row| row.read_at = scope.at);
    Ok(Looked { rows, passed: look.passed.into_inner().unwrap_or_else(PoisonError::into_inner) })
}

struct Look<'a> {
    rows: Mutex<Vec<Row>>,
    modules: Mutex<Vec<Arc<Mutex<Row>>>>,
    passed: Mutex<Vec<Passed>>,
    scope: &'a Scope<'a>,
}

/// A folder while it is read.
enum Inside {
    /// In no module.
    Plain { place: Folder, row: Row, versions: HashMap<BString, usize> },
    /// In a module that is unpacked: what is counted goes to the row of the module.
    Module { module: Arc<Mutex<Row>>, own: Row },
}

impl Inside {
    fn plain(place: Folder, path: BString, facts: &Facts) -> Inside {
        let shape = match &place {
            Folder::Path(_) => Shape::Path,
            Folder::Download(_) | Folder::Versions(_) => Shape::Of(download_kind(&place)),
            Folder::Sumdb => Shape::Of(Kind::Sumdb),
            Folder::Vcs => Shape::Of(Kind::Vcs),
            _ => Shape::Of(Kind::Other),
        };
        Inside::Plain { row: Row::new(path, facts, shape), place, versions: HashMap::new() }
    }

    /// The folder itself counts as a part of the module.
    fn module(module: Arc<Mutex<Row>>, facts: &Facts) -> Inside {
        let mut own = Row::new(BString::default(), facts, Shape::Module);
        let count = own.begin(Kind::Modules, None);
        own.counts[count].size.disk_bytes = std::mem::take(&mut own.own);
        Inside::Module { module, own }
    }
}

fn download_kind(place: &Folder) -> Kind {
    let module = place.downloaded().unwrap_or_default();
    if is_toolchain(&module) { Kind::Toolchains } else { Kind::Downloads }
}

impl Look<'_> {
    fn enter(&self, place: Folder, path: BString, facts: &Facts) -> Inside {
        match place {
            Folder::Module(version) => self.begin(version, path, facts),
            place => Inside::plain(place, path, facts),
        }
    }

    /// Begins the row of a module.
    fn begin(&self, version: ModuleVersion, path: BString, facts: &Facts) -> Inside {
        let kind = if is_toolchain(&version.module) { Kind::Toolchains } else { Kind::Modules };
        let mut row = Row::new(path, facts, Shape::Module);
        row.own = 0;
        let count = row.begin(kind, Some(version));
        row.counts[count].fetched(u8::MAX, facts.modified);
        let module = Arc::new(Mutex::new(row));
        self.modules.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::clone(&module));
        Inside::module(module, facts)
    }

    fn grow(&self, row: &Row) {
        if let Some(grown) = self.scope.grown {
            grown.add(row.size());
        }
    }

    fn keep(&self, folder: Inside, unread: u64) {
        match folder {
            Inside::Plain { mut row, .. } => {
                row.unread = unread;
                self.grow(&row);
                self.rows.lock().unwrap_or_else(PoisonError::into_inner).push(row);
            }
            Inside::Module { module, own } => {
                self.grow(&own);
                let mut row = module.lock().unwrap_or_else(PoisonError::into_inner);
                row.unread += unread;
                row.named.extend(own.named);
                for (sum, more) in row.counts.iter_mut().zip(own.counts) {
                    sum.size += more.size;
                    more.oldest.into_iter().chain(more.newest).for_each(|time| sum.see(time));
                }
            }
        }
    }
}

impl Visit for Look<'_> {
    type Folder = Inside;

    fn file(&self, folder: &mut Inside, name: &[u8], facts: &Facts) {
        match folder {
            Inside::Module { own, .. } => own.add(0, facts, None),
            Inside::Plain { place, row, versions } => {
                let count = match place.file(name) {
                    File::Sumdb => row.of_kind(Kind::Sumdb),
                    File::Vcs => row.of_kind(Kind::Vcs),
                    File::OfVersion { version, part } => {
                        let count = of_version(place, row, versions, version);
                        row.counts[count].has_hash |= part == Part::ZipHash;
                        row.counts[count].is_partial |= part == Part::Partial;
                        if let Some(rank) = rank(part) {
                            row.counts[count].fetched(rank, facts.modified);
                        }
                        count
                    }
                    File::List | File::Download => of_version(place, row, versions, BString::default()),
                    File::InModule | File::Lock | File::Stray => row.of_kind(Kind::Other),
                };
                row.add(count, facts, None);
            }
        }
    }

    fn folder(&self, parent: &mut Inside, name: &[u8], facts: &Facts) -> Option<Inside> {
        match parent {
            Inside::Module { module, .. } => Some(Inside::module(Arc::clone(module), facts)),
            Inside::Plain { place: Folder::Root, .. } if name == super::NOT_THE_CACHE_S => None,
            Inside::Plain { place, row, .. } => {
                let path = row.below(name);
                if (self.scope.not)(path.as_bstr()) {
                    self.passed.lock().unwrap_or_else(PoisonError::into_inner).push((path, *facts));
                    return None;
                }
                Some(self.enter(place.folder(name), path, facts))
            }
        }
    }

    fn read(&self, folder: Inside) {
        self.keep(folder, 0);
    }

    fn unread(&self, folder: Inside, why: &io::Error) {
        self.keep(folder, u64::from(why.kind() != io::ErrorKind::NotFound));
    }
}

/// The count of a version's files in this folder.
fn of_version(
    place: &Folder,
    row: &mut Row,
    versions: &mut HashMap<BString, usize>,
    version: BString,
) -> usize {
    if let Some(count) = versions.get(&version) {
        return *count;
    }
    let module = place.downloaded().unwrap_or_default();
    let count = row.begin(download_kind(place), Some(ModuleVersion { module, version: version.clone() }));
    versions.insert(version, count);
    count
}

/// How well the time of a file tells when the version came.
fn rank(part: Part) -> Option<u8> {
    match part {
        Part::Zip => Some(0),
        Part::ZipHash => Some(1),
        Part::Info => Some(2),
        Part::Mod => Some(3),
        Part::Lock | Part::Partial | Part::Temporary | Part::Unknown => None,
    }
}
