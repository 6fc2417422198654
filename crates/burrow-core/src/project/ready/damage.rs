//! Damage among what the project needs, as `cache/verify` judges it.

use std::collections::BTreeSet;
use std::path::PathBuf;

use bstr::BString;
use go_rules::module::ModuleVersion;
use go_rules::mvs::Actual;

use super::Ask;
use super::examine::Examined;
use super::setup::Setup;
use crate::cache::verify::{self, Damage, Damaged, Detail, verify};
use crate::job::Cancelled;
use crate::project::ProjectFile;

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    /// Of needed versions that are there.
    pub damaged: Vec<Damaged>,
    /// Versions whose damage a build runs into.
    pub in_the_way: Vec<ModuleVersion>,
}

/// Looks at the needed versions and at those that go.sum contradicts.
///
/// # Errors
/// Somebody cancelled.
pub fn damage(
    ask: &Ask<'_>,
    setup: &Setup,
    file: &ProjectFile,
    examined: &Examined,
) -> Result<Found, Cancelled> {
    let Some(root) = setup.gomodcache.clone().filter(|_| ask.hashes) else { return Ok(Found::default()) };
    let missing: BTreeSet<&ModuleVersion> = examined.needed.missing.iter().map(|it| &it.version).collect();
    let mut only: BTreeSet<ModuleVersion> = examined.needed.versions.iter().cloned().collect();
    only.extend(examined.outcome.built.iter().filter_map(|(actual, _)| match actual {
        Actual::Module(version) => Some((**version).clone()),
        Actual::Folder(_) => None,
    }));
    only.retain(|version| !missing.contains(version));
    let wanted = verify::Ask {
        root,
        sums: sum_files(setup, file, examined),
        only: Some(only.into_iter().collect()),
        ..verify::Ask::default()
    };
    let verified = match verify(&wanted, ask.cancel, &()) {
        Ok(verified) => verified,
        Err(verify::VerifyError::Cancelled(cancelled)) => return Err(cancelled),
        Err(verify::VerifyError::Unreadable { .. }) => return Ok(Found::default()),
    };
    let is_none = |it: &Damaged| it.damage == Damage::InfoMissing || is_toolchain(it);
    let damaged: Vec<Damaged> = verified.damaged.into_iter().filter(|it| !is_none(it)).collect();
    let in_the_way = damaged.iter().filter(|it| stops(it, examined)).map(|it| it.version.clone()).collect();
    Ok(Found { damaged, in_the_way })
}

fn is_toolchain(it: &Damaged) -> bool {
    it.version.module == "golang.org/toolchain"
}

/// The files of hashes that go reads there.
fn sum_files(setup: &Setup, file: &ProjectFile, examined: &Examined) -> Vec<PathBuf> {
    let members = examined.members.iter().map(|folder| folder.join("go.sum"));
    let files = members.chain([file.sums_with(setup.modfile.as_deref())]);
    files.filter(|file| file.is_file()).collect()
}

/// Whether a build runs into it. What go builds from is read as it lies there: only what is gone from a folder of a
/// package stops it, and what go unpacks or compares on the way.
fn stops(it: &Damaged, examined: &Examined) -> bool {
    let built: Vec<&BString> = examined
        .outcome
        .built
        .iter()
        .filter(|(actual, _)| matches!(actual, Actual::Module(version) if **version == it.version))
        .map(|(_, below)| below)
        .collect();
    if built.is_empty() {
        return false;
    }
    match it.damage {
        Damage::DirMissingFile => match &it.detail {
            Detail::Files(differing) => {
                let more = differing.missing.len() as u64 >= verify::Differing::MOST as u64;
                let of_package = |name: &BString| {
                    let cut = name.iter().rposition(|b| *b == b'/');
                    let folder = cut.map_or(&[][..], |cut| &name[..cut]);
                    let is_test = name.ends_with(b"_test.go");
                    name.ends_with(b".go") && !is_test && built.iter().any(|below| below.as_slice() == folder)
                };
                more || differing.missing.iter().any(of_package)
            }
            _ => true,
        },
        // What is unpacked builds without its zip.
        Damage::ZipCorrupt => !has_folder(it),
        Damage::ZiphashWrong | Damage::ModWrong => !it.heals_itself,
        _ => false,
    }
}

/// Whether its folder is there, so that the zip is not opened.
fn has_folder(it: &Damaged) -> bool {
    let download = it.path.ancestors().find(|dir| dir.ends_with("cache/download"));
    let root = download.and_then(|dir| dir.parent()).and_then(|dir| dir.parent());
    let places = root.and_then(|root| verify::Places::of(root, &it.version));
    places.is_some_and(|places| super::cache::is_complete(&places))
}
