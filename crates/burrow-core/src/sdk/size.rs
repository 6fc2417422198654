//! How large an SDK is on the disk. Follows no link, enters no other file system, and can be cancelled.

use std::path::Path;

use crate::job::{Cancel, Cancelled};
use crate::tree::{Pace, WalkError, whole};

pub use crate::tree::Size;

/// What a manager keeps inside the SDK that it shows: the other versions (stefanmaric/g).
const NOT_ITS_OWN: &[u8] = b".versions";

/// Measures the SDK in a folder; what cannot be read counts nothing.
///
/// # Errors
/// [`Cancelled`].
pub fn measure(goroot: &Path, cancel: &Cancel) -> Result<Size, Cancelled> {
    match whole(goroot, |name| name != NOT_ITS_OWN, Pace::Fast, cancel) {
        Ok(whole) => Ok(whole.size),
        Err(WalkError::Cancelled(cancelled)) => Err(cancelled),
        Err(WalkError::Root(_)) => Ok(Size::default()),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn other_versions_inside_do_not_count() {
        let dir = tempfile::tempdir().unwrap();
        let at = |below: &str| dir.path().join(below);
        fs::create_dir_all(at("src/.versions")).unwrap();
        fs::create_dir_all(at(".versions/1.22.3")).unwrap();
        fs::write(at("VERSION"), "0123456789").unwrap();
        fs::write(at("src/.versions/a.go"), "01234").unwrap();
        fs::write(at(".versions/1.22.3/big"), vec![0; 5000]).unwrap();
        let size = measure(dir.path(), &Cancel::new()).unwrap();
        assert_eq!((size.bytes, size.files), (15, 2));
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
