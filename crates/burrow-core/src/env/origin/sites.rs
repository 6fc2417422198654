//! The places in a start file at which a variable can get a value, and whether it keeps it.

use bstr::BString;

use super::script::ast::{Assignment, Command, Node, Script, Word};

/// A place at which a variable can get a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// `None`: which one is decided when it runs.
    pub name: Option<BString>,
    /// The line of the assignment itself, within those of its command.
    pub line: u32,
    pub first: u32,
    pub last: u32,
    /// It is neither for one command only (`A=1 command`) nor in a subshell.
    pub lasts: bool,
}

/// All of a file, in functions and on ways not taken too.
pub fn sites(script: &Script) -> Vec<Site> {
    let mut found = Vec::new();
    walk(script, true, &mut found);
    found
}

fn walk(script: &[Node], lasts: bool, found: &mut Vec<Site>) {
    for node in script {
        walk_one(node, lasts, found);
    }
}

fn walk_one(node: &Node, lasts: bool, found: &mut Vec<Site>) {
    match &node.command {
        Command::Simple { assignments, words } => simple(node, assignments, words, lasts, found),
        Command::AndOr { first, rest } => {
            walk_one(first, lasts, found);
            rest.iter().for_each(|(_, node)| walk_one(node, lasts, found));
        }
        Command::Not(inner) => walk_one(inner, lasts, found),
        // The last command of a pipeline is the shell's own in zsh; the trace tells subshells apart.
        Command::Pipeline(parts) => walk(parts, lasts, found),
        Command::Background(inner) => walk_one(inner, false, found),
        Command::Subshell(body) => walk(body, false, found),
        Command::Group(body) => walk(body, lasts, found),
        Command::If { arms, otherwise } => {
            for (condition, body) in arms {
                walk(condition, lasts, found);
                walk(body, lasts, found);
            }
            walk(otherwise, lasts, found);
        }
        Command::While { condition, body } => {
            walk(condition, lasts, found);
            walk(body, lasts, found);
        }
        Command::For { body, .. } => walk(body, lasts, found),
        Command::Case { arms, .. } => arms.iter().for_each(|arm| walk(&arm.body, lasts, found)),
        Command::Function { body, .. } => walk(body, lasts, found),
        Command::Condition(_) | Command::Arithmetic(_) | Command::Unreadable => {}
    }
}

fn simple(node: &Node, assignments: &[Assignment], words: &[Word], lasts: bool, found: &mut Vec<Site>) {
    let site =
        |name: Option<BString>, line, lasts| Site { name, line, first: node.first, last: node.last, lasts };
    let alone = words.is_empty();
    found.extend(assignments.iter().map(|a| site(Some(a.name.clone()), a.line, lasts && alone)));
    let Some(command) = words.first().and_then(Word::bare) else { return };
    match command {
        b"export" | b"declare" | b"typeset" | b"readonly" | b"local" => {
            found.extend(
                words[1..].iter().map(|word| site(name_of(word), word.line, lasts && command != b"local")),
            );
        }
        b"eval" => found.push(site(None, node.first, lasts)),
        _ => {}
    }
}

/// The name in front of the `=` of an argument.
fn name_of(word: &Word) -> Option<BString> {
    let super::script::ast::Part::Text { bytes, .. } = word.parts.first()? else { return None };
    match bytes.iter().position(|&b| b == b'=') {
        Some(at) => Some(bytes[..at].into()),
        None => word.literal(),
    }
}
