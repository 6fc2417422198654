//! What Go makes of one asker's environment: which `go` answers, and what it says.

use std::path::{Path, PathBuf};

use bstr::{BStr, BString, ByteSlice};
use go_rules::environ::{Environ, Os};
use go_rules::files::Files;
use go_rules::refusal::Refusal;
use go_rules::vars::{self, GoenvLocation, Question, Resolved, Source};

use super::snapshot::{Found, Toolchain, ToolchainProblem};
use crate::env::answers::Told;
use crate::env::resolve::{Asked, AtHand};
use crate::error::CoreError;
use crate::sdk::at_hand::{self, Lead};
use crate::sdk::probe::Finding;
use crate::secret::Masked;
use crate::system::DiskFiles;
use crate::system::files::{path_from_bytes, path_to_bytes};

/// One asker's answer.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    pub at_hand: AtHand,
    pub environ: Environ,
    pub dir: BString,
    /// Where go is started, when it is sent to `dir` from elsewhere.
    started_in: Option<BString>,
    pub resolved: Resolved,
    pub refusal: Option<Refusal>,
}

impl Answer {
    /// What was told to a question.
    pub fn of(asked: &Asked<'_>, told: &Told) -> Answer {
        Answer {
            environ: asked.environ.clone(),
            dir: asked.dir.into(),
            started_in: asked.started_in.map(Into::into),
            resolved: told.tolerant.resolved.clone(),
            refusal: told.tolerant.refusal.clone(),
            at_hand: told.at_hand.clone(),
        }
    }

    /// The same question again, with other files.
    pub fn again(&self, files: &dyn Files) -> Answer {
        let tolerant = vars::resolve_tolerantly(&self.question(files));
        Answer { resolved: tolerant.resolved, refusal: tolerant.refusal, ..self.clone() }
    }

    /// The question itself, for the checks of `go env -w`.
    pub fn question<'a>(&'a self, files: &'a dyn Files) -> Question<'a> {
        let started_in = self.started_in.as_ref().map(|dir| dir.as_bstr());
        let asked = Asked { environ: &self.environ, dir: self.dir.as_bstr(), started_in, goroot: None };
        asked.question(self.at_hand.go.as_ref(), files)
    }

    /// The file that go reads, as an absolute path: go reads it before `-C` leads it elsewhere, and writes it after.
    pub fn goenv(&self) -> Option<PathBuf> {
        let from = self.started_in.as_ref().unwrap_or(&self.dir);
        Some(path_from_bytes(from.as_bstr())?.join(path_from_bytes(self.resolved.goenv.path()?)?))
    }

    /// The file that `go env -w` writes: with `GOENV=off` the default one all the same.
    pub fn goenv_for_writing(&self) -> Option<PathBuf> {
        let location = GoenvLocation::for_writing(&self.environ, self.resolved.rules);
        self.absolute(location.path()?)
    }

    fn absolute(&self, path: &BStr) -> Option<PathBuf> {
        Some(path_from_bytes(self.dir.as_bstr())?.join(path_from_bytes(path)?))
    }

    /// `go.env` of the toolchain, there or not.
    pub fn go_env(&self) -> Option<PathBuf> {
        self.absolute(self.resolved.goroot_env.as_ref()?.as_bstr())
    }

    /// The program that a terminal starts for `go`, toolchain or not.
    pub fn program(&self) -> Option<PathBuf> {
        path_from_bytes(self.at_hand.candidates.first()?.path.as_bstr())
    }

    /// The toolchain that answers, for showing.
    pub fn toolchain(&self) -> Option<Toolchain> {
        let passed_over = self.at_hand.passed_over().and_then(|(path, _)| path_from_bytes(path));
        let not_go = passed_over.map(|go| ToolchainProblem::NotAGoProgram { go });
        let Some(answered) = &self.resolved.toolchain else {
            let go = self.program()?;
            let goroot = go.parent().and_then(Path::parent).unwrap_or(Path::new("")).to_path_buf();
            let found = found(self.at_hand.candidates.first()?.lead);
            return Some(Toolchain { goroot, go, version: None, found, problem: not_go });
        };
        let way = self.at_hand.candidates.last().map_or(Found::Path, |c| found(c.lead));
        Some(Toolchain {
            goroot: path_from_bytes(self.resolved.goroot.as_bstr())?,
            go: path_from_bytes(answered.go.found.as_bstr())?,
            version: Some(answered.go.version.to_str_lossy().into_owned()),
            found: if answered.source == Source::Local { way } else { Found::Switched },
            problem: self.refusal.as_ref().and_then(toolchain_problem).or(not_go),
        })
    }
}

fn found(lead: Lead) -> Found {
    match lead {
        Lead::Path => Found::Path,
        Lead::Goroot => Found::Goroot,
        Lead::UsualPlace => Found::UsualPlace,
        Lead::Chosen => Found::Chosen,
    }
}

/// Every toolchain at hand, for the choice in the context bar. Reads each of them: not for every picture.
pub(super) fn toolchains(environ: &Environ, dir: &Path) -> Vec<Toolchain> {
    let candidates = at_hand::at_hand(environ, path_to_bytes(dir).as_bstr(), &DiskFiles);
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let go = candidate.go.ok()?;
            Some(Toolchain {
                goroot: path_from_bytes(go.tree(environ.os()).as_bstr())?,
                go: path_from_bytes(candidate.path.as_bstr())?,
                version: Some(go.version.to_str_lossy().into_owned()),
                found: found(candidate.lead),
                problem: None,
            })
        })
        .collect()
}

/// What keeps the right toolchain from answering.
fn toolchain_problem(refusal: &Refusal) -> Option<ToolchainProblem> {
    match refusal {
        Refusal::ToolchainNotHere { name, .. } => {
            Some(ToolchainProblem::NotOnMachine { wanted: name.to_str_lossy().into_owned() })
        }
        Refusal::ToolchainNotOnPath { .. }
        | Refusal::ToolchainMismatch { .. }
        | Refusal::ToolchainUnknown { .. }
        | Refusal::ToolchainNotFetched { .. } => {
            Some(ToolchainProblem::GoRefuses { text: Masked::said(refusal).into_string() })
        }
        _ => None,
    }
}

/// Checks a folder that a person chose as toolchain.
///
/// # Errors
/// [`CoreError::NoGo`].
pub(super) fn check_goroot(goroot: &Path) -> Result<(), CoreError> {
    match at_hand::chosen(Os::host(), path_to_bytes(goroot).as_bstr(), &DiskFiles).go {
        Err(Finding::Missing) => Err(CoreError::NoGo(goroot.to_path_buf())),
        // A script or a broken one is a choice too: what is wrong with it is shown.
        _ => Ok(()),
    }
}
