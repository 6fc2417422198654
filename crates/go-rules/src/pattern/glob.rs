//! One glob, as `path.Match` reads it, step by step: which way it goes at a `*` decides in a few odd cases whether it
//! matches. And whether there is any module path at all that a glob could match.

use std::collections::HashSet;

/// It is malformed: then it matches nothing, and nobody says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Malformed;

/// `path.Match`.
///
/// # Errors
/// [`Malformed`].
pub fn matches(glob: &[u8], name: &[u8]) -> Result<bool, Malformed> {
    // What stands behind a part that does not fit is looked at, too.
    tokens(glob)?;
    let (mut glob, mut name) = (glob, name);
    'chunks: while !glob.is_empty() {
        let (star, chunk, rest) = chunk(glob);
        if star && chunk.is_empty() {
            return Ok(!name.contains(&b'/'));
        }
        let chunk = tokens(chunk)?;
        let last = rest.is_empty();
        let fits = |name| fit(&chunk, name).filter(|left: &&[u8]| left.is_empty() || !last);
        let reach = if star { name.iter().take_while(|b| **b != b'/').count() } else { 0 };
        for skip in 0..=reach {
            if let Some(left) = fits(&name[skip..]) {
                (glob, name) = (rest, left);
                continue 'chunks;
            }
        }
        return Ok(false);
    }
    Ok(name.is_empty())
}

/// `scanChunk`: whether stars come first, what follows up to the next star, and the rest.
fn chunk(glob: &[u8]) -> (bool, &[u8], &[u8]) {
    let begin = glob.iter().take_while(|b| **b == b'*').count();
    let (mut at, mut in_class) = (begin, false);
    while at < glob.len() {
        match glob[at] {
            b'\\' => at += usize::from(at + 1 < glob.len()),
            b'[' => in_class = true,
            b']' => in_class = false,
            b'*' if !in_class => break,
            _ => {}
        }
        at += 1;
    }
    (begin > 0, &glob[begin..at], &glob[at..])
}

/// A part of a glob.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Star,
    /// `?`
    One,
    Class {
        negated: bool,
        ranges: Vec<(char, char)>,
    },
    Byte(u8),
}

impl Token {
    /// The length of what it takes from the name.
    fn takes(&self, name: &[u8]) -> Option<usize> {
        let first = *name.first()?;
        let (c, size) = bstr::decode_utf8(name);
        let c = c.unwrap_or('\u{fffd}');
        let fits = match self {
            Token::Star => false,
            Token::One => first != b'/',
            Token::Class { negated, ranges } => {
                ranges.iter().any(|(low, high)| (low..=high).contains(&&c)) != *negated
            }
            Token::Byte(byte) => return (first == *byte).then_some(1),
        };
        fits.then_some(size)
    }
}

/// `matchChunk`: what is left of the name.
fn fit<'n>(chunk: &[Token], name: &'n [u8]) -> Option<&'n [u8]> {
    chunk.iter().try_fold(name, |left, token| Some(&left[token.takes(left)?..]))
}

fn tokens(glob: &[u8]) -> Result<Vec<Token>, Malformed> {
    let (mut all, mut at) = (Vec::new(), 0);
    while let Some(byte) = glob.get(at) {
        at += 1;
        all.push(match byte {
            b'*' => Token::Star,
            b'?' => Token::One,
            b'[' => class(glob, &mut at)?,
            b'\\' => {
                at += 1;
                Token::Byte(*glob.get(at - 1).ok_or(Malformed)?)
            }
            other => Token::Byte(*other),
        });
    }
    Ok(all)
}

fn class(glob: &[u8], at: &mut usize) -> Result<Token, Malformed> {
    let negated = glob.get(*at) == Some(&b'^');
    *at += usize::from(negated);
    let mut ranges = Vec::new();
    while ranges.is_empty() || glob.get(*at) != Some(&b']') {
        let low = class_char(glob, at)?;
        let mut high = low;
        if glob.get(*at) == Some(&b'-') {
            *at += 1;
            high = class_char(glob, at)?;
        }
        ranges.push((low, high));
    }
    *at += 1;
    Ok(Token::Class { negated, ranges })
}

