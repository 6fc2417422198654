//! Builds a program anew with the Go at hand, beside the old one, and takes its place once it is proven.
//!
//! Until then nothing of the old one is touched: whatever fails, it is as it was.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use bstr::{BString, ByteSlice};
use go_rules::buildinfo::{self, BuildInfo};
use go_rules::environ::Environ;
use go_rules::files::Files;
use tempfile::TempDir;

use super::Program;
use super::entry::OWN_PREFIX;
use super::look::Look;
use super::recipe::{self, NoRebuild, Recipe};
use crate::job::{Cancel, Cancelled, Doing, Progress, Step};
use crate::secret::Masked;
use crate::system::files::path_to_bytes;
use crate::system::run::{Run, run};

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rebuilt {
    pub path: PathBuf,
    /// The Go that had built the old one.
    pub before: BString,
    /// The Go that built the new one.
    pub after: BString,
}

/// Why a program was not built anew. The old one is as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RebuildError {
    /// It cannot be, from what it tells.
    #[error("{name} cannot be built anew")]
    NotPossible { name: String, why: NoRebuild },
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// Its folder cannot be written.
    #[error("{folder}: {reason}", folder = .folder.display())]
    Folder { folder: PathBuf, reason: String },
    /// Go could not be started.
    #[error("{go}: {reason}", go = .go.display())]
    Start { go: PathBuf, reason: String },
    /// Go did not build it; its last words.
    #[error("go: {said}")]
    Failed { command: String, said: Masked },
    /// Go was done, but what it left is not this program.
    #[error("what go built is not {name}")]
    Unexpected { name: String },
    /// The old one is not what it was when it was looked at.
    #[error("{0} was changed meanwhile")]
    Moved(PathBuf),
}

/// Builds a program anew. Blocks for as long as go takes; secrets in what go says are masked.
///
/// # Errors
/// See [`RebuildError`]: in every case the old program is as it was.
pub fn rebuild(
    program: &Program,
    look: &Look,
    files: &dyn Files,
    cancel: &Cancel,
    progress: &dyn Progress,
) -> Result<Rebuilt, RebuildError> {
    let not_possible =
        |why: &NoRebuild| RebuildError::NotPossible { name: program.name.clone(), why: why.clone() };
    let recipe = program.rebuild.as_ref().map_err(not_possible)?;
    let (Ok(old), Some(go)) = (&program.info, &look.program) else {
        return Err(not_possible(&NoRebuild::NoGo));
    };
    cancel.check()?;
    progress.report(Step::begin(Doing::Building { package: recipe.package.clone() }, None));
    let folder = program.path.parent().unwrap_or(Path::new("."));
    let refused =
        |why: io::Error| RebuildError::Folder { folder: folder.to_owned(), reason: why.to_string() };
    // In the same folder, so that the new one can take the old one's place in one step.
    let beside = tempfile::Builder::new().prefix(OWN_PREFIX).tempdir_in(folder).map_err(refused)?;
    build(recipe, look, go, &beside, cancel)?;
    progress.report(Step::begin(Doing::Checking, None));
    let unexpected = || RebuildError::Unexpected { name: program.name.clone() };
    let (built, new) = built(&beside, recipe, files).ok_or_else(unexpected)?;
    cancel.check()?;
    still_the_same(program, old, files)?;
    replace(&built, &program.path, &beside).map_err(refused)?;
    Ok(Rebuilt { path: program.path.clone(), before: old.version.clone(), after: new.version })
}

fn build(
    recipe: &Recipe,
    look: &Look,
    go: &Path,
    beside: &TempDir,
    cancel: &Cancel,
) -> Result<(), RebuildError> {
    let environ = environment(recipe, look, beside);
    let args = recipe.args().into_iter().map(Into::into).collect();
    let started = run(&Run { program: go, args, environ: &environ, dir: beside.path() }, cancel);
    let ran = started.map_err(|why| RebuildError::Start { go: go.to_owned(), reason: why.to_string() })?;
    if ran.cancelled {
        return Err(Cancelled.into());
    }
    if ran.ok() {
        return Ok(());
    }
    let said = Masked::value("GOPROXY", ran.said.trim());
    Err(RebuildError::Failed { command: recipe.to_string(), said })
}

/// The person's environment, with the place where go puts the program. GOOS and GOARCH are those of the program,
/// whatever the environment says.
fn environment(recipe: &Recipe, look: &Look, beside: &TempDir) -> Environ {
    let place = path_to_bytes(beside.path());
    let host = look.host();
    let environ = look.environ.with("PWD", Some(&place));
    match &recipe.cross {
        None => environ.with("GOBIN", Some(&place)).with("GOOS", Some(&host.0)).with("GOARCH", Some(&host.1)),
        // Go refuses GOBIN for other systems: the first entry of GOPATH it is then, with the old module cache.
        Some((goos, goarch)) => {
            let modules = look.gomodcache.as_ref().map(|dir| path_to_bytes(dir));
            environ
                .with("GOPATH", Some(&place))
                .with("GOMODCACHE", modules.as_ref().map(|dir| dir.as_slice()))
                .with("GOOS", Some(goos.as_bytes()))
                .with("GOARCH", Some(goarch.as_bytes()))
        }
    }
}

/// The one program that go left, if it is what was wanted.
fn built(beside: &TempDir, recipe: &Recipe, files: &dyn Files) -> Option<(PathBuf, BuildInfo)> {
    let mut folder = beside.path().to_owned();
    if let Some((goos, goarch)) = &recipe.cross {
        let bin = folder.join("bin");
        let named = bin.join(format!("{goos}_{goarch}"));
        folder = if named.is_dir() { named } else { bin };
    }
    let mut files_there =
        fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path()).filter(|path| path.is_file());
    let (program, None) = (files_there.next()?, files_there.next()) else { return None };
    let info = buildinfo::read(files, path_to_bytes(&program).as_bstr()).ok()?;
    recipe::is_of(recipe, &info).then_some((program, info))
}

/// A newer one that was installed while go was building is not to be lost.
fn still_the_same(program: &Program, old: &BuildInfo, files: &dyn Files) -> Result<(), RebuildError> {
    let is_link = program.path.is_symlink();
    match buildinfo::read(files, path_to_bytes(&program.path).as_bstr()) {
        Ok(now) if now == *old && !is_link => Ok(()),
        _ => Err(RebuildError::Moved(program.path.clone())),
    }
}

/// In one step: either the old one is there under its name, or the new one. On Windows a program that runs cannot be
/// written over, but it can be renamed: it waits in the folder that goes afterwards.
fn replace(new: &Path, target: &Path, beside: &TempDir) -> io::Result<()> {
    fs::File::open(new).and_then(|file| file.sync_all()).or_else(|why| match why.kind() {
        // Windows syncs only what may be written; the rename is what matters.
        io::ErrorKind::PermissionDenied => Ok(()),
        _ => Err(why),
    })?;
    match fs::rename(new, target) {
        Err(_) if cfg!(windows) => {
            let aside = beside.path().join("old.exe");
            fs::rename(target, &aside)?;
            fs::rename(new, target).inspect_err(|_| {
                let _ = fs::rename(&aside, target);
            })
        }
        done => done,
    }
}
