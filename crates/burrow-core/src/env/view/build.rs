//! From what Go makes of an environment to what a person is shown of it.

use std::path::Path;

use bstr::{BStr, ByteSlice};
use go_rules::env_file::EnvFile;
use go_rules::go_command::Rules;
use go_rules::vars::registry::{self, Settable};
use go_rules::vars::{self, Layer, Origin};

use super::{Elsewhere, Fixed, Rung, RungNote, Variable, problem_of};
use crate::env::capture::AskerId;
use crate::env::origin::{Located, Untold};
use crate::place::Place;
use crate::secret::Masked;
use crate::system::files::path_from_bytes;

/// What the view of one context is made from.
pub struct Inputs<'a> {
    pub variables: &'a [vars::Variable],
    /// What other askers see, in the same folder and with the same choice of toolchain.
    pub others: &'a [(AskerId, &'a [vars::Variable])],
    pub rules: Rules,
    /// Where a value of the process layer was set.
    pub places: &'a dyn Fn(&BStr) -> Option<Located>,
    /// The GOENV file, and what it holds.
    pub goenv: Option<(&'a Path, &'a EnvFile)>,
    /// Whether go has any place for a GOENV file.
    pub has_place: bool,
    /// `go.env` of the toolchain.
    pub go_env: Option<&'a Path>,
    /// Names whose values lock a person out.
    pub lockouts: &'a [String],
}

/// Every variable with its ladder.
pub fn variables(inputs: &Inputs<'_>) -> Vec<Variable> {
    inputs.variables.iter().map(|variable| shown(variable, inputs)).collect()
}

fn shown(variable: &vars::Variable, inputs: &Inputs<'_>) -> Variable {
    let name = variable.name.to_str_lossy().into_owned();
    let masked = |value: &[u8]| Masked::value(&name, value);
    Variable {
        value: masked(&variable.value),
        origin: variable.origin,
        kind: variable.kind,
        group: registry::facts(&name).map(|facts| facts.group),
        rungs: variable.rungs.iter().map(|rung| rung_of(variable, rung, inputs)).collect(),
        shadowed: variable.shadowed.clone(),
        changed: variable.changed,
        fixed: fixed(variable.name.as_bstr(), inputs),
        elsewhere: elsewhere(variable, inputs),
        problem: problem(&name, variable, inputs),
        target: target(&name, variable.value.as_bstr()),
        touched_at: None,
        name,
    }
}

fn rung_of(variable: &vars::Variable, rung: &vars::Rung, inputs: &Inputs<'_>) -> Rung {
    let name = variable.name.as_bstr();
    let mut shown = Rung {
        layer: rung.layer,
        value: rung.value.as_ref().map(|value| Masked::value(&name.to_str_lossy(), value)),
        place: None,
        also: Vec::new(),
        effective: rung.effective,
        note: None,
    };
    let Some(value) = &rung.value else { return shown };
    match rung.layer {
        Layer::Process => process_rung(name, value.is_empty(), inputs, &mut shown),
        Layer::User => user_rung(name, rung, inputs, &mut shown),
        Layer::Goroot => {
            shown.place = inputs.go_env.map(|file| Place { file: file.to_path_buf(), line: rung.line });
        }
        Layer::Default => {}
    }
    shown
}

fn process_rung(name: &BStr, empty: bool, inputs: &Inputs<'_>, shown: &mut Rung) {
    let located = (inputs.places)(name);
    let untold = located.as_ref().and_then(|l| l.untold);
    let mut places = located.map(|l| l.places).unwrap_or_default().into_iter();
    shown.place = places.next();
    shown.also = places.collect();
    shown.note = match untold {
        _ if empty => Some(RungNote::EmptyCountsAsUnset),
        Some(Untold::NotInStartFiles) => Some(RungNote::PlaceUnknown),
        Some(Untold::Undecided) => Some(RungNote::PlaceUndecided),
        Some(Untold::UnknownShell) => Some(RungNote::PlaceUnreadable),
        None => None,
    };
}

