//! The way of a module, forecast and gone.

use burrow_core::proxy::route::{Asked, Ended, Forecast, Live, Note, Step};
use burrow_core::text::{self, Say};
use burrow_core::workbench::Gone;
use go_rules::netrc::Sent;
use go_rules::route::{Next, Purpose, Via};

use super::{Wire, same_names};
use crate::dto::route::{
    ModuleRoute, RouteAnswer, RouteCredentials, RouteEnded, RouteLive, RouteNext, RoutePurpose, RouteStep,
    RouteVia,
};

same_names!(Via => RouteVia { Proxy, Direct, Sumdb });
same_names!(Sent => RouteCredentials { None, Url, Netrc, Goauth });
same_names!(Ended => RouteEnded { Done, Failed, Cancelled, Unknown });
same_names!(Purpose => RoutePurpose {
    Info, Mod, Zip, List, Latest, SumdbSupported, SumdbLookup, SumdbTile, Direct,
});

impl From<Next> for RouteNext {
    fn from(next: Next) -> Self {
        match next {
            Next::Step(id) => RouteNext::Step { id },
            Next::Done => RouteNext::Done,
            Next::Fail => RouteNext::Fail,
        }
    }
}

impl Wire<'_> {
    /// The way, and the answers beside it.
    pub fn module_route(&self, from: &Gone) -> ModuleRoute {
        let forecast = &from.forecast;
        let likely = likely(forecast);
        ModuleRoute {
            module: forecast.inquiry.module.to_string(),
            version: forecast.inquiry.version.to_string(),
            noproxy: forecast.private.noproxy,
            nosumdb: forecast.private.nosumdb,
            privacy: text::privacy(forecast, self.lang),
            told: text::told_to_database(forecast, self.lang),
            error: forecast.error.as_ref().map(ToString::to_string),
            steps: forecast.steps.iter().map(|step| self.step(step, likely.contains(&step.id))).collect(),
            warnings: forecast.leaks.iter().map(|leak| leak.say(self.lang)).collect(),
            live: from.live.as_ref().map(|live| self.live(live)),
        }
    }

    fn step(&self, from: &Step, likely: bool) -> RouteStep {
        RouteStep {
            id: from.id,
            purpose: from.purpose.into(),
            what: from.purpose.say(self.lang),
            via: from.via.into(),
            url: from.url.as_ref().map(ToString::to_string),
            reason: text::step_reason(from, self.lang),
            credentials: from.credentials.into(),
            repeated: from.repeated,
            likely,
            found: from.found.into(),
            absent: from.absent.into(),
            failed: from.failed.into(),
            empty: from.empty.map(Into::into),
        }
    }

    fn live(&self, from: &Live) -> RouteLive {
        RouteLive {
            answers: from.asked.iter().map(|asked| self.answer(asked)).collect(),
            ended: from.ended.into(),
            text: from.ended.say(self.lang),
        }
    }

    fn answer(&self, from: &Asked) -> RouteAnswer {
        RouteAnswer {
            step: from.step,
            what: from.purpose.say(self.lang),
            url: from.url.as_ref().map(ToString::to_string),
            status: from.status,
            ms: from.ms,
            ok: !matches!(from.note, Some(Note::Failed(_) | Note::Unusable)),
            note: from.note.as_ref().map(|note| note.say(self.lang)),
        }
    }
}

/// The steps on which everything is found.
fn likely(forecast: &Forecast) -> Vec<usize> {
    let next = |step: &&Step| match step.found {
        Next::Step(id) => forecast.steps.get(id.checked_sub(1)?),
        Next::Done | Next::Fail => None,
    };
    // A graph without circles; the bound is for a mistake of ours.
    let way = std::iter::successors(forecast.steps.first(), next).take(forecast.steps.len());
    way.map(|step| step.id).collect()
}
