//! The items of a plan by what they are and why they go: what a person reads of a plan with 200,000 items.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{Plan, Reason, Safety};
use crate::cache::Kind;
use crate::tree::Size;

/// Items of a plan that go for the same reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub kind: Kind,
    pub reason: Reason,
    /// The dearest of them.
    pub safety: Safety,
    pub size: Size,
    /// Places in `plan.items`, the largest first.
    pub items: Vec<usize>,
}

/// By kind and reason, the largest first.
#[must_use]
pub fn groups(plan: &Plan) -> Vec<Group> {
    let mut groups: BTreeMap<(Kind, Reason), Group> = BTreeMap::new();
    for (at, item) in plan.items.iter().enumerate() {
        let (kind, reason, safety) = (item.kind, item.reason, item.safety);
        let new = || Group { kind, reason, safety, size: Size::default(), items: Vec::new() };
        let group = groups.entry((kind, reason)).or_insert_with(new);
        group.safety = group.safety.max(safety);
        group.size += item.size;
        group.items.push(at);
    }
    let bytes = |at: &usize| plan.items.get(*at).map_or(0, |item| item.size.bytes);
    let mut groups: Vec<Group> = groups.into_values().collect();
    for group in &mut groups {
        group.items.sort_by_key(|at| Reverse(bytes(at)));
    }
    groups.sort_by_key(|group| Reverse(group.size.bytes));
    groups
}
