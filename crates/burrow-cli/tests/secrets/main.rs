//! A search for planted secrets: passwords and tokens stand in every setting and file that people have them in, well
//! written and badly; every command is run, and none of them may show one or leave one in a file.
//!
//! Only what is asked for by `burrow env` and the GOENV file itself may hold them. What Burrow cannot know to be a
//! secret (the name of a program, a bare word in GOFLAGS) is not planted.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod machine;
mod plants;
mod search;

use std::sync::Mutex;
use std::thread;

use burrow_servers::Server;
use burrow_servers::modules::{Module, serve};
use burrow_servers::tls::{Authority, Leaf};

use machine::{Form, Machine};
use plants::{ARGUMENTS, FILES, LOCKS_OUT, SETTINGS, filled};
use search::{base64, find};

/// What is run on every machine; a space parts the words.
const COMMANDS: &[&str] = &[
    "env explain",
    "doctor",
    "doctor --fix-all --dry-run",
    "report",
    "report --markdown --mask-hosts",
    "proxy check --timeout 2",
    "proxy route git.corp.test/b@v1.0.0 --live",
    "proxy route corp.test/b@v1.0.0",
    "proxy private",
    "proxy credentials git.corp.test",
    "profile save Kept --from-present",
    "profile list",
    "project",
    "project team",
    "project team --write --dry-run",
    "sdk which",
    "sdk available",
    "env set GOTMPDIR=/tmp",
    "env history",
    "env undo",
];

/// What is run where go refuses nearly everything.
const FEW: &[&str] =
    &["env explain", "doctor", "report", "sdk which", "project", "env set GOSUMDB=off", "env history"];

/// Runs `look` for each of `many`, a few at a time, and fails with all that was found.
fn on_each<T: Sync>(many: &[T], look: impl Fn(usize, &T) -> Vec<String> + Sync) {
    let next = Mutex::new(0..many.len());
    let found = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while let Some(at) = { next.lock().unwrap().next() } {
                    let leaks = look(at, &many[at]);
                    found.lock().unwrap().extend(leaks);
                }
            });
        }
    });
    let found = found.into_inner().unwrap();
    assert!(found.is_empty(), "{} leaks:\n{}", found.len(), found.join("\n"));
}

fn run_all(machine: &mut Machine, commands: &[&str], turn: usize) {
    for (at, words) in commands.iter().enumerate() {
        let form = if (at + turn).is_multiple_of(2) { Form::Json } else { Form::Text };
        machine.run(&words.split(' ').collect::<Vec<_>>(), form);
    }
}

/// What a variable is set to: here, and in the other of the environment and the GOENV file.
type Setting = (&'static str, [Option<&'static str>; 2]);

/// Two values of each variable at a time.
fn worlds(settings: &'static [(&str, &[&str])]) -> Vec<Vec<Setting>> {
    let most = settings.iter().map(|(_, values)| values.len()).max().unwrap().div_ceil(2);
    let pair =
        |values: &'static [&str], at: usize| [values.get(2 * at).copied(), values.get(2 * at + 1).copied()];
    let world = |at| settings.iter().map(|(name, values)| (*name, pair(values, at))).collect();
    (0..most).map(world).collect()
}

fn with_settings(world: &[Setting], turn: usize) -> Machine {
    let mut machine = Machine::new();
    let mut lines = String::new();
    for (name, [one, other]) in world {
        // Whichever wins is looked at most closely.
        let (here, there) = if turn.is_multiple_of(2) { (one, other) } else { (other, one) };
        if let Some(value) = here {
            machine.set(name, &filled(value));
        }
        if let Some(value) = there {
            lines += &format!("{name}={}\n", filled(value));
        }
    }
    machine.plant("goenv", &lines);
    machine
}

#[test]
fn no_setting_shows_or_leaves_its_secret() {
    let worlds = worlds(SETTINGS);
    on_each(&worlds, |turn, world| {
        let mut machine = with_settings(world, turn);
        run_all(&mut machine, COMMANDS, turn);
        machine.leaks()
    });
}

