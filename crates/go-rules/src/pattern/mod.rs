//! The globs of GOPRIVATE, GONOPROXY, GONOSUMDB and GOINSECURE (`module.MatchPrefixPatterns`, `path.Match`).
//! Not regular expressions: `*` matches within one element of a path, anywhere in it.

pub mod glob;
mod mend;
mod verdict;

use bstr::ByteSlice;

pub use verdict::{Doubt, Entry, Flaw, Verdict, judge, mended};

/// Whether one of the globs, separated by commas, matches a leading part of `path`. A glob that is malformed
/// matches nothing, and nobody says so.
pub fn matches_prefix(globs: &[u8], path: &[u8]) -> bool {
    globs.split_str(",").any(|glob| {
        let glob = glob.strip_suffix(b"/").unwrap_or(glob);
        if glob.is_empty() {
            return false;
        }
        let elements = glob.iter().filter(|b| **b == b'/').count() + 1;
        let end = path
            .iter()
            .enumerate()
            .filter(|(_, b)| **b == b'/')
            .map(|(at, _)| at)
            .chain([path.len()])
            .nth(elements - 1);
        end.is_some_and(|end| glob::matches(glob, &path[..end]) == Ok(true))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_match_element_by_element() {
        for (globs, path, expected) in [
            ("corp.example.com", "corp.example.com/a/b", true),
            ("corp.example.com", "corp.example.company/a", false),
            ("*.corp.example.com", "a.b.corp.example.com/x", true),
            ("*.corp.example.com", "corp.example.com/x", false),
            ("github.com/acme/*", "github.com/acme/x/y", true),
            ("github.com/acme/*", "github.com/acme", false),
            ("github.com/acme/*/", "github.com/Acme/x", false),
            ("github.com/*/private-*", "github.com/any/private-lib/v2", true),
            ("ex*e.com", "example.com/x", true),
            ("a.com/**/c", "a.com/x/y/c", false),
            ("b.com, a.com", "a.com/x", false),
            ("[bad,good.com", "good.com/x", true),
            ("[a-c].com", "b.com", true),
            ("[^a-c].com", "b.com", false),
            ("https://example.com", "example.com", false),
            ("", "example.com", false),
        ] {
            assert_eq!(matches_prefix(globs.as_bytes(), path.as_bytes()), expected, "{globs} {path}");
        }
    }
}
