//! What the command does not offer and the window does: selections, rules, the standard plan. Asked of the core itself,
//! and judged like every cleaning.

use super::du;
use super::go_says::Baseline;
use super::plans::Caches;
use super::projects::Project;
use super::seen::Seen;
use super::world::World;
use crate::rng::Rng;
use burrow_core::cache::plan::{self, Ground, KeepUnder, Plan, Rule, Selected, Wish};
use burrow_core::cache::quarantine::{self, How, ProvenRoot, Surroundings};
use burrow_core::cache::{Cache, Kind, ModuleVersion, Root, Roots};
use burrow_core::job::Cancel;
use burrow_core::project::ProjectFile;
use burrow_core::project::needs::{self, Needs};
use burrow_core::sdk::install::Platform;
use go_rules::environ::Os;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// So many wishes, each for some of the projects.
///
/// # Errors
/// When something cannot be read, or the core fails.
pub fn judge(
    world: &World<'_>,
    baseline: &Baseline,
    cases: u64,
    rng: &mut Rng,
    seen: &mut Seen,
) -> io::Result<()> {
    for case in 0..cases {
        let known: Vec<&Project> = world.projects.iter().filter(|_| rng.chance(50)).collect();
        let wish = wished(world, case, rng);
        let mut here = Seen::at(format!("{wish:?} with {} projects", known.len()));
        if let Err(why) = one(world, baseline, &wish, &known, rng, &mut here) {
            here.must("it can be done", false, || why.to_string());
        }
        here.count("wishes", 1);
        seen.add(here);
    }
    Ok(())
}

fn wished(world: &World<'_>, case: u64, rng: &mut Rng) -> Wish {
    let some = |rng: &mut Rng, most: usize| rng.chance(40).then(|| rng.below(most) as u32);
    match case % 3 {
        0 => Wish::Standard { idle_days: rng.below(12) as u32 },
        1 => {
            let cache = if rng.chance(50) { Cache::Build } else { Cache::Modules };
            let root = if cache == Cache::Build { &world.stage.gocache } else { &world.stage.gomodcache };
            let whole = du::sum(root).unwrap_or_default().bytes;
            let bytes = whole * rng.below(110) as u64 / 100;
            Wish::Rule(Rule {
                unused: rng.chance(40),
                older_versions: rng.chance(40),
                not_used_for_days: some(rng, 20),
                keep_under: rng.chance(30).then_some(KeepUnder { cache, bytes }),
            })
        }
        _ => Wish::Selection((0..1 + rng.below(4)).map(|_| selected(rng)).collect()),
    }
}

fn selected(rng: &mut Rng) -> Selected {
    let module =
        *rng.pick(&["example.com/beta", "example.com/Team/alpha", "example.com/mono", "gopkg.in/gamma.v1"]);
    match rng.below(4) {
        0 => Selected::Module(module.into()),
        1 => Selected::Version(ModuleVersion::new(module, "v1.0.0")),
        2 => Selected::Kind(*rng.pick(&[Kind::Modules, Kind::Downloads, Kind::Vcs, Kind::Fuzz, Kind::Build])),
        _ => {
            let all = [
                (Cache::Modules, "example.com"),
                (Cache::Modules, "example.com/mono"),
                (Cache::Modules, "corp.example"),
                (Cache::Modules, "cache/download/example.com"),
                (Cache::Build, "00"),
                (Cache::Build, "fuzz/work.example"),
            ];
            let (cache, path) = rng.pick(&all);
            Selected::Path(*cache, PathBuf::from(path))
        }
    }
}

