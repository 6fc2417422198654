//! Fish's grammar, as far as it decides what is run.

use std::rc::Rc;

use bstr::{BString, ByteSlice};

use super::ast::{Arm, Command, Join, Node, Part, Script, Word};
use super::cursor::Cursor;
use crate::env::c_escapes::unescape;

struct NotRead;
type Read<T> = Result<T, NotRead>;

const DEEPEST: u32 = 80;

/// The commands of `text`. From the first thing that is not understood on, nothing is read any more.
pub fn parse(text: &[u8], line: u32) -> Script {
    let mut parser = Parser { cursor: Cursor::new(text, line), depth: 0, done: Script::new() };
    match parser.list(&[]) {
        Ok(script) if parser.cursor.at_end() => script,
        _ => {
            let mut script = parser.done;
            script.push(Node {
                first: parser.cursor.line,
                last: parser.cursor.line,
                command: Command::Unreadable,
            });
            script
        }
    }
}

struct Parser<'a> {
    cursor: Cursor<'a>,
    depth: u32,
    done: Script,
}

impl Parser<'_> {
    fn deeper(&mut self) -> Read<()> {
        self.depth += 1;
        if self.depth > DEEPEST { Err(NotRead) } else { Ok(()) }
    }

    fn gap(&mut self) {
        loop {
            self.cursor.blanks();
            match self.cursor.peek() {
                Some(b'\n' | b';') => self.cursor.skip(1),
                _ => return,
            }
        }
    }

    fn at_word(&self, word: &str) -> bool {
        let next = self.cursor.text.get(self.cursor.at + word.len());
        self.cursor.looks_at(word) && next.is_none_or(|b| b" \t\r\n;&|()<>".contains(b))
    }

    fn eat_word(&mut self, word: &str) -> bool {
        let there = self.at_word(word);
        if there {
            self.cursor.skip(word.len());
        }
        there
    }

    /// Commands up to one of `ends`, which is left where it is.
    fn list(&mut self, ends: &[&str]) -> Read<Script> {
        self.deeper()?;
        let mut script = Script::new();
        loop {
            self.gap();
            if self.depth == 1 {
                self.done.append(&mut script);
            }
            if self.cursor.peek().is_none() || ends.iter().any(|end| self.at_word(end)) {
                break;
            }
            // `and …` and `or …` belong to the command before them, wherever it ended.
            let join = self.join_word();
            let node = self.and_or()?;
            let target = if self.depth == 1 { &mut self.done } else { &mut script };
            match (join, target.pop()) {
                (Some(join), Some(before)) => target.push(joined(before, join, node)),
                (_, before) => target.extend(before.into_iter().chain([node])),
            }
            self.cursor.blanks();
            match self.cursor.peek() {
                None | Some(b'\n' | b';' | b'&' | b')') => {
                    if self.cursor.peek() == Some(b'&') {
                        self.cursor.skip(1);
                    }
                }
                _ => return Err(NotRead),
            }
        }
        self.depth -= 1;
        if self.depth == 0 {
            script = std::mem::take(&mut self.done);
        }
        Ok(script)
    }

    fn join_word(&mut self) -> Option<Join> {
        let join = if self.eat_word("and") {
            Join::And
        } else if self.eat_word("or") {
            Join::Or
        } else {
            return None;
        };
        self.cursor.blanks();
        Some(join)
    }

    fn and_or(&mut self) -> Read<Node> {
        let mut node = self.pipeline()?;
        loop {
            self.cursor.blanks();
            let join = match () {
                () if self.cursor.looks_at("&&") => Join::And,
                () if self.cursor.looks_at("||") => Join::Or,
                () => return Ok(node),
            };
            self.cursor.skip(2);
            self.gap();
            let next = self.pipeline()?;
            node = joined(node, join, next);
        }
    }

    fn pipeline(&mut self) -> Read<Node> {
        self.cursor.blanks();
        let first = self.cursor.line;
        if self.eat_word("not") || self.eat_word("!") {
            self.deeper()?;
            let node = self.pipeline()?;
            self.depth -= 1;
            return Ok(Node { first, last: self.cursor.line, command: Command::Not(Box::new(node)) });
        }
        let mut parts = vec![self.command()?];
        loop {
            self.cursor.blanks();
            if self.cursor.looks_at("||") || self.cursor.peek() != Some(b'|') {
                break;
            }
            self.cursor.skip(1);
            self.gap();
            parts.push(self.command()?);
        }
        match parts.len() {
            1 => parts.pop().ok_or(NotRead),
            _ => Ok(Node { first, last: self.cursor.line, command: Command::Pipeline(parts) }),
        }
    }

    fn command(&mut self) -> Read<Node> {
        self.cursor.blanks();
        let first = self.cursor.line;
        let command = if self.eat_word("if") {
            self.if_command()?
        } else if self.eat_word("while") {
            let condition = self.head()?;
            Command::While { condition, body: self.block()? }
        } else if self.eat_word("for") {
            let mut words = self.words()?.into_iter();
            let name = words.next().and_then(|w| w.literal()).ok_or(NotRead)?;
            Command::For { name, words: Some(words.skip(1).collect()), body: self.block()? }
        } else if self.eat_word("switch") {
            self.switch()?
        } else if self.eat_word("begin") {
            Command::Group(self.block()?)
        } else if self.eat_word("function") {
            let name = self.words()?.first().and_then(Word::literal).ok_or(NotRead)?;
            Command::Function { name, body: Rc::new(self.block()?) }
        } else {
            let words = self.words()?;
            if words.is_empty() {
                return Err(NotRead);
            }
            Command::Simple { assignments: Vec::new(), words }
        };
        // What stands behind a block's end are redirections.
        if !matches!(command, Command::Simple { .. }) {
            let _ = self.words()?;
        }
        Ok(Node { first, last: self.cursor.line, command })
    }

    /// The one command (with its `and`s and `or`s) that decides.
    fn head(&mut self) -> Read<Script> {
        let mut node = self.and_or()?;
        loop {
            let (at, line) = (self.cursor.at, self.cursor.line);
            self.gap();
            match self.join_word() {
                Some(join) => {
                    let next = self.and_or()?;
                    node = joined(node, join, next);
                }
                None => {
                    (self.cursor.at, self.cursor.line) = (at, line);
                    return Ok(vec![node]);
                }
            }
        }
    }

    fn block(&mut self) -> Read<Script> {
        let body = self.list(&["end"])?;
        if self.eat_word("end") { Ok(body) } else { Err(NotRead) }
    }

    fn if_command(&mut self) -> Read<Command> {
        let mut arms = Vec::new();
        loop {
            let condition = self.head()?;
            arms.push((condition, self.list(&["else", "end"])?));
            if self.eat_word("end") {
                return Ok(Command::If { arms, otherwise: Script::new() });
            }
            if !self.eat_word("else") {
                return Err(NotRead);
            }
            self.cursor.blanks();
            if !self.eat_word("if") {
                return Ok(Command::If { arms, otherwise: self.block()? });
            }
        }
    }

    fn switch(&mut self) -> Read<Command> {
        let subject = self.words()?.into_iter().next().ok_or(NotRead)?;
        let mut arms = Vec::new();
        self.gap();
        while self.eat_word("case") {
            let patterns = self.words()?;
            arms.push(Arm { patterns, body: self.list(&["case", "end"])?, goes_on: false });
        }
        if self.eat_word("end") { Ok(Command::Case { subject, arms }) } else { Err(NotRead) }
    }

    /// Words to the end of the command, redirections left out.
    fn words(&mut self) -> Read<Vec<Word>> {
        let mut words = Vec::new();
        loop {
            self.cursor.blanks();
            match self.cursor.peek() {
                None | Some(b'\n' | b';' | b'|' | b')') => return Ok(words),
                Some(b'&') if !self.cursor.looks_at("&>") => return Ok(words),
                _ if self.redirection()? => {}
                _ => words.push(self.word()?),
            }
        }
    }

    fn redirection(&mut self) -> Read<bool> {
        let rest = self.cursor.rest();
        let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
        let signs = ["&>>", "&>", ">>", ">&", ">?", ">", "<&", "<"];
        let Some(sign) = signs.iter().find(|s| rest[digits..].starts_with(s.as_bytes())) else {
            return Ok(false);
        };
        self.cursor.skip(digits + sign.len());
        self.cursor.blanks();
        let _ = self.word()?;
        Ok(true)
    }

    fn word(&mut self) -> Read<Word> {
        let line = self.cursor.line;
        let mut parts = Vec::new();
        while let Some(byte) = self.cursor.peek() {
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' | b';' | b'&' | b'|' | b')' | b'<' | b'>' => break,
                b'\'' => self.single_quoted(&mut parts)?,
                b'"' => self.double_quoted(&mut parts)?,
                b'\\' => self.escape(&mut parts)?,
                b'$' => self.dollar(false, &mut parts)?,
                b'(' => self.output(false, &mut parts)?,
                b'{' => parts.push(self.braces()?),
                _ => {
                    text(&mut parts, &[byte], false);
                    self.cursor.skip(1);
                }
            }
        }
        if parts.is_empty() { Err(NotRead) } else { Ok(Word { line, parts }) }
    }

    fn single_quoted(&mut self, parts: &mut Vec<Part>) -> Read<()> {
        self.cursor.skip(1);
        text(parts, b"", true);
        loop {
            match self.cursor.peek().ok_or(NotRead)? {
                b'\'' => {
                    self.cursor.skip(1);
                    return Ok(());
                }
                b'\\' if matches!(self.cursor.text.get(self.cursor.at + 1), Some(b'\'' | b'\\')) => {
                    text(parts, &[self.cursor.text[self.cursor.at + 1]], true);
                    self.cursor.skip(2);
                }
                byte => {
                    text(parts, &[byte], true);
                    self.cursor.skip(1);
                }
            }
        }
    }

    fn double_quoted(&mut self, parts: &mut Vec<Part>) -> Read<()> {
        self.cursor.skip(1);
        text(parts, b"", true);
        loop {
            match self.cursor.peek().ok_or(NotRead)? {
                b'"' => {
                    self.cursor.skip(1);
                    return Ok(());
                }
                b'\\'
                    if matches!(
                        self.cursor.text.get(self.cursor.at + 1),
                        Some(b'"' | b'\\' | b'$' | b'\n')
                    ) =>
                {
                    let next = self.cursor.text[self.cursor.at + 1];
                    if next != b'\n' {
                        text(parts, &[next], true);
                    }
                    self.cursor.skip(2);
                }
                b'$' => self.dollar(true, parts)?,
                byte => {
                    text(parts, &[byte], true);
                    self.cursor.skip(1);
                }
            }
        }
    }

    fn escape(&mut self, parts: &mut Vec<Part>) -> Read<()> {
        let rest = self.cursor.rest();
        let letter = *rest.get(1).ok_or(NotRead)?;
        let len = match letter {
            b'\n' => {
                self.cursor.skip(2);
                return Ok(());
            }
            b'x' | b'X' => 2 + rest[2..].iter().take(2).take_while(|b| b.is_ascii_hexdigit()).count(),
            b'u' => 2 + rest[2..].iter().take(4).take_while(|b| b.is_ascii_hexdigit()).count(),
            b'U' => 2 + rest[2..].iter().take(8).take_while(|b| b.is_ascii_hexdigit()).count(),
            b'0'..=b'7' => 1 + rest[1..].iter().take(3).take_while(|b| (b'0'..=b'7').contains(b)).count(),
            _ => 2,
        };
        let plain = !b"abefnrtvxuU01234567".contains(&letter);
        let bytes = if plain { BString::from(&rest[1..2]) } else { unescape(&rest[..len]) };
        text(parts, &bytes, true);
        self.cursor.skip(len);
        Ok(())
    }

    fn dollar(&mut self, quoted: bool, parts: &mut Vec<Part>) -> Read<()> {
        let rest = &self.cursor.text[self.cursor.at + 1..];
        if rest.first() == Some(&b'(') {
            self.cursor.skip(1);
            return self.output(quoted, parts);
        }
        let len = rest.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
        if len == 0 {
            // `$$name`, the variable that another one names.
            parts.push(Part::Unknown);
            self.cursor.skip(1);
            return Ok(());
        }
        let name = BString::from(&rest[..len]);
        self.cursor.skip(len + 1);
        if self.cursor.peek() == Some(b'[') {
            let rest = self.cursor.rest();
            self.cursor.skip(rest.find_byte(b']').ok_or(NotRead)? + 1);
            parts.push(Part::Unknown);
        } else {
            parts.push(Part::Variable { name, change: None, quoted });
        }
        Ok(())
    }

    fn output(&mut self, quoted: bool, parts: &mut Vec<Part>) -> Read<()> {
        self.cursor.skip(1);
        // Not at the top level, whatever encloses it.
        self.depth += 1;
        let script = self.list(&[")"])?;
        self.depth -= 1;
        if self.cursor.peek() != Some(b')') {
            return Err(NotRead);
        }
        self.cursor.skip(1);
        parts.push(Part::Output { script, quoted });
        Ok(())
    }

    /// `{$name}` is the variable; `{a,b}` makes several words.
    fn braces(&mut self) -> Read<Part> {
        let rest = self.cursor.rest();
        let len = rest.find_byte(b'}').ok_or(NotRead)?;
        let inside = &rest[1..len];
        let name =
            inside.strip_prefix(b"$").filter(|n| n.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'_'));
        let part = match name {
            Some(name) => Part::Variable { name: name.into(), change: None, quoted: false },
            None if inside.iter().all(|b| !b",$(".contains(b)) => {
                Part::Text { bytes: rest[..=len].into(), quoted: true }
            }
            None => Part::Unknown,
        };
        self.cursor.skip(len + 1);
        Ok(part)
    }
}

fn joined(mut before: Node, join: Join, node: Node) -> Node {
    let (first, last) = (before.first, node.last);
    if let Command::AndOr { rest, .. } = &mut before.command {
        rest.push((join, node));
        return Node { last, ..before };
    }
    Node { first, last, command: Command::AndOr { first: Box::new(before), rest: vec![(join, node)] } }
}

fn text(parts: &mut Vec<Part>, bytes: &[u8], quoted: bool) {
    match parts.last_mut() {
        Some(Part::Text { bytes: before, quoted: q }) if *q == quoted => before.extend_from_slice(bytes),
        _ => parts.push(Part::Text { bytes: bytes.into(), quoted }),
    }
}
