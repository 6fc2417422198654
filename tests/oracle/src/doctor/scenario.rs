//! What a scenario is.

use super::machine::Machine;
use crate::rng::Rng;
use std::io;

/// One way in which a machine is wrong.
#[derive(Debug, Clone, Copy)]
pub struct Scenario {
    pub name: &'static str,
    /// The check that finds it.
    pub id: &'static str,
    /// What follows from it, and may be found besides.
    pub besides: &'static [&'static str],
    /// Makes the machine wrong. Where lines are the cause, it names them: [`Machine::cause`].
    pub lay: fn(&mut Machine, &mut Rng) -> io::Result<()>,
    /// Whether real go is content: not before the fix, but after it. `None`: go has no opinion.
    pub go: Option<fn(&Machine) -> io::Result<bool>>,
    pub fix: Fix,
    /// Asked with `--online`.
    pub online: bool,
    /// Only with SDKs of this minor version or later.
    pub since: u32,
    /// How many SDKs it takes.
    pub sdks: usize,
}

/// How it is mended.
#[derive(Debug, Clone, Copy)]
pub enum Fix {
    /// By `doctor --fix`, taken back by these words.
    Undone(&'static [&'static str]),
    /// By `doctor --fix`, for good.
    #[allow(dead_code, reason = "a table may have none")]
    ForGood,
    /// Only a person can: `--fix` says so, and changes nothing.
    Person,
}

/// What `env undo` takes back.
pub const BY_ENV_UNDO: Fix = Fix::Undone(&["env", "undo"]);

impl Scenario {
    /// With a fix that `env undo` takes back, nothing besides, on any SDK.
    pub const fn new(
        name: &'static str,
        id: &'static str,
        lay: fn(&mut Machine, &mut Rng) -> io::Result<()>,
    ) -> Scenario {
        Scenario { name, id, besides: &[], lay, go: None, fix: BY_ENV_UNDO, online: false, since: 0, sdks: 1 }
    }

    pub const fn besides(self, besides: &'static [&'static str]) -> Scenario {
        Scenario { besides, ..self }
    }

    pub const fn go(self, go: fn(&Machine) -> io::Result<bool>) -> Scenario {
        Scenario { go: Some(go), ..self }
    }

    pub const fn fix(self, fix: Fix) -> Scenario {
        Scenario { fix, ..self }
    }

    #[allow(dead_code, reason = "a table may have none")]
    pub const fn online(self) -> Scenario {
        Scenario { online: true, ..self }
    }

    pub const fn since(self, since: u32) -> Scenario {
        Scenario { since, ..self }
    }

    pub const fn sdks(self, sdks: usize) -> Scenario {
        Scenario { sdks, ..self }
    }
}
