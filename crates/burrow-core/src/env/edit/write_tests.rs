use std::fs;
use std::path::PathBuf;

use super::*;
use crate::env::edit::Lock;

fn set(name: &str, value: &str) -> Change {
    Change::Edits(vec![Edit::Set { name: name.into(), value: value.into() }])
}

fn unset(name: &str) -> Change {
    Change::Edits(vec![Edit::Unset { name: name.into() }])
}

fn apply(path: &Path, change: &Change) -> Result<Written, CoreError> {
    write(path, change, Base::Any, &mut |_, _| ())
}

struct Place {
    dir: tempfile::TempDir,
}

impl Place {
    fn new() -> Place {
        Place { dir: tempfile::tempdir().unwrap() }
    }

    fn env(&self) -> PathBuf {
        self.dir.path().join("env")
    }

    fn with(text: &str) -> (Place, PathBuf) {
        let place = Place::new();
        fs::write(place.env(), text).unwrap();
        let env = place.env();
        (place, env)
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(self.dir.path())
            .unwrap()
            .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }
}

#[test]
fn a_missing_file_is_made_with_its_folders() {
    let place = Place::new();
    let path = place.dir.path().join("a/b/env");
    let written = apply(&path, &set("GOPROXY", "direct")).unwrap();
    assert_eq!(written.before, None);
    assert_eq!(fs::read(&path).unwrap(), b"GOPROXY=direct\n");
}

#[test]
fn nothing_is_left_beside_the_file() {
    let (place, env) = Place::with("GOFLAGS=-v\n");
    fs::write(place.dir.path().join(".burrow-killed.tmp"), "half").unwrap();
    apply(&env, &set("GOPROXY", "direct")).unwrap();
    assert_eq!(place.names(), ["env"]);
}

#[test]
fn only_what_was_asked_is_changed() {
    let (_place, env) = Place::with("# mine\r\nGOFLAGS=-v\r\n\nnonsense\nGOSUMDB=off");
    apply(&env, &set("GOPROXY", "direct")).unwrap();
    assert_eq!(fs::read(&env).unwrap(), b"# mine\r\nGOFLAGS=-v\r\n\nnonsense\nGOPROXY=direct\nGOSUMDB=off\n");
    apply(&env, &unset("GOPROXY")).unwrap();
    assert_eq!(fs::read(&env).unwrap(), b"# mine\r\nGOFLAGS=-v\r\n\nnonsense\nGOSUMDB=off\n");
}

#[test]
fn setting_and_removing_at_once_is_as_go_does_one_after_the_other() {
    let both = Change::Edits(vec![
        Edit::Unset { name: "GOB".into() },
        Edit::Set { name: "GOD".into(), value: "4".into() },
    ]);
    assert_eq!(both.on(b"GOC=1\nGOB=2\nGOA=3\n"), b"GOA=3\nGOC=1\nGOD=4\n");
    assert_eq!(unset("GOB").on(b"GOC=1\nGOB=2\nGOA=3\n"), b"GOC=1\nGOA=3\n");
    assert_eq!(Change::Edits(Vec::new()).on(b"GOB=1\nGOA=2"), b"GOB=1\nGOA=2");
}

#[test]
fn bytes_that_are_not_utf8_and_nul_survive_a_change_of_another_name() {
    let (_place, env) = Place::with("");
    fs::write(&env, b"GOA=\xff\xfe\0x\n").unwrap();
    apply(&env, &set("GOB", "1")).unwrap();
    assert_eq!(fs::read(&env).unwrap(), b"GOA=\xff\xfe\0x\nGOB=1\n");
}

#[test]
fn a_base_that_moved_refuses_the_change_and_keeps_the_file() {
    let (_place, env) = Place::with("GOA=1\n");
    let moved = write(&env, &set("GOA", "2"), Base::Exactly(Some(b"GOA=0\n")), &mut |_, _| ());
    assert_eq!(moved, Err(CoreError::BaseMoved));
    let gone = write(&env, &set("GOA", "2"), Base::Exactly(None), &mut |_, _| ());
    assert_eq!(gone, Err(CoreError::BaseMoved));
    assert_eq!(fs::read(&env).unwrap(), b"GOA=1\n");
}

#[test]
fn a_folder_in_the_files_place_is_said_and_stays() {
    let place = Place::new();
    fs::create_dir(place.env()).unwrap();
    let error = apply(&place.env(), &set("GOA", "1")).unwrap_err();
    assert_eq!(error, GoenvError::Directory(place.env()).into());
    assert!(place.env().is_dir());
}

