//! `//go:build` and `// +build` lines (`go/build/constraint`).

use bstr::{BString, ByteSlice};

use super::Tags;

/// An expression of tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expr {
    Tag(Vec<u8>),
    Not(Box<Expr>),
    And(Box<Expr>, Box<Expr>),
    Or(Box<Expr>, Box<Expr>),
}

impl Expr {
    pub fn holds(&self, tags: &Tags) -> bool {
        match self {
            Expr::Tag(name) => tags.holds(name),
            Expr::Not(of) => !of.holds(tags),
            Expr::And(a, b) => a.holds(tags) && b.holds(tags),
            Expr::Or(a, b) => a.holds(tags) || b.holds(tags),
        }
    }

    pub(super) fn and(self, other: Expr) -> Expr {
        Expr::And(Box::new(self), Box::new(other))
    }

    fn or(self, other: Expr) -> Expr {
        Expr::Or(Box::new(self), Box::new(other))
    }

    /// Every tag in it.
    pub(super) fn tags(&self) -> Vec<BString> {
        match self {
            Expr::Tag(name) => vec![name.clone().into()],
            Expr::Not(of) => of.tags(),
            Expr::And(a, b) | Expr::Or(a, b) => [a.tags(), b.tags()].concat(),
        }
    }

    /// What `// +build` lines that say the same come to (`PlusBuildLines`); `None`: go writes none for it.
    pub(super) fn as_plus_build(&self) -> Option<Expr> {
        let inner = self.with_not_inside(false);
        let mut lines: Vec<Expr> = Vec::new();
        for line in inner.parts(true) {
            let clauses = line.parts(false);
            let is_literal = |it: &&Expr| matches!(it, Expr::Tag(_) | Expr::Not(_));
            let joined = |clause: &Expr| {
                let all = clause.parts(true);
                all.iter().all(is_literal).then(|| all.into_iter().cloned().reduce(Expr::and)).flatten()
            };
            let clauses: Option<Vec<Expr>> = clauses.into_iter().map(joined).collect();
            lines.extend(clauses?.into_iter().reduce(Expr::or));
        }
        lines.into_iter().reduce(Expr::and)
    }

    /// Without a `!` before brackets (`pushNot`).
    fn with_not_inside(&self, not: bool) -> Expr {
        match self {
            Expr::Tag(_) if not => Expr::Not(Box::new(self.clone())),
            Expr::Tag(_) => self.clone(),
            Expr::Not(of) => of.with_not_inside(!not),
            Expr::And(a, b) | Expr::Or(a, b) => {
                let (a, b) = (a.with_not_inside(not), b.with_not_inside(not));
                if matches!(self, Expr::And(..)) == not { a.or(b) } else { a.and(b) }
            }
        }
    }

    /// What is joined by `&&`, or by `||`.
    fn parts(&self, by_and: bool) -> Vec<&Expr> {
        match self {
            Expr::And(a, b) if by_and => [a.parts(true), b.parts(true)].concat(),
            Expr::Or(a, b) if !by_and => [a.parts(false), b.parts(false)].concat(),
            other => vec![other],
        }
    }
}

/// As go writes it (`Expr.String`).
impl std::fmt::Display for Expr {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let within = |of: &Expr, bare: bool| if bare { of.to_string() } else { format!("({of})") };
        match self {
            Expr::Tag(name) => f.write_str(&name.to_str_lossy()),
            Expr::Not(of) => write!(f, "!{}", within(of, matches!(**of, Expr::Tag(_) | Expr::Not(_)))),
            Expr::And(a, b) => {
                let [a, b] = [a, b].map(|of| within(of, !matches!(**of, Expr::Or(..))));
                write!(f, "{a} && {b}")
            }
            Expr::Or(a, b) => {
                let [a, b] = [a, b].map(|of| within(of, !matches!(**of, Expr::And(..))));
                write!(f, "{a} || {b}")
            }
        }
    }
}

/// How deep brackets may lie, so that no file takes the stack.
const DEEPEST: usize = 100;

/// What stands behind `//go:build`; `None`: go does not understand it.
pub fn go_build(text: &[u8]) -> Option<Expr> {
    let mut parser = Parser { rest: text, depth: 0 };
    let expr = parser.or()?;
    parser.rest.trim().is_empty().then_some(expr)
}

