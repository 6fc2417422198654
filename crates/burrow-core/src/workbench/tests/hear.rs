//! What is heard from disks and shells.

use super::*;
use crate::proxy::profile::{Profile, Variable, Wish, prepare};

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
fn a_profile_that_the_command_keeps_is_heard_of() {
    let machine = Machine::new();
    let window = machine.watching();
    let changes = window.subscribe();
    let command = Workbench::open(machine.options(Author::Command));
    let mut profile = Profile::new("Team").unwrap();
    profile.set(Variable::Goproxy, "off").unwrap();
    let wish = Wish { profile, values: Vec::new(), keychain: false };
    command.keep_profile(&prepare(wish).unwrap()).unwrap();
    drop(command);
    announced(&changes, Topic::Proxies).expect("announced");
    assert!(window.kept_profile("team").unwrap().is_some());
    assert!(changes.recv_timeout(Duration::from_millis(600)).is_err(), "and once only");
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
