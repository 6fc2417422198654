//! A home with a GOENV file in it, in which Burrow and go run.

use super::PLANTED;
use crate::sdk::Sdk;
use serde_json::Value;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

pub struct Home<'a> {
    pub root: PathBuf,
    sdk: &'a Sdk,
    burrow: &'a Path,
}

impl<'a> Home<'a> {
    /// # Errors
    /// When the folders cannot be made.
    pub fn new(root: &Path, sdk: &'a Sdk, burrow: &'a Path) -> io::Result<Home<'a>> {
        fs::create_dir_all(root.join("home/.config/go/telemetry"))?;
        fs::write(root.join("home/.config/go/telemetry/mode"), "off")?;
        Ok(Home { root: root.to_owned(), sdk, burrow })
    }

    pub fn goenv(&self) -> PathBuf {
        self.root.join("goenv")
    }

    fn command(&self, program: &Path, sdk: &Sdk, goenv: &Path) -> Command {
        let mut command = Command::new(program);
        let home = self.root.join("home");
        command.env_clear().stdin(Stdio::null()).current_dir(&home);
        for name in ["SystemRoot", "SystemDrive", "WINDIR"] {
            command.envs(std::env::var_os(name).map(|value| (name, value)));
        }
        command
            .envs(["HOME", "USERPROFILE", "AppData", "LocalAppData", "TMPDIR", "TMP"].map(|n| (n, &home)))
            .env("PATH", sdk.goroot.join("bin"))
            .env("GOENV", goenv)
            .env("GOTOOLCHAIN", "local")
            .env("LANG", "C.UTF-8")
            .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
            .env("BURROW_STATE_DIR", self.root.join("state"));
        command
    }

    /// # Errors
    /// When it cannot be started.
    pub fn burrow(&self, words: &[&str]) -> io::Result<Output> {
        self.command(self.burrow, self.sdk, &self.goenv()).args(words).output()
    }

    /// What Burrow answers in JSON.
    ///
    /// # Errors
    /// When it cannot be started, fails, or says no JSON.
    pub fn ask(&self, words: &[&str]) -> io::Result<Value> {
        let words: Vec<&str> = words.iter().copied().chain(["--json"]).collect();
        let output = self.burrow(&words)?;
        let told = String::from_utf8_lossy(&output.stdout);
        if !output.status.success() {
            return Err(io::Error::other(format!("{words:?}: {told}")));
        }
        serde_json::from_str(&told).map_err(|why| io::Error::other(format!("{words:?}: {why}: {told}")))
    }

    /// Real go, with this file for its GOENV.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn go(&self, sdk: &Sdk, goenv: &Path, words: &[&str]) -> io::Result<Output> {
        self.command(&crate::native::path(&sdk.program()), sdk, goenv).args(words).output()
    }

    /// Files that Burrow wrote and that hold a planted password.
    ///
    /// # Errors
    /// When its folder cannot be read.
    pub fn leaks(&self) -> io::Result<Vec<PathBuf>> {
        let mut leaks = Vec::new();
        let mut folders = vec![self.root.join("state")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder)? {
                let path = entry?.path();
                if path.is_dir() {
                    folders.push(path);
                } else if holds_secret(&fs::read(&path)?) {
                    leaks.push(path);
                }
            }
        }
        Ok(leaks)
    }
}

/// Whether a planted password stands there.
pub fn holds_secret(text: &[u8]) -> bool {
    PLANTED.iter().any(|secret| text.windows(secret.len()).any(|window| window == secret.as_bytes()))
}
