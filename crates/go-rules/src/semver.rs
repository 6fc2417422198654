//! Semantic versions as `golang.org/x/mod/semver` and `module` have them, as far as go.mod needs them. Versions of Go
//! itself are others: [`crate::version`].

use std::cmp::Ordering;

struct Parsed<'a> {
    major: &'a [u8],
    minor: &'a [u8],
    patch: &'a [u8],
    /// What is missing to the whole form.
    short: &'static [u8],
    prerelease: &'a [u8],
    build: &'a [u8],
}

fn parse(version: &[u8]) -> Option<Parsed<'_>> {
    let (major, rest) = number(version.strip_prefix(b"v")?)?;
    let mut parsed = Parsed { major, minor: b"0", patch: b"0", short: b".0.0", prerelease: b"", build: b"" };
    if rest.is_empty() {
        return Some(parsed);
    }
    let (minor, rest) = number(rest.strip_prefix(b".")?)?;
    (parsed.minor, parsed.short) = (minor, b".0");
    if rest.is_empty() {
        return Some(parsed);
    }
    let (patch, mut rest) = number(rest.strip_prefix(b".")?)?;
    (parsed.patch, parsed.short) = (patch, b"");
    if rest.first() == Some(&b'-') {
        let end = rest.iter().position(|&b| b == b'+').unwrap_or(rest.len());
        (parsed.prerelease, rest) = rest.split_at(end);
        if !parsed.prerelease[1..].split(|&b| b == b'.').all(|part| is_part(part) && !is_bad_number(part)) {
            return None;
        }
    }
    if rest.first() == Some(&b'+') {
        (parsed.build, rest) = (rest, b"");
        if !parsed.build[1..].split(|&b| b == b'.').all(is_part) {
            return None;
        }
    }
    rest.is_empty().then_some(parsed)
}

fn number(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let digits = text.iter().take_while(|b| b.is_ascii_digit()).count();
    if digits == 0 || (text[0] == b'0' && digits != 1) {
        return None;
    }
    Some(text.split_at(digits))
}

fn is_part(part: &[u8]) -> bool {
    !part.is_empty() && part.iter().all(|&b| b.is_ascii_alphanumeric() || b == b'-')
}

fn is_number(part: &[u8]) -> bool {
    part.iter().all(u8::is_ascii_digit)
}

fn is_bad_number(part: &[u8]) -> bool {
    is_number(part) && part.len() > 1 && part[0] == b'0'
}

/// `module.CanonicalVersion`; `None` when it is no version.
pub fn canonical(version: &[u8]) -> Option<Vec<u8>> {
    let parsed = parse(version)?;
    if parsed.build == b"+incompatible" {
        return Some(version.to_vec());
    }
    let bare = &version[..version.len() - parsed.build.len()];
    Some([bare, parsed.short].concat())
}

/// `semver.Major`; empty when it is no version.
pub fn major(version: &[u8]) -> &[u8] {
    parse(version).map_or(b"", |parsed| &version[..=parsed.major.len()])
}

/// `semver.Compare`: what is no version comes first.
pub fn compare(a: &[u8], b: &[u8]) -> Ordering {
    match (parse(a), parse(b)) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Less,
        (Some(_), None) => Ordering::Greater,
        (Some(a), Some(b)) => numbers(a.major, b.major)
            .then_with(|| numbers(a.minor, b.minor))
            .then_with(|| numbers(a.patch, b.patch))
            .then_with(|| prereleases(a.prerelease, b.prerelease)),
    }
}

fn numbers(a: &[u8], b: &[u8]) -> Ordering {
    a.len().cmp(&b.len()).then_with(|| a.cmp(b))
}

fn prereleases(a: &[u8], b: &[u8]) -> Ordering {
    match (a.is_empty(), b.is_empty()) {
        (true, true) => return Ordering::Equal,
        (true, false) => return Ordering::Greater,
        (false, true) => return Ordering::Less,
        (false, false) => {}
    }
    let (mut a, mut b) = (a[1..].split(|&c| c == b'.'), b[1..].split(|&c| c == b'.'));
    loop {
        match (a.next(), b.next()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(x), Some(y)) if x == y => {}
            (Some(x), Some(y)) => {
                return match (is_number(x), is_number(y)) {
                    (true, true) => numbers(x, y),
                    (true, false) => Ordering::Less,
                    (false, true) => Ordering::Greater,
                    (false, false) => x.cmp(y),
                };
            }
        }
    }
}

/// The major version that a module path ends with (`/v2`, gopkg.in's `.v2`), empty without one; `None`: no module
/// path ends so (`module.SplitPathVersion`).
pub fn path_major(path: &[u8]) -> Option<&[u8]> {
    let gopkg = path.starts_with(b"gopkg.in/");
    let mut end = path.len();
    if gopkg && path.ends_with(b"-unstable") {
        end -= b"-unstable".len();
    }
    let mut start = end;
    let mut dot = false;
    while start > 0 && (path[start - 1].is_ascii_digit() || (!gopkg && path[start - 1] == b'.')) {
        dot |= path[start - 1] == b'.';
        start -= 1;
    }
    let mark = if gopkg { b'.' } else { b'/' };
    let versioned = start > 1 && path[start - 1] == b'v' && path[start - 2] == mark;
    if gopkg {
        let major = versioned.then(|| &path[start - 2..])?;
        let bad = major.len() <= 2 || (major[2] == b'0' && major != b".v0");
        return (!bad).then_some(major);
    }
    if !versioned || start == path.len() {
        return Some(b"");
    }
    let major = &path[start - 2..];
    let bad = dot || major.len() <= 2 || major[2] == b'0' || major == b"/v1";
    (!bad).then_some(major)
}

/// Whether a version may stand for a path with this ending (`module.CheckPathMajor`).
pub fn fits(version: &[u8], path_major: &[u8]) -> bool {
    let ending = path_major.strip_suffix(b"-unstable").filter(|m| m.starts_with(b".v")).unwrap_or(path_major);
    if version.starts_with(b"v0.0.0-") && ending == b".v1" {
        return true;
    }
    let own = major(version);
    match ending.split_first() {
        None => {
            own == b"v0"
                || own == b"v1"
                || parse(version).is_some_and(|parsed| parsed.build == b"+incompatible")
        }
        Some((_, wanted)) => own == wanted,
    }
}
