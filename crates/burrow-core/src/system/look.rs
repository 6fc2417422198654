//! One look at the disk: every path is asked about once, and it can be told later whether the disk would still give
//! the same answers.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::time::SystemTime;

use bstr::{BStr, BString, ByteSlice};
use go_rules::files::{FileKind, Files, ReadError};

use super::clock;
use super::files::{DiskFiles, is_executable, path_from_bytes, read_whole, reason};
use super::stamp::Stamp;

/// The files of this machine at one moment. Lives as long as one picture, not longer.
pub struct DiskLook {
    now: SystemTime,
    facts: Memory<Result<Facts, ReadError>>,
    contents: Memory<Result<Vec<u8>, ReadError>>,
    real: Memory<Option<BString>>,
    /// The file that parts are read from: programs are asked for several in a row.
    open: RefCell<Option<(BString, File)>>,
    seen: RefCell<Option<Vec<Sight>>>,
}

type Memory<T> = RefCell<HashMap<BString, T>>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Facts {
    kind: FileKind,
    stamp: Stamp,
}

/// One answer of the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sight(Seen);

impl Sight {
    /// Whether it can be confirmed later.
    pub fn lasts(&self) -> bool {
        self.0 != Seen::Passing
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Seen {
    Kind(BString, Option<FileKind>),
    /// A content, or a part of one, by the stamp of its file.
    Content(BString, Result<Stamp, ReadError>),
    Real(BString, Option<BString>),
    Same(BString, BString, bool),
    Names(BString, Vec<BString>),
    HasName(BString, BString, bool),
    /// What cannot be recognised again: read in spite of the stamp, or changed just now.
    Passing,
}

impl Default for DiskLook {
    fn default() -> Self {
        DiskLook::at(clock::now())
    }
}

impl DiskLook {
    /// A look at this time of the disk's clock.
    pub(crate) fn at(now: SystemTime) -> DiskLook {
        DiskLook {
            now,
            facts: Memory::default(),
            contents: Memory::default(),
            real: Memory::default(),
            open: RefCell::default(),
            seen: RefCell::default(),
        }
    }

    /// Does some work, and tells everything that it asked the disk. Not one within another.
    pub fn watched<T>(&self, work: impl FnOnce() -> T) -> (T, Vec<Sight>) {
        *self.seen.borrow_mut() = Some(Vec::new());
        let done = work();
        (done, self.seen.borrow_mut().take().unwrap_or_default())
    }

    /// Whether the disk still gives all these answers.
    pub fn confirms(&self, sights: &[Sight]) -> bool {
        sights.iter().all(|Sight(seen)| match seen {
            Seen::Kind(path, kind) => self.facts(path.as_bstr()).ok().map(|f| f.kind) == *kind,
            Seen::Content(path, stamp) => self.facts(path.as_bstr()).map(|f| f.stamp) == *stamp,
            Seen::Real(path, real) => self.real(path.as_bstr()) == *real,
            Seen::Same(a, b, same) => self.is_same(a.as_bstr(), b.as_bstr()) == *same,
            Seen::Names(dir, names) => DiskFiles.list(dir.as_bstr()) == *names,
            Seen::HasName(dir, name, has) => DiskFiles.has_name(dir.as_bstr(), name.as_bstr()) == *has,
            Seen::Passing => false,
        })
    }

    fn see(&self, seen: impl FnOnce() -> Seen) {
        if let Some(all) = self.seen.borrow_mut().as_mut() {
            all.push(Sight(seen()));
        }
    }

    fn facts(&self, path: &BStr) -> Result<Facts, ReadError> {
        remembered(&self.facts, path, || {
            let path = path_from_bytes(path).ok_or(ReadError::Missing)?;
            let facts = fs::metadata(path).map_err(|e| reason(&e))?;
            let kind = if facts.is_dir() {
                FileKind::Directory
            } else if facts.is_file() {
                FileKind::File { executable: is_executable(&facts) }
            } else {
                FileKind::Other
            };
            Ok(Facts { kind, stamp: Stamp::of(&facts) })
        })
    }

    /// What is known of a file before it is opened: a pipe or a terminal could keep its reader waiting for ever.
    fn file(&self, path: &BStr) -> Result<Facts, ReadError> {
        let facts = self.facts(path)?;
        match facts.kind {
            FileKind::File { .. } => Ok(facts),
            FileKind::Directory => Err(ReadError::Directory),
            FileKind::Other => Err(ReadError::Other),
        }
    }

    /// Remembers by what a content will be known again. Its stamp was taken before it was read.
    fn see_content<T>(&self, path: &BStr, read: &Result<T, ReadError>) {
        self.see(|| match self.facts(path) {
            Err(why) => Seen::Content(path.into(), Err(why)),
            Ok(facts) if facts.stamp.is_settled(self.now) && (read.is_ok() || !is_file(facts.kind)) => {
                Seen::Content(path.into(), Ok(facts.stamp))
            }
            Ok(_) => Seen::Passing,
        });
    }

    fn part(&self, path: &BStr, offset: u64, len: usize) -> Result<Vec<u8>, ReadError> {
        self.file(path)?;
        let mut open = self.open.borrow_mut();
        if open.as_ref().is_none_or(|(known, _)| known != path) {
            let name = path_from_bytes(path).ok_or(ReadError::Missing)?;
            *open = Some((path.into(), File::open(name).map_err(|e| reason(&e))?));
        }
        let Some((_, file)) = open.as_mut() else { return Err(ReadError::Other) };
        file.seek(SeekFrom::Start(offset)).map_err(|e| reason(&e))?;
        let mut bytes = Vec::with_capacity(len);
        file.take(len as u64).read_to_end(&mut bytes).map_err(|e| reason(&e))?;
        Ok(bytes)
    }

    fn real(&self, path: &BStr) -> Option<BString> {
        if let Some(known) = self.real.borrow().get(path) {
            return known.clone();
        }
        let found = self.by_parent(path).unwrap_or_else(|| DiskFiles.canonical(path));
        self.real.borrow_mut().insert(path.into(), found.clone());
        found
    }

    /// The real path of what lies right in a folder whose real path is known; `None`: it is asked for otherwise.
    fn by_parent(&self, path: &BStr) -> Option<Option<BString>> {
        if cfg!(windows) {
            // There a path is also spelled in one of several ways.
            return None;
        }
        let at = path.rfind_byte(b'/')?;
        let (parent, name) = (&path[..at], &path[at + 1..]);
        if parent.is_empty() || name.is_empty() || name == b"." || name == b".." {
            return None;
        }
        let Some(mut real) = self.real(parent.as_bstr()) else { return Some(None) };
        if real != "/" {
            real.push(b'/');
        }
        real.extend_from_slice(name);
        let found = path_from_bytes(real.as_bstr())?;
        match fs::read_link(found) {
            Ok(_) => None,
            Err(why) if why.kind() == std::io::ErrorKind::InvalidInput => Some(Some(real)),
            Err(_) => Some(None),
        }
    }

    fn is_same(&self, a: &BStr, b: &BStr) -> bool {
        let (Ok(one), Ok(other)) = (self.facts(a), self.facts(b)) else { return false };
        one.stamp.same_file(&other.stamp).unwrap_or_else(|| DiskFiles.same(a, b))
    }
}

fn is_file(kind: FileKind) -> bool {
    matches!(kind, FileKind::File { .. })
}

/// To look asks nothing of the same memory, so it is never borrowed twice.
fn remembered<T: Clone>(memory: &Memory<T>, path: &BStr, look: impl FnOnce() -> T) -> T {
    if let Some(known) = memory.borrow().get(path) {
        return known.clone();
    }
    let found = look();
    memory.borrow_mut().insert(path.into(), found.clone());
    found
}

impl Files for DiskLook {
    fn kind(&self, path: &BStr) -> Option<FileKind> {
        let kind = self.facts(path).ok().map(|facts| facts.kind);
        self.see(|| Seen::Kind(path.into(), kind));
        kind
    }

    fn read(&self, path: &BStr) -> Result<Vec<u8>, ReadError> {
        let read = self.file(path).and_then(|facts| {
            remembered(&self.contents, path, || {
                let name = path_from_bytes(path).ok_or(ReadError::Missing)?;
                read_whole(File::open(name).map_err(|e| reason(&e))?, facts.stamp.len())
            })
        });
        self.see_content(path, &read);
        read
    }

    fn read_at(&self, path: &BStr, offset: u64, len: usize) -> Result<Vec<u8>, ReadError> {
        let read = self.part(path, offset, len);
        self.see_content(path, &read);
        read
    }

    fn canonical(&self, path: &BStr) -> Option<BString> {
        let real = self.real(path);
        self.see(|| Seen::Real(path.into(), real.clone()));
        real
    }

    fn same(&self, a: &BStr, b: &BStr) -> bool {
        let same = self.is_same(a, b);
        self.see(|| Seen::Same(a.into(), b.into(), same));
        same
    }

    fn list(&self, dir: &BStr) -> Vec<BString> {
        let names = DiskFiles.list(dir);
        self.see(|| Seen::Names(dir.into(), names.clone()));
        names
    }

    fn has_name(&self, dir: &BStr, name: &BStr) -> bool {
        let has = DiskFiles.has_name(dir, name);
        self.see(|| Seen::HasName(dir.into(), name.into(), has));
        has
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::files::path_to_bytes;
    use std::time::Duration;

    fn later() -> DiskLook {
        DiskLook::at(clock::now() + Duration::from_secs(60))
    }

    fn at(dir: &tempfile::TempDir, name: &str) -> BString {
        path_to_bytes(&dunce::canonicalize(dir.path()).unwrap().join(name))
    }

    #[test]
    #[cfg(unix)]
    fn a_link_that_leads_nowhere_has_a_name_and_that_it_went_is_noticed() {
        let dir = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink("nowhere", dir.path().join("go")).unwrap();
        let (folder, go) = (at(&dir, ""), BStr::new("go"));
        let look = later();
        let (has, sights) = look.watched(|| look.has_name(folder.as_bstr(), go));
        assert!(has && look.kind(at(&dir, "go").as_bstr()).is_none());
        assert!(later().confirms(&sights));
        fs::remove_file(dir.path().join("go")).unwrap();
        assert!(!later().confirms(&sights));
        assert!(!look.has_name(folder.as_bstr(), go));
    }

    /// What a look sees of one path in every way there is.
    fn seen(look: &DiskLook, path: &BString) -> Vec<Sight> {
        let path = path.as_bstr();
        let ask = || (look.kind(path), look.read(path), look.canonical(path), look.same(path, path));
        look.watched(ask).1
    }

    #[test]
    fn it_answers_as_the_disk_does() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("a/b")).unwrap();
        fs::write(dir.path().join("a/b/f"), "some text").unwrap();
        let look = later();
        for name in ["a", "a/b", "a/b/f", "a/b/none", "none", "a/b/f/below", "a/../a/b/f", "a//b", "."] {
            let path = at(&dir, name);
            let path = path.as_bstr();
            assert_eq!(look.kind(path), DiskFiles.kind(path), "{name}");
            assert_eq!(look.read(path), DiskFiles.read(path), "{name}");
            assert_eq!(look.read_at(path, 5, 3), DiskFiles.read_at(path, 5, 3), "{name}");
            assert_eq!(look.canonical(path), DiskFiles.canonical(path), "{name}");
            assert_eq!(look.list(path), DiskFiles.list(path), "{name}");
            let other = at(&dir, "a/./b/f");
            assert_eq!(look.same(path, other.as_bstr()), DiskFiles.same(path, other.as_bstr()), "{name}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_as_the_disk_does_and_missed_when_they_lead_elsewhere() {
        let dir = tempfile::tempdir().unwrap();
        let link = |to: &str, name: &str| std::os::unix::fs::symlink(to, dir.path().join(name)).unwrap();
        fs::create_dir_all(dir.path().join("one/in")).unwrap();
        fs::create_dir_all(dir.path().join("two/in")).unwrap();
        link("one", "now");
        link("../one/in", "two/up");
        link("loop", "loop");
        link("nowhere", "broken");
        let look = later();
        for name in
            ["now", "now/in", "now/in/..", "now/../one", "two/up", "two/up/none", "loop", "loop/x", "broken"]
        {
            let path = at(&dir, name);
            assert_eq!(look.canonical(path.as_bstr()), DiskFiles.canonical(path.as_bstr()), "{name}");
        }
        let (_, sights) = look.watched(|| look.canonical(at(&dir, "now/in").as_bstr()));
        assert!(later().confirms(&sights));
        fs::remove_file(dir.path().join("now")).unwrap();
        link("two", "now");
        assert!(!later().confirms(&sights));
    }

    #[test]
    fn whatever_happens_to_a_file_is_noticed() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("f");
        let path = at(&dir, "f");
        let then = clock::now() - Duration::from_secs(1000);
        let write = |text: &str| {
            fs::write(&file, text).unwrap();
            File::options().write(true).open(&file).unwrap().set_modified(then).unwrap();
        };
        let missing = seen(&later(), &path);
        assert!(later().confirms(&missing));
        write("GOPROXY=one");
        assert!(!later().confirms(&missing));
        let one = seen(&later(), &path);
        assert!(later().confirms(&one));
        fs::write(&file, "GOPROXY=two").unwrap();
        assert!(!later().confirms(&one));
        let two = seen(&later(), &path);
        fs::write(dir.path().join("new"), "GOPROXY=new").unwrap();
        fs::rename(dir.path().join("new"), &file).unwrap();
        assert!(!later().confirms(&two));
        let new = seen(&later(), &path);
        fs::remove_file(&file).unwrap();
        assert!(!later().confirms(&new));
        let gone = seen(&later(), &path);
        fs::create_dir(&file).unwrap();
        assert!(!later().confirms(&gone));
    }

    #[cfg(unix)]
    #[test]
    fn a_time_that_was_put_back_hides_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("f");
        let then = clock::now() - Duration::from_secs(1000);
        let write = |text: &str| {
            fs::write(&file, text).unwrap();
            File::options().write(true).open(&file).unwrap().set_modified(then).unwrap();
        };
        write("GOPROXY=one");
        let one = seen(&later(), &at(&dir, "f"));
        std::thread::sleep(Duration::from_millis(20));
        write("GOPROXY=two");
        assert!(!later().confirms(&one));
    }

    #[test]
    fn what_was_written_just_now_is_not_known_again_by_its_time() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("f"), "x").unwrap();
        let path = at(&dir, "f");
        assert!(!later().confirms(&seen(&DiskLook::default(), &path)));
        assert!(later().confirms(&seen(&later(), &path)));
    }

    #[test]
    fn names_that_come_to_a_folder_are_noticed() {
        let dir = tempfile::tempdir().unwrap();
        let path = at(&dir, "");
        let look = later();
        let (_, sights) = look.watched(|| look.list(path.as_bstr()));
        assert!(later().confirms(&sights));
        fs::write(dir.path().join("f"), "x").unwrap();
        assert!(!later().confirms(&sights));
    }
}
