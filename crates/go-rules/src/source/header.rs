//! The beginning of a file: build constraints, the package clause, imports (`imports.ReadImports`, `ShouldBuild`,
//! `go/build.readGoInfo`); and where it imports `embed`, what it embeds.

use bstr::{BString, ByteSlice};

use super::Tags;
use super::constraint;
use super::embed;
use super::vet;
use crate::go_unquote::unquote;

/// What the beginning of a file says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Header {
    /// The name of its package; empty where it is no Go and not built.
    pub package: BString,
    pub imports: Vec<BString>,
    /// By its constraints it is built here.
    pub built: bool,
    /// It would be, if there were cgo: go still looks at its package clause.
    pub lacks_cgo: bool,
    /// The patterns of its `//go:embed` lines.
    pub embeds: Vec<BString>,
    /// It is not built, and no Go.
    pub is_nonsense: bool,
    /// Why `go vet` would not take its constraints.
    pub complaint: Option<String>,
}

/// Go does not read the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadSource {
    /// The text ended before the imports did: with more of the file it may be read.
    Cut,
    /// A NUL byte in it.
    Nul,
    /// `syntax error`.
    Syntax,
    /// A `//go:build` line that go does not understand, or more than one.
    Constraint,
}

impl std::fmt::Display for BadSource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            BadSource::Cut | BadSource::Syntax => "syntax error",
            BadSource::Nul => "unexpected NUL in input",
            BadSource::Constraint => "parsing //go:build line: syntax error",
        })
    }
}

/// Reads the beginning of a file. `whole`: there is no more of it than this text.
///
/// # Errors
/// It is no Go file, or more of it is wanted.
pub fn read(text: &[u8], whole: bool, tags: &Tags) -> Result<Header, BadSource> {
    let (reader, read) = begin(text, whole)?;
    let (text, end) = (reader.text, reader.at.min(reader.text.len()));
    if let Err(why) = read {
        // What is not built need not be Go.
        let is_passed_over = why == BadSource::Syntax && !should_build(text, tags)?;
        return match is_passed_over {
            true => Ok(Header { is_nonsense: true, ..Header::default() }),
            false => Err(why),
        };
    }
    let fits = should_build(&text[..end], tags)?;
    let complaint = reader.complaint(tags);
    let mut header = Header { package: reader.package, built: fits, complaint, ..Header::default() };
    for import in reader.imports {
        if import.as_slice() == b"\"C\"" && !tags.holds(b"cgo") {
            (header.built, header.lacks_cgo) = (false, fits);
        }
        header.imports.extend(unquote(&import));
    }
    if header.built && header.imports.iter().any(|path| path == "embed") {
        if !whole {
            return Err(BadSource::Cut);
        }
        header.embeds = embed::patterns(&text[reader.imported.min(text.len())..]);
    }
    Ok(header)
}

/// Looks at a file that is not built here by its name, as go does for its index of a folder (`modindex.getFileInfo`):
/// whatever it is built for, it must be Go. Answers why `go vet` would not take its constraints.
///
/// # Errors
/// It is no Go file, or more of it is wanted.
pub fn check(text: &[u8], whole: bool, tags: &Tags) -> Result<Option<String>, BadSource> {
    let (reader, read) = begin(text, whole)?;
    read?;
    let head = &reader.text[..reader.at.min(reader.text.len())];
    leading(head).map(|_| reader.complaint(tags)).ok_or(BadSource::Constraint)
}

/// Reads as far as the imports go.
fn begin(text: &[u8], whole: bool) -> Result<(Reader<'_>, Read), BadSource> {
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    let package = BString::default();
    let mut reader = Reader { text, at: 0, package, clause: 0, imports: Vec::new(), imported: 0 };
    let read = reader.all();
    if !whole && reader.at >= text.len() {
        return Err(BadSource::Cut);
    }
    Ok((reader, read))
}

struct Reader<'a> {
    text: &'a [u8],
    at: usize,
    package: BString,
    /// Where the package clause begins.
    clause: usize,
    /// With their quotes.
    imports: Vec<BString>,
    /// Where the last of them ended: comments behind it may be of what follows.
    imported: usize,
}

type Read = Result<(), BadSource>;

