//! Which projects are known to need modules, and what lies outside of the caches.

use serde::Serialize;
use ts_rs::TS;

use super::CacheSize;
use crate::dto::app::{Place, Problem};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum LeftoverId {
    /// Compiled packages of an old Go in GOPATH/pkg.
    Pkg,
    /// A temporary `go-build…` folder that a killed go left.
    GoBuild,
    /// The vendor folder of a known project.
    Vendor,
}

/// A folder outside of the caches that takes space.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CacheLeftover {
    pub id: LeftoverId,
    pub label: String,
    /// What it is, and whether it is still of use.
    pub note: String,
    pub place: Place,
    pub size: CacheSize,
    /// The youngest file in it (Unix ms).
    pub newest: Option<u64>,
}

/// Which projects are known to need modules.
#[derive(Debug, Clone, PartialEq, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CacheProjects {
    /// What they need is being found out.
    pub looking: bool,
    /// Folders that the person named.
    pub folders: Vec<ProjectFolder>,
    /// Folders that hold projects and were not named.
    pub offers: Vec<ProjectOffer>,
    pub projects: Vec<CacheProject>,
    /// How many there are, in one sentence.
    pub sentence: String,
}

/// A folder in which projects are looked for.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProjectFolder {
    pub place: Place,
    /// How many were found in it.
    pub projects: u32,
    pub problem: Option<Problem>,
}

/// A folder that may be worth naming.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProjectOffer {
    pub place: Place,
    /// Why it is offered: "opened in VS Code".
    pub reason: String,
}

/// A project that is known.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CacheProject {
    /// Its go.mod or go.work.
    pub place: Place,
    pub module: Option<String>,
    /// Module versions that it needs.
    pub needs: u32,
    /// Why that cannot be told. Nothing counts as unused then.
    pub problem: Option<Problem>,
}
