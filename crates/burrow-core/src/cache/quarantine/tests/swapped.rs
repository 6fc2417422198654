//! Links that are put in the way while Burrow is at work. Whoever followed one would find just what he seeks, and it
//! would be gone afterwards.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::super::{How, NAME, Pace, Surroundings, prove, purge, recover, take, undo};
use super::hostile::{Rng, canary};
use super::tree::{build_cache, module_cache, picture, same};
use super::{item, plan_of};
use crate::cache::Cache;
use crate::cache::plan::Plan;
use crate::job::Cancel;

/// Exchanges two names for ever.
fn exchange(a: &Path, b: &Path) {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    let _ = renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE);
}

/// Exchanges each of these for a link to the canary and back, as fast as it can, while `work` goes on.
fn while_swapping(swaps: &[(PathBuf, PathBuf)], work: impl FnOnce()) {
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut rng = Rng::new(7);
            while !stop.load(Ordering::Relaxed) {
                let (a, b) = &swaps[rng.below(swaps.len())];
                exchange(a, b);
                if rng.below(4) == 0 {
                    std::thread::yield_now();
                }
            }
        });
        work();
        stop.store(true, Ordering::Relaxed);
    });
}

#[test]
fn links_that_come_and_go_while_it_is_cleaned_lead_nowhere() {
    for (cache, seconds) in [(Cache::Build, 2), (Cache::Modules, 2)] {
        let dir = tempfile::tempdir().unwrap();
        let base = dir.path().canonicalize().unwrap();
        let canary = canary(&base);
        let root = base.join("above/cache");
        let (folders, names): (&[&str], &[&str]) = match cache {
            Cache::Build => (&["00", "ab", "ff"], &["00", "ab", "ff"]),
            Cache::Modules => (
                // None in another: who exchanges must not be led to the canary himself.
                &["example.com", "cache/download/example.com"],
                &[
                    "example.com/x@v1.0.0",
                    "example.com/y@v1.0.0",
                    "cache/download/example.com/x/@v/v1.0.0.zip",
                ],
            ),
        };
        lay(&root, cache);
        let before = picture(&canary);
        let swaps: Vec<(PathBuf, PathBuf)> = folders
            .iter()
            .enumerate()
            .map(|(number, folder)| {
                let link = base.join(format!("link{number}"));
                symlink(canary.join(folder), &link).unwrap();
                (root.join(folder), link)
            })
            .collect();
        let proof = prove(&root, cache, &Surroundings::default()).unwrap();
        let roots = [proof];
        while_swapping(&swaps, || {
            let began = Instant::now();
            let mut rng = Rng::new(3);
            while began.elapsed() < Duration::from_secs(seconds) {
                let how = How { purge: rng.below(4) == 0, beside_builds: rng.below(2) == 0 };
                let _ = take(&plan_of(&root, cache, names), &roots, how, &Cancel::new(), &());
                match rng.below(3) {
                    0 => drop(undo(&roots, None, &Cancel::new(), &())),
                    1 => drop(purge(&roots, None, Pace::Now, &Cancel::new(), &())),
                    _ => drop(recover(&roots, &Cancel::new())),
                }
                lay_gently(&root, cache);
            }
        });
        same(&picture(&canary), &before, "not as it was");
    }
}

fn lay(root: &Path, cache: Cache) {
    match cache {
        Cache::Build => build_cache(root, &["00", "ab", "ff"]),
        Cache::Modules => module_cache(root, &[("example.com/x", "v1.0.0"), ("example.com/y", "v1.0.0")]),
    }
}

/// Adds something to clean by plain names. A name that is a link at this moment is left out: this is no Burrow.
fn lay_gently(root: &Path, cache: Cache) {
    use crate::tree::dir::Dir;
    use std::ffi::OsStr;
    let Ok(dir) = Dir::open(root) else { return };
    let made = |path: &str| dir.made_below(Path::new(path)).ok();
    match cache {
        Cache::Build => {
            for folder in ["00", "ab", "ff"] {
                let name = format!("{}-a", super::tree::id(folder, 0));
                drop(made(folder).map(|dir| dir.create(OsStr::new(&name))));
            }
        }
        Cache::Modules => {
            for version in ["example.com/x@v1.0.0", "example.com/y@v1.0.0"] {
                drop(made(version).map(|dir| dir.create(OsStr::new("a.go"))));
            }
            let zip = made("cache/download/example.com/x/@v");
            drop(zip.map(|dir| dir.create(OsStr::new("v1.0.0.zip"))));
        }
    }
}

#[test]
fn links_that_come_and_go_while_it_is_deleted_lead_nowhere() {
    let dir = tempfile::tempdir().unwrap();
    let base = dir.path().canonicalize().unwrap();
    let canary = canary(&base);
    let before = picture(&canary);
    let root = base.join("above/mod");
    let inner = base.join("inner");
    for round in 0..10 {
        module_cache(&root, &[("example.com/x", "v1.0.0")]);
        let version = root.join("example.com/x@v1.0.0");
        super::tree::mode(&version, 0o755);
        for number in 0..40 {
            let folder = version.join(format!("sub{number}"));
            fs::create_dir_all(folder.join("deeper")).unwrap();
            for file in 0..20 {
                fs::write(folder.join(format!("deeper/{file}")), "").unwrap();
            }
        }
        let plan =
            Plan { items: vec![item(&root, Cache::Modules, "example.com/x@v1.0.0")], ..Plan::default() };
        let roots = [prove(&root, Cache::Modules, &Surroundings::default()).unwrap()];
        let done = take(&plan, &roots, How::default(), &Cancel::new(), &()).unwrap();
        let held = base.join("above").join(NAME).join(format!("{}.gomodcache", done.id));
        let purging = held.with_extension("gomodcache.purging");
        let mut swaps = Vec::new();
        for number in 0..40 {
            let link = inner.join(format!("{round}-{number}"));
            fs::create_dir_all(&inner).unwrap();
            symlink(&canary, &link).unwrap();
            for place in [&held, &purging] {
                swaps.push((place.join(format!("0/sub{number}")), link.clone()));
                swaps.push((place.join(format!("0/sub{number}/deeper")), link.clone()));
            }
        }
        while_swapping(&swaps, || {
            for _ in 0..5 {
                let _ = purge(&roots, None, Pace::Now, &Cancel::new(), &());
                let _ = recover(&roots, &Cancel::new());
            }
        });
        let _ = recover(&roots, &Cancel::new());
        let _ = fs::remove_dir_all(&inner);
        same(&picture(&canary), &before, &format!("round {round}"));
    }
}
