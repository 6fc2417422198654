//! Each project to real go and to Burrow: the same build list, or both refuse. And with nothing in the cache but what
//! Burrow says is needed, go says the same again.

use super::project::Project;
use super::world::{Version, World, shown};
use crate::native::path;
use crate::rng::Rng;
use crate::sdk::Sdk;
use crate::stage::clear;
use burrow_core::project::ProjectFile;
use burrow_core::project::needs::{Ground, Needs, NeedsError, UnknownWhy, list, needs};
use burrow_core::sdk::install::Platform;
use go_rules::environ::Os;
use go_rules::module::ModuleVersion;
use go_rules::mvs::{Actual, BuildList, Refusal, Selected};
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

/// How many projects share a world.
const PROJECTS: u64 = 20;

/// What a run came to.
#[derive(Debug, Default)]
pub struct Seen {
    /// Questions that both answered alike.
    pub same: u64,
    /// Of them, how many both refused.
    pub refused: u64,
    /// Of them, how many were asked with nothing in the cache but what is needed.
    pub bare: u64,
    pub faults: Vec<String>,
}

/// Judges projects, in worlds below `base`, two worlds at once.
///
/// # Errors
/// When something cannot be written, or go not be started.
pub fn judge(base: &Path, sdks: &[Sdk], seed: u64, cases: Range<u64>) -> io::Result<Seen> {
    let worlds = cases.start / PROJECTS..cases.end.div_ceil(PROJECTS);
    let next = AtomicU64::new(worlds.start);
    let work = || -> io::Result<Seen> {
        let mut seen = Seen::default();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= worlds.end {
                return Ok(seen);
            }
            let first = cases.start.max(number * PROJECTS);
            let last = cases.end.min((number + 1) * PROJECTS);
            world(base, sdks, seed, number, first..last, &mut seen)?;
        }
    };
    let halves = thread::scope(|scope| [scope.spawn(work), scope.spawn(work)].map(|half| half.join()));
    let mut seen = Seen::default();
    for half in halves {
        let half = half.map_err(|_| io::Error::other("a thread of the oracle ended early"))??;
        seen.same += half.same;
        seen.refused += half.refused;
        seen.bare += half.bare;
        seen.faults.extend(half.faults);
    }
    Ok(seen)
}

fn world(
    base: &Path,
    sdks: &[Sdk],
    seed: u64,
    number: u64,
    cases: Range<u64>,
    seen: &mut Seen,
) -> io::Result<()> {
    let mut rng = Rng::of_case(seed, 1_000_000 + number);
    let sdk = rng.pick(sdks);
    let root = base.join(format!("world{number}"));
    let world = World::lay(&root, sdk.minor, &mut rng)?;
    for case in cases {
        let judge = Judge { root: &root, sdk, world: &world, case };
        judge.project(&mut Rng::of_case(seed, case), seen)?;
    }
    clear(&root)
}

struct Judge<'a> {
    root: &'a Path,
    sdk: &'a Sdk,
    world: &'a World,
    case: u64,
}

impl Judge<'_> {
    fn project(&self, rng: &mut Rng, seen: &mut Seen) -> io::Result<()> {
        let folder = self.root.join(format!("p{}", self.case));
        let project = Project::draw(&folder, self.sdk.minor, &self.world.sums, rng);
        project.lay()?;
        let Some(file) = ProjectFile::of(&project.file) else { return Ok(()) };
        let platform = Platform { goos: self.sdk.os.clone(), goarch: self.sdk.arch.clone() };
        let ground = Ground { gomodcache: &self.world.cache, os: Os::host(), platform: &platform };
        let ours = list(&file, ground);
        for settles in [false, true] {
            if settles && project.is_workspace {
                continue;
            }
            let said = self.list(&project, settles, &self.world.cache)?;
            match compare(&ours, &said, settles, project.is_workspace, self.world) {
                Ok(refused) => {
                    seen.same += 1;
                    seen.refused += u64::from(refused);
                }
                Err(fault) => self.fault(&project, &fault, seen),
            }
            project.lay()?;
            // Without `-mod=mod` go wants the lines of go.sum, but not in a workspace.
            if said.status.success() && settles != project.is_workspace && rng.chance(35) {
                self.bare(&project, &file, ground, &said, seen)?;
                project.lay()?;
            }
        }
        clear(&folder)
    }

    /// Asks again, with a cache that has nothing but what is needed.
    fn bare(
        &self,
        project: &Project,
        file: &ProjectFile,
        ground: Ground<'_>,
        said: &Output,
        seen: &mut Seen,
    ) -> io::Result<()> {
        project.forget_sums()?;
        let folder = self.root.join("bare");
        let needed = match needs(std::slice::from_ref(file), ground) {
            Ok(needed) => needed,
            Err(error) => {
                self.fault(project, &format!("go takes it, Burrow says {error}"), seen);
                return Ok(());
            }
        };
        for version in self.world.versions.iter().filter(|version| is_kept(&needed, version)) {
            version.lay(&folder)?;
        }
        let again = self.list(project, !project.is_workspace, &folder)?;
        let graph = self.go(project, &["mod", "graph"], &folder)?;
        match again.stdout == said.stdout && again.status.success() && graph.status.success() {
            true => {
                seen.same += 1;
                seen.bare += 1;
            }
            false => {
                let told = [again.stderr, graph.stderr].concat();
                self.fault(project, &format!("without what is not needed: {}", shown(&told)), seen);
            }
        }
        clear(&folder)
    }

    fn list(&self, project: &Project, settles: bool, cache: &Path) -> io::Result<Output> {
        let format = "{{.Path}} {{.Version}}{{with .Replace}} => {{.Path}} {{.Version}}{{end}}{{with .Main}} main{{end}}";
        let words = ["list", "-m", "-f", format, "-mod=mod", "all"];
        let words: Vec<&str> = words.into_iter().filter(|word| settles || *word != "-mod=mod").collect();
        self.go(project, &words, cache)
    }

    fn go(&self, project: &Project, words: &[&str], cache: &Path) -> io::Result<Output> {
        let home = self.root.join("home");
        fs::create_dir_all(&home)?;
        let mut go = Command::new(path(&self.sdk.program()));
        go.args(words).current_dir(&project.folder).stdin(Stdio::null()).env_clear();
        for name in ["SystemRoot", "SystemDrive", "WINDIR"] {
            go.envs(std::env::var_os(name).map(|value| (name, value)));
        }
        go.envs(
            ["HOME", "USERPROFILE", "AppData", "LocalAppData", "TMPDIR", "TMP"].map(|name| (name, &home)),
        );
        go.env("PWD", &project.folder).env("GOMODCACHE", cache).env("GOCACHE", home.join("gocache"));
        go.envs([("GOPROXY", "off"), ("GOSUMDB", "off"), ("GOTOOLCHAIN", "local"), ("GOENV", "off")]);
        go.output()
    }

    fn fault(&self, project: &Project, fault: &str, seen: &mut Seen) {
        let (case, sdk) = (self.case, &self.sdk.version);
        seen.faults.push(format!("case {case}, {sdk}: {fault}\n{}", project.shown()));
    }
}

