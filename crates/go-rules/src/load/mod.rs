//! Which packages a build needs, and which module each comes from, as far as modules decide it (`modload.LoadPackages`,
//! `importFromModules`). Whether they compile is not asked.
//!
//! Disk and cache are asked through [`Ground`]. What cannot be had is noted and taken for whole: so one look tells both
//! what fails now and what would fail after everything was downloaded.

mod check;
mod requirements;
mod resolve;
mod run;
mod vendor;

use std::sync::Arc;

use bstr::{BStr, BString};

use crate::go_command::Rules;
use crate::module::ModuleVersion;
use crate::mvs::{Actual, Refusal, Source, Target};

pub use run::load;
pub use vendor::{ModulesTxt, inconsistencies};

/// The disk, as loading asks about it.
pub trait Ground: Source {
    /// Where the content of a module lies.
    type Root: Clone;

    /// The content of a module (`modload.fetch`).
    ///
    /// # Errors
    /// It is not there, or go would not take it.
    fn root(&self, of: &Actual) -> Result<Self::Root, Self::Trouble>;

    /// Whether the standard library has a package; `None`: there is none to look into.
    fn is_std(&self, path: &BStr) -> Option<bool>;

    /// Whether a folder of a module on the disk is the root of another.
    fn is_module(&self, root: &Self::Root, below: &BStr) -> bool;

    /// The Go files of one folder, `below` a root.
    fn scan(&self, root: &Self::Root, below: &BStr) -> Arc<Scan>;

    /// These folders will be scanned: it may be done at once.
    fn prepare(&self, folders: &[(Self::Root, BString)]);
}

/// The Go files of a folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scan {
    /// There are Go files, be they built or not.
    pub has_go: bool,
    /// The name of the package; empty when nothing is built.
    pub package: BString,
    /// Some of them are built, tests apart.
    pub built: bool,
    /// Some tests are.
    pub tested: bool,
    /// Of what is built, sorted, each once.
    pub imports: Vec<BString>,
    /// Of the tests.
    pub test_imports: Vec<BString>,
    /// Of those tests that belong to the package itself, not to one beside it.
    pub inner_test_imports: Vec<BString>,
    /// A file that go cannot read or does not take, and why.
    pub bad: Option<(BString, String)>,
    /// The same, where only the tests are concerned.
    pub bad_tests: Option<(BString, String)>,
    /// The same of a file that is not built here: go reads it as well where it keeps an index of the folder, which is
    /// anywhere but beside a vendor folder.
    pub bad_elsewhere: Option<(BString, String)>,
    /// A file of which `go vet` does not take the constraints, and why.
    pub bad_constraints: Option<(BString, String)>,
}

/// `-mod`, as it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Readonly,
    Mod,
    Vendor,
}

/// What is to be loaded.
pub struct Wanted<'a, R> {
    pub target: Target<'a>,
    pub rules: Rules,
    pub mode: Mode,
    /// The folder of each main module, in their order.
    pub mains: Vec<R>,
    /// The vendor folder, and what its modules.txt says.
    pub vendor: Option<(R, &'a ModulesTxt)>,
    /// The packages that a pattern matched, by their paths; their tests count.
    pub packages: Vec<BString>,
    /// As it would be after `go mod download`, which writes the requirements as high as the graph makes them.
    pub settled: bool,
}

/// What came of it.
#[derive(Debug)]
pub struct Outcome<T> {
    /// Why go would stop, each once.
    pub faults: Vec<Fault<T>>,
    /// Folders of modules of which packages are built: what is damaged there, a build runs into.
    pub built: Vec<(Actual, BString)>,
}

/// Why go would stop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault<T> {
    /// The go.mod of a module, or its content, cannot be had.
    Trouble {
        of: Actual,
        trouble: T,
    },
    Refusal(Refusal),
    /// `updates to go.mod needed`.
    Outdated,
    /// A package cannot be had.
    Import {
        import: BString,
        importer: BString,
        why: Why,
    },
    /// The same module stands in the place of two.
    TwoPaths {
        of: Actual,
        paths: [BString; 2],
    },
}

/// Why a package cannot be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// No module of the build list has it. `std`: its path is one of the standard library.
    Missing { std: bool },
    /// More than one has it.
    Ambiguous { modules: Vec<BString> },
    /// The main module imports it from a module that it does not require itself.
    Implicit { module: ModuleVersion },
    /// The path is none.
    BadPath { why: String },
    /// It imports itself by way of others.
    Cycle,
    /// Its path does not let others import it: it is internal, or a program; in go's words.
    NotForImport { why: String },
    /// None of its files is built here.
    NothingBuilt,
    /// A file of it cannot be read.
    Bad { file: BString, why: String },
}
