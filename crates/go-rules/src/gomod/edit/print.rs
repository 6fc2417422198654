//! A file in Go's own style.

use bstr::{BString, ByteSlice};

use crate::gomod::syntax::{Comment, Comments, Stmt, Syntax};

/// The bytes of the file.
pub fn print(syntax: &Syntax) -> Vec<u8> {
    let mut printer = Printer { out: Vec::new(), waiting: Vec::new(), margin: 0 };
    printer.file(syntax);
    let mut out = printer.out;
    while out.last() == Some(&b'\n') && (out.len() == 1 || out[out.len() - 2] == b'\n') {
        out.pop();
    }
    out
}

struct Printer {
    out: Vec<u8>,
    /// Comments for the end of the line.
    waiting: Vec<BString>,
    margin: usize,
}

impl Printer {
    fn file(&mut self, syntax: &Syntax) {
        for comment in &syntax.before {
            self.comment(comment);
            self.new_line();
        }
        for (at, stmt) in syntax.stmts.iter().enumerate() {
            self.stmt(stmt);
            if !matches!(stmt, Stmt::Comments(_)) {
                self.new_line();
            }
            if at + 1 < syntax.stmts.len() {
                self.new_line();
            }
        }
    }

    fn stmt(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::Comments(block) => {
                self.before(&block.comments);
                self.queue(&block.comments);
            }
            Stmt::Line(line) => {
                self.before(&line.comments);
                self.tokens(&line.tokens);
                self.queue(&line.comments);
            }
            Stmt::Block(block) => {
                self.before(&block.comments);
                self.tokens(&block.tokens);
                self.out.push(b' ');
                self.before(&block.open.comments);
                self.out.push(b'(');
                self.queue(&block.open.comments);
                self.margin += 1;
                for line in &block.lines {
                    self.new_line();
                    self.before(&line.comments);
                    self.tokens(&line.tokens);
                    self.queue(&line.comments);
                }
                self.margin -= 1;
                self.new_line();
                self.before(&block.close.comments);
                self.out.push(b')');
                self.queue(&block.close.comments);
                self.queue(&block.comments);
            }
        }
    }

    fn comment(&mut self, comment: &Comment) {
        self.out.extend_from_slice(comment.text.trim());
    }

    fn queue(&mut self, comments: &Comments) {
        self.waiting.extend(comments.suffix.iter().map(|comment| comment.text.trim().into()));
    }

    fn before(&mut self, comments: &Comments) {
        if comments.before.is_empty() {
            return;
        }
        self.trim();
        if self.out.last().is_some_and(|&b| b != b'\n') {
            self.out.push(b'\n');
        }
        self.indent();
        for comment in &comments.before {
            self.comment(comment);
            self.new_line();
        }
    }

    fn indent(&mut self) {
        self.out.extend(std::iter::repeat_n(b'\t', self.margin));
    }

    fn new_line(&mut self) {
        let waiting = std::mem::take(&mut self.waiting);
        for (at, comment) in waiting.iter().enumerate() {
            if at == 0 {
                self.out.push(b' ');
            } else {
                self.trim();
                self.out.push(b'\n');
                self.indent();
            }
            self.out.extend_from_slice(comment);
        }
        self.trim();
        let blank = self.out.is_empty() || self.out.ends_with(b"\n\n");
        if !blank {
            self.out.push(b'\n');
        }
        self.indent();
    }

    fn trim(&mut self) {
        while let Some(b' ' | b'\t') = self.out.last() {
            self.out.pop();
        }
    }

    fn tokens(&mut self, tokens: &[BString]) {
        let mut gap = false;
        for token in tokens {
            let closes = matches!(token.as_bytes(), b"," | b")" | b"]" | b"}");
            if gap && !closes {
                self.out.push(b' ');
            }
            self.out.extend_from_slice(token);
            gap = !matches!(token.as_bytes(), b"(" | b"[" | b"{");
        }
    }
}
