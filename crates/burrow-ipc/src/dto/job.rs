//! Long work: toolchains, programs, caches.

use serde::Serialize;
use ts_rs::TS;

use super::app::{Place, Problem};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum JobKind {
    Install,
    Remove,
    Rebuild,
    Measure,
    Clean,
    TakeBack,
    Purge,
    Verify,
    Repair,
    Bench,
    /// The download of what a project needs.
    Warm,
    /// `go build` of a project.
    Build,
    /// The slow checks of the doctor.
    Examine,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum JobState {
    Running,
    Done,
    Failed,
    Cancelled,
}

/// A job as it is now. The event `job` carries it: the first and the last always, between them ten a second at most.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Job {
    pub id: u64,
    pub kind: JobKind,
    /// Nobody asked for it: it is shown once somebody would notice it.
    pub unasked: bool,
    pub state: JobState,
    /// What it is about: "Installing go1.27.3".
    pub title: String,
    /// What it does right now, or how it ended, in one sentence.
    pub doing: String,
    /// Whether `done` and `total` are bytes; else things (files, entries).
    pub in_bytes: bool,
    /// How many so far, and of how many where that is known.
    pub done: u64,
    pub total: Option<u64>,
    /// Bytes a second, over the last seconds.
    pub rate: Option<u64>,
    pub cancellable: bool,
    /// Why it failed.
    pub problem: Option<Problem>,
    /// What came of it: the SDK that is there now.
    pub result: Option<Place>,
    /// A cleaning that this made: hand it to `cache_undo`.
    pub cleaning: Option<String>,
    /// What went otherwise than planned, each with its file; of many the first.
    pub details: Vec<Problem>,
    /// Unix ms.
    pub started_at: u64,
    pub ended_at: Option<u64>,
}
