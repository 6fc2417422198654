//! The packages that `./...` matches in a folder (`search.MatchDirs`, `modload.resolveLocalPackage`).

use std::fs;
use std::path::Path;

use bstr::{BStr, BString, ByteSlice};
use go_rules::load::Ground;

use super::cache::Cache;
use super::content::Content;
use crate::system::files::path_to_bytes;

/// The module in which packages are matched.
pub struct Around<'a> {
    pub module: &'a BStr,
    /// The folder of its go.mod.
    pub root: &'a Path,
    pub content: &'a Content,
    /// Of its `ignore` lines.
    pub ignore: &'a [BString],
}

/// Import paths of the packages in and below a folder, sorted.
pub fn packages(directory: &Path, around: &Around<'_>, cache: &Cache<'_>) -> Vec<BString> {
    let Ok(start) = directory.strip_prefix(around.root) else { return Vec::new() };
    let mut folders = Vec::new();
    let start = path_to_bytes(start);
    let start: BString = if cfg!(windows) { start.replace(b"\\", b"/").into() } else { start };
    walk(directory, &start, true, around, &mut folders);
    let all: Vec<(Content, BString)> =
        folders.iter().map(|below| (around.content.clone(), below.clone())).collect();
    cache.prepare(&all);
    let is_package = |below: &BString| {
        let scan = cache.scan(around.content, below.as_bstr());
        scan.built || scan.tested || scan.bad.is_some()
    };
    let path = |below: BString| -> BString {
        if below.is_empty() {
            return around.module.into();
        }
        bstr::join("/", [around.module.as_bytes(), &below]).into()
    };
    let mut paths: Vec<BString> = folders.into_iter().filter(is_package).map(path).collect();
    paths.sort();
    paths
}

fn walk(dir: &Path, below: &BString, is_top: bool, around: &Around<'_>, folders: &mut Vec<BString>) {
    if is_ignored(below, around.ignore) {
        return;
    }
    if !is_top && fs::metadata(dir.join("go.mod")).is_ok_and(|facts| !facts.is_dir()) {
        return;
    }
    folders.push(below.clone());
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let name = path_to_bytes(Path::new(&entry.file_name()));
        let passed_over =
            name.starts_with(b".") || name.starts_with(b"_") || name == "testdata" || name == "vendor";
        if passed_over || !entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            continue;
        }
        let next = if below.is_empty() { name } else { bstr::join("/", [below, &name]).into() };
        walk(&entry.path(), &next, false, around, folders);
    }
}

/// `IgnorePatterns.ShouldIgnore`.
fn is_ignored(below: &BString, ignore: &[BString]) -> bool {
    if below.is_empty() {
        return false;
    }
    let whole = bstr::concat([b"/", below.as_slice(), b"/"]);
    ignore.iter().any(|pattern| match pattern.strip_prefix(b"./") {
        Some(from_root) => {
            whole.starts_with(&bstr::concat([b"/", from_root.trim_end_with(|c| c == '/').as_bytes(), b"/"]))
        }
        None => {
            whole.contains_str(bstr::concat([b"/", pattern.trim_end_with(|c| c == '/').as_bytes(), b"/"]))
        }
    })
}
