//! Real trees on the disk; what lies around them is compared byte by byte.

#![expect(clippy::unwrap_used, reason = "only tests use this")]

mod basic;
mod elsewhere;
mod hostile;
mod killed;
mod roots;
#[cfg(target_os = "linux")]
mod swapped;
mod tree;
mod unmoved;

use std::path::Path;
use std::time::SystemTime;

use super::{Done, How, ProvenRoot, Surroundings, prove, take};
use crate::cache::plan::{Item, Plan, Reason, Safety, Target};
use crate::cache::{Cache, Kind};
use crate::job::Cancel;
use crate::tree::Size;

pub fn proven(root: &Path, cache: Cache) -> ProvenRoot {
    prove(root, cache, &Surroundings::default()).unwrap()
}

pub fn item(root: &Path, cache: Cache, path: &str) -> Item {
    Item {
        cache,
        kind: Kind::Build,
        path: dunce::canonicalize(root).unwrap().join(path),
        version: None,
        size: Size { bytes: 1, disk_bytes: 512, files: 1 },
        reason: Reason::Kind(Target::Build),
        safety: Safety::Safe,
        unless_used_since: None::<SystemTime>,
        locks: Vec::new(),
        unmoved: None,
    }
}

pub fn plan_of(root: &Path, cache: Cache, paths: &[&str]) -> Plan {
    Plan { items: paths.iter().map(|path| item(root, cache, path)).collect(), ..Plan::default() }
}

pub fn taken(root: &Path, cache: Cache, paths: &[&str]) -> Done {
    taken_as(root, cache, paths, How::default())
}

pub fn taken_as(root: &Path, cache: Cache, paths: &[&str], how: How) -> Done {
    let roots = [proven(root, cache)];
    take(&plan_of(root, cache, paths), &roots, how, &Cancel::new(), &()).unwrap()
}

pub const BESIDE: How = How { purge: false, beside_builds: true };
