//! Taking what a plan says into the quarantine. Each item is looked at before the manifest is written, at the moment it
//! moves, and under its new name; what is not the same any more is put back.

use std::collections::{BTreeMap, HashMap};
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime};

use super::cleaning::{Open, number};
use super::entries::{self, Group};
use super::golock::GoLock;
use super::manifest::{Form, Manifest, Record};
use super::names::{TEST_EXPIRY, Takeable, takeable};
use super::place::{self, Lock, Place};
use super::prove::ProvenRoot;
use super::purge::{Pace, delete};
use super::{Done, Failed, How, QuarantineError, Why, expire};
use crate::cache::Cache;
use crate::cache::plan::{Item, Plan};
use crate::job::{Cancel, Doing, Progress, Step};
use crate::system::clock;
use crate::system::rights::mounts_within;
use crate::tree::Size;
use crate::tree::dir::{Dir, Facts, Form as DiskForm};

/// How long another Burrow is waited for.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);
/// How long versions that go has locked are tried again, all together.
const LOCK_PATIENCE: Duration = Duration::from_millis(500);

/// Takes the items of a plan. What cannot be taken stays and is told; each item goes wholly or not at all.
///
/// # Errors
/// Nothing was taken: another Burrow is at work, there is no place for a quarantine, the root has moved.
pub fn take(
    plan: &Plan,
    roots: &[ProvenRoot],
    how: How,
    cancel: &Cancel,
    progress: &dyn Progress,
) -> Result<Done, QuarantineError> {
    cancel.check()?;
    let time = clock::now();
    let mut done = Done { id: new_id(time), ..Done::default() };
    let total = plan.items.len() as u64;
    progress.report(Step::begin(Doing::PuttingAside, Some(total)));
    for root in roots.iter().filter(|root| root.is_there()) {
        let items: Vec<(&Item, PathBuf)> = plan
            .items
            .iter()
            .filter(|item| item.cache == root.cache())
            .filter_map(|item| Some((item, root.inside(&item.path)?)))
            .collect();
        let expires = plan.expires_tests.as_ref().and_then(|file| root.inside(file));
        let expires =
            root.cache() == Cache::Build && expires.is_some_and(|file| file == Path::new(TEST_EXPIRY));
        if !items.is_empty() || expires {
            Taking::of(root, how, cancel, progress, total)?.all(&items, expires, time, &mut done)?;
        }
    }
    let theirs = |item: &&Item| {
        !roots.iter().any(|root| root.cache() == item.cache && root.inside(&item.path).is_some())
    };
    done.failed.extend(plan.items.iter().filter(theirs).map(|item| failed(&item.path, Why::NotGos)));
    done.cancelled |= cancel.is_cancelled();
    Ok(done)
}

/// Told apart by the second and by chance; sorted by time.
fn new_id(time: SystemTime) -> String {
    use std::hash::{BuildHasher, Hasher, RandomState};
    let digits = |c: &char| c.is_ascii_digit();
    let text: String = clock::utc_text(clock::unix_ms(time)).chars().filter(digits).collect();
    let chance = RandomState::new().build_hasher().finish() & 0xffff_ffff;
    format!("{}-{}-{chance:08x}", &text[..8], &text[8..])
}

pub(super) fn failed(path: &Path, why: Why) -> Failed {
    Failed { path: path.to_path_buf(), why }
}

/// One item that moves by one rename.
struct Whole {
    record: usize,
    path: PathBuf,
    facts: Facts,
    unless: Option<SystemTime>,
    /// Go's locks of all that is in it, from the root.
    locks: Vec<PathBuf>,
}

/// What is to be moved from one root.
#[derive(Default)]
struct Work {
    records: Vec<Record>,
    wholes: Vec<Whole>,
    groups: Vec<Group>,
    expire: Option<usize>,
    fresh: HashMap<usize, (u32, (u32, u32))>,
}

/// What is at work on one root.
pub(super) struct Taking<'a> {
    pub root: &'a ProvenRoot,
    pub dir: Dir,
    place: Place,
    pub how: How,
    mounts: Vec<PathBuf>,
    pub cancel: &'a Cancel,
    progress: &'a dyn Progress,
    total: u64,
}

