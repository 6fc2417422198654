//! `burrow proxy check` from outside: every verdict in JSON and in words, exit statuses, deadlines, and no secret
//! anywhere.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use burrow_servers::Server;
use burrow_servers::http_proxy::HttpProxy;
use burrow_servers::modules::{self, Module};
use burrow_servers::pace::Pace;
use burrow_servers::sumdb::Database;
use burrow_servers::tls::{Authority, Leaf};
use burrow_servers::zoo::{MODULE, Zoo};
use serde_json::Value;

/// Windows asks a closed port three times before it says so.
const TIMEOUT: &str = if cfg!(windows) { "5" } else { "1.5" };

struct Place {
    home: tempfile::TempDir,
    entries: Vec<(String, String)>,
}

impl Place {
    fn new() -> Place {
        Place { home: tempfile::tempdir().unwrap(), entries: Vec::new() }
    }

    fn set(&mut self, name: &str, value: impl Into<String>) {
        self.entries.push((name.into(), value.into()));
    }

    fn path(&self) -> &Path {
        self.home.path()
    }

    fn trust(&mut self, pem: &str) {
        let file = self.path().join("ca.pem");
        fs::write(&file, pem).unwrap();
        self.set("SSL_CERT_FILE", file.display().to_string());
    }

    fn run(&self, words: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_burrow"));
        command.args(["proxy", "check"]).args(words).current_dir(self.path()).env_clear();
        for name in ["SystemRoot", "windir"] {
            command.envs(std::env::var_os(name).map(|value| (name, value)));
        }
        for name in ["HOME", "USERPROFILE", "AppData", "LocalAppData"] {
            command.env(name, self.path());
        }
        command.env("PATH", self.path()).env("BURROW_STATE_DIR", self.path().join("state"));
        command.envs(self.entries.iter().map(|(name, value)| (name, value)));
        command.output().unwrap()
    }

    fn json(&self, words: &[&str]) -> (i32, Vec<Value>) {
        let words: Vec<&str> = words.iter().copied().chain(["--json", "--lang", "en"]).collect();
        let output = self.run(&words);
        let said: Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
        (output.status.code().unwrap(), said["proxies"].as_array().cloned().unwrap_or_default())
    }

    /// No file that was written, and nothing that was said, has one of these words.
    fn assert_nowhere(&self, words: &[&str], said: &[Output]) {
        let has = |bytes: &[u8], word: &str| bytes.windows(word.len()).any(|part| part == word.as_bytes());
        for output in said {
            for word in words {
                assert!(!has(&output.stdout, word), "{}", String::from_utf8_lossy(&output.stdout));
                assert!(!has(&output.stderr, word), "{}", String::from_utf8_lossy(&output.stderr));
            }
        }
        let mut folders = vec![self.path().join("state")];
        let mut files = 0;
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap().flatten() {
                if entry.file_type().unwrap().is_dir() {
                    folders.push(entry.path());
                    continue;
                }
                files += 1;
                let bytes = fs::read(entry.path()).unwrap();
                assert!(!words.iter().any(|word| has(&bytes, word)), "{:?}", entry.path());
            }
        }
        assert!(files > 0, "nothing was remembered");
    }
}

