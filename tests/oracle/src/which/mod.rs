//! `burrow sdk which` beside real go: what a shell finds for `go`, what `go version` then runs, and what it asks a
//! server for when it has nothing to run.

pub mod judge;
pub mod records;
pub mod server;
