//! The history of the GOENV file.

use burrow_core::env::history;

use super::{Wire, same_names};
use crate::dto::env::{Author, HistoryChange, HistoryEntry};

same_names!(history::Author => Author { Burrow, Command, Outside });

impl Wire<'_> {
    /// One change of the file.
    pub fn history_entry(&self, from: &history::HistoryEntry) -> HistoryEntry {
        HistoryEntry {
            id: from.id,
            at: from.at,
            author: from.author.into(),
            file: self.path(&from.file),
            changes: from.changes.iter().map(change).collect(),
            undoes: from.undoes,
            undone_by: from.undone_by,
            newest: from.newest,
        }
    }
}

fn change(from: &history::Change) -> HistoryChange {
    HistoryChange {
        name: from.name.clone(),
        before: from.before.as_ref().map(ToString::to_string),
        after: from.after.as_ref().map(ToString::to_string),
    }
}
