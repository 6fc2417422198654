//! Logins that are missing, refused, in the open, or readable by others.

use super::internet::{Host, connect, go_finds_modules};
use super::machine::Machine;
use super::scenario::{Fix, Scenario};
use crate::rng::Rng;
use std::io;

const HOST: &str = "athens.firm.example";

pub const SCENARIOS: &[Scenario] = &[
    Scenario::new("a proxy that wants a login", "credential-missing", missing)
        .go(go_finds_modules)
        .besides(&["sumdb-off"])
        .fix(Fix::Person)
        .online()
        .since(21),
    Scenario::new("a login that is refused", "credential-refused", refused)
        .go(go_finds_modules)
        .besides(&["sumdb-off", "credential-in-url"])
        .fix(Fix::Person)
        .online()
        .since(21),
    Scenario::new("a password in GOPROXY", "credential-in-url", in_url).fix(Fix::Person).since(21),
    Scenario::new("a netrc file that others may read", "netrc-readable", readable).fix(Fix::ForGood),
];

fn locked(machine: &mut Machine) -> io::Result<()> {
    connect(machine, &[(HOST, Host::Locked)])?;
    machine.set("GOSUMDB", "off");
    Ok(())
}

fn missing(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    locked(machine)?;
    machine.set("GOPROXY", format!("https://{HOST}{}", rng.pick(&["", ",direct", "|direct"])));
    if rng.below(2) == 0 {
        machine.file(&netrc(machine), "machine git.firm.example login ada password hunter2\n")?;
        close(machine)?;
    }
    Ok(())
}

fn refused(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    locked(machine)?;
    if rng.below(2) == 0 {
        machine.set("GOPROXY", format!("https://ada:hunter2@{HOST}"));
        return Ok(());
    }
    machine.set("GOPROXY", format!("https://{HOST}"));
    let first = *rng.pick(&["", "machine git.firm.example login ada password hunter2\n"]);
    let file = netrc(machine);
    machine.file(&file, format!("{first}machine {HOST} login ada password hunter2\n"))?;
    machine.cause(&file, 1 + first.lines().count() as u32);
    close(machine)
}

fn in_url(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    let list = *rng.pick(&[
        "https://ada:hunter2@athens.firm.example,direct",
        "https://proxy.golang.org,https://:hunter2@athens.firm.example",
    ]);
    machine.line(&format!("GOPROXY={list}"), rng)
}

pub fn netrc(machine: &Machine) -> std::path::PathBuf {
    machine.home.join(if cfg!(windows) { "_netrc" } else { ".netrc" })
}

#[cfg(unix)]
fn set_mode(machine: &Machine, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(netrc(machine), std::fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn set_mode(_machine: &Machine, _mode: u32) -> io::Result<()> {
    Ok(())
}

/// Nobody else may read the netrc file.
///
/// # Errors
/// When there is none.
pub fn close(machine: &Machine) -> io::Result<()> {
    set_mode(machine, 0o600)
}

fn readable(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    if !cfg!(unix) {
        machine.not_here = Some("files have no mode".to_owned());
        return Ok(());
    }
    machine.file(&netrc(machine), "machine git.firm.example\nlogin ada\npassword hunter2\n")?;
    set_mode(machine, *rng.pick(&[0o644, 0o640, 0o604, 0o666, 0o660]))
}
