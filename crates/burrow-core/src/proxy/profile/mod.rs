//! Profiles: named sets of the variables that say whom Go asks for modules, switched as a whole.
//!
//! Here is what a profile is (`set`), the built-in ones (`built_in`), its file (`file`), whether one is in effect
//! (`compare`), how it becomes a change of the GOENV file (`edits`), and how it is kept (`keep`). A switch itself is a draft like any other: it is
//! planned, written, recorded and taken back by `env::edit` and the workbench. Secrets are the keychain's.

mod built_in;
mod compare;
mod edits;
pub mod file;
mod keep;
mod set;

pub(in crate::proxy) use built_in::SUMDB_CHINA;
pub use built_in::{BuiltIn, Ground, Unavailable};
pub use compare::{Comparison, NoteRow, Row, Standing, State, compare, present};
pub use edits::{Drafted, account, draft};
pub use keep::{ProfileError, Ready, Wish, delete, keep, prepare};
pub use set::{Fault, MOST_NAME, MOST_VALUE, Note, Profile, Setting, Variable, loosens};
pub(crate) use set::{no_secret, plain, stands_for_a_secret};
