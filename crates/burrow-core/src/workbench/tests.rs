use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use go_rules::environ::{Environ, Os};
use go_rules::vars::{Layer, Origin};

use super::*;
use crate::env::capture::{AskerId, CaptureError};
use crate::env::edit::{CheckKind, Edit, Severity};

/// A machine of its own: a home, a state folder, an environment.
struct Machine {
    dir: tempfile::TempDir,
    environ: Environ,
}

impl Machine {
    fn new() -> Machine {
        let dir = tempfile::tempdir().unwrap();
        let home = dir.path().join("home");
        fs::create_dir(&home).unwrap();
        let home = home.to_str().unwrap();
        let entries = [("HOME", home), ("USERPROFILE", home), ("AppData", home), ("PATH", "")];
        let environ = Environ::new(Os::host(), entries.map(|(n, v)| (n.into(), v.into())));
        let goenv = dir.path().join("home/goenv");
        let environ = environ.with("GOENV", Some(goenv.to_str().unwrap().as_bytes()));
        Machine { dir, environ }
    }

    fn goenv(&self) -> PathBuf {
        self.dir.path().join("home/goenv")
    }

    fn write(&self, text: &str) {
        fs::write(self.goenv(), text).unwrap();
    }

    fn text(&self) -> String {
        fs::read_to_string(self.goenv()).unwrap()
    }

    fn set(&mut self, name: &str, value: &str) {
        self.environ = self.environ.with(name, Some(value.as_bytes()));
    }

    fn options(&self, author: Author) -> Options {
        let home = self.dir.path().join("home");
        let environments = GivenEnvironment::new(self.environ.clone(), Some(&home));
        Options {
            state_dir: Some(self.dir.path().join("state")),
            ..Options::of(Arc::new(environments), author)
        }
    }

    fn open(&self) -> Workbench {
        Workbench::open(self.options(Author::Burrow))
    }

    fn watching(&self) -> Workbench {
        Workbench::open(Options { watch: true, ..self.options(Author::Burrow) })
    }
}

fn edit(name: &str, value: Option<&str>) -> Draft {
    Draft::Edits(vec![Edit { name: name.into(), value: value.map(str::to_owned) }])
}

fn set(workbench: &Workbench, name: &str, value: &str) -> Applied {
    let plan = workbench.plan(&edit(name, Some(value))).unwrap();
    assert!(plan.applicable, "{:?}", plan.checks);
    workbench.apply(&plan.id).unwrap()
}

fn undo(workbench: &Workbench, entry: i64) -> Plan {
    workbench.plan(&Draft::Undo { entry }).unwrap()
}

fn value(workbench: &Workbench, name: &str) -> String {
    let snapshot = workbench.snapshot();
    snapshot.variables.iter().find(|v| v.name == name).unwrap().value.to_string()
}

fn refusals(plan: &Plan) -> Vec<&CheckKind> {
    plan.checks.iter().filter(|c| c.severity == Severity::Refused).map(|c| &c.kind).collect()
}

/// Waits for an announcement of a topic.
fn announced(changes: &Receiver<Changed>, topic: Topic) -> Option<Duration> {
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(5) {
        if let Ok(changed) = changes.recv_timeout(Duration::from_secs(5))
            && changed.topics.contains(&topic)
        {
            return Some(began.elapsed());
        }
    }
    None
}

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
fn an_outside_change_is_announced_soon_and_marked() {
    let machine = Machine::new();
    machine.write("GOPROXY=off\n");
    let workbench = machine.watching();
    let changes = workbench.subscribe();
    let mut times = Vec::new();
    for round in 0..5 {
        let began = Instant::now();
        machine.write(&format!("GOPROXY=https://round{round}\n"));
        announced(&changes, Topic::Environment).expect("announced");
        times.push(began.elapsed());
        assert_eq!(value(&workbench, "GOPROXY"), format!("https://round{round}"));
    }
    times.sort();
    assert!(times[2] < Duration::from_millis(300), "{times:?}");
    let snapshot = workbench.snapshot();
    let touched: Vec<_> =
        snapshot.variables.iter().filter(|v| v.touched_at.is_some()).map(|v| &v.name).collect();
    assert_eq!(touched, ["GOPROXY"]);
    assert!(snapshot.changed_at.is_some());
    assert_eq!(workbench.history().len(), 5);
    assert!(workbench.history().iter().all(|e| e.author == Author::Outside));
}

#[test]
fn nothing_is_announced_when_nothing_differs() {
    let machine = Machine::new();
    machine.write("GOPROXY=off\n");
    let workbench = machine.watching();
    let changes = workbench.subscribe();
    machine.write("GOPROXY=off\n");
    assert!(changes.recv_timeout(Duration::from_millis(600)).is_err());
    assert_eq!(workbench.snapshot().revision, workbench.refresh().revision);
}

