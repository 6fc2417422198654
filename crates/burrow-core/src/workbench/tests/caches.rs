//! The section of caches: nothing before somebody asks, figures that grow, what changes with the context.

use std::path::Path;
use std::sync::Mutex;

use super::*;
use crate::cache::Cache;
use crate::cache::measure::MeasureError;
use crate::job::{Cancel, Step};
use crate::settings::Budget;
use crate::system::clock;

/// A folder that was read just now is read again after ten seconds, and the machine may be busy.
const SOON: Duration = Duration::from_secs(30);

/// An entry of the build cache by its number.
fn entry(gocache: &Path, number: usize, bytes: usize) -> PathBuf {
    let name = format!("{number:064x}");
    let folder = gocache.join(format!("{:02x}", number % 256));
    fs::create_dir_all(&folder).unwrap();
    let name = format!("{:02x}{}", number % 256, &name[2..]);
    let file = folder.join(format!("{name}-d"));
    fs::write(&file, vec![b'x'; bytes]).unwrap();
    file
}

/// A machine with a build cache and a module cache of its own.
fn machine() -> (Machine, PathBuf, PathBuf) {
    let mut machine = Machine::new();
    let (gocache, gomodcache) = (machine.dir.path().join("build"), machine.dir.path().join("mod"));
    machine.set("GOCACHE", gocache.to_str().unwrap());
    machine.set("GOMODCACHE", gomodcache.to_str().unwrap());
    fs::create_dir(&gocache).unwrap();
    fs::write(gocache.join("README"), "This directory holds cached build artifacts").unwrap();
    let module = gomodcache.join("example.com/m@v1.2.0");
    fs::create_dir_all(&module).unwrap();
    fs::write(module.join("m.go"), "package m\n").unwrap();
    fs::create_dir_all(gomodcache.join("cache/download/example.com/m/@v")).unwrap();
    fs::write(gomodcache.join("cache/download/example.com/m/@v/v1.2.0.zip"), vec![0; 100]).unwrap();
    (machine, gocache, gomodcache)
}

/// Waits until the section is as wanted; announcements say when to look.
fn until(
    workbench: &Workbench,
    changes: &Receiver<Changed>,
    wanted: impl Fn(&Caches) -> bool,
) -> Arc<Caches> {
    let began = Instant::now();
    loop {
        let caches = workbench.caches();
        if wanted(&caches) {
            return caches;
        }
        let left = SOON.checked_sub(began.elapsed()).unwrap_or_else(|| panic!("{caches:?}"));
        changes.recv_timeout(left).unwrap_or_else(|_| panic!("{caches:?}"));
    }
}

#[test]
fn nothing_is_measured_until_somebody_asks_for_it() {
    let (machine, gocache, _) = machine();
    entry(&gocache, 1, 10);
    let workbench = machine.watching();
    let changes = workbench.subscribe();
    workbench.refresh();
    while let Ok(changed) = changes.recv_timeout(Duration::from_millis(300)) {
        assert!(!changed.topics.contains(&Topic::Caches));
    }
    let caches = workbench.caches();
    assert_eq!((caches.as_of, caches.size.files, caches.stale), (None, 0, true));
    assert!(workbench.watch_caches(true), "somebody has to measure first");
}

#[test]
fn what_is_measured_is_told_by_cache_kind_and_version_and_announced() {
    let (machine, gocache, _) = machine();
    (0..300).for_each(|number| drop(entry(&gocache, number, 1000)));
    let workbench = machine.open();
    let changes = workbench.subscribe();
    workbench.caches();
    let steps = Mutex::new(Vec::new());
    let progress = |step: Step| steps.lock().unwrap().push(step.done);
    let size = workbench.measure_caches(false, &Cancel::new(), &progress).unwrap();
    let caches = until(&workbench, &changes, |caches| caches.measuring.is_none() && !caches.stale);
    assert_eq!(caches.size, size);
    assert!(size.bytes >= 300_000 && size.files == 303, "{size:?}");
    let folders: Vec<(Cache, u64)> =
        caches.folders.iter().map(|folder| (folder.cache, folder.size.files)).collect();
    assert_eq!(folders, [(Cache::Build, 301), (Cache::Modules, 2)]);
    let versions: Vec<String> =
        workbench.cache_rows().iter().map(|row| row.measured.version.version.to_string()).collect();
    assert_eq!(versions, ["v1.2.0"]);
    assert!(steps.lock().unwrap().is_sorted(), "progress never goes back");
}

#[test]
fn a_cancelled_measuring_leaves_the_figures_of_before() {
    let (machine, gocache, _) = machine();
    entry(&gocache, 1, 10);
    let workbench = machine.open();
    workbench.caches();
    let before = workbench.measure_caches(false, &Cancel::new(), &()).unwrap();
    entry(&gocache, 2, 10);
    let cancel = Cancel::new();
    cancel.cancel();
    let cancelled = workbench.measure_caches(false, &cancel, &());
    assert!(matches!(cancelled, Err(MeasureError::Cancelled(_))));
    let caches = workbench.caches();
    assert_eq!((caches.size, caches.measuring), (before, None));
}

