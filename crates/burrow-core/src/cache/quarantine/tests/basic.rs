//! Taking, bringing back, deleting.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::super::{
    How, NAME, Pace, Purged, QuarantineError, Surroundings, Undone, Why, cleanings, prove, purge,
    purge_older_than, recover, take, undo,
};
use super::tree::{build_cache, content, id, mode, module_cache, names, picture, same};
use super::{BESIDE, item, plan_of, proven, taken, taken_as};
use crate::cache::Cache;
use crate::cache::plan::Plan;
use crate::job::Cancel;
use crate::system::clock;

fn undone(root: &Path, cache: Cache, id: Option<&str>) -> Undone {
    undo(&[proven(root, cache)], id, &Cancel::new(), &()).unwrap()
}

fn purged(root: &Path, cache: Cache) -> Purged {
    purge(&[proven(root, cache)], None, Pace::Now, &Cancel::new(), &()).unwrap()
}

const VERSION: [&str; 3] = [
    "example.com/x@v1.0.0",
    "cache/download/example.com/x/@v/v1.0.0.zip",
    "cache/download/example.com/x/@v/v1.0.0.ziphash",
];

#[test]
fn a_version_goes_and_comes_back_as_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("mod");
    module_cache(&root, &[("example.com/x", "v1.0.0"), ("example.com/y", "v1.0.0")]);
    let before = content(&root);
    let done = taken(&root, Cache::Modules, &VERSION);
    assert_eq!((done.items, done.failed.as_slice()), (3, [].as_slice()));
    for path in VERSION {
        assert!(!root.join(path).exists());
    }
    assert!(root.join("example.com/y@v1.0.0/go.mod").exists());
    let listed = cleanings(&[proven(&root, Cache::Modules)]).unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!((listed[0].id.as_str(), listed[0].items.len()), (done.id.as_str(), 3));
    assert_eq!(listed[0].size, done.size);
    let undone = undone(&root, Cache::Modules, None);
    assert_eq!((undone.items, undone.size), (3, done.size));
    same(&content(&root), &before, "not as it was");
    assert_eq!(names(dir.path()), ["mod"], "nothing is left of the quarantine");
}

#[test]
fn a_folder_that_was_empty_comes_back_too() {
    for how in [How::default(), BESIDE] {
        for folders in [&["00", "ab"][..], &["ab"]] {
            let dir = tempfile::tempdir().unwrap();
            let root = dir.path().join("go-build");
            build_cache(&root, &["00"]);
            fs::create_dir(root.join("ab")).unwrap();
            let before = content(&root);
            let done = taken_as(&root, Cache::Build, folders, how);
            assert_eq!((done.items, done.failed.as_slice()), (folders.len() as u64, [].as_slice()));
            recover(&[proven(&root, Cache::Build)], &Cancel::new()).unwrap();
            undone(&root, Cache::Build, None);
            same(&content(&root), &before, &format!("{how:?}, {folders:?}: not as it was"));
            assert_eq!(names(dir.path()), ["go-build"], "nothing is left of the quarantine");
        }
    }
}

#[test]
fn what_an_undo_left_of_its_papers_is_swept_away() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("mod");
    module_cache(&root, &[("example.com/x", "v1.0.0")]);
    let done = taken(&root, Cache::Modules, &VERSION[1..]);
    let papers = dir.path().join(NAME).join(format!("{}.gomodcache", done.id));
    for (number, path) in VERSION[1..].iter().enumerate() {
        fs::rename(papers.join(number.to_string()), root.join(path)).unwrap();
    }
    fs::write(papers.join("journal"), "end\nbegun\nend\n").unwrap();
    recover(&[proven(&root, Cache::Modules)], &Cancel::new()).unwrap();
    assert_eq!(names(dir.path()), ["mod"]);
}

