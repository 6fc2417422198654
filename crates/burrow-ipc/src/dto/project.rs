//! The Projects page: what each project needs, whether it would build, and the steps that are missing.
//!
//! What may be long or is asked for one project only is in [`super::project_detail`].

use serde::Serialize;
use ts_rs::TS;

use super::app::{Place, Problem};
use super::cache::{ProjectFolder, ProjectOffer};
use super::proxy::BadgeTone;

/// Every known project. The same list that the caches go by.
#[derive(Debug, Clone, PartialEq, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Projects {
    pub revision: u64,
    /// Projects are still being looked for, or looked at.
    pub looking: bool,
    /// The page's first line: "Two of five projects do not build yet".
    pub sentence: String,
    /// Those that need something first, then by name.
    pub projects: Vec<ProjectRow>,
    /// Folders that the person named.
    pub folders: Vec<ProjectFolder>,
    /// Folders that hold projects and were not named.
    pub offers: Vec<ProjectOffer>,
    pub notices: Vec<Problem>,
}

/// One project in the list.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProjectRow {
    /// Where it lies; `folder.file` names the project in commands.
    pub folder: Place,
    /// Its go.mod or go.work.
    pub file: Place,
    /// The name of its folder.
    pub name: String,
    /// The module's path; null of a workspace, or where the file does not tell.
    pub module: Option<String>,
    pub workspace: bool,
    /// The named folder by which it is known: `project_remove` takes it.
    pub named: Option<Place>,
    /// The named folder is the project itself: removing it takes away nothing else.
    pub alone: bool,
    /// It is being looked at; figures are of before.
    pub looking: bool,
    /// Null: not looked at yet.
    pub verdict: Option<ProjectVerdict>,
    /// Why it could not be looked at.
    pub problem: Option<Problem>,
    /// The toolchain that would run: `go1.27.3`.
    pub toolchain: Option<String>,
    /// There is a `.burrow.toml`.
    pub team: bool,
    /// The download that runs.
    pub warming: Option<u64>,
    /// The build that runs.
    pub building: Option<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ReadinessId {
    /// It builds without a network.
    Offline,
    /// It builds after a download.
    Download,
    /// Something must be mended first.
    Blocked,
}

/// Whether a project would build.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProjectVerdict {
    pub readiness: ReadinessId,
    pub tone: BadgeTone,
    /// "ready offline", "ready, 212 modules to download", "not ready: go.sum".
    pub sentence: String,
    /// Module versions that are needed, and of them: there, missing, damaged.
    pub needed: u32,
    pub present: u32,
    pub missing: u32,
    pub damaged: u32,
    pub steps: u32,
    /// Unix ms.
    pub looked_at: u64,
}
