//! One cleaning on the disk: its folder in the quarantine, its manifest, what the journal says was finished or made in
//! passing, and which items are held.

use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::manifest::{self, Form, Manifest, Record};
use super::place::Place;
use super::prove::ProvenRoot;
use super::{Cleaning, QuarantineError};
use crate::cache::Cache;
use crate::tree::Size;
use crate::tree::dir::{Dir, Form as DiskForm};

const MANIFEST: &str = "manifest";
const UNFINISHED: &str = "manifest.new";
const JOURNAL: &str = "journal";
/// What the name of a cleaning ends in while it is deleted.
const PURGING: &str = ".purging";
/// More than any manifest is: a million items.
const MOST: u64 = 512 * 1024 * 1024;

/// The name of a folder in the quarantine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    pub id: String,
    pub cache: Cache,
    pub purging: bool,
}

impl Name {
    pub fn text(&self) -> OsString {
        let purging = if self.purging { PURGING } else { "" };
        format!("{}.{}{purging}", self.id, self.cache.id()).into()
    }

    fn of(name: &OsStr) -> Option<Name> {
        let text = name.to_str()?;
        let (text, purging) = match text.strip_suffix(PURGING) {
            Some(text) => (text, true),
            None => (text, false),
        };
        let (id, cache) = text.rsplit_once('.')?;
        let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
        let cache = manifest::cache_of(cache)?;
        (!id.is_empty() && id.bytes().all(plain)).then(|| Name { id: id.to_owned(), cache, purging })
    }
}

/// What the journal says of an item that goes entry by entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    /// All of it lies here, and took this.
    Took(Size),
    /// It is on its way back.
    Back,
}

/// A cleaning held open.
#[derive(Debug)]
pub(super) struct Open {
    pub name: Name,
    pub dir: Dir,
    pub manifest: Manifest,
    journal: Journal,
    /// The journal, once something was written to it.
    written: Option<File>,
}

/// What was finished since the manifest was written.
#[derive(Debug, Default)]
struct Journal {
    records: HashMap<usize, Progress>,
    /// What was made to be locked since somebody was last at work, from the root.
    locks: Vec<PathBuf>,
    /// Nobody was broken off.
    settled: bool,
}

/// The name of an item in its cleaning.
pub(super) fn number(number: usize) -> OsString {
    number.to_string().into()
}

impl Open {
    /// Makes the folder of a cleaning with its manifest; on the disk when this returns. `fresh` are the records that
    /// need a folder of their own beforehand, with the mode and the owner for it.
    ///
    /// # Errors
    /// Nothing was made.
    pub fn begin(
        place: &Place,
        manifest: Manifest,
        fresh: &HashMap<usize, (u32, (u32, u32))>,
    ) -> Result<Open, QuarantineError> {
        let name = Name { id: manifest.id.clone(), cache: manifest.cache, purging: false };
        let made = || -> io::Result<Dir> {
            place.dir.make(&name.text(), 0o700)?;
            let dir = place.dir.folder(&name.text())?;
            for (record, (mode, owner)) in fresh {
                dir.make(&number(*record), 0o700)?;
                let folder = dir.folder(&number(*record))?;
                if folder.facts()?.owner != *owner {
                    folder.set_owner(*owner)?;
                }
                folder.set_mode(*mode)?;
            }
            write_synced(&dir, &manifest.write())?;
            Ok(dir)
        };
        match made() {
            Ok(dir) => Ok(Open { name, dir, manifest, journal: Journal::default(), written: None }),
            Err(why) => {
                remove_unfinished(place, &name);
                Err(QuarantineError::io(&place.path.join(name.text()), &why))
            }
        }
    }

    /// `None`: there is no whole manifest that is this folder's.
    pub fn read(place: &Place, name: &Name) -> io::Result<Option<Open>> {
        let dir = place.dir.folder(&name.text())?;
        let Some(manifest) = read_manifest(&dir)? else { return Ok(None) };
        if manifest.id != name.id || manifest.cache != name.cache {
            return Ok(None);
        }
        let journal = read_journal(&dir, manifest.records.len())?;
        Ok(Some(Open { name: name.clone(), dir, manifest, journal, written: None }))
    }

    /// Notes that all of an item lies here.
    pub fn note_took(&mut self, record: usize, size: Size) -> io::Result<()> {
        self.journal.records.insert(record, Progress::Took(size));
        let Size { bytes, disk_bytes, files, .. } = size;
        self.note(&format!("took {record} {bytes} {disk_bytes} {files}\n"))
    }

    /// Notes that an item goes back, before the first of it does.
    pub fn note_back(&mut self, record: usize) -> io::Result<()> {
        self.journal.records.insert(record, Progress::Back);
        self.note(&format!("back {record}\n"))
    }

    /// Notes that a file is made to be locked, before it is.
    pub fn note_lock(&mut self, path: &Path) -> io::Result<()> {
        self.note(&format!("lock {}\n", manifest::escaped(path)))
    }

