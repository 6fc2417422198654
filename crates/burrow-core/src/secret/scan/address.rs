//! Logins and telling parameters in addresses: written well, mistyped, escaped once too often, or cut in two by a
//! separator in a password.

use std::borrow::Cow;
use std::ops::Range;

use bstr::ByteSlice;

use super::word::sounds_secret;
use super::{Span, holds_patterns, names_a_proxy};

/// Stands for the rest of an escaped mark, so that places stay what they are.
const FILLER: u8 = 1;

/// The login of an address in an entry, and those in the elements behind it.
pub(super) fn login(name: &str, text: &[u8], entry: Range<usize>, spans: &mut Vec<Span>) {
    let piece = &*plain_marks(&text[entry.clone()]);
    let mut found = Vec::new();
    let behind = match begin(name, piece) {
        Some((scheme, from)) => of_authority(&scheme, piece, from, &mut found),
        None => 0,
    };
    of_elements(name, piece, behind, &mut found);
    spans.extend(
        found
            .into_iter()
            .map(|span| Span { range: entry.start + span.range.start..entry.start + span.range.end, ..span }),
    );
}

/// Where the authority begins, and behind which scheme. Go puts `https://` in front of a proxy without one.
fn begin(name: &str, piece: &[u8]) -> Option<(String, usize)> {
    if let Some(colon) = scheme_end(piece) {
        let marks = piece[colon..].iter().take_while(|byte| is_mark(**byte)).count();
        return Some((scheme_before(&piece[..colon]), colon + marks));
    }
    let value = after_sign(piece);
    match mistyped_scheme(&piece[value..]) {
        Some((scheme, marks)) => Some((scheme.to_owned(), value + marks)),
        None if names_a_proxy(name) => {
            Some((String::new(), value + piece[value..].iter().take_while(|b| is_mark(**b)).count()))
        }
        None => None,
    }
}

/// The login of the authority that begins at `from`; returns its end.
fn of_authority(scheme: &str, piece: &[u8], from: usize, found: &mut Vec<Span>) -> usize {
    let end = authority_end(piece, from);
    let authority = &piece[from..end];
    if let Some(at) = authority.rfind_byte(b'@') {
        let user = &authority[..at];
        // An SSH user name is no secret; a password with it is.
        if user.contains(&b':') || scheme.is_empty() || scheme.starts_with("http") || user == b"***" {
            let host = authority[at + 1..].to_str_lossy();
            let colon = if scheme.is_empty() { "" } else { ":" };
            found.push(Span::certain(from..from + at, format!("{scheme}{colon}//{host}")));
        }
    } else if let Some(colon) = authority.rfind_byte(b':')
        && end == piece.len()
        && (scheme.starts_with("http") || scheme.starts_with("socks"))
        && !authority.starts_with(b"[")
        && !authority[colon + 1..].iter().all(u8::is_ascii_digit)
    {
        // No port, and nothing behind it: the beginning of a password that has a separator in it, perhaps.
        let host = authority[..colon].to_str_lossy();
        found.push(Span::perhaps(from + colon + 1..end, format!("{scheme}://{host}:")));
    }
    end
}

/// `user:password@host`, wherever in an address: what Go makes of `https//user:password@host` by putting a scheme in
/// front of it, too.
fn of_elements(name: &str, piece: &[u8], behind: usize, found: &mut Vec<Span>) {
    let mut start = behind;
    // Whether nothing stands before it but the name of the variable, in a line that was copied whole.
    let mut first = behind == 0;
    for element in piece[behind..].split(|byte| matches!(byte, b'/' | b'\\')) {
        let (from, end) = (start + after_sign(element), start + element.len());
        start = end + 1;
        let is_first = std::mem::replace(&mut first, false);
        let Some(at) = piece[from..end].rfind_byte(b'@') else { continue };
        let user = &piece[from..from + at];
        // No pattern and no proxy has an `@`; of `git@` everybody knows it, and in a pattern `a@v1` is a module.
        let named = names_a_proxy(name) || holds_patterns(name) && !is_version(&piece[from + at + 1..end]);
        let bare = named && is_first && !user.is_empty() && user != b"git";
        if user.contains(&b':') || user == b"***" || bare {
            let host = piece[from + at + 1..end].to_str_lossy();
            found.push(Span::certain(from..from + at, format!("//{host}")));
        }
    }
}

