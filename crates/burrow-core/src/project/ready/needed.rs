//! What `go mod download` makes sure of, and what of it is not in the cache.

use std::collections::{BTreeSet, HashSet};

use bstr::{BStr, BString};
use go_rules::gomod::{ModFile, prunes};
use go_rules::module::ModuleVersion;
use go_rules::mvs::{Actual, BuildList, Selected, Target};
use go_rules::{goproxy, pattern};

use super::cache::{Cache, Trouble, is_complete};
use super::report::{Missing, Via};
use super::setup::Setup;
use crate::cache::verify::Places;

/// Of one project.
pub struct Needed {
    /// Sorted, each once.
    pub versions: Vec<ModuleVersion>,
    pub missing: Vec<Missing>,
}

/// What it makes sure of (`modcmd.runDownload`).
pub fn needed(target: Target<'_>, list: &BuildList<Trouble>, cache: &Cache<'_>) -> Needed {
    let selected: Vec<&Selected> = match target {
        Target::Workspace { .. } => list.selected.iter().collect(),
        Target::Module(main) if names_all(main.file) => {
            // What go.mod names, it asks for by the paths: in the versions that it writes there, and of what it excludes
            // in the version that others want.
            let paths: HashSet<&BString> = main.file.require.iter().map(|it| &it.version.module).collect();
            list.settled.iter().filter(|it| paths.contains(&it.version.module)).collect()
        }
        Target::Module(main) if main.file.require.is_empty() => Vec::new(),
        Target::Module(_) => list.settled.iter().collect(),
    };
    let module = |it: &&Selected| match &it.actual {
        Actual::Module(version) => Some((**version).clone()),
        Actual::Folder(_) => None,
    };
    let versions: BTreeSet<ModuleVersion> = selected.iter().filter_map(module).collect();
    let mut missing: BTreeSet<Missing> = BTreeSet::new();
    for version in &versions {
        let Some(places) = Places::of(cache.root, version) else { continue };
        let has_content = is_complete(&places) || places.file(".zip").is_file();
        let has_go_mod = places.file(".mod").is_file();
        if !(has_content && has_go_mod) {
            missing.insert(Missing {
                version: version.clone(),
                via: via(cache.setup, version.module.as_ref()),
                only_go_mod: has_content,
            });
        }
    }
    for (of, _) in list.trouble.iter().filter(|(_, trouble)| *trouble == Trouble::NoGoMod) {
        let Actual::Module(version) = of else { continue };
        if !versions.contains(&**version) {
            let via = via(cache.setup, version.module.as_ref());
            missing.insert(Missing { version: (**version).clone(), via, only_go_mod: true });
        }
    }
    Needed { versions: versions.into_iter().collect(), missing: missing.into_iter().collect() }
}

/// Whether the go.mod names all that is needed.
fn names_all(file: &ModFile) -> bool {
    file.go.as_ref().is_some_and(|go| prunes(go))
}

/// Where a module is asked for first.
pub fn via(setup: &Setup, module: &BStr) -> Via {
    if pattern::matches_prefix(&setup.gonoproxy, module) {
        return Via::Direct;
    }
    let hops = goproxy::parse_by(BStr::new(&setup.goproxy), setup.rules).unwrap_or_default();
    match hops.first().map(|hop| &hop.to) {
        Some(goproxy::To::Direct) => Via::Direct,
        _ => Via::Proxy,
    }
}

/// Paths that GONOPROXY matches, sorted.
pub fn private(setup: &Setup, needed: &[ModuleVersion]) -> Vec<BString> {
    let is_private = |path: &&BString| pattern::matches_prefix(&setup.gonoproxy, path);
    let paths: BTreeSet<&BString> = needed.iter().map(|it| &it.module).filter(is_private).collect();
    paths.into_iter().cloned().collect()
}
