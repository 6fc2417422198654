//! Go versions and toolchain names and their order (`internal/gover`, `cmd/go/internal/gover`). Not semver:
//! `1.21 < 1.21rc1 < 1.21.0`, and before 1.21 the first release is `1.20`, not `1.20.0`.

use std::cmp::Ordering;

use bstr::{BStr, BString, ByteSlice};

/// A Go version taken apart. Numbers stay decimal text, since they may be of any length.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Version {
    major: BString,
    minor: BString,
    patch: BString,
    kind: BString,
    pre: BString,
}

impl Version {
    /// Parses `1.21`, `1.21.3`, `1.22rc1`; `None` when it is no Go version.
    pub fn parse(text: &[u8]) -> Option<Version> {
        let mut version = Version::default();
        let (major, rest) = cut_number(text)?;
        version.major = major.into();
        if rest.is_empty() {
            version.minor = "0".into();
            version.patch = "0".into();
            return Some(version);
        }
        let (minor, rest) = cut_number(rest.strip_prefix(b".")?)?;
        version.minor = minor.into();
        if rest.is_empty() {
            if compare_numbers(minor, b"21").is_lt() {
                version.patch = "0".into();
            }
            return Some(version);
        }
        if let Some(rest) = rest.strip_prefix(b".") {
            let (patch, rest) = cut_number(rest)?;
            version.patch = patch.into();
            return rest.is_empty().then_some(version);
        }
        let letters = rest.iter().take_while(|b| !b.is_ascii_digit()).count();
        let (kind, pre) = rest.split_at(letters);
        if kind.is_empty() || !kind.iter().all(u8::is_ascii_lowercase) {
            return None;
        }
        version.kind = kind.into();
        if !pre.is_empty() {
            let (pre, rest) = cut_number(pre)?;
            version.pre = pre.into();
            if !rest.is_empty() {
                return None;
            }
        }
        Some(version)
    }

    /// The minor number: 21 of `1.21.3`. Absurdly large ones become the greatest number there is.
    pub fn minor(&self) -> u32 {
        self.minor.to_str().ok().and_then(|m| m.parse().ok()).unwrap_or(u32::MAX)
    }

    /// Whether it is a language version (`1.21`) rather than a release of it (`1.21.0`).
    pub fn is_language(&self) -> bool {
        self.patch.is_empty() && self.kind.is_empty() && self.pre.is_empty()
    }
}

fn cut_number(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let digits = text.iter().take_while(|b| b.is_ascii_digit()).count();
    if digits == 0 || (text[0] == b'0' && digits != 1) {
        return None;
    }
    Some(text.split_at(digits))
}

fn compare_numbers(a: &[u8], b: &[u8]) -> Ordering {
    a.len().cmp(&b.len()).then_with(|| a.cmp(b))
}

/// The order of two versions as text; what is no version comes before everything else.
pub fn compare(a: &[u8], b: &[u8]) -> Ordering {
    let a = Version::parse(a).unwrap_or_default();
    let b = Version::parse(b).unwrap_or_default();
    compare_numbers(&a.major, &b.major)
        .then_with(|| compare_numbers(&a.minor, &b.minor))
        .then_with(|| compare_numbers(&a.patch, &b.patch))
        .then_with(|| a.kind.cmp(&b.kind))
        .then_with(|| compare_numbers(&a.pre, &b.pre))
}

/// Whether `text` is a language version such as `1.22`.
pub fn is_language(text: &[u8]) -> bool {
    Version::parse(text).is_some_and(|v| v.is_language())
}

/// Whether `text` is a version before a release: `1.22rc1`.
pub fn is_prerelease(text: &[u8]) -> bool {
    Version::parse(text).is_some_and(|v| !v.kind.is_empty())
}

/// The language version of a version: `1.22` of `1.22.3`; empty where it is none.
pub fn language(text: &[u8]) -> BString {
    let Some(Version { major, minor, .. }) = Version::parse(text) else { return BString::default() };
    match minor.as_bytes() {
        b"0" if major == "1" => major,
        _ => bstr::concat([major.as_bytes(), b".", &minor]).into(),
    }
}

/// The Go version of a toolchain name: `1.24.1` of `go1.24.1-custom`. `None` when the name is none.
pub fn of_toolchain(name: &[u8]) -> Option<&BStr> {
    if name.contains(&b'/') || name.contains(&b'\\') {
        return None;
    }
    let rest = name.strip_prefix(b"go")?;
    let end = rest.iter().position(|b| matches!(b, b' ' | b'\t' | b'-')).unwrap_or(rest.len());
    Version::parse(&rest[..end]).map(|_| rest[..end].as_bstr())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases_come_after_their_candidates_and_those_after_the_language() {
        let ordered =
            ["1", "1.5", "1.20rc1", "1.20", "1.20.1", "1.21", "1.21rc1", "1.21rc2", "1.21.0", "1.100"];
        // Before 1.21 the language version is the release, so a candidate compares as greater only by its kind.
        for pair in ["1.21", "1.21rc1", "1.21rc2", "1.21.0", "1.21.10", "1.100"].windows(2) {
            assert!(compare(pair[0].as_bytes(), pair[1].as_bytes()).is_lt(), "{pair:?}");
        }
        for version in ordered {
            assert!(Version::parse(version.as_bytes()).is_some(), "{version}");
        }
    }

    #[test]
    fn what_is_no_version_is_refused() {
        for bad in
            ["", "1.", "01", "1.02", "1.2.", "1.2.3rc1", "1.2RC1", "1.2rc01", "1.2.3.4", "v1.2", "1.2-x"]
        {
            assert_eq!(Version::parse(bad.as_bytes()), None, "{bad}");
        }
    }

    #[test]
    fn toolchain_names_may_carry_a_suffix_but_no_separator() {
        assert_eq!(of_toolchain(b"go1.21.3-custom").unwrap(), "1.21.3");
        assert_eq!(of_toolchain(b"go1.26.6 X:boringcrypto").unwrap(), "1.26.6");
        assert_eq!(of_toolchain(b"go1.21.3/x"), None);
        assert_eq!(of_toolchain(b"devel go1.30-abc"), None);
        assert_eq!(of_toolchain(b"1.21.3"), None);
    }

    #[test]
    fn only_from_1_21_on_there_is_a_difference_between_language_and_release() {
        assert!(is_language(b"1.21"));
        assert!(!is_language(b"1.20"));
        assert!(!is_language(b"1.21.0"));
        assert!(!is_language(b"1.21rc1"));
    }
}
