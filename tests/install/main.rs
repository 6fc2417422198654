//! Installing toolchains, for real: a module proxy, a mirror and a checksum database on loopback serve real SDKs that
//! are packed here, and the real `burrow` installs them, is killed, cheated and starved. Beside them modules, which real
//! go downloads and `burrow` checks against the database.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a test"
)]

mod archives;
mod cheated;
mod checksums;
mod goes_well;
mod interrupted;
mod pack;
mod real_go;
mod stage;
