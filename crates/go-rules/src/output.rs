//! The bytes `go env` prints: JSON, shell lines, bare values, each as the version at hand does.

use std::collections::BTreeMap;

use bstr::{BStr, BString, ByteSlice};

use crate::environ::Os;
use crate::go_command::Rules;
use crate::refusal::Refusal;
use crate::vars::{Resolved, Variable};

/// How it is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Form {
    pub json: bool,
    /// Only what `go env -changed` shows.
    pub changed: bool,
}

/// What is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    pub bytes: Vec<u8>,
    /// Complaints for standard error; with one go ends with exit status 1 although it prints everything.
    pub complaints: Vec<String>,
}

/// Prints the names that are asked for, or without any the whole list.
///
/// # Errors
/// A value that cannot be printed as a line for a shell.
pub fn print(resolved: &Resolved, names: &[BString], form: Form) -> Result<Printed, Refusal> {
    let pairs = select(resolved, names, form);
    if form.json {
        return Ok(Printed { bytes: json(resolved.rules, &pairs), complaints: Vec::new() });
    }
    if !names.is_empty() && !form.changed {
        let mut bytes = Vec::new();
        for (_, value) in pairs {
            bytes.extend_from_slice(value);
            bytes.push(b'\n');
        }
        return Ok(Printed { bytes, complaints: Vec::new() });
    }
    // Go looks at every variable it was asked for, also at those that are not changed and will not be printed.
    let asked = |v: &&Variable| names.is_empty() || names.contains(&v.name);
    match resolved.variables.iter().filter(asked).find(|v| v.value.contains(&0)) {
        Some(nul) if resolved.rules.since(21) => Err(Refusal::NulInValue { name: nul.name.clone() }),
        _ => Ok(lines(resolved, &pairs)),
    }
}

fn select<'r>(resolved: &'r Resolved, names: &'r [BString], form: Form) -> Vec<(&'r BStr, &'r BStr)> {
    let listed = resolved.variables.iter();
    if names.is_empty() {
        let wanted = listed.filter(|v| v.changed || !form.changed);
        return wanted.map(|v| (v.name.as_bstr(), v.value.as_bstr())).collect();
    }
    if !form.changed {
        return names.iter().map(|name| (name.as_bstr(), resolved.value(name))).collect();
    }
    let changed = |name: &&BString| resolved.get(name.as_slice()).is_some_and(|v| v.changed);
    let mut pairs: Vec<_> =
        names.iter().filter(changed).map(|name| (name.as_bstr(), resolved.value(name))).collect();
    if resolved.rules.since(24) {
        pairs.sort_by_key(|(name, _)| *name);
    }
    pairs
}

/// `json.Encoder` with a tab of indent: keys sorted, HTML escaped.
pub fn json(rules: Rules, pairs: &[(&BStr, &BStr)]) -> Vec<u8> {
    let map: BTreeMap<&BStr, &BStr> = pairs.iter().copied().collect();
    if map.is_empty() {
        return b"{}\n".to_vec();
    }
    let mut out = b"{".to_vec();
    for (index, (name, value)) in map.into_iter().enumerate() {
        out.extend_from_slice(if index == 0 { b"\n\t" } else { b",\n\t" });
        string(rules, name, &mut out);
        out.extend_from_slice(b": ");
        string(rules, value, &mut out);
    }
    out.extend_from_slice(b"\n}\n");
    out
}

fn string(rules: Rules, text: &BStr, out: &mut Vec<u8>) {
    out.push(b'"');
    if text.iter().all(|b| matches!(b, b' '..=b'~') && !b"\"\\<>&".contains(b)) {
        out.extend_from_slice(text);
        return out.push(b'"');
    }
    for c in runes(text) {
        match c {
            // Go 1.27 leaves the replacement as it is, earlier versions escape it.
            Err(_) => out.extend_from_slice(if rules.since(27) { "\u{fffd}".as_bytes() } else { b"\\ufffd" }),
            Ok('"') => out.extend_from_slice(b"\\\""),
            Ok('\\') => out.extend_from_slice(b"\\\\"),
            Ok('\n') => out.extend_from_slice(b"\\n"),
            Ok('\r') => out.extend_from_slice(b"\\r"),
            Ok('\t') => out.extend_from_slice(b"\\t"),
            Ok('\u{8}') if rules.since(22) => out.extend_from_slice(b"\\b"),
            Ok('\u{c}') if rules.since(22) => out.extend_from_slice(b"\\f"),
            Ok(c @ ('\0'..='\u{1f}' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}')) => {
                out.extend_from_slice(format!("\\u{:04x}", c as u32).as_bytes());
            }
            Ok(c) => push(c, out),
        }
    }
    out.push(b'"');
}

/// The characters as Go's `range` finds them: every byte that begins none counts for itself.
fn runes(text: &BStr) -> impl Iterator<Item = Result<char, u8>> {
    let bytes = text.as_bytes();
    bytes.char_indices().flat_map(move |(start, end, c)| {
        let broken = c == '\u{fffd}' && bytes[start..end] != *"\u{fffd}".as_bytes();
        let single = (!broken).then_some(Ok(c));
        let parts = if broken { &bytes[start..end] } else { &[] };
        single.into_iter().chain(parts.iter().map(|b| Err(*b)))
    })
}

fn push(c: char, out: &mut Vec<u8>) {
    out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
}

