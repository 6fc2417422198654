//! GOCACHE: entries in their 256 folders, the inputs that fuzzing has found, `log.txt`.

use std::path::Path;

use go_rules::cache::record;
use rayon::prelude::*;

use super::read::{self, Form, Name, Open};
use super::{Grown, LeftReason, Survey, SurveyError, Trouble, What, each_folder, root, weigh};
use crate::cache::Kind;
use crate::cache::plan::names::{Entry, Hash, QUARANTINE, entry, is_bucket, is_fuzz_input};
use crate::job::{Cancel, Cancelled};
use crate::system::volume::is_remote;
use crate::tree::dir::Unmoved;

/// What Go keeps at the top and no cleaning takes.
const GOS_OWN: [&str; 3] = ["README", "trim.txt", "testexpire.txt"];

/// What is to be looked at.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::cache::plan) struct BuildAreas {
    /// `00` … `ff` and `log.txt`.
    pub entries: bool,
    /// A folder of entries that holds nothing else is told as one.
    pub whole: bool,
    /// Which output each record points to.
    pub records: bool,
    /// `fuzz/`
    pub fuzz: bool,
}

/// Looks at the build cache; a missing one holds nothing.
pub(in crate::cache::plan) fn build_cache(
    path: &Path,
    areas: BuildAreas,
    cancel: &Cancel,
) -> Result<Survey, SurveyError> {
    let Some((open, mut grown, names)) = root(path)? else { return Ok(Survey::default()) };
    let (mut buckets, mut fuzz) = (Vec::new(), Vec::new());
    for name in names {
        match name.name.as_encoded_bytes() {
            own if is_bucket(own) && name.form == Form::Folder => buckets.push(name),
            b"fuzz" if name.form == Form::Folder => fuzz.push(name),
            b"log.txt" if name.form == Form::File => {
                if areas.entries {
                    grown.unit(name, What::Log);
                }
            }
            own if GOS_OWN.iter().any(|gos| gos.as_bytes() == own) => {}
            own if own == QUARANTINE.as_bytes() => {}
            _ => grown.stray(name),
        }
    }
    if areas.entries {
        if areas.whole {
            buckets = whole_buckets(&mut grown, &open, buckets, cancel);
        }
        each_folder(&mut grown, &open, buckets, |open, name| bucket(open, name, areas.records, cancel))?;
    }
    if areas.fuzz {
        each_folder(&mut grown, &open, fuzz, |open, name| corpus(open, name, cancel))?;
    }
    Ok(grown.planted())
}

/// Tells the folders that hold entries and nothing else; the others are given back, to be looked at name by name.
fn whole_buckets(grown: &mut Grown, open: &Open, buckets: Vec<Name>, cancel: &Cancel) -> Vec<Name> {
    // Another machine may write there, and what this one remembers of its folders may be old.
    let is_here = is_remote(open.path()) == Some(false);
    let looked: Vec<_> = buckets
        .into_par_iter()
        .map(|mut name| {
            let whole = open.folder(&name.name).map_err(Trouble::from);
            let whole = whole.and_then(|inner| whole_bucket(&inner, &mut name, cancel));
            (name, whole.ok().flatten())
        })
        .collect();
    let mut apart = Vec::new();
    for (name, whole) in looked {
        match whole {
            Some(unmoved) => grown.unit(name, What::Entries(unmoved.filter(|_| is_here))),
            None => apart.push(name),
        }
    }
    apart
}

/// Adds what its entries take to what the folder takes; `None`: there is none, or something else lies beside them.
fn whole_bucket(open: &Open, own: &mut Name, cancel: &Cancel) -> Result<Option<Option<Unmoved>>, Trouble> {
    cancel.check()?;
    let unmoved = open.unmoved();
    let (mut weight, mut programs) = (own.weight.clone(), Vec::new());
    let (mut entries, mut others) = (false, false);
    open.each(|name, form, facts| {
        match (entry(own.name.as_encoded_bytes(), name.as_encoded_bytes()), form) {
            (Some(_), Form::File) => weight.add(read::weight(facts)),
            (Some(Entry::Output(_)), Form::Folder) => programs.push(Name::of(name, form, facts)),
            _ => others = true,
        }
        entries = true;
    })?;
    if others || !entries {
        return Ok(None);
    }
    for program in programs {
        let inner = open.folder(&program.name)?;
        let mut only_files = true;
        weight.add(program.weight);
        inner.each(|_, form, facts| {
            only_files &= form == Form::File;
            weight.add(read::weight(facts));
        })?;
        if !only_files {
            return Ok(None);
        }
    }
    own.weight = weight;
    Ok(Some(unmoved))
}

fn bucket(open: &Open, own: Name, records: bool, cancel: &Cancel) -> Result<Grown, Trouble> {
    cancel.check()?;
    let mut grown = Grown::at(open, own.weight.clone(), Some(Kind::Build));
    for name in open.names()? {
        match (entry(own.name.as_encoded_bytes(), name.name.as_encoded_bytes()), name.form) {
            (Some(Entry::Record), Form::File) => {
                let output = if records { output_of(open, &name) } else { None };
                grown.unit(name, What::Record(output));
            }
            (Some(Entry::Output(hash)), Form::File) => grown.unit(name, What::Output(hash)),
            (Some(Entry::Output(hash)), Form::Folder) => executable(&mut grown, open, name, hash, cancel)?,
            _ => grown.stray(name),
        }
    }
    Ok(grown)
}

/// The output that a record points to; `None`: go takes it for no entry.
fn output_of(open: &Open, name: &Name) -> Option<Hash> {
    let text = open.begin_of(&name.name, record::LEN + 1).ok()?;
    record::parse(&text).map(|record| record.output)
}

/// From Go 1.24 on an output that is run is a folder with the program in it. Go looks at the time of the folder.
fn executable(
    grown: &mut Grown,
    open: &Open,
    mut name: Name,
    hash: Hash,
    cancel: &Cancel,
) -> Result<(), Cancelled> {
    let inner = open.folder(&name.name).and_then(|inner| inner.names());
    match inner.map_err(Trouble::from).and_then(|names| Ok((names, weigh(open, &name, cancel)?))) {
        Err(trouble) => grown.trouble(name.name, &trouble)?,
        Ok((names, _)) if names.iter().any(|below| below.form != Form::File) => {
            grown.stays(name.name, LeftReason::Stray);
        }
        Ok((names, weight)) => {
            let youngest = names.iter().map(|below| below.modified).max();
            name.modified = youngest.map_or(name.modified, |youngest| youngest.max(name.modified));
            name.weight = weight;
            grown.unit(name, What::Output(hash));
        }
    }
    Ok(())
}

/// `fuzz/<import path>/<FuzzName>/<hash>`
fn corpus(open: &Open, own: Name, cancel: &Cancel) -> Result<Grown, Trouble> {
    cancel.check()?;
    let of_a_target = own.name.as_encoded_bytes().starts_with(b"Fuzz");
    let mut grown = Grown::at(open, own.weight, Some(Kind::Fuzz));
    let mut folders = Vec::new();
    for name in open.names()? {
        match name.form {
            Form::Folder => folders.push(name),
            Form::File if of_a_target && is_fuzz_input(name.name.as_encoded_bytes()) => {
                grown.unit(name, What::Fuzz);
            }
            _ => grown.stray(name),
        }
    }
    each_folder(&mut grown, open, folders, |open, name| corpus(open, name, cancel))?;
    Ok(grown)
}
