//! The build list: which version of each module a main module or a workspace is built with, by minimal version
//! selection over module graphs that are pruned from go 1.17 on (`modload.readModGraph`, `mvs.Graph`,
//! `modload.updateRoots`).
//!
//! What a go.mod says comes from the caller, through [`Source`]. Packages are not looked at: what `go mod tidy` would
//! add or drop is not decided here.

pub(crate) mod graph;
pub(crate) mod order;
pub(crate) mod reader;
pub(crate) mod replace;
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::sync::Arc;

use bstr::{BStr, BString};

use crate::environ::Os;
use crate::gomod::{ModFile, Summary, WorkFile};
use crate::module::ModuleVersion;
use crate::version;
use graph::{Graph, Pruning};
use reader::Reader;
pub use replace::Actual;
use replace::Replacements;

/// Where the go.mod files of dependencies come from.
pub trait Source {
    /// Why one cannot be had.
    type Trouble;

    /// What the go.mod of a module asks for.
    ///
    /// # Errors
    /// It cannot be had, or go would refuse it.
    fn summary(&self, of: &Actual) -> Result<Arc<Summary>, Self::Trouble>;
}

/// A main module.
#[derive(Debug, Clone, Copy)]
pub struct Main<'a> {
    pub file: &'a ModFile,
    /// The folder of its go.mod.
    pub folder: &'a BStr,
}

/// For what a build list is wanted.
#[derive(Debug, Clone, Copy)]
pub enum Target<'a> {
    Module(Main<'a>),
    Workspace {
        file: &'a WorkFile,
        /// The folder of the go.work.
        folder: &'a BStr,
        /// In the order of the `use` lines.
        modules: &'a [Main<'a>],
    },
}

impl<'a> Target<'a> {
    /// The main modules.
    pub fn modules(&self) -> &[Main<'a>] {
        match self {
            Target::Module(main) => std::slice::from_ref(main),
            Target::Workspace { modules, .. } => modules,
        }
    }
}

/// A module of a build list.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Selected {
    pub version: Arc<ModuleVersion>,
    /// Where its content comes from.
    pub actual: Actual,
}

/// What a target is built with.
#[derive(Debug)]
pub struct BuildList<T> {
    /// Without the main modules, sorted by path.
    pub selected: Vec<Selected>,
    /// What `-mod=mod` makes of it when the requirements do not agree with each other; else the same.
    pub settled: Vec<Selected>,
    /// What the main module itself names: loading few packages, go may go by that alone. Empty for a workspace.
    pub named: Vec<Selected>,
    /// Every go.mod that was asked for.
    pub asked: HashSet<Actual>,
    /// Which of them could not be had.
    pub trouble: Vec<(Actual, T)>,
    /// Why go would not build with it as it is (`-mod=readonly`), or at all.
    pub refusals: Vec<Refusal>,
}

/// Why go would refuse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// `updates to go.mod needed`: a requirement is lower than what the others make of it.
    UpdatesNeeded,
    /// A module of a workspace asks for a newer go than its go.work.
    WorkTooOld { module: BString },
    /// Two folders of a workspace have the same module.
    Twice { module: BString },
    /// go.work replaces every version of a module that is in the workspace.
    ReplacesMember { module: BString },
    /// Modules of a workspace disagree about what replaces a module.
    Conflict { of: ModuleVersion },
    /// A go.mod that gives itself another path than that by which it was asked for; empty: none.
    OtherPath { of: Actual, declared: BString },
}

/// What a target is built with.
pub fn build_list<S: Source>(os: Os, target: Target<'_>, source: &S) -> BuildList<S::Trouble> {
    let replacements = Replacements::of(os, target);
    let mut reader = Reader::new(target, replacements, source);
    match target {
        Target::Module(main) => module(main, &mut reader),
        Target::Workspace { file, modules, .. } => workspace(file, modules, &mut reader),
    }
}

fn module<S: Source>(main: Main<'_>, reader: &mut Reader<'_, S>) -> BuildList<S::Trouble> {
    let path = BStr::new(&main.file.module);
    let pruned = crate::gomod::prunes(main.file.go_version());
    let pruning = if pruned { Pruning::Pruned } else { Pruning::Unpruned };
    let roots = roots(main, reader);
    let redundant = is_redundant(path, &roots);
    let graph = Graph::of_module(path, &roots, pruning, reader);
    let selected = reader.resolved(graph.build_list());
    let settled = match pruned && (redundant || !graph.agrees_with(&roots)) {
        true => {
            let settled = settle(path, &roots, reader);
            reader.resolved(settled)
        }
        false => selected.clone(),
    };
    if is_dirty(path, &roots, pruned, &graph) || is_rewritten(main.file) {
        reader.refusals.push(Refusal::UpdatesNeeded);
    }
    let named = highest(path, &roots);
    let named = reader.resolved(named);
    reader.finish(selected, settled, named)
}