#[test]
fn nor_does_one_that_go_refuses() {
    on_each(LOCKS_OUT, |turn, name| {
        // Every second one in the file, and of these every second one the other value.
        let value = Some(plants::REFUSED[turn / 2 % 2]);
        let pair = if turn.is_multiple_of(2) { [value, None] } else { [None, value] };
        let mut machine = with_settings(&[(*name, pair)], 0);
        run_all(&mut machine, FEW, turn / 4);
        machine.leaks()
    });
}

#[test]
fn no_file_that_burrow_reads_does() {
    on_each(FILES, |turn, files| {
        let mut machine = Machine::new();
        for (name, text) in *files {
            machine.plant(name, &filled(text));
        }
        run_all(&mut machine, COMMANDS, turn);
        run_all(
            &mut machine,
            &[
                "env diff other.json",
                "profile import team.toml --dry-run",
                "env explain GOPROXY --login-shell",
            ],
            turn,
        );
        machine.leaks()
    });
}

#[test]
fn nothing_that_is_typed_comes_back_with_its_secret() {
    let chunks: Vec<_> = ARGUMENTS.chunks(8).collect();
    on_each(&chunks, |_, chunk| {
        let mut machine = Machine::new();
        for words in *chunk {
            let words: Vec<String> = words.iter().map(|word| filled(word)).collect();
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            machine.run(&words, Form::Json);
            machine.run(&words, Form::Text);
        }
        run_all(&mut machine, &["env history", "profile list", "report"], 0);
        machine.leaks()
    });
}

#[test]
fn a_login_that_a_server_has_taken_is_told_nowhere() {
    let password = filled("{}");
    let authority = Authority::new("Test Root");
    let server = Server::start_tls(authority.server(Leaf::Good));
    serve(&[Module::new("example.com/m", "v1.0.0")], &server, "");
    let wanted = format!("Basic {}", base64(format!("ada:{password}").as_bytes()));
    server.lock(&wanted);
    let mut machine = Machine::new();
    machine.plant("ca.pem", &authority.pem());
    machine.set("SSL_CERT_FILE", &machine.path("ca.pem").display().to_string());
    machine.plant(
        "goenv",
        &format!("GOSUMDB=off\nGOPROXY={}\n", server.url().replace("://", &format!("://ada:{password}@"))),
    );
    machine.plant("home/.netrc", &format!("machine {} login ada password {password}\n", server.address));
    let credentials = format!("proxy credentials {} --check --module example.com/m", server.address);
    let commands = [
        "proxy check",
        "proxy route example.com/m@v1.0.0 --live",
        &credentials,
        "proxy bench",
        "sdk available",
        "doctor --online",
        "report",
        "project warm",
    ];
    run_all(&mut machine, &commands, 0);
    run_all(&mut machine, &commands, 1);
    let told = server.requests().into_iter().filter_map(|request| request.authorization);
    assert!(told.into_iter().any(|header| header == wanted), "nobody was asked with the login");
    let leaks = machine.leaks();
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
}

#[test]
fn the_search_finds_what_is_there() {
    let secret = filled("{}");
    let mut machine = Machine::new();
    machine.plant("home/.netrc", &format!("machine h login ada password {secret}\n"));
    assert!(find(&std::fs::read(machine.path("home/.netrc")).unwrap()).is_some());
    for before in ["", "a", "ab"] {
        assert!(find(base64(format!("{before}{secret}:x").as_bytes()).as_bytes()).is_some(), "{before}");
    }
    let escaped: String = secret.bytes().map(|byte| format!("%{byte:02x}")).collect();
    assert!(find(escaped.as_bytes()).is_some());
    assert!(find(b"*** Zq9").is_none());
    // `env` is asked for values, and shows them; a file that nobody planted is found.
    machine.set("GOPROXY", &format!("https://u:{secret}@h.test"));
    machine.run(&["env", "GOPROXY"], Form::Text);
    machine.run(&["env", "explain", "GOPROXY"], Form::Text);
    std::fs::write(machine.path("state/log"), &secret).unwrap();
    let leaks = machine.leaks();
    assert_eq!(leaks.len(), 2, "{leaks:?}");
    assert!(leaks[0].starts_with("env GOPROXY: "), "{leaks:?}");
    assert!(leaks[1].starts_with("a file: "), "{leaks:?}");
}
