//! What a module's zip holds: its `h1:` hash, and in the same pass whether the unpacked folder holds the same, byte for
//! byte. So every file is inflated and hashed once, nothing is written, and a file that differs is known by name.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use bstr::{BStr, BString, ByteSlice};
use flate2::{Crc, Decompress, FlushDecompress, Status};
use go_rules::module;
use go_rules::module_zip::{self, Directory, Entry, Flaw, MOST_BYTES, Packing, ReadAt};
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::Differing;
use super::folder::{Folder, Name};
use crate::job::{Cancel, Cancelled};

/// How much is read or inflated at once.
const PIECE: usize = 256 << 10;
/// How many entries a thread takes at once.
const ENTRIES: usize = 64;

thread_local! {
    /// What a thread works with; nothing runs on other threads while it is borrowed.
    pub static SCRATCH: RefCell<Scratch> = RefCell::new(Scratch::new());
}

/// Buffers that are used again and again.
pub struct Scratch {
    zip: Vec<u8>,
    /// Which bytes of the zip `zip` holds: from here.
    zip_from: u64,
    out: Vec<u8>,
    /// Of files on the disk; one byte more than a piece.
    pub file: Vec<u8>,
    inflate: Decompress,
}

impl Scratch {
    fn new() -> Scratch {
        let inflate = Decompress::new(false);
        Scratch { zip: Vec::new(), zip_from: 0, out: vec![0; PIECE], file: vec![0; PIECE + 1], inflate }
    }
}

/// What a zip holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// `dirhash.HashZip`.
    pub hash: String,
    /// SHA-256 of its go.mod.
    pub go_mod: Option<[u8; 32]>,
}

/// A zip, and the folder beside it.
#[derive(Debug)]
pub struct Compared {
    pub content: Content,
    /// Empty: the folder holds what the zip holds. `None`: there was none to compare.
    pub differing: Option<Differing>,
}

/// What reading goes by.
pub struct Reading<'a> {
    /// `module@version/`.
    pub prefix: &'a str,
    pub folder: Option<&'a Folder>,
    /// Go puts a go.mod beside each _go.mod of a toolchain.
    pub is_toolchain: bool,
    pub cancel: &'a Cancel,
    /// Told how many bytes of the zip were read.
    pub read: &'a (dyn Fn(u64) + Sync),
}

/// Why a zip was not read to its end.
#[derive(Debug)]
pub enum Stopped {
    Cancelled(Cancelled),
    Flaw(Flaw),
}

impl From<Flaw> for Stopped {
    fn from(flaw: Flaw) -> Stopped {
        Stopped::Flaw(flaw)
    }
}

impl From<Cancelled> for Stopped {
    fn from(cancelled: Cancelled) -> Stopped {
        Stopped::Cancelled(cancelled)
    }
}

/// The zip as [`ReadAt`].
struct OnDisk {
    file: File,
    size: u64,
}

