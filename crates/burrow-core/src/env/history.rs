//! Every change of the GOENV file, Burrow's or anyone's, and the way back.
//!
//! What was last seen is kept (masked), so that a change made while nobody watched is entered when the file is
//! looked at next. Undo works name by name, or byte for byte where the file is still as the entry left it;
//! a value that moved since is a conflict, never overwritten. Writing is `edit`'s affair.

mod undo;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bstr::{BString, ByteSlice};
use go_rules::env_file::EnvFile;

use crate::env::edit::{Written, named_changes};
use crate::error::CoreError;
use crate::secret::{MASK, Masked, Vault, mask_file, mask_value};
use crate::store::changes::{Entry, NameChange, NewChange, Value};
use crate::store::seen::{Expected, Held, Seen};
use crate::store::{Fingerprint, Store};

pub use undo::Undo;

/// Who changed the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Author {
    /// The app.
    Burrow,
    /// The `burrow` command.
    Command,
    /// `go env -w`, an editor, a script: anything else.
    Outside,
}

impl Author {
    /// Its word in `state.db` and in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Author::Burrow => "burrow",
            Author::Command => "command",
            Author::Outside => "outside",
        }
    }

    pub(crate) fn from_code(code: &str) -> Author {
        match code {
            "burrow" => Author::Burrow,
            "command" => Author::Command,
            _ => Author::Outside,
        }
    }
}

/// What happened to one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub name: String,
    /// `None`: no such line.
    pub before: Option<Masked>,
    pub after: Option<Masked>,
}

/// One change of the GOENV file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryEntry {
    pub id: i64,
    /// Unix ms. Of a change made while nobody watched: the file's own time.
    pub at: u64,
    pub author: Author,
    /// The file itself, links followed.
    pub file: PathBuf,
    /// Empty when only comments or the order of lines changed.
    pub changes: Vec<Change>,
    pub undoes: Option<i64>,
    pub undone_by: Option<i64>,
    /// It is the newest change of this file.
    pub newest: bool,
}

/// The history of the GOENV files, on top of `state.db`.
#[derive(Debug)]
pub struct History {
    store: Arc<Store>,
    author: Author,
    memory: Mutex<Memory>,
}

/// What only this process knows: secrets, and the raw bytes last seen.
#[derive(Debug, Default)]
struct Memory {
    vault: Vault,
    raw: HashMap<PathBuf, Vec<u8>>,
}

impl History {
    /// A history in whose entries this process is `author`.
    pub fn new(store: Arc<Store>, author: Author) -> History {
        History { store, author, memory: Mutex::default() }
    }

    /// In whose name this process enters changes.
    pub fn author(&self) -> Author {
        self.author
    }

