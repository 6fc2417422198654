//! `burrow-oracle`: Burrow beside the real SDKs. Every way of running it ends with the plain line `N passed, N failed`.

mod compare;
mod options;
mod scratch;

use burrow_oracle::loss;
use burrow_oracle::rng::Rng;
use clap::Parser;
use options::{Options, Other, Which};
use scratch::Scratch;
use std::error::Error;
use std::process::ExitCode;
use std::time::Instant;

fn main() -> ExitCode {
    let options = Options::parse();
    let passed = match options.other {
        None => compare::compare(&options.which, &options.comparing),
        Some(Other::Loss { rounds }) => lose_nothing(&options.which, rounds),
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

fn lose_nothing(which: &Which, rounds: u64) -> Result<bool, Box<dyn Error>> {
    let sdks = which.sdks()?;
    let sdk = sdks.last().ok_or("no SDK")?;
    let seed = which.seed();
    let scratch = Scratch::new()?;
    println!("seed {seed}: {rounds} times `burrow env set` is killed beside `go env -w` of {}", sdk.version);
    let started = Instant::now();
    let losses =
        loss::losses(scratch.path(), sdk, &which.burrow(false)?, rounds, &mut Rng::of_case(seed, 0))?;
    println!(
        "killed {} of {}; {} changes lost while in flight; looked {} times, {} of them between go's truncating and writing; {:.1} s",
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
    println!("{} passed, {failed} failed", losses.rounds.saturating_sub(failed));
    Ok(failed == 0)
}
