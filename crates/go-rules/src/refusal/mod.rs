//! What real `go` says instead of answering, typed. `Display` gives go's own words, whole, as they stand on its
//! standard error; a front end that wants other words matches on the value.

use std::fmt;

use bstr::{BStr, BString, ByteSlice};

use crate::files::ReadError;
use crate::quoted::Unterminated;

mod words;

/// Why a value of GOTOOLCHAIN is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadToolchainSetting {
    /// Neither a toolchain name nor one of the words.
    Name,
    /// The part before `+`.
    Minimum(BString),
    /// The part after `+`.
    Suffix,
}

/// Why the user's directory for configuration or caches cannot be told (`os.UserConfigDir`, `os.UserCacheDir`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NoUserDir {
    /// None of the variables is set; with the variable that would be asked first, if there is a choice.
    Undefined { first: Option<&'static str>, last: &'static str },
    /// `XDG_…` is relative, which Go 1.24 and later refuse.
    Relative(&'static str),
}

impl fmt::Display for NoUserDir {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoUserDir::Undefined { first: Some(first), last } => {
                write!(f, "neither ${first} nor ${last} are defined")
            }
            NoUserDir::Undefined { first: None, last: last @ ("AppData" | "LocalAppData") } => {
                write!(f, "%{last}% is not defined")
            }
            NoUserDir::Undefined { first: None, last } => write!(f, "${last} is not defined"),
            NoUserDir::Relative(name) => write!(f, "path in ${name} is relative"),
        }
    }
}

/// Why there is no build cache.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadCache {
    Off,
    Relative,
    Nowhere(NoUserDir),
    /// A file stands where a directory must be.
    NotADirectory {
        cache: BString,
        obstacle: BString,
    },
}

/// What is wrong with one of the words in GOFLAGS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadFlag {
    /// `-C`, which only the command line may have. With its value, if it has one.
    Chdir { flag: BString, value: Option<BString> },
    /// A boolean flag with a value that is none.
    NotBoolean { flag: BString, value: BString },
    /// An empty word makes `go env` panic.
    EmptyWord,
    /// A quote that never ends.
    Quoting(Unterminated),
    /// A word without a dash.
    NoFlag { word: BString },
    /// No command of go has it.
    Unknown { name: BString },
    /// A flag that needs a value stands without one.
    NoArgument { flag: BString },
    /// A number with a value that is none.
    NotNumber { flag: BString, value: BString },
    /// A value that the flag does not take, in go's words; `boolean`: of a flag that also goes without one.
    BadValue { flag: BString, value: BString, boolean: bool, why: String },
    /// Refused later, in words that do not name GOFLAGS.
    Refused { said: String },
}

