//! What the section of caches shows: one immutable picture, made of what the rooms of `cache` and `project` told.

use std::path::PathBuf;
use std::sync::Arc;

use super::budgets::BudgetState;
use super::checking::Checked;
use super::cleaning::CleaningShown;
use super::planning::Reclaimable;
use super::projects::CacheProjects;
use crate::cache::measure::leftovers::Leftover;
use crate::cache::measure::{KindRow, MeasureError};
use crate::cache::plan::{Plan, Safety};
use crate::cache::quarantine::RootRefusal;
use crate::cache::running::Running;
use crate::cache::{Cache, Kind, Root};
use crate::system::volume::Volume;
use crate::tree::Size;

/// Everything that is known of the caches of one context, but for the rows of module versions.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Caches {
    pub revision: u64,
    /// Another number: the rows may differ.
    pub rows_revision: u64,
    /// How far a measuring is that is on.
    pub measuring: Option<Size>,
    /// When the disk was last asked (Unix ms); `None`: never.
    pub as_of: Option<u64>,
    /// The disk was not asked since the page was opened, or could not be.
    pub stale: bool,
    /// Of both.
    pub size: Size,
    /// Each volume once.
    pub disks: Vec<CacheDisk>,
    pub folders: Vec<CacheFolder>,
    /// Those that hold something.
    pub kinds: Vec<CacheKind>,
    /// Test results were told apart.
    pub tests_known: bool,
    pub ages: Vec<CacheAge>,
    pub budgets: Vec<BudgetState>,
    pub grace_days: u32,
    /// Programs of Go that run now.
    pub running: Vec<Running>,
    /// What the standard plan takes; `None`: it is not known.
    pub reclaimable: Option<Reclaimable>,
    pub cleanings: Vec<CleaningShown>,
    pub projects: CacheProjects,
    /// What lies around the caches and takes space too.
    pub leftovers: Vec<Leftover>,
    /// Folders of which the index has told something else than is there, since Burrow was started.
    pub corrected: u64,
    /// The last check of the module cache.
    pub checked: Option<Arc<Checked>>,
}

/// A volume, and which caches are on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CacheDisk {
    pub caches: Vec<Cache>,
    pub volume: Volume,
}

/// One cache.
#[derive(Debug, Clone, PartialEq)]
pub struct CacheFolder {
    pub cache: Cache,
    pub root: Root,
    /// Where it really is, when the root is a link.
    pub points_to: Option<PathBuf>,
    pub size: Size,
    /// Why it was not measured.
    pub problem: Option<Arc<MeasureError>>,
    /// Why nothing is cleaned there.
    pub refusal: Option<RootRefusal>,
}

/// One kind of content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CacheKind {
    pub cache: Cache,
    pub row: KindRow,
    /// What taking all of it costs.
    pub safety: Safety,
    /// Bytes of it that the standard plan takes.
    pub reclaimable: u64,
}

/// What was last used so many days ago, or longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CacheAge {
    pub cache: Cache,
    pub from_days: u32,
    /// Where the next age begins; `None`: this is the last.
    pub to_days: Option<u32>,
    pub size: Size,
}

/// Where ages begin, in days.
const AGES: [u32; 7] = [0, 1, 2, 5, 30, 90, 365];

/// Sizes by days, in the ages that the page shows; those with nothing in them are left out.
pub(super) fn ages(cache: Cache, by_day: impl Iterator<Item = (u32, Size)>) -> Vec<CacheAge> {
    let mut sums = [Size::default(); AGES.len()];
    for (days, size) in by_day {
        let at = AGES.iter().rposition(|from| *from <= days).unwrap_or(0);
        if let Some(sum) = sums.get_mut(at) {
            *sum += size;
        }
    }
    let age = |(at, size): (usize, Size)| CacheAge {
        cache,
        from_days: AGES.get(at).copied().unwrap_or(0),
        to_days: AGES.get(at + 1).copied(),
        size,
    };
    sums.into_iter().enumerate().filter(|(_, size)| size.files > 0).map(age).collect()
}

