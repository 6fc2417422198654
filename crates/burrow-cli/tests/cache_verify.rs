//! `burrow cache verify` from outside: exit statuses and JSON, over a cache laid by hand. That go agrees is shown by
//! `burrow-oracle verify`.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn run(home: &Path, gomodcache: &Path, words: &[&str]) -> (i32, Value) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_burrow"));
    command.args(["cache", "verify", "--json", "--lang", "en"]).args(words).current_dir(home).env_clear();
    for name in ["SystemRoot", "windir"] {
        command.envs(std::env::var_os(name).map(|value| (name, value)));
    }
    for name in ["HOME", "USERPROFILE", "AppData", "LocalAppData"] {
        command.env(name, home);
    }
    command.env("PATH", home).env("GOMODCACHE", gomodcache).env("BURROW_STATE_DIR", home.join("state"));
    let output = command.output().unwrap();
    (output.status.code().unwrap(), serde_json::from_slice(&output.stdout).unwrap())
}

fn verify(home: &Path, words: &[&str]) -> (i32, Value) {
    run(home, &home.join("mod"), words)
}

fn files(home: &Path) -> PathBuf {
    let at = home.join("mod").join("cache").join("download").join("example.com").join("m").join("@v");
    fs::create_dir_all(&at).unwrap();
    at
}

#[test]
fn what_is_damaged_is_told_and_taken_away_and_comes_back() {
    let home = tempfile::tempdir().unwrap();
    let at = files(home.path());
    fs::write(at.join("v1.0.0.mod"), "module example.com/m\n").unwrap();
    fs::write(at.join("v1.0.0.info"), "{}").unwrap();
    let (status, said) = verify(home.path(), &[]);
    assert_eq!((status, &said["checked"], said["damaged"].as_array().unwrap().len()), (0, &1.into(), 0));

    fs::write(at.join("v1.0.0.zip"), "no zip").unwrap();
    let (status, said) = verify(home.path(), &[]);
    let row = &said["damaged"][0];
    assert_eq!((status, &row["module"], &row["version"]), (1, &"example.com/m".into(), &"v1.0.0".into()));
    assert_eq!((&row["damage"], &row["repair"]), (&"zip-corrupt".into(), &"delete-zip".into()));
    assert_eq!((&row["healsItself"], &said["repaired"]), (&false.into(), &0.into()));
    assert_eq!(Path::new(row["path"].as_str().unwrap()), at.join("v1.0.0.zip"));

    let (status, said) = verify(home.path(), &["--repair"]);
    assert_eq!((status, &said["repaired"], at.join("v1.0.0.zip").exists()), (0, &1.into(), false));
    assert!(said["cleaning"].is_string());
    assert_eq!(verify(home.path(), &[]).0, 0);
}

#[test]
fn a_cache_that_is_not_there_is_whole_and_a_relative_one_is_refused() {
    let home = tempfile::tempdir().unwrap();
    assert_eq!(verify(home.path(), &[]).0, 0);
    let (status, said) = run(home.path(), Path::new("mod"), &[]);
    assert_eq!((status, &said["error"]["code"]), (5, &"gomodcache-relative".into()));
}
