//! Which versions a module cache has something of, from names alone (go-semantics §6.2; `modfetch/cache.go`).

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use bstr::BString;
use go_rules::module::{escape_path, escape_version, unescape};
use go_rules::semver;

use super::super::ModuleVersion;
use super::VerifyError;
use crate::system::files::path_to_bytes;

/// The files of a version in its `@v` folder that are looked at.
const KINDS: [&str; 5] = [".info", ".mod", ".zip", ".ziphash", ".partial"];

/// Where the parts of a version are, whether they are there or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    pub version: ModuleVersion,
    /// What was unpacked.
    pub dir: PathBuf,
    /// `…/@v/<version>` without an ending.
    pub stem: PathBuf,
}

impl Places {
    /// `None` where no module or version is called so.
    pub fn of(root: &Path, version: &ModuleVersion) -> Option<Places> {
        let module = escape_path(&version.module).ok()?.to_string();
        let escaped = escape_version(&version.version).ok()?.to_string();
        let below = |start: PathBuf| module.split('/').fold(start, |path, part| path.join(part));
        let mut dir = below(root.to_owned()).into_os_string();
        dir.push(format!("@{escaped}"));
        let stem = below(root.join("cache").join("download")).join("@v").join(escaped);
        Some(Places { version: version.clone(), dir: dir.into(), stem })
    }

    /// The file with this ending, which has its dot.
    pub fn file(&self, ending: &str) -> PathBuf {
        let mut name = self.stem.clone().into_os_string();
        name.push(ending);
        name.into()
    }
}

/// Every version that has a folder or a file of the kinds above, by module and version.
///
/// # Errors
/// The cache is there and cannot be listed. What is not there has no versions.
pub fn versions(root: &Path) -> Result<Vec<Places>, VerifyError> {
    let mut found = BTreeMap::new();
    extracted(root, root, &mut found)?;
    downloaded(root, &root.join("cache").join("download"), &mut found)?;
    Ok(found.into_values().collect())
}

type Found = BTreeMap<ModuleVersion, Places>;

fn extracted(root: &Path, dir: &Path, found: &mut Found) -> Result<(), VerifyError> {
    for (name, is_dir) in list(dir)? {
        let path = dir.join(&name);
        let Some(name) = name.to_str() else { continue };
        if let Some((last, escaped)) = name.split_once('@') {
            let above = dir.strip_prefix(root).unwrap_or(Path::new(""));
            keep(root, above, Some(last), escaped, found);
        } else if is_dir && !(dir == root && name == "cache") && may_be_a_path(name) {
            extracted(root, &path, found)?;
        }
    }
    Ok(())
}

fn downloaded(root: &Path, dir: &Path, found: &mut Found) -> Result<(), VerifyError> {
    let download = root.join("cache").join("download");
    for (name, is_dir) in list(dir)? {
        let path = dir.join(&name);
        let Some(name) = name.to_str().filter(|_| is_dir) else { continue };
        if name == "@v" {
            let module = dir.strip_prefix(&download).unwrap_or(Path::new(""));
            for (file, _) in list(&path)? {
                let Some(file) = file.to_str() else { continue };
                let Some(escaped) = KINDS.iter().find_map(|kind| file.strip_suffix(kind)) else { continue };
                keep(root, module, None, escaped, found);
            }
        } else if !(dir == download && name == "sumdb") && may_be_a_path(name) {
            downloaded(root, &path, found)?;
        }
    }
    Ok(())
}

/// Paths of modules hold no capitals on the disk and begin with no dot.
fn may_be_a_path(name: &str) -> bool {
    !name.starts_with('.') && !name.bytes().any(|b| b.is_ascii_uppercase())
}

/// Puts a version in, if it is one that Go would look for under exactly these names.
fn keep(root: &Path, above: &Path, last: Option<&str>, escaped: &str, found: &mut Found) {
    let parts = above.components().map(|part| path_to_bytes(Path::new(part.as_os_str())));
    let parts: Vec<BString> = parts.chain(last.map(BString::from)).collect();
    let module = bstr::join("/", &parts);
    let (Some(module), Some(version)) = (unescape(&module), unescape(escaped.as_bytes())) else { return };
    if semver::canonical(&version).is_none_or(|canonical| version != canonical) {
        return;
    }
    let version = ModuleVersion { module, version };
    if !found.contains_key(&version)
        && let Some(places) = Places::of(root, &version)
    {
        found.insert(version, places);
    }
}

/// The names in a folder, and which are folders themselves (a link is none).
fn list(dir: &Path) -> Result<Vec<(std::ffi::OsString, bool)>, VerifyError> {
    let unreadable =
        |error: &io::Error| VerifyError::Unreadable { path: dir.into(), reason: error.to_string() };
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(Vec::new());
        }
        Err(error) => return Err(unreadable(&error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| unreadable(&error))?;
        names.push((entry.file_name(), entry.file_type().is_ok_and(|kind| kind.is_dir())));
    }
    Ok(names)
}
