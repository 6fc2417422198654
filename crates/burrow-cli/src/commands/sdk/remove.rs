//! `burrow sdk remove`: an SDK that a person may delete, to the trash or for good.

use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use bstr::ByteSlice;
use burrow_core::env::edit::Severity;
use burrow_core::job::{Cancel, Progress, Step};
use burrow_core::place::display_path;
use burrow_core::project::find::{Limits, Project, projects};
use burrow_core::sdk::inventory::{Hunt, Sdk, hunt};
use burrow_core::sdk::remove::{
    Check, Goes, How, Premises, RemovalError, RemovalPlan, Removed, plan, remove,
};
use burrow_core::sdk::switch::link;
use burrow_core::system::DiskFiles;
use burrow_core::system::state_dir::data_dir;
use burrow_core::text::{Lang, Say, Tell, bytes};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use super::hunted::hunted;
use super::named::named;
use crate::args::Options;
use crate::commands::paths;
use crate::commands::show;
use crate::context::Context;
use crate::failure::{CANCELLED, Failure, REFUSED, USAGE};
use crate::interrupt::cancel_with_ctrl_c;

#[derive(Debug, Clone, Args)]
pub struct RemoveArgs {
    /// A version (go1.26.6, 1.26.6), or the folder of an SDK
    #[arg(value_name = "VERSION|GOROOT")]
    toolchain: String,

    /// Show what would go, and remove nothing
    #[arg(long)]
    dry_run: bool,

    /// Do not ask
    #[arg(long)]
    yes: bool,

    /// Delete for good, not to the trash
    #[arg(long)]
    purge: bool,

    /// Look in these folders for projects that need it [default: the home]
    #[arg(long, value_name = "DIR", num_args = 1..)]
    projects: Vec<PathBuf>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Json {
    #[serde(serialize_with = "paths::shown")]
    goroot: PathBuf,
    version: Option<String>,
    source: Option<&'static str>,
    how: &'static str,
    bytes: u64,
    disk_bytes: u64,
    files: u64,
    #[serde(serialize_with = "paths::shown")]
    goes: Vec<PathBuf>,
    #[serde(serialize_with = "paths::shown")]
    projects: Vec<PathBuf>,
    checks: Vec<show::JsonCheck>,
    dry_run: bool,
    removed: bool,
    #[serde(serialize_with = "paths::shown")]
    left: Option<PathBuf>,
}

pub fn run(options: &Options, args: &RemoveArgs) -> Result<ExitCode, Failure> {
    let context = Context::of(options)?;
    let lang = show::lang(options, &context.captured);
    let cancel = cancel_with_ctrl_c();
    let looked = hunted(&context);
    let sdks = hunt(&looked, &DiskFiles);
    let goroot = the_one(&args.toolchain, &sdks, lang)?;
    let plan =
        planned(args, &context, &looked, &sdks, &goroot, &cancel).map_err(|error| failure(&error, lang))?;
    if let Some(refused) = plan.refusal() {
        return Err(Failure::from(refused.kind.tell(lang)).exit(REFUSED));
    }
    if args.dry_run {
        return report(options, args, &plan, None, &context, lang);
    }
    if !args.yes {
        agreed(&plan, &context, lang)?;
    }
    let shown = Bar::new(options, lang);
    let removed = remove(&plan, &cancel, &shown).map_err(|error| failure(&error, lang))?;
    shown.0.finish_and_clear();
    report(options, args, &plan, Some(&removed), &context, lang)
}

fn failure(error: &RemovalError, lang: Lang) -> Failure {
    let failure = Failure::from(error.tell(lang));
    match error {
        RemovalError::Cancelled(_) => failure.exit(CANCELLED),
        RemovalError::NotApplicable | RemovalError::Moved(_) => failure.exit(REFUSED),
        _ => failure,
    }
}

/// A version that several folders have is no safe answer to "which one shall go".
fn the_one(text: &str, all: &[Sdk], lang: Lang) -> Result<PathBuf, Failure> {
    let named = named(text, all, lang)?;
    if named.is_folder() || named.sdks.len() < 2 {
        return named.goroot(lang);
    }
    let all: Vec<String> = named.sdks.iter().map(|sdk| sdk.goroot.display().to_string()).collect();
    let message = lang.pick(
        format!("There are several of them: {}", all.join(", ")),
        format!("有多个符合：{}", all.join("、")),
    );
    let hint = lang.pick("Name the folder of the one that shall go.", "用文件夹指明要删除哪一个。");
    Err(Failure::new(USAGE, "toolchain-ambiguous", message).about(text).hint(hint))
}

fn planned(
    args: &RemoveArgs,
    context: &Context,
    looked: &Hunt,
    sdks: &[Sdk],
    goroot: &Path,
    cancel: &Cancel,
) -> Result<RemovalPlan, RemovalError> {
    let known: Vec<Project> = match (args.projects.is_empty(), &looked.home) {
        (false, _) => projects(&args.projects, Limits::default()),
        (true, Some(home)) => projects(std::slice::from_ref(home), Limits::default()),
        (true, None) => Vec::new(),
    };
    let current = data_dir(&context.captured.environ).map(|dir| dir.join(link::NAME));
    let dir = context.directory().unwrap_or_default();
    let premises = Premises {
        sdks,
        dir: &dir,
        home: looked.home.as_deref(),
        caches: &looked.gopath,
        gomodcache: looked.gomodcache.as_deref(),
        current: current.as_deref(),
        projects: &known,
        for_good: args.purge,
    };
    plan(goroot, &premises, cancel)
}

fn agreed(plan: &RemovalPlan, context: &Context, lang: Lang) -> Result<(), Failure> {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        let text = lang.pick(
            "There is no terminal to ask whether this SDK shall go.",
            "没有终端可以询问是否删除这个 SDK。",
        );
        let hint = lang.pick(
            "--yes removes it without asking; --dry-run shows what would go.",
            "--yes 会不经询问直接删除；--dry-run 显示会删除什么。",
        );
        return Err(Failure::new(USAGE, "no-terminal", text).hint(hint));
    }
    let mut err = io::stderr().lock();
    print(&mut err, plan, context, lang)?;
    let question = match plan.how {
        How::Trash => lang.pick("Move to the trash? [y/N] ", "移到回收站？[y/N] "),
        How::Delete => lang.pick("Delete for good? [y/N] ", "彻底删除？[y/N] "),
    };
    write!(err, "{question}")?;
    err.flush()?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    if matches!(answer.trim(), "y" | "Y" | "yes" | "是") {
        return Ok(());
    }
    Err(Failure::new(CANCELLED, "cancelled", lang.pick("Nothing was removed.", "什么都没有删除。")))
}

