//! Where secrets stand in a text. Errs on the side of masking; never on that of changing what is not masked.
//!
//! What is masked is found again in the masked text, at the same anchor: else `***` would be written in its place.

mod address;
mod word;

use std::collections::HashMap;
use std::ops::Range;

use bstr::ByteSlice;

use super::MASK;

/// A secret, and what it belongs to: the same place in an edited text has the same anchor.
#[derive(Debug)]
pub(super) struct Span {
    pub range: Range<usize>,
    pub anchor: String,
    /// It is one by its form or its name; else nobody can tell, and it might be.
    pub certain: bool,
}

impl Span {
    fn certain(range: Range<usize>, anchor: impl Into<String>) -> Span {
        Span { range, anchor: anchor.into(), certain: true }
    }

    fn perhaps(range: Range<usize>, anchor: impl Into<String>) -> Span {
        Span { range, anchor: anchor.into(), certain: false }
    }
}

/// Secrets of one value, in order, not overlapping.
pub(super) fn value(name: &str, text: &[u8]) -> Vec<Span> {
    numbered(raw(name, text), |anchor| format!("{name}|{anchor}"))
}

/// Secrets of a whole file of `NAME=value` lines and comments.
pub(super) fn file(text: &[u8]) -> Vec<Span> {
    let mut all = Vec::new();
    let mut start = 0;
    for line in text.lines_with_terminator() {
        let sign = line.find_byte(b'=');
        let name = line[..sign.unwrap_or(0)].trim().to_str_lossy().into_owned();
        // A comment may hold an old line: its words are looked through as a value's are.
        let from = if name.contains('#') { 0 } else { sign.map_or(0, |sign| sign + 1) };
        for span in raw(&name, &line[from..]) {
            let at = start + from;
            let range = span.range.start + at..span.range.end + at;
            all.push(Span { range, anchor: format!("{name}|{}", span.anchor), ..span });
        }
        start += line.len();
    }
    numbered(all, |anchor| format!("file|{anchor}"))
}

/// What is a place in a path or a sentence and no value: only logins in addresses.
pub(super) fn logins(text: &[u8]) -> Vec<Span> {
    let mut spans = Vec::new();
    for entry in pieces(text, is_entry_end) {
        address::login("", text, entry, &mut spans);
    }
    numbered(spans, str::to_owned)
}

/// Sorts, drops overlaps, and tells repeated anchors apart by their number.
fn numbered(mut spans: Vec<Span>, prefix: impl Fn(&str) -> String) -> Vec<Span> {
    spans.sort_by_key(|s| (s.range.start, usize::MAX - s.range.end));
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut end = 0;
    spans
        .into_iter()
        .filter_map(|span| {
            if span.range.start < end || span.range.is_empty() {
                return None;
            }
            end = span.range.end;
            let anchor = prefix(&span.anchor);
            let number = seen.entry(anchor.clone()).and_modify(|n| *n += 1).or_insert(0);
            Some(Span { anchor: format!("{anchor}|{number}"), ..span })
        })
        .collect()
}

fn raw(line: &str, text: &[u8]) -> Vec<Span> {
    let name = line.trim_start_matches(['#', ' ']).trim_start_matches("export ").trim();
    let mut spans = Vec::new();
    if !line.contains('#') && word::sounds_secret(name.as_bytes()) {
        let value = text.trim();
        let from = text.len() - text.trim_start().len();
        spans.push(Span::certain(from..from + value.len(), "all"));
    }
    for entry in pieces(text, is_entry_end) {
        address::login(name, text, entry.clone(), &mut spans);
        address::query(text, entry, &mut spans);
    }
    word::find(name, text, &mut spans);
    if !holds_patterns(name) {
        // What was masked for its form alone.
        let stars = text.find_iter(MASK).map(|at| Span::certain(at..at + MASK.len(), word::BY_FORM));
        spans.extend(stars);
    }
    spans
}

/// The ranges between separators.
fn pieces(text: &[u8], is_end: fn(u8) -> bool) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    for (at, &byte) in text.iter().enumerate() {
        if is_end(byte) {
            out.push(start..at);
            start = at + 1;
        }
    }
    out.push(start..text.len());
    out.retain(|r| !r.is_empty());
    out
}

fn is_entry_end(byte: u8) -> bool {
    matches!(byte, b',' | b'|' | b';' | b'\'' | b'"') || byte.is_ascii_whitespace()
}

fn names_a_proxy(name: &str) -> bool {
    name == "GOSUMDB" || name.to_ascii_uppercase().ends_with("PROXY") && name != "GONOPROXY"
}

/// Lists of patterns, where `***` is just a pattern.
fn holds_patterns(name: &str) -> bool {
    matches!(name, "GOPRIVATE" | "GONOPROXY" | "GONOSUMDB" | "GOINSECURE" | "GOVCS")
}
