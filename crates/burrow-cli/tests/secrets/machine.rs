//! A machine of its own: a home, a state folder, a project, a GOENV file, and the real command on it.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use burrow_servers::sdks;

use crate::search::find;

/// How an answer is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Json,
    Text,
}

pub struct Machine {
    dir: tempfile::TempDir,
    planted: HashSet<PathBuf>,
    environ: Vec<(String, String)>,
    leaks: Vec<String>,
}

impl Machine {
    pub fn new() -> Machine {
        let mut machine = Machine {
            dir: tempfile::tempdir().unwrap(),
            planted: HashSet::new(),
            environ: Vec::new(),
            leaks: Vec::new(),
        };
        for folder in ["state", "temp", "home/.config/go/telemetry"] {
            fs::create_dir_all(machine.path(folder)).unwrap();
        }
        machine.plant("goenv", "");
        machine.plant("home/.config/go/telemetry/mode", "off");
        machine
            .plant("project/go.mod", "module git.corp.test/a\n\ngo 1.21\n\nrequire git.corp.test/b v1.0.0\n");
        machine.plant("project/a.go", "package a\n\nimport _ \"git.corp.test/b\"\n");
        machine.plant("project/.git/HEAD", "ref: refs/heads/main\n");
        machine.set("SHELL", "/bin/sh");
        // Nobody outside is asked: whoever is not on loopback is asked through a port where nobody listens.
        for name in ["HTTP_PROXY", "HTTPS_PROXY"] {
            machine.set(name, "http://127.0.0.1:9");
        }
        machine
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Writes a file that may hold secrets.
    pub fn plant(&mut self, name: &str, text: &str) {
        let file = self.path(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, text).unwrap();
        self.planted.insert(file);
    }

    /// Sets a variable of the environment; the last value holds.
    pub fn set(&mut self, name: &str, value: &str) {
        self.environ.push((name.to_owned(), value.to_owned()));
    }

    /// Runs the command in the project, and remembers what it shows.
    pub fn run(&mut self, words: &[&str], form: Form) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_burrow"));
        command.args(words).current_dir(self.path("project")).env_clear().stdin(Stdio::null());
        if form == Form::Json {
            command.arg("--json");
        }
        for name in ["SystemRoot", "windir", "PATH"] {
            command.envs(std::env::var_os(name).map(|value| (name, value)));
        }
        if let Some(sdk) = sdks::newest() {
            let path = std::env::var_os("PATH").unwrap_or_default();
            let all = std::iter::once(sdk.goroot.join("bin")).chain(std::env::split_paths(&path));
            command.env("PATH", std::env::join_paths(all).unwrap());
        }
        for name in ["HOME", "USERPROFILE", "AppData", "LocalAppData"] {
            command.env(name, self.path("home"));
        }
        for name in ["TMPDIR", "TMP", "TEMP"] {
            command.env(name, self.path("temp"));
        }
        command.env("BURROW_STATE_DIR", self.path("state")).env("GOENV", self.path("goenv")).env("LANG", "C");
        let output = command.envs(self.environ.iter().cloned()).output().unwrap();
        for shown in [&output.stdout, &output.stderr] {
            if let Some(around) = find(shown) {
                self.leaks.push(format!("{}: {around:?}", words.join(" ")));
            }
            assert!(!String::from_utf8_lossy(shown).contains("panicked"), "{words:?}");
        }
    }

    /// What was shown so far, and what stands in files that nobody planted.
    pub fn leaks(mut self) -> Vec<String> {
        let mut found = Vec::new();
        look_through(self.dir.path(), &self.planted, &mut found);
        self.leaks.append(&mut found);
        self.leaks
    }
}

fn look_through(folder: &Path, planted: &HashSet<PathBuf>, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            look_through(&path, planted, found);
        } else if kind.is_file()
            && !planted.contains(&path)
            && let Some(around) = fs::read(&path).ok().and_then(|bytes| find(&bytes))
        {
            found.push(format!("a file: {}: {around:?}", path.display()));
        }
    }
}
