//! Machines that nobody thought of: settings of every kind in every layer, drawn at random.

use super::internet::{Host, connect};
use super::machine::Machine;
use super::toolchains::farm;
use super::values::VARIABLES;
use crate::rng::Rng;
use std::fs;
use std::io;
use std::path::Path;

/// A setting that was drawn.
#[derive(Debug, Clone)]
pub struct Setting {
    pub name: &'static str,
    pub value: String,
    /// In the environment; else in the GOENV file.
    pub process: bool,
}

/// A machine, and what was set on it.
#[derive(Debug)]
pub struct Drawn {
    pub machine: Machine,
    pub settings: Vec<Setting>,
    /// For a person who looks at a difference.
    pub told: String,
}

impl Drawn {
    /// What decides about this variable, as far as the drawn settings do.
    pub fn effective(&self, name: &str) -> Option<&Setting> {
        let of =
            |process: bool| self.settings.iter().rev().find(|one| one.name == name && one.process == process);
        of(true).filter(|one| !one.value.is_empty()).or_else(|| of(false))
    }
}

/// Draws a machine on top of a healthy one.
///
/// # Errors
/// When it cannot be laid.
pub fn draw(mut machine: Machine, rng: &mut Rng) -> io::Result<Drawn> {
    let mirrors = ["goproxy.cn", "goproxy.io", "proxy.golang.org"].map(|name| (name, Host::Proxy));
    connect(&mut machine, &mirrors)?;
    machine.env.retain(|(name, _)| name != "GOTOOLCHAIN");
    let mut told = vec![machine.sdk.version.clone()];
    if cfg!(unix) && rng.chance(25) {
        told.push(own_sdk(&mut machine, rng)?);
    }
    if rng.chance(30) {
        told.push(more_path(&mut machine, rng)?);
    }
    let go = *rng.pick(&["1.19", "1.21", "1.22.0", "1.24", "1.27.3", "1.99.0", ""]);
    let line = if go.is_empty() { String::new() } else { format!("\ngo {go}\n") };
    if rng.chance(85) {
        machine.project(&format!("module example.com/a\n{line}"))?;
        told.push(format!("go.mod: go {go}"));
    }
    let mut settings = Vec::new();
    for (name, often, values) in VARIABLES {
        for (process, often) in [(false, *often), (true, *often / 2)] {
            // Few at once: what locks out hides all others from go.
            if rng.chance(often) && settings.len() < 5 {
                settings.push(Setting { name, value: values(&machine, rng), process });
            }
        }
    }
    lay(&mut machine, &settings, rng)?;
    told.extend(
        settings.iter().map(|one| {
            format!("{} {}={:?}", if one.process { "process" } else { "file" }, one.name, one.value)
        }),
    );
    Ok(Drawn { machine, settings, told: told.join("; ") })
}

fn lay(machine: &mut Machine, settings: &[Setting], rng: &mut Rng) -> io::Result<()> {
    let mut lines = String::new();
    for one in settings.iter().filter(|one| !one.process) {
        lines.push_str(rng.pick::<&str>(&["", "", "# mine\n", "\n", "export GOX=1\n", " GOPROXY=off\n"]));
        if rng.chance(10) {
            lines.push_str(&format!("{}=earlier\n", one.name));
        }
        lines.push_str(&format!("{}={}\n", one.name, one.value));
    }
    if rng.chance(10) {
        lines.pop();
    }
    if !lines.is_empty() {
        let file = machine.goenv();
        #[cfg(unix)]
        if rng.chance(10) {
            let real = machine.home.join("dotfiles/goenv");
            machine.file(&real, "")?;
            std::os::unix::fs::symlink(&real, &file)?;
        }
        fs::write(&file, lines)?;
    }
    for one in settings.iter().filter(|one| one.process) {
        // A start file that says the same, or nobody knows where it is from.
        if rng.chance(50) && !one.value.contains(['\'', '"', '$', '\r']) {
            machine.export(one.name, &one.value, rng)?;
        } else {
            machine.set(one.name, one.value.clone());
        }
    }
    Ok(())
}

/// An SDK whose go.env somebody has changed.
fn own_sdk(machine: &mut Machine, rng: &mut Rng) -> io::Result<String> {
    let own = machine.home.join(*rng.pick(&["sdk", "my go", "usr/lib/go-1.x"]));
    farm(&machine.sdk.goroot, &own)?;
    let file = own.join("go.env");
    let text = *rng.pick(&[
        "GOPROXY=direct\nGOSUMDB=off\nGOTOOLCHAIN=local\n",
        "GOPROXY=https://proxy.golang.org,direct\nGOSUMDB=sum.golang.org\nGOTOOLCHAIN=local\n",
        "GOPROXY=https://goproxy.cn,direct\nGOPROXY=off\nGOSUMDB=sum.golang.google.cn\nGOTOOLCHAIN=auto\n",
        "GOFLAGS=-mod=mod\nGOPROXY=https://proxy.golang.org,direct\nGOSUMDB=sum.golang.org\nGOTOOLCHAIN=auto\n",
        "",
    ]);
    if machine.sdk.minor >= 21 {
        fs::remove_file(&file).ok();
        fs::write(&file, text)?;
    }
    machine.path = vec![own.join("bin")];
    machine.sdk.goroot = own;
    Ok(format!("go.env {text:?}"))
}

/// Entries of PATH that lead to nothing, or to something odd.
fn more_path(machine: &mut Machine, rng: &mut Rng) -> io::Result<String> {
    let home = machine.home.clone();
    let what = rng.below(6);
    let entry = match what {
        0 => home.join("nope"),
        1 => Path::new("").to_path_buf(),
        2 => Path::new("rel/bin").to_path_buf(),
        3 => {
            let file = home.join("file");
            fs::write(&file, "x")?;
            file
        }
        4 => {
            let bin = home.join("broken");
            fs::create_dir_all(&bin)?;
            #[cfg(unix)]
            std::os::unix::fs::symlink(home.join("gone/go"), bin.join("go"))?;
            bin
        }
        _ => {
            let bin = home.join("plain");
            machine.file(&bin.join("go"), "not a program\n")?;
            bin
        }
    };
    let last = rng.chance(50);
    let at = if last { machine.path.len() } else { 0 };
    let told = format!("PATH {at}: {}", entry.display());
    machine.path.insert(at, entry);
    Ok(told)
}
