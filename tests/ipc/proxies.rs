//! The Proxies page over a server on loopback: what is told of it, switching, keeping, files; and what must not be told.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;
use std::time::{Duration, Instant};

use burrow_servers::broken::refused;
use serde_json::{Value, json};

use crate::desk::{Machine, Window};
use crate::table::assert_problem;

/// A module proxy that has the module which a test asks for. It ends with the process.
fn proxy() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut question = [0; 4096];
            let read = stream.read(&mut question).unwrap_or(0);
            let there = question[..read].starts_with(b"GET /golang.org/x/mod/@v/list ");
            let (status, body) =
                if there { ("200 OK", "v0.30.0\n") } else { ("404 Not Found", "not found\n") };
            let head =
                format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
            let _ = stream.write_all(format!("{head}{body}").as_bytes());
        }
    });
    url
}

/// A window on a machine whose settings file says this.
fn window(goenv: &str) -> Window {
    let mut machine = Machine::new();
    let file = machine.path().join("goenv");
    fs::write(&file, goenv).unwrap();
    machine.set("GOENV", file.to_str().unwrap());
    machine.set("NO_PROXY", "*");
    machine.open()
}

fn view(window: &Window) -> Value {
    window.ask("proxy_view", json!({})).unwrap()
}

fn tested(window: &Window) -> Value {
    window.ask("proxy_test", json!({ "target": { "kind": "all" } })).unwrap();
    let began = Instant::now();
    loop {
        let view = view(window);
        if view["testing"] == json!(false) && view["testedAt"] != Value::Null {
            return view;
        }
        assert!(began.elapsed() < Duration::from_secs(20), "{view}");
        thread::sleep(Duration::from_millis(10));
    }
}

fn wish(name: &str, goproxy: &str) -> Value {
    json!({ "wish": {
        "name": name, "insteadOf": null, "description": "", "present": false,
        "settings": [{ "name": "GOPROXY", "value": goproxy }], "notes": [], "keychain": false,
    }})
}

#[test]
fn a_chain_is_told_tested_and_left_for_a_profile_with_one_write_that_can_be_taken_back() {
    let url = proxy();
    let dead = format!("http://{}", refused());
    let text = format!("GOPROXY={dead},{url}\nGOSUMDB=off\n");
    let window = window(&text);
    let first = view(&window);
    assert_eq!((&first["way"]["state"], &first["hops"][0]["health"]), (&json!("unknown"), &Value::Null));
    let view = tested(&window);
    let hop = &view["hops"][0];
    assert_eq!(
        (&hop["part"], &hop["health"]["verdict"]),
        (&json!("stops-here"), &json!("refused")),
        "{view}"
    );
    assert_eq!((&hop["health"]["badge"]["tone"], &view["finding"]["tone"]), (&json!("bad"), &json!("bad")));
    assert_eq!(view["finding"]["fixes"][0]["kind"], json!("change"));
    assert_eq!(hop["history"]["points"].as_array().unwrap().len(), 1);

    window.ask("profile_keep", wish("Home", &url)).unwrap();
    let plan = window.ask("profile_plan", json!({ "name": "Home" })).unwrap();
    assert_eq!(plan["plan"]["applicable"], json!(true), "{plan}");
    let applied = window.ask("env_apply", json!({ "plan": plan["plan"]["id"] })).unwrap();
    assert_eq!(window.ask("profile_list", json!({})).unwrap()["active"], json!("Home"));
    let well = tested(&window);
    assert_eq!((&well["way"]["state"], &well["way"]["hop"]), (&json!("works"), &json!(1)), "{well}");
    let undo = json!({ "draft": { "kind": "undo", "entry": applied["entry"]["id"] } });
    let back = window.ask("env_plan", undo).unwrap();
    window.ask("env_apply", json!({ "plan": back["id"] })).unwrap();
    assert_eq!(fs::read_to_string(window.home.path().join("goenv")).unwrap(), text);
}

#[test]
fn no_password_crosses_the_wire_and_none_is_taken_from_a_form_or_a_file() {
    let window = window("GOPROXY=https://ada:hunter2@127.0.0.1:1,direct\nGOSUMDB=off\n");
    let told = [view(&window), tested(&window), window.ask("profile_list", json!({})).unwrap()];
    let route =
        window.ask("proxy_route", json!({ "module": "golang.org/x/mod@v0.30.0", "live": false })).unwrap();
    assert!(!format!("{told:?}{route}").contains("hunter2"));
    let refused = window.ask("profile_check", wish("a", "https://ada:s3cr3t@corp.example")).unwrap_err();
    assert_problem(&refused, "profile_check");
    assert!(refused["code"] == json!("profile-secret") && !refused.to_string().contains("s3cr3t"));
    let file = "name = \"a\"\n[set]\nGOPROXY = \"https://ada:s3cr3t@corp.example\"\n";
    let refused = window.ask("profile_read", json!({ "text": file })).unwrap_err();
    assert!(
        refused["code"] == json!("profile-secret") && !refused.to_string().contains("s3cr3t"),
        "{refused}"
    );
}

#[test]
fn a_file_says_what_it_would_change_and_what_was_exported_reads_the_same() {
    let window = window("");
    window.ask("profile_keep", wish("Team", "https://a.example,direct")).unwrap();
    let text = window.ask("profile_export", json!({ "name": "Team" })).unwrap();
    let read = window.ask("profile_read", json!({ "text": text })).unwrap();
    assert_eq!((&read["replaces"], &read["changes"]), (&json!(true), &json!([])));
    let other = text.as_str().unwrap().replace("a.example", "b.example");
    let read = window.ask("profile_read", json!({ "text": other })).unwrap();
    assert_eq!(read["changes"][0]["after"]["value"], json!("https://b.example,direct"), "{read}");
    let kept = window.ask("profile_import", json!({ "text": other })).unwrap();
    let team = kept["list"].as_array().unwrap().iter().find(|profile| profile["name"] == "Team").unwrap();
    assert_eq!(team["way"], json!(["b.example", "direct"]));
    let left = window.ask("profile_delete", json!({ "name": "Team" })).unwrap();
    assert!(left["list"].as_array().unwrap().iter().all(|profile| profile["builtIn"] == json!(true)));
}
