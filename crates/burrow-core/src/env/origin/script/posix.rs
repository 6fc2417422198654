//! The Bourne family's grammar (sh, bash, zsh), as far as it decides what is run.

use bstr::{BString, ByteSlice};

use super::ast::{Assignment, Command, Dialect, Join, Node, Script, Word};
use super::cursor::Cursor;

/// The text is not understood from here on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotRead;

pub type Read<T> = Result<T, NotRead>;

/// A grammar that nests deeper is an attack or a mistake.
const DEEPEST: u32 = 80;

/// The commands of `text`, whose first line has the number `line`.
pub fn parse(text: &[u8], dialect: Dialect, line: u32) -> Script {
    parse_inside(text, dialect, line, 0)
}

/// As [`parse`], for text inside something that is `depth` deep already.
pub fn parse_inside(text: &[u8], dialect: Dialect, line: u32, depth: u32) -> Script {
    let mut parser = Parser::new(text, dialect, line, depth);
    let mut script = Script::new();
    while !parser.cursor.at_end() {
        let (at, line) = (parser.cursor.at, parser.cursor.line);
        match parser.list(&[]) {
            Ok(more) if parser.cursor.at_end() => script.extend(more),
            // The commands before the trouble were read for good: take these, then go on behind the line at
            // which the troublesome one begins.
            _ => {
                let good = std::mem::take(&mut parser.done);
                let resume = parser.begun.max((at, line));
                script.extend(good);
                script.push(Node { first: resume.1, last: resume.1, command: Command::Unreadable });
                parser.resume_behind(resume);
            }
        }
    }
    script
}

pub struct Parser<'a> {
    pub cursor: Cursor<'a>,
    pub dialect: Dialect,
    pub depth: u32,
    /// The depth of the text itself.
    ground: u32,
    /// Here-documents whose text follows the current line: the ending word, and whether tabs are cut.
    heredocs: Vec<(BString, bool)>,
    /// Top-level commands read so far, and where the current one begins: kept when a later one is not read.
    done: Script,
    begun: (usize, u32),
}

