//! Programs built here by real SDKs for many systems, kept beside the SDKs so that they are built once.

use super::sources::{Project, lay};
use crate::native::path;
use crate::sdk::Sdk;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Counted up whenever a program is to be built differently than before under the same name.
const RECIPE: &str = "1";

/// One program to build.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    pub goos: &'static str,
    pub goarch: &'static str,
    pub project: Project,
    pub flags: &'static [&'static str],
}

const fn plain(goos: &'static str, goarch: &'static str) -> Wanted {
    Wanted { goos, goarch, project: Project::Plain, flags: &[] }
}

const fn here(project: Project, flags: &'static [&'static str]) -> Wanted {
    Wanted { goos: "linux", goarch: "amd64", project, flags }
}

/// What every run builds: each format, both widths, both byte orders, and every kind of line.
const FEW: &[Wanted] = &[
    here(Project::Plain, &["-trimpath", "-ldflags=-s -w"]),
    here(Project::Dependencies, &[]),
    here(Project::Workspace, &["-tags=a,b"]),
    here(Project::Repository, &["-buildvcs=true", "-buildmode=pie"]),
    plain("windows", "386"),
    plain("darwin", "arm64"),
    plain("linux", "mips"),
    plain("aix", "ppc64"),
];

/// How many of those every SDK builds, not only the newest.
const FOR_ALL: usize = 3;

/// What a thorough run builds besides.
const MORE: &[Wanted] = &[
    plain("windows", "amd64"),
    plain("windows", "arm64"),
    plain("darwin", "amd64"),
    plain("linux", "386"),
    plain("linux", "arm"),
    plain("linux", "mips64"),
    plain("linux", "mipsle"),
    plain("linux", "ppc64"),
    plain("linux", "ppc64le"),
    plain("linux", "riscv64"),
    plain("linux", "s390x"),
    plain("linux", "loong64"),
    plain("android", "arm64"),
    plain("freebsd", "amd64"),
    plain("netbsd", "arm64"),
    plain("openbsd", "amd64"),
    plain("dragonfly", "amd64"),
    plain("solaris", "amd64"),
    plain("illumos", "amd64"),
    plain("plan9", "386"),
    plain("plan9", "amd64"),
    plain("plan9", "arm"),
    plain("js", "wasm"),
    plain("wasip1", "wasm"),
    Wanted {
        goos: "windows",
        goarch: "amd64",
        project: Project::Plain,
        flags: &["-trimpath", "-ldflags=-s -w"],
    },
    Wanted {
        goos: "darwin",
        goarch: "arm64",
        project: Project::Plain,
        flags: &["-trimpath", "-ldflags=-s -w"],
    },
    Wanted { goos: "linux", goarch: "386", project: Project::Plain, flags: &["-ldflags=-s -w"] },
    Wanted { goos: "aix", goarch: "ppc64", project: Project::Plain, flags: &["-ldflags=-s -w"] },
    Wanted { goos: "plan9", goarch: "386", project: Project::Plain, flags: &["-ldflags=-s -w"] },
    Wanted {
        goos: "windows",
        goarch: "386",
        project: Project::Dependencies,
        flags: &["-ldflags=-X 'main.a=b\tc' -s"],
    },
    Wanted { goos: "windows", goarch: "amd64", project: Project::Plain, flags: &["-buildmode=pie"] },
    Wanted { goos: "darwin", goarch: "amd64", project: Project::Plain, flags: &["-ldflags=-s"] },
    here(Project::Dependencies, &["-trimpath", "-ldflags=-X 'main.a=b c' -w"]),
    here(Project::Workspace, &["-gcflags=all=-N -l"]),
    here(Project::Repository, &["-buildvcs=false"]),
    here(Project::Files, &[]),
];

/// A kitchen beside the SDKs.
#[derive(Debug)]
pub struct Kitchen {
    folder: PathBuf,
}

impl Kitchen {
    /// # Errors
    /// When its folder cannot be made.
    pub fn new(sdks: &Path) -> io::Result<Kitchen> {
        let folder = sdks.join(format!(".programs-{RECIPE}"));
        fs::create_dir_all(&folder)?;
        Ok(Kitchen { folder })
    }

