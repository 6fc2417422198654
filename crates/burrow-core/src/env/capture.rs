//! Whose environment is asked.

/// Whose environment a question is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AskerId {
    /// What a new terminal gets.
    LoginShell,
    /// What the desktop session hands to the programs it starts.
    Desktop,
    /// Burrow's own process.
    Process,
}
