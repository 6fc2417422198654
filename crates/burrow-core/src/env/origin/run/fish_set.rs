//! Fish's own builtins: `set` with its scopes, `export`, `status`, `test` under its names.

use bstr::{BString, ByteSlice};

use super::super::script::ast::{Node, Part, Word};
use super::state::{Outcome, State, Tri, Value};
use super::{FrameKind, Machine, Ran};

/// The variables that every process knows as lists with colons: fish joins them so.
fn is_path_variable(name: &[u8]) -> bool {
    name.ends_with(b"PATH")
}

/// The options of one `set`.
#[derive(Default)]
struct Options {
    export: Option<bool>,
    global: bool,
    universal: bool,
    local: bool,
    erase: bool,
    query: bool,
    append: bool,
    prepend: bool,
    path: Option<bool>,
    shows: bool,
}

impl Options {
    fn read(&mut self, word: &[u8]) {
        let long: &[u8] = match word {
            b"--export" => b"x",
            b"--unexport" => b"u",
            b"--global" => b"g",
            b"--universal" => b"U",
            b"--local" => b"l",
            b"--function" => b"f",
            b"--erase" => b"e",
            b"--query" => b"q",
            b"--append" => b"a",
            b"--prepend" => b"p",
            b"--names" | b"--show" => b"n",
            b"--path" => {
                self.path = Some(true);
                b""
            }
            b"--unpath" => {
                self.path = Some(false);
                b""
            }
            short => &short[1..],
        };
        for letter in long {
            match letter {
                b'x' => self.export = Some(true),
                b'u' => self.export = Some(false),
                b'g' => self.global = true,
                b'U' => self.universal = true,
                b'l' | b'f' => self.local = true,
                b'e' => self.erase = true,
                b'q' => self.query = true,
                b'a' => self.append = true,
                b'p' => self.prepend = true,
                _ => self.shows = true,
            }
        }
    }
}

