//! The tokens of go.mod and go.work.

use bstr::{BString, ByteSlice};

use super::BadModFile;
use super::syntax::{Comment, Pos};
use crate::go_quote::is_print;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    End,
    NewLine,
    /// A comment on a line of its own.
    Comment,
    /// A comment behind something; it ends the line.
    LineComment,
    /// `(`, `)`, `[`, `]`, `{`, `}`, `,`
    Mark(u8),
    /// A word or a quoted string.
    Word,
}

impl Kind {
    pub fn ends_line(self) -> bool {
        matches!(self, Kind::End | Kind::NewLine | Kind::LineComment)
    }
}

#[derive(Debug, Clone)]
pub struct Token {
    pub kind: Kind,
    pub start: Pos,
    pub end: Pos,
    pub text: BString,
}

/// Reads token by token.
pub struct Lexer<'a> {
    text: &'a [u8],
    at: Pos,
    /// Comments behind something, for the parser to find their place.
    pub suffixes: Vec<Comment>,
}

impl<'a> Lexer<'a> {
    pub fn new(text: &'a [u8]) -> Lexer<'a> {
        Lexer { text, at: Pos { line: 1, byte: 0 }, suffixes: Vec::new() }
    }

    /// The line at which reading stands.
    pub fn line(&self) -> u32 {
        self.at.line
    }

    fn rest(&self) -> &'a [u8] {
        self.text.get(self.at.byte..).unwrap_or_default()
    }

    fn first(&self) -> Option<char> {
        let (c, size) = bstr::decode_utf8(self.rest());
        // As Go has it: U+FFFD for a byte that is none.
        (size > 0).then(|| c.unwrap_or('\u{fffd}'))
    }

    fn skip(&mut self) {
        let (c, size) = bstr::decode_utf8(self.rest());
        // Go takes one byte of what is no UTF-8.
        self.at.byte += if c.is_some() { size } else { size.min(1) };
        if c == Some('\n') {
            self.at.line += 1;
        }
    }

    fn token(&self, kind: Kind, start: Pos) -> Token {
        let mut text = &self.text[start.byte..self.at.byte];
        if matches!(kind, Kind::Comment | Kind::LineComment) {
            text = text.strip_suffix(b"\r\n").or_else(|| text.strip_suffix(b"\n")).unwrap_or(text);
        }
        Token { kind, start, end: self.at, text: text.into() }
    }

    fn error(&self, text: impl Into<String>) -> BadModFile {
        BadModFile::new(self.at.line, text)
    }

    pub fn next(&mut self) -> Result<Token, BadModFile> {
        while let Some(b' ' | b'\t' | b'\r') = self.rest().first() {
            self.skip();
        }
        if self.rest().starts_with(b"//") {
            return Ok(self.comment());
        }
        if self.rest().starts_with(b"/*") {
            return Err(self.error("mod files must use // comments (not /* */ comments)"));
        }
        let start = self.at;
        match self.first() {
            None => Ok(self.token(Kind::End, start)),
            Some('\n') => {
                self.skip();
                Ok(self.token(Kind::NewLine, start))
            }
            Some(c @ ('(' | ')' | '[' | ']' | '{' | '}' | ',')) => {
                self.skip();
                Ok(self.token(Kind::Mark(c as u8), start))
            }
            Some(quote @ ('"' | '`')) => self.string(quote, start),
            Some(c) if !is_word(c) => Err(self.error(format!("unexpected input character {c:?}"))),
            Some(_) => self.word(start),
        }
    }

    fn comment(&mut self) -> Token {
        let start = self.at;
        let line = self.text[..start.byte].rfind_byte(b'\n').map_or(0, |at| at + 1);
        let alone = self.text[line..start.byte].trim().is_empty();
        while let Some(c) = self.first() {
            self.skip();
            if c == '\n' {
                break;
            }
        }
        let token = self.token(if alone { Kind::Comment } else { Kind::LineComment }, start);
        if !alone {
            self.suffixes.push(Comment { at: start.byte, text: token.text.clone() });
        }
        token
    }

    fn string(&mut self, quote: char, start: Pos) -> Result<Token, BadModFile> {
        let unended = || BadModFile::new(start.line, "unexpected EOF in string");
        self.skip();
        loop {
            let c = self.first().ok_or_else(unended)?;
            if c == '\n' {
                return Err(self.error("unexpected newline in string"));
            }
            self.skip();
            if c == quote {
                return Ok(self.token(Kind::Word, start));
            }
            if c == '\\' && quote == '"' {
                self.first().ok_or_else(unended)?;
                self.skip();
            }
        }
    }

    fn word(&mut self, start: Pos) -> Result<Token, BadModFile> {
        while self.first().is_some_and(is_word) {
            if self.rest().starts_with(b"//") {
                break;
            }
            if self.rest().starts_with(b"/*") {
                return Err(self.error("mod files must use // comments (not /* */ comments)"));
            }
            self.skip();
        }
        Ok(self.token(Kind::Word, start))
    }
}

fn is_word(c: char) -> bool {
    !matches!(c, ' ' | '(' | ')' | '[' | ']' | '{' | '}' | ',') && !c.is_whitespace() && is_print(c)
}
