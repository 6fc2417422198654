//! Entries of the build cache. A whole folder `00` … `ff` goes by one rename; beside builds it changes places with an
//! empty one in one step, so that none of them ever misses its folder. Where something else lies in it, or the system
//! cannot, it goes entry by entry.
//! `-a` goes before `-d`: an output without a record is nothing, a record without its output is a miss.

use std::collections::{BTreeMap, HashSet};
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::cleaning::{Open, number};
use super::names::is_entry;
use super::take::{Taking, check, failed, rename};
use super::undo::{made_again, merge_back};
use super::{Done, Why};
use crate::system::clock;
use crate::tree::Size;
use crate::tree::dir::{Dir, Facts, Form, Unmoved};

/// Entries of one folder that are to go.
#[derive(Debug)]
pub(super) struct Group {
    pub record: usize,
    folder: PathBuf,
    /// The folder itself is the item, and was this.
    whole: Option<WholeFolder>,
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct WholeFolder {
    was: Facts,
    unless: Option<SystemTime>,
    /// By what it is known that it holds what the plan saw in it, and nothing else.
    unmoved: Option<Unmoved>,
}

#[derive(Debug, Clone)]
struct Entry {
    name: OsString,
    size: Size,
    unless: Option<SystemTime>,
}

impl Group {
    pub fn whole(
        record: usize,
        folder: &Path,
        was: Facts,
        unless: Option<SystemTime>,
        unmoved: Option<Unmoved>,
    ) -> Group {
        let whole = Some(WholeFolder { was, unless, unmoved });
        Group { record, folder: folder.to_path_buf(), whole, entries: Vec::new() }
    }
}

/// Adds an entry, at `<folder>/<name>`, to the group of its folder.
pub(super) fn add(
    groups: &mut BTreeMap<PathBuf, Group>,
    path: &Path,
    size: Size,
    unless: Option<SystemTime>,
) {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return };
    let new = || Group { record: 0, folder: folder.to_path_buf(), whole: None, entries: Vec::new() };
    let group = groups.entry(folder.to_path_buf()).or_insert_with(new);
    group.entries.push(Entry { name: name.to_owned(), size, unless });
}

/// Takes all groups; `-a` of all before `-d` of any that go one by one.
pub(super) fn take(taking: &Taking<'_>, open: &mut Open, groups: &[Group], done: &mut Done) {
    let (folders, singles): (Vec<&Group>, Vec<&Group>) =
        groups.iter().partition(|group| group.whole.is_some());
    for group in folders {
        if taking.cancel.is_cancelled() {
            return;
        }
        let path = taking.root.path().join(&group.folder);
        match whole_folder(taking, open, group) {
            Ok(Some(size)) => {
                done.items += 1;
                done.size += size;
            }
            Ok(None) => {}
            Err(why) => done.failed.push(failed(&path, why)),
        }
        taking.report(done);
    }
    let mut took = vec![Size::default(); singles.len()];
    for suffix in [b"-a", b"-d"] {
        for (group, took) in singles.iter().zip(&mut took) {
            if taking.cancel.is_cancelled() {
                break;
            }
            one_by_one(taking, open, group, suffix, took, done);
            taking.report(done);
        }
    }
    for (group, took) in singles.iter().zip(took) {
        if let Err(why) = open.note_took(group.record, took) {
            let path = taking.root.path().join(&group.folder);
            done.failed.push(failed(&path, Why::io(&why)));
        }
    }
}

fn one_by_one(
    taking: &Taking<'_>,
    open: &Open,
    group: &Group,
    suffix: &[u8],
    took: &mut Size,
    done: &mut Done,
) {
    let folders = taking.dir.folder(group.folder.as_os_str());
    let folders = folders.and_then(|from| Ok((from, open.dir.folder(&number(group.record))?)));
    let of_kind = group.entries.iter().filter(|e| e.name.as_encoded_bytes().ends_with(suffix));
    for entry in of_kind {
        let result = match &folders {
            Ok((from, into)) => entry_moved(from, into, entry),
            Err(why) => Err(Why::io(why)),
        };
        match result {
            Ok(Some(size)) => {
                done.items += 1;
                done.size += size;
                *took += size;
            }
            Ok(None) => {}
            Err(why) => {
                let path = taking.root.path().join(&group.folder).join(&entry.name);
                done.failed.push(failed(&path, why));
            }
        }
    }
}

