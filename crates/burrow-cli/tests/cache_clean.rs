//! `burrow cache clean` and `prune` over small real caches: what is asked, what is refused, what really goes.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "only tests use this")]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use burrow_core::settings::CacheSettings;
use burrow_core::store;
use serde_json::Value;

/// A home with both caches in it.
struct Home {
    dir: tempfile::TempDir,
}

impl Home {
    fn new() -> Home {
        let home = Home { dir: tempfile::tempdir().unwrap() };
        let entry = format!("gc/ab/{}", "ab".repeat(32));
        home.write(&format!("{entry}-a"), 175);
        home.write(&format!("{entry}-d"), 5000);
        home.write("gc/ab/stray", 10);
        home.write("gc/trim.txt", 10);
        for ending in ["info", "mod", "zip", "ziphash"] {
            home.write(&format!("mc/cache/download/a.com/x/@v/v1.0.0.{ending}"), 300);
        }
        home.write("mc/cache/download/a.com/x/@v/v1.0.0.lock", 0);
        home.write("mc/a.com/x@v1.0.0/go.mod", 30);
        home
    }

    fn at(&self, below: &str) -> PathBuf {
        self.dir.path().join(below)
    }

    fn write(&self, below: &str, bytes: usize) {
        fs::create_dir_all(self.at(below).parent().unwrap()).unwrap();
        fs::write(self.at(below), vec![b'x'; bytes]).unwrap();
    }

    #[expect(clippy::disallowed_methods, reason = "the command is what is tested")]
    fn run(&self, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_burrow"));
        command.env_clear().env("HOME", self.dir.path()).env("GOENV", "off").env("PATH", "/nowhere");
        command.env("GOCACHE", self.at("gc")).env("GOMODCACHE", self.at("mc")).arg("cache");
        command.args(args).output().unwrap()
    }

    fn json(&self, args: &[&str]) -> (Option<i32>, Value) {
        let output = self.run(&[args, &["--json"]].concat());
        (output.status.code(), serde_json::from_slice(&output.stdout).unwrap())
    }
}

#[test]
fn a_rehearsal_is_the_plan_and_touches_nothing() {
    let home = Home::new();
    let (exit, told) = home.json(&["clean", "build", "--dry-run"]);
    assert_eq!((exit, told.get("done")), (Some(0), None));
    let plan = &told["plan"];
    assert_eq!((&plan["bytes"], &plan["files"]), (&Value::from(5175), &Value::from(2)));
    assert_eq!(plan["items"][0]["safety"], "safe");
    assert_eq!(plan["left"][0]["reason"], "stray");
    let (_, done) = home.json(&["clean", "build", "--yes"]);
    assert_eq!((&done["plan"], &done["done"]["bytes"]), (plan, &plan["bytes"]));
    assert!(home.at("gc/ab/stray").exists() && home.at("gc/trim.txt").exists());
    assert_eq!(fs::read_dir(home.at("gc/ab")).unwrap().count(), 1);
    let (exit, again) = home.json(&["clean", "build"]);
    assert_eq!((exit, &again["done"]["items"]), (Some(0), &Value::from(0)));
}

#[test]
fn without_a_terminal_nothing_is_done_and_the_way_out_is_named() {
    let home = Home::new();
    let (exit, told) = home.json(&["clean", "modcache"]);
    let message = told["error"]["message"].as_str().unwrap();
    assert_eq!(exit, Some(2));
    assert!(message.contains("--yes") && message.contains("--dry-run"));
    assert!(home.at("mc/a.com/x@v1.0.0/go.mod").exists());
}

#[test]
fn what_is_no_cache_is_refused_and_unknown_kinds_are_wrong_usage() {
    let home = Home::new();
    home.write("gc/.git/HEAD", 5);
    assert_eq!(home.json(&["clean", "build", "--dry-run"]).0, Some(3));
    assert_eq!(home.run(&["clean", "everything"]).status.code(), Some(2));
    assert_eq!(home.run(&["clean"]).status.code(), Some(2));
}

