//! PE: Windows.

use super::image::{Image, NotGo, Segment};

const MAX_SECTIONS: u64 = 96;
const INITIALIZED_READ_WRITE: u64 = 0x0000_0040 | 0x4000_0000 | 0x8000_0000;
const ALIGNMENT_32: u64 = 0x0060_0000;

pub(super) fn load(image: &mut Image<'_>) -> Result<(), NotGo> {
    let dos = image.fields(0, 64, false)?;
    let start = dos.get(0x3c, 4)?;
    let header = image.fields(start, 24 + 32, false)?;
    if header.bytes.get(..4) != Some(b"PE\0\0") {
        return Err(NotGo::NotExecutable);
    }
    image.goos = "windows";
    image.goarch = match header.get(4, 2)? {
        0x14c => "386",
        0x8664 => "amd64",
        0x1c4 => "arm",
        0xaa64 => "arm64",
        _ => "",
    };
    let sections = header.get(6, 2)?;
    let optional_size = header.get(20, 2)?;
    let base = match header.get(24, 2)? {
        0x10b => header.get(24 + 28, 4)?,
        0x20b => header.get(24 + 24, 8)?,
        _ => 0,
    };
    let table = start + 24 + optional_size;
    for index in 0..sections.min(MAX_SECTIONS) {
        let entry = image.fields(table + index * 40, 40, false)?;
        let virtual_size = entry.get(8, 4)?;
        let virtual_address = entry.get(12, 4)?;
        let size = entry.get(16, 4)?;
        let address = base.checked_add(virtual_address).ok_or(NotGo::Malformed)?;
        image.segments.push(Segment { address, offset: entry.get(20, 4)?, len: size });
        let writable = entry.get(36, 4)? & !ALIGNMENT_32 == INITIALIZED_READ_WRITE;
        if image.data.1 == 0 && virtual_address != 0 && size != 0 && writable {
            image.data = (address, virtual_size);
        }
    }
    Ok(())
}
