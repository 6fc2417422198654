//! Long work, and how far it is.

use burrow_core::task::{Ending, Report, Task};
use burrow_core::text::Say;

use super::Wire;
use crate::dto::job::{Job, JobKind, JobState};

impl Wire<'_> {
    /// Work as it was when it was reported.
    pub fn job(&self, from: &Report) -> Job {
        let step = from.step.as_ref();
        let (result, problem) = match &from.ending {
            Some(Ending::Done(made)) => (made.as_deref().map(|path| self.path(path)), None),
            Some(Ending::Failed(why)) => (None, Some(super::problem(why.tell(self.lang)))),
            Some(Ending::Cancelled) | None => (None, None),
        };
        Job {
            id: from.id,
            kind: kind(&from.task),
            state: state(from.ending.as_ref()),
            title: from.task.say(self.lang),
            doing: from.say(self.lang),
            in_bytes: step.is_some_and(|step| step.doing.counts_bytes()),
            done: step.map_or(0, |step| step.done),
            total: step.and_then(|step| step.total),
            rate: from.rate,
            cancellable: from.ending.is_none() && !from.cancelling,
            problem,
            result,
            cleaning: None,
            details: Vec::new(),
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
