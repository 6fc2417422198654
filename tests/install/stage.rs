//! A home of its own, and the real `burrow` in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use burrow_core::env::resolve::Asked;
use burrow_core::sdk::install::Surroundings;
use burrow_core::system::DiskFiles;
use burrow_core::system::files::path_to_bytes;
use burrow_servers::Server;
use burrow_servers::sumdb::{Database, NAME};
use burrow_servers::tls::{Authority, Leaf};
use go_rules::environ::{Environ, Os};
use serde_json::Value;

use crate::pack;

pub struct Stage {
    dir: tempfile::TempDir,
    pub server: Server,
    pub database: Option<Database>,
    pub goproxy: String,
    pub gosumdb: String,
    /// More of what burrow sees.
    pub besides: Vec<(String, String)>,
}

impl Stage {
    pub fn new() -> Stage {
        Stage::on(Server::start())
    }

    fn on(server: Server) -> Stage {
        let goproxy = format!("{}/proxy", server.url());
        Stage {
            dir: tempfile::tempdir().unwrap(),
            server,
            database: None,
            goproxy,
            gosumdb: "off".into(),
            besides: Vec::new(),
        }
    }

    /// A stage whose proxy, mirror and checksum database have the trimmed SDK as go1.27.3. `None`: no SDK is here.
    pub fn with_trimmed() -> Option<Stage> {
        let mut stage = Stage::new();
        stage.offer("go1.27.3", pack::trimmed()?);
        Some(stage)
    }

    /// The same over TLS, which burrow believes.
    pub fn with_tls() -> Option<Stage> {
        let authority = Authority::new("Burrow tests");
        let mut stage = Stage::on(Server::start_tls(authority.server(Leaf::Good)));
        stage.offer("go1.27.3", pack::trimmed()?);
        let file = stage.home().join("ca.pem");
        fs::write(&file, authority.pem()).unwrap();
        stage.besides.push(("SSL_CERT_FILE".into(), file.display().to_string()));
        Some(stage)
    }

