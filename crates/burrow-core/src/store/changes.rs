//! The tables `change` and `change_name`: the history of the GOENV files. Masked values only.

use std::path::{Path, PathBuf};

use bstr::BString;
use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};

use super::seen::{self, Held, Seen};
use super::{Fingerprint, Store, StoreError};
use crate::env::history::Author;

/// Entries kept per file; older ones go.
const KEPT: i64 = 2000;
/// Longer texts are not kept: what happened to each name is.
const KEPT_TEXT: usize = 256 << 10;

/// A value of one name, masked, with the fingerprint of the raw one; `None`: no such line.
pub type Value = Option<(BString, Fingerprint)>;

/// What happened to one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameChange {
    pub name: BString,
    pub before: Value,
    pub after: Value,
}

/// The text of a file in an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// `None`: too large to keep.
    pub masked: Option<BString>,
    pub print: Fingerprint,
}

/// One entry to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewChange {
    pub at: u64,
    pub author: Author,
    pub undoes: Option<i64>,
    pub names: Vec<NameChange>,
}

/// One entry of the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub id: i64,
    pub file: PathBuf,
    pub at: u64,
    pub author: Author,
    pub undoes: Option<i64>,
    /// `None`: there was no file.
    pub before: Option<Text>,
    pub after: Option<Text>,
    pub names: Vec<NameChange>,
}

impl Store {
    /// Brings the table up to what a file holds now, as one transaction. `judge` is told what was last seen and
    /// says what entry to add, if any. A file seen for the first time has no history to add to.
    ///
    /// # Errors
    /// The tables cannot be written; then nothing of it was.
    pub fn note(
        &self,
        file: &Path,
        now: &Held,
        judge: impl FnOnce(Option<&Seen>) -> Option<NewChange>,
    ) -> Result<Option<i64>, StoreError> {
        let mut connection = self.connection();
        // Immediately: two Burrows that see the same change must not both enter it.
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let seen = seen::get(&transaction, file)?;
        let id = match judge(seen.as_ref()) {
            Some(change) => {
                let before = seen.and_then(|s| s.held);
                Some(insert(&transaction, file, &change, &before, now)?)
            }
            None => None,
        };
        seen::put(&transaction, file, now)?;
        transaction.commit()?;
        Ok(id)
    }

    /// What the file held when a Burrow last looked; `None`: none ever did.
    ///
    /// # Errors
    /// The table cannot be read.
    pub fn seen(&self, file: &Path) -> Result<Option<Seen>, StoreError> {
        seen::get(&self.connection(), file)
    }

    /// Entries of a file, newest first.
    ///
    /// # Errors
    /// The tables cannot be read.
    pub fn changes(&self, file: &Path) -> Result<Vec<Entry>, StoreError> {
        let connection = self.connection();
        let mut select = connection.prepare_cached(
            "SELECT id, file, at, author, undoes, before_text, before_print, after_text, after_print
             FROM change WHERE file = ?1 ORDER BY id DESC",
        )?;
        let rows = select.query_map([seen::key(file)], row)?.collect::<Result<Vec<_>, _>>()?;
        rows.into_iter().map(|row| with_names(&connection, row)).collect()
    }

    /// The number of a file's newest entry.
    ///
    /// # Errors
    /// The tables cannot be read.
    pub fn newest_change(&self, file: &Path) -> Result<Option<i64>, StoreError> {
        let connection = self.connection();
        let mut select = connection.prepare_cached("SELECT max(id) FROM change WHERE file = ?1")?;
        Ok(select.query_row([seen::key(file)], |row| row.get(0))?)
    }

    /// One entry.
    ///
    /// # Errors
    /// The tables cannot be read.
    pub fn change(&self, id: i64) -> Result<Option<Entry>, StoreError> {
        let connection = self.connection();
        let mut select = connection.prepare_cached(
            "SELECT id, file, at, author, undoes, before_text, before_print, after_text, after_print
             FROM change WHERE id = ?1",
        )?;
        let found = select.query_row([id], row).optional()?;
        found.map(|row| with_names(&connection, row)).transpose()
    }
}

fn insert(
    connection: &Connection,
    file: &Path,
    change: &NewChange,
    before: &Held,
    after: &Held,
) -> Result<i64, StoreError> {
    let text = |held: &Held| held.as_ref().map(|(t, _)| t.clone()).filter(|t| t.len() <= KEPT_TEXT);
    let print = |held: &Held| held.as_ref().map(|(_, p)| p.as_str().to_owned());
    connection
        .prepare_cached(
            "INSERT INTO change (file, at, author, undoes, before_text, before_print, after_text, after_print)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            seen::key(file),
            i64::try_from(change.at).unwrap_or(i64::MAX),
            change.author.code(),
            change.undoes,
            text(before).map(Vec::from),
            print(before),
            text(after).map(Vec::from),
            print(after),
        ])?;
    let id = connection.last_insert_rowid();
    let mut insert = connection.prepare_cached(
        "INSERT INTO change_name (change, position, name, before_value, before_print, after_value, after_print)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for (position, name) in (0i64..).zip(&change.names) {
        let (before, before_print) = columns(&name.before);
        let (after, after_print) = columns(&name.after);
        insert.execute(params![
            id,
            position,
            name.name.as_slice(),
            before,
            before_print,
            after,
            after_print
        ])?;
    }
    connection.execute(
        "DELETE FROM change WHERE file = ?1 AND id <= ?2 - ?3",
        params![seen::key(file), id, KEPT],
    )?;
    Ok(id)
}

fn columns(value: &Value) -> (Option<&[u8]>, Option<&str>) {
    (value.as_ref().map(|(v, _)| v.as_slice()), value.as_ref().map(|(_, p)| p.as_str()))
}

fn row(row: &Row<'_>) -> rusqlite::Result<Entry> {
    let text = |text: usize, print: usize| -> rusqlite::Result<Option<Text>> {
        let (masked, print): (Option<Vec<u8>>, Option<String>) = (row.get(text)?, row.get(print)?);
        Ok(print.map(|p| Text { masked: masked.map(BString::from), print: Fingerprint::stored(p) }))
    };
    let author: String = row.get(3)?;
    Ok(Entry {
        id: row.get(0)?,
        file: PathBuf::from(row.get::<_, String>(1)?),
        at: u64::try_from(row.get::<_, i64>(2)?).unwrap_or(0),
        author: Author::from_code(&author),
        undoes: row.get(4)?,
        before: text(5, 6)?,
        after: text(7, 8)?,
        names: Vec::new(),
    })
}

fn with_names(connection: &Connection, mut row: Entry) -> Result<Entry, StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT name, before_value, before_print, after_value, after_print
         FROM change_name WHERE change = ?1 ORDER BY position",
    )?;
    let names = select.query_map([row.id], |row| {
        let value = |value: usize, print: usize| -> rusqlite::Result<Value> {
            let (value, print): (Option<Vec<u8>>, Option<String>) = (row.get(value)?, row.get(print)?);
            Ok(value.zip(print).map(|(v, p)| (v.into(), Fingerprint::stored(p))))
        };
        let name: Vec<u8> = row.get(0)?;
        Ok(NameChange { name: name.into(), before: value(1, 2)?, after: value(3, 4)? })
    })?;
    row.names = names.collect::<Result<_, _>>()?;
    Ok(row)
}
