//! The smallest zips, for tests and as where the fuzzer begins.

/// What an entry is called, and what is in it.
pub type Content<'a> = (&'a str, &'a [u8]);

/// A zip without compression or checksums.
pub fn zip(entries: &[Content<'_>]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in entries {
        directory.extend(record(name, content.len() as u32, bytes.len() as u32, &[]));
        bytes.extend(b"PK\x03\x04");
        bytes.extend([0; 22]);
        bytes.extend((name.len() as u16).to_le_bytes());
        bytes.extend([0; 2]);
        bytes.extend(name.as_bytes());
        bytes.extend(*content);
    }
    ended(bytes, &directory, entries.len() as u16)
}

/// The record of a file in the directory.
pub fn record(name: &str, size: u32, at: u32, extra: &[u8]) -> Vec<u8> {
    let mut bytes = b"PK\x01\x02".to_vec();
    bytes.extend([0; 16]);
    bytes.extend(size.to_le_bytes());
    bytes.extend(size.to_le_bytes());
    bytes.extend((name.len() as u16).to_le_bytes());
    bytes.extend((extra.len() as u16).to_le_bytes());
    bytes.extend([0; 10]);
    bytes.extend(at.to_le_bytes());
    bytes.extend(name.as_bytes());
    bytes.extend(extra);
    bytes
}

/// A whole zip, of what stands before its directory and the directory.
pub fn ended(mut bytes: Vec<u8>, directory: &[u8], count: u16) -> Vec<u8> {
    let at = bytes.len() as u32;
    bytes.extend(directory);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend(count.to_le_bytes());
    bytes.extend(count.to_le_bytes());
    bytes.extend((directory.len() as u32).to_le_bytes());
    bytes.extend(at.to_le_bytes());
    bytes.extend([0; 2]);
    bytes
}

/// Zips of every feature that is read, with names.
pub fn all() -> Vec<(&'static str, Vec<u8>)> {
    let module =
        [("m@v1/go.mod", b"module m\n".as_slice()), ("m@v1/a/b.go", b"package b\n"), ("m@v1/a/", b"")];
    let wide = [&[1, 0, 24, 0][..], &3u64.to_le_bytes(), &3u64.to_le_bytes(), &0u64.to_le_bytes()].concat();
    vec![
        ("empty", zip(&[])),
        ("module", zip(&module)),
        ("prefixed", [b"#!/bin/sh\n".as_slice(), &zip(&module)].concat()),
        ("zip64", ended(vec![b' '; 60], &record("m@v1/a", u32::MAX, u32::MAX, &wide), 1)),
    ]
}
