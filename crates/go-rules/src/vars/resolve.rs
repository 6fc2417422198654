//! What `go env` would print, with every layer it looked at, or what it would say instead.

use std::fmt;

use bstr::{BStr, BString, ByteSlice};

use super::costly;
use super::extra::{self, Modules};
use super::ladder;
use super::lockout::{self, Lockout};
use super::registry;
use super::startup::{self, Command, Process, Source};
use super::target::{self, Cgo, Target};
use super::values::Facts;
use super::{GoenvLocation, Settings, Variable, experiments};
use crate::build_constants::BuildConstants;
use crate::env_file::EnvFile;
use crate::environ::{Environ, Os};
use crate::files::{Files, OneLook, ReadError};
use crate::go_command::{GoCommand, Rules};
use crate::refusal::Refusal;
use crate::toolchain::DecidedBy;

/// Which variables are asked for. It matters: go checks more for the whole list than for single names.
#[derive(Debug, Clone, Copy)]
pub enum Wanted<'a> {
    Everything,
    /// These names. `plain`: without any flag (`-json`, `-changed`), which exempts some from the switch of
    /// toolchains.
    Names {
        names: &'a [BString],
        plain: bool,
    },
}

/// A question of `go env`.
#[derive(Clone, Copy)]
pub struct Question<'a> {
    /// The environment go is started with.
    pub environ: &'a Environ,
    /// The working directory without links; PWD tells how a person spells it.
    pub dir: &'a BStr,
    /// Where go is started, when `-C` then leads it to `dir`: relative paths in its environment are looked up
    /// from here while it starts. `None`: in `dir`.
    pub started_in: Option<&'a BStr>,
    /// The go that is started. `None`: no Go is at hand, the newest rules are assumed.
    pub go: Option<&'a GoCommand>,
    pub files: &'a dyn Files,
    pub wanted: Wanted<'a>,
}

impl<'a> Question<'a> {
    /// A question for everything.
    pub fn new(
        environ: &'a Environ,
        dir: &'a BStr,
        go: Option<&'a GoCommand>,
        files: &'a dyn Files,
    ) -> Question<'a> {
        Question { environ, dir, started_in: None, go, files, wanted: Wanted::Everything }
    }

    /// The same question for some names only.
    #[must_use]
    pub fn names(self, names: &'a [BString], plain: bool) -> Question<'a> {
        Question { wanted: Wanted::Names { names, plain }, ..self }
    }
}

/// What go writes to its standard error and goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// `old`: in the words of Go up to 1.23.
    GopathIsGoroot { gopath: BString, old: bool },
    /// A go.mod right in the folder for temporary files is passed over.
    GoModInTemp { dir: BString },
    /// There is a go.mod in the first folder of GOPATH.
    GoModInGopath { gopath: BString },
    /// `go env -w` sets what the process environment hides.
    Shadowed { name: BString },
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Warning::GopathIsGoroot { gopath, old: true } => {
                write!(f, "warning: GOPATH set to GOROOT ({gopath}) has no effect")
            }
            Warning::GopathIsGoroot { gopath, old: false } => write!(
                f,
                "warning: both GOPATH and GOROOT are the same directory ({gopath}); see \
                 https://go.dev/wiki/InstallTroubleshooting"
            ),
            Warning::GoModInTemp { dir } => {
                write!(f, "go: warning: ignoring go.mod in system temp root {dir}")
            }
            Warning::GoModInGopath { gopath } => {
                write!(f, "go: warning: ignoring go.mod in $GOPATH {gopath}")
            }
            Warning::Shadowed { name } => write!(
                f,
                "warning: go env -w {name}=... does not override conflicting OS environment variable"
            ),
        }
    }
}

/// The toolchain that answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toolchain {
    pub go: GoCommand,
    pub source: Source,
    /// The line of go.mod or go.work that asked for it; `None` when it is the local one, or GOTOOLCHAIN's.
    pub decided_by: Option<DecidedBy>,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    pub rules: Rules,
    pub os: Os,
    /// What this version lists, in its order, without GOGCCFLAGS.
    pub variables: Vec<Variable>,
    /// Names that stand in a file and are not listed, sorted: known to Go or not.
    pub unlisted: Vec<Variable>,
    pub goenv: GoenvLocation,
    /// Why the user's file counts as empty: it is missing, or cannot be read.
    pub goenv_state: Result<(), ReadError>,
    pub user_file: EnvFile,
    /// GOROOT as go prints it; empty when there is none.
    pub goroot: BString,
    /// `$GOROOT/go.env`, there or not; `None` before Go 1.21.
    pub goroot_env: Option<BString>,
    pub goroot_file: EnvFile,
    /// `None`: no Go was asked.
    pub toolchain: Option<Toolchain>,
    pub lockouts: Vec<Lockout>,
    pub warnings: Vec<Warning>,
    /// What go would print for names that stand nowhere in the lists above: set in the process environment only.
    process_only: Vec<(BString, BString)>,
}

impl Resolved {
    /// A listed variable.
    pub fn get(&self, name: impl AsRef<[u8]>) -> Option<&Variable> {
        let name = name.as_ref();
        self.variables.iter().find(|v| v.name == name)
    }

    /// What `go env NAME` prints: names that go does not know are empty.
    pub fn value(&self, name: impl AsRef<[u8]>) -> &BStr {
        let name = name.as_ref();
        let variable = self.get(name).or_else(|| self.unlisted.iter().find(|v| v.name == name));
        let process = || self.process_only.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_bstr());
        variable.map(|v| v.value.as_bstr()).or_else(process).unwrap_or_default()
    }
}

