//! Long work, and how far it is.

use burrow_core::task::{Ending, Made, Report, Task};
use burrow_core::text::{self, Say};

use super::Wire;
use crate::dto::job::{Job, JobKind, JobState};

impl Wire<'_> {
    /// Work as it was when it was reported.
    pub fn job(&self, from: &Report) -> Job {
        let step = from.step.as_ref();
        let (result, problem) = match &from.ending {
            Some(Ending::Done(Made::At(path))) => (Some(self.path(path)), None),
            Some(Ending::Failed(why)) => (None, Some(super::problem(why.tell(self.lang)))),
            Some(Ending::Done(_) | Ending::Cancelled) | None => (None, None),
        };
        let details = from.ending.as_ref().map(|ending| text::details(ending, self.lang));
        Job {
            id: from.id,
            kind: kind(&from.task),
            unasked: matches!(from.task, Task::Measure { asked: false }),
            state: state(from.ending.as_ref()),
            title: match from.ending {
                None => from.task.say(self.lang),
                Some(_) => text::ended_title(&from.task, self.lang),
            },
            doing: from.say(self.lang),
            in_bytes: step.is_some_and(|step| step.doing.counts_bytes()),
            done: step.map_or(0, |step| step.done),
            total: step.and_then(|step| step.total),
            rate: from.rate,
            cancellable: from.ending.is_none() && !from.cancelling,
            problem,
            result,
            cleaning: from.ending.as_ref().and_then(cleaning),
            details: details.into_iter().flatten().map(super::problem).collect(),
            started_at: from.started_at,
            ended_at: from.ended_at,
        }
    }
}

fn kind(task: &Task) -> JobKind {
    match task {
        Task::Install { .. } => JobKind::Install,
        Task::Remove { .. } => JobKind::Remove,
        Task::Rebuild { .. } => JobKind::Rebuild,
        Task::Measure { .. } => JobKind::Measure,
        Task::Clean { .. } => JobKind::Clean,
        Task::TakeBack => JobKind::TakeBack,
        Task::Purge => JobKind::Purge,
        Task::Verify => JobKind::Verify,
        Task::Repair => JobKind::Repair,
        Task::Bench => JobKind::Bench,
        Task::Examine { .. } => JobKind::Examine,
        Task::Warm { .. } => JobKind::Warm,
        Task::Build { .. } => JobKind::Build,
    }
}

/// A cleaning that can be taken back.
fn cleaning(ending: &Ending) -> Option<String> {
    match ending {
        Ending::Done(Made::Cleaned { done, purged: false }) if done.items > 0 => Some(done.id.clone()),
        _ => None,
    }
}

fn state(ending: Option<&Ending>) -> JobState {
    match ending {
        None => JobState::Running,
        Some(Ending::Done(_)) => JobState::Done,
        Some(Ending::Cancelled) => JobState::Cancelled,
        Some(Ending::Failed(_)) => JobState::Failed,
    }
}
