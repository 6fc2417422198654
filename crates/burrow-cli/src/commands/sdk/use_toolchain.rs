//! `burrow sdk use`: switch to a toolchain, and take a switch back.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use bstr::ByteSlice;
use burrow_core::env::capture::{AskerId, Captured, SHELL_TIME_LIMIT, ask_login_shell, desktop_session};
use burrow_core::env::history::{Author, History};
use burrow_core::place::Place;
use burrow_core::sdk::inventory::hunt;
use burrow_core::sdk::switch::{self, Check, Reach, Severity, Surroundings, SwitchError, SwitchPlan, Wish};
use burrow_core::store;
use burrow_core::system::DiskFiles;
use burrow_core::system::files::path_from_bytes;
use burrow_core::system::state_dir::{data_dir, state_dir};
use burrow_core::text::{Lang, Say, Tell};
use clap::Args;
use serde::Serialize;

use super::hunted::hunted;
use super::named::{Named, named};
use crate::args::Options;
use crate::commands::paths;
use crate::commands::show;
use crate::context::Context;
use crate::failure::{FINDINGS, Failure};

#[derive(Debug, Clone, Args)]
pub struct UseArgs {
    /// A version (go1.26.6, 1.26.6, 1.26), or the folder of an SDK
    #[arg(value_name = "VERSION|GOROOT", required_unless_present_any = ["undo", "none"])]
    toolchain: Option<String>,

    /// By GOTOOLCHAIN in the GOENV file; projects may still ask for a newer one [default for a version since 1.21]
    #[arg(long, group = "way")]
    setting: bool,

    /// By Burrow's `current` link, and one line in the shell's start file [default for a folder]
    #[arg(long, group = "way")]
    link: bool,

    /// By the toolchain line of the go.mod or go.work that counts here
    #[arg(long, group = "way")]
    project: bool,

    /// With --setting: exactly this one, whatever projects ask for
    #[arg(long, conflicts_with_all = ["link", "project"])]
    exact: bool,

    /// Take the setting, the link or the line away
    #[arg(long, conflicts_with = "toolchain", requires = "way")]
    none: bool,

    /// Take a switch back [default: the newest that still stands]
    #[arg(long, value_name = "ID", num_args = 0..=1, conflicts_with_all = ["toolchain", "way", "none", "exact"])]
    undo: Option<Option<i64>>,

    /// Show what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
}

impl UseArgs {
    /// By the link.
    pub fn link(goroot: &Path, dry_run: bool) -> UseArgs {
        UseArgs {
            toolchain: Some(goroot.display().to_string()),
            setting: false,
            link: true,
            project: false,
            exact: false,
            none: false,
            undo: None,
            dry_run,
        }
    }
}

pub fn run(options: &Options, args: &UseArgs) -> Result<ExitCode, Failure> {
    let context = Context::of(options)?;
    let lang = show::lang(options, &context.captured);
    let say = |error: SwitchError| Failure::from(error.tell(lang));
    let state = state_dir(&context.captured.environ);
    // What is wrong with the store costs the way back, never the switch.
    let store = Arc::new(store::open(state.as_deref()).0);
    let history = History::new(Arc::clone(&store), Author::Command);
    let askers = askers(options, &context);
    let directory = context.directory().unwrap_or_default();
    let home = context.captured.home.as_ref().and_then(|home| path_from_bytes(home.as_bstr()));
    let (goroot, data) = (context.goroot(), data_dir(&context.captured.environ));
    let around = Surroundings {
        askers: &askers,
        dir: &directory,
        home: home.as_deref(),
        goroot: goroot.as_deref(),
        data_dir: data.as_deref(),
        state_dir: state.as_deref(),
        history: &history,
        store: &store,
    };
    let wish = wish(args, &context, &around, lang)?;
    let plan = switch::plan(&wish, &around).map_err(say)?;
    let id = match args.dry_run || !plan.is_applicable() {
        true => None,
        false => Some(switch::apply(&plan, &around).map_err(say)?),
    };
    report(options, args, &plan, id.and_then(|made| made.id), home.as_deref(), lang)?;
    Ok(if plan.refusal().is_some() { ExitCode::from(FINDINGS) } else { ExitCode::SUCCESS })
}

