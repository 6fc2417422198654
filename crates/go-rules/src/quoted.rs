//! Go's way to put several words into one value (`cmd/internal/quoted`): used by CC, CGO_*FLAGS and GOFLAGS.
//! It is no shell: a quote only counts at the start of a word, and nothing is unescaped.

use bstr::{BStr, BString, ByteSlice};

/// A quote that never ends; the byte is the quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unterminated(pub u8);

impl std::fmt::Display for Unterminated {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "unterminated {} string", self.0 as char)
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// The words of `text`.
pub fn split(text: &[u8]) -> Result<Vec<&BStr>, Unterminated> {
    let mut words = Vec::new();
    let mut rest = text;
    loop {
        let blank = rest.iter().take_while(|b| is_space(**b)).count();
        rest = &rest[blank..];
        match rest.first() {
            None => return Ok(words),
            Some(&quote @ (b'"' | b'\'')) => {
                let inside = &rest[1..];
                let end = inside.find_byte(quote).ok_or(Unterminated(quote))?;
                words.push(inside[..end].as_bstr());
                rest = &inside[end + 1..];
            }
            Some(_) => {
                let end = rest.iter().position(|b| is_space(*b)).unwrap_or(rest.len());
                words.push(rest[..end].as_bstr());
                rest = &rest[end..];
            }
        }
    }
}

/// The words as one value that [`split`] takes apart again; a word with both kinds of quotes cannot be
/// quoted, and then all of them are just put side by side, as `go env` does.
pub fn join(words: &[&BStr]) -> BString {
    let mut quoted = Vec::with_capacity(words.len());
    for word in words {
        let space = word.iter().any(|b| is_space(*b));
        let single = word.contains(&b'\'');
        let double = word.contains(&b'"');
        quoted.push(match (space, single, double) {
            (false, false, false) => BString::from(*word),
            (_, false, _) => around(b'\'', word),
            (_, _, false) => around(b'"', word),
            _ => return bstr::join(" ", words).into(),
        });
    }
    bstr::join(" ", quoted).into()
}

fn around(quote: u8, word: &[u8]) -> BString {
    let mut out = BString::from(vec![quote]);
    out.extend_from_slice(word);
    out.push(quote);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_count_only_at_the_start_of_a_word() {
        let words = split(b" a 'b c'\t\"d'e\" f'g h'").unwrap();
        assert_eq!(words, ["a", "b c", "d'e", "f'g", "h'"]);
    }

    #[test]
    fn a_word_may_follow_a_closing_quote_at_once() {
        assert_eq!(split(b"'a'b").unwrap(), ["a", "b"]);
    }

    #[test]
    fn an_open_quote_is_an_error_that_names_it() {
        assert_eq!(split(b"gcc 'x").unwrap_err().to_string(), "unterminated ' string");
        assert_eq!(split(b"\"").unwrap_err().to_string(), "unterminated \" string");
    }

    #[test]
    fn joining_quotes_only_where_it_must() {
        let words: Vec<&BStr> = ["-O2", "a b", "it's", "\"q\""].iter().map(|w| BStr::new(*w)).collect();
        assert_eq!(join(&words), "-O2 'a b' \"it's\" '\"q\"'");
        assert_eq!(join(&[BStr::new("a\"'"), BStr::new("b c")]), "a\"' b c");
    }
}
