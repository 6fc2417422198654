//! Which roots are refused. Each case would be cleaned but for the one thing that stands against it.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use super::super::{NAME, RootRefusal, Surroundings, prove};
use super::tree::{build_cache, module_cache};
use crate::cache::Cache;

struct Ground {
    _dir: tempfile::TempDir,
    base: PathBuf,
    cache: PathBuf,
}

fn ground() -> Ground {
    let dir = tempfile::tempdir().unwrap();
    let base = dir.path().canonicalize().unwrap();
    let cache = base.join("above").join("go-build");
    build_cache(&cache, &["ab"]);
    Ground { _dir: dir, base, cache }
}

fn build(root: &Path, around: &Surroundings) -> Result<PathBuf, RootRefusal> {
    prove(root, Cache::Build, around).map(|proven| proven.path().to_path_buf())
}

#[test]
fn a_cache_is_proven_and_a_link_to_it_is_judged_as_what_it_points_to() {
    let ground = ground();
    let link = ground.base.join("link");
    symlink(&ground.cache, &link).unwrap();
    let proven = prove(&link, Cache::Build, &Surroundings::default()).unwrap();
    assert_eq!((proven.path(), proven.asked()), (ground.cache.as_path(), link.as_path()));
    assert!(proven.is_there());
    fs::create_dir(ground.cache.join(".git")).unwrap();
    assert!(matches!(
        prove(&link, Cache::Build, &Surroundings::default()),
        Err(RootRefusal::WorkTree { .. })
    ));
}

#[test]
fn what_is_missing_or_off_or_empty_has_nothing_to_be_taken() {
    let ground = ground();
    let none = Surroundings::default();
    assert!(!prove(&ground.base.join("no/such"), Cache::Build, &none).unwrap().is_there());
    assert!(!prove(Path::new("off"), Cache::Build, &none).unwrap().is_there());
    fs::create_dir(ground.base.join("empty")).unwrap();
    assert!(prove(&ground.base.join("empty"), Cache::Modules, &none).unwrap().is_there());
}

#[test]
fn a_relative_path_a_file_and_a_drive_are_no_roots() {
    let ground = ground();
    let none = Surroundings::default();
    assert!(matches!(build(Path::new("go-build"), &none), Err(RootRefusal::Relative(_))));
    assert!(matches!(prove(Path::new("off"), Cache::Modules, &none), Err(RootRefusal::Relative(_))));
    let file = ground.cache.join("README");
    assert!(matches!(build(&file, &none), Err(RootRefusal::NotAFolder(_))));
    assert!(matches!(build(Path::new("/"), &none), Err(RootRefusal::Drive(_))));
    assert!(matches!(build(Path::new("/tmp/../"), &none), Err(RootRefusal::Drive(_))));
}

#[test]
fn the_home_and_what_is_above_it_stay_however_they_are_spelt() {
    let ground = ground();
    let around = |home: &Path| Surroundings { home: Some(home.to_path_buf()), gopath: Vec::new() };
    assert_eq!(build(&ground.cache, &around(&ground.base)), Ok(ground.cache.clone()));
    for home in [ground.cache.clone(), ground.cache.join("me"), ground.cache.join("not/yet/there")] {
        assert!(matches!(build(&ground.cache, &around(&home)), Err(RootRefusal::Home { .. })), "{home:?}");
    }
    let link = ground.base.join("home");
    symlink(ground.cache.join("ab"), &link).unwrap();
    assert!(matches!(build(&ground.cache, &around(&link)), Err(RootRefusal::Home { .. })));
}

#[test]
fn the_home_of_the_account_stays_whatever_the_environment_says() {
    let account = crate::system::account::account().unwrap();
    let home = crate::system::files::path_from_bytes(account.home.as_ref()).unwrap();
    let around = Surroundings { home: Some("/no/such/home".into()), gopath: Vec::new() };
    if home.is_dir() && home.parent().is_some() {
        assert!(matches!(build(&home, &around), Err(RootRefusal::Home { .. })));
    }
}

