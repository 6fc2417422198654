//! What changes on disk arrives here: folders that matter are watched, names in them are matched.
//!
//! `plan` says what is watched and why, `watcher` does it. What a change means is the workbench's affair:
//! nothing is read here, and nothing is ever polled.

mod plan;
mod watcher;

pub use plan::{Plan, Watched, Why, Wish, plan};
pub use watcher::{Hit, Trouble, Watcher};

/// Whether this system tells of a watched folder that goes. Wine does not, and never ends a watch on one; real
/// Windows does both.
#[cfg(test)]
pub(crate) fn removal_is_told() -> bool {
    #[cfg(windows)]
    if windows_registry::CURRENT_USER.open("Software\\Wine").is_ok() {
        eprintln!("skipped under Wine: a watched folder that goes");
        return false;
    }
    true
}
