//! The smallest programs that hold a record, in every format, width and byte order: for tests, and as seeds for the
//! fuzzer (`fuzz/`), which includes this file.

/// Where the data lies in the file.
const DATA: usize = 512;
/// Where it lies in memory.
const ADDRESS: u64 = 0x10000;

/// A name and the bytes of each.
pub fn all() -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for inline in [true, false] {
        let form = if inline { "inline" } else { "pointers" };
        for wide in [false, true] {
            let bits = if wide { 64 } else { 32 };
            for big in [false, true] {
                let order = if big { "big" } else { "little" };
                let record = record(inline, wide, big, ADDRESS);
                found.push((format!("elf{bits}-{order}-{form}"), elf(wide, big, true, &record)));
                found.push((format!("macho{bits}-{order}-{form}"), macho(wide, big, &record)));
            }
            let little = record(inline, wide, false, ADDRESS);
            found.push((format!("elf{bits}-no-sections-{form}"), elf(wide, false, false, &little)));
            found.push((format!("pe{bits}-{form}"), pe(wide, &little)));
            found.push((format!("fat{bits}-{form}"), fat(&macho(wide, false, &little))));
            found.push((format!("xcoff{bits}-{form}"), xcoff(wide, &record(inline, wide, true, ADDRESS))));
            let (load, head) = if wide { (0x20_0000, 40) } else { (0x1000, 32) };
            let address = (load + head + (DATA as u64 - head)).next_multiple_of(load);
            found.push((format!("plan9-{bits}-{form}"), plan9(wide, &record(inline, wide, false, address))));
        }
    }
    found
}

pub const VERSION: &str = "go1.27.3";
pub const LINES: &str = "path\texample.com/m/cmd\nmod\texample.com/m\tv1.2.3\th1:x=\ndep\texample.com/a\tv1.0.0\n\
    =>\t../a\t(devel)\t\nbuild\t-ldflags=\"-s -w\"\nbuild\tGOOS=linux\nbuild\tGOARCH=386\n";

/// A record that begins at `address`.
fn record(inline: bool, wide: bool, big: bool, address: u64) -> Vec<u8> {
    let lines = format!("0123456789abcdef{LINES}0123456789abcdef");
    let mut bytes = Vec::from(&b"\xff Go buildinf:"[..]);
    let word = if wide { 8 } else { 4 };
    bytes.extend([word as u8, u8::from(big) | u8::from(inline) << 1]);
    if inline {
        bytes.resize(32, 0);
        for text in [VERSION, &lines] {
            bytes.extend([text.len() as u8 & 0x7f | 0x80, (text.len() >> 7) as u8]);
            bytes.extend_from_slice(text.as_bytes());
        }
        return bytes;
    }
    // Two pointers, two heads of strings, two texts.
    bytes.resize(32 + 4 * word, 0);
    let texts = address + bytes.len() as u64;
    let heads = address + 32;
    put(&mut bytes, 16, heads, word, big);
    put(&mut bytes, 16 + word, heads + 2 * word as u64, word, big);
    put(&mut bytes, 32, texts, word, big);
    put(&mut bytes, 32 + word, VERSION.len() as u64, word, big);
    put(&mut bytes, 32 + 2 * word, texts + VERSION.len() as u64, word, big);
    put(&mut bytes, 32 + 3 * word, lines.len() as u64, word, big);
    bytes.extend_from_slice(VERSION.as_bytes());
    bytes.extend_from_slice(lines.as_bytes());
    bytes
}

fn put(bytes: &mut [u8], at: usize, value: u64, width: usize, big: bool) {
    for index in 0..width {
        let shift = if big { width - 1 - index } else { index } * 8;
        bytes[at + index] = (value >> shift) as u8;
    }
}

/// A file that is empty as far as the data.
fn empty(magic: &[u8]) -> Vec<u8> {
    let mut file = vec![0; DATA];
    file[..magic.len()].copy_from_slice(magic);
    file
}

fn with(mut file: Vec<u8>, record: &[u8]) -> Vec<u8> {
    file.extend_from_slice(record);
    file
}

