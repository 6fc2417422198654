//! What is wrong with the chain, and what mends it: one finding, at most two ways out.

use super::model::{HopState, Part, Proxies, Way};
use super::profiles::ProfileShown;
use super::way::{Found, found};
use crate::env::edit::{Draft, Edit};
use crate::proxy::list::with_bars;
use crate::proxy::probe::Verdict;
use crate::proxy::profile::{BuiltIn, State};
use crate::proxy::view::DatabaseView;
use crate::workbench::work::Inner;

/// The worst that is wrong. Servers are named as a person knows them.
#[derive(Debug, Clone, PartialEq)]
pub enum Wrong {
    /// Go refuses the list, in its words.
    Refused { why: String },
    /// Every public module fails there.
    StopsAt {
        server: String,
        /// `None`: Go never asks it.
        verdict: Option<Verdict>,
        /// It answers, and has no module.
        absent: bool,
        /// Where Go would go on with `|`; `None`: nowhere.
        next: Option<String>,
    },
    /// Each download tries a server that fails before the one that works.
    Detour { server: String, verdict: Option<Verdict>, to: Option<String> },
    /// GOSUMDB is of no use, in Go's words.
    DatabaseUnusable { why: String },
    /// New modules fail.
    DatabaseFails { verdict: Verdict },
}

/// A way out.
#[derive(Debug, Clone, PartialEq)]
pub enum Fix {
    /// `|` behind what fails.
    GoOn(Draft),
    /// A switch to this profile.
    Switch {
        name: String,
        /// `None`: a person's own.
        built_in: Option<BuiltIn>,
    },
}

/// What is wrong, and what mends it.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    pub wrong: Wrong,
    /// The best last. None where the process environment wins over any change.
    pub fixes: Vec<Fix>,
}

impl Finding {
    /// Downloads fail; else they only take longer.
    #[must_use]
    pub fn is_bad(&self) -> bool {
        !matches!(self.wrong, Wrong::Detour { .. })
    }
}

impl Inner {
    pub(super) fn proxy_advice(&self, proxies: &Proxies, now: u64) -> Option<Finding> {
        let wrong = wrong(proxies, now)?;
        if proxies.shadow.is_some() {
            return Some(Finding { wrong, fixes: Vec::new() });
        }
        let mut fixes: Vec<Fix> = Vec::new();
        if matches!(wrong, Wrong::StopsAt { next: Some(_), .. }) {
            fixes.extend(go_on(proxies, now).map(Fix::GoOn));
        }
        if !matches!(wrong, Wrong::DatabaseUnusable { .. } | Wrong::DatabaseFails { .. }) {
            let profiles = self.shown_profiles().ok();
            let better = profiles.as_ref().and_then(|all| better(&all.list, proxies, now));
            fixes.extend(better.map(|profile| Fix::Switch {
                name: profile.known.profile.name().to_owned(),
                built_in: profile.known.built_in,
            }));
        }
        Some(Finding { wrong, fixes })
    }
}

fn wrong(proxies: &Proxies, now: u64) -> Option<Wrong> {
    if let Some(why) = &proxies.chain.refused {
        return Some(Wrong::Refused { why: why.to_string() });
    }
    if let Way::Broken(number) = proxies.way
        && let Some(hop) = at(proxies, number)
    {
        let next = usable_after(proxies, number, now).map(|hop| hop.view.to.word());
        let absent = found(hop, now) == Found::Absent;
        return Some(Wrong::StopsAt { server: hop.view.to.word(), verdict: verdict(hop), absent, next });
    }
    if let DatabaseView::Unusable { why } = &proxies.chain.database {
        return Some(Wrong::DatabaseUnusable { why: why.to_string() });
    }
    if let Some(health) = &proxies.database.health
        && !matches!(health.verdict(), Verdict::Ok | Verdict::Off)
        && !matches!(proxies.way, Way::Off(_))
        && !matches!(health, super::Health::Remembered(past) if !super::counts(past, now))
    {
        return Some(Wrong::DatabaseFails { verdict: health.verdict() });
    }
    if let Way::Detour(number) = proxies.way {
        let first =
            proxies.hops.iter().find(|hop| hop.part == Part::Passed && found(hop, now) == Found::Failed)?;
        let to = at(proxies, number).map(|hop| hop.view.to.word());
        return Some(Wrong::Detour { server: first.view.to.word(), verdict: verdict(first), to });
    }
    None
}

fn at(proxies: &Proxies, number: usize) -> Option<&HopState> {
    proxies.hops.iter().find(|hop| hop.view.number == number)
}

fn verdict(hop: &HopState) -> Option<Verdict> {
    hop.server.health.as_ref().map(super::Health::verdict)
}

/// The first entry behind this one that has modules, or may have them.
fn usable_after(proxies: &Proxies, number: usize, now: u64) -> Option<&HopState> {
    let behind = proxies.hops.iter().filter(|hop| hop.view.number > number);
    behind.into_iter().find(|hop| matches!(found(hop, now), Found::Here | Found::Unknown))
}

/// The list with `|` behind every entry that fails before one that may work. Secrets stay masked: a plan knows them.
fn go_on(proxies: &Proxies, now: u64) -> Option<Draft> {
    let Way::Broken(number) = proxies.way else { return None };
    let usable = usable_after(proxies, number, now)?.view.number;
    let value = with_bars(proxies.chain.goproxy.as_str(), |n| (number..usable).contains(&n));
    Some(Draft::Edits(vec![Edit { name: "GOPROXY".to_owned(), value: Some(value) }]))
}

/// A profile whose first server is known to work: the person's own before a built-in one, then the faster.
fn better<'a>(list: &'a [ProfileShown], proxies: &Proxies, now: u64) -> Option<&'a ProfileShown> {
    let alive = |profile: &&ProfileShown| {
        let fresh = profile.server.health.as_ref().filter(|health| match health {
            super::Health::Remembered(past) => super::counts(past, now),
            super::Health::Seen { .. } => true,
        });
        fresh.is_some_and(|health| health.verdict() == Verdict::Ok)
    };
    let other = |profile: &&ProfileShown| {
        let known = &profile.known;
        known.unavailable.is_none()
            && known.comparison.state() == State::Other
            && profile.shadows.is_empty()
            && profile.goproxy != proxies.chain.goproxy.as_str()
            // Offline is a choice, not a cure.
            && known.built_in != Some(BuiltIn::Offline)
    };
    list.iter().filter(other).filter(alive).min_by_key(|profile| {
        let took = profile.server.health.as_ref().map(super::Health::took);
        (profile.known.built_in.is_some(), took)
    })
}
