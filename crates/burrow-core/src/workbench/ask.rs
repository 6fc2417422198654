//! What Go makes of one asker's environment: which `go` answers, and what it says.

use std::path::{Path, PathBuf};

use bstr::{BStr, BString, ByteSlice};
use go_rules::environ::Environ;
use go_rules::files::{FileKind, Files};
use go_rules::go_command::GoCommand;
use go_rules::look_path::look_path;
use go_rules::refusal::Refusal;
use go_rules::vars::{GoenvLocation, Question, Resolved, Source, resolve_tolerantly};

use super::snapshot::{Found, Toolchain, ToolchainProblem};
use crate::error::CoreError;
use crate::system::DiskFiles;
use crate::system::files::{path_from_bytes, path_to_bytes};

/// The `go` that a terminal would start, or that was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct GoFound {
    pub path: BString,
    pub found: Found,
    /// `None`: a script, or no program of this system.
    pub command: Option<GoCommand>,
}

/// One asker's answer.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    pub go: Option<GoFound>,
    pub environ: Environ,
    pub dir: BString,
    pub resolved: Resolved,
    pub refusal: Option<Refusal>,
}

impl Answer {
    /// Asks with the disk as it is.
    pub fn of(environ: &Environ, goroot: Option<&Path>, dir: &Path) -> Answer {
        Answer::with_files(environ, goroot, dir, &DiskFiles)
    }

    /// Asks with files that may differ from the disk: for what would be.
    pub fn with_files(environ: &Environ, goroot: Option<&Path>, dir: &Path, files: &dyn Files) -> Answer {
        let dir = path_to_bytes(dir);
        let go = find_go(environ, goroot, dir.as_bstr(), files);
        let command = go.as_ref().and_then(|g| g.command.as_ref());
        let tolerant = resolve_tolerantly(&Question::new(environ, dir.as_bstr(), command, files));
        Answer { environ: environ.clone(), resolved: tolerant.resolved, refusal: tolerant.refusal, go, dir }
    }

    /// The same question again, with other files.
    pub fn again(&self, files: &dyn Files) -> Answer {
        let command = self.go.as_ref().and_then(|g| g.command.as_ref());
        let tolerant = resolve_tolerantly(&Question::new(&self.environ, self.dir.as_bstr(), command, files));
        Answer { resolved: tolerant.resolved, refusal: tolerant.refusal, ..self.clone() }
    }

    /// The question itself, for the checks of `go env -w`.
    pub fn question<'a>(&'a self, files: &'a dyn Files) -> Question<'a> {
        let command = self.go.as_ref().and_then(|g| g.command.as_ref());
        Question::new(&self.environ, self.dir.as_bstr(), command, files)
    }

    /// The file that go reads, as an absolute path.
    pub fn goenv(&self) -> Option<PathBuf> {
        self.absolute(self.resolved.goenv.path()?)
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

    /// The toolchain that answers, for showing.
    pub fn toolchain(&self) -> Option<Toolchain> {
        let go = self.go.as_ref()?;
        let Some(answered) = &self.resolved.toolchain else {
            let path = path_from_bytes(go.path.as_bstr())?;
            return Some(Toolchain {
                goroot: path.parent()?.parent().unwrap_or(Path::new("")).to_path_buf(),
                problem: Some(ToolchainProblem::NotAGoProgram { go: path.clone() }),
                go: path,
                version: None,
                found: go.found,
            });
        };
        Some(Toolchain {
            goroot: path_from_bytes(self.resolved.goroot.as_bstr())?,
            go: path_from_bytes(answered.go.found.as_bstr())?,
            version: Some(answered.go.version.to_str_lossy().into_owned()),
            found: if answered.source == Source::Local { go.found } else { Found::Switched },
            problem: self.refusal.as_ref().and_then(toolchain_problem),
        })
    }
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
        | Refusal::ToolchainNotFetched { .. }
        | Refusal::NoSumdbForToolchain { .. } => {
            Some(ToolchainProblem::GoRefuses { text: refusal.to_string().trim_end().to_owned() })
        }
        _ => None,
    }
}

/// The chosen toolchain's go, else the first on PATH, else that of GOROOT, else one in a usual place.
fn find_go(environ: &Environ, goroot: Option<&Path>, dir: &BStr, files: &dyn Files) -> Option<GoFound> {
    let probe = |path: BString, found: Found| GoFound {
        command: GoCommand::probe(files, environ.os(), path.as_bstr()).ok(),
        path,
        found,
    };
    if let Some(goroot) = goroot {
        return Some(probe(go_in(goroot), Found::Chosen));
    }
    if let Some(path) = look_path(environ, dir, files, b"go").path() {
        return Some(probe(path, Found::Path));
    }
    let named = environ.set("GOROOT").and_then(path_from_bytes).map(|root| (root, Found::Goroot));
    let usual = usual_places(environ).into_iter().map(|root| (root, Found::UsualPlace));
    named
        .into_iter()
        .chain(usual)
        .find(|(root, _)| is_file(files, go_in(root).as_bstr()))
        .map(|(root, found)| probe(go_in(&root), found))
}

/// `bin/go` of a toolchain's folder.
pub(super) fn go_in(goroot: &Path) -> BString {
    path_to_bytes(&goroot.join("bin").join(if cfg!(windows) { "go.exe" } else { "go" }))
}

fn is_file(files: &dyn Files, path: &BStr) -> bool {
    matches!(files.kind(path), Some(FileKind::File { .. }))
}

fn usual_places(environ: &Environ) -> Vec<PathBuf> {
    if cfg!(windows) {
        let programs = environ.set("ProgramFiles").and_then(path_from_bytes);
        return programs.into_iter().map(|dir| dir.join("Go")).collect();
    }
    ["/usr/local/go", "/usr/lib/go", "/usr/lib/golang", "/opt/homebrew/opt/go/libexec"]
        .map(PathBuf::from)
        .into()
}

/// Checks a folder that a person chose as toolchain.
///
/// # Errors
/// [`CoreError::NoGo`].
pub(super) fn check_goroot(goroot: &Path) -> Result<(), CoreError> {
    if is_file(&DiskFiles, go_in(goroot).as_bstr()) {
        Ok(())
    } else {
        Err(CoreError::NoGo(goroot.to_path_buf()))
    }
}

/// The disk, with one file holding something else.
pub(super) struct Overlay<'a> {
    pub file: BString,
    pub bytes: &'a [u8],
}

impl Files for Overlay<'_> {
    fn kind(&self, path: &BStr) -> Option<FileKind> {
        if path == self.file.as_bstr() {
            return Some(FileKind::File { executable: false });
        }
        DiskFiles.kind(path)
    }

    fn read(&self, path: &BStr) -> Result<Vec<u8>, go_rules::files::ReadError> {
        if path == self.file.as_bstr() { Ok(self.bytes.to_vec()) } else { DiskFiles.read(path) }
    }

    fn read_at(&self, path: &BStr, offset: u64, len: usize) -> Result<Vec<u8>, go_rules::files::ReadError> {
        DiskFiles.read_at(path, offset, len)
    }

    fn canonical(&self, path: &BStr) -> Option<BString> {
        DiskFiles.canonical(path)
    }

    fn same(&self, a: &BStr, b: &BStr) -> bool {
        DiskFiles.same(a, b)
    }

    fn list(&self, dir: &BStr) -> Vec<BString> {
        DiskFiles.list(dir)
    }
}
