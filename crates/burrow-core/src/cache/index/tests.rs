//! The index against the disk: after changes that a folder's times tell of, what it says is what a full look says.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use bstr::BStr;
use proptest::prelude::*;

use super::*;
use crate::cache::measure::{Measured, sum};
use crate::job::Cancel;
use crate::system::clock;
use crate::tree::Pace;

/// A cache, and a clock that runs ahead, so that what was just written counts as old.
struct Stage {
    dir: tempfile::TempDir,
    cache: Cache,
    cancel: Cancel,
}

impl Stage {
    fn new(cache: Cache) -> Stage {
        let stage = Stage { dir: tempfile::tempdir().unwrap(), cache, cancel: Cancel::new() };
        for file in stage.seed() {
            stage.write(&file, 10);
        }
        stage
    }

    fn seed(&self) -> Vec<String> {
        let mut all = Vec::new();
        match self.cache {
            Cache::Build => {
                for n in 0..4_u8 {
                    let id = format!("{n:02x}").repeat(32);
                    all.extend([format!("{n:02x}/{id}-a"), format!("{n:02x}/{id}-d")]);
                }
                all.extend(["README", "fuzz/a.com/FuzzX/1", "stray/x", "00/stray/x"].map(String::from));
            }
            Cache::Modules => {
                for module in ["a.com/m", "a.com/!n", "golang.org/toolchain"] {
                    for version in ["v1.0.0", "v1.1.0"] {
                        all.push(format!("{module}@{version}/go.mod"));
                        all.push(format!("{module}@{version}/in/deep.go"));
                        let endings = ["zip", "ziphash", "mod", "info", "lock"];
                        all.extend(endings.map(|e| format!("cache/download/{module}/@v/{version}.{e}")));
                    }
                    all.push(format!("cache/download/{module}/@v/list"));
                }
                all.extend(
                    ["cache/lock", "cache/vcs/1/HEAD", "cache/download/sumdb/s/latest", "stray/x"]
                        .map(String::from),
                );
            }
        }
        all
    }

    fn at(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    fn write(&self, path: &str, len: usize) {
        let path = self.at(path);
        if path.parent().is_some_and(|dir| fs::create_dir_all(dir).is_ok()) && !path.is_dir() {
            // Anew, so that it is another file.
            let _ = fs::remove_file(&path);
            fs::write(path, vec![b'x'; len]).unwrap();
        }
    }

    fn scope(&self, ahead: u64) -> Scope<'_> {
        let at = (clock::now() + Duration::from_secs(ahead)).into();
        let from = BStr::new("");
        Scope {
            root: self.dir.path(),
            from,
            not: &|_| false,
            at,
            pace: Pace::Fast,
            cancel: &self.cancel,
            grown: None,
        }
    }

    fn whole(&self, ahead: u64) -> Known {
        let (known, believed) = Known::whole(self.cache, &self.scope(ahead)).unwrap();
        assert!(believed);
        known
    }

    fn told(&self, known: &Known) -> Measured {
        let rows: Vec<_> = known.rows.values().collect();
        let at = std::time::UNIX_EPOCH;
        Measured {
            disk: None,
            ages: Vec::new(),
            ..sum::measured(self.cache, self.dir.path(), &rows, at, Time::default())
        }
    }

    fn assert_true(&self, known: &Known) {
        assert_eq!(self.told(known), self.told(&self.whole(0)));
    }
}

/// One change that the times of a folder tell of.
#[derive(Debug, Clone)]
enum Change {
    /// A file comes, or another stands in its place.
    Write(usize, usize),
    Remove(usize),
    Rename(usize, usize),
    /// A folder goes with all that is in it.
    RemoveFolder(usize),
    /// Written in place, where that is looked at.
    Append(usize),
}

fn files(cache: Cache) -> Vec<&'static str> {
    match cache {
        Cache::Build => vec![
            "00/0000000000000000000000000000000000000000000000000000000000000000-a",
            "01/0101010101010101010101010101010101010101010101010101010101010101-d",
            "02/abababababababababababababababababababababababababababababababab-d/tool",
            "fe/fefefefefefefefefefefefefefefefefefefefefefefefefefefefefefefefe-a",
            "03/stray",
            "README",
            "fuzz/a.com/FuzzX/1",
            "stray/new/x",
            "00/stray/x",
        ],
        Cache::Modules => vec![
            "a.com/m@v1.0.0/go.mod",
            "a.com/m@v1.0.0/new.go",
            "a.com/m/v2@v2.0.0/go.mod",
            "b.org/x/y@v0.1.0/in/deep/a.go",
            "cache/download/a.com/m/@v/v1.0.0.partial",
            "cache/download/a.com/m/@v/v1.0.0.ziphash",
            "cache/download/b.org/x/y/@v/v0.1.0.zip",
            "cache/download/b.org/x/y/@v/v0.1.0.ziphash",
            "cache/download/sumdb/s/tile/8/0",
            "cache/vcs/1/HEAD",
            "cache/lock",
            "golang.org/toolchain@v1.1.0/go.mod",
            "stray/x",
            "a.com/m@master/x",
        ],
    }
}

