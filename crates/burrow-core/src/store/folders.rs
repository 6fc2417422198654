//! Lists of folders that a person has added, each in a table of its own and in the order in which they came.

use std::path::{Path, PathBuf};

use bstr::ByteSlice;
use rusqlite::params;

use super::{Store, StoreError};
use crate::system::files::{path_from_bytes, path_to_bytes};

/// A table with the columns `path` and `added`.
#[derive(Debug, Clone, Copy)]
pub(super) enum Folders {
    Projects,
    Sdks,
}

impl Folders {
    fn table(self) -> &'static str {
        match self {
            Folders::Projects => "project_folder",
            Folders::Sdks => "sdk_folder",
        }
    }
}

impl Store {
    /// # Errors
    /// The table cannot be read.
    pub(super) fn folders(&self, of: Folders) -> Result<Vec<PathBuf>, StoreError> {
        let connection = self.connection();
        let select = format!("SELECT path FROM {} ORDER BY added, path", of.table());
        let mut select = connection.prepare_cached(&select)?;
        let rows = select.query_map([], |row| row.get(0))?;
        let paths: Vec<Vec<u8>> = rows.collect::<Result<_, _>>()?;
        Ok(paths.into_iter().filter_map(|path| path_from_bytes(path.as_bstr())).collect())
    }

    /// One that is kept already stays where it is in the order.
    ///
    /// # Errors
    /// The table cannot be written.
    pub(super) fn add_folder(&self, of: Folders, folder: &Path, at: u64) -> Result<(), StoreError> {
        self.connection().execute(
            &format!("INSERT OR IGNORE INTO {} (path, added) VALUES (?1, ?2)", of.table()),
            params![path_to_bytes(folder).as_slice(), i64::try_from(at).unwrap_or(i64::MAX)],
        )?;
        Ok(())
    }

    /// Nothing happens when it was not kept.
    ///
    /// # Errors
    /// The table cannot be written.
    pub(super) fn forget_folder(&self, of: Folders, folder: &Path) -> Result<(), StoreError> {
        let path = path_to_bytes(folder);
        let delete = format!("DELETE FROM {} WHERE path = ?1", of.table());
        self.connection().execute(&delete, [path.as_slice()])?;
        Ok(())
    }
}
