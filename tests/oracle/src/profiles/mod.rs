//! `burrow profile` beside real go: a switch leaves the bytes that `go env -w` and `-u` leave, every built-in profile is
//! one that go takes, the one for offline work builds, and 200 switches beside a running `go env -w` lose nothing.

mod beside;
mod built_in;
mod home;
mod same;

use crate::rng::Rng;
use crate::sdk::Sdk;
use std::io;
use std::path::Path;

/// What the passwords are that stand in the files of this stage: nothing that Burrow says or keeps may hold one.
const PLANTED: [&str; 2] = ["hunter2", "t0k3n-0f-ada"];

/// How much is done.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// Files that a switch and go are set upon.
    pub files: u64,
    /// Switches beside a running `go env -w`.
    pub switches: u64,
    pub seed: u64,
}

/// What was seen.
#[derive(Debug, Default)]
pub struct Seen {
    pub passed: u64,
    pub faults: Vec<String>,
    /// For the report.
    pub notes: Vec<String>,
}

impl Seen {
    fn check(&mut self, well: bool, fault: impl FnOnce() -> String) {
        match well {
            true => self.passed += 1,
            false => self.faults.push(fault()),
        }
    }
}

/// `store`: where build caches are kept between runs.
///
/// # Errors
/// When a program cannot be started or the folder cannot be written.
pub fn profiles(base: &Path, store: &Path, sdks: &[Sdk], burrow: &Path, wanted: Wanted) -> io::Result<Seen> {
    let mut seen = Seen::default();
    let newest = sdks.last().ok_or_else(|| io::Error::other("no SDK"))?;
    for file in 0..wanted.files {
        let sdk = &sdks[file as usize % sdks.len()];
        let mut rng = Rng::of_case(wanted.seed, file);
        same::file(&base.join("same"), sdk, burrow, file, &mut rng, &mut seen)?;
    }
    built_in::taken(&base.join("built-in"), sdks, burrow, &mut seen)?;
    built_in::offline(&base.join("offline"), store, newest, burrow, &mut seen)?;
    beside::switches(&base.join("beside"), newest, burrow, wanted.switches, &mut seen)?;
    Ok(seen)
}
