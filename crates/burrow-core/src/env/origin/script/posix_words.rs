//! Words of the Bourne family: quotes, parameters, substitutions.

use bstr::{BString, ByteSlice};

use super::ast::{Assignment, Change, Dialect, Part, Script, Word};
use super::posix::{NotRead, Parser, Read};
use crate::env::c_escapes::unescape;

/// Whether a variable may be called so.
pub fn is_name(name: &[u8]) -> bool {
    let first = name.first().is_some_and(|b| b.is_ascii_alphabetic() || *b == b'_');
    first && name.iter().all(|&b| is_name_byte(b))
}

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The parts of a word while it is read; neighbouring text of one kind is one part.
#[derive(Default)]
struct Parts(Vec<Part>);

impl Parts {
    fn text(&mut self, text: &[u8], quoted: bool) {
        match self.0.last_mut() {
            Some(Part::Text { bytes, quoted: before }) if *before == quoted => bytes.extend_from_slice(text),
            _ => self.0.push(Part::Text { bytes: text.into(), quoted }),
        }
    }
}

impl Parser<'_> {
    /// One word; an error where none begins.
    pub fn word(&mut self) -> Read<Word> {
        let line = self.cursor.line;
        let word = self.word_until(|b| b" \t\r\n;&|()<>".contains(&b))?;
        if word.parts.is_empty() { Err(NotRead) } else { Ok(Word { line, ..word }) }
    }

    /// A word or an operator of `[[ … ]]`, where `<`, `(` and `|` have their own meaning.
    pub fn condition_word(&mut self) -> Read<Word> {
        let line = self.cursor.line;
        for operator in ["&&", "||", "(", ")", "<", ">"] {
            if self.cursor.eat(operator) {
                return Ok(Word { line, parts: vec![Part::Text { bytes: operator.into(), quoted: false }] });
            }
        }
        let word = self.word_until(|b| b" \t\r\n;&()<>".contains(&b))?;
        if word.parts.is_empty() { Err(NotRead) } else { Ok(Word { line, ..word }) }
    }

    /// `NAME=value`, `NAME+=value`, `NAME[…]=value`, if that is what stands here.
    pub fn assignment(&mut self) -> Read<Option<Assignment>> {
        let rest = self.cursor.rest();
        let len = rest.iter().take_while(|&&b| is_name_byte(b)).count();
        if !is_name(&rest[..len]) {
            return Ok(None);
        }
        let element = match rest.get(len) {
            Some(b'[') => rest[len..].find_byte(b']').map_or(0, |end| end + 1),
            _ => 0,
        };
        let sign = &rest[len + element..];
        let append = sign.starts_with(b"+=");
        if !append && !sign.starts_with(b"=") {
            return Ok(None);
        }
        let (name, line) = (BString::from(&rest[..len]), self.cursor.line);
        self.cursor.skip(len + element + if append { 2 } else { 1 });
        if self.cursor.peek() == Some(b'(') {
            self.balanced(b'(', b')')?;
            return Ok(Some(Assignment { line, name, append, value: None }));
        }
        let word = Word { line, ..self.word_until(|b| b" \t\r\n;&|()<>".contains(&b))? };
        Ok(Some(Assignment { line, name, append, value: (element == 0).then_some(word) }))
    }

    /// Parts up to the first unquoted byte that `ends` the word.
    fn word_until(&mut self, ends: impl Fn(u8) -> bool) -> Read<Word> {
        let mut parts = Parts::default();
        let line = self.cursor.line;
        while let Some(byte) = self.cursor.peek() {
            match byte {
                b'(' if self.parenthesis_belongs_to(&parts) => {
                    self.balanced(b'(', b')')?;
                    parts.0.push(Part::Unknown);
                }
                b'<' | b'>' if self.cursor.text.get(self.cursor.at + 1) == Some(&b'(') => {
                    self.cursor.skip(1);
                    self.balanced(b'(', b')')?;
                    parts.0.push(Part::Unknown);
                }
                _ if ends(byte) => break,
                _ => self.part(byte, &mut parts)?,
            }
        }
        Ok(Word { line, parts: parts.0 })
    }

    /// Extended globs (`@(a|b)`), arrays after `=`, zsh's glob qualifiers; but not the `()` of a function.
    fn parenthesis_belongs_to(&self, parts: &Parts) -> bool {
        let Some(before) =
            self.cursor.at.checked_sub(1).map(|i| self.cursor.text[i]).filter(|_| !parts.0.is_empty())
        else {
            return false;
        };
        let extended = b"?*+@!=".contains(&before) && self.dialect != Dialect::Posix;
        extended || (self.dialect == Dialect::Zsh && !self.cursor.looks_at("()"))
    }

    /// One part outside double quotes.
    fn part(&mut self, byte: u8, parts: &mut Parts) -> Read<()> {
        match byte {
            b'\'' => {
                let text = self.single_quoted()?;
                parts.text(&text, true);
            }
            b'"' => self.double_quoted(parts)?,
            b'\\' => {
                let next = self.cursor.text.get(self.cursor.at + 1).copied();
                if let Some(next) = next.filter(|&b| b != b'\n') {
                    parts.text(&[next], true);
                }
                self.cursor.skip(2);
            }
            b'$' if self.cursor.looks_at("$'") && self.dialect != Dialect::Posix => {
                self.cursor.skip(1);
                let text = self.c_quoted()?;
                parts.text(&text, true);
            }
            b'$' if self.cursor.looks_at("$\"") && self.dialect != Dialect::Posix => self.cursor.skip(1),
            b'$' => self.dollar(false, parts)?,
            b'`' => self.backticks(false, parts)?,
            _ => {
                parts.text(&[byte], false);
                self.cursor.skip(1);
            }
        }
        Ok(())
    }

    fn single_quoted(&mut self) -> Read<BString> {
        let rest = &self.cursor.text[self.cursor.at + 1..];
        let len = rest.find_byte(b'\'').ok_or(NotRead)?;
        let text = BString::from(&rest[..len]);
        self.cursor.skip(len + 2);
        Ok(text)
    }

    fn c_quoted(&mut self) -> Read<BString> {
        let rest = &self.cursor.text[self.cursor.at + 1..];
        let mut len = 0;
        while *rest.get(len).ok_or(NotRead)? != b'\'' {
            len += if rest[len] == b'\\' { 2 } else { 1 };
        }
        let text = unescape(&rest[..len]);
        self.cursor.skip(len + 2);
        Ok(text)
    }

    fn double_quoted(&mut self, parts: &mut Parts) -> Read<()> {
        self.cursor.skip(1);
        parts.text(b"", true);
        loop {
            match self.cursor.peek().ok_or(NotRead)? {
                b'"' => {
                    self.cursor.skip(1);
                    return Ok(());
                }
                b'\\' => {
                    match *self.cursor.text.get(self.cursor.at + 1).ok_or(NotRead)? {
                        b'\n' => {}
                        b @ (b'$' | b'`' | b'"' | b'\\') => parts.text(&[b], true),
                        b => parts.text(&[b'\\', b], true),
                    }
                    self.cursor.skip(2);
                }
                b'$' => self.dollar(true, parts)?,
                b'`' => self.backticks(true, parts)?,
                byte => {
                    parts.text(&[byte], true);
                    self.cursor.skip(1);
                }
            }
        }
    }

    fn dollar(&mut self, quoted: bool, parts: &mut Parts) -> Read<()> {
        self.deeper()?;
        self.parameter(quoted, parts)?;
        self.depth -= 1;
        Ok(())
    }

    fn parameter(&mut self, quoted: bool, parts: &mut Parts) -> Read<()> {
        let rest = &self.cursor.text[self.cursor.at + 1..];
        let names = rest.iter().take_while(|&&b| is_name_byte(b)).count();
        match rest.first().copied() {
            Some(b'(') if rest.starts_with(b"((") => {
                self.cursor.skip(1);
                self.balanced(b'(', b')')?;
                parts.0.push(Part::Unknown);
            }
            Some(b'(') => self.output(quoted, parts)?,
            Some(b'{') => {
                self.cursor.skip(2);
                let part = self.braces(quoted)?;
                parts.0.push(part);
            }
            Some(b'[') if self.dialect != Dialect::Posix => {
                self.cursor.skip(1);
                self.balanced(b'[', b']')?;
                parts.0.push(Part::Unknown);
            }
            Some(b) if is_name(&rest[..names]) || b"0123456789@*#?-$!".contains(&b) => {
                let len = if is_name(&rest[..names]) { names } else { 1 };
                let name = BString::from(&rest[..len]);
                self.cursor.skip(len + 1);
                self.zsh_suffix(name, quoted, parts)?;
            }
            Some(b'+') if self.dialect == Dialect::Zsh => {
                self.cursor.skip(2);
                while self.cursor.peek().is_some_and(is_name_byte) {
                    self.cursor.skip(1);
                }
                if self.cursor.peek() == Some(b'[') {
                    self.balanced(b'[', b']')?;
                }
                parts.0.push(Part::Unknown);
            }
            _ => {
                parts.text(b"$", quoted);
                self.cursor.skip(1);
            }
        }
        Ok(())
    }

    /// zsh takes `$name[1]` and `$name:h` without braces.
    fn zsh_suffix(&mut self, name: BString, quoted: bool, parts: &mut Parts) -> Read<()> {
        if self.dialect == Dialect::Zsh && self.cursor.peek() == Some(b'[') {
            self.balanced(b'[', b']')?;
            parts.0.push(Part::Unknown);
            return Ok(());
        }
        let mut modifiers = Vec::new();
        while self.dialect == Dialect::Zsh && self.cursor.peek() == Some(b':') {
            let letter = self.cursor.text.get(self.cursor.at + 1).copied().filter(|b| b"htAa".contains(b));
            let alone = self.cursor.text.get(self.cursor.at + 2).is_none_or(|b| !b.is_ascii_alphanumeric());
            let Some(letter) = letter.filter(|_| alone) else { break };
            modifiers.push(letter);
            self.cursor.skip(2);
        }
        let change = (!modifiers.is_empty()).then_some(Change::Modifiers(modifiers));
        parts.0.push(Part::Variable { name, change, quoted });
        Ok(())
    }

    /// `$( … )`. Its commands are read; where that fails it is still known where it ends.
    fn output(&mut self, quoted: bool, parts: &mut Parts) -> Read<()> {
        self.cursor.skip(1);
        let (at, line) = (self.cursor.at, self.cursor.line);
        self.balanced(b'(', b')')?;
        let inside = &self.cursor.text[at + 1..self.cursor.at - 1];
        let script = super::posix::parse_inside(inside, self.dialect, line, self.depth);
        parts.0.push(Part::Output { script, quoted });
        Ok(())
    }

    fn backticks(&mut self, quoted: bool, parts: &mut Parts) -> Read<()> {
        let line = self.cursor.line;
        self.cursor.skip(1);
        let mut inside = BString::default();
        loop {
            match self.cursor.peek().ok_or(NotRead)? {
                b'`' => break,
                b'\\' => {
                    let next = *self.cursor.text.get(self.cursor.at + 1).ok_or(NotRead)?;
                    if !b"`\\$".contains(&next) {
                        inside.push(b'\\');
                    }
                    inside.push(next);
                    self.cursor.skip(2);
                }
                byte => {
                    inside.push(byte);
                    self.cursor.skip(1);
                }
            }
        }
        self.cursor.skip(1);
        let script: Script = super::posix::parse_inside(&inside, self.dialect, line, self.depth + 1);
        parts.0.push(Part::Output { script, quoted });
        Ok(())
    }

    /// Behind `${`, to behind the closing brace.
    fn braces(&mut self, quoted: bool) -> Read<Part> {
        let start = self.cursor.at;
        if let Some(part) = self.current_file(quoted) {
            return Ok(part);
        }
        let rest = self.cursor.rest();
        let names = rest.iter().take_while(|&&b| is_name_byte(b)).count();
        let special = rest.first().is_some_and(|b| b"@*?$!-#".contains(b)) && rest.get(1) == Some(&b'}');
        let len = if names == 0 && special { 1 } else { names };
        let mut name = BString::from(&rest[..len]);
        self.cursor.skip(len);
        // The file of the innermost script: the first element is the variable itself.
        if self.cursor.eat("[0]") && name != "BASH_SOURCE" {
            name.clear();
        }
        if !name.is_empty() {
            if self.cursor.eat("}") {
                return Ok(Part::Variable { name, change: None, quoted });
            }
            if let Some(change) = self.change(quoted)? {
                return Ok(Part::Variable { name, change: Some(change), quoted });
            }
        }
        (self.cursor.line, self.cursor.at) =
            (self.cursor.line - lines(&self.cursor.text[start..self.cursor.at]), start);
        self.rest_of_braces()?;
        Ok(Part::Unknown)
    }

    /// zsh's `${(%):-%x}` and `${(%):-%N}`, also with modifiers around them: the file that is being read.
    fn current_file(&mut self, quoted: bool) -> Option<Part> {
        let name = || BString::from("BASH_SOURCE");
        for form in ["(%):-%x}", "(%):-%N}"] {
            if self.cursor.eat(form) {
                return Some(Part::Variable { name: name(), change: None, quoted });
            }
            if self.cursor.looks_at("${")
                && self.cursor.text[self.cursor.at + 2..].starts_with(form.as_bytes())
            {
                let (at, line) = (self.cursor.at, self.cursor.line);
                self.cursor.skip(2 + form.len());
                if let Some(change) = self.modifiers() {
                    return Some(Part::Variable { name: name(), change: Some(change), quoted });
                }
                (self.cursor.at, self.cursor.line) = (at, line);
            }
        }
        None
    }

    /// What is done with the parameter; `None` when it is none of the forms that are understood.
    fn change(&mut self, quoted: bool) -> Read<Option<Change>> {
        if self.dialect == Dialect::Zsh
            && let Some(modifiers) = self.modifiers()
        {
            return Ok(Some(modifiers));
        }
        let colon = self.cursor.looks_at(":")
            && self.cursor.text.get(self.cursor.at + 1).is_some_and(|b| b"-=+?".contains(b));
        if colon {
            self.cursor.skip(1);
        }
        let Some(sign) = self.cursor.peek().filter(|b| b"-=+?#%".contains(b)) else { return Ok(None) };
        self.cursor.skip(1);
        let longest = b"#%".contains(&sign) && self.cursor.peek() == Some(sign);
        if longest {
            self.cursor.skip(1);
        }
        let word = self.word_in_braces(quoted && !b"#%".contains(&sign))?;
        self.need("}")?;
        Ok(Some(match sign {
            b'-' => Change::Default { colon, word },
            b'=' => Change::Assign { colon, word },
            b'+' => Change::Alternative { colon, word },
            b'?' => Change::Required,
            _ => Change::Strip { end: sign == b'%', longest, pattern: word },
        }))
    }

    fn modifiers(&mut self) -> Option<Change> {
        let rest = self.cursor.rest();
        let inside = &rest[..rest.find_byte(b'}')?];
        let letters = inside.chunks(2).map(|pair| match pair {
            [b':', letter] if b"htAa".contains(letter) => Some(*letter),
            _ => None,
        });
        let letters: Vec<u8> = letters.collect::<Option<_>>()?;
        self.cursor.skip(inside.len() + 1);
        Some(Change::Modifiers(letters))
    }

    /// Up to the closing brace, which stays. In double quotes single ones are plain text.
    fn word_in_braces(&mut self, quoted: bool) -> Read<Word> {
        let mut parts = Parts::default();
        let line = self.cursor.line;
        loop {
            match self.cursor.peek().ok_or(NotRead)? {
                b'}' => return Ok(Word { line, parts: parts.0 }),
                b'\'' if quoted => {
                    parts.text(b"'", true);
                    self.cursor.skip(1);
                }
                b'$' if quoted => self.dollar(true, &mut parts)?,
                byte if quoted && !b"\"\\`".contains(&byte) => {
                    parts.text(&[byte], true);
                    self.cursor.skip(1);
                }
                byte => self.part(byte, &mut parts)?,
            }
        }
    }

    fn rest_of_braces(&mut self) -> Read<()> {
        self.cursor.at -= 1;
        self.balanced(b'{', b'}')
    }

    /// Steps over a pair of brackets and what is between, with its quotes.
    fn balanced(&mut self, open: u8, close: u8) -> Read<()> {
        let mut depth = 0_u32;
        loop {
            let byte = self.cursor.peek().ok_or(NotRead)?;
            match byte {
                b'\\' => self.cursor.skip(1),
                b'\'' => {
                    let _ = self.single_quoted()?;
                    continue;
                }
                b'"' => {
                    self.double_quoted(&mut Parts::default())?;
                    continue;
                }
                b'#' if self.begins_a_comment() => {
                    let rest = self.cursor.rest();
                    self.cursor.at += rest.find_byte(b'\n').ok_or(NotRead)?;
                    continue;
                }
                b if b == open => depth += 1,
                b if b == close => depth -= 1,
                _ => {}
            }
            self.cursor.skip(1);
            if depth == 0 {
                return Ok(());
            }
        }
    }

    fn begins_a_comment(&self) -> bool {
        self.cursor.at.checked_sub(1).is_some_and(|before| b" \t\n;".contains(&self.cursor.text[before]))
    }
}

fn lines(text: &[u8]) -> u32 {
    u32::try_from(text.iter().filter(|&&b| b == b'\n').count()).unwrap_or(0)
}
