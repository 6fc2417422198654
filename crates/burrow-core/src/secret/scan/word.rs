//! Words that are secrets: what stands behind a telling name, tokens whose form gives them away, and what a command of
//! GOAUTH is told.

use std::ops::Range;

use bstr::ByteSlice;

use super::address::scheme_end;
use super::{Span, names_a_proxy, pieces};

/// The anchor of what only its form tells.
pub(super) const BY_FORM: &str = "word";

/// What begins a setting that Go quotes whole.
const QUOTED: &str = "(GOAUTH=";

pub(super) fn find(name: &str, text: &[u8], spans: &mut Vec<Span>) {
    behind_names(name, text, spans);
    by_form(text, spans);
    if let Some(at) = text.find(QUOTED) {
        commands(text, at + QUOTED.len(), spans);
    } else if name == "GOAUTH" {
        commands(text, text.find("GOAUTH=").map_or(0, |at| at + "GOAUTH=".len()), spans);
    }
}

fn is_word_end(byte: u8) -> bool {
    matches!(byte, b';' | b'\'' | b'"') || byte.is_ascii_whitespace()
}

/// What a word before a secret asks of it.
enum Awaited {
    /// It is one, whatever it is.
    Any(String),
    /// It is one when no word of a sentence looks like it.
    WithDigit(String),
}

/// `--token=abc`, `--token abc`, `-ldflags=-X=main.apiToken=abc`, `Authorization: Bearer abc`, `password abc1`.
fn behind_names(name: &str, text: &[u8], spans: &mut Vec<Span>) {
    let in_list = names_a_proxy(name);
    let mut awaited = None;
    let mut done = 0;
    for word in pieces(text, is_word_end) {
        let piece = &text[word.clone()];
        if word.start < done {
            continue;
        }
        match awaited.take() {
            Some(Awaited::Any(anchor)) if is_auth_scheme(piece) => {
                awaited = Some(Awaited::Any(anchor));
                continue;
            }
            Some(Awaited::Any(anchor)) if !piece.starts_with(b"-") => {
                let range = quoted(text, &word);
                done = range.end;
                spans.push(Span::certain(range, anchor));
                continue;
            }
            Some(Awaited::WithDigit(anchor)) if piece.iter().any(u8::is_ascii_digit) || piece == b"***" => {
                spans.push(Span::certain(word, anchor));
                continue;
            }
            _ => {}
        }
        let Some(from) = assigned(piece) else {
            awaited = awaits(piece);
            continue;
        };
        let anchor = piece[..from].to_str_lossy().into_owned();
        let end = match piece[from..].find_byteset(b",|&").filter(|_| in_list) {
            Some(end) => from + end,
            None => piece.len(),
        };
        match piece[from..end].trim_with(|c| c == '\\').is_empty() {
            true => awaited = Some(Awaited::Any(anchor)),
            false => spans.push(Span::certain(word.start + from..word.start + end, anchor)),
        }
    }
}

/// The whole of what a quote encloses, when `word` is the first word in it.
fn quoted(text: &[u8], word: &Range<usize>) -> Range<usize> {
    let quote = word.start.checked_sub(1).map(|at| text[at]).filter(|byte| matches!(byte, b'\'' | b'"'));
    let end = quote.and_then(|quote| text[word.start..].find_byte(quote)).map(|at| word.start + at);
    let end = end.unwrap_or(word.end);
    // The quote itself may be escaped.
    let kept = text[word.start..end].trim_end_with(|c| c == '\\').len();
    word.start..word.start + kept.max(1)
}

fn awaits(piece: &[u8]) -> Option<Awaited> {
    let anchor = || piece.to_str_lossy().into_owned();
    let last = piece.rsplit(|byte| matches!(byte, b'=' | b'.')).next().unwrap_or(piece);
    if piece.starts_with(b"-") && !piece.contains(&b'=') && sounds_secret(piece) || is_auth_scheme(last) {
        return Some(Awaited::Any(anchor()));
    }
    let value = piece.rsplit(|byte| *byte == b'=').next().unwrap_or(piece);
    // `multiple values for key: GOMIPS64`, says go.
    let telling = |name: &&[u8]| is_header(name) && sounds_secret(name) && *name != b"key";
    if let Some(header) = value.strip_suffix(b":").filter(telling) {
        let is_certain = header.to_ascii_lowercase().contains_str("authorization");
        return Some(if is_certain { Awaited::Any(anchor()) } else { Awaited::WithDigit(anchor()) });
    }
    matches!(last, b"password" | b"passwd" | b"token" | b"secret").then(|| Awaited::WithDigit(anchor()))
}

