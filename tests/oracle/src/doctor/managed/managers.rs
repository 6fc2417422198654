//! Version managers.

use super::{link, minor, other_program, own, program, script, set_path};
use crate::doctor::machine::Machine;
use crate::doctor::toolchains::farm;
use crate::rng::Rng;
use std::fs;
use std::io;
use std::path::PathBuf;

fn asdf_shims(machine: &mut Machine, rng: &mut Rng) -> io::Result<PathBuf> {
    own(machine, ".asdf/installs/golang/{v}/go")?;
    let shims = machine.home.join(".asdf/shims");
    let version = machine.sdk.version.trim_start_matches("go").to_owned();
    for name in ["go", "gofmt", "mytool"] {
        let text = format!(
            "#!/usr/bin/env bash\n# asdf-plugin: golang {version}\nexec asdf exec \"{name}\" \"$@\"\n"
        );
        script(&shims.join(name), &text)?;
    }
    script(&machine.home.join(".asdf/bin/asdf"), "#!/usr/bin/env bash\nexit 0\n")?;
    machine.file(&machine.home.join(".tool-versions"), format!("golang {version}\n"))?;
    machine.path = vec![shims, machine.home.join(".asdf/bin")];
    if rng.chance(50) {
        set_path(machine, "ASDF_DATA_DIR", &machine.home.join(".asdf"));
    }
    Ok(machine.home.join(".asdf/installs/golang").join(version))
}

pub(super) fn asdf(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    let version = asdf_shims(machine, rng)?;
    program(machine, &version.join(*rng.pick(&["bin", "packages/bin"])), "mytool")
}

/// `. ~/.asdf/plugins/golang/set-env.bash`.
pub(super) fn asdf_environment(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    let version = asdf_shims(machine, rng)?;
    set_path(machine, "GOROOT", &version.join("go"));
    set_path(machine, "GOPATH", &version.join("packages"));
    set_path(machine, "GOBIN", &version.join("bin"));
    program(machine, &version.join("bin"), "mytool")
}

pub(super) fn mise(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    let goroot = own(machine, ".local/share/mise/installs/go/{v}")?;
    let version = machine.sdk.version.trim_start_matches("go").to_owned();
    for name in ["latest", "1", minor(&version)] {
        link(format!("./{version}"), &goroot.with_file_name(name))?;
    }
    machine.path = vec![goroot.join("bin")];
    set_path(machine, "GOROOT", &goroot);
    if rng.chance(60) {
        // What it did until 2025.
        set_path(machine, "GOBIN", &goroot.join("bin"));
        program(machine, &goroot.join("bin"), "mytool")?;
    }
    machine.set("MISE_SHELL", "bash");
    Ok(())
}

pub(super) fn mise_shims(machine: &mut Machine, _rng: &mut Rng) -> io::Result<()> {
    own(machine, ".local/share/mise/installs/go/{v}")?;
    let mise = machine.home.join(".local/bin/mise");
    other_program(&mise)?;
    let shims = machine.home.join(".local/share/mise/shims");
    for name in ["go", "gofmt", "mytool"] {
        link(&mise, &shims.join(name))?;
    }
    machine.path = vec![shims];
    Ok(())
}

pub(super) fn gvm(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    let goroot = own(machine, ".gvm/gos/go{v}")?;
    let gvm = machine.home.join(".gvm");
    let set = gvm.join("pkgsets").join(&machine.sdk.version);
    let gopath = set.join("global");
    machine.path = vec![gopath.join("bin"), goroot.join("bin"), gopath.join("overlay/bin"), gvm.join("bin")];
    fs::create_dir_all(gopath.join("overlay/bin"))?;
    set_path(machine, "GVM_ROOT", &gvm);
    set_path(machine, "GOROOT", &goroot);
    let own = rng.chance(50).then(|| set.join("mine"));
    let list: Vec<String> = own.iter().chain([&gopath]).map(|path| path.display().to_string()).collect();
    machine.set("GOPATH", list.join(":"));
    match own {
        Some(own) => machine.path.insert(0, own.join("bin")),
        None => program(machine, &gopath.join("bin"), "mytool")?,
    }
    Ok(())
}

