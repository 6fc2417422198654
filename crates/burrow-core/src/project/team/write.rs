//! Writing a team's file. It is written whole or not at all, and never over one that somebody has changed since it was
//! looked at.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, value};

use super::find::root_of;
use super::{NAME, TeamFile};
use crate::proxy::profile::file::write_table;
use crate::system::plain_file::{NotRead, read_plain};
use crate::toml_file::MOST_BYTES;

/// The file as text.
#[must_use]
pub fn text(team: &TeamFile) -> String {
    let mut root = DocumentMut::new();
    if let Some(toolchain) = &team.toolchain {
        root["toolchain"] = value(toolchain);
    }
    if !team.private.is_empty() {
        root["private"] = value(team.private.iter().map(String::as_str).collect::<Array>());
    }
    if let Some(profile) = &team.profile {
        root["profile"] = Item::Table(write_table(profile));
    }
    let notes: Table = [("en", &team.notes.en), ("zh", &team.notes.zh)]
        .into_iter()
        .filter_map(|(key, note)| Some((key, value(note.as_deref()?))))
        .collect();
    if !notes.is_empty() {
        root["notes"] = Item::Table(notes);
    }
    let links: ArrayOfTables = team
        .links
        .iter()
        .map(|link| [("title", value(&link.title)), ("url", value(&link.url))].into_iter().collect::<Table>())
        .collect();
    if !links.is_empty() {
        root["links"] = Item::ArrayOfTables(links);
    }
    root.to_string()
}

/// Where a file would be written, and what is there now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    pub file: PathBuf,
    /// `None`: nothing.
    pub before: Option<Vec<u8>>,
}

/// Why nothing was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// A link, a folder, a device lies there.
    #[error("{} is no plain file", .0.display())]
    NotAFile(PathBuf),
    /// Somebody has changed it since it was looked at.
    #[error("{} has changed", .0.display())]
    Moved(PathBuf),
    /// In the system's words.
    #[error("{}: {reason}", .file.display())]
    Io { file: PathBuf, reason: String },
}

/// Where the file of a folder belongs: the root of its repository.
///
/// # Errors
/// [`WriteError`]: what is there is no plain file, or cannot be read.
pub fn target(folder: &Path) -> Result<Target, WriteError> {
    let file = root_of(folder).join(NAME);
    let before = there(&file)?;
    Ok(Target { file, before })
}

fn there(file: &Path) -> Result<Option<Vec<u8>>, WriteError> {
    match read_plain(file, MOST_BYTES) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(NotRead::Missing) => Ok(None),
        Err(NotRead::NotPlain) => Err(WriteError::NotAFile(file.to_path_buf())),
        Err(NotRead::Io(why)) => Err(failed(file, &why)),
    }
}

fn failed(file: &Path, why: &io::Error) -> WriteError {
    WriteError::Io { file: file.to_path_buf(), reason: why.to_string() }
}

/// Writes it, if nothing has moved since `target` was made.
///
/// # Errors
/// [`WriteError`]; then what was there still is.
pub fn write(target: &Target, text: &str) -> Result<(), WriteError> {
    let file = &target.file;
    let io = |why: io::Error| failed(file, &why);
    let folder = file.parent().unwrap_or(Path::new(""));
    let mut new = tempfile::Builder::new().prefix(".burrow.toml.").tempfile_in(folder).map_err(io)?;
    new.write_all(text.as_bytes()).and_then(|()| new.as_file().sync_all()).map_err(io)?;
    readable(new.as_file()).map_err(io)?;
    if there(file)? != target.before {
        return Err(WriteError::Moved(file.clone()));
    }
    let kept = match target.before {
        // Nothing that has come in between is written over.
        None => new.persist_noclobber(file),
        Some(_) => new.persist(file),
    };
    kept.map(drop).map_err(|why| match why.error.kind() {
        io::ErrorKind::AlreadyExists => WriteError::Moved(file.clone()),
        _ => failed(file, &why.error),
    })
}

/// As other files of a repository, not for its owner alone, as temporary files are.
#[cfg(unix)]
fn readable(file: &std::fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_file: &std::fs::File) -> io::Result<()> {
    Ok(())
}