/// Where the value begins behind a telling name. Within an address its own rules hold.
fn assigned(word: &[u8]) -> Option<usize> {
    // In these words go says what it takes.
    if word.starts_with(b"KEY=VALUE") {
        return None;
    }
    let mut from = 0;
    while let Some(at) = word[from..].find_byteset(b"=:").map(|at| from + at) {
        if word[at..].starts_with(b"://") {
            return None;
        }
        let name = &word[from..at];
        // In front of a colon may be a module, which may have any name; in front of a sign is one of a linker's too.
        let last = match word[at] {
            b'=' => name.rsplit(|byte| matches!(byte, b'.' | b'/')).next().unwrap_or(name),
            _ if is_header(name) && at + 1 < word.len() => name,
            _ => b"",
        };
        if sounds_secret(last) {
            return Some(at + 1);
        }
        from = at + 1;
    }
    None
}

fn is_header(name: &[u8]) -> bool {
    name.iter().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'_'))
}

fn is_auth_scheme(word: &[u8]) -> bool {
    matches!(word, b"Bearer" | b"bearer" | b"Basic" | b"basic")
}

pub(super) fn sounds_secret(name: &[u8]) -> bool {
    const PARTS: &[&str] = &[
        "token",
        "password",
        "passwd",
        "passphrase",
        "secret",
        "credential",
        "authorization",
        "signature",
        "apikey",
        "api_key",
        "api-key",
        "access_key",
        "private_key",
        "private-key",
    ];
    const WHOLE: &[&str] = &["pat", "key", "auth", "sig", "pw", "pwd", "pass"];
    let name = name.to_ascii_lowercase();
    let plain = name.trim_start_with(|c| c == '-');
    let holds = |part: &&str| name.windows(part.len()).any(|window| window == part.as_bytes());
    PARTS.iter().any(holds) || WHOLE.iter().any(|whole| plain == whole.as_bytes())
}

/// Forms that well-known services give their tokens, wherever they stand.
fn by_form(text: &[u8], spans: &mut Vec<Span>) {
    let outside = |byte: u8| !(byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'));
    for run in pieces(text, outside) {
        if looks_like_token(&text[run.clone()]) {
            spans.push(Span::certain(run, BY_FORM));
        }
    }
}

fn looks_like_token(word: &[u8]) -> bool {
    const BEGINNINGS: &[&str] =
        &["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xoxb-", "xoxp-", "AKIA", "eyJ"];
    word.len() >= 16 && BEGINNINGS.iter().any(|b| word.starts_with(b.as_bytes()))
}

/// What the commands of GOAUTH are told: nobody can tell whether a word is a secret. Their names, their flags, folders
/// and addresses are none.
fn commands(text: &[u8], from: usize, spans: &mut Vec<Span>) {
    let mut program: Option<(usize, String)> = None;
    for word in pieces(&text[from..], is_word_end) {
        let word = from + word.start..from + word.end;
        let piece = &text[word.clone()];
        let new = program.as_ref().is_none_or(|(end, _)| text[*end..word.start].contains(&b';'));
        let name = match (program.take(), new) {
            (Some((_, name)), false) => name,
            _ => {
                let name = piece.split(|byte| *byte == b'=').next().unwrap_or_default();
                program = Some((word.end, name.to_str_lossy().into_owned()));
                continue;
            }
        };
        let told = argument(piece);
        if !piece[told..].is_empty() {
            spans.push(Span::perhaps(word.start + told..word.end, format!("{name} …")));
        }
        program = Some((word.end, name));
    }
}

/// Where that begins in an argument which may be a secret.
fn argument(word: &[u8]) -> usize {
    let harmless = |text: &[u8]| is_folder(text) || scheme_end(text).is_some();
    let flag = word.iter().take_while(|byte| **byte == b'-').count();
    let end = word.find_byte(b'=').unwrap_or(word.len());
    let named = |name: &[u8]| name.len() == 1 || name.iter().all(|b| b.is_ascii_lowercase() || *b == b'-');
    if flag > 0 && end > flag && named(&word[flag..end]) {
        let value = (end + 1).min(word.len());
        return if harmless(&word[value..]) { word.len() } else { value };
    }
    let begins_header = word.strip_suffix(b":").is_some_and(is_header);
    if harmless(word) || begins_header || is_auth_scheme(word) { word.len() } else { 0 }
}

/// An absolute path. The beginning of base64 may look like one.
fn is_folder(word: &[u8]) -> bool {
    let drive =
        word.len() > 2 && word[0].is_ascii_alphabetic() && word[1] == b':' && matches!(word[2], b'\\' | b'/');
    (drive || word.starts_with(b"/") || word.starts_with(b"~"))
        && !word.iter().any(|b| matches!(b, b'+' | b'='))
}
