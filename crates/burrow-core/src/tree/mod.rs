//! A tree of folders on the disk, as the system keeps it: what it takes, and what is in it. Follows no link and enters no
//! other volume. What the names mean is decided elsewhere.
//!
//! [`walk`] tells a [`Visit`] of every name. On Linux it goes by handles (`linux`): a folder is opened relative to the
//! one above it, so that a link put in its place in between leads nowhere. Elsewhere it goes by paths (`plain`).

pub mod dir;
mod facts;
#[cfg(target_os = "linux")]
mod linux;
#[cfg(not(target_os = "linux"))]
mod plain;
pub mod remove;
mod size;
mod sum;
#[cfg(test)]
mod tests;
mod threads;
mod walk;

#[cfg(target_os = "linux")]
pub use linux::Below;
#[cfg(not(target_os = "linux"))]
pub use plain::Below;

pub use facts::{Facts, Time, What, facts_of};
pub use size::Size;
pub use sum::{Whole, whole};
pub use walk::{Pace, RootError, Visit, WalkError, each, look, walk};
