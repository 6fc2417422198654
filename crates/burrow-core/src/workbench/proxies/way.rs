//! What becomes of Go at each entry of its list, as far as tests tell (`modfetch.TryProxies`): a private matter of
//! arithmetic over verdicts, which asks nobody.

use super::counts;
use super::model::{Health, HopState, Part, Way};
use crate::proxy::probe::Verdict;
use crate::proxy::view::{HopTo, Then};

/// What a test of an entry means to Go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    Unknown,
    Here,
    /// 404 or 410.
    Absent,
    Failed,
}

/// What is known of an entry by itself, whatever stands before it.
pub(super) fn found(hop: &HopState, now: u64) -> Found {
    match &hop.view.to {
        HopTo::Direct => return Found::Here,
        HopTo::Off | HopTo::Proxy { refused: Some(_), .. } => return Found::Failed,
        HopTo::Proxy { refused: None, .. } => {}
    }
    let Some(health) = &hop.server.health else { return Found::Unknown };
    if matches!(health, Health::Remembered(past) if !counts(past, now)) {
        return Found::Unknown;
    }
    match (health.verdict(), health.is_absent()) {
        (Verdict::Ok, _) => Found::Here,
        (_, Some(true)) => Found::Absent,
        (_, Some(false)) => Found::Failed,
        (_, None) => Found::Unknown,
    }
}

/// Says of each entry what becomes of Go there, and of the whole what becomes of a public module.
pub(super) fn way(hops: &mut [HopState], now: u64) -> Way {
    let mut way = None;
    let mut failed = false;
    for hop in hops.iter_mut() {
        if let Some(way) = way {
            hop.part = match way {
                Way::Works(_) | Way::Detour(_) => Part::Later,
                Way::Unknown => Part::Unknown,
                Way::Broken(_) | Way::Off(_) | Way::Refused => Part::NotReached,
            };
            continue;
        }
        let number = hop.view.number;
        let goes_on = |absent: bool| match hop.view.then {
            Then::AfterAnyFailure => true,
            Then::WhenAbsent => absent,
            Then::Stop => false,
        };
        let found = found(hop, now);
        (hop.part, way) = match found {
            Found::Unknown => (Part::Unknown, Some(Way::Unknown)),
            Found::Here if failed => (Part::Answers, Some(Way::Detour(number))),
            Found::Here => (Part::Answers, Some(Way::Works(number))),
            Found::Absent | Found::Failed if goes_on(found == Found::Absent) => (Part::Passed, None),
            Found::Absent | Found::Failed if hop.view.to == HopTo::Off => {
                (Part::StopsHere, Some(Way::Off(number)))
            }
            Found::Absent | Found::Failed => (Part::StopsHere, Some(Way::Broken(number))),
        };
        failed |= found == Found::Failed;
    }
    way.unwrap_or(Way::Refused)
}
