//! Which bytes stand for themselves in which part of a URL (`net/url`: `escape`, `unescape`, `validEncoded`).

use bstr::{BString, ByteSlice};

use super::Flaw;

/// A part of a URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Path,
    PathSegment,
    Host,
    Zone,
    UserPassword,
    Fragment,
}

/// What cannot be unescaped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadEscape {
    Escape(BString),
    HostCharacter(BString),
}

impl From<BadEscape> for Flaw {
    fn from(bad: BadEscape) -> Flaw {
        match bad {
            BadEscape::Escape(text) => Flaw::Escape(text),
            BadEscape::HostCharacter(text) => Flaw::HostCharacter(text),
        }
    }
}

fn should_escape(byte: u8, mode: Mode) -> bool {
    if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
        return false;
    }
    if matches!(mode, Mode::Host | Mode::Zone) && b"!$&'()*+,;=:[]<>\"".contains(&byte) {
        return false;
    }
    if b"$&+,/:;=?@".contains(&byte) {
        return match mode {
            Mode::Path => byte == b'?',
            Mode::PathSegment => b"/;,?".contains(&byte),
            Mode::UserPassword => b"@/?:".contains(&byte),
            Mode::Fragment => false,
            Mode::Host | Mode::Zone => true,
        };
    }
    !(mode == Mode::Fragment && b"!()*".contains(&byte))
}

/// `escape`.
pub fn escape(text: &[u8], mode: Mode) -> Vec<u8> {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut out = Vec::with_capacity(text.len());
    for &byte in text {
        if should_escape(byte, mode) {
            out.extend([b'%', DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
        } else {
            out.push(byte);
        }
    }
    out
}

/// `pathEscape` of `cmd/go/internal/modfetch`: slashes stay.
pub fn path_escape(text: &[u8]) -> Vec<u8> {
    escape(text, Mode::PathSegment).replace("%2F", "/")
}

/// `unescape`.
pub fn unescape(text: &[u8], mode: Mode) -> Result<BString, BadEscape> {
    let mut out = BString::default();
    let mut rest = text;
    while let [first, tail @ ..] = rest {
        if *first != b'%' {
            if matches!(mode, Mode::Host | Mode::Zone) && *first < 0x80 && should_escape(*first, mode) {
                return Err(BadEscape::HostCharacter(BString::from(&rest[..1])));
            }
            out.push(*first);
            rest = tail;
            continue;
        }
        let shown = || BadEscape::Escape(rest[..rest.len().min(3)].into());
        let hex = tail.get(..2).and_then(|hex| hex.to_str().ok()).filter(|h| !h.starts_with('+'));
        let byte = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()).ok_or_else(shown)?;
        let percent = &rest[..3] == b"%25";
        if mode == Mode::Host && byte < 0x80 && !percent {
            return Err(shown());
        }
        if mode == Mode::Zone && !percent && byte != b' ' && should_escape(byte, Mode::Host) {
            return Err(shown());
        }
        out.push(byte);
        rest = &tail[2..];
    }
    Ok(out)
}

/// `validEncoded` for a path.
pub fn is_valid_encoded(text: &[u8]) -> bool {
    text.iter().all(|byte| b"!$&'()*+,;=:@[]%".contains(byte) || !should_escape(*byte, Mode::Path))
}
