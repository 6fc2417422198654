//! What holds for every command: an error with `--json` is an object, whatever is wrong; nobody has to read to the end.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn burrow(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_burrow"));
    command.current_dir(home).env_clear().stdin(Stdio::null());
    for name in ["SystemRoot", "windir"] {
        command.envs(std::env::var_os(name).map(|value| (name, value)));
    }
    for name in ["HOME", "USERPROFILE", "AppData", "LocalAppData"] {
        command.env(name, home);
    }
    command.env("PATH", home.join("bin")).env("LANG", "C");
    command
}

fn output(home: &Path, arguments: &[&str]) -> Output {
    burrow(home).args(arguments).output().unwrap()
}

#[test]
fn what_cannot_be_typed_so_is_an_error_object_where_json_is_wanted() {
    let home = tempfile::tempdir().unwrap();
    for (arguments, subject) in [
        (&["--json", "bogus"][..], "bogus"),
        (&["env", "--bogus", "--json"], "--bogus"),
        (&["doctor", "--id", "nope", "--json"], "--id <ID>..."),
        (&["cache", "clean", "--json"], "<KIND>..."),
        (&["--json"], "burrow"),
    ] {
        let output = output(home.path(), arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
        let error = &answer["error"];
        assert_eq!((&error["code"], &error["subject"]), (&"usage".into(), &subject.into()), "{arguments:?}");
        let message = error["message"].as_str().unwrap();
        assert!(!message.is_empty() && !message.contains('\n') && !message.starts_with("error"), "{message}");
        assert!(output.stderr.is_empty());
    }
    // After `--` it is no option, and help is no error.
    let plain = output(home.path(), &["cache", "clean", "--", "--json"]);
    assert!(plain.stdout.is_empty() && !plain.stderr.is_empty());
    assert!(output(home.path(), &["--json", "--help"]).stdout.starts_with(b"See"));
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_ends_completions_in_peace() {
    let home = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut child = burrow(home.path());
        child.args(["completions", shell]).stdout(writer).stderr(Stdio::piped());
        let ended = child.output().unwrap();
        assert_eq!((ended.status.code(), &ended.stderr[..]), (Some(0), &b""[..]), "{shell}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_whose_name_is_no_unicode_has_an_answer_in_json() {
    use std::os::unix::ffi::OsStrExt;

    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join(std::ffi::OsStr::from_bytes(b"odd\xff"));
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("go.mod"), "module m\n\ngo 1.21\n").unwrap();
    std::fs::write(folder.join("m.go"), "package m\n").unwrap();
    let output = burrow(home.path()).args(["project", "--json"]).arg(&folder).output().unwrap();
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(answer["file"].as_str().unwrap().ends_with("odd\u{fffd}/go.mod"), "{answer}");
}

/// What waits for its standard input stands for all that can be interrupted nowhere.
#[cfg(unix)]
#[test]
fn ctrl_c_is_the_status_of_cancelled_also_where_there_is_nothing_to_end_in_order() {
    let home = tempfile::tempdir().unwrap();
    let mut child = burrow(home.path()).args(["env", "diff", "-"]).stdin(Stdio::piped()).spawn().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(500));
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    assert_eq!(child.wait().unwrap().code(), Some(4));
}

#[test]
fn a_change_is_told_in_json_with_what_makes_it_vain() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("env");
    let mut set = burrow(home.path());
    set.env("GOENV", &file).env("GOFLAGS", "-mod=mod").args(["env", "set", "GOFLAGS=-mod=vendor", "--json"]);
    let output = set.output().unwrap();
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&told["dryRun"], &told["changed"], &told["entry"]), (&false.into(), &true.into(), &1.into()));
    assert!(told["warnings"][0].as_str().unwrap().contains("does not override"), "{told}");
    assert_eq!(std::fs::read_to_string(file).unwrap(), "GOFLAGS=-mod=vendor\n");
    let unknown = output_of_undo(home.path(), "99");
    assert_eq!(unknown.status.code(), Some(2));
}

fn output_of_undo(home: &Path, id: &str) -> Output {
    burrow(home).env("GOENV", home.join("env")).args(["env", "undo", id, "--json"]).output().unwrap()
}
