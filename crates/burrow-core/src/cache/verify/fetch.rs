//! What was taken away as damaged, fetched again by go itself: with the person's settings, credentials and checksum
//! database, outside of any module. Nothing here decides what a module must be.

use std::ffi::OsString;
use std::path::PathBuf;

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
    /// In go's words, without secrets.
    pub why: String,
}

impl Fetcher {
    /// # Errors
    /// [`RepairError::NoGo`]: there is none.
    pub fn of(go: Option<PathBuf>, environ: &Environ) -> Result<Fetcher, RepairError> {
        let go = go.ok_or(RepairError::NoGo)?;
        Ok(Fetcher { go, environ: environ.clone() })
    }

    /// Lets go download these versions, one after the other; blocks for as long as that takes.
    pub(super) fn fetch(
        &self,
        versions: &[ModuleVersion],
        cancel: &Cancel,
        progress: &dyn Progress,
    ) -> Fetched {
        let mut fetched = Fetched::default();
        let total = versions.len() as u64;
        for (version, done) in versions.iter().zip(0..) {
            let doing = Doing::Fetching { module: format!("{} {}", version.module, version.version) };
            progress.report(Step { doing, done, total: Some(total) });
            match self.download(version, cancel) {
                Ok(true) => fetched.versions += 1,
                Ok(false) => {
                    fetched.cancelled = true;
                    return fetched;
                }
                Err(why) => fetched.failed.push(NotFetched { version: version.clone(), why }),
            }
        }
        fetched
    }

    /// `false`: cancelled.
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

/// Why go failed, in its words.
fn words(said: &[u8]) -> String {
    let lines: Vec<&[u8]> = said.lines().filter(|line| !line.starts_with(NOISE)).collect();
    let said = bstr::join("\n", lines);
    Masked::value("GOPROXY", said.trim()).into_string()
}
