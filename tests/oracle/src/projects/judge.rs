//! Each project to Burrow and to real go: whether it builds and vets without a network, what `go mod download` then
//! fetches, and whether it builds afterwards.

use super::project::{self, Project};
use super::world::{World, shown};
use super::{cache, facts, odd};
use crate::caches::proxy::Proxy;
use crate::rng::Rng;
use crate::sdk::Sdk;
use crate::stage::clear;
use bstr::{BString, ByteSlice};
use burrow_core::env::resolve::Asked;
use burrow_core::job::Cancel;
use burrow_core::project::ready::{Ask, Blocker, Missing, ProjectReport, Readiness, Via, look};
use burrow_core::system::DiskFiles;
use go_rules::environ::{Environ, Os};
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, SystemTime};

/// How many projects share a world.
const PROJECTS: u64 = 20;

/// What a run came to.
#[derive(Debug, Default)]
pub struct Seen {
    /// Projects that both judged alike.
    pub same: u64,
    /// Of them, how many were ready without a network, after a download, and not.
    pub offline: u64,
    pub download: u64,
    pub blocked: u64,
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
            let mut rng = Rng::of_case(seed, 3_000_000 + number);
            let sdk = rng.pick(sdks);
            let root = base.join(format!("world{number}"));
            let world = World::lay(&root, sdk, &mut rng)?;
            for case in cases.start.max(number * PROJECTS)..cases.end.min((number + 1) * PROJECTS) {
                let judge =
                    Judge { sdks, sdk, world: &world, seed, case, root: root.join(format!("p{case}")) };
                judge.project(&mut Rng::of_case(seed, case), &mut seen)?;
            }
            clear(&root)?;
        }
    };
    let halves = thread::scope(|scope| [scope.spawn(work), scope.spawn(work)].map(|half| half.join()));
    let mut seen = Seen::default();
    for half in halves {
        let half = half.map_err(|_| io::Error::other("a thread of the oracle ended early"))??;
        seen.same += half.same;
        seen.offline += half.offline;
        seen.download += half.download;
        seen.blocked += half.blocked;
        seen.faults.extend(half.faults);
    }
    Ok(seen)
}

pub(super) struct Judge<'a> {
    sdks: &'a [Sdk],
    pub(super) sdk: &'a Sdk,
    pub(super) world: &'a World,
    seed: u64,
    case: u64,
    root: PathBuf,
}

/// What go did in a copy.
struct Built {
    passed: bool,
    said: String,
}