/// Whether both say the same; `Ok(true)`: both refuse.
fn compare(
    ours: &Result<BuildList<UnknownWhy>, NeedsError>,
    said: &Output,
    settles: bool,
    is_workspace: bool,
    world: &World,
) -> Result<bool, String> {
    let told = shown(&said.stderr);
    let ours = match (ours, said.status.success()) {
        (Err(error), false) => {
            // Of what contradicts something elsewhere go names no line; of a workspace it may look at another file first.
            let named =
                |line: u32| told.contains(&format!(":{line}")) || told.contains("conflicting replacements");
            let alike = match error {
                NeedsError::Refused { line: Some(line), .. } => is_workspace || named(*line),
                _ => true,
            };
            return if alike { Ok(true) } else { Err(format!("go says {told}, Burrow {error}")) };
        }
        (Err(error), true) => return Err(format!("go takes it, Burrow says {error}")),
        (Ok(list), _) => list,
    };
    let dirty = ours.refusals.contains(&Refusal::UpdatesNeeded);
    let broken = !ours.trouble.is_empty() || ours.refusals.iter().any(|it| *it != Refusal::UpdatesNeeded);
    let list = if settles { &ours.settled } else { &ours.selected };
    // Of these go.mod is not asked for, but when they were made mostly is.
    let absent = list.iter().any(|module| !world.has(&module.actual));
    let refuses = broken || absent || (dirty && !settles);
    match (refuses, said.status.success()) {
        // Of two versions that a go.mod names, `-mod=mod` does not look at the lower: what is wrong with it is no matter.
        (true, true) if settles && dirty => same_list(list, &shown(&said.stdout)).map(|()| false),
        (true, true) if absent && !broken && !dirty => same_list(list, &shown(&said.stdout)).map(|()| false),
        (true, true) => Err(format!("go takes it, Burrow: {:?} {:?}", ours.refusals, ours.trouble)),
        (false, false) => Err(format!("Burrow takes it, go says {told}")),
        (true, false) => {
            let needs_updates = told.contains("updates to go.mod needed");
            let alike = !dirty || settles || broken || absent || needs_updates;
            if alike { Ok(true) } else { Err(format!("Burrow says that updates are needed, go says {told}")) }
        }
        (false, true) => same_list(list, &shown(&said.stdout)).map(|()| false),
    }
}

fn same_list(ours: &[Selected], go: &str) -> Result<(), String> {
    let ours: BTreeSet<String> = ours.iter().map(line).collect();
    let go: BTreeSet<String> =
        go.lines().filter(|line| !line.ends_with(" main")).map(without_folder).collect();
    if ours == go {
        return Ok(());
    }
    let only = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.difference(b).cloned().collect::<Vec<_>>();
    Err(format!("only Burrow: {:?}; only go: {:?}", only(&ours, &go), only(&go, &ours)))
}

/// A replacement by itself is none. A module has two words before the arrow and two behind it, a folder one.
fn without_folder(line: &str) -> String {
    match line.trim_end().split_once(" => ") {
        Some((module, actual)) if module == actual => module.to_owned(),
        Some((module, actual)) if !actual.contains(' ') => format!("{module} => folder"),
        _ => line.trim_end().to_owned(),
    }
}

/// As go's template prints it; a folder has another spelling there, so only that it is one.
fn line(module: &Selected) -> String {
    let ModuleVersion { module: path, version } = &*module.version;
    match &module.actual {
        Actual::Module(actual) if **actual == *module.version => format!("{path} {version}"),
        Actual::Module(actual) => format!("{path} {version} => {} {}", actual.module, actual.version),
        Actual::Folder(_) => format!("{path} {version} => folder"),
    }
}

fn is_kept(needs: &Needs, version: &Version) -> bool {
    needs.keeps_mod(&ModuleVersion::new(version.module, version.version))
}
