//! ELF: Linux, the BSDs, illumos.

use super::image::{Image, NotGo, Segment, name_at};

/// More headers than this no linker makes; a file that says so is not read further.
const MAX_HEADERS: u64 = 4096;
const MAX_NAMES: u64 = 1 << 20;

pub(super) fn load(image: &mut Image<'_>) -> Result<(), NotGo> {
    let ident = image.raw(0, 16)?;
    let (wide, big) = match (ident.get(4), ident.get(5)) {
        (Some(1), Some(1)) => (false, false),
        (Some(1), Some(2)) => (false, true),
        (Some(2), Some(1)) => (true, false),
        (Some(2), Some(2)) => (true, true),
        _ => return Err(NotGo::Malformed),
    };
    let header = image.fields(0, 64, big)?;
    let word = if wide { 8 } else { 4 };
    let at = |narrow: usize, broad: usize| if wide { broad } else { narrow };
    let program_at = header.get(at(28, 32), word)?;
    let section_at = header.get(at(32, 40), word)?;
    let counts = at(42, 54);
    let (program_size, programs) = (header.get(counts, 2)?, header.get(counts + 2, 2)?);
    let (section_size, sections) = (header.get(counts + 4, 2)?, header.get(counts + 6, 2)?);
    let names_index = header.get(counts + 8, 2)?;

    image.goos = match ident.get(7) {
        Some(0 | 3) => "linux",
        Some(2) => "netbsd",
        Some(6) => "solaris",
        Some(9) => "freebsd",
        Some(12) => "openbsd",
        _ => "",
    };
    image.goarch = arch(header.get(18, 2)?, wide, big);

    let mut writable = None;
    for index in 0..programs.min(MAX_HEADERS) {
        let offset = program_at.checked_add(index * program_size).ok_or(NotGo::Malformed)?;
        let entry = image.fields(offset, at(32, 56), big)?;
        let flags = entry.get(at(24, 4), 4)?;
        let segment = Segment {
            offset: entry.get(at(4, 8), word)?,
            address: entry.get(at(8, 16), word)?,
            len: entry.get(at(16, 32), word)?,
        };
        const LOADED: u64 = 1;
        if entry.get(0, 4)? == LOADED {
            image.segments.push(segment);
            if flags & 3 == 2 {
                writable.get_or_insert((segment.address, segment.len));
            }
        }
    }
    image.data = writable.unwrap_or_default();

    let section = |image: &Image<'_>, index: u64| {
        let offset = section_at.checked_add(index * section_size).ok_or(NotGo::Malformed)?;
        image.fields(offset, at(40, 64), big)
    };
    if section_at == 0 || names_index >= sections {
        return Ok(());
    }
    let table = section(image, names_index)?;
    let names_len = usize::try_from(table.get(at(20, 32), word)?.min(MAX_NAMES)).unwrap_or(0);
    let names = image.raw(table.get(at(16, 24), word)?, names_len)?;
    for index in 0..sections.min(MAX_HEADERS) {
        let entry = section(image, index)?;
        let name = name_at(&names, entry.get32(0)? as usize);
        if name == ".go.buildinfo" {
            image.data = (entry.get(at(12, 16), word)?, entry.get(at(20, 32), word)?);
        } else if name == ".gopclntab" {
            image.line_table = Some((entry.get(at(16, 24), word)?, entry.get(at(20, 32), word)?));
        }
    }
    Ok(())
}

fn arch(machine: u64, wide: bool, big: bool) -> &'static str {
    match (machine, wide, big) {
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
