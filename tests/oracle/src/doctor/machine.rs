//! A machine with a home of its own, in which Burrow and real go run: one SDK on PATH and nothing else, until a scenario
//! adds to it.

use super::disk;
use crate::native::path;
use crate::rng::Rng;
use crate::sdk::Sdk;
use crate::stage;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

#[derive(Debug)]
pub struct Machine {
    root: PathBuf,
    pub home: PathBuf,
    /// All that there are.
    pub sdks: Vec<Sdk>,
    /// The one on PATH.
    pub sdk: Sdk,
    burrow: PathBuf,
    /// PATH, the first first.
    pub path: Vec<PathBuf>,
    /// What the environment holds besides.
    pub env: Vec<(String, String)>,
    /// Where the question is asked.
    pub dir: PathBuf,
    /// Words for every `burrow doctor`.
    pub words: Vec<&'static str>,
    /// GOENV is not set: the file is where go has it by default (on Linux).
    pub usual_goenv: bool,
    /// Lines that are the cause: evidence must name them.
    causes: Vec<(PathBuf, u32)>,
    /// Why this scenario cannot be laid here.
    pub not_here: Option<String>,
}

/// What `doctor --json` said.
#[derive(Debug)]
pub struct Report {
    pub status: Option<i32>,
    pub json: Value,
}

impl Report {
    pub fn findings(&self) -> impl Iterator<Item = &Value> {
        self.json["findings"].as_array().into_iter().flatten()
    }

    pub fn ids(&self) -> Vec<&str> {
        self.findings().filter_map(|finding| finding["id"].as_str()).collect()
    }

    pub fn has(&self, id: &str) -> bool {
        self.ids().contains(&id)
    }

    /// As if these had not been found.
    fn pass_over(&mut self, of_no_scenario: impl Fn(&Value) -> bool) {
        let Some(findings) = self.json["findings"].as_array_mut() else { return };
        let before = findings.len();
        findings.retain(|finding| !of_no_scenario(finding));
        let only_notes = findings.iter().all(|finding| finding["severity"] == "note");
        if findings.len() < before && only_notes && self.status == Some(1) {
            self.status = Some(0);
        }
    }
}

impl Machine {
    /// A healthy one.
    ///
    /// # Errors
    /// When the folders cannot be made.
    pub fn new(root: &Path, sdks: &[Sdk], sdk: &Sdk, burrow: &Path, rng: &mut Rng) -> io::Result<Machine> {
        let name = *rng.pick(&["home", "ada lovelace", "阿达", "ada's home"]);
        let home = root.join(name);
        // Go's own counters would be changes that nobody made.
        for config in [".config", "Library/Application Support", ""] {
            let telemetry = home.join(config).join("go/telemetry");
            if !config.is_empty() || cfg!(windows) {
                fs::create_dir_all(&telemetry)?;
                fs::write(telemetry.join("mode"), "off")?;
            }
        }
        let dir = home.join("work");
        fs::create_dir_all(&dir)?;
        Ok(Machine {
            root: root.to_owned(),
            sdks: sdks.to_vec(),
            path: vec![sdk.goroot.join("bin")],
            sdk: sdk.clone(),
            burrow: burrow.to_owned(),
            env: Vec::new(),
            dir,
            words: Vec::new(),
            usual_goenv: false,
            causes: Vec::new(),
            not_here: None,
            home,
        })
    }

    /// What Burrow remembers.
    pub fn state(&self) -> PathBuf {
        self.root.join("state")
    }

    pub fn goenv(&self) -> PathBuf {
        if self.usual_goenv { self.home.join(".config/go/env") } else { self.root.join("goenv") }
    }

