//! What comes from Go's people and from editors: golang.org/dl, toolchain modules, JetBrains.

use bstr::BString;

use super::ground::Ground;
use super::place::{Place, is_versioned};

/// `~/sdk/go1.22.3`, `~/sdk/gotip`: other kits lie beside them.
pub(super) fn golang_dl(ground: &Ground<'_>) -> Vec<Place> {
    let named = |name: &[u8]| is_versioned(name) || name == b"gotip" || name == b"go";
    ground.below_home("sdk").map(|dir| Place::each_named(dir, named, &[""])).into_iter().collect()
}

/// `GOMODCACHE/golang.org/toolchain@v0.0.1-go1.22.3.linux-amd64`: also in module caches that were in use before.
pub(super) fn module_cache(ground: &Ground<'_>) -> Vec<Place> {
    let mut caches: Vec<BString> = Vec::new();
    let of_gopath = ground.gopath.iter().map(|gopath| ground.join(gopath, "pkg/mod"));
    let usual = ground.below_home("go/pkg/mod");
    for cache in ground.gomodcache.clone().into_iter().chain(of_gopath).chain(usual) {
        if !caches.contains(&cache) {
            caches.push(cache);
        }
    }
    let named = |name: &[u8]| name.starts_with(b"toolchain@");
    let place = |cache: &BString| Place::each_named(ground.join(cache, "golang.org"), named, &[""]);
    caches.iter().map(place).collect()
}

/// `~/go/go1.22.3`, `~/go/sdk/go1.22.3`; what it puts into `~/sdk` cannot be told from golang.org/dl's.
pub(super) fn jetbrains(ground: &Ground<'_>) -> Vec<Place> {
    let mut roots = ground.gopath.clone();
    roots.extend(ground.below_home("go").filter(|dir| !ground.gopath.contains(dir)));
    let named = |dir: BString| Place::each_named(dir, is_versioned, &[""]);
    roots.iter().flat_map(|root| [named(root.clone()), named(ground.join(root, "sdk"))]).collect()
}
