//! A fresh look at a cache: every file and folder that a cleaning could take as one, what it is, what it takes and when
//! it was used, and what lies between them and stays. Judges nothing.

mod build_cache;
mod module_cache;
mod read;
mod weight;

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use go_rules::module::ModuleVersion;
use rayon::prelude::*;

use self::read::{Form, Name, Open};
use super::LeftReason;
use super::names::{Hash, Part, QUARANTINE};
use crate::cache::Kind;
use crate::job::{Cancel, Cancelled};
use crate::tree::Size;
use crate::tree::dir::Unmoved;

pub(super) use build_cache::{BuildAreas, build_cache};
pub(super) use module_cache::{ModuleAreas, module_cache};
pub(super) use weight::{Weight, sizes};

/// What there is in a cache, as far as it was asked for.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// A folder comes before those in it. The first is the root of the cache.
    pub folders: Vec<Folder>,
    pub units: Vec<Unit>,
    pub stays: Vec<Stay>,
}

/// A folder that holds units.
#[derive(Debug)]
pub(super) struct Folder {
    pub path: PathBuf,
    pub parent: Option<usize>,
    /// Its own blocks.
    pub weight: Weight,
    /// What it holds; `None`: it stays, whatever goes of what is in it.
    pub holds: Option<Kind>,
}

/// What is wholly taken or wholly left.
#[derive(Debug)]
pub(super) struct Unit {
    pub folder: usize,
    pub name: OsString,
    pub what: What,
    pub weight: Weight,
    /// Of the build cache: its last use.
    pub modified: SystemTime,
}

/// Something in a folder of units that no cleaning takes.
#[derive(Debug)]
pub(super) struct Stay {
    pub folder: usize,
    pub name: OsString,
    pub reason: LeftReason,
}

/// What a unit is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    /// `-a` of the build cache; the output that it points to, when it was read and is whole.
    Record(Option<Hash>),
    /// `-d` of the build cache.
    Output(Hash),
    /// `00` … `ff` with nothing but entries in it, all of them; by what it will be known that they still are.
    Entries(Option<Unmoved>),
    /// `log.txt` of the build cache.
    Log,
    /// An input that fuzzing has found.
    Fuzz,
    /// A module, unpacked.
    Unpacked(ModuleVersion),
    /// A file of one of its downloads.
    Download(ModuleVersion, Part),
    /// `@v/list`: the versions of a module that were downloaded.
    List { toolchain: bool },
    /// A file of no version that go left when it was killed.
    LeftOver,
    /// A clone, or the file that says what it is a clone of; go works in it under this lock.
    Clone { lock: PathBuf },
    /// Of a checksum database.
    SumRecord,
}

impl Survey {
    pub fn path(&self, unit: &Unit) -> PathBuf {
        self.folders[unit.folder].path.join(&unit.name)
    }
}

/// A look at a folder and what is below it, before the numbers of folders are known.
#[derive(Debug)]
struct Grown {
    path: PathBuf,
    weight: Weight,
    holds: Option<Kind>,
    units: Vec<(OsString, What, Weight, SystemTime)>,
    stays: Vec<(OsString, LeftReason)>,
    below: Vec<Grown>,
}

impl Grown {
    fn at(open: &Open, weight: Weight, holds: Option<Kind>) -> Grown {
        let path = open.path().to_path_buf();
        Grown { path, weight, holds, units: Vec::new(), stays: Vec::new(), below: Vec::new() }
    }

    fn unit(&mut self, name: Name, what: What) {
        self.units.push((name.name, what, name.weight, name.modified));
    }

    fn stays(&mut self, name: OsString, reason: LeftReason) {
        self.stays.push((name, reason));
    }

    fn stray(&mut self, name: Name) {
        let reason = if name.form == Form::Mount { LeftReason::Mount } else { LeftReason::Stray };
        self.stays.push((name.name, reason));
    }

    /// A name that could not be looked at.
    fn trouble(&mut self, name: OsString, trouble: &Trouble) -> Result<(), Cancelled> {
        match trouble {
            Trouble::Cancelled => return Err(Cancelled),
            Trouble::Gone => {}
            Trouble::Unreadable => self.stays.push((name, LeftReason::Unreadable)),
            Trouble::Mount => self.stays.push((name, LeftReason::Mount)),
        }
        Ok(())
    }