/// Moves one entry; `None`: go has removed it meanwhile.
fn entry_moved(from: &Dir, into: &Dir, entry: &Entry) -> Result<Option<Size>, Why> {
    let name = entry.name.as_os_str();
    let look = |dir: &Dir| dir.look(name).map_err(|why| Why::io(&why));
    let Some(before) = look(from)? else { return Ok(None) };
    let used = last_use(from, name, &before)?;
    match before.form {
        // A `-d` folder holds a program.
        Form::Folder if name.as_encoded_bytes().ends_with(b"-d") => {}
        _ => check(&before, Form::File, None)?,
    }
    if before.is_mount {
        return Err(Why::Mount);
    }
    if entry.unless.is_some_and(|since| used > since) {
        return Err(Why::Used);
    }
    from.put(name, into, name).map_err(|why| Why::io(&why))?;
    let Some(after) = look(into)? else { return Err(Why::Changed) };
    if !after.is_same(&before) || last_use(into, name, &after)? != used {
        let _ = into.put(name, from, name);
        return Err(if after.is_same(&before) { Why::Used } else { Why::Changed });
    }
    let grown = after.form == Form::File && after.bytes != entry.size.bytes;
    let now = || Size {
        bytes: after.bytes,
        disk_bytes: if after.names > 1 { 0 } else { after.disk_bytes },
        files: 1,
    };
    Ok(Some(if grown { now() } else { entry.size }))
}

/// When an entry was used last: of a folder with a program what is in it counts as well.
fn last_use(dir: &Dir, name: &OsStr, facts: &Facts) -> Result<SystemTime, Why> {
    if facts.form != Form::Folder {
        return Ok(facts.modified);
    }
    let folder = dir.folder(name).map_err(|why| Why::io(&why))?;
    let names = folder.names().map_err(|why| Why::io(&why))?;
    let inside = names.iter().filter_map(|name| folder.look(name).ok().flatten());
    Ok(inside.map(|facts| facts.modified).fold(facts.modified, SystemTime::max))
}

/// Takes a folder `00` … `ff` with all its entries; `None`: it is gone.
fn whole_folder(taking: &Taking<'_>, open: &mut Open, group: &Group) -> Result<Option<Size>, Why> {
    let root = &taking.dir;
    let Some(WholeFolder { was, unless, .. }) = &group.whole else { return Ok(None) };
    if unmoved_folder(taking, open, group)? {
        return kept(taking, open, group, Ok(()), true);
    }
    let (name, new) = (group.folder.as_os_str(), number(group.record));
    let io = |why: std::io::Error| Why::io(&why);
    let Some(now) = root.look(name).map_err(io)? else { return Ok(None) };
    if !now.is_same(was) {
        return Err(Why::Changed);
    }
    check(&now, Form::Folder, None)?;
    let folder = root.folder(name).map_err(io)?;
    let looked = clock::now();
    if folder.facts().map_err(io)?.identity != was.identity {
        return Err(Why::Changed);
    }
    let entries = folder.entries().map_err(io)?;
    let is_gos = |(entry, form): &(OsString, Option<Form>)| is_gos_entry(entry, *form);
    let before: HashSet<&OsStr> =
        entries.iter().filter(|entry| is_gos(entry)).map(|(name, _)| name.as_os_str()).collect();
    if unless.is_some_and(|since| is_used(&folder, &before, since)) {
        return Err(Why::Used);
    }
    let in_one = before.len() == entries.len() && moved(taking, open, name, &new, &now).is_ok();
    let result = match in_one {
        // Nothing came into a folder whose time is the same, where that time is older than any clock's grain.
        true if unless.is_none() && is_unmoved(open, group, &now, looked) => Ok(()),
        true => settle(root, open, group, &before, was, *unless),
        false => all_entries(&folder, open, group, &entries),
    };
    kept(taking, open, group, result, in_one)
}

/// Notes a folder that was moved; one that could not be moved wholly goes back.
fn kept(
    taking: &Taking<'_>,
    open: &mut Open,
    group: &Group,
    result: Result<(), Why>,
    in_one: bool,
) -> Result<Option<Size>, Why> {
    match result.and_then(|()| took(taking, open, group, in_one)) {
        Ok(size) => Ok(Some(size)),
        Err(why) => {
            merge_back(&taking.dir, open, group.record).map_err(|why| Why::io(&why))?;
            Err(why)
        }
    }
}

/// Moves a folder that tells by its times that it holds just what the plan saw in it; false: it must be looked through.
fn unmoved_folder(taking: &Taking<'_>, open: &Open, group: &Group) -> Result<bool, Why> {
    let Some(WholeFolder { unless: None, unmoved: Some(unmoved), .. }) = &group.whole else {
        return Ok(false);
    };
    let (root, name, new) = (&taking.dir, group.folder.as_os_str(), number(group.record));
    let io = |why: std::io::Error| Why::io(&why);
    let Some(now) = root.look(name).map_err(io)?.filter(|now| unmoved.is(now)) else { return Ok(false) };
    check(&now, Form::Folder, None)?;
    if moved(taking, open, name, &new, &now).is_err() {
        return Ok(false);
    }
    let after = open.dir.look(&new).map_err(io)?;
    let same = after.is_some_and(|after| after.is_same(&now) && after.modified == now.modified);
    if !same {
        // Something came into it in the last moment.
        merge_back(root, open, group.record).map_err(io)?;
    }
    Ok(same)
}

