//! The Doctor page, and what the Overview shows of it: what was checked, what is wrong with proof, and what mends it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::app::{Place, Problem};
use super::env::{Check, DiffLine};
use super::remedy::Remedy;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum FindingSeverity {
    Error,
    Warning,
    Note,
}

/// Everything the page shows for one context.
#[derive(Debug, Clone, PartialEq, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Doctor {
    pub revision: u64,
    /// The fast checks are running, for the first time: there may be more in a moment.
    pub looking: bool,
    /// The page's first line: "Two things need a look".
    pub sentence: String,
    /// By severity, then in the order of the checks.
    pub findings: Vec<Finding>,
    pub errors: u32,
    pub warnings: u32,
    pub notes: u32,
    /// Every check there is.
    pub checks: Vec<DoctorCheck>,
    /// The job of the slow checks, while it runs.
    pub slow: Option<u64>,
    /// When the fast checks last ran (Unix ms).
    pub checked_at: Option<u64>,
    /// The same of the slow ones; null: never, in this window.
    pub slow_at: Option<u64>,
    /// Findings on the pages, for the badges in the navigation. Each counts once.
    pub pages: FindingPages,
}

/// How many errors and warnings are about each page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FindingPages {
    pub environment: u32,
    pub toolchains: u32,
    pub caches: u32,
    pub proxies: u32,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// Names it for as long as it stands.
    pub key: String,
    /// The id of its check: `env-shadowed`.
    pub id: String,
    pub severity: FindingSeverity,
    /// What it is about: a variable, a file, a host.
    pub subject: String,
    /// Without a full stop.
    pub title: String,
    /// The plain reason, and what follows from it.
    pub explanation: String,
    pub evidence: Vec<Evidence>,
    /// The best first; the first two are worth a button.
    pub remedies: Vec<Remedy>,
    /// Where the window shows more of it.
    pub shows: Option<Shows>,
}

/// What proves a finding. Secrets masked.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Evidence {
    pub place: Option<Place>,
    pub text: String,
}

/// A page of the window that shows more.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Shows {
    Variable { name: String },
    Toolchains,
    Programs,
    Caches,
    Proxies,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum CheckSpeed {
    /// Always up to date.
    Fast,
    /// When somebody asks (`doctor_slow`).
    Slow,
    /// The same; asks servers.
    Online,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum CheckState {
    Waiting,
    Running,
    Well,
    Found,
    /// It could not be done: see `reason`.
    Skipped,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DoctorCheck {
    /// `goproxy-dead-hop`
    pub id: String,
    /// What it looks at, in a few words.
    pub title: String,
    pub speed: CheckSpeed,
    pub state: CheckState,
    pub reason: Option<String>,
}

/// What a fix would do that only the doctor does.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FixPlan {
    /// Hand this to `doctor_apply`.
    pub id: String,
    pub title: String,
    pub changes: Vec<FixChange>,
    pub checks: Vec<Check>,
    pub applicable: bool,
    /// How it is taken back, in one sentence.
    pub undo: Option<String>,
}

/// What becomes of one file.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FixChange {
    pub place: Place,
    /// What changes, in one sentence ("readable by you alone").
    pub text: String,
    pub diff: Vec<DiffLine>,
}

/// The forms of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ReportForm {
    Text,
    Markdown,
    Json,
}

/// What a maintainer would ask for, in three forms; secrets are masked in all.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReportView {
    pub text: String,
    pub markdown: String,
    pub json: String,
    /// What could not be collected.
    pub notes: Vec<Problem>,
}
