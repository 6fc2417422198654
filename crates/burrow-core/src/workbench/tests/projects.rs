//! The known projects and whether they would build: found, looked at, and followed by the watcher; and the wizard.

use super::*;
use crate::project::ready::Readiness;
use crate::proxy::probe::Verdict;
use crate::proxy::profile::BuiltIn;
use crate::store::probes::Past;
use crate::workbench::proxies::{Health, ProfileShown};
use crate::workbench::welcome::{Because, recommend};

/// A machine with a folder of projects in it.
fn machine(projects: &[(&str, &str)]) -> (Machine, PathBuf) {
    let mut machine = Machine::new();
    machine.write("GOPROXY=off\nGOTOOLCHAIN=local\n");
    let cache = machine.dir.path().join("modcache");
    machine.set("GOMODCACHE", cache.to_str().unwrap());
    let src = dunce::canonicalize(machine.dir.path()).unwrap().join("home").join("src");
    fs::create_dir_all(&src).unwrap();
    for (name, text) in projects {
        fs::create_dir_all(src.join(name)).unwrap();
        fs::write(src.join(name).join("go.mod"), text).unwrap();
    }
    (machine, src)
}

/// The list once everything in it was looked at.
fn settled(workbench: &Workbench, changes: &Receiver<Changed>, known: usize) -> Projects {
    let began = Instant::now();
    loop {
        let projects = workbench.projects();
        if !projects.looking && projects.projects.len() == known {
            return projects;
        }
        assert!(began.elapsed() < Duration::from_secs(20), "{projects:?}");
        let _ = changes.recv_timeout(Duration::from_millis(50));
    }
}

#[test]
fn nothing_is_looked_for_before_somebody_asks() {
    let (machine, src) = machine(&[("a", "module a\n")]);
    let workbench = machine.open();
    let changes = workbench.subscribe();
    workbench.add_project_folder(&src).unwrap();
    while let Ok(changed) = changes.recv_timeout(Duration::from_millis(300)) {
        assert!(!changed.topics.contains(&Topic::Projects), "{changed:?}");
    }
}

#[test]
fn projects_of_the_named_folders_are_looked_at_and_one_that_is_broken_stops_no_other() {
    let (machine, src) = machine(&[("a", "module example.com/a\n\ngo 1.21\n"), ("b", "modul b\n")]);
    let workbench = machine.open();
    let changes = workbench.subscribe();
    assert!(workbench.projects().projects.is_empty());
    workbench.add_project_folder(&src).unwrap();
    let projects = settled(&workbench, &changes, 2);
    let module = |name: &str| {
        let found = projects.projects.iter().find(|one| one.file.folder() == src.join(name)).unwrap();
        (found.module.clone(), found.report.is_some() || found.trouble.is_some(), found.named.clone())
    };
    assert_eq!(module("a"), (Some("example.com/a".into()), true, src.clone()));
    assert!(module("b").1, "{projects:?}");
    // Without any Go nothing builds, and that is said with a step.
    let a = workbench.project(&src.join("a")).unwrap();
    let report = a.report.clone().unwrap();
    assert!(report.readiness == Readiness::Blocked && !report.steps.is_empty(), "{report:?}");
    workbench.forget_project_folder(&src).unwrap();
    settled(&workbench, &changes, 0);
    assert!(workbench.project(&src.join("a")).is_err());
}

#[test]
fn what_comes_goes_and_changes_is_followed_and_only_that_is_looked_at_again() {
    let (machine, src) = machine(&[("a", "module a\n"), ("b", "module b\n")]);
    let workbench = machine.watching();
    let changes = workbench.subscribe();
    workbench.projects();
    workbench.add_project_folder(&src).unwrap();
    let before = settled(&workbench, &changes, 2);
    let at = |projects: &Projects, name: &str| {
        projects.projects.iter().find(|one| one.file.folder() == src.join(name)).map(|one| one.at)
    };
    fs::write(src.join("a/go.mod"), "module renamed\n").unwrap();
    let began = Instant::now();
    let after = loop {
        let now = settled(&workbench, &changes, 2);
        if now.projects.iter().any(|one| one.module.as_ref().is_some_and(|name| name == "renamed")) {
            break now;
        }
        assert!(began.elapsed() < Duration::from_secs(20), "{now:?}");
    };
    assert_eq!(at(&before, "b"), at(&after, "b"), "nothing of it moved");
    fs::create_dir(src.join("c")).unwrap();
    fs::write(src.join("c/go.mod"), "module c\n").unwrap();
    settled(&workbench, &changes, 3);
    fs::remove_dir_all(src.join("b")).unwrap();
    settled(&workbench, &changes, 2);
}

#[test]
fn the_wizard_is_due_on_an_empty_machine_and_never_again_once_it_was_left() {
    let (machine, src) = machine(&[("a", "module a\n")]);
    let workbench = machine.open();
    assert!(workbench.welcome_due());
    let welcome = workbench.welcome().unwrap();
    assert!(welcome.networks.iter().all(|network| network.recommended.is_none()));
    let changes = workbench.subscribe();
    let began = Instant::now();
    while !workbench.welcome().unwrap().folders.iter().any(|folder| folder.path == src) {
        assert!(began.elapsed() < Duration::from_secs(20), "{:?}", workbench.welcome());
        let _ = changes.recv_timeout(Duration::from_millis(50));
    }
    workbench.leave_welcome();
    assert!(!workbench.welcome_due());
    drop(workbench);
    assert!(!machine.open().welcome_due());
}

#[test]
fn the_module_cache_answers_soonest_and_is_never_what_a_person_is_told_to_take() {
    let (machine, _) = machine(&[]);
    let mut list = machine.open().shown_profiles().unwrap().list;
    let at = |list: &[ProfileShown], wanted| {
        list.iter().position(|one| one.known.built_in == Some(wanted)).unwrap()
    };
    let answers = |list: &mut [ProfileShown], who, milliseconds| {
        let took = Duration::from_millis(milliseconds);
        let past = Past { at: 0, verdict: Verdict::Ok, took };
        list[at(list, who)].server.health = Some(Health::Remembered(past));
    };
    answers(&mut list, BuiltIn::Offline, 1);
    assert_eq!(recommend(&list), None);
    answers(&mut list, BuiltIn::GoproxyCn, 90);
    assert_eq!(recommend(&list), Some((at(&list, BuiltIn::GoproxyCn), Because::Soonest)));
    answers(&mut list, BuiltIn::Default, 120);
    assert_eq!(recommend(&list), Some((at(&list, BuiltIn::Default), Because::Default)));
}

#[test]
fn whoever_has_named_a_folder_needs_no_wizard() {
    let (machine, src) = machine(&[]);
    let workbench = machine.open();
    workbench.add_project_folder(&src).unwrap();
    assert!(!workbench.welcome_due());
}
