//! The jobs, with the goals that Burrow has set itself for each.

use crate::felt;
use crate::home::Home;
use crate::peers::Peer;
use crate::rounds::{Goal, Runs, beside, ratio, rounds, table, verdict, within};
use crate::timed::{Taken, ordinary, run, settle, told};
use burrow_oracle::caches::stage::copy;
use burrow_oracle::stage::clear;
use std::cell::RefCell;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// One of the caches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cache {
    Build,
    Modules,
}

impl Cache {
    pub fn of_core(self) -> burrow_core::cache::Cache {
        match self {
            Cache::Build => burrow_core::cache::Cache::Build,
            Cache::Modules => burrow_core::cache::Cache::Modules,
        }
    }

    pub fn pair(self, tree: &Path) -> (Option<&Path>, Option<&Path>) {
        match self {
            Cache::Build => (Some(tree), None),
            Cache::Modules => (None, Some(tree)),
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Cache::Build => "build cache",
            Cache::Modules => "module cache",
        }
    }
}

const fn goal(cpu: f64, wall: f64) -> Goal {
    Goal { cpu: Some(cpu), wall: Some(wall) }
}

/// Adding up a whole cache, anew and with what is remembered.
///
/// # Errors
/// When a program cannot be run.
pub fn measure(
    home: &Home,
    peers: &[Peer],
    cache: Cache,
    tree: &Path,
    count: usize,
) -> io::Result<Vec<String>> {
    let (build, modules) = cache.pair(tree);
    let fresh = ["cache", "usage", "--json", "--fresh"];
    is_right(home.burrow(&fresh, build, modules), tree)?;
    let mut names = vec!["burrow cache usage --fresh".to_owned()];
    names.extend(peers.iter().map(|peer| peer.name.to_owned()));
    let first = rounds(&names, 1, count, |who, _| match who {
        0 => run(&mut home.burrow(&fresh, build, modules)),
        who => run(&mut peers[who - 1].of(tree)),
    })?;
    let goals = [("du -s", goal(1.0, 0.55)), ("*", goal(0.75, 0.75))];
    let mut lines = table(&format!("measure the {}", cache.name()), &first, &goals);
    lines.extend(again(home, cache, tree, &first, count)?);
    Ok(lines)
}

/// A figure that is wrong is not worth its time.
fn is_right(mut burrow: Command, tree: &Path) -> io::Result<()> {
    let output = burrow.output()?;
    let said: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    let real = burrow_oracle::caches::du::sum(tree)?;
    let seen =
        said["caches"].as_array().into_iter().flatten().find(|row| row["path"] == *tree.to_string_lossy());
    let number = |name: &str| seen.and_then(|row| row[name].as_u64());
    let right = number("bytes") == Some(real.bytes)
        && number("diskBytes") == Some(real.disk_bytes)
        && number("files") == Some(real.files);
    if right {
        Ok(())
    } else {
        Err(io::Error::other(format!("{} is {real:?}, not {seen:?}", tree.display())))
    }
}

/// Measured again with nothing changed: against the first time, without what every start of a program takes.
fn again(home: &Home, cache: Cache, tree: &Path, first: &[Runs], count: usize) -> io::Result<Vec<String>> {
    let (build, modules) = cache.pair(tree);
    let names = ["burrow cache usage".to_owned(), "burrow --version".to_owned()];
    is_right(home.burrow(&["cache", "usage", "--json"], build, modules), tree)?;
    // What takes milliseconds is run more often: one disturbance is as long as all of it.
    let runs = rounds(&names, 2, 5 * count, |who, _| match who {
        0 => run(&mut home.burrow(&["cache", "usage", "--json"], build, modules)),
        _ => run(&mut home.burrow(&["--version"], None, None)),
    })?;
    let mut lines = table(&format!("measure the {} again", cache.name()), &runs, &[]);
    let (cpu, wall, peer) = if cache == Cache::Build { (100.0, 50.0, 20.0) } else { (25.0, 15.0, 10.0) };
    let without_start = |of: fn(&Runs) -> Duration, runs_of: &Runs| of(runs_of).saturating_sub(of(&runs[1]));
    for (what, of, goal) in [("CPU", Runs::cpu as fn(&Runs) -> _, cpu), ("wall", Runs::wall, wall)] {
        let ratio = ratio(without_start(of, &runs[0]), without_start(of, &first[0]));
        lines.push(verdict(what, ratio, "the first time, starts left out", 1.0 / goal));
    }
    let others = first[1..].iter().filter(|run| run.name != "du -s");
    if let Some(fastest) = others.min_by_key(|run| run.wall()) {
        lines.push(verdict("wall", ratio(runs[0].wall(), fastest.wall()), &fastest.name, 1.0 / peer));
    }
    Ok(lines)
}

