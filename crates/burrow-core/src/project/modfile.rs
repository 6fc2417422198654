//! `-modfile` in GOFLAGS: another go.mod, with a go.sum of its own, takes the place of the project's.

use std::path::{Path, PathBuf};

use bstr::{BString, ByteSlice};
use go_rules::filepath;
use go_rules::vars::Resolved;
use go_rules::vars::goflags::{self, Word};

use crate::system::files::path_from_bytes;

/// What `-modfile` names, as it is written: the last one counts, and an empty one is none.
#[must_use]
pub fn named(resolved: &Resolved) -> Option<BString> {
    let words = goflags::words(resolved.rules, resolved.value("GOFLAGS")).ok()?;
    let named = |word: &Word| match word.flag() {
        (b"modfile", Some(value)) => Some(BString::from(value)),
        _ => None,
    };
    words.iter().filter_map(named).next_back().filter(|name| !name.is_empty())
}

/// The same as a path; `directory`: where go is.
#[must_use]
pub fn modfile(resolved: &Resolved, directory: &Path) -> Option<PathBuf> {
    let name = named(resolved)?;
    let path = path_from_bytes(name.as_bstr())?;
    Some(if filepath::is_abs(resolved.os, &name) { path } else { directory.join(path) })
}
