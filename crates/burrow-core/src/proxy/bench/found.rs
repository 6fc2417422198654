//! What a benchmark found. Words are in [`crate::text`].

use std::time::Duration;

use super::candidate::Candidate;
use super::judge::Recommendation;
use super::sample::{Member, Sample};
use crate::proxy::probe::{Probed, Verdict};

/// All that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Bench {
    pub sample: Sample,
    /// In the order of the candidates.
    pub rows: Vec<Measured>,
    /// The module whose zip was downloaded from everybody.
    pub downloaded: Option<Member>,
    /// The checksum database can be had without any proxy. `None`: GOSUMDB is off, or of no use.
    pub database_reachable: Option<bool>,
    pub recommendation: Recommendation,
}

/// What one candidate is worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    pub candidate: Candidate,
    /// The first connection, with all its phases.
    pub reach: Probed,
    pub hits: Hits,
    pub fresh: Fresh,
    /// It passes the checksum database on.
    pub sumdb: Offer,
    /// It has toolchains.
    pub toolchains: Offer,
    /// Of questions on a connection that stands.
    pub latency: Option<Latency>,
    pub download: Option<Download>,
}

impl Measured {
    /// One of which nothing but the first connection is known.
    pub(super) fn of(candidate: Candidate, reach: Probed) -> Measured {
        Measured {
            candidate,
            reach,
            hits: Hits::default(),
            fresh: Fresh::default(),
            sumdb: Offer::NotAsked,
            toolchains: Offer::NotAsked,
            latency: None,
            download: None,
        }
    }

    /// It answers as a module proxy.
    #[must_use]
    pub fn answers(&self) -> bool {
        self.reach.verdict == Verdict::Ok
    }
}

/// What share of the sample it has.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hits {
    /// As many as there was time for.
    pub asked: usize,
    pub found: usize,
    /// 404 or 410.
    pub absent: Vec<Member>,
    /// Any other failure.
    pub failed: Vec<Member>,
    /// What came is not what go.sum knows.
    pub wrong: Vec<Member>,
}

/// How new the versions are that it lists.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fresh {
    /// Modules of which it told the newest version, and somebody else did too.
    pub compared: usize,
    pub behind: Vec<Behind>,
}

/// A module of which somebody else has a newer version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Behind {
    pub module: bstr::BString,
    /// What it takes for the newest.
    pub version: String,
    pub newest: String,
}

/// Whether something is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offer {
    Yes,
    /// 404, 410, or nothing in it.
    No,
    /// No answer that tells.
    Failed,
    NotAsked,
}

impl Offer {
    /// Stable, for scripts.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Offer::Yes => "yes",
            Offer::No => "no",
            Offer::Failed => "failed",
            Offer::NotAsked => "not-asked",
        }
    }
}

/// How long answers take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Latency {
    pub median: Duration,
    pub p90: Duration,
    /// Between the first and the third quarter.
    pub spread: Duration,
    pub count: usize,
}

impl Latency {
    /// `None`: nothing was timed.
    pub(super) fn of(mut times: Vec<Duration>) -> Option<Latency> {
        times.sort_unstable();
        let last = times.len().checked_sub(1)?;
        let at = |percent: usize| times[(last * percent + 50) / 100];
        Some(Latency {
            median: at(50),
            p90: at(90),
            spread: at(75).saturating_sub(at(25)),
            count: times.len(),
        })
    }
}

/// A zip that was downloaded, or its beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Download {
    pub bytes: u64,
    /// From the question to the last of these bytes.
    pub took: Duration,
    /// It is larger, and the rest was not waited for.
    pub cut: bool,
}

impl Download {
    /// Bytes a second.
    #[must_use]
    pub fn rate(&self) -> f64 {
        let bytes = f64::from(u32::try_from(self.bytes).unwrap_or(u32::MAX));
        bytes / self.took.as_secs_f64().max(1e-6)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_not_moved_by_one_that_hangs() {
        let ms = Duration::from_millis;
        let of = |times: &[u64]| Latency::of(times.iter().copied().map(ms).collect());
        let latency = of(&[10, 12, 9, 11, 900]).unwrap();
        assert_eq!((latency.median, latency.p90, latency.count), (ms(11), ms(900), 5));
        assert_eq!(of(&[7]).unwrap().spread, Duration::ZERO);
        assert_eq!(of(&[]), None);
    }
}
