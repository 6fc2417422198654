//! What every command needs: the workbench, once it is open, and how this window is spoken to.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use burrow_core::settings::Settings;
use burrow_core::text::{Lang, Problem, Tell};
use burrow_core::workbench::{Options, Workbench};
use burrow_ipc::dto::app;
use burrow_ipc::wire::{Shown, Wire};
use go_rules::environ::Environ;

use crate::jobs::Jobs;

/// What a command gives: its answer, or a problem in the person's language.
pub type Answer<T> = Result<T, app::Problem>;

/// The one state of the shell. Cheap to clone: all clones are the same desk.
#[derive(Clone)]
pub struct Desk(Arc<Inner>);

struct Inner {
    workbench: OnceLock<Workbench>,
    jobs: Jobs,
    shown: Shown,
    environ: Environ,
    home: Option<PathBuf>,
    /// The system's language: what an unset setting follows.
    language: Lang,
    begin: Instant,
}

impl Desk {
    /// Opens the workbench in the background; `begin` is when the process started.
    pub fn open(options: Options, begin: Instant) -> Desk {
        let desk = Desk(Arc::new(Inner {
            workbench: OnceLock::new(),
            jobs: Jobs::default(),
            shown: Shown::default(),
            environ: options.environ.clone(),
            home: options.home.clone(),
            language: burrow_core::system::locale::language(&options.environ),
            begin,
        }));
        let opened = desk.clone();
        std::thread::spawn(move || {
            opened.0.workbench.get_or_init(|| Workbench::open(options));
            tracing::info!(ms = opened.since_start(), "workbench open");
        });
        desk
    }

    /// The workbench; waits until it is open. Not for the UI thread.
    pub fn workbench(&self) -> &Workbench {
        self.0.workbench.wait()
    }

    /// The workbench when it is open already.
    pub fn workbench_now(&self) -> Option<&Workbench> {
        self.0.workbench.get()
    }

    /// The workbench, if it is open before this has passed.
    pub fn workbench_within(&self, patience: Duration) -> Option<&Workbench> {
        within(patience, || self.workbench_now())
    }

    /// Long work that was started from this window.
    pub fn jobs(&self) -> &Jobs {
        &self.0.jobs
    }

    /// Something in the words of this window; waits until the workbench is open.
    pub fn word<T>(&self, say: impl FnOnce(&Wire) -> T) -> T {
        say(&self.wire(self.workbench().settings()))
    }

    /// The environment of this process.
    pub fn environ(&self) -> &Environ {
        &self.0.environ
    }

    /// Milliseconds since the process started.
    pub fn since_start(&self) -> u64 {
        u64::try_from(self.0.begin.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// Answers a command: `work` runs off the UI thread, with the open workbench.
    ///
    /// # Errors
    /// Only when `work` panics.
    pub async fn answer<T, F>(&self, work: F) -> Answer<T>
    where
        T: Send + 'static,
        F: FnOnce(&Workbench, &Wire) -> T + Send + 'static,
    {
        let desk = self.clone();
        let done = tauri::async_runtime::spawn_blocking(move || {
            let workbench = desk.workbench();
            work(workbench, &desk.wire(workbench.settings()))
        });
        done.await.map_err(|error| {
            tracing::error!(%error, "a command did not end");
            // In the system's language: what panicked may be what knows the person's.
            self.wire(Settings::default()).problem(&Broken)
        })
    }

    /// Answers a command that can fail.
    ///
    /// # Errors
    /// What `work` has to tell, in the person's language.
    pub async fn try_answer<T, E, F>(&self, work: F) -> Answer<T>
    where
        T: Send + 'static,
        E: Tell,
        F: FnOnce(&Workbench, &Wire) -> Result<T, E> + Send + 'static,
    {
        self.answer(|workbench, wire| work(workbench, wire).map_err(|error| wire.problem(&error))).await?
    }

    /// How answers are worded: in the person's language, else the system's.
    fn wire(&self, settings: Settings) -> Wire<'_> {
        Wire {
            lang: settings.language.unwrap_or(self.0.language),
            home: self.0.home.as_deref(),
            shown: &self.0.shown,
        }
    }
}

/// What becomes known before this has passed.
pub fn within<T>(patience: Duration, known: impl Fn() -> Option<T>) -> Option<T> {
    let begin = Instant::now();
    loop {
        match known() {
            None if begin.elapsed() < patience => std::thread::sleep(Duration::from_millis(2)),
            known => return known,
        }
    }
}

/// The question met a mistake in Burrow itself.
struct Broken;

impl Tell for Broken {
    fn tell(&self, lang: Lang) -> Problem {
        Problem {
            code: "internal",
            message: lang.pick(
                "Burrow itself made a mistake here; nothing was changed.".to_owned(),
                "Burrow 自身在这里出错了，没有更改任何内容。".to_owned(),
            ),
            subject: None,
            hint: Some(lang.pick(
                "The log has the details. Trying again may help.".to_owned(),
                "日志中有详细信息。可以再试一次。".to_owned(),
            )),
        }
    }
}
