//! Changing the GOENV file from the command line, on a home of its own and without any Go.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;

struct Home {
    dir: tempfile::TempDir,
}

impl Home {
    fn new() -> Home {
        Home { dir: tempfile::tempdir().unwrap() }
    }

    fn goenv(&self) -> PathBuf {
        self.dir.path().join("goenv")
    }

    fn text(&self) -> String {
        fs::read_to_string(self.goenv()).unwrap()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_burrow"));
        command.args(arguments).current_dir(self.dir.path());
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("GO") || name.to_string_lossy().starts_with("LC_") {
                command.env_remove(name);
            }
        }
        command
            .env("HOME", self.dir.path())
            .env("USERPROFILE", self.dir.path())
            .env("GOENV", self.goenv())
            .env("BURROW_STATE_DIR", self.dir.path().join("state"))
            .env("LANG", "C");
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    fn ok(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_slice(&self.run(arguments).stdout).unwrap()
    }
}

#[test]
fn setting_is_quiet_and_undoing_takes_it_back() {
    let home = Home::new();
    fs::write(home.goenv(), "# mine\nGOFLAGS=-v\n").unwrap();
    assert_eq!(home.ok(&["env", "set", "GOPROXY=direct", "GOSUMDB=off"]), "");
    assert_eq!(home.text(), "# mine\nGOFLAGS=-v\nGOPROXY=direct\nGOSUMDB=off\n");
    let shown = home.ok(&["env", "undo"]);
    assert!(shown.contains("- GOPROXY=direct"), "{shown}");
    assert_eq!(home.text(), "# mine\nGOFLAGS=-v\n");
    let history = home.json(&["env", "history", "--json"]);
    assert_eq!(history["entries"][0]["undoes"], 1);
    assert_eq!(history["entries"][1]["author"], "command");
    assert_eq!(history["entries"][1]["undoneBy"], 2);
    home.ok(&["env", "undo", "2"]);
    assert_eq!(home.text(), "# mine\nGOFLAGS=-v\nGOPROXY=direct\nGOSUMDB=off\n");
}

#[test]
fn a_rehearsal_shows_the_change_and_makes_none() {
    let home = Home::new();
    let shown = home.ok(&["env", "set", "--dry-run", "GOPROXY=https://u:hunter2@corp"]);
    assert!(shown.contains("+ GOPROXY=https://***@corp"), "{shown}");
    assert!(!home.goenv().exists());
    let json = home.json(&["env", "set", "GOFLAGS=-v", "--dry-run", "--json"]);
    assert_eq!(json["diff"][0]["text"], "GOFLAGS=-v");
}

#[test]
fn what_go_refuses_is_refused_in_its_words() {
    let home = Home::new();
    for (argument, words) in [
        ("FOO=1", "go: unknown go command variable FOO"),
        ("GOPATH=rel", "GOPATH entry is relative; must be absolute path"),
        ("GOPROXY", "arguments must be KEY=VALUE: invalid argument: GOPROXY"),
    ] {
        let output = home.run(&["env", "set", argument]);
        assert_eq!(output.status.code(), Some(1));
        assert!(String::from_utf8_lossy(&output.stderr).contains(words), "{argument}");
    }
    assert!(!home.goenv().exists());
    let error = home.json(&["env", "set", "--json", "FOO=1"]);
    assert_eq!(error["error"]["code"], "unknown-variable");
    assert_eq!(error["error"]["subject"], "FOO");
}

#[test]
fn explaining_names_layers_places_and_what_is_shadowed() {
    let home = Home::new();
    fs::write(home.goenv(), "GOFLAGS=-v\nGOPROXY=https://u:hunter2@corp\n").unwrap();
    let output =
        home.command(&["env", "explain", "--json", "GOPROXY"]).env("GOPROXY", "off").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(!text.contains("hunter2"));
    let json: Value = serde_json::from_str(&text).unwrap();
    let variable = &json["vars"][0];
    assert_eq!(variable["origin"], "process");
    assert_eq!(variable["value"], "off");
    assert_eq!(variable["shadowed"][0], "user");
    assert_eq!(variable["layers"][1]["line"], 2);
    assert_eq!(variable["layers"][1]["file"], home.goenv().to_str().unwrap());
    assert_eq!(home.run(&["env", "explain", "NOPE"]).status.code(), Some(2));
}

