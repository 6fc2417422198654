//! The requirements that a build goes by, and their graph, which is loaded only when it must be (`modload.Requirements`).

use std::collections::HashMap;
use std::sync::Arc;

use bstr::{BStr, BString};

use crate::go_command::Rules;
use crate::gomod::prunes;
use crate::module::ModuleVersion;
use crate::mvs::graph::{Graph, Pruning};
use crate::mvs::order::{compare_chosen, is_toolchain, sort};
use crate::mvs::reader::{Asks, Reader};
use crate::mvs::{Actual, Source, Target, of_toolchain, roots};

/// Requirements of one target.
pub struct Requirements<'a, S: Source> {
    target: Target<'a>,
    pub reader: Reader<'a, S>,
    pub roots: Vec<Arc<ModuleVersion>>,
    highest: HashMap<BString, BString>,
    pub pruning: Pruning,
    graph: Option<Graph>,
}

impl<'a, S: Source> Requirements<'a, S> {
    /// Those of the files.
    pub fn new(target: Target<'a>, rules: Rules, reader: Reader<'a, S>) -> Requirements<'a, S> {
        let (mut all, pruning) = match target {
            Target::Module(main) => {
                let pruned = prunes(main.file.go_version());
                (roots(main, &reader), if pruned { Pruning::Pruned } else { Pruning::Unpruned })
            }
            Target::Workspace { file, modules, .. } => {
                let mains = modules.iter().map(|main| ModuleVersion::new(main.file.module.clone(), ""));
                let mut all: Vec<_> = mains.map(Arc::new).collect();
                all.extend(of_toolchain(file.go_version(), file.toolchain.as_ref()));
                sort(&mut all);
                (all, Pruning::Workspace)
            }
        };
        // Before 1.21 go itself was no module.
        if !rules.since(21) {
            all.retain(|root| !is_toolchain(&root.module));
        }
        let mut requirements =
            Requirements { target, reader, roots: Vec::new(), highest: HashMap::new(), pruning, graph: None };
        requirements.set(all);
        requirements
    }

    /// Goes by other requirements from now on.
    pub fn set(&mut self, all: Vec<Arc<ModuleVersion>>) {
        self.highest.clear();
        for root in &all {
            let known = self.highest.entry(root.module.clone()).or_insert_with(|| root.version.clone());
            if compare_chosen(&root.module, known, &root.version).is_lt() {
                known.clone_from(&root.version);
            }
        }
        self.roots = all;
        self.graph = None;
    }

    /// Whether a path is that of a main module.
    pub fn is_main(&self, path: &[u8]) -> bool {
        self.target.modules().iter().any(|main| main.file.module == path)
    }

    /// The version of a path by the requirements alone; of a main module it is empty (`rootSelected`).
    pub fn root_selected(&self, path: &[u8]) -> Option<&BStr> {
        if self.is_main(path) {
            return Some(BStr::new(""));
        }
        self.highest.get(BStr::new(path)).map(BStr::new)
    }

    /// Where a module's content comes from.
    pub fn actual(&self, of: &Arc<ModuleVersion>) -> Actual {
        self.reader.actual(of)
    }

    /// What a module asks for; `None`: that cannot be had, which is noted.
    pub fn asks(&mut self, of: &Arc<ModuleVersion>) -> Option<Asks> {
        self.reader.asks(of)
    }

    /// Whether something that the graph hangs on cannot be had.
    pub fn is_incomplete(&self) -> bool {
        !self.reader.trouble.is_empty() || !self.reader.refusals.is_empty()
    }

    pub fn has_graph(&self) -> bool {
        self.graph.is_some()
    }

    /// As if it had not been asked for yet: who loads anew, looks at it only when it must.
    pub fn forget_graph(&mut self) {
        self.graph = None;
    }

    /// The whole graph.
    pub fn graph(&mut self) -> &Graph {
        if self.graph.is_none() {
            let graph = match self.target {
                Target::Module(main) => Graph::of_module(
                    BStr::new(&main.file.module),
                    &self.roots,
                    self.pruning,
                    &mut self.reader,
                ),
                Target::Workspace { .. } => Graph::of_workspace(&self.roots, &mut self.reader),
            };
            self.graph = Some(graph);
        }
        self.graph.get_or_insert_default()
    }

    /// Whether the graph raises no requirement (`updatePrunedRoots`, `allRootsSelected`).
    pub fn agrees(&mut self) -> bool {
        let pruned = self.pruning == Pruning::Pruned;
        let roots = self.roots.clone();
        let mains: Vec<bool> = roots.iter().map(|root| self.is_main(&root.module)).collect();
        let graph = self.graph();
        let mut first: Option<&BString> = None;
        !roots.iter().zip(mains).any(|(root, is_main)| {
            // A requirement of the main module itself is dropped without a word, and of the same path the first counts.
            let again = pruned && first == Some(&root.module);
            first = Some(&root.module);
            !(again || pruned && is_main) && graph.selected(&root.module) != root.version
        })
    }

    /// Whether two requirements of one path disagree, or one names the main module (`hasRedundantRoot`).
    pub fn is_redundant(&self) -> bool {
        let twice = self.roots.windows(2).any(|two| two[0].module == two[1].module && two[0] != two[1]);
        self.pruning == Pruning::Pruned && twice
    }

    /// Goes by the go line that `-mod=mod` writes: a higher one may have come to prune. Where there is none, go writes
    /// its own, and requires the whole build list (`loadModFile`, `convertPruning`).
    pub fn prune(&mut self) {
        if self.pruning != Pruning::Unpruned {
            return;
        }
        let bare = matches!(self.target, Target::Module(main) if main.file.go.is_none());
        if bare {
            let mut all = self.graph().build_list();
            all.retain(|module| !module.version.is_empty());
            self.raise(all);
        }
        if bare || self.root_selected(b"go").is_some_and(|go| prunes(go)) {
            self.pruning = Pruning::Pruned;
            self.graph = None;
        }
    }

    /// Every requirement as high as the graph makes it, and these besides.
    pub fn raise(&mut self, more: Vec<Arc<ModuleVersion>>) -> bool {
        let before = self.roots.clone();
        let mut all: Vec<Arc<ModuleVersion>> = Vec::new();
        let roots = self.roots.clone();
        for root in &roots {
            if !self.is_main(&root.module) {
                all.extend(self.graph().chosen(&root.module));
            }
        }
        all.extend(more);
        sort(&mut all);
        all.dedup_by(|later, kept| {
            let same = later.module == kept.module;
            if same {
                *kept = later.clone();
            }
            same
        });
        let changed = all != before;
        if changed {
            self.set(all);
        }
        changed
    }
}
