//! What was taken away as damaged, fetched again by go itself: with the person's settings, credentials and checksum
//! database, outside of any module. Nothing here decides what a module must be.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use bstr::ByteSlice;
use go_rules::environ::Environ;
use go_rules::user_dirs::temp_dir;

use super::super::ModuleVersion;
use super::RepairError;
use crate::job::{Cancel, Doing, Progress, Step};
use crate::secret::Masked;
use crate::system::files::{path_from_bytes, path_to_bytes};
use crate::system::run::{Run, run};

/// What go says while it does what it should; the rest is why it does not.
const NOISE: &[u8] = b"go: downloading ";

/// The go that fetches, and in whose environment.
#[derive(Debug, Clone)]
pub struct Fetcher {
    go: PathBuf,
    environ: Environ,
}

/// What came of fetching.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fetched {
    /// Versions that are there again.
    pub versions: u64,
    pub failed: Vec<NotFetched>,
    /// Somebody wanted it to end; the rest go fetches when it needs it.
    pub cancelled: bool,
}

/// A version that go could not fetch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotFetched {
    pub version: ModuleVersion,
    pub why: NotFetchedWhy,
}

/// Why a version is not there again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotFetchedWhy {
    /// In go's words, without secrets.
    Said(String),
    /// Go has ended well, and this is still missing: it does so where its `.info` in the cache names no version.
    StillMissing(PathBuf),
}

/// A version that is to be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wanted {
    pub version: ModuleVersion,
    /// What must be there afterwards.
    pub paths: Vec<PathBuf>,
}

impl Fetcher {
    /// # Errors
    /// [`RepairError::NoGo`]: there is none.
    pub fn of(go: Option<PathBuf>, environ: &Environ) -> Result<Fetcher, RepairError> {
        let go = go.ok_or(RepairError::NoGo)?;
        Ok(Fetcher { go, environ: environ.clone() })
    }

    /// Lets go download these versions, one after the other; blocks for as long as that takes.
    pub(super) fn fetch(&self, wanted: &[Wanted], cancel: &Cancel, progress: &dyn Progress) -> Fetched {
        let mut fetched = Fetched::default();
        let total = wanted.len() as u64;
        for (Wanted { version, paths }, done) in wanted.iter().zip(0..) {
            let doing = Doing::Fetching { module: format!("{} {}", version.module, version.version) };
            progress.report(Step { doing, done, total: Some(total) });
            match self.download(version, cancel) {
                Ok(true) => match paths.iter().find(|path| !is_there(path)) {
                    None => fetched.versions += 1,
                    Some(path) => {
                        let why = NotFetchedWhy::StillMissing(path.clone());
                        fetched.failed.push(NotFetched { version: version.clone(), why });
                    }
                },
                Ok(false) => {
                    fetched.cancelled = true;
                    return fetched;
                }
                Err(said) => {
                    let why = NotFetchedWhy::Said(said);
                    fetched.failed.push(NotFetched { version: version.clone(), why });
                }
            }
        }
        fetched
    }

    /// Whether go has ended well, whatever it did; `false`: cancelled.
    fn download(&self, version: &ModuleVersion, cancel: &Cancel) -> Result<bool, String> {
        if cancel.is_cancelled() {
            return Ok(false);
        }
        let temp = path_from_bytes(temp_dir(&self.environ).as_bstr()).unwrap_or_default();
        // In a folder without a go.mod no project has a say in which toolchain runs and what replaces what.
        let dir = tempfile::Builder::new().prefix("burrow-fetch-").tempdir_in(temp);
        let dir = dir.map_err(|why| why.to_string())?;
        let environ = self
            .environ
            .with("PWD", Some(&path_to_bytes(dir.path())))
            .with("GOWORK", Some(b"off"))
            .with("GO111MODULE", Some(b"on"));
        let wanted = [version.module.as_slice(), b"@", version.version.as_slice()].concat();
        // GOFLAGS may name what makes sense only inside a module.
        let mut args: Vec<OsString> = ["mod", "download", "-modfile=", "-json=false"].map(Into::into).into();
        args.extend(path_from_bytes(wanted.as_bstr()).map(PathBuf::into_os_string));
        let ran = run(&Run { program: &self.go, args, environ: &environ, dir: dir.path() }, cancel);
        let ran = ran.map_err(|why| format!("{}: {why}", self.go.display()))?;
        match (ran.cancelled, ran.ok()) {
            (true, _) => Ok(false),
            (_, true) => Ok(true),
            (_, false) => Err(words(&ran.said)),
        }
    }
}

fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Why go failed, in its words.
fn words(said: &[u8]) -> String {
    let lines: Vec<&[u8]> = said.lines().filter(|line| !line.starts_with(NOISE)).collect();
    let said = bstr::join("\n", lines);
    Masked::value("GOPROXY", said.trim()).into_string()
}
