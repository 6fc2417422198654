//! The globs of GOPRIVATE, GONOPROXY, GONOSUMDB and GOINSECURE (`module.MatchPrefixPatterns`, `path.Match`).
//! Not regular expressions: `*` matches within one element of a path, anywhere in it.

use bstr::ByteSlice;

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
        end.is_some_and(|end| matches(glob, &path[..end]) == Some(true))
    })
}

/// `path.Match`; `None` for a malformed glob.
fn matches(glob: &[u8], name: &[u8]) -> Option<bool> {
    match glob.first() {
        None => Some(name.is_empty()),
        Some(b'*') => {
            let rest = glob.trim_start_with(|c| c == '*');
            let reach = name.iter().take_while(|b| **b != b'/').count();
            for skip in 0..=reach {
                if matches(rest, &name[skip..])? {
                    return Some(true);
                }
            }
            Some(false)
        }
        Some(_) => {
            let (len, hit) = one(glob, name)?;
            match hit {
                Some(used) => matches(&glob[len..], &name[used..]),
                None => Some(false),
            }
        }
    }
}

/// The length of the glob's first part, and of what it takes from the name if it fits.
fn one(glob: &[u8], name: &[u8]) -> Option<(usize, Option<usize>)> {
    let (c, size) = match name.is_empty() {
        true => (None, 0),
        false => {
            let (c, size) = bstr::decode_utf8(name);
            (c.or(Some('\u{fffd}')), size)
        }
    };
    match glob[0] {
        b'?' => Some((1, c.filter(|c| *c != '/').map(|_| size))),
        b'[' => class(glob, c).map(|(len, hit)| (len, hit.then_some(size))),
        b'\\' => {
            let literal = glob.get(1)?;
            Some((2, (name.first() == Some(literal)).then_some(1)))
        }
        literal => Some((1, (name.first() == Some(&literal)).then_some(1))),
    }
}

fn class(glob: &[u8], c: Option<char>) -> Option<(usize, bool)> {
    let mut at = 1;
    let negated = glob.get(at) == Some(&b'^');
    at += usize::from(negated);
    let mut hit = false;
    let mut ranges = 0;
    loop {
        if glob.get(at) == Some(&b']') && ranges > 0 {
            break;
        }
        let low = class_char(glob, &mut at)?;
        let mut high = low;
        if glob.get(at) == Some(&b'-') {
            at += 1;
            high = class_char(glob, &mut at)?;
        }
        hit |= c.is_some_and(|c| (low..=high).contains(&c));
        ranges += 1;
    }
    Some((at + 1, c.is_some() && hit != negated))
}

fn class_char(glob: &[u8], at: &mut usize) -> Option<char> {
    if matches!(glob.get(*at)?, b'-' | b']') {
        return None;
    }
    if glob[*at] == b'\\' {
        *at += 1;
    }
    let (c, size) = bstr::decode_utf8(glob.get(*at..)?);
    *at += size;
    // A class that ends the glob was never closed.
    c.filter(|_| *at < glob.len())
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