impl<'a> Taking<'a> {
    fn of(
        root: &'a ProvenRoot,
        how: How,
        cancel: &'a Cancel,
        progress: &'a dyn Progress,
        total: u64,
    ) -> Result<Taking<'a>, QuarantineError> {
        let dir = root.open()?;
        let place = place::made(root, &dir)?;
        let mounts = mounts_within(root.path());
        Ok(Taking { root, dir, place, how, mounts, cancel, progress, total })
    }

    /// The quarantine for this work alone; made anew where another Burrow has just taken it away.
    fn locked(&mut self) -> Result<Lock, QuarantineError> {
        loop {
            match self.place.lock(PATIENCE)? {
                Some(lock) => return Ok(lock),
                None => self.place = place::made(self.root, &self.dir)?,
            }
        }
    }

    fn all(
        mut self,
        items: &[(&Item, PathBuf)],
        expires: bool,
        time: SystemTime,
        done: &mut Done,
    ) -> Result<(), QuarantineError> {
        let lock = self.locked()?;
        let mut work = self.looked(items, done);
        if expires {
            work.expire = Some(work.records.len());
            work.records.push(expire::record(Path::new(TEST_EXPIRY)));
        }
        if work.records.is_empty() {
            self.place.remove_if_empty(lock);
            return Ok(());
        }
        let manifest = Manifest {
            id: done.id.clone(),
            cache: self.root.cache(),
            root: self.root.path().to_path_buf(),
            time,
            records: work.records,
        };
        let mut open = Open::begin(&self.place, manifest, &work.fresh)?;
        self.moved(&mut open, &work.wholes, &work.groups, work.expire, done);
        open.note_settled().map_err(|why| QuarantineError::io(&self.place.path, &why))?;
        if self.how.purge {
            let open = open.into_purging(&self.place)?;
            let purged = delete(&self.place, open, Pace::Now, &Cancel::new(), self.progress);
            done.failed.extend(purged.failed);
        } else {
            open.remove_if_empty(&self.place);
        }
        self.place.remove_if_empty(lock);
        Ok(())
    }

    /// Looks at every item; what can go becomes work.
    fn looked(&self, items: &[(&Item, PathBuf)], done: &mut Done) -> Work {
        let mut work = Work::default();
        let mut groups: BTreeMap<PathBuf, Group> = BTreeMap::new();
        let mut parents = Parents::new(&self.dir);
        for (item, path) in items {
            let kind = takeable(self.root.cache(), path);
            let result = match kind {
                None => Err(Why::NotGos),
                Some(_) if self.mounts.iter().any(|mount| mount.starts_with(self.root.path().join(path))) => {
                    Err(Why::Mount)
                }
                Some(Takeable::EntryFolder) => self.look_at_folder(item, path, &mut work),
                Some(Takeable::Entry) => {
                    entries::add(&mut groups, path, item.size, item.unless_used_since);
                    Ok(())
                }
                Some(kind) => self.look_at_whole(&mut parents, item, path, kind, &mut work),
            };
            if let Err(why) = result {
                done.failed.push(failed(&item.path, why));
            }
        }
        for (path, mut group) in groups {
            match self.dir.folder(path.as_os_str()).and_then(|folder| folder.facts()) {
                Ok(facts) => {
                    group.record = work.records.len();
                    work.fresh.insert(group.record, (0o700, self.own()));
                    work.records.push(record(Form::Entries, &facts, Size::default(), path));
                    work.groups.push(group);
                }
                Err(why) if why.kind() == io::ErrorKind::NotFound => {}
                Err(why) => {
                    let path = self.root.path().join(&path);
                    done.failed.push(failed(&path, Why::io(&why)));
                }
            }
        }
        work
    }

    /// The owner that a folder made here has.
    fn own(&self) -> (u32, u32) {
        self.place.dir.facts().map_or((0, 0), |facts| facts.owner)
    }

    fn look_at_folder(&self, item: &Item, path: &Path, work: &mut Work) -> Result<(), Why> {
        let facts = self.dir.look(path.as_os_str()).map_err(|why| Why::io(&why))?;
        let Some(facts) = facts else { return Ok(()) };
        check(&facts, DiskForm::Folder, None)?;
        let number = work.records.len();
        if self.how.beside_builds {
            work.fresh.insert(number, (facts.mode, facts.owner));
        }
        work.records.push(record(Form::EntryFolder, &facts, item.size, path.to_path_buf()));
        work.groups.push(Group::whole(number, path, facts, item.unless_used_since, item.unmoved.clone()));
        Ok(())
    }

    fn look_at_whole(
        &self,
        parents: &mut Parents<'_>,
        item: &Item,
        path: &Path,
        kind: Takeable,
        work: &mut Work,
    ) -> Result<(), Why> {
        let (parent, name) = parents.of(path)?;
        let Some(facts) = parent.look(name).map_err(|why| Why::io(&why))? else { return Ok(()) };
        let expected = match kind {
            Takeable::OfVersion { is_folder: true, .. } | Takeable::Above => DiskForm::Folder,
            Takeable::Either if facts.form == DiskForm::Folder => DiskForm::Folder,
            _ => DiskForm::File,
        };
        check(&facts, expected, item.unless_used_since)?;
        if kind == Takeable::Above {
            let dir = parent.folder(name).map_err(|why| Why::io(&why))?;
            holds_only_gos(self.root.cache(), &dir, path)?;
        }
        let form = if expected == DiskForm::Folder { Form::Folder } else { Form::File };
        let mut locks: Vec<PathBuf> = item.locks.iter().filter_map(|lock| self.root.inside(lock)).collect();
        if let Takeable::OfVersion { lock, .. } = kind
            && !locks.contains(&lock)
        {
            locks.push(lock);
        }
        let record = work.records.len();
        work.records.push(self::record(form, &facts, item.size, path.to_path_buf()));
        let unless = item.unless_used_since;
        work.wholes.push(Whole { record, path: path.to_path_buf(), facts, unless, locks });
        Ok(())
    }

    fn moved(
        &self,
        open: &mut Open,
        wholes: &[Whole],
        groups: &[Group],
        expire: Option<usize>,
        done: &mut Done,
    ) {
        if let Some(record) = expire {
            match expire::expire(&self.dir, open, record) {
                Ok(()) => {}
                Err(why) => done.failed.push(failed(&self.at(open, record), Why::io(&why))),
            }
        }
        entries::take(self, open, groups, done);
        let mut parents = Parents::new(&self.dir);
        let mut locked = Vec::new();
        for same in wholes.chunk_by(|a, b| !a.locks.is_empty() && a.locks == b.locks) {
            if self.cancel.is_cancelled() {
                return;
            }
            if !self.version(open, same, &mut parents, done) {
                locked.push(same);
            }
        }
        let began = Instant::now();
        for same in locked {
            while !self.version(open, same, &mut parents, done) {
                if began.elapsed() > LOCK_PATIENCE || self.cancel.is_cancelled() {
                    let stays = same.iter().map(|one| failed(&self.at(open, one.record), Why::Locked));
                    done.failed.extend(stays);
                    break;
                }
                sleep(Duration::from_millis(20));
            }
        }
    }

    fn at(&self, open: &Open, record: usize) -> PathBuf {
        let path = open.record(record).map(|record| record.path.clone()).unwrap_or_default();
        self.root.path().join(path)
    }

    /// What belongs to one version, under go's lock; false: go has it.
    fn version(&self, open: &mut Open, same: &[Whole], parents: &mut Parents<'_>, done: &mut Done) -> bool {
        let locks = same.first().map(|one| one.locks.as_slice()).unwrap_or_default();
        let taken: Result<Vec<_>, Why> =
            locks.iter().map(|lock| GoLock::take(&self.dir, lock, open)).collect();
        let _locks = match taken {
            Ok(locks) => locks,
            Err(Why::Locked) => return false,
            Err(why) => {
                let stays = same.iter().map(|one| failed(&self.at(open, one.record), why.clone()));
                done.failed.extend(stays);
                return true;
            }
        };
        for one in same {
            match whole(parents, one, &open.dir) {
                Ok(true) => {
                    done.items += 1;
                    done.size += open.record(one.record).map(|record| record.size).unwrap_or_default();
                }
                Ok(false) => {}
                Err(why) => done.failed.push(failed(&self.at(open, one.record), why)),
            }
        }
        self.report(done);
        true
    }

    pub(super) fn report(&self, done: &Done) {
        let so_far = done.items + done.failed.len() as u64;
        let step = Step { doing: Doing::PuttingAside, done: so_far.min(self.total), total: Some(self.total) };
        self.progress.report(step);
    }
}