/// `eval "$(goenv init -)"`.
pub(super) fn goenv(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    let goroot = own(machine, ".goenv/versions/{v}")?;
    let version = machine.sdk.version.trim_start_matches("go").to_owned();
    let shims = machine.home.join(".goenv/shims");
    for name in ["go", "gofmt", "mytool"] {
        let text = "#!/usr/bin/env bash\nset -e\nprogram=\"${0##*/}\"\nexec \"$GOENV_ROOT/libexec/goenv\" exec \"$program\" \"$@\"\n";
        script(&shims.join(name), text)?;
    }
    script(&machine.home.join(".goenv/bin/goenv"), "#!/usr/bin/env bash\n")?;
    set_path(machine, "GOENV_ROOT", &machine.home.join(".goenv"));
    machine.set("GOENV_SHELL", "bash");
    let bin = machine.home.join(".goenv/bin");
    if rng.chance(50) {
        set_path(machine, "GOROOT", &goroot);
        let gopath = machine.home.join("go").join(&version);
        set_path(machine, "GOPATH", &gopath);
        program(machine, &gopath.join("bin"), "mytool")?;
        machine.path = vec![goroot.join("bin"), shims, bin];
        if rng.chance(50) {
            machine.path.push(gopath.join("bin"));
        }
    } else {
        machine.path = vec![shims, bin];
    }
    Ok(())
}

pub(super) fn homebrew(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    let formula = if rng.chance(40) { "go@{mm}" } else { "go" };
    let goroot = own(machine, &format!(".linuxbrew/Cellar/{formula}/{{v}}/libexec"))?;
    let keg = goroot.parent().unwrap_or(&goroot).to_owned();
    let prefix = machine.home.join(".linuxbrew");
    link("../libexec/bin/go", &keg.join("bin/go"))?;
    let version = machine.sdk.version.trim_start_matches("go").to_owned();
    let formula = formula.replace("{mm}", minor(&version));
    link(format!("../Cellar/{formula}/{version}"), &prefix.join("opt").join(&formula))?;
    link(format!("../Cellar/{formula}/{version}/bin/go"), &prefix.join("bin/go"))?;
    set_path(machine, "HOMEBREW_PREFIX", &prefix);
    machine.path = vec![prefix.join("bin")];
    let by_opt = prefix.join("opt").join(&formula).join("libexec");
    if rng.chance(50) {
        // `export GOROOT="$(brew --prefix golang)/libexec"`, as many pages say.
        set_path(machine, "GOROOT", &by_opt);
    }
    if rng.chance(50) {
        machine.path.push(by_opt.join("bin"));
    }
    if rng.chance(50) {
        let gopath = machine.home.join("go");
        set_path(machine, "GOPATH", &gopath);
        machine.path.push(gopath.join("bin"));
        program(machine, &gopath.join("bin"), "mytool")?;
    }
    Ok(())
}

pub(super) fn gobrew(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    let goroot = own(machine, ".gobrew/versions/{v}/go")?;
    let root = machine.home.join(".gobrew");
    link(&goroot, &root.join("current/go"))?;
    link("go/bin", &root.join("current/bin"))?;
    other_program(&root.join("bin/gobrew"))?;
    machine.path = vec![root.join("current/bin"), root.join("bin")];
    if rng.chance(60) {
        set_path(machine, "GOROOT", &root.join("current/go"));
    }
    Ok(())
}

pub(super) fn g(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    let goroot = own(machine, ".g/versions/{v}")?;
    let current = machine.home.join(".g/go");
    link(&goroot, &current)?;
    set_path(machine, "GOROOT", &current);
    machine.path = vec![machine.home.join(".g/bin"), current.join("bin")];
    if rng.chance(50) {
        machine.path.push(machine.home.join("go/bin"));
        program(machine, &machine.home.join("go/bin"), "mytool")?;
    }
    Ok(())
}

pub(super) fn stefanmaric(machine: &mut Machine, _rng: &mut Rng) -> io::Result<()> {
    let goroot = own(machine, ".go")?;
    let gopath = machine.home.join("go");
    set_path(machine, "GOROOT", &goroot);
    set_path(machine, "GOPATH", &gopath);
    for name in ["go", "gofmt"] {
        link(goroot.join("bin").join(name), &gopath.join("bin").join(name))?;
    }
    script(&gopath.join("bin/g"), "#!/bin/sh\n")?;
    machine.path = vec![gopath.join("bin")];
    Ok(())
}

/// Another version beside, under its own name.
pub(super) fn golang_dl(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    let other = machine.sdks[rng.below(machine.sdks.len())].clone();
    let goroot = own(machine, ".local/go")?;
    let beside = machine.home.join("sdk").join(&other.version);
    farm(&other.goroot, &beside)?;
    machine.file(&beside.join(".unpacked-success"), "")?;
    let bin = machine.home.join("go/bin");
    link(beside.join("bin/go"), &bin.join(&other.version))?;
    machine.path = vec![goroot.join("bin"), bin];
    Ok(())
}
