//! What is said of one folder: the types that the command, the window and the wizard carry. No words: those are in
//! `text/ready.rs`.

use std::path::PathBuf;

use bstr::BString;
use go_rules::module::ModuleVersion;

use super::step::Step;
use crate::cache::verify::Damaged;
use crate::place::Place;
use crate::project::ProjectFile;
use crate::sdk::which::Which;

/// Everything that is known of a project without asking a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectReport {
    /// The folder that was asked about, without links.
    pub directory: PathBuf,
    /// The go.mod or go.work that go goes by there.
    pub file: ProjectFile,
    /// The module that the folder belongs to; `None` in a workspace, outside its modules.
    pub module: Option<BString>,
    /// The folders of the modules of a workspace, in the order of its `use` lines; else empty.
    pub members: Vec<PathBuf>,
    /// Which toolchain would run there, and why.
    pub toolchain: Which,
    pub readiness: Readiness,
    /// Why it is not [`Readiness::Offline`], downloads apart; what must be mended first comes first.
    pub blockers: Vec<Blocker>,
    pub modules: Modules,
    pub sums: Sums,
    pub vendor: Vendor,
    /// In the order in which they must be taken; empty when it builds and nothing is damaged.
    pub steps: Vec<Step>,
    /// What the answer rests on.
    pub certainty: Certainty,
}

/// Whether it builds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readiness {
    /// `go build ./...` and `go vet ./...` pass without any server, as far as modules and the toolchain decide it.
    Offline,
    /// They do once `go mod download` was given this many module versions. 0: only the checksum database is asked.
    Download(usize),
    /// Something else must be mended first.
    Blocked,
}

impl Readiness {
    /// Stable, for scripts and the wire.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Readiness::Offline => "offline",
            Readiness::Download(_) => "download",
            Readiness::Blocked => "blocked",
        }
    }
}

/// How sure the answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certainty {
    /// All that go would look at was looked at.
    Whole,
    /// What the cache holds was not hashed: damage may be there that nobody has seen.
    Unhashed,
}

/// Module versions, as `go mod download` counts them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Modules {
    /// What it makes sure of; of a replaced module what stands in its place.
    pub needed: Vec<ModuleVersion>,
    pub missing: Vec<Missing>,
    /// As `cache verify` says it; never one that is missing.
    pub damaged: Vec<Damaged>,
    /// Paths of needed modules that GONOPROXY matches, sorted.
    pub private: Vec<BString>,
    /// Paths that would be asked of a public proxy though their host is the repository's own, sorted.
    pub leaking: Vec<BString>,
    /// How long the build list is, without the main modules.
    pub build_list: usize,
}

impl Modules {
    /// How many of the needed ones are there, whole or not.
    #[must_use]
    pub fn present(&self) -> usize {
        let absent = |version: &&ModuleVersion| self.missing.iter().any(|it| it.version == **version);
        self.needed.len() - self.needed.iter().filter(absent).count()
    }
}

/// A module version that is not in the cache.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Missing {
    pub version: ModuleVersion,
    pub via: Via,
    /// Its content is there, or not needed: only the go.mod is missing.
    pub only_go_mod: bool,
}

/// Where a module would be asked for first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Via {
    Proxy,
    /// Its own host.
    Direct,
}

impl Via {
    /// Stable, for scripts and the wire.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Via::Proxy => "proxy",
            Via::Direct => "direct",
        }
    }
}

/// What go.sum lacks, and what it says against the cache.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sums {
    /// Lines without which building fails, sorted.
    pub missing: Vec<SumLine>,
    /// Lines that disagree with what is in the cache, sorted.
    pub mismatched: Vec<SumLine>,
}

/// A line of go.sum.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SumLine {
    pub version: ModuleVersion,
    /// The line is for the go.mod alone, not for the whole content.
    pub of_go_mod: bool,
}

impl SumLine {
    /// Stable, for scripts and the wire.
    #[must_use]
    pub fn what(&self) -> &'static str {
        if self.of_go_mod { "go.mod" } else { "zip" }
    }
}

/// What go makes of the vendor folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vendor {
    /// There is none beside the go.mod or go.work.
    None,
    Used,
    /// Go says so and stops.
    Inconsistent,
    /// It is there, and go passes it over.
    Ignored,
}

impl Vendor {
    /// Stable, for scripts and the wire.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Vendor::None => "none",
            Vendor::Used => "used",
            Vendor::Inconsistent => "inconsistent",
            Vendor::Ignored => "ignored",
        }
    }
}

/// Something that must be mended before the project builds, downloads apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Blocker {
    /// No toolchain is found, or what is found cannot run here.
    NoGo,
    /// Which toolchain runs cannot be told: a script answers to `go`.
    UntoldGo,
    /// The toolchain that is wanted is not on the machine, or go refuses to switch; in go's words.
    Toolchain { wanted: Option<BString>, why: Option<String> },
    /// A dependency or a file asks for a newer go than the one that runs.
    TooOld { what: BString, wants: BString },
    /// A setting stops go; in go's words.
    Setting { name: &'static str, why: String },
    /// A go.mod, go.work or go.sum that go does not take; in go's words.
    File { place: Place, why: String },
    /// `updates to go.mod needed`.
    GoModOutdated,
    /// The folder lies in none of the workspace's modules, so go builds nothing there.
    OutsideWorkspace,
    /// There is no package in the folder, which `go vet` refuses.
    NoPackages,
    /// go.sum lacks lines.
    SumsMissing,
    /// go.sum says something else than the cache.
    SumsMismatched,
    /// vendor/modules.txt and go.mod disagree; each in go's words.
    Vendor { why: Vec<String> },
    /// A package that no module provides.
    NoPackage { import: BString, importer: BString, why: NoPackage },
    /// Damage that a build runs into.
    Damaged { version: ModuleVersion },
    /// A folder that a `replace` names is not there.
    NoFolder { folder: PathBuf },
    /// Modules are missing, and GOPROXY forbids to fetch them.
    ProxyOff,
    /// A private module is missing, and nothing is known to log in with.
    Credential { module: BString, host: String },
}

/// Why a package cannot be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoPackage {
    /// No required module has it: go.mod lacks a line.
    NotRequired,
    /// Two modules have it.
    Ambiguous { folders: Vec<BString> },
    /// It comes from a module that go.mod does not name itself.
    Implicit { module: ModuleVersion },
    /// This toolchain's standard library lacks it.
    NotInStd,
    /// The path is none; in go's words.
    BadPath { why: String },
    /// It imports itself by way of others.
    Cycle,
    /// It is internal to other code, or a program; in go's words.
    NotForImport { why: String },
    /// Nothing in its folder is built here.
    NothingBuilt,
    /// A file of it cannot be read by go; in go's words.
    BadSource { file: PathBuf, why: String },
}
