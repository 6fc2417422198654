//! Values that keep a person from working with `go`, above all from mending them with `go env`.

use bstr::{BStr, BString, ByteSlice};

use super::experiments;
use super::values::Facts;
use super::{Layer, costly, goflags, startup};
use crate::filepath;
use crate::files::FileKind;
use crate::platform;
use crate::quoted;
use crate::toolchain::{Mode, Setting};

/// How much of `go` is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reach {
    /// Every command, `go env -w` and `-u` among them: only editing the file helps.
    Everything,
    /// As `Everything`, but `go env -w GOTOOLCHAIN=…` still works.
    AllButSetting,
    /// `go env` cannot show anything, but `-w` and `-u` work.
    Showing,
    /// The whole listing of `go env`; names, `-w` and `-u` work.
    Listing,
    /// `go env` works, other commands do not.
    OtherCommands,
    /// Only what needs a module beside the main one, or a toolchain that is to be fetched, does not work.
    Modules,
}

/// What is wrong with the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The folder or file is not there.
    Missing,
    Relative,
    /// It begins with `~`, which no shell has replaced.
    Tilde,
    /// A list whose first entry, where go puts things, is empty.
    EmptyFirst,
    /// Not among the accepted values.
    NotAccepted,
    /// `off`, where go needs the folder.
    Off,
    /// A quote that never ends, or nothing but blanks.
    Quoting,
}

/// A value that locks out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lockout {
    pub name: BString,
    pub value: BString,
    pub layer: Layer,
    /// 1-based, where the layer is a file.
    pub line: Option<u32>,
    pub reason: Reason,
    pub reach: Reach,
}

/// All of them, the worst first.
pub(crate) fn find(facts: &Facts<'_, '_>) -> Vec<Lockout> {
    let mut found: Vec<_> = [
        goroot(facts),
        gopath(facts),
        gowork(facts),
        gotoolchain(facts),
        words(facts, "GO111MODULE", &["auto", "on", "off"]),
        experiment(facts),
        fips(facts),
        gocache(facts),
        gomodcache(facts),
        gotmpdir(facts),
        compiler(facts, "CC"),
        compiler(facts, "CXX"),
        pair(facts),
        goflags_word(facts),
    ]
    .into_iter()
    .flatten()
    .collect();
    found.sort_by_key(|l| l.reach);
    found
}

fn lockout(facts: &Facts<'_, '_>, name: &str, reason: Reason, reach: Reach) -> Option<Lockout> {
    let settings = facts.settings;
    let key = BStr::new(name);
    let (layer, line, value) = match settings.environ.set(key) {
        Some(value) => (Layer::Process, None, value),
        None => {
            let (layer, entry) = settings.file_entry(key)?;
            (layer, Some(entry.line), entry.value.as_bstr())
        }
    };
    Some(Lockout { name: name.into(), value: value.into(), layer, line, reason, reach })
}

fn goroot(facts: &Facts<'_, '_>) -> Option<Lockout> {
    let settings = facts.settings;
    let goroot = settings.goroot();
    let there = settings.kind(&goroot) == Some(FileKind::Directory);
    if there || goroot.is_empty() {
        return None;
    }
    lockout(facts, "GOROOT", Reason::Missing, Reach::Everything)
}

fn gopath(facts: &Facts<'_, '_>) -> Option<Lockout> {
    let settings = facts.settings;
    let value = settings.get("GOPATH");
    let list = filepath::split_list(settings.os, value);
    let bad = list.iter().filter(|e| !e.is_empty()).find_map(|entry| without_root(facts, entry));
    match bad {
        Some(bad) => lockout(facts, "GOPATH", bad, Reach::Everything),
        // The module cache would be in the first (`cfg.gopathDir`).
        None if list.first().is_some_and(|first| first.is_empty())
            && settings.get("GOMODCACHE").is_empty()
            && needs_module_cache(facts) =>
        {
            lockout(facts, "GOPATH", Reason::EmptyFirst, Reach::Modules)
        }
        None => None,
    }
}

fn needs_module_cache(facts: &Facts<'_, '_>) -> bool {
    facts.settings.get("GO111MODULE") != "off"
}

/// Why a path is not absolute, if it is not.
fn without_root(facts: &Facts<'_, '_>, path: &[u8]) -> Option<Reason> {
    match path.first() {
        Some(b'~') => Some(Reason::Tilde),
        _ => (!filepath::is_abs(facts.settings.os, path)).then_some(Reason::Relative),
    }
}

/// Relative, it stops every command. What is not there stops those that look at modules; of a folder in its place the
/// switch of toolchains says so first, before anything else (seen in 1.21 to 1.27).
fn gowork(facts: &Facts<'_, '_>) -> Option<Lockout> {
    let settings = facts.settings;
    if startup::find_go_work(settings, true).is_err() {
        return lockout(facts, "GOWORK", Reason::Relative, Reach::Everything);
    }
    let value = settings.get("GOWORK");
    if matches!(value.as_bytes(), b"" | b"auto" | b"off") || settings.get("GO111MODULE") == "off" {
        return None;
    }
    match settings.kind(value) {
        None => lockout(facts, "GOWORK", Reason::Missing, Reach::OtherCommands),
        Some(FileKind::Directory) => {
            let setting = Setting::parse(settings.get("GOTOOLCHAIN"));
            let switches =
                settings.rules.since(21) && setting.is_ok_and(|setting| setting.mode != Mode::Fixed);
            let reach = if switches { Reach::Everything } else { Reach::OtherCommands };
            lockout(facts, "GOWORK", Reason::NotAccepted, reach)
        }
        Some(_) => None,
    }
}

