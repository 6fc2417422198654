//! Projects that are odd in one way on purpose: a row each, so that every one of them is judged, whatever is drawn.

mod modules;
mod settings;
mod sources;
mod work;

use super::project::Project;
use super::world::{Version, World};
use crate::rng::Rng;
use crate::sdk::Sdk;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// When it is done to a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Before go writes its go.mod and go.sum.
    Sources,
    /// After it; of one module.
    Module,
    /// After it; of a workspace.
    Workspace,
    /// After it; with a vendor folder.
    Vendor,
    /// After it, of what it may be.
    Any,
}

/// A way to be odd.
pub struct Odd {
    pub name: &'static str,
    pub when: When,
    pub make: fn(&mut Site<'_>) -> io::Result<()>,
}

impl Odd {
    const fn new(when: When, name: &'static str, make: fn(&mut Site<'_>) -> io::Result<()>) -> Odd {
        Odd { name, when, make }
    }
}

/// Where it is done.
pub struct Site<'a> {
    pub project: &'a mut Project,
    /// Its first module.
    pub member: PathBuf,
    pub world: &'a World,
    pub sdks: &'a [Sdk],
    pub sdk: &'a Sdk,
    pub rng: &'a mut Rng,
}

impl Site<'_> {
    /// Writes a file below the module.
    fn file(&self, below: &str, text: impl AsRef<[u8]>) -> io::Result<()> {
        write(&self.member.join(below), text.as_ref())
    }

    /// Writes a file below the whole project.
    fn outside(&self, below: &str, text: impl AsRef<[u8]>) -> io::Result<()> {
        write(&self.project.root.join(below), text.as_ref())
    }

    fn go_mod(&self, lines: &str) -> io::Result<()> {
        self.change("go.mod", |text| format!("{text}\n{lines}\n"))
    }

    /// Changes a file of the module; one that is not there stays so.
    fn change(&self, below: &str, by: impl Fn(&str) -> String) -> io::Result<()> {
        change(&self.member.join(below), by)
    }

    fn env(&mut self, name: &str, value: impl Into<String>) {
        self.project.env.retain(|(known, _)| known != name);
        self.project.env.push((name.into(), value.into()));
    }

    fn flag(&mut self, flag: &str) {
        let known = self.project.env.iter().find(|(name, _)| name == "GOFLAGS");
        let flags = known.map_or(flag.to_owned(), |(_, known)| format!("{known} {flag}"));
        self.env("GOFLAGS", flags);
    }

    /// Requires one of the special modules, with a package that imports it.
    fn special(&self, module: &str, import: &str) -> io::Result<()> {
        if let Some(of) = self.world.special.iter().find(|it| it.module == module) {
            self.go_mod(&format!("require {module} {}", of.version))?;
        }
        self.file("odd/odd.go", format!("package odd\n\nimport _ \"{import}\"\n"))
    }

    /// A package of the world.
    fn package(&mut self) -> String {
        let with: Vec<&Version> = self.world.versions.iter().filter(|it| !it.packages.is_empty()).collect();
        let of = *self.rng.pick(with.as_slice());
        super::world::package(of, self.rng)
    }
}

fn write(file: &Path, text: &[u8]) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(file, text)
}

fn change(file: &Path, by: impl Fn(&str) -> String) -> io::Result<()> {
    match fs::read_to_string(file) {
        Ok(text) => fs::write(file, by(&text)),
        Err(_) => Ok(()),
    }
}

/// A link, as the system has them.
///
/// # Errors
/// When it cannot be made.
#[cfg(unix)]
pub fn link(to: &Path, at: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(to, at)
}

/// Links need a privilege there: the project is one without.
#[cfg(not(unix))]
pub fn link(_to: &Path, _at: &Path) -> io::Result<()> {
    Ok(())
}

/// All of them.
pub fn all() -> Vec<&'static Odd> {
    let tables = [sources::ROWS, modules::ROWS, work::ROWS, settings::ROWS];
    tables.into_iter().flatten().copied().flatten().collect()
}
