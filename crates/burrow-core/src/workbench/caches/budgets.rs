//! What a person allows the caches to take, and whether it is kept.

use super::super::Workbench;
use crate::cache::Cache;
use crate::settings::Budget;
use crate::tree::Size;

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

impl Workbench {
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
