//! Measuring caches that are laid as go lays them, with what else may lie there.

use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, SystemTime};

use super::*;
use crate::tree::{Pace, whole};

const DAY: Duration = Duration::from_secs(86_400);

fn roots(gocache: Root, gomodcache: Root) -> Roots {
    Roots { gocache, gomodcache, gopath: Vec::new(), home: None, temp: None }
}

fn lay(root: &Path, files: &[(&str, usize)]) {
    for (path, len) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, vec![b'x'; *len]).unwrap();
    }
}

fn of(cache: Cache, root: &Path, tests: bool) -> Measured {
    let (other, this) = (Root::Nowhere, Root::At(root.to_path_buf()));
    let roots = match cache {
        Cache::Build => roots(this, other),
        Cache::Modules => roots(other, this),
    };
    let asked = Measure { roots: &roots, cache, tests, index: None, fresh: false };
    measure(&asked, &Cancel::new(), &|_| ()).unwrap()
}

/// Bytes and files of each kind that has files.
fn kinds(measured: &Measured) -> Vec<(Kind, u64, u64)> {
    let rows = measured.kinds.iter().filter(|row| row.size.files > 0);
    rows.map(|row| (row.kind, row.size.bytes, row.size.files)).collect()
}

/// Whatever lies in a cache, it is all counted, and once.
fn assert_whole(measured: &Measured, root: &Path) {
    let quarantine = |name: &[u8]| name != b".burrow-quarantine";
    let counted = whole(root, quarantine, Pace::Alone, &Cancel::new()).unwrap();
    assert_eq!(measured.total, counted.size);
    let kinds: Size = measured.kinds.iter().map(|row| row.size).sum();
    assert_eq!(kinds, counted.size);
}

fn id(n: u8) -> String {
    format!("{n:02x}").repeat(32)
}

#[test]
fn each_file_of_a_build_cache_is_of_one_kind() {
    let dir = tempfile::tempdir().unwrap();
    let (a, d) = (format!("01/{}-a", id(1)), format!("02/{}-d", id(2)));
    lay(
        dir.path(),
        &[
            (&a, 175),
            (&d, 1000),
            (&format!("03/{}-d/tool", id(3)), 20_000),
            ("fuzz/a.com/m/FuzzX/0123", 30),
            ("README", 5),
            ("trim.txt", 6),
            ("01/stray", 7),
            ("stray/01/file", 8),
            (".burrow-quarantine/1/0", 100_000),
        ],
    );
    let measured = of(Cache::Build, dir.path(), false);
    assert_eq!(
        kinds(&measured),
        [(Kind::Build, 21_175, 3), (Kind::Fuzz, 30, 1), (Kind::Other, 5 + 6 + 7 + 8, 4)]
    );
    assert_whole(&measured, dir.path());
    assert_eq!(measured.ages.iter().map(|age| age.size.bytes).sum::<u64>(), 21_175);
}

#[test]
fn entries_are_counted_by_the_day_of_their_last_use() {
    let dir = tempfile::tempdir().unwrap();
    let now = clock::now();
    for (n, days) in [(1_u8, 0_u32), (2, 3), (3, 3), (4, 40)] {
        let name = format!("{n:02x}/{}-d", id(n));
        lay(dir.path(), &[(&name, usize::from(n) * 100)]);
        fs::File::options()
            .write(true)
            .open(dir.path().join(name))
            .unwrap()
            .set_modified(now - DAY * days)
            .unwrap();
    }
    let measured = of(Cache::Build, dir.path(), false);
    let ages: Vec<_> = measured.ages.iter().map(|age| (age.days, age.size.bytes)).collect();
    assert_eq!(ages, [(0, 100), (3, 500), (40, 400)]);
    let build = measured.kinds.iter().find(|row| row.kind == Kind::Build).unwrap();
    let age =
        |time: Option<SystemTime>| now.duration_since(time.unwrap()).unwrap_or_default().as_secs() / 86_400;
    assert_eq!((age(build.oldest), age(build.newest)), (40, 0));
}

