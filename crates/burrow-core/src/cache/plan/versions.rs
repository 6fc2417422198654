//! Module versions in a survey: which are whole, and which lock of go guards them.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use bstr::ByteSlice;
use go_rules::module::{ModuleVersion, escape_path, escape_version};

use super::names::Part;
use super::survey::{Survey, What};
use crate::system::files::path_from_bytes;

/// The versions that go builds from as they lie there: unpacked, by a zip whose hash is known, and to the end
/// (`modfetch.DownloadDir`).
pub(super) fn whole(survey: &Survey) -> HashSet<&ModuleVersion> {
    let mut hashed = HashSet::new();
    let mut partial = HashSet::new();
    for unit in &survey.units {
        match &unit.what {
            What::Download(version, Part::Ziphash) => hashed.insert(version),
            What::Download(version, Part::Partial) => partial.insert(version),
            _ => continue,
        };
    }
    let unpacked = survey.units.iter().filter_map(|unit| match &unit.what {
        What::Unpacked(version) => Some(version),
        _ => None,
    });
    unpacked.filter(|version| hashed.contains(*version) && !partial.contains(*version)).collect()
}

/// The locks under which go writes what a unit is.
pub(super) fn locks(root: &Path, what: &What) -> Vec<PathBuf> {
    match what {
        // go writes these two without one, whole at once.
        What::Download(_, Part::Info | Part::Mod) => Vec::new(),
        What::Unpacked(version) | What::Download(version, _) => lock(root, version).into_iter().collect(),
        What::Clone { lock } => vec![lock.clone()],
        _ => Vec::new(),
    }
}

fn lock(root: &Path, version: &ModuleVersion) -> Option<PathBuf> {
    let module = escape_path(&version.module).ok()?;
    let name = [escape_version(&version.version).ok()?.as_slice(), b".lock"].concat();
    let downloads = root.join("cache").join("download").join(path_from_bytes(module.as_bstr())?);
    Some(downloads.join("@v").join(path_from_bytes(name.as_bstr())?))
}
