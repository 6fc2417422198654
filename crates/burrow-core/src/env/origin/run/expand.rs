//! What words become: parameters, quotes, tildes, and the few commands whose output can be told without running them.

use bstr::{BString, ByteSlice};
use go_rules::files::FileKind;

use super::super::script::ast::{Change, Command, Dialect, Join, Node, Part, Script, Word};
use super::Machine;
use super::pattern::{self, Byte};
use super::state::{State, Tri, Value};

impl Machine<'_> {
    /// The word as one value: nothing is split, no file names are made of it.
    pub fn value(&mut self, word: &Word, state: &mut State) -> Value {
        let mut whole = BString::default();
        let mut filled = false;
        let mut known = true;
        for (at, part) in word.parts.iter().enumerate() {
            let value = match part {
                Part::Text { bytes, quoted: false } if at == 0 => {
                    self.tilde(bytes, word.parts.len() == 1, state)
                }
                _ => self.part(part, word.line, state),
            };
            filled |= value.is_empty() == Tri::No;
            match value {
                Value::Known(text) => whole.extend_from_slice(&text),
                Value::Unset => {}
                Value::Unknown { .. } => known = false,
            }
        }
        if known { Value::Known(whole) } else { Value::Unknown { filled } }
    }

    /// As [`Machine::value`], in the place of a value: a tilde counts after each colon too.
    pub fn assigned(&mut self, word: &Word, state: &mut State) -> Value {
        let colon_tilde =
            |p: &Part| matches!(p, Part::Text { bytes, quoted: false } if bytes.contains_str(":~"));
        if !word.parts.iter().any(colon_tilde) {
            return self.value(word, state);
        }
        let home = state.known(b"HOME");
        let mut word = word.clone();
        for part in &mut word.parts {
            if let (Part::Text { bytes, quoted: false }, Some(home)) = (part, &home) {
                let mut from = [b":", home.as_slice()].concat();
                from.push(b'/');
                *bytes = bytes.replace(":~/", from).into();
            }
        }
        if word.parts.iter().any(colon_tilde) { Value::UNKNOWN } else { self.value(&word, state) }
    }

    /// The word as the several that it may become; `None` when that cannot be told.
    pub fn fields(&mut self, word: &Word, state: &mut State) -> Option<Vec<BString>> {
        let splits =
            |p: &Part| matches!(p, Part::Variable { quoted: false, .. } | Part::Output { quoted: false, .. });
        let brace = |p: &Part| matches!(p, Part::Text { bytes, quoted: false } if bytes.contains(&b'{') && bytes.contains(&b','));
        if self.dialect != Dialect::Fish && word.parts.iter().any(brace) {
            return None;
        }
        let pattern = self.pattern(word, state)?;
        if pattern::is_pattern(&pattern) {
            return self.file_names(&pattern, state);
        }
        let whole = BString::from(pattern.iter().map(|(b, _)| *b).collect::<Vec<u8>>());
        if word.parts.iter().any(splits) && matches!(self.dialect, Dialect::Bash | Dialect::Posix) {
            return Some(whole.fields().map(BString::from).collect());
        }
        Some(vec![whole])
    }

    /// The word as a pattern: what is quoted stands for itself.
    pub fn pattern(&mut self, word: &Word, state: &mut State) -> Option<Vec<Byte>> {
        let mut pattern = Vec::new();
        for (at, part) in word.parts.iter().enumerate() {
            let (value, quoted) = match part {
                Part::Text { bytes, quoted: false } if at == 0 => {
                    (self.tilde(bytes, word.parts.len() == 1, state), false)
                }
                Part::Text { bytes, quoted } => (Value::Known(bytes.clone()), *quoted),
                // zsh never takes the value of a variable for a pattern.
                Part::Variable { quoted, .. } | Part::Output { quoted, .. } => {
                    (self.part(part, word.line, state), *quoted || self.dialect == Dialect::Zsh)
                }
                Part::Unknown => return None,
            };
            let text = value.expanded().known()?.to_owned();
            pattern.extend(text.iter().map(|&b| (b, quoted)));
        }
        Some(pattern)
    }

    /// `~` and `~/…` at the beginning of a word.
    fn tilde(&self, text: &BString, alone: bool, state: &State) -> Value {
        match text.strip_prefix(b"~") {
            None => Value::Known(text.clone()),
            Some(rest) if rest.starts_with(b"/") || (rest.is_empty() && alone) => {
                match state.value(b"HOME") {
                    Value::Known(home) => Value::Known([home.as_slice(), rest].concat().into()),
                    _ => Value::UNKNOWN,
                }
            }
            // Somebody else's home, or a named directory.
            Some(_) => Value::Unknown { filled: true },
        }
    }

    fn part(&mut self, part: &Part, line: u32, state: &mut State) -> Value {
        match part {
            Part::Text { bytes, .. } => Value::Known(bytes.clone()),
            Part::Variable { name, change, .. } => self.variable(name, change.as_ref(), line, state),
            Part::Output { script, .. } => self.output(script, state),
            Part::Unknown => Value::UNKNOWN,
        }
    }

    fn variable(&mut self, name: &BString, change: Option<&Change>, line: u32, state: &mut State) -> Value {
        let value = self.parameter(name, state);
        let Some(change) = change else { return value.expanded() };
        let (is_set, is_empty) = (state.is_set(name), value.is_empty());
        // Whether the other word counts instead of the value.
        let missing = |colon: bool| match (colon, is_set) {
            (true, _) => is_empty,
            (false, set) => set.not(),
        };
        match change {
            Change::Default { colon, word } => match missing(*colon) {
                Tri::Yes => self.value(word, state),
                Tri::No => value,
                Tri::Maybe => Value::UNKNOWN,
            },
            Change::Assign { colon, word } => {
                let missing = missing(*colon);
                let other = self.value(word, state);
                match missing {
                    Tri::No => value,
                    Tri::Yes => {
                        self.assign(state, name, other.clone(), None, line);
                        other
                    }
                    Tri::Maybe => {
                        self.assign(state, name, Value::UNKNOWN, None, line);
                        Value::UNKNOWN
                    }
                }
            }
            Change::Alternative { colon, word } => match missing(*colon) {
                Tri::Yes => Value::Known(BString::default()),
                Tri::No => self.value(word, state),
                Tri::Maybe => Value::UNKNOWN,
            },
            Change::Required => value.expanded(),
            Change::Strip { end, longest, pattern } => self.strip(value, *end, *longest, pattern, state),
            Change::Modifiers(letters) => self.modified(value, letters),
        }
    }

    /// A variable, or one of the parameters that a shell has by itself.
    fn parameter(&self, name: &BString, state: &State) -> Value {
        match name.as_slice() {
            b"BASH_SOURCE" if self.dialect != Dialect::Fish => Value::Known((*self.file).clone()),
            b"0" if self.dialect == Dialect::Zsh && !self.in_function() => Value::Known((*self.file).clone()),
            b"0" | b"$" | b"?" | b"!" => Value::Unknown { filled: true },
            b"#" if !self.in_function() => Value::Known("0".into()),
            b"@" | b"*" | b"1" if !self.in_function() => Value::Unset,
            b"#" | b"@" | b"*" | b"1" | b"2" | b"3" | b"4" | b"5" | b"6" | b"7" | b"8" | b"9" => {
                Value::UNKNOWN
            }
            other => state.value(other),
        }
    }

    fn strip(&mut self, value: Value, end: bool, longest: bool, pattern: &Word, state: &mut State) -> Value {
        let (Value::Known(text), Some(pattern)) = (value.expanded(), self.pattern(pattern, state)) else {
            return Value::UNKNOWN;
        };
        // From the shortest to the longest piece, or the other way round.
        let mut cuts: Vec<usize> = (0..=text.len()).collect();
        if end != longest {
            cuts.reverse();
        }
        for cut in cuts {
            let (piece, rest) = if end { (&text[cut..], &text[..cut]) } else { (&text[..cut], &text[cut..]) };
            match pattern::matches(&pattern, piece) {
                Tri::Yes => return Value::Known(rest.into()),
                Tri::Maybe => return Value::UNKNOWN,
                Tri::No => {}
            }
        }
        Value::Known(text)
    }

    fn modified(&self, value: Value, letters: &[u8]) -> Value {
        let Value::Known(mut text) = value.expanded() else { return Value::UNKNOWN };
        for letter in letters {
            text = match letter {
                b'h' => parent(&text),
                b't' => last_name(&text),
                // The whole path; `:A` without links.
                _ => match self.files.canonical(text.as_bstr()) {
                    Some(path) => path,
                    None => return Value::UNKNOWN,
                },
            };
        }
        Value::Known(text)
    }

    /// What a command prints, for the few that only look at their arguments.
    fn output(&mut self, script: &Script, state: &mut State) -> Value {
        match script.as_slice() {
            [Node { command: Command::Simple { assignments, words }, .. }] if assignments.is_empty() => {
                let words: Option<Vec<BString>> =
                    words.iter().map(|w| self.value(w, state).known().map(BString::from)).collect();
                words.map_or(Value::UNKNOWN, |words| self.printed(&words, state))
            }
            [Node { command: Command::AndOr { first, rest }, .. }] => match (&first.command, rest.as_slice())
            {
                (Command::Simple { words, .. }, [(Join::And, then)]) => {
                    self.changed_directory(words, then, state)
                }
                _ => Value::UNKNOWN,
            },
            _ => Value::UNKNOWN,
        }
    }

    /// `$(cd DIR && pwd)`.
    fn changed_directory(&mut self, words: &[Word], then: &Node, state: &mut State) -> Value {
        let Command::Simple { words: printing, .. } = &then.command else { return Value::UNKNOWN };
        let words: Option<Vec<BString>> =
            words.iter().map(|w| self.value(w, state).known().map(BString::from)).collect();
        let target = match words.as_deref() {
            Some([cd, .., dir]) if cd == "cd" => self.absolute(dir, state),
            _ => None,
        };
        let is_pwd = printing.first().and_then(Word::literal).is_some_and(|w| w == "pwd");
        match target.filter(|dir| is_pwd && self.files.kind(dir.as_bstr()) == Some(FileKind::Directory)) {
            Some(dir) => self.files.canonical(dir.as_bstr()).map_or(Value::UNKNOWN, Value::Known),
            None => Value::UNKNOWN,
        }
    }

    fn printed(&self, words: &[BString], state: &State) -> Value {
        let texts: Vec<&[u8]> = words.iter().map(|w| w.as_slice()).collect();
        let known = |text: BString| Value::Known(text.trim_end_with(|c| c == '\n').into());
        match texts.as_slice() {
            [b"dirname", .., path] => known(parent(&BString::from(*path))),
            [b"basename", path] => known(last_name(&BString::from(*path))),
            [b"echo", rest @ ..] if !rest.iter().any(|w| w.starts_with(b"-") || w.contains(&b'\\')) => {
                known(bstr::join(" ", rest).into())
            }
            [b"printf", b"%s" | b"%s\\n", text] => known((*text).into()),
            [b"pwd"] => state.directory.clone().map_or(Value::UNKNOWN, Value::Known),
            [b"uname"] | [b"uname", b"-s"] => {
                self.facts.system.map_or(Value::UNKNOWN, |s| Value::Known(s.into()))
            }
            [b"id", b"-u"] => {
                self.facts.uid.map_or(Value::UNKNOWN, |uid| Value::Known(uid.to_string().into()))
            }
            [b"whoami"] | [b"id", b"-un"] => state.value(b"LOGNAME").expanded(),
            _ => Value::UNKNOWN,
        }
    }

    /// A path as seen from the current directory; `None` where that is not known.
    pub fn absolute(&self, path: &[u8], state: &State) -> Option<BString> {
        if path.starts_with(b"/") {
            return Some(path.into());
        }
        let path = path.strip_prefix(b"./").unwrap_or(path);
        state.directory.as_ref().map(|dir| bstr::join("/", [dir.as_slice(), path]).into())
    }

    /// The files that a pattern stands for; only the last element of the path may be one.
    fn file_names(&self, pattern: &[Byte], state: &State) -> Option<Vec<BString>> {
        let slash = pattern.iter().rposition(|(b, _)| *b == b'/');
        let (dir, name) = pattern.split_at(slash.map_or(0, |i| i + 1));
        if pattern::is_pattern(dir) {
            return None;
        }
        let dir: Vec<u8> = dir.iter().map(|(b, _)| *b).collect();
        let place = self.absolute(&dir, state)?;
        let hidden = name.first().is_some_and(|(b, _)| *b == b'.');
        let mut found = Vec::new();
        for entry in self.files.list(place.as_bstr()) {
            if entry.starts_with(b".") && !hidden {
                continue;
            }
            match pattern::matches(name, &entry) {
                Tri::Yes => found.push([dir.as_slice(), &entry].concat().into()),
                Tri::No => {}
                Tri::Maybe => return None,
            }
        }
        if found.is_empty() && matches!(self.dialect, Dialect::Bash | Dialect::Posix) {
            found.push(pattern.iter().map(|(b, _)| *b).collect::<Vec<u8>>().into());
        }
        Some(found)
    }
}

/// `dirname`.
fn parent(path: &BString) -> BString {
    let path = path.trim_end_with(|c| c == '/');
    match path.rfind_byte(b'/') {
        None if path.is_empty() => "/".into(),
        None => ".".into(),
        Some(0) => "/".into(),
        Some(at) => path[..at].trim_end_with(|c| c == '/').into(),
    }
}

/// `basename`.
fn last_name(path: &BString) -> BString {
    let path = path.trim_end_with(|c| c == '/');
    path[path.rfind_byte(b'/').map_or(0, |at| at + 1)..].into()
}
