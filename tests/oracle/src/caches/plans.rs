//! Cleaning as a person does it, and what becomes of it: what the plan says is what is there, what it takes is what it
//! says, go misses nothing that was to stay, it comes back to the byte, and for good it is gone.

use super::du::{self, Sum};
use super::go_says::Baseline;
use super::needed::{Named, Referred};
use super::projects::Project;
use super::proxy::escaped;
use super::seen::Seen;
use super::tree::{QUARANTINE, Tree};
use super::world::World;
use crate::rng::Rng;
use serde_json::Value;
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

/// Both caches at one moment.
#[derive(Debug)]
pub struct Caches {
    build: Tree,
    modules: Tree,
    sums: [Sum; 2],
}

/// One cleaning to be judged.
struct Cleaning<'a> {
    world: &'a World<'a>,
    burrow: &'a Path,
    words: Vec<String>,
    /// The projects that were said to need what stays.
    promised: Vec<&'a Project>,
}

/// Every kind, in turns and together, then pruning for some of the projects.
///
/// # Errors
/// When something cannot be read, or a program not be started.
pub fn judge(
    world: &World<'_>,
    burrow: &Path,
    baseline: &Baseline,
    cases: u64,
    rng: &mut Rng,
    seen: &mut Seen,
) -> io::Result<()> {
    let all: Vec<&Project> = world.projects.iter().collect();
    for case in 0..cases {
        let (words, promised) = if case % 2 == 0 { kinds(&all, rng) } else { pruning(world, &all, rng) };
        let cleaning = Cleaning { world, burrow, words, promised };
        cleaning.judge(baseline, rng, seen)?;
    }
    Ok(())
}

/// One to three kinds; whatever they are, every project can still do offline what it could.
fn kinds<'a>(all: &[&'a Project], rng: &mut Rng) -> (Vec<String>, Vec<&'a Project>) {
    let harmless = ["downloads", "vcs", "fuzz", "test"];
    // What is unpacked can be unpacked again as long as the downloads are there, and the other way round.
    let chosen: Vec<&str> = match rng.below(5) {
        0 => vec!["modules"],
        1 => vec!["downloads"],
        2 => vec!["build", "--safe"],
        3 => vec!["toolchains", "sumdb"],
        _ => (0..3).map(|_| *rng.pick(&harmless)).collect::<BTreeSet<_>>().into_iter().collect(),
    };
    let mut words: Vec<String> = ["cache", "clean"].map(str::to_owned).to_vec();
    words.extend(chosen.into_iter().map(str::to_owned));
    (words, all.to_vec())
}

/// For some of the projects, as if the person had forgotten the others.
fn pruning<'a>(world: &World<'_>, all: &[&'a Project], rng: &mut Rng) -> (Vec<String>, Vec<&'a Project>) {
    let mut words: Vec<String> = ["cache", "prune", "--projects"].map(str::to_owned).to_vec();
    if rng.chance(15) {
        words.push(world.stage.root.join("projects").display().to_string());
        return (words, all.to_vec());
    }
    let mut chosen: Vec<&Project> = all.iter().copied().filter(|_| rng.chance(40)).collect();
    if chosen.is_empty() {
        chosen.push(all[rng.below(all.len())]);
    }
    words.extend(chosen.iter().map(|project| project.folder.display().to_string()));
    (words, chosen)
}

impl Caches {
    /// # Errors
    /// When something cannot be read.
    pub fn now(world: &World<'_>) -> io::Result<Caches> {
        let (build, modules) = (&world.stage.gocache, &world.stage.gomodcache);
        Ok(Caches {
            build: Tree::of(build)?,
            modules: Tree::of(modules)?,
            sums: [du::sum(build)?, du::sum(modules)?],
        })
    }

    /// As if these paths were gone.
    pub fn without(&self, world: &World<'_>, paths: &[PathBuf]) -> Caches {
        let of = |tree: &Tree, root: &Path| {
            let inside: Vec<PathBuf> =
                paths.iter().filter_map(|p| p.strip_prefix(root).ok()).map(Path::to_owned).collect();
            tree.without(&inside)
        };
        Caches {
            build: of(&self.build, &world.stage.gocache),
            modules: of(&self.modules, &world.stage.gomodcache),
            sums: self.sums,
        }
    }

