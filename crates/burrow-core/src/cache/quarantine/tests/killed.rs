//! Killed at any moment: whoever comes next finds each item wholly in the cache or wholly quarantined, or gone where it
//! was being deleted; nothing is lost and nothing is there twice.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use super::super::{How, NAME, Pace, ProvenRoot, cleanings, purge, recover, take, undo};
use super::elsewhere::{is_inner, myself};
use super::hostile::Rng;
use super::tree::{build_cache, content, id, module_cache, names, same};
use super::{plan_of, proven};
use crate::cache::Cache;
use crate::cache::plan::Plan;
use crate::job::Cancel;

const DIR: &str = "BURROW_TEST_DIR";
const DEED: &str = "BURROW_TEST_DEED";
const KILLS: &str = "BURROW_TEST_KILLS";

/// What the inner program does; after the line on its output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    Clean,
    CleanBesideBuilds,
    CleanForGood,
    Undo,
    Purge,
}

const DEEDS: [Deed; 5] = [Deed::Clean, Deed::CleanBesideBuilds, Deed::CleanForGood, Deed::Undo, Deed::Purge];

fn roots(base: &Path) -> [ProvenRoot; 2] {
    [proven(&base.join("go-build"), Cache::Build), proven(&base.join("mod"), Cache::Modules)]
}

fn lay(base: &Path) {
    let folders: Vec<String> = (0..24).map(|number| format!("{number:02x}")).collect();
    let folders: Vec<&str> = folders.iter().map(String::as_str).collect();
    build_cache(&base.join("go-build"), &folders);
    fs::write(base.join("go-build/00/letter"), "a stray").unwrap();
    let modules: Vec<String> = (0..16).map(|number| format!("example.com/m{number}")).collect();
    let versions: Vec<(&str, &str)> = modules.iter().map(|module| (module.as_str(), "v1.0.0")).collect();
    module_cache(&base.join("mod"), &versions);
    // As in a cache that was copied, or filled by an old go.
    for module in &modules[..6] {
        fs::remove_file(base.join("mod/cache/download").join(module).join("@v/v1.0.0.lock")).unwrap();
    }
}

fn plan(base: &Path) -> Plan {
    let mut paths: Vec<String> = (0..20).map(|number| format!("{number:02x}")).collect();
    for folder in ["14", "15"] {
        paths
            .extend((0..2).flat_map(|n| ["a", "d"].map(|kind| format!("{folder}/{}-{kind}", id(folder, n)))));
    }
    let mut plan =
        plan_of(&base.join("go-build"), Cache::Build, &paths.iter().map(String::as_str).collect::<Vec<_>>());
    let mut paths = Vec::new();
    for number in 0..12 {
        paths.push(format!("example.com/m{number}@v1.0.0"));
        let at = format!("cache/download/example.com/m{number}/@v/v1.0.0");
        paths.extend(["zip", "ziphash"].map(|kind| format!("{at}.{kind}")));
    }
    let modules =
        plan_of(&base.join("mod"), Cache::Modules, &paths.iter().map(String::as_str).collect::<Vec<_>>());
    plan.items.extend(modules.items);
    plan
}

fn carry_out(deed: Deed, base: &Path) {
    let (roots, cancel) = (roots(base), Cancel::new());
    let clean = |how| drop(take(&plan(base), &roots, how, &cancel, &()).unwrap());
    match deed {
        Deed::Clean => clean(How::default()),
        Deed::CleanBesideBuilds => clean(How { purge: false, beside_builds: true }),
        Deed::CleanForGood => clean(How { purge: true, beside_builds: false }),
        Deed::Undo => drop(undo(&roots, None, &cancel, &()).unwrap()),
        Deed::Purge => drop(purge(&roots, None, Pace::Now, &cancel, &()).unwrap()),
    }
}

/// Started by the test below, to be killed.
#[test]
#[ignore = "started by another test, to be killed"]
#[expect(clippy::disallowed_methods, reason = "its orders come by the environment")]
fn at_work() {
    let (Ok(dir), Ok(deed)) = (std::env::var(DIR), std::env::var(DEED)) else { return };
    let deed = DEEDS.into_iter().find(|one| format!("{one:?}") == deed).unwrap();
    println!("begins");
    carry_out(deed, Path::new(&dir));
}

/// Does it in another process and kills that some time after it has begun; false: it had ended.
fn killed(deed: Deed, base: &Path, after: Duration) -> bool {
    let filter = "cache::quarantine::tests::killed::at_work";
    let mut command = myself(&[], &[filter, "--exact", "--ignored", "--nocapture"]);
    command.env(DIR, base).env(DEED, format!("{deed:?}")).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    while lines.next().unwrap().unwrap() != "begins" {}
    let began = Instant::now();
    while began.elapsed() < after {
        std::hint::spin_loop();
    }
    let ended = child.try_wait().unwrap().is_some();
    child.kill().unwrap();
    child.wait().unwrap();
    !ended
}

