//! The GOENV file, parsed and written byte for byte as go does (`cmd/go/internal/cfg`, `cmd/go/internal/envcmd`).
//! Where the file lies and who may change it is `burrow-core`'s affair.
//!
//! Go reads and rewrites the file by two different rules. The reader ([`EnvFile::parse`]) only takes lines that
//! begin with a capital letter; the writer ([`rewrite`]) takes anything before the first `=` for a key.

use std::collections::HashMap;

use bstr::{BStr, BString, ByteSlice};

/// One thing to do to a GOENV file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    Set { name: BString, value: BString },
    Unset { name: BString },
}

impl Edit {
    /// The name of the variable that is changed.
    pub fn name(&self) -> &BStr {
        match self {
            Edit::Set { name, .. } | Edit::Unset { name } => name.as_bstr(),
        }
    }
}

/// Why the reader passes over a line that looks as if it meant something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ignored {
    /// There is no `=`.
    NoEquals,
    /// The line begins with a blank or a tab.
    Indented,
    /// The line begins with the byte order mark of UTF-8.
    ByteOrderMark,
    /// The line begins with `export ` or `set `, as in a shell script.
    ShellKeyword,
    /// The name begins with something other than A to Z.
    NotCapital,
    /// A later line (1-based) sets the same name, and the last one counts.
    Repeated { by: u32 },
    /// An earlier line (1-based) sets the same name, and in `go.env` the first one counts.
    AlreadySet { by: u32 },
}

/// A line of the file, without its line feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'a> {
    /// 1-based.
    pub number: u32,
    pub text: &'a BStr,
    pub kind: LineKind<'a>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind<'a> {
    /// The reader takes it.
    Entry { name: &'a BStr, value: &'a BStr },
    /// Empty, or nothing but blanks (a carriage return of a Windows editor included).
    Blank,
    /// It begins with `#`.
    Comment,
    /// Anything else: Go passes over it without a word.
    Ignored(Ignored),
}

/// One name the file sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub name: BString,
    pub value: BString,
    /// 1-based.
    pub line: u32,
}

/// A file in GOENV's format as Go reads it: the user's file or `$GOROOT/go.env`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EnvFile {
    entries: Vec<Entry>,
}

impl EnvFile {
    /// Parses as `readEnvFile` in `cmd/go/internal/cfg/cfg.go`: nothing is trimmed, unquoted or reported.
    pub fn parse(bytes: &[u8]) -> EnvFile {
        let entries = lines(bytes)
            .filter_map(|line| match line.kind {
                LineKind::Entry { name, value } => {
                    Some(Entry { name: name.into(), value: value.into(), line: line.number })
                }
                _ => None,
            })
            .collect();
        EnvFile { entries }
    }

    /// Every entry in the order of the file, repeated names included.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The first entry of a name: what counts in `$GOROOT/go.env`.
    pub fn first(&self, name: impl AsRef<[u8]>) -> Option<&Entry> {
        let name = name.as_ref();
        self.entries.iter().find(|e| e.name == name)
    }

    /// The last entry of a name: what counts in the user's file.
    pub fn last(&self, name: impl AsRef<[u8]>) -> Option<&Entry> {
        let name = name.as_ref();
        self.entries.iter().rev().find(|e| e.name == name)
    }

    /// Whether any line sets `name`, be it to nothing.
    pub fn contains(&self, name: impl AsRef<[u8]>) -> bool {
        self.first(name).is_some()
    }
}

/// The lines of a file, each with what the reader makes of it. A last empty line (after the final line feed) is
/// not a line.
pub fn lines(bytes: &[u8]) -> impl Iterator<Item = Line<'_>> {
    bytes.lines_with_terminator().zip(1u32..).map(|(raw, number)| {
        let text = raw.strip_suffix(b"\n").unwrap_or(raw).as_bstr();
        Line { number, text, kind: classify(text) }
    })
}

