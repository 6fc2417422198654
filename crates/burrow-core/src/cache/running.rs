//! Programs of Go that run now and may want what a cleaning takes: go itself with its compilers, gopls, dlv.
//!
//! They are named, and may be waited for; nothing here stops one.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use crate::job::{Cancel, Cancelled};
use crate::system::processes::{Process, processes};

/// How often is looked while somebody waits.
const LOOK: Duration = Duration::from_millis(500);
/// What go starts out of its `pkg/tool` to build and to check.
const TOOLS: [&str; 9] = ["asm", "buildid", "cgo", "compile", "cover", "fix", "link", "pack", "vet"];

/// A program of Go that runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Running {
    pub pid: u32,
    /// `go`, `gopls`, `dlv`, `compile`.
    pub name: String,
    /// What it does, as far as that is no affair of the program that it runs: `go test`.
    pub command: String,
    /// Where it works, when the system tells.
    pub dir: Option<PathBuf>,
    pub since: SystemTime,
}

impl Running {
    /// It runs for as long as an editor does: nobody waits for its end.
    #[must_use]
    pub fn is_lasting(&self) -> bool {
        self.name == "gopls"
    }
}

/// The programs of Go that run now, the oldest first. What a go among them has started is not named again.
#[must_use]
pub fn running() -> Vec<Running> {
    among(processes(|name| called(name).is_some_and(is_gos)))
}

/// Whether a build may write into the caches now: go does, and gopls starts one whenever a file is saved.
#[must_use]
pub fn may_build() -> bool {
    !running().is_empty()
}

/// Waits until nothing of Go runs but what lasts as long as an editor.
///
/// # Errors
/// [`Cancelled`].
pub fn wait_until_none(cancel: &Cancel, mut seen: impl FnMut(&[Running])) -> Result<(), Cancelled> {
    loop {
        cancel.check()?;
        let running: Vec<Running> = running().into_iter().filter(|one| !one.is_lasting()).collect();
        if running.is_empty() {
            return Ok(());
        }
        seen(&running);
        sleep(LOOK);
    }
}

fn among(processes: Vec<Process>) -> Vec<Running> {
    let gos: Vec<(Process, String)> =
        processes.into_iter().filter_map(|process| name(&process).map(|name| (process, name))).collect();
    let mut running: Vec<Running> = gos
        .iter()
        .filter(|(process, name)| {
            let started_by = |(other, _): &&(Process, String)| Some(other.pid) == process.parent;
            !TOOLS.contains(&name.as_str()) || !gos.iter().any(|other| started_by(&other))
        })
        .map(|(process, name)| Running {
            pid: process.pid,
            name: name.clone(),
            command: command(name, process),
            dir: process.dir.clone(),
            since: process.since,
        })
        .collect();
    running.sort_by_key(|one| (one.since, one.pid));
    running
}

/// What a program of Go is called; `None`: it is none.
fn name(process: &Process) -> Option<String> {
    let file = process.file.as_deref();
    let called = called(file.map_or(Some(process.name.as_os_str()), Path::file_name)?)?;
    let known = is_gos(called) && (!TOOLS.contains(&called) || file.is_some_and(is_tool));
    known.then(|| called.to_owned())
}

/// The name of a program without the ending of its file.
fn called(file: &OsStr) -> Option<&str> {
    let called = Path::new(file).file_stem()?.to_str()?;
    // A program that was replaced while it runs has this at the end of its name on Linux.
    Some(called.strip_suffix(" (deleted)").unwrap_or(called))
}

/// Whether a program of Go is called so; others may be, too.
fn is_gos(called: &str) -> bool {
    matches!(called, "go" | "gopls" | "dlv") || TOOLS.contains(&called)
}

/// In the `pkg/tool/<system>_<architecture>` of a toolchain.
fn is_tool(file: &Path) -> bool {
    let mut above = file.ancestors().skip(2).filter_map(|dir| dir.file_name());
    above.next().is_some_and(|name| name == "tool") && above.next().is_some_and(|name| name == "pkg")
}

/// The program and its verb. What follows may be an affair of the program that is run, with secrets in it.
fn command(name: &str, process: &Process) -> String {
    let mut args = process.args.iter().skip(1).filter_map(|arg| arg.to_str());
    let verb = loop {
        match args.next() {
            Some("-C") => drop(args.next()),
            Some(flag) if flag.starts_with('-') => {}
            verb => break verb,
        }
    };
    let is_verb = |verb: &&str| verb.chars().all(|c| c.is_ascii_lowercase());
    match verb.filter(is_verb).filter(|_| !TOOLS.contains(&name)) {
        Some(verb) => format!("{name} {verb}"),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn process(pid: u32, parent: u32, file: &str, args: &[&str]) -> Process {
        Process {
            pid,
            parent: Some(parent),
            name: Path::new(file).file_name().unwrap().to_owned(),
            file: Some(file.into()),
            args: args.iter().map(Into::into).collect(),
            dir: None,
            since: SystemTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn programs_of_go_are_told_from_others_of_the_same_name() {
        let running = among(vec![
            process(10, 1, "/usr/local/go/bin/go", &["go", "-C", "/src", "run", ".", "--token=x"]),
            process(11, 10, "/usr/local/go/pkg/tool/linux_amd64/compile", &["compile", "-o", "x"]),
            process(12, 1, "/usr/local/go/pkg/tool/linux_amd64/link", &["link"]),
            process(13, 1, "/usr/bin/link", &["link"]),
            process(14, 1, "/home/me/go/bin/gopls", &["gopls", "-mode=stdio"]),
            process(15, 1, "/home/me/go/bin/dlv", &["dlv", "debug"]),
            process(16, 1, "/usr/bin/golint", &["golint"]),
            process(17, 1, "/usr/local/go/bin/go (deleted)", &["go", "./secret"]),
        ]);
        let told: Vec<(u32, &str)> = running.iter().map(|one| (one.pid, one.command.as_str())).collect();
        assert_eq!(told, [(10, "go run"), (12, "link"), (14, "gopls"), (15, "dlv debug"), (17, "go")]);
        assert!(running[2].is_lasting());
    }

    #[test]
    fn who_waits_can_stop_waiting() {
        let cancel = Cancel::new();
        cancel.cancel();
        assert_eq!(wait_until_none(&cancel, |_| {}), Err(Cancelled));
    }
}
