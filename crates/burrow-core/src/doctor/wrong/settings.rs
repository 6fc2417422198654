//! What can be wrong with variables and with whoever sets them.

use std::path::PathBuf;

use go_rules::vars::Layer;
use go_rules::vars::lockout::{Reach, Reason};

use crate::secret::Masked;

/// One of those.
#[derive(Debug, Clone, PartialEq)]
pub enum SettingsWrong {
    /// The environment sets another value than the GOENV file.
    Shadowed { name: String, effective: Masked, lost: Masked },
    /// A value keeps `go` from working.
    LocksOut { name: String, reason: Reason, reach: Reach, layer: Layer },
    /// Whatever Burrow sets, something else sets it back.
    Rewritten { name: String, times: usize },
    /// Programs of the desktop see another value. `only_there`: the desktop session itself sets it.
    DesktopDiffers { name: String, here: Masked, there: Masked, only_there: bool },
    /// Go does not take these words of GOFLAGS, or not its quotes; in its words. `only`: the command that says so where
    /// no build does.
    FlagsInvalid { said: String, only: Option<&'static str>, layer: Layer },
    /// A flag that does harm where it is not thought of.
    FlagHarmful { flag: String, harm: Harm, layer: Layer },
    /// `-mod=vendor`, and no vendor folder. `project`: where one is missing; `None`: there is no project here.
    FlagVendor { project: Option<PathBuf>, layer: Layer },
    /// GO111MODULE is set.
    ModulesSwitch { value: ModulesSwitch, layer: Layer },
    /// GOPATH and GOROOT are the same folder. `by_default`: nobody set GOPATH.
    GopathIsGoroot { folder: PathBuf, by_default: bool },
    /// GOPATH lies in a module.
    GopathInModule { gopath: PathBuf, module: PathBuf },
    /// An entry of GOPATH that Go does not take.
    GopathInvalid { entry: String, reason: Reason, layer: Layer },
    /// The clock is behind what it must be at least.
    ClockBehind { now: String, known: String },
    /// The clock is outside of the time in which a server that everybody uses may be trusted.
    ClockAgainstServer { now: String, server: String, from: String, until: String },
}

/// What a flag in GOFLAGS does to commands that it was not meant for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Harm {
    /// `-u`: `go env` deletes settings, `go get` updates everything.
    Updates,
    /// `-w`: `go env` takes questions for settings.
    Writes,
    /// `-n`: nothing is done, only said.
    DryRun,
    /// `-a`: everything is built anew each time.
    RebuildsAll,
    /// `-json`, `-changed`, `-f`, `-m`: programs that read go's output do not understand it.
    Output,
    /// `-mod=mod`: builds change go.mod and go.sum.
    ModMod,
    /// `-c`, `-o`: tests are not run, or programs land elsewhere.
    Elsewhere,
    /// `-insecure`, `-i`: it has no effect any more.
    Obsolete,
}

/// What GO111MODULE says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ModulesSwitch {
    /// As without it.
    On,
    /// Without a go.mod Go goes back to GOPATH.
    Auto,
    /// No modules at all.
    Off,
    /// Not a word that Go accepts.
    Unknown,
}
