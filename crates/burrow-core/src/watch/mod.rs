//! What changes on disk arrives here: folders that matter are watched, names in them are matched.
//!
//! `plan` says what is watched and why, `watcher` does it. What a change means is the workbench's affair:
//! nothing is read here, and nothing is ever polled.

mod plan;
mod watcher;

pub use plan::{Plan, Why, Wish, plan};
pub use watcher::{Hit, Trouble, Watcher};
