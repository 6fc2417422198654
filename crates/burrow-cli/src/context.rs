//! What a command is asked about: whose environment, which folder, which toolchain.

use std::path::{Path, PathBuf};

use bstr::{BStr, BString, ByteSlice};
use burrow_core::env::capture::{Captured, SHELL_TIME_LIMIT, ask_login_shell, capture_process};
use burrow_core::env::resolve::Asked;
use burrow_core::system::files::{path_from_bytes, path_to_bytes};
use burrow_core::system::working_dir;

use crate::args::Options;
use crate::failure::Failure;

/// The context of one command.
pub struct Context {
    /// Whose environment it is.
    pub captured: Captured,
    dir: BString,
    /// Where this process was started, when `-C` leads elsewhere.
    started_in: Option<BString>,
    goroot: Option<BString>,
}

impl Context {
    /// For a command that asks one toolchain.
    ///
    /// # Errors
    /// The folder is not there, the login shell does not answer, or more than one toolchain was named.
    pub fn of(options: &Options) -> Result<Context, Failure> {
        let (mut context, mut goroots) = Context::with_goroots(options)?;
        if goroots.len() > 1 {
            return Err(Failure::several_goroots());
        }
        context.goroot = goroots.pop();
        Ok(context)
    }

    /// The context without a toolchain, and every toolchain that was named.
    ///
    /// # Errors
    /// The folder is not there, or the login shell does not answer.
    pub fn with_goroots(options: &Options) -> Result<(Context, Vec<BString>), Failure> {
        let captured = if options.login_shell {
            ask_login_shell(SHELL_TIME_LIMIT).map_err(|why| Failure::shell(&why))?
        } else {
            capture_process()
        };
        let here = working_dir().map_err(|why| Failure::working_dir(&why))?;
        let goroots = options.goroots.iter().map(|goroot| path_to_bytes(&here.join(goroot))).collect();
        let (dir, started_in) = match &options.directory {
            None => (here, None),
            Some(dir) => (enter(&here, dir)?, Some(path_to_bytes(&here))),
        };
        Ok((Context { captured, dir: path_to_bytes(&dir), started_in, goroot: None }, goroots))
    }

    /// The folder whose toolchain is asked, when one was named.
    pub fn goroot(&self) -> Option<PathBuf> {
        self.goroot.as_ref().and_then(|goroot| path_from_bytes(goroot.as_bstr()))
    }

    /// The folder of the question.
    pub fn directory(&self) -> Option<PathBuf> {
        path_from_bytes(self.dir.as_bstr())
    }

    /// Where this process was started, when `-C` leads elsewhere.
    pub fn started_in(&self) -> Option<PathBuf> {
        self.started_in.as_ref().and_then(|dir| path_from_bytes(dir.as_bstr()))
    }

    /// The home of whose environment it is.
    pub fn home(&self) -> Option<PathBuf> {
        self.captured.home.as_ref().and_then(|home| path_from_bytes(home.as_bstr()))
    }

    /// The file that is to be written, as an absolute path. With `-C`, go reads a relative GOENV from where it was
    /// started and writes it in the folder that it was sent to.
    pub fn written(&self, path: &BStr) -> Option<PathBuf> {
        Some(path_from_bytes(self.dir.as_bstr())?.join(path_from_bytes(path)?))
    }

    pub fn asked(&self) -> Asked<'_> {
        Asked {
            environ: &self.captured.environ,
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