    /// Notes that whoever was at work has come to an end.
    pub fn note_settled(&mut self) -> io::Result<()> {
        self.journal.settled = true;
        self.note("end\n")
    }

    /// Notes that somebody is at work again.
    pub fn note_begun(&mut self) -> io::Result<()> {
        self.journal.settled = false;
        self.note("begun\n")
    }

    /// Nobody was broken off at work.
    pub fn is_settled(&self) -> bool {
        self.journal.settled
    }

    /// What somebody who was broken off may have made to be locked, from the root.
    pub fn locks(&self) -> &[PathBuf] {
        &self.journal.locks
    }

    /// Marks the cleaning as one that is being deleted.
    ///
    /// # Errors
    /// It is not marked.
    pub fn into_purging(mut self, place: &Place) -> Result<Open, QuarantineError> {
        let purging = Name { purging: true, ..self.name.clone() };
        // Some systems keep a folder in its place while a file in it is open.
        self.written = None;
        let failed = |why: io::Error| QuarantineError::io(&place.path.join(purging.text()), &why);
        place.dir.put(&self.name.text(), &place.dir, &purging.text()).map_err(failed)?;
        // The path that stands for a handle on some systems is another now.
        self.dir = place.dir.folder(&purging.text()).map_err(failed)?;
        self.name = purging;
        Ok(self)
    }

    fn note(&mut self, line: &str) -> io::Result<()> {
        let mut file = match self.written.take() {
            Some(file) => file,
            None => self.dir.append(OsStr::new(JOURNAL))?,
        };
        file.write_all(line.as_bytes())?;
        self.written = Some(file);
        Ok(())
    }

    /// What the journal says of a record.
    pub fn progress(&self, record: usize) -> Option<Progress> {
        self.journal.records.get(&record).copied()
    }

    /// Whether all of a record lies here; with its size.
    pub fn held(&self, record: usize) -> Option<Size> {
        let of = self.manifest.records.get(record)?;
        let there = self.dir.look(&number(record)).ok().flatten()?;
        match of.form {
            Form::File => (there.form == DiskForm::File).then_some(of.size),
            Form::Folder => (there.form == DiskForm::Folder).then_some(of.size),
            Form::EntryFolder | Form::Entries | Form::TestExpiry => match self.progress(record)? {
                Progress::Took(size) if there.form != DiskForm::Link => Some(size),
                _ => None,
            },
        }
    }

    /// The items of a record that is held: where each was, from the root.
    pub fn items(&self, record: usize) -> Vec<PathBuf> {
        let Some(of) = self.manifest.records.get(record) else { return Vec::new() };
        if of.form != Form::Entries {
            return vec![of.path.clone()];
        }
        let names = self.dir.folder(&number(record)).and_then(|folder| folder.names());
        names.unwrap_or_default().into_iter().map(|name| of.path.join(name)).collect()
    }

    /// Whether anything lies here, finished or not.
    pub fn holds_anything(&self) -> bool {
        (0..self.manifest.records.len()).any(|record| {
            let Ok(Some(there)) = self.dir.look(&number(record)) else { return false };
            let may_be_fresh = match self.manifest.records[record].form {
                Form::Entries => true,
                // One that was taken empty is an item like any other.
                Form::EntryFolder => !matches!(self.progress(record), Some(Progress::Took(_))),
                Form::File | Form::Folder | Form::TestExpiry => false,
            };
            let is_empty =
                || self.dir.folder(&number(record)).and_then(|f| f.names()).is_ok_and(|n| n.is_empty());
            !(may_be_fresh && there.form == DiskForm::Folder && is_empty())
        })
    }

    /// Removes the cleaning when nothing lies in it any more. What Burrow did not put there stays.
    pub fn remove_if_empty(self, place: &Place) -> bool {
        if self.holds_anything() {
            return false;
        }
        for record in 0..self.manifest.records.len() {
            let _ = self.dir.remove_empty(&number(record));
        }
        self.remove_papers(place, None);
        true
    }

    /// Removes manifest and journal, and the folder when nothing else is in it.
    pub fn remove_papers(mut self, place: &Place, lock: Option<File>) {
        drop(lock);
        self.written = None;
        for paper in [JOURNAL, UNFINISHED, MANIFEST] {
            let _ = self.dir.unlink(OsStr::new(paper));
        }
        let _ = place.dir.remove_empty(&self.name.text());
    }

    /// The file that is locked while the cleaning is deleted.
    pub fn lock_file(&self) -> io::Result<File> {
        self.dir.lock_file(OsStr::new(JOURNAL))
    }

    /// As the person sees it; `None` when nothing is held.
    pub fn shown(&self) -> Option<Cleaning> {
        let mut size = Size::default();
        let mut items = Vec::new();
        for record in 0..self.manifest.records.len() {
            if let Some(held) = self.held(record) {
                size += held;
                items.extend(self.items(record).iter().map(|path| self.manifest.root.join(path)));
            }
        }
        let Manifest { id, cache, root, time, .. } = &self.manifest;
        (!items.is_empty()).then(|| Cleaning {
            id: id.clone(),
            cache: *cache,
            root: root.clone(),
            time: *time,
            size,
            items,
        })
    }

