//! What is known of a shell's variables at one point of its start files.
//!
//! A variable has one or more possible outcomes: where reading alone cannot decide which way a condition went, both
//! ways are followed and their outcomes are kept side by side, each with the line that gave it.

use std::collections::HashMap;
use std::rc::Rc;

use bstr::{BStr, BString, ByteSlice};

use super::super::script::ast::Script;

/// Whether something is so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tri {
    Yes,
    No,
    Maybe,
}

impl Tri {
    pub fn not(self) -> Tri {
        match self {
            Tri::Yes => Tri::No,
            Tri::No => Tri::Yes,
            Tri::Maybe => Tri::Maybe,
        }
    }
}

impl From<bool> for Tri {
    fn from(so: bool) -> Tri {
        if so { Tri::Yes } else { Tri::No }
    }
}

/// What a variable may hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Unset,
    Known(BString),
    /// Only the shell can tell; `filled`: but it is not empty.
    Unknown {
        filled: bool,
    },
}

impl Value {
    pub const UNKNOWN: Value = Value::Unknown { filled: false };

    pub fn known(&self) -> Option<&BStr> {
        match self {
            Value::Known(value) => Some(value.as_bstr()),
            _ => None,
        }
    }

    /// Unset counts as empty, as it does when a variable is expanded.
    pub fn expanded(self) -> Value {
        match self {
            Value::Unset => Value::Known(BString::default()),
            other => other,
        }
    }

    pub fn is_empty(&self) -> Tri {
        match self {
            Value::Unset => Tri::Yes,
            Value::Known(value) => value.is_empty().into(),
            Value::Unknown { filled: true } => Tri::No,
            Value::Unknown { filled: false } => Tri::Maybe,
        }
    }
}

/// One way in which a variable may have come out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    pub value: Value,
    pub exported: bool,
    /// The event that gave the value; `None`: it was there from the start.
    pub event: Option<usize>,
}

impl Outcome {
    const UNSET: Outcome = Outcome { value: Value::Unset, exported: false, event: None };
}

/// A line that gave a variable a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub name: BString,
    pub file: BString,
    pub line: u32,
    /// Something before it in the same file was not understood.
    pub doubtful: bool,
}

/// A function and the file it is written in.
#[derive(Debug, Clone)]
pub struct Function {
    pub body: Rc<Script>,
    pub file: Rc<BString>,
}

/// More outcomes than this are one: unknown.
const MOST_OUTCOMES: usize = 12;

#[derive(Debug, Clone, Default)]
pub struct State {
    vars: HashMap<BString, Vec<Outcome>>,
    pub functions: HashMap<BString, Function>,
    /// Every assignment exports (`set -a`).
    pub all_exported: bool,
    pub directory: Option<BString>,
    /// Something that was not seen may have set anything: `eval "$(…)"`, a file that was not found by reading.
    pub tainted: bool,
    pub doubtful: bool,
    /// Fish: hidden by a variable of a block or a file, for as long as that lasts.
    pub hidden: Vec<BString>,
    /// zsh was told to leave out the files in /etc.
    pub only_own_files: bool,
}

impl State {
    pub fn outcomes(&self, name: &[u8]) -> &[Outcome] {
        self.vars.get(name.as_bstr()).map_or(std::slice::from_ref(&Outcome::UNSET), Vec::as_slice)
    }

    pub fn set_outcomes(&mut self, name: &[u8], mut outcomes: Vec<Outcome>) {
        if outcomes.len() > MOST_OUTCOMES {
            let exported = outcomes.iter().any(|o| o.exported);
            outcomes = vec![Outcome { value: Value::UNKNOWN, exported, event: None }];
            self.tainted = true;
        }
        self.vars.insert(name.into(), outcomes);
    }

    /// The one value that all outcomes agree on.
    pub fn value(&self, name: &[u8]) -> Value {
        let outcomes = self.outcomes(name);
        let first = &outcomes[0].value;
        if outcomes.iter().all(|o| o.value == *first) {
            return first.clone();
        }
        Value::Unknown { filled: outcomes.iter().all(|o| o.value.is_empty() == Tri::No) }
    }

    pub fn known(&self, name: &[u8]) -> Option<BString> {
        self.value(name).known().map(BString::from)
    }

    pub fn is_set(&self, name: &[u8]) -> Tri {
        let outcomes = self.outcomes(name);
        let set = outcomes.iter().filter(|o| o.value != Value::Unset).count();
        match set {
            0 => Tri::No,
            n if n == outcomes.len() => Tri::Yes,
            _ => Tri::Maybe,
        }
    }

    /// Sets a variable that the shell itself has: never exported, from no line.
    pub fn give(&mut self, name: &str, value: Value) {
        self.set_outcomes(name.as_bytes(), vec![Outcome { value, exported: false, event: None }]);
    }

    /// Sets a variable from outside of any start file's commands.
    pub fn set_by(&mut self, name: &[u8], value: Value, exported: bool, event: usize) {
        self.set_outcomes(name, vec![Outcome { value, exported, event: Some(event) }]);
    }

    pub fn import(&mut self, name: &BStr, value: &BStr) {
        let outcome = Outcome { value: Value::Known(value.into()), exported: true, event: None };
        self.set_outcomes(name, vec![outcome]);
    }

    pub fn export(&mut self, name: &[u8], exported: bool) {
        let changed = self.outcomes(name).iter().map(|o| Outcome { exported, ..o.clone() });
        let mut outcomes: Vec<Outcome> = Vec::new();
        changed.for_each(|o| push_new(&mut outcomes, o));
        self.set_outcomes(name, outcomes);
    }

    /// The same, after something that may have set anything unseen.
    pub fn after_something_unseen(mut self) -> State {
        self.tainted = true;
        self
    }

    /// Both may be the case.
    pub fn join(mut self, other: State) -> State {
        let mut names: Vec<BString> = self.vars.keys().chain(other.vars.keys()).cloned().collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            if self.outcomes(&name) != other.outcomes(&name) {
                let mut outcomes = self.outcomes(&name).to_vec();
                other.outcomes(&name).iter().for_each(|o| push_new(&mut outcomes, o.clone()));
                self.set_outcomes(&name, outcomes);
            }
        }
        for (name, function) in other.functions {
            self.functions.entry(name).or_insert(function);
        }
        self.hidden.extend(other.hidden);
        self.all_exported |= other.all_exported;
        self.only_own_files |= other.only_own_files;
        self.tainted |= other.tainted;
        self.doubtful |= other.doubtful;
        self.directory = self.directory.filter(|d| Some(d) == other.directory.as_ref());
        self
    }

    /// After a loop of which only one round was followed: what it set may be anything.
    pub fn blur(&mut self, before: &State) {
        let changed: Vec<BString> =
            self.vars.keys().filter(|n| self.outcomes(n) != before.outcomes(n)).cloned().collect();
        for name in changed {
            let mut outcomes = self.outcomes(&name).to_vec();
            if let Some(last) = outcomes.iter().rev().find(|o| o.event.is_some()).cloned() {
                push_new(&mut outcomes, Outcome { value: Value::UNKNOWN, ..last });
                self.set_outcomes(&name, outcomes);
            }
        }
    }
}

fn push_new(outcomes: &mut Vec<Outcome>, outcome: Outcome) {
    if !outcomes.contains(&outcome) {
        outcomes.push(outcome);
    }
}
