//! Where a variable of an environment was set: the file and the line, or why that cannot be told.
//!
//! The rule that stands above all: a place is named only when it gives exactly the value in effect. Start files
//! are read and followed as far as that is certain (`script`, `run`); what reading cannot decide is asked of the
//! shell itself, if the caller allows it (`trace`). The GOENV file and `go.env` are not looked at here: they are
//! `go-rules`' layers.

#[cfg(all(test, unix))]
mod against_shells;
#[cfg(all(test, unix))]
mod known_cases;
mod launchd;
mod run;
mod script;
mod session;
#[cfg(unix)]
mod sites;
mod start_files;
#[cfg(unix)]
mod trace;
mod universal;

use std::cell::OnceCell;
use std::path::PathBuf;
use std::time::Duration;

use bstr::{BStr, BString, ByteSlice};
use go_rules::environ::{Environ, Os};
use go_rules::files::Files;

use super::capture::{AskerId, Captured, Source, terminal};
use super::session_files::{self, Scope};
use crate::place::Place;
use crate::system::account;
use crate::system::files::path_from_bytes;
use run::{Event, Facts};
use start_files::{Reading, Start};

/// Why no place could be named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Untold {
    /// No start file gives this value: typed by hand, or given by the program that started this one (direnv, an
    /// editor, a container).
    NotInStartFiles,
    /// Several places may have given it, and which one did could not be asked.
    Undecided,
    /// This shell's start files are written in a language that Burrow does not read.
    UnknownShell,
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// The place that gives the value first, then others that set the same name and lose to it, the latest first.
    /// Empty when it could not be told. A Windows registry key has no line.
    pub places: Vec<Place>,
    /// Set exactly when `places` is empty.
    pub untold: Option<Untold>,
}

impl Located {
    /// The place that gives the value.
    pub fn winner(&self) -> Option<&Place> {
        self.places.first()
    }

    fn untold(why: Untold) -> Located {
        Located { places: Vec::new(), untold: Some(why) }
    }

    /// `winner` first, each place once.
    fn at(winner: Place, others: impl IntoIterator<Item = Place>) -> Located {
        let mut places = vec![winner];
        for place in others {
            if !places.contains(&place) {
                places.push(place);
            }
        }
        Located { places, untold: None }
    }
}

/// Answers where the variables of one environment were set. Start files are read at the first question and not
/// again: make a new one when they changed.
pub struct Locator<'a> {
    captured: &'a Captured,
    files: &'a dyn Files,
    #[cfg_attr(not(unix), expect(dead_code, reason = "there is no shell to trace"))]
    trace_limit: Option<Duration>,
    start: OnceCell<Environ>,
    readings: OnceCell<Vec<Reading>>,
    #[cfg(unix)]
    traced: OnceCell<Option<trace::Trace>>,
}

/// What reading alone says about a value.
enum Verdict {
    /// This event gave it.
    Event(Event),
    /// It was there before the start files were read, and they leave it alone.
    Inherited,
    /// Nothing that is read gives it.
    Nowhere,
    /// Only the shell can tell; failing that it must have been this event.
    Ask(Option<Event>),
}

