//! The content of a module: a folder, or a zip that go would unpack before it builds. Nothing is unpacked here; of both
//! only Go files are read, and of these the beginning.

use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use bstr::{BStr, BString, ByteSlice};
use go_rules::load::Scan;
use go_rules::source::Tags;
use zip::ZipArchive;

use super::embed::{Lies, Tree, refused};
use super::scan::{LARGEST, Scanning};
use crate::system::files::{path_from_bytes, path_to_bytes};

/// Where the content of a module lies.
#[derive(Clone)]
pub struct Content(Arc<Inner>);

enum Inner {
    Folder(PathBuf),
    Zip(Zip),
}

struct Zip {
    path: PathBuf,
    archive: Mutex<ZipArchive<File>>,
    /// By folder: names of files, and their places in the archive.
    files: HashMap<BString, Vec<(BString, usize)>>,
    go_mod: Option<usize>,
}

impl Content {
    pub fn folder(path: PathBuf) -> Content {
        Content(Arc::new(Inner::Folder(path)))
    }

    /// Opens a zip. `prefix`: `module@version/`.
    ///
    /// # Errors
    /// It cannot be read, or is none.
    pub fn zip(path: PathBuf, prefix: &[u8]) -> io::Result<Content> {
        let mut archive = ZipArchive::new(File::open(&path)?).map_err(io::Error::other)?;
        let mut files: HashMap<BString, Vec<(BString, usize)>> = HashMap::new();
        let mut go_mod = None;
        for at in 0..archive.len() {
            let entry = archive.by_index_raw(at).map_err(io::Error::other)?;
            let Some(name) = entry.name_raw().strip_prefix(prefix) else {
                return Err(io::Error::other("it has a file of something else"));
            };
            if name == b"go.mod" {
                go_mod = Some(at);
            }
            let cut = name.rfind_byte(b'/');
            let folder = cut.map_or(&[][..], |cut| &name[..cut]);
            let file = cut.map_or(name, |cut| &name[cut + 1..]);
            files.entry(folder.into()).or_default().push((file.into(), at));
        }
        files.values_mut().for_each(|all| all.sort_unstable());
        Ok(Content(Arc::new(Inner::Zip(Zip { path, archive: Mutex::new(archive), files, go_mod }))))
    }

    /// Names it among all others.
    pub fn key(&self) -> &Path {
        match &*self.0 {
            Inner::Folder(path) => path,
            Inner::Zip(zip) => &zip.path,
        }
    }

    /// Its go.mod; `None` without one.
    pub fn go_mod(&self) -> Option<Vec<u8>> {
        match &*self.0 {
            Inner::Folder(path) => fs::read(path.join("go.mod")).ok(),
            Inner::Zip(zip) => zip.read(zip.go_mod?, LARGEST).ok(),
        }
    }

    /// Whether a folder of it is a module of its own.
    pub fn is_module(&self, below: &BStr) -> bool {
        match &*self.0 {
            Inner::Folder(path) => {
                let go_mod = path_from_bytes(below).map(|below| path.join(below).join("go.mod"));
                go_mod.and_then(|file| fs::metadata(file).ok()).is_some_and(|facts| !facts.is_dir())
            }
            Inner::Zip(_) => false,
        }
    }

    /// The Go files of a folder of it.
    pub fn scan(&self, below: &BStr, tags: &Tags, minor: u32) -> Scan {
        let embed = |pattern: &BString| refused(&Below { content: self, folder: below }, pattern.as_bstr());
        match &*self.0 {
            Inner::Folder(path) => {
                let Some(folder) = path_from_bytes(below).map(|below| path.join(below)) else {
                    return Scan::default();
                };
                let (files, is_indexed) = go_files(&folder);
                let mut scanning = Scanning::new(tags, minor, is_indexed);
                for (name, is_there) in &files {
                    let file =
                        path_from_bytes(name.as_bstr()).map(|name| folder.join(name)).unwrap_or_default();
                    scanning.file(name, *is_there, |most| beginning(&file, most));
                }
                scanning.finish(files.keys(), embed)
            }
            Inner::Zip(zip) => {
                let files = zip.files.get(below).map(Vec::as_slice).unwrap_or_default();
                let mut scanning = Scanning::new(tags, minor, true);
                let of_go = || files.iter().filter(|(name, _)| name.ends_with(b".go"));
                for (name, at) in of_go() {
                    scanning.file(name, true, |most| zip.read(*at, most));
                }
                scanning.finish(of_go().map(|(name, _)| name), embed)
            }
        }
    }
}

