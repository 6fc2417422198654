//! Homes as version managers leave them, with real SDKs in them, and what `burrow sdk list` finds there: everything,
//! each SDK once, with all the ways to it; and what it tells must be what the SDK's own `go` tells.

mod home;
mod judge;
mod managers;
mod sdk;
pub mod time;

pub use home::{Expected, Home};
pub use judge::{Found, found, unlike};
pub use managers::{MANAGERS, Manager};
pub use sdk::{Damage, Store};

use crate::rng::Rng;
use crate::stage::clear;
use bstr::BString;
use std::io;
use std::path::Path;

/// What a run saw.
#[derive(Debug, Default)]
pub struct Seen {
    pub homes: u64,
    pub sdks: u64,
    pub broken: u64,
    pub asked: u64,
    /// Each with the number of its case.
    pub faults: Vec<(u64, Vec<String>)>,
}

/// Lays `cases` homes, one after the other, and asks `burrow` about each.
///
/// # Errors
/// When a home cannot be laid or a program not be started.
pub fn homes(
    base: &Path,
    store: &Store,
    burrow: &BString,
    seed: u64,
    cases: std::ops::Range<u64>,
) -> io::Result<Seen> {
    let mut seen = Seen::default();
    for case in cases {
        let root = base.join("case");
        clear(&root)?;
        let home = Home::laid(&root, store, &mut Rng::of_case(seed, case))?;
        let found = found(burrow, &home)?;
        let mut faults = unlike(&home, &found);
        faults.extend(judge::asked(&home, &found, &mut seen.asked)?);
        seen.homes += 1;
        seen.sdks += home.expected.len() as u64;
        seen.broken += home.expected.iter().filter(|sdk| sdk.is_broken()).count() as u64;
        if !faults.is_empty() {
            seen.faults.push((case, faults));
        }
        clear(&root)?;
    }
    Ok(seen)
}
