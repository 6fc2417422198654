//! Generated start files, read by Burrow and by the real shells. Every assignment has a value of its own, so the
//! value that the shell ends up with says which line gave it.

#![expect(clippy::unwrap_used, reason = "only tests use this")]

use std::collections::HashMap;
use std::fmt::Write as _;
use std::time::Duration;

use bstr::{BString, ByteSlice};
use proptest::prelude::*;

use super::{Located, Locator, Untold};
use crate::env::capture::{AskerId, Captured, Shell, ShellKind, Source, login_shell};
use crate::env::real_shells::{self, Home};
use crate::system::DiskFiles;

const LIMIT: Duration = Duration::from_secs(60);
const NAMES: [&str; 4] = ["GOPROXY", "GOFLAGS", "GOBIN", "GOSUMDB"];

pub fn captured(shell: &Shell, home: &Home) -> Captured {
    let start = home.start(shell);
    let environ = login_shell::ask(shell, &start, home.path().as_bstr(), LIMIT).unwrap();
    Captured {
        asker: AskerId::LoginShell,
        source: Source::Shell,
        shell: Some(shell.clone()),
        environ,
        start,
        home: Some(home.path()),
    }
}

/// Builds a start file from a stream of choices, and remembers on which line each value stands.
struct Author<'a> {
    kind: ShellKind,
    choices: std::slice::Iter<'a, u8>,
    text: String,
    line: u32,
    lines: HashMap<String, u32>,
    depth: u32,
}

