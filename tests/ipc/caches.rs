//! The Caches page over caches on the disk: measured with growing figures, planned, cleaned, brought back, deleted for
//! good; and what the page may not do even when it asks.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::desk::{Machine, PATIENCE, Window};
use crate::job::{done, until};
use crate::table::assert_problem;

/// What go puts into a cache that it makes.
const README: &str = "This directory holds cached build artifacts from the Go build system.\n";

/// A home with a build cache of so many entries and two versions of a module, where go would have them.
fn machine(entries: usize) -> (Machine, PathBuf, PathBuf) {
    let mut machine = Machine::new();
    let (gocache, gomodcache) = (machine.path().join("build"), machine.path().join("mod"));
    machine.set("GOCACHE", gocache.to_str().unwrap());
    machine.set("GOMODCACHE", gomodcache.to_str().unwrap());
    for number in 0..entries {
        let name = format!("{:02x}{number:062x}-d", number % 256);
        write(&gocache.join(&name[..2]).join(&name), 1000);
    }
    fs::create_dir_all(&gocache).unwrap();
    fs::write(gocache.join("README"), README).unwrap();
    for version in ["v1.0.0", "v1.1.0"] {
        write(&gomodcache.join(format!("example.com/!big@{version}/big.go")), 5000);
        let at = gomodcache.join("cache/download/example.com/!big/@v");
        for ending in ["info", "mod", "zip", "ziphash"] {
            write(&at.join(format!("{version}.{ending}")), 40);
        }
    }
    (machine, gocache, gomodcache)
}

fn write(file: &Path, bytes: usize) {
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, vec![b'x'; bytes]).unwrap();
}

fn measured(window: &Window) -> Value {
    let heard = window.hear("job");
    let job = window.ask("cache_measure", json!({})).unwrap();
    assert_eq!((&job["kind"], &job["cancellable"]), (&json!("measure"), &json!(true)), "{job}");
    until(&heard, "done");
    window.ask("cache_caches", json!({})).unwrap()
}

/// The page once it is as wanted.
fn caches(window: &Window, wanted: impl Fn(&Value) -> bool) -> Value {
    window.once("cache_caches", json!({}), wanted)
}

