//! What `go vet` says of constraint lines (`passes/buildtag`): some that a build passes over or goes by stop it. Only what
//! stands before the package clause is looked at.

use bstr::{BString, ByteSlice};

use super::constraint::{self, Expr, is_tag_char};
use super::header::is_go_build;

/// What it says of the text before a package clause, by a go of this minor version; `None`: nothing.
pub(super) fn complaint(head: &[u8], minor: u32) -> Option<String> {
    let mut check =
        Check { minor, go_build: None, plus_build: Vec::new(), plus_counts: true, complaint: None };
    for group in groups(head) {
        // What adjoins the package clause is its documentation.
        check.plus_counts &= group.end + 1 < head.len();
        for comment in group.comments {
            check.comment(comment);
        }
    }
    check.finish();
    check.complaint
}

/// Comments with no blank line between them (`ast.CommentGroup`).
#[derive(Default)]
struct Group<'a> {
    comments: Vec<&'a [u8]>,
    /// Where the last one ends, its line's end apart.
    end: usize,
}

fn groups(head: &[u8]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut at = 0;
    let mut line_ends = 2;
    while let Some(byte) = head.get(at) {
        let rest = &head[at..];
        let length = match byte {
            b'/' if rest.starts_with(b"//") => rest.find_byte(b'\n').unwrap_or(rest.len()),
            b'/' if rest.starts_with(b"/*") => rest[2..].find(b"*/").map_or(rest.len(), |end| end + 4),
            _ => {
                line_ends += usize::from(*byte == b'\n');
                at += 1;
                continue;
            }
        };
        let comment = rest[..length].strip_suffix(b"\r").unwrap_or(&rest[..length]);
        if line_ends > 1 {
            groups.push(Group::default());
        }
        if let Some(group) = groups.last_mut() {
            group.comments.push(comment);
            group.end = at + comment.len();
        }
        (at, line_ends) = (at + length, 0);
    }
    groups
}

struct Check {
    minor: u32,
    go_build: Option<Expr>,
    plus_build: Vec<Expr>,
    /// `// +build` lines are in their place.
    plus_counts: bool,
    complaint: Option<String>,
}

impl Check {
    fn comment(&mut self, text: &[u8]) {
        if text.starts_with(b"//") {
            self.line(text, false);
            return;
        }
        // Behind a comment with stars none counts any more.
        self.plus_counts = false;
        for line in text.lines().skip(1).filter(|line| line.starts_with(b"//")) {
            self.line(line, true);
        }
    }

    fn line(&mut self, line: &[u8], in_stars: bool) {
        if line.contains_str("+build") {
            self.plus_build(line.trim());
        }
        if line.contains_str("//go:build") {
            self.go_build(line, in_stars);
        }
    }

    fn go_build(&mut self, line: &[u8], in_stars: bool) {
        if !is_go_build(line.trim()) {
            return;
        }
        if in_stars {
            return self.complain("misplaced //go:build comment");
        }
        if self.go_build.is_some() {
            return self.complain("unexpected extra //go:build line");
        }
        match constraint::go_build(&line.trim()[b"//go:build".len()..]) {
            Some(expr) => {
                self.versions(&expr);
                self.go_build = Some(expr);
            }
            None => self.complain("parsing //go:build line"),
        }
    }

    fn plus_build(&mut self, line: &[u8]) {
        let rest = line[2..].trim().strip_prefix(b"+build");
        let Some(rest) = rest.filter(|rest| rest.first().is_none_or(u8::is_ascii_whitespace)) else {
            if self.plus_counts && !line.starts_with(b"// want") {
                self.complain("possible malformed +build comment");
            }
            return;
        };
        if !self.plus_counts {
            return self.complain("misplaced +build comment");
        }
        let is_word = |word: &[u8]| word.strip_prefix(b"!").unwrap_or(word).chars().all(is_tag_char);
        if !rest.fields().flat_map(|clause| clause.split(|b| *b == b',')).all(is_word) {
            return self.complain("invalid build constraint in a +build line");
        }
        if let Some(expr) = constraint::plus_build(rest) {
            self.versions(&expr);
            self.plus_build.push(expr);
        }
    }

    fn versions(&mut self, expr: &Expr) {
        let wrong = expr.tags().into_iter().find(is_mistyped_version);
        if let Some(tag) = wrong.filter(|_| self.minor >= 24) {
            self.complain(&format!("invalid go version {tag:?} in build constraint"));
        }
    }

    /// Of both forms, the old must say what go would write for the new (`constraint.PlusBuildLines`).
    fn finish(&mut self) {
        let Some(expr) = self.go_build.take().filter(|_| !self.plus_build.is_empty()) else { return };
        let Some(wanted) = expr.as_plus_build() else {
            return self.complain("expression too complex for // +build lines");
        };
        let all = std::mem::take(&mut self.plus_build);
        if all.into_iter().reduce(Expr::and).map(|all| all.to_string()) != Some(wanted.to_string()) {
            self.complain("+build lines do not match //go:build condition");
        }
    }

    fn complain(&mut self, what: &str) {
        self.complaint.get_or_insert_with(|| what.to_owned());
    }
}

/// `go1.x`, `go1.21.3`, `go.21`: meant for a version, and none.
fn is_mistyped_version(tag: &BString) -> bool {
    let is_number = |text: &[u8]| text.to_str().is_ok_and(|text| text.parse::<u32>().is_ok());
    if let Some(rest) = tag.strip_prefix(b"go1") {
        return !(rest.is_empty() || rest.strip_prefix(b".").is_some_and(is_number));
    }
    ["go.", "g1.", "go"].iter().any(|prefix| tag.strip_prefix(prefix.as_bytes()).is_some_and(is_number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(head: &str) -> String {
        complaint(head.as_bytes(), 24).unwrap_or_default()
    }

    #[test]
    fn both_forms_must_say_the_same() {
        for (new, old) in [
            ("linux", "// +build linux"),
            ("linux && amd64", "// +build linux,amd64"),
            ("linux && amd64", "// +build linux\n// +build amd64"),
            ("(linux || darwin) && !cgo", "// +build linux darwin\n// +build !cgo"),
            ("!(linux || darwin)", "// +build !linux,!darwin"),
            ("linux || (darwin && cgo)", "// +build linux darwin,cgo"),
        ] {
            assert_eq!(says(&format!("//go:build {new}\n{old}\n\n")), "", "{new}");
            assert!(says(&format!("//go:build {new}\n{old},x\n\n")).contains("do not match"), "{new}");
        }
        assert!(says("// +build linux\n//go:build windows\n\n").contains("do not match"));
    }

    #[test]
    fn lines_that_mean_nothing_are_told() {
        for (head, what) in [
            ("// +build linux\n", "misplaced +build"),
            ("/* c */\n\n// +build linux\n\n", "misplaced +build"),
            ("/*\n//go:build linux\n*/\n", "misplaced //go:build"),
            ("// go:build linux\n\n", ""),
            ("// //go:build linux\n\n", ""),
            ("// needs +build tags\n\n", "possible malformed"),
            ("// needs +build tags\n", ""),
            ("// +build a-b\n\n", "invalid build constraint"),
            ("// +build !!a\n\n", "invalid build constraint"),
            ("//go:build go1.21.3\n\n", "invalid go version"),
            ("//go:build go1.21 || go1\n\n", ""),
            ("// Doc.\n\n//go:build linux\n", ""),
        ] {
            let said = says(head);
            assert!(if what.is_empty() { said.is_empty() } else { said.contains(what) }, "{head:?}: {said}");
        }
        assert_eq!(complaint(b"//go:build go1.21.3\n\n", 23), None);
    }
}
