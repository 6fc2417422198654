//! From rows to what a person is told. The same rows give the same answer, in whatever order they come.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::time::SystemTime;

use bstr::ByteSlice;
use go_rules::module::ModuleVersion;
use go_rules::semver;

use super::row::{Count, Row, Shape, day};
use super::{Age, KindRow, Measured, ModuleRow};
use crate::cache::{Cache, Kind};
use crate::system::clock;
use crate::system::volume::volume_of;
use crate::tree::{Size, Time};

/// A cache that is not there.
pub fn nothing(cache: Cache, path: &Path) -> Measured {
    let at = clock::now();
    measured(cache, path, &[], at, at.into())
}

/// What the rows come to.
pub fn measured(cache: Cache, path: &Path, rows: &[&Row], at: SystemTime, walked_at: Time) -> Measured {
    let mut sum = Sum::default();
    let leading = what_paths_lead_to(rows);
    for row in rows.iter().copied() {
        sum.folder(row, &leading);
        row.counts.iter().for_each(|count| sum.count(row, count));
        sum.ages_of(row);
    }
    sum.several_names(rows);
    let kinds: Vec<KindRow> = cache.kinds().iter().map(|kind| sum.kind(*kind, path)).collect();
    Measured {
        cache,
        path: path.to_path_buf(),
        total: kinds.iter().map(|row| row.size).sum(),
        kinds,
        ages: sum.ages(day(at.into())),
        modules: sum.modules(),
        disk: volume_of(path),
        unread: rows.iter().map(|row| row.unread).sum(),
        at,
        walked_at: walked_at.system().unwrap_or(at),
    }
}

#[derive(Default)]
struct Sum<'a> {
    /// A handful.
    kinds: Vec<Count>,
    modules: HashMap<&'a ModuleVersion, Module>,
    /// By the day, oldest first: a few dozen that each folder adds to.
    ages: Vec<(i64, Size)>,
}

#[derive(Default)]
struct Module {
    size: Size,
    extracted: Size,
    fetched: Option<(u8, Time)>,
}

impl<'a> Sum<'a> {
    fn of(&mut self, kind: Kind) -> &mut Count {
        let at = self.kinds.iter().position(|count| count.kind == kind).unwrap_or_else(|| {
            self.kinds.push(Count::new(kind, None));
            self.kinds.len() - 1
        });
        &mut self.kinds[at]
    }

    /// Its days are mostly those of the row before.
    fn ages_of(&mut self, row: &Row) {
        let mut next = 0;
        for (day, size) in &row.ages {
            match self.ages.get_mut(next) {
                Some((known, all)) if known == day => *all += *size,
                _ => next = self.age(*day, *size),
            }
            next += 1;
        }
    }

    /// Adds it to its day, and tells where that is.
    fn age(&mut self, day: i64, size: Size) -> usize {
        match self.ages.binary_search_by_key(&day, |(known, _)| *known) {
            Ok(at) => {
                self.ages[at].1 += size;
                at
            }
            Err(at) => {
                self.ages.insert(at, (day, size));
                at
            }
        }
    }

    fn folder(&mut self, row: &Row, leading: &HashMap<&[u8], Kind>) {
        let kind = match row.shape {
            Shape::Of(kind) => kind,
            Shape::Path => leading.get(row.path.as_slice()).copied().unwrap_or(Kind::Other),
            Shape::Module => return,
        };
        self.of(kind).size.disk_bytes += row.own;
    }

    fn count(&mut self, row: &Row, count: &'a Count) {
        let sum = self.of(count.kind);
        count.oldest.into_iter().chain(count.newest).for_each(|time| sum.see(time));
        self.size(row, count, count.size);
        if let (Some(version), Some((rank, time))) = (&count.version, count.fetched) {
            let module = self.modules.entry(version).or_default();
            if module.fetched.is_none_or(|(known, _)| rank < known) {
                module.fetched = Some((rank, time));
            }
        }
    }

    fn size(&mut self, row: &Row, count: &'a Count, size: Size) {
        self.of(count.kind).size += size;
        if let Some(version) = &count.version {
            let module = self.modules.entry(version).or_default();
            module.size += size;
            if row.shape == Shape::Module {
                module.extracted += size;
            }
        }
    }

    /// The bytes of a file with several names go to one of them: to that whose folder comes first, and in a folder to
    /// that of the first count.
    fn several_names(&mut self, rows: &[&'a Row]) {
        let mut named: Vec<_> =
            rows.iter().flat_map(|row| row.named.iter().map(move |n| (*row, n))).collect();
        let order = |row: &Row, count: usize| {
            let count = &row.counts[count];
            (row.path.clone(), count.kind, count.version.clone())
        };
        named.sort_by_cached_key(|(row, named)| order(row, named.count));
        let mut seen = HashSet::new();
        for (row, named) in named {
            if seen.insert(named.inode) {
                let size = Size { files: 0, ..named.size };
                self.size(row, &row.counts[named.count], size);
                if let Some(day) = named.day {
                    self.age(day, size);
                }
            }
        }
    }

    fn kind(&self, kind: Kind, root: &Path) -> KindRow {
        let sum = self.kinds.iter().find(|count| count.kind == kind);
        let time = |time: Option<Time>| time.and_then(Time::system);
        KindRow {
            kind,
            path: kind.folder(root),
            size: sum.map(|sum| sum.size).unwrap_or_default(),
            oldest: time(sum.and_then(|sum| sum.oldest)),
            newest: time(sum.and_then(|sum| sum.newest)),
        }
    }

    fn ages(&self, today: i64) -> Vec<Age> {
        let mut ages: Vec<Age> = Vec::new();
        for (day, size) in self.ages.iter().rev() {
            let days = u32::try_from((today - day).max(0)).unwrap_or(u32::MAX);
            match ages.last_mut().filter(|age| age.days == days) {
                // What was used tomorrow was used today: clocks differ.
                Some(age) => age.size += *size,
                None => ages.push(Age { days, size: *size }),
            }
        }
        ages
    }

    fn modules(self) -> Vec<ModuleRow> {
        let row = |(version, module): (&ModuleVersion, Module)| ModuleRow {
            version: version.clone(),
            size: module.size,
            extracted: module.extracted,
            fetched_at: module.fetched.and_then(|(_, time)| time.system()),
        };
        let mut rows: Vec<ModuleRow> = self.modules.into_iter().map(row).collect();
        rows.sort_by(|a, b| {
            let (a, b) = (&a.version, &b.version);
            let version = || semver::compare(&a.version, &b.version);
            a.module.cmp(&b.module).then_with(version).then_with(|| a.version.cmp(&b.version))
        });
        rows
    }
}

/// The kind of the folders that lead to modules.
fn what_paths_lead_to<'a>(rows: &[&'a Row]) -> HashMap<&'a [u8], Kind> {
    let mut leading: HashMap<&'a [u8], Kind> = HashMap::new();
    for row in rows.iter().filter(|row| row.shape == Shape::Module) {
        let Some(count) = row.counts.first() else { continue };
        let mut path = row.path.as_slice();
        while let Some(end) = path.rfind_byte(b'/') {
            path = &path[..end];
            let known = leading.entry(path).or_insert(count.kind);
            // Of two kinds, the one that comes first.
            *known = (*known).min(count.kind);
        }
    }
    leading
}
