//! The picture of the chain: each entry, how it is, and what becomes of Go there.

use std::time::Duration;

use crate::place::Place;
use crate::proxy::probe::{ProbeError, Probed, Verdict};
use crate::proxy::view::{ChainView, HopView};
use crate::store::probes::Past;

use super::advice::Finding;

/// A variable that the process environment sets: no change of the GOENV file has an effect on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shadow {
    pub name: String,
    /// Where, as far as it can be told.
    pub place: Option<Place>,
}

/// How a server was when it was last tested.
#[derive(Debug, Clone, PartialEq)]
pub enum Health {
    /// This process has tested it.
    Seen {
        probed: Box<Probed>,
        /// Unix ms.
        at: u64,
    },
    /// Only the history knows of it.
    Remembered(Past),
}

impl Health {
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        match self {
            Health::Seen { probed, .. } => probed.verdict,
            Health::Remembered(past) => past.verdict,
        }
    }

    /// All phases together.
    #[must_use]
    pub fn took(&self) -> Duration {
        match self {
            Health::Seen { probed, .. } => probed.took,
            Health::Remembered(past) => past.took,
        }
    }

    /// When it was tested, Unix ms.
    #[must_use]
    pub fn at(&self) -> u64 {
        match self {
            Health::Seen { at, .. } => *at,
            Health::Remembered(past) => past.at,
        }
    }

    /// What Go takes for "not here": after a comma it goes on. `None`: it is not remembered.
    #[must_use]
    pub fn is_absent(&self) -> Option<bool> {
        match self {
            Health::Seen { probed, .. } => Some(probed.is_absent()),
            // A verdict alone does not tell 404 from a page.
            Health::Remembered(past) => (past.verdict != Verdict::NotAProxy).then_some(false),
        }
    }
}

/// What is known of a server.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ServerState {
    /// It is being tested right now.
    pub testing: bool,
    pub health: Option<Health>,
    /// The last week, the oldest first.
    pub history: Vec<Past>,
}

/// What becomes of Go at an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Nobody knows yet.
    Unknown,
    /// Modules come from here.
    Answers,
    /// It has no module, or fails where Go goes on.
    Passed,
    /// It fails, and Go goes no further.
    StopsHere,
    /// Asked only when the ones before it have no module.
    Later,
    /// Go never gets here.
    NotReached,
}

/// An entry of GOPROXY.
#[derive(Debug, Clone, PartialEq)]
pub struct HopState {
    pub view: HopView,
    pub server: ServerState,
    pub part: Part,
}

/// What becomes of a public module; entries by their numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Not everything that matters is known.
    Unknown,
    Works(usize),
    /// It works after failures, each of which takes its time.
    Detour(usize),
    /// Every download fails there.
    Broken(usize),
    /// `off` ends it before anybody has answered.
    Off(usize),
    /// Go refuses the list, or there is nothing in it.
    Refused,
}

/// Everything that is known of the chain of one context.
#[derive(Debug, Clone, PartialEq)]
pub struct Proxies {
    pub chain: ChainView,
    /// Those of `chain`, with what is known of each.
    pub hops: Vec<HopState>,
    pub way: Way,
    pub finding: Option<Finding>,
    /// GOPROXY is set by the process environment.
    pub shadow: Option<Shadow>,
    pub database: ServerState,
    /// HTTP proxies that were met, with when (Unix ms).
    pub between: Vec<(Probed, u64)>,
    pub testing: bool,
    /// Unix ms.
    pub tested_at: Option<u64>,
    /// Why the last test could not be made at all.
    pub trouble: Option<ProbeError>,
}
