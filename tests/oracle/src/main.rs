//! `burrow-oracle`: Burrow beside the real SDKs. Every way of running it ends with the plain line `N passed, N failed`.

mod compare;
mod options;
mod scratch;

use burrow_oracle::bench::{self, middle};
use burrow_oracle::caches::run::{self, Part};
use burrow_oracle::homes::{self, Store};
use burrow_oracle::loss;
use burrow_oracle::native;
use burrow_oracle::profiles;
use burrow_oracle::programs::build::Kitchen;
use burrow_oracle::programs::judge::Judge;
use burrow_oracle::programs::{self, installed};
use burrow_oracle::rng::Rng;
use clap::Parser;
use options::{Options, Other, Which};
use scratch::Scratch;
use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

fn main() -> ExitCode {
    let options = Options::parse();
    let passed = match options.other {
        None => compare::compare(&options.which, &options.comparing),
        Some(Other::Which { mut comparing }) => {
            comparing.only = vec![burrow_oracle::generate::Kind::Which];
            compare::compare(&options.which, &comparing)
        }
        Some(Other::Loss { kills }) => lose_nothing(&options.which, kills),
        Some(Other::Programs { damaged }) => programs(&options.which, damaged),
        Some(Other::Homes { homes, home }) => find_in_homes(&options.which, homes, home),
        Some(Other::Gomod { files }) => edit_modules(&options.which, files),
        Some(Other::Needs { projects, project }) => judge_needs(&options.which, projects, project),
        Some(Other::Projects { projects, project }) => judge_projects(&options.which, projects, project),
        Some(Other::Switch { kills }) => switch(&options.which, kills),
        Some(Other::Caches { only, worlds, world }) => clean_caches(&options.which, &only, worlds, world),
        Some(Other::Verify { rounds, built }) => verify(&options.which, rounds, built),
        Some(Other::Routes { cases, case, jobs }) => foretell(&options.which, cases, case, jobs),
        Some(Other::Patterns { cases, case }) => patterns(&options.which, cases, case),
        Some(Other::Profiles { files, switches }) => switch_profiles(&options.which, files, switches),
        Some(Other::Doctor { laid, named }) => examine(&options.which, laid, named.as_deref()),
        Some(Other::Bench { rounds }) => measure(&options.which, rounds),
    };
    match passed {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("burrow-oracle: {error}");
            ExitCode::from(2)
        }
    }
}

fn lose_nothing(which: &Which, kills: u64) -> Result<bool, Box<dyn Error>> {
    let sdks = which.sdks()?;
    let sdk = sdks.last().ok_or("no SDK")?;
    let seed = which.seed();
    let scratch = Scratch::new()?;
    println!("seed {seed}: {kills} times `burrow env set` is killed beside `go env -w` of {}", sdk.version);
    let started = Instant::now();
    let losses = loss::losses(scratch.path(), sdk, &which.burrow(false)?, kills, &mut Rng::of_case(seed, 0))?;
    println!(
        "killed {} times in {} rounds; {} changes lost while in flight; looked {} times, {} of them between go's truncating and writing; {:.1} s",
        losses.killed,
        losses.rounds,
        losses.in_flight,
        losses.looks,
        losses.empty,
        started.elapsed().as_secs_f64()
    );
    if !losses.leftovers.is_empty() {
        println!("left in the folder: {}", losses.leftovers.join(" "));
    }
    for fault in losses.faults.iter().take(20) {
        println!("LOST  {fault}");
    }
    let failed = losses.faults.len() as u64;
    println!("{} passed, {failed} failed", losses.killed.saturating_sub(failed));
    Ok(failed == 0)
}

