//! What a warm-up goes by: which go, in whose environment, for which project.

use std::path::PathBuf;

use bstr::{BString, ByteSlice};
use go_rules::environ::Environ;
use go_rules::files::Files;
use go_rules::vars;

use super::WarmError;
use crate::env::resolve::{Asked, AtHand};
use crate::job::Cancel;
use crate::project::ProjectFile;
use crate::project::ready::{self, Ask, ProjectReport};
use crate::proxy::Settings;
use crate::sdk::which::which;
use crate::system::DiskFiles;
use crate::system::files::{path_from_bytes, path_to_bytes};

/// What a warm-up, and a build, goes by. Holds secrets, and is never printed.
#[derive(Clone)]
pub struct Wish {
    /// The `go` that is started: which toolchain runs is its own affair.
    pub(crate) go: PathBuf,
    pub(crate) environ: Environ,
    /// Where it is started.
    pub(crate) directory: PathBuf,
    pub(crate) file: ProjectFile,
    /// The workspace that counts, whatever it is called.
    pub(super) work: Option<PathBuf>,
    /// The file that GOFLAGS names instead of go.mod.
    pub(super) modfile: Option<PathBuf>,
    /// The folder whose `bin/go` is asked, when one was named.
    goroot: Option<BString>,
    pub(super) settings: Settings,
    pub(super) rules: go_rules::go_command::Rules,
}

impl Wish {
    /// For the project of the folder of a question.
    ///
    /// # Errors
    /// [`WarmError::NoGo`], [`WarmError::NoModule`].
    pub fn of(asked: &Asked<'_>, files: &dyn Files) -> Result<Wish, WarmError> {
        let found = which(asked, files);
        let go = found.go().filter(|_| found.trouble().is_none()).and_then(path_from_bytes);
        let at_hand = AtHand::find(asked, files);
        let question = asked.question(at_hand.go.as_ref(), files);
        let resolved = vars::resolve_tolerantly(&question).resolved;
        let directory = path_from_bytes(asked.dir).unwrap_or_default();
        let there = |name: &str| path_from_bytes(resolved.value(name)).filter(|path| path.is_file());
        let (work, module) = (there("GOWORK"), there("GOMOD"));
        let file = work.clone().map(ProjectFile::of_gowork).or_else(|| module.and_then(ProjectFile::of));
        let file = file.ok_or_else(|| WarmError::NoModule(directory.clone()))?;
        Ok(Wish {
            go: go.ok_or(WarmError::NoGo)?,
            environ: asked.environ.with("PWD", Some(&path_to_bytes(&directory))),
            modfile: crate::project::modfile::modfile(&resolved, &directory),
            goroot: asked.goroot.map(ToOwned::to_owned),
            settings: Settings::of(asked.environ, &resolved),
            rules: resolved.rules,
            file,
            work,
            directory,
        })
    }

    /// What is known of the project without asking anybody; `None`: somebody cancelled.
    pub(crate) fn look(&self, cancel: &Cancel) -> Option<ProjectReport> {
        let dir = path_to_bytes(&self.directory);
        let goroot = self.goroot.as_ref().map(|goroot| goroot.as_bstr());
        let asked = Asked { environ: &self.environ, dir: dir.as_bstr(), started_in: None, goroot };
        ready::look(&Ask { asked, files: &DiskFiles, hashes: false, cancel }).ok()
    }

    /// The go.mod or go.work.
    #[must_use]
    pub fn project(&self) -> &ProjectFile {
        &self.file
    }
}
