//! Trees that nobody honest has made, and values that point anywhere: whatever is taken, brought back or deleted, not
//! one byte beside the cache changes, nor anything in it that is not go's.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use super::super::names::takeable;
use super::super::{How, NAME, Pace, Surroundings, cleanings, prove, purge, recover, take, undo};
use super::tree::{Seen, build_cache, content, id, mode, module_cache, picture, same};
use super::{item, proven};
use crate::cache::Cache;
use crate::cache::plan::Plan;
use crate::job::Cancel;

/// A small generator, so that a seed makes the same case again.
pub struct Rng(u64);

impl Rng {
    pub fn new(seed: u64) -> Rng {
        Rng(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % limit
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// What lies beside the cache and looks just like one: whoever is led there finds what he seeks.
pub fn canary(base: &Path) -> PathBuf {
    let canary = base.join("canary");
    build_cache(&canary, &["00", "ab", "ff"]);
    module_cache(&canary, &[("example.com/x", "v1.0.0"), ("example.com/y", "v1.0.0")]);
    fs::create_dir_all(canary.join("fuzz/x")).unwrap();
    fs::write(canary.join("fuzz/x/00"), "found").unwrap();
    fs::write(canary.join(OsStr::from_bytes(b"not\xfftext\n")), "x").unwrap();
    mode(&canary.join("fuzz"), 0o555);
    canary
}

fn hostile_entry(rng: &mut Rng, root: &Path, canary: &Path, at: &Path) {
    let Some(above) = at.parent() else { return };
    if fs::create_dir_all(above).is_err() || at.symlink_metadata().is_ok() || !above.starts_with(root) {
        return;
    }
    let inside = above.canonicalize().is_ok_and(|above| above.starts_with(root));
    if !inside {
        return;
    }
    match rng.below(8) {
        0 => drop(symlink(canary, at)),
        1 => drop(symlink(canary.join("ab"), at)),
        2 => drop(symlink("/", at)),
        3 => drop(fs::hard_link(canary.join("README"), at)),
        4 => drop(nix::unistd::mkfifo(at, nix::sys::stat::Mode::from_bits_truncate(0o600))),
        5 => {
            let odd = at.join(OsStr::from_bytes(b"new\nline\xff"));
            if fs::create_dir_all(&odd).is_ok() {
                let _ = fs::write(odd.join("x"), "x");
                let _ = symlink(canary, odd.join("out"));
                let bits = *rng.pick(&[0o555, 0o000, 0o300, 0o700]);
                mode(&odd, bits);
            }
        }
        6 => {
            let _ = fs::create_dir(at);
            let mut deep = at.to_path_buf();
            for _ in 0..60 + rng.below(60) {
                deep.push("d");
            }
            let _ = fs::create_dir_all(&deep);
            let _ = symlink(canary, deep.join("out"));
        }
        _ => drop(fs::write(at, "a file")),
    }
}

/// Paths that a plan could name, of go's form and not.
fn candidates(rng: &mut Rng, cache: Cache) -> Vec<PathBuf> {
    let folder = *rng.pick(&["00", "ab", "ff", "zz"]);
    let number = rng.below(3);
    let build = [
        folder.to_owned(),
        format!("{folder}/{}-a", id(folder, number)),
        format!("{folder}/{}-d", id(folder, number)),
        format!("{folder}/{}-d/tool", id(folder, number)),
        "log.txt".to_owned(),
        "fuzz".to_owned(),
        "fuzz/x/00".to_owned(),
        "trim.txt".to_owned(),
        format!("../canary/{folder}"),
        format!("{folder}/../../canary/ab"),
    ];
    let (module, version) = (*rng.pick(&["example.com/x", "example.com/y", "other.org"]), "v1.0.0");
    let modules = [
        format!("{module}@{version}"),
        format!("{module}@{version}/internal"),
        format!("cache/download/{module}/@v/{version}.zip"),
        format!("cache/download/{module}/@v/{version}.ziphash"),
        format!("cache/download/{module}/@v/{version}.lock"),
        format!("cache/download/{module}/@v/list"),
        "example.com".to_owned(),
        "cache/download/sumdb".to_owned(),
        format!("cache/vcs/{}", id("ab", 0)),
        "cache/vcs".to_owned(),
        format!("../canary/{module}@{version}"),
    ];
    let all = if cache == Cache::Build { &build[..] } else { &modules[..] };
    let mut some: Vec<PathBuf> = Vec::new();
    for path in all {
        let path = PathBuf::from(path);
        let apart = !some.iter().any(|other| other.starts_with(&path) || path.starts_with(other));
        if rng.chance(60) && apart {
            some.push(path);
        }
    }
    some
}

/// What lies around the root, without what Burrow may make there.
fn around(base: &Path, root: &Path) -> BTreeMap<PathBuf, Seen> {
    let root = root.strip_prefix(base).unwrap();
    let above = root.parent().unwrap();
    let quarantine = above.join(NAME);
    let mut all = picture(base);
    all.retain(|path, _| !path.starts_with(root) && !path.starts_with(&quarantine) && path != above);
    all
}

/// What in the root is nobody's to take: neither go's by its name, nor in something that is.
fn strays(root: &Path, cache: Cache) -> BTreeMap<PathBuf, Seen> {
    let mut all = content(root);
    let gos = |path: &Path| path.ancestors().any(|above| takeable(cache, above).is_some());
    all.retain(|path, _| !path.as_os_str().is_empty() && !path.starts_with(NAME) && !gos(path));
    all
}

fn one(seed: u64) {
    let mut rng = Rng::new(seed);
    let dir = tempfile::tempdir().unwrap();
    let base = dir.path().canonicalize().unwrap();
    let canary = canary(&base);
    let root = base.join("above/cache");
    let cache = *rng.pick(&Cache::ALL);
    if cache == Cache::Build {
        build_cache(&root, &["00", "ab"]);
    } else {
        module_cache(&root, &[("example.com/x", "v1.0.0"), ("example.com/y", "v1.0.0")]);
    }
    for _ in 0..rng.below(12) {
        let paths = candidates(&mut rng, cache);
        let mut path = if paths.is_empty() { PathBuf::from("odd") } else { rng.pick(&paths).clone() };
        if rng.chance(50) {
            path.push(*rng.pick(&["odd", "x@v1.0.0", "00", "letter"]));
        }
        if !path.starts_with("..") && !path.components().any(|part| part.as_os_str() == "..") {
            hostile_entry(&mut rng, &root, &canary, &root.join(path));
        }
    }
    let (before, strays_before) = (around(&base, &root), strays(&root, cache));
    let untouched = |what: &str| {
        same(&around(&base, &root), &before, &format!("seed {seed}: beside the cache, {what}"));
        same(&strays(&root, cache), &strays_before, &format!("seed {seed}: strays in the cache, {what}"));
    };
    let Ok(proof) = prove(&root, cache, &Surroundings::default()) else { return untouched("refused") };
    let roots = [proof];
    let all_before = content(&root);
    let mut purged = false;
    for step in 0..6 {
        match rng.below(6) {
            0..=2 => {
                let paths = candidates(&mut rng, cache);
                let items = paths.iter().map(|path| item(&root, cache, path.to_str().unwrap())).collect();
                let how = How { purge: rng.chance(20), beside_builds: rng.chance(50) };
                let plan = Plan { items, ..Plan::default() };
                let done = take(&plan, &roots, how, &Cancel::new(), &()).unwrap();
                purged |= how.purge && done.items > 0;
            }
            3 => drop(undo(&roots, None, &Cancel::new(), &()).unwrap()),
            4 => drop(recover(&roots, &Cancel::new()).unwrap()),
            _ if rng.chance(30) => {
                let result = purge(&roots, None, Pace::Now, &Cancel::new(), &()).unwrap();
                assert_eq!(result.failed, [], "seed {seed}");
                purged |= result.items > 0;
            }
            _ => {}
        }
        untouched(&format!("step {step}"));
    }
    while !cleanings(&roots).unwrap().is_empty() {
        let undone = undo(&roots, None, &Cancel::new(), &()).unwrap();
        assert_eq!((undone.conflicts.len(), undone.failed.len()), (0, 0), "seed {seed}: {undone:?}");
    }
    untouched("at the end");
    if !purged {
        same(&content(&root), &all_before, &format!("seed {seed}: not as it was"));
        assert_eq!(super::tree::names(&base.join("above")), ["cache"], "seed {seed}");
    }
    unlock_all(&base);
}

/// So that the temporary folder can be removed by an ordinary user.
fn unlock_all(dir: &Path) {
    mode(dir, 0o700);
    for entry in fs::read_dir(dir).unwrap().flatten() {
        if entry.file_type().unwrap().is_dir() {
            unlock_all(&entry.path());
        }
    }
}

#[test]
fn not_one_byte_beside_a_hostile_cache_changes() {
    for seed in 1..=80 {
        one(seed);
    }
}

#[test]
fn a_version_with_ten_thousand_folders_below_each_other_goes_comes_back_and_goes_for_good() {
    use crate::tree::dir::Dir;
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("mod");
    module_cache(&root, &[("example.com/x", "v1.0.0")]);
    let version = root.join("example.com/x@v1.0.0");
    mode(&version, 0o755);
    let mut deep = Dir::open(&version).unwrap();
    for _ in 0..10_000 {
        deep.make(OsStr::new("d"), 0o555 | 0o200).unwrap();
        deep = deep.folder(OsStr::new("d")).unwrap();
    }
    mode(&version, 0o555);
    let paths = ["example.com/x@v1.0.0"];
    assert_eq!(super::taken(&root, Cache::Modules, &paths).items, 1);
    let roots = [proven(&root, Cache::Modules)];
    assert_eq!(undo(&roots, None, &Cancel::new(), &()).unwrap().items, 1);
    assert!(version.join("d/d/d").is_dir());
    assert_eq!(super::taken(&root, Cache::Modules, &paths).items, 1);
    let result = purge(&roots, None, Pace::Now, &Cancel::new(), &()).unwrap();
    assert_eq!((result.items, result.failed.len()), (1, 0));
    assert_eq!(super::tree::names(dir.path()), ["mod"]);
}

#[test]
fn a_file_that_has_another_name_outside_stays_there_with_all_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("go-build");
    build_cache(&root, &["ab"]);
    let inside = root.join("ab").join(format!("{}-d", id("ab", 0)));
    let outside = dir.path().join("mine");
    fs::hard_link(&inside, &outside).unwrap();
    mode(&outside, 0o640);
    let before = picture(&outside);
    super::taken(&root, Cache::Build, &["ab"]);
    let roots = [proven(&root, Cache::Build)];
    purge(&roots, None, Pace::Now, &Cancel::new(), &()).unwrap();
    same(&picture(&outside), &before, "not as it was");
}
