//! Whether a project builds, and what is in the way: which toolchain runs, which module versions are in the cache,
//! whether go.sum and the vendor folder agree, and the shortest list of steps to a build.
//!
//! No server is asked, no go is started, no file of the project is written. What go would say is worked out by
//! `go-rules`; words are in `text`. Steps are only named here: what takes them stands elsewhere in the app.
//!
//! `setup` reads the environment, `examine` loads the packages as go does (`cache` and `content` are its disk; `scan` looks at a folder, `embed` at what its files embed), `needed`
//! counts what `go mod download` makes sure of, `damage` asks `cache/verify`, `faults` puts into words what stops go, `verdict` draws the conclusions.

mod cache;
mod content;
mod contradicted;
mod damage;
mod embed;
mod examine;
mod faults;
mod godebug;
mod matched;
mod needed;
mod private;
mod report;
mod scan;
mod setup;
mod step;
mod steps;
mod sums;
#[cfg(test)]
mod tests;
mod verdict;

pub use report::{
    Blocker, Certainty, Missing, Modules, NoPackage, ProjectReport, Readiness, SumLine, Sums, Vendor, Via,
};
pub use step::{Action, Held, Mend, Step};

use std::collections::BTreeSet;
use std::path::PathBuf;

use go_rules::files::Files;

use crate::env::resolve::{Asked, resolve_tolerantly};
use crate::job::{Cancel, Cancelled};
use crate::sdk::which::which;
use crate::system::files::path_from_bytes;

/// What is asked.
#[derive(Clone, Copy)]
pub struct Ask<'a> {
    /// The folder, and whose environment counts there.
    pub asked: Asked<'a>,
    pub files: &'a dyn Files,
    /// Whether what the cache holds is hashed. Without it the answer takes milliseconds, and damage may go unseen.
    pub hashes: bool,
    pub cancel: &'a Cancel,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LookError {
    /// No go.mod and no go.work in the folder or above it.
    #[error("{}: no go.mod and no go.work here or above", directory.display())]
    NoProject { directory: PathBuf },
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

/// Looks at the project of a folder.
///
/// # Errors
/// There is none, or somebody cancelled.
pub fn look(ask: &Ask<'_>) -> Result<ProjectReport, LookError> {
    let toolchain = which(&ask.asked, ask.files);
    let (tolerant, _) = resolve_tolerantly(&ask.asked, ask.files);
    let directory = path_from_bytes(ask.asked.dir).unwrap_or_default();
    let setup = setup::Setup::of(&directory, &tolerant, &toolchain);
    let file = setup.file.clone().or_else(|| above(&directory));
    let file = file.ok_or(LookError::NoProject { directory: directory.clone() })?;
    let examined = match &setup.gomodcache {
        Some(cache) => examine::examine(&setup, &file, cache),
        None => {
            let why = "module cache not found: neither GOMODCACHE nor GOPATH is set".to_owned();
            // What is wrong with the setting that it follows from is told already.
            let told = setup.blockers.iter().find(|it| matches!(it, Blocker::Setting { .. })).cloned();
            let blocker = told.unwrap_or(Blocker::Setting { name: "GOENV", why });
            examine::Examined::stopped(blocker, Vendor::None)
        }
    };
    let damage = damage::damage(ask, &setup, &file, &examined)?;
    ask.cancel.check()?;
    let credentials = private::unknown(ask, &tolerant.resolved, &examined.needed.missing);
    let hashes = ask.hashes;
    let (absent, unfetched) = (BTreeSet::new(), false);
    let all =
        verdict::Verdict { setup, file, toolchain, examined, damage, credentials, hashes, absent, unfetched };
    Ok(all.report())
}

/// Where modules are switched off the environment names no file; a person asks about one all the same.
fn above(directory: &std::path::Path) -> Option<super::ProjectFile> {
    let above = |name: &str| directory.ancestors().map(|dir| dir.join(name)).find(|file| file.is_file());
    above("go.work").or_else(|| above("go.mod")).and_then(super::ProjectFile::of)
}
