//! Variables that are wrong, and whoever sets them.

use super::machine::Machine;
use super::scenario::{Fix, Scenario};
use crate::rng::Rng;
use std::fs;
use std::io;

pub const SCENARIOS: &[Scenario] = &[
    Scenario::new("a line of the file that the environment hides", "env-shadowed", shadowed)
        .go(no_line_is_hidden)
        .besides(&["private-never-matches"]),
    Scenario::new("a value that locks out", "env-lockout", lockout)
        .go(lists_and_runs)
        .besides(&["goroot-stale", "gopath-invalid", "go111module-set", "toolchain-unavailable"])
        .since(21),
    Scenario::new("a value in the environment that locks out", "env-lockout", lockout_by_shell)
        .go(lists_and_runs)
        .besides(&["gopath-invalid", "go111module-set"])
        .fix(Fix::Person)
        .since(21),
    Scenario::new("something that keeps writing", "goenv-rewritten", rewritten),
    Scenario::new("a desktop without the variable", "desktop-differs", desktop_lacks),
    Scenario::new("a desktop with another value", "desktop-differs", desktop_has).fix(Fix::Person),
    Scenario::new("flags that go does not take", "goflags-invalid", flags_invalid)
        .go(versions)
        .besides(&["env-lockout", "goflags-harmful"])
        .since(21),
    Scenario::new("flags that do harm", "goflags-harmful", flags_harmful).go(no_harmful_flag).since(21),
    Scenario::new("vendor without a folder", "goflags-vendor", vendor).go(builds).since(21),
    Scenario::new("GO111MODULE", "go111module-set", modules_switch).go(no_modules_switch),
    Scenario::new("GO111MODULE in the environment", "go111module-set", modules_switch_by_shell)
        .go(no_modules_switch)
        .fix(Fix::Person),
    Scenario::new("GOPATH is GOROOT", "gopath-is-goroot", gopath_is_goroot).go(is_quiet).since(24),
    Scenario::new("GOPATH in a module", "gopath-in-module", gopath_in_module).go(gopath_is_no_module),
    Scenario::new("GOPATH that is no path", "gopath-invalid", gopath_invalid)
        .go(versions)
        .besides(&["env-lockout"]),
    Scenario::new("a clock that is behind", "clock-wrong", clock_behind).fix(Fix::Person).since(21),
];

fn shadowed(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    let (name, file, process) = *rng.pick(&[
        ("GOPROXY", "https://proxy.corp.example,direct", "https://proxy.golang.org,direct"),
        ("GOPRIVATE", "git.corp.example/*", "git.corp.example/team/*"),
        ("GOFLAGS", "-mod=readonly", "-buildvcs=false"),
        ("GOSUMDB", "sum.golang.org", "sum.golang.google.cn"),
        ("GOVCS", "*:git", "public:git"),
    ]);
    machine.line(&format!("{name}={file}"), rng)?;
    machine.export(name, process, rng)
}

/// Every line of the file says what go says.
fn no_line_is_hidden(machine: &Machine) -> io::Result<bool> {
    for line in fs::read_to_string(machine.goenv()).unwrap_or_default().lines() {
        let Some((name, value)) = line.split_once('=').filter(|_| line.starts_with("GO")) else { continue };
        if machine.go_says(&["env", name])? != value {
            return Ok(false);
        }
    }
    Ok(true)
}

fn bad_values(machine: &Machine) -> Vec<(&'static str, String)> {
    let nowhere = machine.home.join("gone").display().to_string();
    vec![
        ("GOTOOLCHAIN", "latest".to_owned()),
        ("GOTOOLCHAIN", "1.22".to_owned()),
        ("GOPATH", "go".to_owned()),
        ("GOPATH", "~/go".to_owned()),
        ("GO111MODULE", "yes".to_owned()),
        ("GOEXPERIMENT", "nosuchthing".to_owned()),
        ("GOTMPDIR", nowhere),
        ("GOCACHE", "off".to_owned()),
        ("GOCACHE", "cache".to_owned()),
    ]
}

