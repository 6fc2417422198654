//! What a Go program says of itself: the record that Go's linker puts into every binary (`debug/buildinfo`).
//!
//! Reads ELF, PE and Mach-O through [`Files::read_at`], a few kilobytes of it. The input may be anything: no
//! length that stands in the file is believed further than the bounds below.

mod elf;
mod image;
mod macho;
mod pe;

use bstr::{BStr, BString, ByteSlice};

use crate::files::Files;
use image::Image;
pub use image::NotGo;

/// The record of one program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuildInfo {
    /// `runtime.Version()`: `go1.27.3`, `devel go1.28-…`, perhaps with a suffix.
    pub version: BString,
    /// The lines about packages and settings, empty when the program was built without modules.
    pub module_lines: BString,
    /// What the file is made for, as GOOS and GOARCH: from the settings, else guessed from its headers.
    pub goos: BString,
    pub goarch: BString,
    /// The GOROOT it was built in, told by the names of its source files; empty when it was built with
    /// `-trimpath`, as official builds are since Go 1.21, or when they do not tell.
    pub compiled_goroot: BString,
}

impl BuildInfo {
    /// The value of `build\tKEY=VALUE` (`GOOS`, `-trimpath` …).
    pub fn setting(&self, key: &str) -> Option<&BStr> {
        setting(self.module_lines.as_bstr(), key)
    }

    /// The import path of the main package.
    pub fn main_package(&self) -> Option<&BStr> {
        self.module_lines.lines().find_map(|line| line.strip_prefix(b"path\t")).map(ByteSlice::as_bstr)
    }
}

fn setting<'a>(lines: &'a BStr, key: &str) -> Option<&'a BStr> {
    lines.lines().find_map(|line| {
        let rest = line.strip_prefix(b"build\t")?;
        rest.strip_prefix(key.as_bytes())?.strip_prefix(b"=").map(ByteSlice::as_bstr)
    })
}

const MAGIC: &[u8] = b"\xff Go buildinf:";
const HEADER: usize = 32;
const ALIGN: usize = 16;
/// No version is longer, and no honest list of modules.
const MAX_STRING: u64 = 4 << 20;
/// Where there is no section of its own the record lies near the beginning of the data.
const MAX_SEARCH: u64 = 8 << 20;
const CHUNK: usize = 64 << 10;
/// The first source files of a program are those of the standard library.
const WINDOW_OF_NAMES: usize = 4 << 10;

/// Reads the record of the program at `path`.
pub fn read(files: &dyn Files, path: &BStr) -> Result<BuildInfo, NotGo> {
    let image = Image::open(files, path)?;
    let at = search(&image)?;
    let header = image.read(at, HEADER).ok_or(NotGo::NoRecord)?;
    if header.len() < HEADER {
        return Err(NotGo::NoRecord);
    }
    let (version, lines) = if header[15] & 2 != 0 { inline(&image, at) } else { pointers(&image, &header) }
        .ok_or(NotGo::NoRecord)?;
    if version.is_empty() {
        return Err(NotGo::NoRecord);
    }
    let lines = unframe(lines);
    let goos = setting(lines.as_bstr(), "GOOS").map_or_else(|| image.goos.into(), BString::from);
    let goarch = setting(lines.as_bstr(), "GOARCH").map_or_else(|| image.goarch.into(), BString::from);
    let trimmed = setting(lines.as_bstr(), "-trimpath").is_some_and(|v| v == "true");
    let compiled_goroot = if trimmed { BString::default() } else { source_root(&image).unwrap_or_default() };
    Ok(BuildInfo { version, module_lines: lines, goos, goarch, compiled_goroot })
}

/// The address of the record: the first aligned place with the magic bytes.
fn search(image: &Image<'_>) -> Result<u64, NotGo> {
    let (start, size) = image.data;
    let end = start.checked_add(size.min(MAX_SEARCH)).ok_or(NotGo::Malformed)?;
    let mut at = start.checked_next_multiple_of(ALIGN as u64).ok_or(NotGo::Malformed)?;
    while at < end {
        let want = usize::try_from(end - at).unwrap_or(CHUNK).min(CHUNK);
        let chunk = image.read(at, want).ok_or(NotGo::NoRecord)?;
        let hit = chunk.chunks(ALIGN).position(|c| c.starts_with(MAGIC));
        if let Some(hit) = hit {
            return Ok(at + (hit * ALIGN) as u64);
        }
        if chunk.len() < want {
            break;
        }
        at += want as u64;
    }
    Err(NotGo::NoRecord)
}

