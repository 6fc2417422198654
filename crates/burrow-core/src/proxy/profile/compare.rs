//! A profile beside what is in effect: whoever set it, and however it is spelt.
//!
//! Masked values are compared: of two passwords for the same address it cannot be told here whether they are the same.

use bstr::{BStr, BString};
use go_rules::environ::Environ;
use go_rules::meaning;
use go_rules::vars::{self, Layer, Origin};

use super::set::{Note, Profile, Variable};
use crate::env::view;
use crate::place::Place;
use crate::secret::Masked;

/// How one variable stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// In effect is what the profile wants.
    Same,
    /// A switch would change it.
    Different,
    /// The process environment says otherwise, and would after a switch.
    Shadowed,
}

/// One variable that a profile names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub variable: Variable,
    /// `None`: Go's default.
    pub wanted: Option<String>,
    /// What that comes to: `wanted`, else Go's default.
    pub target: String,
    /// In effect.
    pub now: Masked,
    /// `None`: this Go does not know the variable.
    pub origin: Option<Origin>,
    pub standing: Standing,
    /// Where the value in effect was set, as far as it can be told.
    pub place: Option<Place>,
    /// The GOENV file says what the profile wants, whatever stands above it.
    pub in_file: bool,
}

/// One note, beside the environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteRow {
    pub note: Note,
    pub wanted: String,
    /// As Go's HTTP client reads it; empty: not set.
    pub now: Masked,
}

/// A profile beside what is in effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    pub rows: Vec<Row>,
    pub notes: Vec<NoteRow>,
}

/// A profile as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// All that it names is in effect.
    InEffect,
    /// It would be, but for the process environment: nothing is left to switch.
    Shadowed,
    Other,
}

impl Comparison {
    pub fn state(&self) -> State {
        if self.rows.iter().all(|row| row.standing == Standing::Same) {
            return State::InEffect;
        }
        let done = |row: &Row| match row.standing {
            Standing::Same => true,
            Standing::Shadowed => row.in_file,
            Standing::Different => false,
        };
        if self.rows.iter().all(done) { State::Shadowed } else { State::Other }
    }

    /// Whether the GOENV file alone says all of it.
    pub fn is_in_file(&self) -> bool {
        self.rows.iter().all(|row| row.in_file)
    }
}

/// Compares with the variables of a snapshot, and notes with the environment that it was made from.
pub fn compare(profile: &Profile, variables: &[view::Variable], environ: &Environ) -> Comparison {
    let rows = profile.settings().iter().map(|setting| {
        let found = variables.iter().find(|v| v.name == setting.variable.name());
        row(setting.variable, setting.value.clone(), found, variables)
    });
    let notes = profile.notes().iter().map(|(note, wanted)| NoteRow {
        note: *note,
        wanted: wanted.clone(),
        now: Masked::value(note.name(), in_environment(environ, *note).as_slice()),
    });
    Comparison { rows: rows.collect(), notes: notes.collect() }
}

fn row(
    variable: Variable,
    wanted: Option<String>,
    found: Option<&view::Variable>,
    all: &[view::Variable],
) -> Row {
    let now = found.map(|v| v.value.clone()).unwrap_or_default();
    let default = default_of(variable, found, all);
    let target = wanted.clone().unwrap_or(default);
    let same = |value: &str| meaning::same(variable.name(), BStr::new(value), BStr::new(target.as_str()));
    let rung = |layer| found.and_then(|v| v.rungs.iter().find(|rung| rung.layer == layer));
    let in_file = match rung(Layer::User).and_then(|rung| rung.value.as_ref()) {
        Some(value) => wanted.is_some() && same(value.as_str()),
        None => wanted.is_none(),
    };
    let by_process = found.is_some_and(|v| v.origin == Origin::Layer(Layer::Process));
    let effective = found.and_then(|v| v.rungs.iter().find(|rung| rung.effective));
    Row {
        standing: match () {
            () if same(now.as_str()) => Standing::Same,
            () if by_process => Standing::Shadowed,
            () => Standing::Different,
        },
        origin: found.map(|v| v.origin),
        place: effective.and_then(|rung| rung.place.clone()),
        variable,
        wanted,
        target,
        now,
        in_file,
    }
}

/// What would be in effect without a line of the GOENV file and without the environment.
fn default_of(variable: Variable, found: Option<&view::Variable>, all: &[view::Variable]) -> String {
    if matches!(variable, Variable::Gonoproxy | Variable::Gonosumdb) {
        let private = all.iter().find(|v| v.name == Variable::Goprivate.name());
        return private.map(|v| v.value.as_str().to_owned()).unwrap_or_default();
    }
    let layer = |layer| found?.rungs.iter().find(|rung| rung.layer == layer)?.value.as_ref();
    let value = layer(Layer::Goroot).or_else(|| layer(Layer::Default));
    value.map(|v| v.as_str().to_owned()).unwrap_or_default()
}

/// As Go's HTTP client reads it: the name in capitals first, then in small letters.
fn in_environment(environ: &Environ, note: Note) -> BString {
    let get = |name: &str| environ.get(name).filter(|value| !value.is_empty()).map(BString::from);
    get(note.name()).or_else(|| get(&note.name().to_ascii_lowercase())).unwrap_or_default()
}

/// What is in effect now, as a profile would want it: raw, with its secrets. GOPROXY and GOSUMDB always, of the others
/// those that something sets; with `names` exactly these. What nothing sets is Go's default.
pub fn present(variables: &[vars::Variable], names: Option<&[Variable]>) -> Vec<(Variable, Option<BString>)> {
    let wanted =
        Variable::ALL.into_iter().filter(|variable| names.is_none_or(|names| names.contains(variable)));
    wanted
        .filter_map(|variable| {
            let found = variables.iter().find(|v| v.name == variable.name());
            let by_person = |origin| matches!(origin, Origin::Layer(Layer::Process | Layer::User));
            let set = found.filter(|v| by_person(v.origin) && !v.value.is_empty());
            let always = names.is_some() || matches!(variable, Variable::Goproxy | Variable::Gosumdb);
            (always || set.is_some()).then(|| (variable, set.map(|v| v.value.clone())))
        })
        .collect()
}