impl ReadAt for OnDisk {
    fn size(&self) -> u64 {
        self.size
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let mut filled = 0;
        while filled < buffer.len() {
            match read_some(&self.file, &mut buffer[filled..], offset.saturating_add(filled as u64)) {
                Ok(0) => break,
                Ok(length) => filled += length,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(filled)
    }
}

#[cfg(unix)]
fn read_some(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    if offset > i64::MAX as u64 {
        return Ok(0);
    }
    std::os::unix::fs::FileExt::read_at(file, buffer, offset)
}

#[cfg(windows)]
fn read_some(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, offset)
}

/// Reads a zip to its end.
///
/// # Errors
/// Cancelled, or what makes it none that Go takes.
pub fn read(path: &Path, reading: &Reading<'_>) -> Result<Compared, Stopped> {
    let file = File::open(path).map_err(Flaw::from)?;
    let facts = file.metadata().map_err(Flaw::from)?;
    if !facts.is_file() {
        return Err(Flaw::NotAZip.into());
    }
    if facts.len() > MOST_BYTES {
        return Err(Flaw::TooLarge.into());
    }
    let file = OnDisk { file, size: facts.len() };
    let directory = Directory::read(&file)?;
    module_zip::check(&directory, BStr::new(reading.prefix))?;
    let matched = reading.folder.map(|folder| Matched::of(&directory, folder, reading));
    let mut order: Vec<usize> = (0..directory.entries.len()).collect();
    order.sort_unstable_by_key(|at| directory.entries[*at].at);
    let one = |at: &usize| {
        reading.cancel.check()?;
        let entry = &directory.entries[*at];
        let on_disk = matched.as_ref().and_then(|matched| matched.files[*at]);
        let on_disk = on_disk.and_then(|name| Some((reading.folder?, name)));
        let (sum, same) = entry_sum(&file, &directory, entry, on_disk)?;
        Ok::<_, Stopped>((*at, sum, same))
    };
    let chunks = order.par_chunks(ENTRIES).map(|chunk| {
        SCRATCH.with_borrow_mut(|scratch| scratch.zip.clear());
        let sums = chunk.iter().map(one).collect::<Result<Vec<_>, _>>()?;
        (reading.read)(chunk.iter().map(|at| directory.entries[*at].packed).sum());
        Ok::<_, Stopped>(sums)
    });
    let sums = chunks.collect::<Result<Vec<_>, _>>()?.concat();
    Ok(Compared {
        content: content(&directory, &sums, reading.prefix)?,
        differing: matched.map(|matched| matched.differing(&directory, &sums, reading.prefix)),
    })
}

type Sums = [(usize, [u8; 32], bool)];

fn content(directory: &Directory, sums: &Sums, prefix: &str) -> Result<Content, Flaw> {
    let named = |at: usize| directory.name(&directory.entries[at]).as_bytes();
    let hash = module::h1(sums.iter().map(|(at, sum, _)| (named(*at), *sum)));
    let go_mod = [prefix.as_bytes(), b"go.mod"].concat();
    let go_mod = sums.iter().find(|(at, ..)| named(*at) == go_mod).map(|(_, sum, _)| *sum);
    Ok(Content { hash: hash.map_err(|why| Flaw::BadName(why.text))?, go_mod })
}

/// Which file of the folder belongs to which entry.
struct Matched<'a> {
    /// By entry.
    files: Vec<Option<&'a BStr>>,
    missing: Vec<BString>,
    added: Vec<BString>,
    /// Where a file should be, something else is.
    odd: Vec<BString>,
}

impl<'a> Matched<'a> {
    fn of(directory: &Directory, folder: &'a Folder, reading: &Reading<'_>) -> Matched<'a> {
        let inner = |entry: &Entry| directory.name(entry)[reading.prefix.len()..].as_bstr();
        // The hash of a zip counts folders that it names, that of a folder does not: they are passed over here.
        let is_file = |at: &usize| !directory.name(&directory.entries[*at]).ends_with(b"/");
        let mut zip: Vec<usize> = (0..directory.entries.len()).filter(is_file).collect();
        zip.sort_unstable_by_key(|at| inner(&directory.entries[*at]));
        let mut matched = Matched {
            files: vec![None; directory.entries.len()],
            missing: vec![],
            added: vec![],
            odd: vec![],
        };
        let (mut zip, mut disk) = (zip.into_iter().peekable(), folder.files.iter().peekable());
        loop {
            let order = match (zip.peek(), disk.peek()) {
                (None, None) => return matched,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(at), Some(file)) => inner(&directory.entries[*at]).cmp(file.name.as_bstr()),
            };
            let at = if order.is_le() { zip.next() } else { None };
            let file = if order.is_ge() { disk.next() } else { None };
            match (at, file) {
                (Some(at), Some(file)) if file.is_file => matched.files[at] = Some(file.name.as_bstr()),
                (Some(_), Some(file)) => matched.odd.push(file.name.clone()),
                (Some(at), None) => matched.missing.push(inner(&directory.entries[at]).into()),
                (None, Some(file)) if reading.is_toolchain && is_put_there_by_go(folder, file) => {}
                (None, Some(file)) => matched.added.push(file.name.clone()),
                (None, None) => {}
            }
        }
    }

    fn differing(self, directory: &Directory, sums: &Sums, prefix: &str) -> Differing {
        let mut differing = Differing::default();
        for (at, _, same) in sums {
            if self.files[*at].is_some() && !same {
                differing.change(&directory.name(&directory.entries[*at])[prefix.len()..]);
            }
        }
        self.odd.iter().for_each(|name| differing.change(name));
        self.missing.iter().for_each(|name| differing.miss(name));
        self.added.iter().for_each(|name| differing.add(name));
        differing.changed.sort();
        differing
    }
}

