//! One version laid as go lays it, and damaged in every way of the table. That go agrees is shown by the oracle.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::Damage::*;
use super::*;
use crate::job::Cancel;

const GO_MOD: &str = "module example.com/M\n\ngo 1.21\n";

/// A module cache with `example.com/M v1.0.0` in it.
struct Laid {
    dir: TempDir,
}

impl Laid {
    fn new() -> Laid {
        let laid = Laid { dir: tempfile::tempdir().unwrap() };
        laid.lay("v1.0.0", &[("go.mod", GO_MOD), ("a.go", "package m\n"), ("sub/b.go", "package sub\n")]);
        laid
    }

    fn root(&self) -> &Path {
        self.dir.path()
    }

    fn lay(&self, version: &str, files: &[(&str, &str)]) {
        let at = self.root().join("cache").join("download").join("example.com").join("!m").join("@v");
        fs::create_dir_all(&at).unwrap();
        write_zip(&at.join(format!("{version}.zip")), version, files);
        let sums = files.iter().map(|(name, text)| {
            (
                format!("example.com/M@{version}/{name}"),
                <[u8; 32]>::from(<sha2::Sha256 as sha2::Digest>::digest(text)),
            )
        });
        let sums: Vec<_> = sums.collect();
        let hash = go_rules::module::h1(sums.iter().map(|(name, sum)| (name.as_bytes(), *sum))).unwrap();
        fs::write(at.join(format!("{version}.ziphash")), hash).unwrap();
        fs::write(at.join(format!("{version}.mod")), GO_MOD).unwrap();
        fs::write(at.join(format!("{version}.info")), "{}").unwrap();
        fs::write(at.join(format!("{version}.lock")), "").unwrap();
        for (name, text) in files {
            let path = self.root().join("example.com").join(format!("!m@{version}")).join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }

    fn at(&self, ending: &str) -> PathBuf {
        self.root().join("cache/download/example.com/!m/@v").join(format!("v1.0.0.{ending}"))
    }

    fn folder(&self) -> PathBuf {
        self.root().join("example.com").join("!m@v1.0.0")
    }

    fn remove(&self, endings: &[&str]) -> &Laid {
        endings.iter().for_each(|ending| fs::remove_file(self.at(ending)).unwrap());
        self
    }

    fn without_folder(&self) -> &Laid {
        fs::remove_dir_all(self.folder()).unwrap();
        self
    }

    fn verified(&self, sums: &[PathBuf]) -> Verified {
        let ask = Ask { root: self.root().to_owned(), sums: sums.to_vec(), ..Ask::default() };
        verify(&ask, &Cancel::new(), &()).unwrap()
    }

    #[track_caller]
    fn has(&self, expected: &[(Damage, bool, Repair)]) {
        let found = self.verified(&[]);
        let found: Vec<_> =
            found.damaged.iter().map(|one| (one.damage, one.heals_itself, one.repair)).collect();
        assert_eq!(found, expected);
    }
}

fn write_zip(path: &Path, version: &str, files: &[(&str, &str)]) {
    let mut zip = zip::ZipWriter::new(fs::File::create(path).unwrap());
    for (name, text) in files {
        let name = format!("example.com/M@{version}/{name}");
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap();
}

fn other_zip(laid: &Laid) {
    write_zip(&laid.at("zip"), "v1.0.0", &[("go.mod", GO_MOD), ("a.go", "package evil\n")]);
}

fn other_hash(laid: &Laid) {
    fs::write(laid.at("ziphash"), format!("h1:{}=", "A".repeat(43))).unwrap();
}

fn break_zip(laid: &Laid) {
    fs::write(laid.at("zip"), "no zip").unwrap();
}

fn edit(laid: &Laid) {
    fs::write(laid.folder().join("a.go"), "package edited\n").unwrap();
}

#[test]
fn what_go_has_laid_is_whole() {
    let laid = Laid::new();
    laid.has(&[]);
    assert_eq!(laid.verified(&[]).checked, 1);
}

#[test]
fn what_go_keeps_for_module_graphs_is_whole() {
    let laid = Laid::new();
    laid.remove(&["zip", "ziphash"]).without_folder();
    laid.has(&[]);
    assert_eq!(laid.verified(&[]).checked, 1);
    laid.remove(&["info"]).has(&[]);
}

#[test]
fn a_lock_alone_is_no_version() {
    let laid = Laid::new();
    laid.remove(&["zip", "ziphash", "info", "mod"]).without_folder();
    assert_eq!(laid.verified(&[]), Verified::default());
}

#[test]
fn a_cache_that_is_not_there_has_nothing_to_verify() {
    let ask = Ask { root: PathBuf::from("/not/there"), ..Ask::default() };
    assert_eq!(verify(&ask, &Cancel::new(), &()).unwrap(), Verified::default());
}

#[test]
fn what_is_missing_go_makes_or_fetches_again() {
    for (endings, damage) in [
        (&["zip"][..], ZipMissing),
        (&["ziphash"], ZiphashMissing),
        (&["zip", "ziphash"], DownloadMissing),
        (&["mod"], ModMissing),
        (&["info"], InfoMissing),
    ] {
        Laid::new().remove(endings).has(&[(damage, true, Repair::None)]);
    }
    Laid::new().without_folder().has(&[(DirMissing, true, Repair::None)]);
    let laid = Laid::new();
    fs::write(laid.at("partial"), "").unwrap();
    laid.has(&[(PartialStale, true, Repair::None)]);
    // Go hashes the zip again when the hash is too short to be one.
    let laid = Laid::new();
    fs::write(laid.at("ziphash"), "h1:").unwrap();
    laid.has(&[(ZiphashMissing, true, Repair::None)]);
}

#[test]
fn a_changed_folder_is_named_with_its_files() {
    let laid = Laid::new();
    edit(&laid);
    fs::write(laid.folder().join("new.go"), "package m\n").unwrap();
    laid.has(&[(DirModified, false, Repair::DeleteDir)]);
    let found = laid.verified(&[]).damaged.remove(0);
    let Detail::Files(differing) = &found.detail else { panic!("{found:?}") };
    assert_eq!(
        (differing.changed.as_slice(), differing.added.as_slice()),
        (&["a.go".into()][..], &["new.go".into()][..])
    );
    fs::remove_file(laid.folder().join("sub").join("b.go")).unwrap();
    laid.has(&[(DirMissingFile, false, Repair::DeleteDir)]);
    // Without a zip nobody can tell which files, but that something is different.
    laid.remove(&["zip"]).has(&[(ZipMissing, true, Repair::None), (DirModified, false, Repair::DeleteDir)]);
}

#[test]
fn an_emptied_folder_lacks_files_also_where_there_is_no_zip() {
    let laid = Laid::new();
    laid.without_folder();
    fs::create_dir(laid.folder()).unwrap();
    laid.has(&[(DirMissingFile, false, Repair::DeleteDir)]);
    laid.remove(&["zip"])
        .has(&[(ZipMissing, true, Repair::None), (DirMissingFile, false, Repair::DeleteDir)]);
}

#[test]
fn a_longer_file_with_the_same_begin_is_changed() {
    let laid = Laid::new();
    fs::write(laid.folder().join("a.go"), "package m\n\n").unwrap();
    laid.has(&[(DirModified, false, Repair::DeleteDir)]);
    fs::write(laid.folder().join("a.go"), "package m").unwrap();
    laid.has(&[(DirModified, false, Repair::DeleteDir)]);
}

#[test]
fn of_zip_hash_and_folder_the_odd_one_goes() {
    let laid = Laid::new();
    break_zip(&laid);
    laid.has(&[(ZipCorrupt, false, Repair::DeleteZip)]);
    let laid = Laid::new();
    other_zip(&laid);
    laid.has(&[(ZipCorrupt, false, Repair::DeleteZip)]);
    let laid = Laid::new();
    other_hash(&laid);
    laid.has(&[(ZiphashWrong, false, Repair::DeleteZiphash)]);
}

#[test]
fn where_nothing_tells_which_is_right_both_go() {
    let laid = Laid::new();
    other_hash(&laid);
    laid.without_folder();
    laid.has(&[(ZiphashWrong, false, Repair::DeleteZipAndZiphash), (DirMissing, false, Repair::None)]);
    let laid = Laid::new();
    break_zip(&laid);
    laid.without_folder();
    laid.has(&[(ZipCorrupt, false, Repair::DeleteZip), (DirMissing, false, Repair::None)]);
}

#[test]
fn go_sum_tells_which_is_right() {
    let laid = Laid::new();
    let right = fs::read_to_string(laid.at("ziphash")).unwrap();
    let sum = laid.root().join("go.sum");
    fs::write(&sum, format!("example.com/M v1.0.0 {right}\n")).unwrap();
    other_zip(&laid);
    laid.without_folder();
    let found = laid.verified(std::slice::from_ref(&sum));
    let kinds: Vec<_> = found.damaged.iter().map(|one| (one.damage, one.repair)).collect();
    assert_eq!(kinds, [(ZipCorrupt, Repair::DeleteZip), (DirMissing, Repair::None)]);
}

#[test]
fn what_was_unpacked_of_a_zip_that_go_sum_refuses_goes_with_it() {
    let laid = Laid::new();
    let right = fs::read_to_string(laid.at("ziphash")).unwrap();
    let sum = laid.root().join("go.sum");
    fs::write(&sum, format!("example.com/M v1.0.0 {right}\n")).unwrap();
    other_zip(&laid);
    fs::write(laid.folder().join("a.go"), "package evil\n").unwrap();
    laid.remove(&["ziphash"]);
    let found = laid.verified(std::slice::from_ref(&sum));
    let kinds: Vec<_> = found.damaged.iter().map(|one| (one.damage, one.repair)).collect();
    assert!(kinds.contains(&(ZipCorrupt, Repair::DeleteZip)), "{kinds:?}");
    assert!(kinds.contains(&(DirModified, Repair::DeleteDir)), "{kinds:?}");
}

#[test]
fn a_line_of_go_sum_that_disagrees_with_a_whole_version_is_no_damage() {
    let laid = Laid::new();
    let right = fs::read_to_string(laid.at("ziphash")).unwrap();
    let (good, bad) = (laid.root().join("good.sum"), laid.root().join("bad.sum"));
    fs::write(&good, format!("example.com/M v1.0.0 {right}\n")).unwrap();
    fs::write(&bad, format!("\nexample.com/M v1.0.0 h1:{}=\n", "A".repeat(43))).unwrap();
    let found = laid.verified(std::slice::from_ref(&bad));
    assert_eq!(found.damaged, []);
    assert_eq!((found.sums[0].line, found.sums[0].odd), (2, Odd::Unknown));
    let found = laid.verified(&[good, bad.clone()]);
    assert_eq!((found.sums.len(), &found.sums[0].file, found.sums[0].odd), (1, &bad, Odd::GoSum));
}

#[test]
fn a_go_mod_file_is_that_of_the_module() {
    let laid = Laid::new();
    fs::write(laid.at("mod"), format!("{GO_MOD}// edited\n")).unwrap();
    laid.has(&[(ModWrong, false, Repair::DeleteMod)]);
    laid.remove(&["zip"]);
    laid.has(&[(ZipMissing, true, Repair::None), (ModWrong, false, Repair::DeleteMod)]);
    // Alone, it is known by go.sum only, unless it is none at all.
    laid.remove(&["ziphash"]).without_folder();
    laid.has(&[]);
    fs::write(laid.at("mod"), "").unwrap();
    laid.has(&[(ModWrong, false, Repair::DeleteMod)]);
}

#[test]
fn what_a_go_is_at_just_now_is_not_damaged() {
    let laid = Laid::new();
    fs::write(laid.at("partial"), "").unwrap();
    fs::remove_file(laid.folder().join("a.go")).unwrap();
    let lock = fs::File::options().write(true).open(laid.at("lock")).unwrap();
    lock.lock().unwrap();
    let found = laid.verified(&[]);
    assert_eq!((found.damaged.len(), found.busy.len()), (0, 1));
    drop(lock);
    laid.has(&[(PartialStale, true, Repair::None)]);
}

#[test]
fn a_cancelled_look_ends() {
    let laid = Laid::new();
    let cancel = Cancel::new();
    cancel.cancel();
    let ask = Ask { root: laid.root().to_owned(), ..Ask::default() };
    assert_eq!(verify(&ask, &cancel, &()), Err(VerifyError::Cancelled(crate::job::Cancelled)));
}

#[test]
fn a_zip_that_go_would_not_unpack_is_damaged_whatever_its_hash() {
    let laid = Laid::new();
    laid.lay("v1.1.0", &[("go.mod", GO_MOD), ("../out.go", "package out\n")]);
    let found = laid.verified(&[]).damaged;
    assert!(matches!(&found[0].detail, Detail::Flaw(Flaw::BadName(name)) if name.ends_with(b"../out.go")));
}

#[test]
fn a_toolchain_keeps_the_files_that_go_renames_in_it() {
    let laid = Laid::new();
    let version = "v0.0.1-go1.99.0.linux-amd64";
    let at = laid.root().join("cache/download/golang.org/toolchain/@v");
    let dir = laid.root().join("golang.org").join(format!("toolchain@{version}"));
    fs::create_dir_all(&at).unwrap();
    fs::create_dir_all(dir.join("src")).unwrap();
    let name = format!("golang.org/toolchain@{version}/src/_go.mod");
    let mut zip = zip::ZipWriter::new(fs::File::create(at.join(format!("{version}.zip"))).unwrap());
    zip.start_file(name.clone(), zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(b"module std\n").unwrap();
    zip.finish().unwrap();
    let sum = <sha2::Sha256 as sha2::Digest>::digest("module std\n").into();
    fs::write(at.join(format!("{version}.ziphash")), go_rules::module::h1([(name.as_bytes(), sum)]).unwrap())
        .unwrap();
    fs::write(dir.join("src/_go.mod"), "module std\n").unwrap();
    fs::write(dir.join("src/go.mod"), "module std\n").unwrap();
    laid.has(&[]);
    fs::remove_file(at.join(format!("{version}.zip"))).unwrap();
    laid.has(&[(ZipMissing, true, Repair::None)]);
    fs::write(dir.join("src/go.mod"), "module evil\n").unwrap();
    laid.has(&[(ZipMissing, true, Repair::None), (DirModified, false, Repair::DeleteDir)]);
}

#[test]
fn what_lies_in_the_cache_without_being_a_version_is_passed_over() {
    let laid = Laid::new();
    let root = laid.root();
    fs::create_dir_all(root.join("cache/vcs/0123")).unwrap();
    fs::create_dir_all(root.join("example.com/x@latest")).unwrap();
    fs::create_dir_all(root.join("example.com/x@v1")).unwrap();
    fs::create_dir_all(root.join("cache/download/sumdb/sum.golang.org/lookup")).unwrap();
    fs::write(root.join("cache/download/example.com/!m/@v/list"), "v1.0.0\n").unwrap();
    fs::write(root.join("cache/download/example.com/!m/@v/main.info"), "{}").unwrap();
    fs::write(root.join("cache/download/example.com/!m/@v/v1.0.0.zip123.tmp"), "").unwrap();
    laid.has(&[]);
    assert_eq!(laid.verified(&[]).checked, 1);
}

#[test]
fn a_repair_takes_just_what_is_damaged() {
    type Break = fn(&Laid);
    let cases: [(Break, &[&str], bool); 5] = [
        (edit, &[], true),
        (break_zip, &["zip"], false),
        (other_hash, &["ziphash"], false),
        (|laid| fs::write(laid.at("mod"), "").unwrap(), &["mod"], false),
        (
            |laid| {
                other_hash(laid);
                laid.without_folder();
            },
            &["zip", "ziphash"],
            true,
        ),
    ];
    for (damage, gone, without_folder) in cases {
        let laid = Laid::new();
        damage(&laid);
        let around = crate::cache::quarantine::Surroundings::default();
        let root =
            crate::cache::quarantine::prove(laid.root(), crate::cache::Cache::Modules, &around).unwrap();
        let ask = Ask { root: laid.root().to_owned(), ..Ask::default() };
        let found = laid.verified(&[]).damaged;
        let repaired = repair(&ask, &found, &root, None, &Cancel::new(), &()).unwrap();
        assert_eq!((repaired.repaired, repaired.done.failed.len()), (1, 0), "{found:?}");
        assert!(repaired.now.damaged.iter().all(|one| one.heals_itself), "{:?}", repaired.now.damaged);
        for ending in ["zip", "ziphash", "mod", "info"] {
            assert_eq!(laid.at(ending).exists(), !gone.contains(&ending), "{ending}");
        }
        assert_eq!(laid.folder().exists(), !without_folder);
        // Once more there is nothing left to do.
        let again = repair(&ask, &found, &root, None, &Cancel::new(), &()).unwrap();
        assert_eq!((again.repaired, again.done.items), (0, 0));
    }
}

#[cfg(unix)]
#[test]
fn links_are_what_they_lead_to_but_a_folder_that_is_one_is_not_verified() {
    use std::os::unix::fs::symlink;
    let laid = Laid::new();
    let file = laid.folder().join("a.go");
    fs::rename(&file, laid.root().join("elsewhere.go")).unwrap();
    symlink(laid.root().join("elsewhere.go"), &file).unwrap();
    laid.has(&[]);
    fs::remove_file(laid.root().join("elsewhere.go")).unwrap();
    laid.has(&[(DirModified, false, Repair::DeleteDir)]);
    fs::remove_file(&file).unwrap();
    nix::unistd::mkfifo(&file, nix::sys::stat::Mode::S_IRWXU).unwrap();
    laid.has(&[(DirModified, false, Repair::DeleteDir)]);
    let laid = Laid::new();
    fs::rename(laid.folder(), laid.root().join("moved")).unwrap();
    symlink(laid.root().join("moved"), laid.folder()).unwrap();
    // Somebody has put it there: no repair takes it away.
    laid.has(&[(DirModified, false, Repair::None)]);
    fs::remove_dir_all(laid.root().join("moved")).unwrap();
    laid.has(&[(DirModified, false, Repair::None)]);
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_a_file_is_not_waited_for() {
    for ending in ["zip", "ziphash", "mod"] {
        let laid = Laid::new();
        laid.remove(&[ending]);
        nix::unistd::mkfifo(&laid.at(ending), nix::sys::stat::Mode::S_IRWXU).unwrap();
        assert_eq!(laid.verified(&[]).damaged.len(), 1, "{ending}");
    }
}

proptest::proptest! {
    /// Whatever a byte of the zip is turned to: either it still holds the same, or it is damaged.
    #[test]
    fn a_changed_zip_is_the_same_or_damaged(at in 0.0f64..1.0, to: u8) {
        let laid = Laid::new();
        let mut bytes = fs::read(laid.at("zip")).unwrap();
        let at = (at * bytes.len() as f64) as usize;
        bytes[at] = to;
        fs::write(laid.at("zip"), bytes).unwrap();
        let found = laid.verified(&[]).damaged;
        proptest::prop_assert!(found.iter().all(|one| one.damage == ZipCorrupt), "{found:?}");
    }
}
