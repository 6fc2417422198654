//! A home, a proxy with modules, a project, and the real `burrow` and `go` in it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use burrow_servers::Server;
use burrow_servers::modules::{Module, serve};
pub use burrow_servers::sdks::{Sdk, go, newest, sdks};
use go_rules::environ::{Environ, Os};
use serde_json::Value;

/// A module of one package that imports others.
pub fn module(path: &str, version: &str, go: &str, needs: &[(&str, &str)]) -> Module {
    let requires: String =
        needs.iter().map(|(path, version)| format!("require {path} {version}\n")).collect();
    let imports: String = needs.iter().map(|(path, _)| format!("import _ \"{path}\"\n")).collect();
    let go_mod = format!("module {path}\n\ngo {go}\n\n{requires}");
    let source = format!("package {}\n\n{imports}", path.rsplit('/').next().unwrap());
    Module::of(path, version, &go_mod, &[("m.go", source.as_bytes())])
}

/// The modules that most tests serve: `top` needs `mid`, which needs `low`; `test` is needed by tests only.
pub fn modules() -> Vec<Module> {
    vec![
        module("ex.test/low", "v1.0.0", "1.17", &[]),
        module("ex.test/low", "v1.1.0", "1.17", &[]),
        module("ex.test/mid", "v1.0.0", "1.17", &[("ex.test/low", "v1.1.0")]),
        module("ex.test/Top", "v1.2.0", "1.17", &[("ex.test/mid", "v1.0.0")]),
        module("ex.test/check", "v0.1.0", "1.17", &[]),
        module("ex.test/other", "v1.0.0", "1.17", &[]),
    ]
}

pub struct Stage {
    /// Gone with the stage.
    pub dir: tempfile::TempDir,
    pub server: Server,
    pub goproxy: String,
    pub goroot: PathBuf,
    /// More of what burrow and go see.
    pub besides: Vec<(String, String)>,
}

impl Stage {
    pub fn new(sdk: &Sdk, modules: &[Module]) -> Stage {
        let server = Server::start();
        serve(modules, &server, "/proxy");
        let goproxy = format!("{}/proxy", server.url());
        let dir = tempfile::tempdir().unwrap();
        Stage { dir, server, goproxy, goroot: sdk.goroot.clone(), besides: Vec::new() }
    }

    pub fn home(&self) -> &Path {
        self.dir.path()
    }

    pub fn project(&self) -> PathBuf {
        self.home().join("project")
    }

    pub fn gomodcache(&self) -> PathBuf {
        self.home().join("go/pkg/mod")
    }

    /// Writes a file of the project.
    pub fn put(&self, name: &str, text: impl AsRef<[u8]>) {
        let file = self.project().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    /// Every file of the project with its content.
    pub fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        let mut stack = vec![self.project()];
        while let Some(folder) = stack.pop() {
            for entry in fs::read_dir(folder).unwrap().flatten() {
                let path = entry.path();
                match entry.file_type().unwrap().is_dir() {
                    true => stack.push(path),
                    false => _ = files.insert(path.clone(), fs::read(&path).unwrap()),
                }
            }
        }
        files
    }

    /// What burrow and go see: nothing of this machine but the programs of the system.
    pub fn variables(&self) -> Vec<(String, String)> {
        let home = self.home().display().to_string();
        let bin = self.goroot.join("bin").display().to_string();
        let path = if cfg!(windows) { bin } else { format!("{bin}:/usr/bin:/bin") };
        // What is built stays between the tests: it is not what they are about.
        let gocache = std::env::temp_dir().join("burrow-warm-tests-build-cache").display().to_string();
        let mut variables: Vec<(String, String)> = [
            ("HOME", home.clone()),
            ("USERPROFILE", home),
            ("PATH", path),
            ("LANG", "C".into()),
            ("BURROW_STATE_DIR", self.home().join("state").display().to_string()),
            ("GOPROXY", self.goproxy.clone()),
            ("GOSUMDB", "off".into()),
            ("GOCACHE", gocache),
            ("GOTOOLCHAIN", "local".into()),
            ("GOENV", "off".into()),
            // Else the folder of a test could not be removed.
            ("GOFLAGS", "-modcacherw".into()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into();
        if cfg!(windows) {
            let kept = ["SystemRoot", "TEMP", "TMP"];
            variables
                .extend(kept.iter().filter_map(|name| Some(((*name).to_owned(), std::env::var(name).ok()?))));
        }
        variables.retain(|(name, _)| !self.besides.iter().any(|(other, _)| other == name));
        variables.extend(self.besides.iter().cloned());
        variables
    }

    pub fn environ(&self) -> Environ {
        Environ::new(Os::host(), self.variables().into_iter().map(|(n, v)| (n.into(), v.into())))
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_burrow"));
        command.args(arguments).args(["--lang", "en"]).current_dir(self.project());
        command.env_clear().envs(self.variables());
        command
    }

    /// The exit status and the JSON of a command.
    pub fn json(&self, arguments: &[&str]) -> (i32, Value) {
        let arguments: Vec<&str> = arguments.iter().copied().chain(["--json"]).collect();
        let output = self.command(&arguments).output().unwrap();
        let value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
        (output.status.code().unwrap(), value)
    }

    /// Real go in a folder of the project, which has nobody to ask.
    pub fn offline(&self, folder: &str, arguments: &[&str]) -> Output {
        self.go(folder, arguments, "off")
    }

    pub fn go(&self, folder: &str, arguments: &[&str], goproxy: &str) -> Output {
        let mut command = Command::new(self.goroot.join("bin").join(go()));
        command.args(arguments).current_dir(self.project().join(folder));
        command.env_clear().envs(self.variables()).env("GOPROXY", goproxy);
        command.output().unwrap()
    }

    /// `go mod tidy` of a module, before the cache is emptied.
    pub fn tidy(&self, folder: &str) {
        let output = self.go(folder, &["mod", "tidy"], &self.goproxy);
        assert!(output.status.success(), "{}", said(&output));
    }

    /// The module cache, empty again.
    pub fn forget(&self) {
        let output = self.go("", &["clean", "-modcache"], "off");
        assert!(output.status.success(), "{}", said(&output));
    }

    /// Everything builds, and is vetted, with nobody to ask.
    pub fn assert_builds(&self, folder: &str, what: &str) {
        let packages = if folder == "." { "./..." } else { folder };
        for command in ["build", "vet"] {
            let output = self.offline("", &[command, packages]);
            assert!(output.status.success(), "{what}: go {command} {packages}: {}", said(&output));
        }
    }
}

pub fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
