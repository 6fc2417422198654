//! Packages, images, archives, and what a company or cgo sets besides.

use super::{link, other_program, own, program, script, set_path};
use crate::doctor::logins::{close, netrc};
use crate::doctor::machine::Machine;
use crate::rng::Rng;
use std::io;
use std::path::PathBuf;

pub(super) fn nix(machine: &mut Machine, _rng: &mut Rng) -> io::Result<()> {
    let store = machine.home.join("nix/store/abc-go-{v}");
    let goroot = own(machine, "nix/store/abc-go-{v}/share/go")?;
    let version = machine.sdk.version.trim_start_matches("go").to_owned();
    let store = PathBuf::from(store.display().to_string().replace("{v}", &version));
    link("../share/go/bin/go", &store.join("bin/go"))?;
    let profile = machine.home.join(".local/state/nix/profiles/profile");
    let generation = machine.home.join("nix/store/def-profile");
    link(store.join("bin/go"), &generation.join("bin/go"))?;
    link(store.join("share/go"), &generation.join("share/go"))?;
    link(&generation, &profile)?;
    link(&profile, &machine.home.join(".nix-profile"))?;
    set_path(machine, "NIX_PROFILES", &machine.home.join(".nix-profile"));
    machine.path = vec![machine.home.join(".nix-profile/bin")];
    machine.sdk.goroot = goroot;
    Ok(())
}

/// With `/bin` as a link to `/usr/bin`.
pub(super) fn package(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    let goroot = own(machine, rng.pick::<&str>(&["usr/lib/go-{mm}", "usr/lib/golang", "usr/lib64/go/{mm}"]))?;
    let alias = machine.home.join("usr/lib/go");
    link(&goroot, &alias)?;
    link(alias.join("bin/go"), &machine.home.join("etc/alternatives/go"))?;
    link(machine.home.join("etc/alternatives/go"), &machine.home.join("usr/bin/go"))?;
    link("usr/bin", &machine.home.join("bin"))?;
    machine.path = vec![machine.home.join("usr/bin"), machine.home.join("bin")];
    if rng.chance(40) {
        set_path(machine, "GOROOT", &alias);
    }
    Ok(())
}

pub(super) fn image(machine: &mut Machine, _rng: &mut Rng) -> io::Result<()> {
    let goroot = own(machine, "usr/local/go")?;
    let gopath = machine.home.join("gopath");
    machine.set("GOLANG_VERSION", machine.sdk.version.trim_start_matches("go").to_owned());
    machine.set("GOTOOLCHAIN", "local");
    set_path(machine, "GOPATH", &gopath);
    machine.path = vec![gopath.join("bin"), goroot.join("bin")];
    program(machine, &gopath.join("bin"), "mytool")
}

pub(super) fn snap(machine: &mut Machine, _rng: &mut Rng) -> io::Result<()> {
    own(machine, "snap/go/10866")?;
    link("10866", &machine.home.join("snap/go/current"))?;
    other_program(&machine.home.join("usr/bin/snap"))?;
    link(machine.home.join("usr/bin/snap"), &machine.home.join("snap/bin/go"))?;
    machine.path = vec![machine.home.join("snap/bin")];
    Ok(())
}

pub(super) fn archive(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    let goroot = own(machine, rng.pick::<&str>(&[".local/go", "tools/go{v}", "go{v}"]))?;
    let home = machine.home.clone();
    let gopath = home.join("go");
    machine.path = vec![goroot.join("bin"), gopath.join("bin")];
    let version = machine.sdk.version.clone();
    for (name, value) in [
        ("GOROOT", goroot.display().to_string()),
        ("GOPATH", gopath.display().to_string()),
        ("GOBIN", gopath.join("bin").display().to_string()),
        ("GOMODCACHE", gopath.join("pkg/mod").display().to_string()),
        ("GOCACHE", home.join(".cache/go-build").display().to_string()),
        ("GOOS", machine.sdk.os.clone()),
        ("GOARCH", machine.sdk.arch.clone()),
        ("GOPROXY", "https://proxy.golang.org,direct".into()),
        ("GOSUMDB", "sum.golang.org".into()),
        ("GOTOOLCHAIN", version),
        ("GOWORK", "off".into()),
        ("CGO_ENABLED", "0".into()),
    ] {
        if rng.chance(60) {
            machine.set(name, value);
        }
    }
    program(machine, &gopath.join("bin"), "mytool")
}

pub(super) fn company(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    let proxy = *rng
        .pick(&["https://goproxy.corp.example,direct", "https://go.corp.example/api/go/go-virtual|direct"]);
    let database = *rng.pick(&["GONOSUMDB=*.corp.example", "GONOSUMDB=*.corp.example,github.com/acme"]);
    let file = machine.goenv();
    machine
        .file(&file, format!("GOPRIVATE=*.corp.example,github.com/acme\n{database}\nGOPROXY={proxy}\n"))?;
    machine.file(&netrc(machine), "machine git.corp.example login ada password hunter2\n")?;
    close(machine)?;
    let config = "[url \"git@git.corp.example:\"]\n\tinsteadOf = https://git.corp.example/\n";
    machine.file(&machine.home.join(".gitconfig"), config)?;
    machine.file(
        &machine.dir.join(".git/config"),
        "[remote \"origin\"]\n\turl = git@git.corp.example:team/a.git\n",
    )?;
    machine.set("HTTPS_PROXY", "http://proxy.corp.example:3128");
    machine.set("HTTP_PROXY", "http://proxy.corp.example:3128");
    machine.set("NO_PROXY", ".corp.example,localhost");
    Ok(())
}

pub(super) fn compiler(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    let bin = machine.home.join("bin");
    let name = *rng.pick(&["gcc", "clang", "my cc"]);
    script(&bin.join(name), "#!/bin/sh\nexit 0\n")?;
    machine.path.push(bin.clone());
    machine.set("CGO_ENABLED", "1");
    match name {
        "gcc" => {}
        "clang" => machine.set("CC", "clang -O1"),
        _ => machine.set("CC", format!("\"{}\"", bin.join(name).display())),
    }
    Ok(())
}