#[test]
fn comparing_says_by_its_status_whether_something_really_differs() {
    let home = Home::new();
    home.ok(&["env", "set", "GOPROXY=direct"]);
    let there = home.dir.path().join("there.json");
    fs::write(&there, "{\"GOPROXY\":\"direct\"}").unwrap();
    home.ok(&["env", "diff", there.to_str().unwrap()]);
    fs::write(&there, "GOPROXY='off'\n").unwrap();
    let output = home.run(&["env", "diff", there.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).contains("! GOPROXY"));
    fs::write(&there, "nonsense").unwrap();
    assert_eq!(home.run(&["env", "diff", there.to_str().unwrap()]).status.code(), Some(5));
}

#[test]
fn many_processes_at_once_lose_nothing() {
    let home = Home::new();
    let names = ["GOFLAGS", "GOPROXY", "GOSUMDB", "GOPRIVATE", "GOVCS", "GOINSECURE", "GOBIN", "GOAUTH"];
    let children: Vec<_> = names
        .iter()
        .map(|name| home.command(&["env", "set", &format!("{name}=/x")]).spawn().unwrap())
        .collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(home.text().lines().count(), names.len());
    assert_eq!(home.json(&["env", "history", "--json"])["entries"].as_array().unwrap().len(), names.len());
}

#[test]
fn there_is_nothing_to_take_back_at_first_and_a_conflict_is_left_alone() {
    let home = Home::new();
    assert_eq!(home.run(&["env", "undo"]).status.code(), Some(1));
    home.ok(&["env", "set", "GOFLAGS=-v"]);
    fs::write(home.goenv(), "GOFLAGS=-x\n").unwrap();
    assert_eq!(home.run(&["env", "undo", "1"]).status.code(), Some(1));
    assert_eq!(home.text(), "GOFLAGS=-x\n");
}

#[test]
fn what_stands_there_instead_of_the_file_is_said_and_left_alone() {
    let home = Home::new();
    fs::create_dir(home.goenv()).unwrap();
    let output = home.run(&["env", "set", "GOFLAGS=-v"]);
    assert!(!output.status.success());
    assert!(home.goenv().is_dir());
    fs::remove_dir(home.goenv()).unwrap();
    fs::File::create(home.goenv()).unwrap().set_len(50_000_000).unwrap();
    let output = home.run(&["env", "set", "GOFLAGS=-v"]);
    assert!(!output.status.success());
    assert_eq!(fs::metadata(home.goenv()).unwrap().len(), 50_000_000);
}

#[test]
fn a_relative_file_is_read_where_the_command_was_started_and_written_where_it_was_sent() {
    let home = Home::new();
    let there = home.dir.path().join("there");
    fs::create_dir(&there).unwrap();
    fs::write(home.dir.path().join("env"), "GOFLAGS=-v\n").unwrap();
    fs::write(there.join("env"), "GOFLAGS=-x\n").unwrap();
    let run = |arguments: &[&str]| home.command(arguments).env("GOENV", "env").output().unwrap();
    let explained = run(&["-C", "there", "env", "explain", "GOFLAGS", "--json"]);
    let explained: Value = serde_json::from_slice(&explained.stdout).unwrap();
    assert_eq!(explained["vars"][0]["value"], "-v", "{explained}");
    assert!(run(&["-C", "there", "env", "set", "GOFLAGS=-n"]).status.success());
    assert_eq!(fs::read_to_string(there.join("env")).unwrap(), "GOFLAGS=-n\n");
    assert_eq!(fs::read_to_string(home.dir.path().join("env")).unwrap(), "GOFLAGS=-v\n");
}
