//! Loading from the matched packages on, and what go checks afterwards (`modload.loadFromRoots`, `updateRequirements`).

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use bstr::{BStr, BString};

use super::requirements::Requirements;
use super::resolve::{Found, Resolver};
use super::{Fault, Ground, Mode, Outcome, Wanted, Why, check};
use crate::environ::Os;
use crate::module::ModuleVersion;
use crate::mvs::graph::Pruning;
use crate::mvs::order::compare;
use crate::mvs::reader::Reader;
use crate::mvs::replace::Replacements;
use crate::mvs::{Actual, Target, is_rewritten};

/// How often requirements are raised before it is given up; each time some become higher.
const ROUNDS: usize = 100;

/// A package that was found.
#[derive(Default)]
pub(super) struct Package {
    /// `None`: of the standard library or a main module.
    pub module: Option<Arc<ModuleVersion>>,
    pub is_main: bool,
    pub is_std: bool,
    pub is_program: bool,
    pub imports: Vec<BString>,
    pub test_imports: Vec<BString>,
    pub inner_test_imports: Vec<BString>,
}

/// Loads packages and all that they import.
pub fn load<G: Ground>(os: Os, wanted: &Wanted<'_, G::Root>, ground: &G) -> Outcome<G::Trouble>
where
    G::Trouble: PartialEq,
{
    let reader = Reader::new(wanted.target, Replacements::of(os, wanted.target), ground);
    let requirements = Requirements::new(wanted.target, wanted.rules, reader);
    let mut loader = Loader {
        resolver: Resolver::new(wanted, ground, requirements),
        packages: HashMap::new(),
        built: HashSet::new(),
        imports: Vec::new(),
    };
    loader.run();
    loader.finish()
}

struct Loader<'a, 'g, G: Ground> {
    resolver: Resolver<'a, 'g, G>,
    packages: HashMap<BString, Package>,
    built: HashSet<(Actual, BString)>,
    /// Faults of imports; those of an earlier round are forgotten.
    imports: Vec<Fault<G::Trouble>>,
}

impl<G: Ground> Loader<'_, '_, G>
where
    G::Trouble: PartialEq,
{
    fn run(&mut self) {
        if self.resolver.wanted.mode == Mode::Vendor {
            self.check_vendored_list();
            self.packages();
            self.check_direct();
            self.check_imports();
            return;
        }
        if self.resolver.wanted.settled {
            self.settle();
        }
        if self.resolver.requirements.is_redundant() {
            match self.resolver.wanted.mode {
                Mode::Mod => _ = self.resolver.requirements.raise(Vec::new()),
                _ => self.fault(Fault::Outdated),
            }
        }
        if self.resolver.requirements.pruning == Pruning::Unpruned {
            self.must_agree();
        }
        for _ in 0..ROUNDS {
            self.packages.clear();
            self.built.clear();
            self.imports.clear();
            self.packages();
            if !self.update() {
                break;
            }
        }
        if let Target::Module(main) = self.resolver.wanted.target
            && self.resolver.wanted.mode == Mode::Readonly
            && !self.resolver.wanted.settled
            && is_rewritten(main.file)
        {
            self.fault(Fault::Outdated);
        }
        self.check_two_paths();
        self.check_imports();
    }

    fn settle(&mut self) {
        let requirements = &mut self.resolver.requirements;
        for _ in 0..ROUNDS {
            if (requirements.agrees() && !requirements.is_redundant()) || !requirements.raise(Vec::new()) {
                break;
            }
        }
        requirements.prune();
        requirements.forget_graph();
    }

    fn must_agree(&mut self) {
        if self.resolver.requirements.agrees() {
            return;
        }
        match self.resolver.wanted.mode {
            Mode::Mod => _ = self.resolver.requirements.raise(Vec::new()),
            _ => self.fault(Fault::Outdated),
        }
    }

    /// Everything from the matched packages on, layer by layer.
    fn packages(&mut self) {
        let mut layer: Vec<(BString, BString)> =
            self.resolver.wanted.packages.iter().map(|path| (path.clone(), BString::default())).collect();
        let mut is_matched = true;
        while !layer.is_empty() {
            layer.retain(|(path, _)| !self.packages.contains_key(path));
            layer.sort();
            layer.dedup_by(|a, b| a.0 == b.0);
            let paths: Vec<BString> = layer.iter().map(|(path, _)| path.clone()).collect();
            self.resolver.prepare(&paths);
            let mut next = Vec::new();
            for (path, importer) in layer {
                let package = self.package(path.as_ref(), &importer, is_matched);
                let below = package.imports.iter().chain(&package.test_imports);
                next.extend(below.map(|import| (import.clone(), path.clone())));
                self.packages.insert(path, package);
            }
            layer = next;
            is_matched = false;
        }
    }

    fn package(&mut self, path: &BStr, importer: &BString, is_matched: bool) -> Package {
        let mut package = Package::default();
        let found = self.resolver.find(path);
        let scan = match found {
            Found::Std => {
                package.is_std = true;
                return package;
            }
            Found::Unknown { module } => {
                package.module = Some(module);
                return package;
            }
            Found::Nowhere(why) => {
                self.import_fault(path, importer, why);
                return package;
            }
            Found::Main { scan } => {
                package.is_main = true;
                scan
            }
            Found::Module { module, actual, below, scan } => {
                package.module = Some(module);
                if let Some(actual @ Actual::Module(_)) = actual {
                    self.built.insert((actual, below));
                }
                scan
            }
        };
        let is_indexed = self.resolver.wanted.mode != Mode::Vendor;
        let bad = scan.bad.as_ref().or(scan.bad_tests.as_ref().filter(|_| is_matched));
        let bad = bad.or(scan.bad_elsewhere.as_ref().filter(|_| is_indexed));
        let bad = bad.or(scan.bad_constraints.as_ref().filter(|_| is_matched));
        if let Some((file, why)) = bad {
            self.import_fault(path, importer, Why::Bad { file: file.clone(), why: why.clone() });
        } else if !(scan.built || is_matched && scan.tested) {
            self.import_fault(path, importer, Why::NothingBuilt);
        }
        package.is_program = scan.package == "main";
        package.imports = kept(&scan.imports);
        if is_matched {
            package.test_imports = kept(&scan.test_imports);
            package.inner_test_imports = kept(&scan.inner_test_imports);
        }
        package
    }

    fn check_imports(&mut self) {
        for (import, importer, why) in check::imports(&self.packages) {
            self.import_fault(import.as_ref(), &importer, why);
        }
    }

    fn import_fault(&mut self, import: &BStr, importer: &BString, why: Why) {
        self.imports.push(Fault::Import { import: import.into(), importer: importer.clone(), why });
    }

    /// What go checks of the requirements when all is loaded; `true`: they were raised, and all is loaded again.
    fn update(&mut self) -> bool {
        self.check_direct();
        if self.resolver.requirements.pruning != Pruning::Pruned {
            return false;
        }
        let modules: HashSet<Arc<ModuleVersion>> =
            self.packages.values().filter_map(|package| package.module.clone()).collect();
        let is_named = |version: &Arc<ModuleVersion>| {
            self.resolver.requirements.root_selected(&version.module).is_some()
        };
        let (named, implicit): (Vec<_>, Vec<_>) = modules.into_iter().partition(is_named);
        let raises = self.resolver.wanted.mode == Mode::Mod;
        if !implicit.is_empty() {
            if raises {
                return self.resolver.requirements.raise(implicit);
            }
            self.fault(Fault::Outdated);
        }
        let must_look = self.resolver.requirements.has_graph() || !self.spot_check(&named);
        if must_look && !self.resolver.requirements.agrees() {
            if raises {
                return self.resolver.requirements.raise(Vec::new());
            }
            self.fault(Fault::Outdated);
        }
        false
    }

    /// Whether these modules ask for nothing higher than what is required (`spotCheckRoots`).
    fn spot_check(&mut self, modules: &[Arc<ModuleVersion>]) -> bool {
        let requirements = &mut self.resolver.requirements;
        let mut fine = true;
        for module in modules {
            let Some(asks) = requirements.asks(module) else {
                fine = false;
                continue;
            };
            fine &= asks.require.iter().all(|below| {
                let root = requirements.root_selected(&below.module);
                root.is_none_or(|root| {
                    root.is_empty() || compare(&below.module, root, &below.version).is_ge()
                })
            });
        }
        fine
    }

    /// What a main module imports it must require itself.
    fn check_direct(&mut self) {
        let Mode::Readonly = self.resolver.wanted.mode else {
            return self.check_direct_vendored();
        };
        let is_workspace = matches!(self.resolver.wanted.target, Target::Workspace { .. });
        for (importer, import, module) in self.direct() {
            let named = if is_workspace {
                // What cannot be looked at is noted already.
                let of = Arc::new(module.clone());
                self.resolver.requirements.graph().has_loaded(&module)
                    || self.resolver.requirements.asks(&of).is_none()
            } else {
                self.resolver.requirements.root_selected(&module.module) == Some(BStr::new(&module.version))
            };
            if !named {
                self.import_fault(import.as_ref(), &importer, Why::Implicit { module });
            }
        }
    }

    fn check_direct_vendored(&mut self) {
        if self.resolver.wanted.mode != Mode::Vendor
            || matches!(self.resolver.wanted.target, Target::Workspace { .. })
        {
            return;
        }
        for (importer, import, module) in self.direct() {
            let root = self.resolver.requirements.root_selected(&module.module);
            if !module.module.is_empty() && root != Some(BStr::new(&module.version)) {
                self.import_fault(import.as_ref(), &importer, Why::Implicit { module });
            }
        }
    }

    /// What packages of main modules import from others: importer, import, module.
    fn direct(&self) -> Vec<(BString, BString, ModuleVersion)> {
        let mut direct = Vec::new();
        for (path, package) in self.packages.iter().filter(|(_, package)| package.is_main) {
            for import in package.imports.iter().chain(&package.test_imports) {
                let module = self.packages.get(import).and_then(|package| package.module.as_ref());
                if let Some(module) = module {
                    direct.push((path.clone(), import.clone(), (**module).clone()));
                }
            }
        }
        direct.sort();
        direct
    }

    /// What is vendored must be required (`Requirements.initVendor`).
    fn check_vendored_list(&mut self) {
        let Some((_, list)) = &self.resolver.wanted.vendor else { return };
        let requirements = &self.resolver.requirements;
        let outdated = match requirements.pruning {
            Pruning::Workspace => false,
            Pruning::Pruned => list
                .listed()
                .any(|module| requirements.root_selected(&module.module) != Some(BStr::new(&module.version))),
            Pruning::Unpruned => list.listed().any(|module| {
                let root = requirements.root_selected(&module.module);
                root.is_some_and(|root| {
                    !root.is_empty() && compare(&module.module, root, &module.version).is_lt()
                })
            }),
        };
        if outdated {
            self.fault(Fault::Outdated);
        }
    }

    /// `checkMultiplePaths`. In a workspace go 1.23 to 1.26 have forgotten the graph by then (`updateWorkspaceRoots`), so
    /// that they see the main modules alone.
    fn check_two_paths(&mut self) {
        let rules = self.resolver.wanted.rules;
        let is_workspace = matches!(self.resolver.wanted.target, Target::Workspace { .. });
        if is_workspace && rules.since(23) && !rules.since(27) {
            return;
        }
        let requirements = &mut self.resolver.requirements;
        let modules = if requirements.has_graph() {
            requirements.graph().build_list()
        } else {
            requirements.roots.clone()
        };
        let mut first: HashMap<Actual, BString> = HashMap::new();
        let mut faults = Vec::new();
        for module in modules.iter().filter(|module| !module.version.is_empty()) {
            let actual = requirements.actual(module);
            let known = first.entry(actual.clone()).or_insert_with(|| module.module.clone());
            if *known != module.module {
                faults.push(Fault::TwoPaths { of: actual, paths: [known.clone(), module.module.clone()] });
            }
        }
        for fault in faults {
            self.fault(fault);
        }
    }

    fn fault(&mut self, fault: Fault<G::Trouble>) {
        if !self.resolver.faults.contains(&fault) {
            self.resolver.faults.push(fault);
        }
    }

    fn finish(mut self) -> Outcome<G::Trouble> {
        let mut faults = std::mem::take(&mut self.resolver.faults);
        let reader = &mut self.resolver.requirements.reader;
        let trouble = std::mem::take(&mut reader.trouble);
        faults.extend(trouble.into_iter().map(|(of, trouble)| Fault::Trouble { of, trouble }));
        faults.extend(std::mem::take(&mut reader.refusals).into_iter().map(Fault::Refusal));
        faults.extend(self.imports);
        Outcome { faults, built: self.built.into_iter().collect() }
    }
}

/// Without what stands for something else than a package.
fn kept(imports: &[BString]) -> Vec<BString> {
    imports.iter().filter(|path| *path != "C").cloned().collect()
}
