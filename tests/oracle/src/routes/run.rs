//! Many cases, several at once.

use super::generate;
use super::judge::{Bench, Outcome};
use super::releases::Releases;
use super::servers::Servers;
use super::world::Case;
use crate::rng::Rng;
use crate::sdk::Sdk;
use bstr::BString;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

/// What came of all of them.
#[derive(Debug, Default)]
pub struct Seen {
    pub cases: u64,
    /// Requests that go made.
    pub asked: usize,
    /// Cases in which go asked nobody and said why.
    pub refused: u64,
    /// Cases in which go got the module.
    pub done: u64,
    /// By the number of the case.
    pub faults: Vec<(u64, String)>,
}

/// # Errors
/// When nothing can be laid or started.
pub fn routes(
    base: &Path,
    sdks: &[Sdk],
    burrow: &BString,
    seed: u64,
    cases: Range<u64>,
    jobs: usize,
) -> io::Result<Seen> {
    let releases = Arc::new(Releases::publish(&base.join("published"))?);
    let (next, seen) = (AtomicU64::new(cases.start), Mutex::new(Seen::default()));
    let failed: Mutex<Option<io::Error>> = Mutex::new(None);
    std::thread::scope(|scope| {
        for worker in 0..jobs {
            let (next, seen, failed, releases) = (&next, &seen, &failed, Arc::clone(&releases));
            let end = cases.end;
            scope.spawn(move || {
                let folder = base.join(format!("w{worker}"));
                let work = || -> io::Result<()> {
                    std::fs::create_dir_all(&folder)?;
                    let servers = Servers::start(Arc::clone(&releases))?;
                    let bench = Bench { folder: folder.clone(), servers, releases: &releases, sdks, burrow };
                    loop {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        if number >= end {
                            return Ok(());
                        }
                        let rng = &mut Rng::of_case(seed, number);
                        // Each eighth in a project.
                        let case = match number % 8 {
                            7 => generate::case_in_module(rng, sdks.len()),
                            _ => generate::case(rng, sdks.len()),
                        };
                        let outcome = bench.judge(&case).or_else(|why| match why.kind() {
                            io::ErrorKind::TimedOut => Ok(Outcome::late()),
                            _ => Err(why),
                        })?;
                        if let Ok(mut seen) = seen.lock() {
                            seen.cases += 1;
                            seen.asked += outcome.asked;
                            seen.refused += u64::from(outcome.refused);
                            seen.done += u64::from(outcome.done);
                            let about = |fault| (number, format!("{}\n{fault}", told(&case, sdks)));
                            seen.faults.extend(outcome.fault.map(about));
                        }
                    }
                };
                if let (Err(why), Ok(mut failed)) = (work(), failed.lock()) {
                    *failed = Some(why);
                }
            });
        }
    });
    if let Some(why) = failed.into_inner().ok().flatten() {
        return Err(why);
    }
    let mut seen = seen.into_inner().unwrap_or_default();
    seen.faults.sort();
    Ok(seen)
}

fn told(case: &Case, sdks: &[Sdk]) -> String {
    let env: Vec<String> = case.env.iter().map(|(name, value)| format!("{name}='{value}'")).collect();
    let lists = if case.lists.is_empty() { String::new() } else { format!("\n  lists {:?}", case.lists) };
    let required =
        if case.requires.is_empty() { String::new() } else { format!("\n  requires {:?}", case.requires) };
    format!(
        "{} {} {}\n  origin {:?}, statuses {:?}{lists}{required}",
        env.join(" "),
        sdks[case.sdk].version,
        case.argument,
        case.origin,
        case.statuses
    )
}
