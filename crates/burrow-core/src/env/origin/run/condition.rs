//! `test`, `[ … ]` and `[[ … ]]`, as far as their answer can be told.

use bstr::{BString, ByteSlice};
use go_rules::files::FileKind;

use super::super::script::ast::Word;
use super::Machine;
use super::pattern;
use super::state::{State, Tri, Value};

impl Machine<'_> {
    /// `test` with these arguments.
    pub fn test(&mut self, words: &[Word], state: &mut State) -> Tri {
        if words.len() > 60 {
            return Tri::Maybe;
        }
        let values: Vec<Value> = words.iter().map(|w| self.value(w, state)).collect();
        self.test_values(&values, state)
    }

    fn test_values(&self, values: &[Value], state: &State) -> Tri {
        let operator = |at: usize| values.get(at).and_then(Value::known).map(|v| v.as_bytes());
        match values {
            [] => Tri::No,
            [value] => value.is_empty().not(),
            [_, value] if operator(0) == Some(b"!") => value.is_empty(),
            [_, operand] => match operator(0) {
                Some(operator) => self.unary(operator, operand, state),
                None => Tri::Maybe,
            },
            [left, _, right] if operator(1).is_some_and(is_binary) => {
                binary(left, operator(1).unwrap_or_default(), right)
            }
            [_, rest @ ..] if operator(0) == Some(b"!") => self.test_values(rest, state).not(),
            _ => self.combined(values, state),
        }
    }

    /// `a -a b`, `a -o b`.
    fn combined(&self, values: &[Value], state: &State) -> Tri {
        let find = |sign: &str| values.iter().skip(1).position(|v| v.known().is_some_and(|v| v == sign));
        for (sign, both) in [("-o", false), ("-a", true)] {
            if let Some(at) = find(sign).map(|at| at + 1).filter(|at| at + 1 < values.len()) {
                let left = self.test_values(&values[..at], state);
                let right = self.test_values(&values[at + 1..], state);
                return if both { and(left, right) } else { and(left.not(), right.not()).not() };
            }
        }
        Tri::Maybe
    }

    fn unary(&self, operator: &[u8], operand: &Value, state: &State) -> Tri {
        match operator {
            b"-n" => operand.is_empty().not(),
            b"-z" => operand.is_empty(),
            b"-v" => operand.known().map_or(Tri::Maybe, |name| state.is_set(name)),
            b"-e" | b"-f" | b"-d" | b"-r" | b"-x" | b"-s" | b"-a" => match operand.known() {
                Some(path) => self.file_is(operator, path, state),
                None => Tri::Maybe,
            },
            _ => Tri::Maybe,
        }
    }

    fn file_is(&self, operator: &[u8], path: &[u8], state: &State) -> Tri {
        if path.is_empty() {
            return Tri::No;
        }
        let Some(path) = self.absolute(path, state) else { return Tri::Maybe };
        let kind = self.files.kind(path.as_bstr());
        match operator {
            b"-f" => matches!(kind, Some(FileKind::File { .. })).into(),
            b"-d" => (kind == Some(FileKind::Directory)).into(),
            b"-x" => matches!(kind, Some(FileKind::File { executable: true } | FileKind::Directory)).into(),
            b"-s" => match self.files.read_at(path.as_bstr(), 0, 1) {
                Ok(bytes) => (!bytes.is_empty()).into(),
                Err(_) => (kind == Some(FileKind::Directory)).into(),
            },
            _ => kind.is_some().into(),
        }
    }

    /// `[[ … ]]`.
    pub fn condition(&mut self, words: &[Word], state: &mut State) -> Tri {
        // Brackets and negations that nest further are not followed.
        if words.iter().filter(|w| matches!(w.bare(), Some(b"(" | b"!"))).count() > 40 {
            return Tri::Maybe;
        }
        let mut rest = words;
        let answer = self.any_of(&mut rest, state);
        if rest.is_empty() { answer } else { Tri::Maybe }
    }

    fn any_of(&mut self, rest: &mut &[Word], state: &mut State) -> Tri {
        let mut answer = self.all_of(rest, state);
        while eat(rest, b"||") {
            let next = self.all_of(rest, state);
            answer = and(answer.not(), next.not()).not();
        }
        answer
    }

    fn all_of(&mut self, rest: &mut &[Word], state: &mut State) -> Tri {
        let mut answer = self.one(rest, state);
        while eat(rest, b"&&") {
            let next = self.one(rest, state);
            answer = and(answer, next);
        }
        answer
    }

    fn one(&mut self, rest: &mut &[Word], state: &mut State) -> Tri {
        if eat(rest, b"!") {
            return self.one(rest, state).not();
        }
        if eat(rest, b"(") {
            let answer = self.any_of(rest, state);
            return if eat(rest, b")") { answer } else { Tri::Maybe };
        }
        let words = *rest;
        let ends = |w: &&Word| w.bare().is_some_and(|b| matches!(b, b"&&" | b"||" | b")"));
        let len = words.iter().position(|w| ends(&w)).unwrap_or(words.len());
        let (own, after) = words.split_at(len);
        *rest = after;
        match own {
            [operator, operand] => {
                let operand = self.value(operand, state);
                operator.bare().map_or(Tri::Maybe, |o| self.unary(o, &operand, state))
            }
            [left, operator, right] => self.compared(left, operator.bare().unwrap_or_default(), right, state),
            [word] => self.value(word, state).is_empty().not(),
            _ => Tri::Maybe,
        }
    }

    fn compared(&mut self, left: &Word, operator: &[u8], right: &Word, state: &mut State) -> Tri {
        let left = self.value(left, state);
        match operator {
            b"=" | b"==" | b"!=" => {
                let (Value::Known(text), Some(pattern)) = (left.expanded(), self.pattern(right, state))
                else {
                    return Tri::Maybe;
                };
                let equal = pattern::matches(&pattern, &text);
                if operator == b"!=" { equal.not() } else { equal }
            }
            _ => {
                let right = self.value(right, state);
                binary(&left, operator, &right)
            }
        }
    }

    /// Whether a program, function or builtin of this name is there.
    pub fn is_command(&self, name: &BString, state: &State) -> Tri {
        const BUILTIN: [&str; 12] = [
            "cd", "echo", "test", "printf", "export", "alias", "eval", "set", "source", "type", "command",
            "[",
        ];
        if state.functions.contains_key(name) || BUILTIN.iter().any(|b| name == b) {
            return Tri::Yes;
        }
        if state.tainted || name.contains(&b'/') {
            return Tri::Maybe;
        }
        let Some(path) = state.known(b"PATH") else { return Tri::Maybe };
        let found = path.split_str(":").filter(|dir| dir.starts_with(b"/")).any(|dir| {
            let file = bstr::join("/", [dir, name.as_slice()]);
            matches!(self.files.kind(file.as_bstr()), Some(FileKind::File { executable: true }))
        });
        found.into()
    }
}

