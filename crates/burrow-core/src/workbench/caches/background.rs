//! The thread for what nobody waits for: the index is proven against the disk, behind everything else that runs on the
//! machine. It works for a running window only, and does not keep the workbench from ending.

use std::path::PathBuf;
use std::sync::Weak;
use std::sync::mpsc::Receiver;

use super::super::work::Inner;
use super::CacheErrand;
use crate::cache::{Cache, Roots, index};
use crate::job::Cancel;

/// What to do once nobody needs the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Chore {
    /// Look whether what is remembered is so, if nobody has for a day.
    Prove,
    /// The same after something was cleaned: now.
    ProveAnyway,
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
        let differing = ground.prove(all.contains(&Chore::ProveAnyway));
        let Some(inner) = inner.upgrade() else { return };
        if let Some(differing) = differing {
            inner.proven(differing);
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

    /// Has something done when nobody needs the machine.
    pub(super) fn chore(&self, chore: Chore) {
        if self.options.watch {
            self.caches.chore(chore);
        }
    }
}