/// The kinds of the build cache with results of tests in a row of their own, out of that of all entries; together they
/// stay what they were. `None`: there are no such results any more, the cache has shrunk since they were found.
pub(super) fn apart(rows: &[KindRow], results: &KindRow) -> Option<Vec<KindRow>> {
    let build = rows.iter().find(|row| row.kind == Kind::Build)?.size;
    let rest = Size {
        bytes: build.bytes.checked_sub(results.size.bytes)?,
        disk_bytes: build.disk_bytes.checked_sub(results.size.disk_bytes)?,
        files: build.files.checked_sub(results.size.files)?,
    };
    let row = |row: &KindRow| match row.kind {
        Kind::Build => KindRow { size: rest, ..row.clone() },
        Kind::Test => results.clone(),
        _ => row.clone(),
    };
    Some(rows.iter().map(row).collect())
}

/// The order of the kinds on the page.
pub(super) fn kinds<'a>(
    cache: Cache,
    rows: &'a [KindRow],
    standard: Option<&'a Plan>,
) -> impl Iterator<Item = CacheKind> + 'a {
    // Folders alone are nothing to show.
    let held = rows.iter().filter(|row| row.size.files > 0);
    held.map(move |row| CacheKind {
        cache,
        row: row.clone(),
        safety: safety(row.kind),
        // A plan takes entries, of which some may be results of tests.
        reclaimable: standard.map_or(0, |plan| takes(plan, cache, row.kind)).min(row.size.bytes),
    })
}

fn takes(plan: &Plan, cache: Cache, kind: Kind) -> u64 {
    let items = plan.items.iter().filter(|item| item.cache == cache && item.kind == kind);
    items.map(|item| item.size.bytes).sum()
}

/// What taking the whole of a kind costs at most, but for modules that may not be there any more.
fn safety(kind: Kind) -> Safety {
    match kind {
        Kind::Build | Kind::Test | Kind::Sumdb | Kind::Other => Safety::Safe,
        Kind::Modules | Kind::Downloads | Kind::Vcs | Kind::Toolchains => Safety::NeedsNetwork,
        Kind::Fuzz => Safety::Private,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_of_tests_come_out_of_the_entries_and_the_kinds_add_up() {
        let row = |kind, bytes, files| KindRow {
            kind,
            path: PathBuf::new(),
            size: Size { bytes, disk_bytes: bytes * 2, files },
            oldest: None,
            newest: None,
        };
        let rows = [row(Kind::Build, 100, 10), row(Kind::Test, 0, 0), row(Kind::Fuzz, 5, 1)];
        let results = row(Kind::Test, 30, 4);
        let told = apart(&rows, &results).unwrap();
        assert_eq!(told, [row(Kind::Build, 70, 6), results.clone(), row(Kind::Fuzz, 5, 1)]);
        let sum = |rows: &[KindRow]| rows.iter().map(|row| row.size).sum::<Size>();
        assert_eq!(sum(&told), sum(&rows));
        let (smaller, fewer) = (row(Kind::Build, 20, 10), row(Kind::Build, 100, 3));
        assert_eq!(apart(&[smaller, rows[1].clone()], &results), None);
        assert_eq!(apart(&[fewer, rows[1].clone()], &results), None);
    }

    #[test]
    fn every_day_counts_in_exactly_one_age() {
        let size = |bytes| Size { bytes, disk_bytes: bytes, files: 1 };
        let days = [0, 0, 1, 4, 5, 29, 400, 9000].map(|day| (day, size(1)));
        let found = ages(Cache::Build, days.into_iter());
        let told: Vec<(u32, Option<u32>, u64)> =
            found.iter().map(|age| (age.from_days, age.to_days, age.size.bytes)).collect();
        assert_eq!(
            told,
            [(0, Some(1), 2), (1, Some(2), 1), (2, Some(5), 1), (5, Some(30), 2), (365, None, 2)]
        );
    }
}
