//! The Toolchains page over real SDKs, where some were fetched: what is found, why one runs, switching there and back,
//! and what the page may not do even when it asks.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::desk::{Machine, Window};
use crate::job::until;
use crate::table::assert_problem;

/// A real SDK of this system; `None`, with a word about it, where none was fetched.
fn real(version: &str) -> Option<PathBuf> {
    Some(real_path(&burrow_servers::sdks::sdk(version)?.goroot))
}

fn real_path(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap()
}

/// Remains of an SDK in the place of golang.org/dl.
fn broken(machine: &Machine, name: &str) -> PathBuf {
    let goroot = machine.path().join("sdk").join(name);
    fs::create_dir_all(goroot.join("bin")).unwrap();
    fs::write(goroot.join("VERSION"), name).unwrap();
    real_path(&goroot)
}

/// The page once it is as wanted.
fn toolchains(window: &Window, wanted: impl Fn(&Value) -> bool) -> Value {
    let begin = Instant::now();
    loop {
        let page = window.ask("sdk_toolchains", json!({})).unwrap();
        if wanted(&page) {
            return page;
        }
        assert!(begin.elapsed() < Duration::from_secs(60), "{page}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn looked(page: &Value) -> bool {
    page["looking"] == json!(false)
}

fn sdk<'a>(page: &'a Value, goroot: &Path) -> &'a Value {
    let sdks = page["sdks"].as_array().unwrap();
    let it = |sdk: &&Value| sdk["goroot"]["file"] == json!(goroot.to_str().unwrap());
    sdks.iter().find(it).unwrap_or_else(|| panic!("no {} in {page}", goroot.display()))
}

