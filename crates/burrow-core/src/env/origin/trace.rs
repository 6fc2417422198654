//! Asking the shell itself which line gave a variable its value: it is run once with its own trace (`set -x`),
//! whose prompt names file and line. Bash and zsh can do that; dash and fish name no file.
//!
//! A trace shows commands after expansion, also ones that leave nothing behind: `A=1 command`, subshells. What it
//! says is therefore held against the file: the line has to be one that can set the variable for good. zsh's trace
//! goes where standard error goes: what runs under `2>/dev/null` it does not show.

use std::time::Duration;

use bstr::{BStr, BString, ByteSlice};
use go_rules::environ::Environ;
use go_rules::files::Files;

use super::run::Event;
use super::script::ast::{Command, Dialect, Word};
use super::script::parse;
use super::sites::{Site, sites};
use crate::env::capture::dump::Marker;
use crate::env::capture::{Shell, ShellKind};
use crate::env::session_files::join;
use crate::system::process::{Limits, Program, listen};

/// A trace is longer than what a start file prints.
const MOST_OUTPUT: usize = 64 * 1024 * 1024;
const ONE_READ: usize = 64 * 1024;
/// Between the parts of a traced line's head; no path has it.
const SEPARATOR: u8 = 0x1f;

/// One traced command.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Step {
    file: BString,
    line: u32,
    /// 0: the shell itself, not one of its subshells.
    subshell: u32,
    /// How deep in sourced files, functions and `eval`s.
    depth: u32,
    command: BString,
}

/// What a shell did while it started, and the environment it ended up with.
pub struct Trace {
    dialect: Dialect,
    home: BString,
    steps: Vec<Step>,
    environ: Environ,
}

/// Runs `shell` with its trace. `None` when it cannot trace, or did not get to the end.
pub fn record(shell: &Shell, start: &Environ, limit: Duration) -> Option<Trace> {
    let (marker, head) = (Marker::random(), Marker::random().word());
    let home: BString = start.get("HOME").unwrap_or_default().into();
    let (dialect, args, environ) = match shell.kind {
        ShellKind::Bash => (Dialect::Bash, bash_arguments(&head, &marker), start.clone()),
        ShellKind::Zsh => {
            let prompt = format!("+{head}\x1f%x\x1f%I\x1f${{ZSH_SUBSHELL}}\x1f%e\x1f");
            let args = ["-o", "promptsubst", "-x", "-l", "-i", "-c"].map(BString::from).to_vec();
            let environ = start.with("PS4", Some(prompt.as_bytes()));
            (Dialect::Zsh, [args, vec![marker.command().into()]].concat(), environ)
        }
        ShellKind::Fish | ShellKind::Posix | ShellKind::Csh | ShellKind::Other => return None,
    };
    let program = Program {
        path: shell.program.clone(),
        called: None,
        args,
        environ: &environ,
        dir: Some(home.clone()),
    };
    let limits = Limits { time: limit, output: MOST_OUTPUT };
    let heard = listen(&program, limits, |printed| marker.closed(printed, ONE_READ)).ok()?;
    let environ = marker.environ(&heard.stdout)?;
    Some(Trace { dialect, home, steps: steps(&heard.stderr, head.as_bytes()), environ })
}

/// Bash takes no trace prompt from the environment when it runs as root, so it is told before it reads its start
/// files: these are then read in the way of a login shell. From 4.1 on the trace survives `2>/dev/null`.
fn bash_arguments(head: &str, marker: &Marker) -> Vec<BString> {
    let prompt = format!(
        "+{head}\x1f${{BASH_SOURCE-}}\x1f${{LINENO-}}\x1f${{BASH_SUBSHELL-}}\x1f${{#FUNCNAME[@]}}\x1f"
    );
    let script = format!(
        "if [ \"${{BASH_VERSINFO[0]}}${{BASH_VERSINFO[1]}}\" -ge 41 ]; then \
         eval 'exec {{BURROW_TRACE}}>&2'; BASH_XTRACEFD=$BURROW_TRACE; fi; \
         PS4='{prompt}'; set -x; \
         [ ! -r /etc/profile ] || . /etc/profile; \
         if [ -r ~/.bash_profile ]; then . ~/.bash_profile; \
         elif [ -r ~/.bash_login ]; then . ~/.bash_login; \
         elif [ -r ~/.profile ]; then . ~/.profile; fi; \
         {}",
        marker.command()
    );
    ["--norc", "-i", "-c"].map(BString::from).into_iter().chain([script.into()]).collect()
}

