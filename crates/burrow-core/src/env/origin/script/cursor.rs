//! Where a grammar stands in its text: looking, stepping, counting lines. Knows what Bourne and fish share of
//! blanks and comments, and nothing of commands.

use bstr::ByteSlice;

/// A place in a text.
pub struct Cursor<'a> {
    pub text: &'a [u8],
    pub at: usize,
    /// Of `at`, counted from the number that the first line was given.
    pub line: u32,
}

impl<'a> Cursor<'a> {
    pub fn new(text: &'a [u8], line: u32) -> Cursor<'a> {
        Cursor { text, at: 0, line }
    }

    pub fn at_end(&self) -> bool {
        self.at >= self.text.len()
    }

    pub fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    /// What is still to be read.
    pub fn rest(&self) -> &'a [u8] {
        &self.text[self.at..]
    }

    pub fn looks_at(&self, text: &str) -> bool {
        self.rest().starts_with(text.as_bytes())
    }

    /// Steps over `len` bytes, counting lines.
    pub fn skip(&mut self, len: usize) {
        let end = (self.at + len).min(self.text.len());
        self.line +=
            u32::try_from(self.text[self.at..end].iter().filter(|&&b| b == b'\n').count()).unwrap_or(0);
        self.at = end;
    }

    /// Steps over `text` if it stands here.
    pub fn eat(&mut self, text: &str) -> bool {
        let there = self.looks_at(text);
        if there {
            self.skip(text.len());
        }
        there
    }

    /// Blanks, continued lines and comments, up to the end of the line.
    pub fn blanks(&mut self) {
        loop {
            match self.peek() {
                Some(b' ' | b'\t' | b'\r') => self.skip(1),
                Some(b'\\') if self.looks_at("\\\n") => self.skip(2),
                Some(b'#') => {
                    let rest = self.rest();
                    self.at += rest.find_byte(b'\n').unwrap_or(rest.len());
                }
                _ => return,
            }
        }
    }
}
