//! Simple commands: assignments, and the builtins that change variables or what is read next.

use bstr::{BString, ByteSlice};
use go_rules::files::FileKind;

use super::super::script::ast::{Assignment, Dialect, Node, Part, Word};
use super::super::script::parse_from;
use super::state::{State, Tri, Value};
use super::{FrameKind, Machine, Ran};

impl Machine<'_> {
    pub(super) fn simple(
        &mut self,
        node: &Node,
        assignments: &[Assignment],
        words: &[Word],
        state: State,
    ) -> Ran {
        let mut state = state;
        let words = self.command_words(words, &mut state);
        let Some((command, arguments)) = words.split_first() else {
            for assignment in assignments {
                self.assignment(assignment, &mut state);
            }
            let asks = assignments.iter().filter_map(|a| a.value.as_ref()).any(has_output);
            return Ran::On(state, if asks { Tri::Maybe } else { Tri::Yes });
        };
        let Value::Known(name) = self.value(command, &mut state) else {
            // Which command this is cannot be told; most change nothing.
            return Ran::On(state, Tri::Maybe);
        };
        if let Some(function) = state.functions.get(&name).cloned() {
            return self.call(&function, state);
        }
        if self.dialect == Dialect::Fish
            && let Some(ran) = self.fish_builtin(&name, arguments, node, &mut state)
        {
            return ran.unwrap_or_else(|status| Ran::On(std::mem::take(&mut state), status));
        }
        self.builtin(&name, arguments, node, state)
    }

    /// Without words that only say how to look the command up.
    fn command_words<'w>(&mut self, words: &'w [Word], state: &mut State) -> &'w [Word] {
        let mut words = words;
        while let [first, rest @ ..] = words {
            let Some(name) = first.literal() else { break };
            let asks = rest.first().and_then(Word::bare).is_some_and(|w| w.starts_with(b"-"));
            match name.as_slice() {
                b"builtin" | b"noglob" | b"nocorrect" | b"-" => words = rest,
                b"command" if !asks && !state.functions.contains_key(&name) => words = rest,
                _ => break,
            }
        }
        words
    }

    fn builtin(&mut self, name: &BString, arguments: &[Word], node: &Node, mut state: State) -> Ran {
        let status = match name.as_slice() {
            b"export" | b"declare" | b"typeset" | b"local" | b"readonly" | b"integer" | b"float" => {
                self.declare(name, arguments, &mut state);
                Tri::Yes
            }
            b"unset" => {
                self.unset(arguments, &mut state);
                Tri::Yes
            }
            b"set" | b"setopt" | b"unsetopt" => {
                set_options(name, arguments, &mut state);
                Tri::Yes
            }
            b"." | b"source" => return self.include(arguments, state),
            b"eval" => return self.evaluate(arguments, node.first, state),
            b"emulate" => return self.emulate(arguments, node.first, state),
            b"return" => return self.leave(&[FrameKind::Call, FrameKind::File], state),
            b"break" | b"continue" => return self.leave(&[FrameKind::Loop], state),
            b"exit" | b"logout" => return Ran::Off,
            b"exec" if !arguments.is_empty() => return Ran::Off,
            b"cd" => {
                self.change_directory(arguments, &mut state);
                Tri::Maybe
            }
            b"[" => match arguments.split_last() {
                Some((_, inside)) => self.test(inside, &mut state),
                None => Tri::Maybe,
            },
            b"test" => self.test(arguments, &mut state),
            b"true" | b":" => {
                arguments.iter().for_each(|word| drop(self.value(word, &mut state)));
                Tri::Yes
            }
            b"false" => Tri::No,
            b"command" | b"type" | b"which" | b"hash" => self.looks_up(arguments, &mut state),
            b"setenv" => {
                self.setenv(arguments, node.first, &mut state);
                Tri::Yes
            }
            b"read" | b"mapfile" | b"readarray" | b"getopts" | b"printf" | b"vared" | b"let" | b"print"
            | b"zparseopts" => {
                self.read_into(name, arguments, node.first, &mut state);
                Tri::Maybe
            }
            _ => Tri::Maybe,
        };
        Ran::On(state, status)
    }

    fn assignment(&mut self, assignment: &Assignment, state: &mut State) {
        let Assignment { line, name, append, value } = assignment;
        let value = match value {
            Some(word) => self.assigned(word, state),
            None => Value::Unknown { filled: true },
        };
        let value = if *append { appended(&state.value(name), value) } else { value };
        self.assign(state, name, value, None, *line);
        // zsh ties these arrays to the variables of the same name.
        if self.dialect == Dialect::Zsh
            && matches!(name.as_slice(), b"path" | b"cdpath" | b"fpath" | b"manpath")
        {
            let tied = BString::from(name.to_ascii_uppercase());
            self.assign(state, &tied, Value::Unknown { filled: true }, None, *line);
        }
    }

    /// `export`, `declare` and their kin.
    fn declare(&mut self, command: &BString, arguments: &[Word], state: &mut State) {
        let mut flags = Flags::of(command);
        let mut names = arguments.iter();
        let mut rest = names.as_slice();
        while let Some(flag) =
            names.next().and_then(|w| w.literal()).filter(|w| w.len() > 1 && b"-+".contains(&w[0]))
        {
            rest = names.as_slice();
            if flag == "--" {
                break;
            }
            flags.read(&flag);
        }
        if flags.other {
            return;
        }
        let own = self.in_function() && flags.local(command, self.dialect);
        for word in rest {
            self.declare_one(word, &flags, own, state);
        }
    }

    fn declare_one(&mut self, word: &Word, flags: &Flags, own: bool, state: &mut State) {
        let Some((name, append, value)) = self.name_and_value(word, state) else {
            // `export "$line"`: it may set anything.
            state.tainted = true;
            return;
        };
        if own {
            self.make_local(state, &name);
        }
        match value {
            Some(value) => {
                let value = if append { appended(&state.value(&name), value) } else { value };
                let value = if flags.changes_value { Value::UNKNOWN } else { value };
                if flags.global && self.is_local(&name) {
                    return self.assign_behind(state, &name, value, flags.export, word.line);
                }
                self.assign(state, &name, value, flags.export, word.line);
            }
            None => {
                if let Some(exported) = flags.export {
                    state.export(&name, exported);
                }
            }
        }
    }

    /// `NAME=value`, `NAME+=value` or `NAME` as an argument. `None`: the name cannot be told.
    fn name_and_value(&mut self, word: &Word, state: &mut State) -> Option<(BString, bool, Option<Value>)> {
        if let Some(Part::Text { bytes, quoted }) = word.parts.first()
            && let Some(at) = bytes.find_byte(b'=')
        {
            let (name, append) = match bytes[..at].strip_suffix(b"+") {
                Some(name) => (BString::from(name), true),
                None => (BString::from(&bytes[..at]), false),
            };
            let first = Part::Text { bytes: bytes[at + 1..].into(), quoted: *quoted };
            let parts = [first].into_iter().chain(word.parts[1..].iter().cloned());
            let parts = parts
                .filter(|p| !matches!(p, Part::Text { bytes, quoted: false } if bytes.is_empty()))
                .collect();
            let value = self.assigned(&Word { line: word.line, parts }, state);
            return Some((name, append, Some(value)));
        }
        let whole = self.value(word, state).known().map(BString::from)?;
        match whole.split_once_str("=") {
            Some((name, value)) => Some((name.into(), false, Some(Value::Known(value.into())))),
            None => Some((whole, false, None)),
        }
    }

    fn unset(&mut self, arguments: &[Word], state: &mut State) {
        if arguments.first().and_then(Word::bare) == Some(b"-f") {
            return;
        }
        for word in arguments.iter().filter(|w| w.bare().is_none_or(|b| !b.starts_with(b"-"))) {
            match self.value(word, state).known().map(BString::from) {
                Some(name) => state.give(&name.to_str_lossy(), Value::Unset),
                None => state.tainted = true,
            }
        }
    }

    fn include(&mut self, arguments: &[Word], mut state: State) -> Ran {
        let Some(name) = arguments.first().and_then(|w| self.value(w, &mut state).known().map(BString::from))
        else {
            return Ran::On(state.after_something_unseen(), Tri::Maybe);
        };
        let path =
            if name.contains(&b'/') { self.absolute(&name, &state) } else { self.on_path(&name, &state) };
        match path {
            Some(path) => self.source(path.as_bstr(), state),
            None => Ran::On(state.after_something_unseen(), Tri::Maybe),
        }
    }

    /// A file without a slash: on PATH, else here.
    fn on_path(&self, name: &BString, state: &State) -> Option<BString> {
        let path = state.known(b"PATH")?;
        let is_file = |file: &BString| matches!(self.files.kind(file.as_bstr()), Some(FileKind::File { .. }));
        let mut places = path.split_str(":").map(|dir| bstr::join("/", [dir, name.as_slice()]).into());
        places.find(is_file).or_else(|| self.absolute(name, state))
    }

    fn evaluate(&mut self, arguments: &[Word], line: u32, mut state: State) -> Ran {
        let values: Option<Vec<BString>> =
            arguments.iter().map(|w| self.value(w, &mut state).known().map(BString::from)).collect();
        // Lines can be told only where the text stands in the file as it is run.
        match values.filter(|_| arguments.iter().all(|w| w.literal().is_some())) {
            Some(values) => {
                let text = bstr::join(" ", values);
                let line = arguments.first().map_or(line, |w| w.line);
                let script = parse_from(&text, self.dialect, line);
                self.script(&script, state)
            }
            None => Ran::On(state.after_something_unseen(), Tri::Maybe),
        }
    }

    /// zsh's `emulate sh -c '. ~/.profile'`.
    fn emulate(&mut self, arguments: &[Word], line: u32, state: State) -> Ran {
        match arguments {
            [mode, flag, text] if flag.bare() == Some(b"-c") => {
                let before = self.dialect;
                if matches!(mode.bare(), Some(b"sh" | b"ksh")) {
                    self.dialect = Dialect::Posix;
                }
                let ran = self.evaluate(std::slice::from_ref(text), line, state);
                self.dialect = before;
                ran
            }
            _ => Ran::On(state, Tri::Yes),
        }
    }

    fn change_directory(&mut self, arguments: &[Word], state: &mut State) {
        let target = match arguments {
            [] => state.known(b"HOME"),
            [.., dir] => self.value(dir, state).known().map(BString::from),
        };
        let target = target.filter(|dir| !dir.contains_str("..")).and_then(|dir| self.absolute(&dir, state));
        state.directory = target.filter(|dir| self.files.kind(dir.as_bstr()) == Some(FileKind::Directory));
    }

    /// `command -v NAME`, `type NAME`.
    fn looks_up(&mut self, arguments: &[Word], state: &mut State) -> Tri {
        let names = arguments.iter().filter(|w| w.bare().is_none_or(|b| !b.starts_with(b"-")));
        let names: Vec<Value> = names.map(|w| self.value(w, state)).collect();
        match names.as_slice() {
            [Value::Known(name)] => self.is_command(name, state),
            _ => Tri::Maybe,
        }
    }

    /// csh's way, which some people define for themselves elsewhere.
    fn setenv(&mut self, arguments: &[Word], line: u32, state: &mut State) {
        if let [name, rest @ ..] = arguments
            && let Some(name) = name.literal()
        {
            let value = rest.first().map_or(Value::Known(BString::default()), |w| self.value(w, state));
            self.assign(state, &name, value, Some(true), line);
        }
    }

    /// Commands that put what they find into variables.
    fn read_into(&mut self, command: &BString, arguments: &[Word], line: u32, state: &mut State) {
        let only_after_v = matches!(command.as_slice(), b"printf" | b"print");
        let words: Vec<Option<BString>> = arguments.iter().map(Word::literal).collect();
        let mut after_v = false;
        for word in words.iter().flatten() {
            let name = word.split(|&b| b == b'=').next().unwrap_or_default();
            let plain = !name.is_empty() && name.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'_');
            if plain && (after_v || !only_after_v) {
                self.assign(state, &name.into(), Value::UNKNOWN, None, line);
            }
            after_v = word == "-v";
        }
    }
}