fn user_rung(name: &BStr, rung: &vars::Rung, inputs: &Inputs<'_>, shown: &mut Rung) {
    let Some((file, entries)) = inputs.goenv else { return };
    shown.place = Some(Place { file: file.to_path_buf(), line: rung.line });
    let others = entries.entries().iter().filter(|e| e.name == name && Some(e.line) != rung.line);
    shown.also = others.rev().map(|e| Place::line(file, e.line)).collect();
    let facts = registry::facts(name);
    let empty = rung.value.as_ref().is_some_and(|value| value.is_empty());
    // A toolchain's go.env gives these three a value (since Go 1.21); an empty line takes it away.
    let masks = empty
        && inputs.rules.since(21)
        && matches!(name.as_bytes(), b"GOPROXY" | b"GOSUMDB" | b"GOTOOLCHAIN");
    shown.note = if facts.is_some_and(|f| matches!(f.settable, Settable::ProcessOnly | Settable::Never)) {
        Some(RungNote::NotReadFromFile)
    } else if masks {
        Some(RungNote::EmptyMasksGoEnv)
    } else {
        (!shown.also.is_empty()).then_some(RungNote::LastOfSeveral)
    };
}

fn fixed(name: &BStr, inputs: &Inputs<'_>) -> Option<Fixed> {
    if !inputs.has_place {
        return Some(Fixed::NoFile);
    }
    let in_file = inputs.goenv.is_some_and(|(_, file)| file.contains(name));
    let Some(facts) = registry::facts(name) else {
        // go writes names it does not know only while they stand in a file.
        return (!in_file).then_some(Fixed::UnknownToGo);
    };
    if facts.writable(inputs.rules) {
        return None;
    }
    Some(match facts.settable {
        Settable::Never => Fixed::Computed,
        Settable::ProcessOnly => Fixed::ProcessOnly,
        Settable::ByHandSince(_) => Fixed::NotWritten,
        Settable::Anywhere => Fixed::UnknownToGo,
    })
}

fn elsewhere(variable: &vars::Variable, inputs: &Inputs<'_>) -> Vec<Elsewhere> {
    let name = variable.name.to_str_lossy();
    inputs
        .others
        .iter()
        .filter_map(|(asker, others)| {
            let other = others.iter().find(|other| other.name == variable.name)?;
            let differs = other.value != variable.value;
            differs.then(|| Elsewhere { asker: *asker, value: Masked::value(&name, &other.value) })
        })
        .collect()
}

fn problem(name: &str, variable: &vars::Variable, inputs: &Inputs<'_>) -> Option<super::VariableProblem> {
    let locks_out = inputs.lockouts.iter().any(|locked| locked == name);
    // Before go.env came, an empty line meant the default.
    let empty_is_default = variable.value.is_empty() && !inputs.rules.since(21);
    let by_default = variable.origin == Origin::Layer(Layer::Default);
    // These two fall back to GOPRIVATE, where the same is said once.
    let from_goprivate = by_default && matches!(name, "GONOPROXY" | "GONOSUMDB");
    // Without a toolchain nobody knows what its go.env would give.
    let untold = by_default && variable.value.is_empty() && inputs.go_env.is_none();
    if (empty_is_default || from_goprivate || untold) && !locks_out {
        return None;
    }
    problem_of(name, variable.value.as_bstr(), locks_out)
}

/// The file or folder that a value names, when it is there. Of a list the first one.
fn target(name: &str, value: &BStr) -> Option<Place> {
    let names_a_path = matches!(
        name,
        "GOROOT"
            | "GOTOOLDIR"
            | "GOMOD"
            | "GOWORK"
            | "GOENV"
            | "GOPATH"
            | "GOMODCACHE"
            | "GOCACHE"
            | "GOBIN"
            | "GOTMPDIR"
            | "GOTELEMETRYDIR"
    );
    if !names_a_path {
        return None;
    }
    let separator: &[u8] = if cfg!(windows) { b";" } else { b":" };
    let first = if name == "GOPATH" { value.split_str(separator).next()?.as_bstr() } else { value };
    let path = path_from_bytes(first).filter(|path| path.is_absolute())?;
    let there = std::fs::metadata(&path).is_ok_and(|meta| meta.is_dir() || meta.is_file());
    there.then(|| Place::file(path))
}
