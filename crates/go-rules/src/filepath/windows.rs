//! The parts of Go's path rules that only Windows has (`internal/filepathlite/path_windows.go`,
//! `path/filepath/path_windows.go`): volume names, and paths that cleaning must not make absolute.

use bstr::{BString, ByteSlice, ByteVec};

use super::{clean, is_separator};
use crate::environ::Os;

fn is_slash(byte: u8) -> bool {
    is_separator(Os::Windows, byte)
}

pub(super) fn is_abs(path: &[u8]) -> bool {
    let volume = volume_len(path);
    if volume == 0 {
        return false;
    }
    if is_slash(path[0]) && path.get(1).copied().is_some_and(is_slash) {
        return true;
    }
    path.get(volume).copied().is_some_and(is_slash)
}

pub(super) fn volume_len(path: &[u8]) -> usize {
    if path.len() >= 2 && path[1] == b':' {
        return 2;
    }
    if path.is_empty() || !is_slash(path[0]) {
        return 0;
    }
    if [&br"\\."[..], br"\\?", br"\??"].iter().any(|device| has_prefix(path, device)) {
        if path.len() == 3 {
            return 3;
        }
        if has_prefix(&path[4..], b"UNC") {
            return valid(path, unc_len(path, br"\\.\UNC\".len()));
        }
        return match path[4..].iter().position(|b| is_slash(*b)) {
            Some(at) => valid(path, 4 + at),
            None => valid(path, path.len()),
        };
    }
    if path.len() >= 2 && is_slash(path[1]) {
        return valid(path, unc_len(path, 2));
    }
    0
}

/// A volume name with `..` in it is none.
fn valid(path: &[u8], len: usize) -> usize {
    if path[..len].split(|b| is_slash(*b)).any(|part| part == b"..") { 0 } else { len }
}

fn has_prefix(path: &[u8], prefix: &[u8]) -> bool {
    path.len() >= prefix.len()
        && path.iter().zip(prefix).all(
            |(a, b)| {
                if is_slash(*b) { is_slash(*a) } else { a.eq_ignore_ascii_case(b) }
            },
        )
        && path.get(prefix.len()).is_none_or(|b| is_slash(*b))
}

fn unc_len(path: &[u8], prefix: usize) -> usize {
    let tail = path.get(prefix..).unwrap_or_default();
    tail.iter().enumerate().filter(|(_, b)| is_slash(**b)).nth(1).map_or(path.len(), |(at, _)| prefix + at)
}

/// Keeps `a/../c:` from becoming the drive `c:`, and `/a/../??/x` from becoming a device path (`postClean`).
/// Go only looks when cleaning changed anything.
pub(super) fn keep_relative(before: &[u8], cleaned: &mut BString) {
    if before.starts_with(cleaned) {
        return;
    }
    let first = cleaned.iter().position(|b| is_slash(*b)).unwrap_or(cleaned.len());
    if cleaned[..first].contains(&b':') {
        cleaned.insert_str(0, r".\");
    } else if cleaned.len() >= 3 && is_slash(cleaned[0]) && cleaned[1..].starts_with(b"??") {
        cleaned.insert_str(0, r"\.");
    }
}

pub(super) fn join<P: AsRef<[u8]>>(elements: &[P]) -> BString {
    let mut out: Vec<u8> = Vec::new();
    let mut last = 0u8;
    for element in elements {
        let mut element = element.as_ref();
        if out.is_empty() {
        } else if is_slash(last) {
            while element.first().copied().is_some_and(is_slash) {
                element = &element[1..];
            }
            let device = element.starts_with(b"??") && element.get(2).is_none_or(|b| is_slash(*b));
            if out.len() == 1 && device {
                out.push_str(r".\");
            }
        } else if last != b':' {
            out.push(b'\\');
            last = b'\\';
        }
        if let Some(end) = element.last() {
            last = *end;
            out.push_str(element);
        }
    }
    if out.is_empty() { BString::default() } else { clean(Os::Windows, &out) }
}

pub(super) fn split_list(list: &[u8]) -> Vec<BString> {
    let mut quoted = false;
    let elements = list.split(|b| {
        if *b == b'"' {
            quoted = !quoted;
        }
        *b == b';' && !quoted
    });
    elements.map(|e| BString::from(e.replace(b"\"", b""))).collect()
}