    /// A line each; `testexpire.txt` is left out, which is written anew.
    pub fn differences(&self, other: &Caches) -> Vec<String> {
        let mut lines = self.build.differences(&other.build);
        // What `test` does is to write this file.
        lines.retain(|line| !line.starts_with("testexpire.txt"));
        lines.extend(self.modules.differences(&other.modules));
        lines
    }

    pub fn bytes(&self) -> u64 {
        self.sums[0].bytes + self.sums[1].bytes
    }

    pub fn files(&self) -> u64 {
        self.sums[0].files + self.sums[1].files
    }
}

impl Cleaning<'_> {
    fn ask(&self, more: &[&str]) -> io::Result<(i32, Value)> {
        let mut words = self.words.clone();
        let flags = words.iter().position(|word| word == "--projects").unwrap_or(words.len());
        words.splice(flags..flags, more.iter().map(|word| (*word).to_owned()));
        self.world.stage.ask(self.burrow, self.world.sdk, &words)
    }

    fn other(&self, words: &[&str]) -> io::Result<(i32, Value)> {
        self.world.stage.ask(self.burrow, self.world.sdk, words)
    }

    fn judge(&self, baseline: &Baseline, rng: &mut Rng, seen: &mut Seen) -> io::Result<()> {
        let mut here = Seen::at(format!("burrow {}", self.words[1..].join(" ")));
        let before = Caches::now(self.world)?;
        let (status, dry) = self.ask(&["--dry-run", "--json"])?;
        here.same("the dry run's status", &status, &0);
        here.none("the dry run changed", &before.differences(&Caches::now(self.world)?));
        if status == 0 {
            let paths = self.plan(&dry["plan"], &before, &mut here);
            let wanted = before.without(self.world, &paths);
            if rng.chance(30) {
                self.for_good(&dry, &before, &wanted, &mut here, |seen| {
                    self.go_misses_nothing(baseline, rng, seen)
                })?;
            } else {
                self.and_back(&dry, &before, &wanted, &mut here, |seen| {
                    self.go_misses_nothing(baseline, rng, seen)
                })?;
            }
            here.count("items", paths.len() as u64);
        }
        here.count("cleanings", 1);
        seen.add(here);
        Ok(())
    }

    /// The plan's own figures, against the disk; the paths that it would take.
    fn plan(&self, plan: &Value, before: &Caches, seen: &mut Seen) -> Vec<PathBuf> {
        let items: Vec<&Value> = plan["items"].as_array().into_iter().flatten().collect();
        let paths: Vec<PathBuf> = items.iter().map(|item| path_of(item)).collect();
        let mut sorted = paths.clone();
        sorted.sort();
        let nested = sorted.windows(2).filter(|two| two[1].starts_with(&two[0]));
        seen.none("items in one another", &nested.map(|two| format!("{two:?}")).collect::<Vec<_>>());
        let mut wrong = Vec::new();
        for (item, path) in items.iter().zip(&paths) {
            let real = du::sum(path).unwrap_or_default();
            if (number(item, "bytes"), number(item, "files")) != (real.bytes, real.files) {
                wrong.push(format!("{item} is {real:?}"));
            }
        }
        seen.none("items that are not what the plan says", &wrong);
        for name in ["bytes", "files"] {
            let sum: u64 = items.iter().map(|item| number(item, name)).sum();
            seen.same(&format!("{name} of the items together"), &sum, &number(plan, name));
        }
        let strays: Vec<String> = self
            .world
            .strays
            .iter()
            .filter(|stray| paths.iter().any(|path| stray.starts_with(path)))
            .map(|stray| stray.display().to_string())
            .collect();
        seen.none("strays that would go", &strays);
        if self.words[1] == "prune" {
            self.unused(&paths, before, seen);
        }
        paths
    }

    /// Exactly what no named project refers to, as go itself tells.
    fn unused(&self, paths: &[PathBuf], before: &Caches, seen: &mut Seen) {
        let newest = self.world.sdks.last().unwrap_or(self.world.sdk);
        let referred = match Referred::by(&self.world.stage, newest, &self.promised) {
            Ok(referred) => referred,
            Err(why) => return seen.must("go lists the projects", false, || why.to_string()),
        };
        let goes: BTreeSet<&Path> =
            paths.iter().filter_map(|p| p.strip_prefix(&self.world.stage.gomodcache).ok()).collect();
        let (mut taken, mut left) = (Vec::new(), Vec::new());
        for named in versions(&before.modules) {
            let places = Places::of(&named);
            let is_referred = referred.versions.contains(&named);
            for (place, is_mod) in places.all() {
                let there = before.modules.nodes.contains_key(&place);
                let would_go = goes.iter().any(|path| place.starts_with(path));
                let kept = is_referred || (is_mod && referred.mods.contains(&named));
                let either = referred.replaced.contains(&named) && !is_referred;
                if there && kept && would_go {
                    taken.push(place.display().to_string());
                } else if there && !kept && !would_go && !either && !is_mod {
                    left.push(place.display().to_string());
                }
            }
            seen.count(if is_referred { "versions needed" } else { "versions not needed" }, 1);
        }
        seen.none("what a project refers to would go", &taken);
        seen.none("what no project refers to would stay", &left);
    }

    /// Into the quarantine, and back.
    fn and_back(
        &self,
        dry: &Value,
        before: &Caches,
        wanted: &Caches,
        seen: &mut Seen,
        judged: impl FnOnce(&mut Seen) -> io::Result<()>,
    ) -> io::Result<()> {
        let (status, did) = self.ask(&["--yes", "--json"])?;
        self.done(status, &did, dry, before, wanted, seen)?;
        let (_, listed) = self.other(&["cache", "quarantine", "--json"])?;
        let kept = |name: &str| -> u64 {
            listed["cleanings"].as_array().into_iter().flatten().map(|one| number(one, name)).sum()
        };
        seen.same("bytes in the quarantine", &kept("bytes"), &number(&dry["plan"], "bytes"));
        seen.same("files in the quarantine", &kept("files"), &number(&dry["plan"], "files"));
        judged(seen)?;
        if number(&dry["plan"], "files") + number(&did["done"], "items") > 0 {
            self.undone(before, seen)?;
        }
        Ok(())
    }

    /// A cleaning of two caches is taken back with both of them.
    fn undone(&self, before: &Caches, seen: &mut Seen) -> io::Result<()> {
        for _ in 0..2 {
            let (_, listed) = self.other(&["cache", "quarantine", "--json"])?;
            if listed["cleanings"].as_array().is_none_or(Vec::is_empty) {
                break;
            }
            let (status, undone) = self.other(&["cache", "undo", "--json"])?;
            seen.must(
                "undo",
                status == 0 && undone["conflicts"].as_array().is_some_and(Vec::is_empty),
                || format!("{status}: {undone}"),
            );
        }
        seen.none("undo gave back", &before.differences(&Caches::now(self.world)?));
        self.nothing_kept(seen)
    }

    /// For good, by `--purge` or by `cache purge`; on a copy of the caches that is put in their place again.
    fn for_good(
        &self,
        dry: &Value,
        before: &Caches,
        wanted: &Caches,
        seen: &mut Seen,
        judged: impl FnOnce(&mut Seen) -> io::Result<()>,
    ) -> io::Result<()> {
        let aside = Aside::put(self.world)?;
        let at_once = number(&dry["plan"], "bytes").is_multiple_of(2);
        let (status, did) =
            self.ask(if at_once { &["--purge", "--yes", "--json"] } else { &["--yes", "--json"] })?;
        self.done(status, &did, dry, before, wanted, seen)?;
        if !at_once {
            let (status, purged) = self.other(&["cache", "purge", "--yes", "--json"])?;
            seen.same("purge", &status, &0);
            for name in ["bytes", "files"] {
                seen.same(
                    &format!("{name} purged"),
                    &number(&purged["purged"], name),
                    &number(&did["done"], name),
                );
            }
        }
        self.nothing_kept(seen)?;
        judged(seen)?;
        aside.back()
    }

    /// What is there now, and what is said to have gone.
    fn done(
        &self,
        status: i32,
        did: &Value,
        dry: &Value,
        before: &Caches,
        wanted: &Caches,
        seen: &mut Seen,
    ) -> io::Result<()> {
        seen.must("the status", status == 0, || format!("{status}: {}", did["error"]));
        let set = |plan: &Value| -> BTreeSet<PathBuf> {
            plan["items"].as_array().into_iter().flatten().map(path_of).collect()
        };
        seen.same("the plan that was done", &set(&did["plan"]), &set(&dry["plan"]));
        let failed = did["done"]["failed"].as_array().cloned().unwrap_or_default();
        seen.none("failed", &failed.iter().map(Value::to_string).collect::<Vec<_>>());
        let after = Caches::now(self.world)?;
        seen.none("otherwise than the plan says", &wanted.differences(&after));
        if self.words.iter().all(|word| word != "test") {
            let gained = before.bytes() - after.bytes();
            seen.same("bytes really gained", &number(&did["done"], "bytes"), &gained);
            seen.same("files really gone", &number(&did["done"], "files"), &(before.files() - after.files()));
        }
        let items = did["plan"]["items"].as_array().map_or(0, Vec::len) as u64;
        seen.same("items done", &number(&did["done"], "items"), &items);
        Ok(())
    }

    fn nothing_kept(&self, seen: &mut Seen) -> io::Result<()> {
        let (_, listed) = self.other(&["cache", "quarantine", "--json"])?;
        let empty = listed["cleanings"].as_array().is_some_and(Vec::is_empty);
        seen.must("nothing is kept", empty, || listed.to_string());
        let left = du::sum(&self.world.stage.root.join(QUARANTINE))?;
        seen.same("what the quarantine's folder holds", &left.bytes, &0);
        Ok(())
    }

    /// What each project could do with the full caches it can still do.
    fn go_misses_nothing(&self, baseline: &Baseline, rng: &mut Rng, seen: &mut Seen) -> io::Result<()> {
        let has = |kind: &str| self.words.iter().any(|word| word == kind);
        let (asked, worse) =
            baseline.misses(self.world, &self.promised, !has("modules"), has("build"), rng)?;
        seen.count("go asked", asked);
        seen.none(&format!("{} misses", self.world.asked.version), &worse);
        Ok(())
    }
}