/// `getEsc`: a class that ends the glob was never closed.
fn class_char(glob: &[u8], at: &mut usize) -> Result<char, Malformed> {
    match glob.get(*at) {
        None | Some(b'-' | b']') => return Err(Malformed),
        Some(b'\\') => *at += 1,
        Some(_) => {}
    }
    let (c, size) = bstr::decode_utf8(glob.get(*at..).unwrap_or_default());
    *at += size;
    c.filter(|_| *at < glob.len()).ok_or(Malformed)
}

/// Whether some module that can be fetched has a path that the glob matches, or that begins with such a one
/// (`module.CheckPath`, without its rules about endings like `/v1` and names of devices).
///
/// # Errors
/// [`Malformed`].
pub fn can_match(glob: &[u8]) -> Result<bool, Malformed> {
    let tokens = tokens(glob)?;
    let mut seen = HashSet::new();
    let mut open = vec![(0, Path::default())];
    while let Some((at, path)) = open.pop() {
        if !seen.insert((at, path)) {
            continue;
        }
        let Some(token) = tokens.get(at) else {
            if path.may_end() {
                return Ok(true);
            }
            continue;
        };
        if *token == Token::Star {
            open.push((at + 1, path));
        }
        for byte in (b'-'..=b'~').filter_map(|byte| path.then(byte).map(|next| (byte, next))) {
            match token {
                Token::Star if byte.0 != b'/' => open.push((at, byte.1)),
                Token::Star => {}
                other if other.takes(&[byte.0]).is_some() => open.push((at + 1, byte.1)),
                _ => {}
            }
        }
    }
    Ok(false)
}

/// How far a module path is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
struct Path {
    behind_host: bool,
    /// The host has a dot.
    dotted: bool,
    last: Last,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
enum Last {
    /// An element begins here.
    #[default]
    Nothing,
    Dot,
    Other,
}

impl Path {
    fn may_end(self) -> bool {
        self.last == Last::Other && (self.behind_host || self.dotted)
    }

    fn then(self, byte: u8) -> Option<Path> {
        match byte {
            b'/' => self.may_end().then_some(Path { behind_host: true, last: Last::Nothing, ..self }),
            b'.' => (self.last != Last::Nothing).then_some(Path { dotted: true, last: Last::Dot, ..self }),
            b'-' if !self.behind_host && self.last == Last::Nothing => None,
            b'a'..=b'z' | b'0'..=b'9' | b'-' => Some(Path { last: Last::Other, ..self }),
            b'A'..=b'Z' | b'_' | b'~' if self.behind_host => Some(Path { last: Last::Other, ..self }),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_match_as_path_match_says() {
        for (glob, name, expected) in [
            ("a*b*c", "axbxc", Ok(true)),
            ("a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", Ok(false)),
            ("*x", "xxx", Ok(true)),
            ("a[^x]c", "a/c", Ok(true)),
            // What a star skips, it skips for good.
            ("*[^b]*c", "a/xc", Ok(false)),
            ("a?c", "a/c", Ok(false)),
            ("[a-ζ]*", "α", Ok(true)),
            ("x[", "a", Err(Malformed)),
            ("x[a-]", "x-", Err(Malformed)),
            ("[]a]", "]", Err(Malformed)),
            ("[\\]a]", "]", Ok(true)),
            ("a\\", "a", Err(Malformed)),
            ("\\*", "*", Ok(true)),
            ("*[", "a", Err(Malformed)),
        ] {
            assert_eq!(matches(glob.as_bytes(), name.as_bytes()), expected, "{glob} {name}");
        }
    }

    #[test]
    fn what_no_module_path_fits_is_known() {
        for (glob, expected) in [
            ("corp.example.com", true),
            ("*", true),
            ("*.corp", true),
            ("gith*", true),
            ("github.com/Acme", true),
            ("GitHub.com/acme", false),
            ("[A-Z]*.com", false),
            ("corp", false),
            ("localhost", false),
            (" a.com", false),
            ("https://a.com", false),
            ("a.com/x@v1", false),
            ("a.com/...", false),
            ("a.com//x", false),
            ("/a.com", false),
            (".corp.com", false),
            (".*\\.corp\\.com", false),
            ("corp\\.com", true),
            ("a.com:8080", false),
            ("a.com/*", true),
            ("-a.com", false),
            ("a.com/-x", true),
            ("a.com/~x", true),
            ("ü.com", false),
        ] {
            assert_eq!(can_match(glob.as_bytes()), Ok(expected), "{glob}");
        }
    }
}