#[test]
fn folders_of_entries_change_places_with_empty_ones_and_back() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("go-build");
    build_cache(&root, &["00", "ab"]);
    mode(&root.join("ab"), 0o770);
    let before = content(&root);
    let done = taken_as(&root, Cache::Build, &["00", "ab"], BESIDE);
    assert_eq!((done.items, done.failed.len()), (2, 0));
    assert_eq!(names(&root), ["00", "README", "ab", "trim.txt"], "a build beside it needs its folders");
    assert_eq!(names(&root.join("ab")), [] as [&str; 0]);
    use std::os::unix::fs::PermissionsExt;
    assert_eq!(root.join("ab").metadata().unwrap().permissions().mode() & 0o777, 0o770);
    undone(&root, Cache::Build, Some(&done.id));
    same(&content(&root), &before, "not as it was");
    assert_eq!(names(dir.path()), ["go-build"]);
}

#[test]
fn folders_of_entries_go_altogether_where_nothing_is_built() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("go-build");
    build_cache(&root, &["00", "ab"]);
    let before = content(&root);
    taken(&root, Cache::Build, &["00", "ab"]);
    assert_eq!(names(&root), ["README", "trim.txt"]);
    undone(&root, Cache::Build, None);
    same(&content(&root), &before, "not as it was");
}

#[test]
fn what_is_not_gos_stays_in_its_folder() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("go-build");
    build_cache(&root, &["ab"]);
    fs::write(root.join("ab/letter"), "dear").unwrap();
    fs::create_dir(root.join("ab").join(format!("{}-a", id("ab", 9)))).unwrap();
    std::os::unix::fs::symlink("letter", root.join("ab").join(format!("{}-d", id("ab", 9)))).unwrap();
    let before = content(&root);
    let done = taken(&root, Cache::Build, &["ab"]);
    assert_eq!((done.items, done.failed.as_slice()), (1, [].as_slice()));
    assert_eq!(names(&root.join("ab")).len(), 3);
    undone(&root, Cache::Build, None);
    same(&content(&root), &before, "not as it was");
}

#[test]
fn single_entries_go_unless_they_were_used() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("go-build");
    build_cache(&root, &["ab", "cd"]);
    let path = |folder: &str, number, kind: &str| format!("{folder}/{}-{kind}", id(folder, number));
    let used = path("ab", 1, "d");
    let before = content(&root);
    let old = clock::now() - Duration::from_secs(3600);
    let all = [path("ab", 0, "a"), path("ab", 0, "d"), path("cd", 0, "a"), used.clone()];
    for one in &all[..3] {
        let file = fs::File::options().write(true).open(root.join(one)).unwrap();
        file.set_modified(old - Duration::from_secs(60)).unwrap();
    }
    let before_take = content(&root);
    assert_ne!(before, before_take);
    let mut plan = Plan::default();
    for one in &all {
        let unless_used_since = Some(old);
        plan.items.push(crate::cache::plan::Item { unless_used_since, ..item(&root, Cache::Build, one) });
    }
    let roots = [proven(&root, Cache::Build)];
    let done = take(&plan, &roots, How::default(), &Cancel::new(), &()).unwrap();
    assert_eq!(done.items, 3);
    assert_eq!((done.failed.len(), &done.failed[0].why), (1, &Why::Used));
    assert!(done.failed[0].path.ends_with(&used) && root.join(&used).exists());
    assert_eq!(cleanings(&roots).unwrap()[0].items.len(), 3);
    assert_eq!(undone(&root, Cache::Build, None).items, 3);
    same(&content(&root), &before_take, "not as it was");
}

#[test]
fn what_has_no_name_of_gos_is_never_taken() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("go-build");
    build_cache(&root, &["ab"]);
    fs::write(dir.path().join("outside"), "x").unwrap();
    let before = content(dir.path());
    for path in ["README", "trim.txt", "", "..", "../outside", "ab/..", "ab/../../outside"] {
        let done = taken(&root, Cache::Build, &[path]);
        assert_eq!((done.items, &done.failed[0].why), (0, &Why::NotGos), "{path}");
    }
    same(&content(dir.path()), &before, "not as it was");
}