#[test]
fn gopath_itself_stays() {
    let ground = ground();
    let around = Surroundings { home: None, gopath: vec!["/x".into(), ground.cache.join("ab/..")] };
    assert!(matches!(build(&ground.cache, &around), Err(RootRefusal::Gopath(_))));
    let around = Surroundings { home: None, gopath: vec![ground.base.clone()] };
    assert!(build(&ground.cache, &around).is_ok());
}

#[test]
fn a_work_tree_and_what_directly_holds_one_stay() {
    let ground = ground();
    for place in ["", "project"] {
        let dir = ground.cache.join(place);
        fs::create_dir_all(&dir).unwrap();
        // A work tree of `git worktree` has a file of that name.
        fs::write(dir.join(".git"), "gitdir: x").unwrap();
        let refused = build(&ground.cache, &Surroundings::default());
        assert!(matches!(refused, Err(RootRefusal::WorkTree { .. })), "{place}: {refused:?}");
        fs::remove_file(dir.join(".git")).unwrap();
    }
    assert!(build(&ground.cache, &Surroundings::default()).is_ok());
}

#[test]
fn a_toolchain_and_what_directly_holds_one_stay() {
    let ground = ground();
    for place in ["", "go1.27.3"] {
        let dir = ground.cache.join(place);
        fs::create_dir_all(&dir).unwrap();
        fs::write(dir.join("VERSION"), "go1.27.3\n").unwrap();
        let refused = build(&ground.cache, &Surroundings::default());
        assert!(matches!(refused, Err(RootRefusal::Goroot { .. })), "{place}: {refused:?}");
        fs::remove_file(dir.join("VERSION")).unwrap();
    }
    assert!(build(&ground.cache, &Surroundings::default()).is_ok());
}

#[test]
fn a_folder_without_a_sign_stays_and_one_sign_is_enough() {
    let ground = ground();
    let none = Surroundings::default();
    let (readme, trim) = (ground.cache.join("README"), ground.cache.join("trim.txt"));
    fs::write(&readme, "My notes\n").unwrap();
    fs::remove_file(&trim).unwrap();
    assert!(build(&ground.cache, &none).is_ok(), "an entry is a sign");
    fs::remove_dir_all(ground.cache.join("ab")).unwrap();
    assert!(
        matches!(build(&ground.cache, &none), Err(RootRefusal::NoSign { .. })),
        "not every README is go's"
    );
    fs::write(&trim, "1").unwrap();
    assert!(build(&ground.cache, &none).is_ok());
    fs::remove_file(&trim).unwrap();
    fs::create_dir(&trim).unwrap();
    assert!(matches!(build(&ground.cache, &none), Err(RootRefusal::NoSign { .. })));
    assert!(matches!(prove(&ground.cache, Cache::Modules, &none), Err(RootRefusal::NoSign { .. })));
    let modules = ground.base.join("mod");
    module_cache(&modules, &[("x", "v1.0.0")]);
    assert!(prove(&modules, Cache::Modules, &none).is_ok());
    assert!(matches!(build(&modules, &none), Err(RootRefusal::NoSign { .. })));
}

#[test]
fn empty_folders_that_a_cleaning_left_are_not_held_against_it() {
    let ground = ground();
    let left = ground.base.join("left");
    fs::create_dir_all(left.join("ab")).unwrap();
    assert!(build(&left, &Surroundings::default()).is_ok());
    fs::write(left.join("ab/letter"), "x").unwrap();
    assert!(matches!(build(&left, &Surroundings::default()), Err(RootRefusal::NoSign { .. })));
}

#[test]
fn a_quarantine_that_leads_elsewhere_stops_everything() {
    let ground = ground();
    fs::create_dir(ground.base.join("elsewhere")).unwrap();
    for above in [ground.cache.parent().unwrap(), &ground.cache] {
        let quarantine = above.join(NAME);
        symlink(ground.base.join("elsewhere"), &quarantine).unwrap();
        let refused = build(&ground.cache, &Surroundings::default());
        assert_eq!(refused, Err(RootRefusal::Quarantine(quarantine.clone())));
        fs::remove_file(&quarantine).unwrap();
    }
}