#[test]
fn every_server_has_its_verdict_in_json_and_in_words() {
    let zoo = Zoo::start();
    let mut place = Place::new();
    place.trust(&zoo.pem);
    let urls: Vec<&str> = zoo.cases.iter().map(|case| case.url.as_str()).collect();
    let asked: Vec<&str> = urls.iter().copied().chain(["--timeout", TIMEOUT, "--module", MODULE]).collect();
    let (status, rows) = place.json(&asked);
    assert_eq!((status, rows.len()), (1, urls.len()));
    for (at, (row, case)) in rows.iter().zip(&zoo.cases).enumerate() {
        assert_eq!(row["verdict"], case.verdict, "{}: {row}", case.name);
        assert_eq!(row["status"], case.status.map_or(Value::Null, Value::from), "{}: {row}", case.name);
        assert_eq!(
            (&row["hop"], &row["separator"], &row["kind"]),
            (&(at + 1).into(), &Value::Null, &"proxy".into())
        );
        assert_eq!(row["url"], case.url.replace("me:hush-hush@", "***@"));
        assert!(row["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{row}");
        phases_fit(row);
    }
    let said = [
        place.run(&asked),
        place.run(&asked.iter().copied().chain(["--lang", "zh-CN"]).collect::<Vec<_>>()),
        place.run(&asked.iter().copied().chain(["--json"]).collect::<Vec<_>>()),
    ];
    place.assert_nowhere(&["hush-hush", "bWU6aHVzaC1odXNo"], &said);
    let text = String::from_utf8_lossy(&said[0].stdout);
    for words in ["refuses the connection", "wants a login", "certificate not trusted", "no such server name"]
    {
        assert!(text.contains(words), "{text}");
    }
}

/// Those that were reached, and no later one.
fn phases_fit(row: &Value) {
    let phases = row["phases"].as_object().unwrap();
    assert!(phases.values().all(|time| time.as_f64().is_some_and(|time| time >= 0.0)), "{row}");
    let has = |name: &str| phases.contains_key(name);
    let verdict = row["verdict"].as_str().unwrap();
    let secure = row["url"].as_str().unwrap().starts_with("https://");
    match verdict {
        "ok" => assert!(
            has("dns") && has("connect") && has("firstByte") && has("transfer") && has("tls") == secure
        ),
        "bad-url" | "off" => assert!(phases.is_empty(), "{row}"),
        "refused" | "timeout-connect" => assert!(
            !has("tls") && (!has("firstByte") || row["detail"].as_str().unwrap().contains("redirects")),
            "{row}"
        ),
        "timeout-tls" | "tls-untrusted" | "tls-name" | "tls-expired" => {
            assert!(has("tls") && !has("firstByte"), "{row}")
        }
        "timeout-first-byte" => assert!(!has("transfer"), "{row}"),
        _ => {}
    }
}

#[test]
fn without_urls_the_chain_of_goproxy_and_the_database_are_asked() {
    let module = Module::new(MODULE, "v1.0.0");
    let server = Server::start();
    modules::serve(std::slice::from_ref(&module), &server, "");
    let database = Database::new(vec![module.record()]);
    database.serve(&server, "/db");
    let mut place = Place::new();
    place.set("GOPROXY", format!("{}|{}/,direct", server.url(), server.url()));
    place.set("GOSUMDB", format!("{} {}/db", database.key(), server.url()));
    let (status, rows) = place.json(&["--module", MODULE]);
    assert_eq!(status, 0, "{rows:?}");
    let told: Vec<_> =
        rows.iter().map(|row| (row["kind"].clone(), row["hop"].clone(), row["separator"].clone())).collect();
    let row = |kind: &str, hop: Value, separator: Value| (Value::from(kind), hop, separator);
    assert_eq!(
        told,
        [
            row("proxy", 1.into(), "|".into()),
            row("proxy", 2.into(), ",".into()),
            row("sumdb", Value::Null, Value::Null)
        ]
    );
    assert_eq!(rows[2]["url"], format!("{}/db", server.url()));
    let (_, rows) = place.json(&["--module", MODULE, "--endpoints"]);
    let known: Vec<&str> = rows[0]["endpoints"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["endpoint"].as_str().unwrap())
        .collect();
    assert_eq!(known, ["list", "latest", "info", "mod", "zip", "sumdb", "toolchains"]);
    let text =
        String::from_utf8(place.run(&["--module", MODULE, "--endpoints", "--lang", "en"]).stdout).unwrap();
    assert!(
        text.contains("3  direct") && text.contains("✓ go.mod  ✓ module zip  ✗ checksum database"),
        "{text}"
    );
    // What is off is not well, and is not asked.
    place.set("GOPROXY", "off");
    place.set("GOSUMDB", "off");
    let (status, rows) = place.json(&[]);
    assert_eq!((status, &rows[0]["verdict"], &rows[1]["verdict"]), (1, &"off".into(), &"off".into()));
    place.set("GOPROXY", "https://me:hush-hush@a.test,ftp://me:hush-hush@b.test");
    let said = [place.run(&["--timeout", "1"]), place.run(&["--timeout", "1", "--json"])];
    place.assert_nowhere(&["hush-hush"], &said);
}

#[test]
fn the_environment_is_that_of_go_and_none_of_its_secrets_is_told() {
    let authority = Authority::new("Test Root");
    let secure = Server::start_tls(authority.server(Leaf::For("modules.test")));
    modules::serve(&[Module::new(MODULE, "v1.0.0")], &secure, "");
    let hosts = [("modules.test:443".to_owned(), secure.address.clone())].into_iter().collect();
    let proxy = HttpProxy::start(Some(("corp", "proxy-secret")), hosts);
    let mut place = Place::new();
    place.trust(&authority.pem());
    let netrc = place.path().join("netrc");
    fs::write(&netrc, "machine modules.test login bob password netrc-secret\n").unwrap();
    place.set("NETRC", netrc.display().to_string());
    place.set("HTTPS_PROXY", format!("http://corp:proxy-secret@{}", proxy.address));
    let asked = ["https://modules.test", "--module", MODULE, "--timeout", "5"];
    let (status, rows) = place.json(&asked);
    assert_eq!(status, 0, "{rows:?}");
    assert_eq!(
        (rows.len(), &rows[1]["kind"], &rows[1]["url"]),
        (2, &"http-proxy".into(), &proxy.address.as_str().into())
    );
    assert_eq!(secure.requests()[0].authorization.as_deref(), Some("Basic Ym9iOm5ldHJjLXNlY3JldA=="));
    assert_eq!(rows[0]["certificate"]["issuer"], "Test Root (Burrow tests)");
    place.set("HTTPS_PROXY", format!("http://corp:wrong-secret@{}", proxy.address));
    let (status, rows) = place.json(&asked);
    assert_eq!(status, 1);
    assert!(rows.iter().all(|row| row["verdict"] == "unauthorized" && row["status"] == 407), "{rows:?}");
    let said = [place.run(&asked), place.run(&["https://modules.test", "--json"])];
    let secrets = ["proxy-secret", "wrong-secret", "netrc-secret", "Ym9iOm5ldHJjLXNlY3JldA"];
    place.assert_nowhere(&secrets, &said);
}

#[test]
fn a_deadline_that_passes_ends_the_command_and_bad_words_are_wrong_usage() {
    let silent = burrow_servers::broken::Broken::start(burrow_servers::broken::Manner::Silent);
    let place = Place::new();
    let url = silent.url("http");
    // How long the command takes for nothing: starting it costs something on a busy machine.
    let begin = Instant::now();
    place.run(&["off"]);
    let idle = begin.elapsed();
    let (pace, begin) = (Pace::start(), Instant::now());
    let urls: Vec<&str> = [url.as_str(); 21].into_iter().chain(["--timeout", "0.7"]).collect();
    let (status, rows) = place.json(&urls);
    let over = begin.elapsed().saturating_sub(idle + Duration::from_millis(700));
    assert!(over < Duration::from_millis(100) + pace.allowance(), "{over:?} too late");
    assert_eq!((status, rows.len()), (1, 21));
    for words in [["--timeout", "0"], ["--timeout", "soon"], ["--module", "no module"], ["--module", "/x"]] {
        assert_eq!(place.run(&[&url, words[0], words[1]]).status.code(), Some(2), "{words:?}");
    }
}