/// Lines for a shell, or for a batch file on Windows.
fn lines(resolved: &Resolved, pairs: &[(&BStr, &BStr)]) -> Printed {
    let rules = resolved.rules;
    let mut bytes = Vec::new();
    let mut complaints = Vec::new();
    for (name, value) in pairs {
        if resolved.os == Os::Windows {
            bytes.extend_from_slice(b"set ");
            bytes.extend_from_slice(name);
            bytes.push(b'=');
            if batch(rules, value, &mut bytes) {
                let name = crate::go_quote::quote(name);
                complaints.push(format!("go: stripping unprintable or unescapable characters from %{name}%"));
            }
        } else {
            bytes.extend_from_slice(name);
            bytes.push(b'=');
            shell(rules, value, &mut bytes);
        }
        bytes.push(b'\n');
    }
    Printed { bytes, complaints }
}

fn shell(rules: Rules, value: &BStr, out: &mut Vec<u8>) {
    if !rules.since(21) {
        out.push(b'"');
        out.extend_from_slice(value);
        out.push(b'"');
        return;
    }
    out.push(b'\'');
    for c in runes(value) {
        match c {
            Ok('\'') => out.extend_from_slice(br"'\''"),
            Ok(c) => push(c, out),
            Err(_) if rules.since(25) => push('\u{fffd}', out),
            Err(byte) => out.push(byte),
        }
    }
    out.push(b'\'');
}

/// Whether something was lost.
fn batch(rules: Rules, value: &BStr, out: &mut Vec<u8>) -> bool {
    if !rules.since(21) {
        out.extend_from_slice(value);
        return false;
    }
    let mut lost = false;
    let mut one = |c: char, bytes: &[u8], out: &mut Vec<u8>| {
        if matches!(c, '\r' | '\n') || !(crate::go_quote::is_print(c) || c.is_whitespace()) {
            lost = true;
            push('\u{fffd}', out);
            return;
        }
        match c {
            '%' => out.extend_from_slice(b"%%"),
            '<' | '>' | '|' | '&' | '^' => out.extend_from_slice(&[b'^', c as u8]),
            _ => out.extend_from_slice(bytes),
        }
    };
    if rules.since(25) {
        for c in runes(value) {
            let c = c.unwrap_or('\u{fffd}');
            one(c, c.encode_utf8(&mut [0; 4]).as_bytes(), out);
        }
    } else {
        // Up to Go 1.24 every byte was taken for a character of its own.
        for byte in value.iter() {
            one(char::from(*byte), &[*byte], out);
        }
    }
    lost
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json_of(minor: u32, value: &[u8]) -> String {
        let out = json(Rules::of_minor(minor), &[(BStr::new("K"), value.as_bstr())]);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_batch_file_gets_paths_and_quotes_as_they_are() {
        for minor in [24, 27] {
            let mut out = Vec::new();
            assert!(!batch(Rules::of_minor(minor), br#"C:\go 'x' "y" 100%"#.into(), &mut out));
            assert_eq!(out.as_bstr(), r#"C:\go 'x' "y" 100%%"#);
        }
    }

    #[test]
    fn html_and_line_separators_are_escaped() {
        assert_eq!(
            json_of(27, "<a>&\u{2028}\"\\\u{7f}é".as_bytes()),
            "{\n\t\"K\": \"\\u003ca\\u003e\\u0026\\u2028\\\"\\\\\u{7f}é\"\n}\n"
        );
    }

    #[test]
    fn control_characters_and_broken_utf8_differ_by_version() {
        assert_eq!(json_of(21, b"\x08\x0c\x01"), "{\n\t\"K\": \"\\u0008\\u000c\\u0001\"\n}\n");
        assert_eq!(json_of(22, b"\x08\x0c\x01"), "{\n\t\"K\": \"\\b\\f\\u0001\"\n}\n");
        assert_eq!(json_of(26, b"\xe4\xb8x"), "{\n\t\"K\": \"\\ufffd\\ufffdx\"\n}\n");
        assert_eq!(json_of(27, b"\xe4\xb8x"), "{\n\t\"K\": \"\u{fffd}\u{fffd}x\"\n}\n");
    }

    #[test]
    fn keys_are_sorted_and_nothing_is_an_empty_object() {
        let pairs = [(BStr::new("B"), BStr::new("1")), (BStr::new("A"), BStr::new("2"))];
        let out = json(Rules::newest(), &pairs);
        assert_eq!(out.as_bstr(), "{\n\t\"A\": \"2\",\n\t\"B\": \"1\"\n}\n");
        assert_eq!(json(Rules::newest(), &[]), b"{}\n");
    }

    #[test]
    fn a_single_quote_is_taken_out_of_its_quotes() {
        let quote = |minor, value: &[u8]| {
            let mut out = Vec::new();
            shell(Rules::of_minor(minor), value.as_bstr(), &mut out);
            BString::from(out)
        };
        assert_eq!(quote(27, b"it's"), r"'it'\''s'");
        assert_eq!(quote(19, b"it's"), "\"it's\"");
        assert_eq!(quote(24, b"\xff"), BString::from(&b"'\xff'"[..]));
        assert_eq!(quote(25, b"\xff"), "'\u{fffd}'");
    }

    #[test]
    fn a_batch_file_needs_other_escapes() {
        let line = |minor, value: &[u8]| {
            let mut out = Vec::new();
            let lost = batch(Rules::of_minor(minor), value.as_bstr(), &mut out);
            (BString::from(out), lost)
        };
        assert_eq!(line(27, b"a%b&c^<"), ("a%%b^&c^^^<".into(), false));
        assert_eq!(line(27, "é\n".as_bytes()), ("é\u{fffd}".into(), true));
        assert_eq!(line(24, "\u{e0}".as_bytes()), ("\u{e0}".into(), false));
        assert!(line(24, "\u{c0}".as_bytes()).1);
    }
}
