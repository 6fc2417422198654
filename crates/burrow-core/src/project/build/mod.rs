//! Building a project with real `go build`: what the wizard of first run ends with, and the proof that a warm-up was
//! enough. It leaves nothing in the project: what is built is thrown away.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use bstr::ByteSlice;

use super::needs::read::{self, Says};
use super::warm::{WarmError, Wish};
use crate::job::{Cancel, Doing, Progress, Step};
use crate::secret::Masked;
use crate::system::run::Run;
use crate::system::told::{Heard, run_told};

/// Where what is built goes: without `-o`, a single program would be left in the folder.
const NOWHERE: &str = if cfg!(windows) { "NUL" } else { "/dev/null" };

/// How a build ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Built {
    pub ok: bool,
    /// Somebody wanted it to end.
    pub cancelled: bool,
    pub elapsed: Duration,
}

/// Builds every package of a project. `line` hears what go says, line by line as it comes, without secrets.
///
/// # Errors
/// [`WarmError::Start`]: go cannot be started. [`WarmError::Cancelled`]: before it was.
pub fn build(
    wish: &Wish,
    cancel: &Cancel,
    progress: &dyn Progress,
    line: &dyn Fn(Masked),
) -> Result<Built, WarmError> {
    let started = Instant::now();
    cancel.check()?;
    let packages = packages(wish);
    let told = packages.iter().map(|package| package.to_string_lossy()).collect::<Vec<_>>().join(" ");
    progress.report(Step::begin(Doing::Building { package: told }, None));
    let mut args: Vec<OsString> = ["build", "-o", NOWHERE].map(Into::into).into();
    args.extend(packages);
    let run = Run { program: &wish.go, args, environ: &wish.environ, dir: &wish.directory };
    let mut hear = |heard| match heard {
        Heard::Out(text) | Heard::Err(text) => line(Masked::value("GOPROXY", text.trim_end())),
        Heard::Tick => {}
    };
    let ran = run_told(&run, cancel, &mut hear)
        .map_err(|why| WarmError::Start { reason: format!("{}: {why}", wish.go.display()) })?;
    Ok(Built { ok: ran.ok(), cancelled: ran.cancelled, elapsed: started.elapsed() })
}

/// `./...`; outside the modules of a workspace that matches nothing, and each of them is named.
fn packages(wish: &Wish) -> Vec<OsString> {
    let project = read::project(&wish.file, wish.environ.os());
    let members: Vec<PathBuf> = match project.map(|project| project.says) {
        Ok(Says::Workspace { modules, .. }) => modules.into_iter().map(|member| member.folder).collect(),
        Ok(Says::Module(_)) | Err(_) => Vec::new(),
    };
    let inside = members.iter().any(|folder| wish.directory.starts_with(folder));
    if members.is_empty() || inside {
        return vec!["./...".into()];
    }
    members.into_iter().map(|folder| folder.join("...").into_os_string()).collect()
}