#[test]
fn what_is_there_is_told_by_cache_by_kind_and_by_version() {
    let (machine, gocache, _) = machine(700);
    let window = machine.open();
    let first = window.ask("cache_caches", json!({})).unwrap();
    assert_eq!((&first["asOf"], &first["size"]["files"]), (&Value::Null, &json!(0)), "nothing was asked yet");
    let page = measured(&window);
    assert_eq!(page["size"]["files"], json!(700 + 1 + 2 * 5));
    assert_eq!(page["caches"][0]["place"]["file"], json!(gocache.to_str().unwrap()));
    let kinds: Vec<&str> =
        page["kinds"].as_array().unwrap().iter().map(|kind| kind["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["build", "other", "modules", "downloads"]);
    assert_eq!(page["kinds"][0]["size"]["bytes"], json!(700_000));
    assert_eq!(page["kinds"][2]["size"]["bytes"], json!(10_000));
    assert_eq!((&page["stale"], &page["measuring"]), (&json!(false), &Value::Null));
    assert!(page["disks"][0]["free"].as_u64().unwrap() > 0, "{page}");

    let page = caches(&window, |page| {
        page["projects"]["looking"] == json!(false) && page["reclaimable"].is_object()
    });
    let rows = window.ask("cache_rows", json!({})).unwrap();
    assert_eq!(rows["revision"], page["rowsRevision"]);
    assert_eq!((&rows["modules"], &rows["module"]), (&json!(["example.com/Big"]), &json!([0, 0])));
    assert_eq!((&rows["version"], &rows["older"]), (&json!(["v1.1.0", "v1.0.0"]), &json!([1])));
    assert_eq!((&rows["bytes"], &rows["extractedBytes"]), (&json!([5160, 5160]), &json!([5000, 5000])));
}

#[test]
fn a_page_that_is_opened_measures_once_and_figures_grow_until_it_is_cancelled() {
    let (machine, ..) = machine(3000);
    let window = machine.open();
    let (changes, jobs) = (window.hear("changed"), window.hear("job"));
    window.ask("cache_watch", json!({ "on": true })).unwrap();
    until(&jobs, "done");
    let page = caches(&window, |page| page["stale"] == json!(false));
    assert!(page["size"]["bytes"].as_u64().unwrap() > 3_000_000);
    let heard = std::iter::from_fn(|| changes.recv_timeout(PATIENCE).ok());
    let of_caches = heard.filter(|changed| changed["topics"] == json!(["caches"]));
    assert_eq!(of_caches.take(2).count(), 2, "growth and its end are announced");
    // The second time nothing has to be measured first.
    window.ask("cache_watch", json!({ "on": false })).unwrap();
    window.ask("cache_watch", json!({ "on": true })).unwrap();
    assert_eq!(window.ask("job_list", json!({})).unwrap().as_array().unwrap().len(), 1);
    window.ask("cache_watch", json!({ "on": false })).unwrap();
}

#[test]
fn a_cleaning_is_shown_exactly_done_brought_back_and_in_the_end_deleted() {
    let (machine, gocache, gomodcache) = machine(20);
    let window = machine.open();
    measured(&window);
    let wish = json!({ "kind": "selection", "kinds": ["build"],
        "modules": [{ "module": "example.com/Big", "version": "v1.0.0" }] });
    let plan = window.ask("cache_plan", json!({ "wish": wish })).unwrap();
    assert_eq!((&plan["empty"], &plan["size"]["bytes"]), (&json!(false), &json!(20_000 + 5120)), "{plan}");
    let groups = plan["groups"].as_array().unwrap();
    let items: u64 = groups.iter().map(|group| group["items"].as_u64().unwrap()).sum();
    assert_eq!(json!(items), plan["items"]);
    let listed: usize = (0..groups.len())
        .map(|group| {
            let ask = json!({ "plan": plan["id"], "group": group, "from": 0 });
            window.ask("cache_plan_items", ask).unwrap().as_array().unwrap().len()
        })
        .sum();
    assert_eq!(listed as u64, items);
    let old = gomodcache.join("example.com/!big@v1.0.0");
    assert!(old.is_dir(), "a plan takes nothing");

    let heard = window.hear("job");
    let cleaned =
        done(&heard, &window, "cache_clean", json!({ "plan": plan["id"], "purge": false, "wait": false }));
    assert_eq!((&cleaned["kind"], &cleaned["details"]), (&json!("clean"), &json!([])), "{cleaned}");
    assert!(!old.exists() && gomodcache.join("example.com/!big@v1.1.0").is_dir());
    let page = caches(&window, |page| page["cleanings"].as_array().unwrap().len() == 1);
    let cleaning = &page["cleanings"][0];
    assert_eq!(
        (&cleaning["id"], &cleaning["caches"]),
        (&cleaned["cleaning"], &json!(["gocache", "gomodcache"]))
    );
    assert!(cleaning["expires"].as_u64().unwrap() > cleaning["at"].as_u64().unwrap());
    let refused = window
        .ask("cache_clean", json!({ "plan": plan["id"], "purge": false, "wait": false }))
        .expect_err("a plan is done once");
    assert_problem(&refused, "cache_clean");

    done(&heard, &window, "cache_undo", json!({ "cleaning": cleaning["id"] }));
    assert!(old.join("big.go").is_file());
    assert_eq!(fs::read_dir(gocache.join("00")).unwrap().count(), 1);
    caches(&window, |page| page["cleanings"] == json!([]));

    let plan = window.ask("cache_plan", json!({ "wish": wish })).unwrap();
    done(&heard, &window, "cache_clean", json!({ "plan": plan["id"], "purge": false, "wait": false }));
    done(&heard, &window, "cache_purge", json!({ "cleaning": null }));
    caches(&window, |page| page["cleanings"] == json!([]));
    assert!(!old.exists());
    // One cache is measured after the other. Of the build cache README stays; emptied folders do while any go runs.
    let bytes = |page: &Value, kind: &str| -> u64 {
        let rows = page["kinds"].as_array().unwrap().iter().filter(|row| row["kind"] == kind);
        rows.map(|row| row["size"]["bytes"].as_u64().unwrap()).sum()
    };
    caches(&window, |page| (bytes(page, "build"), bytes(page, "modules")) == (0, 5000));
}

#[test]
fn damage_is_found_and_named() {
    let (machine, ..) = machine(1);
    let window = machine.open();
    measured(&window);
    assert_eq!(window.ask("cache_damage", json!({})).unwrap(), Value::Null);
    let heard = window.hear("job");
    let checked = done(&heard, &window, "cache_verify", json!({ "online": false }));
    assert!(checked["doing"].as_str().unwrap().contains("damage"), "{checked}");
    let found = window.ask("cache_damage", json!({})).unwrap();
    assert_eq!(found["checked"], json!(2));
    let rows = found["rows"].as_array().unwrap();
    assert!(rows.iter().any(|row| row["damage"] == "zip-corrupt" && row["repair"].is_string()), "{found}");
    let page = window.ask("cache_caches", json!({})).unwrap();
    assert_eq!(page["verified"]["at"], found["at"]);
}

#[test]
fn a_root_that_is_no_cache_is_measured_and_never_cleaned() {
    let mut machine = Machine::new();
    let precious = machine.path().join("precious.txt");
    write(&precious, 100);
    let home = machine.path().to_str().unwrap().to_owned();
    machine.set("GOMODCACHE", &home);
    machine.set("GOCACHE", "off");
    let window = machine.open();
    window.ask("cache_caches", json!({})).unwrap();
    let page = caches(&window, |page| page["caches"][1]["refusal"].is_object());
    assert_problem(&page["caches"][1]["refusal"], "the refusal");
    assert_eq!(page["caches"][0]["problem"]["code"], "cache-off");
    let wish = json!({ "kind": "kinds", "kinds": ["modules", "downloads"], "safe": false });
    let refused = window.ask("cache_plan", json!({ "wish": wish })).expect_err("the home");
    assert_problem(&refused, "cache_plan");
    assert!(precious.is_file());
}

#[test]
fn projects_are_looked_for_where_the_person_says_and_tell_what_they_need() {
    let (machine, ..) = machine(1);
    let project = machine.path().join("src/shop");
    write(&project.join("main.go"), 0);
    fs::write(
        project.join("go.mod"),
        "module example.com/shop\n\ngo 1.21\n\nrequire example.com/Big v1.1.0\n",
    )
    .unwrap();
    let sources = machine.path().join("src");
    let window = machine.open();
    measured(&window);
    let page = window.ask("cache_add_folder", json!({ "folder": sources })).unwrap();
    assert_eq!(page["projects"]["folders"].as_array().unwrap().len(), 1, "{page}");
    let page =
        caches(&window, |page| page["projects"]["projects"].as_array().is_some_and(|all| !all.is_empty()));
    assert_eq!(page["projects"]["projects"][0]["module"], "example.com/shop", "{page}");
    let rows = window.ask("cache_rows", json!({})).unwrap();
    assert_eq!(rows["needsKnown"], json!(true), "{page}");
    let used =
        |row: usize| rows["uses"][rows["used"][row].as_u64().unwrap() as usize].as_array().unwrap().len();
    assert_eq!((used(0), used(1)), (1, 0), "{rows}");

    let folder = &page["projects"]["folders"][0]["place"]["file"];
    let page = window.ask("cache_forget_folder", json!({ "folder": folder })).unwrap();
    assert_eq!(page["projects"]["folders"], json!([]));
    for folder in ["not/absolute", "/surely/not/there"] {
        let refused = window.ask("cache_add_folder", json!({ "folder": folder })).unwrap_err();
        assert_problem(&refused, "cache_add_folder");
    }
}
