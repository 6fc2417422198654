//! GOMODCACHE: unpacked modules in their path folders, and what lies in `cache/`.

use std::path::Path;

use bstr::ByteSlice;
use rayon::prelude::*;

use super::read::{Form, Name, Open};
use super::{Grown, LeftReason, Survey, SurveyError, Trouble, What, each_folder, root, weigh};
use crate::cache::Kind;
use crate::cache::plan::names::{
    Part, QUARANTINE, TOOLCHAIN, in_downloads, is_hash, is_left_of_list, is_sum_record, module_of, unpacked,
};
use crate::job::{Cancel, Cancelled};

/// What is to be looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::cache::plan) struct ModuleAreas {
    /// What is unpacked: whether it is there.
    pub unpacked: bool,
    /// What modules take, unpacked.
    pub modules: bool,
    /// What toolchains take, unpacked.
    pub toolchains: bool,
    pub downloads: bool,
    pub vcs: bool,
    pub sumdb: bool,
    /// The locks of versions are told: folders with one stay.
    pub locks: bool,
}

/// Looks at the module cache; a missing one holds nothing.
pub(in crate::cache::plan) fn module_cache(
    path: &Path,
    areas: ModuleAreas,
    cancel: &Cancel,
) -> Result<Survey, SurveyError> {
    let Some((open, mut grown, names)) = root(path)? else { return Ok(Survey::default()) };
    let look = Look { areas, cancel };
    let (mut folders, mut own) = (Vec::new(), Vec::new());
    for name in names {
        match name.name.as_encoded_bytes() {
            b"cache" if name.form == Form::Folder => {
                if areas.downloads || areas.vcs || areas.sumdb {
                    own.push(name);
                }
            }
            bytes if bytes == QUARANTINE.as_bytes() => {}
            _ if !areas.unpacked => {}
            _ if name.form == Form::Folder => folders.push(name),
            _ => look.stray(&mut grown, name),
        }
    }
    look.modules(&mut grown, &open, folders, b"")?;
    each_folder(&mut grown, &open, own, |open, name| look.cache(open, name))?;
    Ok(grown.planted())
}

struct Look<'a> {
    areas: ModuleAreas,
    cancel: &'a Cancel,
}

