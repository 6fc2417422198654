//! A team's file in the window: what it proposes is judged where the project lies, one that is malformed is refused, and
//! one that is written is the one that was shown.

use std::fs;
use std::path::Path;

use burrow_servers::sdks::{Sdk, sdk};
use serde_json::{Value, json};

use crate::desk::{Machine, Window};
use crate::table::assert_problem;

/// A window whose context is the home, where the go of `sdk` runs, with a project that asks for go1.26.6.
fn window(mut machine: Machine, sdk: &Sdk, team: Option<&str>) -> (Window, Value) {
    machine.with_go(sdk, "off");
    machine.set("GOTOOLCHAIN", "auto");
    let path = [machine.path().join("bin"), sdk.goroot.join("bin")];
    machine.set("PATH", std::env::join_paths(path).unwrap().to_str().unwrap());
    machine.put("src/shop/go.mod", "module ex.test/shop\n\ngo 1.26.6\n");
    machine.put("src/shop/.git/HEAD", "ref: refs/heads/main\n");
    if let Some(team) = team {
        machine.put("src/shop/.burrow.toml", team);
    }
    let window = machine.open();
    let folder = window.home.path().join("src/shop");
    window.ask("project_add", json!({ "folder": folder })).unwrap();
    let page = window.once("project_list", json!({}), |page| page["projects"][0].is_object());
    let project = json!({ "project": page["projects"][0]["folder"]["file"] });
    (window, project)
}

#[cfg(unix)]
#[test]
fn a_proposal_is_held_beside_what_is_so_in_the_projects_own_folder() {
    let (Some(older), Some(newer)) = (sdk("go1.24.11"), sdk("go1.26.6")) else { return };
    let machine = Machine::new();
    // Where go looks for a toolchain before it downloads one.
    fs::create_dir(machine.path().join("bin")).unwrap();
    let go = machine.path().join("bin/go1.26.6");
    std::os::unix::fs::symlink(newer.goroot.join("bin/go"), go).unwrap();
    let file = "toolchain = \"go1.25.5\"\nprivate = [\"*.corp.example\"]\n";
    let (window, project) = window(machine, &older, Some(file));
    let view = window.ask("project_team", project.clone()).unwrap();
    let part = |of: &str| {
        let parts = view["parts"].as_array().unwrap();
        parts.iter().find(|part| format!("{part}").contains(of)).unwrap_or_else(|| panic!("{view}")).clone()
    };
    // In the home go1.24.11 runs; the project's go.mod asks for one that is newer than the team's.
    assert_eq!(part("go1.25.5")["holds"], json!(true), "{view}");
    assert_eq!(part("corp.example")["holds"], json!(false), "{view}");
    assert_eq!((&view["followed"], &view["refused"]), (&json!(false), &Value::Null));
    window.speak("zh-CN");
    let chinese = window.ask("project_team", project).unwrap();
    assert_ne!(chinese["sentence"], view["sentence"]);
}

#[test]
fn a_file_that_is_not_understood_is_refused_with_its_line() {
    let Some(older) = sdk("go1.24.11") else { return };
    let (window, project) = window(Machine::new(), &older, Some("toolchain = \"go1.25.5\"\nrun = \"rm\"\n"));
    let view = window.ask("project_team", project).unwrap();
    assert_problem(&view["refused"], "project_team");
    assert!(view["refused"]["message"].as_str().unwrap().contains("Line 2"), "{view}");
    assert_eq!((&view["parts"], &view["followed"]), (&json!([]), &json!(false)), "{view}");
}

#[test]
fn what_is_written_for_a_team_is_what_was_shown_and_only_once() {
    let Some(older) = sdk("go1.24.11") else { return };
    let (window, project) = window(Machine::new(), &older, None);
    assert_eq!(window.ask("project_team", project.clone()).unwrap(), Value::Null);
    let draft = window.ask("project_team_draft", project.clone()).unwrap();
    let file = Path::new(draft["place"]["file"].as_str().unwrap());
    assert!(file.ends_with("src/shop/.burrow.toml") && !file.exists(), "{draft}");
    assert!(draft["text"].as_str().unwrap().contains("GOPROXY = \"off\""), "{draft}");
    let write = json!({ "draft": draft["id"] });
    window.ask("project_team_write", write.clone()).unwrap();
    assert_eq!(json!(fs::read_to_string(file).unwrap()), draft["text"]);
    assert_problem(&window.ask("project_team_write", write).unwrap_err(), "project_team_write");

    // One that somebody changes after it was shown is left alone.
    let draft = window.ask("project_team_draft", project).unwrap();
    assert_eq!(draft["replaces"], json!(true));
    fs::write(file, "[notes]\nen = \"mine\"\n").unwrap();
    let refused = window.ask("project_team_write", json!({ "draft": draft["id"] })).unwrap_err();
    assert_problem(&refused, "project_team_write");
    assert_eq!(fs::read_to_string(file).unwrap(), "[notes]\nen = \"mine\"\n");
}
