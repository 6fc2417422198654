//! Looks at one `go` without running it: a toolchain, or why it is none.

use std::fmt;

use bstr::{BStr, BString, ByteSlice};
use go_rules::buildinfo::NotGo;
use go_rules::environ::Os;
use go_rules::filepath;
use go_rules::files::{FileKind, Files};
use go_rules::go_command::{GoCommand, Role, host_goarch, host_goos};

/// Why a `go` cannot be asked about by reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// There is none.
    Missing,
    /// A link that leads nowhere.
    BrokenLink,
    Unreadable,
    /// A shell script, as version managers put in PATH: what it runs cannot be told.
    Script,
    /// A file, but no Go program; or one, but not the go command.
    NotGo,
    /// Made for another system.
    Foreign {
        goos: BString,
        goarch: BString,
    },
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Finding::Missing => write!(f, "there is no go"),
            Finding::BrokenLink => write!(f, "the link leads nowhere"),
            Finding::Unreadable => write!(f, "it cannot be read"),
            Finding::Script => write!(f, "it is a script"),
            Finding::NotGo => write!(f, "it is not the go command"),
            Finding::Foreign { goos, goarch } => write!(f, "it is made for {goos}/{goarch}"),
        }
    }
}

/// The name of the program.
pub fn go_name(os: Os) -> &'static str {
    if os == Os::Windows { "go.exe" } else { "go" }
}

/// The `go` in the `bin` of a folder.
pub fn go_below(os: Os, goroot: &[u8]) -> BString {
    filepath::join(os, &[goroot, b"bin", go_name(os).as_bytes()])
}

/// Looks at the program at an absolute path.
///
/// # Errors
/// Why it is no toolchain for this system.
pub fn probe(files: &dyn Files, os: Os, path: &BStr) -> Result<GoCommand, Finding> {
    match files.kind(path) {
        Some(FileKind::File { .. }) => {}
        Some(_) => return Err(Finding::NotGo),
        None if is_listed(files, os, path) => return Err(Finding::BrokenLink),
        None => return Err(Finding::Missing),
    }
    let go = GoCommand::probe(files, os, path).map_err(|why| match why {
        NotGo::Unreadable => Finding::Unreadable,
        NotGo::Script => Finding::Script,
        NotGo::NotExecutable | NotGo::Malformed | NotGo::NoRecord => Finding::NotGo,
    })?;
    if go.role != Role::Go {
        return Err(Finding::NotGo);
    }
    if !runs_here(os, &go.goos, &go.goarch) {
        return Err(Finding::Foreign { goos: go.goos, goarch: go.goarch });
    }
    Ok(go)
}

/// Whether this machine can start a program that was made for such a system. What needs an emulator that a person
/// has to install does not count; what the system brings along (32 bits beside 64, Rosetta, Windows on Arm) does.
pub fn runs_here(os: Os, goos: &[u8], goarch: &[u8]) -> bool {
    let machine = host_goarch();
    let also: &[&str] = match (os, machine) {
        (Os::Linux | Os::Unix | Os::Windows, "amd64") => &["386"],
        (Os::Linux, "arm64") => &["arm"],
        (Os::MacOs, "arm64") => &["amd64"],
        (Os::Windows, "arm64") => &["amd64", "386"],
        _ => &[],
    };
    goos == host_goos(os).as_bytes()
        && (goarch == machine.as_bytes() || also.iter().any(|arch| goarch == arch.as_bytes()))
}

/// Whether the folder has the name although nothing can be reached by it.
fn is_listed(files: &dyn Files, os: Os, path: &BStr) -> bool {
    let name = filepath::base(os, path);
    files.list(filepath::dir(os, path).as_bstr()).contains(&name)
}
