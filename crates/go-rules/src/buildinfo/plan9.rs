//! Plan 9's executable format.

use super::image::{Image, NotGo, Segment};

const WIDE: u32 = 0x8000;
const I386: u32 = 0x0000_01eb;
const AMD64: u32 = 0x0000_8a97;
const ARM: u32 = 0x0000_0647;

/// Whether a file that begins so may be one.
pub(super) fn is_magic(magic: u32) -> bool {
    matches!(magic, I386 | AMD64 | ARM)
}

/// The headers hold no addresses: they follow from where Go's linker puts text and data (`cmd/link/internal/x86`,
/// `amd64`, `arm`: `archinit`). Go's own reader takes places in the file for addresses, and so misses records that
/// are aligned in memory only.
pub(super) fn load(image: &mut Image<'_>) -> Result<(), NotGo> {
    let header = image.fields(0, 32, true)?;
    let magic = header.get32(0)?;
    image.goos = "plan9";
    image.goarch = match magic {
        I386 => "386",
        AMD64 => "amd64",
        ARM => "arm",
        _ => "",
    };
    let (head, page) = if magic & WIDE != 0 { (40, 0x20_0000) } else { (32, 0x1000) };
    let (text, data) = (header.get(4, 4)?, header.get(8, 4)?);
    let start = page + head;
    let address = (start + text).next_multiple_of(page);
    image.segments.push(Segment { address: start, offset: head, len: text });
    image.segments.push(Segment { address, offset: head + text, len: data });
    image.data = (address, data);
    Ok(())
}
