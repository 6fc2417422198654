//! What may be taken from a cache at all, by its path in it: only names that go gives (`cmd/go/internal/cache`,
//! `modfetch/cache.go`), and no folder that could hold anything else. The last gate before a rename; whether something
//! should go is `plan`'s affair.

use std::ffi::OsStr;
use std::path::{Component, Path};

use bstr::BString;
use go_rules::cache::build;
use go_rules::cache::modules::{self, Part};
use go_rules::module::escape_version;

use crate::cache::Cache;

/// How a path is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Takeable {
    /// A folder `00` … `ff` of the build cache: its entries go, what else is in it stays.
    EntryFolder,
    /// An entry of the build cache: a file, or from 1.24 on a `-d` folder with a program.
    Entry,
    /// A file.
    File,
    /// A file or a folder of fuzzing, of a clone or of checksum records.
    Either,
    /// A folder above such things: it goes when it holds nothing else, which only a look into it tells.
    Above,
    /// What belongs to a version of a module: its folder or one of its files; `lock` is go's lock for it.
    OfVersion { lock: std::path::PathBuf, is_folder: bool },
}

/// The file that says which results of tests count no more.
pub const TEST_EXPIRY: &str = "testexpire.txt";

/// What the path is in the cache; `None`: it is not to be touched.
#[must_use]
pub fn takeable(cache: Cache, path: &Path) -> Option<Takeable> {
    let mut parts = Vec::new();
    for component in path.components() {
        match component {
            Component::Normal(part) => parts.push(part),
            _ => return None,
        }
    }
    match cache {
        Cache::Build => of_build(&parts),
        Cache::Modules => of_modules(&parts),
    }
}

fn of_build(parts: &[&OsStr]) -> Option<Takeable> {
    let bytes: Vec<&[u8]> = parts.iter().map(|part| part.as_encoded_bytes()).collect();
    match bytes.as_slice() {
        [b"log.txt"] => Some(Takeable::File),
        [b"fuzz", ..] => Some(Takeable::Either),
        [folder] if is_entry_folder(folder) => Some(Takeable::EntryFolder),
        [folder, name] if is_entry_folder(folder) && is_entry(name) => Some(Takeable::Entry),
        _ => None,
    }
}

/// `00` … `ff`
pub(super) fn is_entry_folder(name: &[u8]) -> bool {
    build::folder([name]) == build::Folder::Entries
}

/// `<64 hex>-a`, `-d`
pub(super) fn is_entry(name: &[u8]) -> bool {
    build::entry(name).is_some()
}

/// Go writes small letters only.
fn is_hex(b: u8) -> bool {
    b.is_ascii_digit() || (b'a'..=b'f').contains(&b)
}

fn of_modules(parts: &[&OsStr]) -> Option<Takeable> {
    let bytes: Vec<&[u8]> = parts.iter().map(|part| part.as_encoded_bytes()).collect();
    match bytes.as_slice() {
        [] | [b"cache"] | [b"cache", b"download" | b"lock"] => None,
        [b"cache", b"download", b"sumdb", ..] => Some(Takeable::Either),
        [b"cache", b"vcs", name] => is_clone(name).then_some(Takeable::Either),
        [b"cache", b"download", _, .., b"@v", file] => of_download(parts, file),
        [b"cache", b"download", module @ .., b"@v"] => above(module),
        [b"cache", b"download", module @ ..] => above(module),
        [b"cache", b"vcs"] => Some(Takeable::Above),
        [b"cache", ..] => None,
        [module @ .., last] => {
            above(module)?;
            match split_version(last) {
                None => above(&[last]),
                Some((name, version)) => {
                    let lock = lock_of(&parts[..parts.len() - 1], name, version);
                    is_version(version).then_some(Takeable::OfVersion { lock, is_folder: true })
                }
            }
        }
    }
}

/// Folders above versions: none of them is one itself, none is hidden.
fn above(parts: &[&[u8]]) -> Option<Takeable> {
    let plain = parts.iter().all(|part| !part.contains(&b'@') && !part.starts_with(b"."));
    plain.then_some(Takeable::Above)
}

/// A clone and its description; the lock stays.
fn is_clone(name: &[u8]) -> bool {
    let id = name.strip_suffix(b".info").unwrap_or(name);
    id.len() == 64 && id.iter().all(|b| is_hex(*b))
}

/// What lies in an `@v` folder, but for locks.
fn of_download(parts: &[&OsStr], file: &[u8]) -> Option<Takeable> {
    let unfinished_list = file.starts_with(b"list") && file.ends_with(b".tmp");
    let version = match modules::Folder::Versions(BString::default()).file(file) {
        modules::File::List => return Some(Takeable::File),
        modules::File::Download if unfinished_list => return Some(Takeable::File),
        modules::File::OfVersion { part: Part::Lock | Part::Unknown, .. } => return None,
        modules::File::OfVersion { version, .. } => escape_version(&version).ok()?,
        _ => return None,
    };
    let lock = join(&parts[..parts.len() - 1]).join(text(&version)?).with_added_extension("lock");
    Some(Takeable::OfVersion { lock, is_folder: false })
}

/// `name@version`
fn split_version(last: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = last.iter().position(|b| *b == b'@')?;
    let (name, version) = (&last[..at], &last[at + 1..]);
    (!name.is_empty() && !name.starts_with(b".")).then_some((name, version))
}

