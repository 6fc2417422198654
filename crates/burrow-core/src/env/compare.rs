//! This machine's environment against another's, from a pasted or saved `go env -json`.

use crate::secret::Masked;

/// How two values compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    Same,
    /// Differs, as paths and hosts do between machines.
    Expected,
    Differs,
    OnlyHere,
    OnlyThere,
}

/// One variable on both machines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    pub name: String,
    pub here: Option<Masked>,
    pub there: Option<Masked>,
    pub difference: Difference,
    /// Their value can be taken over with an edit.
    pub adoptable: bool,
}

/// The whole comparison, in the order of the list here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// Their GOVERSION.
    pub there_version: Option<String>,
    pub variables: Vec<Compared>,
}
