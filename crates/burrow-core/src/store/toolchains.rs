//! The tables `sdk_folder` and `sdk_size`: where the person wants toolchains to be looked for too, and how large
//! those were that have been measured. Whether a figure still holds is decided by its [`Fingerprint`], elsewhere.

use std::path::{Path, PathBuf};

use bstr::{BString, ByteSlice};
use rusqlite::params;

use super::folders::Folders;
use super::{Fingerprint, Store, StoreError};
use crate::sdk::size::Size;
use crate::system::files::{path_from_bytes, path_to_bytes};

impl Store {
    /// The folders, in the order in which they were added. Empty where the table cannot be read.
    pub fn sdk_folders(&self) -> Vec<PathBuf> {
        self.folders(Folders::Sdks).unwrap_or_default()
    }

    /// Keeps a folder; one that is kept already stays where it is in the order.
    ///
    /// # Errors
    /// The table cannot be written.
    pub fn add_sdk_folder(&self, folder: &Path, at: u64) -> Result<(), StoreError> {
        self.add_folder(Folders::Sdks, folder, at)
    }

    /// Forgets a folder; nothing happens when it was not kept.
    ///
    /// # Errors
    /// The table cannot be written.
    pub fn forget_sdk_folder(&self, folder: &Path) -> Result<(), StoreError> {
        self.forget_folder(Folders::Sdks, folder)
    }

    /// What was measured, each with the folder's fingerprint of that moment. Empty where the table cannot be read.
    pub fn sdk_sizes(&self) -> Vec<(PathBuf, Fingerprint, Size)> {
        let read = || -> Result<Vec<(BString, Fingerprint, Size)>, StoreError> {
            let connection = self.connection();
            let mut select =
                connection.prepare_cached("SELECT goroot, print, bytes, disk_bytes, files FROM sdk_size")?;
            let rows = select.query_map([], |row| {
                let goroot: Vec<u8> = row.get(0)?;
                let number = |at| row.get(at).map(|n: i64| u64::try_from(n).unwrap_or(0));
                let size = Size { bytes: number(2)?, disk_bytes: number(3)?, files: number(4)? };
                Ok((goroot.into(), Fingerprint::stored(row.get(1)?), size))
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        };
        let rows = read().unwrap_or_default().into_iter();
        rows.filter_map(|(goroot, print, size)| Some((path_from_bytes(goroot.as_bstr())?, print, size)))
            .collect()
    }

    /// Keeps a measured size in the place of an older one.
    ///
    /// # Errors
    /// The table cannot be written.
    pub fn keep_sdk_size(&self, goroot: &Path, print: &Fingerprint, size: Size) -> Result<(), StoreError> {
        let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        self.connection()
            .prepare_cached(
                "INSERT OR REPLACE INTO sdk_size (goroot, print, bytes, disk_bytes, files)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                path_to_bytes(goroot).as_slice(),
                print.as_str(),
                number(size.bytes),
                number(size.disk_bytes),
                number(size.files),
            ])?;
        Ok(())
    }

    /// Forgets the size of an SDK that is gone.
    ///
    /// # Errors
    /// The table cannot be written.
    pub fn forget_sdk_size(&self, goroot: &Path) -> Result<(), StoreError> {
        let path = path_to_bytes(goroot);
        self.connection().execute("DELETE FROM sdk_size WHERE goroot = ?1", [path.as_slice()])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::open;

    #[test]
    fn folders_outlive_the_process_in_the_order_in_which_they_came() {
        let dir = tempfile::tempdir().unwrap();
        let store = open(Some(dir.path())).0;
        let (a, b) = (Path::new("/opt/b"), Path::new("/opt/a"));
        store.add_sdk_folder(a, 1).unwrap();
        store.add_sdk_folder(b, 2).unwrap();
        store.add_sdk_folder(a, 3).unwrap();
        drop(store);
        let store = open(Some(dir.path())).0;
        assert_eq!(store.sdk_folders(), [a, b]);
        store.forget_sdk_folder(a).unwrap();
        store.forget_sdk_folder(Path::new("/never")).unwrap();
        assert_eq!(store.sdk_folders(), [b]);
    }

    #[test]
    fn the_newest_figure_of_an_sdk_is_kept() {
        let store = open(None).0;
        let goroot = Path::new("/sdk/go1.27.3");
        let size = |bytes| Size { bytes, disk_bytes: bytes * 2, files: 3 };
        let print = |text: &str| Fingerprint::of(text.as_bytes());
        store.keep_sdk_size(goroot, &print("a"), size(1)).unwrap();
        store.keep_sdk_size(goroot, &print("b"), size(2)).unwrap();
        assert_eq!(store.sdk_sizes(), [(goroot.to_path_buf(), print("b"), size(2))]);
        store.forget_sdk_size(goroot).unwrap();
        assert!(store.sdk_sizes().is_empty());
    }
}
