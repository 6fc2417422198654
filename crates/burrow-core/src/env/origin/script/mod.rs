//! Start files as trees: what a shell would make of their text, without running any of it.

pub mod ast;
#[cfg(test)]
mod bad_input;
mod cursor;
mod fish;
mod posix;
mod posix_compound;
mod posix_words;

use ast::{Dialect, Script};

/// The commands of a file in `dialect`. What cannot be read is a node of its own; it is never guessed at.
pub fn parse(text: &[u8], dialect: Dialect) -> Script {
    parse_from(text, dialect, 1)
}

/// As [`parse`], for text whose first line is the file's line `line`.
pub fn parse_from(text: &[u8], dialect: Dialect, line: u32) -> Script {
    match dialect {
        Dialect::Fish => fish::parse(text, line),
        Dialect::Bash | Dialect::Zsh | Dialect::Posix => posix::parse(text, dialect, line),
    }
}
