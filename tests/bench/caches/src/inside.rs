//! What the running app does, in this very program: the measurement with its rows, the first figure, the page beside a
//! build, and what many projects need.

use crate::home::Home;
use crate::jobs::Cache;
use crate::rounds::{Goal, Runs, rounds, table, verdict, within};
use crate::timed::{here, own_cpu};
use burrow_core::cache::follow::Follow;
use burrow_core::cache::measure::{Growing, Measure, measure};
use burrow_core::cache::{self, Root, Roots};
use burrow_core::job::Cancel;
use burrow_core::project::ProjectFile;
use burrow_core::project::needs::{Ground, needs};
use burrow_core::sdk::install::Platform;
use burrow_core::tree::{Pace, whole};
use burrow_oracle::rng::Rng;
use go_rules::environ::Os;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

fn roots(build: Option<&Path>, modules: Option<&Path>) -> Roots {
    let at = |path: Option<&Path>| path.map_or(Root::Off, |path| Root::At(path.to_owned()));
    Roots { gocache: at(build), gomodcache: at(modules), gopath: Vec::new(), home: None, temp: None }
}

/// The measurement with its rows against a bare walk, and how soon the first figure is there.
///
/// # Errors
/// When a tree cannot be read.
pub fn rows(of: Cache, tree: &Path, count: usize) -> io::Result<Vec<String>> {
    let (build, modules) = of.pair(tree);
    let (roots, cache) = (roots(build, modules), of.of_core());
    let firsts: Mutex<Vec<Duration>> = Mutex::default();
    let names = ["measured, with rows for list and picture", "walked, adding up only"].map(str::to_owned);
    let runs = rounds(&names, 1, count, |who, _| {
        let taken = here(|| match who {
            0 => {
                let (began, first) = (Instant::now(), Mutex::new(None));
                let growing = |growing: &Growing| {
                    if let Ok(mut first) = first.lock()
                        && growing.size.files > 0
                    {
                        first.get_or_insert_with(|| began.elapsed());
                    }
                };
                let asked = Measure { roots: &roots, cache, tests: false, index: None, fresh: true };
                measure(&asked, &Cancel::new(), &growing).map_err(io::Error::other)?;
                let first = first.into_inner().ok().flatten();
                firsts.lock().map_err(|_| io::ErrorKind::Other)?.extend(first);
                Ok(())
            }
            _ => whole(tree, |_| true, Pace::Fast, &Cancel::new()).map(drop).map_err(io::Error::other),
        });
        taken.map(|(taken, ())| taken)
    })?;
    let goal = Goal { cpu: Some(1.2), wall: Some(1.2) };
    let mut lines = table(
        &format!("measure the {} inside the app", of.name()),
        &runs,
        &[("walked, adding up only", goal)],
    );
    let mut firsts = firsts.into_inner().unwrap_or_default();
    firsts.sort_unstable();
    if let Some(first) = firsts.get(firsts.len() / 2) {
        lines.push(within("first figure after", *first, Duration::from_millis(100)));
    }
    Ok(lines)
}

/// What the page of caches takes of a core while a build writes to one of them and the other is large.
///
/// # Errors
/// When go does not start.
pub fn beside_a_build(home: &Home, modules: &Path, seconds: u64) -> io::Result<Vec<String>> {
    let gocache = home.root.join("followed");
    fs::create_dir_all(&gocache)?;
    let roots = roots(Some(&gocache), Some(modules));
    let state = home.root.join("follow-state");
    fs::create_dir_all(&state)?;
    let mut both = cache::Cache::ALL.map(|cache| Follow::new(roots.clone(), cache, Some(&state)));
    let ask = |both: &mut [Follow]| -> io::Result<usize> {
        let mut moved = 0;
        for follow in both {
            moved += usize::from(follow.ask(&Cancel::new()).map_err(io::Error::other)?.is_some());
        }
        Ok(moved)
    };
    let mut build = home.go(&["build", "std", "cmd"], Some(&gocache), None).spawn()?;
    // The first question measures; that is no following.
    ask(&mut both)?;
    let (before, began, mut moved) = (own_cpu(), Instant::now(), 0);
    while began.elapsed() < Duration::from_secs(seconds) && build.try_wait()?.is_none() {
        std::thread::sleep(Duration::from_secs(1));
        moved += ask(&mut both)?;
    }
    let (cpu, took) = (own_cpu().saturating_sub(before), began.elapsed());
    let _ = build.kill();
    build.wait()?;
    let share = cpu.as_secs_f64() / took.as_secs_f64();
    Ok(vec![
        format!("the caches followed for {:.0} s of a build, which moved {moved} times", took.as_secs_f64()),
        verdict("CPU", share, "a core", 0.015),
    ])
}

/// What 200 projects need of the module cache whose go.mod lies in `listed`.
///
/// # Errors
/// When they cannot be written or read.
pub fn needs_of_many(home: &Home, modules: &Path, listed: &Path, count: usize) -> io::Result<Vec<String>> {
    const PROJECTS: usize = 200;
    const EACH: usize = 80;
    let text = fs::read_to_string(listed.join("go.mod"))?;
    let required: Vec<&str> = text.lines().filter(|line| line.starts_with('\t')).collect();
    let mut rng = Rng::of_case(1, 3);
    let mut files = Vec::new();
    for number in 0..PROJECTS {
        let folder = home.root.join(format!("projects/{number}"));
        fs::create_dir_all(&folder)?;
        let chosen: Vec<&str> = (0..EACH).map(|_| *rng.pick(&required)).collect();
        let go_mod =
            format!("module bench.example/p{number}\n\ngo 1.21\n\nrequire (\n{}\n)\n", chosen.join("\n"));
        fs::write(folder.join("go.mod"), go_mod)?;
        let hash = "h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
        let sums = chosen.iter().map(|line| line.trim());
        let sums: String = sums.map(|one| format!("{one} {hash}\n{one}/go.mod {hash}\n")).collect();
        fs::write(folder.join("go.sum"), sums)?;
        files.extend(ProjectFile::of(folder.join("go.mod")));
    }
    let platform = Platform::host();
    let ground = Ground { gomodcache: modules, os: Os::host(), platform: &platform };
    let names = ["what 200 projects need".to_owned()];
    let runs = rounds(&names, 1, count, |_, _| {
        let (taken, found) = here(|| needs(&files, ground).map_err(io::Error::other))?;
        match found.projects().len() {
            PROJECTS => Ok(taken),
            other => Err(io::Error::other(format!("{other} projects were read"))),
        }
    })?;
    let mut lines = table("needs", &runs, &[]);
    lines.push(within("wall", runs.first().map(Runs::wall).unwrap_or_default(), Duration::from_millis(500)));
    Ok(lines)
}
