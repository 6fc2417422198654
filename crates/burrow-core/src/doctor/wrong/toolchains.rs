//! What can be wrong with toolchains and with programs that Go has built.

use std::path::PathBuf;

use go_rules::vars::Layer;

use crate::sdk::probe::Finding;

/// One of those.
#[derive(Debug, Clone, PartialEq)]
pub enum ToolchainsWrong {
    /// GOROOT is set to a folder without a toolchain.
    GorootGone { goroot: PathBuf, why: Finding, layer: Layer },
    /// GOROOT is set to a toolchain of another version than the `go` that runs.
    GorootOther { goroot: PathBuf, there: String, go: String, layer: Layer },
    /// Several `go` on PATH, and the first is a script of a version manager.
    ShimFirst { first: PathBuf, behind: usize },
    /// Several `go` on PATH of different versions.
    Several { first: String, newest: String },
    /// What would run cannot be had; in go's words.
    Unavailable { toolchain: Option<String>, said: String, why: NotHad },
    /// cgo is wanted, and the compiler is not there.
    NoCompiler { variable: &'static str, compiler: String, layer: Layer },
    /// Programs are installed into a folder that PATH does not have.
    NotOnPath { folder: PathBuf, programs: usize },
    /// Programs were built by an older release of Go than the one at hand.
    Stale { programs: Vec<String>, oldest: String, go: String },
}

/// Why a toolchain cannot be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotHad {
    /// GOTOOLCHAIN forbids what go.mod or go.work asks for.
    Forbidden { setting: String },
    /// It is to come from PATH, and is not there.
    NotOnPath,
    /// No server that may be asked has it, or its download is switched off.
    NotOffered,
    /// There is no release of this name.
    NoRelease,
    /// It is there, or can be fetched, but cannot be checked.
    Unverifiable,
    /// The program of its name is another one, or none.
    Impostor,
}
