//! What the frame of the window shows: settings, problems, what changed.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::env::Environment;

/// Something that went wrong or needs a look, in the person's language.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// Stable, for tests and for the window to tell problems apart (`goenv-not-readable`).
    pub code: String,
    /// What happened, to what.
    pub message: String,
    /// The file, variable or program it is about.
    pub subject: Option<String>,
    /// What to do next.
    pub hint: Option<String>,
}

/// A file, perhaps a line in it. `display` is shortened with `~`.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Place {
    pub file: String,
    pub line: Option<u32>,
    pub display: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Language {
    En,
    #[serde(rename = "zh-CN")]
    ZhCn,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    System,
    Light,
    Dark,
}

/// Whether there is an icon in the tray, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Tray {
    Off,
    /// As long as the window is open.
    WhileOpen,
    /// Closing the window leaves Burrow there.
    Always,
}

/// What the person chose. `language: null` follows the system.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    pub language: Option<Language>,
    pub theme: Theme,
    pub tray: Tray,
}

/// What the window needs before it can paint.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AppState {
    pub version: String,
    pub platform: Platform,
    pub settings: Settings,
    /// `settings.language`, or the system's.
    pub language: Language,
    /// The home directory, to shorten paths with `~`.
    pub home: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Platform {
    Linux,
    Macos,
    Windows,
}

/// What the document brings along, so that the first paint needs to ask nothing.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct First {
    pub app: AppState,
    pub environment: Environment,
}

/// A topic that a store of the window holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Topic {
    Environment,
    History,
    Settings,
    Toolchains,
    Programs,
    Caches,
    /// The chain, its health, and the profiles.
    Proxies,
    /// The projects, their readiness, downloads and builds.
    Projects,
    Doctor,
    /// What the wizard of the first run has found out.
    Welcome,
}

/// The event `changed`: these topics differ since the revision before.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Changed {
    pub revision: u64,
    pub topics: Vec<Topic>,
}
