//! A size that a cache shall not exceed, and the plan that brings it back under. The budgets themselves are settings
//! ([`crate::settings::Budget`]); nothing here cleans.

use super::Cache;
use super::plan::{Ground, KeepUnder, Plan, PlanRefusal, Rule, Safety, Wish, plan};
use crate::job::Cancel;
use crate::tree::Size;

/// By how many bytes a cache exceeds its budget: neither its bytes nor what the disk holds for them may be more.
#[must_use]
pub fn excess(size: Size, budget: u64) -> u64 {
    size.bytes.max(size.disk_bytes).saturating_sub(budget)
}

/// What a person is offered: the oldest of the cache, as much as it takes.
#[must_use]
pub fn wish(cache: Cache, budget: u64) -> Wish {
    Wish::Rule(Rule { keep_under: Some(KeepUnder { cache, bytes: budget }), ..Rule::default() })
}

/// What may be cleaned without being asked: of the standard plan only this cache, and only what is safe. So nothing that
/// is younger than what Go itself keeps.
///
/// # Errors
/// See [`PlanRefusal`].
pub fn automatic(cache: Cache, ground: &Ground<'_>, cancel: &Cancel) -> Result<Plan, PlanRefusal> {
    let mut plan = plan(&Wish::Standard { idle_days: Wish::GRACE_DAYS }, ground, cancel)?;
    plan.items.retain(|item| item.cache == cache && item.safety == Safety::Safe);
    plan.left.retain(|left| left.cache == cache);
    plan.size = plan.items.iter().map(|item| item.size).sum();
    Ok(plan)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_is_exceeded_by_bytes_or_by_what_the_disk_holds() {
        let size = |bytes, disk_bytes| Size { bytes, disk_bytes, files: 1 };
        assert_eq!(excess(size(100, 4096), 4096), 0);
        assert_eq!(excess(size(100, 4096), 4000), 96);
        assert_eq!(excess(size(5000, 4096), 4096), 904);
    }
}
