//! Toolchains on this machine: found (`inventory`, `sources`), looked at (`inspect`, `probe`), measured (`size`).
//!
//! Nothing here runs a `go`. Which of them a folder gets, and installing, switching and removing, have rooms of
//! their own beside these.

pub mod at_hand;
pub mod inspect;
pub mod install;
pub mod inventory;
pub mod probe;
pub mod programs;
pub mod remove;
pub mod size;
pub mod sources;
pub mod switch;
mod watched;
pub mod which;
