//! How well the servers that Go would ask are: each entry of GOPROXY, the checksum database, and the HTTP proxies in
//! between, asked phase by phase, all at once, each within its own deadline.
//!
//! A probe asks as Go does (`means`, `question`) and says which phase failed (`trace`) and what that means (`fault`,
//! `judge`). Whether Go would go on to the next entry is not decided here, and nothing is kept: that does
//! [`crate::store`].

mod between;
mod dial;
mod endpoints;
mod fault;
mod hop;
mod judge;
pub(crate) mod known;
mod means;
pub(crate) mod one;
mod question;
mod run;
mod software;
mod sumdb;
#[cfg(test)]
mod tests;
mod through;
mod trace;
mod verdict;

pub(super) use judge::newest_in;

pub use endpoints::{Endpoint, Support, endpoints};
pub use hop::{Hop, Kind};
pub use run::{AT_ONCE, Ask, MODULE, ProbeError, probe, probe_all};
pub use verdict::{Note, Phases, Probed, Software, Verdict};
