//! Where Burrow and go run: a home of their own, and the caches that are measured.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Programs and folders that every job needs.
#[derive(Debug)]
pub struct Home {
    pub root: PathBuf,
    pub burrow: PathBuf,
    /// A real SDK.
    pub goroot: PathBuf,
}

impl Home {
    /// # Errors
    /// When its folders cannot be made.
    pub fn new(root: &Path, burrow: &Path, goroot: &Path) -> io::Result<Home> {
        fs::create_dir_all(root.join("home/.config/go/telemetry"))?;
        fs::write(root.join("home/.config/go/telemetry/mode"), "off")?;
        Ok(Home { root: root.to_owned(), burrow: burrow.to_owned(), goroot: goroot.to_owned() })
    }

    /// `burrow cache …` with these caches; `None` is `off`, or a folder that is not there.
    pub fn burrow<S: AsRef<OsStr>>(
        &self,
        words: &[S],
        gocache: Option<&Path>,
        gomodcache: Option<&Path>,
    ) -> Command {
        let mut command = self.command(&self.burrow, gocache, gomodcache);
        command.args(words);
        command
    }

    /// Real go, which can ask nobody.
    pub fn go(&self, words: &[&str], gocache: Option<&Path>, gomodcache: Option<&Path>) -> Command {
        let mut command = self.command(&self.goroot.join("bin/go"), gocache, gomodcache);
        command.args(words).current_dir(&self.root);
        command
    }

    fn command(&self, program: &Path, gocache: Option<&Path>, gomodcache: Option<&Path>) -> Command {
        let mut path = self.goroot.join("bin").into_os_string();
        path.push(":/usr/bin:/bin");
        let mut command = Command::new(program);
        command
            .env_clear()
            .env("HOME", self.root.join("home"))
            .env("PATH", path)
            .env("BURROW_STATE_DIR", self.root.join("state"))
            .env("GOMODCACHE", gomodcache.map_or(self.root.join("none"), Path::to_owned))
            .envs([("GOENV", "off"), ("GOPROXY", "off"), ("GOSUMDB", "off"), ("GOTOOLCHAIN", "local")])
            .env("GOFLAGS", "-mod=mod")
            .current_dir(&self.root);
        // Without any build cache go does not start.
        let aside = self.root.join("gocache");
        match gocache {
            Some(gocache) => command.env("GOCACHE", gocache),
            None if program == self.burrow => command.env("GOCACHE", "off"),
            None => command.env("GOCACHE", aside),
        };
        command
    }
}
