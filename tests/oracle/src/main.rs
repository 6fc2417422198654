//! `burrow-oracle`: runs generated cases against the real SDKs and ends with the plain line `N passed, N failed`.

use bstr::BString;
use burrow_oracle::case::Case;
use burrow_oracle::generate::{self, Kind};
use burrow_oracle::judge::{CommandLines, Difference, Verdict, go_only, judge};
use burrow_oracle::native::{bytes, shown};
use burrow_oracle::sdk::{self, Sdk};
use burrow_oracle::shrink::shrink;
use burrow_oracle::stage::Stage;
use burrow_oracle::{case, run, stage};
use clap::Parser;
use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// Compares `burrow env` with real `go env` in generated environments.
#[derive(Debug, Parser)]
struct Args {
    /// How many cases.
    #[arg(long, default_value_t = 400)]
    cases: u64,
    /// The same seed gives the same cases; without it, one is drawn and printed.
    #[arg(long)]
    seed: Option<u64>,
    /// Runs just this case of the seed.
    #[arg(long)]
    case: Option<u64>,
    /// Only these kinds of questions.
    #[arg(long, value_enum)]
    only: Vec<Kind>,
    /// Only SDKs whose version begins so (`go1.27`), or that lie in this folder.
    #[arg(long)]
    sdk: Vec<String>,
    /// Where `tests/sdks/fetch.mjs` has laid the SDKs.
    #[arg(long, env = "BURROW_SDKS")]
    sdks: Option<PathBuf>,
    /// The `burrow` to ask; by default the one beside this program.
    #[arg(long)]
    burrow: Option<PathBuf>,
    /// How many cases run at once.
    #[arg(long, default_value_t = 2)]
    jobs: usize,
    /// How many differences are shown.
    #[arg(long, default_value_t = 8)]
    show: usize,
    /// Asks real go only, and tells what it answers: are the cases worth anything?
    #[arg(long)]
    go_only: bool,
}

fn main() -> ExitCode {
    match check(&Args::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("burrow-oracle: {error}");
            ExitCode::from(2)
        }
    }
}

/// What all workers share.
struct Session {
    seed: u64,
    kinds: Vec<Kind>,
    sdks: Vec<Sdk>,
    burrow: BString,
    next: AtomicU64,
    end: u64,
    show: usize,
    go_only: bool,
    tally: Mutex<Tally>,
}

#[derive(Default)]
struct Tally {
    same: u64,
    both_refused: u64,
    failed: u64,
    skipped: BTreeMap<String, u64>,
    shown: usize,
    reasons: BTreeMap<String, u64>,
}

fn check(args: &Args) -> Result<bool, Box<dyn Error>> {
    let sdks = sdks(args)?;
    let seed = args.seed.unwrap_or_else(|| {
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_nanos() as u64 >> 10)
    });
    let versions: Vec<&str> = sdks.iter().map(|sdk| sdk.version.as_str()).collect();
    let first = args.case.unwrap_or(0);
    println!(
        "seed {seed}, {} cases, SDKs: {}",
        if args.case.is_some() { 1 } else { args.cases },
        versions.join(" ")
    );
    let session = Session {
        seed,
        kinds: args.only.clone(),
        burrow: bytes(&burrow(args)?),
        sdks,
        next: AtomicU64::new(first),
        end: args.case.map_or(args.cases, |one| one + 1),
        show: args.show,
        go_only: args.go_only,
        tally: Mutex::default(),
    };
    let base = base_folder()?;
    let stages: Vec<Stage> =
        (0..args.jobs.max(1)).map(|n| Stage::new(&base, n, &session.sdks)).collect::<Result<_, _>>()?;
    let started = Instant::now();
    std::thread::scope(|scope| {
        for stage in &stages {
            scope.spawn(|| work(&session, stage));
        }
    });
    stage::clear(&base)?;
    Ok(report(&session, started))
}

fn sdks(args: &Args) -> Result<Vec<Sdk>, Box<dyn Error>> {
    let folder = args.sdks.clone().or_else(default_folder).ok_or("no folder of SDKs: give --sdks")?;
    let places: Vec<&String> = args.sdk.iter().filter(|s| Path::new(s).is_dir()).collect();
    if !places.is_empty() {
        return Ok(places.into_iter().map(|place| Sdk::at(Path::new(place))).collect::<Result<_, _>>()?);
    }
    let mut found = sdk::in_folder(&folder)?;
    found.retain(|sdk| args.sdk.is_empty() || args.sdk.iter().any(|wanted| sdk.version.starts_with(wanted)));
    if found.is_empty() {
        Err(format!("none of these SDKs in {}", folder.display()).into())
    } else {
        Ok(found)
    }
}

