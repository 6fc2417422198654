//! What `clean` and `prune` have in common: a plan is made, shown, agreed to and carried out by the core.

use std::collections::BTreeSet;
use std::io::{self, BufRead, IsTerminal, Write};
use std::process::ExitCode;

use burrow_core::cache::cost::FetchSettings;
use burrow_core::cache::plan::{Ground, Plan, PlanRefusal, Wish, may_be_gone, plan};
use burrow_core::cache::quarantine::{Done, How, ProvenRoot, RootRefusal, Surroundings, Why, prove, take};
use burrow_core::cache::running::{may_build, running, wait_until_none};
use burrow_core::cache::{Cache, Root, Roots};
use burrow_core::env::resolve::resolve_tolerantly;
use burrow_core::job::Cancel;
use burrow_core::project::needs::Needs;
use burrow_core::proxy::Settings;
use burrow_core::system::files::path_from_bytes;
use burrow_core::system::{DiskLook, clock};
use burrow_core::text::{Lang, Tell};
use clap::Args;

use super::bar::Bar;
use super::ready::{cache_settings, failure, forget_old, refusal, settled};
use super::shown::{Json, Shown};
use crate::args::Options;
use crate::commands::show;
use crate::context::Context;
use crate::failure::{CANCELLED, FAILED, Failure, USAGE};
use crate::interrupt::cancel_with_ctrl_c;

/// How a plan is carried out.
#[derive(Debug, Clone, Args)]
pub struct Carried {
    /// Show what would go, and touch nothing
    #[arg(long)]
    dry_run: bool,

    /// Do not ask
    #[arg(long)]
    yes: bool,

    /// Delete for good at once; nothing is kept for undo
    #[arg(long)]
    purge: bool,

    /// Wait until no go, dlv or compiler runs any more
    #[arg(long)]
    wait: bool,
}

impl Carried {
    /// Nobody is asked; what goes can come back.
    pub fn unasked(dry_run: bool) -> Carried {
        Carried { dry_run, yes: true, purge: false, wait: false }
    }
}

/// A cleaning from the question to the report.
pub struct Cleanup<'a> {
    options: &'a Options,
    carried: &'a Carried,
    pub context: Context,
    pub lang: Lang,
    pub roots: Roots,
    fetch: FetchSettings,
    cancel: Cancel,
}