fn lockout(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    let mut bad = bad_values(machine);
    bad.push(("GOROOT", machine.home.join("没有").display().to_string()));
    bad.push(("CC", "./gcc".to_owned()));
    let (name, value) = rng.pick(&bad).clone();
    machine.line(&format!("{name}={value}"), rng)
}

fn lockout_by_shell(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    let (name, value) = rng.pick(&bad_values(machine)).clone();
    machine.export(name, &value, rng)
}

fn lists_and_runs(machine: &Machine) -> io::Result<bool> {
    machine.project("module example.com/a\n\ngo 1.21\n")?;
    Ok(machine.go_does(&["env"])?
        && machine.go_does(&["version"])?
        && machine.go_does(&["build", "./..."])?)
}

fn rewritten(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    let name = *rng.pick(&["GOFLAGS", "GOPROXY"]);
    let (ours, theirs) = match name {
        "GOFLAGS" => ("-buildvcs=false", "-tags=corp"),
        _ => ("https://proxy.golang.org|direct", "https://proxy.golang.org,direct"),
    };
    for _ in 0..3 + rng.below(2) {
        let output = machine.burrow(&["env", "set", &format!("{name}={ours}")])?;
        if !output.status.success() {
            return Err(io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()));
        }
        machine.go(&["env", "-w", &format!("{name}={theirs}")])?;
    }
    let file = machine.goenv();
    let text = fs::read_to_string(&file)?;
    let line = text.lines().position(|line| line.starts_with(name)).unwrap_or_default() as u32 + 1;
    machine.cause(&file, line);
    Ok(())
}

/// A session is told of by its files, where none runs.
fn desktop(machine: &mut Machine, text: &str) -> io::Result<bool> {
    const LEADERS: [&str; 6] =
        ["gnome-shell", "plasmashell", "ksmserver", "xfce4-session", "sway", "openbox"];
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let names = processes.filter_map(|entry| fs::read_to_string(entry.path().join("comm")).ok());
    let runs = names.into_iter().any(|name| LEADERS.contains(&name.trim_end()));
    if !cfg!(target_os = "linux") || runs {
        machine.not_here = Some("a session runs here, or none is told of by files".to_owned());
        return Ok(false);
    }
    machine.file(&machine.home.join(".config/environment.d/10-go.conf"), text)?;
    Ok(true)
}

fn desktop_lacks(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    if desktop(machine, "EDITOR=vi\n")? {
        machine.usual_goenv = true;
        machine.set("SHELL", "/bin/bash");
        machine.set("GOPRIVATE", "git.corp.example/*");
        let file = machine.home.join(".bashrc");
        let first = rng.pick(&["", "# mine\n"]);
        machine.file(&file, format!("{first}export GOPRIVATE=\"git.corp.example/*\"\n"))?;
        machine.cause(&file, 1 + first.lines().count() as u32);
    }
    Ok(())
}

fn desktop_has(machine: &mut Machine, _rng: &mut Rng) -> io::Result<()> {
    if desktop(machine, "# session\nGOFLAGS=-tags=desktop\n")? {
        let file = machine.home.join(".config/environment.d/10-go.conf");
        machine.cause(&file, 2);
    }
    Ok(())
}

fn flags_invalid(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    let flags = rng.pick(&[
        "-nosuchflag",
        "-mod=mod -nosuchflag=1",
        "-tags=a b",
        "-ldflags=-s -X main.version=1",
        "'-tags=a",
        "trimpath",
        "-trimpath -buildvcs=false --nope",
    ]);
    machine.line(&format!("GOFLAGS={flags}"), rng)
}

fn versions(machine: &Machine) -> io::Result<bool> {
    machine.go_does(&["version"])
}

fn flags_harmful(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    let flags =
        rng.pick(&["-u", "-trimpath -u", "-ldflags=-s -w", "-n", "-a -trimpath", "-json", "-mod=mod"]);
    machine.line(&format!("GOFLAGS={flags}"), rng)
}