fn folders(cache: Cache) -> &'static [&'static str] {
    match cache {
        Cache::Build => &["00", "fuzz", "stray", "02"],
        Cache::Modules => {
            &["a.com/m@v1.0.0", "a.com", "cache/download/a.com/m", "cache/vcs", "cache", "golang.org"]
        }
    }
}

/// What is looked at each time, so that it may be written in place.
fn always(cache: Cache) -> &'static [&'static str] {
    match cache {
        Cache::Build => &["README", "fuzz/a.com/FuzzX/1", "stray/x", "00/stray/x"],
        Cache::Modules => &["cache/lock", "cache/vcs/1/HEAD", "stray/x"],
    }
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        4 => (0..14_usize, 0..5000_usize).prop_map(|(file, len)| Change::Write(file, len)),
        2 => (0..14_usize).prop_map(Change::Remove),
        2 => (0..14_usize, 0..14_usize).prop_map(|(from, to)| Change::Rename(from, to)),
        1 => (0..6_usize).prop_map(Change::RemoveFolder),
        2 => (0..4_usize).prop_map(Change::Append),
    ]
}

impl Stage {
    fn carry_out(&self, change: &Change) {
        let files = files(self.cache);
        let file = |n: usize| files[n % files.len()];
        match change {
            Change::Write(n, len) => self.write(file(*n), *len),
            Change::Remove(n) => drop(fs::remove_file(self.at(file(*n)))),
            Change::Rename(from, to) => {
                let to = self.at(file(*to));
                if to.parent().is_some_and(|dir| fs::create_dir_all(dir).is_ok()) {
                    let _ = fs::rename(self.at(file(*from)), to);
                }
            }
            Change::RemoveFolder(n) => {
                let folders = folders(self.cache);
                let _ = fs::remove_dir_all(self.at(folders[n % folders.len()]));
            }
            Change::Append(n) => {
                let always = always(self.cache);
                if let Ok(mut file) = fs::File::options().append(true).open(self.at(always[n % always.len()]))
                {
                    std::io::Write::write_all(&mut file, b"more").unwrap();
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    #[cfg(unix)]
    fn after_any_changes_it_says_what_a_full_look_says(
        modules: bool,
        rounds in prop::collection::vec(prop::collection::vec(change(), 0..6), 1..4),
    ) {
        let stage = Stage::new(if modules { Cache::Modules } else { Cache::Build });
        let mut known = stage.whole(1000);
        for changes in rounds {
            // Clocks of file systems tick.
            std::thread::sleep(Duration::from_millis(12));
            changes.iter().for_each(|change| stage.carry_out(change));
            prop_assert_ne!(known.renew(&stage.scope(1000), None).unwrap(), Renewed::Doubt);
            stage.assert_true(&known);
            // What was kept is what is true, in the file too.
            let state = tempfile::tempdir().unwrap();
            save(state.path(), stage.dir.path(), &known).unwrap();
            prop_assert!(load(state.path(), stage.cache, stage.dir.path()) == Some(known.clone()));
        }
    }
}

#[test]
#[cfg(unix)]
fn what_has_not_moved_is_not_read_again() {
    for cache in Cache::ALL {
        let stage = Stage::new(cache);
        let mut known = stage.whole(1000);
        assert_eq!(known.renew(&stage.scope(2000), None).unwrap(), Renewed::Same);
        // Bytes in a file that is believed: seen by the full look only.
        let believed = if cache == Cache::Build { files(cache)[0] } else { "a.com/m@v1.1.0/in/deep.go" };
        let mut file = fs::File::options().append(true).open(stage.at(believed)).unwrap();
        std::io::Write::write_all(&mut file, b"more").unwrap();
        assert_eq!(known.renew(&stage.scope(2000), None).unwrap(), Renewed::Same);
        assert_ne!(stage.told(&known), stage.told(&stage.whole(0)));
    }
}

#[test]
#[cfg(unix)]
fn what_was_read_too_soon_is_read_again_until_it_is_old() {
    let stage = Stage::new(Cache::Build);
    let mut known = stage.whole(0);
    let mut file = fs::File::options().append(true).open(stage.at(files(Cache::Build)[0])).unwrap();
    std::io::Write::write_all(&mut file, b"more").unwrap();
    assert_eq!(known.renew(&stage.scope(0), None).unwrap(), Renewed::Moved);
    stage.assert_true(&known);
    assert_eq!(known.renew(&stage.scope(100), None).unwrap(), Renewed::Settled);
    assert_eq!(known.renew(&stage.scope(100), None).unwrap(), Renewed::Same);
}

#[test]
#[cfg(unix)]
fn a_module_holds_only_while_go_would_take_it_for_whole() {
    let stage = Stage::new(Cache::Modules);
    fs::remove_file(stage.at("cache/download/a.com/m/@v/v1.1.0.ziphash")).unwrap();
    let mut known = stage.whole(1000);
    let mut file = fs::File::options().append(true).open(stage.at("a.com/m@v1.1.0/in/deep.go")).unwrap();
    std::io::Write::write_all(&mut file, b"more").unwrap();
    assert_eq!(known.renew(&stage.scope(1000), None).unwrap(), Renewed::Moved);
    stage.assert_true(&known);
}

#[test]
#[cfg(unix)]
fn a_module_whose_hash_comes_in_a_new_folder_is_looked_at_once_more() {
    let stage = Stage::new(Cache::Modules);
    stage.write("b.org/x/y@v0.1.0/in/deep/a.go", 10);
    let mut known = stage.whole(1000);
    // Deep down, where the times of the module's folder do not tell of it.
    fs::remove_file(stage.at("b.org/x/y@v0.1.0/in/deep/a.go")).unwrap();
    stage.write("cache/download/b.org/x/y/@v/v0.1.0.ziphash", 10);
    assert_eq!(known.renew(&stage.scope(1000), None).unwrap(), Renewed::Moved);
    stage.assert_true(&known);
}

#[test]
#[cfg(unix)]
fn another_root_and_files_with_several_names_are_doubt() {
    let stage = Stage::new(Cache::Build);
    let mut known = stage.whole(1000);
    let other = Known { inode: known.inode + 1, ..known.clone() };
    assert_eq!(other.clone().renew(&stage.scope(1000), None).unwrap(), Renewed::Doubt);
    fs::hard_link(stage.at(files(Cache::Build)[0]), stage.at("README2")).unwrap();
    assert_eq!(known.renew(&stage.scope(1000), None).unwrap(), Renewed::Doubt);
    assert!(!Known::whole(Cache::Build, &stage.scope(1000)).unwrap().1);
}

#[test]
fn a_file_that_is_not_exactly_an_index_is_none() {
    let stage = Stage::new(Cache::Modules);
    let (known, _) = Known::whole(stage.cache, &stage.scope(1000)).unwrap();
    let state = tempfile::tempdir().unwrap();
    let root = stage.dir.path();
    save(state.path(), root, &known).unwrap();
    let file = fs::read_dir(state.path().join("caches")).unwrap().next().unwrap().unwrap().path();
    let whole = fs::read(&file).unwrap();
    for at in (0..whole.len()).step_by(97) {
        let mut broken = whole.clone();
        broken[at] ^= 1;
        fs::write(&file, &broken).unwrap();
        assert_eq!(load(state.path(), stage.cache, root), None);
        fs::write(&file, &whole[..at]).unwrap();
        assert_eq!(load(state.path(), stage.cache, root), None);
    }
    fs::write(&file, &whole).unwrap();
    assert!(load(state.path(), stage.cache, root).is_some());
    assert!(load(state.path(), Cache::Build, root).is_none());
}

#[test]
#[cfg(unix)]
fn with_little_time_nothing_is_lost_and_all_is_known_in_the_end() {
    for cache in Cache::ALL {
        let stage = Stage::new(cache);
        let mut known = stage.whole(1000);
        for file in files(cache) {
            stage.write(file, 77);
        }
        let until = std::time::Instant::now();
        let budget = |turn| Budget { until, at_most_every: Duration::ZERO, turn };
        // No time at all: what was known stays.
        let before = known.clone();
        known.renew(&stage.scope(1000), Some(budget(0))).unwrap();
        assert_eq!(stage.told(&known), stage.told(&before));
        for turn in 0..20 {
            let until = std::time::Instant::now() + Duration::from_secs(5);
            known.renew(&stage.scope(1000), Some(Budget { until, ..budget(turn) })).unwrap();
        }
        stage.assert_true(&known);
    }
}

#[test]
fn a_proof_replaces_what_was_written_in_place_and_counts_it() {
    let stage = Stage::new(Cache::Modules);
    let state = tempfile::tempdir().unwrap();
    let root = dunce::canonicalize(stage.dir.path()).unwrap();
    let prove = |anyway| prove(state.path(), stage.cache, &root, anyway, &stage.cancel).unwrap();
    assert_eq!(prove(true), None, "nothing is remembered");
    // Read long after the last change, but not to be believed to lie in the future.
    let known = Known { walked_at: clock::now().into(), ..stage.whole(3600) };
    save(state.path(), &root, &known).unwrap();
    if !is_believed(&root) {
        return;
    }
    // It was looked at just now.
    assert_eq!(prove(false), None);
    let folders = known.rows.len() as u64;
    assert_eq!(prove(true), Some(Proof { folders, differing: 0 }));

    let known = stage.whole(3600);
    save(state.path(), &root, &known).unwrap();
    // No time of a folder tells of this one.
    let grown = fs::File::options().append(true).open(stage.at("a.com/m@v1.0.0/in/deep.go")).unwrap();
    std::io::Write::write_all(&mut { grown }, b"much more of it").unwrap();
    // Of this one it does.
    stage.write("a.com/m@v1.1.0/new.go", 10);
    assert_eq!(prove(true), Some(Proof { folders, differing: 1 }));
    let proven = load(state.path(), stage.cache, &root).unwrap();
    stage.assert_true(&proven);
}