impl Judge<'_> {
    fn project(&self, rng: &mut Rng, seen: &mut Seen) -> io::Result<()> {
        // Every second one is odd in some way, each way in its turn; which comes first is drawn.
        let odds = odd::all();
        let turn = (self.seed as usize).wrapping_mul(101).wrapping_add(self.case as usize / 2);
        let odd = (self.case % 2 == 1).then(|| odds[turn % odds.len()]);
        let (root, sdks) = (self.root.join("project"), (self.sdks, self.sdk));
        let project = project::lay(&root, self.world, sdks, odd, rng)?;
        let cached = self.root.join("cache");
        let story = cache::lay(&cached, self.world, rng)?;
        let before = tree(&self.root);
        let report = self.burrow(&project, &cached);
        if tree(&self.root) != before {
            seen.faults.push(format!("case {}: something was written", self.case));
        }
        let wrong = match &report {
            Err(why) => vec![why.clone()],
            Ok(report) => self.compare(report, &project, &cached)?,
        };
        if wrong.is_empty() {
            seen.same += 1;
            match report.map(|it| it.readiness) {
                Ok(Readiness::Offline) => seen.offline += 1,
                Ok(Readiness::Download(_)) => seen.download += 1,
                _ => seen.blocked += 1,
            }
        } else {
            let told =
                report.map(|it| format!("{:?} {:?}\n{:?}", it.readiness, it.blockers, it.modules.missing));
            let env = &project.env;
            seen.faults.push(format!(
                "case {}, {}: {}\n{}{story}{env:?}\n{}\n{}",
                self.case,
                self.sdk.version,
                wrong.join("\n"),
                project.story,
                told.unwrap_or_default(),
                files(&project.root)
            ));
        }
        if std::env::var_os("BURROW_KEEP").is_some() { Ok(()) } else { clear(&self.root) }
    }

    pub(super) fn burrow(&self, project: &Project, cached: &Path) -> Result<ProjectReport, String> {
        let mut env: Vec<(BString, BString)> = Vec::new();
        for (name, value) in self.world.environment(self.sdk, cached, &project.env) {
            env.push((name.into(), value.into()));
        }
        let dir = project.folder.display().to_string();
        env.push(("PWD".into(), dir.as_str().into()));
        let environ = Environ::new(Os::host(), env);
        let asked =
            Asked { environ: &environ, dir: dir.as_bytes().as_bstr(), started_in: None, goroot: None };
        let cancel = Cancel::new();
        look(&Ask { asked, files: &DiskFiles, hashes: true, cancel: &cancel }).map_err(|why| why.to_string())
    }

    fn compare(&self, report: &ProjectReport, project: &Project, cached: &Path) -> io::Result<Vec<String>> {
        let mut wrong = Vec::new();
        let now = self.build(project, cached, "now")?;
        let offline = report.readiness == Readiness::Offline;
        if offline != now.passed {
            wrong.push(format!("offline {offline}, but go: {} {}", now.passed, now.said));
        }
        let quiet = offline && report.modules.damaged.is_empty();
        if quiet != report.steps.is_empty() {
            wrong.push(format!("steps: {:?}", report.steps));
        }
        wrong.extend(facts::beside_build(report, &now.said));
        wrong.extend(facts::beside_cache(report, project, cached));
        if offline || !wrong.is_empty() {
            return Ok(wrong);
        }
        if self.case.is_multiple_of(3) {
            let (mut copy, cache) = self.copies(project, cached, "followed")?;
            wrong.extend(self.follow(&mut copy, &cache)?);
        }
        let goproxy = project.env.iter().find(|(name, _)| name == "GOPROXY").map(|(_, value)| value.clone());
        let goproxy = goproxy.unwrap_or_else(|| self.world.proxy.url());
        let (again, copy) = self.copies(project, cached, "fetched")?;
        let before = downloads(&copy);
        let mut go = self.world.go(self.sdk, &again.folder, &copy, &goproxy, &again.env);
        let fetched = go.args(["mod", "download", "-json"]).env("GOPROXY", &goproxy).output()?;
        wrong.extend(facts::beside_download(report, &fetched.stdout));
        let after = downloads(&copy);
        let later = self.run(&again, &copy)?;
        match report.readiness {
            Readiness::Download(_)
                if !later.passed
                    && self.is_refused(report, cached, &shown(&fetched).replace("\\n", "\n")) => {}
            // What imports of missing modules come to nobody can tell: with them there, both must say the same.
            Readiness::Download(_)
                if !later.passed
                    && !report.modules.missing.is_empty()
                    && self.burrow(&again, &copy).is_ok_and(|it| it.readiness == Readiness::Blocked) => {}
            // Nor what go.mod files that are not there name: a second download fetches it.
            Readiness::Download(_)
                if !later.passed
                    && lacks_go_mod(report, cached)
                    && self.burrow(&again, &copy).is_ok_and(|it| it.readiness != Readiness::Offline) => {}
            Readiness::Download(_) if !later.passed => wrong.push(format!(
                "download, but after it go: {}; go mod download: {}",
                later.said,
                shown(&fetched)
            )),
            // What is meant by a version that is none, only a server knows.
            Readiness::Blocked if later.passed && asks_what_is_meant(report) => {}
            // Go ends at once at a hash that disagrees, whatever it has fetched by then.
            Readiness::Blocked if later.passed && stops_at_a_hash(&fetched) => {}
            Readiness::Blocked if later.passed => {
                wrong.push("blocked, but it builds after a download".into())
            }
            Readiness::Download(count) => {
                let is_served = |it: &&Missing| self.is_served(report, it);
                let missing = report.modules.missing.iter();
                let ours: BTreeSet<String> =
                    missing.filter(is_served).map(|it| it.version.to_string()).collect();
                let new: BTreeSet<String> = after.difference(&before).map(|(of, _)| of.clone()).collect();
                // A zip of what is unpacked is fetched, too, and is not missing.
                let unpacked =
                    |of: &String| report.modules.damaged.iter().any(|it| it.version.to_string() == *of);
                let new: BTreeSet<String> = new.into_iter().filter(|of| !unpacked(of)).collect();
                // So can nobody what only a missing go.mod names.
                let untold = lacks_go_mod(report, cached);
                let fits = if untold { ours.is_subset(&new) } else { ours == new };
                if !fits || count != report.modules.missing.len() {
                    wrong.push(format!("missing {ours:?}, but go fetched {new:?}"));
                }
            }
            _ => {}
        }
        Ok(wrong)
    }

    /// Whether the server has not what it is asked for, or has another than go.sum says, of what was not in the cache:
    /// nobody can tell before.
    fn is_refused(&self, report: &ProjectReport, cached: &Path, said: &str) -> bool {
        let fetched = Proxy::at(&cached.join("cache").join("download"));
        let is_new = |line: &str| {
            let of = line.split_once("verifying ")?.1.strip_suffix(": checksum mismatch")?;
            let (of, kind) = of.strip_suffix("/go.mod").map_or((of, "ziphash"), |of| (of, "mod"));
            let (module, version) = of.split_once('@')?;
            Some(!fetched.file(module, version, kind).is_file())
        };
        !report.modules.missing.iter().all(|it| self.is_served(report, it))
            || said.lines().any(|line| is_new(line) == Some(true))
    }

    /// Whether the proxy of this world is asked for a version, and has it.
    fn is_served(&self, report: &ProjectReport, missing: &Missing) -> bool {
        let of = &missing.version;
        // With GOPROXY=direct all are, and nobody answers for any of them.
        let is_asked = missing.via == Via::Proxy && !report.modules.private.contains(&of.module);
        is_asked && self.world.all().any(|it| of.module == it.module && of.version == it.version)
    }

    /// Builds and vets a copy without a network.
    fn build(&self, project: &Project, cached: &Path, name: &str) -> io::Result<Built> {
        let (project, copy) = self.copies(project, cached, name)?;
        self.run(&project, &copy)
    }

    fn run(&self, project: &Project, cached: &Path) -> io::Result<Built> {
        for word in ["build", "vet"] {
            let mut go = self.world.go(self.sdk, &project.folder, cached, "off", &project.env);
            let said = go.args([word, "./..."]).env("GOPROXY", "off").output()?;
            if !said.status.success() {
                return Ok(Built { passed: false, said: format!("go {word}: {}", shown(&said)) });
            }
        }
        Ok(Built { passed: true, said: String::new() })
    }

    /// The project and the cache once more, for go to write to. Paths of the project lead into its copy.
    fn copies(&self, project: &Project, cached: &Path, name: &str) -> io::Result<(Project, PathBuf)> {
        let (root, copy) = (self.root.join(name).join("project"), self.root.join(name).join("cache"));
        cache::copy(&project.root, &root)?;
        if cached.is_dir() {
            cache::copy(cached, &copy)?;
        }
        let (from, to) = (project.root.display().to_string(), root.display().to_string());
        let moved = |text: &str| text.replace(&from, &to);
        for (file, _) in tree(&root) {
            let is_file_of_go = file.extension().is_some_and(|it| it == "mod" || it == "work" || it == "txt");
            if let (true, Ok(text)) = (is_file_of_go, fs::read_to_string(&file)) {
                fs::write(&file, moved(&text))?;
            }
            age(&file)?;
        }
        let below = project.folder.strip_prefix(&project.root).map_err(io::Error::other)?;
        let copied = Project {
            folder: if below.as_os_str().is_empty() { root.clone() } else { root.join(below) },
            root,
            env: project.env.iter().map(|(name, value)| (name.clone(), moved(value))).collect(),
            story: String::new(),
        };
        Ok((copied, copy))
    }
}

