//! What is done for a project: its download and its build, both by real go. `project::warm` and `project::build` do
//! them; here it is known for whom, and what a build has written.

use std::collections::{BTreeMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use bstr::ByteSlice;

use crate::env::resolve::Asked;
use crate::job::{Cancel, Progress, Step};
use crate::project::build::{self, Built};
use crate::project::warm::{self, WarmError, Warmed, Wish};
use crate::secret::Masked;
use crate::system::DiskFiles;
use crate::system::files::path_to_bytes;
use crate::workbench::pace::Pace;
use crate::workbench::work::Inner;
use crate::workbench::{Topic, Workbench};

/// Lines of a build that are kept; the first ones go.
const LINES: usize = 1000;
/// The shortest time between two announcements of the same work.
const BETWEEN: Duration = Duration::from_millis(200);

/// What a build has written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BuildOutput {
    /// The last thousand lines.
    pub lines: VecDeque<Masked>,
    /// How many went before.
    pub left_out: usize,
}

/// What builds have written, by go.mod or go.work.
#[derive(Default)]
pub(super) struct Outputs(Mutex<BTreeMap<PathBuf, BuildOutput>>);

impl Workbench {
    /// What a download or a build of the project in a folder goes by.
    ///
    /// # Errors
    /// [`WarmError::NoGo`], [`WarmError::NoModule`].
    pub fn project_wish(&self, folder: &Path) -> Result<Wish, WarmError> {
        let question = self.inner.sdk_question();
        let dir = path_to_bytes(folder);
        let goroot = question.goroot.as_ref().map(|goroot| goroot.as_bstr());
        let asked = Asked { environ: &question.environ, dir: dir.as_bstr(), started_in: None, goroot };
        Wish::of(&asked, &DiskFiles)
    }

    /// Has go download what a project needs. Announced while it goes on; projects are looked at again afterwards.
    ///
    /// # Errors
    /// [`WarmError`]: nothing could be begun.
    pub fn warm_project(
        &self,
        wish: &Wish,
        cancel: &Cancel,
        progress: &dyn Progress,
    ) -> Result<Warmed, WarmError> {
        let pace = Pace::new(BETWEEN);
        let both = |step: Step| {
            progress.report(step);
            self.inner.tell_of_projects(&pace);
        };
        let made = warm::warm(wish, cancel, &both);
        self.inner.modules_moved();
        self.inner.announce_topic(Topic::Projects);
        made
    }

    /// Has go build a project. What it writes is kept for [`Workbench::build_output`].
    ///
    /// # Errors
    /// [`WarmError`]: nothing could be begun.
    pub fn build_project(
        &self,
        wish: &Wish,
        cancel: &Cancel,
        progress: &dyn Progress,
    ) -> Result<Built, WarmError> {
        let file = wish.project().path();
        let outputs = &self.inner.projects.outputs;
        outputs.of(file, |output| *output = BuildOutput::default());
        let pace = Pace::new(BETWEEN);
        let line = |line: Masked| {
            outputs.of(file, |output| output.push(line));
            self.inner.tell_of_projects(&pace);
        };
        let made = build::build(wish, cancel, progress, &line);
        self.inner.announce_topic(Topic::Projects);
        made
    }

    /// What the last build of a project has written, by its go.mod or go.work.
    pub fn build_output(&self, file: &Path) -> BuildOutput {
        let mut found = BuildOutput::default();
        self.inner.projects.outputs.of(file, |output| found = output.clone());
        found
    }
}

impl Inner {
    /// Work that goes on announces itself, but not all the time.
    pub(super) fn tell_of_projects(&self, pace: &Pace) {
        if pace.is_due() {
            self.announce_topic(Topic::Projects);
        }
    }
}

impl Outputs {
    fn of(&self, file: &Path, work: impl FnOnce(&mut BuildOutput)) {
        let mut outputs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        work(outputs.entry(file.to_path_buf()).or_default());
    }
}

impl BuildOutput {
    fn push(&mut self, line: Masked) {
        if self.lines.len() == LINES {
            self.lines.pop_front();
            self.left_out += 1;
        }
        self.lines.push_back(line);
    }
}