#[test]
fn a_file_in_a_folder_that_is_not_there_yet_is_seen_when_it_comes() {
    let mut machine = Machine::new();
    let later = machine.dir.path().join("home/a/b/goenv");
    machine.set("GOENV", later.to_str().unwrap());
    let workbench = machine.watching();
    let changes = workbench.subscribe();
    fs::create_dir_all(later.parent().unwrap()).unwrap();
    std::thread::sleep(Duration::from_millis(100));
    fs::write(&later, "GOPROXY=here\n").unwrap();
    while value(&workbench, "GOPROXY") != "here" {
        announced(&changes, Topic::Environment).expect("announced");
    }
    if !crate::watch::removal_is_told() {
        return;
    }
    fs::remove_dir_all(machine.dir.path().join("home/a")).unwrap();
    while workbench.snapshot().goenv.state != GoenvState::Missing {
        announced(&changes, Topic::Environment).expect("announced");
    }
}

#[test]
fn another_burrows_change_is_not_taken_for_an_outsiders() {
    let machine = Machine::new();
    let window = machine.watching();
    let changes = window.subscribe();
    let command = Workbench::open(machine.options(Author::Command));
    for round in 0..5 {
        let (_, applied) = command.change(&edit("GOFLAGS", Some(&format!("-run={round}"))), false).unwrap();
        assert!(applied.is_some());
        announced(&changes, Topic::History).expect("announced");
    }
    let authors: Vec<_> = window.history().iter().map(|e| e.author).collect();
    assert_eq!(authors, [Author::Command; 5]);
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

/// A shell that answers when it is told to.
struct Shell {
    process: GivenEnvironment,
    answers: std::sync::Mutex<Receiver<Result<Environ, CaptureError>>>,
}

impl Environments for Shell {
    fn process(&self) -> Captured {
        self.process.process()
    }

    fn login_shell(&self) -> Result<Captured, CaptureError> {
        let answer = self.answers.lock().unwrap().recv().unwrap_or(Err(CaptureError::NoShell));
        answer.map(|environ| Captured { asker: AskerId::LoginShell, environ, ..self.process() })
    }

    fn desktop(&self) -> Result<Captured, CaptureError> {
        Err(CaptureError::NoDesktopSession)
    }
}

fn with_shell(machine: &Machine) -> (Workbench, std::sync::mpsc::Sender<Result<Environ, CaptureError>>) {
    let home = machine.dir.path().join("home");
    let (sender, answers) = channel();
    let process = GivenEnvironment::new(machine.environ.clone(), Some(&home));
    let environments = Arc::new(Shell { process, answers: answers.into() });
    let options = Options { environments, watch: true, ask: true, ..machine.options(Author::Burrow) };
    (Workbench::open(options), sender)
}

fn state_of(workbench: &Workbench, id: AskerId) -> AskerState {
    workbench.snapshot().askers.iter().find(|a| a.id == id).unwrap().state.clone()
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

#[test]
fn a_silent_shell_blocks_nothing_and_counts_once_it_answers() {
    let machine = Machine::new();
    let began = Instant::now();
    let (workbench, shell) = with_shell(&machine);
    assert!(began.elapsed() < Duration::from_secs(2));
    let changes = workbench.subscribe();
    assert_eq!(workbench.snapshot().context.asker, AskerId::Process);
    assert_eq!(state_of(&workbench, AskerId::LoginShell), AskerState::Asking);
    shell.send(Ok(machine.environ.with("GOPROXY", Some(b"https://shell")))).unwrap();
    while state_of(&workbench, AskerId::LoginShell) != AskerState::Ready {
        announced(&changes, Topic::Environment).expect("announced");
    }
    let snapshot = workbench.snapshot();
    assert_eq!(snapshot.context.asker, AskerId::LoginShell);
    assert_eq!(value(&workbench, "GOPROXY"), "https://shell");
    let proxy = snapshot.variables.iter().find(|v| v.name == "GOPROXY").unwrap();
    assert_eq!(proxy.elsewhere[0].asker, AskerId::Process);
    let plan = workbench.plan(&edit("GOPROXY", Some("direct"))).unwrap();
    let of = |asker| plan.outcomes.iter().find(|o| o.asker == asker).unwrap();
    assert!(of(AskerId::LoginShell).shadowed);
    assert_eq!(of(AskerId::Process).after.as_str(), "direct");
}

#[test]
fn a_shell_that_fails_is_said_and_this_process_stays_the_context() {
    let machine = Machine::new();
    let (workbench, shell) = with_shell(&machine);
    let changes = workbench.subscribe();
    shell.send(Err(CaptureError::NoAnswer { program: "/bin/zsh".into(), status: Some(1) })).unwrap();
    while !matches!(state_of(&workbench, AskerId::LoginShell), AskerState::Failed(_)) {
        announced(&changes, Topic::Environment).expect("announced");
    }
    assert_eq!(workbench.snapshot().context.asker, AskerId::Process);
}
