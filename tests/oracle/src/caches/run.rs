//! The parts, several at once, each in a world of its own.

use super::go_says::Baseline;
use super::seen::Seen;
use super::world::World;
use super::{beside, kills, measure, odd, plans, wishes};
use crate::rng::Rng;
use crate::sdk::Sdk;
use crate::stage::clear;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::Mutex;

/// What is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Part {
    /// Cleanings of all kinds and pruning, and what go says afterwards.
    Plans,
    /// Selections, rules and the standard plan, which the window offers.
    Wishes,
    /// What `cache usage` says, against what is on the disk, also while go builds.
    Measure,
    /// Odd settings, and every refusal.
    Odd,
    /// Burrow killed at random moments.
    Kills,
    /// The same while it repairs.
    Repairs,
    /// Cleaning what is safe while go builds.
    Beside,
}

/// Parts that share a world.
const TOGETHER: [&[Part]; 3] =
    [&[Part::Plans, Part::Wishes], &[Part::Measure, Part::Odd, Part::Kills, Part::Repairs], &[Part::Beside]];

/// How much of it.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// None: all parts.
    pub only: Vec<Part>,
    /// Of the first parts; the others take one.
    pub worlds: Range<u64>,
    pub thorough: bool,
    pub seed: u64,
}

/// What everything is run with.
#[derive(Debug, Clone, Copy)]
pub struct Tools<'a> {
    /// Where worlds are laid.
    pub base: &'a Path,
    /// Where the SDKs lie, and what takes long to make.
    pub store: &'a Path,
    pub sdks: &'a [Sdk],
    pub burrow: &'a Path,
}

/// Parts in one world.
struct Job {
    parts: Vec<Part>,
    world: u64,
}

/// Runs what is wanted, at most so many worlds at once.
///
/// # Errors
/// When a world cannot be filled, or a program not be started.
pub fn caches(tools: Tools<'_>, wanted: &Wanted, at_once: usize) -> io::Result<Seen> {
    let mut jobs = jobs(wanted);
    // The last are taken first: they take longest.
    let first = Mutex::new(Ok(Seen::default()));
    let left = Mutex::new(&mut jobs);
    let next = || left.lock().ok().and_then(|mut jobs| jobs.pop());
    std::thread::scope(|scope| {
        for _ in 0..at_once {
            scope.spawn(|| {
                while let Some(job) = next() {
                    let done = run(tools, wanted, &job);
                    if let Ok(mut all) = first.lock() {
                        match (&mut *all, done) {
                            (Ok(all), Ok(seen)) => all.add(seen),
                            (Ok(_), Err(why)) => *all = Err(why),
                            (Err(_), _) => {}
                        }
                    }
                }
            });
        }
    });
    first.into_inner().unwrap_or_else(|_| Err(io::Error::other("a part has panicked")))
}

fn jobs(wanted: &Wanted) -> Vec<Job> {
    let mut jobs = Vec::new();
    for (at, together) in TOGETHER.iter().enumerate() {
        let chosen = |part: &Part| wanted.only.is_empty() || wanted.only.contains(part);
        let parts: Vec<Part> = together.iter().copied().filter(chosen).collect();
        let worlds =
            if at == 0 { wanted.worlds.clone() } else { wanted.worlds.start..wanted.worlds.start + 1 };
        let worlds = worlds.filter(|_| !parts.is_empty());
        jobs.extend(worlds.map(|world| Job { parts: parts.clone(), world }));
    }
    jobs
}

fn run(tools: Tools<'_>, wanted: &Wanted, job: &Job) -> io::Result<Seen> {
    let group = TOGETHER.iter().position(|together| together.contains(&job.parts[0])).unwrap_or(0);
    let mut rng = Rng::of_case(wanted.seed, job.world * TOGETHER.len() as u64 + group as u64);
    let root = tools.base.join(format!("world-{group}-{}", job.world));
    let mut seen = Seen::at(format!("--seed {} caches --world {}", wanted.seed, job.world));
    if job.parts == [Part::Beside] {
        let sdk = rng.pick(tools.sdks);
        beside::judge(&root, tools.store, sdk, tools.burrow, 50, &mut rng, &mut seen)?;
    } else {
        let world = World::fill(&root, tools.store, tools.sdks, &mut rng)?;
        let baseline = if group == 0 { Some(Baseline::of(&world)?) } else { None };
        for part in &job.parts {
            part_in(*part, &world, baseline.as_ref(), tools, wanted.thorough, &mut rng, &mut seen)?;
        }
    }
    clear(&root)?;
    Ok(seen)
}

fn part_in(
    part: Part,
    world: &World<'_>,
    baseline: Option<&Baseline>,
    tools: Tools<'_>,
    thorough: bool,
    rng: &mut Rng,
    seen: &mut Seen,
) -> io::Result<()> {
    let (cases, kills) = if thorough { (10, 40) } else { (5, 12) };
    if let (Part::Plans, Some(baseline)) = (part, baseline) {
        let (asked, well) = baseline.counts();
        seen.count("go asked", asked);
        seen.count("of these well", well);
    }
    match (part, baseline) {
        (Part::Plans, Some(baseline)) => plans::judge(world, tools.burrow, baseline, cases, rng, seen),
        (Part::Wishes, Some(baseline)) => wishes::judge(world, baseline, cases, rng, seen),
        (Part::Measure, _) => measure::judge(world, tools.burrow, rng, seen),
        (Part::Odd, _) => odd::judge(world, tools.burrow, seen),
        (Part::Kills, _) => kills::judge(world, tools.burrow, kills, rng, seen),
        (Part::Repairs, _) => kills::judge_repair(world, tools.burrow, kills / 4, rng, seen),
        _ => Ok(()),
    }
}
