//! Every module version in the module cache, with what still needs it: the long list of the page, made when it is asked
//! for.

use std::collections::HashSet;
use std::sync::Arc;

use go_rules::semver;

use super::super::Workbench;
use crate::cache::cost::{self, Cost, FetchSettings};
use crate::cache::measure::{Measured, ModuleRow};
use crate::cache::plan::Plan;
use crate::cache::{Cache, ModuleVersion};
use crate::project::needs::Needs;

/// The module of Go's own toolchains.
const TOOLCHAIN: &str = "golang.org/toolchain";

/// The rows of the module cache.
#[derive(Debug, Clone, Default)]
pub struct CacheRows {
    /// [`super::Caches::rows_revision`] that this is of.
    pub revision: u64,
    measured: Option<Arc<Measured>>,
    /// What projects need; `None`: it is not known yet.
    pub needs: Option<Arc<Needs>>,
    /// By module, then by version, the newest first.
    order: Vec<Place>,
    costs: Option<FetchSettings>,
}

#[derive(Debug, Clone, Copy)]
struct Place {
    row: usize,
    older: bool,
    reclaimable: bool,
}

/// One of them.
#[derive(Debug, Clone)]
pub struct CacheRow<'a> {
    pub measured: &'a ModuleRow,
    /// A toolchain of Go.
    pub toolchain: bool,
    /// A newer version of the module is in the cache.
    pub older: bool,
    /// The standard plan takes all of it, or its folder.
    pub reclaimable: bool,
    /// What getting it back costs.
    pub cost: Cost,
}

impl CacheRows {
    pub(super) fn of(
        revision: u64,
        measured: Option<Arc<Measured>>,
        needs: Option<Arc<Needs>>,
        standard: Option<&Plan>,
        costs: Option<FetchSettings>,
    ) -> CacheRows {
        let rows = measured.as_ref().map_or(&[][..], |measured| &measured.modules);
        let goes: HashSet<&ModuleVersion> =
            standard.iter().flat_map(|plan| &plan.items).filter_map(|item| item.version.as_ref()).collect();
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.sort_by(|a, b| newest_first(rows.get(*a), rows.get(*b)));
        let mut before: Option<&ModuleVersion> = None;
        let place = |row: usize| {
            let version = rows.get(row).map(|row| &row.version);
            let older = before.zip(version).is_some_and(|(before, this)| {
                before.module == this.module && !this.version.is_empty() && !before.version.is_empty()
            });
            before = version;
            Place { row, older, reclaimable: version.is_some_and(|version| goes.contains(version)) }
        };
        let order = order.into_iter().map(place).collect();
        CacheRows { revision, measured, needs, order, costs }
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = CacheRow<'_>> {
        let rows = self.measured.as_ref().map_or(&[][..], |measured| &measured.modules);
        self.order.iter().filter_map(|place| {
            let measured = rows.get(place.row)?;
            let toolchain = measured.version.module == TOOLCHAIN;
            let Place { older, reclaimable, .. } = *place;
            let cost = |settings| cost::cost(&measured.version, settings);
            let cost = self.costs.as_ref().map_or(Cost::Download, cost);
            // Toolchains of two systems have no order.
            Some(CacheRow { measured, toolchain, older: older && !toolchain, reclaimable, cost })
        })
    }
}

fn newest_first(a: Option<&ModuleRow>, b: Option<&ModuleRow>) -> std::cmp::Ordering {
    let (Some(a), Some(b)) = (a, b) else { return std::cmp::Ordering::Equal };
    let (a, b) = (&a.version, &b.version);
    a.module
        .cmp(&b.module)
        .then_with(|| semver::compare(&b.version, &a.version))
        .then_with(|| b.version.cmp(&a.version))
}

impl Workbench {
    /// Every module version, as far as it was measured.
    pub fn cache_rows(&self) -> CacheRows {
        let known = self.inner.caches.known();
        let measured = known.measured.get(&Cache::Modules).and_then(|told| told.as_ref().ok()).cloned();
        let (revision, needs, standard) = (known.rows_revision, known.needs.clone(), known.standard.clone());
        drop(known);
        CacheRows::of(revision, measured, needs, standard.as_deref(), Some(self.inner.fetch_settings()))
    }
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::*;
    use crate::tree::Size;

    fn measured(versions: &[(&str, &str)]) -> Arc<Measured> {
        let modules = versions.iter().map(|(module, version)| ModuleRow {
            version: ModuleVersion::new(*module, *version),
            size: Size::default(),
            extracted: Size::default(),
            fetched_at: None,
        });
        Arc::new(Measured {
            cache: Cache::Modules,
            path: "/m".into(),
            total: Size::default(),
            kinds: Vec::new(),
            modules: modules.collect(),
            ages: Vec::new(),
            disk: None,
            unread: 0,
            at: SystemTime::UNIX_EPOCH,
            walked_at: SystemTime::UNIX_EPOCH,
        })
    }

    #[test]
    fn the_newest_version_comes_first_and_the_others_are_older() {
        let measured = measured(&[
            ("a.com/x", ""),
            ("a.com/x", "v1.10.0"),
            ("a.com/x", "v1.9.0"),
            ("a.com/x", "v1.10.0-rc.1"),
            ("b.com/y", "v0.0.1"),
            ("golang.org/toolchain", "v0.0.1-go1.22.0.linux-amd64"),
            ("golang.org/toolchain", "v0.0.1-go1.23.0.linux-amd64"),
        ]);
        let rows = CacheRows::of(1, Some(measured), None, None, None);
        let told: Vec<(String, bool)> =
            rows.iter().map(|row| (row.measured.version.version.to_string(), row.older)).collect();
        let told: Vec<(&str, bool)> =
            told.iter().map(|(version, older)| (version.as_str(), *older)).collect();
        assert_eq!(
            told,
            [
                ("v1.10.0", false),
                ("v1.10.0-rc.1", true),
                ("v1.9.0", true),
                ("", false),
                ("v0.0.1", false),
                ("v0.0.1-go1.23.0.linux-amd64", false),
                ("v0.0.1-go1.22.0.linux-amd64", false),
            ]
        );
        assert_eq!(rows.iter().filter(|row| row.toolchain).count(), 2);
    }
}
