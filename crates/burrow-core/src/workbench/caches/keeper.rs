//! The thread of the section: follows what builds write while the page is on the screen, and hears of what else may
//! differ. While the page is not on the screen and nothing happens it sleeps.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, Weak};
use std::thread;
use std::time::{Duration, Instant};

use super::super::work::Inner;
use super::Inboxes;
use super::background::{self, Chore};
use super::following::Following;
use super::thinker::{self, Thought};
use crate::cache::Cache;

/// How often the times of the cache's folders are asked while the page is on the screen.
const PULSE: Duration = Duration::from_secs(1);

/// The shortest time between two reckonings of what can go safely while figures move by themselves.
const BETWEEN: Duration = Duration::from_secs(60);

/// The shortest time between two readings of entries while figures move by themselves.
const READING: Duration = Duration::from_secs(5 * 60);

/// How long after its start the app leaves quarantines alone: the first picture comes before them.
const SETTLED: Duration = Duration::from_secs(5);

/// Why to look again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::workbench) enum CacheErrand {
    /// The context may be another, or what it goes by.
    Context,
    /// Somebody asked for the first time.
    Look,
    /// The page is on the screen, or no longer.
    Watch(bool),
    /// There are new figures, and somebody asked for them.
    Measured,
    /// Figures have moved by themselves.
    Moved,
    /// A file of a known project differs.
    Projects,
    /// Something was taken, or came back.
    Cleaned,
    /// Quarantines were looked at.
    Tended,
    /// What is remembered was proven against the disk.
    Proven,
}

/// Starts the threads of the section. They end with the workbench and hold it only while they work.
pub(in crate::workbench) fn spawn_keeper(inner: &Arc<Inner>, inboxes: Inboxes) {
    let [keeper, thinker, background] = [(); 3].map(|()| Arc::downgrade(inner));
    thread::spawn(move || keep(&keeper, &inboxes.errands));
    thread::spawn(move || thinker::think(&thinker, &inboxes.thoughts));
    thread::spawn(move || background::work(&background, &inboxes.chores));
}

fn keep(inner: &Weak<Inner>, errands: &Receiver<CacheErrand>) {
    let mut keeper = Keeper {
        watched: false,
        tend: None,
        following: Following::default(),
        reckoned: None,
        moved: false,
        ran: None,
        read: None,
        unread: false,
    };
    // A command ends what was broken off when it is asked about caches; the app does once it is up.
    if inner.upgrade().is_some_and(|inner| inner.options.watch) {
        keeper.tend = Some(Instant::now() + SETTLED);
    }
    loop {
        let first = match keeper.rest() {
            None => errands.recv().map(Some).ok(),
            Some(rest) => match errands.recv_timeout(rest) {
                Ok(errand) => Some(Some(errand)),
                Err(RecvTimeoutError::Timeout) => Some(None),
                Err(RecvTimeoutError::Disconnected) => None,
            },
        };
        let (Some(first), Some(inner)) = (first, inner.upgrade()) else { return };
        // What came in the meantime is answered by the same look.
        let all: Vec<CacheErrand> = first.into_iter().chain(errands.try_iter()).collect();
        keeper.keep(&inner, &all);
    }
}

struct Keeper {
    /// The page is on the screen.
    watched: bool,
    /// When quarantines want to be looked at; `None`: nothing is in them.
    tend: Option<Instant>,
    following: Following,
    /// When it was last reckoned what can go safely.
    reckoned: Option<Instant>,
    /// Figures have moved since.
    moved: bool,
    /// When it was last looked what runs.
    ran: Option<Instant>,
    /// When entries were last read, to tell results of tests apart.
    read: Option<Instant>,
    /// There may be others since.
    unread: bool,
}

impl Keeper {
    /// How long there is nothing to do; `None`: until somebody says so.
    fn rest(&self) -> Option<Duration> {
        let tend = self.tend.map(|at| at.saturating_duration_since(Instant::now()));
        match self.watched {
            true => Some(tend.map_or(PULSE, |tend| tend.min(PULSE))),
            false => tend,
        }
    }

    /// What can go safely takes a look at the whole disk: while a build runs it is reckoned now and then only.
    fn reckon(&mut self, inner: &Inner, now: bool, moved: bool) {
        self.moved |= moved;
        let rested = self.reckoned.is_none_or(|at| at.elapsed() > BETWEEN);
        if now || (self.moved && rested) {
            self.moved = false;
            self.reckoned = Some(Instant::now());
            inner.caches.think(Thought::Standard);
        }
    }

    /// Results of tests are told apart while somebody may see it: at once after a measurement, else now and then.
    fn tell_results(&mut self, inner: &Inner, now: bool, moved: bool) {
        self.unread |= now || moved;
        let rested = self.read.is_none_or(|at| at.elapsed() > READING);
        let is_measured = || inner.caches.known().measured.contains_key(&Cache::Build);
        if self.watched && self.unread && (now || rested) && is_measured() {
            self.unread = false;
            self.read = Some(Instant::now());
            inner.chore(Chore::Results);
        }
    }

    fn keep(&mut self, inner: &Inner, errands: &[CacheErrand]) {
        for errand in errands {
            if let CacheErrand::Watch(on) = errand {
                self.watched = *on;
            }
        }
        if self.tend.is_some_and(|at| at <= Instant::now()) {
            self.tend = None;
            inner.caches.think(Thought::Quarantines);
        }
        let has = |errand: CacheErrand| errands.contains(&errand);
        if has(CacheErrand::Look) || has(CacheErrand::Context) {
            inner.look_at_caches();
            inner.list_cleanings();
            inner.caches.think(Thought::Projects);
        }
        if has(CacheErrand::Watch(true)) {
            inner.caches.think(Thought::Offers);
            inner.caches.think(Thought::Leftovers);
        }
        if has(CacheErrand::Projects) {
            inner.caches.think(Thought::Projects);
        }
        self.reckon(inner, has(CacheErrand::Measured) || has(CacheErrand::Cleaned), has(CacheErrand::Moved));
        if has(CacheErrand::Cleaned) || has(CacheErrand::Tended) {
            self.tend = inner.next_expiry().map(|left| Instant::now() + left);
        }
        if has(CacheErrand::Cleaned) || has(CacheErrand::Proven) {
            inner.measure_quietly();
        }
        if has(CacheErrand::Proven) {
            // It goes by what it has read itself.
            self.following = Following::default();
        }
        if has(CacheErrand::Cleaned) {
            inner.chore(Chore::ProveAnyway);
        } else if has(CacheErrand::Measured) || has(CacheErrand::Watch(true)) {
            inner.chore(Chore::Prove);
        }
        let asked = has(CacheErrand::Measured) || has(CacheErrand::Cleaned);
        self.tell_results(inner, asked, has(CacheErrand::Watch(true)) || has(CacheErrand::Moved));
        if has(CacheErrand::Measured) || has(CacheErrand::Moved) {
            inner.look_at_budgets();
        }
        if self.watched {
            inner.see_running(&mut self.ran);
            inner.follow_caches(&mut self.following);
        }
    }
}
