//! Lines of go.sum that disagree with what is in the cache, whether a build reads them or not.

use std::fs;

use bstr::ByteSlice;
use go_rules::module::h1_of_go_mod;

use super::cache::{Cache, is_hash};
use super::report::SumLine;
use crate::cache::verify::Places;

/// A line that disagrees.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Contradicted {
    pub line: SumLine,
    /// Go would stop at it, if it looked: no other file says before what fits.
    pub stops: bool,
}

/// All of them, sorted.
pub fn lines(cache: &Cache<'_>) -> Vec<Contradicted> {
    let wrong = |line: &SumLine| {
        let found = found(cache, line)?;
        let stops = cache.sums.stops(line, &found);
        cache.sums.contradicts(line, &found).then(|| Contradicted { line: line.clone(), stops })
    };
    let mut wrong: Vec<Contradicted> = cache.sums.all().filter_map(wrong).collect();
    wrong.sort();
    wrong
}

/// What is in the cache. Of a module's content the hash that go has noted beside it counts.
fn found(cache: &Cache<'_>, line: &SumLine) -> Option<Vec<u8>> {
    let places = Places::of(cache.root, &line.version)?;
    if line.of_go_mod {
        return fs::read(places.file(".mod")).ok().map(|text| h1_of_go_mod(&text).into_bytes());
    }
    let noted = fs::read(places.file(".ziphash")).ok()?;
    Some(noted.trim().to_vec()).filter(|noted| is_hash(noted))
}
