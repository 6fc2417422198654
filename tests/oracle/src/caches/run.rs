//! The parts, one after the other, in worlds of their own.

use super::go_says::Baseline;
use super::seen::Seen;
use super::world::World;
use super::{beside, kills, odd, plans, wishes};
use crate::rng::Rng;
use crate::sdk::Sdk;
use crate::stage::clear;
use std::io;
use std::ops::Range;
use std::path::Path;

/// What is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Part {
    /// Cleanings of all kinds, and what go says afterwards.
    Plans,
    /// Selections, rules and the standard plan, which the window offers.
    Wishes,
    /// Odd settings, and every refusal.
    Odd,
    /// Cleaning what is safe while go builds.
    Beside,
    /// Burrow killed at random moments.
    Kills,
}

/// How much of it.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// None: all parts.
    pub only: Vec<Part>,
    pub worlds: Range<u64>,
    pub thorough: bool,
    pub seed: u64,
}

impl Wanted {
    fn has(&self, part: Part) -> bool {
        self.only.is_empty() || self.only.contains(&part)
    }
}

/// Runs what is wanted below `base`. `store`: where the SDKs lie, and what takes long to make.
///
/// # Errors
/// When a world cannot be filled, or a program not be started.
pub fn caches(base: &Path, store: &Path, sdks: &[Sdk], burrow: &Path, wanted: &Wanted) -> io::Result<Seen> {
    let mut seen = Seen::default();
    let in_worlds =
        [Part::Plans, Part::Wishes, Part::Odd, Part::Kills].into_iter().any(|part| wanted.has(part));
    for world in wanted.worlds.clone().filter(|_| in_worlds) {
        seen.add(one_world(base, store, sdks, burrow, wanted, world)?);
    }
    if wanted.has(Part::Beside) {
        let root = base.join("beside");
        let mut rng = Rng::of_case(wanted.seed, 1_000_000);
        let mut here = Seen::at(format!("--seed {} caches --only beside", wanted.seed));
        let sdk = rng.pick(sdks);
        beside::judge(&root, store, sdk, burrow, 50, &mut rng, &mut here)?;
        clear(&root)?;
        seen.add(here);
    }
    Ok(seen)
}

fn one_world(
    base: &Path,
    store: &Path,
    sdks: &[Sdk],
    burrow: &Path,
    wanted: &Wanted,
    number: u64,
) -> io::Result<Seen> {
    let mut rng = Rng::of_case(wanted.seed, number);
    let root = base.join(format!("world{number}"));
    let world = World::fill(&root, store, sdks, &mut rng)?;
    let mut seen = Seen::at(format!("--seed {} caches --world {number}", wanted.seed));
    if wanted.has(Part::Plans) || wanted.has(Part::Wishes) {
        let (baseline, cases) = (Baseline::of(&world)?, if wanted.thorough { 10 } else { 6 });
        let (asked, well) = baseline.counts();
        seen.count("go asked", asked);
        seen.count("of these well", well);
        if wanted.has(Part::Plans) {
            plans::judge(&world, burrow, &baseline, cases, &mut rng, &mut seen)?;
        }
        if wanted.has(Part::Wishes) {
            wishes::judge(&world, &baseline, cases, &mut rng, &mut seen)?;
        }
    }
    if wanted.has(Part::Odd) && number == wanted.worlds.start {
        odd::judge(&world, burrow, &mut seen)?;
    }
    if wanted.has(Part::Kills) {
        let many = if wanted.thorough { 20 } else { 8 };
        kills::judge(&world, burrow, many, &mut rng, &mut seen)?;
        kills::judge_repair(&world, burrow, many / 4, &mut rng, &mut seen)?;
    }
    clear(&root)?;
    Ok(seen)
}
