//! `burrow sdk which` without a toolchain: the shape of its answer and its exit status. With real ones it is
//! compared with go by `burrow-oracle which`.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn run(home: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_burrow"));
    command.args(["sdk", "which"]).args(arguments).current_dir(home).env_clear();
    for name in ["SystemRoot", "windir"] {
        command.envs(std::env::var_os(name).map(|value| (name, value)));
    }
    for name in ["HOME", "USERPROFILE", "AppData", "LocalAppData"] {
        command.env(name, home);
    }
    command.env("PATH", home.join("bin")).env("LANG", "C").output().unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn without_a_go_every_field_is_there_and_the_status_is_that_of_findings() {
    let home = tempfile::tempdir().unwrap();
    let output = run(home.path(), &["--json"]);
    let answer = json(&output);
    assert_eq!(output.status.code(), Some(1));
    let mut names: Vec<&str> = answer.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    let expected = "decidedBy directory error from go goproxy goroot gotoolchain gotoolchainOrigin local obstacle \
                    present toolchain";
    assert_eq!(names.join(" "), expected);
    assert_eq!((&answer["go"], answer["present"].as_bool()), (&Value::Null, Some(false)));
    assert!(answer["error"].is_string());
    let text = run(home.path(), &["--lang", "en"]);
    assert_eq!(text.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&text.stdout).contains("There is no go on PATH."));
    assert!(String::from_utf8_lossy(&text.stderr).contains("https://go.dev/dl"));
}

#[cfg(unix)]
#[test]
fn a_script_is_the_go_whose_toolchain_cannot_be_told_and_that_is_no_failure() {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    let home = tempfile::tempdir().unwrap();
    let script = home.path().join("bin/go");
    fs::create_dir(home.path().join("bin")).unwrap();
    fs::write(&script, "#!/bin/sh\nexec asdf exec go \"$@\"\n").unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    let output = run(home.path(), &["--json"]);
    let answer = json(&output);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(answer["go"].as_str(), script.to_str());
    assert_eq!([&answer["local"], &answer["toolchain"], &answer["error"]], [&Value::Null; 3]);
}

#[test]
fn a_folder_that_is_not_there_is_an_error_object() {
    let home = tempfile::tempdir().unwrap();
    let output = run(home.path(), &["--json", "-C", "nowhere"]);
    assert_eq!(json(&output)["error"]["code"], "no-folder");
}
