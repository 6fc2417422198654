//! Go's caches on this machine: what is in them, what still needs it, and taking back exactly what is chosen.
//!
//! What names in a cache mean is `go_rules::cache`; how a tree is walked is [`crate::tree`]. Rooms: `measure` tells
//! what is there, `plan` what could go and what that costs, `quarantine` alone moves and deletes, `verify` finds
//! damage. Nothing here draws or asks.

pub mod budget;
pub mod cost;
pub mod follow;
pub mod index;
mod kinds;
pub mod measure;
pub mod plan;
pub mod quarantine;
mod roots;
pub mod running;
pub mod verify;

pub use go_rules::module::ModuleVersion;
pub use kinds::{Cache, Kind};
pub use roots::{Root, Roots};
