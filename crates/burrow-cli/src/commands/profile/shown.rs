//! A profile and how it stands, as JSON and for a person.

use crate::commands::paths;
use std::io::{self, Write};
use std::path::PathBuf;

use burrow_core::proxy::profile::{Comparison, NoteRow, Row, Setting, Standing, State};
use burrow_core::text::{Lang, Say};
use burrow_core::workbench::KnownProfile;
use go_rules::vars::{Layer, Origin};
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct JsonProfile {
    name: String,
    title: String,
    description: String,
    built_in: bool,
    in_effect: bool,
    state: &'static str,
    /// Why it cannot be had here; null: it can.
    unavailable: Option<String>,
    vars: Vec<JsonRow>,
    notes: Vec<JsonNote>,
    /// The variables whose secrets are in the keychain.
    secrets: Vec<&'static str>,
}

#[derive(Serialize)]
pub struct JsonRow {
    name: &'static str,
    /// Null: Go's default.
    wanted: Option<String>,
    now: String,
    origin: Option<&'static str>,
    state: &'static str,
    #[serde(serialize_with = "paths::shown")]
    file: Option<PathBuf>,
    line: Option<u32>,
}

#[derive(Serialize)]
pub struct JsonNote {
    name: &'static str,
    wanted: String,
    now: String,
}

impl JsonProfile {
    pub fn of(known: &KnownProfile, lang: Lang) -> JsonProfile {
        let profile = &known.profile;
        JsonProfile {
            name: profile.name().to_owned(),
            title: title(known, lang),
            description: description(known, lang),
            built_in: known.built_in.is_some(),
            in_effect: known.is_in_effect(),
            state: if known.unavailable.is_some() { "unavailable" } else { state(known.comparison.state()) },
            unavailable: known.unavailable.map(|why| why.say(lang)),
            vars: known.comparison.rows.iter().map(JsonRow::of).collect(),
            notes: notes(&known.comparison),
            secrets: profile.secrets().map(|(variable, _)| variable.name()).collect(),
        }
    }
}

impl JsonRow {
    pub fn of(row: &Row) -> JsonRow {
        JsonRow {
            name: row.variable.name(),
            wanted: row.wanted.clone(),
            now: row.now.as_str().to_owned(),
            origin: row.origin.map(origin),
            state: match row.standing {
                Standing::Same => "same",
                Standing::Different => "different",
                Standing::Shadowed => "shadowed",
            },
            file: row.place.as_ref().map(|place| place.file.clone()),
            line: row.place.as_ref().and_then(|place| place.line),
        }
    }
}

pub fn notes(comparison: &Comparison) -> Vec<JsonNote> {
    let note = |row: &NoteRow| JsonNote {
        name: row.note.name(),
        wanted: row.wanted.clone(),
        now: row.now.as_str().to_owned(),
    };
    comparison.notes.iter().map(note).collect()
}

pub fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::Layer(Layer::Process) => "process",
        Origin::Layer(Layer::User) => "user",
        Origin::Layer(Layer::Goroot) => "goroot",
        Origin::Layer(Layer::Default) => "default",
        Origin::Derived => "derived",
    }
}

fn state(state: State) -> &'static str {
    match state {
        State::InEffect => "in-effect",
        State::Shadowed => "shadowed",
        State::Other => "other",
    }
}

/// What it is called: a built-in one in the person's language.
pub fn title(known: &KnownProfile, lang: Lang) -> String {
    known.built_in.map_or_else(|| known.profile.name().to_owned(), |id| id.say(lang))
}

pub fn description(known: &KnownProfile, lang: Lang) -> String {
    known.built_in.map_or_else(|| known.profile.description().to_owned(), |id| id.describe(lang).to_owned())
}

/// What a profile wants, on one line.
pub fn wanted(setting: &Setting, lang: Lang) -> String {
    let name = setting.variable.name();
    match &setting.value {
        Some(value) => format!("{name}={value}"),
        None => lang.pick(format!("{name}: Go’s default"), format!("{name}：Go 的默认值")),
    }
}

/// Notes that the environment does not follow: Go reads them from nowhere else.
pub fn print_notes(out: &mut impl Write, comparison: &Comparison, lang: Lang) -> io::Result<()> {
    for row in comparison.notes.iter().filter(|row| row.now.as_str() != row.wanted) {
        let (name, wanted) = (row.note.name(), &row.wanted);
        let now = match row.now.as_str() {
            "" => lang.pick("it is not set here", "这里没有设置").to_owned(),
            now => lang.pick(format!("here it is {now}"), format!("这里是 {now}")),
        };
        let text = lang.pick(
            format!("· {name}={wanted} belongs into the environment; {now}."),
            format!("· {name}={wanted} 需要在环境变量中设置；{now}。"),
        );
        writeln!(out, "{text}")?;
    }
    Ok(())
}
