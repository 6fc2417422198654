//! The central directory of a zip, read as `archive/zip` reads it: what that passes over is passed over here.

use bstr::{BStr, ByteSlice};

use super::{Flaw, ReadAt};

const END: usize = 22;
const LOCATOR_64: u64 = 20;
const END_64: usize = 56;
const HEADER: usize = 46;
const LOCAL: usize = 30;
/// More entries than any module has, so that a small file cannot take much memory.
const MOST_ENTRIES: usize = 1 << 20;
/// How much is read at once.
const PIECE: usize = 64 << 10;

/// How an entry lies in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    Stored,
    Deflated,
}

/// A file in the zip.
#[derive(Debug, Clone)]
pub struct Entry {
    name: (u32, u16),
    flags: u16,
    method: u16,
    /// CRC-32 of what is in it; 0 may mean that nobody has computed it.
    pub crc: u32,
    /// In the zip.
    pub packed: u64,
    /// Unpacked.
    pub size: u64,
    /// Where its own header begins.
    pub at: u64,
}

/// All entries, in the order of the directory.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    names: Vec<u8>,
    pub entries: Vec<Entry>,
}

impl Entry {
    /// How it is packed; `None` is a way that Go does not know.
    #[must_use]
    pub fn packing(&self) -> Option<Packing> {
        match self.method {
            0 => Some(Packing::Stored),
            8 => Some(Packing::Deflated),
            _ => None,
        }
    }

    /// Whether its CRC is written once more behind it.
    #[must_use]
    pub fn has_descriptor(&self) -> bool {
        self.flags & 8 != 0
    }

    /// Where its bytes begin, from the [`Entry::LOCAL_HEADER`] bytes at [`Entry::at`]. `None`: there is no header.
    #[must_use]
    pub fn body(&self, header: &[u8]) -> Option<u64> {
        let header = header.get(..LOCAL).filter(|header| header.starts_with(b"PK\x03\x04"))?;
        let skipped = u64::from(u16_at(header, 26)) + u64::from(u16_at(header, 28));
        self.at.checked_add(LOCAL as u64 + skipped)
    }

    /// The length of the header that stands before the bytes of an entry, without its name.
    pub const LOCAL_HEADER: usize = LOCAL;
    /// How many bytes [`Entry::descriptor_agrees`] wants at most.
    pub const DESCRIPTOR: usize = 16;

    /// Whether the bytes behind an entry repeat its CRC (`readDataDescriptor`).
    #[must_use]
    pub fn descriptor_agrees(&self, bytes: &[u8]) -> bool {
        let marked = bytes.starts_with(b"PK\x07\x08");
        // With and without the mark Go reads twelve bytes, of which only the first four count.
        let bytes = if marked { &bytes[4..] } else { bytes };
        bytes.len() >= 12 && u32_at(bytes, 0) == self.crc
    }
}

impl Directory {
    /// The name of an entry of this directory.
    #[must_use]
    pub fn name(&self, entry: &Entry) -> &BStr {
        let from = entry.name.0 as usize;
        self.names[from..from + usize::from(entry.name.1)].as_bstr()
    }

    /// Reads the directory.
    ///
    /// # Errors
    /// [`Flaw::NotAZip`], [`Flaw::TooLarge`], or what the disk says.
    pub fn read(file: &(impl ReadAt + ?Sized)) -> Result<Directory, Flaw> {
        let size = file.size();
        let mut end = End::find(file, size)?;
        let mut at = end.directory(file, size)?;
        let mut window = Window { file, start: 0, buffer: Vec::new() };
        let mut all = Directory::default();
        while let Some(header) = Header::read(&mut window, at)? {
            at += header.length;
            if all.entries.len() == MOST_ENTRIES || all.names.len() > (64 << 20) {
                return Err(Flaw::TooLarge);
            }
            let from = u32::try_from(all.names.len()).map_err(|_| Flaw::TooLarge)?;
            all.names.extend_from_slice(&header.name);
            let mut entry = header.entry;
            entry.name.0 = from;
            // Go adds these as signed numbers; where that leaves the file, opening the entry fails.
            entry.at = entry.at.wrapping_add(end.base);
            all.entries.push(entry);
        }
        // The number of files is kept in 16 bits by writers that know no better.
        if all.entries.len() as u16 != end.records as u16 {
            return Err(Flaw::NotAZip);
        }
        Ok(all)
    }
}

