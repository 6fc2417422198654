//! The Doctor page on a machine with faults of its own: told in both languages, mended, taken back; slow checks that are
//! ended; and the report.

use std::fs;

use serde_json::{Value, json};

use crate::desk::{Machine, Window};
use crate::job::{done, until};
use crate::table::assert_problem;

/// A machine whose settings file has a proxy that nobody can ask, and a password.
fn machine() -> Machine {
    let mut machine = Machine::new();
    let goenv =
        "GOPROXY=https://ada:hunter2@goproxy.corp.example,htps://typo.example\nGOPRIVATE=*.corp.example\n";
    let file = machine.put("goenv", goenv);
    machine.set("GOENV", file.to_str().unwrap());
    machine
}

fn looked(window: &Window) -> Value {
    window.once("doctor_view", json!({}), |page| page["looking"] == json!(false))
}

fn finding<'a>(page: &'a Value, id: &str) -> Option<&'a Value> {
    page["findings"].as_array().unwrap().iter().find(|finding| finding["id"] == id)
}

#[test]
fn what_is_wrong_is_told_in_both_languages_and_without_its_secrets() {
    let window = machine().open();
    let page = looked(&window);
    assert!(!page["findings"].as_array().unwrap().is_empty(), "{page}");
    assert!(!page.to_string().contains("hunter2"), "{page}");
    let count = |severity: &str| {
        page["findings"].as_array().unwrap().iter().filter(|one| one["severity"] == severity).count()
    };
    let told = [count("error"), count("warning"), count("note")];
    assert_eq!(json!(told), json!([page["errors"], page["warnings"], page["notes"]]));
    window.speak("zh-CN");
    let chinese = looked(&window);
    assert_ne!(chinese["sentence"], page["sentence"]);
    for (one, other) in
        page["findings"].as_array().unwrap().iter().zip(chinese["findings"].as_array().unwrap())
    {
        assert_eq!(one["key"], other["key"]);
        assert_ne!(one["title"], other["title"]);
        assert_ne!(one["explanation"], other["explanation"]);
    }
    for (one, other) in page["checks"].as_array().unwrap().iter().zip(chinese["checks"].as_array().unwrap()) {
        // What is a name only is the same everywhere.
        if one["title"].as_str().unwrap().contains(' ') {
            assert_ne!(one["title"], other["title"], "{one}");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_fix_is_shown_made_seen_and_taken_back() {
    use std::os::unix::fs::PermissionsExt;
    let machine = Machine::new();
    let netrc = machine.put(".netrc", "machine a.test login ada password hunter2\n");
    let set = |mode: u32| fs::set_permissions(&netrc, fs::Permissions::from_mode(mode)).unwrap();
    let mode = || fs::metadata(&netrc).unwrap().permissions().mode() & 0o777;
    set(0o644);
    let window = machine.open();
    let page = looked(&window);
    let found = finding(&page, "netrc-readable").unwrap_or_else(|| panic!("{page}"));
    let fix = found["remedies"].as_array().unwrap().iter().find(|one| one["opens"]["kind"] == "deed");
    let fix = fix.unwrap_or_else(|| panic!("{found}"));
    let ask = json!({ "finding": found["key"], "fix": fix["opens"]["fix"] });
    let plan = window.ask("doctor_plan", ask).unwrap();
    assert_eq!((&plan["applicable"], mode()), (&json!(true), 0o644), "{plan}");
    let undo = window.ask("doctor_apply", json!({ "plan": plan["id"] })).unwrap();
    assert_eq!(mode(), 0o600);
    window.once("doctor_view", json!({}), |page| finding(page, "netrc-readable").is_none());
    assert_problem(&window.ask("doctor_apply", json!({ "plan": plan["id"] })).unwrap_err(), "doctor_apply");
    window.ask("doctor_undo", json!({ "done": undo })).unwrap();
    assert_eq!(mode(), 0o644);
    window.once("doctor_view", json!({}), |page| finding(page, "netrc-readable").is_some());
}

#[test]
fn what_was_not_found_is_not_mended() {
    let window = Machine::new().open();
    for (command, arguments) in [
        ("doctor_plan", json!({ "finding": "netrc-readable:/etc/passwd", "fix": "mode" })),
        ("doctor_apply", json!({ "plan": "nobody was shown it" })),
        ("doctor_undo", json!({ "done": "nobody did it" })),
    ] {
        let refused = window.ask(command, arguments).expect_err(command);
        assert_problem(&refused, command);
    }
}

#[test]
fn slow_checks_are_made_when_asked_and_fast_ones_do_not_wait_for_them() {
    let window = machine().open();
    let heard = window.hear("job");
    let job = done(&heard, &window, "doctor_slow", json!({ "online": false }));
    assert_eq!(job["kind"], "examine", "{job}");
    let page = looked(&window);
    assert!(page["slowAt"].is_u64() && page["checkedAt"].is_u64() && page["slow"].is_null(), "{page}");
}

#[test]
fn slow_checks_that_somebody_ends_say_nothing() {
    // One that hears, and never answers.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let mut machine = Machine::new();
    machine.set("GOPROXY", &format!("http://{}", silent.local_addr().unwrap()));
    machine.set("GOSUMDB", "off");
    machine.set("NO_PROXY", "*");
    let window = machine.open();
    let heard = window.hear("job");
    let job = window.ask("doctor_slow", json!({ "online": true })).unwrap();
    let again = window.ask("doctor_slow", json!({ "online": true })).unwrap();
    assert_eq!(again["id"], job["id"], "what runs is not begun twice");
    let page = looked(&window);
    assert_eq!(page["slow"], job["id"], "{page}");
    window.ask("job_cancel", json!({ "id": job["id"] })).unwrap();
    until(&heard, "cancelled");
    let page = window.once("doctor_view", json!({}), |page| page["slow"].is_null());
    assert_eq!(page["slowAt"], Value::Null);
}

#[test]
fn a_report_holds_what_is_asked_for_and_no_secret_nor_host_that_is_to_stay_private() {
    let window = machine().open();
    looked(&window);
    let report = |mask: bool| window.ask("report_view", json!({ "maskHosts": mask })).unwrap();
    let open = report(false);
    for form in ["text", "markdown", "json"] {
        let text = open[form].as_str().unwrap();
        assert!(text.contains("corp.example") && !text.contains("hunter2"), "{form}: {text}");
        let hidden = report(true);
        let text = hidden[form].as_str().unwrap();
        assert!(!text.contains("corp.example") && !text.contains("hunter2"), "{form}: {text}");
    }
    let parsed: Value = serde_json::from_str(open["json"].as_str().unwrap()).unwrap();
    assert!(parsed.is_object() || parsed.is_array());
    window.speak("zh-CN");
    assert_ne!(report(false)["text"], open["text"]);
}
