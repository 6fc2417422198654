//! Healthy machines as version managers, packages and images leave them: real go has nothing to say, and neither has
//! Doctor. What is laid is written down from what the managers do, not from what Burrow looks for.

mod managers;
mod others;

use super::Seen;
use super::judge;
use super::machine::Machine;
use super::toolchains::{executable, farm, put_program};
use crate::rng::Rng;
use crate::sdk::Sdk;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A way to have Go.
type Row = (&'static str, fn(&mut Machine, &mut Rng) -> io::Result<()>);

const ROWS: &[Row] = &[
    ("asdf", managers::asdf),
    ("asdf that sets the environment", managers::asdf_environment),
    ("mise, activated", managers::mise),
    ("mise, by its shims", managers::mise_shims),
    ("gvm", managers::gvm),
    ("goenv", managers::goenv),
    ("Homebrew", managers::homebrew),
    ("gobrew", managers::gobrew),
    ("g", managers::g),
    ("g by stefanmaric", managers::stefanmaric),
    ("golang.org/dl", managers::golang_dl),
    ("Nix", others::nix),
    ("a package of the system", others::package),
    ("an image of a container", others::image),
    ("snap", others::snap),
    ("an archive, everything said explicitly", others::archive),
    ("a company", others::company),
    ("cgo with a compiler", others::compiler),
];

/// Lays each of them once.
///
/// # Errors
/// When a program cannot be started or a folder not be written.
pub fn healthy(
    base: &Path,
    sdks: &[Sdk],
    burrow: &Path,
    (seed, only): (u64, Option<&str>),
    seen: &mut Seen,
) -> io::Result<()> {
    // Links need a privilege on Windows, and no manager there works by them.
    let usable: Vec<&Sdk> = sdks.iter().filter(|sdk| cfg!(unix) && sdk.minor >= 21).collect();
    for (number, (name, lay)) in ROWS.iter().enumerate().filter(|_| !usable.is_empty()) {
        if only.is_some_and(|only| !format!("healthy: {name}").contains(only)) {
            continue;
        }
        let mut rng = Rng::of_case(seed, 3_000_000 + number as u64);
        let sdk = usable[rng.below(usable.len())];
        let root = base.join(format!("managed-{number}"));
        let mut machine = Machine::new(&root, sdks, sdk, burrow, &mut rng)?;
        lay(&mut machine, &mut rng)?;
        around(&mut machine, &mut rng)?;
        for words in [&["version"][..], &["env", "GOROOT"], &["build", "./..."]] {
            let output = machine.go(words)?;
            seen.check(output.status.success() && output.stderr.is_empty(), || {
                format!("healthy: {name}: go {words:?}: {}", String::from_utf8_lossy(&output.stderr))
            });
        }
        judge::healthy(&machine, &format!("{name}, {}", sdk.version), seen)?;
        machine.clear()?;
    }
    Ok(())
}

/// What anybody may have besides.
fn around(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    let go = *rng.pick(&["1.19", "1.20", "1.21", "1.21.0"]);
    machine.project(&format!("module example.com/a\n\ngo {go}\n"))?;
    let bin = machine.home.join(".local/bin");
    if rng.chance(50) {
        fs::create_dir_all(&bin)?;
        machine.path.push(bin);
    }
    if rng.chance(40) {
        let at = rng.below(machine.path.len() + 1);
        machine.path.insert(at, machine.home.join("nothing/bin"));
    }
    let home = machine.home.display().to_string();
    for _ in 0..rng.below(3) {
        let line = *rng.pick(&[
            "GOFLAGS=-modcacherw",
            "GOFLAGS=-trimpath",
            "GOFLAGS=-buildvcs=false -mod=readonly",
            "GOPROXY=https://goproxy.cn,direct",
            "GOSUMDB=sum.golang.google.cn",
            "GOVCS=public:git",
            "GOTOOLCHAIN=local",
            "GOTOOLCHAIN=auto",
            "GOPRIVATE=",
            "GO111MODULE=",
            "GOINSECURE=",
            "# GOPROXY=off",
            "GOTELEMETRY=off",
        ]);
        let file = machine.goenv();
        let text = fs::read_to_string(&file).unwrap_or_default();
        let name = line.split('=').next().unwrap_or_default();
        if !text.contains(&format!("{name}=")) && !machine.env.iter().any(|(set, _)| set == name) {
            machine.file(&file, format!("{text}{line}\n"))?;
        }
    }
    if rng.chance(30) {
        machine.set("XDG_CACHE_HOME", format!("{home}/.cache"));
        machine.set("XDG_CONFIG_HOME", format!("{home}/.config"));
    }
    if rng.chance(30) {
        machine.set("EDITOR", "vi");
        machine.set("GOPATH_NOT_MINE", "x");
    }
    Ok(())
}

/// The SDK in a place of its own below the home; that one is the machine's from now on.
fn own(machine: &mut Machine, at: &str) -> io::Result<PathBuf> {
    let version = machine.sdk.version.trim_start_matches("go").to_owned();
    let goroot = machine.home.join(at.replace("{v}", &version).replace("{mm}", minor(&version)));
    farm(&machine.sdk.goroot, &goroot)?;
    machine.sdk.goroot = goroot.clone();
    machine.path = Vec::new();
    Ok(goroot)
}

/// `1.22` of `1.22.10`.
fn minor(version: &str) -> &str {
    version.rsplit_once('.').map_or(version, |(minor, _)| minor)
}

fn set_path(machine: &mut Machine, name: &str, path: &Path) {
    machine.set(name, path.display().to_string());
}

#[cfg(unix)]
fn link(to: impl AsRef<Path>, at: &Path) -> io::Result<()> {
    at.parent().map_or(Ok(()), fs::create_dir_all)?;
    std::os::unix::fs::symlink(to, at)
}

#[cfg(not(unix))]
fn link(_to: impl AsRef<Path>, _at: &Path) -> io::Result<()> {
    Err(io::Error::new(io::ErrorKind::Unsupported, "no links on this system"))
}

fn script(at: &Path, text: &str) -> io::Result<()> {
    at.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::write(at, text)?;
    executable(at)
}

/// A program that the machine's own go has built, in a folder.
fn program(machine: &Machine, folder: &Path, name: &str) -> io::Result<()> {
    let whole = machine.sdks.iter().find(|sdk| sdk.version == machine.sdk.version);
    whole.map_or(Ok(()), |sdk| put_program(sdk, &folder.join(name)))
}

/// Not written by Go, and no script.
fn other_program(at: &Path) -> io::Result<()> {
    at.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::copy("/bin/sh", at)?;
    executable(at)
}
