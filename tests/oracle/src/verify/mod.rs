//! Damage in a module cache that real go has filled: what `burrow cache verify` finds and repairs, beside what
//! `go mod verify` says of the same cache and what go makes of it afterwards.
//!
//! `modules` are what is in the cache, `harm` damages it, `judge` asks go.

mod harm;
mod judge;
mod modules;

use crate::caches::stage::{Stage, copy};
use crate::rng::Rng;
use crate::sdk::Sdk;
use crate::stage::clear;
use harm::{Harm, Place};
use judge::Judge;
use std::io;
use std::path::Path;

/// What came of the comparison.
#[derive(Debug, Default)]
pub struct Seen {
    /// Versions that were damaged in some way, and judged.
    pub cases: u64,
    /// Versions that nothing had happened to, or nothing that matters.
    pub whole: u64,
    /// Of the cases: go repaired them, as was said.
    pub healed: u64,
    /// Of the cases: go alone did not, as was said.
    pub stayed: u64,
    /// Damages that were repaired, with which go was content again.
    pub repaired: u64,
    /// Versions that were taken away and fetched again, as was said.
    pub fetched: u64,
    /// Versions that go did not fetch, as was said.
    pub not_fetched: u64,
    pub faults: Vec<String>,
}

/// How much is done.
#[derive(Debug, Clone, Copy)]
pub struct Rounds {
    pub rounds: u64,
    /// In how many of them go builds with what is damaged, too.
    pub built: u64,
    pub seed: u64,
}

/// Damages the cache in rounds, and compares.
///
/// # Errors
/// When something cannot be written, or go does not do what it always does.
pub fn compare(root: &Path, store: &Path, sdks: &[Sdk], burrow: &Path, how: Rounds) -> io::Result<Seen> {
    let mut seen = Seen::default();
    let share = |all: u64, at: u64| all / sdks.len() as u64 + u64::from(at < all % sdks.len() as u64);
    for (at, sdk) in sdks.iter().rev().enumerate() {
        let (rounds, built) = (share(how.rounds, at as u64), share(how.built, at as u64));
        if rounds == 0 {
            continue;
        }
        let stage = Stage::new(&root.join(format!("verify-{}", sdk.version)))?;
        let places = modules::lay(&stage, sdk, store)?;
        let pristine = stage.root.join("pristine");
        std::fs::rename(&stage.gomodcache, &pristine)?;
        let mut judge = Judge { stage: &stage, sdk, burrow, places: &places, knows_sums: false };
        untouched(&judge, &pristine, &mut seen)?;
        for round in 0..rounds {
            let mut rng = Rng::of_case(how.seed, (u64::from(sdk.minor) << 32) + round);
            fresh(&stage, &pristine)?;
            judge.knows_sums = round % 2 == 1;
            let harmed = harm_some(&stage.gomodcache, &places, &mut rng)?;
            let before = seen.faults.len();
            judge.round(&harmed, round < built, &mut seen)?;
            let name = format!("{}, round {round}", sdk.version);
            seen.faults[before..].iter_mut().for_each(|fault| *fault = format!("{name}: {fault}"));
        }
        clear(&stage.root)?;
    }
    Ok(seen)
}

/// What go has laid must be whole, also where folders may be written to.
fn untouched(judge: &Judge<'_>, pristine: &Path, seen: &mut Seen) -> io::Result<()> {
    for writable in [false, true] {
        fresh(judge.stage, pristine)?;
        if writable {
            harm::writable(&judge.stage.gomodcache);
        }
        let found = judge.verify()?;
        if found.is_empty() {
            seen.whole += judge.places.len() as u64;
        } else {
            seen.faults.push(format!("{}: a cache that go has filled: {found:?}", judge.sdk.version));
        }
    }
    Ok(())
}

fn fresh(stage: &Stage, pristine: &Path) -> io::Result<()> {
    stage.clear_caches_of_modules()?;
    copy(pristine, &stage.gomodcache)
}

/// What was done to each module, by its number.
pub struct Harmed {
    pub module: usize,
    pub harms: Vec<Harm>,
}

fn harm_some(cache: &Path, places: &[modules::Module], rng: &mut Rng) -> io::Result<Vec<Harmed>> {
    let mut harmed = Vec::new();
    for (module, of) in places.iter().enumerate() {
        let count = rng.weighted(&[15, 55, 20, 10]);
        let place = Place::of(cache, of);
        let mut harms = Vec::new();
        for _ in 0..count {
            let harm = Harm::drawn(rng);
            if place.suffer(harm, rng)? {
                harms.push(harm);
            }
        }
        harmed.push(Harmed { module, harms });
    }
    Ok(harmed)
}
