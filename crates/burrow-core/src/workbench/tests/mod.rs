//! The workbench on machines of its own: what it shows, what it changes, what it hears.

mod caches;
mod change;
mod doctor;
mod hear;
mod profiles;
mod projects;
mod proxies;
mod show;
mod toolchains;

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
            data_dir: Some(self.dir.path().join("data")),
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