    /// The programs that are there or could be built; what could not be built, with go's words.
    ///
    /// # Errors
    /// When something cannot be written, or go not be started.
    pub fn programs(&self, sdks: &[Sdk], thorough: bool) -> io::Result<(Vec<PathBuf>, Vec<String>)> {
        let (mut built, mut not_built) = (Vec::new(), Vec::new());
        for (number, sdk) in sdks.iter().rev().enumerate() {
            let (newest, crossed) = (number == 0, FEW.len() - FOR_ALL);
            let rest: Vec<&Wanted> = match (newest, thorough) {
                (true, true) => FEW[FOR_ALL..].iter().chain(MORE).collect(),
                (true, false) => FEW[FOR_ALL..].iter().collect(),
                // Older ones in turn, or it would take too long.
                (false, true) => [number, number + 1].map(|n| &FEW[FOR_ALL + n % crossed]).to_vec(),
                (false, false) => Vec::new(),
            };
            for wanted in FEW[..FOR_ALL].iter().chain(rest) {
                match self.program(sdk, wanted)? {
                    Ok(program) => built.push(program),
                    Err(why) => not_built.push(format!("{} {}: {why}", sdk.version, wanted.name())),
                }
            }
        }
        Ok((built, not_built))
    }

    fn program(&self, sdk: &Sdk, wanted: &Wanted) -> io::Result<Result<PathBuf, String>> {
        let target = self.folder.join(format!("{}-{}", sdk.version, wanted.name()));
        if target.is_file() {
            return Ok(Ok(target));
        }
        let scratch = tempfile::tempdir()?;
        let place = lay(wanted.project, scratch.path())?;
        let unfinished = self.folder.join(".unfinished");
        let output = self
            .go(sdk, wanted, scratch.path())
            .current_dir(&place.dir)
            .arg("build")
            .args(wanted.flags)
            .arg("-o")
            .arg(&unfinished)
            .args(place.packages)
            .output()?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            let complaint = said.lines().filter(|line| !line.starts_with("go: downloading")).take(3);
            return Ok(Err(complaint.collect::<Vec<_>>().join(" ")));
        }
        fs::rename(&unfinished, &target)?;
        Ok(Ok(target))
    }

    /// Go's build cache for what is built here.
    pub fn cache(&self) -> PathBuf {
        self.folder.join(".gocache")
    }

    /// What was built stays; the cache is large and not needed for that.
    ///
    /// # Errors
    /// When it stays.
    pub fn tidy(&self) -> io::Result<()> {
        match fs::remove_dir_all(self.cache()) {
            Err(why) if why.kind() != io::ErrorKind::NotFound => Err(why),
            _ => Ok(()),
        }
    }

    fn go(&self, sdk: &Sdk, wanted: &Wanted, scratch: &Path) -> Command {
        let mut go = Command::new(path(&sdk.program()));
        let home = scratch.join("home");
        go.env_clear()
            .envs(["PATH", "SystemRoot"].iter().filter_map(|name| Some((name, std::env::var_os(name)?))))
            .envs(["HOME", "USERPROFILE", "AppData", "LocalAppData"].map(|name| (name, home.clone())))
            .envs([("GOOS", wanted.goos), ("GOARCH", wanted.goarch), ("CGO_ENABLED", "0")])
            .envs([("GOTOOLCHAIN", "local"), ("GOSUMDB", "off"), ("GOFLAGS", wanted.project.goflags())])
            .env("GOCACHE", self.cache())
            .env("GOMODCACHE", scratch.join("modules"))
            .env("GOPROXY", file_url(&scratch.join("proxy")))
            .stdin(Stdio::null());
        go
    }
}

/// A folder as go takes it for a proxy.
pub fn file_url(folder: &Path) -> String {
    let path = folder.display().to_string().replace('\\', "/");
    if path.starts_with('/') { format!("file://{path}") } else { format!("file:///{path}") }
}

impl Wanted {
    fn name(&self) -> String {
        let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
        let flags: String = self.flags.join(" ").chars().map(plain).collect();
        format!("{}-{}-{:?}{flags}", self.goos, self.goarch, self.project)
    }
}