/// As files are that a person has had for a while: go reads folders otherwise in which something was written just now.
fn age(file: &Path) -> io::Result<()> {
    let hour_ago = SystemTime::now() - Duration::from_secs(3600);
    match fs::File::options().write(true).open(file) {
        Ok(file) => file.set_modified(hour_ago),
        // A link that leads nowhere.
        Err(_) => Ok(()),
    }
}

fn stops_at_a_hash(fetched: &Output) -> bool {
    !fetched.status.success() && shown(fetched).contains("checksum mismatch")
}

fn asks_what_is_meant(report: &ProjectReport) -> bool {
    let asks = |it: &Blocker| matches!(it, Blocker::File { why, .. } if why.contains("would ask a server"));
    report.blockers.iter().any(asks)
}

fn lacks_go_mod(report: &ProjectReport, cache: &Path) -> bool {
    report.modules.missing.iter().any(|it| !cached_go_mod(cache, &it.version))
}

fn cached_go_mod(cache: &Path, of: &go_rules::module::ModuleVersion) -> bool {
    let fetched = Proxy::at(&cache.join("cache").join("download"));
    fetched.file(&of.module.to_string(), &of.version.to_string(), "mod").is_file()
}

/// Zips and go.mod files in a cache, each with the version it is of.
fn downloads(cache: &Path) -> BTreeSet<(String, PathBuf)> {
    let mut all = BTreeSet::new();
    let root = cache.join("cache").join("download");
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let file = entry.path();
            if file.is_dir() {
                folders.push(file);
                continue;
            }
            let name = entry.file_name().to_string_lossy().into_owned();
            let version = name.strip_suffix(".zip").or_else(|| name.strip_suffix(".mod"));
            let module = folder.parent().and_then(|it| it.strip_prefix(&root).ok());
            if let (Some(version), Some(module)) = (version, module) {
                let module =
                    go_rules::module::unescape(module.to_string_lossy().replace('\\', "/").as_bytes());
                all.insert((format!("{}@{version}", module.unwrap_or_default()), file));
            }
        }
    }
    all
}

/// Every file with its size and content's beginning, to see that nothing is written.
fn tree(root: &Path) -> BTreeSet<(PathBuf, u64)> {
    let mut all = BTreeSet::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let file = entry.path();
            let facts = entry.metadata();
            if facts.as_ref().is_ok_and(fs::Metadata::is_dir) {
                folders.push(file.clone());
            }
            all.insert((file, facts.map_or(0, |facts| facts.len())));
        }
    }
    all
}

/// The files of a project, for a report.
fn files(root: &Path) -> String {
    let mut text = String::new();
    for (file, _) in tree(root) {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if file.is_file()
            && (name.ends_with(".go") || name == "go.mod" || name == "go.work" || name == "modules.txt")
        {
            let shown = fs::read_to_string(&file).unwrap_or_default();
            text.push_str(&format!("-- {}\n{shown}", file.strip_prefix(root).unwrap_or(&file).display()));
        }
    }
    text
}