/// Plans it, does it, has go judge it, and takes it back.
fn one(
    world: &World<'_>,
    baseline: &Baseline,
    wish: &Wish,
    known: &[&Project],
    rng: &mut Rng,
    seen: &mut Seen,
) -> io::Result<()> {
    let roots = roots(world);
    let needs = needs_of(world, known)?;
    let ground =
        Ground { roots: &roots, needs: needs.as_ref(), may_be_gone: &|_| false, now: SystemTime::now() };
    let cancel = Cancel::new();
    let plan = match plan::plan(wish, &ground, &cancel) {
        Ok(plan) => plan,
        Err(plan::PlanRefusal::NoProjects) if known.is_empty() => return Ok(()),
        Err(why) => return Err(io::Error::other(why.to_string())),
    };
    let before = Caches::now(world)?;
    let paths = adds_up(world, &plan, seen);
    let (proven, _) = quarantine::prove_all(&roots, &Surroundings::of(&roots));
    let how = How { purge: false, beside_builds: rng.chance(50) };
    let failed = |why: quarantine::QuarantineError| io::Error::other(why.to_string());
    let done = quarantine::take(&plan, &proven, how, &cancel, &()).map_err(failed)?;
    seen.none("failed", &done.failed.iter().map(|f| format!("{f:?}")).collect::<Vec<_>>());
    let after = Caches::now(world)?;
    let mut otherwise = before.without(world, &paths).differences(&after);
    if how.beside_builds {
        let stay = |path: &&PathBuf| world.stage.is_bucket(path);
        let emptied: Vec<String> = paths
            .iter()
            .filter(stay)
            .filter_map(|path| path.file_name())
            .map(|n| format!("{} is new", Path::new(n).display()))
            .collect();
        otherwise.retain(|line| !emptied.contains(line));
    }
    seen.none("otherwise than the plan says", &otherwise);
    seen.same("bytes really gained", &done.size.bytes, &(before.bytes() - after.bytes()));
    seen.same("files really gone", &done.size.files, &(before.files() - after.files()));
    seen.count("items", paths.len() as u64);
    if !matches!(wish, Wish::Selection(_)) {
        let builds = paths.iter().any(|path| path.starts_with(&world.stage.gocache));
        let (asked, worse) = baseline.misses(world, known, true, builds, rng)?;
        seen.count("go asked", asked);
        seen.none(&format!("{} misses", world.asked.version), &worse);
    }
    back(&proven, &cancel, seen)?;
    seen.none("undo gave back", &before.differences(&Caches::now(world)?));
    Ok(())
}

fn back(proven: &[ProvenRoot], cancel: &Cancel, seen: &mut Seen) -> io::Result<()> {
    let undone =
        quarantine::undo(proven, None, cancel, &()).map_err(|why| io::Error::other(why.to_string()))?;
    let trouble: Vec<String> = undone
        .conflicts
        .iter()
        .map(|path| path.display().to_string())
        .chain(undone.failed.iter().map(|failed| format!("{failed:?}")))
        .collect();
    seen.none("undo could not", &trouble);
    Ok(())
}

fn roots(world: &World<'_>) -> Roots {
    Roots {
        gocache: Root::At(world.stage.gocache.clone()),
        gomodcache: Root::At(world.stage.gomodcache.clone()),
        gopath: Vec::new(),
        home: Some(world.stage.root.join("home")),
        temp: None,
    }
}

fn needs_of(world: &World<'_>, known: &[&Project]) -> io::Result<Option<Needs>> {
    if known.is_empty() {
        return Ok(None);
    }
    let folders = known.iter().flat_map(|p| p.modules.iter().chain([&p.folder]));
    let files = folders.flat_map(|folder| ["go.mod", "go.work"].map(|name| folder.join(name)));
    let files: Vec<ProjectFile> = files.filter(|file| file.is_file()).filter_map(ProjectFile::of).collect();
    let platform = Platform::host();
    let ground = needs::Ground { gomodcache: &world.stage.gomodcache, os: Os::host(), platform: &platform };
    needs::needs(&files, ground).map(Some).map_err(|why| io::Error::other(why.to_string()))
}

/// The plan's own figures, against the disk.
fn adds_up(world: &World<'_>, plan: &Plan, seen: &mut Seen) -> Vec<PathBuf> {
    let paths: Vec<PathBuf> = plan.items.iter().map(|item| item.path.clone()).collect();
    let mut sorted = paths.clone();
    sorted.sort();
    let nested = sorted.windows(2).filter(|two| two[1].starts_with(&two[0]));
    seen.none("items in one another", &nested.map(|two| format!("{two:?}")).collect::<Vec<_>>());
    let wrong = plan.items.iter().filter_map(|item| {
        let real = du::sum(&item.path).ok()?;
        let same = (item.size.bytes, item.size.files) == (real.bytes, real.files);
        (!same).then(|| format!("{} is {real:?}, not {:?}", item.path.display(), item.size))
    });
    seen.none("items that are not what the plan says", &wrong.collect::<Vec<_>>());
    let bytes: u64 = plan.items.iter().map(|item| item.size.bytes).sum();
    seen.same("bytes of the items together", &bytes, &plan.size.bytes);
    let goes = |stray: &Path| paths.iter().any(|path| stray.starts_with(path));
    let strays: Vec<String> =
        world.strays.iter().filter(|stray| goes(stray)).map(|stray| stray.display().to_string()).collect();
    seen.none("strays that would go", &strays);
    paths
}
