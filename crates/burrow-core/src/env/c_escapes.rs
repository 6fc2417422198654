//! The escapes of C, as in the shell's `$'…'`, in what systemd prints and in fish's file of universal variables.

use bstr::{BString, ByteSlice};

/// C escapes, as in the shell's `$'…'`.
pub fn unescape(text: &[u8]) -> BString {
    let mut out = BString::default();
    let mut rest = text;
    while let Some(at) = rest.find_byte(b'\\') {
        out.extend_from_slice(&rest[..at]);
        let Some((&letter, after)) = rest[at + 1..].split_first() else {
            out.push(b'\\');
            return out;
        };
        rest = after;
        match letter {
            b'a' => out.push(7),
            b'b' => out.push(8),
            b'e' | b'E' => out.push(27),
            b'f' => out.push(12),
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'v' => out.push(11),
            b'x' => rest = number(rest, 16, 2, &mut out),
            b'0'..=b'7' => rest = number(&text[text.len() - rest.len() - 1..], 8, 3, &mut out),
            b'u' => rest = character(rest, 4, &mut out),
            b'U' => rest = character(rest, 8, &mut out),
            b'\\' | b'\'' | b'"' | b'?' | b'`' | b'$' | b'!' => out.push(letter),
            other => out.extend([b'\\', other]),
        }
    }
    out.extend_from_slice(rest);
    out
}

fn digits(text: &[u8], base: u32, most: usize) -> (u32, usize) {
    let len = text.iter().take(most).take_while(|&&b| char::from(b).is_digit(base)).count();
    let value = text[..len].iter().fold(0, |v, &b| v * base + char::from(b).to_digit(base).unwrap_or(0));
    (value, len)
}

/// A byte in octal or hexadecimal.
fn number<'a>(text: &'a [u8], base: u32, most: usize, out: &mut BString) -> &'a [u8] {
    let (value, len) = digits(text, base, most);
    out.push((value & 0xff) as u8);
    &text[len..]
}

/// A character by its number.
fn character<'a>(text: &'a [u8], most: usize, out: &mut BString) -> &'a [u8] {
    let (value, len) = digits(text, 16, most);
    let mut utf8 = [0; 4];
    if let Some(c) = char::from_u32(value) {
        out.extend_from_slice(c.encode_utf8(&mut utf8).as_bytes());
    }
    &text[len..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_escape_becomes_its_byte() {
        assert_eq!(unescape(br#"a\\b\'\"\n\x4a\1012\u00e9\q"#), "a\\b'\"\nJA2é\\q");
        assert_eq!(unescape(br"end\"), "end\\");
    }
}