fn report(
    options: &Options,
    args: &RemoveArgs,
    plan: &RemovalPlan,
    removed: Option<&Removed>,
    context: &Context,
    lang: Lang,
) -> Result<ExitCode, Failure> {
    if options.json {
        show::json(&json(args, plan, removed, lang))?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut out = io::stdout().lock();
    if removed.is_none() || (args.yes && !options.quiet) {
        print(&mut out, plan, context, lang)?;
    }
    if let Some(removed) = removed.filter(|_| !options.quiet) {
        let size = bytes(plan.size.disk_bytes);
        let text = match removed.how {
            How::Trash => lang.pick("It is in the trash.".to_owned(), "已移到回收站。".to_owned()),
            How::Delete => lang.pick(format!("Removed: {size}."), format!("已删除：{size}。")),
        };
        writeln!(out, "{text}")?;
        if let Some(left) = &removed.left {
            let text = lang.pick("Some of it could not be removed and lies in", "有些内容无法删除，留在");
            writeln!(out, "{text} {}", left.display())?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn print(out: &mut impl Write, plan: &RemovalPlan, context: &Context, lang: Lang) -> io::Result<()> {
    let home = context.home();
    let short = |path: &Path| display_path(path, home.as_deref());
    let version = plan.version.as_ref().map(|v| v.to_str_lossy().into_owned());
    let version = version.unwrap_or_else(|| lang.pick("An SDK", "SDK").to_owned());
    let size = bytes(plan.size.disk_bytes);
    let head = lang.pick(
        format!("{version}: {size}, {} files, {}", plan.size.files, plan.how.say(lang)),
        format!("{version}：{size}，{} 个文件，{}", plan.size.files, plan.how.say(lang)),
    );
    writeln!(out, "{head}")?;
    for one in &plan.goes {
        let arrow = if matches!(one, Goes::Link(_)) { " →" } else { "" };
        writeln!(out, "- {}{arrow}", short(one.path()))?;
    }
    for check in &plan.checks {
        let mark = if check.severity == Severity::Note { "·" } else { "!" };
        writeln!(out, "{mark} {}", check.kind.tell(lang).message)?;
    }
    for project in &plan.projects {
        writeln!(out, "    {}", short(&project.file))?;
    }
    Ok(())
}

fn json(args: &RemoveArgs, plan: &RemovalPlan, removed: Option<&Removed>, lang: Lang) -> Json {
    let check = |check: &Check| show::json_check(check.severity, check.kind.tell(lang));
    Json {
        goroot: plan.goroot.clone(),
        version: plan.version.as_ref().map(|v| v.to_str_lossy().into_owned()),
        source: plan.source.map(|source| source.id()),
        how: match plan.how {
            How::Trash => "trash",
            How::Delete => "delete",
        },
        bytes: plan.size.bytes,
        disk_bytes: plan.size.disk_bytes,
        files: plan.size.files,
        goes: plan.goes.iter().map(|one| one.path().to_path_buf()).collect(),
        projects: plan.projects.iter().map(|project| project.file.clone()).collect(),
        checks: plan.checks.iter().map(check).collect(),
        dry_run: args.dry_run,
        removed: removed.is_some(),
        left: removed.and_then(|removed| removed.left.clone()),
    }
}

/// How far it is, on a terminal.
struct Bar(ProgressBar, Lang);

impl Bar {
    fn new(options: &Options, lang: Lang) -> Bar {
        let shown = !options.quiet && io::stderr().is_terminal();
        let bar = if shown { ProgressBar::new(0) } else { ProgressBar::hidden() };
        if let Ok(style) = ProgressStyle::with_template("{msg}  {wide_bar}  {pos}/{len}") {
            bar.set_style(style);
        }
        Bar(bar, lang)
    }
}

impl Progress for Bar {
    fn report(&self, step: Step) {
        self.0.set_message(step.doing.say(self.1));
        self.0.set_length(step.total.unwrap_or(0));
        self.0.set_position(step.done);
    }
}
