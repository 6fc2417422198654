//! SDKs to lay in a home: real ones, their large folders linked, and ones that were damaged.

use crate::native::bytes;
use crate::run::{Call, run};
use crate::sdk::Sdk;
use bstr::BString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The SDKs to take, and copies of their programs on the file system of the homes.
#[derive(Debug)]
pub struct Store {
    pub sdks: Vec<Sdk>,
    programs: PathBuf,
}

/// What is wrong with an SDK that is laid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Damage {
    None,
    GoMissing,
    GoIsAFolder,
    /// It leads nowhere.
    GoIsALink,
    GoIsAScript,
    GoIsText,
    /// The first half of the program.
    GoIsCut,
    GoIsGofmt,
    /// For another processor.
    Foreign,
    ToolsMissing,
    ToolsAreAFile,
    PkgMissing,
    /// Nothing but VERSION.
    VersionOnly,
    VersionLies,
    /// Whole nevertheless: nobody says that the folder must hold something.
    ToolsEmpty,
    VersionMissing,
    VersionIsAFolder,
    BinIsAFile,
    BinIsACircle,
    PkgIsAFile,
    /// Nothing but the sources.
    SrcOnly,
    /// Nobody but root can.
    GoCannotBeRead,
}

impl Damage {
    pub const ALL: [Damage; 22] = [
        Damage::None,
        Damage::GoMissing,
        Damage::GoIsAFolder,
        Damage::GoIsALink,
        Damage::GoIsAScript,
        Damage::GoIsText,
        Damage::GoIsCut,
        Damage::GoIsGofmt,
        Damage::Foreign,
        Damage::ToolsMissing,
        Damage::ToolsAreAFile,
        Damage::PkgMissing,
        Damage::VersionOnly,
        Damage::VersionLies,
        Damage::ToolsEmpty,
        Damage::VersionMissing,
        Damage::VersionIsAFolder,
        Damage::BinIsAFile,
        Damage::BinIsACircle,
        Damage::PkgIsAFile,
        Damage::SrcOnly,
        Damage::GoCannotBeRead,
    ];

    /// Whether it can be laid: nothing is unreadable for root, nor on Windows without more ado.
    pub fn is_possible(self) -> bool {
        #[cfg(unix)]
        // SAFETY: asks for a number and cannot fail.
        let limited = unsafe { libc::geteuid() } != 0;
        #[cfg(not(unix))]
        let limited = false;
        self != Damage::GoCannotBeRead || limited
    }

    /// The codes of the problems that must be told, in any order.
    pub fn problems(self) -> &'static [&'static str] {
        match self {
            Damage::None | Damage::ToolsEmpty | Damage::VersionMissing | Damage::VersionIsAFolder => &[],
            Damage::GoMissing
            | Damage::GoIsAFolder
            | Damage::GoIsALink
            | Damage::BinIsAFile
            | Damage::BinIsACircle => &["no-go"],
            Damage::GoIsAScript
            | Damage::GoIsText
            | Damage::GoIsCut
            | Damage::GoIsGofmt
            | Damage::GoCannotBeRead => &["not-go"],
            Damage::Foreign => &["foreign"],
            Damage::ToolsMissing | Damage::ToolsAreAFile | Damage::PkgMissing | Damage::PkgIsAFile => {
                &["no-tools"]
            }
            Damage::VersionOnly | Damage::SrcOnly => &["no-go", "no-tools"],
            Damage::VersionLies => &["version-file"],
        }
    }

    /// Whether `bin/go` still says what it is.
    pub fn has_record(self) -> bool {
        let codes = self.problems();
        !codes.contains(&"no-go") && !codes.contains(&"not-go")
    }

    /// Whether a terminal takes `bin/go` for a program.
    pub fn is_run(self) -> bool {
        !self.problems().contains(&"no-go")
    }
}