/// `cache/download/<module>/@v/<version>.lock` of the folder `<above>/<name>@<version>`.
fn lock_of(above: &[&OsStr], name: &[u8], version: &[u8]) -> std::path::PathBuf {
    let mut lock: std::path::PathBuf = ["cache", "download"].iter().collect();
    lock.extend(above);
    lock.extend([text(name), Some(OsStr::new("@v"))].into_iter().flatten());
    lock.join(text(version).unwrap_or_default()).with_added_extension("lock")
}

fn join(parts: &[&OsStr]) -> std::path::PathBuf {
    parts.iter().collect()
}

/// Of the ASCII names of modules and versions.
fn text(bytes: &[u8]) -> Option<&OsStr> {
    std::str::from_utf8(bytes).ok().map(OsStr::new)
}

/// `v1.2.3`, `v1.2.3-pre+meta`, with capitals written as `!r`.
fn is_version(version: &[u8]) -> bool {
    let Some(rest) = version.strip_prefix(b"v") else { return false };
    let usable = |b: &u8| b.is_ascii_alphanumeric() || b".-+!".contains(b);
    let core = rest.split(|b| matches!(b, b'-' | b'+')).next().unwrap_or_default();
    let numbers: Vec<&[u8]> = core.split(|b| *b == b'.').collect();
    let number =
        |n: &&[u8]| !n.is_empty() && n.iter().all(u8::is_ascii_digit) && (n.len() == 1 || n[0] != b'0');
    rest.iter().all(usable) && numbers.len() == 3 && numbers.iter().all(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(first: &str) -> String {
        format!("{first}{}", "0".repeat(62))
    }

    #[test]
    fn of_the_build_cache_only_entries_the_log_and_fuzzing_may_go() {
        let a = format!("ab/{}-a", id("ab"));
        for (path, expected) in [
            ("ab", Some(Takeable::EntryFolder)),
            (a.as_str(), Some(Takeable::Entry)),
            (&format!("ab/{}-d", id("ab")), Some(Takeable::Entry)),
            ("log.txt", Some(Takeable::File)),
            ("fuzz", Some(Takeable::Either)),
            ("fuzz/example.com/x/FuzzA/00", Some(Takeable::Either)),
            (&format!("ab/{}-a", id("cd")), Some(Takeable::Entry)),
            (&format!("ab/{}-d/tool", id("ab")), None),
            (&format!("ab/{}-x", id("ab")), None),
            ("AB", None),
            ("abc", None),
            ("ab/notes", None),
            ("README", None),
            ("trim.txt", None),
            ("testexpire.txt", None),
            ("", None),
            ("../ab", None),
            ("/ab", None),
        ] {
            assert_eq!(takeable(Cache::Build, Path::new(path)), expected, "{path}");
        }
    }

    fn of_version(lock: &str, is_folder: bool) -> Option<Takeable> {
        Some(Takeable::OfVersion { lock: lock.into(), is_folder })
    }

    #[test]
    fn of_the_module_cache_only_versions_clones_and_records_may_go() {
        let lock = "cache/download/github.com/!burnt/toml/@v/v1.0.0-!r!c1.lock";
        let clone = format!("cache/vcs/{}", id("ab"));
        for (path, expected) in [
            ("github.com/!burnt/toml@v1.0.0-!r!c1", of_version(lock, true)),
            ("cache/download/github.com/!burnt/toml/@v/v1.0.0-!r!c1.zip", of_version(lock, false)),
            ("cache/download/github.com/!burnt/toml/@v/v1.0.0-!r!c1.zip123.tmp", of_version(lock, false)),
            ("cache/download/x/@v/v1.0.0.info", of_version("cache/download/x/@v/v1.0.0.lock", false)),
            ("cache/download/x/@v/list", Some(Takeable::File)),
            ("cache/download/sumdb", Some(Takeable::Either)),
            (clone.as_str(), Some(Takeable::Either)),
            (&format!("{clone}.info"), Some(Takeable::Either)),
            (&format!("{clone}.lock"), None),
            ("cache/download/x/@v/v1.0.0.lock", None),
            ("cache/download/x/@v/notes", None),
            ("cache/download/x/@v/list7.tmp", Some(Takeable::File)),
            ("cache/download/x/@v/v1.0.0.zip.bak", None),
            ("cache/download/x/@v", Some(Takeable::Above)),
            ("cache/download/x", Some(Takeable::Above)),
            ("github.com", Some(Takeable::Above)),
            ("github.com/!burnt", Some(Takeable::Above)),
            ("cache/download/@v/v1.0.0.zip", None),
            ("cache/download", None),
            ("cache/vcs", Some(Takeable::Above)),
            ("cache/lock", None),
            ("cache", None),
            ("x@v1.0.0/internal", None),
            ("x@v1.0.0/y@v1.0.0", None),
            ("x@master", None),
            ("x@v1.0", None),
            ("@v1.0.0", None),
            (".burrow-quarantine", None),
            (".burrow-quarantine/x@v1.0.0", None),
            (".x@v1.0.0", None),
            ("", None),
        ] {
            assert_eq!(takeable(Cache::Modules, Path::new(path)), expected, "{path}");
        }
    }
}