impl<'a> Locator<'a> {
    /// Reads start files, never runs anything.
    pub fn new(captured: &'a Captured, files: &'a dyn Files) -> Locator<'a> {
        Locator {
            captured,
            files,
            trace_limit: None,
            start: OnceCell::new(),
            readings: OnceCell::new(),
            #[cfg(unix)]
            traced: OnceCell::new(),
        }
    }

    /// May also run the login shell, once, with a trace of what it executes, when reading does not decide. Then
    /// [`Locator::locate`] can block for about `limit`.
    pub fn with_trace(self, limit: Duration) -> Locator<'a> {
        Locator { trace_limit: Some(limit), ..self }
    }

    /// Where `name` got `value`. Without such a value in the environment the answer is `NotInStartFiles`.
    pub fn locate(&self, name: &BStr, value: &BStr) -> Located {
        if self.captured.environ.get(name) != Some(value) {
            return Located::untold(Untold::NotInStartFiles);
        }
        if self.captured.environ.os() == Os::Windows {
            return session::in_registry(&self.captured.environ, name, value);
        }
        match self.captured.source {
            Source::Process | Source::Shell => self.in_shell(name, value),
            _ => self.in_session(name, value),
        }
    }

    /// Every file that can set a variable for this asker, there or not, and those that they include. None on Windows.
    pub fn start_files(&self) -> Vec<PathBuf> {
        let own = self.readings().iter().flat_map(|r| r.seen.iter().cloned());
        if self.captured.environ.os() == Os::Windows {
            return Vec::new();
        }
        let home = self.captured.home.as_ref().map(|h| h.as_bstr());
        let session = session_files::to_watch(Scope::Session, home, &self.captured.environ, self.files);
        let agents = match self.captured.environ.os() {
            Os::MacOs => launchd::agents(home, self.files),
            _ => Vec::new(),
        };
        let mut all: Vec<PathBuf> =
            own.chain(session).chain(agents).filter_map(|f| path_from_bytes(f.as_bstr())).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// What the shell was started with. For this process that is what a new terminal would have been given.
    fn start(&self) -> &Environ {
        self.start.get_or_init(|| {
            let Captured { source, environ, start, home, shell, .. } = self.captured;
            if *source == Source::Shell {
                return start.clone();
            }
            let home = home.as_ref().map(|h| h.as_bstr());
            let nothing = Environ::new(environ.os(), []);
            let files = session_files::evaluate(Scope::LogIn, home, &nothing, self.files);
            let program = shell.as_ref().map(|s| s.program.clone()).unwrap_or_default();
            terminal::start_environ(environ, None, &files, account::account().as_ref(), program.as_bstr())
        })
    }

    fn readings(&self) -> &[Reading] {
        self.readings.get_or_init(|| {
            let Some(shell) = &self.captured.shell else { return Vec::new() };
            let starts: &[Start] = match self.captured.asker {
                // It may have been started from a terminal whose shell is no login shell.
                AskerId::Process => &[Start::Terminal, Start::LogIn],
                _ => &[Start::LogIn],
            };
            let follow =
                |start: &Start| start_files::follow(shell, *start, self.start(), facts(), self.files);
            starts.iter().filter_map(follow).collect()
        })
    }

    fn in_shell(&self, name: &BStr, value: &BStr) -> Located {
        let verdicts: Vec<Verdict> = self.readings().iter().map(|r| self.verdict(r, name, value)).collect();
        if let Some(event) =
            verdicts.iter().find_map(|v| if let Verdict::Event(e) = v { Some(e) } else { None })
        {
            return self.told(event, name);
        }
        if verdicts.iter().any(|v| matches!(v, Verdict::Ask(_))) {
            return match self.asked(name, value) {
                Some(event) => self.told(&event, name),
                None => {
                    match verdicts.into_iter().find_map(|v| if let Verdict::Ask(e) = v { e } else { None }) {
                        Some(event) => self.told(&event, name),
                        None => Located::untold(Untold::Undecided),
                    }
                }
            };
        }
        // Of a shell that is not read it is not known whether it leaves alone what it is given.
        if verdicts.is_empty() && self.start().get(name) != Some(value) {
            return Located::untold(Untold::UnknownShell);
        }
        if verdicts.iter().any(|v| matches!(v, Verdict::Inherited)) {
            return self.in_session(name, value);
        }
        Located::untold(Untold::NotInStartFiles)
    }

    fn verdict(&self, reading: &Reading, name: &BStr, value: &BStr) -> Verdict {
        let Some(state) = &reading.state else { return Verdict::Ask(None) };
        let outcomes = state.outcomes(name);
        let exported = || outcomes.iter().filter(|o| o.exported);
        let gives = exported().any(|o| o.value.known() == Some(value));
        // Those that may have given the value. Of one event there can be several outcomes.
        let fits =
            exported().filter(|o| o.value.known().is_none_or(|v| v == value) && o.value != run::Value::Unset);
        let mut events: Vec<Option<usize>> = fits.map(|o| o.event).collect();
        events.dedup();
        let event = |index: usize| reading.events.get(index).filter(|e| !e.doubtful).cloned();
        match events.as_slice() {
            [Some(index)] if gives => event(*index).map_or(Verdict::Ask(None), Verdict::Event),
            [None] if gives => Verdict::Inherited,
            // Only this line can have given it: true of an environment that just this reading led to.
            [Some(index)] if !state.tainted && self.captured.source == Source::Shell => {
                Verdict::Ask(event(*index))
            }
            [] if !state.tainted => match outcomes.iter().all(|o| o.event.is_none()) {
                true => Verdict::Inherited,
                false => Verdict::Nowhere,
            },
            _ => Verdict::Ask(None),
        }
    }

    /// The answer with the other places that set the same name.
    fn told(&self, event: &Event, name: &BStr) -> Located {
        let Some(winner) = place(&event.file, event.line) else { return Located::untold(Untold::Undecided) };
        let events = self.readings().iter().flat_map(|r| r.events.iter().rev()).filter(|e| e.name == name);
        let home = self.captured.home.as_ref().map(|h| h.as_bstr());
        let others = events.filter_map(|e| place(&e.file, e.line));
        Located::at(winner, others.chain(session::others(name, home, self.start(), self.files)))
    }

    fn in_session(&self, name: &BStr, value: &BStr) -> Located {
        let home = self.captured.home.as_ref().map(|h| h.as_bstr());
        session::in_files(name, value, home, self.start(), self.files)
    }

    #[cfg(unix)]
    fn asked(&self, name: &BStr, value: &BStr) -> Option<Event> {
        let (limit, shell) = (self.trace_limit?, self.captured.shell.as_ref()?);
        let trace = self.traced.get_or_init(|| trace::record(shell, self.start(), limit));
        trace.as_ref()?.origin(name, value, self.files)
    }

    #[cfg(not(unix))]
    fn asked(&self, _name: &BStr, _value: &BStr) -> Option<Event> {
        None
    }
}

