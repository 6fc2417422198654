//! Switching to a profile: one change, one way back, nothing else touched.

use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::*;
use crate::proxy::profile::{BuiltIn, Profile, Standing, State, Variable, Wish, prepare};
use crate::system::keychain::{Keychain, KeychainError};

fn switch(workbench: &Workbench, name: &str) -> Plan {
    let drafted = workbench.profile_draft(name).unwrap();
    workbench.change(&drafted.draft, false).unwrap().0
}

fn active(workbench: &Workbench) -> Option<String> {
    let profiles = workbench.profiles().unwrap();
    profiles.active.map(|at| profiles.list[at].profile.name().to_owned())
}

fn keep(workbench: &Workbench, profile: &Profile) {
    let wish = Wish { profile: profile.clone(), values: Vec::new(), keychain: false };
    workbench.keep_profile(&prepare(wish).unwrap()).unwrap();
}

/// Files as people and programs leave them.
fn goenv() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        "(GOPROXY|GOSUMDB|GOPRIVATE|GONOSUMDB|GOFLAGS|AR)=[a-z*.,/ ]{0,12}\r?",
        Just("# kept by hand".to_owned()),
        Just(String::new()),
        Just("export GOPROXY=x".to_owned()),
        Just(" indented=1".to_owned()),
        Just("GOPROXY=https://ada:hunter2@corp,direct".to_owned()),
    ];
    (prop::collection::vec(line, 0..9), prop::bool::ANY)
        .prop_map(|(lines, end)| lines.join("\n") + if end { "\n" } else { "" })
}

fn wanted() -> impl Strategy<Value = Profile> {
    let setting = (0..Variable::ALL.len(), prop::option::of("[a-z]{1,8}\\.corp(,[a-z]{1,5}\\.x)?"));
    prop::collection::vec(setting, 1..5).prop_map(|settings| {
        let mut profile = Profile::new("generated").unwrap();
        for (at, value) in settings {
            let variable = Variable::ALL[at];
            // Not every generated value is one of a checksum database.
            match value.map(|value| profile.set(variable, &value)) {
                Some(Ok(())) => {}
                Some(Err(_)) | None => profile.unset(variable),
            }
        }
        profile
    })
}

#[test]
fn a_switch_taken_back_leaves_the_file_byte_for_byte() {
    let machine = Machine::new();
    let workbench = machine.open();
    let mut runner =
        TestRunner::new(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(60) });
    let cases = (goenv(), wanted());
    runner
        .run(&cases, |(text, profile)| {
            machine.write(&text);
            workbench.refresh();
            keep(&workbench, &profile);
            let before = workbench.history().len();
            let drafted = workbench.profile_draft("generated").unwrap();
            let (plan, applied) = workbench.change(&drafted.draft, false).unwrap();
            prop_assert_eq!(applied.is_none(), plan.empty, "{:?}", plan.checks);
            let Some(applied) = applied else { return Ok(()) };
            prop_assert_eq!(workbench.history().len(), before + 1);
            let undone = workbench.change(&Draft::Undo { entry: applied.entry.id }, false).unwrap();
            prop_assert!(undone.1.is_some(), "{:?}", undone.0.checks);
            prop_assert_eq!(machine.text(), text);
            Ok(())
        })
        .unwrap();
}

#[test]
fn private_entries_survive_a_switch_of_mirror() {
    let machine = Machine::new();
    machine.write(
        "# mine\nGOFLAGS=-v\nGONOSUMDB=b.corp\nGOPRIVATE=*.corp\nGOPROXY=https://athens.corp,direct\n",
    );
    let workbench = machine.open();
    switch(&workbench, "goproxy.cn");
    assert_eq!(
        machine.text(),
        "# mine\nGOFLAGS=-v\nGONOSUMDB=b.corp\nGOPRIVATE=*.corp\nGOPROXY=https://goproxy.cn,direct\nGOSUMDB=sum.golang.org\n"
    );
    switch(&workbench, "default");
    assert_eq!(machine.text(), "# mine\nGOFLAGS=-v\nGONOSUMDB=b.corp\nGOPRIVATE=*.corp\n");
}

#[test]
fn a_switch_whose_base_moved_is_not_made() {
    let machine = Machine::new();
    let workbench = machine.open();
    let plan = workbench.plan(&workbench.profile_draft("direct").unwrap().draft).unwrap();
    machine.write("GOFLAGS=-v\n");
    assert_eq!(workbench.apply(&plan.id), Err(CoreError::BaseMoved));
    assert_eq!(machine.text(), "GOFLAGS=-v\n");
}

#[test]
fn the_one_in_effect_is_told_whoever_set_it_and_however_it_is_spelt() {
    let mut machine = Machine::new();
    machine.write("GOPROXY= https://GOPROXY.cn/ ,direct|\nGOSUMDB=sum.golang.org\n");
    assert_eq!(active(&machine.open()).as_deref(), Some("goproxy.cn"));
    machine.write("GOPROXY=https://goproxy.cn|direct\nGOSUMDB=sum.golang.org\n");
    assert_eq!(active(&machine.open()), None);
    machine.set("GOPROXY", "direct");
    machine.set("GOSUMDB", "sum.golang.org");
    assert_eq!(active(&machine.open()).as_deref(), Some("direct"));
    let workbench = machine.open();
    let mut mine = Profile::new("Mine").unwrap();
    mine.set(Variable::Goproxy, "direct").unwrap();
    keep(&workbench, &mine);
    assert_eq!(active(&workbench).as_deref(), Some("Mine"), "a person's own comes before a built-in one");
}

