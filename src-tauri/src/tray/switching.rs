//! A switch from the tray: one write, one entry of the history, one way back; and what there is to say about it.

use burrow_core::env::edit::{Draft, Plan, Severity};
use burrow_core::proxy::profile::ProfileError;
use burrow_core::text::{self, Tell};
use burrow_core::workbench::Workbench;
use burrow_ipc::wire::Wire;

use crate::desk::Desk;

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub title: String,
    /// What changed, what still wins over it, or why nothing was done.
    pub lines: Vec<String>,
    /// The entry of the history that can be taken back.
    pub entry: Option<i64>,
}

impl Said {
    /// Line by line.
    pub fn all(&self) -> Vec<String> {
        std::iter::once(self.title.clone()).chain(self.lines.iter().cloned()).collect()
    }

    fn failed(title: String, why: &impl Tell, wire: &Wire<'_>) -> Said {
        let problem = why.tell(wire.lang);
        let lines = std::iter::once(problem.message).chain(problem.hint).collect();
        Said { title, lines, entry: None }
    }
}

/// Switches to a profile.
pub fn switch(desk: &Desk, name: &str) -> Said {
    desk.word(|wire| match switched(desk.workbench(), name, wire) {
        Ok(said) => said,
        Err(why) => Said::failed(text::not_switched(name, wire.lang), &why, wire),
    })
}

fn switched(workbench: &Workbench, name: &str, wire: &Wire<'_>) -> Result<Said, ProfileError> {
    let drafted = workbench.profile_draft(name)?;
    let (plan, applied) = workbench.change(&drafted.draft, false)?;
    let shown = workbench.shown_profile(workbench.profile(name)?);
    let title = wire.profile_title(&shown.known);
    let mut lines: Vec<String> = drafted.trouble.iter().map(|why| why.tell(wire.lang).message).collect();
    let Some(applied) = applied else {
        lines.extend(refusals(&plan, wire));
        let title = match plan.empty {
            true => text::in_file_already(&title, wire.lang),
            false => text::not_switched(&title, wire.lang),
        };
        lines.extend(shown.shadows.iter().map(|shadow| wire.shadow_text(shadow)));
        return Ok(Said { title, lines, entry: None });
    };
    let names: Vec<&str> = applied.entry.changes.iter().map(|change| change.name.as_str()).collect();
    lines.push(text::changed(&names, wire.lang));
    lines.extend(shown.shadows.iter().map(|shadow| wire.shadow_text(shadow)));
    Ok(Said { title: text::switched(&title, wire.lang), lines, entry: Some(applied.entry.id) })
}

fn refusals(plan: &Plan, wire: &Wire<'_>) -> Vec<String> {
    let refused = plan.checks.iter().filter(|check| check.severity == Severity::Refused);
    refused.map(|check| check.kind.tell(wire.lang).message).collect()
}

/// Takes a switch back.
pub fn take_back(desk: &Desk, entry: i64) -> Said {
    desk.word(|wire| {
        let failed = text::not_taken_back(wire.lang).to_owned();
        match desk.workbench().change(&Draft::Undo { entry }, false) {
            Ok((_, Some(applied))) => {
                let names: Vec<&str> =
                    applied.entry.changes.iter().map(|change| change.name.as_str()).collect();
                let lines = vec![text::changed(&names, wire.lang)];
                Said { title: text::taken_back(wire.lang).to_owned(), lines, entry: None }
            }
            Ok((plan, None)) => Said { title: failed, lines: refusals(&plan, wire), entry: None },
            Err(why) => Said::failed(failed, &why, wire),
        }
    })
}
