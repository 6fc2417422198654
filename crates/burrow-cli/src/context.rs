//! What a command is asked about: whose environment, which folder, which toolchain.

use std::path::Path;

use bstr::{BStr, BString, ByteSlice};
use burrow_core::env::capture::{SHELL_TIME_LIMIT, ask_login_shell};
use burrow_core::env::resolve::Asked;
use burrow_core::system::files::path_to_bytes;
use burrow_core::system::{process_environ, working_dir};
use go_rules::environ::Environ;

use crate::args::Options;
use crate::failure::Failure;

/// The context of one command.
pub struct Context {
    pub environ: Environ,
    dir: BString,
    /// Where this process was started, when `-C` leads elsewhere.
    started_in: Option<BString>,
    goroot: Option<BString>,
}

impl Context {
    /// # Errors
    /// The folder is not there, or the login shell does not answer.
    pub fn of(options: &Options) -> Result<Context, Failure> {
        let environ = if options.login_shell {
            ask_login_shell(SHELL_TIME_LIMIT).map_err(|why| Failure::shell(&why))?.environ
        } else {
            process_environ()
        };
        let here = working_dir().map_err(|why| Failure::working_dir(&why))?;
        let goroot = options.goroot.as_ref().map(|goroot| path_to_bytes(&here.join(goroot)));
        let (dir, started_in) = match &options.directory {
            None => (here, None),
            Some(dir) => (enter(&here, dir)?, Some(path_to_bytes(&here))),
        };
        Ok(Context { environ, dir: path_to_bytes(&dir), started_in, goroot })
    }

    pub fn asked(&self) -> Asked<'_> {
        Asked {
            environ: &self.environ,
            dir: self.dir.as_bstr(),
            started_in: self.started_in.as_ref().map(|dir| BStr::new(dir.as_slice())),
            goroot: self.goroot.as_ref().map(|goroot| BStr::new(goroot.as_slice())),
        }
    }
}

/// The folder without links, as the system would name it after a change into it.
fn enter(here: &Path, dir: &Path) -> Result<std::path::PathBuf, Failure> {
    let path = here.join(dir);
    let real = if cfg!(windows) { std::path::absolute(&path) } else { std::fs::canonicalize(&path) };
    let real = real.map_err(|why| Failure::no_folder(dir, &why))?;
    match std::fs::metadata(&real) {
        Ok(facts) if facts.is_dir() => Ok(real),
        Ok(_) => Err(Failure::no_folder(dir, &std::io::ErrorKind::NotADirectory.into())),
        Err(why) => Err(Failure::no_folder(dir, &why)),
    }
}
