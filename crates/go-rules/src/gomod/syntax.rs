//! A go.mod or go.work as it is written: statements, blocks, and comments beside what they belong to.

use bstr::BString;

/// A place in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pos {
    /// 1-based; 0: it was not read but made.
    pub line: u32,
    pub byte: usize,
}

/// A comment. Empty: a blank line that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    pub at: usize,
    pub text: BString,
}

/// The comments of one piece.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comments {
    /// On lines of their own, before it.
    pub before: Vec<Comment>,
    /// At the end of its line.
    pub suffix: Vec<Comment>,
}

/// One line of tokens.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    pub comments: Comments,
    pub start: Pos,
    pub end: Pos,
    /// Within a block without the block's word. None: the line goes.
    pub tokens: Vec<BString>,
}

impl Line {
    pub fn of_tokens(tokens: Vec<BString>) -> Line {
        Line { tokens, ..Line::default() }
    }

    /// The line and its comment at the end go when the file is cleaned up.
    pub fn remove(&mut self) {
        self.tokens.clear();
        self.comments.suffix.clear();
    }
}

/// A parenthesis, for the comments at it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paren {
    pub comments: Comments,
    pub at: Pos,
}

/// `word ( … )`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Block {
    pub comments: Comments,
    pub start: Pos,
    pub tokens: Vec<BString>,
    pub open: Paren,
    pub lines: Vec<Line>,
    pub close: Paren,
}

/// Comments that stand apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CommentBlock {
    pub comments: Comments,
    pub start: Pos,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stmt {
    Comments(CommentBlock),
    Line(Line),
    Block(Block),
}

impl Stmt {
    pub fn comments_mut(&mut self) -> &mut Comments {
        match self {
            Stmt::Comments(block) => &mut block.comments,
            Stmt::Line(line) => &mut line.comments,
            Stmt::Block(block) => &mut block.comments,
        }
    }
}

/// Where a line stands: in a block when `line` is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct At {
    pub stmt: usize,
    pub line: Option<usize>,
}

/// The whole file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Syntax {
    pub before: Vec<Comment>,
    pub stmts: Vec<Stmt>,
}

impl Syntax {
    /// Every line, in blocks and outside.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.stmts.iter().flat_map(|stmt| match stmt {
            Stmt::Comments(_) => [].as_slice(),
            Stmt::Line(line) => std::slice::from_ref(line),
            Stmt::Block(block) => &block.lines,
        })
    }

    pub fn line_mut(&mut self, at: At) -> Option<&mut Line> {
        match (self.stmts.get_mut(at.stmt)?, at.line) {
            (Stmt::Line(line), None) => Some(line),
            (Stmt::Block(block), Some(line)) => block.lines.get_mut(line),
            _ => None,
        }
    }

    /// Drops removed lines and empty blocks; a block of one line becomes that line.
    pub fn clean_up(&mut self) {
        let stmts = std::mem::take(&mut self.stmts);
        self.stmts = stmts.into_iter().filter_map(cleaned).collect();
    }
}

fn cleaned(stmt: Stmt) -> Option<Stmt> {
    match stmt {
        Stmt::Line(line) if line.tokens.is_empty() => None,
        Stmt::Block(mut block) => {
            block.lines.retain(|line| !line.tokens.is_empty());
            if block.lines.is_empty() {
                return None;
            }
            if block.lines.len() > 1 || !block.close.comments.before.is_empty() {
                return Some(Stmt::Block(block));
            }
            let line = block.lines.pop()?;
            let joined = |mut a: Vec<Comment>, b: Vec<Comment>| {
                a.extend(b);
                a
            };
            let comments = Comments {
                before: joined(block.comments.before, line.comments.before),
                suffix: joined(line.comments.suffix, block.comments.suffix),
            };
            let tokens = [block.tokens, line.tokens].concat();
            Some(Stmt::Line(Line { comments, tokens, ..Line::default() }))
        }
        other => Some(other),
    }
}
