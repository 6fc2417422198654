//! What to make of a benchmark: whom to take, and why. Asks nobody.
//!
//! Having everything comes before being fast, and what a person has stays unless another is better by more than chance.

use std::time::Duration;

use super::found::{Measured, Offer};
use crate::proxy::probe::Verdict;

/// Nobody notices less.
const NOTICED: Duration = Duration::from_millis(10);
/// Of the slower one: what differs by less may be chance.
const CHANCE: f64 = 0.2;

/// What go wants besides modules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Need {
    /// A checksum database is asked, through the proxy where that passes it on.
    pub sumdb: bool,
    /// It can be had without one.
    pub database_reachable: bool,
}

/// What speaks against a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// It does not answer as a module proxy.
    Away(Verdict),
    /// Of so many modules it has another go.mod than go.sum knows.
    Wrong(usize),
    /// So many questions failed, of so many.
    Unreliable { failed: usize, of: usize },
    /// It lacks so many modules, of so many, and another has more of them.
    Lacks { lacks: usize, of: usize },
    /// It does not pass the checksum database on, and that cannot be reached otherwise.
    NoSumdb,
    /// Of so many modules it lists an older version as the newest, of so many.
    Behind { behind: usize, of: usize },
}

/// A candidate that was not taken although it is faster, or is in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PassedOver {
    /// Its place among the candidates.
    pub at: usize,
    pub why: Flaw,
}

/// Why one is recommended, or none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reason {
    /// Nobody answers; where all fail in the same way, how.
    NobodyAnswers(Option<Verdict>),
    /// Who answers has other content than go.sum knows.
    NobodyIsRight,
    /// What is in use is the fastest of those that have everything.
    PresentIsFastest,
    /// What is in use is as good as any other.
    NoClearWinner,
    /// What is in use is the only one that will do.
    PresentAlone,
    /// It is so many times as fast as what is in use.
    Faster { times: f64 },
    /// What is in use has this against it.
    PresentFails(Flaw),
    /// Nothing that was compared is in use: the fastest of those that have everything.
    Fastest,
    /// The same, and others are as fast.
    AsGoodAsOthers,
    /// The only one that will do.
    Alone,
}

/// Whom to take.
#[derive(Debug, Clone, PartialEq)]
pub struct Recommendation {
    /// Its place among the candidates.
    pub take: Option<usize>,
    pub reason: Reason,
    /// What speaks against it all the same, because all others are worse.
    pub but: Option<Flaw>,
    pub passed_over: Vec<PassedOver>,
}

impl Recommendation {
    /// What is in use is to stay.
    #[must_use]
    pub fn keeps(&self) -> bool {
        matches!(self.reason, Reason::PresentIsFastest | Reason::NoClearWinner | Reason::PresentAlone)
    }
}

/// What follows from what was measured.
#[must_use]
pub fn recommend(rows: &[Measured], need: Need) -> Recommendation {
    let most = rows.iter().filter(|row| is_right(row)).map(|row| row.hits.found).max().unwrap_or(0);
    let flaw = |at: usize| flaw(&rows[at], most, need);
    let right: Vec<usize> = (0..rows.len()).filter(|at| is_right(&rows[*at])).collect();
    let least = right.iter().map(|at| weight(flaw(*at))).min();
    let fit: Vec<usize> = right.into_iter().filter(|at| Some(weight(flaw(*at))) == least).collect();
    let with_download = fit.iter().all(|at| rows[*at].download.is_some());
    let fastest = fit.iter().copied().min_by_key(|at| (cost(&rows[*at], with_download), *at));
    let Some(fastest) = fastest else { return nobody(rows) };
    let present = present(rows);
    let (take, reason) = match present {
        Some(present) if fit.contains(&present) => {
            let close = |at: usize| at == present || is_close(&rows[present], &rows[at]);
            if fit.len() == 1 {
                (present, Reason::PresentAlone)
            } else if close(fastest) {
                let alone = fit.iter().filter(|at| close(**at)).count() == 1;
                (present, if alone { Reason::PresentIsFastest } else { Reason::NoClearWinner })
            } else {
                (fastest, Reason::Faster { times: times(&rows[present], &rows[fastest]) })
            }
        }
        Some(present) => (fastest, flaw(present).map_or(Reason::Fastest, Reason::PresentFails)),
        None if fit.len() == 1 => (fastest, Reason::Alone),
        None if fit.iter().any(|at| *at != fastest && is_close(&rows[*at], &rows[fastest])) => {
            (fastest, Reason::AsGoodAsOthers)
        }
        None => (fastest, Reason::Fastest),
    };
    let is_told = |at: usize| matches!(reason, Reason::PresentFails(_)) && present == Some(at);
    let passed_over = (0..rows.len()).filter(|at| !fit.contains(at) && !is_told(*at)).filter_map(|at| {
        let why = flaw(at)?;
        let faster = rows[at].answers() && is_faster(&rows[at], &rows[take]);
        (faster || matches!(why, Flaw::Wrong(_))).then_some(PassedOver { at, why })
    });
    Recommendation { take: Some(take), reason, but: flaw(take), passed_over: passed_over.collect() }
}