impl<'a> Cleanup<'a> {
    /// Finds out what is asked about.
    pub fn begin(options: &'a Options, carried: &'a Carried) -> Result<Cleanup<'a>, Failure> {
        let context = Context::of(options)?;
        let lang = show::lang(options, &context.captured);
        let asked = context.asked();
        let (tolerant, _) = resolve_tolerantly(&asked, &DiskLook::default());
        let settings = Settings::of(&context.captured.environ, &tolerant.resolved);
        let roots = Roots::seen(&context.captured.environ, asked.dir, &tolerant.resolved);
        let fetch = FetchSettings::of(&settings);
        Ok(Cleanup { options, carried, context, lang, roots, fetch, cancel: Cancel::new() })
    }

    /// Plans the wish, and does it when that is wanted.
    pub fn run(
        mut self,
        wish: &Wish,
        caches: impl IntoIterator<Item = Cache>,
        needs: Option<&Needs>,
    ) -> Result<ExitCode, Failure> {
        // From here on there is something that has to be ended in order.
        self.cancel = cancel_with_ctrl_c();
        let proven = self.proven(caches)?;
        if self.carried.wait && !self.carried.dry_run {
            self.wait()?;
        }
        settled(&proven, &self.cancel, self.lang)?;
        let gone = may_be_gone(&self.fetch);
        let ground = Ground { roots: &self.roots, needs, may_be_gone: &gone, now: clock::now() };
        let plan = plan(wish, &ground, &self.cancel).map_err(|why| self.no_plan(&why))?;
        if self.carried.dry_run {
            return self.report(&plan, None);
        }
        if !plan.is_empty() && !self.carried.yes {
            self.agreed(&plan)?;
        }
        let done = match plan.is_empty() {
            true => Done::default(),
            false => self.take(&plan, &proven)?,
        };
        self.report(&plan, Some(&done))
    }

    fn take(&self, plan: &Plan, proven: &[ProvenRoot]) -> Result<Done, Failure> {
        let bar = Bar::new(self.options, self.lang);
        let how = How { purge: self.carried.purge, beside_builds: may_build() };
        let done = take(plan, proven, how, &self.cancel, &bar);
        bar.clear();
        let done = done.map_err(|why| failure(&why, self.lang))?;
        forget_old(proven, &self.context, &self.cancel);
        Ok(done)
    }

    fn wait(&self) -> Result<(), Failure> {
        let mut told = false;
        let waited = wait_until_none(&self.cancel, |running| {
            if !told {
                told = true;
                let names: Vec<String> =
                    running.iter().map(|one| format!("{} ({})", one.command, one.pid)).collect();
                let text = self.lang.pick("Waiting for:", "正在等待：");
                // Nobody reads it where standard error is closed; the wait is the same.
                let _ = self.remark(&format!("{text} {}", names.join(", ")));
            }
        });
        waited.map_err(|cancelled| self.no_plan(&cancelled.into()))
    }

    /// The roots of these caches, each judged.
    fn proven(&self, caches: impl IntoIterator<Item = Cache>) -> Result<Vec<ProvenRoot>, Failure> {
        let around = Surroundings::of(&self.roots);
        let mut proven = Vec::new();
        for cache in caches.into_iter().collect::<BTreeSet<_>>() {
            let path = match self.roots.root(cache) {
                Root::At(path) => path.clone(),
                Root::Off => continue,
                Root::Nowhere => return Err(self.no_plan(&PlanRefusal::NoFolder(cache))),
                Root::Relative(path) => {
                    let path = path_from_bytes(path.as_ref()).unwrap_or_default();
                    return Err(refusal(&RootRefusal::Relative(path), self.lang));
                }
            };
            proven.push(prove(&path, cache, &around).map_err(|why| refusal(&why, self.lang))?);
        }
        Ok(proven)
    }

    fn no_plan(&self, why: &PlanRefusal) -> Failure {
        let failure = Failure::from(why.tell(self.lang));
        match why {
            PlanRefusal::Cancelled(_) => failure.exit(CANCELLED),
            PlanRefusal::NoProjects => failure.exit(USAGE),
            PlanRefusal::Root(_) | PlanRefusal::SumdbNeeded => failure.exit(crate::failure::REFUSED),
            PlanRefusal::NoFolder(_) | PlanRefusal::Io { .. } => failure,
        }
    }

    fn shown(&self) -> Shown {
        Shown {
            lang: self.lang,
            home: self.context.home(),
            grace_days: cache_settings(&self.context).grace_days,
        }
    }

    fn agreed(&self, plan: &Plan) -> Result<(), Failure> {
        let lang = self.lang;
        if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
            let text =
                lang.pick("There is no terminal to ask whether this shall go.", "没有终端可以询问是否清理。");
            let hint = lang.pick(
                "--yes cleans without asking; --dry-run shows what would go.",
                "--yes 会不经询问直接清理；--dry-run 显示会清理什么。",
            );
            // In one sentence: a script that shows only the message shows the way out, too.
            let text = format!("{text} {hint}");
            return Err(Failure::new(USAGE, "no-terminal", text));
        }
        let mut err = io::stderr().lock();
        self.shown().plan(&mut err, plan, self.carried.purge)?;
        self.shown().running(&mut err, &running())?;
        let question = match self.carried.purge {
            false => lang.pick("Clean this? [y/N] ", "清理这些内容？[y/N] "),
            true => lang.pick("Delete this for good? [y/N] ", "彻底删除这些内容？[y/N] "),
        };
        write!(err, "{question}")?;
        err.flush()?;
        let mut answer = String::new();
        io::stdin().lock().read_line(&mut answer)?;
        if matches!(answer.trim(), "y" | "Y" | "yes" | "是") {
            return Ok(());
        }
        Err(Failure::new(CANCELLED, "cancelled", lang.pick("Nothing was cleaned.", "什么都没有清理。")))
    }

    /// What a person should know beside the answer.
    pub fn remark(&self, text: &str) -> io::Result<()> {
        if self.options.quiet || self.options.json {
            return Ok(());
        }
        writeln!(io::stderr(), "! {text}")
    }

    fn report(&self, plan: &Plan, done: Option<&Done>) -> Result<ExitCode, Failure> {
        let shown = self.shown();
        if self.options.json {
            show::json(&Json::of(plan, done, &running(), self.lang))?;
        } else {
            let mut out = io::stdout().lock();
            if done.is_none() || (self.carried.yes && !self.options.quiet) {
                shown.plan(&mut out, plan, self.carried.purge)?;
            }
            if done.is_none() {
                shown.running(&mut out, &running())?;
            }
            if let Some(done) = done {
                shown.done(&mut out, done, self.carried.purge, self.options.quiet)?;
            }
        }
        Ok(match done {
            Some(Done { cancelled: true, .. }) => ExitCode::from(CANCELLED),
            Some(done) if done.failed.iter().any(|failed| failed.why != Why::Used) => ExitCode::from(FAILED),
            _ => ExitCode::SUCCESS,
        })
    }
}
