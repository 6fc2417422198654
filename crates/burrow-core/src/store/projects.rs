//! The table `project_folder`: the folders in which a person has projects, as the person named them.

use std::path::{Path, PathBuf};

use super::folders::Folders;
use super::{Store, StoreError};

impl Store {
    /// The folders, in the order in which they were added.
    ///
    /// # Errors
    /// The table cannot be read: then it is not known what projects need.
    pub fn project_folders(&self) -> Result<Vec<PathBuf>, StoreError> {
        self.folders(Folders::Projects)
    }

    /// Keeps a folder, or a single go.mod or go.work; one that is kept already stays where it is in the order.
    ///
    /// # Errors
    /// The table cannot be written.
    pub fn add_project_folder(&self, folder: &Path, at: u64) -> Result<(), StoreError> {
        self.add_folder(Folders::Projects, folder, at)
    }

    /// Forgets a folder; nothing happens when it was not kept.
    ///
    /// # Errors
    /// The table cannot be written.
    pub fn forget_project_folder(&self, folder: &Path) -> Result<(), StoreError> {
        self.forget_folder(Folders::Projects, folder)
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