fn workspace<S: Source>(
    file: &WorkFile,
    modules: &[Main<'_>],
    reader: &mut Reader<'_, S>,
) -> BuildList<S::Trouble> {
    for main in modules {
        let own = main.file.go_version();
        let newer = version::compare(own, file.go_version()).is_gt();
        if newer && version::compare(own, b"1.21").is_ge() {
            reader.refusals.push(Refusal::WorkTooOld { module: main.file.module.clone() });
        }
    }
    let mut roots: Vec<Arc<ModuleVersion>> =
        modules.iter().map(|main| Arc::new(ModuleVersion::new(main.file.module.clone(), ""))).collect();
    roots.extend(of_toolchain(file.go_version(), file.toolchain.as_ref()));
    order::sort(&mut roots);
    let graph = Graph::of_workspace(&roots, reader);
    let selected = reader.resolved(graph.build_list());
    reader.finish(selected.clone(), selected, Vec::new())
}

/// The requirements of a main module that are not excluded, with those for go itself (`rootsFromModFile`).
pub(crate) fn roots<S: Source>(main: Main<'_>, reader: &Reader<'_, S>) -> Vec<Arc<ModuleVersion>> {
    let required = main.file.require.iter().map(|require| &require.version);
    let mut roots: Vec<_> = required
        .filter(|version| !reader.excludes(version))
        .map(|version| Arc::new(version.clone()))
        .collect();
    roots.extend(of_toolchain(main.file.go_version(), main.file.toolchain.as_ref()));
    order::sort(&mut roots);
    roots
}

pub(crate) fn of_toolchain(go: &BStr, toolchain: Option<&BString>) -> Vec<Arc<ModuleVersion>> {
    let toolchain = toolchain.map(|name| ModuleVersion::new("toolchain", name.clone()));
    [ModuleVersion::new("go", go)].into_iter().chain(toolchain).map(Arc::new).collect()
}

/// `hasRedundantRoot`.
fn is_redundant(main: &BStr, roots: &[Arc<ModuleVersion>]) -> bool {
    roots.iter().any(|root| root.module == main) || roots.windows(2).any(|two| two[0].module == two[1].module)
}

/// The highest of each path, without the main module itself.
pub(crate) fn highest(main: &BStr, roots: &[Arc<ModuleVersion>]) -> Vec<Arc<ModuleVersion>> {
    let mut out: Vec<Arc<ModuleVersion>> = Vec::new();
    // Sorted: the last of a path is the highest.
    for root in roots.iter().filter(|root| root.module != main) {
        match out.last_mut() {
            Some(last) if last.module == root.module => *last = root.clone(),
            _ => out.push(root.clone()),
        }
    }
    out
}

/// Whether `go list -m all` stops with `updates to go.mod needed` (`updatePrunedRoots`, `updateUnprunedRoots`).
fn is_dirty(main: &BStr, roots: &[Arc<ModuleVersion>], pruned: bool, graph: &Graph) -> bool {
    if !pruned {
        return !graph.agrees_with(roots);
    }
    // A requirement of the main module itself is dropped without a word, and of the same path the first counts.
    let mut first: Option<&BString> = None;
    roots.iter().filter(|root| root.module != main).any(|root| {
        let again = first == Some(&root.module);
        first = Some(&root.module);
        !again && graph.selected(&root.module) != root.version
    })
}

/// Whether go would write other lines even where the requirements agree (`commitRequirements`, `modFileIsDirty`): one
/// that is excluded, a toolchain line that says nothing, a version in another spelling.
pub(crate) fn is_rewritten(file: &ModFile) -> bool {
    let excluded = file.require.iter().any(|it| file.exclude.contains(&it.version));
    let idle = file.toolchain.as_ref().is_some_and(|name| {
        let same = name.strip_prefix(b"go") == Some(file.go_version().as_ref());
        same || version::of_toolchain(name).is_none_or(|named| version::compare(named, b"1.21").is_lt())
    });
    excluded || idle || file.respelled
}

/// The build list after every requirement was raised to what the others make of it, as often as it takes: requirements
/// that were pruned may come back in (`updatePrunedRoots` with `-mod=mod`).
fn settle<S: Source>(
    main: &BStr,
    roots: &[Arc<ModuleVersion>],
    reader: &mut Reader<'_, S>,
) -> Vec<Arc<ModuleVersion>> {
    let mut roots = highest(main, roots);
    loop {
        let graph = Graph::of_module(main, &roots, Pruning::Pruned, reader);
        // What is no version (`toolchain default`) is chosen by nobody, and goes. Of the rest none becomes lower.
        let raised: Vec<_> = roots.iter().filter_map(|root| graph.chosen(&root.module)).collect();
        if raised == roots {
            return graph.build_list();
        }
        roots = raised;
    }
}