impl Author<'_> {
    fn pick(&mut self, of: u8) -> u8 {
        self.choices.next().map_or(0, |c| c % of)
    }

    fn name(&mut self) -> &'static str {
        NAMES[usize::from(self.pick(4))]
    }

    /// A value that occurs nowhere else, and that this line gives.
    fn value(&mut self) -> String {
        let value = format!("v{}", self.lines.len());
        self.lines.insert(value.clone(), self.line);
        value
    }

    fn write(&mut self, line: &str) {
        let _ = writeln!(self.text, "{line}");
        self.line += 1;
    }

    fn statements(&mut self, most: u8) {
        for _ in 0..=self.pick(most) {
            match self.kind {
                ShellKind::Fish => self.fish(),
                _ => self.posix(),
            }
        }
    }

    fn condition(&mut self) -> &'static str {
        let all = [
            "true",
            "false",
            "[ -d / ]",
            "[ -f /no/such ]",
            "[ -n \"$HOME\" ]",
            "[ -z \"$GOBIN\" ]",
            "test \"$USER\" = ada",
            "[ \"$(echo x)\" = x ]",
            "uname >/dev/null",
            "ls /no/such >/dev/null 2>&1",
            "command -v sh >/dev/null",
        ];
        all[usize::from(self.pick(11))]
    }

    fn posix(&mut self) {
        let name = self.name();
        let deeper = self.depth < 3;
        match self.pick(if deeper { 24 } else { 15 }) {
            0 => self.write(&format!("# export {name}=comment")),
            1 => {
                let value = self.value();
                self.write(&format!("export {name}={value}"));
            }
            2 => {
                let value = self.value();
                self.write(&format!("{name}={value}; export {name}"));
            }
            3 => {
                let (a, b) = (self.value(), self.value());
                self.write(&format!("export {name}='{a}' GOTMPDIR=\"{b}\""));
            }
            4 => {
                let value = self.value();
                self.write(&format!("{name}={value}"));
            }
            5 => self.write(&format!("unset {name}")),
            6 => {
                self.write("cat <<'END' >/dev/null");
                self.write(&format!("export {name}=here"));
                self.write("END");
            }
            7 => {
                self.write("NOTE='a quote that goes on");
                self.write(&format!("export {name}=quoted"));
                self.write("and ends'");
            }
            8 => {
                let value = self.value();
                self.write(&format!("( export {name}={value} )"));
            }
            9 => {
                let value = self.value();
                self.write(&format!("{name}={value} true"));
            }
            10 => {
                let value = self.value();
                self.write(&format!("eval \"export {name}={value}\""));
            }
            11 => {
                let (condition, value) = (self.condition(), self.value());
                self.write(&format!("{condition} && export {name}={value}"));
            }
            12 => {
                let value = self.value();
                self.write(&format!("export {name}=\"$HOME/$(echo in):{value}\""));
            }
            13 => {
                self.write("export GOTMPDIR=/x \\");
                let value = self.value();
                self.write(&format!("  {name}=${{NOT_SET:-{value}}}"));
            }
            14 => self.write("echo noise"),
            15 => self.if_block(),
            16 => {
                self.write("case $HOME in");
                self.write("  /nowhere) ");
                self.nested(2);
                self.write("  ;;");
                self.write("  *) ");
                self.nested(2);
                self.write("esac");
            }
            17 => {
                let function = format!("f{}", self.line);
                self.write(&format!("{function}() {{"));
                self.nested(2);
                self.write("}");
                if self.pick(2) == 0 {
                    self.write(&function);
                }
            }
            18 => {
                self.write("for i in 1 2; do");
                self.nested(2);
                self.write("done");
            }
            19 => {
                self.write("{");
                self.nested(2);
                // zsh would hide its trace as well.
                self.write(if self.kind == ShellKind::Zsh { "} >/dev/null" } else { "} 2>/dev/null" });
            }
            20 if self.kind != ShellKind::Posix => {
                let value = self.value();
                self.write(&format!("typeset -x {name}={value}"));
            }
            21 if self.kind != ShellKind::Posix => {
                let value = self.value();
                self.write(&format!("if [[ $USER == a* && -n $HOME ]]; then export {name}=$'{value}'; fi"));
            }
            22 => {
                let function = format!("g{}", self.line);
                let value = self.value();
                self.write(&format!("{function}() {{ local {name}={value}; return 0; }}; {function}"));
            }
            _ => {
                self.write("while [ -z \"$DONE\" ]; do");
                self.nested(1);
                self.write("DONE=1; done");
            }
        }
    }

    fn nested(&mut self, most: u8) {
        self.depth += 1;
        self.write(":");
        self.statements(most);
        self.depth -= 1;
    }

    fn if_block(&mut self) {
        let condition = self.condition();
        self.write(&format!("if {condition}"));
        self.write("then");
        self.nested(2);
        if self.pick(2) == 0 {
            self.write("else");
            self.nested(2);
        }
        self.write("fi");
    }

    fn fish(&mut self) {
        let name = self.name();
        let deeper = self.depth < 3;
        match self.pick(if deeper { 18 } else { 11 }) {
            0 => self.write(&format!("# set -gx {name} comment")),
            1 => {
                let value = self.value();
                self.write(&format!("set -gx {name} {value}"));
            }
            2 => {
                let value = self.value();
                self.write(&format!("set -x {name} '{value}'"));
            }
            3 => {
                let value = self.value();
                self.write(&format!("export {name}={value}"));
            }
            4 => self.write(&format!("set -e {name}")),
            5 => {
                self.write("set NOTE 'a quote that goes on");
                self.write(&format!("set -gx {name} quoted"));
                self.write("and ends'");
            }
            6 => {
                let (condition, value) = (self.condition(), self.value());
                let condition = condition.replace("&&", "; and");
                self.write(&format!("{condition}; and set -gx {name} {value}"));
            }
            7 => {
                let value = self.value();
                self.write(&format!("set -g {name} a {value}"));
            }
            8 => {
                let value = self.value();
                self.write(&format!("set --export --global {name} \"$HOME/{value}\""));
            }
            9 => {
                self.write("set -gx \\");
                let line = self.line - 1;
                let value = self.value();
                self.lines.insert(value.clone(), line + 1);
                self.write(&format!("  {name} {value}"));
            }
            10 => self.write("echo noise"),
            11 => {
                let condition = self.condition();
                self.write(&format!("if {condition}"));
                self.nested(2);
                if self.pick(2) == 0 {
                    self.write("else");
                    self.nested(2);
                }
                self.write("end");
            }
            12 => {
                self.write("switch $USER");
                self.write("case 'a*'");
                self.nested(2);
                self.write("case '*'");
                self.nested(2);
                self.write("end");
            }
            13 => {
                let function = format!("f{}", self.line);
                self.write(&format!("function {function}"));
                self.nested(2);
                self.write("end");
                if self.pick(2) == 0 {
                    self.write(&function);
                }
            }
            14 => {
                self.write("for i in 1 2");
                self.nested(2);
                self.write("end");
            }
            15 => {
                self.write("begin");
                self.nested(2);
                self.write("end");
            }
            16 => {
                let value = self.value();
                self.write(&format!("set -l {name} {value}"));
            }
            _ => {
                let value = self.value();
                self.write(&format!("if true; set -gx {name} {value}; end"));
            }
        }
    }
}