#[test]
fn results_of_tests_are_told_apart_with_what_points_to_them() {
    let dir = tempfile::tempdir().unwrap();
    let put = |n: u8, part: &str, text: &str| {
        let path = dir.path().join(format!("{n:02x}/{}-{part}", id(n)));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let action = |n: u8, output: u8| format!("v1 {} {} {:>20} {:>20}\n", id(n), id(output), 1, 2);
    let long = format!("{}\nok  \ta.com/m\t{}\n", "y".repeat(9000), "z".repeat(9000));
    put(1, "d", "# test log\ngetenv X\n");
    put(2, "d", "PASS\nok  \ta.com/m\t0.1s\n");
    put(3, "d", "ok  \tnot the last\nline\n");
    put(4, "d", &long);
    put(5, "d", "");
    put(11, "a", &action(11, 1));
    put(12, "a", &action(12, 3));
    put(13, "a", "ok  \tno record");
    put(14, "a", &action(14, 2));
    let measured = of(Cache::Build, dir.path(), true);
    let bytes = 20 + 23 + long.len() as u64 + 175 * 2;
    assert_eq!(kinds(&measured)[1], (Kind::Test, bytes, 5));
    assert_eq!(kinds(&measured)[0].2, 4);
    assert_whole(&measured, dir.path());
    assert_eq!(of(Cache::Build, dir.path(), false).total, measured.total);
}

const MODULES: [(&str, usize); 17] = [
    ("github.com/!burnt!sushi/toml@v1.4.0/a.go", 10),
    ("github.com/!burnt!sushi/toml@v1.4.0/deep/@/b@v1.0.0/c.go", 20),
    ("cache/download/github.com/!burnt!sushi/toml/@v/v1.4.0.zip", 300),
    ("cache/download/github.com/!burnt!sushi/toml/@v/v1.4.0.info", 4),
    ("cache/download/github.com/!burnt!sushi/toml/@v/v1.5.0-!r!c1.mod", 5),
    ("cache/download/github.com/!burnt!sushi/toml/@v/list", 6),
    ("cache/download/github.com/!burnt!sushi/toml/@v/v1.4.0.lock", 0),
    ("golang.org/toolchain@v0.0.1-go1.22.1.linux-amd64/bin/go", 1000),
    ("cache/download/golang.org/toolchain/@v/v0.0.1-go1.22.1.linux-amd64.zip", 500),
    ("cache/download/sumdb/sum.golang.org/lookup/x", 70),
    ("cache/vcs/0123/HEAD", 80),
    ("cache/vcs/0123.info", 90),
    ("cache/lock", 0),
    ("cache/stray", 1),
    ("a.com/m@master/x", 2),
    ("photo.jpg", 3),
    ("cache/download/a.com/stray", 7),
];

#[test]
fn each_file_of_a_module_cache_is_of_one_kind_and_of_one_row() {
    let dir = tempfile::tempdir().unwrap();
    lay(dir.path(), &MODULES);
    let measured = of(Cache::Modules, dir.path(), false);
    assert_eq!(
        kinds(&measured),
        [
            (Kind::Modules, 30, 2),
            (Kind::Downloads, 300 + 4 + 5 + 6 + 7, 6),
            (Kind::Vcs, 170, 2),
            (Kind::Sumdb, 70, 1),
            (Kind::Toolchains, 1500, 2),
            (Kind::Other, 6, 4),
        ]
    );
    assert_whole(&measured, dir.path());
    let rows: Vec<_> = measured
        .modules
        .iter()
        .map(|row| (row.version.to_string(), row.size.bytes, row.size.files, row.extracted.bytes))
        .collect();
    let row = |name: &str, bytes, files, extracted| (name.to_owned(), bytes, files, extracted);
    assert_eq!(
        rows,
        [
            row("a.com", 7, 1, 0),
            row("github.com/BurntSushi/toml", 6, 1, 0),
            row("github.com/BurntSushi/toml@v1.4.0", 334, 5, 30),
            row("github.com/BurntSushi/toml@v1.5.0-RC1", 5, 1, 0),
            row("golang.org/toolchain@v0.0.1-go1.22.1.linux-amd64", 1500, 2, 1000),
        ]
    );
}

#[test]
fn what_leads_to_nothing_of_go_s_is_other() {
    let dir = tempfile::tempdir().unwrap();
    lay(dir.path(), &[("photos/a", 1), ("golang.org/toolchain@v0.0.1-go1.22.1.x-y/f", 2)]);
    let measured = of(Cache::Modules, dir.path(), false);
    let modules = measured.kinds.iter().find(|row| row.kind == Kind::Modules).unwrap();
    assert_eq!(modules.size, Size::default());
    assert_whole(&measured, dir.path());
}

#[test]
fn no_folder_and_an_empty_one_hold_nothing() {
    let dir = tempfile::tempdir().unwrap();
    for cache in Cache::ALL {
        let gone = of(cache, &dir.path().join("gone"), false);
        assert_eq!((gone.total, gone.kinds.len()), (Size::default(), cache.kinds().len()));
        assert_eq!(of(cache, dir.path(), false).total.files, 0);
    }
    let asked = |root: Root| {
        let roots = roots(root, Root::Off);
        let asked = Measure { roots: &roots, cache: Cache::Build, tests: false, index: None, fresh: false };
        measure(&asked, &Cancel::new(), &|_| ())
    };
    assert_eq!(asked(Root::Off), Err(MeasureError::NoFolder));
    fs::write(dir.path().join("file"), "").unwrap();
    assert!(matches!(asked(Root::At(dir.path().join("file"))), Err(MeasureError::Unreadable { .. })));
    let cancel = Cancel::new();
    cancel.cancel();
    let roots = roots(Root::At(dir.path().into()), Root::Off);
    let asked = Measure { roots: &roots, cache: Cache::Build, tests: false, index: None, fresh: false };
    assert_eq!(measure(&asked, &cancel, &|_| ()), Err(MeasureError::Cancelled(crate::job::Cancelled)));
}

#[test]
fn figures_begin_at_nothing_and_end_with_the_total() {
    let dir = tempfile::tempdir().unwrap();
    lay(dir.path(), &MODULES);
    let told = Mutex::new(Vec::new());
    let roots = roots(Root::Off, Root::At(dir.path().into()));
    let asked = Measure { roots: &roots, cache: Cache::Modules, tests: false, index: None, fresh: false };
    let measured = measure(&asked, &Cancel::new(), &|growing| told.lock().unwrap().push(*growing)).unwrap();
    let told = told.into_inner().unwrap();
    assert_eq!(told.first().map(|growing| growing.size), Some(Size::default()));
    assert_eq!(told.last().map(|growing| growing.size), Some(measured.total));
}

#[cfg(unix)]
mod unix {
    use super::*;

    #[test]
    fn a_file_with_several_names_counts_for_the_first_folder_whatever_thread_comes_first() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        lay(dir.path(), &MODULES);
        let zip = "cache/download/github.com/!burnt!sushi/toml/@v/v1.4.0.zip";
        fs::hard_link(at(zip), at("zz-outer")).unwrap();
        fs::hard_link(at(zip), at("github.com/!burnt!sushi/toml@v1.4.0/deep/again")).unwrap();
        let first = of(Cache::Modules, dir.path(), false);
        assert_whole(&first, dir.path());
        // The root comes before all.
        assert_eq!(first.kinds.last().unwrap().size.bytes, 306);
        for _ in 0..20 {
            let again = of(Cache::Modules, dir.path(), false);
            assert_eq!((&again.kinds, &again.modules), (&first.kinds, &first.modules));
        }
    }

    #[test]
    fn a_root_that_is_a_link_is_measured_as_the_folder_it_points_to() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("real")).unwrap();
        lay(&dir.path().join("real"), &MODULES);
        std::os::unix::fs::symlink("real", dir.path().join("link")).unwrap();
        let link = of(Cache::Modules, &dir.path().join("link"), false);
        assert_eq!(link.total, of(Cache::Modules, &dir.path().join("real"), false).total);
        assert_eq!(link.path, dir.path().join("link"));
    }
}
