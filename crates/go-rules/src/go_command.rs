//! A `go` program as far as it can be known without running it.

use bstr::{BStr, BString, ByteSlice};

use crate::buildinfo::{self, NotGo};
use crate::environ::Os;
use crate::filepath;
use crate::files::Files;
use crate::version::{self, Version};

/// The newest version whose rules are known here (its minor number). Later ones are taken to behave like it.
pub const NEWEST_MINOR: u32 = 27;
/// The oldest one.
pub const OLDEST_MINOR: u32 = 19;

/// By which version's rules something is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rules {
    minor: u32,
}

impl Rules {
    /// The rules of Go 1.`minor`, or of the nearest version that is known.
    pub fn of_minor(minor: u32) -> Rules {
        Rules { minor: minor.clamp(OLDEST_MINOR, NEWEST_MINOR) }
    }

    /// The newest rules known: what is assumed where no toolchain is at hand.
    pub fn newest() -> Rules {
        Rules::of_minor(NEWEST_MINOR)
    }

    /// The minor number: 27 for Go 1.27.
    pub fn minor(self) -> u32 {
        self.minor
    }

    /// Whether these are the rules of Go 1.`minor` or later.
    pub fn since(self, minor: u32) -> bool {
        self.minor >= minor
    }
}

/// What kind of program stands behind the name `go` or `go1.24.1`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// `cmd/go` itself.
    Go,
    /// A wrapper of golang.org/dl for this toolchain (`go1.24.1`): it runs the SDK below `~/sdk`.
    Wrapper { toolchain: BString },
    /// Some other Go program.
    Other,
}

/// A `go` program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoCommand {
    /// The path by which it was found.
    pub found: BString,
    /// The path the running program would know itself by (`os.Executable`): links are resolved on Linux,
    /// kept on macOS and Windows.
    pub exe: BString,
    /// `runtime.Version()`: `go1.27.3`.
    pub version: BString,
    /// What it was built for; not to be taken for GOOS and GOARCH of the environment.
    pub goos: BString,
    pub goarch: BString,
    /// The GOROOT that was compiled in; empty in official builds, and where it is not known.
    pub compiled_goroot: BString,
    pub role: Role,
}

impl GoCommand {
    /// Reads what the program at `path` says of itself. `path` must be absolute.
    pub fn probe(files: &dyn Files, os: Os, path: &BStr) -> Result<GoCommand, NotGo> {
        let canonical = files.canonical(path).ok_or(NotGo::Unreadable)?;
        let info = buildinfo::read(files, canonical.as_bstr())?;
        let role = match info.main_package().map(|p| p.as_bytes()) {
            Some(b"cmd/go") | None => Role::Go,
            Some(package) => match package.strip_prefix(b"golang.org/dl/") {
                Some(name) if version::of_toolchain(name).is_some() => {
                    Role::Wrapper { toolchain: name.into() }
                }
                _ => Role::Other,
            },
        };
        let exe = match os {
            Os::Linux | Os::Unix => canonical,
            Os::MacOs | Os::Windows => BString::from(path),
        };
        Ok(GoCommand {
            found: path.into(),
            exe,
            version: info.version,
            goos: info.goos,
            goarch: info.goarch,
            compiled_goroot: info.compiled_goroot,
            role,
        })
    }

    /// A stand-in where no Go is at hand: the newest rules, for the system at hand.
    pub fn assumed(os: Os) -> GoCommand {
        GoCommand {
            found: BString::default(),
            exe: BString::default(),
            version: BString::default(),
            goos: host_goos(os).into(),
            goarch: host_goarch().into(),
            compiled_goroot: BString::default(),
            role: Role::Go,
        }
    }

    /// Its Go version without `go` and suffix (`1.27.3`); a development build counts as the newest release.
    pub fn go_version(&self) -> BString {
        match version::of_toolchain(&self.version) {
            Some(version) => version.into(),
            None => format!("1.{}", self.rules().minor()).into(),
        }
    }

    /// The name of its toolchain, as GOTOOLCHAIN would call it (`gover.LocalToolchain`).
    pub fn toolchain_name(&self) -> BString {
        match version::of_toolchain(&self.version) {
            Some(_) => self.version.clone(),
            None => bstr::concat([b"go".as_slice(), &self.go_version()]).into(),
        }
    }

    /// The rules it follows.
    pub fn rules(&self) -> Rules {
        let released = version::of_toolchain(&self.version).and_then(|v| Version::parse(v));
        let devel = || {
            let name = self.version.strip_prefix(b"devel ")?;
            Version::parse(version::of_toolchain(name)?)
        };
        released.or_else(devel).map_or(Rules::newest(), |v| Rules::of_minor(v.minor()))
    }

    /// The tree the program itself lies in, whatever GOROOT says: `exe/../..`.
    pub fn tree(&self, os: Os) -> BString {
        filepath::join(os, &[self.exe.as_slice(), b"../.."])
    }
}

/// GOARCH of the machine, as far as the program that asks was made for it.
pub fn host_goarch() -> &'static str {
    match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "x86" => "386",
        "aarch64" => "arm64",
        "loongarch64" => "loong64",
        "powerpc64" if cfg!(target_endian = "little") => "ppc64le",
        "powerpc64" => "ppc64",
        other => other,
    }
}

/// GOOS of the system a question is about.
pub fn host_goos(os: Os) -> &'static str {
    match os {
        Os::Linux => "linux",
        Os::MacOs => "darwin",
        Os::Windows => "windows",
        Os::Unix => match std::env::consts::OS {
            os @ ("freebsd" | "netbsd" | "openbsd" | "dragonfly" | "solaris" | "illumos" | "aix") => os,
            _ => "linux",
        },
    }
}
