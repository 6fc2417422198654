//! `burrow cache usage`: the shape of its answer and how it ends. Real caches are compared by `burrow-oracle caches`.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn run(home: &Path, environ: &[(&str, &str)], arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_burrow"));
    command.args(["cache", "usage"]).args(arguments).current_dir(home).env_clear();
    for name in ["SystemRoot", "windir"] {
        command.envs(std::env::var_os(name).map(|value| (name, value)));
    }
    for name in ["HOME", "USERPROFILE", "AppData", "LocalAppData"] {
        command.env(name, home);
    }
    command.env("PATH", home).env("BURROW_STATE_DIR", home.join("state")).env("LANG", "C");
    command.env("GOENV", "off").envs(environ.iter().copied()).output().unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

fn put(path: &Path, len: usize) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, vec![b'x'; len]).unwrap();
}

fn bytes(said: &Value, cache: &str, kind: &str) -> Option<u64> {
    let rows = said["kinds"].as_array().unwrap();
    let row = rows.iter().find(|row| row["cache"] == cache && row["kind"] == kind)?;
    row["bytes"].as_u64()
}

#[test]
fn kinds_and_modules_are_told_and_what_comes_later_is_seen() {
    let home = tempfile::tempdir().unwrap();
    let (build, modules) = (home.path().join("b"), home.path().join("m"));
    let environ = [("GOCACHE", build.to_str().unwrap()), ("GOMODCACHE", modules.to_str().unwrap())];
    let id = "ab".repeat(32);
    put(&build.join("ab").join(format!("{id}-d")), 1000);
    put(&build.join("README"), 5);
    put(&modules.join("a.com/!m@v1.0.0/go.mod"), 20);
    put(&modules.join("cache/download/a.com/!m/@v/list"), 7);
    let ask = |arguments: &[&str]| json(&run(home.path(), &environ, arguments));
    let said = ask(&["--json", "--by", "module"]);
    assert_eq!(said["gocache"], build.to_str().unwrap());
    assert_eq!((bytes(&said, "gocache", "build"), bytes(&said, "gocache", "other")), (Some(1000), Some(5)));
    assert_eq!((bytes(&said, "gocache", "test"), bytes(&said, "gomodcache", "modules")), (Some(0), Some(20)));
    let rows: Vec<(&str, &str, u64)> = said["modules"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let text = |name: &str| row[name].as_str().unwrap();
            (text("module"), text("version"), row["bytes"].as_u64().unwrap())
        })
        .collect();
    assert_eq!(rows, [("a.com/M", "", 7), ("a.com/M", "v1.0.0", 20)]);
    put(&build.join("ab").join(format!("{}-d", "ac".repeat(32))), 500);
    let again = ask(&["--json"]);
    assert_eq!(bytes(&again, "gocache", "build"), Some(1500));
    assert!(again.get("modules").is_none());
    assert_eq!(ask(&["--json", "--fresh"])["kinds"], again["kinds"]);
    let text = run(home.path(), &environ, &[]);
    assert!(String::from_utf8_lossy(&text.stdout).contains("Module cache"));
}

#[test]
fn a_cache_that_is_off_has_no_rows_one_that_is_missing_zeros_and_a_relative_one_fails() {
    let home = tempfile::tempdir().unwrap();
    let gone = home.path().join("gone");
    let gone = gone.to_str().unwrap();
    let off = run(home.path(), &[("GOCACHE", "off"), ("GOMODCACHE", gone)], &["--json"]);
    let said = json(&off);
    assert!(off.status.success() && said["gocache"] == "off");
    assert_eq!(said["caches"].as_array().unwrap().len(), 1);
    assert_eq!((bytes(&said, "gocache", "build"), bytes(&said, "gomodcache", "modules")), (None, Some(0)));
    let relative = run(home.path(), &[("GOCACHE", "here"), ("GOMODCACHE", gone)], &["--json"]);
    assert_eq!(
        (relative.status.code(), json(&relative)["error"]["code"].as_str()),
        (Some(5), Some("cache-relative"))
    );
}
