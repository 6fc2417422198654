//! One home: a few managers, some versions of each, links among them, damaged ones, and a PATH.

use super::managers::{Link, MANAGERS, Manager};
use super::sdk::{Damage, Store, go, link, program, set_mode};
use crate::native::bytes;
use crate::rng::Rng;
use bstr::BString;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A home that was laid, and what must be found in it.
#[derive(Debug)]
pub struct Home {
    pub root: PathBuf,
    pub env: Vec<(BString, BString)>,
    pub expected: Vec<Expected>,
    /// The numbers in `expected` of what a terminal runs.
    pub active: Option<usize>,
}

/// An SDK that must be found.
#[derive(Debug, Clone)]
pub struct Expected {
    pub goroot: PathBuf,
    /// Which of the store's.
    pub number: usize,
    pub damage: Damage,
    /// Source and path.
    pub ways: Vec<(&'static str, PathBuf)>,
}

impl Expected {
    pub fn is_broken(&self) -> bool {
        self.damage.problems().iter().any(|code| *code != "version-file")
    }
}

impl Home {
    /// # Errors
    /// When something cannot be laid.
    pub fn laid(root: &Path, store: &Store, rng: &mut Rng) -> io::Result<Home> {
        fs::create_dir_all(root.join("home"))?;
        let root = root.canonicalize()?;
        let mut laying = Laying { root, store, rng, variables: BTreeMap::new(), expected: Vec::new() };
        laying.decoys()?;
        laying.managers()?;
        laying.stefanmaric()?;
        laying.goroot();
        let (path, active) = laying.path()?;
        laying.wrappers()?;
        let Laying { root, mut variables, expected, .. } = laying;
        variables.insert("HOME".into(), bytes(&root.join("home")));
        variables.insert("USERPROFILE".into(), bytes(&root.join("home")));
        let separator = if cfg!(windows) { ";" } else { ":" };
        variables.insert("PATH".into(), bstr::join(separator, path.iter().map(|p| bytes(p))).into());
        let env = variables.into_iter().map(|(name, value)| (name.into(), value)).collect();
        Ok(Home { root, env, expected, active })
    }
}

struct Laying<'a> {
    root: PathBuf,
    store: &'a Store,
    rng: &'a mut Rng,
    variables: BTreeMap<String, BString>,
    expected: Vec<Expected>,
}

