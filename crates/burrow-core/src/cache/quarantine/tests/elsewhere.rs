//! The same as somebody else, and on other volumes: this test program is started anew, with less rights or with mounts
//! of its own.

#![expect(clippy::disallowed_methods, reason = "starts itself anew")]

use std::fs;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use super::super::{How, NAME, Pace, Why, purge, take, undo};
use super::hostile::canary;
use super::tree::{build_cache, content, module_cache, picture, same};
use super::{plan_of, proven, taken};
use crate::cache::Cache;
use crate::job::Cancel;

const INNER: &str = "BURROW_TEST_INNER";

/// An account that owns nothing.
const NOBODY: u32 = 65_534;

pub fn is_inner() -> bool {
    std::env::var_os(INNER).is_some()
}

/// This program with just these tests.
pub fn myself(wrapper: &[&str], filters: &[&str]) -> Command {
    let program = std::env::current_exe().unwrap();
    let mut command = match wrapper.split_first() {
        Some((first, rest)) => {
            let mut command = Command::new(first);
            command.args(rest).arg(program);
            command
        }
        None => Command::new(program),
    };
    command.args(filters).env(INNER, "1");
    command
}

#[test]
fn an_ordinary_user_is_as_safe() {
    if is_inner() || !nix::unistd::geteuid().is_root() {
        return;
    }
    let mut command =
        myself(&[], &["cache::quarantine::tests::", "tree::remove::tests::", "tree::dir::tests::"]);
    let out = command.uid(NOBODY).gid(NOBODY).current_dir("/").env("TMPDIR", "/tmp").output();
    match out {
        Ok(out) => {
            let text = String::from_utf8_lossy(&out.stdout).into_owned();
            assert!(out.status.success(), "{text}");
            assert!(text.contains("not_one_byte_beside_a_hostile_cache_changes ... ok"), "{text}");
        }
        Err(why) => eprintln!("skipped: this program cannot be started by another account: {why}"),
    }
}

#[test]
#[cfg(target_os = "linux")]
fn what_is_mounted_is_neither_moved_nor_emptied() {
    let filter = "cache::quarantine::tests::elsewhere::with_mounts_of_its_own";
    let wrapper: &[&str] = match nix::unistd::geteuid().is_root() {
        true => &["unshare", "-m"],
        false => &["unshare", "-rm"],
    };
    let can = Command::new(wrapper[0]).args(&wrapper[1..]).arg("true").output();
    if is_inner() || !can.is_ok_and(|out| out.status.success()) {
        eprintln!("skipped: no mounts of its own for this account");
        return;
    }
    let out = myself(wrapper, &[filter, "--exact", "--ignored", "--nocapture"]).output().unwrap();
    let text = String::from_utf8_lossy(&out.stdout).into_owned() + &String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success() && text.contains("1 passed"), "{text}");
}

fn bind(what: &Path, on: &Path) {
    let done = Command::new("mount").arg("--bind").args([what, on]).status().unwrap();
    assert!(done.success());
}

fn unbind(on: &Path) {
    assert!(Command::new("umount").arg(on).status().unwrap().success());
}

/// Started by the test above, with mounts that nobody else sees. A bind mount has the device of what it shows.
#[test]
#[ignore = "started by another test, with mounts of its own"]
fn with_mounts_of_its_own() {
    let dir = tempfile::tempdir().unwrap();
    let base = dir.path().canonicalize().unwrap();
    let canary = canary(&base);
    let before = picture(&canary);
    in_a_version(&base.join("a"), &canary);
    in_place_of_an_entry_folder(&base.join("b"), &canary);
    mounted_after_it_was_taken(&base.join("c"), &canary);
    a_cache_that_is_a_volume_of_its_own(&base.join("d"));
    same(&picture(&canary), &before, "not as it was");
}

fn in_a_version(base: &Path, canary: &Path) {
    let root = base.join("mod");
    module_cache(&root, &[("example.com/x", "v1.0.0"), ("example.com/y", "v1.0.0")]);
    let point = root.join("example.com/x@v1.0.0/internal");
    bind(canary, &point);
    let done = taken(&root, Cache::Modules, &["example.com/x@v1.0.0", "example.com/y@v1.0.0"]);
    assert_eq!((done.items, done.failed.len(), &done.failed[0].why), (1, 1, &Why::Mount));
    let done = taken(&root, Cache::Modules, &["example.com"]);
    assert_eq!((done.items, &done.failed[0].why), (0, &Why::Mount));
    unbind(&point);
}

fn in_place_of_an_entry_folder(base: &Path, canary: &Path) {
    let root = base.join("go-build");
    build_cache(&root, &["ab", "cd"]);
    let point = root.join("ab");
    bind(&canary.join("ab"), &point);
    let entry = format!("ab/{}-a", super::tree::id("ab", 0));
    for paths in [["ab"], [entry.as_str()]] {
        let done = taken(&root, Cache::Build, &paths);
        assert_eq!(done.items, 0, "{done:?}");
        assert_eq!(done.failed.len(), 1);
    }
    unbind(&point);
}

fn mounted_after_it_was_taken(base: &Path, canary: &Path) {
    let root = base.join("mod");
    module_cache(&root, &[("example.com/x", "v1.0.0")]);
    let done = taken(&root, Cache::Modules, &["example.com/x@v1.0.0"]);
    let held = base.join(NAME).join(format!("{}.gomodcache", done.id)).join("0/internal");
    bind(canary, &held);
    let roots = [proven(&root, Cache::Modules)];
    // A mount keeps its folder: it is told, and nothing of what is mounted goes.
    let purged = purge(&roots, None, Pace::Now, &Cancel::new(), &()).unwrap();
    assert!(!purged.failed.is_empty(), "{purged:?}");
    unbind(&base.join(NAME).join(format!("{}.gomodcache.purging", done.id)).join("0/internal"));
    super::super::recover(&roots, &Cancel::new()).unwrap();
    assert_eq!(super::tree::names(base), ["mod"]);
}

fn a_cache_that_is_a_volume_of_its_own(base: &Path) {
    let (real, root) = (base.join("real"), base.join("above/go-build"));
    build_cache(&real, &["ab"]);
    fs::create_dir_all(&root).unwrap();
    bind(&real, &root);
    let before = content(&root);
    let roots = [proven(&root, Cache::Build)];
    let plan = plan_of(&root, Cache::Build, &["ab"]);
    let done = take(&plan, &roots, How::default(), &Cancel::new(), &()).unwrap();
    assert_eq!((done.items, done.failed.len()), (1, 0));
    assert!(root.join(NAME).is_dir() && !base.join("above").join(NAME).exists());
    undo(&roots, None, &Cancel::new(), &()).unwrap();
    same(&content(&root), &before, "not as it was");
    unbind(&root);
}
