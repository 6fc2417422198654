//! The verdicts of `go env -w` and `go env -u`: the same checks in the same order (`envcmd.checkEnvWrite`,
//! `checkBuildConfig`).

use std::collections::BTreeSet;

use bstr::{BStr, BString, ByteSlice};

use super::experiments::{self, BadExperiment};
use super::resolve::{Question, Warning};
use super::startup::{self, Command};
use super::target::Target;
use super::{GoenvLocation, Settings, costly, goflags};
use crate::build_constants::BuildConstants;
use crate::env_file::Edit;
use crate::filepath;
use crate::files::ReadError;
use crate::look_path::against;
use crate::platform;
use crate::quoted;
use crate::refusal::Refusal;

/// A change that go would make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    pub edits: Vec<Edit>,
    pub warnings: Vec<Warning>,
    /// The file it would write, as go spells it; it may be relative to the working directory.
    pub file: BString,
}

/// `go env -w ARGUMENT…`, each `NAME=VALUE`.
///
/// # Errors
/// What go would say instead of writing.
pub fn check_set(question: &Question<'_>, arguments: &[BString]) -> Result<Accepted, Refusal> {
    let only = match arguments {
        [one] => one.find_byte(b'=').map(|at| one[..at].as_bstr()),
        _ => None,
    };
    as_go(question, Command::Set { only }, |check| {
        if arguments.is_empty() {
            return Err(Refusal::NoArguments { unset: false });
        }
        let mut edits: Vec<Edit> = Vec::new();
        for argument in arguments {
            let Some(at) = argument.find_byte(b'=') else {
                return Err(Refusal::NotKeyValue { argument: argument.clone() });
            };
            let (name, value) = (argument[..at].as_bstr(), argument[at + 1..].as_bstr());
            check.value(name, value)?;
            if edits.iter().any(|e| e.name() == name) {
                return Err(Refusal::Repeated { name: name.into() });
            }
            check.warn_if_hidden(name, value);
            edits.push(Edit::Set { name: name.into(), value: value.into() });
        }
        check.build_config(&edits)?;
        check.gotmpdir(&edits)?;
        Ok(edits)
    })
}

/// `go env -u NAME…`.
///
/// # Errors
/// What go would say instead of writing.
pub fn check_unset(question: &Question<'_>, names: &[BString]) -> Result<Accepted, Refusal> {
    as_go(question, Command::Unset, |check| {
        if names.is_empty() {
            return Err(Refusal::NoArguments { unset: true });
        }
        for name in names {
            check.value(name.as_bstr(), BStr::new(""))?;
        }
        let edits: Vec<_> = names.iter().map(|name| Edit::Unset { name: name.clone() }).collect();
        check.build_config(&edits)?;
        Ok(edits)
    })
}

/// Judges edits by their values alone, sets and unsets together. What else keeps `go` from working (a GOPATH that
/// locks out, a toolchain that is not there) does not matter here: it may be what the edits mend.
///
/// # Errors
/// The first edit that go would refuse.
pub fn check_edits(question: &Question<'_>, edits: &[Edit]) -> Result<Vec<Warning>, Refusal> {
    with_check(question, Command::Set { only: None }, |check, _| {
        let mut seen = BTreeSet::new();
        for edit in edits {
            let (name, value) = match edit {
                Edit::Set { name, value } => (name.as_bstr(), value.as_bstr()),
                Edit::Unset { name } => (name.as_bstr(), BStr::new("")),
            };
            check.value(name, value)?;
            if !seen.insert(name) {
                return Err(Refusal::Repeated { name: name.into() });
            }
            if let Edit::Set { .. } = edit {
                check.warn_if_hidden(name, value);
            }
        }
        check.build_config(edits)?;
        check.gotmpdir(edits)?;
        Ok(std::mem::take(&mut check.warnings))
    })
}

/// Whether go's own rules let the file set `name` at all.
///
/// # Errors
/// Why not.
pub fn check_name(question: &Question<'_>, name: &BStr) -> Result<(), Refusal> {
    with_check(question, Command::Set { only: None }, |check, _| check.name(name))
}