/// What stands behind `// +build`: words are alternatives, commas join. `None`: not understood, and passed over.
pub fn plus_build(text: &[u8]) -> Option<Expr> {
    let mut all: Option<Expr> = None;
    for clause in text.fields() {
        let mut joined: Option<Expr> = None;
        for literal in clause.split(|b| *b == b',') {
            // `!!x` and what is no tag stand for one that hardly ever holds.
            let (negated, tag) = match literal.strip_prefix(b"!") {
                Some(rest) if !matches!(rest.first(), None | Some(b'!')) => (true, rest),
                _ => (false, literal),
            };
            let word = if is_tag(tag) { Expr::Tag(tag.to_vec()) } else { Expr::Tag(b"ignore".to_vec()) };
            let word = if negated { Expr::Not(Box::new(word)) } else { word };
            joined = Some(match joined {
                None => word,
                Some(before) => Expr::And(Box::new(before), Box::new(word)),
            });
        }
        let joined = joined?;
        all = Some(match all {
            None => joined,
            Some(before) => Expr::Or(Box::new(before), Box::new(joined)),
        });
    }
    Some(all.unwrap_or(Expr::Tag(b"ignore".to_vec())))
}

fn is_tag(word: &[u8]) -> bool {
    !word.is_empty() && word.chars().all(is_tag_char)
}

pub(super) fn is_tag_char(c: char) -> bool {
    c != '\u{fffd}' && (c.is_alphabetic() || c.is_numeric() || c == '_' || c == '.')
}

struct Parser<'a> {
    rest: &'a [u8],
    depth: usize,
}

impl Parser<'_> {
    fn or(&mut self) -> Option<Expr> {
        let mut left = self.and()?;
        while self.take(b"||") {
            left = Expr::Or(Box::new(left), Box::new(self.and()?));
        }
        Some(left)
    }

    fn and(&mut self) -> Option<Expr> {
        let mut left = self.not()?;
        while self.take(b"&&") {
            left = Expr::And(Box::new(left), Box::new(self.not()?));
        }
        Some(left)
    }

    fn not(&mut self) -> Option<Expr> {
        if !self.take(b"!") {
            return self.atom();
        }
        // Go refuses `!!`.
        if self.take(b"!") { None } else { Some(Expr::Not(Box::new(self.atom()?))) }
    }

    fn atom(&mut self) -> Option<Expr> {
        if self.take(b"(") {
            self.depth += 1;
            if self.depth > DEEPEST {
                return None;
            }
            let inside = self.or()?;
            self.depth -= 1;
            return self.take(b")").then_some(inside);
        }
        self.skip();
        let end = self.rest.char_indices().find(|(_, _, c)| !is_tag_char(*c));
        let end = end.map_or(self.rest.len(), |(start, _, _)| start);
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        (!word.is_empty()).then(|| Expr::Tag(word.to_vec()))
    }

    fn take(&mut self, what: &[u8]) -> bool {
        self.skip();
        match self.rest.strip_prefix(what) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn skip(&mut self) {
        let blanks = self.rest.iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
        self.rest = &self.rest[blanks..];
    }
}

#[cfg(test)]
mod tests {
    use bstr::BStr;

    use super::*;

    fn tags() -> Tags {
        Tags::new(BStr::new("linux"), BStr::new("amd64"), true, 21, ["mine".into()])
    }

    #[test]
    fn expressions_hold_as_go_reads_them() {
        for (text, holds) in [
            ("linux && amd64", true),
            ("windows || (linux && !arm64)", true),
            ("!linux", false),
            ("go1.21 && !go1.22", true),
            ("ignore", false),
            ("mine&&unix&&cgo&&gc", true),
            ("a || b && linux", false),
        ] {
            assert_eq!(go_build(text.as_bytes()).unwrap().holds(&tags()), holds, "{text}");
        }
        for text in ["", "linux amd64", "!!linux", "(linux", "linux &&", "a-b", "linux // why"] {
            assert_eq!(go_build(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn the_old_form_joins_by_commas() {
        for (text, holds) in [
            ("linux darwin", true),
            ("windows linux,amd64", true),
            ("linux,!amd64", false),
            ("!windows", true),
            ("!!linux", false),
            ("a-b", false),
            ("!a-b", true),
            ("!", false),
            ("", false),
        ] {
            assert_eq!(plus_build(text.as_bytes()).unwrap().holds(&tags()), holds, "{text}");
        }
    }
}
