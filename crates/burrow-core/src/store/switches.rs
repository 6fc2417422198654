//! The tables `switch` and `switch_file`: which toolchain was switched to, and what it takes to go back.
//!
//! Of a file only the bytes that were replaced are kept, and those only when there is no secret in them; whether
//! that is so was decided by the caller.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};

use super::{Fingerprint, Store, StoreError, seen};
use crate::env::history::Author;

/// Entries kept; older ones go.
const KEPT: i64 = 500;

/// A switch that was made, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Switch {
    /// 0 before it is kept.
    pub id: i64,
    /// Unix ms.
    pub at: u64,
    pub author: Author,
    /// `setting`, `link` or `project`.
    pub way: String,
    /// The toolchain named, or the folder the link led to; `None`: nothing.
    pub before: Option<String>,
    pub after: Option<String>,
    pub link: Option<PathBuf>,
    /// The entry of the GOENV file's history.
    pub entry: Option<i64>,
    pub undoes: Option<i64>,
    pub files: Vec<SwitchedFile>,
}

/// What happened to one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SwitchedFile {
    pub file: PathBuf,
    /// `None`: there was no file.
    pub before: Option<Fingerprint>,
    pub after: Option<Fingerprint>,
    /// Where the change begins, and how many bytes were put there.
    pub start: usize,
    pub put: usize,
    /// What stood there. `None`: not kept.
    pub replaced: Option<Vec<u8>>,
}

impl Store {
    /// Keeps a switch. Returns its number.
    ///
    /// # Errors
    /// The tables cannot be written; then nothing of it was.
    pub fn add_switch(&self, switch: &Switch) -> Result<i64, StoreError> {
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute(
            "INSERT INTO switch (at, author, way, before, after, link, entry, undoes)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                i64::try_from(switch.at).unwrap_or(i64::MAX),
                switch.author.code(),
                switch.way,
                switch.before,
                switch.after,
                switch.link.as_deref().map(seen::key),
                switch.entry,
                switch.undoes,
            ],
        )?;
        let id = transaction.last_insert_rowid();
        for (position, file) in (0i64..).zip(&switch.files) {
            insert_file(&transaction, id, position, file)?;
        }
        transaction.execute("DELETE FROM switch WHERE id <= ?1 - ?2", params![id, KEPT])?;
        transaction.commit()?;
        Ok(id)
    }

    /// Every switch that is kept, the newest first.
    ///
    /// # Errors
    /// The tables cannot be read.
    pub fn switches(&self) -> Result<Vec<Switch>, StoreError> {
        let connection = self.connection();
        let mut select = connection.prepare_cached(
            "SELECT id, at, author, way, before, after, link, entry, undoes FROM switch ORDER BY id DESC",
        )?;
        let rows = select.query_map([], row)?.collect::<Result<Vec<_>, _>>()?;
        rows.into_iter().map(|row| with_files(&connection, row)).collect()
    }

    /// One switch.
    ///
    /// # Errors
    /// The tables cannot be read.
    pub fn switch(&self, id: i64) -> Result<Option<Switch>, StoreError> {
        let connection = self.connection();
        let mut select = connection.prepare_cached(
            "SELECT id, at, author, way, before, after, link, entry, undoes FROM switch WHERE id = ?1",
        )?;
        let found = select.query_row([id], row).optional()?;
        found.map(|row| with_files(&connection, row)).transpose()
    }
}

fn insert_file(
    connection: &Connection,
    switch: i64,
    position: i64,
    file: &SwitchedFile,
) -> Result<(), StoreError> {
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    connection
        .prepare_cached(
            "INSERT INTO switch_file (switch, position, file, before_print, after_print, start, put, replaced)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            switch,
            position,
            seen::key(&file.file),
            file.before.as_ref().map(Fingerprint::as_str),
            file.after.as_ref().map(Fingerprint::as_str),
            number(file.start),
            number(file.put),
            file.replaced,
        ])?;
    Ok(())
}

fn row(row: &Row<'_>) -> rusqlite::Result<Switch> {
    let author: String = row.get(2)?;
    let link: Option<String> = row.get(6)?;
    Ok(Switch {
        id: row.get(0)?,
        at: u64::try_from(row.get::<_, i64>(1)?).unwrap_or(0),
        author: Author::from_code(&author),
        way: row.get(3)?,
        before: row.get(4)?,
        after: row.get(5)?,
        link: link.map(PathBuf::from),
        entry: row.get(7)?,
        undoes: row.get(8)?,
        files: Vec::new(),
    })
}

fn with_files(connection: &Connection, mut switch: Switch) -> Result<Switch, StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT file, before_print, after_print, start, put, replaced
         FROM switch_file WHERE switch = ?1 ORDER BY position",
    )?;
    let files = select.query_map([switch.id], |row| {
        let print = |at: usize| -> rusqlite::Result<Option<Fingerprint>> {
            Ok(row.get::<_, Option<String>>(at)?.map(Fingerprint::stored))
        };
        let number = |at: usize| -> rusqlite::Result<usize> {
            Ok(usize::try_from(row.get::<_, i64>(at)?).unwrap_or(0))
        };
        Ok(SwitchedFile {
            file: Path::new(&row.get::<_, String>(0)?).to_path_buf(),
            before: print(1)?,
            after: print(2)?,
            start: number(3)?,
            put: number(4)?,
            replaced: row.get(5)?,
        })
    })?;
    switch.files = files.collect::<Result<_, _>>()?;
    Ok(switch)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::open;

    #[test]
    fn a_switch_comes_back_as_it_was_kept() {
        let dir = tempfile::tempdir().unwrap();
        let (store, _) = open(Some(dir.path()));
        let mut switch = Switch {
            id: 0,
            at: 7,
            author: Author::Command,
            way: "link".into(),
            before: None,
            after: Some("/sdk/go1.26.6".into()),
            link: Some("/data/current".into()),
            entry: None,
            undoes: None,
            files: vec![SwitchedFile {
                file: "/home/ada/.zshrc".into(),
                before: None,
                after: Some(Fingerprint::of(b"x")),
                start: 3,
                put: 9,
                replaced: Some(Vec::new()),
            }],
        };
        switch.id = store.add_switch(&switch).unwrap();
        assert_eq!(store.switch(switch.id).unwrap().as_ref(), Some(&switch));
        assert_eq!(store.switches().unwrap(), [switch]);
    }
}
