//! Finds the record in an image and takes its two texts out (`debug/buildinfo.readRawBuildInfo`).

use bstr::BString;

use super::image::{Image, NotGo, number};

const MAGIC: &[u8] = b"\xff Go buildinf:";
const HEADER: u64 = 32;
const ALIGN: u64 = 16;
/// Where in the header the width of its pointers stands, and what kind of record it is.
const WIDTH: usize = 14;
const FLAGS: usize = 15;
const BIG_ENDIAN: u8 = 1;
const INLINE: u8 = 2;
/// Go's own reader knows no bound; a list of modules this long has never been seen, and nothing longer is read.
const MAX_STRING: u64 = 16 << 20;
/// Where there is no section of its own the record lies near the beginning of the data. Go looks through all of it;
/// this is more than any program has.
const MAX_SEARCH: u64 = 1 << 30;
const CHUNK: u64 = 1 << 20;
/// It is found in the first piece nearly always.
const FIRST_CHUNK: u64 = 64 << 10;

/// The version of Go, and the lines about modules and settings (empty: none).
pub(super) fn read(image: &Image<'_>) -> Result<(BString, BString), NotGo> {
    let at = search(image)?;
    let header = image.read(at, HEADER as usize).ok_or(NotGo::NoRecord)?;
    if (header.len() as u64) < HEADER {
        return Err(NotGo::NoRecord);
    }
    let texts = if header[FLAGS] & INLINE != 0 { inline(image, at) } else { pointers(image, &header) };
    let (version, framed) = texts.ok_or(NotGo::NoRecord)?;
    if version.is_empty() { Err(NotGo::NoRecord) } else { Ok((version, unframe(&framed))) }
}

/// The address of the record: the first aligned place with the magic bytes and room behind them.
fn search(image: &Image<'_>) -> Result<u64, NotGo> {
    let (start, size) = image.data;
    let end = start.checked_add(size).ok_or(NotGo::Malformed)?.min(start.saturating_add(MAX_SEARCH));
    let mut at = start.checked_next_multiple_of(ALIGN).ok_or(NotGo::Malformed)?;
    let mut most = FIRST_CHUNK;
    while at < end {
        let want = (end - at).min(most);
        let chunk = image.read(at, want as usize).filter(|c| !c.is_empty()).ok_or(NotGo::NoRecord)?;
        if let Some(hit) = chunk.chunks(ALIGN as usize).position(|c| c.starts_with(MAGIC)) {
            let found = at + hit as u64 * ALIGN;
            return if end - found < HEADER { Err(NotGo::NoRecord) } else { Ok(found) };
        }
        at = at.checked_add(want).ok_or(NotGo::Malformed)?;
        most = CHUNK;
    }
    Err(NotGo::NoRecord)
}

/// Go 1.18 and later: two strings behind the header, each after its length.
fn inline(image: &Image<'_>, at: u64) -> Option<(BString, BString)> {
    let (version, next) = sized_string(image, at.checked_add(HEADER)?)?;
    let (lines, _) = sized_string(image, next)?;
    Some((version, lines))
}

fn sized_string(image: &Image<'_>, at: u64) -> Option<(BString, u64)> {
    let (len, used) = uvarint(&image.read(at, 10)?)?;
    let start = at.checked_add(used)?;
    let text = exactly(image, start, len)?;
    Some((text, start.checked_add(len)?))
}

/// `encoding/binary.Uvarint`: the number and how many bytes it took.
pub(super) fn uvarint(bytes: &[u8]) -> Option<(u64, u64)> {
    let mut value = 0u64;
    for (i, byte) in bytes.iter().take(10).enumerate() {
        if i == 9 && *byte > 1 {
            return None;
        }
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

/// Before Go 1.18: two pointers to Go strings. Without a string of modules there is still the version.
fn pointers(image: &Image<'_>, header: &[u8]) -> Option<(BString, BString)> {
    let width = usize::from(*header.get(WIDTH)?);
    if width != 4 && width != 8 {
        return None;
    }
    let big = header.get(FLAGS)? & BIG_ENDIAN != 0;
    let pointer = |bytes: &[u8]| number(bytes, width, big);
    let string = |at: u64| {
        let head = image.read(at, 2 * width)?;
        exactly(image, pointer(&head)?, pointer(head.get(width..)?)?)
    };
    let version = string(pointer(header.get(FLAGS + 1..)?)?)?;
    let lines = pointer(header.get(FLAGS + 1 + width..)?).and_then(string).unwrap_or_default();
    Some((version, lines))
}

/// Takes off the sixteen bytes of frame on both sides.
fn unframe(lines: &[u8]) -> BString {
    if lines.len() >= 33 && lines[lines.len() - 17] == b'\n' {
        lines[16..lines.len() - 16].into()
    } else {
        BString::default()
    }
}

#[cfg(test)]
mod tests {
    use super::uvarint;

    #[test]
    fn lengths_are_read_as_go_reads_them() {
        assert_eq!(uvarint(&[0x08]), Some((8, 1)));
        assert_eq!(uvarint(&[0xac, 0x02, 0xff]), Some((300, 2)));
        assert_eq!(uvarint(&[0x80]), None);
        let most = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01];
        assert_eq!(uvarint(&most), Some((u64::MAX, 10)));
        assert_eq!(uvarint(&[0xff; 10]), None);
    }
}
