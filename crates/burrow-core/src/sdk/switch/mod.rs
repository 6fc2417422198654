//! Switching to another toolchain: planned, shown, applied, taken back. A plan and its execution are the same code:
//! `apply` does the deeds that the plan holds, and refuses when something they were made from has moved.
//!
//! Three ways. `setting`: GOTOOLCHAIN in the GOENV file, for every `go` of this account that knows it. `link`: the
//! `current` link that Burrow keeps, and one line in the shell's start file that leads to it. `project`: the
//! toolchain line of go.mod or go.work. `reach` says whom a switch reaches and whom not. Which toolchain go chooses
//! is `go-rules`' affair, which ones there are `inventory`'s.

mod carry_out;
pub mod editors;
pub mod link;
mod overlay;
mod plan;
mod project;
mod reach;
mod setting;
mod start_line;
#[cfg(all(test, unix))]
mod tests;
mod undo;

use std::path::Path;

use bstr::ByteSlice;

use crate::env::capture::Captured;
use crate::env::history::History;
use crate::env::resolve::{Asked, AtHand};
use crate::store::Store;
use crate::system::DiskFiles;
use crate::system::files::path_to_bytes;

pub use carry_out::apply;
pub use plan::{
    Check, CheckKind, Deed, FileChange, LinkChange, Severity, SwitchError, SwitchPlan, SwitchUndo, Switched,
    Way, Wish,
};
pub use reach::{Reach, Who, Why};
pub use undo::newest_undo;

/// What a switch is planned and made in. Everything ambient is in here.
pub struct Surroundings<'a> {
    /// Environments that are known: whoever asks comes first. Of the others, each is told whether it is reached.
    pub askers: &'a [Captured],
    /// The folder of the question, without links.
    pub dir: &'a Path,
    /// The home, for start files and editors' settings.
    pub home: Option<&'a Path>,
    /// The folder whose `bin/go` is asked; `None`: what the asker's terminal gets.
    pub goroot: Option<&'a Path>,
    /// Where Burrow keeps the `current` link.
    pub data_dir: Option<&'a Path>,
    /// Where Burrow keeps its locks.
    pub state_dir: Option<&'a Path>,
    pub history: &'a History,
    pub store: &'a Store,
}

impl Surroundings<'_> {
    /// Whoever asks.
    ///
    /// # Errors
    /// [`SwitchError::NobodyAsks`].
    fn asker(&self) -> Result<&Captured, SwitchError> {
        self.askers.first().ok_or(SwitchError::NobodyAsks)
    }

    /// The `go` of an environment, asked in the folder of the question.
    fn at_hand(&self, captured: &Captured) -> AtHand {
        let dir = path_to_bytes(self.dir);
        let goroot = self.goroot.map(path_to_bytes);
        let asked = Asked {
            environ: &captured.environ,
            dir: dir.as_bstr(),
            started_in: None,
            goroot: goroot.as_ref().map(|g| g.as_bstr()),
        };
        AtHand::find(&asked, &DiskFiles)
    }
}

/// Works out what a wish would do. Writes nothing.
///
/// # Errors
/// When there is no plan to show at all: a file cannot be read, the switch to take back is not known.
pub fn plan(wish: &Wish, around: &Surroundings<'_>) -> Result<SwitchPlan, SwitchError> {
    match wish {
        Wish::Setting { toolchain, exact } => setting::plan(toolchain.as_deref(), *exact, around),
        Wish::Project { toolchain } => project::plan(toolchain.as_deref(), around),
        Wish::Link { goroot } => link::plan(goroot.as_deref(), around),
        Wish::Undo { id } => undo::plan(*id, around),
    }
}
