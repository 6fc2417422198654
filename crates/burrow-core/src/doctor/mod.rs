//! What is wrong with this machine's Go, with proof: checks with stable ids, each with evidence, a reason and a way out.
//!
//! A check looks at [`Seen`] and tells findings; it changes nothing, needs no working `go`, and neither its failure
//! nor its panic stops another. The table of them is `checks`; a file for each check beside it. What mends a finding
//! is a [`Remedy`]: one of the app's own actions, so nothing here writes. Words are in [`crate::text::doctor`].

#[cfg(test)]
mod caches_tests;
mod checks;
mod examine;
mod finding;
mod id;
#[cfg(test)]
mod network_tests;
mod preview;
mod seen;
#[cfg(test)]
mod tests;
mod wrong;

pub use checks::{CHECKS, Check, Speed};
pub use examine::{Checks, Examination, Skipped, examine};
pub use finding::{Evidence, Finding, NothingThere, Severity, Skip};
pub use id::CheckId;
pub use preview::FileChange;
pub use seen::{AskDesktop, Ground, Laid, OnPath, ProjectChoice, Seen, SetBy};
pub use wrong::{
    Asker, CachesWrong, Harm, Leaking, LoginFrom, ModulesSwitch, NetworkWrong, NotHad, ProxyMistake,
    ReadOnly, SettingsWrong, SumdbOff, ToolchainsWrong, Wrong,
};

pub use crate::remedy::Remedy;