fn record(form: Form, facts: &Facts, size: Size, path: PathBuf) -> Record {
    Record { form, mode: facts.mode, inode: facts.identity.1, size, path }
}

/// Whether a folder above versions holds nothing but what may be taken: no lock, nothing that is not go's.
fn holds_only_gos(cache: Cache, dir: &Dir, path: &Path) -> Result<(), Why> {
    let io = |why: io::Error| Why::io(&why);
    for (name, form) in dir.entries().map_err(io)? {
        let below = path.join(&name);
        let form = match form {
            Some(form) => form,
            None => dir.look(&name).map_err(io)?.map_or(DiskForm::Other, |facts| facts.form),
        };
        match (takeable(cache, &below), form) {
            (Some(Takeable::Above), DiskForm::Folder) => {
                holds_only_gos(cache, &dir.folder(&name).map_err(io)?, &below)?;
            }
            (Some(Takeable::OfVersion { is_folder: true, .. } | Takeable::Either), DiskForm::Folder) => {}
            (Some(Takeable::OfVersion { is_folder: false, .. }), DiskForm::File) => {}
            (Some(Takeable::File | Takeable::Either), DiskForm::File) => {}
            _ => return Err(Why::NotGos),
        }
    }
    Ok(())
}

/// Whether it still is what may be taken.
pub(super) fn check(facts: &Facts, expected: DiskForm, unless: Option<SystemTime>) -> Result<(), Why> {
    if facts.is_mount {
        return Err(Why::Mount);
    }
    if facts.form != expected {
        return Err(Why::Changed);
    }
    if unless.is_some_and(|since| facts.modified > since) {
        return Err(Why::Used);
    }
    Ok(())
}

