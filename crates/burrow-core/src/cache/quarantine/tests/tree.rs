//! Trees to clean, and exact pictures of them.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// The id of an entry in the folder `first`.
pub fn id(first: &str, number: usize) -> String {
    format!("{first}{number:062x}")
}

/// A build cache with two entries in each of some folders.
pub fn build_cache(root: &Path, folders: &[&str]) {
    fs::create_dir_all(root).unwrap();
    fs::write(root.join("README"), "This directory holds cached build artifacts from the Go build system.\n")
        .unwrap();
    fs::write(root.join("trim.txt"), "1795255773\n").unwrap();
    for folder in folders {
        fs::create_dir_all(root.join(folder)).unwrap();
        for number in 0..2 {
            fs::write(root.join(folder).join(format!("{}-a", id(folder, number))), vec![b'v'; 175]).unwrap();
            fs::write(
                root.join(folder).join(format!("{}-d", id(folder, number))),
                format!("out {folder}{number}"),
            )
            .unwrap();
        }
    }
}

/// Versions of modules as go leaves them: folders read-only, downloads beside.
pub fn module_cache(root: &Path, versions: &[(&str, &str)]) {
    for (module, version) in versions {
        let dir = root.join(format!("{module}@{version}"));
        fs::create_dir_all(dir.join("internal")).unwrap();
        fs::write(dir.join("go.mod"), format!("module {module}\n")).unwrap();
        fs::write(dir.join("internal/a.go"), "package internal\n").unwrap();
        for file in [dir.join("go.mod"), dir.join("internal/a.go")] {
            mode(&file, 0o444);
        }
        for folder in [dir.join("internal"), dir] {
            mode(&folder, 0o555);
        }
        let at = root.join("cache/download").join(module).join("@v");
        fs::create_dir_all(&at).unwrap();
        for kind in ["zip", "ziphash", "info", "mod"] {
            fs::write(at.join(format!("{version}.{kind}")), format!("{kind} of {module} {version}")).unwrap();
        }
        fs::write(at.join(format!("{version}.lock")), "").unwrap();
        fs::write(at.join("list"), format!("{version}\n")).unwrap();
    }
}

pub fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// What is at a path: form, mode, owner, time of change in nanoseconds (of folders 0 unless asked), content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    form: char,
    mode: u32,
    owner: (u32, u32),
    modified: (i64, i64),
    content: Vec<u8>,
}

/// Everything below a folder and itself, links not followed.
pub fn picture(root: &Path) -> BTreeMap<PathBuf, Seen> {
    pictured(root, true)
}

/// The same, without the times of folders: what moves out of a folder and back into it changes that.
pub fn content(root: &Path) -> BTreeMap<PathBuf, Seen> {
    pictured(root, false)
}

fn pictured(root: &Path, times: bool) -> BTreeMap<PathBuf, Seen> {
    let mut all = BTreeMap::new();
    let mut left = vec![PathBuf::new()];
    while let Some(path) = left.pop() {
        let at = if path.as_os_str().is_empty() { root.to_path_buf() } else { root.join(&path) };
        // In a folder that may be listed and not entered.
        let Ok(facts) = at.symlink_metadata() else { continue };
        let form = match facts.file_type() {
            kind if kind.is_dir() => 'd',
            kind if kind.is_symlink() => 'l',
            kind if kind.is_file() => 'f',
            _ => '?',
        };
        let content = match form {
            'f' => fs::read(&at).unwrap_or_default(),
            'l' => fs::read_link(&at).unwrap().into_os_string().into_encoded_bytes(),
            _ => Vec::new(),
        };
        let modified = if form == 'd' && !times { (0, 0) } else { (facts.mtime(), facts.mtime_nsec()) };
        let seen =
            Seen { form, mode: facts.mode() & 0o7777, owner: (facts.uid(), facts.gid()), modified, content };
        all.insert(path.clone(), seen);
        if form == 'd' {
            let inside = fs::read_dir(&at).into_iter().flatten().flatten();
            left.extend(inside.map(|entry| path.join(entry.file_name())));
        }
    }
    all
}

impl Seen {
    pub fn is_folder(&self) -> bool {
        self.form == 'd'
    }
}

/// Gives files the times that they had in a picture.
pub fn with_times(root: &Path, seen: &BTreeMap<PathBuf, Seen>) {
    use rustix::fs::{AtFlags, CWD, Timespec, Timestamps, utimensat};
    for (path, seen) in seen.iter().filter(|(_, seen)| !seen.is_folder()) {
        let time = Timespec { tv_sec: seen.modified.0 as _, tv_nsec: seen.modified.1 as _ };
        let times = Timestamps { last_access: time, last_modification: time };
        utimensat(CWD, root.join(path), &times, AtFlags::SYMLINK_NOFOLLOW).unwrap();
    }
}

/// Removes a tree with read-only folders in it.
pub fn remove(root: &Path) {
    use crate::tree::dir::Dir;
    let above = Dir::open(root.parent().unwrap()).unwrap();
    crate::tree::remove::tree(&above, root.file_name().unwrap(), &crate::job::Cancel::new())
        .result()
        .unwrap();
}

/// Panics with the paths that differ, and nothing else.
#[track_caller]
pub fn same(now: &BTreeMap<PathBuf, Seen>, before: &BTreeMap<PathBuf, Seen>, what: &str) {
    let other = |path: &&PathBuf| now.get(*path) != before.get(*path);
    let differ: Vec<&PathBuf> = now.keys().chain(before.keys()).filter(other).take(10).collect();
    let shown: Vec<String> = differ
        .iter()
        .map(|path| {
            let short = |seen: Option<&Seen>| {
                seen.map(|seen| (seen.form, seen.mode, seen.modified, seen.content.len()))
            };
            format!("{}: {:?} was {:?}", path.display(), short(now.get(*path)), short(before.get(*path)))
        })
        .collect();
    assert!(differ.is_empty(), "{what}:\n{}", shown.join("\n"));
}

pub fn names(dir: &Path) -> Vec<OsString> {
    let mut names: Vec<OsString> =
        fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    names
}
