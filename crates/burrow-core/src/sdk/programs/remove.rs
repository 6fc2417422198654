//! Removes a program that a person installed: to the trash, and only what is one.

use std::path::{Path, PathBuf};

use go_rules::files::Files;

use super::look::{Look, folders, same};
use super::{Strange, entry, is_part_of_go};
use crate::system::trash::{TrashError, to_trash};

/// Why a file was not removed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotRemoved {
    /// There is no such program in GOBIN or GOPATH/bin.
    #[error("{0} is not in GOBIN or GOPATH/bin")]
    Elsewhere(PathBuf),
    /// It is no Go program.
    #[error("{path} is no Go program", path = .path.display())]
    NotGo { path: PathBuf, why: Strange },
    /// It lies in the toolchain that it is a part of.
    #[error("{0} is a part of Go")]
    PartOfGo(PathBuf),
    #[error(transparent)]
    Trash(#[from] TrashError),
}

/// Moves a program to the trash; of a link, the link alone.
///
/// # Errors
/// It is no Go program in one of the folders, or it cannot go to the trash. It is then where it was.
pub fn remove(look: &Look, path: &Path, files: &dyn Files) -> Result<(), NotRemoved> {
    let elsewhere = || NotRemoved::Elsewhere(path.to_owned());
    let (Some(parent), Some(_)) = (path.parent(), path.file_name()) else { return Err(elsewhere()) };
    if !folders(look, files).iter().any(|folder| same(files, &folder.path, parent)) {
        return Err(elsewhere());
    }
    let seen = entry::look_at(look.environ.os(), path, files).ok_or_else(elsewhere)?;
    let info = seen.info.map_err(|why| NotRemoved::NotGo { path: path.to_owned(), why })?;
    if is_part_of_go(&info) && is_of_toolchain(parent) {
        return Err(NotRemoved::PartOfGo(path.to_owned()));
    }
    Ok(to_trash(path)?)
}

/// Whether this is the `bin` of a toolchain: its `go` is not to go alone. A copy elsewhere may.
fn is_of_toolchain(bin: &Path) -> bool {
    bin.parent().is_some_and(|goroot| goroot.join("pkg/tool").is_dir() || goroot.join("src/runtime").is_dir())
}
