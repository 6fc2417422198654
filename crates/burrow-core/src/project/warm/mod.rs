//! Warm-up: real `go mod download` fetches what a project needs, in the person's environment and with the toolchain that
//! the project gets, and tells how far it is.
//!
//! Nothing is written here: go fills the module cache, and what it would write into the project goes into copies
//! (`copy`). `wish` is what it goes by, `trace` reads what go says while it works, `cached` looks at what has come,
//! `judge` understands why something did not, `figures` and `outcome` are what is told. Words are in [`crate::text`].
//! Cancelled, go is ended with what it started; it leaves nothing half in the cache, so the next warm-up goes on there.

mod cached;
mod copy;
mod figures;
mod judge;
mod outcome;
mod run;
mod trace;
mod wish;

pub use figures::{Figures, Hop, HopFigures, Part, Waiting};
pub use outcome::{Failure, WarmError, Warmed, WayOut, Why};
pub use run::warm;
pub use wish::Wish;
