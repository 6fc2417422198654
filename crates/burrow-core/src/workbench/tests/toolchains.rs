//! The section of toolchains: what is found, what comes and goes, what is remembered. The SDKs here have no `go`:
//! real ones are found in the tests of the window's commands.

use std::path::Path;

use super::*;
use crate::watch::removal_is_told;

const SOON: Duration = Duration::from_secs(10);

/// The remains of an SDK, as golang.org/dl would have put it.
fn put_sdk(machine: &Machine, name: &str, bytes: usize) -> PathBuf {
    let goroot = machine.dir.path().join("home/sdk").join(name);
    fs::create_dir_all(goroot.join("bin")).unwrap();
    fs::write(goroot.join("VERSION"), vec![b'x'; bytes]).unwrap();
    dunce::canonicalize(goroot).unwrap()
}

/// Waits until the section is as wanted; announcements say when to look.
fn until(
    workbench: &Workbench,
    changes: &Receiver<Changed>,
    wanted: impl Fn(&Toolchains) -> bool,
) -> Arc<Toolchains> {
    let began = Instant::now();
    loop {
        let toolchains = workbench.toolchains();
        if wanted(&toolchains) {
            return toolchains;
        }
        let left = SOON.checked_sub(began.elapsed()).unwrap_or_else(|| panic!("{toolchains:?}"));
        changes.recv_timeout(left).unwrap_or_else(|_| panic!("{toolchains:?}"));
    }
}

fn found(toolchains: &Toolchains) -> Vec<&Path> {
    toolchains.sdks.iter().map(|known| known.sdk.goroot.as_path()).collect()
}

#[test]
fn the_first_answer_does_not_wait_and_what_is_found_is_announced_with_its_size() {
    let machine = Machine::new();
    let goroot = put_sdk(&machine, "go1.27.3", 1234);
    let workbench = machine.open();
    let changes = workbench.subscribe();
    let first = workbench.toolchains();
    assert!(first.looking && first.sdks.is_empty());
    let known = until(&workbench, &changes, |t| t.sdks.iter().any(|known| known.size.is_some()));
    assert!(!known.looking && known.revision > first.revision);
    assert_eq!(found(&known), [goroot]);
    assert_eq!(known.sdks[0].size.unwrap().bytes, 1234);
}

#[test]
fn nothing_is_looked_for_until_somebody_asks() {
    let machine = Machine::new();
    put_sdk(&machine, "go1.27.3", 1);
    let workbench = machine.watching();
    let changes = workbench.subscribe();
    workbench.refresh();
    put_sdk(&machine, "go1.26.6", 1);
    while let Ok(changed) = changes.recv_timeout(Duration::from_millis(300)) {
        assert!(!changed.topics.contains(&Topic::Toolchains));
    }
}

#[test]
fn an_sdk_that_comes_grows_and_goes_is_seen_within_a_second() {
    let machine = Machine::new();
    let workbench = machine.watching();
    let changes = workbench.subscribe();
    workbench.toolchains();
    until(&workbench, &changes, |t| !t.looking);
    let mut times = Vec::new();
    // The folder of all SDKs is not there yet either.
    for version in ["go1.25.5", "go1.26.6"] {
        let began = Instant::now();
        let goroot = put_sdk(&machine, version, 5);
        until(&workbench, &changes, |t| found(t).contains(&goroot.as_path()));
        times.push(began.elapsed());
    }
    let goroot = machine.dir.path().join("home/sdk/go1.26.6");
    let tools = |t: &Toolchains| t.sdks.iter().map(|known| known.sdk.problems.len()).sum::<usize>();
    let before = tools(&workbench.toolchains());
    let began = Instant::now();
    fs::create_dir_all(goroot.join("pkg/tool")).unwrap();
    until(&workbench, &changes, |t| tools(t) < before);
    times.push(began.elapsed());
    if removal_is_told() {
        let began = Instant::now();
        fs::remove_dir_all(machine.dir.path().join("home/sdk")).unwrap();
        until(&workbench, &changes, |t| t.sdks.is_empty());
        times.push(began.elapsed());
    }
    assert!(times.iter().all(|time| *time < Duration::from_secs(1)), "{times:?}");
}

#[test]
fn a_second_look_has_the_sizes_at_once_but_for_what_changed_in_between() {
    let machine = Machine::new();
    let (same, other) = (put_sdk(&machine, "go1.27.3", 100), put_sdk(&machine, "go1.26.6", 200));
    let all = |t: &Toolchains| !t.looking && t.sdks.iter().all(|known| known.size.is_some());
    let size = |t: &Toolchains, goroot: &Path| {
        t.sdks.iter().find(|known| known.sdk.goroot == goroot).and_then(|known| known.size).map(|s| s.bytes)
    };
    {
        let workbench = machine.open();
        let changes = workbench.subscribe();
        until(&workbench, &changes, all);
    }
    fs::write(other.join("VERSION"), vec![b'x'; 333]).unwrap();
    let workbench = machine.open();
    let changes = workbench.subscribe();
    let seen = until(&workbench, &changes, |t| !t.looking);
    assert_eq!(size(&seen, &same), Some(100), "remembered");
    let seen = until(&workbench, &changes, all);
    assert_eq!((size(&seen, &same), size(&seen, &other)), (Some(100), Some(333)));
}

