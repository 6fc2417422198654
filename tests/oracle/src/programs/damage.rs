//! Damaged programs: whole ones with headers and records that were changed or cut.
//!
//! Real go is the judge of what can still be read. Where it gives up and Burrow does not is of no harm; neither may
//! take long, and Burrow may not fail over any of them.

use crate::rng::Rng;
use bstr::ByteSlice;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// How much of a file is worth changing: its headers.
const HEADERS: usize = 1024;
const MAGIC: &[u8] = b"\xff Go buildinf:";

/// Writes `count` damaged copies of these programs into a folder.
///
/// # Errors
/// When one cannot be read or written.
pub fn damaged(programs: &[PathBuf], folder: &Path, count: usize, rng: &mut Rng) -> io::Result<Vec<PathBuf>> {
    fs::create_dir_all(folder)?;
    let whole: Vec<Vec<u8>> = programs.iter().map(fs::read).collect::<Result<_, _>>()?;
    (0..count)
        .map(|number| {
            let mut bytes = whole[rng.below(whole.len())].clone();
            damage(&mut bytes, rng);
            let path = folder.join(format!("damaged-{number}"));
            fs::write(&path, bytes)?;
            Ok(path)
        })
        .collect()
}

fn damage(bytes: &mut Vec<u8>, rng: &mut Rng) {
    let record = bytes.find(MAGIC);
    for _ in 0..1 + rng.below(3) {
        let near_record = rng.below(2) == 0;
        let from = record.filter(|_| near_record).unwrap_or(0);
        let at = from + rng.below(if near_record { 96 } else { HEADERS });
        match rng.below(6) {
            0 => bytes.truncate(at.max(32)),
            1 => flip(bytes, at, rng),
            2 => put(bytes, at, &[0xff; 8][..1 << rng.below(4)]),
            3 => put(bytes, at, &[0; 8][..1 << rng.below(4)]),
            4 => put(bytes, at & !3, &0x7fff_fff0_u32.to_le_bytes()),
            _ => put(bytes, at & !3, &0x7fff_fff0_u32.to_be_bytes()),
        }
    }
}

fn flip(bytes: &mut [u8], at: usize, rng: &mut Rng) {
    if let Some(byte) = bytes.get_mut(at) {
        *byte ^= 1 << rng.below(8);
    }
}

fn put(bytes: &mut [u8], at: usize, what: &[u8]) {
    if let Some(place) = bytes.get_mut(at..at + what.len()) {
        place.copy_from_slice(what);
    }
}
