//! One folder of a cache, listed with what there is to know of each name.

use std::ffi::{OsStr, OsString};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::weight::Weight;
use crate::system::clock;
use crate::tree::dir::{Dir, Facts, Form as DiskForm, Unmoved};

/// A folder that is being looked at.
#[derive(Debug)]
pub(super) struct Open {
    path: PathBuf,
    dir: Dir,
}

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Folder,
    /// A folder or a file that is mounted there.
    Mount,
    File,
    /// A link, a pipe: go makes none.
    Other,
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

impl Name {
    pub fn of(name: &OsStr, form: Form, facts: &Facts) -> Name {
        Name { name: name.into(), form, weight: weight(facts), modified: facts.modified }
    }
}

impl Open {
    /// The root of a cache, and its own weight.
    pub fn root(path: &Path) -> io::Result<(Open, Weight)> {
        let dir = Dir::open(path)?;
        let weight = weight(&dir.facts()?);
        Ok((Open { path: path.to_path_buf(), dir }, weight))
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A folder in this one.
    pub fn folder(&self, name: &OsStr) -> io::Result<Open> {
        Ok(Open { path: self.path.join(name), dir: self.dir.folder(name)? })
    }

    /// The first bytes of a file in it.
    pub fn begin_of(&self, name: &OsStr, most: usize) -> io::Result<Vec<u8>> {
        let mut text = Vec::with_capacity(most);
        self.dir.read(name)?.take(most as u64).read_to_end(&mut text)?;
        Ok(text)
    }

    /// The names in it; what vanishes meanwhile is not among them.
    pub fn names(&self) -> io::Result<Vec<Name>> {
        let mut names = Vec::new();
        self.each(|name, form, facts| {
            names.push(Name::of(name, form, facts));
        })?;
        Ok(names)
    }

    /// Tells the names in it one by one.
    pub fn each(&self, mut tell: impl FnMut(&OsStr, Form, &Facts)) -> io::Result<()> {
        self.dir.each(|name, facts| {
            let form = match facts.form {
                _ if facts.is_mount => Form::Mount,
                DiskForm::Folder => Form::Folder,
                DiskForm::File => Form::File,
                DiskForm::Link | DiskForm::Other => Form::Other,
            };
            tell(name, form, facts);
        })
    }

    /// By what it will be known that its names are those that are read from now on.
    pub fn unmoved(&self) -> Option<Unmoved> {
        Unmoved::of(&self.dir.facts().ok()?, clock::now())
    }
}

pub(super) fn weight(facts: &Facts) -> Weight {
    match facts.form {
        DiskForm::Folder => Weight::folder(facts.disk_bytes),
        DiskForm::File | DiskForm::Link => {
            Weight::file(facts.bytes, facts.disk_bytes, facts.identity, facts.names)
        }
        DiskForm::Other => Weight::file(0, facts.disk_bytes, facts.identity, facts.names),
    }
}