/// Where a version lies in a module cache.
struct Places {
    dir: PathBuf,
    download: PathBuf,
    version: String,
}

impl Places {
    fn of((module, version): &Named) -> Places {
        let (module, version) = (escaped(module), escaped(version));
        Places {
            dir: PathBuf::from(format!("{module}@{version}")),
            download: Path::new("cache/download").join(module).join("@v"),
            version,
        }
    }

    /// Each with whether it is the `.mod`.
    fn all(&self) -> [(PathBuf, bool); 5] {
        let file = |ending: &str| self.download.join(format!("{}.{ending}", self.version));
        [
            (self.dir.clone(), false),
            (file("zip"), false),
            (file("ziphash"), false),
            (file("info"), false),
            (file("mod"), true),
        ]
    }
}

/// The versions that were downloaded, by their zips; toolchains are none.
fn versions(modules: &Tree) -> Vec<Named> {
    let mut all = Vec::new();
    for path in modules.nodes.keys() {
        let Ok(below) = path.strip_prefix("cache/download") else { continue };
        let text = below.to_string_lossy().replace('\\', "/");
        let Some((module, file)) = text.split_once("/@v/") else { continue };
        if let (Some(version), true) = (file.strip_suffix(".zip"), module != "golang.org/toolchain") {
            all.push((unescaped(module), unescaped(version)));
        }
    }
    all
}

