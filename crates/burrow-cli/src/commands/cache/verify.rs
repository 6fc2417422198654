//! `burrow cache verify`: every version of the module cache against its hashes.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use burrow_core::cache::verify::{Ask, Damaged, Odd, SumMismatch, Verified, VerifyError, verify};
use burrow_core::cache::{ModuleVersion, Root, Roots};
use burrow_core::job::{Progress, Step};
use burrow_core::place::display_path;
use burrow_core::system::DiskFiles;
use burrow_core::system::interrupt::cancel_on_interrupt_with;
use burrow_core::text::{self, Lang, Say, Tell};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use crate::args::Options;
use crate::commands::show;
use crate::context::Context;
use crate::failure::{CANCELLED, FAILED, FINDINGS, Failure};

#[derive(Debug, Clone, Args)]
pub struct VerifyArgs {
    /// Also compare with these go.sum and go.work.sum files
    #[arg(long, value_name = "FILE", num_args = 1..)]
    go_sum: Vec<PathBuf>,
}

#[derive(Serialize)]
struct Json {
    checked: u64,
    damaged: Vec<JsonDamaged>,
    repaired: u64,
    /// Versions that a go is at just now.
    busy: Vec<JsonVersion>,
    sums: Vec<JsonSum>,
}

#[derive(Serialize)]
struct JsonVersion {
    module: String,
    version: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsonDamaged {
    module: String,
    version: String,
    path: PathBuf,
    damage: &'static str,
    heals_itself: bool,
    repair: &'static str,
    message: String,
}

/// A line of a go.sum that disagrees with the cache.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsonSum {
    module: String,
    version: String,
    what: &'static str,
    file: PathBuf,
    line: usize,
    odd: &'static str,
    message: String,
}

pub fn run(options: &Options, args: &VerifyArgs) -> Result<ExitCode, Failure> {
    let context = Context::of(options)?;
    let lang = show::lang(options, &context.captured);
    let roots = Roots::of(&context.asked(), &DiskFiles);
    let root = root_of(&roots, lang)?;
    let cancel = cancel_on_interrupt_with(|_| i32::from(CANCELLED)).unwrap_or_default();
    let here = context.directory().unwrap_or_default();
    let sums = args.go_sum.iter().map(|file| here.join(file)).collect();
    let bar = Bar::new(options, lang);
    let found = verify(&Ask { root, sums, only: None }, &cancel, &bar);
    bar.0.finish_and_clear();
    let found = found.map_err(|error| failure(&error, lang))?;
    if options.json {
        show::json(&json(&found, lang))?;
    } else {
        print(&found, &context, options, lang)?;
    }
    Ok(if is_whole(&found) { ExitCode::SUCCESS } else { ExitCode::from(FINDINGS) })
}

/// Whether nothing is left for a person to do.
fn is_whole(found: &Verified) -> bool {
    found.sums.is_empty() && found.damaged.iter().all(|damaged| damaged.heals_itself)
}

fn root_of(roots: &Roots, lang: Lang) -> Result<PathBuf, Failure> {
    match &roots.gomodcache {
        Root::At(root) => Ok(root.clone()),
        Root::Relative(value) => {
            let message = lang.pick(
                format!("GOMODCACHE is no absolute path: {value}"),
                format!("GOMODCACHE 不是绝对路径：{value}"),
            );
            Err(Failure::new(FAILED, "gomodcache-relative", message).about(value.to_string()))
        }
        Root::Off | Root::Nowhere => Err(Failure::new(
            FAILED,
            "gomodcache-unknown",
            lang.pick(
                "Neither GOMODCACHE nor GOPATH nor a home tells where the module cache is.",
                "GOMODCACHE、GOPATH 和主目录都没有说明模块缓存在哪里。",
            ),
        )),
    }
}

fn failure(error: &VerifyError, lang: Lang) -> Failure {
    let failure = Failure::from(error.tell(lang));
    match error {
        VerifyError::Cancelled(_) => failure.exit(CANCELLED),
        VerifyError::Unreadable { .. } => failure,
    }
}

fn print(found: &Verified, context: &Context, options: &Options, lang: Lang) -> io::Result<()> {
    let home = context.home();
    let mut out = io::stdout().lock();
    let stays: Vec<&Damaged> = found.damaged.iter().filter(|damaged| !damaged.heals_itself).collect();
    for damaged in &stays {
        let ModuleVersion { module, version } = &damaged.version;
        writeln!(out, "{module} {version}: {}", damaged.say(lang))?;
        writeln!(out, "    {}", display_path(&damaged.path, home.as_deref()))?;
    }
    for mismatch in &found.sums {
        writeln!(out, "{}", mismatch.say(lang))?;
    }
    if options.quiet {
        return Ok(());
    }
    writeln!(out, "{}", text::verified(found.checked, stays.len() as u64, lang))?;
    let harmless = found.damaged.len() - stays.len();
    if harmless > 0 {
        let text = lang.pick(
            format!(
                "{harmless} files or folders are missing that go makes or fetches again when it needs them."
            ),
            format!("另有 {harmless} 个文件或文件夹缺失，go 需要时会自行恢复。"),
        );
        writeln!(out, "{text}")?;
    }
    if !found.busy.is_empty() {
        let count = found.busy.len();
        let text = lang.pick(
            format!("{count} versions were left out: a go is downloading or unpacking them."),
            format!("跳过了 {count} 个版本：go 正在下载或解包。"),
        );
        writeln!(out, "{text}")?;
    }
    Ok(())
}

fn json(found: &Verified, lang: Lang) -> Json {
    let damaged = |damaged: &Damaged| JsonDamaged {
        module: damaged.version.module.to_string(),
        version: damaged.version.version.to_string(),
        path: damaged.path.clone(),
        damage: damaged.damage.id(),
        heals_itself: damaged.heals_itself,
        repair: damaged.repair.id(),
        message: damaged.say(lang),
    };
    let version = |one: &ModuleVersion| JsonVersion {
        module: one.module.to_string(),
        version: one.version.to_string(),
    };
    Json {
        checked: found.checked,
        damaged: found.damaged.iter().map(damaged).collect(),
        repaired: 0,
        busy: found.busy.iter().map(version).collect(),
        sums: found.sums.iter().map(|sum| json_sum(sum, lang)).collect(),
    }
}

fn json_sum(sum: &SumMismatch, lang: Lang) -> JsonSum {
    JsonSum {
        module: sum.version.module.to_string(),
        version: sum.version.version.to_string(),
        what: if sum.of_go_mod { "go.mod" } else { "zip" },
        file: sum.file.clone(),
        line: sum.line,
        odd: match sum.odd {
            Odd::GoSum => "go.sum",
            Odd::Unknown => "unknown",
        },
        message: sum.say(lang),
    }
}

/// How far it is, on a terminal.
struct Bar(ProgressBar, Lang);

impl Bar {
    fn new(options: &Options, lang: Lang) -> Bar {
        let shown = !options.quiet && io::stderr().is_terminal();
        let bar = if shown { ProgressBar::new(0) } else { ProgressBar::hidden() };
        if let Ok(style) = ProgressStyle::with_template("{msg}  {wide_bar}  {bytes}/{total_bytes}  {eta}") {
            bar.set_style(style);
        }
        Bar(bar, lang)
    }
}

impl Progress for Bar {
    fn report(&self, step: Step) {
        if step.done == 0 {
            self.0.set_message(step.doing.say(self.1));
            self.0.set_length(step.total.unwrap_or(0));
        }
        self.0.set_position(step.done);
    }
}
