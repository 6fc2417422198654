//! Where secrets stand in a text. Errs on the side of masking; never on that of changing what is not masked.

use std::collections::HashMap;
use std::ops::Range;

use bstr::ByteSlice;

/// A secret, and what it belongs to: the same place in an edited text has the same anchor.
#[derive(Debug)]
pub(super) struct Span {
    pub range: Range<usize>,
    pub anchor: String,
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
        let name_end = line.find_byte(b'=').unwrap_or(0);
        let name = line[..name_end].trim().to_str_lossy().into_owned();
        // A comment may hold an old line: its words are looked through as a value's are.
        let from = if name.contains('#') { 0 } else { name_end };
        for span in raw(&name, &line[from..]) {
            let at = start + from;
            all.push(Span {
                range: span.range.start + at..span.range.end + at,
                anchor: format!("{name}|{}", span.anchor),
            });
        }
        start += line.len();
    }
    numbered(all, |anchor| format!("file|{anchor}"))
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
            Some(Span { range: span.range, anchor: format!("{anchor}|{number}") })
        })
        .collect()
}

fn raw(name: &str, text: &[u8]) -> Vec<Span> {
    let mut spans = Vec::new();
    for entry in pieces(text, is_entry_end) {
        url(text, entry.clone(), &mut spans);
        if names_a_proxy(name) {
            bare_userinfo(text, entry, &mut spans);
        }
    }
    words(name, text, &mut spans);
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

/// GOAUTH's commands, and words within them.
fn is_word_end(byte: u8) -> bool {
    matches!(byte, b';' | b'\'' | b'"') || byte.is_ascii_whitespace()
}

/// Userinfo and telling query parameters of the URL in an entry.
fn url(text: &[u8], entry: Range<usize>, spans: &mut Vec<Span>) {
    let piece = &text[entry.clone()];
    let Some(colon) = piece.find("://") else { return };
    let scheme = scheme_before(&piece[..colon]);
    let rest = colon + 3;
    let authority = authority_end(piece, rest);
    let mut host_from = rest;
    if let Some(at) = piece[rest..authority].rfind_byte(b'@') {
        host_from = rest + at + 1;
        let user = &piece[rest..rest + at];
        // An SSH user name is no secret; a password with it is.
        if user.contains(&b':') || scheme.starts_with("http") || user == b"***" {
            let host = piece[host_from..authority].to_str_lossy();
            spans.push(Span {
                range: entry.start + rest..entry.start + rest + at,
                anchor: format!("{scheme}://{host}"),
            });
        }
    }
    let host = piece[host_from..authority].to_str_lossy();
    query(text, entry.start + authority..entry.end, &format!("{scheme}://{host}"), spans);
}

fn scheme_before(text: &[u8]) -> String {
    let in_scheme = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'.' | b'-');
    let start = text.iter().rposition(|b| !in_scheme(b)).map_or(0, |i| i + 1);
    text[start..].to_str_lossy().to_ascii_lowercase()
}

/// Where the authority of a URL ends. A password may hold a `/` that was not escaped: then what looks like the
/// port is no number and an `@` follows.
fn authority_end(piece: &[u8], from: usize) -> usize {
    let plain = piece[from..].find_byteset(b"/?#").map_or(piece.len(), |i| from + i);
    let authority = &piece[from..plain];
    if authority.contains(&b'@') {
        return plain;
    }
    let odd_port =
        authority.rsplit_once_str(":").is_some_and(|(_, port)| !port.iter().all(u8::is_ascii_digit));
    match piece[plain..].rfind_byte(b'@') {
        Some(at) if odd_port => {
            let host = plain + at + 1;
            piece[host..].find_byteset(b"/?#").map_or(piece.len(), |i| host + i)
        }
        _ => plain,
    }
}

