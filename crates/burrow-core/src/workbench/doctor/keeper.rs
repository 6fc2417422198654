//! The thread that makes the fast checks again when something moved. While nothing happens it sleeps.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, Weak};
use std::thread;
use std::time::{Duration, Instant};

use super::super::Topic;
use super::super::work::Inner;
use super::DoctorNow;
use crate::doctor::{Checks, Finding, Seen, examine};
use crate::system::{Stamp, clock};
use crate::watch::{Why, Wish};

/// A measuring tells of itself ten times a second; what checks make of it may wait so long.
const CACHES_REST: Duration = Duration::from_secs(5);
/// Files that findings name and that are watched.
const WATCHED: usize = 100;

/// Why to look again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::workbench) enum DoctorErrand {
    /// Something that checks look at is another.
    Look,
    /// Figures of the caches are.
    Caches,
    /// What is known of the proxies is.
    Proxies,
}

/// Starts the thread. It ends with the workbench and holds it only while it works.
pub(in crate::workbench) fn spawn_doctor(inner: &Arc<Inner>, errands: Receiver<DoctorErrand>) {
    let inner = Arc::downgrade(inner);
    thread::spawn(move || keep(&inner, &errands));
}

fn keep(inner: &Weak<Inner>, errands: &Receiver<DoctorErrand>) {
    // When the caches may be looked at, if they are to be.
    let mut due: Option<Instant> = None;
    let mut last: Option<Instant> = None;
    loop {
        let first = match due {
            None => errands.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(due) => errands.recv_timeout(due.saturating_duration_since(Instant::now())),
        };
        if first == Err(RecvTimeoutError::Disconnected) {
            return;
        }
        let Some(inner) = inner.upgrade() else { return };
        // What came in the meantime is answered by the same look.
        let all: BTreeSet<DoctorErrand> = first.into_iter().chain(errands.try_iter()).collect();
        if all.contains(&DoctorErrand::Proxies) {
            inner.doctor_hears_of_proxies();
        }
        if all.contains(&DoctorErrand::Caches) {
            let rested = last.map_or_else(Instant::now, |last| last + CACHES_REST);
            due.get_or_insert(rested);
        }
        if all.contains(&DoctorErrand::Look) || due.is_some_and(|due| due <= Instant::now()) {
            inner.examine_fast();
            (due, last) = (None, Some(Instant::now()));
        }
    }
}

impl Inner {
    /// Makes the fast checks, and says so when they find something else than before.
    fn examine_fast(&self) {
        let seen = Arc::new(Seen::new(self.doctor_ground(self.doctor.ending.clone())));
        let found = examine(&seen, &Checks::default());
        let stale = self.stale_slow();
        let proxies = self.proxies().finding;
        let mut known = self.doctor.known();
        let before = known.now(known.proxies.clone());
        // Not those that were made in the meantime.
        known.slow = known.slow.take().filter(|slow| Some(slow.at) != stale);
        known.checked_at = Some(clock::now_ms());
        known.fast = Some(found);
        known.proxies = proxies;
        let now = known.now(known.proxies.clone());
        drop(known);
        let files = files(&now.findings);
        let differs = DoctorNow { checked_at: now.checked_at, ..before } != now;
        self.watch_doctor(files);
        if differs {
            self.announce_topic(Topic::Doctor);
        }
    }

    /// What servers said of another environment, or of files that are others now, says nothing any more. When that
    /// was; `None`: what is known still holds.
    fn stale_slow(&self) -> Option<u64> {
        let now = self.doctor_fingerprint();
        let known = self.doctor.known();
        let (at, ground, files) =
            known.slow.as_ref().map(|slow| (slow.at, slow.ground, slow.files.clone()))?;
        drop(known);
        let differs = ground != now || files.iter().any(|(before, file)| Stamp::at(file) != *before);
        differs.then_some(at)
    }

    fn doctor_hears_of_proxies(&self) {
        let finding = self.proxies().finding;
        let mut known = self.doctor.known();
        if known.fast.is_some() && known.proxies != finding {
            known.proxies = finding;
            drop(known);
            self.announce_topic(Topic::Doctor);
        }
    }

    /// Watches what findings rest on, so that they go with it, and the file of logins.
    fn watch_doctor(&self, files: BTreeSet<PathBuf>) {
        let mut state = self.state();
        let netrc = self.options.home.iter().flat_map(|home| [home.join(".netrc"), home.join("_netrc")]);
        let wishes: Vec<Wish> =
            files.into_iter().take(WATCHED).chain(netrc).map(|file| Wish::new(file, Why::Doctor)).collect();
        if state.doctor_wishes != wishes {
            state.doctor_wishes = wishes;
            self.follow(&mut state);
        }
    }

    /// Findings that were repaired by a job: what servers and the disk say is to be asked again.
    pub(in crate::workbench) fn doctor_mended(&self, id: crate::doctor::CheckId) {
        let mut known = self.doctor.known();
        if let Some(slow) = &mut known.slow {
            slow.examination.findings.retain(|finding| finding.check != id);
            slow.examination.checked.retain(|checked| *checked != id);
        }
        let asked = known.asked;
        drop(known);
        if asked {
            self.announce_topic(Topic::Doctor);
        }
    }
}

/// The files that findings name.
pub(super) fn files(findings: &[Finding]) -> BTreeSet<PathBuf> {
    let places = findings.iter().flat_map(|finding| &finding.evidence).filter_map(|one| one.place.as_ref());
    places.map(|place| place.file.clone()).filter(|file| file.is_absolute()).collect()
}