#[test]
fn where_the_environment_shadows_a_profile_that_is_said_before_and_after() {
    let mut machine = Machine::new();
    machine.set("GOPROXY", "https://corp");
    let workbench = machine.open();
    let row = |workbench: &Workbench| workbench.profile("direct").unwrap().comparison;
    assert_eq!(row(&workbench).rows[0].standing, Standing::Shadowed);
    assert_eq!(row(&workbench).state(), State::Other);
    let plan = switch(&workbench, "direct");
    assert!(
        plan.checks.iter().any(|c| matches!(&c.kind, CheckKind::Shadowed { name, .. } if name == "GOPROXY"))
    );
    assert_eq!(row(&workbench).state(), State::Shadowed);
    assert_eq!(active(&workbench), None);
}

#[test]
fn what_is_in_effect_can_be_kept_and_comes_back() {
    let mut machine = Machine::new();
    machine.write("GOPROXY=https://athens.corp,direct\nGOPRIVATE=*.corp\n");
    machine.set("GOVCS", "*:git");
    let workbench = machine.open();
    let mut office = Profile::new("Office").unwrap();
    let mut values = Vec::new();
    for (variable, value) in workbench.present(None) {
        match value {
            Some(value) => values.push((variable, value)),
            None => office.unset(variable),
        }
    }
    let ready = prepare(Wish { profile: office, values, keychain: false }).unwrap();
    let names: Vec<_> =
        ready.profile.settings().iter().map(|s| (s.variable.name(), s.value.as_deref())).collect();
    assert_eq!(
        names,
        [
            ("GOPROXY", Some("https://athens.corp,direct")),
            ("GOSUMDB", None),
            ("GOPRIVATE", Some("*.corp")),
            ("GOVCS", Some("*:git")),
        ]
    );
    workbench.keep_profile(&ready).unwrap();
    switch(&workbench, "aliyun");
    assert_eq!(active(&workbench).as_deref(), Some("aliyun"));
    switch(&workbench, "office");
    assert_eq!(machine.text(), "GOPRIVATE=*.corp\nGOPROXY=https://athens.corp,direct\nGOVCS=*:git\n");
    assert_eq!(active(&workbench).as_deref(), Some("Office"));
}

#[test]
fn a_password_in_the_file_reaches_nothing_that_burrow_keeps_and_serves_the_mask() {
    let machine = Machine::new();
    machine.write("GOPROXY=https://ada:hunter2@corp,direct\n");
    let workbench = machine.open();
    let mut office = Profile::new("Office").unwrap();
    office.set(Variable::Goproxy, "https://***@corp|direct").unwrap();
    keep(&workbench, &office);
    let plan = switch(&workbench, "office");
    assert_eq!(machine.text(), "GOPROXY=https://ada:hunter2@corp|direct\n");
    let said = format!("{plan:?}{:?}{:?}", workbench.profiles(), workbench.history());
    assert!(!said.contains("hunter2"));
    assert!(plan.checks.iter().any(|c| c.severity == Severity::Note), "that the file holds it is said");
    switch(&workbench, "direct");
    drop(workbench);
    for entry in fs::read_dir(machine.dir.path().join("state")).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap_or_default();
        assert!(!bytes.windows(7).any(|window| window == b"hunter2"));
    }
}

#[test]
fn without_a_place_for_its_database_nothing_is_kept_and_that_is_said() {
    let machine = Machine::new();
    fs::write(machine.dir.path().join("state"), "in the way").unwrap();
    let workbench = machine.open();
    let mut profile = Profile::new("Office").unwrap();
    profile.unset(Variable::Goproxy);
    let ready = prepare(Wish { profile, values: Vec::new(), keychain: false }).unwrap();
    assert!(workbench.keep_profile(&ready).is_err());
    assert_eq!(workbench.profiles().unwrap().list.len(), BuiltIn::ALL.len());
}

/// A keychain that opens without a person.
struct Kept(&'static str);

impl Keychain for Kept {
    fn get(&self, _: &str) -> Result<Option<String>, KeychainError> {
        Ok(Some(self.0.to_owned()))
    }

    fn set(&self, _: &str, _: &str) -> Result<(), KeychainError> {
        Ok(())
    }

    fn forget(&self, _: &str) -> Result<(), KeychainError> {
        Ok(())
    }
}

#[test]
fn a_switch_away_from_a_kept_secret_can_be_taken_back_by_another_process() {
    let machine = Machine::new();
    let open = || {
        let keychain = Arc::new(Kept("https://ada:hunter2@corp"));
        Workbench::open(Options { keychain, ..machine.options(Author::Command) })
    };
    let workbench = open();
    let mut office = Profile::new("Office").unwrap();
    office.set(Variable::Goproxy, "https://***@corp").unwrap();
    keep(&workbench, &office);
    switch(&workbench, "office");
    assert_eq!(machine.text(), "GOPROXY=https://ada:hunter2@corp\n");
    switch(&workbench, "direct");
    let entry = workbench.history()[0].id;
    let another = open();
    assert!(!undo(&another, entry).applicable);
    assert!(another.recall_secrets().unwrap());
    another.apply(&undo(&another, entry).id).unwrap();
    assert_eq!(machine.text(), "GOPROXY=https://ada:hunter2@corp\n");
}
