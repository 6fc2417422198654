//! The tree of a start file. Fish and the Bourne family share it: the same few things decide what is exported.

use std::rc::Rc;

use bstr::BString;

/// The language of a start file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dialect {
    Bash,
    Zsh,
    Posix,
    Fish,
}

pub type Script = Vec<Node>;

/// A command and the lines it stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    pub first: u32,
    pub last: u32,
    pub command: Command,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    Simple {
        assignments: Vec<Assignment>,
        words: Vec<Word>,
    },
    /// `a && b || c`, evaluated from the left.
    AndOr {
        first: Box<Node>,
        rest: Vec<(Join, Node)>,
    },
    Not(Box<Node>),
    Pipeline(Script),
    Background(Box<Node>),
    If {
        arms: Vec<(Script, Script)>,
        otherwise: Script,
    },
    /// `while` and `until`: what decides is not told apart.
    While {
        condition: Script,
        body: Script,
    },
    For {
        name: BString,
        /// `None`: over the arguments.
        words: Option<Vec<Word>>,
        body: Script,
    },
    Case {
        subject: Word,
        arms: Vec<Arm>,
    },
    Group(Script),
    Subshell(Script),
    Function {
        name: BString,
        body: Rc<Script>,
    },
    /// `[[ … ]]`, its words as they stand.
    Condition(Vec<Word>),
    /// `(( … ))`; the names that it may assign.
    Arithmetic(Vec<BString>),
    /// Something that could not be read; what follows in this file is doubtful.
    Unreadable,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Join {
    And,
    Or,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arm {
    pub patterns: Vec<Word>,
    pub body: Script,
    /// `;&` and `;;&`: others may follow.
    pub goes_on: bool,
}

/// `NAME=value` in front of a command or alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    pub line: u32,
    pub name: BString,
    pub append: bool,
    /// `None`: an array or one element of it, which no environment can hold.
    pub value: Option<Word>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Word {
    pub line: u32,
    pub parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    Text {
        bytes: BString,
        quoted: bool,
    },
    Variable {
        name: BString,
        change: Option<Change>,
        quoted: bool,
    },
    /// What a command prints.
    Output {
        script: Script,
        quoted: bool,
    },
    /// Arithmetic, zsh's flags, and whatever else only the shell can tell.
    Unknown,
}

/// `${NAME…}`: what is done with the value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// `:-` (`colon`) or `-`.
    Default { colon: bool, word: Word },
    /// `:=` or `=`.
    Assign { colon: bool, word: Word },
    /// `:+` or `+`.
    Alternative { colon: bool, word: Word },
    /// `:?` or `?`.
    Required,
    /// `#`, `##`, `%`, `%%`.
    Strip { end: bool, longest: bool, pattern: Word },
    /// zsh's `:h`, `:t`, `:A`, `:a`, one after another.
    Modifiers(Vec<u8>),
}

impl Word {
    /// The word when it is nothing but text; quotes do not matter.
    pub fn literal(&self) -> Option<BString> {
        let mut text = BString::default();
        for part in &self.parts {
            match part {
                Part::Text { bytes, .. } => text.extend_from_slice(bytes),
                _ => return None,
            }
        }
        Some(text)
    }

    /// The word when it is text without any quotes: a reserved word, an operator.
    pub fn bare(&self) -> Option<&[u8]> {
        match self.parts.as_slice() {
            [Part::Text { bytes, quoted: false }] => Some(bytes),
            _ => None,
        }
    }
}
