//! Compound commands of the Bourne family: conditions, loops, functions, groups; zsh's shorter forms of them.

use std::rc::Rc;

use bstr::{BString, ByteSlice};

use super::ast::{Arm, Command, Dialect, Node, Part, Script, Word};
use super::posix::{NotRead, Parser, Read};
use super::posix_words::is_name;

impl Parser<'_> {
    pub fn compound(&mut self) -> Read<Option<Command>> {
        let found = if self.eat_word("if") {
            self.if_command()?
        } else if self.eat_word("while") || self.eat_word("until") {
            let condition = self.list(&["do"])?;
            Command::While { condition, body: self.do_block()? }
        } else if self.eat_word("for") || self.eat_word("select") || self.eat_word("foreach") {
            self.for_command()?
        } else if self.eat_word("case") {
            self.case_command()?
        } else if self.eat_word("function") {
            self.cursor.blanks();
            let name = self.word()?.literal().ok_or(NotRead)?;
            self.cursor.blanks();
            if self.cursor.eat("(") {
                self.cursor.blanks();
                self.need(")")?;
            }
            self.function_body(name)?
        } else if self.dialect == Dialect::Zsh && self.cursor.eat("()") {
            self.anonymous_function()?
        } else if self.cursor.looks_at("((") && self.dialect != Dialect::Posix {
            self.arithmetic()?
        } else if self.cursor.eat("(") {
            let body = self.list(&[")"])?;
            self.need(")")?;
            Command::Subshell(body)
        } else if self.at_word("{")
            && self.cursor.text.get(self.cursor.at + 1).is_some_and(u8::is_ascii_whitespace)
        {
            self.cursor.skip(1);
            self.braced()?
        } else if self.at_word("[[") && self.dialect != Dialect::Posix {
            self.cursor.skip(2);
            self.condition()?
        } else {
            return Ok(None);
        };
        Ok(Some(found))
    }

    pub fn need(&mut self, text: &str) -> Read<()> {
        if self.cursor.eat(text) { Ok(()) } else { Err(NotRead) }
    }

    /// Behind `{`; zsh's `always` block runs in any case.
    fn braced(&mut self) -> Read<Command> {
        let mut body = self.list(&["}"])?;
        self.need("}")?;
        self.cursor.blanks();
        if self.dialect == Dialect::Zsh && self.eat_word("always") {
            self.cursor.blanks();
            self.need("{")?;
            body.extend(self.list(&["}"])?);
            self.need("}")?;
        }
        Ok(Command::Group(body))
    }

    fn if_command(&mut self) -> Read<Command> {
        let mut arms = Vec::new();
        let ends: &[&str] = if self.dialect == Dialect::Zsh { &["then", "{"] } else { &["then"] };
        loop {
            let condition = self.list(ends)?;
            if self.at_word("{") {
                return self.braced_if(condition, arms);
            }
            self.need_word("then")?;
            let body = self.list(&["elif", "else", "fi"])?;
            arms.push((condition, body));
            if !self.eat_word("elif") {
                break;
            }
        }
        let otherwise = if self.eat_word("else") { self.list(&["fi"])? } else { Script::new() };
        self.need_word("fi")?;
        Ok(Command::If { arms, otherwise })
    }

    /// zsh's `if … { … } elif … { … } else { … }`, from the first brace on.
    fn braced_if(&mut self, condition: Script, mut arms: Vec<(Script, Script)>) -> Read<Command> {
        arms.push((condition, self.braced_list()?));
        self.cursor.blanks();
        if self.eat_word("elif") {
            let condition = self.list(&["{"])?;
            self.deeper()?;
            let found = self.braced_if(condition, arms);
            self.depth -= 1;
            return found;
        }
        let otherwise = if self.eat_word("else") { self.braced_list()? } else { Script::new() };
        Ok(Command::If { arms, otherwise })
    }

    fn braced_list(&mut self) -> Read<Script> {
        self.cursor.blanks();
        self.need("{")?;
        let body = self.list(&["}"])?;
        self.need("}")?;
        Ok(body)
    }

    fn do_block(&mut self) -> Read<Script> {
        self.gap(true);
        if self.cursor.eat("{") {
            let body = self.list(&["}"])?;
            self.need("}")?;
            return Ok(body);
        }
        self.need_word("do")?;
        let body = self.list(&["done"])?;
        self.need_word("done")?;
        Ok(body)
    }

    fn for_command(&mut self) -> Read<Command> {
        self.cursor.blanks();
        if self.cursor.looks_at("((") {
            self.arithmetic()?;
            return Ok(Command::While { condition: Script::new(), body: self.do_block()? });
        }
        let name = self.word()?.literal().filter(|n| is_name(n)).ok_or(NotRead)?;
        self.gap(false);
        let words = if self.eat_word("in") {
            Some(self.words_of_line()?)
        } else if self.dialect == Dialect::Zsh && self.cursor.eat("(") {
            let words = self.words_of_line()?;
            self.need(")")?;
            Some(words)
        } else {
            None
        };
        Ok(Command::For { name, words, body: self.do_block()? })
    }

    fn words_of_line(&mut self) -> Read<Vec<Word>> {
        let mut words = Vec::new();
        loop {
            self.cursor.blanks();
            match self.cursor.peek() {
                None | Some(b'\n' | b';' | b')') => return Ok(words),
                _ => words.push(self.word()?),
            }
        }
    }

    fn case_command(&mut self) -> Read<Command> {
        self.cursor.blanks();
        let subject = self.word()?;
        self.need_word("in")?;
        let mut arms = Vec::new();
        loop {
            self.gap(true);
            if self.eat_word("esac") {
                return Ok(Command::Case { subject, arms });
            }
            let _ = self.cursor.eat("(");
            let mut patterns = Vec::new();
            loop {
                self.cursor.blanks();
                patterns.push(self.word()?);
                self.cursor.blanks();
                if !self.cursor.eat("|") {
                    break;
                }
            }
            self.need(")")?;
            let body = self.list(&[";;", ";&", ";|", "esac"])?;
            let goes_on =
                self.cursor.looks_at(";&") || self.cursor.looks_at(";;&") || self.cursor.looks_at(";|");
            let _ = self.cursor.eat(";;&")
                || self.cursor.eat(";;")
                || self.cursor.eat(";&")
                || self.cursor.eat(";|");
            arms.push(Arm { patterns, body, goes_on });
        }
    }

    /// zsh's `() { … } arguments`, which is called where it stands.
    fn anonymous_function(&mut self) -> Read<Command> {
        let line = self.cursor.line;
        let name = BString::from("(anonymous)");
        let function = self.function_body(name.clone())?;
        let _ = self.words_of_line()?;
        let word = Word { line, parts: vec![Part::Text { bytes: name, quoted: true }] };
        let call = Command::Simple { assignments: Vec::new(), words: vec![word] };
        let node = |command| Node { first: line, last: line, command };
        Ok(Command::Group(vec![node(function), node(call)]))
    }

    pub fn function_body(&mut self, name: BString) -> Read<Command> {
        self.gap(false);
        self.deeper()?;
        let body = self.command()?;
        self.depth -= 1;
        Ok(Command::Function { name, body: Rc::new(vec![body]) })
    }

    /// `(( … ))`: skipped, but the names in front of an assigning `=` are kept.
    fn arithmetic(&mut self) -> Read<Command> {
        let rest = self.cursor.rest();
        let len = rest.find("))").ok_or(NotRead)?;
        let inside = &rest[2..len.max(2)];
        let mut names = Vec::new();
        for at in inside.find_iter("=") {
            let before = inside[..at].trim_end_with(|c| "+-*/%&|^<>! \t".contains(c));
            let start = before.rfind_byteset(b" \t\n;,()+-*/%&|^<>!=").map_or(0, |i| i + 1);
            names.extend(Some(BString::from(&before[start..])).filter(|n| is_name(n)));
        }
        self.cursor.skip(len + 2);
        Ok(Command::Arithmetic(names))
    }

    fn condition(&mut self) -> Read<Command> {
        let mut words = Vec::new();
        loop {
            self.gap(false);
            if self.at_word("]]") {
                self.cursor.skip(2);
                return Ok(Command::Condition(words));
            }
            words.push(self.condition_word()?);
        }
    }
}
