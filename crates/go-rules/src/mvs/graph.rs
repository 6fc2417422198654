//! A module graph as far as go loads it, and the highest version of each path in it (`modload.readModGraph`,
//! `mvs.Graph`).

use std::borrow::Borrow;
use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use bstr::BStr;

use super::Source;
use super::order::{compare, compare_chosen};
use super::reader::{Asks, Reader};
use crate::module::ModuleVersion;

/// How far below a module its graph is loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pruning {
    /// What it asks for itself.
    Pruned,
    /// All of it.
    Unpruned,
    /// What the modules of a workspace ask for.
    Workspace,
}

/// A loaded graph.
#[derive(Default)]
pub struct Graph {
    selected: HashMap<ByPath, Arc<ModuleVersion>>,
    /// What each module asks for that was loaded.
    asks: HashMap<Arc<ModuleVersion>, Asks>,
    /// What was loaded, or will be.
    queued: HashSet<(Arc<ModuleVersion>, Pruning)>,
}

/// A version, looked up by its path.
struct ByPath(Arc<ModuleVersion>);

impl Borrow<[u8]> for ByPath {
    fn borrow(&self) -> &[u8] {
        &self.0.module
    }
}

impl PartialEq for ByPath {
    fn eq(&self, other: &ByPath) -> bool {
        self.0.module == other.0.module
    }
}

impl Eq for ByPath {}

impl Hash for ByPath {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.module.as_slice().hash(state);
    }
}

impl Graph {
    /// The graph of a main module with these requirements.
    pub fn of_module<S: Source>(
        main: &BStr,
        roots: &[Arc<ModuleVersion>],
        pruning: Pruning,
        reader: &mut Reader<'_, S>,
    ) -> Graph {
        let mut graph = Graph::default();
        graph.choose(&Arc::new(ModuleVersion::new(main, "")));
        for root in roots {
            graph.choose(root);
        }
        graph.load(roots.iter().map(|root| (root.clone(), pruning)).collect(), reader);
        graph
    }

    /// The graph of a workspace, whose roots are its modules and go itself.
    pub fn of_workspace<S: Source>(roots: &[Arc<ModuleVersion>], reader: &mut Reader<'_, S>) -> Graph {
        let mut graph = Graph::default();
        for root in roots {
            graph.choose(root);
        }
        let all = roots.iter().map(|root| (root.clone(), Pruning::Workspace)).collect();
        graph.load(all, reader);
        graph.load_what_was_raised(roots, reader);
        graph
    }

    fn load<S: Source>(
        &mut self,
        mut queue: VecDeque<(Arc<ModuleVersion>, Pruning)>,
        reader: &mut Reader<'_, S>,
    ) {
        while let Some((version, pruning)) = queue.pop_front() {
            if !self.queued.insert((version.clone(), pruning)) {
                continue;
            }
            let Some(asks) = self.asks_of(&version, reader) else { continue };
            // Of a module that does not name all that its packages need, all that lies below counts.
            if pruning == Pruning::Pruned && asks.prunes {
                continue;
            }
            let next = if pruning == Pruning::Unpruned || !asks.prunes {
                Pruning::Unpruned
            } else {
                Pruning::Pruned
            };
            queue.extend(asks.require.iter().map(|below| (below.clone(), next)));
        }
    }

    fn asks_of<S: Source>(
        &mut self,
        version: &Arc<ModuleVersion>,
        reader: &mut Reader<'_, S>,
    ) -> Option<Asks> {
        if let Some(asks) = self.asks.get(version) {
            return Some(asks.clone());
        }
        let asks = reader.asks(version)?;
        for below in asks.require.iter() {
            self.choose(below);
        }
        self.asks.insert(version.clone(), asks.clone());
        Some(asks)
    }

    /// In a workspace a requirement may be lower than what is built with: then what is built with is loaded as if it
    /// belonged to the workspace, over and over.
    fn load_what_was_raised<S: Source>(&mut self, roots: &[Arc<ModuleVersion>], reader: &mut Reader<'_, S>) {
        let mut seen: HashSet<Arc<ModuleVersion>> = HashSet::new();
        let mut paths: Vec<Arc<ModuleVersion>> = roots.to_vec();
        let mut known: HashSet<ByPath> = roots.iter().cloned().map(ByPath).collect();
        loop {
            let mut raised: Vec<Arc<ModuleVersion>> = Vec::new();
            for path in &paths {
                let Some(here) = self.selected.get(path.module.as_slice()) else { continue };
                if !seen.contains(here) {
                    raised.push(here.clone());
                    continue;
                }
                let Some(asks) = self.asks.get(here) else { continue };
                let above = asks.require.iter().filter_map(|below| {
                    let chosen = self.selected.get(below.module.as_slice())?;
                    let higher = compare(&below.module, &chosen.version, &below.version).is_gt();
                    (higher && !seen.contains(chosen)).then(|| chosen.clone())
                });
                raised.extend(above);
            }
            if raised.is_empty() {
                return;
            }
            for version in &raised {
                seen.insert(version.clone());
                if known.insert(ByPath(version.clone())) {
                    paths.push(version.clone());
                }
            }
            self.load(raised.into_iter().map(|version| (version, Pruning::Workspace)).collect(), reader);
        }
    }

    fn choose(&mut self, version: &Arc<ModuleVersion>) {
        let higher = |than: &[u8]| compare_chosen(&version.module, than, &version.version).is_lt();
        match self.selected.get_mut(version.module.as_slice()) {
            Some(chosen) if higher(&chosen.version) => *chosen = version.clone(),
            None if higher(b"none") => {
                self.selected.insert(ByPath(version.clone()), version.clone());
            }
            _ => {}
        }
    }

    /// The version of a path that is built with.
    pub fn chosen(&self, path: &[u8]) -> Option<Arc<ModuleVersion>> {
        self.selected.get(path).cloned()
    }

    /// The same as text; `none` where there is none, and empty for a main module.
    pub fn selected(&self, path: &[u8]) -> &[u8] {
        self.selected.get(path).map_or(b"none".as_slice(), |chosen| &chosen.version)
    }

    /// Whether what a version asks for was loaded.
    pub fn has_loaded(&self, version: &ModuleVersion) -> bool {
        self.asks.contains_key(version)
    }

    /// Whether nothing raises one of these requirements.
    pub fn agrees_with(&self, roots: &[Arc<ModuleVersion>]) -> bool {
        roots.iter().all(|root| self.selected(&root.module) == root.version)
    }

    /// Every chosen version, sorted by path.
    pub fn build_list(&self) -> Vec<Arc<ModuleVersion>> {
        let mut list: Vec<_> = self.selected.values().cloned().collect();
        list.sort_unstable_by(|a, b| a.module.cmp(&b.module));
        list
    }
}
