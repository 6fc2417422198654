//! What the person chose for the app. Kept in `state.db` (`store::settings`).

use crate::text::Lang;

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the desktop has it.
    #[default]
    System,
    Light,
    Dark,
}

/// The person's choices; the defaults follow the system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Settings {
    /// `None` follows the system's language.
    pub language: Option<Lang>,
    pub theme: Theme,
}