/// Who deletes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Person {
    /// Whoever runs this; the administrator is held by no mode.
    Asis,
    /// One that is.
    Ordinary,
}

/// Taking a whole cache away. Every copy is made before the first of them goes: a file system is slower to give out
/// again what was just freed.
///
/// # Errors
/// As [`measure`].
pub fn delete(
    home: &Home,
    cache: Cache,
    tree: &Path,
    person: Person,
    count: usize,
) -> io::Result<Vec<String>> {
    let copies = home.root.join("copies");
    let mine = |who: usize, round: usize| copies.join(format!("{who}-{round}"));
    let go_clean = if cache == Cache::Build { "go clean -cache" } else { "go clean -modcache" };
    let (kind, rm) = match (cache, person) {
        (Cache::Build, _) => ("build", "rm -rf"),
        (Cache::Modules, Person::Asis) => ("modcache", "rm -rf"),
        (Cache::Modules, Person::Ordinary) => ("modcache", "chmod -R u+w; rm -rf"),
    };
    let names = ["put aside, from the consent on", rm, go_clean, "burrow cache clean, with its plan"];
    std::fs::create_dir_all(&copies)?;
    for round in 0..count {
        for who in 0..names.len() {
            // Each in a folder of its own, beside which things are put aside.
            std::fs::create_dir(mine(who, round))?;
            copy(tree, &mine(who, round).join("cache"))?;
        }
    }
    settle();
    let purges: RefCell<Vec<Taken>> = RefCell::default();
    let as_who = |mut command: Command| {
        if person == Person::Ordinary {
            ordinary(&mut command);
        }
        command
    };
    let start = |command: Command| run(&mut as_who(command));
    let mut runs = rounds(&names.map(str::to_owned), 0, count, |who, round| {
        let copy = mine(who, round).join("cache");
        let (build, modules) = cache.pair(&copy);
        match who {
            0 => {
                let taken = felt::read(&told(&mut as_who(felt::command(kind, &copy)?))?)?;
                let purge = start(home.burrow(&["cache", "purge", "--yes", "--json"], build, modules))?;
                purges.borrow_mut().push(purge);
                Ok(taken)
            }
            1 => {
                let script = if rm.starts_with("chmod") {
                    "chmod -R u+w \"$0\" && rm -rf \"$0\""
                } else {
                    "rm -rf \"$0\""
                };
                let mut shell = Command::new("sh");
                shell.arg("-c").arg(script).arg(&copy);
                start(shell)
            }
            2 => start(home.go(
                &["clean", if cache == Cache::Build { "-cache" } else { "-modcache" }],
                build,
                modules,
            )),
            _ => start(home.burrow(&["cache", "clean", kind, "--yes", "--json"], build, modules)),
        }
    })?;
    clear(&copies)?;
    let title = |what: &str| {
        let who = if person == Person::Ordinary { ", ordinary person" } else { "" };
        format!("{what} the {}{who}", cache.name())
    };
    let mut lines = table(&title("clean (put aside)"), &runs, &[(rm, goal(0.1, 0.1))]);
    lines.push(within("wall", runs[0].wall(), Duration::from_millis(20)));
    lines.push(beside(&runs[3], &runs[1]));
    runs.truncate(3);
    runs[0] = Runs { name: "burrow cache purge".to_owned(), taken: purges.into_inner() };
    let goals = match (cache, person) {
        (Cache::Build, _) => [(rm, goal(1.1, 0.7)), (go_clean, goal(1.0, 0.7))],
        (Cache::Modules, Person::Asis) => [(rm, goal(1.1, 0.7)), (go_clean, goal(0.8, 0.65))],
        (Cache::Modules, Person::Ordinary) => [(rm, goal(0.8, 0.6)), (go_clean, goal(0.8, 0.65))],
    };
    lines.extend(table(&title("purge"), &runs, &goals));
    Ok(lines)
}

/// Comparing every version with its hashes; the project requires all of them, so that go does the same work.
///
/// # Errors
/// As [`measure`].
pub fn verify(home: &Home, tree: &Path, project: &PathBuf, count: usize) -> io::Result<Vec<String>> {
    let names = ["burrow cache verify", "go mod verify"].map(str::to_owned);
    let runs = rounds(&names, 1, count, |who, _| match who {
        0 => run(&mut home.burrow(&["cache", "verify", "--json"], None, Some(tree))),
        _ => run(home.go(&["mod", "verify"], None, Some(tree)).current_dir(project)),
    })?;
    Ok(table("verify the module cache", &runs, &[("go mod verify", goal(0.3, 0.35))]))
}
