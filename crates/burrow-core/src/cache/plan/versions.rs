//! Module versions in a survey: what there is of each, how old it is, which are whole, and which lock of go guards them.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use bstr::ByteSlice;
use go_rules::module::{ModuleVersion, escape_path, escape_version};

use super::Ground;
use super::names::{Part, TOOLCHAIN};
use super::survey::{Survey, Unit, What};
use crate::system::files::path_from_bytes;
use crate::tree::Size;

/// The versions in a module cache.
#[derive(Debug, Default)]
pub(super) struct Versions<'a>(HashMap<&'a ModuleVersion, Version>);

/// What there is of a version.
#[derive(Debug, Default)]
pub(super) struct Version {
    unpacked: Option<usize>,
    zip: Option<usize>,
    /// Other files of it.
    rest: Vec<usize>,
    hashed: bool,
    partial: bool,
}

impl Version {
    /// Its places among the units.
    fn units(&self) -> impl Iterator<Item = usize> {
        self.unpacked.into_iter().chain(self.zip).chain(self.rest.iter().copied())
    }

    /// There is more of it than what module graphs need.
    pub fn has_content(&self) -> bool {
        self.unpacked.is_some() || self.zip.is_some()
    }

    /// Go builds from it as it lies there: unpacked, by a zip whose hash is known, and to the end
    /// (`modfetch.DownloadDir`).
    pub fn is_whole(&self) -> bool {
        self.unpacked.is_some() && self.hashed && !self.partial
    }

    /// When it came: the younger of its folder and its zip, else of what else there is of it.
    pub fn fetched(&self, survey: &Survey) -> SystemTime {
        let time = |at: usize| survey.units[at].modified;
        let content = self.unpacked.into_iter().chain(self.zip).map(time).max();
        content.or_else(|| self.rest.iter().copied().map(time).max()).unwrap_or(SystemTime::UNIX_EPOCH)
    }

    /// What it takes, at the least.
    pub fn size(&self, survey: &Survey) -> Size {
        self.units().map(|at| survey.units[at].weight.alone()).sum()
    }
}

impl<'a> Versions<'a> {
    pub fn of(survey: &'a Survey) -> Versions<'a> {
        let mut versions: HashMap<&ModuleVersion, Version> = HashMap::new();
        for (at, unit) in survey.units.iter().enumerate() {
            match &unit.what {
                What::Unpacked(version) => versions.entry(version).or_default().unpacked = Some(at),
                What::Download(version, part) => {
                    let version = versions.entry(version).or_default();
                    match part {
                        Part::Zip => version.zip = Some(at),
                        Part::Temporary => {}
                        part => {
                            version.hashed |= *part == Part::Ziphash;
                            version.partial |= *part == Part::Partial;
                            version.rest.push(at);
                        }
                    }
                }
                _ => {}
            }
        }
        Versions(versions)
    }

    pub fn get(&self, version: &ModuleVersion) -> Option<&Version> {
        self.0.get(version)
    }

    /// In no order.
    pub fn iter(&self) -> impl Iterator<Item = (&'a ModuleVersion, &Version)> {
        self.0.iter().map(|(id, version)| (*id, version))
    }

    /// The unit that is named when something is said of a whole version.
    pub fn stands_for(&self, version: &ModuleVersion) -> Option<usize> {
        self.get(version)?.units().next()
    }
}

pub(super) fn is_toolchain(version: &ModuleVersion) -> bool {
    version.module == TOOLCHAIN
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

/// Whether what a clone was made of may be gone. Beside it lies its address, behind what made it and a colon
/// (`codehost.WorkDir`).
pub(super) fn clone_may_be_gone(survey: &Survey, unit: &Unit, ground: &Ground<'_>) -> bool {
    let made_of = std::fs::read(survey.path(unit).with_extension("info")).unwrap_or_default();
    let Some((_, address)) = made_of.split_once_str(":") else { return true };
    let address = address.trim_ascii_end();
    let address = address.split_once_str("://").map_or(address, |(_, rest)| rest);
    let address = address.split_once_str("@").map_or(address, |(_, rest)| rest);
    let module = address.strip_suffix(b".git").unwrap_or(address);
    // Of which versions it is told nothing: what holds for one holds for all.
    (ground.may_be_gone)(&ModuleVersion { module: module.into(), version: "v0.0.0".into() })
}
