//! A team's file: what it proposes, and one that is made of what is in effect here.

use std::path::Path;

use burrow_core::env::edit::PlanId;
use burrow_core::project::team::{LeftOut, Link, Proposal, TeamError, TeamFile, ToolchainState};
use burrow_core::proxy::profile::{Standing, State};
use burrow_core::sdk::switch;
use burrow_core::text::{self, Say};
use burrow_core::workbench::TeamPlan;

use super::{Wire, without_stop};
use crate::dto::app::Problem;
use crate::dto::remedy::{Opens, Remedy};
use crate::dto::sdk::SwitchWish;
use crate::dto::team::{TeamDraft, TeamLink, TeamPart, TeamView};

impl Wire<'_> {
    /// A file that is no team's file.
    pub fn team_refused(&self, file: &Path, from: &TeamError) -> TeamView {
        TeamView {
            place: self.path(file),
            refused: Some(self.problem(from)),
            title: String::new(),
            note: None,
            links: Vec::new(),
            parts: Vec::new(),
            settings: None,
            followed: false,
            sentence: text::team_sentence(None, self.lang),
        }
    }

    /// What following it would change.
    pub fn team(&self, file: &Path, team: &TeamFile, from: &Proposal) -> TeamView {
        let parts = self.team_parts(from);
        let changes = parts.iter().filter(|part| !part.holds).count();
        TeamView {
            place: self.path(file),
            refused: None,
            title: team.profile.as_ref().map(|profile| profile.name().to_owned()).unwrap_or_default(),
            note: team.notes.in_language(self.lang).map(ToOwned::to_owned),
            links: team.links.iter().map(link).collect(),
            settings: from.draft.clone().map(Into::into),
            followed: from.is_followed(),
            sentence: text::team_sentence(Some(changes), self.lang),
            parts,
        }
    }

    fn team_parts(&self, from: &Proposal) -> Vec<TeamPart> {
        let mut parts = Vec::new();
        if let Some(part) = &from.profile {
            parts.push(TeamPart {
                title: without_stop(&part.say(self.lang)),
                detail: part.kept.say(self.lang),
                holds: part.state == State::InEffect,
                doubts: part.loosens.iter().map(|one| text::loosens(one.name(), self.lang)).collect(),
                remedy: None,
            });
        }
        if let Some(part) = &from.toolchain {
            let holds = part.state == ToolchainState::Runs;
            let opens = match (&from.switch, part.installed) {
                (_, false) => Some(Opens::Install { version: Some(part.wanted.clone()) }),
                (Some(switch::Wish::Setting { toolchain, .. }), true) => {
                    Some(Opens::Toolchain { wish: SwitchWish::Setting { toolchain: toolchain.clone() } })
                }
                _ => None,
            };
            let label =
                if part.installed { text::team_switch(self.lang) } else { text::team_install(self.lang) };
            parts.push(TeamPart {
                title: without_stop(&part.say(self.lang)),
                detail: String::new(),
                holds,
                doubts: Vec::new(),
                remedy: opens.filter(|_| !holds).map(|opens| Remedy { label: label.to_owned(), opens }),
            });
        }
        for part in &from.private {
            parts.push(TeamPart {
                title: without_stop(&part.say(self.lang)),
                detail: String::new(),
                holds: part.standing == Standing::Same,
                doubts: Vec::new(),
                remedy: None,
            });
        }
        parts
    }

    /// One that is made of what is in effect.
    pub fn team_draft(&self, id: &PlanId, from: &TeamPlan) -> TeamDraft {
        TeamDraft {
            id: id.0.clone(),
            place: self.path(&from.target.file),
            text: from.text.clone(),
            replaces: from.target.before.is_some(),
            diff: from.diff.iter().map(super::change::diff_line).collect(),
            notes: from.left.iter().map(|one| self.left_out(one)).collect(),
        }
    }

    fn left_out(&self, from: &LeftOut) -> Problem {
        Problem {
            code: "team-left-out".to_owned(),
            message: from.say(self.lang),
            subject: Some(from.name.to_owned()),
            hint: None,
        }
    }
}

fn link(from: &Link) -> TeamLink {
    TeamLink { title: Some(from.title.clone()), url: from.url.clone() }
}
