//! `burrow doctor` beside real go: for each check a machine that is made wrong for real. The check finds it, and nothing
//! else is found but what follows from it; its fix makes the finding go away and go agree; undo brings both back. On a
//! healthy machine nothing is found at all.
//!
//! A scenario is a row in one of the tables (`settings`, `toolchains`, …); `judge` takes all of them the same way.

mod all;
mod caches;
mod disk;
mod drawn;
mod internet;
mod judge;
mod laws;
mod leaks;
mod logins;
mod machine;
mod managed;
mod network;
mod scenario;
mod settings;
mod toolchains;
mod values;

use crate::rng::Rng;
use crate::sdk::Sdk;
use std::io;
use std::path::Path;

use machine::Machine;
use scenario::Scenario;

/// What was seen.
#[derive(Debug, Default)]
pub struct Seen {
    pub passed: u64,
    pub faults: Vec<String>,
    /// For the report.
    pub notes: Vec<String>,
}

impl Seen {
    pub fn check(&mut self, well: bool, fault: impl FnOnce() -> String) {
        match well {
            true => self.passed += 1,
            false => self.faults.push(fault()),
        }
    }
}

/// The tables of scenarios; each file has its own.
const TABLES: &[&[Scenario]] =
    &[settings::SCENARIOS, toolchains::SCENARIOS, network::SCENARIOS, logins::SCENARIOS, caches::SCENARIOS];

/// So many machines are drawn in each round.
const DRAWN: u64 = 6;
/// The same with private modules.
const LEAKS: u64 = 2;

/// `rounds`: how often each scenario is laid, each time otherwise. `only`: those whose names hold this.
///
/// # Errors
/// When a program cannot be started or the folder cannot be written.
pub fn doctor(
    base: &Path,
    sdks: &[Sdk],
    burrow: &Path,
    seed: u64,
    rounds: u64,
    only: Option<&str>,
) -> io::Result<Seen> {
    let mut seen = Seen::default();
    for (number, sdk) in sdks.iter().enumerate().filter(|_| only.is_none()) {
        let mut rng = Rng::of_case(seed, number as u64);
        let machine = Machine::new(&base.join(format!("healthy-{number}")), sdks, sdk, burrow, &mut rng)?;
        judge::healthy(&machine, &sdk.version, &mut seen)?;
    }
    managed::healthy(base, sdks, burrow, (seed, only), &mut seen)?;
    let scenarios = TABLES.iter().flat_map(|table| table.iter());
    for (number, scenario) in scenarios.enumerate() {
        if only.is_some_and(|only| !scenario.name.contains(only)) {
            continue;
        }
        for round in 0..rounds {
            let mut rng = Rng::of_case(seed, 1000 + number as u64 * 100 + round);
            let usable: Vec<&Sdk> = sdks.iter().filter(|sdk| sdk.minor >= scenario.since).collect();
            if usable.is_empty() || sdks.len() < scenario.sdks {
                seen.notes.push(format!("left out: {} needs other SDKs", scenario.name));
                break;
            }
            let sdk = usable[rng.below(usable.len())];
            let root = base.join(format!("{number}-{round}"));
            let mut machine = Machine::new(&root, sdks, sdk, burrow, &mut rng)?;
            judge::scenario(scenario, &mut machine, &mut rng, &mut seen)?;
            machine.clear()?;
        }
    }
    // What go says of paths and lists is judged as it is on Linux.
    if cfg!(target_os = "linux") {
        if let Some(cases) = drawn(only, "drawn", rounds * DRAWN) {
            laws::drawn(base, sdks, burrow, seed, cases, &mut seen)?;
        }
        if let Some(cases) = drawn(only, "leaks", rounds * LEAKS) {
            leaks::leaks(base, sdks, burrow, seed, cases, &mut seen)?;
        }
    }
    let newest = sdks.last().ok_or_else(|| io::Error::other("no SDK"))?;
    for round in 0..rounds {
        for (number, (name, story)) in caches::STORIES.iter().enumerate() {
            if only.is_none_or(|only| name.contains(only)) {
                let mut rng = Rng::of_case(seed, 900_000 + number as u64 * 100 + round);
                let root = base.join(format!("story-{number}-{round}"));
                let mut machine = Machine::new(&root, sdks, newest, burrow, &mut rng)?;
                story(&mut machine, &mut rng, &mut seen)?;
                machine.clear()?;
            }
        }
    }
    caches::unmount();
    if only.is_none() {
        all::at_once(&base.join("all"), sdks, burrow, &mut Rng::of_case(seed, 999), &mut seen)?;
    }
    Ok(seen)
}

/// Which cases of a kind are drawn: all, or one that was asked for (`drawn 17`). `None`: none.
fn drawn(only: Option<&str>, kind: &str, count: u64) -> Option<std::ops::Range<u64>> {
    let Some(only) = only else { return Some(0..count) };
    let number = only.strip_prefix(kind)?.trim_start();
    match number.parse::<u64>() {
        Ok(case) => Some(case..case + 1),
        Err(_) => number.is_empty().then_some(0..count),
    }
}
