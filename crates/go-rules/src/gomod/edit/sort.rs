//! The order of the lines in a block, and which repeated lines go (`modfile.SortBlocks`).

use std::cmp::Ordering;
use std::collections::HashSet;

use bstr::ByteSlice;

use crate::gomod::directives::{Directive, Directives};
use crate::gomod::syntax::{At, Line, Stmt, Syntax};
use crate::semver;

/// Drops repeated lines (of `replace` the last counts, of the others the first) and empty blocks, then sorts each
/// block.
pub fn sort_blocks(syntax: &mut Syntax, directives: &Directives) {
    let mut dead: HashSet<At> = HashSet::new();
    let lines = || directives.0.iter().map(|placed| (placed.at, &placed.says));
    repeated(lines().filter(|(_, says)| !matches!(says, Directive::Replace(_))), &mut dead);
    repeated(lines().filter(|(_, says)| matches!(says, Directive::Replace(_))).rev(), &mut dead);
    let go = directives.go().map(|(_, version)| [b"v".as_slice(), version].concat());
    let by_version = go.is_some_and(|go| semver::compare(&go, b"v1.21").is_ge());
    let stmts = std::mem::take(&mut syntax.stmts);
    for (stmt, mut piece) in stmts.into_iter().enumerate() {
        if dead.contains(&At { stmt, line: None }) {
            continue;
        }
        if let Stmt::Block(block) = &mut piece {
            let mut line = 0;
            block.lines.retain(|_| {
                line += 1;
                !dead.contains(&At { stmt, line: Some(line - 1) })
            });
            if block.lines.is_empty() {
                continue;
            }
            let word = block.tokens.first().map(|t| t.as_bytes()).unwrap_or_default();
            match word {
                b"exclude" if by_version => block.lines.sort_by(excludes),
                b"retract" => block.lines.sort_by(retracts),
                _ => block.lines.sort_by(|a, b| a.tokens_order(b)),
            }
        }
        syntax.stmts.push(piece);
    }
}

fn repeated<'a>(lines: impl Iterator<Item = (At, &'a Directive)>, dead: &mut HashSet<At>) {
    let mut seen: HashSet<Key<'a>> = HashSet::new();
    for (at, says) in lines {
        if key(says).is_some_and(|key| !seen.insert(key)) {
            dead.insert(at);
        }
    }
}

/// The word, and what must not stand behind it twice.
type Key<'a> = (&'static str, &'a [u8], &'a [u8]);

fn key(says: &Directive) -> Option<Key<'_>> {
    match says {
        Directive::Exclude(it) => Some(("exclude", &it.module, &it.version)),
        Directive::Replace(it) => Some(("replace", &it.old.module, &it.old.version)),
        Directive::Tool(path) => Some(("tool", path, b"")),
        Directive::Ignore(path) => Some(("ignore", path, b"")),
        _ => None,
    }
}

impl Line {
    fn tokens_order(&self, other: &Line) -> Ordering {
        self.tokens.cmp(&other.tokens)
    }
}

fn excludes(a: &Line, b: &Line) -> Ordering {
    match (a.tokens.as_slice(), b.tokens.as_slice()) {
        ([path, version], [other, than]) => path.cmp(other).then_with(|| semver::compare(version, than)),
        _ => a.tokens_order(b),
    }
}

/// The latest first.
fn retracts(a: &Line, b: &Line) -> Ordering {
    let (a, b) = (interval(a), interval(b));
    semver::compare(b.0, a.0).then_with(|| semver::compare(b.1, a.1))
}

fn interval(line: &Line) -> (&[u8], &[u8]) {
    match line.tokens.as_slice() {
        [one] => (one, one),
        [open, low, comma, high, close] if open == "[" && comma == "," && close == "]" => (low, high),
        _ => (b"", b""),
    }
}
