//! Credentials from outside: a server that wants a login, over HTTPS, and a real `git daemon`.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use burrow_servers::Server;
use burrow_servers::modules::{Module, serve};
use burrow_servers::tls::{Authority, Leaf};
use serde_json::Value;

/// `ada:s3cret`.
const ADA: &str = "Basic YWRhOnMzY3JldA==";

fn json(home: &Path, entries: &[(&str, &str)], words: &[&str]) -> Value {
    let mut command = Command::new(env!("CARGO_BIN_EXE_burrow"));
    command.args(words).args(["--json", "--lang", "en"]).current_dir(home).env_clear();
    for name in ["SystemRoot", "windir", "PATH"] {
        command.envs(std::env::var_os(name).map(|value| (name, value)));
    }
    for name in ["HOME", "USERPROFILE", "AppData", "LocalAppData"] {
        command.env(name, home);
    }
    command.env("BURROW_STATE_DIR", home.join("state")).env("GOSUMDB", "off").env("GOENV", "off");
    // Whatever go is on PATH here, the rules are those of the newest.
    command.env("GOTOOLCHAIN", "local").envs(entries.iter().copied());
    let output = command.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(!text.contains("s3cret") && !text.contains("YWRh"), "{text}");
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
}

#[test]
fn a_server_that_wants_a_login_tells_whether_it_takes_the_one_that_is_there() {
    let authority = Authority::new("Test Root");
    let server = Server::start_tls(authority.server(Leaf::Good));
    serve(&[Module::new("example.com/m", "v1.0.0")], &server, "");
    server.lock(ADA);
    let home = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let file = home.path().join(name);
        fs::write(&file, text).unwrap();
        file.display().to_string()
    };
    let ca = file("ca.pem", &authority.pem());
    let host = &server.address;
    let url = server.url();
    let words = ["proxy", "credentials", host.as_str(), "--check", "--module", "example.com/m"];
    let asked = |netrc: &str, words: &[&str]| {
        let netrc = file("netrc", netrc);
        let entries = [("GOPROXY", url.as_str()), ("SSL_CERT_FILE", &ca), ("NETRC", &netrc)];
        json(home.path(), &entries, words)
    };
    let verdict = |netrc: &str| {
        let said = asked(netrc, &words);
        (said["sent"].clone(), said["check"]["http"]["verdict"].clone(), said["check"]["git"].clone())
    };
    let right = format!("machine {host} login ada password s3cret\n");
    assert_eq!(verdict(&right), ("netrc".into(), "accepted".into(), Value::Null));
    let wrong = format!("machine {host} login ada password other\n");
    assert_eq!(verdict(&wrong), ("netrc".into(), "refused".into(), Value::Null));
    assert_eq!(verdict("machine other.test login ada password s3cret\n").1, "missing");
    let statuses = |netrc: &str| -> Vec<Value> {
        let gone = asked(netrc, &["proxy", "route", "example.com/m@v1.0.0", "--live"]);
        gone["asked"].as_array().unwrap().iter().map(|asked| asked["status"].clone()).collect()
    };
    assert_eq!(statuses(&right), [200, 200, 200]);
    assert_eq!(statuses(""), [401]);
}

/// A free port; somebody else may take it before it is used, which nobody here does.
fn port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn git(at: &Path, words: &[&str]) {
    let mut git = Command::new("git");
    git.current_dir(at).args(["-c", "user.name=a", "-c", "user.email=a@b.test"]).args(words);
    assert!(git.stdout(Stdio::null()).status().unwrap().success());
}

/// Ends with its value.
#[cfg(unix)]
struct Daemon(std::process::Child);

#[cfg(unix)]
impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The program itself: `git daemon` would start it as another process, which stays when that one is ended.
#[cfg(unix)]
fn git_daemon(words: &[&str]) -> Option<Daemon> {
    let told = Command::new("git").arg("--exec-path").output().unwrap();
    let program = Path::new(String::from_utf8(told.stdout).unwrap().trim()).join("git-daemon");
    let mut daemon = Command::new(program);
    Some(Daemon(daemon.args(words).stderr(Stdio::null()).spawn().ok()?))
}

/// Where git was built with a daemon; a person's may be without.
#[cfg(unix)]
#[test]
fn git_is_asked_at_a_real_server_where_go_asks_git_alone() {
    let home = tempfile::tempdir().unwrap();
    let repository = home.path().join("served/x/quote");
    fs::create_dir_all(&repository).unwrap();
    fs::write(repository.join("go.mod"), "module git.corp.test/x/quote.git\n").unwrap();
    git(&repository, &["init", "-q"]);
    git(&repository, &["add", "."]);
    git(&repository, &["commit", "-q", "-m", "x"]);
    let port = port();
    let base = format!("--base-path={}", home.path().join("served").display());
    let at = format!("--port={port}");
    let words = ["--listen=127.0.0.1", &at, &base, "--export-all", "--reuseaddr"];
    let Some(mut daemon) = git_daemon(&words) else {
        eprintln!("skipped: git has no daemon here");
        return;
    };
    let began = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(daemon.0.try_wait().unwrap().is_none(), "git’s daemon ended");
        assert!(began.elapsed() < Duration::from_secs(60), "git’s daemon does not listen");
        std::thread::sleep(Duration::from_millis(20));
    }
    let config = format!("[url \"git://127.0.0.1:{port}/\"]\n\tinsteadOf = https://git.corp.test/\n");
    fs::write(home.path().join(".gitconfig"), config).unwrap();
    let checked = |module: &str, govcs: &str| {
        let entries = [("GOPROXY", "direct"), ("GOVCS", govcs)];
        let words = ["proxy", "credentials", "git.corp.test", "--check", "--module", module];
        json(home.path(), &entries, &words)["check"].clone()
    };
    let there = checked("git.corp.test/x/quote.git", "");
    assert_eq!((&there["http"], &there["git"]["verdict"]), (&Value::Null, &"accepted".into()), "{there}");
    assert_eq!(there["git"]["url"], format!("git://127.0.0.1:{port}/x/quote"));
    let gone = checked("git.corp.test/x/other.git", "");
    assert_ne!(gone["git"]["verdict"], "accepted", "{gone}");
    let forbidden = checked("git.corp.test/x/quote.git", "*:off");
    assert_eq!((&forbidden["http"], &forbidden["git"]), (&Value::Null, &Value::Null));
}
