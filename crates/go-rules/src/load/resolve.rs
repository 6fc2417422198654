//! Which module an import comes from (`modload.importFromModules`, `dirInModule`).

use std::collections::HashMap;
use std::sync::Arc;

use bstr::{BStr, BString, ByteSlice};

use super::requirements::Requirements;
use super::{Fault, Ground, Mode, Scan, Wanted, Why};
use crate::module::{ModuleVersion, check_import_path};
use crate::mvs::Actual;
use crate::mvs::graph::Pruning;
use crate::mvs::order::is_toolchain;

/// Where a package is.
pub enum Found {
    /// In the standard library, or nowhere and needed by nobody (`C`).
    Std,
    Main {
        scan: Arc<Scan>,
    },
    Module {
        module: Arc<ModuleVersion>,
        actual: Option<Actual>,
        below: BString,
        scan: Arc<Scan>,
    },
    /// In this module, whose content is not there.
    Unknown {
        module: Arc<ModuleVersion>,
    },
    Nowhere(Why),
}

/// Finds packages.
pub struct Resolver<'a, 'g, G: Ground> {
    pub wanted: &'g Wanted<'a, G::Root>,
    pub ground: &'a G,
    pub requirements: Requirements<'a, G>,
    roots: HashMap<Actual, Option<G::Root>>,
    pub faults: Vec<Fault<G::Trouble>>,
}

/// A module that might have a package.
struct Candidate<R> {
    module: Arc<ModuleVersion>,
    actual: Option<Actual>,
    /// `None`: its content is not there.
    root: Option<R>,
    is_local: bool,
}

impl<'a, 'g, G: Ground> Resolver<'a, 'g, G> {
    pub fn new(
        wanted: &'g Wanted<'a, G::Root>,
        ground: &'a G,
        requirements: Requirements<'a, G>,
    ) -> Resolver<'a, 'g, G> {
        Resolver { wanted, ground, requirements, roots: HashMap::new(), faults: Vec::new() }
    }

    /// Has the folders of these imports read, many at once.
    pub fn prepare(&mut self, imports: &[BString]) {
        let mut folders = Vec::new();
        let whole = self.requirements.pruning == Pruning::Unpruned;
        for import in imports {
            // Nothing may be asked for that finding would not ask for: what is missing is a fault.
            if let (Mode::Vendor, Some((vendor, _))) = (self.wanted.mode, &self.wanted.vendor) {
                folders.push((vendor.clone(), import.clone()));
                continue;
            }
            for prefix in prefixes(import.as_bstr()) {
                let Some(candidate) = self.candidate(prefix, whole) else { continue };
                if let (Some(root), Some(below)) = (candidate.root, below(import, &candidate.module.module)) {
                    folders.push((root, below.into()));
                }
            }
        }
        self.ground.prepare(&folders);
    }

    pub fn find(&mut self, import: &BStr) -> Found {
        if import == "C" {
            return Found::Std;
        }
        // Where a file with it is built, go looks for it in vain (`modload.scanDir`).
        if matches!(import.split(|b| *b == b'/').next(), Some(b"appengine" | b"appengine_internal")) {
            return Found::Nowhere(Why::Missing { std: true });
        }
        if let Some(why) = refused(import) {
            return Found::Nowhere(Why::BadPath { why });
        }
        let std_path = !import.split(|b| *b == b'/').next().unwrap_or_default().contains(&b'.');
        let known = if std_path { self.ground.is_std(import) } else { Some(false) };
        let is_std = known == Some(true);
        if is_std && !self.wanted.rules.since(21) {
            return Found::Std;
        }
        if self.wanted.mode == Mode::Vendor {
            return match self.find_vendored(import, is_std, std_path) {
                Found::Nowhere(Why::Missing { .. }) if known.is_none() => Found::Std,
                found => found,
            };
        }
        let whole = self.requirements.pruning == Pruning::Unpruned;
        let mut found = self.among_modules(import, is_std, whole);
        if found.is_none() && !whole && known == Some(false) {
            found = self.among_modules(import, is_std, true);
        }
        match found {
            Some(found) => found,
            // Without a standard library to look into, what may be of it is taken to be.
            None if known != Some(false) => Found::Std,
            // A go.mod that cannot be had might name who has it; it is a fault already.
            None if self.requirements.is_incomplete() => Found::Std,
            None => Found::Nowhere(Why::Missing { std: std_path }),
        }
    }

    /// `None`: no module has it.
    fn among_modules(&mut self, import: &BStr, is_std: bool, whole: bool) -> Option<Found> {
        if whole {
            self.requirements.graph();
        }
        let mut unknown: Option<Arc<ModuleVersion>> = None;
        let mut found: Vec<(Candidate<G::Root>, BString, Arc<Scan>)> = Vec::new();
        for prefix in prefixes(import) {
            let Some(candidate) = self.candidate(prefix, whole) else { continue };
            let Some(root) = &candidate.root else {
                unknown.get_or_insert(candidate.module);
                continue;
            };
            let below = below(import, &candidate.module.module).unwrap_or_default();
            if candidate.is_local && self.is_nested(root, below) {
                continue;
            }
            let scan = self.ground.scan(root, below.into());
            if scan.has_go {
                found.push((candidate, below.into(), scan));
            }
        }
        if found.len() + usize::from(is_std) > 1 {
            let mut modules: Vec<BString> = found.iter().map(|(it, ..)| it.module.module.clone()).collect();
            if is_std {
                modules.push("std".into());
            }
            modules.reverse();
            return Some(Found::Nowhere(Why::Ambiguous { modules }));
        }
        if is_std {
            return None;
        }
        match (found.pop(), unknown) {
            (Some((candidate, below, scan)), _) => Some(self.in_module(candidate, below, scan)),
            (None, Some(module)) => Some(Found::Unknown { module }),
            (None, None) => None,
        }
    }

