//! The lines of go.sum and go.work.sum (`modfetch.readGoSum`).

use bstr::{BString, ByteSlice};

use crate::module::ModuleVersion;

/// What Go once wrote for modules without a go.mod, and passes over since.
const EMPTY_GO_MOD: &[u8] = b"h1:G7mAYYxgmS0lVkHyy2hEOLQCFB0DlQFTMLWggykrydY=";

/// A line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SumLine {
    pub version: ModuleVersion,
    /// The hash is that of the go.mod, not of the whole content.
    pub of_go_mod: bool,
    pub hash: BString,
    /// 1-based.
    pub line: u32,
}

/// A line with which go reads no further.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadSum {
    /// 1-based.
    pub line: u32,
    /// How many words it has instead of three.
    pub words: usize,
}

impl std::fmt::Display for BadSum {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}: wrong number of fields {}", self.line, self.words)
    }
}

impl std::error::Error for BadSum {}

/// The lines of a file.
///
/// # Errors
/// The first line that has neither none nor three words.
pub fn sums(text: &[u8]) -> Result<Vec<SumLine>, BadSum> {
    match sums_until(text) {
        (lines, None) => Ok(lines),
        (_, Some(bad)) => Err(bad),
    }
}

/// The lines before the first that is none, and that one. Before 1.22 go passes over it and all behind it without a word.
#[must_use]
pub fn sums_until(text: &[u8]) -> (Vec<SumLine>, Option<BadSum>) {
    let mut lines = Vec::new();
    for (text, line) in text.split(|b| *b == b'\n').zip(1u32..) {
        let mut words = text.fields();
        let (Some(module), version, hash) = (words.next(), words.next(), words.next()) else { continue };
        let (Some(version), Some(hash), None) = (version, hash, words.next()) else {
            return (lines, Some(BadSum { line, words: text.fields().count() }));
        };
        if hash == EMPTY_GO_MOD {
            continue;
        }
        let of_go_mod = version.strip_suffix(b"/go.mod");
        lines.push(SumLine {
            version: ModuleVersion::new(module, of_go_mod.unwrap_or(version)),
            of_go_mod: of_go_mod.is_some(),
            hash: hash.into(),
            line,
        });
    }
    (lines, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_told_apart_by_what_their_hash_is_of() {
        let text = b"a.com/A v1.0.0 h1:x=\na.com/A v1.0.0/go.mod h1:y=\r\n\n  \nb v1 h2:z\nc v1/go.mod \
                     h1:G7mAYYxgmS0lVkHyy2hEOLQCFB0DlQFTMLWggykrydY=";
        let told: Vec<_> =
            sums(text).unwrap().into_iter().map(|l| (l.version.to_string(), l.of_go_mod, l.line)).collect();
        assert_eq!(
            told,
            [
                ("a.com/A@v1.0.0".to_owned(), false, 1),
                ("a.com/A@v1.0.0".into(), true, 2),
                ("b@v1".into(), false, 5)
            ]
        );
        assert_eq!(sums(b"a v1 h1:x\na v1\n").unwrap_err(), BadSum { line: 2, words: 2 });
        assert_eq!(sums_until(b"a v1 h1:x\na v1\na v2 h1:x\n").0.len(), 1);
        assert_eq!(sums(b"<<<<<<< HEAD of it\n").unwrap_err(), BadSum { line: 1, words: 4 });
    }
}