impl Store {
    /// # Errors
    /// When a program cannot be copied.
    pub fn new(base: &Path, sdks: Vec<Sdk>) -> io::Result<Store> {
        let store = Store { sdks, programs: base.join("programs") };
        fs::create_dir_all(&store.programs)?;
        for (at, sdk) in store.sdks.iter().enumerate() {
            fs::copy(sdk.goroot.join(go("bin")), store.program(at))?;
            let bytes = foreign(fs::read(store.program(at))?, &sdk.arch);
            fs::write(store.programs.join(format!("{at}-foreign")), bytes)?;
            fs::set_permissions(
                store.programs.join(format!("{at}-foreign")),
                fs::metadata(store.program(at))?.permissions(),
            )?;
        }
        Ok(store)
    }

    /// Whether links can be made: Windows lets not everybody.
    pub fn can_link(&self) -> bool {
        link(&self.programs, &self.programs.with_file_name("link")).is_ok()
    }

    fn program(&self, at: usize) -> PathBuf {
        self.programs.join(at.to_string())
    }

    /// Lays the SDK with this number in a folder that is not there yet.
    ///
    /// # Errors
    /// When something cannot be written.
    pub fn lay(&self, number: usize, at: &Path, damage: Damage) -> io::Result<()> {
        let sdk = &self.sdks[number];
        fs::create_dir_all(at)?;
        if damage == Damage::VersionOnly {
            return fs::write(at.join("VERSION"), &sdk.version);
        }
        if damage == Damage::SrcOnly {
            return link(&sdk.goroot.join("src").canonicalize()?, &at.join("src"));
        }
        self.lay_rest(sdk, at, damage)?;
        match damage {
            Damage::BinIsAFile => return fs::write(at.join("bin"), "no folder"),
            Damage::BinIsACircle => return link(Path::new("bin"), &at.join("bin")),
            _ => fs::create_dir(at.join("bin"))?,
        }
        self.lay_go(number, &at.join(go("bin")), damage)
    }

    fn lay_rest(&self, sdk: &Sdk, at: &Path, damage: Damage) -> io::Result<()> {
        for entry in fs::read_dir(&sdk.goroot)?.flatten() {
            let name = entry.file_name();
            let left_out = name == "bin" || name == "pkg" || name == "VERSION";
            if !left_out {
                link(&entry.path().canonicalize()?, &at.join(&name))?;
            }
        }
        let version = at.join("VERSION");
        match damage {
            Damage::VersionLies => fs::write(version, "go1.99.0\ntime 2030-01-01T00:00:00Z\n")?,
            Damage::VersionMissing => {}
            Damage::VersionIsAFolder => fs::create_dir(version)?,
            _ => fs::copy(sdk.goroot.join("VERSION"), version).map(|_| ())?,
        }
        if damage == Damage::PkgMissing {
            return Ok(());
        }
        if damage == Damage::PkgIsAFile {
            return fs::write(at.join("pkg"), "no folder");
        }
        fs::create_dir(at.join("pkg"))?;
        let tools = at.join("pkg/tool");
        match damage {
            Damage::ToolsMissing => Ok(()),
            Damage::ToolsAreAFile => fs::write(tools, "no folder"),
            Damage::ToolsEmpty => fs::create_dir(tools),
            _ => link(&sdk.goroot.join("pkg/tool").canonicalize()?, &tools),
        }
    }

    fn lay_go(&self, number: usize, at: &Path, damage: Damage) -> io::Result<()> {
        match damage {
            Damage::GoMissing => Ok(()),
            Damage::GoIsAFolder => fs::create_dir(at),
            Damage::GoIsALink => link(Path::new("gone"), at),
            Damage::GoIsAScript => program(at, b"#!/bin/sh\nexec go \"$@\"\n"),
            Damage::GoIsText => program(at, b"no program at all\n"),
            Damage::GoIsCut => {
                let whole = fs::read(self.program(number))?;
                program(at, &whole[..whole.len().min(3000)])
            }
            Damage::GoIsGofmt => {
                fs::copy(self.sdks[number].goroot.join(go("bin")).with_file_name(gofmt()), at).map(|_| ())
            }
            Damage::GoCannotBeRead => {
                fs::copy(self.program(number), at)?;
                set_mode(at, 0o111)
            }
            Damage::Foreign => fs::hard_link(self.programs.join(format!("{number}-foreign")), at),
            _ => fs::hard_link(self.program(number), at),
        }
    }
}

