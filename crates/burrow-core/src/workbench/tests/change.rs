//! Plans, what applying does, what undoing takes back.

use super::*;

#[test]
fn what_a_plan_shows_is_what_applying_does_and_undoing_takes_back() {
    let machine = Machine::new();
    machine.write("# mine\nGOFLAGS=-v\n");
    let workbench = machine.open();
    let plan = workbench.plan(&edit("GOPROXY", Some("direct"))).unwrap();
    assert_eq!(machine.text(), "# mine\nGOFLAGS=-v\n", "a plan writes nothing");
    let added: Vec<_> = plan.diff.iter().filter(|l| l.sign == edit::DiffSign::Added).collect();
    assert_eq!(added[0].text.as_str(), "GOPROXY=direct");
    assert_eq!(plan.outcomes[0].after.as_str(), "direct");
    let applied = workbench.apply(&plan.id).unwrap();
    assert_eq!(machine.text(), "# mine\nGOFLAGS=-v\nGOPROXY=direct\n");
    assert_eq!(value(&workbench, "GOPROXY"), "direct");
    assert_eq!(applied.entry.author, Author::Burrow);
    assert_eq!(applied.entry.changes[0].after.as_ref().unwrap().as_str(), "direct");
    assert!(applied.entry.newest);

    let back = workbench.apply(&undo(&workbench, applied.entry.id).id).unwrap();
    assert_eq!(machine.text(), "# mine\nGOFLAGS=-v\n");
    assert_eq!(back.entry.undoes, Some(applied.entry.id));
    let redone = workbench.apply(&undo(&workbench, back.entry.id).id).unwrap();
    assert_eq!(machine.text(), "# mine\nGOFLAGS=-v\nGOPROXY=direct\n");
    assert_eq!(redone.entry.undoes, Some(back.entry.id));
    let history = workbench.history();
    assert_eq!(history.iter().map(|e| e.undone_by).collect::<Vec<_>>(), [None, Some(redone.entry.id), None]);
}

#[test]
fn a_plan_whose_base_moved_is_not_applied() {
    let machine = Machine::new();
    let workbench = machine.open();
    let plan = workbench.plan(&edit("GOPROXY", Some("direct"))).unwrap();
    machine.write("GOSUMDB=off\n");
    assert_eq!(workbench.apply(&plan.id), Err(CoreError::BaseMoved));
    assert_eq!(machine.text(), "GOSUMDB=off\n");
    assert_eq!(workbench.apply(&plan.id), Err(CoreError::UnknownPlan));
}

#[test]
fn what_go_refuses_is_refused_with_its_words() {
    let machine = Machine::new();
    let workbench = machine.open();
    let plan = workbench.plan(&edit("GOPATH", Some("rel"))).unwrap();
    assert!(!plan.applicable);
    let CheckKind::Go(refusal) = refusals(&plan)[0] else { panic!("{:?}", plan.checks) };
    assert!(refusal.to_string().contains("GOPATH entry is relative"), "{refusal}");
    assert_eq!(workbench.apply(&plan.id), Err(CoreError::NotApplicable));
    assert!(!machine.goenv().exists());
}

#[test]
fn a_change_that_the_environment_shadows_says_so() {
    let mut machine = Machine::new();
    machine.set("GOPROXY", "https://corp");
    let workbench = machine.open();
    let plan = workbench.plan(&edit("GOPROXY", Some("direct"))).unwrap();
    assert!(plan.outcomes[0].shadowed);
    assert!(plan.checks.iter().any(|c| matches!(c.kind, CheckKind::Shadowed { .. })));
    assert!(plan.applicable);
    let same = workbench.plan(&edit("GOPROXY", Some("https://corp"))).unwrap();
    assert!(!same.outcomes[0].shadowed);
}

#[test]
fn doubtful_values_are_warned_about_and_written_all_the_same() {
    let machine = Machine::new();
    let workbench = machine.open();
    let kinds = |draft: &Draft| -> Vec<CheckKind> {
        workbench.plan(draft).unwrap().checks.into_iter().map(|c| c.kind).collect()
    };
    assert!(matches!(kinds(&edit("GOPRIVATE", Some("a.com, b.com")))[0], CheckKind::Problem(_)));
    assert!(matches!(kinds(&edit("GOPROXY", Some("")))[0], CheckKind::EmptyMasks { .. }));
    let text = Draft::Text(" GOPROXY=direct\nexport GOSUMDB=off\nGOFLAGS=-v\n".into());
    let ignored = kinds(&text).into_iter().filter(|k| matches!(k, CheckKind::IgnoredLine { .. })).count();
    assert_eq!(ignored, 2);
}

#[test]
fn secrets_are_never_shown_and_come_back_on_editing() {
    let machine = Machine::new();
    machine.write("GOPROXY=https://ada:hunter2@corp/go,direct\n");
    let workbench = machine.open();
    assert_eq!(value(&workbench, "GOPROXY"), "https://***@corp/go,direct");
    assert!(!format!("{:?}", workbench.snapshot()).contains("hunter2"));
    assert!(!workbench.goenv_text().unwrap().unwrap().as_str().contains("hunter2"));
    let applied = set(&workbench, "GOPROXY", "https://***@corp/go|off");
    assert_eq!(machine.text(), "GOPROXY=https://ada:hunter2@corp/go|off\n");
    assert!(!format!("{applied:?}").contains("hunter2"));
    let unknown = workbench.plan(&edit("GOPROXY", Some("https://***@other"))).unwrap();
    assert!(matches!(refusals(&unknown)[0], CheckKind::SecretUnknown { .. }));
    let state = fs::read(machine.dir.path().join("state/state.db")).unwrap();
    let wal = fs::read(machine.dir.path().join("state/state.db-wal")).unwrap_or_default();
    assert!(!state.contains_str("hunter2") && !wal.contains_str("hunter2"));
    // A secret that was overwritten is known as long as this process lives …
    let changed = set(&workbench, "GOPROXY", "off");
    let back = undo(&workbench, changed.entry.id);
    assert!(back.applicable, "{:?}", back.checks);
    drop(workbench);
    // … and not by the next one.
    let next = machine.open();
    assert!(matches!(refusals(&undo(&next, changed.entry.id))[0], CheckKind::SecretGone { .. }));
}