impl Reader<'_> {
    fn complaint(&self, tags: &Tags) -> Option<String> {
        let head = &self.text[..self.clause];
        head.contains_str("build").then(|| vet::complaint(head, tags.minor)).flatten()
    }

    fn all(&mut self) -> Read {
        self.keyword(b"package")?;
        self.clause = self.at - b"package".len();
        self.peek_behind_space()?;
        let start = self.at;
        self.ident()?;
        self.package = self.text[start..self.at].into();
        while self.peek_behind_space()? == Some(b'i') {
            self.keyword(b"import")?;
            if self.peek_behind_space()? == Some(b'(') {
                self.at += 1;
                while self.peek_behind_space()? != Some(b')') {
                    self.import()?;
                }
                self.at += 1;
            } else {
                self.import()?;
            }
            self.imported = self.at;
        }
        Ok(())
    }

    fn peek(&self) -> Result<Option<u8>, BadSource> {
        match self.text.get(self.at) {
            Some(0) => Err(BadSource::Nul),
            other => Ok(other.copied()),
        }
    }

    fn peek_behind_space(&mut self) -> Result<Option<u8>, BadSource> {
        loop {
            match self.peek()? {
                Some(b' ' | b'\x0c' | b'\t' | b'\r' | b'\n' | b';') => self.at += 1,
                Some(b'/') => self.comment()?,
                other => return Ok(other),
            }
        }
    }

    fn comment(&mut self) -> Read {
        let rest = &self.text[self.at..];
        let (end, behind) = match rest.get(1) {
            Some(b'/') => (rest.find_byte(b'\n').unwrap_or(rest.len()), 0),
            Some(b'*') => match rest[2..].find(b"*/") {
                Some(end) => (end + 2, 2),
                None => {
                    self.at = self.text.len();
                    return Err(BadSource::Syntax);
                }
            },
            _ => {
                self.at = (self.at + 2).min(self.text.len());
                return Err(BadSource::Syntax);
            }
        };
        if rest[..end].contains(&0) {
            return Err(BadSource::Nul);
        }
        self.at += end + behind;
        Ok(())
    }

    fn keyword(&mut self, word: &[u8]) -> Read {
        self.peek_behind_space()?;
        let rest = &self.text[self.at..];
        let fits = rest.starts_with(word) && !rest.get(word.len()).copied().is_some_and(is_ident);
        if fits {
            self.at += word.len();
            return Ok(());
        }
        if word.starts_with(rest) {
            self.at = self.text.len();
        }
        Err(BadSource::Syntax)
    }

    fn ident(&mut self) -> Read {
        if !self.peek_behind_space()?.is_some_and(is_ident) {
            return Err(BadSource::Syntax);
        }
        while self.peek()?.is_some_and(is_ident) {
            self.at += 1;
        }
        Ok(())
    }

    fn import(&mut self) -> Read {
        match self.peek_behind_space()? {
            Some(b'.') => self.at += 1,
            Some(c) if is_ident(c) => self.ident()?,
            _ => {}
        }
        let quote = match self.peek_behind_space()? {
            Some(quote @ (b'`' | b'"')) => quote,
            _ => return Err(BadSource::Syntax),
        };
        let start = self.at;
        self.at += 1;
        loop {
            match self.peek()? {
                None => return Err(BadSource::Syntax),
                Some(c) if c == quote => {
                    self.at += 1;
                    self.imports.push(self.text[start..self.at].into());
                    return Ok(());
                }
                Some(b'\n') if quote == b'"' => return Err(BadSource::Syntax),
                Some(b'\\') if quote == b'"' => self.at += 2,
                Some(_) => self.at += 1,
            }
        }
    }
}

fn is_ident(c: u8) -> bool {
    c.is_ascii_alphanumeric() || c == b'_' || c >= 0x80
}

/// Whether the constraints at the beginning hold (`go/build.shouldBuild`).
fn should_build(text: &[u8], tags: &Tags) -> Result<bool, BadSource> {
    let head = leading(text).ok_or(BadSource::Constraint)?;
    if let Some(line) = head.go_build {
        let expr = constraint::go_build(&line[b"//go:build".len()..]).ok_or(BadSource::Constraint)?;
        return Ok(expr.holds(tags));
    }
    let lines = head.plus_lines.lines().map(ByteSlice::trim);
    let words = lines.filter_map(|line| {
        let rest = line.strip_prefix(b"//")?.trim_start().strip_prefix(b"+build")?;
        (rest.is_empty() || rest[0].is_ascii_whitespace()).then_some(rest)
    });
    Ok(words.filter_map(constraint::plus_build).all(|expr| expr.holds(tags)))
}

struct Leading<'a> {
    /// Where `// +build` lines count: as far as the last blank line before the package.
    plus_lines: &'a [u8],
    go_build: Option<&'a [u8]>,
}

/// `parseFileHeader`; `None`: more than one `//go:build` line.
fn leading(text: &[u8]) -> Option<Leading<'_>> {
    let mut head = Leading { plus_lines: &text[..0], go_build: None };
    let (mut at, mut ended, mut in_comment) = (0, false, false);
    'lines: while at < text.len() {
        let end = text[at..].find_byte(b'\n').map_or(text.len(), |end| at + end + 1);
        let mut line = text[at..end].trim();
        at = end;
        if line.is_empty() && !ended {
            head.plus_lines = &text[..at];
            continue;
        }
        if !line.starts_with(b"//") {
            ended = true;
        }
        if !in_comment && is_go_build(line) {
            if head.go_build.is_some() {
                return None;
            }
            head.go_build = Some(line);
        }
        while !line.is_empty() {
            if in_comment {
                let Some(close) = line.find(b"*/") else { continue 'lines };
                in_comment = false;
                line = line[close + 2..].trim();
            } else if line.starts_with(b"//") {
                continue 'lines;
            } else if let Some(rest) = line.strip_prefix(b"/*") {
                in_comment = true;
                line = rest.trim();
            } else {
                break 'lines;
            }
        }
    }
    Some(head)
}

