//! What mends something: always one of the app's own actions, and always shown in its dialog before it is done.

use serde::Serialize;
use ts_rs::TS;

use super::app::Place;
use super::cache::CleanWish;
use super::env::Draft;
use super::sdk::SwitchWish;

/// One way to mend a finding, or to take a step.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Remedy {
    /// On the button: "Use “|” instead…".
    pub label: String,
    pub opens: Opens,
}

/// Which dialog shows it, and with what. Nothing is done before the person has seen it there.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Opens {
    /// The preview of a change of the settings: hand `draft` to `env_plan`.
    Settings { draft: Draft },
    /// The switch to a profile: hand it to `profile_plan`.
    Profile { profile: String },
    /// The installation of a toolchain, with this version chosen; null: the newest.
    Install { version: Option<String> },
    /// The switch to another toolchain: hand `wish` to `sdk_plan_switch`.
    Toolchain { wish: SwitchWish },
    /// The plan of a cleaning: hand `wish` to `cache_plan`.
    Clean { wish: CleanWish },
    /// What is damaged in the module cache, with its repair (`cache_damage`, `cache_repair`).
    Damage,
    /// Programs are built anew: `sdk_rebuild_program`, one after the other.
    Rebuild { files: Vec<String> },
    /// The credentials of a host: `credentials_of`.
    Credentials { host: String },
    /// The private patterns: `private_view`.
    Private,
    /// The download of what a project needs: `project_warm`.
    Warm { project: String },
    /// The team file of a project: `project_team`.
    Team { project: String },
    /// A change of a file that no other dialog makes: hand both to `doctor_plan`.
    Deed { finding: String, fix: String },
    /// Nothing that Burrow runs: a command of Go for a terminal in this folder, to be copied.
    Command { folder: Place, command: String },
    /// Nothing that Burrow changes: the file opens in the person's editor, at the line (`app_open_place`).
    Edit { place: Place },
}
