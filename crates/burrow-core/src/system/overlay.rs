//! The disk as it would be: some files hold something else, or are gone. Changes nothing.

use bstr::{BStr, BString, ByteSlice};
use go_rules::files::{FileKind, Files, ReadError};

use super::DiskFiles;

/// The disk, with other contents for some of its files.
#[derive(Debug, Default)]
pub struct Overlay {
    files: Vec<(BString, Option<Vec<u8>>)>,
}

impl Overlay {
    /// What each of these paths would hold; `None`: it would not be there.
    pub fn new(files: Vec<(BString, Option<Vec<u8>>)>) -> Overlay {
        Overlay { files }
    }

    fn changed(&self, path: &BStr) -> Option<&Option<Vec<u8>>> {
        self.files.iter().find(|(file, _)| file.as_bstr() == path).map(|(_, after)| after)
    }
}

impl Files for Overlay {
    fn kind(&self, path: &BStr) -> Option<FileKind> {
        match self.changed(path) {
            Some(after) => after.as_ref().map(|_| FileKind::File { executable: false }),
            None => DiskFiles.kind(path),
        }
    }

    fn read(&self, path: &BStr) -> Result<Vec<u8>, ReadError> {
        match self.changed(path) {
            Some(after) => after.clone().ok_or(ReadError::Missing),
            None => DiskFiles.read(path),
        }
    }

    fn read_at(&self, path: &BStr, offset: u64, len: usize) -> Result<Vec<u8>, ReadError> {
        DiskFiles.read_at(path, offset, len)
    }

    fn canonical(&self, path: &BStr) -> Option<BString> {
        DiskFiles.canonical(path)
    }

    fn same(&self, a: &BStr, b: &BStr) -> bool {
        DiskFiles.same(a, b)
    }

    fn list(&self, dir: &BStr) -> Vec<BString> {
        DiskFiles.list(dir)
    }
}
