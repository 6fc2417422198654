//! Which of two versions is the higher, also of `go` and `toolchain`, which are modules in a graph (`gover.ModCompare`).

use std::cmp::Ordering;
use std::sync::Arc;

use bstr::BStr;

use crate::module::ModuleVersion;
use crate::{semver, version};

/// Whether a path stands for Go itself; it has no content (`gover.IsToolchain`).
pub fn is_toolchain(path: &[u8]) -> bool {
    path == b"go" || path == b"toolchain"
}

/// `gover.ModCompare`: what is no version comes first.
pub fn compare(path: &[u8], a: &[u8], b: &[u8]) -> Ordering {
    match path {
        b"go" => version::compare(a, b),
        b"toolchain" => version::compare(of_toolchain(a), of_toolchain(b)),
        _ => semver::compare(a, b),
    }
}

/// As [`compare`], but the main module, which has no version, is the highest (`modload.cmpVersion`).
pub fn compare_chosen(path: &[u8], a: &[u8], b: &[u8]) -> Ordering {
    match (a.is_empty(), b.is_empty()) {
        (true, true) => Ordering::Equal,
        (true, false) => Ordering::Greater,
        (false, true) => Ordering::Less,
        (false, false) => compare(path, a, b),
    }
}

/// `gover.maybeToolchainVersion`.
fn of_toolchain(name: &[u8]) -> &[u8] {
    let own = version::Version::parse(name).map(|_| name);
    own.or_else(|| version::of_toolchain(name).map(|version: &BStr| version.as_ref())).unwrap_or_default()
}

/// By path, then by version (`gover.ModSort`).
pub fn sort(list: &mut [Arc<ModuleVersion>]) {
    list.sort_by(|a, b| a.module.cmp(&b.module).then_with(|| compare(&a.module, &a.version, &b.version)));
}