fn programs(which: &Which, damaged: Option<usize>) -> Result<bool, Box<dyn Error>> {
    let sdks = which.sdks()?;
    let sdk = sdks.last().ok_or("no SDK")?;
    let (seed, thorough) = (which.seed(), options::thorough());
    let started = Instant::now();
    let scratch = Scratch::new()?;
    let judge = Judge::new(sdk, scratch.path());
    let kitchen = Kitchen::new(&which.folder()?)?;
    let (built, not_built) = kitchen.programs(&sdks, thorough)?;
    let mut files = programs::foreign_sdks(&which.folder()?);
    files.extend(sdks.iter().map(|sdk| sdk.goroot.clone()));
    let mut files: Vec<PathBuf> = files.iter().flat_map(|goroot| programs::of_sdk(goroot)).collect();
    files.extend(built.iter().cloned());
    files.extend(programs::smallest(&scratch.path().join("smallest"))?);
    let whole = programs::compare(&judge, &files)?;
    println!(
        "seed {seed}: {} programs as `go version -m` of {} says, {} of them built for this; {:.1} s",
        whole.same,
        sdk.version,
        built.len(),
        started.elapsed().as_secs_f64()
    );
    let count = damaged.unwrap_or(if thorough { 3000 } else { 300 });
    let folder = scratch.path().join("damaged");
    let broken = programs::compare_damaged(&judge, &built, &folder, count, &mut Rng::of_case(seed, 0))?;
    println!(
        "damaged: {} read alike, {} by neither, {} by Burrow only, the slowest in {:.0} ms; {:.1} s in all",
        broken.same,
        broken.neither,
        broken.only_burrow,
        broken.slowest.as_secs_f64() * 1000.0,
        started.elapsed().as_secs_f64()
    );
    let old = sdks.iter().find(|old| old.minor >= 21 && old.version != sdk.version);
    let burrow = which.burrow(false)?;
    let (checks, wrong) = match old {
        Some(old) => installed::story(scratch.path(), &kitchen.cache(), old, sdk, &burrow)?,
        None => (0, Vec::new()),
    };
    println!(
        "installed by {} and {}: {checks} checks, {} failed; {:.1} s in all",
        old.map_or("no older go", |old| &old.version),
        sdk.version,
        wrong.len(),
        started.elapsed().as_secs_f64()
    );
    for file in &whole.unread {
        println!("no go program: {file}");
    }
    let not_built: Vec<String> = not_built.into_iter().map(|name| format!("not built: {name}")).collect();
    let faults: Vec<&String> =
        not_built.iter().chain(&whole.faults).chain(&broken.faults).chain(&wrong).collect();
    for fault in faults.iter().take(8) {
        println!("DIFFERENT  {fault}");
    }
    let passed = whole.same + broken.same + broken.neither + checks - wrong.len() as u64;
    println!("{passed} passed, {} failed", faults.len());
    Ok(faults.is_empty())
}

fn find_in_homes(which: &Which, count: Option<u64>, one: Option<u64>) -> Result<bool, Box<dyn Error>> {
    let scratch = Scratch::new()?;
    let store = Store::new(scratch.path(), which.sdks()?)?;
    if !store.can_link() {
        println!("this account may make no links, which version managers do: nothing is laid");
        println!("0 passed, 0 failed");
        return Ok(true);
    }
    store.build_wrappers()?;
    let (seed, burrow) = (which.seed(), which.burrow(false)?);
    let cases = match one {
        Some(home) => home..home + 1,
        None => 0..count.unwrap_or(if options::thorough() { 300 } else { 60 }),
    };
    let started = Instant::now();
    let seen = homes::homes(scratch.path(), &store, &burrow, seed, cases)?;
    println!(
        "seed {seed}: {} homes with {} SDKs, {} of them broken; real go asked {} times; {:.1} s",
        seen.homes,
        seen.sdks,
        seen.broken,
        seen.asked,
        started.elapsed().as_secs_f64()
    );
    for (home, faults) in seen.faults.iter().take(5) {
        println!("home {home} (--seed {seed} homes --home {home}):");
        for fault in faults.iter().take(6) {
            println!("  {fault}");
        }
    }
    let failed = seen.faults.len() as u64;
    println!("{} passed, {failed} failed", seen.homes - failed);
    Ok(failed == 0)
}

fn switch(which: &Which, kills: Option<u64>) -> Result<bool, Box<dyn Error>> {
    let sdks = which.sdks()?;
    let (seed, kills) = (which.seed(), kills.unwrap_or(if options::thorough() { 200 } else { 25 }));
    let (scratch, burrow) = (Scratch::new()?, which.burrow(false)?);
    println!("seed {seed}: {} SDKs, {kills} kills in each shell", sdks.len());
    let burrow = burrow_oracle::native::path(&burrow);
    let seen = burrow_oracle::switch::switches(scratch.path(), &sdks, &burrow, kills, seed)?;
    for fault in seen.faults.iter().take(20) {
        println!("FAILED  {fault}");
    }
    println!("killed {} times", seen.killed);
    println!("{} passed, {} failed", seen.passed, seen.faults.len());
    Ok(seen.faults.is_empty())
}

