//! Projects that are known, to say which of them ask for which toolchain. Searched for behind everything else, and
//! not again before a while has passed.

use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError, Weak};
use std::thread;
use std::time::{Duration, Instant};

use super::super::work::Inner;
use super::hunter::Errand;
use super::look::Question;
use crate::project::find::{Limits, Project, projects};
use crate::system::files::path_from_bytes;

/// What was found holds for so long, unless it is asked about other folders.
const HOLDS: Duration = Duration::from_secs(60);

#[derive(Default)]
pub(super) struct Projects {
    search: Mutex<Search>,
}

#[derive(Default)]
struct Search {
    known: Vec<Project>,
    folders: Vec<PathBuf>,
    ended: Option<Instant>,
    running: bool,
}

impl Projects {
    /// As far as they were found.
    pub fn known(&self) -> Vec<Project> {
        self.search().known.clone()
    }

    fn search(&self) -> MutexGuard<'_, Search> {
        self.search.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Searches in the background unless what is known still holds.
    pub fn look(&self, question: &Question, inner: &Weak<Inner>) {
        let folders = folders(question);
        let mut search = self.search();
        let holds = search.ended.is_some_and(|ended| ended.elapsed() < HOLDS);
        if search.running || (holds && search.folders == folders) {
            return;
        }
        search.running = true;
        let inner = inner.clone();
        thread::spawn(move || {
            let found = projects(&folders, Limits::default());
            let Some(inner) = inner.upgrade() else { return };
            let mut search = inner.section.projects.search();
            *search = Search { known: found, folders, ended: Some(Instant::now()), running: false };
            drop(search);
            inner.errand(Errand::Measured);
        });
    }
}

/// The folder of the context first, where Go keeps sources next, then the home.
fn folders(question: &Question) -> Vec<PathBuf> {
    let dir = path_from_bytes((&question.dir[..]).into()).filter(|dir| dir.parent().is_some());
    let sources = question.hunt.gopath.iter().map(|entry| entry.join("src"));
    let mut folders: Vec<PathBuf> = Vec::new();
    for folder in dir.into_iter().chain(sources).chain(question.hunt.home.clone()) {
        if !folders.contains(&folder) {
            folders.push(folder);
        }
    }
    folders
}
