mod damage;
mod samples;

use super::*;

const MAGIC: &[u8] = b"\xff Go buildinf:";
const HEADER: usize = 32;
use crate::files::memory::MemoryFiles;

/// A minimal 64-bit little-endian ELF with the record in its only, writable segment.
fn elf_with(record: &[u8]) -> Vec<u8> {
    let mut file = vec![0u8; 128];
    file[..8].copy_from_slice(&[0x7f, b'E', b'L', b'F', 2, 1, 1, 0]);
    file[18] = 62;
    file[32] = 64; // program headers
    file[54] = 56;
    file[56] = 1;
    let segment = &mut file[64..120];
    segment[0] = 1; // PT_LOAD
    segment[4] = 6; // read, write
    segment[8..16].copy_from_slice(&128u64.to_le_bytes());
    segment[16..24].copy_from_slice(&0x1000u64.to_le_bytes());
    segment[32..40].copy_from_slice(&(record.len() as u64).to_le_bytes());
    file.extend_from_slice(record);
    file
}

fn inline_record(version: &str, lines: &str) -> Vec<u8> {
    let mut record = Vec::from(MAGIC);
    record.extend_from_slice(&[8, 2]);
    record.resize(HEADER, 0);
    record.push(version.len() as u8);
    record.extend_from_slice(version.as_bytes());
    let framed = format!("0123456789abcdef{lines}0123456789abcdef");
    record.push(framed.len() as u8 & 0x7f | 0x80);
    record.push((framed.len() >> 7) as u8);
    record.extend_from_slice(framed.as_bytes());
    record
}

fn read_bytes(bytes: Vec<u8>) -> Result<BuildInfo, NotGo> {
    let files = MemoryFiles::new().with_file("/bin/go", bytes);
    read(&files, BStr::new("/bin/go"))
}

#[test]
fn the_inline_record_gives_version_and_settings() {
    let lines = "path\tcmd/go\nbuild\tGOARCH=arm64\nbuild\tGOOS=darwin\nbuild\t-trimpath=true\n";
    let info = read_bytes(elf_with(&inline_record("go1.27.3", lines))).unwrap();
    assert_eq!(info.version, "go1.27.3");
    assert_eq!((info.goos.as_bstr(), info.goarch.as_bstr()), (BStr::new("darwin"), BStr::new("arm64")));
    assert_eq!(info.main_package().unwrap(), "cmd/go");
    assert_eq!(info.setting("-trimpath").unwrap(), "true");
    assert_eq!(info.setting("-race"), None);
}

#[test]
fn without_settings_the_headers_tell_the_architecture() {
    let info = read_bytes(elf_with(&inline_record("go1.19.8", ""))).unwrap();
    assert_eq!((info.goos.as_bstr(), info.goarch.as_bstr()), (BStr::new("linux"), BStr::new("amd64")));
}

#[test]
fn the_record_with_pointers_of_go_before_1_18_is_read() {
    let mut record = Vec::from(MAGIC);
    record.extend_from_slice(&[8, 0]);
    record.extend_from_slice(&(0x1000u64 + 48).to_le_bytes()); // the version's string header
    record.extend_from_slice(&0u64.to_le_bytes());
    record.resize(48, 0);
    record.extend_from_slice(&(0x1000u64 + 64).to_le_bytes());
    record.extend_from_slice(&6u64.to_le_bytes());
    record.extend_from_slice(b"go1.17");
    assert_eq!(read_bytes(elf_with(&record)).unwrap().version, "go1.17");
}

#[test]
fn scripts_and_strangers_are_told_apart() {
    assert_eq!(read_bytes(b"#!/bin/sh\nexec go \"$@\"\n".to_vec()), Err(NotGo::Script));
    assert_eq!(read_bytes(b"hello, world; this is text".to_vec()), Err(NotGo::NotExecutable));
    assert_eq!(read_bytes(Vec::new()), Err(NotGo::NotExecutable));
    assert_eq!(read_bytes(elf_with(&[0; 64])), Err(NotGo::NoRecord));
}
