//! Removing from the command line: who is asked, what is refused, and with which exit status.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

struct Home {
    dir: tempfile::TempDir,
}

impl Home {
    fn new() -> Home {
        let home = Home { dir: tempfile::tempdir().unwrap() };
        for file in ["bin/go", "pkg/tool/x", "src/runtime/proc.go"] {
            let path = home.sdk().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        fs::write(home.sdk().join("VERSION"), "go1.22.10").unwrap();
        home
    }

    fn sdk(&self) -> PathBuf {
        self.dir.path().join("sdk/go1.22.10")
    }

    fn remove(&self, arguments: &[&str]) -> Output {
        let sdk = self.sdk();
        Command::new(env!("CARGO_BIN_EXE_burrow"))
            .args(["sdk", "remove"])
            .args(arguments)
            .arg(&sdk)
            .current_dir(self.dir.path())
            .env_clear()
            .envs([("HOME", self.dir.path()), ("PATH", "/usr/bin:/bin".as_ref())])
            .env("BURROW_STATE_DIR", self.dir.path().join("state"))
            .env("LANG", "C")
            .stdin(Stdio::null())
            .output()
            .unwrap()
    }

    fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_slice(&self.remove(arguments).stdout).unwrap()
    }
}

#[test]
fn without_a_terminal_and_a_yes_nothing_goes_and_the_way_on_is_said() {
    let home = Home::new();
    let output = home.remove(&[]);
    assert_eq!(output.status.code(), Some(2));
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(text.contains("--yes") && text.contains("--dry-run"), "{text}");
    assert!(home.sdk().is_dir());
}

#[test]
fn a_rehearsal_tells_what_would_go() {
    let home = Home::new();
    let told = home.json(&["--dry-run", "--json"]);
    assert_eq!((told["source"].as_str(), told["removed"].as_bool()), (Some("golang-dl"), Some(false)));
    assert_eq!(told["files"], 4);
    assert!(home.sdk().is_dir());
}

#[test]
fn it_goes_to_the_trash_of_the_home_and_for_good_when_told_so() {
    let home = Home::new();
    let told = home.json(&["--yes", "--json"]);
    assert!(!home.sdk().exists());
    match told["how"].as_str() {
        Some("trash") if cfg!(target_os = "linux") => {
            assert!(home.dir.path().join(".local/share/Trash/files/go1.22.10/VERSION").is_file());
        }
        _ => assert_eq!(told["removed"], true),
    }
    let home = Home::new();
    let told = home.json(&["--yes", "--purge", "--json"]);
    assert_eq!((told["how"].as_str(), told["removed"].as_bool()), (Some("delete"), Some(true)));
    assert_eq!(fs::read_dir(home.dir.path().join("sdk")).unwrap().count(), 0);
}

#[test]
fn a_note_of_a_person_in_it_keeps_it_and_the_status_says_refused() {
    let home = Home::new();
    fs::write(home.sdk().join("notes.txt"), "mine").unwrap();
    let output = home.remove(&["--yes", "--json"]);
    assert_eq!(output.status.code(), Some(3));
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(told["error"]["code"], "other-things");
    assert!(home.sdk().join("notes.txt").is_file());
}
