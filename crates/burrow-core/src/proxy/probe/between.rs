//! HTTP proxies between here and the servers, judged by what the others found on their way: nothing is asked for it.

use super::hop::Hop;
use super::run::total;
use super::trace::{Between, Seen};
use super::verdict::{Phases, Probed, Verdict};

/// One row for each HTTP proxy that was on the way of a row.
pub fn judged<'a>(all: impl Iterator<Item = &'a Seen>) -> Vec<Probed> {
    let mut rows: Vec<Probed> = Vec::new();
    for seen in all {
        let Some((proxy, how_far, phases)) = &seen.between else { continue };
        let found = row(proxy, *how_far, *phases, seen);
        match rows.iter_mut().find(|row| row.hop.shown == found.hop.shown) {
            // It works when anybody got through it.
            Some(row) if row.verdict != Verdict::Ok => *row = found,
            Some(_) => {}
            None => rows.push(found),
        }
    }
    rows
}

fn row(proxy: &str, how_far: Between, phases: Phases, seen: &Seen) -> Probed {
    let (verdict, status) = match how_far {
        Between::Answered(Some(407)) => (Verdict::Unauthorized, Some(407)),
        // What it says of others is about them.
        Between::Answered(_) => (Verdict::Ok, None),
        Between::Away | Between::Reached => (seen.failed.unwrap_or_else(|| seen.timeout()), None),
    };
    let verdict = if how_far == Between::Reached && verdict == Verdict::TimeoutConnect {
        Verdict::TimeoutFirstByte
    } else {
        verdict
    };
    let mut probed = Probed::unasked(Hop::between(proxy), verdict, Vec::new());
    probed.status = status;
    probed.took = total(&phases);
    probed.phases = phases;
    probed
}