fn switch_profiles(which: &Which, files: Option<u64>, switches: Option<u64>) -> Result<bool, Box<dyn Error>> {
    let (sdks, seed, thorough) = (which.sdks()?, which.seed(), options::thorough());
    let wanted = profiles::Wanted {
        files: files.unwrap_or(if thorough { 48 } else { 16 }),
        switches: switches.unwrap_or(if thorough { 200 } else { 40 }),
        seed,
    };
    let scratch = Scratch::on_disk()?;
    println!("seed {seed}: {} GOENV files, {} switches beside go", wanted.files, wanted.switches);
    let started = Instant::now();
    let (store, burrow) = (which.folder()?, native::path(&which.burrow(false)?));
    let seen = profiles::profiles(scratch.path(), &store, &sdks, &burrow, wanted)?;
    for fault in seen.faults.iter().take(10) {
        println!("FAILED  {fault}");
    }
    for note in &seen.notes {
        println!("{note}");
    }
    println!("{:.1} s", started.elapsed().as_secs_f64());
    println!("{} passed, {} failed", seen.passed, seen.faults.len());
    Ok(seen.faults.is_empty())
}

fn examine(which: &Which, laid: Option<u64>, named: Option<&str>) -> Result<bool, Box<dyn Error>> {
    let (sdks, seed) = (which.sdks()?, which.seed());
    let laid = laid.unwrap_or(if options::thorough() { 2 } else { 1 });
    let scratch = Scratch::on_disk()?;
    println!("seed {seed}: each scenario laid {laid} times");
    let started = Instant::now();
    let burrow = native::path(&which.burrow(false)?);
    let seen = burrow_oracle::doctor::doctor(scratch.path(), &sdks, &burrow, seed, laid, named)?;
    for fault in seen.faults.iter().take(if named.is_some() { 200 } else { 10 }) {
        println!("FAILED  {fault}");
    }
    for note in &seen.notes {
        println!("{note}");
    }
    println!("{:.1} s", started.elapsed().as_secs_f64());
    println!("{} passed, {} failed", seen.passed, seen.faults.len());
    Ok(seen.faults.is_empty())
}

fn edit_modules(which: &Which, files: Option<u64>) -> Result<bool, Box<dyn Error>> {
    let sdks = which.sdks()?;
    let sdk = sdks.last().ok_or("no SDK")?;
    let (seed, files) = (which.seed(), files.unwrap_or(if options::thorough() { 2000 } else { 300 }));
    let scratch = Scratch::new()?;
    println!("seed {seed}: {files} files, edited by Burrow and by {}", sdk.version);
    let edits = burrow_oracle::gomod::compare(scratch.path(), sdk, seed, files)?;
    for fault in edits.faults.iter().take(10) {
        println!("DIFFERS  {fault}");
    }
    println!("{} of them refused by both", edits.refused);
    println!("{} passed, {} failed", edits.same, edits.faults.len());
    Ok(edits.faults.is_empty())
}

fn clean_caches(
    which: &Which,
    only: &[Part],
    worlds: Option<u64>,
    one: Option<u64>,
) -> Result<bool, Box<dyn Error>> {
    let (sdks, seed, burrow) = (which.sdks()?, which.seed(), native::path(&which.burrow(false)?));
    let worlds = match one {
        Some(world) => world..world + 1,
        None => 0..worlds.unwrap_or(if options::thorough() { 2 } else { 1 }),
    };
    let scratch = Scratch::on_disk()?;
    let wanted = run::Wanted { only: only.to_vec(), worlds, thorough: options::thorough(), seed };
    let started = Instant::now();
    let store = which.folder()?;
    let tools = run::Tools { base: scratch.path(), store: &store, sdks: &sdks, burrow: &burrow };
    let at_once = std::thread::available_parallelism().map_or(2, |cores| cores.get().min(4));
    let seen = run::caches(tools, &wanted, at_once)?;
    for fault in seen.faults.iter().take(20) {
        println!("FAILED  {fault}");
    }
    let counts: Vec<String> = seen.counts.iter().map(|(what, count)| format!("{what}: {count}")).collect();
    println!("seed {seed}: {}; {:.1} s", counts.join(", "), started.elapsed().as_secs_f64());
    println!("{} passed, {} failed", seen.passed, seen.faults.len());
    Ok(seen.faults.is_empty())
}