    /// The record, where there is one.
    pub fn record(&self, record: usize) -> Option<&Record> {
        self.manifest.records.get(record)
    }
}

fn write_synced(dir: &Dir, bytes: &[u8]) -> io::Result<()> {
    let mut file = dir.create(OsStr::new(UNFINISHED))?;
    file.write_all(bytes)?;
    dir.replace(OsStr::new(UNFINISHED), OsStr::new(MANIFEST))?;
    // After it has its name: one wait for the disk, which takes the folders above it along.
    file.sync_all()
}

/// A folder that never got a whole manifest: nothing was moved into it.
pub(super) fn remove_unfinished(place: &Place, name: &Name) {
    let Ok(dir) = place.dir.folder(&name.text()) else { return };
    if !matches!(read_manifest(&dir), Ok(None)) {
        return;
    }
    let papers = [UNFINISHED, MANIFEST];
    let Ok(names) = dir.names() else { return };
    // Only empty folders go this way.
    let is_paper = |name: &OsString| papers.iter().any(|paper| name == paper);
    let stays = names.iter().filter(|name| !is_paper(name) && dir.remove_empty(name).is_err()).count();
    if stays == 0 {
        for paper in papers {
            let _ = dir.unlink(OsStr::new(paper));
        }
        let _ = place.dir.remove_empty(&name.text());
    }
}

fn read_manifest(dir: &Dir) -> io::Result<Option<Manifest>> {
    let file = match dir.read(OsStr::new(MANIFEST)) {
        Ok(file) => file,
        Err(why) if why.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(why) => return Err(why),
    };
    let mut bytes = Vec::new();
    file.take(MOST).read_to_end(&mut bytes)?;
    Ok(Manifest::read(&bytes))
}

/// A line that was not written to its end says nothing.
fn read_journal(dir: &Dir, records: usize) -> io::Result<Journal> {
    let mut text = String::new();
    match dir.read(OsStr::new(JOURNAL)) {
        Ok(file) => drop(file.take(MOST).read_to_string(&mut text)?),
        Err(why) if why.kind() == io::ErrorKind::NotFound => {}
        Err(why) => return Err(why),
    }
    let mut journal = Journal::default();
    for line in text.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n')) {
        match line {
            "end" | "begun" => {
                journal.settled = line == "end";
                journal.locks.clear();
            }
            line => {
                let noted = progress(line).filter(|(record, _)| *record < records);
                journal.records.extend(noted);
                journal.locks.extend(line.strip_prefix("lock ").and_then(manifest::inside));
            }
        }
    }
    Ok(journal)
}

fn progress(line: &str) -> Option<(usize, Progress)> {
    let mut fields = line.split(' ');
    let word = fields.next()?;
    let record = fields.next()?.parse().ok()?;
    let mut number = || fields.next()?.parse::<u64>().ok();
    match word {
        "took" => {
            let size = Size { bytes: number()?, disk_bytes: number()?, files: number()? };
            Some((record, Progress::Took(size)))
        }
        "back" => Some((record, Progress::Back)),
        _ => None,
    }
}

/// The names of all cleanings in a quarantine, whosever they are.
pub(super) fn names(place: &Place) -> io::Result<Vec<Name>> {
    Ok(place.dir.names()?.iter().filter_map(|name| Name::of(name)).collect())
}

/// The cleanings of a root, those that are being deleted as well.
pub(super) fn of_root(place: &Place, root: &ProvenRoot) -> Result<Vec<Open>, QuarantineError> {
    let failed = |why: io::Error| QuarantineError::io(&place.path, &why);
    let mut all = Vec::new();
    for name in names(place).map_err(failed)?.into_iter().filter(|name| name.cache == root.cache()) {
        match Open::read(place, &name) {
            Ok(Some(open)) if open.manifest.root == root.path() => all.push(open),
            Ok(_) => {}
            // Another Burrow has removed it meanwhile.
            Err(why) if why.kind() == io::ErrorKind::NotFound => {}
            Err(why) => return Err(failed(why)),
        }
    }
    all.sort_by(|a, b| (a.manifest.time, &a.name.id).cmp(&(b.manifest.time, &b.name.id)));
    Ok(all)
}

/// As [`super::cleanings`], in one quarantine.
pub(super) fn listed(place: &Place, root: &ProvenRoot) -> Vec<Cleaning> {
    let all = of_root(place, root).unwrap_or_default();
    all.iter().filter(|open| !open.name.purging).filter_map(Open::shown).collect()
}

/// Whether anything in a quarantine was taken from this folder.
pub(super) fn any_of(place: &Place, root: &Path) -> bool {
    let names = names(place).unwrap_or_default();
    names.iter().any(|name| {
        let open = Open::read(place, name).ok().flatten();
        open.is_some_and(|open| open.manifest.root == root)
    })
}
