//! The table `seen`: what each GOENV file held when a Burrow last looked, and what one was about to write.

use std::path::Path;

use bstr::BString;
use rusqlite::{Connection, OptionalExtension, params};

use super::{Fingerprint, Store, StoreError};
use crate::env::history::Author;

/// What a file held: masked text and fingerprint of the raw bytes; `None`: there was no file.
pub type Held = Option<(BString, Fingerprint)>;

/// A write that was announced and whose record is still to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    pub print: Fingerprint,
    pub author: Author,
    pub undoes: Option<i64>,
}

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    pub held: Held,
    pub expected: Option<Expected>,
}

/// A file's name in the tables.
pub(super) fn key(file: &Path) -> String {
    file.to_string_lossy().into_owned()
}

pub(super) fn get(connection: &Connection, file: &Path) -> Result<Option<Seen>, StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT text, print, expected_print, expected_author, expected_undoes FROM seen WHERE file = ?1",
    )?;
    let row = select
        .query_row([key(file)], |row| {
            let (text, print): (Option<Vec<u8>>, Option<String>) = (row.get(0)?, row.get(1)?);
            let (expected, author): (Option<String>, Option<String>) = (row.get(2)?, row.get(3)?);
            let undoes = row.get(4)?;
            Ok(Seen {
                held: text.zip(print).map(|(text, print)| (text.into(), Fingerprint::stored(print))),
                expected: expected.zip(author).map(|(print, author)| Expected {
                    print: Fingerprint::stored(print),
                    author: Author::from_code(&author),
                    undoes,
                }),
            })
        })
        .optional()?;
    Ok(row)
}

/// Sets what the file holds; nothing is expected any more.
pub(super) fn put(connection: &Connection, file: &Path, held: &Held) -> Result<(), StoreError> {
    let text = held.as_ref().map(|(text, _)| text.as_slice());
    let print = held.as_ref().map(|(_, print)| print.as_str());
    connection
        .prepare_cached("INSERT OR REPLACE INTO seen (file, text, print) VALUES (?1, ?2, ?3)")?
        .execute(params![key(file), text, print])?;
    Ok(())
}

impl Store {
    /// Remembers who is about to write what, so that a Burrow that is killed right after the write still gets
    /// the credit. Does nothing for a file that was never seen.
    ///
    /// # Errors
    /// The table cannot be written.
    pub fn expect(&self, file: &Path, expected: &Expected) -> Result<(), StoreError> {
        self.connection()
            .prepare_cached(
                "UPDATE seen SET expected_print = ?2, expected_author = ?3, expected_undoes = ?4 WHERE file = ?1",
            )?
            .execute(params![key(file), expected.print.as_str(), expected.author.code(), expected.undoes])?;
        Ok(())
    }
}
