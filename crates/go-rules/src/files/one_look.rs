//! Files that are looked at once: a picture in which no two answers about the same path disagree, and that does not
//! search PATH for the same compiler again and again.

use std::cell::RefCell;
use std::collections::HashMap;

use bstr::{BStr, BString, ByteSlice};

use super::{FileKind, Files, ReadError};

/// Remembers what was answered for as long as it lives, which is to be short: one question, or one picture.
pub struct OneLook<'a> {
    files: &'a dyn Files,
    kinds: Memory<Option<FileKind>>,
    contents: Memory<Result<Vec<u8>, ReadError>>,
    real: Memory<Option<BString>>,
    /// By both paths with a NUL between them, which no path holds.
    same: Memory<bool>,
}

type Memory<T> = RefCell<HashMap<BString, T>>;

impl<'a> OneLook<'a> {
    /// A first look at these files.
    pub fn at(files: &'a dyn Files) -> OneLook<'a> {
        OneLook {
            files,
            kinds: Memory::default(),
            contents: Memory::default(),
            real: Memory::default(),
            same: Memory::default(),
        }
    }
}

/// No answer asks another question of the same memory, so it is never borrowed twice.
fn remembered<T: Clone>(memory: &Memory<T>, path: &BStr, look: impl FnOnce() -> T) -> T {
    if let Some(known) = memory.borrow().get(path) {
        return known.clone();
    }
    let found = look();
    memory.borrow_mut().insert(path.into(), found.clone());
    found
}

impl Files for OneLook<'_> {
    fn kind(&self, path: &BStr) -> Option<FileKind> {
        remembered(&self.kinds, path, || self.files.kind(path))
    }

    fn read(&self, path: &BStr) -> Result<Vec<u8>, ReadError> {
        remembered(&self.contents, path, || self.files.read(path))
    }

    /// Parts of large files are not kept.
    fn read_at(&self, path: &BStr, offset: u64, len: usize) -> Result<Vec<u8>, ReadError> {
        self.files.read_at(path, offset, len)
    }

    fn canonical(&self, path: &BStr) -> Option<BString> {
        remembered(&self.real, path, || self.files.canonical(path))
    }

    fn same(&self, a: &BStr, b: &BStr) -> bool {
        let both = BString::from([a.as_bytes(), b.as_bytes()].join(&0));
        remembered(&self.same, both.as_bstr(), || self.files.same(a, b))
    }

    fn list(&self, dir: &BStr) -> Vec<BString> {
        self.files.list(dir)
    }

    fn has_name(&self, dir: &BStr, name: &BStr) -> bool {
        self.files.has_name(dir, name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::memory::MemoryFiles;
    use std::cell::Cell;

    struct Counted(MemoryFiles, Cell<u32>);

    impl Files for Counted {
        fn kind(&self, path: &BStr) -> Option<FileKind> {
            self.1.set(self.1.get() + 1);
            self.0.kind(path)
        }
        fn read(&self, path: &BStr) -> Result<Vec<u8>, ReadError> {
            self.1.set(self.1.get() + 1);
            self.0.read(path)
        }
        fn read_at(&self, path: &BStr, offset: u64, len: usize) -> Result<Vec<u8>, ReadError> {
            self.0.read_at(path, offset, len)
        }
        fn canonical(&self, path: &BStr) -> Option<BString> {
            self.0.canonical(path)
        }
        fn same(&self, a: &BStr, b: &BStr) -> bool {
            self.1.set(self.1.get() + 1);
            self.0.same(a, b)
        }
        fn list(&self, dir: &BStr) -> Vec<BString> {
            self.0.list(dir)
        }
    }

    #[test]
    fn the_disk_is_asked_once_about_each_path_also_about_missing_ones() {
        let disk = Counted(MemoryFiles::new().with_file("/a", "x"), Cell::new(0));
        let look = OneLook::at(&disk);
        for _ in 0..3 {
            assert_eq!(look.kind("/a".into()), Some(FileKind::File { executable: false }));
            assert_eq!(look.kind("/none".into()), None);
            assert_eq!(look.read("/a".into()).as_deref(), Ok(&b"x"[..]));
            assert_eq!(look.read("/none".into()), Err(ReadError::Missing));
            assert!(look.same("/a".into(), "/a".into()));
        }
        assert_eq!(disk.1.get(), 5);
    }
}