    /// Offers an SDK as a module and as an archive.
    pub fn offer(&mut self, version: &str, files: &pack::Files) {
        let zip = pack::module_zip(version, files);
        let module = pack::module_version(version);
        self.database(&[(module.clone(), pack::h1(&zip))]);
        self.server.file("/proxy/golang.org/toolchain/@v/list", format!("{module}\n"));
        self.server.file(format!("/proxy/golang.org/toolchain/@v/{module}.zip"), zip);
        self.server.file(
            format!("/proxy/golang.org/toolchain/@v/{module}.info"),
            format!(r#"{{"Version":"{module}","Time":"2026-01-01T00:00:00Z"}}"#),
        );
        self.server
            .file(format!("/proxy/golang.org/toolchain/@v/{module}.mod"), "module golang.org/toolchain\n");
        self.mirror(version, pack::archive(files), None);
    }

    pub fn database(&mut self, toolchains: &[(String, String)]) {
        self.serve(Database::of_toolchains(toolchains));
    }

    /// Asks this database, past all proxies.
    pub fn serve(&mut self, database: Database) {
        database.serve(&self.server, "/sumdb");
        self.gosumdb = format!("{} {}/sumdb", database.key(), self.server.url());
        self.database = Some(database);
    }

    /// Offers an archive, with its own checksum or another.
    pub fn mirror(&self, version: &str, archive: Vec<u8>, sum: Option<String>) {
        let (os, arch) = pack::platform().split_once('-').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
        let name = pack::archive_name(version);
        let list = serde_json::json!([{"version": version, "stable": true, "files": [{
            "filename": name, "os": os, "arch": arch, "kind": "archive",
            "sha256": sum.unwrap_or_else(|| pack::sha256(&archive)), "size": archive.len(),
        }]}]);
        self.server.file("/dl/?mode=json&include=all", list.to_string());
        self.server.file(format!("/dl/{name}"), archive);
    }

    pub fn zip_path(&self) -> String {
        format!("/proxy/golang.org/toolchain/@v/{}.zip", pack::module_version("go1.27.3"))
    }

    pub fn archive_path(&self) -> String {
        format!("/dl/{}", pack::archive_name("go1.27.3"))
    }

    pub fn mirror_url(&self) -> String {
        format!("{}/dl", self.server.url())
    }

    pub fn home(&self) -> &Path {
        self.dir.path()
    }

    pub fn sdk(&self) -> PathBuf {
        self.home().join("sdk").join("go1.27.3")
    }

    pub fn gomodcache(&self) -> PathBuf {
        self.home().join("go/pkg/mod")
    }

    pub fn state(&self) -> PathBuf {
        self.home().join("state")
    }

    /// What burrow and go see: nothing of this machine but the programs of the system.
    pub fn variables(&self) -> Vec<(String, String)> {
        let mut variables: Vec<(String, String)> = [
            ("HOME", self.home().display().to_string()),
            ("USERPROFILE", self.home().display().to_string()),
            ("PATH", "/usr/bin:/bin".into()),
            ("LANG", "C".into()),
            ("BURROW_STATE_DIR", self.state().display().to_string()),
            ("GOPROXY", self.goproxy.clone()),
            ("GOSUMDB", self.gosumdb.clone()),
            ("GOENV", "off".into()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into();
        if cfg!(windows) {
            variables.extend(
                ["SystemRoot", "TEMP", "TMP"]
                    .iter()
                    .filter_map(|name| Some(((*name).to_owned(), std::env::var(name).ok()?))),
            );
        }
        variables.extend(self.besides.iter().cloned());
        variables
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_burrow"));
        command.args(arguments).args(["--lang", "en"]).current_dir(self.home());
        command.env_clear().envs(self.variables());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    pub fn json(&self, arguments: &[&str]) -> Value {
        let arguments: Vec<&str> = arguments.iter().copied().chain(["--json"]).collect();
        let output = self.run(&arguments);
        serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
    }

    /// Installs, and gives the GOROOT.
    pub fn install(&self, arguments: &[&str]) -> PathBuf {
        let arguments: Vec<&str> = ["sdk", "install"].iter().chain(arguments).copied().collect();
        let answer = self.json(&arguments);
        assert_eq!(answer.get("error"), None, "{answer}");
        PathBuf::from(answer["goroot"].as_str().unwrap())
    }

    /// Installing fails with this code; what it says is given.
    pub fn fails(&self, arguments: &[&str], code: &str) -> String {
        let arguments: Vec<&str> = ["sdk", "install"].iter().chain(arguments).copied().collect();
        let answer = self.json(&arguments);
        assert_eq!(answer["error"]["code"], code, "{answer}");
        answer["error"]["message"].as_str().unwrap().to_owned()
    }

    /// For questions to the core itself.
    pub fn surroundings(&self) -> Surroundings {
        let entries = self.variables().into_iter().map(|(n, v)| (n.into(), v.into()));
        let environ = Environ::new(Os::host(), entries);
        let dir = path_to_bytes(self.home());
        let asked = Asked { environ: &environ, dir: dir.as_ref(), started_in: None, goroot: None };
        Surroundings::of(&asked, Some(self.state()), &DiskFiles)
    }

    /// Makes GOSUMDB name the key only, so that the database is looked for through the proxies.
    pub fn through_proxies(&mut self) {
        let database = self.database.as_ref().unwrap();
        self.server.file(format!("/proxy/sumdb/{NAME}/supported"), "");
        database.serve(&self.server, &format!("/proxy/sumdb/{NAME}"));
        self.gosumdb = database.key();
    }

    /// Nothing of an installation is anywhere, but perhaps the download.
    pub fn assert_nothing_installed(&self) {
        for dir in [self.home().join("sdk"), self.gomodcache().join("golang.org")] {
            let left = tree(&dir);
            assert!(left.is_empty(), "{left:?}");
        }
    }
}

/// Every name below a folder.
pub fn tree(dir: &Path) -> Vec<String> {
    let mut names = Vec::new();
    let mut stack = vec![dir.to_path_buf()];
    while let Some(next) = stack.pop() {
        for entry in fs::read_dir(&next).into_iter().flatten().flatten() {
            let path = entry.path();
            names.push(path.strip_prefix(dir).unwrap().to_string_lossy().replace('\\', "/"));
            if entry.file_type().unwrap().is_dir() {
                stack.push(path);
            }
        }
    }
    names.sort();
    names
}

/// Whether the folder holds exactly these files, and those that are said.
pub fn assert_is(goroot: &Path, files: &pack::Files, besides: &[&str]) {
    let mut expected: Vec<String> = files.iter().map(|(name, _)| name.clone()).collect();
    expected.extend(besides.iter().map(|name| (*name).to_owned()));
    expected.sort();
    let found: Vec<String> = tree(goroot).into_iter().filter(|name| goroot.join(name).is_file()).collect();
    assert_eq!(found, expected);
    for (name, bytes) in files {
        assert!(fs::read(goroot.join(name)).unwrap() == *bytes, "{name} is another");
    }
}
