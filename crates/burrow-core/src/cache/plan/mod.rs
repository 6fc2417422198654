//! What a cleaning would take, complete and exact, before it is done: a wish becomes a [`Plan`].
//!
//! A plan is made from a fresh look at the disk, whatever was measured before, and what is done is the plan and nothing
//! else: a dry run prints the very value that [`super::quarantine`] carries out. Nothing is moved here.

mod item;
mod wish;

pub use item::{Item, Left, LeftReason, Plan, Reason, Safety};
pub use wish::{KeepUnder, Prune, Rule, Selected, Target, Wish};
