//! A download and a build of a project: how far they are, by their jobs.

use burrow_core::project::warm::{Failure, Figures, HopFigures, Waiting, WayOut};
use burrow_core::system::clock;
use burrow_core::task::{Ending, Made, Report};
use burrow_core::text::Say;
use burrow_core::workbench::BuildOutput;

use super::Wire;
use super::project::count;
use crate::dto::project_detail::{BuildView, WarmFailure, WarmHop, WarmView, WarmWait};
use crate::dto::proxy::BadgeTone;

impl Wire<'_> {
    /// A download. `project`: what names it in commands.
    pub fn warm(&self, from: &Report, project: &str) -> WarmView {
        let figures = from.step.as_ref().and_then(|step| match &step.doing {
            burrow_core::job::Doing::Warming(figures) => Some(figures.as_ref().clone()),
            _ => None,
        });
        let figures = figures.unwrap_or_default();
        let warmed = match &from.ending {
            Some(Ending::Done(Made::Warmed(warmed))) => Some(warmed.as_ref()),
            _ => None,
        };
        let running = from.ending.is_none();
        let Figures { done, total, bytes, rate, waiting, hops, .. } = figures;
        let hops = warmed.map_or(hops, |warmed| warmed.hops.clone());
        WarmView {
            job: from.id,
            running,
            sentence: from.say(self.lang),
            modules: count_of(warmed.map_or(done, |warmed| warmed.present)),
            of: warmed.map_or(total, |warmed| Some(warmed.needed)).map(count_of),
            bytes: warmed.map_or(bytes, |warmed| warmed.bytes),
            rate: rate.filter(|_| running),
            waiting: waiting.iter().filter(|_| running).map(|one| self.warm_wait(one)).collect(),
            hops: hops.iter().map(|hop| self.warm_hop(hop)).collect(),
            failures: warmed
                .map(|warmed| warmed.failures.iter().map(|one| self.warm_failure(one, project)).collect())
                .unwrap_or_default(),
            started_at: from.started_at,
            ended_at: from.ended_at,
        }
    }

    fn warm_wait(&self, from: &Waiting) -> WarmWait {
        let since = u64::try_from(from.since.as_millis()).unwrap_or(0);
        WarmWait {
            module: from.module.as_ref().map(|one| one.module.to_string()).unwrap_or_default(),
            version: from.module.as_ref().map(|one| one.version.to_string()).unwrap_or_default(),
            from: Some(from.hop.say(self.lang)),
            since: clock::now_ms().saturating_sub(since),
        }
    }

    fn warm_hop(&self, from: &HopFigures) -> WarmHop {
        WarmHop { name: from.hop.say(self.lang), modules: count_of(from.modules) }
    }

    fn warm_failure(&self, from: &Failure, project: &str) -> WarmFailure {
        let action = from.way_out.as_ref().and_then(WayOut::action);
        WarmFailure {
            module: from.module.to_string(),
            version: from.version.to_string(),
            from: from.hop.as_ref().map(|hop| hop.say(self.lang)),
            reason: from.why.say(self.lang),
            said: from.said.to_string(),
            remedies: action.iter().map(|action| self.action(action, project)).collect(),
        }
    }

    /// A build.
    pub fn build(&self, from: &Report, output: &BuildOutput) -> BuildView {
        let problem = match &from.ending {
            Some(Ending::Failed(why)) => Some(super::problem(why.tell(self.lang))),
            _ => None,
        };
        let tone = match &from.ending {
            None | Some(Ending::Cancelled) => BadgeTone::Plain,
            Some(Ending::Done(Made::Built(built))) if built.ok => BadgeTone::Good,
            Some(_) => BadgeTone::Bad,
        };
        BuildView {
            job: from.id,
            running: from.ending.is_none(),
            tone,
            sentence: from.say(self.lang),
            lines: output.lines.iter().map(ToString::to_string).collect(),
            left_out: count(output.left_out),
            problem,
            started_at: from.started_at,
            ended_at: from.ended_at,
        }
    }
}

fn count_of(of: u64) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}