/// Whether it is a go.mod that go has made of the _go.mod beside it (`toolchain.Exec`).
pub fn is_put_there_by_go(folder: &Folder, file: &Name) -> bool {
    let Some(above) = file.name.strip_suffix(b"go.mod") else { return false };
    let source = [above, b"_go.mod"].concat();
    (above.is_empty() || above.ends_with(b"/")) && folder.same(source.as_bstr(), file.name.as_bstr())
}

/// The SHA-256 of an entry, and whether the file beside it holds the same.
fn entry_sum(
    zip: &OnDisk,
    directory: &Directory,
    entry: &Entry,
    on_disk: Option<(&Folder, &BStr)>,
) -> Result<([u8; 32], bool), Flaw> {
    SCRATCH.with_borrow_mut(|scratch| {
        let bad = || Flaw::BadEntry(directory.name(entry).into());
        let Scratch { zip: buffer, zip_from, out, file, inflate } = scratch;
        let mut window = Window { zip, buffer, from: zip_from };
        let body = entry.body(window.at(entry.at, Entry::LOCAL_HEADER)?).ok_or_else(bad)?;
        if directory.name(entry).ends_with(b"/") {
            return if entry.size == 0 { Ok((Sha256::digest([]).into(), true)) } else { Err(bad()) };
        }
        let mut sink = Sink::new(entry.size, on_disk, file);
        match entry.packing() {
            Some(Packing::Stored) => stored(&mut window, entry, body, &mut sink),
            Some(Packing::Deflated) => inflated(&mut window, entry, body, (inflate, out), &mut sink),
            None => None,
        }
        .ok_or_else(bad)?;
        let (sum, crc, same) = sink.finish().ok_or_else(bad)?;
        let checked = if entry.has_descriptor() {
            let behind = body.saturating_add(entry.packed);
            crc == entry.crc && entry.descriptor_agrees(window.at(behind, Entry::DESCRIPTOR)?)
        } else {
            entry.crc == 0 || crc == entry.crc
        };
        if checked { Ok((sum, same)) } else { Err(bad()) }
    })
}

/// `None`: the entry is not what it says.
fn stored(window: &mut Window<'_>, entry: &Entry, body: u64, sink: &mut Sink<'_>) -> Option<()> {
    let mut done = 0;
    while done < entry.packed {
        let piece = window.at(body.checked_add(done)?, piece_of(entry.packed - done)).ok()?;
        if piece.is_empty() {
            return None;
        }
        sink.take(piece)?;
        done += piece.len() as u64;
    }
    Some(())
}

fn inflated(
    window: &mut Window<'_>,
    entry: &Entry,
    body: u64,
    (inflate, out): (&mut Decompress, &mut [u8]),
    sink: &mut Sink<'_>,
) -> Option<()> {
    inflate.reset(false);
    loop {
        let (read, written) = (inflate.total_in(), inflate.total_out());
        let left = entry.packed - read;
        let piece = window.at(body.checked_add(read)?, piece_of(left)).ok()?;
        // Where all of it is at hand, inflating need not remember what it has written.
        let flush = if piece.len() as u64 == left { FlushDecompress::Finish } else { FlushDecompress::None };
        let status = inflate.decompress(piece, out, flush).ok()?;
        let length = (inflate.total_out() - written) as usize;
        sink.take(&out[..length])?;
        match status {
            Status::StreamEnd => return Some(()),
            _ if length == 0 && inflate.total_in() == read => return None,
            _ => {}
        }
    }
}