#[test]
fn what_lies_there_anew_stays_and_the_old_one_stays_quarantined() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("mod");
    module_cache(&root, &[("example.com/x", "v1.0.0")]);
    taken(&root, Cache::Modules, &VERSION);
    fs::write(root.join(VERSION[1]), "newer").unwrap();
    let result = undone(&root, Cache::Modules, None);
    assert_eq!((result.items, result.conflicts.len()), (2, 1));
    assert!(result.conflicts[0].ends_with(VERSION[1]));
    assert_eq!(fs::read(root.join(VERSION[1])).unwrap(), b"newer");
    let listed = cleanings(&[proven(&root, Cache::Modules)]).unwrap();
    assert_eq!(listed[0].items.len(), 1);
    fs::remove_file(root.join(VERSION[1])).unwrap();
    assert_eq!(undone(&root, Cache::Modules, None).items, 1);
    assert_eq!(fs::read(root.join(VERSION[1])).unwrap(), b"zip of example.com/x v1.0.0");
}

#[test]
fn what_a_build_wrote_meanwhile_is_kept_beside_what_comes_back() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("go-build");
    build_cache(&root, &["ab"]);
    taken_as(&root, Cache::Build, &["ab"], BESIDE);
    let (same, new) = (format!("ab/{}-d", id("ab", 0)), format!("ab/{}-d", id("ab", 7)));
    fs::write(root.join(&same), "rebuilt").unwrap();
    fs::write(root.join(&new), "new").unwrap();
    let result = undone(&root, Cache::Build, None);
    assert_eq!((result.items, result.conflicts.len()), (1, 0));
    assert_eq!(fs::read(root.join(&same)).unwrap(), b"rebuilt");
    assert_eq!(fs::read(root.join(&new)).unwrap(), b"new");
    assert_eq!(names(&root.join("ab")).len(), 5);
    assert_eq!(names(dir.path()), ["go-build"]);
}

#[test]
fn what_go_cleaned_away_altogether_is_made_again() {
    let dir = tempfile::tempdir().unwrap();
    let build = dir.path().join("go-build");
    build_cache(&build, &["ab"]);
    let before = content(&build);
    taken_as(&build, Cache::Build, &["ab"], BESIDE);
    fs::remove_dir(build.join("ab")).unwrap();
    undone(&build, Cache::Build, None);
    same(&content(&build), &before, "not as it was");
    let modules = dir.path().join("mod");
    module_cache(&modules, &[("example.com/x", "v1.0.0")]);
    taken(&modules, Cache::Modules, &VERSION);
    fs::remove_dir_all(&modules).unwrap();
    assert_eq!(undone(&modules, Cache::Modules, None).items, 3);
    assert!(modules.join(VERSION[0]).join("internal/a.go").exists());
}

#[test]
fn a_folder_that_is_there_again_takes_back_what_was_in_it() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("mod");
    module_cache(&root, &[("example.com/x", "v1.0.0"), ("example.com/y", "v1.0.0")]);
    fs::create_dir_all(root.join("example.com/z/v2@v2.0.0")).unwrap();
    mode(&root.join("example.com/z/v2@v2.0.0"), 0o555);
    let before = content(&root);
    assert_eq!(taken(&root, Cache::Modules, &["example.com"]).items, 1);
    assert!(!root.join("example.com").exists());
    // go has fetched one of them anew.
    fs::create_dir_all(root.join("example.com/z")).unwrap();
    fs::create_dir_all(root.join("example.com/y@v1.0.0")).unwrap();
    let result = undone(&root, Cache::Modules, None);
    assert_eq!(result.conflicts, [root.canonicalize().unwrap().join("example.com/y@v1.0.0")]);
    assert!(root.join("example.com/x@v1.0.0/go.mod").exists());
    assert!(root.join("example.com/z/v2@v2.0.0").exists());
    fs::remove_dir(root.join("example.com/y@v1.0.0")).unwrap();
    assert_eq!(undone(&root, Cache::Modules, None).items, 1);
    same(&content(&root), &before, "not as it was");
    assert_eq!(names(dir.path()), ["mod"]);
}

#[test]
fn purged_is_gone_and_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("mod");
    module_cache(&root, &[("example.com/x", "v1.0.0")]);
    let done = taken(&root, Cache::Modules, &VERSION);
    let quarantine = dir.path().join(NAME);
    fs::write(quarantine.join("diary"), "mine").unwrap();
    fs::create_dir(quarantine.join("20260101-000000-aaaaaaaa.gomodcache")).unwrap();
    fs::write(quarantine.join("20260101-000000-aaaaaaaa.gomodcache/letter"), "mine").unwrap();
    let result = purged(&root, Cache::Modules);
    assert_eq!((result.items, result.size, result.failed.len()), (3, done.size, 0));
    assert_eq!(cleanings(&[proven(&root, Cache::Modules)]).unwrap(), []);
    assert!(quarantine.join("diary").exists());
    assert!(quarantine.join("20260101-000000-aaaaaaaa.gomodcache/letter").exists());
    assert_eq!(names(&quarantine).len(), 3, "{:?}", names(&quarantine));
}