/// Whose environments count: the one that asks, then those of new terminals and of the desktop.
fn askers(options: &Options, context: &Context) -> Vec<Captured> {
    let mut all = vec![context.captured.clone()];
    if !options.quiet {
        let others =
            [(AskerId::LoginShell, ask_login_shell(SHELL_TIME_LIMIT)), (AskerId::Desktop, desktop_session())];
        for (id, asked) in others {
            all.extend(asked.ok().filter(|_| context.captured.asker != id));
        }
    }
    all
}

fn wish(args: &UseArgs, context: &Context, around: &Surroundings<'_>, lang: Lang) -> Result<Wish, Failure> {
    if let Some(id) = args.undo {
        let newest = || switch::newest_undo(around.store).map(|newest| newest.map(|n| n.id));
        let id = match id {
            Some(id) => Some(id),
            None => newest().map_err(|error| Failure::from(error.tell(lang)))?,
        };
        let nothing = || Failure::from(SwitchError::NothingToUndo.tell(lang)).exit(FINDINGS);
        return Ok(Wish::Undo { id: id.ok_or_else(nothing)? });
    }
    let named = match &args.toolchain {
        Some(text) => Some(named(text, &hunt(&hunted(context), &DiskFiles), lang)?),
        None => None,
    };
    let is_folder = named.as_ref().is_some_and(Named::is_folder);
    let old = named.as_ref().is_some_and(Named::is_before_switching);
    if args.link || (!args.setting && !args.project && !args.exact && (is_folder || old)) {
        let goroot = named.as_ref().map(|named| named.goroot(lang)).transpose()?;
        return Ok(Wish::Link { goroot });
    }
    let toolchain = named.as_ref().map(|named| named.name(lang)).transpose()?;
    Ok(match args.project {
        true => Wish::Project { toolchain },
        false => Wish::Setting { toolchain, exact: args.exact },
    })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Json<'a> {
    way: &'static str,
    dry_run: bool,
    applied: bool,
    /// To take it back by.
    id: Option<i64>,
    undoes: Option<i64>,
    before: Option<&'a str>,
    after: Option<&'a str>,
    files: Vec<JsonFile<'a>>,
    link: Option<JsonLink>,
    checks: Vec<JsonCheck>,
    reach: Vec<JsonReach>,
}

#[derive(Serialize)]
struct JsonFile<'a> {
    file: String,
    new: bool,
    gone: bool,
    diff: Vec<show::JsonDiff<'a>>,
}

#[derive(Serialize)]
struct JsonLink {
    #[serde(serialize_with = "paths::shown")]
    link: PathBuf,
    #[serde(serialize_with = "paths::shown")]
    before: Option<PathBuf>,
    #[serde(serialize_with = "paths::shown")]
    after: Option<PathBuf>,
}

#[derive(Serialize)]
struct JsonCheck {
    #[serde(flatten)]
    check: show::JsonCheck,
    #[serde(serialize_with = "paths::shown")]
    file: Option<PathBuf>,
    line: Option<u32>,
}

#[derive(Serialize)]
struct JsonReach {
    who: &'static str,
    name: String,
    /// Null: it cannot be told.
    reached: Option<bool>,
    reason: String,
    #[serde(serialize_with = "paths::shown")]
    file: Option<PathBuf>,
    line: Option<u32>,
}