#[test]
fn sdks_are_found_attributed_and_measured_and_the_chain_says_which_runs() {
    let Some(newest) = real("go1.27.3") else { return };
    let Some(older) = real("go1.22.10") else { return };
    let mut machine = Machine::new();
    machine.set("PATH", newest.join("bin").to_str().unwrap());
    #[cfg(unix)]
    {
        let versions = machine.path().join(".goenv/versions");
        fs::create_dir_all(&versions).unwrap();
        std::os::unix::fs::symlink(&older, versions.join("1.22.10")).unwrap();
    }
    let lame = broken(&machine, "go1.20.4");
    let window = machine.open();
    let page = toolchains(&window, |page| {
        looked(page) && page["sdks"].as_array().unwrap().iter().all(|sdk| sdk["bytes"].is_u64())
    });
    let first = sdk(&page, &newest);
    assert_eq!(
        (&first["version"], &first["active"], &first["runs"], &first["state"]),
        (&json!("go1.27.3"), &json!(true), &json!(true), &json!("complete"))
    );
    assert_eq!(first["ways"][0]["source"], "path");
    assert!(first["bytes"].as_u64().unwrap() > 50_000_000, "{first}");
    if cfg!(unix) {
        assert_eq!(sdk(&page, &older)["ways"][0]["source"], "goenv");
    }
    let lame = sdk(&page, &lame);
    assert_eq!((&lame["state"], &lame["problems"][0]["code"]), (&json!("broken"), &json!("no-go")));
    let chain = page["which"]["chain"].as_array().unwrap();
    let ids: Vec<&str> = chain.iter().map(|link| link["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["path", "setting", "mod-file", "runs"]);
    assert_eq!((&page["which"]["toolchain"], &page["which"]["from"]), (&json!("go1.27.3"), &json!("local")));
}

#[test]
fn a_folder_with_a_go_mod_is_another_question() {
    let Some(newest) = real("go1.27.3") else { return };
    let mut machine = Machine::new();
    machine.set("PATH", newest.join("bin").to_str().unwrap());
    let module = machine.path().join("module");
    fs::create_dir(&module).unwrap();
    fs::write(module.join("go.mod"), "module m\n\ngo 1.99.1\n").unwrap();
    let window = machine.open();
    toolchains(&window, looked);
    window
        .ask("env_look", json!({ "choice": { "asker": null, "goroot": null, "directory": module } }))
        .unwrap();
    let page = toolchains(&window, |page| page["which"]["toolchain"] == "go1.99.1");
    assert_eq!((&page["which"]["present"], &page["which"]["from"]), (&json!(false), &json!("download")));
    let place = &page["which"]["chain"][2]["place"];
    assert_eq!(
        (place["line"].as_u64(), Path::new(place["file"].as_str().unwrap()).file_name()),
        (Some(3), Some("go.mod".as_ref()))
    );
}

#[test]
fn a_switch_is_shown_made_and_taken_back() {
    let Some(newest) = real("go1.27.3") else { return };
    let mut machine = Machine::new();
    machine.set("PATH", newest.join("bin").to_str().unwrap());
    let window = machine.open();
    toolchains(&window, looked);
    let wish = json!({ "kind": "setting", "toolchain": "go1.22.10+auto" });
    let plan = window.ask("sdk_plan_switch", json!({ "wish": wish })).unwrap();
    assert_eq!(plan["applicable"], true, "{plan}");
    assert!(!plan["reach"].as_array().unwrap().is_empty(), "{plan}");
    let file = PathBuf::from(plan["files"][0]["place"]["file"].as_str().unwrap());
    assert!(!file.exists(), "a plan writes nothing");
    let made = window.ask("sdk_apply_switch", json!({ "plan": plan["id"] })).unwrap();
    assert_eq!(fs::read_to_string(&file).unwrap(), "GOTOOLCHAIN=go1.22.10+auto\n");
    let page = toolchains(&window, |page| page["undo"].is_object());
    assert_eq!(page["undo"]["id"], made["undo"]["id"]);
    assert_eq!(page["which"]["toolchain"], "go1.22.10");

    let wish = json!({ "kind": "undo", "id": page["undo"]["id"] });
    let plan = window.ask("sdk_plan_switch", json!({ "wish": wish })).unwrap();
    window.ask("sdk_apply_switch", json!({ "plan": plan["id"] })).unwrap();
    assert!(!fs::read_to_string(&file).unwrap_or_default().contains("GOTOOLCHAIN"));
    toolchains(&window, |page| page["undo"].is_null());
}

#[test]
fn a_folder_of_ones_own_is_added_and_forgotten() {
    let Some(older) = real("go1.22.10") else { return };
    let window = Machine::new().open();
    let mine = |page: &Value| {
        let ways = page["sdks"].as_array().unwrap().iter().flat_map(|sdk| sdk["ways"].as_array().unwrap());
        ways.filter(|way| way["source"] == "folder").count()
    };
    let page = window.ask("sdk_add_folder", json!({ "folder": older })).unwrap();
    assert_eq!((mine(&page), &page["folders"][0]["file"]), (1, &json!(older.to_str().unwrap())));
    let page = window.ask("sdk_forget_folder", json!({ "folder": older })).unwrap();
    assert_eq!((mine(&page), &page["folders"]), (0, &json!([])));
    for folder in ["not/absolute", "/surely/not/there"] {
        let refused = window.ask("sdk_add_folder", json!({ "folder": folder })).unwrap_err();
        assert_problem(&refused, "sdk_add_folder");
    }
}

#[test]
fn what_was_never_shown_is_neither_linked_to_nor_removed_nor_rebuilt() {
    let machine = Machine::new();
    let precious = machine.path().join("go/bin/precious");
    fs::create_dir_all(precious.parent().unwrap()).unwrap();
    fs::write(&precious, "x").unwrap();
    let window = machine.open();
    let precious = precious.to_str().unwrap();
    let link = json!({ "wish": { "kind": "link", "goroot": precious } });
    let file = json!({ "file": precious });
    let goroot = json!({ "goroot": precious });
    for (command, arguments) in [
        ("sdk_plan_switch", link),
        ("sdk_forget_folder", json!({ "folder": precious })),
        ("sdk_remove_program", file.clone()),
        ("sdk_rebuild_program", file),
        ("sdk_plan_removal", goroot),
    ] {
        let refused = window.ask(command, arguments).expect_err(command);
        assert_problem(&refused, command);
    }
    assert!(Path::new(precious).is_file());
}

#[test]
fn sources_and_destinations_are_there_without_a_network_and_an_install_that_fails_says_why() {
    let window = Machine::new().open();
    let sources = window.ask("sdk_offer_sources", json!({})).unwrap();
    assert_eq!((&sources[0]["id"], &sources[0]["moduleProxy"]), (&json!("proxy"), &json!(true)));
    let destinations = window.ask("sdk_destinations", json!({ "version": "go1.27.3" })).unwrap();
    let first = &destinations[0];
    assert_eq!((&first["id"], &first["recommended"]), (&json!("golang-dl"), &json!(true)), "{destinations}");

    // Nobody listens there.
    let source = "http://127.0.0.1:9/";
    let refused = window.ask("sdk_offers", json!({ "source": source })).unwrap_err();
    assert_problem(&refused, "sdk_offers");
    let heard = window.hear("job");
    let wish = json!({ "version": "go1.27.3", "source": source, "destination": "golang-dl" });
    let job = window.ask("sdk_install", json!({ "wish": wish })).unwrap();
    assert_eq!((&job["kind"], &job["title"]), (&json!("install"), &json!("Installing go1.27.3")));
    let failed = until(&heard, "failed");
    assert_eq!(failed["id"], job["id"]);
    assert_problem(&failed["problem"], "the job");
    assert!(!Path::new(first["place"]["file"].as_str().unwrap()).exists(), "nothing is left");
}
