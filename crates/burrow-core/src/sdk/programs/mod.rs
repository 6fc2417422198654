//! Go programs that a person has installed: what lies in GOBIN and GOPATH/bin, what built it, what runs by its name,
//! building it anew (`rebuild`) and removing it (`remove`).
//!
//! Listing runs nothing and writes nothing: a program tells by its own bytes what it is ([`go_rules::buildinfo`]).
//! Toolchains are `inventory`'s affair; a `go` that lies here is shown, and left alone.

mod entry;
mod look;
mod rebuild;
mod recipe;
mod remove;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use bstr::BString;
use go_rules::buildinfo::BuildInfo;
use go_rules::files::Files;
use go_rules::version;
use rayon::prelude::*;

pub use look::{Folder, FolderKind, Look};
pub use rebuild::{RebuildError, Rebuilt, rebuild};
pub use recipe::{NoRebuild, Recipe};
pub use remove::{NotRemoved, remove};

/// What lies in the folders that `go install` puts programs into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Programs {
    /// Where was looked; in the order in which Go would install.
    pub folders: Vec<Folder>,
    /// By folder, then by name.
    pub programs: Vec<Program>,
    /// The Go that programs are compared with; `None`: none is at hand.
    pub go: Option<BString>,
}

/// A program, or what lies there in place of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    pub path: PathBuf,
    /// What a person types: on Windows without `.exe`.
    pub name: String,
    /// The number of its folder in [`Programs::folders`].
    pub folder: usize,
    /// Where a link leads. The rest is said of the file there.
    pub leads_to: Option<PathBuf>,
    /// Of the file; of a broken link, the link's own.
    pub bytes: u64,
    /// When the file was changed last, Unix ms.
    pub modified: Option<u64>,
    /// What it says of itself.
    pub info: Result<BuildInfo, Strange>,
    /// Its name runs it.
    pub first_on_path: bool,
    /// What its name runs instead. `None` with `first_on_path` false: its name runs nothing.
    pub hidden_by: Option<PathBuf>,
    /// Built by an older Go than [`Programs::go`].
    pub outdated: bool,
    /// How it can be built anew.
    pub rebuild: Result<Recipe, NoRebuild>,
}

/// What is no Go program, but can be run or looks as if it could.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Strange {
    /// It begins with `#!`.
    Script,
    /// Some other program or file.
    NotGo,
    /// It is WebAssembly, in which Go's record cannot be found.
    Wasm,
    /// It may not be read.
    Unreadable,
    /// A program whose headers or record make no sense.
    Damaged,
    /// A link that leads nowhere.
    BrokenLink,
}

/// Looks at everything that lies in the folders.
pub fn list(look: &Look, files: &(dyn Files + Sync)) -> Programs {
    let folders = look::folders(look, files);
    let found: Vec<(usize, PathBuf)> = folders
        .iter()
        .enumerate()
        .flat_map(|(number, folder)| {
            entry::candidates(&folder.path).into_iter().map(move |path| (number, path))
        })
        .collect();
    let mut programs: Vec<Program> = found
        .into_par_iter()
        .filter_map(|(number, path)| program(look, &folders, number, &path, files))
        .collect();
    programs.sort_by(|a, b| (a.folder, &a.path).cmp(&(b.folder, &b.path)));
    Programs { folders, programs, go: look.go.as_ref().map(|go| go.version.clone()) }
}

fn program(
    look: &Look,
    folders: &[Folder],
    number: usize,
    path: &Path,
    files: &dyn Files,
) -> Option<Program> {
    let folder = &folders[number];
    let seen = entry::look_at(look.environ.os(), path, files)?;
    let name = entry::name(look.environ.os(), path);
    let runs = if folder.kind.is_cross() { None } else { look.what_runs(&name, files) };
    let first_on_path = runs.as_deref().is_some_and(|runs| look::same(files, runs, path));
    let outdated = seen.info.as_ref().is_ok_and(|info| look.is_newer_than(&info.version));
    let rebuild = recipe::recipe(look, folder, &seen);
    Some(Program {
        path: path.to_owned(),
        name,
        folder: number,
        leads_to: seen.leads_to,
        bytes: seen.bytes,
        modified: seen.modified,
        info: seen.info,
        first_on_path,
        hidden_by: runs.filter(|_| !first_on_path),
        outdated,
        rebuild,
    })
}

impl Programs {
    /// The programs that a name or a path means.
    pub fn named(&self, name: &Path) -> Vec<&Program> {
        let is_path = name.components().count() > 1;
        let means = |program: &&Program| match is_path {
            true => program.path == name,
            false => name == Path::new(&program.name) || program.path.file_name() == Some(name.as_os_str()),
        };
        self.programs.iter().filter(means).collect()
    }
}

impl Look {
    /// Whether the Go at hand is newer than the one of this name. Development builds have no place in that order.
    fn is_newer_than(&self, built_by: &[u8]) -> bool {
        let Some(go) = &self.go else { return false };
        match (version::of_toolchain(&go.version), version::of_toolchain(built_by)) {
            (Some(go), Some(built_by)) => version::compare(go, built_by).is_gt(),
            _ => false,
        }
    }
}

/// Whether a record says that the program is a part of Go itself, as `go` and `gofmt` are.
fn is_part_of_go(info: &BuildInfo) -> bool {
    info.main_package().is_some_and(|package| package == "cmd" || package.starts_with(b"cmd/"))
}