/// The traced commands in `text`, each up to the next one's head.
fn steps(text: &[u8], head: &[u8]) -> Vec<Step> {
    let mut starts = text.find_iter(head).collect::<Vec<_>>();
    starts.push(text.len());
    starts.windows(2).filter_map(|pair| step(&text[pair[0] + head.len()..pair[1]])).collect()
}

fn step(text: &[u8]) -> Option<Step> {
    let mut parts = text.strip_prefix(&[SEPARATOR])?.splitn(5, |&b| b == SEPARATOR);
    let file = parts.next()?.into();
    let mut number = || parts.next()?.to_str().ok()?.parse().ok();
    let (line, subshell, depth) = (number()?, number()?, number()?);
    Some(Step { file, line, subshell, depth, command: parts.next()?.into() })
}

impl Trace {
    /// The last line that gave `name` this value for good; `None` when the shell came to another value now, or
    /// the line cannot be told.
    pub fn origin(&self, name: &BStr, value: &BStr, files: &dyn Files) -> Option<Event> {
        if self.environ.get(name) != Some(value) {
            return None;
        }
        let gives = |step: &&(usize, &Step)| self.assigned(&step.1.command, name).is_some_and(|v| v == value);
        let own: Vec<(usize, &Step)> =
            self.steps.iter().enumerate().filter(|(_, s)| s.subshell == 0).collect();
        own.iter().rev().filter(gives).find_map(|(index, step)| self.settle(*index, step, name, files))
    }

    /// The value that a traced command gives to `name`.
    fn assigned(&self, command: &BString, name: &BStr) -> Option<BString> {
        let script = parse(command, self.dialect);
        let Command::Simple { assignments, words } = &script.first()?.command else { return None };
        if words.is_empty() {
            return assignments.iter().rev().find(|a| a.name == name && !a.append)?.value.as_ref()?.literal();
        }
        let declares =
            words[0].bare().is_some_and(|w| matches!(w, b"export" | b"declare" | b"typeset" | b"readonly"));
        let given = |word: &Word| {
            let text = word.literal()?;
            let (own, value) = text.split_once_str("=")?;
            (own == name.as_bytes()).then(|| BString::from(value))
        };
        words[1..].iter().rev().find_map(given).filter(|_| declares)
    }

    /// The traced line as a place, if the file bears it out.
    fn settle(&self, index: usize, step: &Step, name: &BStr, files: &dyn Files) -> Option<Event> {
        let file = self.file(&step.file);
        let text = files.read(file.as_bstr()).ok()?;
        let sites = sites(&parse(&text, self.dialect));
        let event = |line| Event { name: name.into(), file: file.clone(), line, doubtful: false };
        let here = |line: u32| sites.iter().filter(move |s| (s.first..=s.last).contains(&line));
        let named: Vec<&Site> =
            here(step.line).filter(|s| s.name.as_ref().is_some_and(|n| n == name)).collect();
        if !named.is_empty() {
            let mut lines: Vec<u32> = named.iter().filter(|s| s.lasts).map(|s| s.line).collect();
            lines.dedup();
            return match lines.as_slice() {
                [line] => Some(event(*line)),
                // Several in one command: only the line itself can be believed.
                several => several.contains(&step.line).then(|| event(step.line)),
            };
        }
        // Its name is made when it runs: `export "$line"`, `eval`. zsh counts the lines of an `eval` on from its own.
        if here(step.line).any(|s| s.name.is_none() && s.lasts) {
            return Some(event(here(step.line).find(|s| s.name.is_none())?.first));
        }
        let outer = self.steps[..index].iter().rev().find(|s| s.depth < step.depth && s.file == step.file)?;
        let evaluates = outer.command.starts_with(b"eval ") || outer.command.starts_with(b"emulate ");
        evaluates.then(|| event(outer.line))
    }

    /// Shells name a file as it was written when it was included.
    fn file(&self, named: &BString) -> BString {
        if named.starts_with(b"/") {
            return named.clone();
        }
        join(self.home.as_bstr(), named.strip_prefix(b"./").unwrap_or(named))
    }
}
