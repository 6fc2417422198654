//! `burrow profile import`: a profile from a file is shown, agreed to, and kept. It is not switched to.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use burrow_core::proxy::profile::{
    Comparison, Profile, ProfileError, Setting, Standing, Variable, Wish, prepare,
};
use burrow_core::text::Lang;
use burrow_core::toml_file::MOST_BYTES;
use burrow_core::workbench::{KnownProfile, ReadProfile};
use clap::Args;
use serde::Serialize;

use super::Bench;
use super::shown::{JsonProfile, print_notes, wanted};
use crate::args::Options;
use crate::commands::show;
use crate::failure::{FAILED, Failure};

#[derive(Debug, Clone, Args)]
pub struct ImportArgs {
    /// A file that `burrow profile export` has written; `-` for standard input
    file: PathBuf,

    /// Call it this instead of what the file says
    #[arg(long = "as", value_name = "NAME")]
    called: Option<String>,

    /// Show what would change, and keep nothing
    #[arg(long)]
    dry_run: bool,

    /// Do not ask
    #[arg(long)]
    yes: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Json {
    dry_run: bool,
    imported: bool,
    /// A profile of this name is there already; `changes` is against it.
    replaced: bool,
    /// Against the profile of this name, or against none.
    changes: Vec<JsonChange>,
    /// Variables whose value makes Go believe more than it does by itself.
    loosens: Vec<&'static str>,
    profile: JsonProfile,
}

#[derive(Serialize)]
struct JsonChange {
    name: &'static str,
    before: Option<Wanted>,
    after: Option<Wanted>,
}

/// What a profile wants of a variable; null in place of it: it does not name it.
#[derive(Serialize)]
struct Wanted {
    /// Null: Go's default.
    value: Option<String>,
}

pub fn run(options: &Options, bench: &Bench, args: &ImportArgs) -> Result<ExitCode, Failure> {
    let lang = bench.lang;
    let say = |why: ProfileError| bench.failure(&why);
    let bytes = contents(&args.file).map_err(|why| {
        let file = args.file.display().to_string();
        Failure::new(FAILED, "profile-file-unreadable", on_disk(&args.file, &why, lang)).about(file)
    })?;
    let read = bench.workbench.read_profile(&bytes, args.called.as_deref()).map_err(say)?;
    let (changes, loose) = (changes(&read), loose(&read));
    let ReadProfile { known, before } = read;
    if !options.json && (!options.quiet || args.dry_run) {
        print(lang, &known, before.as_ref(), &loose)?;
    }
    if !args.dry_run {
        if !args.yes {
            bench.agreed(&question(known.profile.name(), before.is_some(), lang))?;
        }
        let wish = Wish { profile: known.profile.clone(), values: Vec::new(), keychain: false };
        let ready = prepare(wish).map_err(|why| say(why.into()))?;
        bench.workbench.keep_profile(&ready).map_err(say)?;
    }
    if options.json {
        show::json(&Json {
            dry_run: args.dry_run,
            imported: !args.dry_run,
            replaced: before.is_some(),
            changes,
            loosens: loose,
            profile: JsonProfile::of(&known, lang),
        })?;
    } else if !options.quiet {
        let name = known.profile.name();
        let end = match args.dry_run {
            true => lang.pick("Nothing was kept.".to_owned(), "什么都没有保存。".to_owned()),
            false => lang.pick(
                format!("“{name}” was imported. `burrow profile apply` switches to it."),
                format!("已导入“{name}”。`burrow profile apply` 会切换到它。"),
            ),
        };
        writeln!(io::stdout().lock(), "{end}")?;
    }
    Ok(ExitCode::SUCCESS)
}

/// No more of a file than it takes to see that it is too large.
pub fn read_bounded(path: &Path) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    if !file.metadata()?.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    bounded(file)
}

fn bounded(from: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(MOST_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn contents(path: &Path) -> io::Result<Vec<u8>> {
    if path == Path::new("-") { bounded(io::stdin().lock()) } else { read_bounded(path) }
}

/// Why a file cannot be read or written.
pub fn on_disk(path: &Path, why: &io::Error, lang: Lang) -> String {
    let file = path.display();
    match why.kind() {
        io::ErrorKind::NotFound => {
            lang.pick(format!("There is no file {file}."), format!("没有文件 {file}。"))
        }
        io::ErrorKind::PermissionDenied => {
            lang.pick(format!("{file} may not be used."), format!("没有权限使用 {file}。"))
        }
        io::ErrorKind::InvalidInput | io::ErrorKind::IsADirectory => {
            lang.pick(format!("{file} is no file."), format!("{file} 不是文件。"))
        }
        _ => lang.pick(format!("{file}: {why}"), format!("{file}：{why}")),
    }
}

fn question(name: &str, replaced: bool, lang: Lang) -> String {
    match replaced {
        true => lang.pick(format!("Replace “{name}” by this?"), format!("用它替换“{name}”？")),
        false => lang.pick(format!("Keep this as “{name}”?"), format!("保存为“{name}”？")),
    }
}

fn loose(read: &ReadProfile) -> Vec<&'static str> {
    read.loosens().into_iter().map(Variable::name).collect()
}

/// What becomes another for the profile of this name.
fn changes(read: &ReadProfile) -> Vec<JsonChange> {
    let wanted = |setting: Option<Setting>| setting.map(|setting| Wanted { value: setting.value });
    let changes = read.changes().into_iter();
    changes
        .map(|(variable, before, after)| JsonChange {
            name: variable.name(),
            before: wanted(before),
            after: wanted(after),
        })
        .collect()
}

fn print(lang: Lang, known: &KnownProfile, before: Option<&Profile>, loose: &[&str]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{}", known.profile.name())?;
    if !known.profile.description().is_empty() {
        writeln!(out, "{}", known.profile.description())?;
    }
    let kept = before.map(Profile::settings).unwrap_or_default();
    let wants = known.profile.settings();
    for setting in kept.iter().filter(|setting| !wants.contains(setting)) {
        writeln!(out, "- {}", wanted(setting, lang))?;
    }
    for setting in wants {
        let sign = if kept.contains(setting) { ' ' } else { '+' };
        writeln!(out, "{sign} {}", wanted(setting, lang))?;
    }
    for name in loose {
        let text = lang.pick(
            format!("! {name} makes Go believe more than it does by itself: look at it twice."),
            format!("! {name} 会放宽 Go 自己的检查，请仔细确认。"),
        );
        writeln!(out, "{text}")?;
    }
    switch(&mut out, &known.comparison, lang)?;
    print_notes(&mut out, &known.comparison, lang)
}

/// What a switch to it would change here.
fn switch(out: &mut impl Write, comparison: &Comparison, lang: Lang) -> io::Result<()> {
    let differs = comparison.rows.iter().filter(|row| row.standing != Standing::Same);
    let names: Vec<&str> = differs.map(|row| row.variable.name()).collect();
    let text = match names.is_empty() {
        true => lang.pick("· It is in effect already.".to_owned(), "· 它已经生效。".to_owned()),
        false => lang.pick(
            format!("· Not switched to yet; a switch is about {}.", names.join(", ")),
            format!("· 尚未切换；切换会涉及 {}。", names.join("、")),
        ),
    };
    writeln!(out, "{text}")
}
