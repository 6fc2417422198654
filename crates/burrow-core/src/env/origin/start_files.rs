//! Which start files each shell reads, in its order.

use bstr::{BStr, BString, ByteSlice};
use go_rules::environ::Environ;
use go_rules::files::Files;

use super::run::{Event, Facts, Machine, Ran, State, Tri, Value};
use super::script::ast::Dialect;
use super::universal;
use crate::env::capture::{Shell, ShellKind};
use crate::env::session_files::{config_home, join};

/// What came of following a shell's start files.
pub struct Reading {
    /// `None`: a start file ends the shell.
    pub state: Option<State>,
    pub events: Vec<Event>,
    /// Every file that was read or looked for.
    pub seen: Vec<BString>,
}

/// How a shell is started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// As an interactive login shell.
    LogIn,
    /// After a log-in, once more in a terminal that starts no login shell: bash then reads other files.
    Terminal,
}

/// Follows what `shell` reads when it is started in `environ`. `None`: its language is not read.
pub fn follow(
    shell: &Shell,
    start: Start,
    environ: &Environ,
    facts: Facts,
    files: &dyn Files,
) -> Option<Reading> {
    let dialect = dialect(shell.kind)?;
    let mut state = State::default();
    for (name, value) in environ.iter() {
        state.import(name, value);
    }
    state.directory = environ.set("HOME").map(BString::from);
    give_own_variables(shell, dialect, facts, &mut state);
    let mut run = Run { machine: Machine::new(files, dialect, facts), files, state: Some(state) };
    let home = BString::from(environ.get("HOME").unwrap_or_default());
    match dialect {
        Dialect::Bash => run.bash(home.as_bstr(), start),
        Dialect::Zsh => run.zsh(home.as_bstr()),
        Dialect::Posix => run.posix(home.as_bstr()),
        Dialect::Fish => run.fish(home.as_bstr(), environ),
    }
    Some(Reading { state: run.state, events: run.machine.events, seen: run.machine.seen })
}

fn dialect(kind: ShellKind) -> Option<Dialect> {
    match kind {
        ShellKind::Bash => Some(Dialect::Bash),
        ShellKind::Zsh => Some(Dialect::Zsh),
        ShellKind::Fish => Some(Dialect::Fish),
        ShellKind::Posix => Some(Dialect::Posix),
        ShellKind::Csh | ShellKind::Other => None,
    }
}

/// What a shell sets by itself, as far as start files look at it.
fn give_own_variables(shell: &Shell, dialect: Dialect, facts: Facts, state: &mut State) {
    let filled = || Value::Unknown { filled: true };
    let known = |text: &str| Value::Known(text.into());
    let uid = facts.uid.map_or(filled(), |uid| known(&uid.to_string()));
    let os_type = match facts.system {
        Some("Linux") => known("linux-gnu"),
        Some("Darwin") => known("darwin"),
        _ => filled(),
    };
    let own: Vec<(&str, Value)> = match dialect {
        Dialect::Bash => vec![
            ("BASH", Value::Known(shell.program.clone())),
            ("BASH_VERSION", filled()),
            ("UID", uid.clone()),
            ("EUID", uid),
            ("OSTYPE", os_type),
            ("HOSTNAME", filled()),
            ("PS1", filled()),
            ("-", known("hiBHc")),
        ],
        Dialect::Zsh => vec![
            ("ZSH_VERSION", filled()),
            ("ZSH_NAME", known("zsh")),
            ("UID", uid.clone()),
            ("EUID", uid),
            ("OSTYPE", os_type),
            ("HOST", filled()),
            ("PS1", filled()),
            ("PROMPT", filled()),
            ("-", known("569XZil")),
        ],
        Dialect::Posix => vec![("PS1", filled()), ("-", known("i"))],
        Dialect::Fish => vec![("FISH_VERSION", filled()), ("version", filled()), ("fish_pid", filled())],
    };
    // Fish puts the account's name there, whatever it was given.
    if dialect == Dialect::Fish {
        state.give("USER", filled());
    }
    for (name, value) in own {
        if state.is_set(name.as_bytes()) != Tri::Yes {
            state.give(name, value);
        }
    }
}

