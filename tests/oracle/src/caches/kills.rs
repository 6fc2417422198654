//! Burrow killed at random moments while it cleans, takes back, gives up or repairs: the next command brings each item
//! to one of its states, nothing is lost and nothing is there twice.

use super::seen::Seen;
use super::stage::copy;
use super::tree::{Node, QUARANTINE, Tree};
use super::world::World;
use crate::rng::Rng;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

/// What is cleaned; everything of it can come back.
const CLEANINGS: [&[&str]; 5] = [
    &["cache", "clean", "modules", "downloads", "vcs"],
    &["cache", "clean", "build", "fuzz"],
    &["cache", "clean", "modcache"],
    &["cache", "clean", "build", "modcache"],
    &["cache", "clean", "toolchains", "modules"],
];

/// The caches as they were, and copies from which they are laid anew.
struct Scene<'a> {
    world: &'a World<'a>,
    burrow: &'a Path,
    whole: BTreeMap<PathBuf, Node>,
    /// How long each command takes undisturbed, by its first words.
    typical: BTreeMap<String, Duration>,
}

/// A cleaning by its paths.
type Items = BTreeSet<PathBuf>;

/// Kills so many commands.
///
/// # Errors
/// When something cannot be read, or a program not be started.
pub fn judge(world: &World<'_>, burrow: &Path, kills: u64, rng: &mut Rng, seen: &mut Seen) -> io::Result<()> {
    let mut scene = Scene::of(world, burrow)?;
    let (mut killed, mut round) = (0, 0);
    while killed < kills && round < 4 * kills {
        round += 1;
        let mut here = Seen::at(format!("round {round}"));
        killed += scene.round(rng, &mut here)?;
        seen.add(here);
    }
    seen.count("killed", killed);
    seen.must("kills came in time", killed >= kills, || format!("only {killed} of {kills}"));
    Ok(())
}

