//! Contenders in turns: each round runs all of them, in an order that rotates, and a ratio is one of medians.

use crate::timed::Taken;
use std::io;
use std::time::Duration;

/// Somebody's runs of one job.
#[derive(Debug, Clone)]
pub struct Runs {
    pub name: String,
    pub taken: Vec<Taken>,
}

/// What a ratio may be at most.
#[derive(Debug, Clone, Copy, Default)]
pub struct Goal {
    pub cpu: Option<f64>,
    pub wall: Option<f64>,
}

/// Runs `count` contenders in turns; `warm` rounds go before and are not counted.
///
/// # Errors
/// When a run fails.
pub fn rounds(
    names: &[String],
    warm: usize,
    count: usize,
    mut run: impl FnMut(usize, usize) -> io::Result<Taken>,
) -> io::Result<Vec<Runs>> {
    let mut all: Vec<Runs> =
        names.iter().map(|name| Runs { name: name.clone(), taken: Vec::new() }).collect();
    for round in 0..warm + count {
        for turn in 0..names.len() {
            let who = (turn + round) % names.len();
            let taken = run(who, round)?;
            if round >= warm {
                all[who].taken.push(taken);
            }
        }
    }
    Ok(all)
}

impl Runs {
    /// The middle one of these times.
    pub fn median(&self, of: impl Fn(&Taken) -> Duration) -> Duration {
        let mut all: Vec<Duration> = self.taken.iter().map(of).collect();
        all.sort_unstable();
        all.get(all.len() / 2).copied().unwrap_or_default()
    }

    pub fn wall(&self) -> Duration {
        self.median(|taken| taken.wall)
    }

    pub fn cpu(&self) -> Duration {
        self.median(|taken| taken.cpu)
    }
}

/// The table of a job: everybody's medians, and how many times of theirs the first one takes.
pub fn table(title: &str, runs: &[Runs], goals: &[(&str, Goal)]) -> Vec<String> {
    let Some(mine) = runs.first() else { return Vec::new() };
    let mut lines = vec![format!("{title} (n = {})", mine.taken.len())];
    for run in runs {
        let ms = |time: Duration| time.as_secs_f64() * 1000.0;
        lines.push(format!(
            "  {:34} wall {:9.1} ms   CPU {:9.1} ms",
            run.name,
            ms(run.wall()),
            ms(run.cpu())
        ));
    }
    for (against, goal) in goals {
        let fastest = runs[1..].iter().filter(|run| is_meant(against, &run.name));
        let of = |time: fn(&Runs) -> Duration| {
            fastest.clone().min_by_key(|run| time(run)).map(|run| (run.name.clone(), time(run)))
        };
        for (what, goal, mine, theirs) in
            [("CPU", goal.cpu, mine.cpu(), of(Runs::cpu)), ("wall", goal.wall, mine.wall(), of(Runs::wall))]
        {
            if let (Some(goal), Some((name, theirs))) = (goal, theirs) {
                lines.push(verdict(what, ratio(mine, theirs), &name, goal));
            }
        }
    }
    lines
}

/// A ratio that is no goal of its own.
pub fn beside(mine: &Runs, theirs: &Runs) -> String {
    let (cpu, wall) = (ratio(mine.cpu(), theirs.cpu()), ratio(mine.wall(), theirs.wall()));
    format!("    {}: CPU {cpu:.3}, wall {wall:.3} of {}", mine.name, theirs.name)
}

fn is_meant(against: &str, name: &str) -> bool {
    if against == "*" { name != "du -s" } else { name == against }
}

pub fn ratio(mine: Duration, theirs: Duration) -> f64 {
    mine.as_secs_f64() / theirs.as_secs_f64().max(1e-9)
}

/// A ratio beside its goal.
pub fn verdict(what: &str, ratio: f64, against: &str, goal: f64) -> String {
    let word = if ratio <= goal { "reached" } else { "MISSED" };
    format!("  → {what} {ratio:.3} of {against} (goal: at most {goal:.3}) {word}")
}

/// A time beside its goal.
pub fn within(what: &str, took: Duration, goal: Duration) -> String {
    let word = if took <= goal { "reached" } else { "MISSED" };
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    format!("  → {what} {:.1} ms (goal: at most {:.0} ms) {word}", ms(took), ms(goal))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_runs_as_often_and_nobody_always_first() {
        let names = ["a".to_owned(), "b".to_owned(), "c".to_owned()];
        let mut order = Vec::new();
        let runs = rounds(&names, 1, 3, |who, round| {
            order.push((round, who));
            Ok(Taken { wall: Duration::from_millis(10 + who as u64), cpu: Duration::from_millis(1) })
        })
        .unwrap();
        assert!(runs.iter().all(|run| run.taken.len() == 3));
        let first: Vec<usize> = order.iter().step_by(3).map(|(_, who)| *who).collect();
        assert_eq!(first, [0, 1, 2, 0]);
        let lines = table("t", &runs, &[("b", Goal { wall: Some(0.5), cpu: None })]);
        assert!(lines.last().unwrap().ends_with("MISSED"));
    }
}
