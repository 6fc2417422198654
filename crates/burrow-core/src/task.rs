//! What long work was started for, how far it is and what came of it, as one value that can be shown.
//!
//! Runs nothing: the work itself is behind functions that take a [`crate::job::Cancel`] and report to a
//! [`crate::job::Progress`]; who starts it keeps these values. Words are in [`crate::text`].

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use crate::cache::quarantine::{Done, Failed, Purged, Undone};
use crate::cache::verify::{Fetched, Repaired};
use crate::job::Step;
use crate::project::build::Built;
use crate::project::warm::Warmed;
use crate::text::Tell;
use crate::tree::Size;

/// What the work is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Task {
    /// Fetches an SDK.
    Install {
        /// `go1.27.3`
        version: String,
    },
    /// Removes an SDK.
    Remove {
        /// Its version, where that is known.
        version: Option<String>,
        goroot: PathBuf,
    },
    /// Builds a program anew.
    Rebuild {
        /// The name of its file.
        program: String,
    },
    /// Measures the caches.
    Measure {
        /// A person wanted it; else the page begins with it.
        asked: bool,
    },
    /// Cleans by a plan.
    Clean {
        /// Bytes that go.
        bytes: u64,
        /// Nothing is kept for undo.
        purge: bool,
    },
    /// Brings back what was cleaned.
    TakeBack,
    /// Gives what was cleaned back to the disk.
    Purge,
    /// Compares the module cache with its checksums.
    Verify,
    /// Deletes what is damaged, and just that.
    Repair,
    /// Compares module proxies.
    Bench,
    /// Makes the slow checks of the doctor.
    Examine {
        /// Those too that ask servers.
        online: bool,
    },
    /// Downloads what a project needs.
    Warm {
        /// Its go.mod or go.work.
        project: PathBuf,
    },
    /// Builds a project.
    Build {
        /// As [`Task::Warm`].
        project: PathBuf,
    },
}

/// How work ended.
#[derive(Clone)]
pub enum Ending {
    Done(Made),
    /// Somebody wanted it to end before it was done.
    Cancelled,
    Failed(Arc<dyn Tell + Send + Sync>),
}

/// What came of work.
#[derive(Debug, Clone)]
pub enum Made {
    /// Nothing that could be shown.
    Nothing,
    /// This file or folder: an SDK that is there now, or what a removal had to leave aside.
    At(PathBuf),
    /// Both caches take so much.
    Measured(Size),
    /// A cleaning that has ended, by itself or because somebody wanted it to.
    Cleaned {
        done: Done,
        /// Nothing of it is kept.
        purged: bool,
    },
    TakenBack(Undone),
    /// The disk has so much again.
    Purged(Purged),
    Verified {
        /// Module versions.
        checked: u64,
        damaged: u64,
    },
    /// The slow checks have found so much.
    Examined {
        findings: usize,
    },
    Warmed(Box<Warmed>),
    Built(Built),
    Repaired {
        repaired: u64,
        failed: Vec<Failed>,
        /// `None`: fetching was left to go.
        fetched: Option<Fetched>,
    },
}

impl Made {
    /// What came of a repair.
    #[must_use]
    pub fn repaired(made: Repaired) -> Made {
        Made::Repaired { repaired: made.repaired, failed: made.done.failed, fetched: made.fetched }
    }
}

impl Ending {
    /// Work that made something at this path; `None`: there is nothing to show of it.
    pub fn made(at: Option<PathBuf>) -> Ending {
        Ending::Done(at.map_or(Made::Nothing, Made::At))
    }

    /// Work that failed.
    pub fn failed(why: impl Tell + Send + Sync + 'static) -> Ending {
        Ending::Failed(Arc::new(why))
    }
}

impl fmt::Debug for Ending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Ending::Done(what) => f.debug_tuple("Done").field(what).finish(),
            Ending::Cancelled => f.write_str("Cancelled"),
            Ending::Failed(why) => f.debug_tuple("Failed").field(&why.tell(crate::text::Lang::En)).finish(),
        }
    }
}

/// Work as it is at one moment.
#[derive(Debug, Clone)]
pub struct Report {
    /// Names it among the work of this process.
    pub id: u64,
    pub task: Task,
    /// The last step that was heard of; `None` before the first.
    pub step: Option<Step>,
    /// Bytes a second over the last seconds; `None` where no bytes are counted, or not for long enough.
    pub rate: Option<u64>,
    /// Somebody has asked it to end.
    pub cancelling: bool,
    /// `None` while it runs.
    pub ending: Option<Ending>,
    /// Unix ms.
    pub started_at: u64,
    pub ended_at: Option<u64>,
}