#[test]
fn changes_made_while_nobody_watched_are_entered_and_can_be_taken_back() {
    let machine = Machine::new();
    machine.write("GOFLAGS=-v\n");
    drop(machine.open());
    machine.write("GOFLAGS=-x\nGOPROXY=off\n");
    let workbench = machine.open();
    let history = workbench.history();
    assert_eq!(history.len(), 1);
    assert_eq!(history[0].author, Author::Outside);
    assert_eq!(history[0].changes.len(), 2);
    workbench.apply(&undo(&workbench, history[0].id).id).unwrap();
    assert_eq!(machine.text(), "GOFLAGS=-v\n");
}

#[test]
fn undoing_an_older_change_keeps_the_later_ones_and_shows_conflicts() {
    let machine = Machine::new();
    let workbench = machine.open();
    let first = set(&workbench, "GOPROXY", "off");
    let second = set(&workbench, "GOFLAGS", "-v");
    workbench.apply(&undo(&workbench, first.entry.id).id).unwrap();
    assert_eq!(machine.text(), "GOFLAGS=-v\n");
    set(&workbench, "GOFLAGS", "-x");
    let conflict = undo(&workbench, second.entry.id);
    let CheckKind::Moved { now, expected, .. } = refusals(&conflict)[0] else { panic!("{conflict:?}") };
    assert_eq!(now.as_ref().unwrap().as_str(), "-x");
    assert_eq!(expected.as_ref().unwrap().as_str(), "-v");
    assert!(!conflict.applicable);
    let again = undo(&workbench, first.entry.id);
    assert!(matches!(refusals(&again)[0], CheckKind::AlreadyUndone { .. }));
    assert_eq!(workbench.plan(&Draft::Undo { entry: 999 }), Err(CoreError::UnknownEntry(999)));
}

#[test]
fn comments_alone_are_a_change_that_can_be_taken_back() {
    let machine = Machine::new();
    machine.write("# one\nGOFLAGS=-v\n");
    let workbench = machine.open();
    let plan = workbench.plan(&Draft::Text("# two\nGOFLAGS=-v\n".into())).unwrap();
    let applied = workbench.apply(&plan.id).unwrap();
    assert_eq!(applied.entry.changes, []);
    workbench.apply(&undo(&workbench, applied.entry.id).id).unwrap();
    assert_eq!(machine.text(), "# one\nGOFLAGS=-v\n");
}

#[test]
fn many_commands_at_once_lose_nothing() {
    let machine = Machine::new();
    std::thread::scope(|scope| {
        for number in 0..8 {
            let options = machine.options(Author::Command);
            scope.spawn(move || {
                let workbench = Workbench::open(options);
                let name =
                    ["GOFLAGS", "GOPROXY", "GOSUMDB", "GOPRIVATE", "GOVCS", "GOINSECURE", "GOBIN", "GOAUTH"];
                let (plan, applied) = workbench.change(&edit(name[number], Some("/x")), false).unwrap();
                assert!(applied.is_some(), "{plan:?}");
            });
        }
    });
    assert_eq!(machine.text().lines().count(), 8);
    assert_eq!(machine.open().history().len(), 8);
}

#[test]
fn a_rehearsal_changes_nothing() {
    let machine = Machine::new();
    let workbench = machine.open();
    let (plan, applied) = workbench.change(&edit("GOPROXY", Some("off")), true).unwrap();
    assert!(plan.applicable && applied.is_none());
    assert!(!machine.goenv().exists());
}

#[test]
fn a_file_that_is_not_utf8_can_be_set_but_not_edited_as_text() {
    let machine = Machine::new();
    fs::write(machine.goenv(), b"GOFLAGS=\xff\n").unwrap();
    let workbench = machine.open();
    assert!(matches!(workbench.goenv_text(), Err(CoreError::Goenv(GoenvError::NotUtf8 { at: 8, .. }))));
    assert!(workbench.plan(&Draft::Text("GOFLAGS=\n".into())).is_err());
    set(&workbench, "GOPROXY", "off");
    assert_eq!(fs::read(machine.goenv()).unwrap(), b"GOFLAGS=\xff\nGOPROXY=off\n");
}

#[test]
fn goenv_off_is_written_as_go_does_and_said() {
    let mut machine = Machine::new();
    machine.set("GOENV", "off");
    machine.set("XDG_CONFIG_HOME", machine.dir.path().join("home/.config").to_str().unwrap());
    let workbench = machine.open();
    assert_eq!(workbench.snapshot().goenv.state, GoenvState::Off);
    let plan = workbench.plan(&edit("GOPROXY", Some("off"))).unwrap();
    assert!(plan.applicable);
    assert!(plan.checks.iter().any(|c| c.kind == CheckKind::GoenvOff));
}
