//! `burrow profile list` and `burrow profile show`.

use std::io::{self, Write};
use std::process::ExitCode;

use burrow_core::proxy::profile::{Row, Standing};
use burrow_core::text::{Lang, Say};
use serde::Serialize;

use super::Bench;
use super::shown::{JsonProfile, description, print_notes, title};
use crate::args::Options;
use crate::commands::show as common;
use crate::commands::table::{Side, Table};
use crate::failure::Failure;

#[derive(Serialize)]
struct Json {
    /// The name of the one that is in effect; null: none is.
    active: Option<String>,
    profiles: Vec<JsonProfile>,
}

#[derive(Serialize)]
struct JsonOne {
    profile: JsonProfile,
}

pub fn list(options: &Options, bench: &Bench) -> Result<ExitCode, Failure> {
    let lang = bench.lang;
    let profiles = bench.workbench.profiles().map_err(|why| bench.failure(&why))?;
    if options.json {
        let active = profiles.active.and_then(|at| profiles.list.get(at));
        common::json(&Json {
            active: active.map(|known| known.profile.name().to_owned()),
            profiles: profiles.list.iter().map(|known| JsonProfile::of(known, lang)).collect(),
        })?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut table = Table::new([Side::Left, Side::Left, Side::Left]);
    for (at, known) in profiles.list.iter().enumerate() {
        let state = match &known.unavailable {
            Some(why) => why.say(lang),
            None => known.comparison.state().say(lang),
        };
        let mark = if profiles.active == Some(at) { "*" } else { " " };
        table.row([format!("{mark} {}", known.profile.name()), state, description(known, lang)]);
    }
    table.print(&mut io::stdout().lock())?;
    Ok(ExitCode::SUCCESS)
}

pub fn show(options: &Options, bench: &Bench, name: &str) -> Result<ExitCode, Failure> {
    let lang = bench.lang;
    let known = bench.workbench.profile(name).map_err(|why| bench.failure(&why))?;
    if options.json {
        common::json(&JsonOne { profile: JsonProfile::of(&known, lang) })?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut out = io::stdout().lock();
    writeln!(out, "{}", title(&known, lang))?;
    let about = description(&known, lang);
    if !about.is_empty() {
        writeln!(out, "{about}")?;
    }
    if let Some(why) = &known.unavailable {
        writeln!(out, "! {}", why.say(lang))?;
    }
    let mut table = Table::new([Side::Left, Side::Left, Side::Left]);
    for row in &known.comparison.rows {
        let wanted = row.wanted.clone().unwrap_or_else(|| lang.pick("Go’s default", "Go 的默认值").into());
        table.row([row.variable.name().into(), wanted, row.standing.say(lang)]);
        if row.standing != Standing::Same {
            table.note(instead(row, lang));
        }
    }
    table.print(&mut out)?;
    print_notes(&mut out, &known.comparison, lang)?;
    Ok(ExitCode::SUCCESS)
}

/// What is in effect instead, and where it was set.
fn instead(row: &Row, lang: Lang) -> String {
    let now = match row.now.as_str() {
        "" => lang.pick("now empty", "现在为空").to_owned(),
        now => lang.pick(format!("now {now}"), format!("现在是 {now}")),
    };
    match &row.place {
        Some(place) => format!("{now} [{}]", place.display(None)),
        None => now,
    }
}