/// As `tests/sdks/fetch.mjs` chooses it.
fn default_folder() -> Option<PathBuf> {
    let var = |name| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    let cache = if cfg!(windows) {
        var("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        var("HOME").map(|home| home.join("Library/Caches"))
    } else {
        var("XDG_CACHE_HOME").or_else(|| var("HOME").map(|home| home.join(".cache")))
    };
    cache.map(|cache| cache.join("burrow-sdks"))
}

fn burrow(args: &Args) -> Result<PathBuf, Box<dyn Error>> {
    let name = if cfg!(windows) { "burrow.exe" } else { "burrow" };
    let beside = || std::env::current_exe().map(|me| me.with_file_name(name));
    let burrow = args.burrow.clone().map_or_else(beside, Ok)?;
    if args.go_only || burrow.is_file() {
        Ok(burrow)
    } else {
        Err(format!("no {}: cargo build -p burrow-cli", burrow.display()).into())
    }
}

/// In memory where the system has a folder for that: a case lays and clears dozens of files.
fn base_folder() -> std::io::Result<PathBuf> {
    let memory = Path::new("/dev/shm");
    let parent = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir().canonicalize()? };
    let base = parent.join(format!("burrow-oracle-{}", std::process::id()));
    std::fs::create_dir_all(&base)?;
    Ok(base)
}

fn work(session: &Session, stage: &Stage) {
    loop {
        let index = session.next.fetch_add(1, Ordering::Relaxed);
        if index >= session.end {
            return;
        }
        let (_, chosen, case) =
            generate::case(session.seed, index, &stage.root(), &session.sdks, &session.kinds);
        let sdk = &session.sdks[chosen];
        if session.go_only {
            note_answer(session, go_only(&case, sdk.minor, stage));
            continue;
        }
        let verdict = judge(&case, sdk.minor, &session.burrow, stage)
            .unwrap_or_else(|error| Verdict::Skipped(error.to_string()));
        settle(session, index, sdk, stage, case, verdict);
    }
}

fn note_answer(session: &Session, said: std::io::Result<run::Said>) {
    let reason = match said {
        Err(error) => format!("not run: {error}"),
        Ok(said) if said.ok => "answers".to_owned(),
        Ok(said) => {
            let words = shown(bstr::ByteSlice::as_bstr(&said.stderr[..]));
            words.lines().last().unwrap_or_default().chars().take(60).collect()
        }
    };
    if let Ok(mut tally) = session.tally.lock() {
        *tally.reasons.entry(reason).or_default() += 1;
        tally.same += 1;
    }
}

fn settle(session: &Session, index: u64, sdk: &Sdk, stage: &Stage, case: Case, verdict: Verdict) {
    let Verdict::Different(difference) = verdict else {
        let Ok(mut tally) = session.tally.lock() else { return };
        match verdict {
            Verdict::Skipped(why) => *tally.skipped.entry(why).or_default() += 1,
            Verdict::BothRefused => tally.both_refused += 1,
            _ => tally.same += 1,
        }
        return;
    };
    let Ok(mut tally) = session.tally.lock() else { return };
    tally.failed += 1;
    let show = tally.shown < session.show;
    tally.shown += 1;
    drop(tally);
    if show {
        let (case, difference) = smallest(session, sdk, stage, case, *difference);
        print(session, index, sdk, &case, &difference);
    }
}

/// The smallest case that still differs in the same way: also by its first words, so that shrinking does not slip into another one.
fn smallest(
    session: &Session,
    sdk: &Sdk,
    stage: &Stage,
    case: Case,
    first: Difference,
) -> (Case, Difference) {
    let mut last = first.clone();
    let kind = |difference: &Difference| {
        difference.what.chars().take_while(|c| c.is_alphabetic()).collect::<String>()
    };
    let small = shrink(case, |candidate| match judge(candidate, sdk.minor, &session.burrow, stage) {
        Ok(Verdict::Different(difference)) if kind(&difference) == kind(&first) => {
            last = *difference;
            true
        }
        _ => false,
    });
    (small, last)
}

fn print(session: &Session, index: u64, sdk: &Sdk, case: &Case, difference: &Difference) {
    let lines = CommandLines::of(case, sdk.minor, &session.burrow);
    let words = |(program, args): &(BString, Vec<BString>)| {
        std::iter::once(program)
            .chain(args)
            .map(|w| case::Quoted(w).to_string())
            .collect::<Vec<_>>()
            .join(" ")
    };
    let said = |said: &run::Said| {
        let cut = |text: &BString| {
            shown(bstr::ByteSlice::as_bstr(&text[..])).chars().take(1500).collect::<String>()
        };
        format!("{} {}{}", if said.ok { "ok" } else { "refused" }, cut(&said.stdout), cut(&said.stderr))
    };
    println!("\nDIFFERENT  --seed {} --case {index}  {}  {}", session.seed, sdk.version, difference.what);
    print!("{case}");
    println!("  go:     {}\n  burrow: {}", words(&lines.go), words(&lines.burrow));
    println!("  go said: {}\n  burrow said: {}", said(&difference.go), said(&difference.burrow));
}

/// Tells the end of it. True when nothing differed and something was compared.
fn report(session: &Session, started: Instant) -> bool {
    let Ok(tally) = session.tally.lock() else { return false };
    for (reason, count) in &tally.reasons {
        println!("{count:6}  {reason}");
    }
    for (why, count) in &tally.skipped {
        println!("skipped {count}: {why}");
    }
    let skipped: u64 = tally.skipped.values().sum();
    let passed = tally.same + tally.both_refused;
    println!(
        "\nseed {}: {} answered alike, {} refused alike, {skipped} skipped, in {:.1} s",
        session.seed,
        tally.same,
        tally.both_refused,
        started.elapsed().as_secs_f64()
    );
    println!("{passed} passed, {} failed", tally.failed);
    tally.failed == 0 && passed > 0 && skipped * 20 <= passed
}
