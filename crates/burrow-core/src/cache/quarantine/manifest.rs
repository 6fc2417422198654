//! What a cleaning says of itself: where each item was, and how it was, in a file that is on the disk before the first
//! item moves. Plain lines, so that a person can read them as well; a path is escaped where it is more than ASCII.

use std::path::{Component, Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bstr::ByteSlice;

use crate::cache::Cache;
use crate::system::files::{path_from_bytes, path_to_bytes};
use crate::tree::Size;

const HEAD: &str = "burrow-quarantine 1";
const END: &str = "end";

/// How an item is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A file under its number.
    File,
    /// A folder under its number.
    Folder,
    /// A folder `00` … `ff`: one item, whose entries lie under the number; held once the journal says so.
    EntryFolder,
    /// What `testexpire.txt` was, before it was written to.
    TestExpiry,
    /// Some entries of a folder `00` … `ff`, each an item of its own, under the number.
    Entries,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Record {
    pub form: Form,
    /// Permission bits before anything was changed; 0 where the system has none.
    pub mode: u32,
    /// The number of the file on its volume; 0 where the system has none.
    pub inode: u64,
    /// As the plan counted it; of [`Form::Entries`] the journal says.
    pub size: Size,
    /// Where it was, from the root.
    pub path: PathBuf,
}

/// The whole of it. The numbers of the records are their places in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Manifest {
    pub id: String,
    pub cache: Cache,
    pub root: PathBuf,
    pub time: SystemTime,
    pub records: Vec<Record>,
}

impl Manifest {
    pub fn write(&self) -> Vec<u8> {
        let since = self.time.duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
        let mut text = format!(
            "{HEAD}\nid {}\ncache {}\nroot {}\ntime {since}\nitems {}\n",
            self.id,
            self.cache.id(),
            escaped(&self.root),
            self.records.len()
        );
        for record in &self.records {
            let Record { mode, inode, size, .. } = record;
            let Size { bytes, disk_bytes, files, .. } = size;
            let (form, path) = (form_id(record.form), escaped(&record.path));
            text.push_str(&format!("{form} {mode:o} {inode} {bytes} {disk_bytes} {files} {path}\n"));
        }
        text.push_str(END);
        text.push('\n');
        text.into_bytes()
    }

    /// `None`: Burrow wrote no such thing, or not to its end.
    pub fn read(bytes: &[u8]) -> Option<Manifest> {
        let mut lines = std::str::from_utf8(bytes).ok()?.strip_suffix('\n')?.split('\n');
        if lines.next()? != HEAD {
            return None;
        }
        let mut field = |name: &str| lines.next()?.strip_prefix(name)?.strip_prefix(' ');
        let id = field("id")?.to_owned();
        let cache = cache_of(field("cache")?)?;
        let root = unescaped(field("root")?)?;
        let time = UNIX_EPOCH.checked_add(Duration::from_nanos(field("time")?.parse().ok()?))?;
        let count: usize = field("items")?.parse().ok()?;
        let mut records = Vec::new();
        for _ in 0..count {
            records.push(record(lines.next()?)?);
        }
        let whole = lines.next() == Some(END) && lines.next().is_none() && root.is_absolute();
        whole.then_some(Manifest { id, cache, root, time, records })
    }
}

fn record(line: &str) -> Option<Record> {
    let mut fields = line.splitn(7, ' ');
    let form = form_of(fields.next()?)?;
    let mode = u32::from_str_radix(fields.next()?, 8).ok()?;
    let mut number = || fields.next()?.parse::<u64>().ok();
    let inode = number()?;
    let size = Size { bytes: number()?, disk_bytes: number()?, files: number()? };
    Some(Record { form, mode, inode, size, path: inside(fields.next()?)? })
}

/// A path from the root that leads nowhere else.
pub(super) fn inside(text: &str) -> Option<PathBuf> {
    let path = unescaped(text)?;
    let plain = path.components().all(|part| matches!(part, Component::Normal(_)));
    (plain && path.file_name().is_some()).then_some(path)
}

pub(super) fn cache_of(id: &str) -> Option<Cache> {
    Cache::ALL.into_iter().find(|cache| cache.id() == id)
}

fn form_id(form: Form) -> &'static str {
    match form {
        Form::File => "file",
        Form::Folder => "folder",
        Form::EntryFolder => "entry-folder",
        Form::Entries => "entries",
        Form::TestExpiry => "test-expiry",
    }
}

fn form_of(id: &str) -> Option<Form> {
    let all = [Form::File, Form::Folder, Form::EntryFolder, Form::Entries, Form::TestExpiry];
    all.into_iter().find(|form| form_id(*form) == id)
}

pub(super) fn escaped(path: &Path) -> String {
    let mut text = String::new();
    for b in path_to_bytes(path).iter() {
        match b {
            b'%' => text.push_str("%25"),
            0x20..=0x7e => text.push(char::from(*b)),
            _ => text.push_str(&format!("%{b:02X}")),
        }
    }
    text
}

fn unescaped(text: &str) -> Option<PathBuf> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((b, after)) = rest.split_first() {
        if *b == b'%' {
            let digits = std::str::from_utf8(after.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = &after[2..];
        } else {
            bytes.push(*b);
            rest = after;
        }
    }
    path_from_bytes(bytes.as_bstr())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest() -> Manifest {
        let size = Size { bytes: 1, disk_bytes: 4096, files: 1 };
        let record =
            |form, path: &str| Record { form, mode: 0o555, inode: 7, size, path: PathBuf::from(path) };
        let root = if cfg!(windows) { r"C:\a b\go-build" } else { "/a b/go\nbuild%" };
        Manifest {
            id: "20261121-100933-ab12".into(),
            cache: Cache::Modules,
            root: root.into(),
            time: UNIX_EPOCH + Duration::from_secs(1_795_255_773),
            records: vec![
                record(Form::Folder, "x y@v1.0.0"),
                record(Form::File, "cache/download/x/@v/v1.0.0.zip"),
                record(Form::EntryFolder, "ab"),
                record(Form::Entries, "cd"),
            ],
        }
    }

    #[test]
    fn what_was_written_is_what_is_read() {
        assert_eq!(Manifest::read(&manifest().write()), Some(manifest()));
    }

    #[test]
    #[cfg(unix)]
    fn a_path_that_is_no_text_comes_back() {
        use std::os::unix::ffi::OsStrExt;
        let mut manifest = manifest();
        manifest.root = Path::new(std::ffi::OsStr::from_bytes(b"/\xff\xfe\n%41 ")).to_path_buf();
        assert_eq!(Manifest::read(&manifest.write()), Some(manifest));
    }

    #[test]
    fn what_is_not_whole_or_leads_elsewhere_is_nobodys() {
        let whole = manifest().write();
        for length in 0..whole.len() {
            assert_eq!(Manifest::read(&whole[..length]), None, "{length}");
        }
        let text = String::from_utf8(whole).unwrap();
        for (from, to) in [
            ("x y@v1.0.0", "../x"),
            ("x y@v1.0.0", "/etc/x"),
            ("x y@v1.0.0", ""),
            ("items 4", "items 3"),
            ("root /", "root "),
            ("quarantine 1", "quarantine 2"),
            ("gomodcache", "home"),
        ] {
            if text.contains(from) {
                assert_eq!(Manifest::read(text.replace(from, to).as_bytes()), None, "{to}");
            }
        }
    }
}
