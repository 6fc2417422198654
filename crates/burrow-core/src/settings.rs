//! What the person chose for the app. Kept in `state.db` (`store::settings`).

use std::time::Duration;

use crate::cache::Cache;
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

/// Whether there is an icon in the tray, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tray {
    Off,
    /// As long as the window is open; closing it ends Burrow, as everywhere.
    #[default]
    WhileOpen,
    /// Closing the window leaves Burrow there, where a desktop shows such icons.
    Always,
}

/// The person's choices; the defaults follow the system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Settings {
    /// `None` follows the system's language.
    pub language: Option<Lang>,
    pub theme: Theme,
    pub tray: Tray,
}

/// What a cache may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    pub bytes: u64,
    /// Cleaned without being asked when it is exceeded: only what is safe, and nothing younger than Go itself keeps.
    pub automatic: bool,
}

/// The person's choices about Go's caches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CacheSettings {
    pub build_budget: Option<Budget>,
    pub modules_budget: Option<Budget>,
    /// For how many days what was cleaned can come back.
    pub grace_days: u32,
}

impl CacheSettings {
    /// How long what was cleaned can come back.
    #[must_use]
    pub fn grace(&self) -> Duration {
        Duration::from_secs(u64::from(self.grace_days) * 24 * 60 * 60)
    }

    /// The budget of one cache.
    #[must_use]
    pub fn budget(&self, cache: Cache) -> Option<Budget> {
        match cache {
            Cache::Build => self.build_budget,
            Cache::Modules => self.modules_budget,
        }
    }
}

impl Default for CacheSettings {
    fn default() -> CacheSettings {
        CacheSettings { build_budget: None, modules_budget: None, grace_days: 7 }
    }
}