fn moved(taking: &Taking<'_>, open: &Open, name: &OsStr, new: &OsStr, now: &Facts) -> std::io::Result<()> {
    match taking.how.beside_builds {
        true => taking.dir.exchange(name, &open.dir, new),
        false => rename(&taking.dir, name, now, &open.dir, new),
    }
}

/// Notes that all of a folder lies in the quarantine, and how much that is.
fn took(taking: &Taking<'_>, open: &mut Open, group: &Group, in_one: bool) -> Result<Size, Why> {
    let mut size = open.record(group.record).map(|record| record.size).unwrap_or_default();
    if in_one && taking.how.beside_builds {
        // The empty folder in its place takes something as well.
        let fresh = taking.dir.look(group.folder.as_os_str()).ok().flatten();
        size.disk_bytes = size.disk_bytes.saturating_sub(fresh.map_or(0, |facts| facts.disk_bytes));
    }
    open.note_took(group.record, size).map_err(|why| Why::io(&why))?;
    Ok(size)
}

/// A second look at the names is spared where the folder itself says that they are the same.
fn is_unmoved(open: &Open, group: &Group, before: &Facts, looked: SystemTime) -> bool {
    const GRAIN: Duration = Duration::from_secs(3);
    let old = before.modified.checked_add(GRAIN).is_some_and(|since| since < looked);
    let after = open.dir.look(&number(group.record)).ok().flatten();
    old && after.is_some_and(|after| after.is_same(before) && after.modified == before.modified)
}

/// By name and form what go keeps in such a folder.
fn is_gos_entry(name: &OsStr, form: Option<Form>) -> bool {
    let fits = match form {
        Some(Form::File) | None => true,
        Some(Form::Folder) => name.as_encoded_bytes().ends_with(b"-d"),
        Some(Form::Link | Form::Other) => false,
    };
    fits && is_entry(name.as_encoded_bytes())
}

fn is_used(folder: &Dir, entries: &HashSet<&OsStr>, since: SystemTime) -> bool {
    entries.iter().any(|name| {
        let facts = folder.look(name).ok().flatten();
        facts.is_some_and(|facts| last_use(folder, name, &facts).map_or(true, |used| used > since))
    })
}

/// After the move: what came into the folder in the last moment belongs to somebody who is at work.
fn settle(
    root: &Dir,
    open: &Open,
    group: &Group,
    before: &HashSet<&OsStr>,
    was: &Facts,
    unless: Option<SystemTime>,
) -> Result<(), Why> {
    let io = |why: std::io::Error| Why::io(&why);
    let moved = open.dir.folder(&number(group.record)).map_err(io)?;
    if moved.facts().map_err(io)?.identity != was.identity {
        return Err(Why::Changed);
    }
    let new: Vec<OsString> =
        moved.names().map_err(io)?.into_iter().filter(|name| !before.contains(name.as_os_str())).collect();
    if !new.is_empty() {
        let fresh = made_again(root, group.folder.as_os_str(), was).map_err(io)?;
        for name in new {
            // Two of the same name are of the same content: then the newer one is there already.
            let _ = moved.put(&name, &fresh, &name);
        }
    }
    match unless.is_some_and(|since| is_used(&moved, before, since)) {
        true => Err(Why::Used),
        false => Ok(()),
    }
}

/// Entry by entry: what else is in the folder stays.
fn all_entries(
    folder: &Dir,
    open: &Open,
    group: &Group,
    entries: &[(OsString, Option<Form>)],
) -> Result<(), Why> {
    let new = number(group.record);
    if open.dir.look(&new).map_err(|why| Why::io(&why))?.is_none() {
        open.dir.make(&new, 0o700).map_err(|why| Why::io(&why))?;
    }
    let into = open.dir.folder(&new).map_err(|why| Why::io(&why))?;
    for suffix in [b"-a", b"-d"] {
        let of_kind = entries.iter().filter(|(name, _)| name.as_encoded_bytes().ends_with(suffix));
        for (name, form) in of_kind.filter(|(name, form)| is_gos_entry(name, *form)) {
            let entry = Entry { name: name.clone(), size: Size::default(), unless: None };
            match entry_moved(folder, &into, &entry) {
                // A stray with the name of an entry, which the listing could not tell.
                Err(Why::Changed) if form.is_none() => {}
                moved => drop(moved?),
            }
        }
    }
    Ok(())
}
