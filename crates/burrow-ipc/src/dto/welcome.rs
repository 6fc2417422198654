//! The wizard of the first run: what is known already, and what is still to be chosen.

use serde::Serialize;
use ts_rs::TS;

use super::app::{Place, Problem};
use super::proxy::ProxyBadge;
use super::remedy::Remedy;

/// The wizard. It never asks what can be found out.
#[derive(Debug, Clone, PartialEq, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Welcome {
    /// Projects, toolchains or networks are still being looked for.
    pub looking: bool,
    pub folders: Vec<WelcomeFolder>,
    pub go: WelcomeGo,
    /// The recommended one first.
    pub networks: Vec<WelcomeNetwork>,
    /// The project that the last step is about: the one that needs the least.
    pub project: Option<Place>,
    pub notices: Vec<Problem>,
}

/// A folder in which projects lie.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WelcomeFolder {
    pub place: Place,
    /// How many; null: it was not looked into yet.
    pub projects: Option<u32>,
    /// "opened in VS Code"; null of a named one.
    pub reason: Option<String>,
    /// It is named already: `project_remove` takes it away, `project_add` names the others.
    pub named: bool,
}

/// Which Go there is.
#[derive(Debug, Clone, PartialEq, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WelcomeGo {
    /// The one that a terminal gets: `go1.27.3`.
    pub version: Option<String>,
    pub place: Option<Place>,
    /// How many there are.
    pub sdks: u32,
    pub sentence: String,
    /// Of what is missing: none at all, or one that a project needs.
    pub remedies: Vec<Remedy>,
}

/// A network profile, tested live.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WelcomeNetwork {
    /// Hand it to `profile_plan`.
    pub profile: String,
    pub title: String,
    /// `goproxy.cn`, `direct`
    pub way: Vec<String>,
    pub in_effect: bool,
    pub testing: bool,
    pub badge: Option<ProxyBadge>,
    pub recommended: bool,
    /// Of the recommended one: why.
    pub reason: Option<String>,
    /// Why it cannot be had here.
    pub unavailable: Option<String>,
}