impl<'a> Scene<'a> {
    fn of(world: &'a World<'a>, burrow: &'a Path) -> io::Result<Scene<'a>> {
        let mut scene = Scene { world, burrow, whole: BTreeMap::new(), typical: BTreeMap::new() };
        for cache in scene.caches() {
            crate::stage::clear(&Scene::kept(&cache))?;
            copy(&cache, &Scene::kept(&cache))?;
        }
        scene.whole = scene.now()?;
        Ok(scene)
    }

    fn caches(&self) -> [PathBuf; 2] {
        [self.world.stage.gocache.clone(), self.world.stage.gomodcache.clone()]
    }

    fn kept(cache: &Path) -> PathBuf {
        cache.with_extension("kept")
    }

    fn lay_anew(&mut self) -> io::Result<()> {
        self.world.stage.clear_caches()?;
        self.caches().iter().try_for_each(|cache| copy(&Scene::kept(cache), cache))?;
        self.whole = self.now()?;
        Ok(())
    }

    /// Both caches, by full paths.
    fn now(&self) -> io::Result<BTreeMap<PathBuf, Node>> {
        let mut all = BTreeMap::new();
        for cache in self.caches() {
            let tree = Tree::of(&cache)?;
            all.extend(tree.nodes.into_iter().map(|(path, node)| (cache.join(path), node)));
        }
        Ok(all)
    }

    fn ask(&self, words: &[&str]) -> io::Result<(i32, Value)> {
        self.world.stage.ask(self.burrow, self.world.sdk, words)
    }

    /// Cleans and takes back, or cleans and gives up, with a kill in one or both; how many kills there were.
    fn round(&mut self, rng: &mut Rng, seen: &mut Seen) -> io::Result<u64> {
        let words = *rng.pick(&CLEANINGS);
        let plan: Items = self.planned(words)?;
        let (mut killed, purging) = (0, rng.chance(35));
        let mut cleaning = words.to_vec();
        cleaning.push("--yes");
        if purging && rng.chance(50) {
            cleaning.push("--purge");
        }
        killed += self.kill_in(&cleaning, rng)?;
        self.settled("cleaning", &plan, cleaning.contains(&"--purge"), seen)?;
        let next: &[&str] = if purging { &["cache", "purge", "--yes"] } else { &["cache", "undo"] };
        if rng.chance(70) {
            killed += self.kill_in(next, rng)?;
            self.settled(next[1], &plan, purging, seen)?;
        }
        if purging {
            self.given_up(&plan, seen)?
        } else {
            self.taken_back(seen)?
        }
        Ok(killed)
    }

    fn planned(&self, words: &[&str]) -> io::Result<Items> {
        let (_, dry) = self.ask(&[words, &["--dry-run", "--json"]].concat())?;
        Ok(dry["plan"]["items"].as_array().into_iter().flatten().map(path_of).collect())
    }

    /// Starts it and kills it somewhere on its way; 1 when it had not ended before.
    fn kill_in(&mut self, words: &[&str], rng: &mut Rng) -> io::Result<u64> {
        let name = words.join(" ");
        let typical = self.typical.get(&name).copied().unwrap_or(Duration::from_millis(80));
        let began = Instant::now();
        let mut child = self
            .world
            .stage
            .burrow(self.burrow, self.world.sdk)
            .args(words)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        std::thread::sleep(typical * rng.below(1150) as u32 / 1000);
        if child.try_wait()?.is_some() {
            self.typical.insert(name, (typical + began.elapsed()) / 2);
            return Ok(0);
        }
        child.kill()?;
        child.wait()?;
        // Killed soon too often: it takes longer than was thought.
        self.typical.insert(name, typical * 11 / 10);
        Ok(1)
    }

    /// After the next command: each item is wholly in the cache, or wholly quarantined, or (where that was asked for)
    /// gone; nothing else has changed.
    fn settled(&self, what: &str, plan: &Items, may_be_gone: bool, seen: &mut Seen) -> io::Result<()> {
        let (status, listed) = self.ask(&["cache", "quarantine", "--json"])?;
        seen.must(&format!("{what}: the command after the kill"), status == 0, || {
            format!("{status}: {listed}")
        });
        let quarantined = listed_items(&listed);
        let now = self.now()?;
        let (mut wrong, mut elsewhere) = (Vec::new(), now.clone());
        for item in plan {
            let (was, is) = (below(&self.whole, item), below(&now, item));
            elsewhere.retain(|path, _| !path.starts_with(item));
            let in_cache = was == is;
            let held = quarantined.iter().any(|path| item.starts_with(path));
            // While any go runs on the machine, an emptied folder of the build cache stays for it.
            let gone = is.is_empty() || (is.len() == 1 && was.len() > 1 && self.world.stage.is_bucket(item));
            // In the place of one that was empty before lies another that is empty.
            let either = in_cache && was.len() == 1 && self.world.stage.is_bucket(item);
            let fine = match (in_cache, gone) {
                _ if either => true,
                (true, false) => !held,
                (false, true) => held || may_be_gone,
                _ => false,
            };
            if !fine {
                let there = is.len();
                wrong.push(format!(
                    "{}: {there} of {} names in the cache, held {held}",
                    item.display(),
                    was.len()
                ));
            }
        }
        seen.none(&format!("{what}: items in no state"), &wrong);
        let rest = self.whole.iter().filter(|(path, _)| !plan.iter().any(|item| path.starts_with(item)));
        let rest: BTreeMap<PathBuf, Node> = rest.map(|(path, node)| (path.clone(), node.clone())).collect();
        seen.none(&format!("{what}: what was not to go"), &differences(&rest, &elsewhere));
        self.held(what, &quarantined, seen)
    }

    /// Every file of what is listed lies in the quarantine once, and little else.
    fn held(&self, what: &str, quarantined: &Items, seen: &mut Seen) -> io::Result<()> {
        let mut wanted: BTreeMap<([u8; 32], u64), i64> = BTreeMap::new();
        for (path, node) in &self.whole {
            if let (Node::File { hash, size, .. }, true) =
                (node, quarantined.iter().any(|q| path.starts_with(q)))
            {
                *wanted.entry((*hash, *size)).or_default() += 1;
            }
        }
        let mut own = 0;
        for place in [self.world.stage.root.join(QUARANTINE)] {
            for node in Tree::of(&place)?.nodes.values() {
                if let Node::File { hash, size, .. } = node {
                    match wanted.get_mut(&(*hash, *size)) {
                        // One that is empty may as well be its own, just begun.
                        Some(left) if *left > 0 || *size > 0 => *left -= 1,
                        _ => own += 1,
                    }
                }
            }
        }
        let wrong: Vec<String> = wanted
            .iter()
            .filter(|(_, left)| **left != 0)
            .map(|((_, size), left)| format!("{left} too few of a file of {size} bytes"))
            .collect();
        seen.none(&format!("{what}: files that the quarantine lists and lacks, or has twice"), &wrong);
        let most = 3 * (1 + quarantined.len() as i64);
        seen.must(&format!("{what}: its own files"), own <= most, || {
            format!("{own} files that nothing lists")
        });
        Ok(())
    }

    fn taken_back(&mut self, seen: &mut Seen) -> io::Result<()> {
        for _ in 0..6 {
            let (_, listed) = self.ask(&["cache", "quarantine", "--json"])?;
            if listed_items(&listed).is_empty() {
                break;
            }
            let (status, undone) = self.ask(&["cache", "undo", "--json"])?;
            seen.must("undo after kills", status == 0, || format!("{status}: {undone}"));
        }
        let changed = differences(&self.whole, &self.now()?);
        seen.none("after undo, the caches", &changed);
        if changed.is_empty() { Ok(()) } else { self.lay_anew() }
    }

    fn given_up(&mut self, plan: &Items, seen: &mut Seen) -> io::Result<()> {
        let (status, purged) = self.ask(&["cache", "purge", "--yes", "--json"])?;
        seen.must("purge after kills", status == 0, || format!("{status}: {purged}"));
        let left = Tree::of(&self.world.stage.root.join(QUARANTINE))?.total();
        seen.must("purge leaves nothing", left.0 == 0, || format!("{left:?}"));
        let now = self.now()?;
        let strange: Vec<String> = now
            .iter()
            .filter(|(path, node)| self.whole.get(*path) != Some(node))
            .map(|(path, _)| path.display().to_string())
            .collect();
        seen.none("after purge, what was not there before", &strange);
        let lost: Vec<String> = self
            .whole
            .keys()
            .filter(|path| !now.contains_key(*path) && !plan.iter().any(|item| path.starts_with(item)))
            .map(|path| path.display().to_string())
            .collect();
        seen.none("after purge, what was not to go", &lost);
        self.lay_anew()
    }
}

fn path_of(item: &Value) -> PathBuf {
    PathBuf::from(item["path"].as_str().unwrap_or_default())
}

fn listed_items(listed: &Value) -> Items {
    let cleanings = listed["cleanings"].as_array().into_iter().flatten();
    cleanings.flat_map(|one| one["items"].as_array().into_iter().flatten()).map(path_of).collect()
}

fn below(tree: &BTreeMap<PathBuf, Node>, path: &Path) -> BTreeMap<PathBuf, Node> {
    let from = tree.range(path.to_owned()..).take_while(|(at, _)| at.starts_with(path));
    from.map(|(at, node)| (at.clone(), node.clone())).collect()
}

fn differences(before: &BTreeMap<PathBuf, Node>, after: &BTreeMap<PathBuf, Node>) -> Vec<String> {
    let tree = |nodes: &BTreeMap<PathBuf, Node>| Tree { nodes: nodes.clone() };
    tree(before).differences(&tree(after))
}

/// Damage of several kinds, repaired by a command that is killed: what is whole stays whole, and in the end nothing is
/// damaged.
///
/// # Errors
/// As [`judge`].
pub fn judge_repair(
    world: &World<'_>,
    burrow: &Path,
    kills: u64,
    rng: &mut Rng,
    seen: &mut Seen,
) -> io::Result<()> {
    let mut scene = Scene::of(world, burrow)?;
    for round in 0..kills {
        let mut here = Seen::at(format!("repair {round}"));
        let damaged = damage(&world.stage.gomodcache, rng)?;
        let before = scene.now()?;
        let words = ["cache", "verify", "--repair", "--json"];
        here.count("killed", scene.kill_in(&words, rng)?);
        let (status, said) = scene.ask(&words)?;
        here.must("the repair after the kill", status == 0, || format!("{status}: {said}"));
        let (_, said) = scene.ask(&["cache", "verify", "--json"])?;
        let hurt: Vec<String> = said["damaged"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|one| one["repair"] != "none")
            .map(Value::to_string)
            .collect();
        here.none("still damaged", &hurt);
        let touched: Vec<String> = differences(&before, &scene.now()?)
            .into_iter()
            .filter(|line| !damaged.iter().any(|name| line.contains(name)))
            .collect();
        here.none("a repair touched what was whole", &touched);
        seen.add(here);
        scene.ask(&["cache", "purge", "--yes", "--json"])?;
        scene.lay_anew()?;
    }
    Ok(())
}

/// Damages some versions; the parts of paths that name them.
fn damage(modules: &Path, rng: &mut Rng) -> io::Result<Vec<String>> {
    let download = modules.join("cache/download/example.com");
    // What a world lays there for a toolchain is no zip.
    let mut names = vec!["golang.org/toolchain".to_owned()];
    for module in ["beta", "epsilon", "zeta", "theta"] {
        let folder = download.join(module).join("@v");
        let zips: Vec<PathBuf> = fs::read_dir(&folder)
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|end| end == "zip"))
            .collect();
        let Some(zip) = zips.get(rng.below(zips.len().max(1))) else { continue };
        let version = zip.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let unpacked = modules.join(format!("example.com/{module}@{version}"));
        match rng.below(3) {
            0 => fs::write(zip, "no zip")?,
            1 => edit(&unpacked.join("lib.go"))?,
            _ => fs::write(zip.with_extension("ziphash"), "h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")?,
        }
        names.push(format!("{module}/@v/{version}."));
        names.push(format!("{module}@{version}"));
    }
    Ok(names)
}

/// As an editor does that overrides what is read-only.
fn edit(file: &Path) -> io::Result<()> {
    let permissions = fs::metadata(file)?.permissions();
    let mut open = permissions.clone();
    #[allow(clippy::permissions_set_readonly_false, reason = "it is set back at once")]
    open.set_readonly(false);
    fs::set_permissions(file, open)?;
    fs::write(file, "package edited\n")?;
    fs::set_permissions(file, permissions)
}
