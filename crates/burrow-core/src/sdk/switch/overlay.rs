//! The disk as it would be: some files hold something else.

use bstr::{BStr, BString, ByteSlice};
use go_rules::files::{FileKind, Files, ReadError};

use super::plan::Deed;
use crate::system::DiskFiles;
use crate::system::files::path_to_bytes;

/// The disk, with the changes of a plan. The `current` link is not among them: who asks for it knows.
#[derive(Debug, Default)]
pub(super) struct Overlay {
    files: Vec<(BString, Option<Vec<u8>>)>,
}

impl Overlay {
    pub fn of(deeds: &[Deed]) -> Overlay {
        let mut files = Vec::new();
        for deed in deeds {
            let (target, after) = match deed {
                Deed::Goenv { target, before, change, .. } => {
                    (target, Some(change.on(before.as_deref().unwrap_or_default())))
                }
                Deed::File { target, after, .. } => (target, after.clone()),
                Deed::Link { .. } => continue,
            };
            files.push((path_to_bytes(&target.path), after.clone()));
            files.push((path_to_bytes(&target.file), after));
        }
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
