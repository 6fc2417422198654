//! The thread that finds out what takes longer, behind everything else: what projects need, what could go safely, what
//! lies beside the caches. It never holds up the figures.

use std::sync::Weak;
use std::sync::mpsc::Receiver;

use super::super::work::Inner;

/// What to find out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Thought {
    /// What is in the folders that the person named, and what all of it needs.
    Projects,
    /// Which folders could be named.
    Offers,
    /// What can go safely.
    Standard,
    /// What lies around the caches and takes space too.
    Leftovers,
    /// Quarantines: what was broken off, what is over its time.
    Quarantines,
}

/// The thread itself.
pub(super) fn think(inner: &Weak<Inner>, thoughts: &Receiver<Thought>) {
    while let Ok(first) = thoughts.recv() {
        let Some(inner) = inner.upgrade() else { return };
        // What was wanted again in the meantime is answered by the same look.
        let all: Vec<Thought> = std::iter::once(first).chain(thoughts.try_iter()).collect();
        if all.contains(&Thought::Quarantines) {
            inner.tend_quarantines();
        }
        if all.contains(&Thought::Projects) {
            inner.look_at_projects();
        }
        if all.contains(&Thought::Projects) || all.contains(&Thought::Standard) {
            inner.reckon_standard();
        }
        if all.contains(&Thought::Projects) || all.contains(&Thought::Leftovers) {
            inner.look_for_leftovers();
        }
        if all.contains(&Thought::Offers) {
            inner.look_for_offers();
        }
    }
}
