//! Toolchains, and what they have built.

use super::machine::Machine;
use super::scenario::{Fix, Scenario};
use crate::rng::Rng;
use crate::sdk::Sdk;
use std::fs;
use std::io;
use std::path::Path;

pub const SCENARIOS: &[Scenario] = &[
    Scenario::new("GOROOT of another version in the file", "goroot-stale", goroot_other).go(builds).sdks(2),
    Scenario::new("GOROOT of another version in the environment", "goroot-stale", goroot_other_by_shell)
        .go(builds)
        .fix(Fix::Person)
        .sdks(2),
    Scenario::new("GOROOT that is gone", "goroot-stale", goroot_gone).go(builds).besides(&["env-lockout"]),
    Scenario::new("an old go before a new one", "go-multiple", two_on_path)
        .fix(Fix::Undone(&["sdk", "use", "--undo", "--login-shell"]))
        .sdks(2)
        .since(21),
    Scenario::new("a shim before a go", "go-multiple", shim_first)
        .fix(Fix::Undone(&["sdk", "use", "--undo", "--login-shell"]))
        .since(21),
    Scenario::new("GOTOOLCHAIN forbids what the project needs", "toolchain-unavailable", forbidden)
        .go(builds)
        .sdks(2)
        .since(21),
    Scenario::new("a toolchain that is not on PATH", "toolchain-unavailable", not_on_path).go(runs).since(21),
    Scenario::new("a toolchain that nobody has", "toolchain-unavailable", nobody_has).go(versions).since(21),
    Scenario::new("cgo without a compiler", "cgo-no-compiler", no_compiler).go(no_cgo).since(21),
    Scenario::new("programs that PATH does not lead to", "gobin-not-on-path", not_reached)
        .go(installs_on_path),
    Scenario::new("a program of an older Go", "program-stale", stale_program).fix(Fix::Person).sdks(2),
];

/// An SDK of its own: its own `bin/go`, the rest linked.
///
/// # Errors
/// When it cannot be made.
#[cfg(unix)]
pub fn farm(of: &Path, at: &Path) -> io::Result<()> {
    fs::create_dir_all(at.join("bin"))?;
    for entry in fs::read_dir(of)? {
        let name = entry?.file_name();
        if name != "bin" {
            std::os::unix::fs::symlink(of.join(&name), at.join(&name))?;
        }
    }
    fs::copy(of.join("bin/go"), at.join("bin/go"))?;
    Ok(())
}

/// # Errors
/// Links need a privilege there.
#[cfg(not(unix))]
pub fn farm(_of: &Path, _at: &Path) -> io::Result<()> {
    Err(io::Error::new(io::ErrorKind::Unsupported, "no links on this system"))
}

fn another<'a>(machine: &'a Machine, rng: &mut Rng) -> &'a Sdk {
    let others: Vec<&Sdk> = machine.sdks.iter().filter(|sdk| sdk.version != machine.sdk.version).collect();
    others[rng.below(others.len())]
}

fn builds(machine: &Machine) -> io::Result<bool> {
    machine.go_does(&["build", "./..."])
}

fn versions(machine: &Machine) -> io::Result<bool> {
    machine.go_does(&["version"])
}

fn goroot_other(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    machine.project("module example.com/a\n\ngo 1.19\n")?;
    let goroot = another(machine, rng).goroot.display().to_string();
    machine.line(&format!("GOROOT={goroot}"), rng)
}

fn goroot_other_by_shell(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    machine.project("module example.com/a\n\ngo 1.19\n")?;
    let goroot = another(machine, rng).goroot.display().to_string();
    machine.export("GOROOT", &goroot, rng)
}

fn goroot_gone(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    machine.project("module example.com/a\n\ngo 1.19\n")?;
    let goroot = machine.home.join(*rng.pick(&["sdk/go1.18", "旧的 go"]));
    if rng.chance(50) {
        // A folder without a toolchain in it.
        fs::create_dir_all(goroot.join("bin"))?;
    }
    machine.line(&format!("GOROOT={}", goroot.display()), rng)
}

/// What a login shell of this machine gets is what its start file says.
fn path_by_shell(machine: &mut Machine) -> io::Result<bool> {
    if !cfg!(unix) || !Path::new("/bin/bash").is_file() {
        machine.not_here = Some("no bash".to_owned());
        return Ok(false);
    }
    machine.set("SHELL", "/bin/bash");
    machine.words.push("--login-shell");
    let path = std::env::join_paths(&machine.path).map_err(io::Error::other)?;
    let file = machine.home.join(".bash_profile");
    machine.file(&file, format!("# mine\nexport PATH=\"{}\"\n", path.to_string_lossy()))?;
    Ok(true)
}

fn two_on_path(machine: &mut Machine, _rng: &mut Rng) -> io::Result<()> {
    let (Some(oldest), Some(newest)) = (machine.sdks.first(), machine.sdks.last()) else { return Ok(()) };
    machine.path = vec![oldest.goroot.join("bin"), newest.goroot.join("bin")];
    path_by_shell(machine).map(drop)
}