/// A refusal of `go env`, `go env -w` or `go env -u`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    // Choosing the toolchain.
    BadToolchain {
        value: BString,
        why: BadToolchainSetting,
    },
    BadToolchainLine {
        name: BString,
        file: BString,
        line: u32,
    },
    UnreadableModFile {
        file: BString,
        why: ReadError,
    },
    ToolchainNotOnPath {
        name: BString,
    },
    /// It would have to be downloaded. Go would do so now; asking about an environment does not.
    ToolchainNotHere {
        name: BString,
        goos: BString,
        goarch: BString,
    },
    ToolchainMismatch {
        has: BString,
        wanted: BString,
    },
    /// The program of that name on PATH is a script or no program of Go: what it would do cannot be told.
    ToolchainUnknown {
        name: BString,
        program: BString,
    },
    /// The file of that name on PATH is none that this system can start.
    ToolchainNotRunnable {
        name: BString,
    },
    /// A golang.org/dl wrapper whose SDK was never fetched.
    ToolchainNotFetched {
        name: BString,
        goroot: BString,
    },
    /// It lies in the module cache, but the settings do not let go check it.
    ToolchainUnverified {
        name: BString,
        goos: BString,
        goarch: BString,
        why: String,
    },
    /// go cannot even begin to download it.
    ToolchainDownload {
        name: BString,
        why: String,
    },
    /// No entry of GOPROXY that go could ask has it. `language`: the name is that of a language version.
    ToolchainNotOffered {
        name: BString,
        goos: BString,
        goarch: BString,
        language: bool,
    },
    TooManySwitches,
    ModCacheNowhere,
    ModCacheRelative {
        value: BString,
    },

    // Starting up.
    NoGoroot,
    GorootMissing {
        goroot: BString,
    },
    GopathTilde {
        entry: BString,
    },
    GopathRelative {
        entry: BString,
    },
    Goflags(BadFlag),

    // The configuration.
    /// An architecture's setting in the process environment that is not among the accepted values.
    BuildConfig {
        program: &'static str,
        text: String,
        name: &'static str,
    },
    UnknownExperiment {
        name: BString,
        process: bool,
    },
    RegabiDependency {
        process: bool,
    },
    Go111Module {
        value: BString,
    },
    /// GO111MODULE=off, for a command that needs modules.
    ModulesOff,
    /// `startup`: noticed before anything else, which doubles go's prefix.
    GoworkRelative {
        value: BString,
        startup: bool,
        old: bool,
    },
    GopathHasGoMod {
        gopath: BString,
    },
    FipsMalformed {
        value: BString,
    },
    FipsUnknown {
        value: BString,
        from: Option<BString>,
    },
    /// GOROOT has no checksum for the zipped version, so go does not unpack it.
    FipsUnverified {
        version: BString,
        /// The file of checksums.
        sums: BString,
    },
    FipsBoring,
    BadVariableName {
        name: BString,
    },

    // The costly part of the listing.
    CompilerQuoting {
        name: &'static str,
        why: Unterminated,
    },
    CompilerRelative {
        name: &'static str,
        path: BString,
    },
    /// A list of words that cannot be taken apart makes go panic.
    FlagsQuoting {
        name: &'static str,
        value: BString,
        why: Unterminated,
    },
    /// Nothing but blanks where a program's name must stand makes go panic, too.
    EmptyProgram {
        name: &'static str,
    },
    NoTempDir {
        dir: BString,
        file: bool,
    },
    UnsupportedPair {
        goos: BString,
        goarch: BString,
        exit: u8,
    },
    Cache(BadCache),
    NulInValue {
        name: BString,
    },

    // go env -w and -u.
    NoArguments {
        unset: bool,
    },
    NotKeyValue {
        argument: BString,
    },
    ReadOnly {
        name: BString,
    },
    ProcessOnly {
        name: BString,
    },
    Unknown {
        name: BString,
    },
    BadGo111Module {
        value: BString,
    },
    SetGopathTilde {
        value: BString,
    },
    SetGopathRelative {
        value: BString,
    },
    SetGomodcacheRelative {
        value: BString,
    },
    SetCompilerQuoting {
        name: BString,
        why: Unterminated,
    },
    SetCompilerBlank {
        name: BString,
    },
    SetCompilerRelative {
        name: BString,
        program: BString,
    },
    InvalidUtf8 {
        name: BString,
    },
    Nul {
        name: BString,
    },
    Newline {
        name: BString,
    },
    Repeated {
        name: BString,
    },
    SetGotmpdirRelative,
    NoGoenv {
        why: Option<NoUserDir>,
    },
    GoenvUnreadable {
        path: BString,
        why: ReadError,
    },
}

impl Refusal {
    /// The exit status real go ends with.
    pub fn exit_code(&self) -> u8 {
        match self {
            Refusal::NoGoroot
            | Refusal::GorootMissing { .. }
            | Refusal::GopathTilde { .. }
            | Refusal::GopathRelative { .. }
            | Refusal::BuildConfig { .. }
            | Refusal::FlagsQuoting { .. }
            | Refusal::EmptyProgram { .. }
            | Refusal::UnknownExperiment { process: true, .. }
            | Refusal::RegabiDependency { process: true } => 2,
            // What cannot be taken apart ends go otherwise than what its flags do not take.
            Refusal::Goflags(
                BadFlag::Quoting(_)
                | BadFlag::NoFlag { .. }
                | BadFlag::Unknown { .. }
                | BadFlag::Refused { .. },
            ) => 1,
            Refusal::Goflags(_) => 2,
            Refusal::UnsupportedPair { exit, .. } => *exit,
            _ => 1,
        }
    }