struct Check<'s, 'a> {
    settings: &'s Settings<'a>,
    warnings: Vec<Warning>,
    built: std::cell::OnceCell<BuildConstants>,
}

fn with_check<T>(
    question: &Question<'_>,
    command: Command<'_>,
    judge: impl FnOnce(&mut Check<'_, '_>, Result<(), Refusal>) -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    let assumed;
    let asked = match question.go {
        Some(go) => go,
        None => {
            assumed = crate::go_command::GoCommand::assumed(question.environ.os());
            &assumed
        }
    };
    let (process, selected) = startup::select(question, asked, command);
    let start = process.start(question);
    let settings = Settings::load(&process.environ, question.dir, start, &process.go, question.files);
    let mut check = Check { settings: &settings, warnings: Vec::new(), built: std::cell::OnceCell::new() };
    judge(&mut check, selected)
}

fn as_go(
    question: &Question<'_>,
    command: Command<'_>,
    judge: impl FnOnce(&mut Check<'_, '_>) -> Result<Vec<Edit>, Refusal>,
) -> Result<Accepted, Refusal> {
    with_check(question, command, |check, selected| {
        selected?;
        if question.go.is_some() {
            startup::check_places(check.settings, &mut check.warnings)?;
            startup::check_workspace(check.settings)?;
        }
        goflags::check(check.settings)?;
        let edits = judge(check)?;
        let file = check.file(matches!(command, Command::Unset))?;
        Ok(Accepted { edits, warnings: std::mem::take(&mut check.warnings), file })
    })
}

impl Check<'_, '_> {
    fn name(&self, name: &BStr) -> Result<(), Refusal> {
        let rules = self.settings.rules;
        let read_only = match name.as_bytes() {
            b"GOEXE" | b"GOGCCFLAGS" | b"GOHOSTARCH" | b"GOHOSTOS" | b"GOMOD" | b"GOTOOLDIR"
            | b"GOVERSION" | b"GOWORK" => true,
            b"GOTELEMETRY" | b"GOTELEMETRYDIR" => rules.since(24),
            b"GOROOT" => rules.since(27),
            _ => false,
        };
        if read_only {
            return Err(Refusal::ReadOnly { name: name.into() });
        }
        if name == "GOENV" || (name == "GODEBUG" && rules.since(23)) {
            return Err(Refusal::ProcessOnly { name: name.into() });
        }
        if !self.settings.can_get(name) {
            return Err(Refusal::Unknown { name: name.into() });
        }
        Ok(())
    }

    /// `checkEnvWrite`.
    fn value(&self, name: &BStr, value: &BStr) -> Result<(), Refusal> {
        self.name(name)?;
        let relative = !value.is_empty() && !filepath::is_abs(self.settings.os, value);
        let owned = || BString::from(value);
        match name.as_bytes() {
            b"GO111MODULE" if !matches!(value.as_bytes(), b"" | b"auto" | b"on" | b"off") => {
                return Err(Refusal::BadGo111Module { value: owned() });
            }
            b"GOPATH" if value.starts_with(b"~") => {
                return Err(Refusal::SetGopathTilde { value: owned() });
            }
            b"GOPATH" if relative => return Err(Refusal::SetGopathRelative { value: owned() }),
            b"GOMODCACHE" if relative => return Err(Refusal::SetGomodcacheRelative { value: owned() }),
            b"CC" | b"CXX" if !value.is_empty() => self.compiler(name, value)?,
            _ => {}
        }
        let name = BString::from(name);
        if value.to_str().is_err() {
            return Err(Refusal::InvalidUtf8 { name });
        }
        if value.contains(&0) {
            return Err(Refusal::Nul { name });
        }
        if value.iter().any(|b| matches!(b, b'\x0b' | b'\r' | b'\n')) {
            return Err(Refusal::Newline { name });
        }
        Ok(())
    }

