//! Private modules: the patterns, tested against the person's projects, and the credentials for a host.
//!
//! The window judges no pattern and guesses no host: verdicts, sentences and suggested values come from the core. A
//! suggested value becomes a change by `env_plan`, like any other. No name and no password gets in here.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::app::{Place, Problem};

/// A value that nobody has written yet, for `private_check`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
pub struct PatternDraft {
    /// GOPRIVATE, GONOPROXY, GONOSUMDB or GOINSECURE.
    pub name: String,
    pub value: String,
}

/// Everything about private patterns in one context.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PrivateView {
    /// GOPRIVATE, GONOPROXY, GONOSUMDB, GOINSECURE.
    pub lists: Vec<PatternList>,
    /// Modules that an entry matches or that look private; what would be shown to others first. At most 500.
    pub modules: Vec<PrivateModule>,
    /// How many `modules` are kept from proxies and the checksum database.
    pub hidden: u32,
    /// How many `modules` certainly look private and would be shown to others.
    pub leaking: u32,
    /// How many other modules the projects have.
    pub public: u32,
    /// How many projects were asked; 0: no folder with projects is known.
    pub projects: u32,
    /// Projects that cannot be read.
    pub unread: Vec<Problem>,
    /// Values that mend all of it: a draft for `env_plan`. Empty: nothing to mend.
    pub suggestions: Vec<PatternSuggestion>,
    /// Hosts that matter here, for `credentials_of`: those of entries, of private modules, and of GOPROXY.
    pub hosts: Vec<String>,
}

/// One of the lists.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PatternList {
    pub name: String,
    /// What counts; secrets are `***`.
    pub value: String,
    /// GOPRIVATE stands for it.
    pub inherited: bool,
    pub entries: Vec<PatternEntry>,
    /// The value as it was meant; null where nothing is to be mended.
    pub mended: Option<String>,
}

/// How well an entry does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum PatternVerdict {
    Fine,
    /// Nothing between two commas.
    Empty,
    /// `none`.
    None,
    /// It may do something else than was meant.
    Doubtful,
    Never,
}

/// An entry of a list.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PatternEntry {
    /// As it is written, blanks and all.
    pub text: String,
    pub verdict: PatternVerdict,
    /// What it does, or why not: one sentence or two.
    pub sentence: String,
    /// What to write instead; empty: leave it out; null: as it is, or nobody can tell.
    pub instead: Option<Vec<String>>,
    /// How many modules of the projects it matches.
    pub matches: u32,
}

/// A module of the person's projects.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PrivateModule {
    pub path: String,
    /// The go.mod and go.work files that name it. At most 5.
    pub projects: Vec<Place>,
    /// One of the projects is this module.
    pub own: bool,
    /// The entry of GONOPROXY that matches; null: none.
    pub noproxy: Option<String>,
    /// The entry of GONOSUMDB that matches; null: none.
    pub nosumdb: Option<String>,
    /// Why it looks private; null: nothing says so, or nobody else sees it.
    pub sign: Option<String>,
    /// False: it only may be private.
    pub certain: bool,
    /// Who would see its path.
    pub seen_by: Vec<String>,
}

/// Another value for a list.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct PatternSuggestion {
    pub name: String,
    pub value: String,
}

/// Everything that is there for a host.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CredentialsView {
    pub host: String,
    /// What Go sends with its own requests there.
    pub go: String,
    /// Go sends something, or asks GOAUTH for it.
    pub go_sends: bool,
    /// How git gets at repositories there.
    pub git: String,
    /// Numbers of the entries of GOPROXY that are there, from 1.
    pub proxies: Vec<u32>,
    /// The netrc file; null: there is no home.
    pub netrc: Option<Place>,
    pub netrc_exists: bool,
    /// Others on this machine may read it.
    pub netrc_open: bool,
    pub lines: Vec<CredentialLine>,
    /// Settings of git about the host.
    pub settings: Vec<CredentialLine>,
    /// GOAUTH, way by way; what a command would run.
    pub ways: Vec<CredentialWay>,
    /// What Go says of a bad GOAUTH.
    pub refused: Option<String>,
    /// What to write where if nothing is there.
    pub steps: Vec<CredentialStep>,
}

/// Something that stands somewhere.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct CredentialLine {
    /// Null: in the environment.
    pub place: Option<Place>,
    pub sentence: String,
    /// It counts for the host.
    pub counts: bool,
}

/// A way of GOAUTH.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct CredentialWay {
    /// As it stands there; secrets are `***`.
    pub text: String,
    pub sentence: String,
}

/// Something to write somewhere.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct CredentialStep {
    pub id: String,
    pub title: String,
    /// The exact text; NAME and TOKEN stand for what only the person has.
    pub text: String,
    /// The file it belongs into; null: a command for a terminal.
    pub file: Option<Place>,
}

/// What a host makes of what is there for it.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CredentialsChecked {
    pub host: String,
    /// Go's own request; null: there it asks git alone.
    pub http: Option<CheckedRequest>,
    /// What git says; null: no module there is known, or Go would not ask git.
    pub git: Option<CheckedRequest>,
    /// What else is to be said: ways of GOAUTH that gave nothing.
    pub notes: Vec<String>,
}

/// One request of a check.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CheckedRequest {
    /// What was asked; without secrets.
    pub url: String,
    /// `accepted`, `not-needed`, `refused`, `missing`, `not-found`, or a verdict of a probe.
    pub verdict: String,
    /// Go gets what it asks for.
    pub well: bool,
    pub sentence: String,
    /// git's own words, where it failed.
    pub said: Option<String>,
    pub ms: u32,
}
