//! Changing the GOENV file: a draft becomes a plan, a plan is applied. Both are the same code with a switch.
//!
//! `draft` holds the types, `plan` works out what would happen, `write` does it. What go thinks of a value is
//! `go-rules`' affair.

mod commit;
pub mod diff;
mod draft;
pub mod file;
mod lock;
mod mode;
pub mod plan;
mod replace;
mod whole;
mod write;

pub use commit::{Committed, Target, commit};
pub use draft::{
    Applied, Check, CheckKind, DiffLine, DiffSign, Draft, Edit, Outcome, Plan, PlanId, Severity,
};
pub use lock::Lock;
pub use whole::{remove_whole, write_whole};
pub use write::{Base, Change, Written, named_changes, write};

/// The largest GOENV file that Burrow reads and edits. Real ones are below a kilobyte.
pub const MAX_BYTES: u64 = 4 << 20;
