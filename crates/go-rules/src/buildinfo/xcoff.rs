//! XCOFF: AIX.

use super::image::{Image, NotGo, Segment};

const MAX_SECTIONS: u64 = 4096;
const DATA: u64 = 0x40;

pub(super) fn load(image: &mut Image<'_>) -> Result<(), NotGo> {
    let header = image.fields(0, 24, true)?;
    let wide = header.get(0, 2)? == 0x01f7;
    let (word, header_len, entry_len) = if wide { (8, 24, 72) } else { (4, 20, 40) };
    image.goos = "aix";
    image.goarch = if wide { "ppc64" } else { "" };
    let sections = header.get(2, 2)?.min(MAX_SECTIONS);
    let table = header_len + header.get(16, 2)?;
    for index in 0..sections {
        let entry = image.fields(table + index * entry_len, entry_len as usize, true)?;
        // Behind the name: two addresses, the size, where it lies in the file, and (after three more) the kind.
        let address = entry.get(8 + word, word)?;
        let len = entry.get(8 + 2 * word, word)?;
        let offset = entry.get(8 + 3 * word, word)?;
        let kind = entry.get(if wide { 64 } else { 36 }, 4)?;
        if offset == 0 {
            continue; // Zeros that the file does not hold.
        }
        image.segments.push(Segment { address, offset, len });
        if kind == DATA && image.data.1 == 0 {
            image.data = (address, len);
        }
    }
    Ok(())
}