#[test]
fn with_purge_nothing_is_kept() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("go-build");
    build_cache(&root, &["ab"]);
    let roots = [proven(&root, Cache::Build)];
    let plan = plan_of(&root, Cache::Build, &["ab"]);
    let done = take(&plan, &roots, How { purge: true, ..How::default() }, &Cancel::new(), &()).unwrap();
    assert_eq!((done.items, done.failed.len()), (1, 0));
    assert_eq!(names(&root), ["README", "trim.txt"]);
    assert_eq!(names(dir.path()), ["go-build"]);
}

#[test]
fn a_cleaning_is_only_that_of_its_own_root() {
    let dir = tempfile::tempdir().unwrap();
    let (one, other) = (dir.path().join("one"), dir.path().join("other"));
    build_cache(&one, &["ab"]);
    build_cache(&other, &["ab"]);
    taken(&one, Cache::Build, &["ab"]);
    assert_eq!(cleanings(&[proven(&other, Cache::Build)]).unwrap(), []);
    assert_eq!(purged(&other, Cache::Build).items, 0);
    assert_eq!(undone(&other, Cache::Build, None).items, 0);
    assert_eq!(undone(&one, Cache::Build, None).items, 1);
}

#[test]
fn an_id_that_nothing_has_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("go-build");
    build_cache(&root, &["ab"]);
    let roots = [proven(&root, Cache::Build)];
    let unknown = undo(&roots, Some("x"), &Cancel::new(), &());
    assert_eq!(unknown, Err(QuarantineError::Unknown("x".into())));
    let unknown = purge(&roots, Some("../x"), Pace::Now, &Cancel::new(), &());
    assert_eq!(unknown, Err(QuarantineError::Unknown("../x".into())));
}

#[test]
fn only_what_is_old_enough_is_purged_by_time() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("go-build");
    build_cache(&root, &["ab"]);
    taken(&root, Cache::Build, &["ab"]);
    let roots = [proven(&root, Cache::Build)];
    let hour = Duration::from_secs(3600);
    let none = purge_older_than(&roots, hour, Pace::Background, &Cancel::new(), &()).unwrap();
    assert_eq!(none.items, 0);
    std::thread::sleep(Duration::from_millis(1100));
    let one = purge_older_than(&roots, Duration::ZERO, Pace::Background, &Cancel::new(), &()).unwrap();
    assert_eq!(one.items, 1);
}

#[test]
fn test_results_expire_as_go_does_it_and_count_again_after_undo() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("go-build");
    build_cache(&root, &["ab"]);
    let file = root.join("testexpire.txt");
    let roots = [proven(&root, Cache::Build)];
    let plan = Plan { expires_tests: Some(roots[0].path().join("testexpire.txt")), ..Plan::default() };
    for before in [None, Some("1700000000000000000\n")] {
        if let Some(text) = before {
            fs::write(&file, text).unwrap();
        }
        take(&plan, &roots, How::default(), &Cancel::new(), &()).unwrap();
        let text = fs::read_to_string(&file).unwrap();
        let then: u64 = text.strip_suffix('\n').unwrap().parse().unwrap();
        let now = clock::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_nanos() as u64;
        assert!(now - then < 5_000_000_000, "{then}");
        undone(&root, Cache::Build, None);
        assert_eq!(fs::read_to_string(&file).ok().as_deref(), before);
    }
    assert_eq!(names(dir.path()), ["go-build"]);
}

