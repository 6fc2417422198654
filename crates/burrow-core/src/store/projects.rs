//! The table `project_folder`: the folders in which a person has projects, as the person named them.

use std::path::{Path, PathBuf};

use bstr::ByteSlice;
use rusqlite::params;

use super::{Store, StoreError};
use crate::system::files::{path_from_bytes, path_to_bytes};

impl Store {
    /// The folders, in the order in which they were added.
    ///
    /// # Errors
    /// The table cannot be read: then it is not known what projects need.
    pub fn project_folders(&self) -> Result<Vec<PathBuf>, StoreError> {
        let connection = self.connection();
        let mut select = connection.prepare_cached("SELECT path FROM project_folder ORDER BY added, path")?;
        let rows = select.query_map([], |row| row.get(0))?;
        let paths: Vec<Vec<u8>> = rows.collect::<Result<_, _>>()?;
        Ok(paths.into_iter().filter_map(|path| path_from_bytes(path.as_bstr())).collect())
    }

    /// Keeps a folder, or a single go.mod or go.work; one that is kept already stays where it is in the order.
    ///
    /// # Errors
    /// The table cannot be written.
    pub fn add_project_folder(&self, folder: &Path, at: u64) -> Result<(), StoreError> {
        self.connection().execute(
            "INSERT OR IGNORE INTO project_folder (path, added) VALUES (?1, ?2)",
            params![path_to_bytes(folder).as_slice(), i64::try_from(at).unwrap_or(i64::MAX)],
        )?;
        Ok(())
    }

    /// Forgets a folder; nothing happens when it was not kept.
    ///
    /// # Errors
    /// The table cannot be written.
    pub fn forget_project_folder(&self, folder: &Path) -> Result<(), StoreError> {
        let path = path_to_bytes(folder);
        self.connection().execute("DELETE FROM project_folder WHERE path = ?1", [path.as_slice()])?;
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
        let (a, b) = (Path::new("/src/b"), Path::new("/src/a"));
        store.add_project_folder(a, 1).unwrap();
        store.add_project_folder(b, 2).unwrap();
        store.add_project_folder(a, 3).unwrap();
        drop(store);
        let store = open(Some(dir.path())).0;
        assert_eq!(store.project_folders().unwrap(), [a, b]);
        store.forget_project_folder(a).unwrap();
        store.forget_project_folder(Path::new("/never")).unwrap();
        assert_eq!(store.project_folders().unwrap(), [b]);
    }
}
