//! The walk over trees that are hard to walk.

use std::fs;
use std::path::Path;

use super::{Pace, RootError, WalkError, Whole, whole};
use crate::job::{Cancel, Cancelled};

fn measured(root: &Path) -> Whole {
    let all = |pace| whole(root, |_| true, pace, &Cancel::new()).unwrap();
    let fast = all(Pace::Fast);
    assert_eq!(fast, all(Pace::Alone));
    fast
}

#[test]
fn files_count_once_and_links_count_themselves() {
    let dir = tempfile::tempdir().unwrap();
    let at = |below: &str| dir.path().join(below);
    fs::create_dir_all(at("src/deep")).unwrap();
    fs::write(at("VERSION"), "0123456789").unwrap();
    fs::write(at("src/deep/a.go"), "01234").unwrap();
    assert_eq!((measured(dir.path()).size.bytes, measured(dir.path()).size.files), (15, 2));
    #[cfg(unix)]
    {
        fs::hard_link(at("VERSION"), at("src/again")).unwrap();
        std::os::unix::fs::symlink("VERSION", at("link")).unwrap();
        std::os::unix::fs::symlink(".", at("src/circle")).unwrap();
        let size = measured(dir.path()).size;
        assert_eq!((size.bytes, size.files), (15 + 7 + 1, 5));
        assert!(size.disk_bytes >= size.bytes);
    }
}

#[test]
fn a_root_that_is_no_folder_is_not_walked() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("file"), "").unwrap();
    let asked = |name: &str| whole(&dir.path().join(name), |_| true, Pace::Fast, &Cancel::new());
    assert!(matches!(asked("file"), Err(WalkError::Root(RootError::NotAFolder))));
    assert!(matches!(asked("none"), Err(WalkError::Root(RootError::Missing))));
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(".", dir.path().join("link")).unwrap();
        assert!(matches!(asked("link"), Err(WalkError::Root(RootError::NotAFolder))));
    }
}

#[test]
fn a_walk_that_is_cancelled_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let cancel = Cancel::new();
    cancel.cancel();
    for pace in [Pace::Fast, Pace::Alone] {
        let asked = whole(dir.path(), |_| true, pace, &cancel);
        assert!(matches!(asked, Err(WalkError::Cancelled(Cancelled))));
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::os::fd::OwnedFd;
    use std::os::unix::fs::PermissionsExt;

    use rustix::fs::{self as sys, Mode, OFlags};

    use super::*;

    const LEVELS: usize = 10_000;

    fn open(dir: &OwnedFd, name: &str) -> OwnedFd {
        sys::openat(dir, name, OFlags::RDONLY | OFlags::DIRECTORY, Mode::empty()).unwrap()
    }

    fn top(dir: &Path) -> OwnedFd {
        sys::openat(sys::CWD, dir, OFlags::RDONLY | OFlags::DIRECTORY, Mode::empty()).unwrap()
    }

    /// `down` in `down` in …, with a file and two folders beside each where `beside`.
    fn deep(dir: &Path, beside: bool) {
        let mut here = top(dir);
        for _ in 0..LEVELS {
            if beside {
                for name in ["a", "z"] {
                    sys::mkdirat(&here, name, Mode::from_raw_mode(0o755)).unwrap();
                }
                let file = OFlags::CREATE | OFlags::WRONLY;
                let file = sys::openat(&here, "file", file, Mode::from_raw_mode(0o644)).unwrap();
                rustix::io::write(&file, b"abc").unwrap();
            }
            sys::mkdirat(&here, "down", Mode::from_raw_mode(0o755)).unwrap();
            here = open(&here, "down");
        }
    }

    /// From the lowest level up: the standard library would hold a handle for every level.
    fn clear(dir: &Path) {
        let mut here = top(dir);
        (0..LEVELS).for_each(|_| here = open(&here, "down"));
        for _ in 0..LEVELS {
            here = open(&here, "..");
            let _ = sys::unlinkat(&here, "file", sys::AtFlags::empty());
            for name in ["down", "a", "z"] {
                let _ = sys::unlinkat(&here, name, sys::AtFlags::REMOVEDIR);
            }
        }
    }

    #[test]
    fn ten_thousand_levels_are_walked_with_few_handles() {
        for beside in [false, true] {
            // In memory: some disks take minutes for it.
            let memory = Path::new("/dev/shm");
            let dir =
                if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap();
            deep(dir.path(), beside);
            let size = measured(dir.path()).size;
            clear(dir.path());
            let files = if beside { LEVELS as u64 } else { 0 };
            assert_eq!((size.files, size.bytes), (files, files * 3));
        }
    }

    #[test]
    fn names_may_hold_anything_and_holes_take_no_room() {
        use std::os::unix::ffi::OsStrExt;
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &[u8]| dir.path().join(std::ffi::OsStr::from_bytes(name));
        for name in [b"a\nb".as_slice(), b"\xff\xfe", b" ", b"-rf", b"*"] {
            fs::create_dir(at(name)).unwrap();
            fs::write(at(name).join("x\n"), "12").unwrap();
        }
        let sparse = fs::File::create(at(b"sparse")).unwrap();
        sparse.set_len(50_000_000).unwrap();
        nix::unistd::mkfifo(&at(b"pipe"), nix::sys::stat::Mode::S_IRWXU).unwrap();
        let size = measured(dir.path()).size;
        assert_eq!((size.bytes, size.files), (50_000_000 + 10, 7));
        assert!(size.disk_bytes < 1_000_000);
    }

    #[test]
    fn a_folder_that_may_not_be_read_is_told_and_the_rest_is_counted() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["closed", "open"] {
            fs::create_dir(dir.path().join(name)).unwrap();
            fs::write(dir.path().join(name).join("f"), "123").unwrap();
        }
        let closed = dir.path().join("closed");
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
        let whole = measured(dir.path());
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).unwrap();
        // The superuser reads it.
        if nix::unistd::geteuid().is_root() {
            assert_eq!((whole.size.files, whole.unread), (2, 0));
        } else {
            assert_eq!((whole.size.files, whole.unread), (1, 1));
        }
    }

    #[test]
    fn another_volume_is_not_entered() {
        let Ok(beside) = whole(Path::new("/dev"), |name| name != b"shm", Pace::Fast, &Cancel::new()) else {
            return;
        };
        let dir = tempfile::tempdir_in("/dev/shm").unwrap();
        fs::write(dir.path().join("f"), vec![1; 1_000_000]).unwrap();
        // Devices may come and go meanwhile, a megabyte does not.
        assert!(measured(Path::new("/dev")).size.bytes < beside.size.bytes + 1_000_000);
    }

    #[test]
    fn a_folder_swapped_for_a_link_during_the_walk_leads_nowhere() {
        let dir = tempfile::tempdir().unwrap();
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("huge"), "").unwrap();
        fs::File::options().write(true).open(outside.path().join("huge")).unwrap().set_len(1 << 40).unwrap();
        let (at, other) = (dir.path().join("d"), dir.path().join("e"));
        fs::create_dir(&at).unwrap();
        std::os::unix::fs::symlink(outside.path(), &other).unwrap();
        let stop = std::sync::atomic::AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let top = top(dir.path());
                while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                    let _ = sys::renameat_with(&top, "d", &top, "e", sys::RenameFlags::EXCHANGE);
                }
            });
            for _ in 0..300 {
                let crate::tree::Size { bytes, .. } =
                    whole(dir.path(), |_| true, Pace::Fast, &Cancel::new()).unwrap().size;
                assert!(bytes < 1 << 40);
            }
            stop.store(true, std::sync::atomic::Ordering::Relaxed);
        });
    }
}
