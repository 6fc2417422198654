//! As many of both as are wanted.

use super::{globs, keys};
use crate::rng::Rng;
use crate::sdk::Sdk;
use bstr::BString;
use std::io;
use std::ops::Range;
use std::path::Path;

/// What came of it, by kind and number.
#[derive(Debug, Default)]
pub struct Seen {
    pub cases: u64,
    /// Requests with credentials that go made.
    pub sent: usize,
    pub faults: Vec<(u64, String)>,
}

/// Lists of globs, and as many sets of credentials.
///
/// # Errors
/// When something cannot be laid or started.
pub fn patterns(
    base: &Path,
    sdks: &[Sdk],
    burrow: &BString,
    seed: u64,
    cases: Range<u64>,
) -> io::Result<Seen> {
    let globs = globs::Bench::new(&base.join("globs"), sdks, burrow)?;
    let keys = keys::Bench::new(&base.join("keys"), sdks, burrow)?;
    let mut seen = Seen::default();
    for number in cases {
        let mut faults = globs.judge(&mut Rng::of_case(seed, number))?;
        let (sent, fault) = keys.judge(&mut Rng::of_case(seed ^ 1, number))?;
        faults.extend(fault);
        seen.cases += 1;
        seen.sent += sent;
        seen.faults.extend(faults.into_iter().map(|fault| (number, fault)));
    }
    Ok(seen)
}
