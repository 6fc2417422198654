//! Toolchains on this machine: where they may lie (`sources`) and what each `go` is (`probe`).

pub mod probe;
pub mod sources;