    /// The file that an entry is about; `None`: there is no such entry.
    ///
    /// # Errors
    /// `state.db` cannot be read.
    pub fn file_of(&self, entry: i64) -> Result<Option<PathBuf>, CoreError> {
        Ok(self.store.change(entry)?.map(|entry| entry.file))
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The secrets seen so far, those of `now` first.
    pub fn vault(&self, now: Option<&[u8]>) -> Vault {
        let mut vault = self.memory().vault.clone();
        vault.remember_file(now.unwrap_or_default());
        vault
    }

    /// Lets the secrets of a value be known, without ever taking the place of the file's own.
    pub fn remember_foreign(&self, name: &str, value: &[u8]) {
        self.memory().vault.remember_foreign(name, value);
    }

    /// Looks at what the file holds and enters a change that nobody has entered yet. Returns its number.
    /// `at`: when it changed (Unix ms), as far as that is known.
    ///
    /// # Errors
    /// `state.db` cannot be written.
    pub fn observe(&self, file: &Path, now: Option<&[u8]>, at: u64) -> Result<Option<i64>, CoreError> {
        let held = hold(now);
        let known = self.memory().raw.get(file).cloned();
        let entered = self.store.note(file, &held, |seen| {
            let seen = seen.filter(|seen| seen.held != held)?;
            let (author, undoes) = credit(seen, &held);
            Some(NewChange { at, author, undoes, names: changed_names(seen, known.as_deref(), now) })
        })?;
        self.remember(file, now);
        Ok(entered)
    }

    /// Says what is about to be written, right before it is.
    pub fn announce(&self, file: &Path, before: Option<&[u8]>, after: &[u8], at: u64, undoes: Option<i64>) {
        // Without a working state.db the change is still made; it is only not remembered.
        let _ = self.observe(file, before, at);
        let expected = Expected { print: Fingerprint::of(after), author: self.author, undoes };
        let _ = self.store.expect(file, &expected);
    }

    /// Enters a change that was made by this process. Returns its number.
    ///
    /// # Errors
    /// `state.db` cannot be written.
    pub fn record(
        &self,
        file: &Path,
        written: &Written,
        at: u64,
        undoes: Option<i64>,
    ) -> Result<i64, CoreError> {
        let names = names(written.before.as_deref().unwrap_or_default(), &written.after);
        let entered = self.store.note(file, &hold(Some(&written.after)), |_| {
            Some(NewChange { at, author: self.author, undoes, names })
        })?;
        self.remember(file, Some(&written.after));
        entered.ok_or_else(|| CoreError::Store("the change was not entered".to_owned()))
    }

    fn remember(&self, file: &Path, now: Option<&[u8]>) {
        let mut memory = self.memory();
        memory.vault.remember_file(now.unwrap_or_default());
        memory.raw.insert(file.to_path_buf(), now.unwrap_or_default().to_vec());
    }

    /// The number of the newest entry of a file.
    ///
    /// # Errors
    /// `state.db` cannot be read.
    pub fn newest(&self, file: &Path) -> Result<Option<i64>, CoreError> {
        Ok(self.store.newest_change(file)?)
    }

    /// Every entry of a file, newest first.
    ///
    /// # Errors
    /// `state.db` cannot be read.
    pub fn entries(&self, file: &Path) -> Result<Vec<HistoryEntry>, CoreError> {
        let rows = self.store.changes(file)?;
        let undone = undone(&rows);
        Ok(rows
            .into_iter()
            .enumerate()
            .map(|(at, row)| HistoryEntry {
                undone_by: undone.get(&row.id).copied(),
                newest: at == 0,
                id: row.id,
                at: row.at,
                author: row.author,
                file: row.file,
                changes: row.names.into_iter().map(shown).collect(),
                undoes: row.undoes,
            })
            .collect())
    }
}

/// What happened to `file` since a Burrow last looked, without entering it. `None`: nothing, or none ever looked.
///
/// # Errors
/// `state.db` cannot be read.
pub fn unentered(
    store: &Store,
    file: &Path,
    now: Option<&[u8]>,
) -> Result<Option<(Author, Vec<NameChange>)>, CoreError> {
    let held = hold(now);
    let seen = store.seen(file)?.filter(|seen| seen.held != held);
    Ok(seen.map(|seen| (credit(&seen, &held).0, changed_names(&seen, None, now))))
}

fn shown(change: NameChange) -> Change {
    let value = |value: Value| value.map(|(text, _)| Masked::stored(&text));
    Change {
        name: change.name.to_str_lossy().into_owned(),
        before: value(change.before),
        after: value(change.after),
    }
}

/// Which entry took back which. An undo that was itself taken back no longer counts.
fn undone(newest_first: &[Entry]) -> HashMap<i64, i64> {
    let target: HashMap<i64, i64> = newest_first.iter().filter_map(|e| Some((e.id, e.undoes?))).collect();
    let mut undone = HashMap::new();
    for entry in newest_first.iter().rev() {
        if let Some(undoes) = entry.undoes {
            undone.insert(undoes, entry.id);
            if let Some(back_in_effect) = target.get(&undoes) {
                undone.remove(back_in_effect);
            }
        }
    }
    undone
}

fn hold(bytes: Option<&[u8]>) -> Held {
    bytes.map(|bytes| (mask_file(bytes), Fingerprint::of(bytes)))
}

/// Whose work it is that the file holds this.
fn credit(seen: &Seen, now: &Held) -> (Author, Option<i64>) {
    match (&seen.expected, now) {
        (Some(expected), Some((_, print))) if expected.print == *print => (expected.author, expected.undoes),
        _ => (Author::Outside, None),
    }
}

/// What happened to each name since the file was last seen, by raw bytes where this process has them.
fn changed_names(seen: &Seen, known: Option<&[u8]>, now: Option<&[u8]>) -> Vec<NameChange> {
    let now = now.unwrap_or_default();
    let Some((masked, print)) = &seen.held else { return names(b"", now) };
    match known.filter(|bytes| Fingerprint::of(bytes) == *print) {
        Some(before) => names(before, now),
        None => names_by_mask(masked, now),
    }
}

/// What happened to each name between two contents.
fn names(before: &[u8], after: &[u8]) -> Vec<NameChange> {
    let (old, new) = (EnvFile::parse(before), EnvFile::parse(after));
    named_changes(before, after)
        .iter()
        .map(|edit| NameChange {
            name: edit.name().to_owned(),
            before: old.last(edit.name()).map(|e| value(&e.name, &e.value)),
            after: new.last(edit.name()).map(|e| value(&e.name, &e.value)),
        })
        .collect()
}

fn value(name: &[u8], raw: &[u8]) -> (BString, Fingerprint) {
    (mask_value(&name.to_str_lossy(), raw), Fingerprint::of(raw))
}

/// The same where only the masked text before is known. Of lines that look the same while the file differs,
/// those with a secret have changed.
fn names_by_mask(before: &[u8], now: &[u8]) -> Vec<NameChange> {
    let masked_now = mask_file(now);
    let raw = EnvFile::parse(now);
    let (old, new) = (EnvFile::parse(before), EnvFile::parse(&masked_now));
    let mut changed: Vec<BString> =
        named_changes(before, &masked_now).iter().map(|edit| edit.name().to_owned()).collect();
    if changed.is_empty() && before == masked_now {
        let secret = new.entries().iter().filter(|e| e.value.contains_str(MASK));
        changed = secret.map(|e| e.name.clone()).collect();
    }
    changed
        .into_iter()
        .map(|name| NameChange {
            before: old.last(&name).map(|e| (e.value.clone(), Fingerprint::of(&e.value))),
            after: raw.last(&name).map(|e| value(&e.name, &e.value)),
            name,
        })
        .collect()
}