/// What stands at the end of the file.
struct End {
    records: u64,
    /// Of the directory, from `base`.
    offset: u64,
    /// How much stands before the zip proper (wrapping).
    base: u64,
    length: u64,
    /// Where this record itself begins.
    at: u64,
}

impl End {
    fn find(file: &(impl ReadAt + ?Sized), size: u64) -> Result<End, Flaw> {
        for tail in [1024, 65 * 1024] {
            let tail = size.min(tail);
            let mut bytes = vec![0; tail as usize];
            let read = file.read_at(size - tail, &mut bytes)?;
            bytes.truncate(read);
            if let Some(at) = signature(&bytes) {
                return End::parse(file, &bytes[at..], size - tail + at as u64);
            }
            if tail == size {
                break;
            }
        }
        Err(Flaw::NotAZip)
    }

    fn parse(file: &(impl ReadAt + ?Sized), bytes: &[u8], at: u64) -> Result<End, Flaw> {
        let mut end = End {
            records: u64::from(u16_at(bytes, 10)),
            length: u64::from(u32_at(bytes, 12)),
            offset: u64::from(u32_at(bytes, 16)),
            base: 0,
            at,
        };
        if end.records == 0xffff || end.length == 0xffff_ffff || end.offset == 0xffff_ffff {
            end.widen(file)?;
        }
        if end.length > i64::MAX as u64 || end.offset > i64::MAX as u64 {
            return Err(Flaw::NotAZip);
        }
        Ok(end)
    }

    /// The same in 64 bits, where it is there.
    fn widen(&mut self, file: &(impl ReadAt + ?Sized)) -> Result<(), Flaw> {
        let Some(locator) = self.at.checked_sub(LOCATOR_64) else { return Ok(()) };
        let mut bytes = [0; LOCATOR_64 as usize];
        if file.read_at(locator, &mut bytes)? < bytes.len() {
            return Err(Flaw::NotAZip);
        }
        if !bytes.starts_with(b"PK\x06\x07") || u32_at(&bytes, 4) != 0 || u32_at(&bytes, 16) != 1 {
            return Ok(());
        }
        let at = u64_at(&bytes, 8);
        if at > i64::MAX as u64 {
            return Ok(());
        }
        let mut bytes = [0; END_64];
        if file.read_at(at, &mut bytes)? < bytes.len() || !bytes.starts_with(b"PK\x06\x06") {
            return Err(Flaw::NotAZip);
        }
        self.records = u64_at(&bytes, 32);
        self.length = u64_at(&bytes, 40);
        self.offset = u64_at(&bytes, 48);
        self.at = at;
        Ok(())
    }

    /// Where the directory begins. Some files say wrongly that something stands before the zip.
    fn directory(&mut self, file: &(impl ReadAt + ?Sized), size: u64) -> Result<u64, Flaw> {
        self.base = self.at.wrapping_sub(self.length).wrapping_sub(self.offset);
        let from = self.base.wrapping_add(self.offset);
        if from >= size {
            return Err(Flaw::NotAZip);
        }
        let shifted = self.base != 0 && self.base <= i64::MAX as u64;
        let mut window = Window { file, start: 0, buffer: Vec::new() };
        if shifted && matches!(Header::read(&mut window, self.offset), Ok(Some(_))) {
            self.base = 0;
        }
        Ok(self.base.wrapping_add(self.offset))
    }
}

