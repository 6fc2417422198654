//! Go's `strconv.Unquote`: from a literal of Go's source back to the text.

use bstr::{BString, ByteSlice};

/// The literal that `text` begins with (`strconv.QuotedPrefix`, of strings): with its quotes. `None`: it begins
/// with none that is whole and valid.
pub fn quoted_prefix(text: &[u8]) -> Option<&[u8]> {
    split(text).map(|(literal, _)| literal)
}

/// The text of a literal in double quotes or backquotes (`strconv.Unquote`). `None` unless it is exactly one.
pub fn unquote(text: &[u8]) -> Option<BString> {
    let (literal, value) = split(text)?;
    (literal.len() == text.len()).then_some(value)
}

fn split(text: &[u8]) -> Option<(&[u8], BString)> {
    match text.first()? {
        b'`' => {
            let end = text.get(1..)?.find_byte(b'`')? + 1;
            let inner: Vec<u8> = text[1..end].iter().copied().filter(|b| *b != b'\r').collect();
            Some((&text[..=end], inner.into()))
        }
        b'"' => interpreted(text),
        _ => None,
    }
}

fn interpreted(text: &[u8]) -> Option<(&[u8], BString)> {
    let mut value = BString::default();
    let mut at = 1;
    loop {
        match *text.get(at)? {
            b'"' => return Some((&text[..=at], value)),
            b'\n' => return None,
            b'\\' => at += 1 + escape(text.get(at + 1..)?, &mut value)?,
            byte if byte < 0x80 => {
                value.push(byte);
                at += 1;
            }
            // Bytes that are no text come out as the mark for them once the literal is not a plain one; Go does
            // so as well, but a plain one is taken as it is.
            _ => {
                let (char, used) = bstr::decode_utf8(&text[at..]);
                match char {
                    Some(_) => value.extend_from_slice(&text[at..at + used]),
                    None => value.extend_from_slice("\u{fffd}".as_bytes()),
                }
                at += if char.is_some() { used } else { 1 };
            }
        }
    }
}

/// What stands behind a backslash; the answer is its length.
fn escape(text: &[u8], value: &mut BString) -> Option<usize> {
    let plain = match *text.first()? {
        b'a' => 7,
        b'b' => 8,
        b'f' => 12,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'v' => 11,
        quote @ (b'\\' | b'"') => quote,
        b'x' => {
            value.push(number(text.get(1..3)?, 16)? as u8);
            return Some(3);
        }
        b'u' => return char_of(text.get(1..5)?, value).map(|()| 5),
        b'U' => return char_of(text.get(1..9)?, value).map(|()| 9),
        b'0'..=b'7' => {
            let byte = number(text.get(..3)?, 8)?;
            value.push(u8::try_from(byte).ok()?);
            return Some(3);
        }
        _ => return None,
    };
    value.push(plain);
    Some(1)
}

fn char_of(digits: &[u8], value: &mut BString) -> Option<()> {
    let char = char::from_u32(number(digits, 16)?)?;
    value.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes());
    Some(())
}

fn number(digits: &[u8], radix: u32) -> Option<u32> {
    digits
        .iter()
        .try_fold(0u32, |sum, digit| sum.checked_mul(radix)?.checked_add(char::from(*digit).to_digit(radix)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::go_quote::quote;

    #[test]
    fn literals_are_read_as_go_reads_them() {
        for (literal, value) in [
            (&br#""-s -w""#[..], Some(&b"-s -w"[..])),
            (br#""""#, Some(b"")),
            (b"`a\"\\n\r`", Some(b"a\"\\n")),
            (br#""\a\b\f\n\r\t\v\\\"""#, Some(b"\x07\x08\x0c\n\r\t\x0b\\\"")),
            (br#""\x41\101\u00e9\U0001F600""#, Some("AA\u{e9}\u{1f600}".as_bytes())),
            (br#""\xff""#, Some(b"\xff")),
            (br#""\'""#, None),
            (br#""\400""#, None),
            (br#""\ud800""#, None),
            (br#""\U00110000""#, None),
            (br#""open"#, None),
            (br#""a"b"#, None),
            (b"\"a\nb\"", None),
            (b"`a", None),
            (b"plain", None),
            (b"", None),
        ] {
            assert_eq!(unquote(literal), value.map(BString::from), "{}", literal.as_bstr());
        }
        assert_eq!(quoted_prefix(br#""a\"b"=c"#), Some(&br#""a\"b""#[..]));
        assert_eq!(quoted_prefix(b"`a`=c"), Some(&b"`a`"[..]));
    }

    #[test]
    fn what_was_quoted_comes_back() {
        for text in [&b"a \"b\" \t\\ c"[..], b"\x00\x7f\xff", "é世\u{200b}".as_bytes()] {
            assert_eq!(unquote(quote(text.as_bstr()).as_bytes()), Some(text.into()));
        }
    }
}
