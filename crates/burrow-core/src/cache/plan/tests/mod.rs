//! Small real caches, what a plan says of them, and what is there when it was done.

#![expect(clippy::unwrap_used, reason = "only tests use this")]

mod kinds;
mod rules;

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::survey::whole_size;
use super::*;
use crate::cache::{Kind, Root};
use crate::tree::Size;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Both caches in a folder of their own.
pub(super) struct Caches {
    dir: tempfile::TempDir,
    pub roots: Roots,
    pub now: SystemTime,
    /// Modules that no server has any more.
    pub gone: Vec<&'static str>,
    pub needs: Option<Needs>,
}

impl Caches {
    /// As Go makes them: with nothing that could be cleaned.
    pub fn new() -> Caches {
        let dir = tempfile::tempdir().unwrap();
        let root = dunce::canonicalize(dir.path()).unwrap();
        let roots = Roots {
            gocache: Root::At(root.join("go-build")),
            gomodcache: Root::At(root.join("mod")),
            gopath: Vec::new(),
            home: None,
            temp: None,
        };
        let caches = Caches { dir, roots, now: crate::system::clock::now(), gone: Vec::new(), needs: None };
        for (name, text) in [("README", "About\n"), ("trim.txt", "1750000000"), ("testexpire.txt", "1\n")] {
            caches.write(&format!("go-build/{name}"), text.len());
        }
        caches.write("mod/cache/lock", 0);
        fs::create_dir_all(caches.at("mod/cache/download")).unwrap();
        caches
    }

    pub fn at(&self, below: &str) -> PathBuf {
        dunce::canonicalize(self.dir.path()).unwrap().join(below)
    }

    pub fn write(&self, below: &str, bytes: usize) -> PathBuf {
        let path = self.at(below);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, vec![b'x'; bytes]).unwrap();
        path
    }

    /// A file or folder as old as that.
    pub fn aged(&self, below: &str, age: Duration) {
        let file = fs::File::open(self.at(below)).unwrap();
        file.set_modified(self.now - age).unwrap();
    }

    /// An entry of the build cache, both halves.
    pub fn entry(&self, number: u8, bytes: usize, age: Duration) -> [String; 2] {
        let name = |half| format!("go-build/{number:02x}/{}-{half}", format!("{number:02x}").repeat(32));
        let halves = [name("a"), name("d")];
        for (half, bytes) in halves.iter().zip([175, bytes]) {
            self.write(half, bytes);
            self.aged(half, age);
        }
        halves
    }

    /// A version as `go mod download` leaves it, unpacked or not.
    pub fn version(&self, module: &str, version: &str, unpacked: bool) {
        for ending in ["info", "mod", "zip", "ziphash"] {
            self.write(&format!("mod/cache/download/{module}/@v/{version}.{ending}"), 600);
        }
        self.write(&format!("mod/cache/download/{module}/@v/{version}.lock"), 0);
        self.write(&format!("mod/cache/download/{module}/@v/list"), version.len());
        if unpacked {
            let folder = self.at(&format!("mod/{module}@{version}"));
            fs::create_dir_all(folder.join("sub")).unwrap();
            fs::write(folder.join("go.mod"), "module m\n").unwrap();
            fs::write(folder.join("sub/code.go"), vec![b'x'; 5000]).unwrap();
            fs::set_permissions(folder.join("sub"), fs::Permissions::from_mode(0o555)).unwrap();
            fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).unwrap();
        }
    }

    pub fn plan(&self, wish: &Wish) -> Result<Plan, PlanRefusal> {
        let may_be_gone = |version: &ModuleVersion| self.gone.iter().any(|gone| version.module == *gone);
        let ground = Ground {
            roots: &self.roots,
            needs: self.needs.as_ref(),
            may_be_gone: &may_be_gone,
            now: self.now,
        };
        plan(wish, &ground, &Cancel::new())
    }

    pub fn kinds(&self, targets: &[Target], safe: bool) -> Plan {
        self.plan(&Wish::Kinds { targets: targets.to_vec(), safe }).unwrap()
    }

    /// The items as paths below both caches.
    pub fn paths(&self, plan: &Plan) -> Vec<String> {
        plan.items.iter().map(|item| self.below(&item.path)).collect()
    }

    pub fn left(&self, plan: &Plan) -> BTreeMap<String, LeftReason> {
        plan.left.iter().map(|left| (self.below(&left.path), left.reason)).collect()
    }

    pub fn below(&self, path: &Path) -> String {
        path.strip_prefix(self.at("")).unwrap().to_str().unwrap().to_owned()
    }

    /// Every name that is no folder.
    pub fn files(&self) -> Vec<String> {
        let mut files = Vec::new();
        walk(&self.at(""), &mut |path, facts| {
            if !facts.is_dir() {
                files.push(self.below(path));
            }
        });
        files.sort();
        files
    }

    /// What `du` says of both caches.
    pub fn measured(&self) -> Size {
        let (mut size, mut seen) = (Size::default(), HashSet::new());
        walk(&self.at(""), &mut |_, facts| {
            size.files += u64::from(!facts.is_dir());
            if facts.is_dir() || facts.nlink() < 2 || seen.insert(facts.ino()) {
                size.disk_bytes += facts.blocks() * 512;
                size.bytes += if facts.is_dir() { 0 } else { facts.len() };
            }
        });
        size
    }

    /// Does the plan, and looks that just that happened which it says. What it leaves, by name.
    pub fn done(&self, plan: &Plan) -> Vec<String> {
        let (before, paths) = (self.measured(), self.paths(plan));
        for (at, path) in paths.iter().enumerate() {
            assert!(!paths[at + 1..].iter().any(|other| overlap(path, other)), "{path} twice");
        }
        for item in &plan.items {
            remove(&item.path);
        }
        let after = self.measured();
        let gained = Size {
            bytes: before.bytes - after.bytes,
            disk_bytes: before.disk_bytes - after.disk_bytes,
            files: before.files - after.files,
        };
        assert_eq!(plan.size, gained);
        assert_eq!(plan.size, plan.items.iter().map(|item| item.size).sum());
        for left in &plan.left {
            assert!(left.path.symlink_metadata().is_ok(), "{} is gone", left.path.display());
        }
        self.files()
    }
}

fn overlap(a: &str, b: &str) -> bool {
    Path::new(a).starts_with(b) || Path::new(b).starts_with(a)
}

fn walk(path: &Path, each: &mut impl FnMut(&Path, &fs::Metadata)) {
    let facts = path.symlink_metadata().unwrap();
    each(path, &facts);
    if facts.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            walk(&entry.unwrap().path(), each);
        }
    }
}

fn remove(path: &Path) {
    if !path.symlink_metadata().unwrap().is_dir() {
        return fs::remove_file(path).unwrap();
    }
    walk(path, &mut |path, facts| {
        if facts.is_dir() {
            fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
        }
    });
    fs::remove_dir_all(path).unwrap();
}