fn shim_first(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    let shims = machine.home.join(*rng.pick(&[".goenv/shims", ".asdf/shims", ".local/share/mise/shims"]));
    let go = shims.join("go");
    machine
        .file(&go, format!("#!/bin/sh\nexec '{}' \"$@\"\n", machine.sdk.goroot.join("bin/go").display()))?;
    executable(&go)?;
    machine.path.insert(0, shims);
    path_by_shell(machine).map(drop)
}

/// # Errors
/// When there is no such file.
#[cfg(unix)]
pub fn executable(at: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(at, fs::Permissions::from_mode(0o755))
}

/// # Errors
/// Never: there, the name decides.
#[cfg(not(unix))]
pub fn executable(_at: &Path) -> io::Result<()> {
    Ok(())
}

/// The toolchain that the project needs is on PATH, under its own name.
#[cfg(unix)]
fn forbidden(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    let newer: Vec<Sdk> = machine.sdks.iter().filter(|sdk| sdk.minor >= 22).cloned().collect();
    let Some(newest) = newer.last().cloned() else {
        machine.not_here = Some("no newer SDK".to_owned());
        return Ok(());
    };
    let Some(older) = machine.sdks.iter().find(|sdk| sdk.minor >= 21 && sdk.minor < newest.minor).cloned()
    else {
        machine.not_here = Some("no older SDK".to_owned());
        return Ok(());
    };
    let bin = machine.home.join("bin");
    fs::create_dir_all(&bin)?;
    std::os::unix::fs::symlink(newest.goroot.join("bin/go"), bin.join(&newest.version))?;
    machine.path = vec![older.goroot.join("bin"), bin];
    let version = newest.version.trim_start_matches("go");
    machine.project(&format!("module example.com/a\n\ngo {version}\n"))?;
    machine.cause(&machine.dir.join("go.mod"), 3);
    let setting = if rng.chance(50) { "local".to_owned() } else { older.version.clone() };
    machine.sdk = older;
    machine.line(&format!("GOTOOLCHAIN={setting}"), rng)
}

#[cfg(not(unix))]
fn forbidden(machine: &mut Machine, _rng: &mut Rng) -> io::Result<()> {
    machine.not_here = Some("no links".to_owned());
    Ok(())
}

fn not_on_path(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    // What it then would download is in no network: what counts is that it would begin to.
    machine.project("module example.com/a\n\ngo 1.99.3\n")?;
    machine.cause(&machine.dir.join("go.mod"), 3);
    let setting = rng.pick(&["path", "local+path"]);
    machine.line(&format!("GOTOOLCHAIN={setting}"), rng)
}

/// Go no longer looks on PATH only.
fn runs(machine: &Machine) -> io::Result<bool> {
    let output = machine.go_offline(&["version"])?;
    Ok(!String::from_utf8_lossy(&output.stderr).contains("in PATH"))
}

fn nobody_has(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    let empty = machine.home.join("proxy");
    fs::create_dir_all(&empty)?;
    let goproxy = if rng.chance(50) { "off".to_owned() } else { format!("file://{}", empty.display()) };
    // A name with a blank in it must be escaped in a URL.
    machine.set("GOPROXY", goproxy.replace(' ', "%20"));
    machine.line("GOTOOLCHAIN=go1.99.7", rng)
}

fn no_compiler(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    machine.line("CGO_ENABLED=1", rng)
}

fn no_cgo(machine: &Machine) -> io::Result<bool> {
    Ok(machine.go_says(&["env", "CGO_ENABLED"])? == "0")
}

/// `gofmt` under another name: a Go program like any other.
///
/// # Errors
/// When it cannot be copied.
pub fn put_program(sdk: &Sdk, at: &Path) -> io::Result<()> {
    at.parent().map_or(Ok(()), fs::create_dir_all)?;
    let exe = if cfg!(windows) { "bin/gofmt.exe" } else { "bin/gofmt" };
    fs::copy(sdk.goroot.join(exe), at)?;
    executable(at)
}

fn not_reached(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    let own = machine.home.join(*rng.pick(&[".local/bin", "bin"]));
    fs::create_dir_all(&own)?;
    machine.path.push(own);
    let gopath_bin = machine.home.join("go/bin");
    let exe = if cfg!(windows) { "mytool.exe" } else { "mytool" };
    put_program(&machine.sdk.clone(), &gopath_bin.join(exe))
}

fn installs_on_path(machine: &Machine) -> io::Result<bool> {
    let gobin = machine.go_says(&["env", "GOBIN"])?;
    Ok(machine.path.contains(&Path::new(&gobin).to_path_buf()))
}

fn stale_program(machine: &mut Machine, _rng: &mut Rng) -> io::Result<()> {
    let (Some(oldest), Some(newest)) = (machine.sdks.first().cloned(), machine.sdks.last().cloned()) else {
        return Ok(());
    };
    machine.path = vec![newest.goroot.join("bin"), machine.home.join("go/bin")];
    machine.sdk = newest;
    let exe = if cfg!(windows) { "mytool.exe" } else { "mytool" };
    put_program(&oldest, &machine.home.join("go/bin").join(exe))
}