fn gotoolchain(facts: &Facts<'_, '_>) -> Option<Lockout> {
    let settings = facts.settings;
    let value = settings.get("GOTOOLCHAIN");
    if !settings.rules.since(21) || value.is_empty() || Setting::parse(value).is_ok() {
        return None;
    }
    lockout(facts, "GOTOOLCHAIN", Reason::NotAccepted, Reach::AllButSetting)
}

fn words(facts: &Facts<'_, '_>, name: &str, accepted: &[&str]) -> Option<Lockout> {
    let value = facts.settings.get(name);
    if value.is_empty() || accepted.iter().any(|a| *a == value) {
        return None;
    }
    lockout(facts, name, Reason::NotAccepted, Reach::Showing)
}

fn experiment(facts: &Facts<'_, '_>) -> Option<Lockout> {
    let value = facts.settings.get("GOEXPERIMENT");
    experiments::parse(facts.settings.rules, &facts.target.goarch, value).err()?;
    lockout(facts, "GOEXPERIMENT", Reason::NotAccepted, Reach::Showing)
}

fn fips(facts: &Facts<'_, '_>) -> Option<Lockout> {
    if !facts.settings.rules.since(24) {
        return None;
    }
    super::extra::check_fips(facts.settings, facts.constants, facts.target).err()?;
    lockout(facts, "GOFIPS140", Reason::NotAccepted, Reach::Showing)
}

fn gocache(facts: &Facts<'_, '_>) -> Option<Lockout> {
    let value = facts.settings.get("GOCACHE");
    let reason = match value.as_bytes() {
        b"" => return None,
        b"off" => Reason::Off,
        _ if filepath::is_abs(facts.settings.os, value) => return None,
        _ => Reason::Relative,
    };
    lockout(facts, "GOCACHE", reason, Reach::Listing)
}

/// Stops whatever needs a module that is not the main one, a toolchain to be fetched too (`modfetch.checkCacheDir`).
fn gomodcache(facts: &Facts<'_, '_>) -> Option<Lockout> {
    let settings = facts.settings;
    let value = settings.get("GOMODCACHE");
    if value.is_empty() || !needs_module_cache(facts) {
        return None;
    }
    lockout(facts, "GOMODCACHE", without_root(facts, value)?, Reach::Modules)
}

fn gotmpdir(facts: &Facts<'_, '_>) -> Option<Lockout> {
    let settings = facts.settings;
    let value = settings.get("GOTMPDIR");
    if value.is_empty() || settings.kind(value) == Some(FileKind::Directory) {
        return None;
    }
    lockout(facts, "GOTMPDIR", Reason::Missing, Reach::Listing)
}

fn compiler(facts: &Facts<'_, '_>, name: &str) -> Option<Lockout> {
    let value = facts.settings.get(name);
    let reason = match quoted::split(value) {
        Err(_) => Reason::Quoting,
        Ok(words) if words.is_empty() && !value.is_empty() => Reason::Quoting,
        Ok(words) => {
            words.first().filter(|w| costly::is_relative(facts.settings, w))?;
            Reason::Relative
        }
    };
    lockout(facts, name, reason, Reach::Listing)
}

fn pair(facts: &Facts<'_, '_>) -> Option<Lockout> {
    let (rules, target) = (facts.settings.rules, facts.target);
    if platform::supported(rules, &target.goos, &target.goarch) {
        return None;
    }
    let known = platform::systems(rules).iter().any(|s| s.as_bytes() == target.goos.as_slice());
    let first = if known { ["GOARCH", "GOOS"] } else { ["GOOS", "GOARCH"] };
    first.iter().find_map(|name| lockout(facts, name, Reason::NotAccepted, Reach::Listing))
}

/// Flags that no go command takes: a word without a dash, or a quote that never ends.
fn goflags_word(facts: &Facts<'_, '_>) -> Option<Lockout> {
    let value = facts.settings.get("GOFLAGS");
    let (reason, reach) = match quoted::split(value) {
        Err(_) => (Reason::Quoting, Reach::OtherCommands),
        Ok(_) if goflags::check(facts.settings).is_err() => (Reason::NotAccepted, Reach::Everything),
        Ok(words) => {
            let bare = |w: &&BStr| {
                !w.starts_with(b"-") || matches!(w.as_bytes(), b"-" | b"--") || w.starts_with(b"---")
            };
            words.iter().find(|w| bare(w))?;
            (Reason::NotAccepted, Reach::OtherCommands)
        }
    };
    lockout(facts, "GOFLAGS", reason, reach)
}
