//! `burrow proxy bench` from outside: the project's own modules, the recommendation in JSON and in words, exit statuses,
//! a profile of it, and nothing private asked or shown.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;

use burrow_servers::Server;
use burrow_servers::broken::refused;
use burrow_servers::modules::{Module, serve};
use serde_json::Value;

struct Place {
    home: tempfile::TempDir,
    goproxy: String,
    goprivate: &'static str,
}

impl Place {
    /// A project that needs these modules.
    fn new(modules: &[Module], goproxy: &str) -> Place {
        let home = tempfile::tempdir().unwrap();
        let go_sum: String = modules.iter().map(Module::record).collect();
        fs::create_dir(home.path().join("p")).unwrap();
        fs::write(home.path().join("p/go.mod"), "module p\n\ngo 1.21\n").unwrap();
        fs::write(home.path().join("p/go.sum"), go_sum).unwrap();
        Place { home, goproxy: goproxy.into(), goprivate: "" }
    }

    fn path(&self) -> &Path {
        self.home.path()
    }

    fn run(&self, words: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_burrow"));
        command.args(words).current_dir(self.path().join("p")).env_clear();
        for name in ["SystemRoot", "windir"] {
            command.envs(std::env::var_os(name).map(|value| (name, value)));
        }
        for name in ["HOME", "USERPROFILE", "AppData", "LocalAppData"] {
            command.env(name, self.path());
        }
        command.env("PATH", self.path()).env("BURROW_STATE_DIR", self.path().join("state"));
        command.env("GOPROXY", &self.goproxy).env("GOSUMDB", "off").env("GOPRIVATE", self.goprivate);
        command.output().unwrap()
    }

    fn json(&self, words: &[&str]) -> (i32, Value) {
        let words: Vec<&str> =
            ["proxy", "bench"].iter().chain(words).copied().chain(["--json", "--lang", "en"]).collect();
        let output = self.run(&words);
        let said = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
        (output.status.code().unwrap(), said)
    }
}

fn modules() -> Vec<Module> {
    (0..6).map(|n| Module::new(&format!("example.com/Mod{n}"), "v1.2.0")).collect()
}

fn proxy(modules: &[Module]) -> Server {
    let server = Server::start();
    serve(modules, &server, "");
    server
}

#[test]
fn the_faster_proxy_is_recommended_kept_as_a_profile_and_can_be_applied() {
    let (slow, fast) = (proxy(&modules()), proxy(&modules()));
    slow.slow_down(Duration::from_millis(80));
    let place = Place::new(&modules(), &format!("{},direct", slow.url()));
    // The one in use, named again, is still one.
    let (status, said) = place.json(&["--only", &slow.url(), &fast.url(), "--save", "quick"]);
    assert_eq!(status, 0, "{said}");
    assert_eq!(said["sample"]["source"], "go.sum");
    assert_eq!(said["sample"]["modules"].as_array().unwrap().len(), 6);
    assert_eq!(said["recommendation"]["url"], fast.url());
    assert_eq!(said["recommendation"]["reason"], "fastest", "with --only nothing is in use");
    assert_eq!(said["recommendation"]["goproxy"], format!("{},direct", fast.url()));
    assert_eq!(said["saved"], "quick");
    let row = &said["candidates"][1];
    assert_eq!((&row["verdict"], &row["hits"], &row["asked"]), (&"ok".into(), &6.into(), &6.into()));
    assert_eq!(row["sources"][0], "argument");
    assert!(row["latency"]["median"].as_f64().unwrap() > 0.0);
    assert!(row["throughput"]["bytesPerSecond"].as_u64().unwrap() > 0);
    let shown = place.run(&["profile", "show", "quick", "--json"]);
    let shown = String::from_utf8_lossy(&shown.stdout).into_owned();
    assert!(shown.contains(&fast.url()) && shown.contains("GOSUMDB"), "{shown}");
}

#[test]
fn what_is_in_use_is_known_and_the_answer_is_in_both_languages() {
    let (lacking, whole) = (proxy(&modules()[..3]), proxy(&modules()));
    let place = Place::new(&modules(), &format!("{}|{},direct", lacking.url(), whole.url()));
    // Mirrors on the internet are not for tests: a proxy between that refuses keeps every question here.
    let (status, said) = place.json(&["--only", &place.goproxy, "--sample", "6"]);
    assert_eq!(status, 0);
    assert_eq!(said["recommendation"]["reason"], "only-one", "{said}");
    assert_eq!(said["candidates"][0]["missing"].as_array().unwrap().len(), 3);
    for (lang, words) in [("en", "no other will do"), ("zh-CN", "其他的都不合适")] {
        let output = place.run(&["proxy", "bench", "--only", &place.goproxy, "--lang", lang]);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(text.contains(words) && text.contains("go.sum"), "{text}");
    }
}

#[test]
fn nobody_to_recommend_is_status_1_and_nothing_is_kept() {
    let place = Place::new(&modules(), "off");
    let dead = format!("http://u:hunter2@{}", refused());
    let dead = dead.replace("u:hunter2@", "");
    let (status, said) = place.json(&["--only", &dead, "--save", "none"]);
    assert_eq!(status, 1);
    assert_eq!((&said["recommendation"]["url"], &said["saved"]), (&Value::Null, &Value::Null));
    assert_eq!(said["recommendation"]["reason"], "nobody-answers");
    assert_eq!(place.run(&["profile", "show", "none"]).status.code(), Some(2));
    for words in [
        &["proxy", "bench", "--only", "direct"][..],
        &["proxy", "bench", "--only"],
        &["proxy", "bench", "--only", &dead, "--save", "direct"],
        &["proxy", "bench", "--only", &dead, "--sample", "0"],
    ] {
        assert_eq!(place.run(words).status.code(), Some(2), "{words:?}");
    }
}

#[test]
fn private_modules_and_secrets_leave_by_no_way() {
    let mut all = modules();
    all.push(Module::new("git.acme.com/payments", "v1.0.0"));
    let server = proxy(&all);
    let mut place = Place::new(&all, "direct");
    place.goprivate = "*.acme.com";
    let (_, said) = place.json(&["--only", &server.url()]);
    assert_eq!((&said["sample"]["private"], &said["sample"]["of"]), (&1.into(), &6.into()));
    assert!(server.requests().iter().all(|request| !request.path.contains("acme")));
    assert!(!said.to_string().contains("acme"));
    let secret = format!("https://me:hush-hush@{}", server.address);
    let output = place.run(&["proxy", "bench", "--only", &secret, "--json", "--timeout", "2"]);
    let everything = [output.stdout, output.stderr].concat();
    assert!(!String::from_utf8_lossy(&everything).contains("hush-hush"));
}
