//! What the page gets, and what it does not get even when it asks.

use serde_json::{Value, json};

use crate::desk::Window;
use crate::table::assert_problem;

fn rejected(window: &Window, command: &str, arguments: Value) -> Value {
    let problem = window.ask(command, arguments).expect_err(command);
    assert_problem(&problem, command);
    problem
}

#[test]
fn the_picture_has_the_agreed_shape_without_any_go() {
    let environment = Window::open().ask("env_snapshot", json!({})).unwrap();
    assert_eq!(environment["context"]["toolchain"], Value::Null);
    let variables = environment["variables"].as_array().unwrap();
    let goproxy = variables.iter().find(|v| v["name"] == "GOPROXY").unwrap();
    let layers: Vec<&str> =
        goproxy["layers"].as_array().unwrap().iter().map(|l| l["layer"].as_str().unwrap()).collect();
    assert_eq!(layers, ["process", "user", "goroot", "default"]);
    assert_eq!(goproxy["origin"], "default");
    assert_eq!(goproxy["editable"], true);
}

#[test]
fn a_change_is_planned_applied_and_taken_back() {
    let window = Window::open();
    let draft =
        json!({ "kind": "edits", "edits": [{ "name": "GOPROXY", "value": "https://proxy.example.com" }] });
    let plan = window.ask("env_plan", json!({ "draft": draft })).unwrap();
    assert_eq!(plan["applicable"], true, "{plan}");
    let file = plan["file"]["file"].as_str().unwrap().to_owned();
    assert!(!std::path::Path::new(&file).exists(), "a plan writes nothing");

    let applied = window.ask("env_apply", json!({ "plan": plan["id"] })).unwrap();
    assert_eq!(applied["entry"]["author"], "burrow");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "GOPROXY=https://proxy.example.com\n");

    let undo = json!({ "kind": "undo", "entry": applied["entry"]["id"] });
    let plan = window.ask("env_plan", json!({ "draft": undo })).unwrap();
    window.ask("env_apply", json!({ "plan": plan["id"] })).unwrap();
    assert!(!std::fs::read_to_string(&file).unwrap_or_default().contains("GOPROXY"));
    let history = window.ask("env_history", json!({})).unwrap();
    assert_eq!(history.as_array().unwrap().len(), 2);
}

#[test]
fn a_plan_that_nobody_made_is_a_problem_with_a_code() {
    rejected(&Window::open(), "env_apply", json!({ "plan": "made-up" }));
}

#[test]
fn problems_speak_the_language_that_was_chosen() {
    let window = Window::open();
    let settings = json!({ "language": "zh-CN", "theme": "system", "tray": "off" });
    let state = window.ask("app_set_settings", json!({ "settings": settings })).unwrap();
    assert_eq!(state["language"], "zh-CN");
    let problem = rejected(&window, "env_apply", json!({ "plan": "made-up" }));
    let message = problem["message"].as_str().unwrap();
    assert!(message.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{message}");
}

#[test]
fn a_file_that_was_never_shown_is_not_opened() {
    let window = Window::open();
    let secret = window.home.path().join("id_ed25519");
    std::fs::write(&secret, "").unwrap();
    let problem = rejected(&window, "app_open_place", json!({ "file": secret, "line": null }));
    assert_eq!(problem["code"], "open-not-shown");
}

#[test]
fn a_page_that_is_not_gos_documentation_is_not_opened() {
    let window = Window::open();
    for link in ["https://example.com/", "file:///etc/passwd", "https://go.dev/blog/"] {
        let problem = rejected(&window, "app_open_link", json!({ "link": link }));
        assert_eq!(problem["code"], "open-not-documentation", "{link}");
    }
}
