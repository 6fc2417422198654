//! The rungs of one variable: what stands in each layer, and which of them counts.

use std::collections::BTreeSet;

use bstr::{BStr, BString, ByteSlice};

use super::registry::{self, Settable, VariableFacts};
use super::resolve::named;
use super::values::Value;
use super::{Kind, Layer, Origin, Rung, Settings, Variable};

/// A variable of the list.
pub(crate) fn listed(settings: &Settings<'_>, facts: &VariableFacts, value: Value) -> Variable {
    let name = BStr::new(facts.name);
    let origin = origin(settings, facts);
    let kind = match facts.settable {
        Settable::ByHandSince(minor) if settings.rules.since(minor) => Kind::ReadOnly,
        _ => facts.kind,
    };
    // An empty default that decides nothing is no rung: GOPROXY has had none of its own since Go 1.21.
    let decides = origin == Origin::Layer(Layer::Default);
    let default = (decides || !value.default.is_empty()).then_some(value.default);
    build(settings, name, kind, origin, value.value, default, value.changed)
}

/// What stands in the files without being listed.
pub(crate) fn unlisted(settings: &Settings<'_>, listed: &[Variable]) -> Vec<Variable> {
    let entries = settings.user.entries().iter().chain(settings.bundled.entries());
    let names: BTreeSet<&BStr> = entries.map(|e| e.name.as_bstr()).collect();
    let others = names.into_iter().filter(|name| listed.iter().all(|v| v.name != *name));
    others
        .map(|name| {
            let origin = if settings.environ.set(name).is_some() {
                Origin::Layer(Layer::Process)
            } else {
                settings.file_entry(name).map_or(Origin::Derived, |(layer, _)| Origin::Layer(layer))
            };
            let known = named(settings, name);
            let value: BString = if known { settings.get_bytes(name).into() } else { BString::default() };
            let kind = registry::facts(name.as_bytes()).map_or(Kind::Setting, |f| f.kind);
            build(settings, name, kind, origin, value, None, false)
        })
        .collect()
}

fn build(
    settings: &Settings<'_>,
    name: &BStr,
    kind: Kind,
    origin: Origin,
    value: BString,
    default: Option<BString>,
    changed: bool,
) -> Variable {
    let process = settings.environ.get(name);
    let user = settings.user.last(name);
    let bundled = settings.bundled.first(name);
    let of = |entry: Option<&crate::env_file::Entry>| (entry.map(|e| e.value.clone()), entry.map(|e| e.line));
    let layers = [
        (Layer::Process, (process.map(BString::from), None)),
        (Layer::User, of(user)),
        (Layer::Goroot, of(bundled)),
        (Layer::Default, (default, None)),
    ];
    let rungs: Vec<Rung> = layers
        .into_iter()
        .map(|(layer, (value, line))| Rung { layer, value, effective: origin == Origin::Layer(layer), line })
        .collect();
    let shadowed = match origin {
        Origin::Derived => Vec::new(),
        Origin::Layer(winner) => rungs
            .iter()
            .filter(|r| r.layer > winner && r.layer != Layer::Default && r.value.is_some())
            .map(|r| r.layer)
            .collect(),
    };
    Variable { name: name.into(), value, origin, kind, rungs, shadowed, changed }
}

/// The layer that decides the value.
fn origin(settings: &Settings<'_>, facts: &VariableFacts) -> Origin {
    let name = BStr::new(facts.name);
    let process = settings.environ.set(name).is_some();
    match facts.settable {
        Settable::Never => return Origin::Derived,
        Settable::ProcessOnly if process => return Origin::Layer(Layer::Process),
        Settable::ProcessOnly => return Origin::Layer(Layer::Default),
        Settable::Anywhere | Settable::ByHandSince(_) => {}
    }
    let ignored = |value: &BStr| facts.name == "CGO_ENABLED" && value != "0" && value != "1";
    if process {
        let value = settings.environ.set(name).unwrap_or_default();
        return Origin::Layer(if ignored(value) { Layer::Default } else { Layer::Process });
    }
    let fallback = match facts.settable {
        // GOROOT and GOWORK are found, not set by default.
        Settable::ByHandSince(_) => Origin::Derived,
        _ => Origin::Layer(Layer::Default),
    };
    match settings.file_entry(name) {
        Some((_, entry)) if ignored(entry.value.as_bstr()) => fallback,
        Some((layer, entry)) if !entry.value.is_empty() => Origin::Layer(layer),
        // An empty line of the user's file hides what go.env has.
        Some((Layer::User, _)) if settings.bundled.first(name).is_some_and(|e| !e.value.is_empty()) => {
            Origin::Layer(Layer::User)
        }
        _ => fallback,
    }
}
