//! The long list of module versions, column by column, so that a hundred thousand of them stay small.

use std::collections::HashMap;
use std::path::Path;

use burrow_core::cache::cost::Cost;
use burrow_core::cache::plan::Safety;
use burrow_core::project::needs::{How, Needs};
use burrow_core::workbench::{self as core, CacheRow};

use super::cache::unix_ms;
use super::{Wire, same_names};
use crate::dto::cache::{CacheCost, CacheRows, CacheUse, UseHow};

same_names!(How => UseHow { BuildList, GoSum, Vendor, Toolchain });

impl Wire<'_> {
    /// Every row.
    pub fn cache_rows(&self, from: &core::CacheRows) -> CacheRows {
        let mut to =
            CacheRows { revision: from.revision, needs_known: from.needs.is_some(), ..CacheRows::default() };
        let needs = from.needs.as_deref();
        let projects = needs.map_or(&[][..], Needs::projects);
        to.projects = projects.iter().map(|project| self.path(project)).collect();
        let places: HashMap<&Path, u32> =
            projects.iter().enumerate().map(|(at, project)| (project.as_path(), index(at))).collect();
        let mut uses = Distinct::default();
        uses.place(Vec::new());
        let mut costs = Distinct::default();
        for (at, row) in from.iter().enumerate() {
            to.used.push(uses.place(needs.map_or_else(Vec::new, |needs| uses_of(&row, needs, &places))));
            to.cost.push(costs.place(self.cost(&row)));
            let at = index(at);
            for (list, holds) in [
                (&mut to.toolchains, row.toolchain),
                (&mut to.older, row.older),
                (&mut to.reclaimable, row.reclaimable),
            ] {
                if holds {
                    list.push(at);
                }
            }
            push(&mut to, &row);
        }
        to.uses = uses.all;
        to.costs = costs.all;
        to
    }

    fn cost(&self, row: &CacheRow<'_>) -> CacheCost {
        let why = row.cost.why(self.lang);
        let sentence = if why.is_empty() { row.cost.words(self.lang) } else { why };
        CacheCost { safety: safety(&row.cost).into(), sentence }
    }
}

fn safety(cost: &Cost) -> Safety {
    match cost {
        Cost::Recompute => Safety::Safe,
        Cost::Download => Safety::NeedsNetwork,
        Cost::MayBeGone(_) => Safety::Private,
    }
}

fn push(to: &mut CacheRows, row: &CacheRow<'_>) {
    let measured = row.measured;
    let module = measured.version.module.to_string();
    // Rows of one module follow each other.
    if to.modules.last() != Some(&module) {
        to.modules.push(module);
    }
    to.module.push(index(to.modules.len().saturating_sub(1)));
    to.version.push(measured.version.version.to_string());
    to.bytes.push(measured.size.bytes);
    to.disk_bytes.push(measured.size.disk_bytes);
    to.files.push(measured.size.files);
    to.extracted_bytes.push(measured.extracted.bytes);
    to.fetched_at.push(measured.fetched_at.and_then(unix_ms));
}

fn uses_of(row: &CacheRow<'_>, needs: &Needs, places: &HashMap<&Path, u32>) -> Vec<CacheUse> {
    let uses = needs.of(&row.measured.version).into_iter();
    uses.filter_map(|one| Some(CacheUse { project: *places.get(one.project)?, how: one.how.into() }))
        .collect()
}

fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Each value once, by its place.
struct Distinct<T> {
    all: Vec<T>,
    places: HashMap<T, u32>,
}

impl<T> Default for Distinct<T> {
    fn default() -> Distinct<T> {
        Distinct { all: Vec::new(), places: HashMap::new() }
    }
}

impl<T: Clone + Eq + std::hash::Hash> Distinct<T> {
    fn place(&mut self, value: T) -> u32 {
        let next = index(self.all.len());
        let place = *self.places.entry(value.clone()).or_insert(next);
        if place == next {
            self.all.push(value);
        }
        place
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_twice_is_kept_once() {
        let mut distinct = Distinct::default();
        let places = ["", "a", "", "b", "a"].map(|value| distinct.place(value));
        assert_eq!((places, distinct.all), ([0, 1, 0, 2, 1], vec!["", "a", "b"]));
    }
}
