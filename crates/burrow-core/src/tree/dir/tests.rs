use std::ffi::OsStr;
use std::fs;

use super::*;

fn name(text: &str) -> &OsStr {
    OsStr::new(text)
}

#[test]
fn only_one_plain_component_is_a_name() {
    for bad in ["", ".", "..", "a/b", "a/", "/a", "./a"] {
        assert!(!is_plain(name(bad)), "{bad}");
    }
    for good in ["a", "...", ".a", "a b", "a\nb"] {
        assert!(is_plain(name(good)), "{good}");
    }
}

#[test]
fn nothing_outside_a_folder_can_be_named_from_it() {
    let base = tempfile::tempdir().unwrap();
    fs::create_dir(base.path().join("in")).unwrap();
    fs::write(base.path().join("outside"), "x").unwrap();
    let dir = Dir::open(&base.path().join("in")).unwrap();
    for bad in ["../outside", "..", base.path().join("outside").to_str().unwrap()] {
        assert!(dir.unlink(name(bad)).is_err());
        assert!(dir.look(name(bad)).is_err());
        assert!(dir.put(name(bad), &dir, name("x")).is_err());
        assert!(dir.below(Path::new(bad)).is_err());
    }
    assert!(base.path().join("outside").exists());
}

#[test]
fn what_has_the_name_is_never_replaced() {
    let base = tempfile::tempdir().unwrap();
    let dir = Dir::open(base.path()).unwrap();
    fs::write(base.path().join("a"), "a").unwrap();
    fs::write(base.path().join("b"), "b").unwrap();
    let refused = dir.put(name("a"), &dir, name("b")).unwrap_err();
    assert_eq!(refused.kind(), std::io::ErrorKind::AlreadyExists);
    assert_eq!(fs::read(base.path().join("b")).unwrap(), b"b");
}

#[cfg(unix)]
mod on_unix {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn a_link_is_seen_moved_and_removed_but_never_entered() {
        let base = tempfile::tempdir().unwrap();
        fs::create_dir_all(base.path().join("outside/deep")).unwrap();
        fs::create_dir(base.path().join("in")).unwrap();
        symlink("../outside", base.path().join("in/link")).unwrap();
        let dir = Dir::open(&base.path().join("in")).unwrap();
        assert_eq!(dir.look(name("link")).unwrap().unwrap().form, Form::Link);
        assert!(dir.folder(name("link")).is_err());
        assert!(dir.folder_unlocked(name("link")).is_err());
        assert!(dir.below(Path::new("link/deep")).is_err());
        assert!(Dir::open(&base.path().join("in/link")).is_err());
        assert!(dir.append(name("link")).is_err() && dir.read(name("link")).is_err());
        dir.unlink(name("link")).unwrap();
        assert!(base.path().join("outside/deep").is_dir());
    }

    #[test]
    fn a_folder_that_was_exchanged_for_a_link_is_still_the_one_that_was_opened() {
        let base = tempfile::tempdir().unwrap();
        fs::create_dir(base.path().join("in")).unwrap();
        fs::create_dir(base.path().join("outside")).unwrap();
        fs::write(base.path().join("in/a"), "").unwrap();
        fs::write(base.path().join("outside/a"), "").unwrap();
        let dir = Dir::open(&base.path().join("in")).unwrap();
        fs::rename(base.path().join("in"), base.path().join("moved")).unwrap();
        symlink("outside", base.path().join("in")).unwrap();
        dir.unlink(name("a")).unwrap();
        assert!(base.path().join("outside/a").exists() && !base.path().join("moved/a").exists());
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn two_folders_change_places_in_one_step() {
        let base = tempfile::tempdir().unwrap();
        let dir = Dir::open(base.path()).unwrap();
        fs::create_dir(base.path().join("full")).unwrap();
        fs::write(base.path().join("full/a"), "").unwrap();
        dir.make(name("empty"), 0o700).unwrap();
        dir.exchange(name("full"), &dir, name("empty")).unwrap();
        assert!(base.path().join("empty/a").exists());
        assert_eq!(dir.folder(name("full")).unwrap().names().unwrap(), [] as [&OsStr; 0]);
    }
}
