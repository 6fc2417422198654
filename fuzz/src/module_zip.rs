//! Any file as the zip of a module: no panic, no endless reading, no memory by a length that the file claims.
#![no_main]

use std::cell::Cell;
use std::io;

use bstr::BStr;
use go_rules::module_zip::{Directory, Entry, ReadAt, check};
use libfuzzer_sys::fuzz_target;

/// Bytes that count how they are read.
struct Input<'a> {
    bytes: &'a [u8],
    read: Cell<u64>,
}

impl ReadAt for Input<'_> {
    fn size(&self) -> u64 {
        self.bytes.len() as u64
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.bytes.read_at(offset, buffer)?;
        self.read.set(self.read.get() + length as u64);
        assert!(buffer.len() <= 1 << 20 && self.read.get() <= 1 << 24, "too much is read");
        Ok(length)
    }
}

fuzz_target!(|bytes: &[u8]| {
    let Ok(directory) = Directory::read(&Input { bytes, read: Cell::new(0) }) else { return };
    // Every entry takes a record of its own.
    assert!(directory.entries.len() <= bytes.len() / 46);
    let _ = check(&directory, BStr::new("m@v1/"));
    for entry in &directory.entries {
        let from = usize::try_from(entry.at).unwrap_or(usize::MAX).min(bytes.len());
        let _ = (directory.name(entry).len(), entry.packing(), entry.body(&bytes[from..]));
        let _ = entry.has_descriptor()
            && entry.descriptor_agrees(&bytes[from..][..Entry::DESCRIPTOR.min(bytes.len() - from)]);
    }
});