#[test]
fn where_go_holds_a_version_it_stays_and_lock_files_stay_always() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("mod");
    module_cache(&root, &[("example.com/x", "v1.0.0"), ("example.com/y", "v1.0.0")]);
    let lock = root.join("cache/download/example.com/x/@v/v1.0.0.lock");
    let held = fs::File::options().write(true).open(&lock).unwrap();
    held.lock().unwrap();
    let before = content(&root);
    let done = taken(&root, Cache::Modules, &[VERSION[0], VERSION[1], "example.com/y@v1.0.0"]);
    assert_eq!(done.items, 1);
    assert!(done.failed.iter().all(|failed| failed.why == Why::Locked) && done.failed.len() == 2);
    undone(&root, Cache::Modules, None);
    same(&content(&root), &before, "not as it was");
    drop(held);
    assert_eq!(taken(&root, Cache::Modules, &VERSION).items, 3);
    assert!(lock.exists());
}

#[test]
fn a_lock_that_a_killed_burrow_had_to_make_goes_unless_it_is_gos() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("mod");
    module_cache(&root, &[("example.com/x", "v1.0.0"), ("example.com/y", "v1.0.0")]);
    let lock = |module| format!("cache/download/example.com/{module}/@v/v1.0.0.lock");
    fs::remove_file(root.join(lock("x"))).unwrap();
    assert_eq!(taken(&root, Cache::Modules, &VERSION).items, 3);
    assert!(!root.join(lock("x")).exists(), "nobody misses it");
    let roots = [proven(&root, Cache::Modules)];
    let cleaning = &cleanings(&roots).unwrap()[0];
    let journal = dir.path().join(NAME).join(format!("{}.gomodcache", cleaning.id)).join("journal");
    let killed = |lock: &str, content: &str| {
        let noted = fs::read_to_string(&journal).unwrap() + &format!("begun\nlock {lock}\n");
        fs::write(&journal, noted).unwrap();
        fs::write(root.join(lock), content).unwrap();
    };

    killed(&lock("x"), "");
    let held = fs::File::options().write(true).open(root.join(lock("x"))).unwrap();
    held.lock().unwrap();
    recover(&roots, &Cancel::new()).unwrap();
    assert!(root.join(lock("x")).exists(), "go holds it");
    drop(held);
    killed(&lock("y"), "");
    recover(&roots, &Cancel::new()).unwrap();
    assert!(root.join(lock("x")).exists(), "that of one who was killed before is go's since");
    assert!(!root.join(lock("y")).exists());
    for (path, content) in [(&*lock("y"), "somebody's"), ("../elsewhere", "")] {
        killed(path, content);
        recover(&roots, &Cancel::new()).unwrap();
        assert!(root.join(path).exists(), "{path}");
    }
}

#[test]
fn the_quarantine_lies_in_the_root_where_the_folder_above_cannot_be_written() {
    if nix::unistd::geteuid().is_root() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("go-build");
    build_cache(&root, &["ab"]);
    mode(dir.path(), 0o555);
    let done = taken(&root, Cache::Build, &["ab"]);
    assert_eq!(done.items, 1);
    assert!(root.join(NAME).is_dir());
    assert_eq!(undone(&root, Cache::Build, None).items, 1);
    mode(dir.path(), 0o755);
}

#[test]
fn nothing_to_recover_is_nothing_changed() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("go-build");
    build_cache(&root, &["ab"]);
    taken(&root, Cache::Build, &["ab"]);
    let before = picture(dir.path());
    let recovered = recover(&[proven(&root, Cache::Build)], &Cancel::new()).unwrap();
    assert_eq!((recovered.ended, recovered.busy), (0, false));
    same(&picture(dir.path()), &before, "not as it was");
    assert!(prove(&root, Cache::Build, &Surroundings::default()).is_ok());
}

#[test]
fn who_comes_too_late_to_bring_something_back_finds_nothing_to_do() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("mod");
    module_cache(&root, &[("example.com/x", "v1.0.0")]);
    let before = content(&root);
    for _ in 0..30 {
        taken(&root, Cache::Modules, &VERSION);
        std::thread::scope(|scope| {
            let all: Vec<_> =
                (0..4).map(|_| scope.spawn(|| undone(&root, Cache::Modules, None).items)).collect();
            let items: u64 = all.into_iter().map(|one| one.join().unwrap()).sum();
            assert_eq!(items, 3);
        });
        assert_eq!(content(&root), before);
    }
}