#[test]
fn a_folder_that_the_person_adds_is_looked_in_until_it_is_forgotten() {
    let machine = Machine::new();
    let goroot = machine.dir.path().join("elsewhere/go1.24.11");
    fs::create_dir_all(goroot.join("bin")).unwrap();
    fs::write(goroot.join("VERSION"), "go1.24.11").unwrap();
    let goroot = dunce::canonicalize(goroot).unwrap();
    let folder = goroot.parent().unwrap();
    let workbench = machine.open();
    let missing = machine.dir.path().join("missing");
    assert_eq!(workbench.add_sdk_folder(&missing), Err(CoreError::NoFolder(missing.clone())));
    let added = workbench.add_sdk_folder(folder).unwrap();
    assert_eq!(
        (found(&added), added.folders.as_slice()),
        (vec![goroot.as_path()], &[folder.to_path_buf()][..])
    );
    drop(workbench);
    let workbench = machine.open();
    let changes = workbench.subscribe();
    until(&workbench, &changes, |t| found(t) == [goroot.as_path()]);
    let forgotten = workbench.forget_sdk_folder(folder).unwrap();
    assert!(forgotten.sdks.is_empty() && forgotten.folders.is_empty());
}

#[test]
fn another_folder_is_another_question() {
    let machine = Machine::new();
    let module = machine.dir.path().join("home/module");
    fs::create_dir(&module).unwrap();
    fs::write(module.join("go.mod"), "module m\ngo 1.99.1\n").unwrap();
    let workbench = machine.open();
    let changes = workbench.subscribe();
    until(&workbench, &changes, |t| !t.looking);
    workbench.look(ContextChoice { directory: Some(module.clone()), ..ContextChoice::default() }).unwrap();
    let real = dunce::canonicalize(&module).unwrap();
    let directory = |t: &Toolchains| crate::system::files::path_from_bytes((&t.which.directory[..]).into());
    until(&workbench, &changes, |t| directory(t) == Some(real.clone()));
}

#[cfg(unix)]
#[test]
fn a_program_that_comes_or_goes_is_announced_once_somebody_has_asked() {
    use std::os::unix::fs::PermissionsExt;
    let machine = Machine::new();
    let bin = machine.dir.path().join("home/go/bin");
    let workbench = machine.watching();
    let changes = workbench.subscribe();
    assert!(workbench.programs().programs.is_empty());
    let names = || workbench.programs().programs.iter().map(|p| p.name.clone()).collect::<Vec<_>>();
    for round in ["one", "two"] {
        fs::create_dir_all(&bin).unwrap();
        fs::write(bin.join(round), "#!/bin/sh\n").unwrap();
        fs::set_permissions(bin.join(round), fs::Permissions::from_mode(0o755)).unwrap();
        while names() != [round] {
            announced(&changes, Topic::Programs).expect("announced");
        }
        assert!(workbench.program(&bin.join(round)).is_ok());
        fs::remove_dir_all(&bin).unwrap();
        while !names().is_empty() {
            announced(&changes, Topic::Programs).expect("announced");
        }
    }
    assert!(workbench.program(&bin.join("one")).is_err());
}

#[test]
fn a_switch_is_planned_made_seen_and_taken_back() {
    use crate::sdk::switch::Wish;
    let machine = Machine::new();
    let workbench = machine.open();
    let changes = workbench.subscribe();
    until(&workbench, &changes, |t| !t.looking);
    let wish = Wish::Setting { toolchain: Some("go1.22.10".into()), exact: false };
    let (id, plan) = workbench.plan_switch(&wish).unwrap();
    assert!(plan.is_applicable(), "{:?}", plan.checks);
    assert!(!machine.goenv().exists(), "a plan writes nothing");
    let made = workbench.apply_switch(&id).unwrap();
    assert_eq!(machine.text(), "GOTOOLCHAIN=go1.22.10+auto\n");
    assert_eq!(workbench.toolchains().undo.as_ref().map(|undo| undo.id), made.undo.map(|undo| undo.id));
    assert_eq!(value(&workbench, "GOTOOLCHAIN"), "go1.22.10+auto");
    assert!(workbench.apply_switch(&id).is_err(), "once only");

    let undo = workbench.toolchains().undo.clone().unwrap();
    let (id, _) = workbench.plan_switch(&Wish::Undo { id: undo.id }).unwrap();
    workbench.look(ContextChoice { asker: Some(AskerId::Process), ..ContextChoice::default() }).unwrap();
    assert!(workbench.apply_switch(&id).is_err(), "it was planned for another context");
    let (id, _) = workbench.plan_switch(&Wish::Undo { id: undo.id }).unwrap();
    workbench.apply_switch(&id).unwrap();
    assert_eq!(workbench.toolchains().undo, None);
    assert!(!fs::read_to_string(machine.goenv()).unwrap_or_default().contains("GOTOOLCHAIN"));
}
