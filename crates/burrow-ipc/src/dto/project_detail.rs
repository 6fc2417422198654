//! One project: what it needs and has, and the steps that lead to a build.

use serde::Serialize;
use ts_rs::TS;

use super::app::{Place, Problem};
use super::cache::DamageRow;
use super::project::ProjectRow;
use super::proxy::BadgeTone;
use super::remedy::Remedy;
use super::sdk::Which;

/// Everything that is known of one project.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProjectDetail {
    pub row: ProjectRow,
    /// Which toolchain it needs, and which would run.
    pub which: Option<Which>,
    /// In the order in which they are to be taken; empty when it is ready offline.
    pub steps: Vec<ProjectStep>,
    /// Null: not looked at yet.
    pub modules: Option<ProjectModules>,
    /// What the module cache holds was not hashed: damage may be there that nobody has seen.
    pub unhashed: bool,
    pub go_sum: ProjectSums,
    pub vendor: ProjectVendor,
    /// Folders of the workspace's modules.
    pub members: Vec<Place>,
}

/// Something that has to be done before it builds. It goes by itself once it is true, whoever did it.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProjectStep {
    /// `install-toolchain`, `set-toolchain`, `mend-settings`, `follow-team-profile`, `add-credential`,
    /// `repair-modules`, `fix-go-sum`, `fix-vendor`, `fix-go-mod`, `fix-source`, `choose-module`, `install-go`, `download`,
    /// `complete-downloads`.
    pub id: String,
    /// Names it for as long as it stands.
    pub key: String,
    pub title: String,
    /// How it is done, also by hand.
    pub fix: String,
    pub remedies: Vec<Remedy>,
}

/// The module versions of its build list.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProjectModules {
    pub needed: u32,
    pub present: u32,
    /// The first thousand.
    pub missing: Vec<MissingModule>,
    pub missing_count: u32,
    pub damaged: Vec<DamageRow>,
    /// Paths that GONOPROXY matches.
    pub private: Vec<String>,
    /// Paths that a public proxy would be asked for, though their host is the repository's own.
    pub exposed: Vec<String>,
}

/// A module version that is not in the module cache.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MissingModule {
    pub module: String,
    pub version: String,
    /// It would be asked of a proxy; else of its own server.
    pub via_proxy: bool,
}

/// go.sum against what is needed and what is there.
#[derive(Debug, Clone, PartialEq, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProjectSums {
    pub place: Option<Place>,
    pub missing: Vec<SumRow>,
    /// Lines that disagree with what is in the module cache.
    pub mismatched: Vec<SumRow>,
    /// One sentence, when something is wrong.
    pub sentence: Option<String>,
}

/// A line of go.sum, or one that it should have.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SumRow {
    pub module: String,
    pub version: String,
    /// Of its go.mod; else of all its files.
    pub go_mod: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum VendorId {
    None,
    Used,
    Inconsistent,
    Ignored,
}

/// The vendor folder.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProjectVendor {
    pub state: VendorId,
    pub place: Option<Place>,
    /// What Go does with it, in one sentence; of `inconsistent` what Go says too.
    pub sentence: Option<String>,
}

/// A download: the one that runs, or the last one of this window.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WarmView {
    /// Hand this to `job_cancel` while it runs.
    pub job: u64,
    pub running: bool,
    /// How far it is, or how it ended.
    pub sentence: String,
    pub modules: u32,
    pub of: Option<u32>,
    pub bytes: u64,
    /// Bytes a second, over the last seconds.
    pub rate: Option<u64>,
    /// What is being waited for, the longest first.
    pub waiting: Vec<WarmWait>,
    /// Who has answered so far.
    pub hops: Vec<WarmHop>,
    pub failures: Vec<WarmFailure>,
    /// Unix ms.
    pub started_at: u64,
    pub ended_at: Option<u64>,
}

#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WarmWait {
    pub module: String,
    pub version: String,
    /// Who is being asked: a host, `git`.
    pub from: Option<String>,
    /// Unix ms.
    pub since: u64,
}

#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WarmHop {
    /// A host, or `git`.
    pub name: String,
    pub modules: u32,
}

/// A module version that could not be had.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WarmFailure {
    pub module: String,
    pub version: String,
    /// Who was asked last.
    pub from: Option<String>,
    /// In words.
    pub reason: String,
    /// What Go said; secrets masked.
    pub said: String,
    pub remedies: Vec<Remedy>,
}

/// A build: the one that runs, or the last one of this window.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BuildView {
    pub job: u64,
    pub running: bool,
    pub tone: BadgeTone,
    pub sentence: String,
    /// What Go wrote, line by line; the last thousand. Secrets masked.
    pub lines: Vec<String>,
    pub left_out: u32,
    pub problem: Option<Problem>,
    /// Unix ms.
    pub started_at: u64,
    pub ended_at: Option<u64>,
}