#[cfg(unix)]
#[test]
fn while_somebody_looks_results_of_tests_are_told_apart_and_the_kinds_add_up() {
    use crate::cache::Kind;
    let (machine, gocache, _) = machine();
    entry(&gocache, 1, 1000);
    fs::write(entry(&gocache, 2, 0), "ok  \ta.com/m\t0.1s\n").unwrap();
    let workbench = machine.watching();
    let changes = workbench.subscribe();
    workbench.measure_caches(false, &Cancel::new(), &()).unwrap();
    assert!(!until(&workbench, &changes, |caches| caches.as_of.is_some()).tests_known, "nobody looks");
    workbench.watch_caches(true);
    let caches = until(&workbench, &changes, |caches| caches.tests_known);
    let of = |kind| caches.kinds.iter().find(|one| one.row.kind == kind).map(|one| one.row.size);
    assert_eq!(of(Kind::Build).map(|size| (size.bytes, size.files)), Some((1000, 1)));
    assert_eq!(of(Kind::Test).map(|size| (size.bytes, size.files)), Some((18, 1)));
    let files: u64 = caches.kinds.iter().map(|one| one.row.size.files).sum();
    assert_eq!(files, caches.size.files);
}

#[test]
fn another_context_has_other_caches() {
    let (machine, gocache, _) = machine();
    entry(&gocache, 1, 10);
    let workbench = machine.open();
    let changes = workbench.subscribe();
    workbench.caches();
    workbench.measure_caches(false, &Cancel::new(), &()).unwrap();
    let elsewhere = machine.dir.path().join("elsewhere");
    machine.write(&format!("GOCACHE={}\n", elsewhere.display()));
    // The environment is stronger than the file.
    workbench.refresh();
    assert_eq!(until(&workbench, &changes, |c| !c.stale).folders[0].size.files, 2);
    machine.write("GOFLAGS=\n");
    let (other, mut options) = (elsewhere.to_str().unwrap(), machine.options(Author::Burrow));
    options.environ = options.environ.with("GOCACHE", Some(other.as_bytes()));
    options.environments = Arc::new(GivenEnvironment::new(options.environ.clone(), options.home.as_deref()));
    let other = Workbench::open(options);
    other.caches();
    other.measure_caches(false, &Cancel::new(), &()).unwrap();
    assert_eq!(other.caches().folders[0].size.files, 0, "a missing cache has nothing in it");
}

#[test]
fn a_budget_that_is_exceeded_says_by_how_much_and_outlives_the_process() {
    let (machine, gocache, _) = machine();
    entry(&gocache, 1, 50_000);
    let workbench = machine.open();
    workbench.caches();
    workbench.measure_caches(false, &Cancel::new(), &()).unwrap();
    workbench.set_cache_budget(Cache::Build, Some(Budget { bytes: 10_000, automatic: false }));
    workbench.set_cache_grace(30);
    let [build, modules] = workbench.caches().budgets[..] else { panic!() };
    assert!(build.over() >= 40_000, "{build:?}");
    assert_eq!((modules.budget, modules.over()), (None, 0));
    let again = machine.open().caches();
    assert_eq!((again.budgets[0].budget, again.grace_days), (build.budget, 30));
}

#[test]
fn while_the_page_is_on_the_screen_figures_follow_what_builds_write() {
    let (machine, gocache, gomodcache) = machine();
    entry(&gocache, 1, 10);
    let workbench = machine.open();
    let changes = workbench.subscribe();
    workbench.measure_caches(false, &Cancel::new(), &()).unwrap();
    assert!(!workbench.watch_caches(true), "it is measured");
    let before = until(&workbench, &changes, |caches| caches.as_of.is_some()).size;
    entry(&gocache, 2, 5000);
    until(&workbench, &changes, |caches| caches.size.files == before.files + 1);
    fs::create_dir_all(gomodcache.join("example.com/new@v0.1.0")).unwrap();
    fs::write(gomodcache.join("example.com/new@v0.1.0/n.go"), "package n\n").unwrap();
    until(&workbench, &changes, |caches| caches.size.files == before.files + 2);
    workbench.watch_caches(false);
    // What was on its way comes still.
    while changes.recv_timeout(Duration::from_secs(2)).is_ok() {}
    entry(&gocache, 3, 5000);
    assert!(changes.recv_timeout(Duration::from_secs(2)).is_err(), "nobody looks");
}

