//! Credentials for a host: what there is (netrc, GOAUTH, git), what Go sends with its own requests and what git uses for
//! repositories, whether the host accepts them, and how to add some.
//!
//! Names and passwords are read where they must be sent, and never shown, kept or logged.

mod check;
pub mod git;
pub mod keys;
mod view;

pub use check::{Acceptance, AskedFor, Checked, GitAcceptance, GitChecked, HttpChecked, check};
pub use view::{
    CredentialsOf, GitOf, Ground, NetrcFile, NetrcLine, NetrcUse, Step, StepId, WayKind, WayView,
    credentials_of,
};
