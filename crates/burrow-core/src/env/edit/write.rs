//! The way a change reaches the GOENV file without losing anybody else's.
//!
//! Other Burrows are kept out by the lock. go knows no lock: it reads, then writes through the name, so a
//! change of ours that falls in between would be lost, or its change would go to the file we just replaced.
//! So the bytes are compared just before the rename, and for a moment afterwards both the new file and the
//! replaced one are looked at; what either lost is put back.

use std::fs::File;
use std::io::{Seek, SeekFrom};
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use go_rules::env_file::{self, Edit, EnvFile};

use super::file;
use super::replace::{Step, replace};
use crate::error::{CoreError, GoenvError};

/// How long the file is looked at after a change. go needs well below a millisecond between reading and writing.
const WATCH: Duration = Duration::from_millis(20);
/// How long a file that go has emptied is waited for.
const EMPTY_PATIENCE: Duration = Duration::from_millis(1500);
const PAUSE: Duration = Duration::from_millis(2);
/// A file that moves this often between reading and renaming is not written by people.
const ATTEMPTS: u32 = 500;

/// What is to be done to the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Some names; everything else stays as the file has it by then.
    Edits(Vec<Edit>),
    /// The whole file.
    Whole(Vec<u8>),
}

impl Change {
    /// The bytes afterwards: as `go env -w` with all that is set, and then `go env -u` with all that is removed, would
    /// leave them. go cannot do both at once, and the second sorts anew.
    pub fn on(&self, before: &[u8]) -> Vec<u8> {
        match self {
            Change::Edits(edits) => {
                let (set, unset): (Vec<Edit>, Vec<Edit>) =
                    edits.iter().cloned().partition(|edit| matches!(edit, Edit::Set { .. }));
                let runs = [set, unset];
                let runs = runs.iter().filter(|run| !run.is_empty());
                runs.fold(before.to_vec(), |file, run| env_file::rewrite(&file, run))
            }
            Change::Whole(text) => text.clone(),
        }
    }
}

/// What the file must hold for the change to be made.
#[derive(Debug, Clone, Copy)]
pub enum Base<'a> {
    /// Whatever it holds.
    Any,
    /// Exactly this (`None`: no file).
    Exactly(Option<&'a [u8]>),
}

/// What was written over what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub before: Option<Vec<u8>>,
    pub after: Vec<u8>,
}

/// Is told what a file holds and what it is about to hold.
pub type Announce<'a> = dyn FnMut(Option<&[u8]>, &[u8]) + 'a;

/// Changes the file at `target` (links followed, lock held). `announce` is told the bytes right before they
/// may become visible.
///
/// # Errors
/// [`CoreError::BaseMoved`], or why the file could not be read or written; then it is as it was.
pub fn write(
    target: &Path,
    change: &Change,
    base: Base<'_>,
    announce: &mut Announce<'_>,
) -> Result<Written, CoreError> {
    for _ in 0..ATTEMPTS {
        let before = file::read(target)?;
        if let Base::Exactly(expected) = base
            && before.as_deref() != expected
        {
            return Err(CoreError::BaseMoved);
        }
        let after = change.on(before.as_deref().unwrap_or_default());
        if before.as_deref() == Some(after.as_slice()) {
            return Ok(Written { before, after });
        }
        announce(before.as_deref(), &after);
        if let Step::Done(old) = replace(target, before.as_deref(), &after)? {
            let written = Written { before, after };
            watch(target, &written, old)?;
            return Ok(written);
        }
    }
    Err(GoenvError::Restless(target.to_path_buf()).into())
}

/// Looks at the new and the replaced file for a moment, and puts back what a writer without a lock lost.
fn watch(target: &Path, written: &Written, mut old: Option<File>) -> Result<(), CoreError> {
    let before = written.before.as_deref().unwrap_or_default();
    let mut expected = written.after.clone();
    let began = Instant::now();
    loop {
        let mut wait = WATCH;
        if let Some(bytes) = old.as_mut().and_then(|f| reread(target, f)) {
            if bytes.is_empty() && !before.is_empty() {
                wait = EMPTY_PATIENCE;
            } else if bytes != before {
                // go had opened the file before it was replaced: its change belongs into the new one.
                let theirs = named_changes(before, &bytes);
                expected = put_back(target, |now| env_file::rewrite(now, &theirs))?;
                old = None;
            }
        }
        let now = file::peek(target)?.unwrap_or_default();
        if now.is_empty() && !expected.is_empty() {
            wait = EMPTY_PATIENCE;
        } else if now != expected {
            expected = if lost(&written.after, before, &now) {
                // go had read the file before it was replaced: our change belongs on top of its own.
                put_back(target, |now| merged(&written.after, before, now))?
            } else {
                now
            };
        }
        if began.elapsed() > wait {
            return Ok(());
        }
        sleep(PAUSE);
    }
}

fn reread(target: &Path, file: &mut File) -> Option<Vec<u8>> {
    file.seek(SeekFrom::Start(0)).ok()?;
    file::read_open(target, file).ok().map(|(bytes, _)| bytes)
}

fn put_back(target: &Path, change: impl Fn(&[u8]) -> Vec<u8>) -> Result<Vec<u8>, CoreError> {
    for _ in 0..ATTEMPTS {
        let now = file::read(target)?;
        let after = change(now.as_deref().unwrap_or_default());
        if now.as_deref() == Some(after.as_slice()) {
            return Ok(after);
        }
        if let Step::Done(_) = replace(target, now.as_deref(), &after)? {
            return Ok(after);
        }
    }
    Err(GoenvError::Restless(target.to_path_buf()).into())
}

/// Whether `now` was made from `before` and not from `ours`: a name that we changed is back at its old value.
fn lost(ours: &[u8], before: &[u8], now: &[u8]) -> bool {
    let (before, now) = (EnvFile::parse(before), EnvFile::parse(now));
    named_changes_of(&before, &EnvFile::parse(ours)).iter().any(|edit| {
        let name = edit.name();
        before.last(name).map(|e| &e.value) == now.last(name).map(|e| &e.value)
    })
}

/// Our bytes with what somebody else made of `before` on top.
fn merged(ours: &[u8], before: &[u8], now: &[u8]) -> Vec<u8> {
    if !lost(ours, before, now) {
        return now.to_vec();
    }
    env_file::rewrite(ours, &named_changes(before, now))
}

/// The edits that lead from one file to another, name by name, as the reader sees them.
pub fn named_changes(before: &[u8], after: &[u8]) -> Vec<Edit> {
    named_changes_of(&EnvFile::parse(before), &EnvFile::parse(after))
}

fn named_changes_of(before: &EnvFile, after: &EnvFile) -> Vec<Edit> {
    let mut edits: Vec<Edit> = Vec::new();
    for entry in after.entries() {
        let Some(last) = after.last(&entry.name) else { continue };
        let known = before.last(&entry.name).is_some_and(|e| e.value == last.value);
        if !known && !edits.iter().any(|e| e.name() == entry.name) {
            edits.push(Edit::Set { name: last.name.clone(), value: last.value.clone() });
        }
    }
    for entry in before.entries() {
        if !after.contains(&entry.name) && !edits.iter().any(|e| e.name() == entry.name) {
            edits.push(Edit::Unset { name: entry.name.clone() });
        }
    }
    edits
}

#[cfg(test)]
#[path = "write_tests.rs"]
mod tests;
