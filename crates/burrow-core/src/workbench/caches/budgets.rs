//! What a person allows the caches to take, and whether it is kept.

use std::time::{Duration, Instant};

use super::super::work::Inner;
use super::super::{Topic, Workbench};
use super::planning::CleanPlan;
use crate::cache::plan::Wish;
use crate::cache::{Cache, budget};
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

    /// It is exceeded, and to be kept without asking.
    fn is_due(&self) -> bool {
        self.over() > 0 && self.budget.is_some_and(|budget| budget.automatic)
    }
}

impl Inner {
    /// Says so when a budget that is kept by itself is exceeded.
    pub(super) fn look_at_budgets(&self) {
        let mut known = self.caches.known();
        let due = Cache::ALL.into_iter().any(|cache| known.budget(cache).is_due());
        let rested = known.due_at.is_none_or(|at| at.elapsed() > BETWEEN);
        if !rested || !due {
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
        let known = self.caches.known();
        let cache = Cache::ALL.into_iter().find(|cache| known.budget(*cache).is_due())?;
        drop(known);
        let roots = self.cache_roots();
        let plan =
            self.with_ground(&roots, |ground| budget::automatic(cache, ground, &self.caches.ending)).ok()?;
        (!plan.items.is_empty()).then(|| CleanPlan::of(plan, roots))
    }
}

impl Workbench {
    /// The wish that brings a cache back into its budget; `None`: it has none.
    pub fn budget_wish(&self, cache: Cache) -> Option<Wish> {
        let set = self.inner.caches.known().settings.budget(cache)?;
        Some(budget::wish(cache, set.bytes))
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
        self.inner.look_at_budgets();
    }

    /// For how many days what is cleaned from now on can come back.
    pub fn set_cache_grace(&self, days: u32) {
        self.inner.set_cache_settings(|settings| settings.grace_days = days);
    }
}
