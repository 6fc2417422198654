//! Mach-O: macOS and iOS.

use super::image::{Image, NotGo, Segment, name_at};

const MAX_COMMANDS: u64 = 4096;
/// Of all segments together.
const MAX_SECTIONS: u64 = 4096;
const SEGMENT_32: u64 = 1;
const SEGMENT_64: u64 = 0x19;

/// The offset of the first program in a file with several: what Go's own reader takes.
pub(super) fn first_of_fat(image: &Image<'_>) -> Result<u64, NotGo> {
    let head = image.fields(0, 8 + 32, true)?;
    let count = head.get(4, 4)?;
    if count == 0 {
        return Err(NotGo::Malformed);
    }
    // Java class files begin with the same four bytes; their "count" is a version above 40.
    if count > 30 {
        return Err(NotGo::NotExecutable);
    }
    if head.get(0, 4)? & 1 == 1 { head.get(16, 8) } else { head.get(16, 4) }
}

/// Both widths.
struct Layout {
    wide: bool,
    big: bool,
}

impl Layout {
    fn of<T>(&self, narrow: T, broad: T) -> T {
        if self.wide { broad } else { narrow }
    }

    fn word(&self) -> usize {
        self.of(4, 8)
    }
}

pub(super) fn load(image: &mut Image<'_>) -> Result<(), NotGo> {
    let magic = image.raw(0, 4)?;
    let layout = match magic.as_slice() {
        [0xfe, 0xed, 0xfa, 0xce] => Layout { wide: false, big: true },
        [0xfe, 0xed, 0xfa, 0xcf] => Layout { wide: true, big: true },
        [0xce, 0xfa, 0xed, 0xfe] => Layout { wide: false, big: false },
        [0xcf, 0xfa, 0xed, 0xfe] => Layout { wide: true, big: false },
        _ => return Err(NotGo::Malformed),
    };
    let header = image.fields(0, 32, layout.big)?;
    image.goos = "darwin";
    image.goarch = match header.get(4, 4)? {
        0x0100_0007 => "amd64",
        0x0100_000c => "arm64",
        7 => "386",
        12 => "arm",
        _ => "",
    };
    let mut at: u64 = layout.of(28, 32);
    let mut writable = (0, 0);
    let mut sections_left = MAX_SECTIONS;
    for _ in 0..header.get(16, 4)?.min(MAX_COMMANDS) {
        let command = image.fields(at, 8, layout.big)?;
        let (kind, size) = (command.get(0, 4)?, command.get(4, 4)?);
        if size < 8 {
            return Err(NotGo::Malformed);
        }
        if kind == layout.of(SEGMENT_32, SEGMENT_64) {
            segment(image, at, &layout, &mut writable, &mut sections_left)?;
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
    layout: &Layout,
    writable: &mut (u64, u64),
    sections_left: &mut u64,
) -> Result<(), NotGo> {
    const READ_WRITE: u64 = 3;
    let word = layout.word();
    let head_len = layout.of(56, 72);
    let command = image.fields(at, head_len, layout.big)?;
    let found = Segment {
        address: command.get(24, word)?,
        offset: command.get(layout.of(32, 40), word)?,
        len: command.get(layout.of(36, 48), word)?,
    };
    if name_at(command.bytes.get(8..24).unwrap_or_default(), 0) == b"__PAGEZERO" {
        return Ok(());
    }
    // Before Go 1.18 the record had no section on some systems: it lay in the first writable segment.
    if command.get(layout.of(44, 60), 4)? == READ_WRITE && writable.1 == 0 {
        *writable = (found.address, found.len);
    }
    image.segments.push(found);
    let count = command.get(layout.of(48, 64), 4)?.min(*sections_left);
    *sections_left -= count;
    let entry_len = layout.of(68, 80);
    for index in 0..count {
        let offset = at.checked_add((head_len as u64) + index * entry_len).ok_or(NotGo::Malformed)?;
        section(image, offset, layout)?;
    }
    Ok(())
}

fn section(image: &mut Image<'_>, at: u64, layout: &Layout) -> Result<(), NotGo> {
    let entry = image.fields(at, layout.of(68, 80), layout.big)?;
    let size = entry.get(layout.of(36, 40), layout.word())?;
    match name_at(entry.bytes.get(..16).unwrap_or_default(), 0) {
        b"__go_buildinfo" if image.data.1 == 0 => image.data = (entry.get(32, layout.word())?, size),
        b"__gopclntab" => image.line_table = Some((entry.get(layout.of(40, 48), 4)?, size)),
        _ => {}
    }
    Ok(())
}