impl Look<'_> {
    /// A stray among unpacked modules: told only to who asked for those.
    fn stray(&self, grown: &mut Grown, name: Name) {
        if self.areas.modules {
            grown.stray(name);
        }
    }

    /// The folders in a path folder: a module each, or a further step of the path.
    fn modules(
        &self,
        grown: &mut Grown,
        open: &Open,
        folders: Vec<Name>,
        below: &[u8],
    ) -> Result<(), Cancelled> {
        let (modules, steps): (Vec<Name>, Vec<Name>) =
            folders.into_iter().partition(|name| name.name.as_encoded_bytes().contains(&b'@'));
        each_module(self, grown, open, modules, below)?;
        each_folder(grown, open, steps, |open, name| {
            self.cancel.check()?;
            let below = joined(below, &name.name);
            let mut grown = Grown::at(open, name.weight, Some(Kind::Modules));
            let mut folders = Vec::new();
            for name in open.names()? {
                match name.form {
                    Form::Folder => folders.push(name),
                    _ => self.stray(&mut grown, name),
                }
            }
            self.modules(&mut grown, open, folders, &below)?;
            Ok(grown)
        })
    }

    fn cache(&self, open: &Open, own: Name) -> Result<Grown, Trouble> {
        let mut grown = Grown::at(open, own.weight, None);
        let (mut download, mut vcs) = (Vec::new(), Vec::new());
        for name in open.names()? {
            match (name.name.as_encoded_bytes(), name.form) {
                (b"download", Form::Folder) => download.push(name),
                (b"vcs", Form::Folder) => vcs.push(name),
                (b"lock", Form::File) if !self.areas.locks => {}
                (b"lock", Form::File) => grown.stays(name.name, LeftReason::Lock),
                _ => grown.stray(name),
            }
        }
        if self.areas.downloads || self.areas.sumdb {
            each_folder(&mut grown, open, download, |open, name| self.downloads(open, name, b""))?;
        }
        if self.areas.vcs {
            each_folder(&mut grown, open, vcs, |open, name| self.clones(open, name))?;
        }
        Ok(grown)
    }

    /// `cache/download` and the path folders in it.
    fn downloads(&self, open: &Open, own: Name, below: &[u8]) -> Result<Grown, Trouble> {
        self.cancel.check()?;
        // The folder itself is what a module cache is known by.
        let holds = Some(kind_of_download(below)).filter(|_| !below.is_empty());
        let mut grown = Grown::at(open, own.weight, holds);
        let (mut steps, mut versions, mut sumdb) = (Vec::new(), Vec::new(), Vec::new());
        for name in open.names()? {
            match (name.name.as_encoded_bytes(), name.form) {
                (b"sumdb", Form::Folder) if below.is_empty() => sumdb.push(name),
                _ if !self.areas.downloads => {}
                (b"@v", Form::Folder) => versions.push(name),
                (_, Form::Folder) => steps.push(name),
                _ => grown.stray(name),
            }
        }
        each_folder(&mut grown, open, steps, |open, name| {
            let below = joined(below, &name.name);
            self.downloads(open, name, &below)
        })?;
        each_folder(&mut grown, open, versions, |open, name| self.versions(open, name, below))?;
        if self.areas.sumdb {
            each_folder(&mut grown, open, sumdb, |open, name| self.records(open, name, b""))?;
        }
        Ok(grown)
    }

    /// The `@v` of a module.
    fn versions(&self, open: &Open, own: Name, below: &[u8]) -> Result<Grown, Trouble> {
        self.cancel.check()?;
        let mut grown = Grown::at(open, own.weight, Some(kind_of_download(below)));
        let module = module_of(below);
        for name in open.names()? {
            let known = module.as_ref().filter(|_| name.form == Form::File);
            match known.and_then(|module| Some((in_downloads(module, name.name.as_encoded_bytes())?, module)))
            {
                Some(((_, Part::Lock), _)) if !self.areas.locks => {}
                Some(((_, Part::Lock), _)) => grown.stays(name.name, LeftReason::Lock),
                Some(((version, part), _)) => grown.unit(name, What::Download(version, part)),
                None if known.is_some() && name.name == "list" => {
                    grown.unit(name, What::List { toolchain: below == TOOLCHAIN.as_bytes() });
                }
                None if known.is_some() && is_left_of_list(name.name.as_encoded_bytes()) => {
                    grown.unit(name, What::LeftOver);
                }
                None => grown.stray(name),
            }
        }
        Ok(grown)
    }

    /// `cache/vcs`: `<hash>/`, `<hash>.info`, `<hash>.lock`.
    fn clones(&self, open: &Open, own: Name) -> Result<Grown, Trouble> {
        self.cancel.check()?;
        let mut grown = Grown::at(open, own.weight, Some(Kind::Vcs));
        for mut name in open.names()? {
            let bytes = name.name.as_encoded_bytes();
            let (stem, ending) = bytes.split_at(bytes.find_byte(b'.').unwrap_or(bytes.len()));
            let lock = open.path().join([&String::from_utf8_lossy(stem), ".lock"].concat());
            match (is_hash(stem), ending, name.form) {
                (true, b"", Form::Folder) => match weigh(open, &name, self.cancel) {
                    Ok(weight) => {
                        name.weight = weight;
                        grown.unit(name, What::Clone { lock });
                    }
                    Err(trouble) => grown.trouble(name.name, &trouble)?,
                },
                (true, b".info", Form::File) => grown.unit(name, What::Clone { lock }),
                (true, b".lock", Form::File) => grown.stays(name.name, LeftReason::Lock),
                _ => grown.stray(name),
            }
        }
        Ok(grown)
    }

    /// `sumdb/<name>/{lookup,tile}`; the name of a database may have a path.
    fn records(&self, open: &Open, own: Name, below: &[u8]) -> Result<Grown, Trouble> {
        self.cancel.check()?;
        let mut grown = Grown::at(open, own.weight, Some(Kind::Sumdb));
        let mut folders = Vec::new();
        for name in open.names()? {
            match name.form {
                Form::Folder => folders.push(name),
                Form::File if in_database(&joined(below, &name.name)) => grown.unit(name, What::SumRecord),
                _ => grown.stray(name),
            }
        }
        each_folder(&mut grown, open, folders, |open, name| {
            let below = joined(below, &name.name);
            self.records(open, name, &below)
        })?;
        Ok(grown)
    }
}

fn each_module(
    look: &Look<'_>,
    grown: &mut Grown,
    open: &Open,
    modules: Vec<Name>,
    below: &[u8],
) -> Result<(), Cancelled> {
    let looked: Vec<_> = modules
        .into_par_iter()
        .map(|mut name| {
            let Some(version) = unpacked(&joined(below, &name.name)) else { return (name, None) };
            let toolchain = version.module == TOOLCHAIN;
            let wanted = if toolchain { look.areas.toolchains } else { look.areas.modules };
            let result = match wanted {
                true => weigh(open, &name, look.cancel).map(|weight| name.weight = weight),
                false => Ok(()),
            };
            (name, Some((version, result)))
        })
        .collect();
    for (name, module) in looked {
        match module {
            None => look.stray(grown, name),
            Some((version, Ok(()))) => grown.unit(name, What::Unpacked(version)),
            Some((_, Err(trouble))) => grown.trouble(name.name, &trouble)?,
        }
    }
    Ok(())
}

/// What a path folder of `cache/download` is for.
fn kind_of_download(below: &[u8]) -> Kind {
    if below == TOOLCHAIN.as_bytes() { Kind::Toolchains } else { Kind::Downloads }
}

fn in_database(below: &[u8]) -> bool {
    ["lookup/", "tile/"].iter().any(|kind| {
        let begins = below.find_iter(kind).filter(|at| *at > 0 && below[at - 1] == b'/');
        begins.into_iter().any(|at| is_sum_record(&below[at..]))
    })
}

/// A path below the root, with `/` on every system, as module paths have it.
fn joined(below: &[u8], name: &std::ffi::OsStr) -> Vec<u8> {
    let mut path = below.to_vec();
    if !path.is_empty() {
        path.push(b'/');
    }
    path.extend_from_slice(name.as_encoded_bytes());
    path
}
