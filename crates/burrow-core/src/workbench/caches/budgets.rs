//! What a person allows the caches to take, and whether it is kept.

use std::time::{Duration, Instant};

use super::super::work::Inner;
use super::super::{Topic, Workbench};
use super::planning::CleanPlan;
use crate::cache::Cache;
use crate::cache::plan::{KeepUnder, Plan, Rule, Safety, Wish};
use crate::settings::Budget;
use crate::tree::Size;

/// The shortest time between two cleanings that nobody asks for: what could not go is not tried over and over.
const BETWEEN: Duration = Duration::from_secs(600);

/// The budget of a cache, and what it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BudgetState {
    pub cache: Cache,
    /// `None`: none is set.
    pub budget: Option<Budget>,
    /// What the cache takes: the larger of its bytes and what the disk holds for it.
    pub takes: u64,
}

impl BudgetState {
    pub(super) fn of(cache: Cache, budget: Option<Budget>, size: Size) -> BudgetState {
        BudgetState { cache, budget, takes: size.bytes.max(size.disk_bytes) }
    }

    /// Bytes above the budget; 0 when it is kept.
    #[must_use]
    pub fn over(&self) -> u64 {
        self.budget.map_or(0, |budget| self.takes.saturating_sub(budget.bytes))
    }
}

/// What brings a cache back into its budget: the oldest first, and nothing that Go itself would still keep.
fn wish(cache: Cache, bytes: u64) -> Wish {
    Wish::Rule(Rule {
        not_used_for_days: Some(Wish::GRACE_DAYS),
        keep_under: Some(KeepUnder { cache, bytes }),
        ..Rule::default()
    })
}

/// Of a plan what nobody has to be asked for.
fn only_safe(plan: Plan) -> Plan {
    let items: Vec<_> = plan.items.into_iter().filter(|item| item.safety == Safety::Safe).collect();
    Plan { size: items.iter().map(|item| item.size).sum(), items, expires_tests: None, ..plan }
}

impl Inner {
    /// Says so when a budget that is kept by itself is exceeded.
    pub(super) fn look_at_budgets(&self) {
        let mut known = self.caches.known();
        let automatic = |cache: Cache| {
            let state = known.budget(cache);
            state.over() > 0 && state.budget.is_some_and(|budget| budget.automatic)
        };
        let rested = known.due_at.is_none_or(|at| at.elapsed() > BETWEEN);
        if !rested || !Cache::ALL.into_iter().any(automatic) {
            return;
        }
        known.due = true;
        known.due_at = Some(Instant::now());
        drop(known);
        let revision = self.state().revision;
        self.announce(revision, vec![Topic::Caches]);
    }

    /// The cleaning that a person has switched on for the case that a budget is exceeded; `None`: there is nothing to do.
    fn due_cleaning(&self) -> Option<CleanPlan> {
        let due = {
            let known = self.caches.known();
            let due = |cache: &Cache| known.budget(*cache).budget.is_some_and(|budget| budget.automatic);
            let over = |cache: &Cache| known.budget(*cache).over() > 0;
            Cache::ALL
                .into_iter()
                .find(|cache| due(cache) && over(cache))
                .map(|cache| (cache, known.budget(cache)))
        };
        let (cache, state) = due?;
        let roots = self.cache_roots();
        let wish = wish(cache, state.budget?.bytes);
        let plan = only_safe(self.plan_of(&roots, &wish, &self.caches.ending).ok()?);
        (!plan.items.is_empty()).then(|| CleanPlan::of(plan, roots))
    }
}

impl Workbench {
    /// The wish that brings a cache back into its budget; `None`: it has none.
    pub fn budget_wish(&self, cache: Cache) -> Option<Wish> {
        let budget = self.inner.caches.known().settings.budget(cache)?;
        Some(wish(cache, budget.bytes))
    }

    /// A cleaning that is to be done without asking, because a budget that is kept by itself is exceeded. Each time of
    /// being exceeded gives one.
    pub fn due_cleaning(&self) -> Option<CleanPlan> {
        let mut known = self.inner.caches.known();
        if !std::mem::take(&mut known.due) {
            return None;
        }
        drop(known);
        self.inner.due_cleaning()
    }

    /// Keeps a budget, or none; where it cannot be kept it holds until Burrow ends.
    pub fn set_cache_budget(&self, cache: Cache, budget: Option<Budget>) {
        self.inner.set_cache_settings(|settings| match cache {
            Cache::Build => settings.build_budget = budget,
            Cache::Modules => settings.modules_budget = budget,
        });
    }

    /// For how many days what is cleaned from now on can come back.
    pub fn set_cache_grace(&self, days: u32) {
        self.inner.set_cache_settings(|settings| settings.grace_days = days);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::Kind;
    use crate::cache::plan::{Item, Reason};

    #[test]
    fn without_being_asked_only_what_is_safe_goes() {
        let item = |safety, bytes| Item {
            cache: Cache::Modules,
            kind: Kind::Downloads,
            path: format!("/m/{bytes}").into(),
            version: None,
            size: Size { bytes, disk_bytes: bytes, files: 1 },
            reason: Reason::OverSize,
            safety,
            unless_used_since: None,
            locks: Vec::new(),
        };
        let items = vec![
            item(Safety::Safe, 1),
            item(Safety::NeedsNetwork, 2),
            item(Safety::Private, 4),
            item(Safety::Safe, 8),
        ];
        let plan = only_safe(Plan { items, ..Plan::default() });
        assert_eq!((plan.items.len(), plan.size.bytes), (2, 9));
    }
}
