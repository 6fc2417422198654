//! The thread for what nobody waits for: the index is proven against the disk, and results of tests are told apart, behind
//! everything else that runs on the machine. It works for a running window only, and does not keep the workbench from ending.

use std::path::PathBuf;
use std::sync::Weak;
use std::sync::mpsc::Receiver;

use super::super::work::Inner;
use super::CacheErrand;
use crate::cache::measure::KindRow;
use crate::cache::{Cache, Root, Roots, index};
use crate::job::Cancel;

/// What to do once nobody needs the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Chore {
    /// Look whether what is remembered is so, if nobody has for a day.
    Prove,
    /// The same after something was cleaned: now.
    ProveAnyway,
    /// Tell results of tests apart from the rest of the build cache.
    Results,
}

/// What all of it needs, without the workbench.
struct Ground {
    roots: Roots,
    state: PathBuf,
    ending: Cancel,
}

/// The thread itself.
pub(super) fn work(inner: &Weak<Inner>, chores: &Receiver<Chore>) {
    while let Ok(first) = chores.recv() {
        // What was wanted again in the meantime is done by the same look.
        let all: Vec<Chore> = std::iter::once(first).chain(chores.try_iter()).collect();
        let Some(ground) = inner.upgrade().and_then(|inner| inner.ground_of_chores()) else { continue };
        let has = |chore: Chore| all.contains(&chore);
        let proves = has(Chore::Prove) || has(Chore::ProveAnyway);
        let differing = if proves { ground.prove(has(Chore::ProveAnyway)) } else { None };
        let results = if has(Chore::Results) { ground.results() } else { None };
        let Some(inner) = inner.upgrade() else { return };
        if let Some(differing) = differing {
            inner.proven(differing);
        }
        if let Some(results) = results {
            inner.take_results(&ground.roots, results);
        }
    }
}

impl Ground {
    /// How many folders were not as they were remembered; `None`: nothing was looked at.
    fn prove(&self, anyway: bool) -> Option<u64> {
        let proof = |cache: Cache| {
            let root = dunce::canonicalize(self.roots.root(cache).folder()?).ok()?;
            // What cannot be looked at is said by the next measurement.
            index::prove(&self.state, cache, &root, anyway, &self.ending).ok()?
        };
        let proofs: Vec<_> = Cache::ALL.into_iter().filter_map(proof).collect();
        (!proofs.is_empty()).then(|| proofs.iter().map(|proof| proof.differing).sum())
    }

    /// `None`: they were not told apart.
    fn results(&self) -> Option<KindRow> {
        let Root::At(path) = self.roots.root(Cache::Build) else { return None };
        // What cannot be looked at is said by the next measurement.
        index::results(&self.state, path, &self.ending).ok()?
    }
}

impl Inner {
    fn ground_of_chores(&self) -> Option<Ground> {
        let state = self.cache_index()?.to_path_buf();
        Some(Ground { roots: self.cache_roots(), state, ending: self.caches.ending.clone() })
    }

    /// Takes in what a proof has found.
    fn proven(&self, differing: u64) {
        self.caches.known().corrected += differing;
        self.caches.send(CacheErrand::Proven);
    }

    /// Takes in what results of tests were found to be, unless the context is another by now.
    fn take_results(&self, roots: &Roots, results: KindRow) {
        let mut known = self.caches.known();
        if known.roots.as_ref() == Some(roots) {
            known.results = Some(results);
        }
        drop(known);
        self.show_caches();
    }

    /// Has something done when nobody needs the machine.
    pub(super) fn chore(&self, chore: Chore) {
        if self.options.watch {
            self.caches.chore(chore);
        }
    }
}
