//! From tokens to statements, and comments to where they belong.

use super::BadModFile;
use super::lex::{Kind, Lexer, Token};
use super::syntax::{Block, Comment, CommentBlock, Comments, Line, Paren, Pos, Stmt, Syntax};

/// Reads a whole file.
///
/// # Errors
/// The first thing that is no go.mod at all. What the words mean is not looked at.
pub fn parse(text: &[u8]) -> Result<Syntax, BadModFile> {
    let mut lexer = Lexer::new(text);
    let token = lexer.next()?;
    let mut parser = Parser { lexer, token, syntax: Syntax::default() };
    parser.file()?;
    let suffixes = std::mem::take(&mut parser.lexer.suffixes);
    assign(&mut parser.syntax, suffixes);
    Ok(parser.syntax)
}

struct Parser<'a> {
    lexer: Lexer<'a>,
    /// The next token.
    token: Token,
    syntax: Syntax,
}

impl Parser<'_> {
    fn take(&mut self) -> Result<Token, BadModFile> {
        let next = self.lexer.next()?;
        Ok(std::mem::replace(&mut self.token, next))
    }

    fn file(&mut self) -> Result<(), BadModFile> {
        let mut waiting: Option<CommentBlock> = None;
        loop {
            match self.token.kind {
                Kind::NewLine => {
                    self.take()?;
                    self.syntax.stmts.extend(waiting.take().map(Stmt::Comments));
                }
                Kind::Comment => {
                    let token = self.take()?;
                    let block = waiting.get_or_insert_with(|| CommentBlock {
                        start: token.start,
                        ..CommentBlock::default()
                    });
                    block.comments.before.push(Comment { at: token.start.byte, text: token.text });
                }
                Kind::End => {
                    self.syntax.stmts.extend(waiting.take().map(Stmt::Comments));
                    return Ok(());
                }
                _ => {
                    let mut stmt = self.stmt()?;
                    if let Some(block) = waiting.take() {
                        stmt.comments_mut().before = block.comments.before;
                    }
                    self.syntax.stmts.push(stmt);
                }
            }
        }
    }

    fn stmt(&mut self) -> Result<Stmt, BadModFile> {
        let first = self.take()?;
        let (start, mut end) = (first.start, first.end);
        let mut tokens = vec![first.text];
        loop {
            let token = self.take()?;
            if token.kind.ends_line() {
                return Ok(Stmt::Line(Line { comments: Comments::default(), start, end, tokens }));
            }
            if token.kind != Kind::Mark(b'(') {
                end = token.end;
                tokens.push(token.text);
                continue;
            }
            let open = Paren { at: token.start, ..Paren::default() };
            if self.token.kind.ends_line() {
                return Ok(Stmt::Block(self.block(start, tokens, open)?));
            }
            tokens.push(token.text);
            if self.token.kind == Kind::Mark(b')') {
                let close = self.take()?;
                if self.token.kind.ends_line() {
                    self.take()?;
                    tokens.pop();
                    let close = Paren { at: close.start, ..Paren::default() };
                    return Ok(Stmt::Block(Block { start, tokens, open, close, ..Block::default() }));
                }
                tokens.push(close.text);
            }
        }
    }

    fn block(&mut self, start: Pos, tokens: Vec<bstr::BString>, open: Paren) -> Result<Block, BadModFile> {
        let mut block = Block { start, tokens, open, ..Block::default() };
        let mut comments: Vec<Comment> = Vec::new();
        loop {
            match self.token.kind {
                Kind::LineComment => {
                    self.take()?;
                }
                Kind::NewLine => {
                    self.take()?;
                    let first = comments.is_empty() && !block.lines.is_empty();
                    if first || comments.last().is_some_and(|c| !c.text.is_empty()) {
                        comments.push(Comment { at: 0, text: bstr::BString::default() });
                    }
                }
                Kind::Comment => {
                    let token = self.take()?;
                    comments.push(Comment { at: token.start.byte, text: token.text });
                }
                Kind::End => {
                    let text = format!("syntax error (unterminated block started at line {})", start.line);
                    return Err(BadModFile::new(self.lexer.line(), text));
                }
                Kind::Mark(b')') => {
                    let close = self.take()?;
                    // A blank line at the end is not kept.
                    if comments.len() == 1 && comments.iter().all(|c| c.text.is_empty()) {
                        comments.clear();
                    }
                    block.close.comments.before = comments;
                    block.close.at = close.start;
                    if !self.token.kind.ends_line() {
                        let text = "syntax error (expected newline after closing paren)";
                        return Err(BadModFile::new(self.lexer.line(), text));
                    }
                    self.take()?;
                    return Ok(block);
                }
                _ => {
                    let mut line = self.line()?;
                    line.comments.before = std::mem::take(&mut comments);
                    block.lines.push(line);
                }
            }
        }
    }

    fn line(&mut self) -> Result<Line, BadModFile> {
        let first = self.take()?;
        let (start, mut end) = (first.start, first.end);
        let mut tokens = vec![first.text];
        loop {
            let token = self.take()?;
            if token.kind.ends_line() {
                return Ok(Line { comments: Comments::default(), start, end, tokens });
            }
            end = token.end;
            tokens.push(token.text);
        }
    }
}

/// Gives each comment at the end of a line to the last piece before it that begins on its own last line.
fn assign(syntax: &mut Syntax, mut suffixes: Vec<Comment>) {
    for stmt in syntax.stmts.iter_mut().rev() {
        match stmt {
            Stmt::Comments(block) => give(&mut suffixes, &mut block.comments, block.start.byte),
            Stmt::Line(line) => give(&mut suffixes, &mut line.comments, line.end.byte),
            Stmt::Block(block) => {
                if block.start.line == block.close.at.line {
                    give(&mut suffixes, &mut block.comments, block.close.at.byte + 1);
                }
                give(&mut suffixes, &mut block.close.comments, block.close.at.byte + 1);
                for line in block.lines.iter_mut().rev() {
                    give(&mut suffixes, &mut line.comments, line.end.byte);
                }
                give(&mut suffixes, &mut block.open.comments, block.open.at.byte + 1);
            }
        }
    }
    syntax.before = suffixes;
}

fn give(suffixes: &mut Vec<Comment>, comments: &mut Comments, end: usize) {
    let from = suffixes.iter().rposition(|c| c.at < end).map_or(0, |at| at + 1);
    let own = suffixes.split_off(from);
    if !own.is_empty() {
        comments.suffix = own;
    }
}
