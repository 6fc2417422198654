//! Runs generated cases on all threads and tells how they came out.

use crate::options::{Comparing, Which};
use crate::scratch::Scratch;
use bstr::BString;
use burrow_oracle::case::{Case, Quoted};
use burrow_oracle::generate::{self, Kind};
use burrow_oracle::judge::{CommandLines, Difference, Verdict, go_only, judge};
use burrow_oracle::native::shown;
use burrow_oracle::run::Said;
use burrow_oracle::sdk::Sdk;
use burrow_oracle::shrink::shrink;
use burrow_oracle::stage::Stage;
use std::collections::BTreeMap;
use std::error::Error;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

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
    beside: BTreeMap<&'static str, u64>,
    skipped: BTreeMap<String, u64>,
    shown: usize,
    reasons: BTreeMap<String, u64>,
}

/// True when nothing differed and something was compared.
pub fn compare(which: &Which, options: &Comparing) -> Result<bool, Box<dyn Error>> {
    let sdks = which.sdks()?;
    let seed = which.seed();
    let versions: Vec<&str> = sdks.iter().map(|sdk| sdk.version.as_str()).collect();
    let (first, end) = options.case.map_or((0, options.cases()), |one| (one, one + 1));
    println!("seed {seed}, {} cases, SDKs: {}", end - first, versions.join(" "));
    let session = Session {
        seed,
        kinds: options.only.clone(),
        burrow: which.burrow(options.go_only)?,
        sdks,
        next: AtomicU64::new(first),
        end,
        show: options.show,
        go_only: options.go_only,
        tally: Mutex::default(),
    };
    let scratch = Scratch::new()?;
    let stages: Vec<Stage> = (0..options.jobs.max(1))
        .map(|n| Stage::new(scratch.path(), n, &session.sdks))
        .collect::<Result<_, _>>()?;
    let started = Instant::now();
    std::thread::scope(|scope| {
        for stage in &stages {
            scope.spawn(|| work(&session, stage));
        }
    });
    Ok(report(&session, started))
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

fn note_answer(session: &Session, said: std::io::Result<Said>) {
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
            Verdict::Beside(why) => *tally.beside.entry(why).or_default() += 1,
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
        std::iter::once(program).chain(args).map(|w| Quoted(w).to_string()).collect::<Vec<_>>().join(" ")
    };
    let said = |said: &Said| {
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
    for (why, count) in &tally.beside {
        println!("not compared {count}: {why}");
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
