//! The command table, what the shell registers, and what the window is permitted: all three are the same.

use std::collections::BTreeSet;

use burrow_ipc::commands::COMMANDS;
use burrow_shell::commands::REGISTERED;
use serde_json::{Value, json};

use crate::desk::Window;

fn table() -> BTreeSet<&'static str> {
    COMMANDS.iter().map(|command| command.name).collect()
}

#[test]
fn the_shell_registers_exactly_the_table() {
    assert_eq!(REGISTERED.iter().copied().collect::<BTreeSet<_>>(), table());
}

#[test]
fn the_window_may_call_exactly_the_table_and_hear_events() {
    let text = include_str!("../../src-tauri/capabilities/main.json");
    let capability: Value = serde_json::from_str(text).unwrap();
    let permitted: BTreeSet<String> = capability["permissions"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .map(ToOwned::to_owned)
        .collect();
    let mut expected: BTreeSet<String> =
        table().iter().map(|name| format!("allow-{}", name.replace('_', "-"))).collect();
    expected.extend(
        ["core:event:allow-listen", "core:event:allow-unlisten", "core:webview:allow-set-webview-zoom"]
            .map(ToOwned::to_owned),
    );
    assert_eq!(permitted, expected);
    assert_eq!(capability["windows"], json!(["main"]));
}

#[test]
fn a_command_that_is_not_in_the_table_is_not_found() {
    let refused = Window::open().ask("env_delete_everything", json!({})).unwrap_err();
    assert!(refused.as_str().unwrap().contains("not found"), "{refused}");
}

/// Every command is asked with the arguments that the table names: a name that the shell spells differently would be
/// told by Tauri as a missing argument, in a text instead of a problem.
#[test]
fn every_command_takes_the_arguments_that_the_table_names() {
    let window = Window::open();
    // A dialog waits for a person, and there is none.
    let dialogs = ["app_pick_folder", "profile_open", "report_save"];
    for command in COMMANDS.iter().filter(|command| !dialogs.contains(&command.name)) {
        let arguments = command.args.iter().map(|(name, form)| ((*name).to_owned(), example(form)));
        let answer = window.ask(command.name, Value::Object(arguments.collect()));
        if let Err(problem) = answer {
            assert_problem(&problem, command.name);
        }
    }
}

fn example(form: &str) -> Value {
    match form {
        "Settings" => json!({ "language": null, "theme": "dark", "tray": "off" }),
        "ContextChoice" => json!({ "asker": null, "goroot": null, "directory": null }),
        "Draft" => json!({ "kind": "edits", "edits": [{ "name": "GOFLAGS", "value": "-mod=mod" }] }),
        "SwitchWish" => json!({ "kind": "setting", "toolchain": "go1.22.10" }),
        "InstallWish" => json!({ "version": "go1.22.10", "source": "x", "destination": "x" }),
        "CleanWish" => json!({ "kind": "standard" }),
        "CacheId" => json!("gocache"),
        "Budget | null" => json!({ "bytes": 1, "automatic": false }),
        "PatternDraft[]" => json!([{ "name": "GOPRIVATE", "value": "a.com, b.com" }]),
        // One that is in no list: nobody is to be asked.
        "ProxyTarget" => json!({ "kind": "hop", "number": 99 }),
        // Nobody at all.
        "BenchWish" => json!({ "urls": [], "only": true }),
        "ProfileWish" => json!({
            "name": "x", "insteadOf": null, "description": "", "present": false,
            "settings": [{ "name": "GOPROXY", "value": "direct" }], "notes": [], "keychain": false,
        }),
        "boolean" => json!(false),
        "string" | "string | null" => json!("x"),
        "number" | "number | null" => json!(1),
        other => panic!("no example of {other}"),
    }
}

/// The shape that `Problem` has in TypeScript.
pub fn assert_problem(problem: &Value, of: &str) {
    let fields: BTreeSet<&str> = problem
        .as_object()
        .unwrap_or_else(|| panic!("{of}: {problem} is no problem"))
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(fields, BTreeSet::from(["code", "hint", "message", "subject"]), "{of}");
    let code = problem["code"].as_str().unwrap_or_default();
    assert!(!code.is_empty() && code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{of}: {code}");
    assert!(!problem["message"].as_str().unwrap_or_default().is_empty(), "{of}");
    assert_ne!(code, "internal", "{of} panicked");
}