/// The record of one file in the directory.
struct Header {
    entry: Entry,
    name: Vec<u8>,
    length: u64,
}

impl Header {
    /// `None` where the directory ends: there stands something else, or the file ends within.
    fn read(window: &mut Window<'_, impl ReadAt + ?Sized>, at: u64) -> Result<Option<Header>, Flaw> {
        let head = window.at(at, HEADER)?;
        if head.len() < HEADER || !head.starts_with(b"PK\x01\x02") {
            return Ok(None);
        }
        let (packed, size, offset) = (u32_at(head, 20), u32_at(head, 24), u32_at(head, 42));
        let mut entry = Entry {
            name: (0, u16_at(head, 28)),
            flags: u16_at(head, 8),
            method: u16_at(head, 10),
            crc: u32_at(head, 16),
            packed: packed.into(),
            size: size.into(),
            at: offset.into(),
        };
        let (named, extra) = (usize::from(entry.name.1), usize::from(u16_at(head, 30)));
        let behind = named + extra + usize::from(u16_at(head, 32));
        let rest = window.at(at + HEADER as u64, behind)?;
        if rest.len() < behind {
            return Ok(None);
        }
        let wide = [size, packed, offset].map(|value| value == u32::MAX);
        if widen(&mut entry, &rest[named..named + extra], wide).is_none() {
            return Ok(None);
        }
        Ok(Some(Header { entry, name: rest[..named].to_vec(), length: (HEADER + behind) as u64 }))
    }
}

/// Takes the lengths of 64 bits from the extra field for those that are too small for them; `None` where they are missing.
fn widen(entry: &mut Entry, mut extra: &[u8], wide: [bool; 3]) -> Option<()> {
    while extra.len() >= 4 {
        let (tag, length) = (u16_at(extra, 0), usize::from(u16_at(extra, 2)));
        let Some(mut field) = extra.get(4..4 + length) else { break };
        extra = &extra[4 + length..];
        if tag != 1 {
            continue;
        }
        let mut next = || {
            let value = u64_at(field.get(..8)?, 0);
            field = &field[8..];
            Some(value)
        };
        if wide[0] {
            entry.size = next()?;
        }
        if wide[1] {
            entry.packed = next()?;
        }
        if wide[2] && entry.at == u64::from(u32::MAX) {
            entry.at = next()?;
        }
    }
    Some(())
}

/// Reads forward through a file, a piece at a time.
struct Window<'a, F: ReadAt + ?Sized> {
    file: &'a F,
    start: u64,
    buffer: Vec<u8>,
}

impl<F: ReadAt + ?Sized> Window<'_, F> {
    /// `length` bytes from `at`, fewer where the file ends.
    fn at(&mut self, at: u64, length: usize) -> Result<&[u8], Flaw> {
        let within = at.checked_sub(self.start).and_then(|skip| usize::try_from(skip).ok());
        let within =
            within.filter(|skip| skip.checked_add(length).is_some_and(|end| end <= self.buffer.len()));
        let skip = match within {
            Some(skip) => skip,
            None => {
                self.buffer.resize(length.max(PIECE), 0);
                let read = self.file.read_at(at, &mut self.buffer)?;
                self.buffer.truncate(read);
                self.start = at;
                0
            }
        };
        Ok(&self.buffer[skip..self.buffer.len().min(skip + length)])
    }
}

/// The last end record in the bytes, with its comment whole.
fn signature(bytes: &[u8]) -> Option<usize> {
    let last = bytes.len().checked_sub(END)?;
    let at = (0..=last).rev().find(|at| bytes[*at..].starts_with(b"PK\x05\x06"))?;
    let comment = usize::from(u16_at(bytes, at + END - 2));
    (at + END + comment <= bytes.len()).then_some(at)
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from(u16_at(bytes, at)) | u32::from(u16_at(bytes, at + 2)) << 16
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from(u32_at(bytes, at)) | u64::from(u32_at(bytes, at + 4)) << 32
}