fn piece_of(left: u64) -> usize {
    usize::try_from(left).unwrap_or(usize::MAX).min(PIECE)
}

/// The part of the zip that was read last.
struct Window<'a> {
    zip: &'a OnDisk,
    buffer: &'a mut Vec<u8>,
    from: &'a mut u64,
}

impl Window<'_> {
    /// `length` bytes, fewer where the zip ends.
    fn at(&mut self, at: u64, length: usize) -> Result<&[u8], Flaw> {
        if length == 0 {
            return Ok(&[]);
        }
        let skip = at.checked_sub(*self.from).and_then(|skip| usize::try_from(skip).ok());
        let there = skip.filter(|skip| skip.saturating_add(length) <= self.buffer.len());
        let skip = match there {
            Some(skip) => skip,
            None => {
                self.buffer.resize(length.max(PIECE), 0);
                let read = self.zip.read_at(at, self.buffer)?;
                self.buffer.truncate(read);
                *self.from = at;
                0
            }
        };
        Ok(&self.buffer[skip..self.buffer.len().min(skip.saturating_add(length))])
    }
}

/// Where the bytes of an entry go.
struct Sink<'a> {
    sum: Sha256,
    crc: Crc,
    size: u64,
    taken: u64,
    beside: Option<Beside<'a>>,
}

/// The file that should hold the same.
struct Beside<'a> {
    file: File,
    buffer: &'a mut [u8],
    same: bool,
    /// Its end was met where the entry ends.
    ended: bool,
}

impl<'a> Sink<'a> {
    fn new(size: u64, on_disk: Option<(&Folder, &BStr)>, buffer: &'a mut [u8]) -> Sink<'a> {
        let file = on_disk.and_then(|(folder, name)| folder.open(name).ok());
        let beside = file.map(|file| Beside { file, buffer, same: true, ended: false });
        Sink { sum: Sha256::new(), crc: Crc::new(), size, taken: 0, beside }
    }

    /// `None`: more than the entry says.
    fn take(&mut self, piece: &[u8]) -> Option<()> {
        if piece.is_empty() {
            return Some(());
        }
        self.taken += piece.len() as u64;
        if self.taken > self.size {
            return None;
        }
        self.sum.update(piece);
        self.crc.update(piece);
        let last = self.taken == self.size;
        if let Some(beside) = self.beside.as_mut().filter(|beside| beside.same) {
            beside.same = beside.holds(piece, last).unwrap_or(false);
        }
        Some(())
    }

    /// The SHA-256, the CRC, and whether the file holds the same. `None`: less than the entry says.
    fn finish(mut self) -> Option<([u8; 32], u32, bool)> {
        if self.taken != self.size {
            return None;
        }
        let same = self
            .beside
            .as_mut()
            .is_some_and(|beside| beside.same && (beside.ended || beside.holds(&[], true).unwrap_or(false)));
        Some((self.sum.finalize().into(), self.crc.sum(), same))
    }
}

impl Beside<'_> {
    /// Whether the file goes on with these bytes, and ends after the last ones.
    fn holds(&mut self, piece: &[u8], last: bool) -> io::Result<bool> {
        let want = piece.len() + usize::from(last);
        let mut filled = 0;
        while filled < want {
            match self.file.read(&mut self.buffer[filled..want]) {
                Ok(0) => break,
                Ok(length) => filled += length,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.ended = last;
        Ok(filled == piece.len() && self.buffer[..filled] == *piece)
    }
}
