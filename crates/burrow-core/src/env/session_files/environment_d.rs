//! `environment.d/*.conf`, as systemd's generator reads them (`src/basic/env-file.c`, `env-util.c`).

use bstr::{BString, ByteSlice};
use go_rules::environ::Environ;

use super::Raw;

/// Assignments with their values after unquoting and expansion.
pub fn parse(text: &[u8], known: &Environ) -> Vec<Raw> {
    let mut known = known.clone();
    let mut found = Vec::new();
    let mut scan = Scan { rest: text, line: 1 };
    while !scan.rest.is_empty() {
        let line = scan.line;
        if let Some((name, value)) = scan.assignment() {
            let value = expand(&value, &known);
            known = known.with(&name, Some(&value));
            found.push((name, value, line));
        }
    }
    found
}

struct Scan<'a> {
    rest: &'a [u8],
    line: u32,
}

impl Scan<'_> {
    fn next(&mut self) -> Option<u8> {
        let (&byte, rest) = self.rest.split_first()?;
        self.rest = rest;
        self.line += u32::from(byte == b'\n');
        Some(byte)
    }

    /// One logical line: an assignment, or nothing.
    fn assignment(&mut self) -> Option<(BString, BString)> {
        let end = self.rest.find_byte(b'\n').unwrap_or(self.rest.len());
        let line = self.rest[..end].trim_start();
        let equals = line.find_byte(b'=').filter(|_| !line.starts_with(b"#") && !line.starts_with(b";"));
        let name = equals.map(|at| BString::from(line[..at].trim_end()));
        let Some(name) = name.filter(|n| is_name(n)) else {
            self.skip_line();
            return None;
        };
        while self.next() != Some(b'=') {}
        Some((name, self.value()))
    }

    /// A comment may be continued as well.
    fn skip_line(&mut self) {
        while let Some(byte) = self.next() {
            match byte {
                b'\\' => drop(self.next()),
                b'\n' => return,
                _ => {}
            }
        }
    }

    /// To the end of the logical line: quotes taken off, blanks around it dropped.
    fn value(&mut self) -> BString {
        let mut value = BString::default();
        let mut keep = 0;
        while let Some(byte) = self.next() {
            match byte {
                b'\n' => break,
                b'\\' => {
                    value.extend(self.next().filter(|&b| b != b'\n'));
                    keep = value.len();
                }
                b'"' | b'\'' => {
                    self.quoted(byte, &mut value);
                    keep = value.len();
                }
                b if b.is_ascii_whitespace() => {
                    if !value.is_empty() {
                        value.push(b);
                    }
                }
                b => {
                    value.push(b);
                    keep = value.len();
                }
            }
        }
        value.truncate(keep);
        value
    }

    fn quoted(&mut self, quote: u8, value: &mut BString) {
        while let Some(byte) = self.next() {
            match byte {
                b if b == quote => return,
                b'\\' if quote == b'"' => match self.next() {
                    Some(b'\n') | None => {}
                    Some(b) if b"\"\\`$".contains(&b) => value.push(b),
                    Some(b) => value.extend([b'\\', b]),
                },
                b => value.push(b),
            }
        }
    }
}

/// What systemd takes for the name of a variable.
pub fn is_name(name: &[u8]) -> bool {
    let first = name.first().is_some_and(|b| b.is_ascii_alphabetic() || *b == b'_');
    first && name.iter().all(|&b| b.is_ascii_alphanumeric() || b == b'_')
}

/// `$NAME`, `${NAME}`, `${NAME:-else}`, `${NAME:+then}`, `$$`; quotes have no say here.
fn expand(value: &[u8], known: &Environ) -> BString {
    let mut out = BString::default();
    let mut rest = value;
    while let Some(at) = rest.find_byte(b'$') {
        out.extend_from_slice(&rest[..at]);
        let after = &rest[at + 1..];
        rest = if let Some(tail) = after.strip_prefix(b"$") {
            out.push(b'$');
            tail
        } else if let Some((inside, tail)) = after.strip_prefix(b"{").and_then(braced) {
            out.extend_from_slice(&conditional(inside, known));
            tail
        } else {
            let len = after.iter().take_while(|&&b| b.is_ascii_alphanumeric() || b == b'_').count();
            match is_name(&after[..len]) {
                true => out.extend_from_slice(known.get(&after[..len]).unwrap_or_default()),
                false => out.extend_from_slice(&rest[at..=at + len]),
            }
            &after[len..]
        };
    }
    out.extend_from_slice(rest);
    out
}

/// What stands in the braces, inner ones included, and what follows.
fn braced(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut depth = 1;
    for (i, byte) in text.iter().enumerate() {
        depth += i32::from(*byte == b'{') - i32::from(*byte == b'}');
        if depth == 0 {
            return Some((&text[..i], &text[i + 1..]));
        }
    }
    None
}

fn conditional(inside: &[u8], known: &Environ) -> BString {
    let set = |name: &[u8]| known.set(name).map(BString::from);
    if let Some((name, other)) = inside.split_once_str(":-") {
        set(name).unwrap_or_else(|| expand(other, known))
    } else if let Some((name, then)) = inside.split_once_str(":+") {
        set(name).map(|_| expand(then, known)).unwrap_or_default()
    } else {
        set(inside).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use go_rules::environ::Os;

    use super::*;

    fn parsed(text: &str) -> Vec<(String, String, u32)> {
        let known = Environ::new(Os::Linux, [("HOME".into(), "/h".into())]);
        let found = parse(text.as_bytes(), &known);
        found.into_iter().map(|(name, value, line)| (name.to_string(), value.to_string(), line)).collect()
    }

    fn one(name: &str, value: &str, line: u32) -> (String, String, u32) {
        (name.to_owned(), value.to_owned(), line)
    }

    #[test]
    fn quotes_continuations_and_comments_are_read_as_systemd_reads_them() {
        let text = "# GOBIN=/no\\\nGOBIN=/still/comment\n;GOBIN=/no\nGOFLAGS = -x \\\n  -y\nGOPROXY=\"a b\" \nA='$$'\n";
        let expected = [one("GOFLAGS", "-x   -y", 4), one("GOPROXY", "a b", 6), one("A", "$", 7)];
        assert_eq!(parsed(text), expected);
    }

    #[test]
    fn variables_are_expanded_also_in_single_quotes() {
        let text = "GOPATH=${HOME}/go\nGOBIN='$GOPATH/bin'\nX=${NONE:-a${HOME}}\nY=${HOME:+set}${NONE:+no}\n";
        let expected =
            [one("GOPATH", "/h/go", 1), one("GOBIN", "/h/go/bin", 2), one("X", "a/h", 3), one("Y", "set", 4)];
        assert_eq!(parsed(text), expected);
    }

    #[test]
    fn a_line_that_is_no_assignment_sets_nothing() {
        assert_eq!(parsed("export GOBIN=/x\n1X=2\nnothing\nGOBIN=/y"), [one("GOBIN", "/y", 4)]);
    }
}