/// The file that the generated text goes to, and what every shell's answer must agree with.
fn check(name: &str, file: &str, choices: &[u8], trace: bool) -> Result<(), TestCaseError> {
    let Some(shell) = real_shells::shell(name) else { return Ok(()) };
    let mut author = Author {
        kind: shell.kind,
        choices: choices.iter(),
        text: String::new(),
        line: 1,
        lines: HashMap::new(),
        depth: 0,
    };
    author.statements(12);
    let home = Home::with(&[(file, author.text.as_bytes())]);
    let captured = captured(&shell, &home);
    let locator = Locator::new(&captured, &DiskFiles);
    let locator = if trace { locator.with_trace(LIMIT) } else { locator };
    for variable in NAMES {
        let Some(value) = captured.environ.get(variable) else { continue };
        let value = BString::from(value);
        let tag = value.to_string().rsplit(['/', ':', ' ']).next().unwrap_or_default().to_owned();
        let located = locator.locate(variable.as_bytes().as_bstr(), value.as_bstr());
        let expected = author.lines.get(&tag).copied();
        let told = located.winner().map(|place| (place.file.clone(), place.line));
        match told {
            Some(told) => {
                prop_assert_eq!(told, (home.file(file), expected), "{}={}\n{}", variable, value, author.text)
            }
            // Without asking the shell, not everything can be told; with it, everything can.
            None => prop_assert!(
                !trace && located.untold == Some(Untold::Undecided),
                "{}={} {:?}\n{}",
                variable,
                value,
                located,
                author.text
            ),
        }
    }
    Ok(())
}

fn cases() -> ProptestConfig {
    let thorough = crate::system::process_environ().set("CI").is_some();
    ProptestConfig {
        cases: if thorough { 400 } else { 60 },
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn choices() -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(any::<u8>(), 0..120)
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn bash_agrees_with_what_is_read(choices in choices()) {
        check("bash", ".bash_profile", &choices, false)?;
    }

    #[test]
    fn bash_tells_every_line_when_it_is_asked(choices in choices()) {
        check("bash", ".profile", &choices, true)?;
    }

    #[test]
    fn zsh_agrees_with_what_is_read(choices in choices()) {
        check("zsh", ".zprofile", &choices, false)?;
    }

    #[test]
    fn zsh_tells_every_line_when_it_is_asked(choices in choices()) {
        check("zsh", ".zshrc", &choices, true)?;
    }

    #[test]
    fn dash_agrees_with_what_is_read(choices in choices()) {
        check("dash", ".profile", &choices, false)?;
    }

    #[test]
    fn fish_agrees_with_what_is_read(choices in choices()) {
        check("fish", ".config/fish/config.fish", &choices, false)?;
    }
}

/// For tests elsewhere: where `variable` was set in a home with these files.
pub fn located(shell: &Shell, home: &Home, variable: &str, trace: bool) -> Located {
    let captured = captured(shell, home);
    let value = BString::from(captured.environ.get(variable).unwrap_or_default());
    let locator = Locator::new(&captured, &DiskFiles);
    let locator = if trace { locator.with_trace(LIMIT) } else { locator };
    locator.locate(variable.as_bytes().as_bstr(), value.as_bstr())
}