#[test]
fn tests_are_expired_and_nothing_goes() {
    let home = Home::new();
    let (exit, told) = home.json(&["clean", "test", "--yes"]);
    assert_eq!((exit, &told["plan"]["bytes"]), (Some(0), &Value::from(0)));
    let text = fs::read_to_string(home.at("gc/testexpire.txt")).unwrap();
    assert!(text.ends_with('\n') && text.trim().parse::<u64>().unwrap() > 1_700_000_000_000_000_000);
}

#[test]
fn pruning_wants_projects_that_can_be_read() {
    let home = Home::new();
    assert_eq!(home.json(&["prune", "--dry-run"]).0, Some(2));
    fs::create_dir_all(home.at("p")).unwrap();
    fs::write(home.at("p/go.mod"), "module m\n\ngo 1.21\n\nrequire (\n").unwrap();
    let projects = home.at("p");
    let args = ["prune", "--yes", "--projects", projects.to_str().unwrap()];
    assert_eq!(home.json(&args).0, Some(3));
    assert!(home.at("mc/a.com/x@v1.0.0/go.mod").exists());
    fs::write(home.at("p/go.mod"), "module m\n\ngo 1.21\n").unwrap();
    let (exit, told) = home.json(&args);
    assert_eq!((exit, told["plan"]["files"].as_u64()), (Some(0), Some(5)));
    assert!(home.at("mc/cache/download/a.com/x/@v/v1.0.0.lock").exists());
    assert!(!home.at("mc/a.com/x@v1.0.0").exists());
}

#[test]
fn what_is_cleaned_can_come_back_for_as_long_as_the_person_chose() {
    let home = Home::new();
    let store = store::open(Some(&home.at(".local/state/burrow"))).0;
    let chosen = |grace_days| CacheSettings { grace_days, ..CacheSettings::default() };
    store.set_cache_settings(&chosen(30)).unwrap();
    let told = home.run(&["clean", "build", "--dry-run", "--lang", "en"]).stdout;
    assert!(String::from_utf8(told).unwrap().contains("For 30 days it can come back."));
    home.json(&["clean", "build", "--yes"]);
    let kept = || home.json(&["quarantine"]).1["cleanings"].as_array().unwrap().len();
    assert_eq!(kept(), 1);
    store.set_cache_settings(&chosen(0)).unwrap();
    assert_eq!(kept(), 0);
}

#[test]
fn where_the_last_cleaning_cannot_come_back_the_others_are_named() {
    let home = Home::new();
    let clean = |kind| home.json(&["clean", kind, "--yes"]).1["done"]["id"].as_str().unwrap().to_owned();
    let (first, second) = (clean("build"), clean("modules"));
    assert_ne!(first, second);
    home.write("mc/a.com/x@v1.0.0/go.mod", 40);
    for _ in 0..2 {
        let (exit, told) = home.json(&["undo"]);
        assert_eq!((exit, &told["restored"]["items"]), (Some(1), &Value::from(0)), "{told}");
        assert_eq!(told["others"], Value::from(vec![first.clone()]));
    }
    let (exit, told) = home.json(&["undo", &first]);
    assert_eq!((exit, &told["others"]), (Some(0), &Value::Array(Vec::new())));
    assert!(home.at(&format!("gc/ab/{}-d", "ab".repeat(32))).exists());
}

#[test]
fn a_folder_of_the_build_cache_that_is_empty_already_goes_as_with_go() {
    let home = Home::new();
    fs::create_dir(home.at("gc/ef")).unwrap();
    let (exit, told) = home.json(&["clean", "build", "--yes"]);
    assert_eq!((exit, told["done"]["failed"].as_array().unwrap().len()), (Some(0), 0), "{told}");
    // Beside a go that runs it is there at every moment.
    if told["plan"]["items"].as_array().unwrap().len() > 1 {
        let (_, again) = home.json(&["clean", "build", "--dry-run"]);
        assert!(home.at("gc/ef").exists() == (again["plan"]["items"] != Value::Array(Vec::new())), "{again}");
    }
}
