//! The way back from one entry of the history.

use std::path::Path;

use bstr::ByteSlice;
use go_rules::env_file::{Edit, EnvFile};

use super::{History, undone};
use crate::env::edit::{self, Check, CheckKind, Severity};
use crate::error::CoreError;
use crate::secret::{Masked, Vault};
use crate::store::Fingerprint;
use crate::store::changes::{Entry, NameChange, Value};

/// How an entry can be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undo {
    pub entry: i64,
    /// What is to be done to the file; of conflicts nothing is in it.
    pub change: edit::Change,
    /// Why it cannot be done, wholly or in part.
    pub refusals: Vec<Check>,
}

impl History {
    /// How to take back an entry of `file`, which now holds `now`. Writes nothing.
    ///
    /// # Errors
    /// [`CoreError::UnknownEntry`], or `state.db` cannot be read.
    pub fn undo(&self, id: i64, file: &Path, now: Option<&[u8]>) -> Result<Undo, CoreError> {
        let entry = self.store.change(id)?.ok_or(CoreError::UnknownEntry(id))?;
        let mut refusals = Vec::new();
        if entry.file != file {
            refusals.push(refusal(None, CheckKind::OtherFile));
        }
        if let Some(&by) = undone(&self.store.changes(&entry.file)?).get(&id) {
            refusals.push(refusal(None, CheckKind::AlreadyUndone { entry: by }));
        }
        let nothing = edit::Change::Edits(Vec::new());
        if !refusals.is_empty() {
            return Ok(Undo { entry: id, change: nothing, refusals });
        }
        let vault = self.vault(now);
        if let Some(text) = whole_text(&entry, now, &vault) {
            return Ok(Undo { entry: id, change: edit::Change::Whole(text), refusals });
        }
        if entry.names.is_empty() {
            refusals.push(refusal(None, CheckKind::TextMoved));
        }
        let file = EnvFile::parse(now.unwrap_or_default());
        let mut edits = Vec::new();
        for change in &entry.names {
            match inverse(change, &file, &vault) {
                Ok(edit) => edits.extend(edit),
                Err(kind) => refusals.push(refusal(Some(change.name.to_str_lossy().into_owned()), kind)),
            }
        }
        Ok(Undo { entry: id, change: edit::Change::Edits(edits), refusals })
    }
}

fn refusal(name: Option<String>, kind: CheckKind) -> Check {
    Check { severity: Severity::Refused, name, kind, place: None }
}

/// The text before, byte for byte, when the file is exactly as the entry left it and nothing in it is unknown.
fn whole_text(entry: &Entry, now: Option<&[u8]>, vault: &Vault) -> Option<Vec<u8>> {
    let after = entry.after.as_ref().map(|text| &text.print);
    if after != now.map(Fingerprint::of).as_ref() {
        return None;
    }
    // There was no file: an empty one says the same and costs nobody a file.
    let Some(before) = &entry.before else { return Some(Vec::new()) };
    let masked = before.masked.as_ref()?;
    // A `***` may be all that ever stood there.
    if Fingerprint::of(masked) == before.print {
        return Some(masked.clone().into());
    }
    let text = vault.unmask_file(masked).ok()?;
    (Fingerprint::of(&text) == before.print).then(|| text.into())
}

/// The edit that puts one name back, if it is not back already.
fn inverse(change: &NameChange, file: &EnvFile, vault: &Vault) -> Result<Option<Edit>, CheckKind> {
    let name = change.name.to_str_lossy().into_owned();
    let now = file.last(&change.name).map(|entry| entry.value.as_slice());
    let holds = |value: &Value| value.as_ref().map(|(_, print)| print) == now.map(Fingerprint::of).as_ref();
    if holds(&change.before) {
        return Ok(None);
    }
    if !holds(&change.after) {
        let expected = change.after.as_ref().map(|(text, _)| Masked::stored(text));
        return Err(CheckKind::Moved { now: now.map(|v| Masked::value(&name, v)), expected, name });
    }
    let Some((masked, print)) = &change.before else {
        return Ok(Some(Edit::Unset { name: change.name.clone() }));
    };
    if Fingerprint::of(masked) == *print {
        return Ok(Some(Edit::Set { name: change.name.clone(), value: masked.clone() }));
    }
    match vault.unmask_value(&name, masked) {
        Ok(value) if Fingerprint::of(&value) == *print => {
            Ok(Some(Edit::Set { name: change.name.clone(), value }))
        }
        _ => Err(CheckKind::SecretGone { name }),
    }
}
