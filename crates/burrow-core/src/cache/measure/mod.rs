//! What a cache holds: bytes on the disk by kind, by module and by age. Reads names and sizes; what is in a file only
//! where test results are to be told apart. Nothing is judged here, and nothing changed.

pub(super) mod build;
mod growing;
pub mod leftovers;
pub(super) mod modules;
pub(super) mod results;
pub(super) mod row;
pub(super) mod scope;
pub(super) mod sum;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use bstr::BStr;

use self::growing::Grown;
use self::results::Results;
use self::row::Row;
use self::scope::Scope;
use super::{Cache, Kind, ModuleVersion, Root, Roots, index};
use crate::job::{Cancel, Cancelled};
use crate::system::clock;
use crate::system::volume::Volume;
use crate::tree::{Pace, RootError, Size, Time, WalkError};

/// What is to be measured.
#[derive(Debug, Clone, Copy)]
pub struct Measure<'a> {
    pub roots: &'a Roots,
    pub cache: Cache,
    /// Whether entries of the build cache are read, to tell results of tests from the rest.
    pub tests: bool,
    /// The folder of Burrow's state, where it remembers what it has measured; `None`: nothing is remembered.
    pub index: Option<&'a Path>,
    /// Whether everything is looked at anew, whatever is remembered.
    pub fresh: bool,
}

/// What a cache holds. The kinds add up to the total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measured {
    pub cache: Cache,
    /// The folder, as go names it.
    pub path: PathBuf,
    /// All of it, the root included.
    pub total: Size,
    /// One row for each of [`Cache::kinds`], in that order.
    pub kinds: Vec<KindRow>,
    /// The module cache by module and version, in that order; files of a module that are of no version, and those of
    /// no module, have an empty version. They add up to the kinds modules, downloads and toolchains in bytes and
    /// files; folders above a version are nobody's.
    pub modules: Vec<ModuleRow>,
    /// The entries of the build cache by their last use, youngest first.
    pub ages: Vec<Age>,
    /// The volume that it is on; `None` where the system does not tell.
    pub disk: Option<Volume>,
    /// Folders that could not be read: what is in them is not counted.
    pub unread: u64,
    /// When the look at the disk began.
    pub at: SystemTime,
    /// When every file was last looked at. Last uses may have moved since; bytes and files are those of `at`.
    pub walked_at: SystemTime,
}

/// One kind of a cache.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindRow {
    pub kind: Kind,
    /// The innermost folder that holds all of it.
    pub path: PathBuf,
    pub size: Size,
    /// The oldest and the youngest modification of its files; in the build cache that is their last use.
    pub oldest: Option<SystemTime>,
    pub newest: Option<SystemTime>,
}

/// One version of a module: its folder, and its files in `cache/download`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModuleRow {
    pub version: ModuleVersion,
    /// All of it.
    pub size: Size,
    /// Its folder alone; nothing when it is not unpacked.
    pub extracted: Size,
    /// When it came: the time of its zip, else of what else there is of it.
    pub fetched_at: Option<SystemTime>,
}

/// Entries of the build cache that were last used on the same day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Age {
    /// Midnights (UTC) between their last use and [`Measured::at`].
    pub days: u32,
    pub size: Size,
}

/// How far a measurement is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Growing {
    pub cache: Cache,
    /// What is counted so far.
    pub size: Size,
}

/// Why nothing was measured.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MeasureError {
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// The variable names no folder: it is off, relative, or nothing tells.
    #[error("there is no folder for this cache")]
    NoFolder,
    /// The root is there and is no folder, or cannot be opened.
    #[error("{}: {why}", .path.display())]
    Unreadable { path: PathBuf, why: String },
}

/// What is looked through on the way: nothing of it is Go's, and none of it is measured.
const NOT_THE_CACHE_S: &[u8] = super::quarantine::NAME.as_bytes();

/// Measures a cache. A folder that is not there holds nothing. `growing` is told what is counted so far, at once and
/// then every few hundredths of a second, from any thread.
///
/// # Errors
/// See [`MeasureError`].
pub fn measure(
    asked: &Measure<'_>,
    cancel: &Cancel,
    growing: &(dyn Fn(&Growing) + Sync),
) -> Result<Measured, MeasureError> {
    measure_by(asked, cancel, growing, index::up_to_date)
}

/// The same for who only looks: it goes by what is remembered, and remembers nothing itself.
///
/// # Errors
/// See [`MeasureError`].
pub fn measure_unkept(asked: &Measure<'_>, cancel: &Cancel) -> Result<Measured, MeasureError> {
    measure_by(asked, cancel, &|_| (), index::up_to_date_unkept)
}

type Known = fn(&Measure<'_>, &Scope<'_>) -> Result<index::Known, WalkError>;

fn measure_by(
    asked: &Measure<'_>,
    cancel: &Cancel,
    growing: &(dyn Fn(&Growing) + Sync),
    known: Known,
) -> Result<Measured, MeasureError> {
    let Root::At(path) = asked.roots.root(asked.cache) else { return Err(MeasureError::NoFolder) };
    let at = clock::now();
    let grown = Grown::new(asked.cache, growing);
    let looked = match dunce::canonicalize(path) {
        Ok(root) => {
            rows(asked, &root, at.into(), (&grown, cancel), known).map_err(|why| failed(why, path))?
        }
        Err(why) if why.kind() == std::io::ErrorKind::NotFound => (Vec::new(), at.into()),
        Err(why) => return Err(unreadable(path, &why)),
    };
    let (rows, walked_at) = looked;
    let rows: Vec<&Row> = rows.iter().collect();
    let measured = sum::measured(asked.cache, path, &rows, at, walked_at);
    grown.tell(measured.total);
    Ok(measured)
}

/// Looks at everything that is not remembered and still so; when everything was last looked at.
fn rows(
    asked: &Measure<'_>,
    root: &Path,
    at: Time,
    (grown, cancel): (&Grown<'_>, &Cancel),
    known: Known,
) -> Result<(Vec<Row>, Time), WalkError> {
    let from = BStr::new("");
    let scope = Scope { root, from, not: &|_| false, at, pace: Pace::Fast, cancel, grown: Some(grown) };
    if asked.tests && asked.cache == Cache::Build {
        return Ok((build::look_apart(&scope, &Results::default())?.0.rows, at));
    }
    let known = known(asked, &scope)?;
    Ok((known.rows.into_values().collect(), known.walked_at))
}

pub(super) fn failed(why: WalkError, path: &Path) -> MeasureError {
    match why {
        WalkError::Cancelled(cancelled) => cancelled.into(),
        WalkError::Root(RootError::Io(why)) => unreadable(path, &why),
        WalkError::Root(why) => MeasureError::Unreadable { path: path.into(), why: why.to_string() },
    }
}

fn unreadable(path: &Path, why: &std::io::Error) -> MeasureError {
    MeasureError::Unreadable { path: path.into(), why: why.to_string() }
}
