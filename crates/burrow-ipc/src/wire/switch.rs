//! Switching to another toolchain: wishes in; plans and what came of them out.

use std::path::PathBuf;

use burrow_core::env::capture::AskerId;
use burrow_core::env::edit::PlanId;
use burrow_core::error::CoreError;
use burrow_core::sdk::switch::{self, Who, Wish};
use burrow_core::text::Say;
use burrow_core::workbench::SwitchMade;

use super::Wire;
use super::change::diff_line;
use crate::dto::env::Check;
use crate::dto::sdk::{FileChange, LinkChange, Reach, SwitchPlan, SwitchWish, Switched};

impl Wire<'_> {
    /// What is wished.
    ///
    /// # Errors
    /// [`CoreError::NoGo`]: it names a folder that was never shown as a toolchain's.
    pub fn switch_wish(&self, from: SwitchWish) -> Result<Wish, CoreError> {
        Ok(match from {
            SwitchWish::Setting { toolchain } => Wish::Setting { toolchain, exact: true },
            SwitchWish::Link { goroot } => Wish::Link { goroot: Some(self.goroot(goroot)?) },
            SwitchWish::Project { toolchain } => Wish::Project { toolchain },
            SwitchWish::Undo { id } => Wish::Undo { id },
        })
    }

    /// The folder of a toolchain, as an answer has named it.
    ///
    /// # Errors
    /// [`CoreError::NoGo`]: none has.
    pub fn goroot(&self, goroot: String) -> Result<PathBuf, CoreError> {
        self.shown.find(&goroot).ok_or_else(|| CoreError::NoGo(goroot.into()))
    }

    /// What would happen.
    pub fn switch_plan(&self, id: &PlanId, from: &switch::SwitchPlan) -> SwitchPlan {
        SwitchPlan {
            id: id.0.clone(),
            files: from.files().iter().map(|file| self.file_change(file)).collect(),
            link: from.link().map(|link| self.link_change(&link)),
            checks: from.checks.iter().map(|check| self.switch_check(check)).collect(),
            reach: from.reach.iter().map(|reach| self.reach(reach)).collect(),
            applicable: from.is_applicable(),
            empty: from.is_empty(),
        }
    }

    /// What happened.
    pub fn switched(&self, from: &SwitchMade) -> Switched {
        Switched { revision: from.revision, undo: from.undo.as_ref().map(|undo| self.switch_undo(undo)) }
    }

    fn file_change(&self, from: &switch::FileChange) -> FileChange {
        FileChange {
            place: self.place(&from.place),
            new: from.new,
            gone: from.gone,
            diff: from.diff.iter().map(diff_line).collect(),
        }
    }

    fn link_change(&self, from: &switch::LinkChange) -> LinkChange {
        let maybe = |path: &Option<PathBuf>| path.as_ref().map(|path| self.path(path));
        LinkChange { link: self.path(&from.link), before: maybe(&from.before), after: maybe(&from.after) }
    }

    fn switch_check(&self, from: &switch::Check) -> Check {
        Check {
            severity: from.severity.into(),
            name: None,
            problem: self.problem(&from.kind),
            place: self.maybe_place(&from.place),
        }
    }

    fn reach(&self, from: &switch::Reach) -> Reach {
        Reach {
            // What asks from a window is no terminal.
            who: match &from.who {
                Who::Here => AskerId::Process.say(self.lang),
                who => who.say(self.lang),
            },
            reached: from.reached,
            reason: from.why.say(self.lang),
            place: self.maybe_place(&from.place),
        }
    }
}
