//! Changing the GOENV file: a draft becomes a plan, a plan is applied. Both are the same code with a switch.
//!
//! `draft` holds the types, `plan` works out what would happen, `write` does it. What go thinks of a value is
//! `go-rules`' affair.

mod draft;

pub use draft::{
    Applied, Check, CheckKind, DiffLine, DiffSign, Draft, Edit, Outcome, Plan, PlanId, Severity,
};

/// The largest GOENV file that Burrow reads and edits. Real ones are below a kilobyte.
pub const MAX_BYTES: u64 = 4 << 20;