#[cfg(unix)]
#[test]
fn after_a_cleaning_what_is_remembered_is_proven_and_what_was_written_in_place_is_seen() {
    let (machine, gocache, gomodcache) = machine();
    entry(&gocache, 1, 10);
    let hour = Duration::from_secs(3600);
    let file = gomodcache.join("example.com/m@v1.2.0/m.go");
    fs::write(gomodcache.join("cache/download/example.com/m/@v/v1.2.0.ziphash"), "h1:").unwrap();
    for file in fs::read_dir(gomodcache.join("cache/download/example.com/m/@v")).unwrap().flatten() {
        let file = fs::File::options().append(true).open(file.path()).unwrap();
        file.set_modified(clock::now() - hour).unwrap();
    }
    let grow = |more: &str| {
        let mut open = fs::File::options().append(true).open(&file).unwrap();
        std::io::Write::write_all(&mut open, more.as_bytes()).unwrap();
        open.set_modified(clock::now() - hour).unwrap();
    };
    grow("//");
    // A folder that moved just now is read again anyway.
    std::thread::sleep(Duration::from_millis(2500));
    let workbench = machine.watching();
    let changes = workbench.subscribe();
    workbench.caches();
    workbench.measure_caches(false, &Cancel::new(), &()).unwrap();
    grow("what no folder tells of");
    let before = workbench.measure_caches(false, &Cancel::new(), &()).unwrap();
    let wish =
        crate::cache::plan::Wish::Kinds { targets: vec![crate::cache::plan::Target::Build], safe: false };
    let (_, plan) = workbench.plan_cleaning(&wish, &Cancel::new()).unwrap();
    let done = workbench.clean(&plan, false, false, &Cancel::new(), &()).unwrap();
    assert_eq!(done.items, 1, "{done:?}");
    let caches = until(&workbench, &changes, |caches| caches.corrected > 0);
    assert_eq!(caches.corrected, 1);
    let after = before.bytes - 10 + "what no folder tells of".len() as u64;
    until(&workbench, &changes, |caches| caches.size.bytes == after);
}

#[test]
fn a_budget_is_kept_by_itself_only_when_that_is_switched_on_and_never_by_what_is_younger_than_five_days() {
    let (machine, gocache, _) = machine();
    let day = Duration::from_secs(24 * 60 * 60);
    let aged = |number, days: u32| {
        let file = entry(&gocache, number, 20_000);
        let open = fs::File::options().append(true).open(&file).unwrap();
        open.set_modified(clock::now() - days * day).unwrap();
        file
    };
    let (old, older): (Vec<PathBuf>, PathBuf) = ((0..5).map(|n| aged(n, 6)).collect(), aged(40, 100));
    let (young, new) = (aged(80, 4), entry(&gocache, 90, 20_000));
    let workbench = machine.open();
    let changes = workbench.subscribe();
    workbench.caches();
    workbench.measure_caches(false, &Cancel::new(), &()).unwrap();
    assert!(workbench.budget_wish(Cache::Build).is_none(), "none is set");

    // Less than the young ones take: what is asked for may not be had.
    workbench.set_cache_budget(Cache::Build, Some(Budget { bytes: 10_000, automatic: false }));
    assert!(workbench.caches().budgets[0].over() > 100_000);
    let wish = workbench.budget_wish(Cache::Build).unwrap();
    let (_, plan) = workbench.plan_cleaning(&wish, &Cancel::new()).unwrap();
    assert!(!plan.plan.items.is_empty(), "the notice has a plan");
    assert!(workbench.due_cleaning().is_none(), "nothing goes without asking");

    workbench.set_cache_budget(Cache::Build, Some(Budget { bytes: 10_000, automatic: true }));
    let due = workbench.due_cleaning().unwrap();
    assert!(workbench.due_cleaning().is_none(), "once each time");
    let done = workbench.clean(&due, false, false, &Cancel::new(), &()).unwrap();
    assert_eq!((done.items > 0, done.failed.len()), (true, 0), "{done:?}");
    assert!(old.iter().chain([&older]).all(|file| !file.exists()));
    assert!(young.exists() && new.exists());
    assert!(
        machine.dir.path().join("mod/example.com/m@v1.2.0/m.go").exists(),
        "the other cache is not its business"
    );

    // It is still exceeded; what cannot go is not tried over and over.
    until(&workbench, &changes, |caches| caches.cleanings.len() == 1);
    workbench.measure_caches(true, &Cancel::new(), &()).unwrap();
    assert!(workbench.caches().budgets[0].over() > 0 && workbench.due_cleaning().is_none());
}

#[test]
fn the_first_figure_of_a_big_cache_does_not_wait_for_the_whole() {
    let (machine, gocache, _) = machine();
    (0..20_000).for_each(|number| drop(entry(&gocache, number, 1)));
    let workbench = machine.open();
    let changes = workbench.subscribe();
    workbench.caches();
    let begun = Instant::now();
    let first = std::thread::scope(|scope| {
        scope.spawn(|| workbench.measure_caches(true, &Cancel::new(), &()).unwrap());
        let shown = until(&workbench, &changes, |caches| {
            caches.measuring.is_some_and(|size| size.files > 0) || !caches.stale
        });
        (begun.elapsed(), shown)
    });
    // A fast machine has measured all of it before anything could grow; a busy one is not judged to the millisecond.
    let (after, _) = first;
    assert!(after < Duration::from_secs(2), "{after:?}");
}
