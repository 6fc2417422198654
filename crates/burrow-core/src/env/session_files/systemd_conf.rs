//! `DefaultEnvironment=` of systemd's `user.conf`, which every user service and session starts with.

use bstr::{BStr, BString, ByteSlice};

use super::Raw;
use super::environment_d::is_name;

/// The assignments of all `DefaultEnvironment=` lines in `[Manager]`; an empty one takes back those before it.
pub fn default_environment(text: &[u8], home: Option<&BStr>) -> Vec<Raw> {
    let mut found = Vec::new();
    let mut in_manager = false;
    for (line, bytes) in logical_lines(text) {
        let bytes = bytes.trim();
        if bytes.starts_with(b"[") {
            in_manager = bytes == b"[Manager]";
        }
        let Some((key, value)) = bytes.split_once_str("=").filter(|_| in_manager) else { continue };
        if key.trim() != b"DefaultEnvironment" {
            continue;
        }
        if value.trim().is_empty() {
            found.clear();
        }
        for word in words(value) {
            if let Some((name, value)) = word.split_once_str("=").filter(|(name, _)| is_name(name)) {
                found.push((name.into(), specifiers(value, home), line));
            }
        }
    }
    found
}

/// Lines with their number, joined where a backslash ends one; comments left out.
fn logical_lines(text: &[u8]) -> Vec<(u32, BString)> {
    let mut lines: Vec<(u32, BString)> = Vec::new();
    let mut open = false;
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim_start().starts_with(b"#") || line.trim_start().starts_with(b";") {
            continue;
        }
        let (part, goes_on) = match line.strip_suffix(b"\\") {
            Some(part) => (part, true),
            None => (line, false),
        };
        match lines.last_mut().filter(|_| open) {
            Some((_, whole)) => {
                whole.push(b' ');
                whole.extend_from_slice(part);
            }
            None => lines.push((number, part.into())),
        }
        open = goes_on;
    }
    lines
}

/// Blank-separated words; quotes may stand around a whole word or a part of it.
fn words(text: &[u8]) -> Vec<BString> {
    let mut words = Vec::new();
    let mut word: Option<BString> = None;
    let mut quote = None;
    let mut bytes = text.iter().copied();
    while let Some(byte) = bytes.next() {
        match (quote, byte) {
            (Some(q), b) if b == q => quote = None,
            (None, b'"' | b'\'') => {
                quote = Some(byte);
                word.get_or_insert_default();
            }
            (_, b'\\') => word.get_or_insert_default().extend(bytes.next()),
            (None, b) if b.is_ascii_whitespace() => words.extend(word.take()),
            (_, b) => word.get_or_insert_default().push(b),
        }
    }
    words.extend(word);
    words
}

/// `%h` is the home, `%%` a percent sign; others stay as they are.
fn specifiers(value: &[u8], home: Option<&BStr>) -> BString {
    let home = home.unwrap_or_default();
    let mut out = BString::default();
    let mut rest = value;
    while let Some(at) = rest.find_byte(b'%') {
        out.extend_from_slice(&rest[..at]);
        rest = match rest.get(at + 1) {
            Some(b'h') => {
                out.extend_from_slice(home);
                &rest[at + 2..]
            }
            Some(b'%') => {
                out.push(b'%');
                &rest[at + 2..]
            }
            _ => {
                out.push(b'%');
                &rest[at + 1..]
            }
        };
    }
    out.extend_from_slice(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_assignments_and_only_the_managers_count() {
        let text = b"[Other]\nDefaultEnvironment=GOBIN=/no\n[Manager]\n#DefaultEnvironment=A=1\nDefaultEnvironment=\"GOFLAGS=-x -y\" GOPATH=%h/go\\\n GOBIN=/b\n";
        let found = default_environment(text, Some(b"/h".as_bstr()));
        let expected: [Raw; 3] = [
            ("GOFLAGS".into(), "-x -y".into(), 5),
            ("GOPATH".into(), "/h/go".into(), 5),
            ("GOBIN".into(), "/b".into(), 5),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn an_empty_line_takes_back_what_stood_before() {
        let text = b"[Manager]\nDefaultEnvironment=A=1\nDefaultEnvironment=\nDefaultEnvironment=B=2";
        assert_eq!(default_environment(text, None), [("B".into(), "2".into(), 4)]);
    }
}