    fn planted(self) -> Survey {
        let mut survey = Survey::default();
        let mut rest = vec![(self, None)];
        while let Some((grown, parent)) = rest.pop() {
            let folder = survey.folders.len();
            let Grown { path, weight, holds, units, stays, below } = grown;
            survey.folders.push(Folder { path, parent, weight, holds });
            let unit = |(name, what, weight, modified)| Unit { folder, name, what, weight, modified };
            survey.units.extend(units.into_iter().map(unit));
            survey.stays.extend(stays.into_iter().map(|(name, reason)| Stay { folder, name, reason }));
            rest.extend(below.into_iter().map(|grown| (grown, Some(folder))));
        }
        survey
    }
}

/// Looks into the folders among `names` at once; what cannot be read stays as it is, and says so.
fn each_folder(
    grown: &mut Grown,
    open: &Open,
    names: Vec<Name>,
    look: impl Fn(&Open, Name) -> Result<Grown, Trouble> + Sync,
) -> Result<(), Cancelled> {
    let looked: Vec<(OsString, Result<Grown, Trouble>)> = names
        .into_par_iter()
        .map(|name| {
            let own = name.name.clone();
            let inner = open.folder(&own).map_err(Trouble::from);
            (own, inner.and_then(|inner| look(&inner, name)))
        })
        .collect();
    for (name, result) in looked {
        match result {
            Ok(one) => grown.below.push(one),
            Err(trouble) => grown.trouble(name, &trouble)?,
        }
    }
    Ok(())
}

/// What a folder takes with all that is in it, whatever that is. All of it or nothing: what cannot be looked at cannot be
/// planned.
fn weigh(parent: &Open, name: &Name, cancel: &Cancel) -> Result<Weight, Trouble> {
    cancel.check()?;
    let open = parent.folder(&name.name)?;
    let mut weight = name.weight.clone();
    let (mut folders, mut mount) = (Vec::new(), false);
    open.each(|name, form, facts| match form {
        Form::Folder => folders.push(Name::of(name, form, facts)),
        Form::Mount => mount = true,
        Form::File | Form::Other => weight.add(read::weight(facts)),
    })?;
    if mount {
        return Err(Trouble::Mount);
    }
    let below = folders.into_par_iter().map(|name| weigh(&open, &name, cancel));
    below.collect::<Result<Vec<Weight>, Trouble>>()?.into_iter().for_each(|one| weight.add(one));
    Ok(weight)
}

/// As much of it as can be looked at.
fn weigh_seen(parent: &Open, name: &Name, cancel: &Cancel) -> Result<Weight, Cancelled> {
    cancel.check()?;
    let mut weight = name.weight.clone();
    let Ok(open) = parent.folder(&name.name) else { return Ok(weight) };
    let mut folders = Vec::new();
    for name in open.names().unwrap_or_default() {
        match name.form {
            Form::Folder => folders.push(name),
            Form::Mount => {}
            Form::File | Form::Other => weight.add(name.weight),
        }
    }
    let below = folders.into_par_iter().map(|name| weigh_seen(&open, &name, cancel));
    below.collect::<Result<Vec<Weight>, Cancelled>>()?.into_iter().for_each(|one| weight.add(one));
    Ok(weight)
}

/// What a cache takes, all in all. What is mounted in it and what was cleaned are not of it.
pub(super) fn whole_size(path: &Path, cancel: &Cancel) -> Result<Size, SurveyError> {
    let Some((open, grown, names)) = root(path)? else { return Ok(Size::default()) };
    let mut weight = grown.weight;
    for name in names {
        match name.form {
            Form::File | Form::Other => weight.add(name.weight),
            Form::Folder if name.name != QUARANTINE => weight.add(weigh_seen(&open, &name, cancel)?),
            _ => {}
        }
    }
    Ok(weight.whole())
}

/// Why a folder was not looked at.
#[derive(Debug)]
enum Trouble {
    Cancelled,
    /// Somebody took it away meanwhile.
    Gone,
    Unreadable,
    /// Another volume begins in it.
    Mount,
}

impl From<Cancelled> for Trouble {
    fn from(_: Cancelled) -> Trouble {
        Trouble::Cancelled
    }
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Trouble {
        match error.kind() {
            io::ErrorKind::NotFound => Trouble::Gone,
            io::ErrorKind::CrossesDevices => Trouble::Mount,
            _ => Trouble::Unreadable,
        }
    }
}

/// Why a cache could not be looked at.
#[derive(Debug, thiserror::Error)]
pub(super) enum SurveyError {
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// A root that is open, its names and its own weight; `None`: there is no such folder.
fn root(path: &Path) -> io::Result<Option<(Open, Grown, Vec<Name>)>> {
    let (open, weight) = match Open::root(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        opened => opened?,
    };
    let names = open.names()?;
    let grown = Grown::at(&open, weight, None);
    Ok(Some((open, grown, names)))
}
