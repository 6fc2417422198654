//! An executable file as the reader of the record needs it: pieces of the file under their addresses in memory.

use std::cell::RefCell;
use std::collections::VecDeque;

use bstr::BStr;

use super::{elf, macho, pe, plan9, xcoff};
use crate::files::Files;

/// Why a file is no Go program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NotGo {
    /// It cannot be read.
    Unreadable,
    /// It begins with `#!`: a shell script, as version managers put in PATH.
    Script,
    /// No executable file of a kind that is known here.
    NotExecutable,
    /// Its headers contradict themselves, or the lines of its record do.
    Malformed,
    /// A program, but none that Go's linker made.
    NoRecord,
}

/// A piece of the file that is mapped into memory.
#[derive(Debug, Clone, Copy)]
pub(super) struct Segment {
    pub address: u64,
    /// Offset in the file.
    pub offset: u64,
    /// Bytes of it that the file holds.
    pub len: u64,
}

pub(super) struct Image<'a> {
    files: &'a dyn Files,
    path: &'a BStr,
    /// Where the file begins inside a fat Mach-O.
    base: u64,
    /// What was read last, so that a table is not read entry by entry.
    windows: RefCell<VecDeque<(u64, Vec<u8>)>>,
    pub segments: Vec<Segment>,
    /// Address and size of what is searched for the record.
    pub data: (u64, u64),
    /// Offset in the file and size of the table of functions and source files, where it has a section.
    pub line_table: Option<(u64, u64)>,
    /// From the headers; empty when they do not tell.
    pub goos: &'static str,
    pub goarch: &'static str,
}

const WINDOW: usize = 4096;
const MAX_WINDOWS: usize = 32;

/// A number of `width` (2, 4, 8) bytes at the start of `bytes`.
pub(super) fn number(bytes: &[u8], width: usize, big: bool) -> Option<u64> {
    let bytes = bytes.get(..width)?;
    let fold = |value: u64, byte: &u8| value << 8 | u64::from(*byte);
    Some(if big { bytes.iter().fold(0, fold) } else { bytes.iter().rev().fold(0, fold) })
}

/// A part of the headers, with the byte order they are in.
pub(super) struct Fields {
    pub bytes: Vec<u8>,
    pub big: bool,
}

impl Fields {
    pub fn get(&self, at: usize, width: usize) -> Result<u64, NotGo> {
        self.bytes.get(at..).and_then(|b| number(b, width, self.big)).ok_or(NotGo::Malformed)
    }

    pub fn get32(&self, at: usize) -> Result<u32, NotGo> {
        self.get(at, 4).map(|v| v as u32)
    }
}

impl<'a> Image<'a> {
    pub fn open(files: &'a dyn Files, path: &'a BStr) -> Result<Image<'a>, NotGo> {
        let windows = RefCell::new(VecDeque::new());
        let mut image = Image {
            files,
            path,
            base: 0,
            windows,
            segments: Vec::new(),
            data: (0, 0),
            line_table: None,
            goos: "",
            goarch: "",
        };
        let magic = image.raw(0, 16)?;
        match magic.as_slice() {
            [b'#', b'!', ..] => return Err(NotGo::Script),
            [0x7f, b'E', b'L', b'F', ..] => elf::load(&mut image)?,
            [b'M', b'Z', ..] => pe::load(&mut image)?,
            [0xca, 0xfe, 0xba, 0xbe | 0xbf, ..] => {
                image.base = macho::first_of_fat(&image)?;
                macho::load(&mut image)?;
            }
            [0xfe, 0xed, 0xfa, ..] | [_, 0xfa, 0xed, 0xfe, ..] => macho::load(&mut image)?,
            [0x01, 0xdf | 0xf7, ..] => xcoff::load(&mut image)?,
            [a, b, c, d, ..] if plan9::is_magic(u32::from_be_bytes([*a, *b, *c, *d])) => {
                plan9::load(&mut image)?;
            }
            _ => return Err(NotGo::NotExecutable),
        }
        if image.data.1 == 0 { Err(NotGo::NoRecord) } else { Ok(image) }
    }

    /// Up to `len` bytes at an offset of the file.
    pub fn raw(&self, offset: u64, len: usize) -> Result<Vec<u8>, NotGo> {
        let offset = self.base.checked_add(offset).ok_or(NotGo::Malformed)?;
        if i64::try_from(offset).is_err() {
            return Err(NotGo::Malformed); // No file is that long, and no system would go there.
        }
        let cut = |start: u64, bytes: &[u8]| {
            let from = usize::try_from(offset.checked_sub(start)?).ok()?;
            bytes.get(from..from.checked_add(len)?).map(<[u8]>::to_vec)
        };
        if let Some(known) = self.windows.borrow().iter().find_map(|(start, bytes)| cut(*start, bytes)) {
            return Ok(known);
        }
        let read = |len| self.files.read_at(self.path, offset, len).map_err(|_| NotGo::Unreadable);
        if len >= WINDOW {
            return read(len);
        }
        let bytes = read(WINDOW)?;
        let wanted = bytes[..len.min(bytes.len())].to_vec();
        let mut windows = self.windows.borrow_mut();
        if windows.len() == MAX_WINDOWS {
            windows.pop_back();
        }
        windows.push_front((offset, bytes));
        Ok(wanted)
    }

    pub fn fields(&self, offset: u64, len: usize, big: bool) -> Result<Fields, NotGo> {
        Ok(Fields { bytes: self.raw(offset, len)?, big })
    }

    /// Up to `len` bytes at an address, not beyond the segment they begin in.
    pub fn read(&self, address: u64, len: usize) -> Option<Vec<u8>> {
        let segment = self.segments.iter().find(|s| address >= s.address && address - s.address < s.len)?;
        let into = address - segment.address;
        let len = usize::try_from(segment.len - into).unwrap_or(usize::MAX).min(len);
        self.raw(segment.offset.checked_add(into)?, len).ok()
    }
}

/// A name in a table of zero-terminated ones.
pub(super) fn name_at(table: &[u8], at: usize) -> &[u8] {
    let tail = table.get(at..).unwrap_or_default();
    tail.split(|b| *b == 0).next().unwrap_or_default()
}
