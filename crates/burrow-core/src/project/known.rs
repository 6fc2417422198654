//! The projects of a person: every go.mod and go.work in the folders that the person named, and their vendor folders.
//!
//! Nothing else counts as known: what is only offered ([`super::offered`]) says nothing about what is needed.

use std::path::{Path, PathBuf};

use super::ProjectFile;
use super::find::{self, Limits};
use crate::store::{Store, StoreError};
use crate::system::clock;

/// A folder that the person named, and what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownFolder {
    /// Or a single go.mod or go.work.
    pub path: PathBuf,
    /// It is not there, now.
    pub missing: bool,
    /// In the order of their paths.
    pub files: Vec<ProjectFile>,
    /// A limit of the search was reached: there may be more.
    pub cut_off: bool,
    /// Folders below that could not be looked into.
    pub unread: Vec<PathBuf>,
}

impl KnownFolder {
    /// Whether every project in it was found: only then can anything be called unneeded.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        !self.missing && !self.cut_off && self.unread.is_empty()
    }
}

/// What the person has named.
///
/// # Errors
/// [`StoreError`].
pub fn known(store: &Store, limits: Limits) -> Result<Vec<KnownFolder>, StoreError> {
    Ok(store.project_folders()?.iter().map(|path| look(path, limits)).collect())
}

/// What is in one folder, or what a single file is.
#[must_use]
pub fn look(path: &Path, limits: Limits) -> KnownFolder {
    let mut found = KnownFolder {
        path: path.to_path_buf(),
        missing: !path.exists(),
        files: Vec::new(),
        cut_off: false,
        unread: Vec::new(),
    };
    if path.is_file() {
        found.files.extend(ProjectFile::of(path));
        return found;
    }
    let below = find::files(&[path.to_path_buf()], limits);
    found.files = below.files.into_iter().filter_map(ProjectFile::of).collect();
    (found.cut_off, found.unread) = (below.cut_off, below.unread);
    found
}

/// Every file of these folders, each once.
#[must_use]
pub fn files(folders: &[KnownFolder]) -> Vec<ProjectFile> {
    let mut files: Vec<ProjectFile> = folders.iter().flat_map(|folder| &folder.files).cloned().collect();
    files.sort();
    files.dedup();
    files
}

/// The vendor folders beside these files.
#[must_use]
pub fn vendor_folders(files: &[ProjectFile]) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = files.iter().map(|file| file.folder().join("vendor")).collect();
    folders.retain(|folder| folder.join("modules.txt").is_file());
    folders.sort();
    folders.dedup();
    folders
}

/// Names a folder, or a single go.mod or go.work.
///
/// # Errors
/// [`StoreError`].
pub fn add(store: &Store, path: &Path) -> Result<(), StoreError> {
    store.add_project_folder(path, clock::now_ms())
}

/// Names it no longer; its files are not touched.
///
/// # Errors
/// [`StoreError`].
pub fn forget(store: &Store, path: &Path) -> Result<(), StoreError> {
    store.forget_project_folder(path)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::store::open;

    #[test]
    fn what_is_in_the_named_folders_is_known_and_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        let at = |below: &str| dir.path().join(below);
        for file in
            ["src/a/go.mod", "src/b/go.work", "src/a/vendor/modules.txt", "one/go.mod", "other/go.mod"]
        {
            fs::create_dir_all(at(file).parent().unwrap()).unwrap();
            fs::write(at(file), "module m\n").unwrap();
        }
        let store = open(None).0;
        for path in ["src", "one/go.mod", "gone"] {
            add(&store, &at(path)).unwrap();
        }
        let mut folders = known(&store, Limits::none()).unwrap();
        folders.sort_by(|a, b| a.path.cmp(&b.path));
        assert_eq!(folders.iter().map(KnownFolder::is_whole).collect::<Vec<_>>(), [false, true, true]);
        let found = files(&folders);
        let paths: Vec<_> = found.iter().map(ProjectFile::path).collect();
        assert_eq!(paths, [at("one/go.mod"), at("src/a/go.mod"), at("src/b/go.work")]);
        assert_eq!(vendor_folders(&found), [at("src/a/vendor")]);
        forget(&store, &at("src")).unwrap();
        assert_eq!(files(&known(&store, Limits::none()).unwrap()).len(), 1);
    }
}