fn report(
    options: &Options,
    args: &UseArgs,
    plan: &SwitchPlan,
    id: Option<i64>,
    home: Option<&Path>,
    lang: Lang,
) -> Result<(), Failure> {
    let applied = plan.is_applicable() && !args.dry_run;
    if options.json {
        return json(args, plan, id, applied, lang);
    }
    if let Some(refused) = plan.refusal() {
        return Err(Failure::from(refused.kind.tell(lang)).exit(FINDINGS));
    }
    if options.quiet && !args.dry_run {
        return Ok(());
    }
    print(plan, home, lang)?;
    let mut out = io::stdout().lock();
    if plan.is_empty() {
        writeln!(out, "{}", lang.pick("It is so already: nothing to change.", "已经是这样，无需更改。"))?;
    } else if let Some(id) = id.filter(|_| plan.undoes.is_none()) {
        let text = lang.pick(
            format!("Done. `burrow sdk use --undo {id}` takes it back."),
            format!("已完成。`burrow sdk use --undo {id}` 可以撤销。"),
        );
        writeln!(out, "{text}")?;
    } else if applied {
        writeln!(out, "{}", lang.pick("Done.", "已完成。"))?;
    } else {
        writeln!(out, "{}", lang.pick("Nothing was changed.", "什么都没有改变。"))?;
    }
    Ok(())
}

fn print(plan: &SwitchPlan, home: Option<&Path>, lang: Lang) -> Result<(), Failure> {
    if let Some(change) = plan.link() {
        let mut out = io::stdout().lock();
        writeln!(out, "{}", change.link.display())?;
        for (sign, to) in [('-', &change.before), ('+', &change.after)] {
            if let Some(to) = to {
                writeln!(out, "{sign} → {}", to.display())?;
            }
        }
    }
    for file in plan.files() {
        show::diff(&file.place.file.display().to_string(), &file.diff)?;
    }
    let mut out = io::stdout().lock();
    for check in &plan.checks {
        let problem = check.kind.tell(lang);
        writeln!(out, "{} {}", if check.severity == Severity::Note { "·" } else { "!" }, problem.message)?;
        if let Some(hint) = problem.hint {
            writeln!(out, "  {hint}")?;
        }
    }
    for reach in &plan.reach {
        let mark = match reach.reached {
            Some(true) => lang.pick("reached    ", "生效  "),
            Some(false) => lang.pick("not reached", "不生效"),
            None => lang.pick("not known  ", "未知  "),
        };
        write!(out, "{mark}  {}: {}", reach.who.say(lang), reach.why.say(lang))?;
        if let Some(place) = &reach.place {
            write!(out, " [{}]", place.display(home))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn json(
    args: &UseArgs,
    plan: &SwitchPlan,
    id: Option<i64>,
    applied: bool,
    lang: Lang,
) -> Result<(), Failure> {
    let files = plan.files();
    show::json(&Json {
        way: plan.way.code(),
        dry_run: args.dry_run,
        applied,
        id,
        undoes: plan.undoes,
        before: plan.before.as_deref(),
        after: plan.after.as_deref(),
        files: files
            .iter()
            .map(|file| JsonFile {
                file: file.place.file.display().to_string(),
                new: file.new,
                gone: file.gone,
                diff: show::json_diff(&file.diff),
            })
            .collect(),
        link: plan.link().map(|l| JsonLink { link: l.link, before: l.before, after: l.after }),
        checks: plan.checks.iter().map(|check| json_check(check, lang)).collect(),
        reach: plan.reach.iter().map(|reach| json_reach(reach, lang)).collect(),
    })
}

fn json_check(check: &Check, lang: Lang) -> JsonCheck {
    let (file, line) = place(check.place.as_ref());
    JsonCheck { check: show::json_check(check.severity, check.kind.tell(lang)), file, line }
}

fn json_reach(reach: &Reach, lang: Lang) -> JsonReach {
    let (file, line) = place(reach.place.as_ref());
    JsonReach {
        who: reach.who.code(),
        name: reach.who.say(lang),
        reached: reach.reached,
        reason: reach.why.say(lang),
        file,
        line,
    }
}

fn place(place: Option<&Place>) -> (Option<PathBuf>, Option<u32>) {
    (place.map(|p| p.file.clone()), place.and_then(|p| p.line))
}
