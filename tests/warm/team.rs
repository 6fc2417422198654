//! What a team proposes, from end to end: shown, followed, taken back, written for others.

use std::fs;

use serde_json::Value;

use crate::stage::{Stage, newest, said};

const TEAM: &str = r#"private = ["*.corp.example"]

[profile]
name = "Corp"

[profile.set]
GOPROXY = "https://athens.corp.example,direct"
GOSUMDB = "off"

[notes]
en = "Join the VPN first."

[[links]]
title = "Handbook"
url = "https://handbook.corp.example/go"
"#;

fn newcomer() -> Option<Stage> {
    let mut stage = Stage::new(&newest()?, &[]);
    let goenv = stage.home().join("goenv");
    let unset = |name: &str| (name.to_owned(), String::new());
    stage.besides = vec![
        ("GOENV".into(), goenv.display().to_string()),
        unset("GOPROXY"),
        unset("GOSUMDB"),
        unset("GOFLAGS"),
    ];
    stage.put("go.mod", "module ex.test/app\n\ngo 1.21\n");
    fs::create_dir(stage.project().join(".git")).unwrap();
    Some(stage)
}

fn goenv(stage: &Stage) -> String {
    fs::read_to_string(stage.home().join("goenv")).unwrap_or_default()
}

#[test]
fn a_proposal_is_shown_followed_and_taken_back() {
    let Some(stage) = newcomer() else { return };
    stage.put(".burrow.toml", TEAM);
    stage.put("service/x.go", "package x\n");
    let (status, told) = stage.json(&["project", "team", "service"]);
    assert_eq!((status, &told["followed"]), (0, &Value::Bool(false)), "{told:#}");
    assert_eq!(told["profile"]["loosens"][0], "GOSUMDB", "{told:#}");
    assert_eq!(told["private"][0]["state"], "different");
    assert_eq!(goenv(&stage), "", "looking changes nothing");
    let (status, told) = stage.json(&["project", "team", "--apply", "--dry-run"]);
    assert_eq!((status, &told["settings"]["applied"]), (0, &Value::Bool(false)), "{told:#}");
    assert_eq!(goenv(&stage), "");
    let (status, told) = stage.json(&["project", "team", "--apply"]);
    assert_eq!(status, 0, "{told:#}");
    assert_eq!(told["kept"], "Corp");
    assert_eq!(
        goenv(&stage),
        "GOPRIVATE=*.corp.example\nGOPROXY=https://athens.corp.example,direct\nGOSUMDB=off\n"
    );
    let (_, told) = stage.json(&["project", "team"]);
    assert_eq!(
        (&told["followed"], &told["profile"]["kept"]),
        (&Value::Bool(true), &Value::from("same")),
        "{told:#}"
    );
    let output = stage.command(&["env", "undo"]).output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(goenv(&stage), "");
}

#[test]
fn private_patterns_join_those_of_a_person() {
    let Some(stage) = newcomer() else { return };
    fs::write(stage.home().join("goenv"), "GONOSUMDB=mine.test\nGOPRIVATE=mine.test,*.corp.example/x\n")
        .unwrap();
    stage.put(".burrow.toml", "private = [\"*.corp.example\", \"mine.test\"]\n");
    let (status, told) = stage.json(&["project", "team", "--apply"]);
    assert_eq!(status, 0, "{told:#}");
    assert_eq!(
        goenv(&stage),
        "GONOSUMDB=mine.test,*.corp.example\nGOPRIVATE=mine.test,*.corp.example/x,*.corp.example\n"
    );
    let (_, told) = stage.json(&["project", "team"]);
    assert_eq!(told["followed"], true, "{told:#}");
}

#[test]
fn a_file_that_asks_for_more_is_refused_and_nothing_runs() {
    let Some(stage) = newcomer() else { return };
    let ran = stage.home().join("ran");
    for (text, code) in [
        (format!("run = \"touch {}\"\n", ran.display()), "team-file-unknown-key"),
        (
            format!("[profile]\nname = \"a\"\n[profile.set]\nGOAUTH = \"touch {}\"\n", ran.display()),
            "profile-file-runs-command",
        ),
        (
            format!("[profile]\nname = \"a\"\n[profile.set]\nGOFLAGS = \"-toolexec={}\"\n", ran.display()),
            "profile-variable-other",
        ),
        ("[profile]\nname = \"a\"\n[profile.set]\nGOPROXY = \"file:///tmp\"\n".into(), "team-file-elsewhere"),
    ] {
        stage.put(".burrow.toml", &text);
        for arguments in [&["project", "team"][..], &["project", "team", "--apply"]] {
            let (status, told) = stage.json(arguments);
            assert_eq!(status, 3, "{told:#}");
            if code.starts_with("team") {
                assert_eq!(told["error"]["code"], code, "{told:#}");
            }
        }
        assert_eq!(goenv(&stage), "");
        assert!(!ran.exists());
    }
}

#[test]
fn one_is_written_from_what_is_in_effect_and_reads_back_as_followed() {
    let Some(mut stage) = newcomer() else { return };
    fs::write(
        stage.home().join("goenv"),
        "GOPRIVATE=*.corp.example\nGOPROXY=https://ada:hunter2@athens.corp.example,direct\n",
    )
    .unwrap();
    stage.besides.push(("GOAUTH".into(), "mycred --token=hunter2".into()));
    let (status, told) = stage.json(&["project", "team", "--write", "--dry-run"]);
    assert_eq!(status, 0, "{told:#}");
    assert!(!stage.project().join(".burrow.toml").exists());
    let (status, told) = stage.json(&["project", "team", "--write", "--name", "Corp"]);
    assert_eq!((status, told["left"].as_array().unwrap().len()), (0, 2), "{told:#}");
    let text = fs::read_to_string(stage.project().join(".burrow.toml")).unwrap();
    assert!(!text.contains("hunter2") && !text.contains("ada"), "{text}");
    assert!(
        text.contains("GOPROXY = \"https://athens.corp.example,direct\"")
            && text.contains("\"*.corp.example\""),
        "{text}"
    );
    assert!(text.contains(&format!("toolchain = \"{}\"", newest().unwrap().version)), "{text}");
    let (status, told) = stage.json(&["project", "team", "--write"]);
    assert_eq!((status, told["error"]["code"].as_str()), (3, Some("team-file-exists")), "{told:#}");
    let (status, told) = stage.json(&["project", "team"]);
    assert_eq!((status, &told["toolchain"]["state"]), (0, &Value::from("runs")), "{told:#}");
    assert_eq!(told["private"][0]["state"], "same");
}

#[test]
fn without_a_file_the_team_proposes_nothing() {
    let Some(stage) = newcomer() else { return };
    let (status, told) = stage.json(&["project", "team"]);
    assert_eq!((status, &told["file"]), (0, &Value::Null), "{told:#}");
}
