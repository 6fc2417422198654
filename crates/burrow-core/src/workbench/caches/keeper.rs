//! The thread of the section: follows what builds write while the page is on the screen, and hears of what else may
//! differ. While the page is not on the screen and nothing happens it sleeps.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, Weak};
use std::thread;
use std::time::Duration;

use super::super::work::Inner;

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
}

/// Starts the thread. It ends with the workbench and holds it only while it works.
pub(in crate::workbench) fn spawn_keeper(inner: &Arc<Inner>, errands: Receiver<CacheErrand>) {
    let keeper = Arc::downgrade(inner);
    thread::spawn(move || keep(&keeper, &errands));
}

fn keep(inner: &Weak<Inner>, errands: &Receiver<CacheErrand>) {
    let mut watched = false;
    loop {
        let first = match watched {
            false => errands.recv().ok().map(Some),
            true => match errands.recv_timeout(PULSE) {
                Ok(errand) => Some(Some(errand)),
                Err(RecvTimeoutError::Timeout) => Some(None),
                Err(RecvTimeoutError::Disconnected) => None,
            },
        };
        let Some(first) = first else { return };
        let Some(inner) = inner.upgrade() else { return };
        // What came in the meantime is answered by the same look.
        let all: Vec<CacheErrand> = first.into_iter().chain(errands.try_iter()).collect();
        for errand in &all {
            if let CacheErrand::Watch(on) = errand {
                watched = *on;
            }
        }
        if all.contains(&CacheErrand::Look) || all.contains(&CacheErrand::Context) {
            inner.look_at_caches();
            inner.show_caches();
        }
    }
}
