//! What stands against deleting a folder, whatever it is called. Nothing is believed because of a name or a variable
//! alone: GOENV_ROOT may point anywhere.

use std::fs;
use std::path::{Path, PathBuf};

use super::layout::Layout;
use super::{Check, CheckKind, Premises};
use crate::sdk::inventory::Sdk;
use crate::system::rights;

/// What lies at the top of an SDK, of any version and however it was built.
const OWN: [&str; 36] = [
    "api",
    "bin",
    "doc",
    "lib",
    "misc",
    "pkg",
    "src",
    "test",
    "blog",
    "favicon.ico",
    "robots.txt",
    "go.env",
    "VERSION",
    "VERSION.cache",
    "LICENSE",
    "PATENTS",
    "AUTHORS",
    "CONTRIBUTORS",
    "CONTRIBUTING.md",
    "README.md",
    "README",
    "SECURITY.md",
    "codereview.cfg",
    ".gitattributes",
    ".gitignore",
    ".github",
    ".unpacked-success",
    ".DS_Store",
    "manifest",
    "MANIFEST",
    "README.vendor",
    "share",
    "INSTALL",
    "MICROSOFT_REVISION",
    "_go.mod",
    "go.mod",
];

/// Everything that stands against it.
pub(super) fn against(sdk: &Sdk, layout: &Layout, premises: &Premises<'_>) -> Vec<Check> {
    let unit = layout.unit.as_path();
    let real = unit.symlink_metadata().is_ok_and(|facts| facts.is_dir())
        && dunce::canonicalize(unit).is_ok_and(|canonical| canonical == unit);
    if !real || unit.parent().is_none() {
        return vec![Check::refused(CheckKind::ThroughLink { link: unit.to_path_buf() })];
    }
    let mut kinds: Vec<CheckKind> = Vec::new();
    if !is_sdk(&sdk.goroot) {
        kinds.push(CheckKind::NotProven);
    }
    kinds.extend(held(unit, sdk, premises).map(|what| CheckKind::Holds { what }));
    kinds.extend(foreign(&sdk.goroot).map(|what| CheckKind::OtherThings { what }));
    kinds.extend(work_tree(&sdk.goroot, unit).map(|git| CheckKind::WorkTree { git }));
    kinds.extend(rights::mount_within(unit).map(|point| CheckKind::Mount { point }));
    let dirs = [unit.parent(), Some(unit)];
    let locked = dirs.into_iter().flatten().find(|dir| !may_change(dir, unit));
    kinds.extend(locked.map(|dir| CheckKind::NoRight { dir: dir.to_path_buf() }));
    kinds.into_iter().map(Check::refused).collect()
}

/// A thing that only an SDK has.
pub(crate) fn is_sdk(goroot: &Path) -> bool {
    let version = fs::read(goroot.join("VERSION")).unwrap_or_default();
    version.starts_with(b"go1")
        || version.starts_with(b"devel ")
        || is_folder(&goroot.join("pkg/tool"))
        || is_folder(&goroot.join("src/runtime"))
}

fn is_folder(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|facts| facts.is_dir())
}

/// What a person would miss: the home, where they are, caches, other SDKs.
fn held(unit: &Path, sdk: &Sdk, premises: &Premises<'_>) -> Option<PathBuf> {
    let canonical = |path: &Path| dunce::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let mut held: Vec<PathBuf> = premises.home.into_iter().chain([premises.dir]).map(canonical).collect();
    held.extend(premises.caches.iter().map(|cache| canonical(cache)));
    held.extend(premises.gomodcache.map(canonical));
    held.extend(premises.sdks.iter().filter(|other| other.goroot != sdk.goroot).map(|o| o.goroot.clone()));
    held.into_iter().find(|path| path.starts_with(unit))
}

/// The first entry that is not an SDK's.
fn foreign(goroot: &Path) -> Option<PathBuf> {
    let entries = fs::read_dir(goroot).into_iter().flatten().flatten();
    let mut others: Vec<PathBuf> = entries
        .filter(|entry| !OWN.iter().any(|own| entry.file_name() == *own))
        .map(|entry| entry.path())
        // Said by `work_tree`.
        .filter(|path| path.file_name().is_none_or(|name| name != ".git"))
        .collect();
    others.sort();
    let cache = ["pkg/mod", "pkg/sumdb"].map(|below| goroot.join(below));
    cache.into_iter().find(|path| is_folder(path)).or_else(|| others.into_iter().next())
}

/// Somebody works on Go itself there.
fn work_tree(goroot: &Path, unit: &Path) -> Option<PathBuf> {
    [goroot.join(".git"), unit.join(".git")].into_iter().find(|git| git.symlink_metadata().is_ok())
}

fn may_change(dir: &Path, unit: &Path) -> bool {
    // A read-only folder of one's own can be unlocked; one of somebody else's cannot.
    rights::may_change(dir) || (dir == unit && rights::is_own(dir))
}
