//! The checks, made: each on a thread of its own, so that one that fails, panics or hangs stops no other.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::checks::{CHECKS, Check, Speed};
use super::{CheckId, Finding, Seen, Skip};

/// How long a fast check may take: a folder on a server that is gone answers never.
const FAST_LIMIT: Duration = Duration::from_secs(10);
/// How long one that asks servers may take; each question has a shorter limit of its own.
const ONLINE_LIMIT: Duration = Duration::from_secs(60);

/// Which checks are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checks {
    /// Just these; `None`: all that are fast.
    pub named: Option<Vec<CheckId>>,
    /// Also those that ask servers.
    pub online: bool,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Examination {
    /// The worst first, then in the order of [`CheckId`].
    pub findings: Vec<Finding>,
    /// Those that came to their end.
    pub checked: Vec<CheckId>,
    pub skipped: Vec<Skipped>,
}

/// A check that was not made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    pub id: CheckId,
    pub why: Skip,
}

/// Makes the checks. Blocks until the last has come to its end, or its time is over.
#[must_use]
pub fn examine(seen: &Arc<Seen>, which: &Checks) -> Examination {
    examine_by(CHECKS, seen, which)
}

/// As [`examine`], by a table of one's own.
pub(super) fn examine_by(table: &'static [Check], seen: &Arc<Seen>, which: &Checks) -> Examination {
    let (wanted, left): (Vec<&Check>, Vec<&Check>) =
        table.iter().filter(|check| named(check, which)).partition(|check| is_wanted(table, check, which));
    let (sender, receiver) = channel();
    let mut started = Vec::new();
    let mut answers: Vec<(CheckId, Result<Vec<Finding>, Skip>)> = Vec::new();
    for (number, check) in wanted.into_iter().enumerate() {
        match start(number, check, seen, &sender) {
            Ok(()) => started.push((number, check)),
            Err(why) => answers.push((check.id, Err(Skip::Broken { said: why.to_string() }))),
        }
    }
    answers.extend(gather(&started, &receiver, seen));
    let why = |check: &&Check| match check.speed {
        Speed::Online => Skip::AsksServers,
        Speed::Fast | Speed::Slow => Skip::Slow,
    };
    // What was looked at without servers was checked.
    let nothing = |check: &&&Check| !table.iter().any(|c| c.id == check.id && c.speed == Speed::Fast);
    let left = left.iter().filter(nothing).map(|check| Skipped { id: check.id, why: why(check) }).collect();
    sorted(answers, left)
}

fn named(check: &Check, which: &Checks) -> bool {
    which.named.as_ref().is_none_or(|named| named.contains(&check.id))
}

/// A check that was named is made even when it is slow, or asks servers and has nothing else to go by.
fn is_wanted(table: &[Check], check: &Check, which: &Checks) -> bool {
    let alone = || !table.iter().any(|other| other.id == check.id && other.speed == Speed::Fast);
    match check.speed {
        Speed::Fast => true,
        Speed::Online => which.online || (which.named.is_some() && alone()),
        Speed::Slow => which.named.is_some(),
    }
}

type Answer = (usize, Result<Vec<Finding>, Skip>);

fn start(number: usize, check: &Check, seen: &Arc<Seen>, sender: &Sender<Answer>) -> std::io::Result<()> {
    let (seen, sender, run) = (Arc::clone(seen), sender.clone(), check.run);
    let name = format!("doctor {}", check.id.as_str());
    thread::Builder::new().name(name).spawn(move || {
        let answer = catch_unwind(AssertUnwindSafe(|| run(&seen))).unwrap_or_else(|panic| {
            let said = panic.downcast_ref::<&str>().map(ToString::to_string);
            let said = said.or_else(|| panic.downcast_ref::<String>().cloned());
            Err(Skip::Broken { said: said.unwrap_or_default() })
        });
        // Nobody hears it any more when its time is over.
        let _ = sender.send((number, answer));
    })?;
    Ok(())
}

/// Waits for each of them, for none longer than its limit.
fn gather(
    started: &[(usize, &Check)],
    answers: &Receiver<Answer>,
    seen: &Seen,
) -> Vec<(CheckId, Result<Vec<Finding>, Skip>)> {
    let began = Instant::now();
    let mut open: Vec<(usize, &Check)> = started.to_vec();
    let mut told = Vec::new();
    while !open.is_empty() {
        let soonest = open.iter().filter_map(|(_, check)| limit(check.speed)).min();
        let left = soonest.map_or(Duration::from_millis(200), |limit| limit.saturating_sub(began.elapsed()));
        match answers.recv_timeout(left.min(Duration::from_millis(200))) {
            Ok((number, answer)) => {
                if let Some(at) = open.iter().position(|(open, _)| *open == number) {
                    told.push((open.remove(at).1.id, answer));
                }
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        let over = |check: &Check| limit(check.speed).filter(|limit| began.elapsed() >= *limit);
        open.retain(|(_, check)| match over(check) {
            Some(limit) => {
                told.push((check.id, Err(Skip::TimedOut { seconds: limit.as_secs() })));
                false
            }
            None if seen.ground().cancel.is_cancelled() => {
                told.push((check.id, Err(Skip::Cancelled)));
                false
            }
            None => true,
        });
    }
    told
}

fn limit(speed: Speed) -> Option<Duration> {
    match speed {
        Speed::Fast => Some(FAST_LIMIT),
        Speed::Online => Some(ONLINE_LIMIT),
        Speed::Slow => None,
    }
}

fn sorted(answers: Vec<(CheckId, Result<Vec<Finding>, Skip>)>, mut skipped: Vec<Skipped>) -> Examination {
    let mut findings: Vec<Finding> = Vec::new();
    let mut checked = BTreeSet::new();
    for (id, answer) in answers {
        match answer {
            Ok(found) => {
                checked.insert(id);
                findings.extend(found);
            }
            Err(why) => skipped.push(Skipped { id, why }),
        }
    }
    // What servers tell may be what the settings told already.
    findings.sort_by(|a, b| (a.severity, a.check, &a.subject).cmp(&(b.severity, b.check, &b.subject)));
    findings.dedup_by(|a, b| a == b);
    skipped.sort_by_key(|skipped| skipped.id);
    Examination { findings, checked: checked.into_iter().collect(), skipped }
}