impl Machine<'_> {
    /// `None`: none of fish's own. Otherwise where control goes, or just the status.
    pub(super) fn fish_builtin(
        &mut self,
        name: &BString,
        arguments: &[Word],
        node: &Node,
        state: &mut State,
    ) -> Option<Result<Ran, Tri>> {
        let status = match name.as_slice() {
            b"set" => self.fish_set(arguments, state),
            b"export" => {
                self.fish_export(arguments, node.first, state);
                Tri::Yes
            }
            b"status" => match arguments.first().and_then(Word::literal).as_ref().map(|w| w.as_slice()) {
                Some(b"is-interactive" | b"--is-interactive" | b"is-login" | b"--is-login") => Tri::Yes,
                _ => Tri::Maybe,
            },
            b"return" => {
                return Some(Ok(self.leave(&[FrameKind::Call, FrameKind::File], std::mem::take(state))));
            }
            // It ends only the file that is read.
            b"exit" => return Some(Ok(self.leave(&[FrameKind::File], std::mem::take(state)))),
            b"type" | b"command" => {
                let names = arguments.iter().filter_map(Word::literal).filter(|w| !w.starts_with(b"-"));
                match names.collect::<Vec<_>>().as_slice() {
                    [name] => self.is_command(name, state),
                    _ => Tri::Maybe,
                }
            }
            b"read" => {
                for name in arguments.iter().filter_map(Word::literal).filter(|w| !w.starts_with(b"-")) {
                    self.assign(state, &name, Value::UNKNOWN, None, node.first);
                }
                Tri::Maybe
            }
            _ => return None,
        };
        Some(Err(status))
    }

    fn fish_set(&mut self, arguments: &[Word], state: &mut State) -> Tri {
        let mut options = Options::default();
        let mut rest = arguments;
        while let [first, after @ ..] = rest {
            let Some(word) = first.literal().filter(|w| w.len() > 1 && w.starts_with(b"-")) else { break };
            rest = after;
            if word == "--" {
                break;
            }
            options.read(&word);
        }
        if options.shows || rest.is_empty() {
            return Tri::Yes;
        }
        if options.query {
            let set = rest.iter().map(|w| w.literal().map_or(Tri::Maybe, |n| state.is_set(&n)));
            return set.fold(Tri::Yes, super::condition::and);
        }
        if options.erase {
            for name in rest.iter().filter_map(Word::literal) {
                let before = state.outcomes(&name).to_vec();
                state.give(&name.to_str_lossy(), Value::Unset);
                self.perhaps(&options, &name, before, state);
            }
            return Tri::Yes;
        }
        let Some(name) = rest[0].literal() else {
            state.tainted = true;
            return Tri::Maybe;
        };
        self.fish_assign(&name, &options, rest[0].line, &rest[1..], state);
        Tri::Yes
    }

    fn fish_assign(
        &mut self,
        name: &BString,
        options: &Options,
        line: u32,
        words: &[Word],
        state: &mut State,
    ) {
        let unknown = name.contains(&b'[');
        let name = BString::from(name.split(|&b| b == b'[').next().unwrap_or_default());
        let joins = options.path.unwrap_or(is_path_variable(&name));
        let separator: &[u8] = if joins { b":" } else { b" " };
        let value = match self.fish_list(words, joins, state).filter(|_| !unknown) {
            Some(list) => {
                let list = Value::Known(bstr::join(separator, list).into());
                match (options.append, options.prepend, state.value(&name).is_empty()) {
                    (false, false, _) | (_, _, Tri::Yes) => list,
                    (true, _, _) => glued(&state.value(&name), separator, &list),
                    (_, true, _) => glued(&list, separator, &state.value(&name)),
                }
            }
            None => Value::UNKNOWN,
        };
        // A block's or a function's own variable is gone with it. Whether it hides another until then is not followed.
        let known_outside = state.is_set(&name) != Tri::No;
        let own =
            options.local || (self.in_function() && !options.global && !options.universal && !known_outside);
        if own {
            let own_value = vec![Outcome { value, exported: options.export == Some(true), event: None }];
            self.hide(state, &name, own_value);
            return;
        }
        if options.global && self.is_local(&name) {
            self.assign_behind(state, &name, value, options.export, line);
            return;
        }
        // A universal value stays behind a global one, which what was inherited is.
        let hidden =
            options.universal && state.outcomes(&name).iter().any(|o| o.event.is_none() && o.exported);
        if !hidden {
            let before = state.outcomes(&name).to_vec();
            self.assign(state, &name, value, options.export, line);
            self.perhaps(options, &name, before, state);
        }
    }

    /// Without a scope, what is changed may be a variable that hides this one for now: then nothing happened to it.
    fn perhaps(&mut self, options: &Options, name: &BString, before: Vec<Outcome>, state: &mut State) {
        if state.hidden.contains(name) && !options.global && !options.universal {
            let both = state.outcomes(name).iter().cloned().chain(before).collect();
            state.set_outcomes(name, both);
        }
    }

    /// In a function its variables are its own; in a mere block a hidden variable comes back when the block ends,
    /// which is as good as never having been set.
    fn hide(&mut self, state: &mut State, name: &BString, outcomes: Vec<Outcome>) {
        if self.in_function() {
            self.make_local(state, name);
            state.set_outcomes(name, outcomes);
            return;
        }
        state.hidden.push(name.clone());
        if state.is_set(name) == Tri::No {
            // Where the block ends is not followed: from here on it may be the block's, or not set again.
            let gone = Outcome { value: Value::Unset, exported: false, event: None };
            let own = outcomes.into_iter().map(|o| Outcome { exported: false, ..o });
            state.set_outcomes(name, own.chain([gone]).collect());
        }
    }

    /// Every word as the elements it becomes; `None` when one cannot be told.
    fn fish_list(&mut self, words: &[Word], splits_paths: bool, state: &mut State) -> Option<Vec<BString>> {
        let mut list = Vec::new();
        for word in words {
            match word.parts.as_slice() {
                // A variable that is not set is no element at all.
                parts if parts.iter().any(|p| self.vanishes(p, state)) => {}
                [Part::Variable { name, quoted: false, .. }] if is_path_variable(name) && !splits_paths => {
                    let value = state.known(name)?;
                    list.extend(value.split_str(":").map(BString::from));
                }
                parts if parts.iter().any(|p| matches!(p, Part::Output { .. } | Part::Unknown)) => {
                    return None;
                }
                _ => list.push(self.value(word, state).known().map(BString::from)?),
            }
        }
        Some(list)
    }

    fn vanishes(&self, part: &Part, state: &State) -> bool {
        matches!(part, Part::Variable { name, quoted: false, .. } if state.is_set(name) == Tri::No)
    }

    /// `set -gx`, behind a function's own variable of that name.
    fn fish_global(&mut self, state: &mut State, name: &BString, value: Value, line: u32) {
        if self.is_local(name) {
            self.assign_behind(state, name, value, Some(true), line);
        } else {
            self.assign(state, name, value, Some(true), line);
        }
    }

    /// `export NAME=value`, a function that fish brings along: `set -gx`.
    fn fish_export(&mut self, arguments: &[Word], line: u32, state: &mut State) {
        for word in arguments {
            let whole = self.value(word, state);
            let name = match (whole.known(), word.parts.first()) {
                (Some(whole), _) => whole.split(|&b| b == b'=').next().map(BString::from),
                (None, Some(Part::Text { bytes, .. })) if bytes.contains(&b'=') => {
                    bytes.split(|&b| b == b'=').next().map(BString::from)
                }
                _ => None,
            };
            let Some(name) = name else {
                state.tainted = true;
                continue;
            };
            let value =
                whole.known().and_then(|whole| whole.split_once_str("=").map(|(_, v)| BString::from(v)));
            match (value, &whole) {
                (Some(value), _) => self.fish_global(state, &name, Value::Known(value), line),
                (None, Value::Unknown { .. }) => self.fish_global(state, &name, Value::UNKNOWN, line),
                (None, _) => state.export(&name, true),
            }
        }
    }
}

fn glued(first: &Value, separator: &[u8], second: &Value) -> Value {
    match (first.known(), second.known()) {
        (Some(a), Some(b)) => Value::Known([a.as_bytes(), separator, b.as_bytes()].concat().into()),
        _ => Value::UNKNOWN,
    }
}