/// The lines of a user's file that look like settings and are none, repeated names included: what a person
/// should be told, since Go never does.
pub fn ignored_lines(bytes: &[u8]) -> Vec<(u32, BString, Ignored)> {
    let mut last: HashMap<&BStr, u32> = HashMap::new();
    for line in lines(bytes) {
        if let LineKind::Entry { name, .. } = line.kind {
            last.insert(name, line.number);
        }
    }
    lines(bytes)
        .filter_map(|line| match line.kind {
            LineKind::Ignored(why) => Some((line.number, line.text.to_owned(), why)),
            LineKind::Entry { name, .. } => last
                .get(name)
                .filter(|&&by| by != line.number)
                .map(|&by| (line.number, line.text.to_owned(), Ignored::Repeated { by })),
            LineKind::Blank | LineKind::Comment => None,
        })
        .collect()
}

fn classify(text: &BStr) -> LineKind<'_> {
    if text.trim().is_empty() {
        return LineKind::Blank;
    }
    if text.starts_with(b"#") {
        return LineKind::Comment;
    }
    let Some(equals) = text.find_byte(b'=') else {
        return LineKind::Ignored(Ignored::NoEquals);
    };
    if text[0].is_ascii_uppercase() {
        return LineKind::Entry { name: text[..equals].as_bstr(), value: text[equals + 1..].as_bstr() };
    }
    LineKind::Ignored(if text.starts_with(b"\xef\xbb\xbf") {
        Ignored::ByteOrderMark
    } else if text[0] == b' ' || text[0] == b'\t' {
        Ignored::Indented
    } else if text.starts_with(b"export ") || text.starts_with(b"set ") {
        Ignored::ShellKeyword
    } else {
        Ignored::NotCapital
    })
}

/// The file after `go env -w` or `go env -u`, byte for byte (`updateEnvFile` in `cmd/go/internal/envcmd/env.go`,
/// the same from Go 1.19 to 1.27).
///
/// Besides the wish itself Go drops all but the last line of every repeated name, and sorts each run of keyed
/// lines. Of several edits of one name the last counts (go refuses such a command line before it comes here).
pub fn rewrite(before: &[u8], edits: &[Edit]) -> Vec<u8> {
    let mut lines: Vec<BString> = before.lines_with_terminator().map(BString::from).collect();
    if let Some(last) = lines.last_mut()
        && !last.ends_with(b"\n")
    {
        last.push(b'\n');
    }

    let mut place: HashMap<BString, usize> = HashMap::new();
    for at in 0..lines.len() {
        let key = BString::from(writer_key(&lines[at]));
        if key.is_empty() {
            continue;
        }
        if let Some(earlier) = place.insert(key, at) {
            lines[earlier].clear();
        }
    }

    for edit in edits {
        if let Edit::Set { name, value } = edit {
            let mut line = BString::from(name.as_slice());
            line.extend_from_slice(b"=");
            line.extend_from_slice(value);
            line.push(b'\n');
            match place.get(name) {
                Some(&at) => lines[at] = line,
                None => {
                    place.insert(name.clone(), lines.len());
                    lines.push(line);
                }
            }
        }
    }
    for edit in edits {
        if let Edit::Unset { name } = edit
            && let Some(&at) = place.get(name)
        {
            lines[at].clear();
        }
    }
    sort_runs(&mut lines);
    bstr::concat(lines)
}

/// Sorts each run of keyed lines; lines without a key, blanked ones among them, end a run.
fn sort_runs(lines: &mut [BString]) {
    let mut start = 0;
    for at in 0..=lines.len() {
        if at == lines.len() || writer_key(&lines[at]).is_empty() {
            lines[start..at].sort_by(|a, b| writer_key(a).cmp(writer_key(b)));
            start = at + 1;
        }
    }
}

