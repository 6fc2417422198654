//! `burrow profile save`: the present settings under a name, or a profile with some things changed.

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use bstr::{BString, ByteSlice};
use burrow_core::proxy::profile::{Fault, Note, Profile, ProfileError, Variable, Wish, prepare};
use burrow_core::text::Lang;
use clap::Args;
use serde::Serialize;

use super::Bench;
use super::shown::{JsonProfile, wanted};
use crate::args::Options;
use crate::commands::show;
use crate::failure::Failure;

/// Keeps what is in effect now, or changes a profile.
///
/// Without further options GOPROXY and GOSUMDB are kept as they are in effect, and of GOPRIVATE, GONOPROXY, GONOSUMDB,
/// GOINSECURE, GOVCS and GOAUTH those that are set. With options a profile of that name is changed by them; where there
/// is none, --set and --unset begin an empty one.
#[derive(Debug, Clone, Args)]
pub struct SaveArgs {
    /// What it is to be called
    name: String,

    /// Take these as they are in effect [default: GOPROXY, GOSUMDB, and what else is set]
    #[arg(long, value_name = "NAME", num_args = 0.., value_delimiter = ',', require_equals = true)]
    from_present: Option<Vec<String>>,

    /// Want this value; may be given more than once
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<OsString>,

    /// Want Go's default
    #[arg(long, value_name = "NAME")]
    unset: Vec<String>,

    /// Name this variable no longer: a switch leaves it as it is
    #[arg(long, value_name = "NAME")]
    leave: Vec<String>,

    /// Remind of HTTP_PROXY, HTTPS_PROXY or NO_PROXY, which no switch can set
    #[arg(long, value_name = "NAME=VALUE")]
    note: Vec<String>,

    /// Say what it is for
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,

    /// Give passwords and tokens to the keychain; without this they are refused
    #[arg(long)]
    keychain: bool,

    /// Show what would be kept, and keep nothing
    #[arg(long)]
    dry_run: bool,

    /// It never asks; for scripts that say so everywhere
    #[arg(long, hide = true)]
    yes: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Json {
    dry_run: bool,
    saved: bool,
    /// One of this name was there already.
    replaced: bool,
    /// The variables whose secrets go to the keychain.
    keychain: Vec<&'static str>,
    profile: JsonProfile,
}

pub fn run(options: &Options, bench: &Bench, args: &SaveArgs) -> Result<ExitCode, Failure> {
    let say = |why: ProfileError| bench.failure(&why);
    let before = bench.workbench.kept_profile(&args.name).map_err(say)?;
    let wish = wish(bench, args, before.as_ref())?;
    let ready = prepare(wish).map_err(|why| say(why.into()))?;
    if !args.dry_run {
        bench.workbench.keep_profile(&ready).map_err(say)?;
    }
    let keychain: Vec<_> = ready.secrets().map(Variable::name).collect();
    let known = bench.workbench.known_beside(ready.profile);
    if options.json {
        let profile = JsonProfile::of(&known, bench.lang);
        let (saved, replaced) = (!args.dry_run, before.is_some());
        show::json(&Json { dry_run: args.dry_run, saved, replaced, keychain, profile })?;
    } else if !options.quiet || args.dry_run {
        print(bench.lang, &known.profile, &keychain, args.dry_run, before.is_some())?;
    }
    Ok(ExitCode::SUCCESS)
}

/// What was asked for, with secrets still in it.
fn wish(bench: &Bench, args: &SaveArgs, before: Option<&Profile>) -> Result<Wish, Failure> {
    let fault = |why: Fault| bench.failure(&why.into());
    let edited = !args.set.is_empty() || !args.unset.is_empty() || !args.leave.is_empty();
    let told = edited || !args.note.is_empty() || args.description.is_some();
    let mut profile = match before {
        Some(profile) => profile.clone(),
        None => Profile::new(&args.name).map_err(fault)?,
    };
    let mut values = Vec::new();
    let names = match &args.from_present {
        Some(names) if names.is_empty() => Some(None),
        Some(names) => Some(Some(variables(names).map_err(fault)?)),
        None if before.is_none() && !edited || !told => Some(None),
        None => None,
    };
    if let Some(names) = names {
        if names.is_none() {
            Variable::ALL.into_iter().for_each(|variable| profile.leave(variable));
        }
        for (variable, value) in bench.workbench.present(names.as_deref()) {
            match value {
                Some(value) => values.push((variable, value)),
                None => profile.unset(variable),
            }
        }
    }
    edit(args, &mut profile, &mut values).map_err(fault)?;
    Ok(Wish { profile, values, keychain: args.keychain })
}

fn edit(args: &SaveArgs, profile: &mut Profile, values: &mut Vec<(Variable, BString)>) -> Result<(), Fault> {
    for name in variables(&args.leave)? {
        values.retain(|(variable, _)| *variable != name);
        profile.leave(name);
    }
    for name in variables(&args.unset)? {
        values.retain(|(variable, _)| *variable != name);
        profile.unset(name);
    }
    for setting in &args.set {
        let (name, value) = parts(setting.as_encoded_bytes())?;
        let variable = Variable::named(&name)?;
        if args.unset.contains(&name) {
            return Err(Fault::Twice { name });
        }
        values.retain(|(other, _)| *other != variable);
        values.push((variable, value));
    }
    for note in &args.note {
        let (name, value) = parts(note.as_bytes())?;
        profile.note(Note::named(&name)?, &value.to_str_lossy())?;
    }
    if let Some(text) = &args.description {
        profile.describe(text)?;
    }
    Ok(())
}

/// Without `=` there is no value: the name alone is then no variable.
fn parts(setting: &[u8]) -> Result<(String, BString), Fault> {
    let (name, value) = setting.split_once_str("=").unwrap_or((setting, b""));
    Ok((name.to_str_lossy().into_owned(), value.into()))
}

fn variables(names: &[String]) -> Result<Vec<Variable>, Fault> {
    names.iter().map(|name| Variable::named(name)).collect()
}

fn print(lang: Lang, profile: &Profile, keychain: &[&str], dry_run: bool, replaced: bool) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for setting in profile.settings() {
        writeln!(out, "  {}", wanted(setting, lang))?;
    }
    for (note, value) in profile.notes() {
        let text = lang.pick("note", "备注");
        writeln!(out, "  {}={value} ({text})", note.name())?;
    }
    if !keychain.is_empty() {
        let names = keychain.join(", ");
        let text = lang.pick(
            format!("· The secrets of {names} are in the keychain. A switch writes them into the GOENV file: Go reads them nowhere else."),
            format!("· {names} 的机密保存在钥匙串中。切换时会写入 GOENV 文件，因为 Go 只从那里读取。"),
        );
        writeln!(out, "{text}")?;
    }
    let name = profile.name();
    let end = match (dry_run, replaced) {
        (true, _) => lang.pick("Nothing was kept.".to_owned(), "什么都没有保存。".to_owned()),
        (false, true) => lang.pick(format!("“{name}” was changed."), format!("已更改“{name}”。")),
        (false, false) => lang.pick(format!("“{name}” was saved."), format!("已保存“{name}”。")),
    };
    writeln!(out, "{end}")
}