#[test]
fn a_change_that_falls_between_reading_and_renaming_is_kept() {
    let (_place, env) = Place::with("GOA=1\n");
    let mut first = true;
    let mut meddle = |_: Option<&[u8]>, _: &[u8]| {
        if std::mem::take(&mut first) {
            fs::write(&env, "GOA=1\nGOB=go\n").unwrap();
        }
    };
    write(&env, &set("GOC", "ours"), Base::Any, &mut meddle).unwrap();
    assert_eq!(fs::read(&env).unwrap(), b"GOA=1\nGOB=go\nGOC=ours\n");
}

/// go read before our rename and writes after it.
#[test]
fn a_stale_write_right_after_ours_costs_neither() {
    let (_place, env) = Place::with("GOA=1\n");
    let stale = std::thread::spawn({
        let env = env.clone();
        move || {
            while !fs::read_to_string(&env).unwrap().contains("ours") {
                std::thread::yield_now();
            }
            fs::write(&env, "GOA=1\nGOB=go\n").unwrap();
        }
    });
    apply(&env, &set("GOC", "ours")).unwrap();
    stale.join().unwrap();
    assert_eq!(fs::read(&env).unwrap(), b"GOA=1\nGOB=go\nGOC=ours\n");
}

/// go opened the file before our rename and writes through what it opened.
#[cfg(unix)]
#[test]
fn a_write_to_the_replaced_file_is_brought_over() {
    use std::io::Write;

    let (_place, env) = Place::with("GOA=1\n");
    let mut opened = fs::File::options().write(true).open(&env).unwrap();
    let writer = std::thread::spawn({
        let env = env.clone();
        move || {
            while !fs::read_to_string(&env).unwrap().contains("ours") {
                std::thread::yield_now();
            }
            opened.set_len(0).unwrap();
            sleep(Duration::from_millis(60));
            opened.write_all(b"GOA=2\nGOB=go\n").unwrap();
        }
    });
    apply(&env, &set("GOC", "ours")).unwrap();
    writer.join().unwrap();
    assert_eq!(fs::read(&env).unwrap(), b"GOA=2\nGOB=go\nGOC=ours\n");
}

#[test]
fn a_later_change_on_top_of_ours_stands() {
    let (_place, env) = Place::with("GOA=1\n");
    let later = std::thread::spawn({
        let env = env.clone();
        move || {
            while !fs::read_to_string(&env).unwrap().contains("ours") {
                std::thread::yield_now();
            }
            fs::write(&env, "# later\nGOA=3\nGOC=theirs\n").unwrap();
        }
    });
    apply(&env, &set("GOC", "ours")).unwrap();
    later.join().unwrap();
    assert_eq!(fs::read(&env).unwrap(), b"# later\nGOA=3\nGOC=theirs\n");
}

#[test]
fn many_threads_lose_nothing_under_the_lock() {
    let (place, env) = Place::with("");
    std::thread::scope(|scope| {
        for number in 0..12 {
            let (env, state) = (&env, place.dir.path().join("state"));
            scope.spawn(move || {
                let _lock = Lock::take(Some(&state), env).unwrap();
                apply(env, &set(&format!("GO{number:02}"), "x")).unwrap();
            });
        }
    });
    assert_eq!(fs::read_to_string(&env).unwrap().lines().count(), 12);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

    use super::*;
    use crate::env::edit::file::resolve_links;

    #[test]
    fn mode_and_links_are_kept() {
        let (place, env) = Place::with("GOA=1\n");
        fs::set_permissions(&env, fs::Permissions::from_mode(0o640)).unwrap();
        let link = place.dir.path().join("link");
        symlink("env", &link).unwrap();
        apply(&resolve_links(&link).unwrap(), &set("GOA", "2")).unwrap();
        assert!(link.is_symlink());
        assert_eq!(fs::read(&env).unwrap(), b"GOA=2\n");
        assert_eq!(fs::metadata(&env).unwrap().mode() & 0o7777, 0o640);
    }

    #[test]
    fn a_new_file_gets_the_mode_that_any_new_file_gets() {
        let place = Place::new();
        apply(&place.env(), &set("GOA", "1")).unwrap();
        fs::write(place.dir.path().join("plain"), "").unwrap();
        let mode = |name: &str| fs::metadata(place.dir.path().join(name)).unwrap().mode();
        assert_eq!(mode("env"), mode("plain"));
    }

    #[test]
    fn a_link_to_nowhere_gets_its_file() {
        let place = Place::new();
        symlink("dotfiles/env", place.env()).unwrap();
        apply(&resolve_links(&place.env()).unwrap(), &set("GOA", "1")).unwrap();
        assert!(place.env().is_symlink());
        assert_eq!(fs::read(place.dir.path().join("dotfiles/env")).unwrap(), b"GOA=1\n");
    }
}