/// A folder of a module as a tree of its own.
struct Below<'a> {
    content: &'a Content,
    folder: &'a BStr,
}

impl Tree for Below<'_> {
    fn entries(&self, folder: &BStr) -> Vec<(BString, Lies)> {
        let both = [self.folder, folder].into_iter().filter(|part| !part.is_empty());
        let whole: BString = bstr::join("/", both).into();
        match &*self.content.0 {
            Inner::Folder(path) => {
                let folder = path_from_bytes(whole.as_bstr()).map(|below| path.join(below));
                folder.map(|folder| entries(&folder)).unwrap_or_default()
            }
            Inner::Zip(zip) => zip.entries(&whole),
        }
    }
}

fn entries(folder: &Path) -> Vec<(BString, Lies)> {
    let lies = |entry: &fs::DirEntry| match entry.file_type() {
        Ok(kind) if kind.is_dir() => Lies::Folder,
        Ok(kind) if kind.is_file() => Lies::File,
        _ => Lies::Other,
    };
    let all = fs::read_dir(folder).into_iter().flatten().flatten();
    all.map(|entry| (path_to_bytes(Path::new(&entry.file_name())), lies(&entry))).collect()
}

impl Zip {
    fn entries(&self, folder: &BString) -> Vec<(BString, Lies)> {
        let files = self.files.get(folder).into_iter().flatten();
        let mut all: BTreeMap<BString, Lies> = files.map(|(name, _)| (name.clone(), Lies::File)).collect();
        for other in self.files.keys() {
            let below = if folder.is_empty() {
                Some(other.as_slice())
            } else {
                other.strip_prefix(folder.as_slice()).and_then(|rest| rest.strip_prefix(b"/"))
            };
            let first = below.and_then(|below| below.split(|b| *b == b'/').next());
            all.extend(first.filter(|name| !name.is_empty()).map(|name| (name.into(), Lies::Folder)));
        }
        all.into_iter().collect()
    }

    fn read(&self, at: usize, most: u64) -> io::Result<Vec<u8>> {
        let mut archive = self.archive.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = archive.by_index(at).map_err(io::Error::other)?;
        let mut bytes = Vec::new();
        entry.take(most).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// The Go files in a folder, links to files too; `false`: a link that leads nowhere. And whether go keeps an index of it
/// (`modindex.dirHash`): of what has nothing but files and folders. What was written in the last two seconds it does not
/// index yet; that passes, so it makes no difference here.
fn go_files(folder: &Path) -> (BTreeMap<BString, bool>, bool) {
    let mut names = BTreeMap::new();
    let mut is_indexed = true;
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let kind = entry.file_type();
        is_indexed &= kind.as_ref().is_ok_and(|kind| kind.is_file() || kind.is_dir());
        if !name.as_encoded_bytes().ends_with(b".go") {
            continue;
        }
        let is_there = match kind {
            Ok(kind) if kind.is_file() => true,
            Ok(kind) if kind.is_symlink() => match fs::metadata(entry.path()) {
                Ok(facts) if facts.is_file() => true,
                Ok(_) => continue,
                Err(_) => false,
            },
            _ => continue,
        };
        names.insert(path_to_bytes(Path::new(&name)), is_there);
    }
    (names, is_indexed)
}

fn beginning(file: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(file)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}