/// `bin/go` as the system names it.
pub fn go(dir: &str) -> String {
    format!("{dir}/go{}", std::env::consts::EXE_SUFFIX)
}

fn gofmt() -> String {
    format!("gofmt{}", std::env::consts::EXE_SUFFIX)
}

/// The same program with another processor in its record, as if it had been built for that.
fn foreign(mut bytes: Vec<u8>, arch: &str) -> Vec<u8> {
    let (from, to) = (format!("build\tGOARCH={arch}\n"), "build\tGOARCH=s390x\n");
    let same_length = format!("{to:\n<width$}", width = from.len());
    while let Some(at) = bytes.windows(from.len()).position(|window| window == from.as_bytes()) {
        bytes[at..at + from.len()].copy_from_slice(same_length.as_bytes());
    }
    // The processor in the header of an ELF file: IBM S/390 (22), in the byte order of the file.
    if bytes.starts_with(b"\x7fELF") {
        let little = bytes[5] == 1;
        (bytes[18], bytes[19]) = if little { (22, 0) } else { (0, 22) };
    }
    bytes
}

/// # Errors
/// When it cannot be written.
pub fn program(at: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::write(at, bytes)?;
    set_mode(at, 0o755)
}

/// # Errors
/// When it is not there.
#[cfg(unix)]
pub fn set_mode(at: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(at, fs::Permissions::from_mode(mode))
}

/// # Errors
/// None: there are no such modes.
#[cfg(not(unix))]
pub fn set_mode(_at: &Path, _mode: u32) -> io::Result<()> {
    Ok(())
}

/// # Errors
/// When it cannot be made, as on Windows without a privilege.
#[cfg(unix)]
pub fn link(to: &Path, at: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(to, at)
}

/// # Errors
/// When it cannot be made, as on Windows without a privilege.
#[cfg(not(unix))]
pub fn link(to: &Path, at: &Path) -> io::Result<()> {
    if to.is_dir() {
        std::os::windows::fs::symlink_dir(to, at)
    } else {
        std::os::windows::fs::symlink_file(to, at)
    }
}

impl Store {
    /// Wrappers as golang.org/dl has them, for the oldest and the newest SDK: with their number.
    pub fn wrappers(&self) -> Vec<(usize, PathBuf)> {
        let built = [0, self.sdks.len().saturating_sub(1)].into_iter();
        built.map(|number| (number, self.wrapper(number))).filter(|(_, at)| at.is_file()).collect()
    }

    fn wrapper(&self, number: usize) -> PathBuf {
        self.programs.join(format!("wrapper-{number}"))
    }

    /// Builds them: what they say of themselves is all that counts.
    ///
    /// # Errors
    /// When go cannot be started, or does not build them.
    pub fn build_wrappers(&self) -> io::Result<()> {
        let source = self.programs.join("source");
        let Some(newest) = self.sdks.last() else { return Ok(()) };
        for number in [0, self.sdks.len() - 1] {
            let dir = source.join(&self.sdks[number].version);
            fs::create_dir_all(&dir)?;
            fs::write(dir.join("main.go"), "package main\n\nfunc main() {}\n")?;
            fs::write(
                source.join("go.mod"),
                format!("module golang.org/dl\n\ngo 1.{}\n", newest.minor.min(21)),
            )?;
            let home = bytes(&source);
            let env: Vec<(BString, BString)> = ["HOME", "USERPROFILE", "LocalAppData", "AppData"]
                .map(|name| (name.into(), home.clone()))
                .into_iter()
                .chain(
                    [("GOTOOLCHAIN", "local"), ("GOENV", "off"), ("CGO_ENABLED", "0")]
                        .map(|(n, v)| (n.into(), v.into())),
                )
                .collect();
            let out = bytes(&self.wrapper(number));
            let package = format!("./{}", self.sdks[number].version);
            let args = vec!["build".into(), "-o".into(), out, package.into()];
            let said = run(&Call { program: newest.program(), args, cwd: &home, env: &env })?;
            if !said.ok {
                return Err(io::Error::other(said.stderr.to_string()));
            }
        }
        Ok(())
    }
}
