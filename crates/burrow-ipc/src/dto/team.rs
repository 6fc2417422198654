//! The file `.burrow.toml` of a project: what a team proposes, what would change here, and how it is written.

use serde::Serialize;
use ts_rs::TS;

use super::app::{Place, Problem};
use super::env::{DiffLine, Draft};
use super::remedy::Remedy;

/// The team file of one project. It only proposes; nothing in it runs.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TeamView {
    pub place: Place,
    /// Why it is not followed: malformed, or it asks for more than it may. Then everything else is empty.
    pub refused: Option<Problem>,
    pub title: String,
    /// A note of the team, in the person's language where there is one.
    pub note: Option<String>,
    pub links: Vec<TeamLink>,
    pub parts: Vec<TeamPart>,
    /// The one change of the GOENV file that following it makes, for `env_plan`; null: none is needed.
    pub settings: Option<Draft>,
    /// All of it is so already.
    pub followed: bool,
    /// "Two things would change".
    pub sentence: String,
}

/// A link of the team; it is shown whole, and opens only when it is `https`.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TeamLink {
    pub title: Option<String>,
    pub url: String,
}

/// One thing that the file proposes.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TeamPart {
    pub title: String,
    /// From what to what, in one sentence.
    pub detail: String,
    /// It is so already.
    pub holds: bool,
    /// What to look at twice: values by which Go would believe more than it does by itself.
    pub doubts: Vec<String>,
    /// Of what is no setting, and has to be done for itself.
    pub remedy: Option<Remedy>,
}

/// A team file made of what is in effect here; `project_team_write` writes exactly this.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TeamDraft {
    /// Hand this to `project_team_write`.
    pub id: String,
    pub place: Place,
    pub text: String,
    /// There is one already: what changes in it.
    pub replaces: bool,
    pub diff: Vec<DiffLine>,
    /// What was left out, and why: secrets, what is only this machine's.
    pub notes: Vec<Problem>,
}