/// Moves one item; false: it is gone already.
fn whole(parents: &mut Parents<'_>, one: &Whole, into: &Dir) -> Result<bool, Why> {
    let (parent, name) = match parents.of(&one.path) {
        Ok(found) => found,
        Err(_) => return Err(Why::Changed),
    };
    let new = number(one.record);
    let Some(now) = parent.look(name).map_err(|why| Why::io(&why))? else { return Ok(false) };
    if !now.is_same(&one.facts) {
        return Err(Why::Changed);
    }
    check(&now, one.facts.form, one.unless)?;
    rename(parent, name, &now, into, &new).map_err(|why| Why::io(&why))?;
    let moved = into.look(&new).map_err(|why| Why::io(&why))?;
    let right = moved.as_ref().is_some_and(|moved| moved.is_same(&now) && moved.modified == now.modified);
    if right {
        return Ok(true);
    }
    put_back(into, &new, parent, name, &now);
    Err(Why::Changed)
}

/// Renames, and unlocks a folder that go has made read-only where that is needed: its entry `..` changes with its place.
pub(super) fn rename(parent: &Dir, name: &OsStr, facts: &Facts, into: &Dir, new: &OsStr) -> io::Result<()> {
    match parent.put(name, into, new) {
        Err(why) if why.kind() == io::ErrorKind::PermissionDenied && facts.form == DiskForm::Folder => {}
        done => return done,
    }
    let folder = parent.folder(name)?;
    if folder.facts()?.identity != facts.identity {
        return Err(io::ErrorKind::NotFound.into());
    }
    folder.set_mode(facts.mode | 0o700)?;
    let done = parent.put(name, into, new);
    if done.is_err() {
        folder.set_mode(facts.mode)?;
    }
    done
}

fn put_back(into: &Dir, new: &OsStr, parent: &Dir, name: &OsStr, was: &Facts) {
    if into.put(new, parent, name).is_ok()
        && let Ok(folder) = parent.folder(name)
        && folder.facts().is_ok_and(|facts| facts.identity == was.identity)
    {
        let _ = folder.set_mode(was.mode);
    }
}

/// The folders that items lie in, each opened once as long as the next item lies in it too.
pub(super) struct Parents<'a> {
    root: &'a Dir,
    last: Option<(PathBuf, Dir)>,
}

impl<'a> Parents<'a> {
    pub fn new(root: &'a Dir) -> Parents<'a> {
        Parents { root, last: None }
    }

    /// The folder of an item, and its name there.
    pub fn of<'p>(&mut self, path: &'p Path) -> Result<(&Dir, &'p OsStr), Why> {
        let (Some(above), Some(name)) = (path.parent(), path.file_name()) else { return Err(Why::NotGos) };
        if self.last.as_ref().is_none_or(|(last, _)| last != above) {
            let dir = self.root.below(above).map_err(|why| Why::io(&why))?;
            self.last = Some((above.to_path_buf(), dir));
        }
        match &self.last {
            Some((_, dir)) => Ok((dir, name)),
            None => Err(Why::NotGos),
        }
    }
}
