//! Trees that are hard to delete.

#![expect(clippy::unwrap_used, reason = "only tests use this")]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use super::*;

fn all_gone(dir: &Path, name: &str, threads: usize) -> Removed {
    let parent = Dir::open(dir).unwrap();
    trees(&parent, &[name.into()], threads, &Cancel::new(), &|_| {})
}

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// Goes down step by step: no path may be that long.
fn deep(top: &Path, depth: usize) {
    fs::create_dir(top).unwrap();
    let mut dir = Dir::open(top).unwrap();
    for _ in 0..depth {
        dir.make(OsStr::new("d"), 0o755).unwrap();
        dir = dir.folder(OsStr::new("d")).unwrap();
        drop(dir.create(OsStr::new("file")).unwrap());
    }
}

#[test]
fn ten_thousand_folders_deep_is_no_deeper_than_the_handles_that_there_are() {
    let base = tempfile::tempdir().unwrap();
    deep(&base.path().join("deep"), 10_000);
    let removed = all_gone(base.path(), "deep", 2);
    assert!(removed.failed.is_empty(), "{:?}", removed.failed);
    assert_eq!(removed.files, 10_000);
    assert!(!base.path().join("deep").exists());
}

#[test]
fn folders_that_may_not_be_read_or_written_go_too() {
    let base = tempfile::tempdir().unwrap();
    let top = base.path().join("top");
    for (name, bits) in [("a", 0o555), ("b", 0o000), ("c", 0o300), ("d", 0o400)] {
        fs::create_dir_all(top.join(name).join("in")).unwrap();
        fs::write(top.join(name).join("in/file"), "").unwrap();
        fs::write(top.join(name).join("file"), "").unwrap();
        mode(&top.join(name).join("in"), bits);
        mode(&top.join(name), bits);
    }
    mode(&top, 0o555);
    let removed = all_gone(base.path(), "top", 2);
    assert!(removed.failed.is_empty(), "{:?}", removed.failed);
    assert_eq!(removed.files, 8);
    assert!(!top.exists());
}

#[test]
fn links_go_and_what_they_lead_to_stays() {
    let base = tempfile::tempdir().unwrap();
    fs::create_dir(base.path().join("outside")).unwrap();
    fs::write(base.path().join("outside/file"), "x").unwrap();
    fs::create_dir_all(base.path().join("top/in")).unwrap();
    symlink("../../outside", base.path().join("top/in/link")).unwrap();
    symlink(base.path().join("outside/file"), base.path().join("top/file")).unwrap();
    symlink("nowhere", base.path().join("top/dead")).unwrap();
    symlink(base.path().join("outside"), base.path().join("link")).unwrap();
    fs::hard_link(base.path().join("outside/file"), base.path().join("top/hard")).unwrap();
    assert_eq!(all_gone(base.path(), "top", 2).files, 4);
    assert_eq!(all_gone(base.path(), "link", 1).files, 1);
    assert_eq!(fs::read(base.path().join("outside/file")).unwrap(), b"x");
    assert!(!base.path().join("link").is_symlink() && !base.path().join("top").exists());
}

#[test]
fn what_is_not_there_is_done_and_a_name_that_leads_away_is_refused() {
    let base = tempfile::tempdir().unwrap();
    fs::create_dir(base.path().join("in")).unwrap();
    fs::write(base.path().join("file"), "x").unwrap();
    assert!(all_gone(base.path(), "missing", 1).failed.is_empty());
    for name in ["../file", "..", ".", ""] {
        assert_eq!(all_gone(&base.path().join("in"), name, 1).failed.len(), 1, "{name}");
    }
    assert!(base.path().join("file").exists());
}

#[test]
fn cancelled_work_stops_and_can_be_ended_later() {
    let base = tempfile::tempdir().unwrap();
    for folder in 0..50 {
        fs::create_dir_all(base.path().join("top").join(folder.to_string())).unwrap();
        fs::write(base.path().join("top").join(folder.to_string()).join("file"), "").unwrap();
    }
    let cancel = Cancel::new();
    cancel.cancel();
    let removed = tree(&Dir::open(base.path()).unwrap(), OsStr::new("top"), &cancel);
    assert!(removed.cancelled && base.path().join("top").exists());
    assert!(all_gone(base.path(), "top", 2).failed.is_empty());
    assert!(!base.path().join("top").exists());
}

#[test]
fn names_go_in_the_order_in_which_they_lie_whatever_order_they_are_named_in() {
    let base = tempfile::tempdir().unwrap();
    for name in ["c", "a", "b"] {
        fs::create_dir(base.path().join(name)).unwrap();
    }
    let parent = Dir::open(base.path()).unwrap();
    let lie: Vec<_> = parent.entries().unwrap().into_iter().map(|(name, _)| name).collect();
    let named: Vec<OsString> = ["missing", "b", "c", "a"].map(OsString::from).to_vec();
    let ordered = as_they_lie(&parent, &named);
    assert_eq!(
        ordered.iter().filter(|name| *name != "missing").collect::<Vec<_>>(),
        lie.iter().collect::<Vec<_>>()
    );
    assert_eq!(ordered.len(), named.len());
    assert!(trees(&parent, &named, 2, &Cancel::new(), &|_| {}).failed.is_empty());
    assert_eq!(fs::read_dir(base.path()).unwrap().count(), 0);
}
