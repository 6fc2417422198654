//! The wizard of the first run: due on an empty machine only, and never again once it was left.

use serde_json::json;

use crate::desk::Machine;

#[test]
fn it_is_due_until_it_is_left_and_says_what_it_has_found_in_both_languages() {
    let machine = Machine::new();
    machine.put("src/shop/go.mod", "module ex.test/shop\n\ngo 1.21\n");
    let window = machine.open();
    assert_eq!(window.ask("welcome_due", json!({})).unwrap(), json!(true));
    let found = window.once("welcome_state", json!({}), |welcome| welcome["looking"] == json!(false));
    assert_eq!((&found["go"]["version"], &found["go"]["sdks"]), (&json!(null), &json!(0)), "{found}");
    assert!(!found["go"]["remedies"].as_array().unwrap().is_empty(), "{found}");
    assert!(!found["networks"].as_array().unwrap().is_empty(), "{found}");
    // `speak` would count as a choice, after which it is due no more.
    window.ask("project_add", json!({ "folder": window.home.path().join("src") })).unwrap();
    let named = window.once("welcome_state", json!({}), |welcome| welcome["project"].is_object());
    let folders = named["folders"].as_array().unwrap();
    assert!(folders.iter().any(|folder| folder["named"] == json!(true)), "{named}");
    window.speak("zh-CN");
    let chinese = window.ask("welcome_state", json!({})).unwrap();
    assert_ne!(chinese["go"]["sentence"], found["go"]["sentence"]);
    window.ask("welcome_test", json!({ "on": false })).unwrap();
}

#[test]
fn who_leaves_it_is_not_asked_again() {
    let window = Machine::new().open();
    assert_eq!(window.ask("welcome_due", json!({})).unwrap(), json!(true));
    window.ask("welcome_done", json!({})).unwrap();
    assert_eq!(window.ask("welcome_due", json!({})).unwrap(), json!(false));
}
