//! How large an SDK is on the disk. Follows no link, enters no other file system, and can be cancelled.

use std::collections::HashSet;
use std::fs::{self, Metadata};
use std::ops::Add;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use rayon::prelude::*;

use crate::job::{Cancel, Cancelled};

pub use crate::tree::Size;

/// What a manager keeps inside the SDK that it shows: the other versions (stefanmaric/g).
const NOT_ITS_OWN: &str = ".versions";

/// Measures the SDK in a folder; what cannot be read counts nothing.
///
/// # Errors
/// [`Cancelled`].
pub fn measure(goroot: &Path, cancel: &Cancel) -> Result<Size, Cancelled> {
    let Ok(facts) = fs::symlink_metadata(goroot) else { return Ok(Size::default()) };
    let walk = Walk { volume: identity(&facts).0, several_names: Mutex::default(), cancel };
    let own = Size { disk_bytes: on_disk(&facts), ..Size::default() };
    Ok(own + walk.folder(goroot, |name| name != NOT_ITS_OWN)?)
}

struct Walk<'a> {
    volume: u64,
    /// Files with more than one name that were counted.
    several_names: Mutex<HashSet<u64>>,
    cancel: &'a Cancel,
}

impl Walk<'_> {
    fn folder(&self, dir: &Path, wanted: fn(&std::ffi::OsStr) -> bool) -> Result<Size, Cancelled> {
        self.cancel.check()?;
        let mut size = Size::default();
        let mut below: Vec<PathBuf> = Vec::new();
        for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
            let Ok(facts) = entry.metadata() else { continue };
            if !facts.is_dir() {
                size += self.file(&facts);
            } else if identity(&facts).0 == self.volume && wanted(&entry.file_name()) {
                size.disk_bytes += on_disk(&facts);
                below.push(entry.path());
            }
        }
        let rest: Result<Vec<Size>, Cancelled> =
            below.par_iter().map(|dir| self.folder(dir, |_| true)).collect();
        Ok(rest?.into_iter().fold(size, Add::add))
    }

    fn file(&self, facts: &Metadata) -> Size {
        if !self.is_first_name(facts) {
            return Size { files: 1, ..Size::default() };
        }
        let counted = facts.is_file() || facts.is_symlink();
        Size { bytes: if counted { facts.len() } else { 0 }, disk_bytes: on_disk(facts), files: 1 }
    }

    fn is_first_name(&self, facts: &Metadata) -> bool {
        if names(facts) < 2 {
            return true;
        }
        let mut seen = self.several_names.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        seen.insert(identity(facts).1)
    }
}

/// The volume and the file on it.
#[cfg(unix)]
fn identity(facts: &Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt;
    (facts.dev(), facts.ino())
}

#[cfg(unix)]
fn names(facts: &Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt;
    facts.nlink()
}

#[cfg(unix)]
fn on_disk(facts: &Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt;
    facts.blocks() * 512
}

/// Windows tells these only of an opened file, and nothing that installs Go there makes hard links.
#[cfg(not(unix))]
fn identity(_facts: &Metadata) -> (u64, u64) {
    (0, 0)
}

#[cfg(not(unix))]
fn names(_facts: &Metadata) -> u64 {
    1
}

#[cfg(not(unix))]
fn on_disk(facts: &Metadata) -> u64 {
    facts.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_count_once_links_count_themselves_and_other_versions_do_not_count() {
        let dir = tempfile::tempdir().unwrap();
        let at = |below: &str| dir.path().join(below);
        fs::create_dir_all(at("src/deep")).unwrap();
        fs::create_dir_all(at(".versions/1.22.3")).unwrap();
        fs::write(at("VERSION"), "0123456789").unwrap();
        fs::write(at("src/deep/a.go"), "01234").unwrap();
        fs::write(at(".versions/1.22.3/big"), vec![0; 5000]).unwrap();
        let size = measure(dir.path(), &Cancel::new()).unwrap();
        assert_eq!((size.bytes, size.files), (15, 2));
        #[cfg(unix)]
        {
            fs::hard_link(at("VERSION"), at("src/again")).unwrap();
            std::os::unix::fs::symlink("VERSION", at("link")).unwrap();
            std::os::unix::fs::symlink(".", at("src/circle")).unwrap();
            let size = measure(dir.path(), &Cancel::new()).unwrap();
            assert_eq!((size.bytes, size.files), (15 + 7 + 1, 5));
            assert!(size.disk_bytes >= size.bytes);
        }
    }

    #[test]
    fn cancelled_work_ends_and_a_missing_folder_takes_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let cancel = Cancel::new();
        assert_eq!(measure(&dir.path().join("gone"), &cancel), Ok(Size::default()));
        cancel.cancel();
        assert_eq!(measure(dir.path(), &cancel), Err(Cancelled));
    }
}
