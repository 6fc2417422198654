//! Profiles from the command line, on a home of their own and without any Go.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;

struct Home {
    dir: tempfile::TempDir,
}

impl Home {
    fn new(goenv: &str) -> Home {
        let home = Home { dir: tempfile::tempdir().unwrap() };
        fs::write(home.at("goenv"), goenv).unwrap();
        home
    }

    fn at(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn text(&self) -> String {
        fs::read_to_string(self.at("goenv")).unwrap()
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_burrow"));
        command.arg("profile").args(words).current_dir(self.dir.path());
        for (name, _) in std::env::vars_os() {
            let name = name.to_string_lossy().into_owned();
            if name.starts_with("GO")
                || name.starts_with("LC_")
                || name.to_ascii_uppercase().ends_with("_PROXY")
            {
                command.env_remove(name);
            }
        }
        command
            .env("HOME", self.dir.path())
            .env("USERPROFILE", self.dir.path())
            .env("GOENV", self.at("goenv"))
            .env("BURROW_STATE_DIR", self.at("state"))
            .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
            .env("LANG", "C");
        command
    }

    fn run(&self, words: &[&str]) -> Output {
        self.command(words).output().unwrap()
    }

    fn ok(&self, words: &[&str]) -> String {
        let output = self.run(words);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn json(&self, words: &[&str]) -> Value {
        let words: Vec<&str> = words.iter().copied().chain(["--json"]).collect();
        serde_json::from_slice(&self.run(&words).stdout).unwrap()
    }

    fn code(&self, words: &[&str]) -> Option<i32> {
        self.run(words).status.code()
    }
}

#[test]
fn a_switch_is_one_entry_and_one_undo_and_keeps_private_patterns() {
    let home = Home::new("# mine\nGOPRIVATE=*.corp\nGOPROXY=https://athens.corp\n");
    assert_eq!(home.json(&["list"])["active"], Value::Null);
    let shown = home.json(&["apply", "goproxy.cn", "--dry-run"]);
    assert_eq!((&shown["applied"], &shown["entry"]), (&false.into(), &Value::Null));
    assert_eq!(shown["keeps"][0]["name"], "GOPRIVATE");
    assert_eq!(home.text(), "# mine\nGOPRIVATE=*.corp\nGOPROXY=https://athens.corp\n");
    let done = home.json(&["apply", "goproxy.cn"]);
    assert_eq!(done["applied"], true);
    assert_eq!(
        home.text(),
        "# mine\nGOPRIVATE=*.corp\nGOPROXY=https://goproxy.cn,direct\nGOSUMDB=sum.golang.org\n"
    );
    assert_eq!(home.json(&["list"])["active"], "goproxy.cn");
    assert_eq!(home.json(&["apply", "goproxy.cn"])["applied"], false);
    let undone = Command::new(env!("CARGO_BIN_EXE_burrow"))
        .args(["env", "undo"])
        .env("GOENV", home.at("goenv"))
        .env("HOME", home.dir.path())
        .env("USERPROFILE", home.dir.path())
        .env("BURROW_STATE_DIR", home.at("state"))
        .output()
        .unwrap();
    assert!(undone.status.success());
    assert_eq!(home.text(), "# mine\nGOPRIVATE=*.corp\nGOPROXY=https://athens.corp\n");
}

#[test]
fn the_environment_that_shadows_a_switch_is_told() {
    let home = Home::new("");
    let output =
        home.command(&["apply", "direct", "--json"]).env("GOPROXY", "https://corp").output().unwrap();
    let done: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(done["checks"][0]["code"], "env-shadowed");
    assert_eq!(done["outcomes"][0]["shadowed"], true);
    let output = home.command(&["show", "direct", "--json"]).env("GOPROXY", "https://corp").output().unwrap();
    let shown: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(shown["profile"]["state"], "shadowed");
    assert_eq!(shown["profile"]["vars"][0]["state"], "shadowed");
    assert_eq!(shown["profile"]["vars"][0]["origin"], "process");
}

#[test]
fn the_present_is_kept_changed_shared_and_forgotten() {
    let home = Home::new("GOPROXY=https://athens.corp,direct\nGOPRIVATE=*.corp\n");
    let saved = home.json(&["save", "Office", "--note", "HTTPS_PROXY=http://p.corp:8080"]);
    assert_eq!((&saved["saved"], &saved["replaced"]), (&true.into(), &false.into()));
    home.ok(&[
        "save",
        "office",
        "--description",
        "With the VPN",
        "--leave",
        "GOSUMDB",
        "--set",
        "GOVCS=*:git",
    ]);
    let text = home.ok(&["export", "office"]);
    assert_eq!(
        text,
        "name = \"Office\"\ndescription = \"With the VPN\"\n\n[set]\nGOPROXY = \"https://athens.corp,direct\"\n\
         GOPRIVATE = \"*.corp\"\nGOVCS = \"*:git\"\n\n[notes]\nHTTPS_PROXY = \"http://p.corp:8080\"\n"
    );
    home.ok(&["export", "office", "team.toml"]);
    assert_eq!(fs::read_to_string(home.at("team.toml")).unwrap(), text);
    assert_eq!(home.code(&["export", "office", "goenv"]), Some(3), "another file is not written over");
    assert_eq!(home.code(&["delete", "office"]), Some(2), "nobody to ask");
    assert_eq!(home.json(&["delete", "office", "--yes"])["deleted"], true);
    assert_eq!(home.code(&["show", "office"]), Some(2));
    assert_eq!(home.code(&["import", "team.toml"]), Some(2));
    assert_eq!(home.json(&["import", "team.toml", "--dry-run"])["imported"], false);
    let taken = home.json(&["import", "team.toml", "--yes", "--as", "Work"]);
    assert_eq!(taken["profile"]["name"], "Work");
    assert_eq!(taken["changes"][0]["before"], Value::Null);
    assert_eq!(taken["loosens"][0], "GOVCS");
    assert!(home.text().starts_with("GOPROXY=https://athens"), "an import switches nothing");
}

#[test]
fn secrets_are_refused_and_found_nowhere_afterwards() {
    let home = Home::new("GOPROXY=https://ada:hunter2@corp,direct\n");
    let mut said = Vec::new();
    fs::write(home.at("evil.toml"), "name = \"x\"\n[set]\nGOPROXY = \"https://u:hunter2@corp\"\n").unwrap();
    for (words, code) in [
        (&["save", "office"][..], 3),
        (&["save", "office", "--set", "GOPROXY=https://u:hunter2@corp"], 3),
        (&["save", "office", "--set", "GOPRIVATE=*.corp", "--note", "HTTP_PROXY=http://u:hunter2@p"], 3),
        (&["import", "evil.toml", "--yes"], 3),
        (&["show", "direct"], 0),
        (&["list"], 0),
        (&["apply", "aliyun", "--dry-run"], 0),
        (&["apply", "aliyun"], 0),
    ] {
        for words in [words.to_vec(), words.iter().copied().chain(["--json"]).collect()] {
            let output = home.run(&words);
            assert!([Some(code), Some(0)].contains(&output.status.code()), "{words:?} {output:?}");
            said.extend(output.stdout);
            said.extend(output.stderr);
        }
    }
    assert!(!String::from_utf8_lossy(&said).contains("hunter2"));
    for entry in fs::read_dir(home.at("state")).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap_or_default();
        assert!(!bytes.windows(7).any(|window| window == b"hunter2"));
    }
}

#[test]
fn wrong_files_are_told_with_their_line_and_leave_nothing() {
    let home = Home::new("");
    for (text, code, exit, line) in [
        ("name = \"a\"\n[set]\nGOFLAGS = \"-v\"\n", "profile-other-variable", 5, "Line 3: "),
        ("name = \"a\"\nrun = \"x\"\n", "profile-file-unknown-key", 5, "Line 2: "),
        ("name = \"a\"\n[set]\nGOAUTH = \"sh -c x\"\n", "profile-file-runs-command", 3, "Line 3: "),
        ("name = \"a\"\nset = \n", "profile-file-not-toml", 5, "Line 2: "),
    ] {
        fs::write(home.at("a.toml"), text).unwrap();
        assert_eq!(home.code(&["import", "a.toml", "--yes"]), Some(exit), "{text}");
        let error = &home.json(&["import", "a.toml", "--yes"])["error"];
        assert_eq!(error["code"], code, "{text}");
        assert!(error["message"].as_str().unwrap().starts_with(line), "{error}");
    }
    assert_eq!(home.code(&["import", "none.toml", "--yes"]), Some(5));
    assert_eq!(home.json(&["list"])["profiles"].as_array().unwrap().len(), 8);
    assert_eq!(home.code(&["save", "direct"]), Some(2));
    assert_eq!(home.code(&["delete", "direct", "--yes"]), Some(2));
    assert_eq!(home.code(&["apply", "nope"]), Some(2));
}