fn verify(which: &Which, rounds: Option<u64>, built: Option<u64>) -> Result<bool, Box<dyn Error>> {
    let mut sdks = which.sdks()?;
    sdks.retain(|sdk| sdk.minor >= 21);
    let few = if options::thorough() { (21, 7) } else { (4, 1) };
    let (rounds, built) = (rounds.unwrap_or(few.0), built.unwrap_or(few.1));
    let (scratch, burrow, seed) = (Scratch::new()?, which.burrow(false)?, which.seed());
    let burrow = burrow_oracle::native::path(&burrow);
    let how = burrow_oracle::verify::Rounds { rounds, built, seed };
    let started = Instant::now();
    let seen = burrow_oracle::verify::compare(scratch.path(), &which.folder()?, &sdks, &burrow, how)?;
    println!(
        "seed {seed}: {} SDKs, {} damaged versions and {} whole ones beside go mod verify; {} left to go, {} that stay \
         damaged built alone, {} repaired, {} fetched again, {} said not to be; {:.1} s",
        sdks.len(),
        seen.cases,
        seen.whole,
        seen.healed,
        seen.stayed,
        seen.repaired,
        seen.fetched,
        seen.not_fetched,
        started.elapsed().as_secs_f64()
    );
    for fault in seen.faults.iter().take(12) {
        println!("DIFFERS  {fault}");
    }
    let failed = seen.faults.len() as u64;
    println!("{} passed, {failed} failed", (seen.cases + seen.whole).saturating_sub(failed));
    Ok(seen.faults.is_empty())
}

fn judge_needs(which: &Which, projects: Option<u64>, one: Option<u64>) -> Result<bool, Box<dyn Error>> {
    let sdks = which.sdks()?;
    let seed = which.seed();
    let cases = match one {
        Some(project) => project..project + 1,
        None => 0..projects.unwrap_or(if options::thorough() { 1500 } else { 200 }),
    };
    let (scratch, started) = (Scratch::new()?, Instant::now());
    let seen = burrow_oracle::needs::judge::judge(scratch.path(), &sdks, seed, cases.clone())?;
    println!(
        "seed {seed}: {} projects over {} SDKs, {} answers alike, {} of them refusals, {} with nothing but what is needed; {:.1} s",
        cases.end - cases.start,
        sdks.len(),
        seen.same,
        seen.refused,
        seen.bare,
        started.elapsed().as_secs_f64()
    );
    for fault in seen.faults.iter().take(12) {
        println!("DIFFERENT  (--seed {seed} needs --project N) {fault}");
    }
    println!("{} passed, {} failed", seen.same, seen.faults.len());
    Ok(seen.faults.is_empty())
}

fn judge_projects(which: &Which, projects: Option<u64>, one: Option<u64>) -> Result<bool, Box<dyn Error>> {
    let sdks = which.sdks()?;
    let seed = which.seed();
    let cases = match one {
        Some(project) => project..project + 1,
        None => 0..projects.unwrap_or(if options::thorough() { 600 } else { 200 }),
    };
    let (scratch, started) = (Scratch::new()?, Instant::now());
    let seen = burrow_oracle::projects::judge::judge(scratch.path(), &sdks, seed, cases.clone())?;
    println!(
        "seed {seed}: {} projects over {} SDKs: {} ready, {} after a download, {} not; {:.1} s",
        cases.end - cases.start,
        sdks.len(),
        seen.offline,
        seen.download,
        seen.blocked,
        started.elapsed().as_secs_f64()
    );
    for fault in seen.faults.iter().take(12) {
        println!("DIFFERENT  (--seed {seed} projects --project N) {fault}");
    }
    println!("{} passed, {} failed", seen.same, seen.faults.len());
    Ok(seen.faults.is_empty())
}

