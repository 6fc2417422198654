//! Downloading what projects need, for real: a module proxy on loopback serves modules that are packed here, the real
//! `burrow project warm` lets real go fetch them, and real go then builds with nobody to ask. Beside that what else a
//! newcomer does with a project: follows its team, and reports what is wrong.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a test"
)]

mod builds;
mod fails;
mod figures;
mod report;
mod stage;
mod team;