    fn in_module(&mut self, candidate: Candidate<G::Root>, below: BString, scan: Arc<Scan>) -> Found {
        if candidate.module.version.is_empty() {
            return Found::Main { scan };
        }
        // What go version its code is written for stands in its go.mod.
        if self.wanted.rules.since(21) {
            self.requirements.asks(&candidate.module);
        }
        Found::Module { module: candidate.module, actual: candidate.actual, below, scan }
    }

    fn find_vendored(&mut self, import: &BStr, is_std: bool, std_path: bool) -> Found {
        let mut places: Vec<(BString, Found)> = Vec::new();
        let mut in_main = false;
        for (main, root) in self.wanted.target.modules().iter().zip(&self.wanted.mains) {
            let Some(below) = below(import, &main.file.module) else { continue };
            if self.is_nested(root, below) {
                continue;
            }
            in_main = true;
            let scan = self.ground.scan(root, below.into());
            if scan.has_go {
                places.push((main.file.module.clone(), Found::Main { scan }));
            }
        }
        if let Some((vendor, list)) = &self.wanted.vendor {
            let scan = self.ground.scan(vendor, import);
            let module = list.module_of(import);
            let explicit = self.wanted.rules.since(23) && list.wants_listed;
            if scan.has_go && (module.is_some() || !explicit) {
                let module = module.cloned().unwrap_or_else(|| ModuleVersion::new("", ""));
                let name = bstr::concat([b"vendor/", import.as_bytes()]);
                let found =
                    Found::Module { module: Arc::new(module), actual: None, below: import.into(), scan };
                places.push((name.into(), found));
            }
        }
        if places.len() + usize::from(is_std) > 1 {
            let modules = places.into_iter().map(|(name, _)| name).collect();
            return Found::Nowhere(Why::Ambiguous { modules });
        }
        match places.pop() {
            Some((_, found)) => found,
            None if is_std => Found::Std,
            // Go takes the folder of the main module then, which has no Go files.
            None if in_main && !self.wanted.rules.since(21) => Found::Nowhere(Why::NothingBuilt),
            None => Found::Nowhere(Why::Missing { std: std_path }),
        }
    }

    /// A sub-module covers the folder.
    fn is_nested(&self, root: &G::Root, below: &[u8]) -> bool {
        let mut at = below;
        while !at.is_empty() {
            if self.ground.is_module(root, at.into()) {
                return true;
            }
            at = at.rfind_byte(b'/').map_or(&[][..], |end| &at[..end]);
        }
        false
    }

    fn candidate(&mut self, prefix: &BStr, whole: bool) -> Option<Candidate<G::Root>> {
        if is_toolchain(prefix) {
            return None;
        }
        let main = self.wanted.target.modules().iter().position(|main| main.file.module == prefix);
        if let Some(at) = main {
            let module = Arc::new(ModuleVersion::new(prefix, ""));
            let root = self.wanted.mains.get(at).cloned();
            return Some(Candidate { module, actual: None, root, is_local: true });
        }
        let module = if whole {
            self.requirements.graph().chosen(prefix)?
        } else {
            let version = self.requirements.root_selected(prefix)?;
            Arc::new(ModuleVersion::new(prefix, version))
        };
        let actual = self.requirements.actual(&module);
        let is_local = matches!(actual, Actual::Folder(_));
        let root = self.root(&actual);
        Some(Candidate { module, actual: Some(actual), root, is_local })
    }

    fn root(&mut self, actual: &Actual) -> Option<G::Root> {
        if let Some(known) = self.roots.get(actual) {
            return known.clone();
        }
        let root = match self.ground.root(actual) {
            Ok(root) => Some(root),
            Err(trouble) => {
                self.faults.push(Fault::Trouble { of: actual.clone(), trouble });
                None
            }
        };
        self.roots.insert(actual.clone(), root.clone());
        root
    }
}

/// The path and those above it.
fn prefixes(path: &BStr) -> impl Iterator<Item = &BStr> {
    let mut end = Some(path.len());
    std::iter::from_fn(move || {
        let prefix = &path[..end?];
        end = prefix.rfind_byte(b'/');
        Some(prefix)
    })
}

/// What of a path lies below a module.
fn below<'p>(path: &'p [u8], module: &[u8]) -> Option<&'p [u8]> {
    match path.strip_prefix(module)? {
        [] => Some(&[]),
        [b'/', rest @ ..] => Some(rest),
        _ => None,
    }
}

/// Why a path is none.
fn refused(path: &BStr) -> Option<String> {
    if path.contains(&b'@') {
        return Some(format!("import path {path:?} should not have @version"));
    }
    if path == "." || path == ".." || path.starts_with(b"./") || path.starts_with(b"../") {
        return Some(format!(
            "{path:?} is relative, but relative import paths are not supported in module mode"
        ));
    }
    if path.starts_with(b"/") {
        return Some(format!("{path:?} is not a package path; see 'go help packages'"));
    }
    if matches!(path.as_bytes(), b"std" | b"cmd" | b"all" | b"tool" | b"work") {
        return Some(format!("{path:?} is not an importable package; see 'go help packages'"));
    }
    check_import_path(path).err().map(|why| why.to_string())
}
