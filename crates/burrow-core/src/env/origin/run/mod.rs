//! Following start files as a shell would, without running anything: which lines may have given a variable its
//! value, and which values these are.
//!
//! Where a condition cannot be told, both ways are followed. Where something may set anything unseen (`eval` of a
//! program's output), the state is tainted, and who asks has to ask the shell.

mod builtins;
mod condition;
mod expand;
mod fish_set;
mod pattern;
mod state;

use std::collections::HashMap;
use std::rc::Rc;

use bstr::{BStr, BString};
use go_rules::files::Files;

use super::script::ast::{Arm, Command, Dialect, Join, Node, Script, Word};
use super::script::parse;
use condition::and;
use state::Function;
pub use state::{Event, Outcome, State, Tri, Value};

/// No start file is larger, and none includes deeper, for a good reason.
const LARGEST_FILE: usize = 4 * 1024 * 1024;
const DEEPEST: usize = 40;
const MOST_STEPS: u32 = 100_000;
const MOST_FILES: usize = 1000;
/// Following both ways costs a copy of all that is known.
const STEPS_OF_A_FORK: u32 = 30;
/// Commands within commands, over functions and files: what the stack has room for.
const MOST_NESTED: u32 = 120;
/// Branches of one `if`.
const MOST_ARMS: usize = 60;

/// What the machine knows that is not in any file.
#[derive(Debug, Clone, Copy, Default)]
pub struct Facts {
    /// As `uname` prints it.
    pub system: Option<&'static str>,
    pub uid: Option<u32>,
}

/// Where control goes after a command.
pub enum Ran {
    /// On, with this state and status.
    On(State, Tri),
    /// Elsewhere: it returned, left a loop, or ended the shell.
    Off,
}

/// What `return` and `break` lead out of.
struct Frame {
    kind: FrameKind,
    /// The states in which it was left before its end.
    left: Vec<State>,
    /// Of a function: its own variables, with what stood there before.
    locals: HashMap<BString, Vec<Outcome>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum FrameKind {
    Loop,
    Call,
    File,
    Subshell,
}

/// Follows start files and keeps what they did.
pub struct Machine<'a> {
    files: &'a dyn Files,
    dialect: Dialect,
    facts: Facts,
    /// The file whose commands are followed.
    file: Rc<BString>,
    frames: Vec<Frame>,
    steps: u32,
    nested: u32,
    /// Every assignment to a variable that outlives its function, in the order in which they were met.
    pub events: Vec<Event>,
    /// Every file that was read or looked for.
    pub seen: Vec<BString>,
}