    /// A stable name for the kind of refusal, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::BadToolchain { .. } | Refusal::BadToolchainLine { .. } => "toolchain-invalid",
            Refusal::UnreadableModFile { .. } => "mod-file-unreadable",
            Refusal::ToolchainNotHere { .. } => "toolchain-download",
            Refusal::ToolchainNotOnPath { .. }
            | Refusal::ToolchainMismatch { .. }
            | Refusal::ToolchainUnknown { .. }
            | Refusal::ToolchainNotRunnable { .. }
            | Refusal::ToolchainNotFetched { .. }
            | Refusal::ToolchainUnverified { .. }
            | Refusal::ToolchainDownload { .. }
            | Refusal::ToolchainNotOffered { .. }
            | Refusal::TooManySwitches => "toolchain-unavailable",
            Refusal::ModCacheNowhere | Refusal::ModCacheRelative { .. } => "gomodcache-invalid",
            Refusal::NoGoroot | Refusal::GorootMissing { .. } => "goroot-missing",
            Refusal::GopathTilde { .. } | Refusal::GopathRelative { .. } | Refusal::GopathHasGoMod { .. } => {
                "gopath-invalid"
            }
            Refusal::Goflags(_) => "goflags-invalid",
            Refusal::BuildConfig { .. } => "build-setting-invalid",
            Refusal::UnknownExperiment { .. } | Refusal::RegabiDependency { .. } => "goexperiment-invalid",
            Refusal::Go111Module { .. } | Refusal::BadGo111Module { .. } => "go111module-invalid",
            Refusal::ModulesOff => "go111module-off",
            Refusal::GoworkRelative { .. } => "gowork-invalid",
            Refusal::FipsMalformed { .. }
            | Refusal::FipsUnknown { .. }
            | Refusal::FipsUnverified { .. }
            | Refusal::FipsBoring => "gofips140-invalid",
            Refusal::BadVariableName { .. } => "name-invalid",
            Refusal::CompilerQuoting { .. }
            | Refusal::CompilerRelative { .. }
            | Refusal::EmptyProgram { .. }
            | Refusal::SetCompilerQuoting { .. }
            | Refusal::SetCompilerBlank { .. }
            | Refusal::SetCompilerRelative { .. } => "compiler-invalid",
            Refusal::FlagsQuoting { .. } => "flags-invalid",
            Refusal::NoTempDir { .. } | Refusal::SetGotmpdirRelative => "gotmpdir-invalid",
            Refusal::UnsupportedPair { .. } => "target-unsupported",
            Refusal::Cache(_) => "gocache-invalid",
            Refusal::NulInValue { .. } => "value-invalid",
            Refusal::NoArguments { .. } | Refusal::NotKeyValue { .. } | Refusal::Repeated { .. } => "usage",
            Refusal::ReadOnly { .. } => "read-only",
            Refusal::ProcessOnly { .. } => "process-only",
            Refusal::Unknown { .. } => "unknown-variable",
            Refusal::SetGopathTilde { .. }
            | Refusal::SetGopathRelative { .. }
            | Refusal::SetGomodcacheRelative { .. }
            | Refusal::InvalidUtf8 { .. }
            | Refusal::Nul { .. }
            | Refusal::Newline { .. } => "value-invalid",
            Refusal::NoGoenv { .. } => "goenv-nowhere",
            Refusal::GoenvUnreadable { .. } => "goenv-unreadable",
        }
    }

    /// The variable it is about, where it is about one.
    pub fn subject(&self) -> Option<&BStr> {
        Some(match self {
            Refusal::BadToolchain { .. } => BStr::new("GOTOOLCHAIN"),
            Refusal::ModCacheNowhere
            | Refusal::ModCacheRelative { .. }
            | Refusal::SetGomodcacheRelative { .. } => BStr::new("GOMODCACHE"),
            Refusal::NoGoroot | Refusal::GorootMissing { .. } => BStr::new("GOROOT"),
            Refusal::GopathTilde { .. }
            | Refusal::GopathRelative { .. }
            | Refusal::GopathHasGoMod { .. }
            | Refusal::SetGopathTilde { .. }
            | Refusal::SetGopathRelative { .. } => BStr::new("GOPATH"),
            Refusal::Goflags(_) => BStr::new("GOFLAGS"),
            Refusal::BuildConfig { name, .. }
            | Refusal::CompilerQuoting { name, .. }
            | Refusal::CompilerRelative { name, .. }
            | Refusal::FlagsQuoting { name, .. }
            | Refusal::EmptyProgram { name } => BStr::new(*name),
            Refusal::UnknownExperiment { .. } | Refusal::RegabiDependency { .. } => BStr::new("GOEXPERIMENT"),
            Refusal::Go111Module { .. } | Refusal::BadGo111Module { .. } | Refusal::ModulesOff => {
                BStr::new("GO111MODULE")
            }
            Refusal::GoworkRelative { .. } => BStr::new("GOWORK"),
            Refusal::FipsMalformed { .. }
            | Refusal::FipsUnknown { .. }
            | Refusal::FipsUnverified { .. }
            | Refusal::FipsBoring => BStr::new("GOFIPS140"),
            Refusal::NoTempDir { .. } | Refusal::SetGotmpdirRelative => BStr::new("GOTMPDIR"),
            Refusal::UnsupportedPair { .. } => BStr::new("GOOS"),
            Refusal::Cache(_) => BStr::new("GOCACHE"),
            Refusal::NoGoenv { .. } | Refusal::GoenvUnreadable { .. } => BStr::new("GOENV"),
            Refusal::NulInValue { name }
            | Refusal::BadVariableName { name }
            | Refusal::ReadOnly { name }
            | Refusal::ProcessOnly { name }
            | Refusal::Unknown { name }
            | Refusal::SetCompilerQuoting { name, .. }
            | Refusal::SetCompilerBlank { name }
            | Refusal::SetCompilerRelative { name, .. }
            | Refusal::InvalidUtf8 { name }
            | Refusal::Nul { name }
            | Refusal::Newline { name }
            | Refusal::Repeated { name } => name.as_bstr(),
            _ => return None,
        })
    }
}