fn has_output(word: &Word) -> bool {
    word.parts.iter().any(|p| matches!(p, Part::Output { .. }))
}

fn appended(before: &Value, value: Value) -> Value {
    match (before.clone().expanded(), value) {
        (Value::Known(before), Value::Known(more)) => Value::Known([before, more].concat().into()),
        _ => Value::UNKNOWN,
    }
}

/// What the options of a declaration say.
struct Flags {
    export: Option<bool>,
    global: bool,
    /// The value is made a number, upper case and so on.
    changes_value: bool,
    /// It declares nothing: it prints, or is about functions.
    other: bool,
}

impl Flags {
    fn of(command: &BString) -> Flags {
        let export = (command == "export").then_some(true);
        let changes_value = command == "integer" || command == "float";
        Flags { export, global: false, changes_value, other: false }
    }

    fn read(&mut self, flag: &[u8]) {
        let on = flag[0] == b'-';
        for letter in &flag[1..] {
            match letter {
                b'x' => self.export = Some(on),
                b'n' if self.export == Some(true) => self.export = Some(false),
                b'g' => self.global = true,
                b'f' | b'F' | b'p' => self.other = true,
                b'i' | b'l' | b'u' | b'L' | b'R' | b'Z' | b'E' | b'n' | b'T' => self.changes_value = true,
                _ => {}
            }
        }
    }