/// Every file that can set a variable for this asker, there or not, and those that they include: what a watcher
/// should watch.
pub fn start_files(captured: &Captured, files: &dyn Files) -> Vec<PathBuf> {
    Locator::new(captured, files).start_files()
}

/// What reading says of a variable at the end of a shell's start files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// Of a login shell; else of a terminal that starts no login shell.
    pub log_in: bool,
    /// Each way in which it may have come out: the value as far as it is known, and the place that gave it (`None`:
    /// it was there from the start, or came from a program's output).
    pub outcomes: Vec<(Option<BString>, Option<Place>)>,
}

/// How a variable ends in new shells of an environment: in a login shell, and in a terminal that starts none. Empty
/// where the shell's language is not read, or its start files end it.
pub fn endings(captured: &Captured, name: &BStr, files: &dyn Files) -> Vec<Ending> {
    let Some(shell) = &captured.shell else { return Vec::new() };
    let locator = Locator::new(captured, files);
    let ending = |start: Start| {
        let reading = start_files::follow(shell, start, locator.start(), facts(), files)?;
        let state = reading.state?;
        let told = |outcome: &run::Outcome| {
            let event = outcome.event.and_then(|index| reading.events.get(index));
            let place = event.and_then(|event| place(&event.file, event.line));
            (outcome.value.known().map(BString::from), place)
        };
        Some(Ending {
            log_in: start == Start::LogIn,
            outcomes: state.outcomes(name).iter().map(told).collect(),
        })
    };
    [Start::LogIn, Start::Terminal].into_iter().filter_map(ending).collect()
}

fn facts() -> Facts {
    let system = match Os::host() {
        Os::Linux => Some("Linux"),
        Os::MacOs => Some("Darwin"),
        _ => None,
    };
    Facts { system, uid: account::uid() }
}

fn place(file: &BString, line: u32) -> Option<Place> {
    path_from_bytes(file.as_bstr()).map(|file| Place::line(file, line))
}