impl<'a> Machine<'a> {
    pub fn new(files: &'a dyn Files, dialect: Dialect, facts: Facts) -> Machine<'a> {
        let file = Rc::new(BString::default());
        let (frames, events, seen) = (Vec::new(), Vec::new(), Vec::new());
        Machine { files, dialect, facts, file, frames, steps: 0, nested: 0, events, seen }
    }

    /// Follows the file at `path`; a file that is not there changes nothing.
    pub fn source(&mut self, path: &BStr, mut state: State) -> Ran {
        self.seen.push(path.into());
        let nested = self.frames.iter().filter(|f| f.kind == FrameKind::File).count();
        let text = match self.files.read(path) {
            Ok(text) if text.len() <= LARGEST_FILE && nested < DEEPEST && self.seen.len() < MOST_FILES => {
                text
            }
            Ok(_) => {
                state.tainted = true;
                return Ran::On(state, Tri::Maybe);
            }
            Err(_) => return Ran::On(state, Tri::No),
        };
        let before = std::mem::replace(&mut self.file, Rc::new(path.into()));
        let doubtful = state.doubtful;
        let script = parse(&text, self.dialect);
        let ran = self.framed(FrameKind::File, state, |machine, state| machine.script(&script, state));
        self.file = before;
        match ran {
            Ran::On(mut state, status) => {
                state.doubtful = doubtful;
                Ran::On(state, status)
            }
            Ran::Off => Ran::Off,
        }
    }

    /// Runs in a frame and joins the states in which it was left with that at its end.
    fn framed(&mut self, kind: FrameKind, state: State, run: impl FnOnce(&mut Self, State) -> Ran) -> Ran {
        self.frames.push(Frame { kind, left: Vec::new(), locals: HashMap::new() });
        let ran = run(self, state);
        let Some(frame) = self.frames.pop() else { return ran };
        let restored = |mut state: State| {
            for (name, outcomes) in &frame.locals {
                state.set_outcomes(name, outcomes.clone());
            }
            state
        };
        let ran = frame.left.into_iter().fold(ran, |ran, left| joined(ran, Ran::On(left, Tri::Maybe)));
        match ran {
            Ran::On(state, status) => Ran::On(restored(state), status),
            Ran::Off => Ran::Off,
        }
    }

    pub fn script(&mut self, script: &Script, state: State) -> Ran {
        let mut at = (state, Tri::Yes);
        for node in script {
            match self.node(node, at.0) {
                Ran::On(state, status) => at = (state, status),
                Ran::Off => return Ran::Off,
            }
        }
        Ran::On(at.0, at.1)
    }

    fn node(&mut self, node: &Node, state: State) -> Ran {
        self.steps += 1;
        if self.steps > MOST_STEPS || self.nested >= MOST_NESTED {
            return Ran::On(state.after_something_unseen(), Tri::Maybe);
        }
        self.nested += 1;
        let ran = self.command(node, state);
        self.nested -= 1;
        ran
    }

    fn command(&mut self, node: &Node, mut state: State) -> Ran {
        match &node.command {
            Command::Simple { assignments, words } => self.simple(node, assignments, words, state),
            Command::AndOr { first, rest } => self.and_or(first, rest, state),
            Command::Not(inner) => match self.node(inner, state) {
                Ran::On(state, status) => Ran::On(state, status.not()),
                Ran::Off => Ran::Off,
            },
            Command::Pipeline(parts) => self.pipeline(parts, state),
            Command::Background(inner) => Ran::On(self.aside(&[(**inner).clone()], state), Tri::Yes),
            Command::Subshell(script) => Ran::On(self.aside(script, state), Tri::Maybe),
            Command::Group(script) => self.script(script, state),
            Command::If { arms, otherwise } => self.if_command(arms, otherwise, state),
            Command::While { condition, body } => self.while_loop(condition, body, state),
            Command::For { name, words, body } => self.for_loop(node, name, words.as_deref(), body, state),
            Command::Case { subject, arms } => self.case(subject, arms, state),
            Command::Function { name, body } => {
                let function = Function { body: Rc::clone(body), file: Rc::clone(&self.file) };
                state.functions.insert(name.clone(), function);
                Ran::On(state, Tri::Yes)
            }
            Command::Condition(words) => {
                let answer = self.condition(words, &mut state);
                Ran::On(state, answer)
            }
            Command::Arithmetic(names) => {
                for name in names {
                    self.assign(&mut state, name, Value::UNKNOWN, None, node.first);
                }
                Ran::On(state, Tri::Maybe)
            }
            Command::Unreadable => {
                state.tainted = true;
                state.doubtful = true;
                Ran::On(state, Tri::Maybe)
            }
        }
    }

    fn and_or(&mut self, first: &Node, rest: &[(Join, Node)], state: State) -> Ran {
        let mut ran = self.node(first, state);
        for (join, node) in rest {
            let Ran::On(state, status) = ran else { return Ran::Off };
            let wanted = if *join == Join::And { status } else { status.not() };
            ran = match wanted {
                Tri::Yes => self.node(node, state),
                Tri::No => Ran::On(state, status),
                Tri::Maybe => {
                    self.steps += STEPS_OF_A_FORK;
                    let other = self.node(node, state.clone());
                    let skipped = Ran::On(state, if *join == Join::And { Tri::No } else { Tri::Yes });
                    joined(skipped, other)
                }
            };
        }
        ran
    }

    /// In zsh and fish the last command of a pipeline runs in the shell itself.
    fn pipeline(&mut self, parts: &Script, state: State) -> Ran {
        let Some((last, before)) = parts.split_last() else { return Ran::On(state, Tri::Maybe) };
        let state = before.iter().fold(state, |state, part| self.aside(std::slice::from_ref(part), state));
        match self.dialect {
            Dialect::Zsh | Dialect::Fish => self.node(last, state),
            Dialect::Bash | Dialect::Posix => {
                Ran::On(self.aside(std::slice::from_ref(last), state), Tri::Maybe)
            }
        }
    }

    /// In a shell of its own: nothing of it comes back.
    fn aside(&mut self, script: &[Node], state: State) -> State {
        let events = self.events.len();
        let script = script.to_vec();
        self.framed(FrameKind::Subshell, state.clone(), |machine, state| machine.script(&script, state));
        self.events.truncate(events);
        state
    }

    fn if_command(&mut self, arms: &[(Script, Script)], otherwise: &Script, state: State) -> Ran {
        if arms.len() > MOST_ARMS {
            return Ran::On(state.after_something_unseen(), Tri::Maybe);
        }
        let Some(((condition, body), rest)) = arms.split_first() else {
            return self.script(otherwise, state);
        };
        let Ran::On(state, status) = self.script(condition, state) else { return Ran::Off };
        match status {
            Tri::Yes => self.script(body, state),
            Tri::No => self.if_command(rest, otherwise, state),
            Tri::Maybe => {
                self.steps += STEPS_OF_A_FORK;
                let taken = self.script(body, state.clone());
                let not_taken = self.if_command(rest, otherwise, state);
                joined(not_taken, taken)
            }
        }
    }

    /// Followed once, and perhaps not at all; what it set may come out differently with each round.
    fn while_loop(&mut self, condition: &Script, body: &Script, state: State) -> Ran {
        let Ran::On(state, status) = self.script(condition, state) else { return Ran::Off };
        if status == Tri::No {
            return Ran::On(state, Tri::Yes);
        }
        let before = state.clone();
        let ran = self.framed(FrameKind::Loop, state, |machine, state| machine.script(body, state));
        match ran {
            Ran::On(mut after, _) => {
                after.blur(&before);
                Ran::On(before.join(after), Tri::Maybe)
            }
            Ran::Off => Ran::On(before, Tri::Maybe),
        }
    }

    fn for_loop(
        &mut self,
        node: &Node,
        name: &BString,
        words: Option<&[Word]>,
        body: &Script,
        state: State,
    ) -> Ran {
        let mut state = state;
        let fields = words.and_then(|words| {
            let each: Option<Vec<_>> = words.iter().map(|w| self.fields(w, &mut state)).collect();
            Some(each?.concat())
        });
        let Some(fields) = fields.filter(|f| f.len() <= 200) else {
            let before = state.clone();
            self.assign(&mut state, name, Value::UNKNOWN, None, node.first);
            let ran = self.framed(FrameKind::Loop, state, |machine, state| machine.script(body, state));
            let Ran::On(mut after, _) = ran else { return Ran::On(before, Tri::Maybe) };
            after.blur(&before);
            return Ran::On(before.join(after), Tri::Maybe);
        };
        self.framed(FrameKind::Loop, state, |machine, state| {
            let mut at = (state, Tri::Yes);
            for field in fields {
                machine.assign(&mut at.0, name, Value::Known(field), None, node.first);
                match machine.script(body, at.0) {
                    Ran::On(state, status) => at = (state, status),
                    Ran::Off => return Ran::Off,
                }
            }
            Ran::On(at.0, at.1)
        })
    }

    fn case(&mut self, subject: &Word, arms: &[Arm], mut state: State) -> Ran {
        let subject = self.value(subject, &mut state);
        let mut taken = Vec::new();
        for arm in arms {
            let matches = arm.patterns.iter().fold(Tri::No, |found, pattern| {
                let fits = match (&subject, self.pattern(pattern, &mut state)) {
                    (Value::Known(text), Some(pattern)) => pattern::matches(&pattern, text),
                    _ => Tri::Maybe,
                };
                and(found.not(), fits.not()).not()
            });
            match matches {
                Tri::No => {}
                Tri::Yes if !arm.goes_on => {
                    taken.push(self.script(&arm.body, state));
                    return taken.into_iter().fold(Ran::Off, joined);
                }
                _ => {
                    let mut ran = self.script(&arm.body, state.clone());
                    if let (Ran::On(state, _), true) = (&mut ran, arm.goes_on) {
                        state.doubtful = true;
                    }
                    taken.push(ran);
                }
            }
        }
        taken.into_iter().fold(Ran::On(state, Tri::Yes), joined)
    }

    /// Calls a function with whatever arguments.
    fn call(&mut self, function: &Function, state: State) -> Ran {
        let nested = self.frames.iter().filter(|f| f.kind == FrameKind::Call).count();
        if nested >= DEEPEST {
            return Ran::On(state.after_something_unseen(), Tri::Maybe);
        }
        let before = std::mem::replace(&mut self.file, Rc::clone(&function.file));
        let ran = self.framed(FrameKind::Call, state, |machine, state| machine.script(&function.body, state));
        self.file = before;
        ran
    }

    fn in_function(&self) -> bool {
        self.frames.iter().any(|f| f.kind == FrameKind::Call)
    }

    /// Leaves the innermost frame of one of these kinds.
    fn leave(&mut self, kinds: &[FrameKind], state: State) -> Ran {
        if let Some(frame) = self.frames.iter_mut().rev().find(|f| kinds.contains(&f.kind)) {
            frame.left.push(state);
        }
        Ran::Off
    }

    /// Gives `name` a value on `line`. `exported`: `None` leaves that as it is.
    fn assign(&mut self, state: &mut State, name: &BString, value: Value, exported: Option<bool>, line: u32) {
        let event = (!self.is_local(name)).then(|| {
            let event =
                Event { name: name.clone(), file: (*self.file).clone(), line, doubtful: state.doubtful };
            self.events.push(event);
            self.events.len() - 1
        });
        let mut ways: Vec<bool> = match exported.or(state.all_exported.then_some(true)) {
            Some(way) => vec![way],
            None => state.outcomes(name).iter().map(|o| o.exported).collect(),
        };
        ways.dedup();
        let outcomes = ways.into_iter().map(|exported| Outcome { value: value.clone(), exported, event });
        state.set_outcomes(name, outcomes.collect());
    }

    /// Gives the variable outside of all functions a value, behind one that hides it until its function ends.
    fn assign_behind(
        &mut self,
        state: &State,
        name: &BString,
        value: Value,
        exported: Option<bool>,
        line: u32,
    ) {
        let event = Event { name: name.clone(), file: (*self.file).clone(), line, doubtful: state.doubtful };
        self.events.push(event);
        let event = Some(self.events.len() - 1);
        let Some(outer) = self.frames.iter_mut().find_map(|f| f.locals.get_mut(name)) else { return };
        // Whether this way is taken at all is not known here: what was there before stays possible.
        let exported = exported.unwrap_or(outer.iter().any(|o| o.exported));
        outer.push(Outcome { value, exported, event });
    }

    fn is_local(&self, name: &BString) -> bool {
        self.frames.iter().any(|f| f.locals.contains_key(name))
    }

    /// Makes `name` the function's own from here on.
    fn make_local(&mut self, state: &mut State, name: &BString) {
        if let Some(frame) = self.frames.iter_mut().rev().find(|f| f.kind == FrameKind::Call) {
            let outer = state.outcomes(name).to_vec();
            frame.locals.entry(name.clone()).or_insert(outer);
            state.set_outcomes(name, vec![Outcome { value: Value::Unset, exported: false, event: None }]);
        }
    }
}

/// Either of the two may have happened.
fn joined(one: Ran, other: Ran) -> Ran {
    match (one, other) {
        (Ran::On(a, s), Ran::On(b, t)) => Ran::On(a.join(b), if s == t { s } else { Tri::Maybe }),
        (Ran::Off, on) | (on, Ran::Off) => on,
    }
}
