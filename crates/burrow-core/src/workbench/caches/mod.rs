//! The workbench's section of caches: what they hold, what could go, what was cleaned.

use super::Workbench;

/// Everything that is known of the caches, for one context.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Caches {
    pub revision: u64,
}

impl Workbench {
    /// The caches as far as they are known. Looks for nothing.
    pub fn caches(&self) -> Caches {
        Caches { revision: self.snapshot().revision }
    }
}
