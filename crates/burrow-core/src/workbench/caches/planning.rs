//! What a cleaning would take, planned and kept until it is done; and what can go safely, reckoned behind everything
//! else.

use std::collections::BTreeSet;
use std::sync::{Arc, PoisonError};

use super::super::Workbench;
use super::super::work::Inner;
use crate::cache::cost::FetchSettings;
use crate::cache::plan::{self, Ground, Item, Plan, PlanRefusal, Reason, Wish, groups};

pub use crate::cache::plan::Group as CleanGroup;
use crate::cache::{Kind, ModuleVersion, Roots};
use crate::env::edit::PlanId;
use crate::error::CoreError;
use crate::job::Cancel;
use crate::proxy::Settings;
use crate::system::clock;
use crate::tree::Size;

/// A plan as it is shown.
#[derive(Debug, Clone)]
pub struct CleanPlan {
    pub plan: Plan,
    pub groups: Vec<CleanGroup>,
    pub(super) roots: Roots,
}

/// What can go safely, by what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reclaimable {
    pub size: Size,
    /// There are build results among it.
    pub builds: bool,
    /// Module versions that no known project needs.
    pub versions: usize,
    /// There are downloads of what is unpacked among it.
    pub downloads: bool,
    /// How many projects are known.
    pub projects: usize,
}

impl CleanPlan {
    pub(super) fn of(plan: Plan, roots: Roots) -> CleanPlan {
        CleanPlan { groups: groups(&plan), plan, roots }
    }

    /// Items of a group, from one on.
    pub fn items(&self, group: usize, from: usize) -> impl Iterator<Item = &Item> {
        let group = self.groups.get(group).map_or(&[][..], |group| &group.items);
        group.iter().skip(from).filter_map(|at| self.plan.items.get(*at))
    }
}

impl Workbench {
    /// A plan that was shown.
    ///
    /// # Errors
    /// [`CoreError::UnknownPlan`].
    pub fn clean_plan(&self, id: &PlanId) -> Result<Arc<CleanPlan>, CoreError> {
        let plans = self.inner.caches.plans.lock().unwrap_or_else(PoisonError::into_inner);
        plans.get(id).cloned().ok_or(CoreError::UnknownPlan)
    }

    /// Takes a plan that was shown, to carry it out: once.
    ///
    /// # Errors
    /// [`CoreError::UnknownPlan`].
    pub fn take_clean_plan(&self, id: &PlanId) -> Result<Arc<CleanPlan>, CoreError> {
        let mut plans = self.inner.caches.plans.lock().unwrap_or_else(PoisonError::into_inner);
        plans.take(id).ok_or(CoreError::UnknownPlan)
    }
}

impl Inner {
    pub(super) fn plan_of(&self, roots: &Roots, wish: &Wish, cancel: &Cancel) -> Result<Plan, PlanRefusal> {
        self.with_ground(roots, |ground| plan::plan(wish, ground, cancel))
    }

    /// Works on what plans are made by.
    pub(super) fn with_ground<T>(&self, roots: &Roots, work: impl FnOnce(&Ground<'_>) -> T) -> T {
        let settings = self.fetch_settings();
        let may_be_gone = plan::may_be_gone(&settings);
        let known = self.caches.known();
        let needs = known.needs.clone().filter(|_| known.roots.as_ref() == Some(roots));
        drop(known);
        let now = clock::now();
        work(&Ground { roots, needs: needs.as_deref(), may_be_gone: &may_be_gone, now })
    }

    /// From where go would fetch modules in this context.
    pub(super) fn fetch_settings(&self) -> FetchSettings {
        let question = self.sdk_question();
        FetchSettings::of(&Settings::of(&question.environ, &question.resolved))
    }

    /// Finds out what can go safely.
    pub(super) fn reckon_standard(&self) {
        let roots = self.cache_roots();
        let wish = Wish::Standard { idle_days: Wish::GRACE_DAYS };
        // Without a plan nothing is said to go; why there is none is said with the caches.
        let plan = self.plan_of(&roots, &wish, &self.caches.ending).ok();
        let mut known = self.caches.known();
        if known.roots.as_ref() == Some(&roots) {
            let projects = known.projects.projects.len();
            known.reclaimable = plan.as_ref().map(|plan| reclaimable(plan, projects));
            if known.standard.as_deref() != plan.as_ref() {
                known.standard = plan.map(Arc::new);
                known.rows_revision += 1;
            }
        }
        drop(known);
        self.show_caches();
    }
}

/// What the standard plan takes, by what it is.
fn reclaimable(plan: &Plan, projects: usize) -> Reclaimable {
    let versions: BTreeSet<&ModuleVersion> = plan
        .items
        .iter()
        .filter(|item| item.reason == Reason::Unreferenced)
        .filter_map(|item| item.version.as_ref())
        .collect();
    let has = |wanted: &dyn Fn(&Item) -> bool| plan.items.iter().any(wanted);
    Reclaimable {
        size: plan.size,
        builds: has(&|item| item.kind == Kind::Build),
        versions: versions.len(),
        downloads: has(&|item| matches!(item.reason, Reason::Unpacked | Reason::LeftOver)),
        projects,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::Cache;
    use crate::cache::plan::Safety;

    fn item(kind: Kind, reason: Reason, safety: Safety, bytes: u64) -> Item {
        Item {
            cache: Cache::Modules,
            kind,
            path: format!("/m/{bytes}").into(),
            version: Some(ModuleVersion::new("a.com/x", format!("v1.0.{bytes}"))),
            size: Size { bytes, disk_bytes: bytes, files: 1 },
            reason,
            safety,
            unless_used_since: None,
            locks: Vec::new(),
            unmoved: None,
        }
    }

    #[test]
    fn items_stand_by_why_they_go_the_largest_first() {
        let unused = |bytes, safety| item(Kind::Modules, Reason::Unreferenced, safety, bytes);
        let items = vec![
            unused(1, Safety::NeedsNetwork),
            item(Kind::Downloads, Reason::Unpacked, Safety::Safe, 50),
            unused(7, Safety::Safe),
            item(Kind::Downloads, Reason::Unpacked, Safety::Safe, 60),
        ];
        let size = items.iter().map(|item| item.size).sum();
        let plan = Plan { items, size, ..Plan::default() };
        let groups = groups(&plan);
        let told: Vec<(Reason, u64, Safety, &[usize])> =
            groups.iter().map(|g| (g.reason, g.size.bytes, g.safety, &g.items[..])).collect();
        assert_eq!(
            told,
            [
                (Reason::Unpacked, 110, Safety::Safe, &[3, 1][..]),
                (Reason::Unreferenced, 8, Safety::NeedsNetwork, &[2, 0][..]),
            ]
        );
        let reclaimable = reclaimable(&plan, 4);
        assert_eq!((reclaimable.size.bytes, reclaimable.versions), (118, 2));
        assert!(reclaimable.downloads && !reclaimable.builds);
    }
}