fn foretell(
    which: &Which,
    cases: Option<u64>,
    one: Option<u64>,
    jobs: usize,
) -> Result<bool, Box<dyn Error>> {
    let mut sdks = which.sdks()?;
    sdks.retain(|sdk| sdk.minor >= 21);
    let (seed, burrow, scratch) = (which.seed(), which.burrow(false)?, Scratch::new()?);
    let cases = match one {
        Some(case) => case..case + 1,
        None => 0..cases.unwrap_or(if options::thorough() { 600 } else { 120 }),
    };
    let started = Instant::now();
    let seen = burrow_oracle::routes::run::routes(scratch.path(), &sdks, &burrow, seed, cases, jobs)?;
    println!(
        "seed {seed}: {} cases over {} SDKs; go made {} requests, asked nobody in {}, got the module in {}; {:.1} s",
        seen.cases,
        sdks.len(),
        seen.asked,
        seen.refused,
        seen.done,
        started.elapsed().as_secs_f64()
    );
    for (case, fault) in seen.faults.iter().take(12) {
        println!("DIFFERENT  (--seed {seed} routes --case {case}) {fault}");
    }
    let failed = seen.faults.len() as u64;
    println!("{} passed, {failed} failed", seen.cases - failed);
    Ok(seen.faults.is_empty())
}

fn patterns(which: &Which, cases: Option<u64>, one: Option<u64>) -> Result<bool, Box<dyn Error>> {
    let mut sdks = which.sdks()?;
    sdks.retain(|sdk| sdk.minor >= 21);
    let (seed, burrow, scratch) = (which.seed(), which.burrow(false)?, Scratch::new()?);
    let cases = match one {
        Some(case) => case..case + 1,
        None => 0..cases.unwrap_or(if options::thorough() { 120 } else { 30 }),
    };
    let started = Instant::now();
    let seen = burrow_oracle::patterns::run::patterns(scratch.path(), &sdks, &burrow, seed, cases)?;
    println!(
        "seed {seed}: {} lists of globs and sets of credentials over {} SDKs; go sent credentials {} times; {:.1} s",
        seen.cases,
        sdks.len(),
        seen.sent,
        started.elapsed().as_secs_f64()
    );
    for (case, fault) in seen.faults.iter().take(12) {
        println!("DIFFERENT  (--seed {seed} patterns --case {case}) {fault}");
    }
    let failed = seen.faults.len() as u64;
    println!("{} passed, {failed} failed", (2 * seen.cases).saturating_sub(failed));
    Ok(seen.faults.is_empty())
}

fn measure(which: &Which, rounds: usize) -> Result<bool, Box<dyn Error>> {
    let mut sdks = which.sdks()?;
    sdks.retain(|sdk| sdk.minor >= 21);
    let scratch = Scratch::new()?;
    let times = bench::times(scratch.path(), &sdks, &which.burrow(false)?, rounds)?;
    let (Some(go), Some(whole), Some(first), Some(again)) =
        (middle(&times.go), middle(&times.whole), middle(&times.first), middle(&times.again))
    else {
        return Err("nothing was measured".into());
    };
    if cfg!(debug_assertions) {
        println!("not optimised: these figures mean nothing (cargo run --release)");
    }
    println!("listing the environments of {} SDKs, median of {rounds} rounds (middle half):", sdks.len());
    let ms = |d: std::time::Duration| d.as_secs_f64() * 1000.0;
    for (name, time, goal) in [
        ("go env -json, one process each", go, None),
        ("burrow env --json, one process", whole, Some(30.0)),
        ("inside the app, first time", first, None),
        ("inside the app, again", again, Some(100.0)),
    ] {
        print!("  {name:30} {:9.2} ms  ({:.2} to {:.2})", ms(time.median), ms(time.from), ms(time.to));
        match goal {
            None => println!(),
            Some(goal) => println!(
                "  {:.0} times faster (goal: {goal:.0})",
                go.median.as_secs_f64() / time.median.as_secs_f64().max(f64::EPSILON)
            ),
        }
    }
    let store = Store::new(scratch.path(), sdks)?;
    if let Some(found) = middle(&homes::time::times(scratch.path(), &store, rounds)?) {
        println!(
            "  finding {} SDKs    {:9.2} ms  ({:.2} to {:.2}) (goal: under 100 ms)",
            homes::time::SDKS,
            ms(found.median),
            ms(found.from),
            ms(found.to)
        );
    }
    Ok(true)
}