fn unescaped(name: &str) -> String {
    let mut up = false;
    let mut out = String::new();
    for c in name.chars() {
        match (c, up) {
            ('!', _) => up = true,
            (c, true) => {
                out.push(c.to_ascii_uppercase());
                up = false;
            }
            (c, false) => out.push(c),
        }
    }
    out
}

/// Caches that were put aside while others, the same to the byte, stand in their place.
struct Aside<'a> {
    world: &'a World<'a>,
}

impl<'a> Aside<'a> {
    fn put(world: &'a World<'a>) -> io::Result<Aside<'a>> {
        for cache in [&world.stage.gocache, &world.stage.gomodcache] {
            super::stage::copy(cache, &Aside::place(cache))?;
        }
        Ok(Aside { world })
    }

    fn place(cache: &Path) -> PathBuf {
        cache.with_extension("aside")
    }

    fn back(self) -> io::Result<()> {
        self.world.stage.clear_caches()?;
        for cache in [&self.world.stage.gocache, &self.world.stage.gomodcache] {
            std::fs::rename(Aside::place(cache), cache)?;
        }
        Ok(())
    }
}

fn path_of(item: &Value) -> PathBuf {
    PathBuf::from(item["path"].as_str().unwrap_or_default())
}

fn number(of: &Value, name: &str) -> u64 {
    of[name].as_u64().unwrap_or(u64::MAX / 4)
}
