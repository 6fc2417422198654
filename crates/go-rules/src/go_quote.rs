//! Go's `%q`: how its messages quote a value.

use std::fmt::Write;

use bstr::{BStr, ByteSlice};

/// `strconv.Quote`.
pub fn quote(text: &BStr) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for (start, end, c) in text.as_bytes().char_indices() {
        let invalid = c == '\u{fffd}' && text[start..end] != *"\u{fffd}".as_bytes();
        if invalid {
            for byte in text[start..end].iter() {
                let _ = write!(out, "\\x{byte:02x}");
            }
            continue;
        }
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\x07' => out.push_str("\\a"),
            '\x08' => out.push_str("\\b"),
            '\x0c' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\x0b' => out.push_str("\\v"),
            ' '..='~' => out.push(c),
            c if (c as u32) < 0x20 || c == '\x7f' => {
                let _ = write!(out, "\\x{:02x}", c as u32);
            }
            c if is_print(c) => out.push(c),
            c if (c as u32) < 0x1_0000 => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => {
                let _ = write!(out, "\\U{:08x}", c as u32);
            }
        }
    }
    out.push('"');
    out
}

/// `strconv.QuoteRune`.
pub fn quote_char(c: char) -> String {
    if c == '\'' {
        return r"'\''".into();
    }
    let mut text = [0; 4];
    let quoted = quote(BStr::new(c.encode_utf8(&mut text)));
    let inner = &quoted[1..quoted.len() - 1];
    format!("'{}'", if c == '"' { "\"" } else { inner })
}

/// `strconv.IsPrint`, by the tables Rust's own escapes use. Combining marks are printable for Go.
pub(crate) fn is_print(c: char) -> bool {
    // Rust also escapes what would end one of its literals.
    let escaped = !matches!(c, '\'' | '"' | '\\') && c.escape_debug().count() > 1;
    !escaped || (!c.is_control() && !c.is_whitespace() && c.is_alphanumeric()) || is_mark(c)
}

fn is_mark(c: char) -> bool {
    matches!(c as u32, 0x300..=0x36f | 0x1ab0..=0x1aff | 0x1dc0..=0x1dff | 0x20d0..=0x20f0 | 0xfe00..=0xfe0f)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_quoted_as_go_does() {
        for (text, expected) in [
            (&b"a b"[..], r#""a b""#),
            (b"q\"\\\n\t\x01\x7f", r#""q\"\\\n\t\x01\x7f""#),
            (b"\xff\xc3", r#""\xff\xc3""#),
            (b"it's", r#""it's""#),
            ("é世\u{200b}\u{301}".as_bytes(), "\"é世\\u200b\u{301}\""),
        ] {
            assert_eq!(quote(text.as_bstr()), expected);
        }
    }
}
