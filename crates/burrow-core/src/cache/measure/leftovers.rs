//! What lies around the caches: packages of the old GOPATH mode, folders of builds that were broken off, vendored
//! sources of projects. They are told, and belong to no cache.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use go_rules::go_command::GoCommand;
use go_rules::platform;

use crate::cache::Roots;
use crate::job::{Cancel, Cancelled};
use crate::system::account::uid;
use crate::system::clock;
use crate::system::processes::{Process, processes};
use crate::tree::{Pace, Size, Time, WalkError, Whole, whole};

/// A build that has touched nothing for so long was broken off.
const BROKEN_OFF: Duration = Duration::from_secs(60 * 60);

/// What is left over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// `GOPATH/pkg/<goos>_<goarch>` and `pkg/dep`: nothing but GOPATH mode and dep has used them.
    OldPackages,
    /// `go-build*` in the folder for temporary files, of this account, that no program has to do with.
    BrokenBuild,
    /// `vendor` of a known project: part of its sources.
    Vendor,
}

/// A folder that is left over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leftover {
    pub what: What,
    pub path: PathBuf,
    pub size: Size,
    /// The youngest modification of a file in it.
    pub newest: Option<SystemTime>,
}

/// Finds and measures them, by kind and path. `projects`: the folders of known projects.
///
/// # Errors
/// [`Cancelled`].
pub fn leftovers(roots: &Roots, projects: &[PathBuf], cancel: &Cancel) -> Result<Vec<Leftover>, Cancelled> {
    let mut found = Vec::new();
    let old = roots.gopath.iter().flat_map(|gopath| old_packages(&gopath.join("pkg"), roots));
    let vendors = projects.iter().map(|project| project.join("vendor"));
    let vendors = vendors.filter(|vendor| vendor.join("modules.txt").is_file());
    for (what, path) in
        old.map(|path| (What::OldPackages, path)).chain(vendors.map(|path| (What::Vendor, path)))
    {
        found.extend(measured(what, path, cancel)?);
    }
    if let Some(temp) = &roots.temp {
        found.extend(broken_builds(temp, cancel)?);
    }
    found.sort_by(|a, b| (a.what, &a.path).cmp(&(b.what, &b.path)));
    found.dedup_by(|a, b| a.path == b.path);
    Ok(found)
}

fn measured(what: What, path: PathBuf, cancel: &Cancel) -> Result<Option<Leftover>, Cancelled> {
    match whole(&path, |_| true, Pace::Fast, cancel) {
        Ok(Whole { size, newest, .. }) => {
            Ok(Some(Leftover { what, path, size, newest: newest.and_then(Time::system) }))
        }
        Err(WalkError::Cancelled(cancelled)) => Err(cancelled),
        // A link, a file, or gone.
        Err(WalkError::Root(_)) => Ok(None),
    }
}

fn folders(of: &Path) -> impl Iterator<Item = fs::DirEntry> {
    let entries = fs::read_dir(of).into_iter().flatten().flatten();
    entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
}

fn old_packages(pkg: &Path, roots: &Roots) -> Vec<PathBuf> {
    // A cache may lie in a folder of any name.
    let holds_cache = |path: &Path| {
        let cache = |root: &super::Root| root.folder().is_some_and(|folder| folder.starts_with(path));
        cache(&roots.gocache) || cache(&roots.gomodcache)
    };
    let old = folders(pkg).filter(|entry| is_old_package(&entry.file_name()));
    old.map(|entry| entry.path()).filter(|path| !holds_cache(path)).collect()
}

/// `linux_amd64`, `linux_amd64_race`, `dep`.
fn is_old_package(name: &OsStr) -> bool {
    let Some(name) = name.to_str() else { return false };
    let mut parts = name.split('_');
    let (Some(goos), Some(goarch)) = (parts.next(), parts.next()) else { return name == "dep" };
    let rules = GoCommand::assumed(go_rules::environ::Os::host()).rules();
    platform::systems(rules).contains(&goos) && platform::architectures(rules).contains(&goarch)
}

