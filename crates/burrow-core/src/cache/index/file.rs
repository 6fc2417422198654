//! The index as a file: one for each root, whole or not there. It says what it was made of and ends with its checksum;
//! whatever is not exactly so is no index. The checksum is against a disk that lies, and cheap: it is computed whenever
//! the index is read.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use bstr::BString;
use flate2::Crc;
use sha2::{Digest, Sha256};

use super::Known;
use crate::cache::measure::row::{Count, Row, Shape, Stamp};
use crate::cache::{Cache, Kind, ModuleVersion};
use crate::system::files::path_to_bytes;
use crate::tree::{Size, Time};

/// Changes with the meaning of anything in it.
const FORMAT: &[u8; 16] = b"burrow caches 3\n";
const CHECKSUM: usize = 4;
const KINDS: [Kind; 9] = [
    Kind::Build,
    Kind::Test,
    Kind::Fuzz,
    Kind::Modules,
    Kind::Downloads,
    Kind::Vcs,
    Kind::Sumdb,
    Kind::Toolchains,
    Kind::Other,
];

/// What is remembered of a cache, in the folder of Burrow's state.
pub fn load(state: &Path, cache: Cache, root: &Path) -> Option<Known> {
    let content = load_from(&place(state, cache.id(), root), FORMAT)?;
    let mut from = Reader(&content);
    let known = from.known(cache)?;
    from.0.is_empty().then_some(known)
}

/// Remembers it. Whoever reads meanwhile sees the old one or this.
///
/// # Errors
/// What the disk says.
pub fn save(state: &Path, root: &Path, known: &Known) -> io::Result<()> {
    let mut content = Vec::new();
    write_known(&mut content, known);
    save_to(&place(state, known.cache.id(), root), FORMAT, &content)
}

/// What stands in a file that is of this format, and whole.
pub(super) fn load_from(place: &Path, format: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = fs::read(place).ok()?;
    let (content, sum) = bytes.split_at_checked(bytes.len().checked_sub(CHECKSUM)?)?;
    if checksum(&[content]) != sum || !content.starts_with(format) {
        return None;
    }
    bytes.truncate(bytes.len() - CHECKSUM);
    bytes.drain(..format.len());
    Some(bytes)
}

/// Puts such a file in its place, whole.
pub(super) fn save_to(place: &Path, format: &[u8], content: &[u8]) -> io::Result<()> {
    let folder = place.parent().ok_or(io::ErrorKind::NotFound)?;
    fs::create_dir_all(folder)?;
    let mut file = tempfile::Builder::new().prefix(".index").tempfile_in(folder)?;
    file.write_all(format)?;
    file.write_all(content)?;
    file.write_all(&checksum(&[format, content]))?;
    file.persist(place)?;
    Ok(())
}

fn checksum(parts: &[&[u8]]) -> [u8; CHECKSUM] {
    let mut sum = Crc::new();
    parts.iter().for_each(|part| sum.update(part));
    sum.sum().to_le_bytes()
}

/// The file that says `what` of a root.
pub(super) fn place(state: &Path, what: &str, root: &Path) -> PathBuf {
    let of: String =
        Sha256::digest(path_to_bytes(root)).iter().take(12).map(|b| format!("{b:02x}")).collect();
    state.join("caches").join(format!("{what}-{of}"))
}

/// Seven bits a byte, the lowest first: most numbers are small, and what is short is read sooner.
pub(super) fn number(to: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        to.push(value.to_le_bytes()[0] | 0x80);
        value >>= 7;
    }
    to.push(value.to_le_bytes()[0]);
}

/// What is near 0 on either side is short.
fn signed(to: &mut Vec<u8>, value: i64) {
    number(to, (value.cast_unsigned() << 1) ^ (value >> 63).cast_unsigned());
}

fn bytes(to: &mut Vec<u8>, value: &[u8]) {
    number(to, value.len() as u64);
    to.extend(value);
}

pub(super) fn time(to: &mut Vec<u8>, value: Time) {
    signed(to, value.seconds);
    number(to, value.nanos.into());
}

fn size(to: &mut Vec<u8>, value: Size) {
    number(to, value.bytes);
    number(to, value.disk_bytes);
    number(to, value.files);
}

fn maybe<T>(to: &mut Vec<u8>, value: Option<T>, write: impl FnOnce(&mut Vec<u8>, T)) {
    to.push(u8::from(value.is_some()));
    if let Some(value) = value {
        write(to, value);
    }
}

fn kind(to: &mut Vec<u8>, value: Kind) {
    let at = KINDS.iter().position(|kind| *kind == value);
    to.push(at.and_then(|at| u8::try_from(at).ok()).unwrap_or(u8::MAX));
}

fn write_known(to: &mut Vec<u8>, known: &Known) {
    number(to, known.device);
    number(to, known.inode);
    time(to, known.walked_at);
    number(to, known.rows.len() as u64);
    known.rows.values().for_each(|row| write_row(to, row));
}