fn eat(rest: &mut &[Word], sign: &[u8]) -> bool {
    let there = rest.first().and_then(Word::bare) == Some(sign);
    if there {
        *rest = &rest[1..];
    }
    there
}

pub fn and(left: Tri, right: Tri) -> Tri {
    match (left, right) {
        (Tri::No, _) | (_, Tri::No) => Tri::No,
        (Tri::Yes, Tri::Yes) => Tri::Yes,
        _ => Tri::Maybe,
    }
}

fn is_binary(operator: &[u8]) -> bool {
    matches!(
        operator,
        b"=" | b"==" | b"!=" | b"-eq" | b"-ne" | b"-lt" | b"-le" | b"-gt" | b"-ge" | b"-nt" | b"-ot" | b"-ef"
    )
}

fn binary(left: &Value, operator: &[u8], right: &Value) -> Tri {
    let text = |value: &Value| value.clone().expanded().known().map(BString::from);
    let (Some(left), Some(right)) = (text(left), text(right)) else {
        return Tri::Maybe;
    };
    let number = |text: &BString| text.to_str().ok().and_then(|t| t.trim().parse::<i64>().ok());
    match operator {
        b"=" | b"==" => return (left == right).into(),
        b"!=" => return (left != right).into(),
        _ => {}
    }
    let (Some(left), Some(right)) = (number(&left), number(&right)) else { return Tri::Maybe };
    match operator {
        b"-eq" => (left == right).into(),
        b"-ne" => (left != right).into(),
        b"-lt" => (left < right).into(),
        b"-le" => (left <= right).into(),
        b"-gt" => (left > right).into(),
        b"-ge" => (left >= right).into(),
        _ => Tri::Maybe,
    }
}
