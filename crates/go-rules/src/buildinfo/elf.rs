//! ELF: Linux, Android, the BSDs, Solaris, illumos.

use super::image::{Fields, Image, NotGo, Segment, name_at};

/// More headers than this no linker makes; a file that says so is not read further.
const MAX_HEADERS: u64 = 1 << 16;
const MAX_NAMES: u64 = 1 << 20;

pub(super) fn load(image: &mut Image<'_>) -> Result<(), NotGo> {
    let ident = image.raw(0, 16)?;
    let layout = match (ident.get(4), ident.get(5)) {
        (Some(class @ (1 | 2)), Some(order @ (1 | 2))) => Layout { wide: *class == 2, big: *order == 2 },
        _ => return Err(NotGo::Malformed),
    };
    let header = image.fields(0, layout.of(52, 64), layout.big)?;
    image.goos = match ident.get(7) {
        Some(0 | 3) => "linux",
        Some(2) => "netbsd",
        Some(6) => "solaris",
        Some(9) => "freebsd",
        Some(12) => "openbsd",
        _ => "",
    };
    image.goarch = arch(header.get(18, 2)?, &layout);
    let writable = segments(image, &header, &layout)?;
    sections(image, &header, &layout)?;
    // Without names of sections the record lies in the first data that can be written.
    if image.data.1 == 0 {
        image.data = writable;
    }
    Ok(())
}

/// Both widths and both byte orders.
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

/// Takes the segments; the answer is the first that can be written and not run.
fn segments(image: &mut Image<'_>, header: &Fields, layout: &Layout) -> Result<(u64, u64), NotGo> {
    const LOADED: u64 = 1;
    let word = layout.word();
    let table = header.get(layout.of(28, 32), word)?;
    let entry_len = header.get(layout.of(42, 54), 2)?;
    let mut writable = (0, 0);
    for index in 0..header.get(layout.of(44, 56), 2)?.min(MAX_HEADERS) {
        let offset = table.checked_add(index * entry_len).ok_or(NotGo::Malformed)?;
        let entry = image.fields(offset, layout.of(32, 56), layout.big)?;
        let segment = Segment {
            offset: entry.get(layout.of(4, 8), word)?,
            address: entry.get(layout.of(8, 16), word)?,
            len: entry.get(layout.of(16, 32), word)?,
        };
        let flags = entry.get(layout.of(24, 4), 4)?;
        if entry.get(0, 4)? == LOADED && flags & 3 == 2 && writable.1 == 0 {
            writable = (segment.address, segment.len);
        }
        // As Go does, whatever kind it is: the others lie within the loaded ones.
        image.segments.push(segment);
    }
    Ok(writable)
}

/// Looks for the sections that matter by their names. Many sections are counted in the first one.
fn sections(image: &mut Image<'_>, header: &Fields, layout: &Layout) -> Result<(), NotGo> {
    const COUNTED_ELSEWHERE: u64 = 0xffff;
    let word = layout.word();
    let table = header.get(layout.of(32, 40), word)?;
    let counts = layout.of(46, 58);
    let (entry_len, mut count) = (header.get(counts, 2)?, header.get(counts + 2, 2)?);
    let mut names_index = header.get(counts + 4, 2)?;
    let (at_address, at_offset, at_len) = layout.of((12, 16, 20), (16, 24, 32));
    let section = |image: &Image<'_>, index: u64| {
        let offset =
            index.checked_mul(entry_len).and_then(|o| o.checked_add(table)).ok_or(NotGo::Malformed)?;
        image.fields(offset, layout.of(40, 64), layout.big)
    };
    if table == 0 {
        return Ok(());
    }
    if count == 0 {
        count = section(image, 0)?.get(at_len, word)?;
    }
    if names_index == COUNTED_ELSEWHERE {
        names_index = section(image, 0)?.get(layout.of(24, 40), 4)?;
    }
    if names_index >= count {
        return Ok(());
    }
    let names = section(image, names_index)?;
    let names_len = names.get(at_len, word)?.min(MAX_NAMES) as usize;
    let names = image.raw(names.get(at_offset, word)?, names_len)?;
    for index in 0..count.min(MAX_HEADERS) {
        let entry = section(image, index)?;
        match name_at(&names, entry.get32(0)? as usize) {
            b".go.buildinfo" if image.data.1 == 0 => {
                image.data = (entry.get(at_address, word)?, entry.get(at_len, word)?);
            }
            b".gopclntab" => {
                image.line_table = Some((entry.get(at_offset, word)?, entry.get(at_len, word)?));
            }
            _ => {}
        }
    }
    Ok(())
}

fn arch(machine: u64, layout: &Layout) -> &'static str {
    match (machine, layout.wide, layout.big) {
        (3, ..) => "386",
        (62, ..) => "amd64",
        (40, ..) => "arm",
        (183, ..) => "arm64",
        (8, false, false) => "mipsle",
        (8, false, true) => "mips",
        (8, true, false) => "mips64le",
        (8, true, true) => "mips64",
        (21, _, false) => "ppc64le",
        (21, _, true) => "ppc64",
        (22, ..) => "s390x",
        (243, ..) => "riscv64",
        (258, ..) => "loong64",
        _ => "",
    }
}