impl Laying<'_> {
    fn home(&self, below: &str) -> PathBuf {
        self.root.join("home").join(below)
    }

    /// What every home has and what is no SDK.
    fn decoys(&mut self) -> io::Result<()> {
        for dir in ["go/bin", "go/pkg/mod", "go/src/example.com", "src", "bin", ".config/go"] {
            fs::create_dir_all(self.home(dir))?;
        }
        fs::write(self.home("go/VERSION"), "notes\n")
    }

    fn managers(&mut self) -> io::Result<()> {
        let mut rows: Vec<&Manager> = MANAGERS.iter().collect();
        self.rng.shuffle(&mut rows);
        let mut taken = Vec::new();
        let most = 3 + self.rng.below(7);
        for row in rows {
            if taken.len() < most && !taken.contains(&row.source) {
                taken.push(row.source);
                self.manager(row)?;
            }
        }
        Ok(())
    }

    fn manager(&mut self, row: &Manager) -> io::Result<()> {
        let (base, form) = self.place_of(row);
        let mut numbers: Vec<usize> = (0..self.store.sdks.len()).collect();
        self.rng.shuffle(&mut numbers);
        numbers.truncate(if form.contains("{v}") { 1 + self.rng.below(3) } else { 1 });
        for (turn, number) in numbers.iter().enumerate() {
            let at = base.join(self.filled(&form, *number, Path::new("")));
            let Some(found) = self.version(row.source, &at, *number)? else { continue };
            for beside in row.beside {
                lay_beside(&at, beside)?;
            }
            if turn + 1 == numbers.len() {
                for kept in row.links {
                    self.kept_link(row, kept, &at, *number, found)?;
                }
                self.oddities(&at, &form)?;
            }
        }
        Ok(())
    }

    /// Where the manager keeps its versions in this home.
    fn place_of(&mut self, row: &Manager) -> (PathBuf, String) {
        let free: Vec<_> =
            row.moved.iter().filter(|(name, ..)| !self.variables.contains_key(*name)).collect();
        if free.is_empty() || self.rng.chance(55) {
            return (self.home(""), row.usual.into());
        }
        let (name, others, form) = **self.rng.pick(&free);
        let moved = self.root.join(format!("moved-{}", self.variables.len()));
        self.variables.insert(name.into(), bytes(&moved));
        for (name, value) in others {
            self.variables.insert((*name).into(), (*value).into());
        }
        (moved, form.into())
    }

    fn filled(&self, form: &str, number: usize, sdk: &Path) -> String {
        let of = &self.store.sdks[number];
        let version = of.version.trim_start_matches("go");
        let minor: Vec<&str> = version.split('.').take(2).collect();
        form.replace("{v}", version)
            .replace("{mm}", &minor.join("."))
            .replace("{p}", &format!("{}-{}", of.os, of.arch))
            .replace("{sdk}", &sdk.to_string_lossy())
    }

    /// An SDK in its manager's place, or a link there to one that lies elsewhere. `None`: it does not count.
    fn version(&mut self, source: &'static str, at: &Path, number: usize) -> io::Result<Option<usize>> {
        fs::create_dir_all(at.parent().unwrap_or(at))?;
        if !self.expected.is_empty() && self.rng.chance(15) {
            let other = self.rng.below(self.expected.len());
            link(&self.expected[other].goroot.clone(), at)?;
            return Ok(self.counted(source, at, other).then_some(other));
        }
        let damage = if self.rng.chance(35) { *self.rng.pick(&Damage::ALL) } else { Damage::None };
        let damage = if damage.is_possible() { damage } else { Damage::None };
        let goroot = if self.rng.chance(20) {
            let elsewhere = self.root.join(format!("elsewhere/{}", self.rng.draw()));
            link(&elsewhere, at)?;
            elsewhere
        } else {
            at.to_owned()
        };
        self.store.lay(number, &goroot, damage)?;
        self.expected.push(Expected { goroot, number, damage, ways: Vec::new() });
        let last = self.expected.len() - 1;
        if self.counted(source, at, last) {
            return Ok(Some(last));
        }
        // Nothing else leads to it so far.
        self.expected.pop();
        Ok(None)
    }

    /// Notes the way, where the source takes such a folder for an SDK: among other things, it must have a `bin/go`.
    fn counted(&mut self, source: &'static str, at: &Path, number: usize) -> bool {
        let sdk = &mut self.expected[number];
        let shared = source == "system";
        let counts = !shared || fs::metadata(at.join(go("bin"))).is_ok();
        if counts {
            sdk.ways.push((source, at.to_owned()));
        }
        counts
    }

    fn kept_link(
        &mut self,
        row: &Manager,
        kept: &Link,
        at: &Path,
        number: usize,
        found: usize,
    ) -> io::Result<()> {
        let to = PathBuf::from(self.filled(kept.to, number, at));
        let link_at = tidy(&at.join(self.filled(kept.at, number, at)));
        fs::create_dir_all(link_at.parent().unwrap_or(at))?;
        link(&to, &link_at)?;
        let way = if kept.inner.is_empty() { link_at } else { link_at.join(kept.inner) };
        self.expected[found].ways.push((row.source, way));
        Ok(())
    }

    /// Links in a circle, links that lead nowhere, files and empty folders among the versions.
    fn oddities(&mut self, at: &Path, form: &str) -> io::Result<()> {
        let depth = form.split('/').rev().position(|part| part.contains("{v}")).unwrap_or(0);
        let Some(versions) = at.ancestors().nth(depth + 1) else { return Ok(()) };
        let prefix = form.split('/').find(|part| part.contains("{v}")).unwrap_or("{v}");
        let name = |what: &str| versions.join(prefix.replace("{v}", what));
        if self.rng.chance(40) {
            link(&name("1.0-round"), &name("1.0-about"))?;
            link(&name("1.0-about"), &name("1.0-round"))?;
        }
        if self.rng.chance(40) {
            link(&name("1.0-gone"), &name("1.0-link"))?;
        }
        if self.rng.chance(20) && Damage::GoCannotBeRead.is_possible() {
            fs::create_dir_all(name("1.0-closed").join("bin"))?;
            set_mode(&name("1.0-closed"), 0)?;
        }
        if self.rng.chance(40) {
            fs::write(name("1.0-file"), "text")?;
            fs::create_dir_all(name("1.0-empty").join("nothing"))?;
        }
        Ok(())
    }

    /// stefanmaric/g keeps a copy of the chosen version in the folder that holds the versions.
    fn stefanmaric(&mut self) -> io::Result<()> {
        let versions = self.home(".go/.versions");
        if versions.is_dir() && self.rng.chance(50) {
            let number = self.rng.below(self.store.sdks.len());
            self.store.lay(number, &self.home(".go"), Damage::None)?;
            let goroot = self.home(".go");
            let ways = vec![("stefanmaric-g", goroot.clone())];
            self.expected.push(Expected { goroot, number, damage: Damage::None, ways });
        }
        Ok(())
    }

    fn goroot(&mut self) {
        if self.rng.chance(25) && !self.expected.is_empty() {
            let at = self.rng.below(self.expected.len());
            let goroot = self.expected[at].goroot.clone();
            self.variables.insert("GOROOT".into(), bytes(&goroot));
            self.expected[at].ways.push(("goroot", goroot));
        }
    }

    fn path(&mut self) -> io::Result<(Vec<PathBuf>, Option<usize>)> {
        let mut path = Vec::new();
        let mut first: Option<Option<usize>> = None;
        for turn in 0..self.rng.below(6) {
            let dir = self.root.join(format!("path-{turn}"));
            match self.rng.below(7) {
                // The folder of an SDK.
                0 | 1 if !self.expected.is_empty() => {
                    let at = self.rng.below(self.expected.len());
                    let bin = self.expected[at].goroot.join("bin");
                    if self.expected[at].damage.is_run() && !path.contains(&bin) {
                        self.expected[at].ways.push(("path", bin.join(go("").trim_start_matches('/'))));
                        first.get_or_insert(Some(at));
                    }
                    path.push(bin);
                    continue;
                }
                // Links to one, one of them with the name of a version.
                2 | 3 if self.expected.iter().any(|sdk| sdk.damage.is_run()) => {
                    fs::create_dir(&dir)?;
                    let run: Vec<usize> =
                        (0..self.expected.len()).filter(|at| self.expected[*at].damage.is_run()).collect();
                    for name in ["go", "go1.5"] {
                        let at = *self.rng.pick(&run);
                        let to = dir.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
                        link(&self.expected[at].goroot.join(go("bin")), &to)?;
                        self.expected[at].ways.push(("path", to));
                        if name == "go" {
                            first.get_or_insert(Some(at));
                        }
                    }
                }
                // A manager's shim: what it runs cannot be told.
                4 => {
                    fs::create_dir(&dir)?;
                    program(
                        &dir.join(go("").trim_start_matches('/')),
                        b"#!/bin/sh\nexec asdf exec go \"$@\"\n",
                    )?;
                    if cfg!(unix) {
                        first.get_or_insert(None);
                    }
                }
                // A folder of that name is none to run.
                5 => fs::create_dir_all(dir.join("go"))?,
                _ => {}
            }
            path.push(dir);
        }
        Ok((path, first.flatten()))
    }

    /// `go install golang.org/dl/go1.24.11@latest` puts a program into GOPATH/bin that runs the SDK in `~/sdk`.
    fn wrappers(&mut self) -> io::Result<()> {
        for (number, wrapper) in self.store.wrappers() {
            if !self.rng.chance(50) {
                continue;
            }
            let name = format!("{}{}", self.store.sdks[number].version, std::env::consts::EXE_SUFFIX);
            let at = self.home("go/bin").join(name);
            fs::hard_link(wrapper, &at)?;
            if self.variables.contains_key("GOPATH") {
                continue;
            }
            let sdk = self.home("sdk").join(&self.store.sdks[number].version);
            let leads_to = |known: &Expected| known.ways.contains(&("golang-dl", sdk.clone()));
            if let Some(known) = self.expected.iter_mut().find(|known| leads_to(known)) {
                known.ways.push(("golang-dl", at));
            }
        }
        Ok(())
    }
}

/// What lies beside a version: a folder where it ends in `/`, else a file.
fn lay_beside(at: &Path, beside: &str) -> io::Result<()> {
    let path = tidy(&at.join(beside));
    match beside.ends_with('/') {
        true => fs::create_dir_all(path),
        false => {
            fs::create_dir_all(path.parent().unwrap_or(at))?;
            fs::write(path, "text")
        }
    }
}

/// Without `..`, by text alone.
fn tidy(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::ParentDir => drop(tidy.pop()),
            std::path::Component::CurDir => {}
            part => tidy.push(part),
        }
    }
    tidy
}
