//! Any file as a Go program: no panic, no endless reading, no memory by a length that the file claims.
#![no_main]

use std::cell::Cell;

use bstr::{BStr, BString};
use go_rules::buildinfo::read;
use go_rules::files::{FileKind, Files, ReadError};
use libfuzzer_sys::fuzz_target;

/// One file that counts how it is read.
struct Input<'a> {
    bytes: &'a [u8],
    reads: Cell<u32>,
}

impl Files for Input<'_> {
    fn kind(&self, _path: &BStr) -> Option<FileKind> {
        Some(FileKind::File { executable: true })
    }
    fn read(&self, _path: &BStr) -> Result<Vec<u8>, ReadError> {
        panic!("a program is not read whole")
    }
    fn read_at(&self, _path: &BStr, offset: u64, len: usize) -> Result<Vec<u8>, ReadError> {
        self.reads.set(self.reads.get() + 1);
        assert!(len <= 16 << 20 && self.reads.get() <= 150_000, "too much is read");
        let from = usize::try_from(offset).unwrap_or(usize::MAX).min(self.bytes.len());
        Ok(self.bytes[from..from.saturating_add(len).min(self.bytes.len())].to_vec())
    }
    fn canonical(&self, path: &BStr) -> Option<BString> {
        Some(path.into())
    }
    fn same(&self, _a: &BStr, _b: &BStr) -> bool {
        false
    }
    fn list(&self, _dir: &BStr) -> Vec<BString> {
        Vec::new()
    }
}

fuzz_target!(|bytes: &[u8]| {
    if let Ok(info) = read(&Input { bytes, reads: Cell::new(0) }, BStr::new("/bin/x")) {
        assert!(!info.version.is_empty());
        let _ = info.to_string();
    }
});
