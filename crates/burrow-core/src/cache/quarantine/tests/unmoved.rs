//! Folders of entries that are known by their times to hold what the plan saw in them.

use std::fs;
use std::path::Path;
use std::time::Duration;

use super::super::{Done, How, take};
use super::tree::{build_cache, content, id, names, same};
use super::{BESIDE, item, proven};
use crate::cache::Cache;
use crate::cache::plan::{Item, Plan};
use crate::job::Cancel;
use crate::system::clock;
use crate::tree::dir::{Dir, Unmoved};

/// A plan of a folder as it is now, for a take at a time at which what changed until now is old.
fn planned(root: &Path, folder: &str) -> Plan {
    let facts = Dir::open(&root.join(folder)).unwrap().facts().unwrap();
    let unmoved = Unmoved::of(&facts, clock::now() + Duration::from_secs(60));
    assert!(unmoved.is_some());
    let items = vec![Item { unmoved, ..item(root, Cache::Build, folder) }];
    Plan { items, ..Plan::default() }
}

fn taken(plan: &Plan, root: &Path, how: How) -> Done {
    take(plan, &[proven(root, Cache::Build)], how, &Cancel::new(), &()).unwrap()
}

#[test]
fn a_folder_that_has_not_moved_goes_wholly() {
    for how in [How::default(), BESIDE] {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("go-build");
        build_cache(&root, &["ab", "cd"]);
        let before = content(&root);
        let done = taken(&planned(&root, "ab"), &root, how);
        assert_eq!((done.items, done.failed.as_slice()), (1, [].as_slice()));
        assert_eq!(root.join("ab").exists(), how.beside_builds);
        super::super::undo(&[proven(&root, Cache::Build)], None, &Cancel::new(), &()).unwrap();
        same(&content(&root), &before, "not as it was");
    }
}

#[test]
fn what_came_into_a_folder_since_the_plan_is_told_even_when_its_time_was_set_back() {
    for how in [How::default(), BESIDE] {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("go-build");
        build_cache(&root, &["ab"]);
        let folder = root.join("ab");
        let time = folder.metadata().unwrap().modified().unwrap();
        let plan = planned(&root, "ab");
        fs::write(folder.join("letter"), "dear").unwrap();
        fs::File::open(&folder).unwrap().set_modified(time).unwrap();
        let done = taken(&plan, &root, how);
        assert_eq!((done.items, done.failed.as_slice()), (1, [].as_slice()));
        assert_eq!(names(&folder), ["letter"]);
    }
}

#[test]
fn another_folder_in_its_place_is_looked_through() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("go-build");
    build_cache(&root, &["ab"]);
    let plan = planned(&root, "ab");
    fs::rename(root.join("ab"), dir.path().join("away")).unwrap();
    fs::create_dir(root.join("ab")).unwrap();
    fs::write(root.join("ab/letter"), "dear").unwrap();
    fs::write(root.join("ab").join(format!("{}-a", id("ab", 1))), "x").unwrap();
    taken(&plan, &root, How::default());
    assert_eq!(names(&root.join("ab")), ["letter"]);
}

#[test]
fn times_that_are_young_or_can_be_set_tell_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mut facts = Dir::open(dir.path()).unwrap().facts().unwrap();
    let later = clock::now() + Duration::from_secs(60);
    assert!(Unmoved::of(&facts, clock::now()).is_none());
    assert!(Unmoved::of(&facts, later).is_some_and(|unmoved| unmoved.is(&facts)));
    facts.changed = None;
    assert!(Unmoved::of(&facts, later).is_none());
}