fn write_row(to: &mut Vec<u8>, row: &Row) {
    bytes(to, &row.path);
    number(to, row.stamp.inode);
    time(to, row.stamp.modified);
    time(to, row.stamp.changed);
    number(to, row.own);
    match row.shape {
        Shape::Of(of) => kind(to, of),
        Shape::Path => to.push(100),
        Shape::Module => to.push(101),
    }
    number(to, row.counts.len() as u64);
    row.counts.iter().for_each(|count| write_count(to, count));
    number(to, row.ages.len() as u64);
    for (day, sum) in &row.ages {
        signed(to, *day);
        size(to, *sum);
    }
    number(to, row.unread);
    time(to, row.read_at);
}

fn write_count(to: &mut Vec<u8>, count: &Count) {
    kind(to, count.kind);
    maybe(to, count.version.as_ref(), |to, version| {
        bytes(to, &version.module);
        bytes(to, &version.version);
    });
    size(to, count.size);
    maybe(to, count.oldest, time);
    maybe(to, count.newest, time);
    maybe(to, count.fetched, |to, (rank, at)| {
        to.push(rank);
        time(to, at);
    });
    to.push(u8::from(count.has_hash));
    to.push(u8::from(count.is_partial));
}

/// What is left to be read.
pub(super) struct Reader<'a>(pub &'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn take(&mut self, len: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|byte| byte[0])
    }

    fn flag(&mut self) -> Option<bool> {
        match self.byte()? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }

    pub(super) fn number(&mut self) -> Option<u64> {
        let mut value = 0;
        for (at, (byte, shift)) in self.0.iter().zip((0..u64::BITS).step_by(7)).enumerate() {
            value |= u64::from(byte & 0x7f) << shift;
            if *byte < 0x80 {
                self.0 = &self.0[at + 1..];
                return Some(value);
            }
        }
        None
    }

    fn signed(&mut self) -> Option<i64> {
        let value = self.number()?;
        Some((value >> 1).cast_signed() ^ -(value & 1).cast_signed())
    }

    fn bytes(&mut self) -> Option<BString> {
        let len = usize::try_from(self.number()?).ok()?;
        self.take(len).map(BString::from)
    }

    pub(super) fn time(&mut self) -> Option<Time> {
        let seconds = self.signed()?;
        Some(Time { seconds, nanos: u32::try_from(self.number()?).ok()? })
    }

    fn size(&mut self) -> Option<Size> {
        Some(Size { bytes: self.number()?, disk_bytes: self.number()?, files: self.number()? })
    }

    fn maybe<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<Option<T>> {
        if self.flag()? { read(self).map(Some) } else { Some(None) }
    }

    pub(super) fn many<T>(&mut self, mut read: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = usize::try_from(self.number()?).ok()?;
        // A file that names more than it has is broken, and must not take memory for it.
        let mut all = Vec::with_capacity(count.min(self.0.len()));
        for _ in 0..count {
            all.push(read(self)?);
        }
        Some(all)
    }

    fn known(&mut self, cache: Cache) -> Option<Known> {
        Some(Known {
            cache,
            device: self.number()?,
            inode: self.number()?,
            walked_at: self.time()?,
            rows: self.many(Reader::row)?.into_iter().map(|row| (row.path.clone(), row)).collect(),
        })
    }

    fn row(&mut self) -> Option<Row> {
        Some(Row {
            path: self.bytes()?,
            stamp: Stamp { inode: self.number()?, modified: self.time()?, changed: self.time()? },
            own: self.number()?,
            shape: match self.byte()? {
                100 => Shape::Path,
                101 => Shape::Module,
                at => Shape::Of(*KINDS.get(usize::from(at))?),
            },
            counts: self.many(Reader::count)?,
            ages: self.many(|from| Some((from.signed()?, from.size()?)))?,
            named: Vec::new(),
            unread: self.number()?,
            read_at: self.time()?,
        })
    }

    fn count(&mut self) -> Option<Count> {
        Some(Count {
            kind: *KINDS.get(usize::from(self.byte()?))?,
            version: self
                .maybe(|from| Some(ModuleVersion { module: from.bytes()?, version: from.bytes()? }))?,
            size: self.size()?,
            oldest: self.maybe(Reader::time)?,
            newest: self.maybe(Reader::time)?,
            fetched: self.maybe(|from| Some((from.byte()?, from.time()?)))?,
            has_hash: self.flag()?,
            is_partial: self.flag()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_every_length_come_back() {
        let mut written = Vec::new();
        let powers: Vec<u64> =
            (0..64).flat_map(|bit| [1_u64 << bit, (1 << bit) - 1, u64::MAX >> bit]).collect();
        powers.iter().for_each(|value| number(&mut written, *value));
        powers.iter().for_each(|value| signed(&mut written, value.cast_signed()));
        let mut from = Reader(&written);
        for value in &powers {
            assert_eq!(from.number(), Some(*value));
        }
        for value in &powers {
            assert_eq!(from.signed(), Some(value.cast_signed()));
        }
        assert!(from.0.is_empty());
    }

    #[test]
    fn a_number_that_does_not_end_is_none() {
        assert_eq!(Reader(&[0x80]).number(), None);
        assert_eq!(Reader(&[0xff; 11]).number(), None);
        assert_eq!(Reader(&[]).number(), None);
    }
}