fn query(text: &[u8], range: Range<usize>, base: &str, spans: &mut Vec<Span>) {
    let Some(mark) = text[range.clone()].find_byte(b'?') else { return };
    let mut start = range.start + mark + 1;
    for parameter in text[start..range.end].split_str("&") {
        if let Some((key, secret)) = parameter.split_once_str("=")
            && sounds_secret(key)
        {
            let from = start + key.len() + 1;
            spans.push(Span {
                range: from..from + secret.len(),
                anchor: format!("{base}?{}", key.to_str_lossy()),
            });
        }
        start += parameter.len() + 1;
    }
}

/// Go puts `https://` in front of a proxy without a scheme: `user:password@host` is userinfo there.
fn bare_userinfo(text: &[u8], entry: Range<usize>, spans: &mut Vec<Span>) {
    let piece = &text[entry.clone()];
    let from = usize::from(piece.starts_with(b"="));
    if piece.contains_str("://") {
        return;
    }
    let end = piece.find_byte(b'/').unwrap_or(piece.len());
    if let Some(at) = piece[..end].rfind_byte(b'@') {
        let host = piece[at + 1..end].to_str_lossy();
        spans.push(Span { range: entry.start + from..entry.start + at, anchor: format!("//{host}") });
    }
}

fn names_a_proxy(name: &str) -> bool {
    let name = name.trim_start_matches(['#', ' ']).trim_start_matches("export ");
    name == "GOSUMDB" || name.to_ascii_uppercase().ends_with("PROXY") && name != "GONOPROXY"
}

fn runs_commands(name: &str) -> bool {
    name.contains("GOAUTH") || name.contains("GOCACHEPROG")
}

/// Lists of patterns, where `***` is just a pattern.
fn holds_patterns(name: &str) -> bool {
    matches!(name, "GOPRIVATE" | "GONOPROXY" | "GONOSUMDB" | "GOINSECURE" | "GOVCS")
}

/// Words that are secrets: arguments of commands, and tokens whose form gives them away.
fn words(name: &str, text: &[u8], spans: &mut Vec<Span>) {
    let commands = runs_commands(name);
    let mut secret_next = None::<String>;
    for word in pieces(text, is_word_end) {
        let piece = &text[word.clone()];
        if let Some(anchor) = secret_next.take().filter(|_| !piece.starts_with(b"-")) {
            spans.push(Span { range: word, anchor });
            continue;
        }
        let flag_end = piece.find_byteset(b"=:").filter(|_| commands);
        if let Some(end) = flag_end.filter(|&end| end > 0 && sounds_secret(&piece[..end])) {
            let anchor = piece[..end].to_str_lossy().into_owned();
            if end + 1 < piece.len() {
                spans.push(Span { range: word.start + end + 1..word.end, anchor });
            } else {
                secret_next = Some(anchor);
            }
        } else if commands && sounds_secret(piece) && piece.starts_with(b"-") || is_auth_scheme(piece) {
            secret_next = Some(piece.to_str_lossy().into_owned());
        } else if looks_like_token(piece) || piece == b"***" && !holds_patterns(name) {
            spans.push(Span { range: word, anchor: "word".to_owned() });
        }
    }
}

fn is_auth_scheme(word: &[u8]) -> bool {
    matches!(word, b"Bearer" | b"bearer" | b"Basic" | b"basic")
}

fn sounds_secret(name: &[u8]) -> bool {
    let name = name.to_ascii_lowercase();
    [
        "token",
        "password",
        "passwd",
        "secret",
        "apikey",
        "api_key",
        "api-key",
        "access_key",
        "private_key",
        "pat",
    ]
    .iter()
    .any(|hint| match *hint {
        "pat" => name.trim_start_with(|c| c == '-') == b"pat",
        hint => name.contains_str(hint),
    }) || matches!(
        name.as_slice(),
        b"key" | b"auth" | b"sig" | b"signature" | b"--key" | b"--auth" | b"pw" | b"--pw"
    )
}

/// Forms that well-known services give their tokens.
fn looks_like_token(word: &[u8]) -> bool {
    const BEGINNINGS: &[&str] =
        &["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xoxb-", "xoxp-", "AKIA", "eyJ"];
    word.len() >= 16
        && BEGINNINGS.iter().any(|b| word.starts_with(b.as_bytes()))
        && word.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'))
}
