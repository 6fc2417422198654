//! Entries of the build cache by their last use. A record (`-a`) that is young keeps its output (`-d`), however old that
//! is: `Put` of a running go finds an output that is there already and writes a record for it, long before it touches
//! the output itself (`cmd/go/internal/cache`, `copyFile`, `markUsed`).

use std::collections::HashMap;
use std::time::SystemTime;

use super::assemble::{Take, Verdict};
use super::names::Hash;
use super::picks::take;
use super::survey::{Survey, What};
use super::{Reason, Safety};

/// The last use of each unit, as far as an entry has one.
pub(super) fn last_uses(survey: &Survey) -> Vec<SystemTime> {
    let mut youngest: HashMap<Hash, SystemTime> = HashMap::new();
    for unit in &survey.units {
        if let What::Record(Some(output)) = unit.what {
            let known = youngest.entry(output).or_insert(unit.modified);
            *known = unit.modified.max(*known);
        }
    }
    let last_use = |unit: &super::survey::Unit| match &unit.what {
        What::Output(hash) => youngest.get(hash).map_or(unit.modified, |record| unit.modified.max(*record)),
        _ => unit.modified,
    };
    survey.units.iter().map(last_use).collect()
}

/// An entry that was not used after `since` goes, unless it is used until then.
pub(super) fn idle(
    survey: &Survey,
    at: usize,
    last_use: SystemTime,
    since: SystemTime,
    reason: Reason,
) -> Verdict {
    let unit = &survey.units[at];
    match unit.what {
        What::Record(_) | What::Output(_) | What::Log if last_use <= since => {
            let take = take(survey, unit, reason, Safety::Safe);
            Verdict::Take(Take { unless_used_since: Some(since), ..take })
        }
        _ => Verdict::NotAsked,
    }
}
