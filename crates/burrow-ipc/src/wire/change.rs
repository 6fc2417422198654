//! Drafts in; plans and what came of them out.

use burrow_core::env::edit;

use super::{Wire, same_names};
use crate::dto::env::{Applied, Check, CheckSeverity, DiffLine, DiffSign, Draft, Edit, Outcome, Plan};

same_names!(edit::DiffSign => DiffSign { Same, Removed, Added });
same_names!(edit::Severity => CheckSeverity { Refused, Warning, Note });

impl From<Draft> for edit::Draft {
    fn from(draft: Draft) -> Self {
        match draft {
            Draft::Edits { edits } => edit::Draft::Edits(edits.into_iter().map(Into::into).collect()),
            Draft::Text { text } => edit::Draft::Text(text),
            Draft::Undo { entry } => edit::Draft::Undo { entry },
        }
    }
}

impl From<edit::Draft> for Draft {
    fn from(draft: edit::Draft) -> Self {
        match draft {
            edit::Draft::Edits(edits) => Draft::Edits { edits: edits.into_iter().map(Into::into).collect() },
            edit::Draft::Text(text) => Draft::Text { text },
            edit::Draft::Undo { entry } => Draft::Undo { entry },
        }
    }
}

impl From<Edit> for edit::Edit {
    fn from(edit: Edit) -> Self {
        edit::Edit { name: edit.name, value: edit.value }
    }
}

impl From<edit::Edit> for Edit {
    fn from(edit: edit::Edit) -> Self {
        Edit { name: edit.name, value: edit.value }
    }
}

impl Wire<'_> {
    /// What would happen.
    pub fn plan(&self, from: &edit::Plan) -> Plan {
        Plan {
            id: from.id.0.clone(),
            file: self.maybe_place(&from.file),
            diff: from.diff.iter().map(diff_line).collect(),
            checks: from.checks.iter().map(|c| self.check(c)).collect(),
            outcomes: from.outcomes.iter().map(|o| self.outcome(o)).collect(),
            applicable: from.applicable,
            empty: from.empty,
        }
    }

    /// What happened.
    pub fn applied(&self, from: &edit::Applied) -> Applied {
        Applied { revision: from.revision, entry: self.history_entry(&from.entry) }
    }

    fn check(&self, from: &edit::Check) -> Check {
        Check {
            severity: from.severity.into(),
            name: from.name.clone(),
            problem: self.problem(&from.kind),
            place: self.maybe_place(&from.place),
        }
    }

    fn outcome(&self, from: &edit::Outcome) -> Outcome {
        Outcome {
            name: from.name.clone(),
            asker: from.asker.into(),
            before: from.before.to_string(),
            after: from.after.to_string(),
            origin: from.origin.into(),
            shadowed: from.shadowed,
            winner: self.maybe_place(&from.winner),
        }
    }
}

pub(super) fn diff_line(from: &edit::DiffLine) -> DiffLine {
    DiffLine {
        sign: from.sign.into(),
        text: from.text.to_string(),
        old_line: from.old_line,
        new_line: from.new_line,
    }
}
