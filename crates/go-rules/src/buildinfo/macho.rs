//! Mach-O: macOS and iOS.

use super::image::{Image, NotGo, Segment, name_at};

const MAX_COMMANDS: u64 = 4096;
const MAX_SECTIONS: u64 = 1024;
const SEGMENT_32: u64 = 1;
const SEGMENT_64: u64 = 0x19;

/// The offset of the first program in a file with several: what Go's own reader takes.
pub(super) fn first_of_fat(image: &Image<'_>) -> Result<u64, NotGo> {
    let head = image.fields(0, 8 + 32, true)?;
    if head.get(4, 4)? == 0 {
        return Err(NotGo::Malformed);
    }
    // Java class files begin with the same four bytes; their "count" is a version above 40.
    if head.get(4, 4)? > 30 {
        return Err(NotGo::NotExecutable);
    }
    if head.get(0, 4)? & 1 == 1 { head.get(16, 8) } else { head.get(16, 4) }
}

pub(super) fn load(image: &mut Image<'_>) -> Result<(), NotGo> {
    let magic = image.raw(0, 4)?;
    let (wide, big) = match magic.as_slice() {
        [0xfe, 0xed, 0xfa, 0xce] => (false, true),
        [0xfe, 0xed, 0xfa, 0xcf] => (true, true),
        [0xce, 0xfa, 0xed, 0xfe] => (false, false),
        [0xcf, 0xfa, 0xed, 0xfe] => (true, false),
        _ => return Err(NotGo::Malformed),
    };
    let header = image.fields(0, 32, big)?;
    image.goos = "darwin";
    image.goarch = match header.get(4, 4)? {
        0x0100_0007 => "amd64",
        0x0100_000c => "arm64",
        7 => "386",
        12 => "arm",
        _ => "",
    };
    let mut at: u64 = if wide { 32 } else { 28 };
    let mut writable = (0, 0);
    for _ in 0..header.get(16, 4)?.min(MAX_COMMANDS) {
        let command = image.fields(at, 72, big)?;
        let (kind, size) = (command.get(0, 4)?, command.get(4, 4)?);
        if size < 8 {
            return Err(NotGo::Malformed);
        }
        if (kind == SEGMENT_64 && wide) || (kind == SEGMENT_32 && !wide) {
            segment(image, at, wide, big, &mut writable)?;
        }
        at = at.checked_add(size).ok_or(NotGo::Malformed)?;
    }
    if image.data.1 == 0 {
        image.data = writable;
    }
    Ok(())
}

fn segment(
    image: &mut Image<'_>,
    at: u64,
    wide: bool,
    big: bool,
    writable: &mut (u64, u64),
) -> Result<(), NotGo> {
    let (word, pick) = if wide { (8, 1) } else { (4, 0) };
    let of = |choice: [usize; 2]| choice[pick];
    let command = image.fields(at, 72, big)?;
    let found = Segment {
        address: command.get(24, word)?,
        offset: command.get(of([32, 40]), word)?,
        len: command.get(of([36, 48]), word)?,
    };
    if name_at(command.bytes.get(8..24).unwrap_or_default(), 0) == "__PAGEZERO" {
        return Ok(());
    }
    image.segments.push(found);
    // Before Go 1.18 the record had no section: it lay in the first writable segment.
    if command.get(of([44, 60]), 4)? == 3 && writable.1 == 0 {
        *writable = (found.address, found.len);
    }
    let sections = command.get(of([48, 64]), 4)?.min(MAX_SECTIONS);
    let (head, each) = (of([56, 72]) as u64, of([68, 80]) as u64);
    for index in 0..sections {
        let entry = image.fields(at + head + index * each, 80, big)?;
        let name = name_at(entry.bytes.get(..16).unwrap_or_default(), 0);
        let size = entry.get(of([36, 40]), word)?;
        if name == "__go_buildinfo" {
            image.data = (entry.get(32, word)?, size);
        } else if name == "__gopclntab" {
            image.line_table = Some((entry.get(of([40, 48]), 4)?, size));
        }
    }
    Ok(())
}