#[test]
#[expect(clippy::disallowed_methods, reason = "how often can be chosen")]
fn killed_at_any_moment_each_item_is_in_one_of_its_two_states() {
    let often: u32 = std::env::var(KILLS).ok().and_then(|text| text.parse().ok()).unwrap_or(if is_inner() {
        10
    } else {
        40
    });
    let dir = tempfile::tempdir().unwrap();
    let base = dir.path().canonicalize().unwrap();
    lay(&base);
    let whole = [content(&base.join("go-build")), content(&base.join("mod"))];
    let items: BTreeSet<PathBuf> = plan(&base).items.into_iter().map(|item| item.path).collect();
    let mut rng = Rng::new(11);
    let (mut kills, mut longest) = (0, Duration::from_millis(30));
    for round in 0..often * 3 {
        if kills >= often {
            break;
        }
        let first = *[Deed::Clean, Deed::CleanBesideBuilds, Deed::CleanForGood].get(rng.below(3)).unwrap();
        let deeds: &[Deed] = match rng.below(4) {
            0 => &[first],
            1 | 2 => &[first, Deed::Undo],
            _ => &[first, Deed::Purge],
        };
        let mut gone = false;
        for (turn, deed) in deeds.iter().enumerate() {
            gone |= matches!(deed, Deed::CleanForGood | Deed::Purge);
            let last = turn + 1 == deeds.len();
            if last || rng.below(2) == 0 {
                let after = longest.mul_f64(rng.below(1000) as f64 / 900.0);
                let in_time = killed(*deed, &base, after);
                kills += u32::from(in_time);
                longest = if in_time { longest.mul_f64(1.05) } else { longest.mul_f64(0.9) };
            } else {
                carry_out(*deed, &base);
            }
            recover(&roots(&base), &Cancel::new()).unwrap();
            settled(&base, &items, &whole, gone, &format!("round {round}, {deeds:?}, {deed:?}"));
        }
        // Whatever is left comes back, and then all is as it was, or it is laid anew.
        while !cleanings(&roots(&base)).unwrap().is_empty() {
            let undone = undo(&roots(&base), None, &Cancel::new(), &()).unwrap();
            assert_eq!((undone.failed.len(), undone.conflicts.len()), (0, 0), "round {round}: {undone:?}");
        }
        assert!(!base.join(NAME).exists(), "round {round}: {:?} leaves {:?}", deeds, names(&base.join(NAME)));
        let now = [content(&base.join("go-build")), content(&base.join("mod"))];
        if gone {
            let relaid = |number: usize| now[number] != whole[number];
            if relaid(0) || relaid(1) {
                super::tree::remove(&base.join("go-build"));
                super::tree::remove(&base.join("mod"));
                lay(&base);
                let anew = [content(&base.join("go-build")), content(&base.join("mod"))];
                assert_eq!(anew[0].len() + anew[1].len(), whole[0].len() + whole[1].len());
                // Times are others now.
                return_to(&base, &whole);
            }
        } else {
            same(&now[0], &whole[0], &format!("round {round}, {deeds:?}: build cache"));
            same(&now[1], &whole[1], &format!("round {round}, {deeds:?}: module cache"));
        }
    }
    assert!(kills * 2 >= often, "only {kills} of {often} were killed in time");
}

type Pictures = [std::collections::BTreeMap<PathBuf, super::tree::Seen>; 2];

/// Gives files the times that they had.
fn return_to(base: &Path, whole: &Pictures) {
    for (root, seen) in ["go-build", "mod"].iter().zip(whole) {
        super::tree::with_times(&base.join(root), seen);
    }
}

/// Each item is in the cache as it was, or held, or gone where that may be; all else is as it was.
fn settled(base: &Path, items: &BTreeSet<PathBuf>, whole: &Pictures, may_be_gone: bool, what: &str) {
    let held: BTreeSet<PathBuf> =
        cleanings(&roots(base)).unwrap().into_iter().flat_map(|cleaning| cleaning.items).collect();
    for (root, whole) in ["go-build", "mod"].iter().zip(whole) {
        let root = base.join(root);
        let now = content(&root);
        for item in items.iter().filter(|item| item.starts_with(&root)) {
            let inside = item.strip_prefix(&root).unwrap();
            let is_stray = |path: &Path| path.file_name().is_some_and(|name| name == "letter");
            let below = |tree: &std::collections::BTreeMap<PathBuf, super::tree::Seen>| {
                let of = tree
                    .iter()
                    .filter(|(path, seen)| path.starts_with(inside) && !is_stray(path) && !seen.is_folder());
                of.map(|(path, seen)| (path.clone(), seen.clone()))
                    .collect::<std::collections::BTreeMap<_, _>>()
            };
            let (was, is) = (below(whole), below(&now));
            match held.contains(item) {
                true => assert!(is.is_empty(), "{what}: {} is held and in the cache", item.display()),
                false if may_be_gone && is.is_empty() => {}
                false => same(&is, &was, &format!("{what}: {}", item.display())),
            }
        }
        let others = |tree: &std::collections::BTreeMap<PathBuf, super::tree::Seen>| {
            let other = |path: &Path| !items.iter().any(|item| root.join(path).starts_with(item));
            let rest = tree.iter().filter(|(path, _)| other(path));
            rest.map(|(path, seen)| (path.clone(), seen.clone()))
                .collect::<std::collections::BTreeMap<_, _>>()
        };
        same(&others(&now), &others(whole), &format!("{what}: what was not to go"));
    }
}
