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

/// The headers know no addresses that matter here: as Go's reader does, places in the file are taken for them.
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
    let text = header.get(4, 4)?;
    let len = header.get(8, 4)?;
    let offset = if magic & WIDE != 0 { 40 } else { 32 } + text;
    image.segments.push(Segment { address: offset, offset, len });
    image.data = (offset, len);
    Ok(())
}