fn nobody(rows: &[Measured]) -> Recommendation {
    let reason = match rows.iter().any(|row| !row.hits.wrong.is_empty()) {
        true => Reason::NobodyIsRight,
        false => Reason::NobodyAnswers(in_common(rows)),
    };
    Recommendation { take: None, reason, but: None, passed_over: Vec::new() }
}

/// What is in use: the first server of GOPROXY.
fn present(rows: &[Measured]) -> Option<usize> {
    let in_chain = |at: &usize| rows[*at].candidate.in_chain();
    (0..rows.len()).filter(|at| in_chain(at).is_some()).min_by_key(in_chain)
}

fn is_right(row: &Measured) -> bool {
    row.answers() && row.hits.wrong.is_empty() && row.hits.found > 0
}

/// The worst that speaks against one; `most`: as many as the fullest has.
fn flaw(row: &Measured, most: usize, need: Need) -> Option<Flaw> {
    let hits = &row.hits;
    let failed = hits.failed.len();
    let lacks = hits.absent.len();
    if !hits.wrong.is_empty() {
        return Some(Flaw::Wrong(hits.wrong.len()));
    }
    if !row.answers() {
        return Some(Flaw::Away(row.reach.verdict));
    }
    // One question in twenty may fail by chance.
    if failed > 0 && failed * 20 > hits.asked {
        return Some(Flaw::Unreliable { failed, of: hits.asked });
    }
    if lacks > 0 && hits.found < most {
        return Some(Flaw::Lacks { lacks, of: hits.asked });
    }
    if need.sumdb && !need.database_reachable && row.sumdb != Offer::Yes {
        return Some(Flaw::NoSumdb);
    }
    // A version that came out minutes ago may be on its way.
    let (behind, of) = (row.fresh.behind.len(), row.fresh.compared);
    (behind * 3 > of).then_some(Flaw::Behind { behind, of })
}

/// How bad it is: how many builds it breaks comes first.
fn weight(flaw: Option<Flaw>) -> (u8, usize) {
    match flaw {
        None => (0, 0),
        Some(Flaw::Behind { behind, .. }) => (1, behind),
        Some(Flaw::NoSumdb) => (2, 0),
        Some(Flaw::Lacks { lacks, .. }) => (3, lacks),
        Some(Flaw::Unreliable { failed, .. }) => (4, failed),
        Some(Flaw::Away(_)) => (5, 0),
        Some(Flaw::Wrong(wrong)) => (6, wrong),
    }
}

/// What a module takes: an answer and a download, where the download is known of both that are compared.
fn cost(row: &Measured, with_download: bool) -> Duration {
    let answer = row.latency.map_or(Duration::MAX, |latency| latency.median);
    let download = row.download.filter(|_| with_download).map_or(Duration::ZERO, |download| download.took);
    answer.saturating_add(download)
}

fn costs(one: &Measured, other: &Measured) -> (Duration, Duration) {
    let both = one.download.is_some() && other.download.is_some();
    (cost(one, both), cost(other, both))
}

/// What of a difference may be chance.
fn chance(one: &Measured, other: &Measured) -> Duration {
    let spread = |row: &Measured| row.latency.map_or(Duration::ZERO, |latency| latency.spread);
    let (a, b) = costs(one, other);
    let share = a.max(b).min(Duration::from_secs(3600)).mul_f64(CHANCE);
    NOTICED.max(share).max(spread(one).max(spread(other)))
}

fn is_close(one: &Measured, other: &Measured) -> bool {
    let (a, b) = costs(one, other);
    a.abs_diff(b) <= chance(one, other)
}

fn is_faster(one: &Measured, other: &Measured) -> bool {
    let (a, b) = costs(one, other);
    a < b && !is_close(one, other)
}

fn times(slow: &Measured, fast: &Measured) -> f64 {
    let (slow, fast) = costs(slow, fast);
    slow.as_secs_f64() / fast.as_secs_f64().max(1e-6)
}

/// How all fail, where they fail alike.
fn in_common(rows: &[Measured]) -> Option<Verdict> {
    let first = rows.first()?.reach.verdict;
    rows.iter().all(|row| row.reach.verdict == first).then_some(first)
}
