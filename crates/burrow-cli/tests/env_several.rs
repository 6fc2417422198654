//! `burrow env` with more than one `--goroot`: the shape of the answer, and who may be asked this way. What real
//! toolchains say there is compared with `go env -json` by the benchmark of `burrow-oracle`.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::fs;
use std::process::{Command, Output};

use serde_json::Value;

fn run(dir: &tempfile::TempDir, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_burrow"));
    command.args(arguments).current_dir(dir.path());
    for name in ["HOME", "USERPROFILE", "AppData", "BURROW_STATE_DIR"] {
        command.env(name, dir.path());
    }
    command.env("LANG", "C").output().unwrap()
}

/// Two folders: one without a go, one whose go is a script.
fn folders() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir_all(dir.path().join("none")).unwrap();
    fs::create_dir_all(dir.path().join("script/bin")).unwrap();
    let name = if cfg!(windows) { "go.exe" } else { "go" };
    fs::write(dir.path().join("script/bin").join(name), "#!/bin/sh\n").unwrap();
    dir
}

const BOTH: [&str; 4] = ["--goroot", "none", "--goroot", "script"];

#[test]
fn each_toolchain_has_an_entry_in_the_order_asked_with_its_own_error() {
    let dir = folders();
    let output = run(&dir, &[&["env", "--json"], BOTH.as_slice()].concat());
    assert_eq!(output.status.code(), Some(5));
    let value: Value = serde_json::from_slice(&output.stdout).unwrap();
    let toolchains = value["toolchains"].as_array().unwrap();
    let names = toolchains.iter().map(|t| t["goroot"].as_str().unwrap()).collect::<Vec<_>>();
    assert!(names[0].ends_with("none") && names[1].ends_with("script"), "{names:?}");
    for toolchain in toolchains {
        let keys: Vec<&String> = toolchain.as_object().unwrap().keys().collect();
        assert_eq!(keys.len(), 4, "{keys:?}");
        assert_eq!((&toolchain["version"], &toolchain["env"]), (&Value::Null, &Value::Null));
        assert_eq!(toolchain["error"]["code"], "no-go");
    }
    assert!(toolchains[1]["error"]["message"].as_str().unwrap().contains("script"));
    assert!(output.stderr.is_empty());
}

#[test]
fn in_text_each_has_a_heading_and_what_is_wrong_is_said_apart() {
    let dir = folders();
    let output = run(&dir, &[&["env", "GOPROXY"], BOTH.as_slice()].concat());
    assert_eq!(output.status.code(), Some(5));
    let (told, wrong) =
        (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    let mark = if cfg!(windows) { "REM " } else { "# " };
    assert_eq!(told.lines().filter(|line| line.starts_with(mark)).count(), 2, "{told}");
    assert_eq!(wrong.lines().count(), 2, "{wrong}");
}

#[test]
fn one_toolchain_keeps_the_shape_it_always_had() {
    let dir = folders();
    let output = run(&dir, &["env", "--json", "--goroot", "none"]);
    assert_eq!(output.status.code(), Some(5));
    let value: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(value["error"]["code"], "no-go");
    assert_eq!(value.as_object().unwrap().len(), 1);
}

#[test]
fn a_command_about_one_toolchain_refuses_several() {
    let dir = folders();
    for command in [&["env", "explain", "GOPROXY"][..], &["env", "history"], &["env", "set", "GOPROXY=off"]] {
        let output = run(&dir, &[command, BOTH.as_slice(), &["--json"]].concat());
        assert_eq!(output.status.code(), Some(2), "{command:?}");
        let value: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(value["error"]["code"], "several-goroots");
    }
}