/// Whether it is a version or a query for one rather than a host: `v1.2.3`, `latest`.
fn is_version(text: &[u8]) -> bool {
    let numbered = text.strip_prefix(b"v").is_some_and(|rest| rest.first().is_some_and(u8::is_ascii_digit));
    numbered || !text.contains(&b'.')
}

/// Telling parameters of the URL in an entry.
pub(super) fn query(text: &[u8], entry: Range<usize>, spans: &mut Vec<Span>) {
    let piece = &text[entry.clone()];
    let Some(scheme) = scheme_end(piece) else { return };
    let Some(mark) = piece[scheme..].find_byteset(b"?#").map(|at| scheme + at) else { return };
    let host = piece[scheme..mark].rsplit(|byte| *byte == b'@').next().unwrap_or_default().to_str_lossy();
    let mut start = mark + 1;
    for parameter in piece[start..].split(|byte| matches!(byte, b'&' | b'?' | b'#')) {
        if let Some((key, secret)) = parameter.split_once_str("=")
            && sounds_secret(key)
        {
            let from = entry.start + start + key.len() + 1;
            spans.push(Span::certain(from..from + secret.len(), format!("{host}?{}", key.to_str_lossy())));
        }
        start += parameter.len() + 1;
    }
}

/// Where the authority of a URL ends. A password may hold a `/` that was not escaped: then what looks like the
/// port is no number and an `@` follows.
fn authority_end(piece: &[u8], from: usize) -> usize {
    let plain = piece[from..].find_byteset(b"/?#\\").map_or(piece.len(), |i| from + i);
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

/// Where the value begins in `NAME=value`, as a line that was copied whole has it.
fn after_sign(piece: &[u8]) -> usize {
    let value = piece.find_byteset(b":@").unwrap_or(0);
    piece[..value].rfind_byte(b'=').map_or(0, |sign| sign + 1)
}

fn scheme_before(text: &[u8]) -> String {
    let in_scheme = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'.' | b'-');
    let start = text.iter().rposition(|b| !in_scheme(b)).map_or(0, |i| i + 1);
    text[start..].to_str_lossy().to_ascii_lowercase()
}

/// `https//` and `https:/`: what was meant, and where it ends.
fn mistyped_scheme(piece: &[u8]) -> Option<(&'static str, usize)> {
    let begins =
        |scheme: &&str| piece.get(..scheme.len()).is_some_and(|b| b.eq_ignore_ascii_case(scheme.as_bytes()));
    let scheme = ["https", "http"].into_iter().find(begins)?;
    let marks = piece[scheme.len()..].iter().take_while(|byte| is_mark(**byte)).count();
    (marks > 0).then_some((scheme, scheme.len() + marks))
}

/// Where the `://` of an address is.
pub(super) fn scheme_end(piece: &[u8]) -> Option<usize> {
    piece.windows(3).position(|window| window == b"://")
}

fn is_mark(byte: u8) -> bool {
    matches!(byte, b':' | b'/' | b'\\' | FILLER)
}

/// Of what has no `@`: with the marks that were escaped, or typed with an input method, as they are meant.
fn plain_marks(piece: &[u8]) -> Cow<'_, [u8]> {
    const MARKS: [(&str, u8); 9] = [
        ("%40", b'@'),
        ("%3a", b':'),
        ("%3A", b':'),
        ("%2f", b'/'),
        ("%2F", b'/'),
        ("＠", b'@'),
        ("：", b':'),
        ("%EF%BC%A0", b'@'),
        ("%EF%BC%9A", b':'),
    ];
    // Behind the authority of an address stand modules with their versions.
    let begin = scheme_end(piece).map_or(0, |colon| colon + 3);
    let end = match begin {
        0 => piece.len(),
        _ => piece[begin..].find_byte(b'/').map_or(piece.len(), |at| begin + at),
    };
    let scope = &piece[begin..end];
    let meant = |(mark, byte): &(&str, u8)| *byte == b'@' && scope.contains_str(mark);
    // Most pieces have neither, and every word of every output comes by here.
    let may_hold_one = scope.iter().any(|byte| *byte == b'%' || !byte.is_ascii());
    if !may_hold_one || scope.contains(&b'@') || !MARKS.iter().any(meant) {
        return piece.into();
    }
    let mut plain = piece.to_vec();
    for (mark, byte) in MARKS {
        for at in scope.find_iter(mark).map(|at| begin + at) {
            plain[at..at + mark.len()].fill(FILLER);
            plain[at] = byte;
        }
    }
    plain.into()
}