    /// Adds a line to the GOENV file, among others that do no harm, and names it as the cause.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn line(&mut self, line: &str, rng: &mut Rng) -> io::Result<()> {
        let file = self.goenv();
        let mut text = fs::read_to_string(&file).unwrap_or_default();
        if text.is_empty() {
            text.push_str(rng.pick::<&str>(&[
                "",
                "# mine\n",
                "GOVCS=public:git\n",
                "# 公司\n\nGOVCS=public:git\n",
            ]));
        }
        text.push_str(line);
        let number = text.lines().count() as u32;
        text.push('\n');
        fs::write(&file, text)?;
        self.causes.push((file, number));
        Ok(())
    }

    /// Sets a variable of the environment.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.env.push((name.to_owned(), value.into()));
    }

    /// Sets it by a line of the start file of the shell, and names that line as the cause.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn export(&mut self, name: &str, value: &str, rng: &mut Rng) -> io::Result<()> {
        self.set(name, value);
        if !cfg!(unix) {
            return Ok(());
        }
        if !self.env.iter().any(|(name, _)| name == "SHELL") {
            self.set("SHELL", "/bin/bash");
        }
        let file = self.home.join(*rng.pick(&[".profile", ".bash_profile"]));
        let mut text = fs::read_to_string(&file).unwrap_or_default();
        text.push_str(rng.pick::<&str>(&["", "# mine\n", "umask 022\n\n"]));
        text.push_str(&match rng.below(2) {
            0 => format!("export {name}='{value}'"),
            _ => format!("{name}=\"{value}\"; export {name}"),
        });
        let number = text.lines().count() as u32;
        text.push('\n');
        fs::write(&file, text)?;
        self.causes.push((file, number));
        Ok(())
    }

    /// Evidence must name this line.
    pub fn cause(&mut self, file: &Path, line: u32) {
        self.causes.push((file.to_owned(), line));
    }

    pub fn causes(&self) -> &[(PathBuf, u32)] {
        &self.causes
    }

    /// A module in the folder of the question; its code imports nothing, so that it builds at once.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn project(&self, go_mod: &str) -> io::Result<()> {
        fs::write(self.dir.join("go.mod"), go_mod)?;
        fs::write(self.dir.join("a.go"), "package a\n\nconst A = 1\n")
    }

    /// A file, with the folders above it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn file(&self, at: &Path, text: impl AsRef<[u8]>) -> io::Result<()> {
        at.parent().map_or(Ok(()), fs::create_dir_all)?;
        fs::write(at, text)
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.env_clear().stdin(Stdio::null()).current_dir(&self.dir);
        for name in ["SystemRoot", "SystemDrive", "WINDIR"] {
            command.envs(std::env::var_os(name).map(|value| (name, value)));
        }
        let path = std::env::join_paths(&self.path).unwrap_or_default();
        command
            .envs(["HOME", "USERPROFILE", "AppData", "LocalAppData"].map(|name| (name, &self.home)))
            .envs(["TMPDIR", "TMP"].map(|name| (name, &self.root)))
            .env("PATH", path)
            .env("PWD", &self.dir)
            .env("LANG", "C.UTF-8")
            .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
            .env("BURROW_STATE_DIR", self.state())
            .envs((!self.usual_goenv).then(|| ("GOENV", self.goenv())))
            .envs(self.env.iter().map(|(name, value)| (name, value)));
        command
    }

    /// # Errors
    /// When it cannot be started.
    pub fn burrow(&self, words: &[&str]) -> io::Result<Output> {
        self.command(&self.burrow).args(words).output()
    }

    /// `burrow doctor --json` with these words.
    ///
    /// # Errors
    /// When it cannot be started, or says no JSON.
    pub fn doctor(&self, words: &[&str]) -> io::Result<Report> {
        let words: Vec<&str> = ["doctor", "--json"].iter().chain(words).chain(&self.words).copied().collect();
        let output = self.burrow(&words)?;
        let told = String::from_utf8_lossy(&output.stdout);
        let said = String::from_utf8_lossy(&output.stderr);
        let json = serde_json::from_str(&told)
            .map_err(|why| io::Error::other(format!("{words:?}: {why}: {told} {said}")))?;
        let mut report = Report { status: output.status.code(), json };
        report.pass_over(|finding| disk::is_its_scarcity(&self.root, finding));
        Ok(report)
    }

    /// Real go.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn go(&self, words: &[&str]) -> io::Result<Output> {
        self.command(&path(&self.sdk.program())).args(words).output()
    }

    /// Real go, which may ask nobody.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn go_offline(&self, words: &[&str]) -> io::Result<Output> {
        self.command(&path(&self.sdk.program())).env("GOPROXY", "off").args(words).output()
    }

    /// Real go, where nothing is set but this, in the environment or in a GOENV file.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn go_alone(&self, name: &str, value: &str, process: bool, words: &[&str]) -> io::Result<Output> {
        let file = self.root.join("goenv-alone");
        fs::write(&file, if process { String::new() } else { format!("{name}={value}\n") })?;
        let mut command = self.command(&path(&self.sdk.program()));
        for (set, _) in self.env.iter().filter(|(set, _)| set.starts_with("GO") || set.starts_with('C')) {
            command.env_remove(set);
        }
        let alone = self.root.join("alone");
        fs::create_dir_all(&alone)?;
        fs::write(alone.join("go.mod"), "module example.com/alone\n\ngo 1.19\n")?;
        fs::write(alone.join("a.go"), "package alone\n")?;
        command.current_dir(&alone).env("PWD", &alone).env("GOENV", &file);
        if process {
            command.env(name, value);
        }
        for (other, usual) in [("GOTOOLCHAIN", "local"), ("GOPROXY", "https://proxy.golang.org")] {
            if name != other {
                command.env(other, usual);
            }
        }
        command.args(words).output()
    }

    /// Whether real go does this, and what it says.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn go_does(&self, words: &[&str]) -> io::Result<bool> {
        Ok(self.go(words)?.status.success())
    }

    /// What real go prints, without the end of the line.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn go_says(&self, words: &[&str]) -> io::Result<String> {
        Ok(String::from_utf8_lossy(&self.go(words)?.stdout).trim_end().to_owned())
    }

    /// Every file of the machine, to see whether something changed.
    ///
    /// # Errors
    /// When something cannot be read.
    pub fn picture(&self) -> io::Result<BTreeMap<PathBuf, Vec<u8>>> {
        let mut all = BTreeMap::new();
        let mut folders = vec![self.root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder)? {
                let entry = entry?;
                let at = entry.path();
                let kind = entry.file_type()?;
                let held = if kind.is_symlink() {
                    fs::read_link(&at)?.to_string_lossy().into_owned().into_bytes()
                } else if kind.is_file() {
                    // A program is known by its size.
                    let size = entry.metadata()?.len();
                    if size < 1 << 20 {
                        fs::read(&at).unwrap_or_default()
                    } else {
                        size.to_le_bytes().to_vec()
                    }
                } else {
                    folders.push(at.clone());
                    Vec::new()
                };
                all.insert(at, held);
            }
        }
        Ok(all)
    }

    /// # Errors
    /// When something stays.
    pub fn clear(&self) -> io::Result<()> {
        stage::clear(&self.root)
    }
}