/// What the writer takes for the key of a line: everything before the first `=`, unless a `#` is in it.
fn writer_key(line: &[u8]) -> &[u8] {
    match line.find_byte(b'=') {
        Some(equals) if !line[..equals].contains(&b'#') => &line[..equals],
        _ => b"",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(name: &str, value: &str) -> Edit {
        Edit::Set { name: name.into(), value: value.into() }
    }

    fn unset(name: &str) -> Edit {
        Edit::Unset { name: name.into() }
    }

    #[test]
    fn the_reader_keeps_everything_after_the_first_equals_sign() {
        let file = EnvFile::parse(b"GOPROXY=a=b\r\nGOFLAGS='-x' # no\nA=\n");
        assert_eq!(file.last("GOPROXY").unwrap().value, "a=b\r");
        assert_eq!(file.last("GOFLAGS").unwrap().value, "'-x' # no");
        assert_eq!(file.last("A").unwrap().value, "");
        assert_eq!(file.last("A").unwrap().line, 3);
    }

    #[test]
    fn the_reader_passes_over_what_does_not_begin_with_a_capital() {
        let file = EnvFile::parse(b" GOA=1\nexport GOB=2\n\xef\xbb\xbfGOC=3\ngod=4\n#GOE=5\n_F=6\nGOG");
        assert_eq!(file, EnvFile::default());
    }

    #[test]
    fn a_blank_before_the_equals_sign_is_part_of_the_name() {
        let file = EnvFile::parse(b"GOPROXY =direct");
        assert!(!file.contains("GOPROXY"));
        assert_eq!(file.first("GOPROXY ").unwrap().value, "direct");
    }

    #[test]
    fn ignored_lines_come_with_their_reason() {
        let found =
            ignored_lines(b"GOA=1\n GOB=2\nexport GOC=3\nnonsense\n\n# fine\nGOA=4\n\xef\xbb\xbfGOD=5");
        let reasons: Vec<_> = found.iter().map(|(line, _, why)| (*line, *why)).collect();
        assert_eq!(
            reasons,
            [
                (1, Ignored::Repeated { by: 7 }),
                (2, Ignored::Indented),
                (3, Ignored::ShellKeyword),
                (4, Ignored::NoEquals),
                (8, Ignored::ByteOrderMark),
            ]
        );
    }

    #[test]
    fn a_new_name_is_sorted_into_the_last_run() {
        let after = rewrite(b"GOPROXY=x\n# note\nGOSUMDB=y\nGOA=1", &[set("GOFLAGS", "-v")]);
        assert_eq!(after.as_bstr(), "GOPROXY=x\n# note\nGOA=1\nGOFLAGS=-v\nGOSUMDB=y\n");
    }

    #[test]
    fn a_removed_line_parts_the_run_it_stood_in() {
        let after = rewrite(b"C=1\nB=2\nA=3\n", &[unset("B")]);
        assert_eq!(after.as_bstr(), "C=1\nA=3\n");
    }

    #[test]
    fn of_repeated_names_only_the_last_line_stays() {
        let after = rewrite(b"B=1\nA=1\nB=2\n", &[set("C", "3")]);
        assert_eq!(after.as_bstr(), "A=1\nB=2\nC=3\n");
    }

    #[test]
    fn the_writer_takes_indented_and_lower_case_names_for_keys() {
        let after = rewrite(b" z=1\nb=2\n z=3\n", &[unset("b")]);
        assert_eq!(after.as_bstr(), " z=3\n");
    }

    #[test]
    fn carriage_returns_and_comments_of_other_lines_survive() {
        let after = rewrite(b"# a=b\r\nGOB=1\r\nGOA=1\r\n", &[set("GOA", "2")]);
        assert_eq!(after.as_bstr(), "# a=b\r\nGOA=2\nGOB=1\r\n");
    }

    #[test]
    fn digits_sort_before_letters() {
        let after = rewrite(b"", &[set("GOARCH", "arm"), set("GO386", "sse2"), set("GO111MODULE", "on")]);
        assert_eq!(after.as_bstr(), "GO111MODULE=on\nGO386=sse2\nGOARCH=arm\n");
    }
}
