//! A machine on which many things are wrong at once: each is found, and fixing them one after the other ends with a
//! machine on which nothing is.

use super::Seen;
use super::machine::Machine;
use crate::rng::Rng;
use crate::sdk::Sdk;
use std::fs;
use std::io;
use std::path::Path;

/// # Errors
/// When a program cannot be started or the folder cannot be written.
pub fn at_once(root: &Path, sdks: &[Sdk], burrow: &Path, rng: &mut Rng, seen: &mut Seen) -> io::Result<()> {
    let newest = sdks.last().ok_or_else(|| io::Error::other("no SDK"))?;
    let mut machine = Machine::new(root, sdks, newest, burrow, rng)?;
    let own = machine.home.join("bin");
    fs::create_dir_all(&own)?;
    machine.path.push(own);
    let gone = machine.home.join("gone").display().to_string();
    for line in [
        "GO111MODULE=off",
        "GOTOOLCHAIN=newest",
        "GOPATH=~/go",
        "GOFLAGS=-mod=vendor -u -nosuchflag",
        "CGO_ENABLED=1",
        "GOPRIVATE=git.corp.example/*",
    ] {
        machine.line(line, rng)?;
    }
    machine.line(&format!("GOROOT={gone}"), rng)?;
    machine.export("GOPRIVATE", "git.corp.example/other", rng)?;
    let wrong = [
        "env-shadowed",
        "env-lockout",
        "goroot-stale",
        "goflags-invalid",
        "goflags-harmful",
        "goflags-vendor",
        "gopath-invalid",
        "go111module-set",
        "cgo-no-compiler",
    ];
    let report = machine.doctor(&[])?;
    for id in wrong {
        seen.check(report.has(id), || format!("all at once: no {id}: {:?}", report.ids()));
    }
    for id in wrong {
        if machine.doctor(&["--id", id])?.has(id) {
            let output = machine.burrow(&["doctor", "--fix", id])?;
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            seen.check(output.status.success(), || format!("all at once: --fix {id}: {said}"));
        }
    }
    let report = machine.doctor(&[])?;
    seen.check(report.findings().next().is_none(), || format!("all mended, and found: {:#}", report.json));
    seen.check(machine.go_does(&["version"])?, || "all mended, and go does not run".to_owned());
    Ok(())
}
