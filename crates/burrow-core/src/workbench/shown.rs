//! Plans that were shown and may still be carried out, by their ids.

use std::collections::VecDeque;

use crate::env::edit::PlanId;

/// Plans kept; of older ones nobody sees the preview any more.
const KEPT: usize = 16;

/// The newest plans of one kind.
pub(super) struct Shown<T> {
    plans: VecDeque<(PlanId, T)>,
    count: u64,
}

impl<T> Default for Shown<T> {
    fn default() -> Shown<T> {
        Shown { plans: VecDeque::new(), count: 0 }
    }
}

impl<T> Shown<T> {
    /// Keeps a plan; `kind` begins its id.
    pub fn keep(&mut self, kind: &str, plan: T) -> PlanId {
        self.count += 1;
        let id = PlanId(format!("{kind}-{}-{}", std::process::id(), self.count));
        self.plans.push_back((id.clone(), plan));
        while self.plans.len() > KEPT {
            self.plans.pop_front();
        }
        id
    }

    /// The plan with this id, which stays.
    pub fn get(&self, id: &PlanId) -> Option<&T> {
        self.plans.iter().find(|(known, _)| known == id).map(|(_, plan)| plan)
    }

    /// The plan with this id, once.
    pub fn take(&mut self, id: &PlanId) -> Option<T> {
        let at = self.plans.iter().position(|(known, _)| known == id)?;
        self.plans.remove(at).map(|(_, plan)| plan)
    }
}