    fn compiler(&self, name: &BStr, value: &BStr) -> Result<(), Refusal> {
        let name = BString::from(name);
        match quoted::split(value) {
            Err(why) => Err(Refusal::SetCompilerQuoting { name, why }),
            Ok(words) => match words.first() {
                None => Err(Refusal::SetCompilerBlank { name }),
                Some(program) if costly::is_relative(self.settings, program) => {
                    Err(Refusal::SetCompilerRelative { name, program: (*program).into() })
                }
                Some(_) => Ok(()),
            },
        }
    }

    /// Go compares names to the letter here, even on Windows.
    fn process_value(&self, name: &BStr) -> &BStr {
        self.settings.environ.iter().find(|(n, _)| *n == name).map(|(_, v)| v).unwrap_or_default()
    }

    fn warn_if_hidden(&mut self, name: &BStr, value: &BStr) {
        let process = self.process_value(name);
        if !process.is_empty() && process != value {
            self.warnings.push(Warning::Shadowed { name: name.into() });
        }
    }

    fn constants(&self) -> &BuildConstants {
        self.built.get_or_init(|| {
            let s = self.settings;
            BuildConstants::read(s.files, s.os, s.go.tree(s.os).as_bstr())
        })
    }

    /// `checkBuildConfig`: the pair and the experiments as they will be.
    fn build_config(&self, edits: &[Edit]) -> Result<(), Refusal> {
        let s = self.settings;
        let after = |name: &str, current: BString, default: &BStr| -> (BString, bool) {
            let edit = edits.iter().rev().find(|e| e.name() == name);
            match edit {
                None => (current, false),
                Some(Edit::Set { value, .. }) => (value.clone(), true),
                Some(Edit::Unset { .. }) => {
                    let process = self.process_value(BStr::new(name));
                    (if process.is_empty() { default } else { process }.into(), true)
                }
            }
        };
        let touches = |name: &str| edits.iter().any(|e| e.name() == name);
        let target = Target::of(s);
        let (goos, new_goos) = after("GOOS", target.goos, s.go.goos.as_bstr());
        let (goarch, new_goarch) = after("GOARCH", target.goarch, s.go.goarch.as_bstr());
        if (new_goos || new_goarch) && !platform::supported(s.rules, &goos, &goarch) {
            return Err(Refusal::UnsupportedPair { goos, goarch, exit: 1 });
        }
        if !touches("GOEXPERIMENT") {
            return Ok(());
        }
        let default = self.constants().default_of("EXPERIMENT");
        let (experiment, _) = after("GOEXPERIMENT", BString::default(), default);
        match experiments::parse(s.rules, &goarch, experiment.as_bstr()) {
            Ok(_) => Ok(()),
            Err(BadExperiment::Unknown(name)) => Err(Refusal::UnknownExperiment { name, process: false }),
            Err(BadExperiment::RegabiDependency) => Err(Refusal::RegabiDependency { process: false }),
        }
    }

    fn gotmpdir(&self, edits: &[Edit]) -> Result<(), Refusal> {
        let relative = |edit: &Edit| match edit {
            Edit::Set { name, value } if name == "GOTMPDIR" => {
                !value.is_empty() && !filepath::is_abs(self.settings.os, value)
            }
            _ => false,
        };
        if edits.iter().any(relative) { Err(Refusal::SetGotmpdirRelative) } else { Ok(()) }
    }

    /// The file, if it can be read; `-u` insists that it is there.
    fn file(&self, must_exist: bool) -> Result<BString, Refusal> {
        let s = self.settings;
        let path = match GoenvLocation::for_writing(s.environ, s.rules) {
            GoenvLocation::At { path, .. } => path,
            GoenvLocation::Off => return Err(Refusal::NoGoenv { why: None }),
            GoenvLocation::Nowhere(why) => return Err(Refusal::NoGoenv { why: Some(why) }),
        };
        match s.files.read(against(s.os, s.dir, &path).as_bstr()) {
            Ok(_) => Ok(path),
            Err(ReadError::Missing) if !must_exist => Ok(path),
            Err(why) => Err(Refusal::GoenvUnreadable { path, why }),
        }
    }
}

#[cfg(test)]
mod tests;
