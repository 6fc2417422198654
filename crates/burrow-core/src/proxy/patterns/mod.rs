//! Private patterns: what the entries of GOPRIVATE, GONOPROXY, GONOSUMDB and GOINSECURE do, one by one, and what they do
//! to the modules of the person's own projects (`test`): which of these match, and which look private and do not.
//!
//! Values may come from an environment or from a draft that nobody has written yet. What a glob means is
//! `go_rules::pattern`'s affair; changing a value is `crate::env::edit`'s.

mod lists;
mod modules;
mod remotes;
pub(crate) mod signs;
mod test;

pub use lists::{EntryView, List, ListView, Lists};
pub use modules::{Module, Modules, modules};
pub use remotes::{Remote, remotes};
pub use signs::Sign;
pub use test::{Ground, Private, Suggestion, Tested, private};