fn broken_builds(temp: &Path, cancel: &Cancel) -> Result<Vec<Leftover>, Cancelled> {
    let named: Vec<fs::DirEntry> = folders(temp).filter(|entry| is_build(&entry.file_name())).collect();
    if named.is_empty() {
        return Ok(Vec::new());
    }
    let running = processes(|_| true);
    let mut found = Vec::new();
    for entry in named {
        let path = entry.path();
        if !entry.metadata().is_ok_and(|facts| is_own(&facts)) || is_used(&path, &running) {
            continue;
        }
        let Some(left) = measured(What::BrokenBuild, path, cancel)? else { continue };
        let touched = left.newest.max(entry.metadata().and_then(|facts| facts.modified()).ok());
        let age = touched.and_then(|touched| clock::now().duration_since(touched).ok());
        found.extend(age.is_some_and(|age| age >= BROKEN_OFF).then_some(left));
    }
    Ok(found)
}

/// `go-build` and the number that `os.MkdirTemp` draws.
fn is_build(name: &OsStr) -> bool {
    let number = name.to_str().and_then(|name| name.strip_prefix("go-build"));
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(unix)]
fn is_own(facts: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    uid() == Some(facts.uid())
}

/// The folder for temporary files is each account's own there.
#[cfg(not(unix))]
fn is_own(_facts: &fs::Metadata) -> bool {
    uid().is_none()
}

/// Whether a program runs from there, works there or was told of it: `go run` leaves its program there while it runs.
fn is_used(folder: &Path, running: &[Process]) -> bool {
    let text = folder.to_string_lossy();
    running.iter().any(|process| {
        let below = |path: &Option<PathBuf>| path.as_ref().is_some_and(|path| path.starts_with(folder));
        let told = || process.args.iter().any(|word| word.to_string_lossy().contains(&*text));
        below(&process.file) || below(&process.dir) || told()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(unix)]
    use crate::cache::Root;

    #[cfg(unix)]
    fn put(path: &Path, len: usize) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, vec![0; len]).unwrap();
    }

    #[cfg(unix)]
    fn age(path: &Path) {
        let old = clock::now() - BROKEN_OFF * 2;
        fs::File::open(path).unwrap().set_modified(old).unwrap();
    }

    #[test]
    #[cfg(unix)]
    fn what_go_has_left_behind_is_found_and_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        for name in [
            "pkg/linux_amd64/a.a",
            "pkg/darwin_arm64_race/a.a",
            "pkg/dep/sources/x",
            "pkg/mod/x",
            "pkg/sumdb/x",
            "pkg/linux_stuff/x",
        ] {
            put(&at("gopath").join(name), 10);
        }
        for name in ["go-build123/b001/x", "go-build45/x", "go-buildx/x", "go-build/x"] {
            put(&at("tmp").join(name), 20);
        }
        age(&at("tmp/go-build123/b001/x"));
        age(&at("tmp/go-build123/b001"));
        age(&at("tmp/go-build123"));
        put(&at("p/vendor/modules.txt"), 30);
        put(&at("q/vendor/other"), 30);
        let roots = Roots {
            gocache: Root::Off,
            gomodcache: Root::At(at("gopath/pkg/mod")),
            gopath: vec![at("gopath")],
            home: None,
            temp: Some(at("tmp")),
        };
        let found = leftovers(&roots, &[at("p"), at("q")], &Cancel::new()).unwrap();
        let told: Vec<_> = found.iter().map(|one| (one.what, one.path.clone(), one.size.bytes)).collect();
        assert_eq!(
            told,
            [
                (What::OldPackages, at("gopath/pkg/darwin_arm64_race"), 10),
                (What::OldPackages, at("gopath/pkg/dep"), 10),
                (What::OldPackages, at("gopath/pkg/linux_amd64"), 10),
                (What::BrokenBuild, at("tmp/go-build123"), 20),
                (What::Vendor, at("p/vendor"), 30),
            ]
        );
    }

    #[test]
    fn a_folder_that_a_program_was_told_of_is_used() {
        let mut process = processes(|_| true).into_iter().next().unwrap();
        let folder = Path::new("/tmp").join("go-build7");
        assert!(!is_used(&folder, std::slice::from_ref(&process)));
        process.args.push(folder.join("b001").join("exe").into());
        assert!(is_used(&folder, &[process]));
    }
}