fn elf(wide: bool, big: bool, sections: bool, record: &[u8]) -> Vec<u8> {
    let class = if wide { 2 } else { 1 };
    let order = if big { 2 } else { 1 };
    let mut file = empty(&[0x7f, b'E', b'L', b'F', class, order, 1]);
    let word = if wide { 8 } else { 4 };
    let of = |narrow: usize, broad: usize| if wide { broad } else { narrow };
    let len = record.len() as u64;
    let mut set = |at: usize, value: u64, width: usize| put(&mut file, at, value, width, big);
    set(18, 3, 2);
    set(20, 1, 4);
    set(of(28, 32), 64, word);
    set(of(42, 54), of(32, 56) as u64, 2);
    set(of(44, 56), 1, 2);
    set(64, 1, 4);
    set(64 + of(24, 4), 6, 4);
    set(64 + of(4, 8), DATA as u64, word);
    set(64 + of(8, 16), ADDRESS, word);
    set(64 + of(16, 32), len, word);
    if sections {
        const NAMES: &[u8] = b"\0.go.buildinfo\0";
        let (table, entry, names) = (128, of(40, 64), 400);
        set(of(32, 40), table as u64, word);
        set(of(46, 58), entry as u64, 2);
        set(of(48, 60), 3, 2);
        set(of(50, 62), 2, 2);
        set(table + entry, 1, 4);
        set(table + entry + of(12, 16), ADDRESS, word);
        set(table + entry + of(20, 32), len, word);
        set(table + 2 * entry + 4, 3, 4);
        set(table + 2 * entry + of(16, 24), names as u64, word);
        set(table + 2 * entry + of(20, 32), NAMES.len() as u64, word);
        file[names..names + NAMES.len()].copy_from_slice(NAMES);
    }
    with(file, record)
}

fn pe(wide: bool, record: &[u8]) -> Vec<u8> {
    let mut file = empty(b"MZ");
    let mut set = |at: usize, value: u64, width: usize| put(&mut file, at, value, width, false);
    set(0x3c, 64, 4);
    set(64, 0x4550, 4);
    set(68, if wide { 0x8664 } else { 0x14c }, 2);
    set(70, 1, 2);
    let optional = if wide { 240 } else { 224 };
    set(84, optional as u64, 2);
    set(88 + optional - 128 - 4, 16, 4);
    set(88, if wide { 0x20b } else { 0x10b }, 2);
    if wide {
        set(88 + 24, ADDRESS - 0x1000, 8)
    } else {
        set(88 + 28, ADDRESS - 0x1000, 4)
    }
    let section = 88 + optional;
    set(section + 8, record.len() as u64, 4);
    set(section + 12, 0x1000, 4);
    set(section + 16, record.len() as u64, 4);
    set(section + 20, DATA as u64, 4);
    set(section + 36, 0xc000_0040, 4);
    with(file, record)
}

fn macho(wide: bool, big: bool, record: &[u8]) -> Vec<u8> {
    let mut file = empty(&[]);
    let word = if wide { 8 } else { 4 };
    let of = |narrow: usize, broad: usize| if wide { broad } else { narrow };
    let len = record.len() as u64;
    let mut set = |at: usize, value: u64, width: usize| put(&mut file, at, value, width, big);
    set(0, if wide { 0xfeed_facf } else { 0xfeed_face }, 4);
    set(4, if wide { 0x0100_0007 } else { 7 }, 4);
    set(16, 1, 4);
    let command = of(28, 32);
    set(20, of(56 + 68, 72 + 80) as u64, 4);
    set(command, of(1, 0x19) as u64, 4);
    set(command + 4, of(56 + 68, 72 + 80) as u64, 4);
    set(command + 24, ADDRESS, word);
    set(command + of(32, 40), DATA as u64, word);
    set(command + of(36, 48), len, word);
    set(command + of(40, 56), 3, 4);
    set(command + of(44, 60), 3, 4);
    set(command + of(48, 64), 1, 4);
    let section = command + of(56, 72);
    set(section + 32, ADDRESS, word);
    set(section + of(36, 40), len, word);
    set(section + of(40, 48), DATA as u64, 4);
    file[section..section + 14].copy_from_slice(b"__go_buildinfo");
    with(file, record)
}

fn fat(program: &[u8]) -> Vec<u8> {
    let mut file = vec![0; 64];
    for (at, value) in [(0, 0xcafe_babe), (4, 1), (8, 7), (16, 64), (20, program.len() as u64)] {
        put(&mut file, at, value, 4, true);
    }
    with(file, program)
}

fn xcoff(wide: bool, record: &[u8]) -> Vec<u8> {
    let mut file = empty(&[]);
    let word = if wide { 8 } else { 4 };
    let mut set = |at: usize, value: u64, width: usize| put(&mut file, at, value, width, true);
    set(0, if wide { 0x01f7 } else { 0x01df }, 2);
    set(2, 1, 2);
    let section = if wide { 24 } else { 20 };
    set(section + 8 + word, ADDRESS, word);
    set(section + 8 + 2 * word, record.len() as u64, word);
    set(section + 8 + 3 * word, DATA as u64, word);
    set(section + if wide { 64 } else { 36 }, 0x40, 4);
    with(file, record)
}

fn plan9(wide: bool, record: &[u8]) -> Vec<u8> {
    let mut file = empty(&[]);
    let head = if wide { 40 } else { 32 };
    let mut set = |at: usize, value: u64, width: usize| put(&mut file, at, value, width, true);
    set(0, if wide { 0x8a97 } else { 0x1eb }, 4);
    set(4, DATA as u64 - head, 4);
    set(8, record.len() as u64, 4);
    with(file, record)
}