/// As go takes it apart: none of these words is left by itself.
fn no_harmful_flag(machine: &Machine) -> io::Result<bool> {
    let flags = machine.go_says(&["env", "-json=true", "-u=false", "-w=false", "GOFLAGS"])?;
    let json: serde_json::Value = serde_json::from_str(&flags).unwrap_or_default();
    let flags = json["GOFLAGS"].as_str().unwrap_or_default().to_owned();
    let outside = flags.split('\'').step_by(2).collect::<String>();
    let harmful = ["-u", "-w", "-n", "-a", "-json", "-mod=mod"];
    Ok(!outside.split_whitespace().any(|word| harmful.contains(&word)))
}

fn vendor(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    machine.project("module example.com/a\n\ngo 1.21\n\nrequire example.com/b v1.0.0\n")?;
    let flags = rng.pick(&["-mod=vendor", "-trimpath -mod=vendor", "--mod=vendor"]);
    machine.line(&format!("GOFLAGS={flags}"), rng)
}

fn builds(machine: &Machine) -> io::Result<bool> {
    machine.go_does(&["build", "./..."])
}

fn modules_switch(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    let value = rng.pick(&["on", "off", "auto"]);
    machine.line(&format!("GO111MODULE={value}"), rng)
}

fn modules_switch_by_shell(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    let value = rng.pick(&["on", "off", "auto"]);
    machine.export("GO111MODULE", value, rng)
}

fn no_modules_switch(machine: &Machine) -> io::Result<bool> {
    Ok(machine.go_says(&["env", "GO111MODULE"])?.is_empty())
}

fn gopath_is_goroot(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    let goroot = machine.sdk.goroot.display().to_string();
    machine.line(&format!("GOPATH={goroot}"), rng)
}

/// Go warns of it on every command; before 1.24 only of one that the environment sets.
fn is_quiet(machine: &Machine) -> io::Result<bool> {
    Ok(machine.go(&["env", "GOPATH"])?.stderr.is_empty())
}

fn gopath_in_module(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    let module = machine.home.join(*rng.pick(&["src/tool", "我的 项目"]));
    machine.file(&module.join("go.mod"), "module example.com/tool\n\ngo 1.21\n")?;
    let gopath = module.join("gopath");
    fs::create_dir_all(&gopath)?;
    machine.line(&format!("GOPATH={}", gopath.display()), rng)
}

/// No module is above what go takes for GOPATH.
fn gopath_is_no_module(machine: &Machine) -> io::Result<bool> {
    let gopath = machine.go_says(&["env", "GOPATH"])?;
    fs::create_dir_all(&gopath)?;
    let output = machine.go(&["-C", &gopath, "env", "GOMOD"])?;
    let gomod = String::from_utf8_lossy(&output.stdout).trim_end().to_owned();
    // Before Go 1.20 there is no -C.
    let old = machine.sdk.minor < 20;
    let above = std::path::Path::new(&gopath).ancestors().any(|dir| dir.join("go.mod").is_file());
    Ok(if old { !above } else { gomod == if cfg!(windows) { "NUL" } else { "/dev/null" } })
}

fn gopath_invalid(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    let value = rng.pick(&["~/go", "~", "go", "./go", "~ada/go"]);
    machine.line(&format!("GOPATH={value}"), rng)
}

/// The clock of the machine is everybody's: so an SDK that is made tomorrow.
fn clock_behind(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    let own = machine.home.join("sdk");
    super::toolchains::farm(&machine.sdk.goroot, &own)?;
    let year = 2101 + rng.below(50);
    let version = own.join("VERSION");
    fs::remove_file(&version)?;
    fs::write(&version, format!("{}\ntime {year}-02-03T04:05:06Z\n", machine.sdk.version))?;
    machine.path = vec![own.join("bin")];
    machine.cause(&version, 2);
    Ok(())
}
