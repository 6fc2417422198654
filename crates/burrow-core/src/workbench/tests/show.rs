//! What the first picture shows.

use super::*;

#[test]
fn a_machine_without_go_still_shows_its_file() {
    let machine = Machine::new();
    machine.write("GOPROXY=direct\n");
    let workbench = machine.open();
    let snapshot = workbench.snapshot();
    assert_eq!(snapshot.revision, 1);
    assert_eq!(snapshot.context.toolchain, None);
    assert!(snapshot.notices.contains(&Notice::NoGo));
    assert_eq!(snapshot.goenv.state, GoenvState::Present);
    let proxy = snapshot.variables.iter().find(|v| v.name == "GOPROXY").unwrap();
    assert_eq!(proxy.value.as_str(), "direct");
    assert_eq!(proxy.origin, Origin::Layer(Layer::User));
    let user = proxy.rungs.iter().find(|r| r.layer == Layer::User).unwrap();
    assert_eq!(user.place.as_ref().unwrap().line, Some(1));
    assert_eq!(proxy.rungs.len(), 4);
}

#[test]
fn it_opens_with_no_home_no_place_and_no_disk_to_write() {
    let environ = Environ::new(Os::host(), []);
    let file = tempfile::NamedTempFile::new().unwrap();
    let options = Options {
        state_dir: Some(file.path().join("below a file")),
        watch: true,
        ..Options::of(Arc::new(GivenEnvironment::new(environ, None)), Author::Burrow)
    };
    let workbench = Workbench::open(options);
    let snapshot = workbench.snapshot();
    assert!(snapshot.notices.contains(&Notice::NoHome));
    assert!(snapshot.notices.iter().any(|n| matches!(n, Notice::StateInMemory { .. })));
    assert_eq!(snapshot.goenv.state, GoenvState::Nowhere);
    assert_eq!(workbench.plan(&edit("GOPROXY", Some("off"))), Err(GoenvError::Nowhere.into()));
}

#[test]
fn a_value_that_locks_out_is_found_and_mended_without_go() {
    let machine = Machine::new();
    machine.write("GOPATH=rel\n");
    let workbench = machine.open();
    let snapshot = workbench.snapshot();
    let lockout = &snapshot.lockouts[0];
    assert_eq!(lockout.name, "GOPATH");
    assert_eq!(lockout.place.as_ref().unwrap().line, Some(1));
    let plan = workbench.plan(lockout.mend.as_ref().unwrap()).unwrap();
    assert!(plan.applicable, "{:?}", plan.checks);
    workbench.apply(&plan.id).unwrap();
    assert!(workbench.snapshot().lockouts.is_empty());
    assert_eq!(machine.text(), "");
}

#[test]
fn a_folder_in_place_of_the_file_is_said_and_the_rest_stands() {
    let machine = Machine::new();
    fs::create_dir(machine.goenv()).unwrap();
    let workbench = machine.open();
    let snapshot = workbench.snapshot();
    assert!(matches!(snapshot.goenv.state, GoenvState::Broken(GoenvError::Directory(_))));
    assert!(snapshot.variables.len() > 30);
    assert!(matches!(
        workbench.plan(&edit("GOPROXY", Some("off"))),
        Err(CoreError::Goenv(GoenvError::Directory(_)))
    ));
}

#[test]
fn a_choice_that_is_not_there_leaves_the_context_as_it_was() {
    let machine = Machine::new();
    let workbench = machine.open();
    let missing = machine.dir.path().join("nowhere");
    let look = |goroot: Option<&PathBuf>, directory: Option<&PathBuf>| {
        let choice = ContextChoice { asker: None, goroot: goroot.cloned(), directory: directory.cloned() };
        workbench.look(choice)
    };
    assert_eq!(look(None, Some(&missing)).unwrap_err(), CoreError::NoFolder(missing.clone()));
    assert_eq!(look(Some(&missing), None).unwrap_err(), CoreError::NoGo(missing.clone()));
    let home = dunce::canonicalize(machine.dir.path().join("home")).unwrap();
    assert_eq!(workbench.snapshot().context.directory, home);
}

#[test]
fn what_is_wrong_with_goprivate_is_said_once() {
    let machine = Machine::new();
    machine.write("GOPRIVATE=a.example, b.example\n");
    let snapshot = machine.open().snapshot();
    let with_problem: Vec<_> =
        snapshot.variables.iter().filter(|v| v.problem.is_some()).map(|v| &v.name).collect();
    assert_eq!(with_problem, ["GOPRIVATE"]);
}