/// An answer that never fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tolerant {
    pub resolved: Resolved,
    /// What go would say instead of this answer.
    pub refusal: Option<Refusal>,
}

/// What go would print.
///
/// # Errors
/// What go would say instead.
pub fn resolve(question: &Question<'_>) -> Result<Resolved, Refusal> {
    let tolerant = resolve_tolerantly(question);
    match tolerant.refusal {
        Some(refusal) => Err(refusal),
        None => Ok(tolerant.resolved),
    }
}

/// What go would print if it did not refuse anything: for showing every layer of an environment that is broken.
pub fn resolve_tolerantly(question: &Question<'_>) -> Tolerant {
    let look = OneLook::at(question.files);
    let question = &Question { files: &look, ..*question };
    let assumed;
    let asked = match question.go {
        Some(go) => go,
        None => {
            assumed = GoCommand::assumed(question.environ.os());
            &assumed
        }
    };
    let command = Command::Show(question.wanted);
    let (process, selected) = startup::select(question, asked, command);
    let start = process.start(question);
    let settings = Settings::load(&process.environ, question.dir, start, &process.go, question.files);
    let tree = process.go.tree(settings.os);
    let constants = if process.go.exe.is_empty() {
        BuildConstants::default()
    } else {
        BuildConstants::read(question.files, settings.os, tree.as_bstr())
    };
    let target = Target::of(&settings);
    let mut warnings = Vec::new();
    let checked = selected.and_then(|()| check(&settings, &constants, &target, question, &mut warnings));
    let modules = Modules::find(&settings, &mut warnings);
    let cgo = Cgo::of(&settings, &constants, &target);
    let facts =
        Facts { settings: &settings, constants: &constants, target: &target, cgo: &cgo, modules: &modules };
    let resolved = answer(&facts, question, &process, warnings);
    Tolerant { resolved, refusal: checked.err() }
}

/// Every reason for which go would stop, in its order.
fn check(
    settings: &Settings<'_>,
    constants: &BuildConstants,
    target: &Target,
    question: &Question<'_>,
    warnings: &mut Vec<Warning>,
) -> Result<(), Refusal> {
    if question.go.is_some() {
        startup::check_places(settings, warnings)?;
        startup::check_workspace(settings)?;
    }
    let flags = super::goflags::check(settings)?;
    target::check(settings, constants)?;
    let experiment = super::values::or_default(settings, "GOEXPERIMENT", constants.default_of("EXPERIMENT"));
    experiments::parse(settings.rules, &target.goarch, experiment.as_bstr())
        .map_err(|bad| target::bad_experiment(bad, false))?;
    if let Wanted::Names { names, .. } = question.wanted
        && settings.rules.since(21)
        && let Some(name) = names.iter().find(|name| name.contains(&b'='))
    {
        return Err(Refusal::BadVariableName { name: name.clone() });
    }
    extra::check(settings, constants, target)?;
    let costly = match question.wanted {
        Wanted::Everything => true,
        Wanted::Names { names, .. } => names.iter().any(|name| costly::is_costly(name.as_bstr())),
    };
    if costly { costly::check(settings, constants, target, flags) } else { Ok(()) }
}

fn answer(
    facts: &Facts<'_, '_>,
    question: &Question<'_>,
    process: &Process,
    warnings: Vec<Warning>,
) -> Resolved {
    let settings = facts.settings;
    let listed = registry::listed(settings.rules, &facts.target.goarch);
    let variables: Vec<_> = listed
        .into_iter()
        .filter(|entry| entry.name != "GOGCCFLAGS")
        .map(|entry| ladder::listed(settings, entry, facts.value(entry.name)))
        .collect();
    let unlisted = ladder::unlisted(settings, &variables);
    let seen = |name: &BStr| variables.iter().chain(&unlisted).any(|v| v.name == name);
    // Go knows its variables in capitals; Windows does not care how they are written.
    let spelled = |name: &BStr| match settings.os {
        Os::Windows => BString::from(name.to_ascii_uppercase()),
        _ => name.into(),
    };
    let process_only = settings
        .environ
        .iter()
        .map(|(name, _)| spelled(name))
        .filter(|name| !seen(name.as_bstr()) && named(settings, name.as_bstr()))
        // Of a name that is there twice the first counts, even when it is empty.
        .map(|name| (name.clone(), settings.environ.get(&name).unwrap_or_default().into()))
        .collect();
    let toolchain = question.go.map(|_| Toolchain {
        go: process.go.clone(),
        source: process.source,
        decided_by: process.decided_by.clone(),
    });
    Resolved {
        rules: settings.rules,
        os: settings.os,
        lockouts: lockout::find(facts),
        variables,
        unlisted,
        goenv: settings.location.clone(),
        goenv_state: settings.user_state,
        user_file: settings.user.clone(),
        goroot: settings.goroot(),
        goroot_env: settings.bundled_path.clone(),
        goroot_file: settings.bundled.clone(),
        toolchain,
        warnings,
        process_only,
    }
}

/// Whether `go env NAME` prints a variable that is not listed: before Go 1.21 it does for none.
pub(super) fn named(settings: &Settings<'_>, name: &BStr) -> bool {
    settings.rules.since(21) && settings.can_get(name)
}

#[cfg(test)]
mod tests;