impl<'a> Parser<'a> {
    fn new(text: &'a [u8], dialect: Dialect, line: u32, depth: u32) -> Parser<'a> {
        Parser {
            cursor: Cursor::new(text, line),
            dialect,
            depth,
            ground: depth,
            heredocs: Vec::new(),
            done: Script::new(),
            begun: (0, line),
        }
    }

    /// One level further in; whoever calls it comes back by taking one off.
    pub fn deeper(&mut self) -> Read<()> {
        self.depth += 1;
        if self.depth > DEEPEST { Err(NotRead) } else { Ok(()) }
    }

    fn resume_behind(&mut self, (at, line): (usize, u32)) {
        (self.cursor.at, self.cursor.line) = (at, line);
        self.heredocs.clear();
        self.depth = self.ground;
        let rest = &self.cursor.text[at..];
        self.cursor.skip(rest.find_byte(b'\n').map_or(rest.len(), |end| end + 1));
        self.begun = (self.cursor.at, self.cursor.line);
    }

    /// Steps over one end of line and over the here-documents that begin there.
    fn newline(&mut self) {
        self.cursor.skip(1);
        for (end, tabs) in std::mem::take(&mut self.heredocs) {
            while !self.cursor.at_end() {
                let rest = self.cursor.rest();
                let len = rest.find_byte(b'\n').unwrap_or(rest.len());
                let line = if tabs { rest[..len].trim_start_with(|c| c == '\t') } else { &rest[..len] };
                self.cursor.skip(len + 1);
                if line == end.as_bytes() {
                    break;
                }
            }
        }
    }

    /// Ends of lines, blanks, and (between commands) semicolons.
    pub fn gap(&mut self, semicolons: bool) {
        loop {
            self.cursor.blanks();
            match self.cursor.peek() {
                Some(b'\n') => self.newline(),
                Some(b';') if semicolons && !self.cursor.looks_at(";;") && !self.cursor.looks_at(";&") => {
                    self.cursor.skip(1)
                }
                _ => return,
            }
        }
    }

    /// Commands up to one of the words or signs in `ends`, which is left where it is.
    pub fn list(&mut self, ends: &[&str]) -> Read<Script> {
        self.deeper()?;
        let mut script = Script::new();
        loop {
            self.gap(true);
            if self.depth == self.ground + 1 {
                self.done.append(&mut script);
                self.begun = (self.cursor.at, self.cursor.line);
            }
            if self.cursor.at_end() || ends.iter().any(|end| self.at_word(end)) {
                break;
            }
            let node = self.and_or()?;
            self.cursor.blanks();
            script.push(if self.cursor.peek() == Some(b'&') && !self.cursor.looks_at("&&") {
                // zsh's `&!` and `&|` as well.
                self.cursor.skip(1);
                let _ = self.cursor.eat("!") || self.cursor.eat("|");
                wrap(node, |node| Command::Background(Box::new(node)))
            } else {
                node
            });
            self.cursor.blanks();
            match self.cursor.peek() {
                None | Some(b'\n' | b';') => {}
                _ if ends.iter().any(|end| self.at_word(end)) => {}
                // After a background command or a closing word another may follow on the same line.
                _ if matches!(script.last(), Some(Node { command: Command::Background(_), .. })) => {}
                _ => return Err(NotRead),
            }
        }
        self.depth -= 1;
        if self.depth == self.ground {
            script = std::mem::take(&mut self.done);
        }
        Ok(script)
    }

    pub fn at_word(&self, word: &str) -> bool {
        if !self.cursor.looks_at(word) {
            return false;
        }
        let letters = word.bytes().all(|b| b.is_ascii_alphabetic());
        let next = self.cursor.text.get(self.cursor.at + word.len());
        !letters || next.is_none_or(|b| b" \t\r\n;&|()<>}".contains(b))
    }

    pub fn eat_word(&mut self, word: &str) -> bool {
        let there = self.at_word(word);
        if there {
            self.cursor.skip(word.len());
        }
        there
    }

    pub fn need_word(&mut self, word: &str) -> Read<()> {
        self.gap(true);
        if self.eat_word(word) { Ok(()) } else { Err(NotRead) }
    }

    fn and_or(&mut self) -> Read<Node> {
        let first = self.pipeline()?;
        let mut rest = Vec::new();
        loop {
            self.cursor.blanks();
            let join = if self.cursor.eat("&&") {
                Join::And
            } else if self.cursor.looks_at("||") {
                self.cursor.skip(2);
                Join::Or
            } else {
                break;
            };
            self.gap(false);
            rest.push((join, self.pipeline()?));
        }
        if rest.is_empty() {
            return Ok(first);
        }
        let last = rest.last().map_or(first.last, |(_, node)| node.last);
        Ok(Node { first: first.first, last, command: Command::AndOr { first: Box::new(first), rest } })
    }

    fn pipeline(&mut self) -> Read<Node> {
        self.cursor.blanks();
        if self.eat_word("time") || self.eat_word("coproc") {
            self.cursor.blanks();
            while self.cursor.looks_at("-p ") {
                self.cursor.skip(3);
            }
        }
        if self.at_word("!") && self.cursor.text.get(self.cursor.at + 1).is_some_and(u8::is_ascii_whitespace)
        {
            self.cursor.skip(1);
            self.deeper()?;
            let node = self.pipeline()?;
            self.depth -= 1;
            return Ok(wrap(node, |node| Command::Not(Box::new(node))));
        }
        let mut parts = vec![self.command()?];
        loop {
            self.cursor.blanks();
            if self.cursor.looks_at("||") || !self.cursor.eat("|") {
                break;
            }
            let _ = self.cursor.eat("&");
            self.gap(false);
            parts.push(self.command()?);
        }
        if parts.len() == 1 {
            return parts.pop().ok_or(NotRead);
        }
        let (first, last) = (parts[0].first, self.cursor.line);
        Ok(Node { first, last, command: Command::Pipeline(parts) })
    }

    pub fn command(&mut self) -> Read<Node> {
        self.cursor.blanks();
        let first = self.cursor.line;
        let command = match self.compound()? {
            Some(command) => {
                self.redirections()?;
                command
            }
            None => self.simple()?,
        };
        Ok(Node { first, last: self.cursor.line, command })
    }

    fn simple(&mut self) -> Read<Command> {
        let mut assignments: Vec<Assignment> = Vec::new();
        let mut words: Vec<Word> = Vec::new();
        loop {
            self.cursor.blanks();
            match self.cursor.peek() {
                None | Some(b'\n' | b';' | b'&' | b'|' | b')') if !self.cursor.looks_at("&>") => break,
                // zsh needs no `;` in front of it.
                Some(b'}') if self.dialect == Dialect::Zsh && !words.is_empty() && self.at_word("}") => break,
                _ if self.redirection()? => {}
                Some(b'(') => return self.function_or_list(words),
                _ if words.is_empty() => match self.assignment()? {
                    Some(assignment) => assignments.push(assignment),
                    None => words.push(self.word()?),
                },
                _ => words.push(self.word()?),
            }
        }
        if assignments.is_empty() && words.is_empty() {
            return Err(NotRead);
        }
        Ok(Command::Simple { assignments, words })
    }

    /// `name ()` begins a function; any other parenthesis here is not understood.
    fn function_or_list(&mut self, words: Vec<Word>) -> Read<Command> {
        self.need("(")?;
        self.cursor.blanks();
        self.need(")")?;
        match words.as_slice() {
            [name] => {
                let name = name.literal().ok_or(NotRead)?;
                self.function_body(name)
            }
            _ => Err(NotRead),
        }
    }

    fn redirections(&mut self) -> Read<()> {
        loop {
            self.cursor.blanks();
            if !self.redirection()? {
                return Ok(());
            }
        }
    }

    /// One redirection with its target, if there is one here. A here-document's text is skipped at the line's end.
    fn redirection(&mut self) -> Read<bool> {
        let rest = self.cursor.rest();
        let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
        let sign = &rest[digits..];
        let known = ["&>>", "&>", "<<<", "<<-", "<<", "<>", "<&", "<", ">>", ">&", ">|", ">!", ">"];
        let Some(found) = known.iter().find(|k| sign.starts_with(k.as_bytes())) else { return Ok(false) };
        let process_substitution = matches!(*found, "<" | ">") && sign.get(1) == Some(&b'(');
        if process_substitution || (digits > 0 && found.starts_with('&')) {
            return Ok(false);
        }
        self.cursor.skip(digits + found.len());
        self.cursor.blanks();
        let target = self.word()?;
        if let "<<" | "<<-" = *found {
            let end = target.literal().ok_or(NotRead)?;
            self.heredocs.push((end, *found == "<<-"));
        }
        Ok(true)
    }
}

fn wrap(node: Node, command: impl FnOnce(Node) -> Command) -> Node {
    let (first, last) = (node.first, node.last);
    Node { first, last, command: command(node) }
}