struct Run<'a> {
    machine: Machine<'a>,
    files: &'a dyn Files,
    state: Option<State>,
}

impl Run<'_> {
    fn read(&mut self, path: impl AsRef<[u8]>) {
        if let Some(state) = self.state.take() {
            self.state = match self.machine.source(path.as_ref().as_bstr(), state) {
                Ran::On(state, _) => Some(state),
                Ran::Off => None,
            };
        }
    }

    fn is_there(&self, path: &BString) -> bool {
        self.files.kind(path.as_bstr()).is_some()
    }

    fn bash(&mut self, home: &BStr, start: Start) {
        self.read("/etc/profile");
        let own = [".bash_profile", ".bash_login", ".profile"].map(|name| join(home, name));
        self.read_first(&own);
        let terminals = ["/etc/bash.bashrc".into(), join(home, ".bashrc")];
        if start == Start::Terminal && !self.machine.seen.contains(&terminals[1]) {
            terminals.iter().for_each(|file| self.read(file));
        }
        // Not read at a log-in, but a file that comes to be may change that.
        self.machine.seen.extend(terminals);
    }

    /// The first that is there; those before it might come to be.
    fn read_first(&mut self, candidates: &[BString]) {
        let first = candidates.iter().position(|file| self.is_there(file)).unwrap_or(candidates.len());
        let (before, rest) = candidates.split_at(first);
        self.machine.seen.extend(before.iter().cloned());
        if let Some(file) = rest.first() {
            self.read(file);
        }
    }

    /// Debian keeps the system's files in /etc/zsh, most others in /etc.
    fn zsh(&mut self, home: &BStr) {
        let debian = !self.files.list(b"/etc/zsh".as_bstr()).is_empty();
        let system = if debian { "/etc/zsh/" } else { "/etc/" };
        for name in ["zshenv", "zprofile", "zshrc", "zlogin"] {
            let only_own = self.state.as_ref().is_some_and(|s| s.only_own_files);
            if name == "zshenv" || !only_own {
                self.read([system, name].concat());
            }
            // A file may move the others.
            let moved = self.state.as_ref().and_then(|s| s.known(b"ZDOTDIR")).filter(|dir| !dir.is_empty());
            let dir = moved.unwrap_or_else(|| home.into());
            self.read(join(dir.as_bstr(), [".", name].concat()));
        }
    }

    fn posix(&mut self, home: &BStr) {
        self.read("/etc/profile");
        self.read(join(home, ".profile"));
        let env = self.state.as_ref().and_then(|s| s.known(b"ENV")).filter(|file| file.starts_with(b"/"));
        if let Some(file) = env {
            self.read(file);
        }
    }

    /// Snippets of all directories first (of equal names the first), then the two main files.
    fn fish(&mut self, home: &BStr, environ: &Environ) {
        let config = config_home(Some(home), environ).map(|dir| join(dir.as_bstr(), "fish"));
        if let (Some(config), Some(state)) = (&config, &mut self.state) {
            let file = join(config.as_bstr(), "fish_variables");
            universal::import(file.as_bstr(), self.files, state, &mut self.machine.events);
            self.machine.seen.push(file);
        }
        let mut names: Vec<BString> = Vec::new();
        let system = ["/etc/fish", "/opt/homebrew/etc/fish", "/usr/local/etc/fish"].map(BString::from);
        let vendor =
            ["/usr/local/share/fish/vendor_conf.d", "/usr/share/fish/vendor_conf.d"].map(BString::from);
        let snippets = config.iter().chain(&system).map(|dir| join(dir.as_bstr(), "conf.d")).chain(vendor);
        for dir in snippets {
            for name in self.files.list(dir.as_bstr()) {
                if name.ends_with(b".fish") && !names.contains(&name) {
                    self.read(join(dir.as_bstr(), &name));
                    names.push(name);
                }
            }
        }
        for dir in system.iter().chain(&config) {
            self.read(join(dir.as_bstr(), "config.fish"));
        }
    }
}