pub(super) fn is_go_build(line: &[u8]) -> bool {
    line.strip_prefix(b"//go:build").is_some_and(|rest| rest.is_empty() || rest[0].is_ascii_whitespace())
}

#[cfg(test)]
mod tests {
    use bstr::BStr;

    use super::*;

    fn tags(cgo: bool) -> Tags {
        Tags::new(BStr::new("linux"), BStr::new("amd64"), cgo, 21, [])
    }

    fn imports(text: &str) -> Result<(bool, Vec<String>), BadSource> {
        let header = read(text.as_bytes(), true, &tags(true))?;
        Ok((header.built, header.imports.iter().map(ToString::to_string).collect()))
    }

    #[test]
    fn imports_are_read_in_every_form() {
        let text = "\u{feff}// doc\npackage a /* x */\nimport \"fmt\"; import (\n\t. \"a.com/b\"\n\t_ `c.com/d` // why\n\
                    \n\tx \"e\\u0041\";\n)\nvar i = 1\nimport \"late\"\n";
        assert_eq!(
            imports(text),
            Ok((true, vec!["fmt".into(), "a.com/b".into(), "c.com/d".into(), "eA".into()]))
        );
        assert_eq!(imports("package a"), Ok((true, vec![])));
        for bad in [
            "",
            "garbage",
            "package",
            "package a; import",
            "package a\nimport \"x\n\"",
            "package a\nimport (\n\"x\"",
        ] {
            assert_eq!(imports(bad), Err(BadSource::Syntax), "{bad:?}");
        }
        assert_eq!(imports("package a\0"), Err(BadSource::Nul));
        assert_eq!(imports("//go:build ignore\n\n{{.Package}}"), Ok((false, vec![])));
    }

    #[test]
    fn what_is_not_built_is_go_or_nonsense() {
        let is_nonsense =
            |text: &str| read(text.as_bytes(), true, &tags(true)).map(|header| header.is_nonsense);
        assert_eq!(is_nonsense("//go:build ignore\n\n{{.Package}}"), Ok(true));
        assert_eq!(is_nonsense("//go:build ignore\n\npackage a"), Ok(false));
        for (text, expected) in [
            ("package a\nimport \"b\"\nnonsense", Ok(())),
            ("//go:build linux &&\n\npackage a", Ok(())),
            ("", Err(BadSource::Syntax)),
            ("nonsense", Err(BadSource::Syntax)),
            ("package a\0", Err(BadSource::Nul)),
            ("//go:build a\n//go:build b\n\npackage a", Err(BadSource::Constraint)),
        ] {
            assert_eq!(check(text.as_bytes(), true, &tags(true)).map(|_| ()), expected, "{text:?}");
        }
        assert_eq!(check(b"package a\n", false, &tags(true)), Err(BadSource::Cut));
    }

    #[test]
    fn constraints_count_where_go_looks_for_them() {
        for (text, built) in [
            ("//go:build linux\n\npackage a", true),
            ("//go:build windows\n\npackage a", false),
            ("//go:build windows\npackage a", false),
            ("// +build windows\n\npackage a", false),
            ("// +build windows\npackage a", true),
            ("// +build windows\n// +build linux\n\npackage a", false),
            ("/* x\n//go:build windows\n*/\npackage a", true),
            ("//go:build linux\n// +build windows\n\npackage a", true),
            ("package a\n//go:build windows\n", true),
        ] {
            assert_eq!(imports(text).unwrap().0, built, "{text:?}");
        }
        for text in ["//go:build linux\n//go:build linux\n\npackage a", "//go:build linux &&\n\npackage a"] {
            assert_eq!(imports(text), Err(BadSource::Constraint), "{text:?}");
        }
        let with_c = "package a\nimport \"C\"\n";
        assert!(imports(with_c).unwrap().0);
        let without = read(with_c.as_bytes(), true, &tags(false)).unwrap();
        assert!(!without.built && without.lacks_cgo);
    }

    #[test]
    fn what_is_embedded_stands_behind_the_imports() {
        let text = "package a\n\nimport _ \"embed\"\n\n//go:embed a.txt\nvar s string\n//go:embed b\n";
        let header = read(text.as_bytes(), true, &tags(true)).unwrap();
        assert_eq!((header.package, header.embeds), ("a".into(), vec!["a.txt".into(), "b".into()]));
        let without = text.replace("\"embed\"", "\"fmt\"");
        assert!(read(without.as_bytes(), true, &tags(true)).unwrap().embeds.is_empty());
        assert_eq!(read(&text.as_bytes()[..40], false, &tags(true)), Err(BadSource::Cut));
    }

    #[test]
    fn a_text_that_ends_too_early_wants_more() {
        let text = "package abc\nimport (\n\t\"a.com/b\"\n)\nvar x = 1\n";
        let whole = read(text.as_bytes(), true, &tags(true)).unwrap();
        for end in 0..text.len() {
            match read(&text.as_bytes()[..end], false, &tags(true)) {
                Err(why) => assert_eq!(why, BadSource::Cut, "{end}"),
                Ok(header) => assert_eq!(header, whole, "{end}"),
            }
        }
    }
}