    fn local(&self, command: &BString, dialect: Dialect) -> bool {
        match command.as_slice() {
            b"export" => false,
            // In zsh what is exported is global (GLOBAL_EXPORT); in bash it is the function's own.
            b"declare" | b"typeset" | b"integer" | b"float"
                if dialect == Dialect::Zsh && self.export == Some(true) =>
            {
                false
            }
            b"readonly" => dialect == Dialect::Zsh && !self.global && self.export != Some(true),
            _ => !self.global,
        }
    }
}

/// `set -a`, `set -o allexport`, zsh's `setopt` and `unsetopt`.
fn set_options(command: &BString, arguments: &[Word], state: &mut State) {
    let mut named = command != "set";
    let mut on = command != "unsetopt";
    for word in arguments.iter().filter_map(Word::literal) {
        match word.as_slice() {
            b"-o" | b"+o" => {
                (named, on) = (true, word == "-o");
                continue;
            }
            b"--" if command == "set" => return,
            [sign @ (b'-' | b'+'), letters @ ..] if command == "set" => {
                state.all_exported = if letters.contains(&b'a') { *sign == b'-' } else { state.all_exported };
            }
            _ if named => {
                let option: Vec<u8> = word.to_ascii_lowercase().into_iter().filter(|&b| b != b'_').collect();
                let (option, on) = match option.strip_prefix(b"no") {
                    Some(option) => (option, !on),
                    None => (option.as_slice(), on),
                };
                match option {
                    b"allexport" => state.all_exported = on,
                    b"globalrcs" => state.only_own_files = !on,
                    _ => {}
                }
            }
            _ => {}
        }
        named = command != "set";
    }
}