/// Go 1.18 and later: two strings behind the header, each after its length.
fn inline(image: &Image<'_>, at: u64) -> Option<(BString, BString)> {
    let (version, next) = sized_string(image, at.checked_add(HEADER as u64)?)?;
    let (lines, _) = sized_string(image, next)?;
    Some((version, lines))
}

fn sized_string(image: &Image<'_>, at: u64) -> Option<(BString, u64)> {
    let head = image.read(at, 10)?;
    let (len, used) = uvarint(&head)?;
    let start = at.checked_add(used)?;
    let text = exactly(image, start, len)?;
    Some((text, start.checked_add(len)?))
}

fn uvarint(bytes: &[u8]) -> Option<(u64, u64)> {
    let mut value = 0u64;
    for (i, byte) in bytes.iter().take(9).enumerate() {
        value |= u64::from(byte & 0x7f) << (7 * i);
        if byte & 0x80 == 0 {
            return Some((value, i as u64 + 1));
        }
    }
    None
}

fn exactly(image: &Image<'_>, at: u64, len: u64) -> Option<BString> {
    if len > MAX_STRING {
        return None;
    }
    let len = usize::try_from(len).ok()?;
    if len == 0 {
        return Some(BString::default());
    }
    image.read(at, len).filter(|b| b.len() == len).map(BString::from)
}

/// Before Go 1.18: two pointers to Go strings.
fn pointers(image: &Image<'_>, header: &[u8]) -> Option<(BString, BString)> {
    let width = usize::from(header[14]);
    if width != 4 && width != 8 {
        return None;
    }
    let big = header[15] & 1 != 0;
    let pointer = |bytes: &[u8]| image::number(bytes, width, big);
    let version = go_string(image, pointer(&header[16..])?, width, &pointer)?;
    let lines = pointer(header.get(16 + width..)?)
        .and_then(|at| go_string(image, at, width, &pointer))
        .unwrap_or_default();
    Some((version, lines))
}

fn go_string(
    image: &Image<'_>,
    at: u64,
    width: usize,
    pointer: &dyn Fn(&[u8]) -> Option<u64>,
) -> Option<BString> {
    let head = image.read(at, 2 * width)?;
    let data = pointer(&head)?;
    let len = pointer(head.get(width..)?)?;
    exactly(image, data, len)
}

/// The folder before `/src/` of the first source file in the table of functions (`runtime/symtab.go`: pcHeader).
fn source_root(image: &Image<'_>) -> Option<BString> {
    let (start, len) = image.line_table?;
    let head = image.raw(start, 8 + 8 * 8).ok()?;
    let big = match head.get(..4)? {
        [0xff, 0xff, 0xff, 0xf0..=0xf2] => true,
        [0xf0..=0xf2, 0xff, 0xff, 0xff] => false,
        _ => return None,
    };
    let width = usize::from(*head.get(7)?);
    if width != 4 && width != 8 {
        return None;
    }
    const FILES: usize = 5;
    let offset = image::number(head.get(8 + FILES * width..)?, width, big)?;
    if offset >= len {
        return None;
    }
    let names = image.raw(start.checked_add(offset)?, WINDOW_OF_NAMES).ok()?;
    let root = names.split(|b| *b == 0).find_map(|name| name.find("/src/").map(|at| &name[..at]))?;
    // What is built with -trimpath has import paths here instead.
    (root.starts_with(b"/") || root.get(1) == Some(&b':')).then(|| root.into())
}

/// Takes off the sixteen bytes of frame on both sides.
fn unframe(lines: BString) -> BString {
    if lines.len() >= 33 && lines[lines.len() - 17] == b'\n' {
        lines[16..lines.len() - 16].into()
    } else {
        BString::default()
    }
}

#[cfg(test)]
mod tests;
