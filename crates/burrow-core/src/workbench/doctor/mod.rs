//! The workbench's section of the doctor: what is wrong in the context, kept as it is. What a check sees and says is
//! decided in `doctor`.
//!
//! Until somebody has asked once nothing is checked. From then on the fast checks answer whatever the watcher and the
//! other sections heard (`keeper`); those that take long, or ask servers, are made when somebody wants them (`slow`).

mod deeds;
mod keeper;
mod slow;

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::work::Inner;
use super::{Topic, Workbench};
use crate::doctor::{CHECKS, CheckId, Examination, Finding, Ground, Skip, Speed};
use crate::env::capture::{AskerId, Captured};
use crate::job::Cancel;
use crate::system::Stamp;
use crate::system::clock;
use crate::system::files::path_from_bytes;

pub use deeds::Deed;
pub(super) use keeper::{DoctorErrand, spawn_doctor};

/// What is wrong in the context, and what was checked.
#[derive(Debug, Clone, PartialEq)]
pub struct DoctorNow {
    /// The fast checks are on for the first time.
    pub looking: bool,
    /// The worst first.
    pub findings: Vec<Finding>,
    pub checks: Vec<CheckNow>,
    /// What the last tests of the proxies say, where no check says the same.
    pub proxies: Option<super::proxies::Finding>,
    /// The slow checks are on.
    pub examining: bool,
    /// When the fast checks were made (Unix ms).
    pub checked_at: Option<u64>,
    /// The same of the slow ones, where what they found still counts.
    pub slow_at: Option<u64>,
}

/// A check, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckNow {
    pub id: CheckId,
    pub speed: Speed,
    pub state: CheckState,
}

/// What came of a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckState {
    /// Nobody has asked for it yet.
    Waiting,
    Running,
    Well,
    Found,
    Skipped(Skip),
}

/// The section's share of the workbench.
pub(super) struct DoctorSection {
    known: Mutex<Known>,
    errands: Mutex<Sender<DoctorErrand>>,
    /// Ends checks with the workbench.
    ending: Cancel,
    deeds: deeds::Deeds,
}

#[derive(Default)]
struct Known {
    asked: bool,
    fast: Option<Examination>,
    checked_at: Option<u64>,
    slow: Option<Slow>,
    /// Slow checks that run.
    running: BTreeSet<CheckId>,
    /// What the proxies said when it was last announced.
    proxies: Option<super::proxies::Finding>,
}

/// What slow checks found, and what that rests on.
struct Slow {
    examination: Examination,
    at: u64,
    ground: u64,
    /// The files that findings name, as they were.
    files: Vec<(Option<Stamp>, PathBuf)>,
}

impl Drop for DoctorSection {
    fn drop(&mut self) {
        self.ending.cancel();
    }
}

impl DoctorSection {
    pub fn new() -> (DoctorSection, Receiver<DoctorErrand>) {
        let (sender, errands) = channel();
        let section = DoctorSection {
            known: Mutex::default(),
            errands: Mutex::new(sender),
            ending: Cancel::new(),
            deeds: deeds::Deeds::default(),
        };
        (section, errands)
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        // What a panic left is what was known before.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn send(&self, errand: DoctorErrand) {
        // Without a thread to hear it the workbench is closing.
        let _ = self.errands.lock().unwrap_or_else(PoisonError::into_inner).send(errand);
    }

    /// What findings rest on has changed.
    pub fn look(&self) {
        if self.known().asked {
            self.send(DoctorErrand::Look);
        }
    }

    /// Others of the workbench's topics differ: whether checks have to be made again.
    pub fn heard(&self, topics: &[Topic]) {
        let errand = |topic: &Topic| match topic {
            Topic::Environment | Topic::History | Topic::Toolchains | Topic::Programs => {
                Some(DoctorErrand::Look)
            }
            Topic::Caches | Topic::Projects => Some(DoctorErrand::Caches),
            Topic::Proxies => Some(DoctorErrand::Proxies),
            Topic::Settings | Topic::Doctor | Topic::Welcome => None,
        };
        let errands: BTreeSet<DoctorErrand> = topics.iter().filter_map(errand).collect();
        if !errands.is_empty() && self.known().asked {
            errands.into_iter().for_each(|errand| self.send(errand));
        }
    }
}

impl Workbench {
    /// What is wrong in the context, by what is known. The first time, the checks begin with this; what they find is
    /// announced, and from then on whatever comes and goes.
    pub fn doctor(&self) -> DoctorNow {
        self.inner.doctor()
    }

    /// What the checks have found so far; `None`: they were not made yet.
    pub fn examination(&self) -> Option<Examination> {
        self.inner.doctor.known().fast.clone()
    }

    /// Where the checks look: for a report, or a plan, that is made of them.
    pub fn doctor_ground(&self, cancel: Cancel) -> Ground {
        self.inner.doctor_ground(cancel)
    }
}

impl Inner {
    fn doctor(&self) -> DoctorNow {
        let proxies = self.proxies().finding;
        let mut known = self.doctor.known();
        if !known.asked {
            known.asked = true;
            self.doctor.send(DoctorErrand::Look);
        }
        known.now(proxies)
    }

    pub(in crate::workbench) fn doctor_ground(&self, cancel: Cancel) -> Ground {
        let state = self.state();
        let captured = state.slots.chosen(state.choice.asker).map(|(_, answered)| answered.captured.clone());
        let captured = captured.unwrap_or_else(|| self.options.environments.process());
        let desktop: Option<Captured> =
            state.slots.get(AskerId::Desktop).ready().map(|answered| answered.captured.clone());
        let environments = Arc::clone(&self.options.environments);
        let directory =
            state.picture.context().and_then(|answer| path_from_bytes(answer.dir.as_slice().into()));
        Ground {
            captured,
            desktop: Box::new(move || desktop.clone().map_or_else(|| environments.desktop(), Ok)),
            directory: directory.unwrap_or_else(|| super::wishes::directory(&self.options, &state.choice)),
            started_in: self.options.started_in.clone(),
            goroot: state.choice.goroot.clone(),
            home: self.options.home.clone(),
            store: Some(Arc::clone(&self.store)),
            data_dir: self.options.data_dir.clone(),
            now: clock::now_ms(),
            cancel,
        }
    }

    /// A fingerprint of everything that what servers say depends on.
    fn doctor_fingerprint(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        let state = self.state();
        for variable in &state.picture.snapshot.variables {
            (&variable.name, variable.value.to_string()).hash(&mut hasher);
        }
        if let Some(answer) = state.picture.context() {
            for (name, value) in answer.environ.iter() {
                (name, value).hash(&mut hasher);
            }
            answer.dir.hash(&mut hasher);
        }
        hasher.finish()
    }
}

impl Known {
    fn now(&self, proxies: Option<super::proxies::Finding>) -> DoctorNow {
        let parts = || self.fast.iter().chain(self.slow.as_ref().map(|slow| &slow.examination));
        let mut findings: Vec<Finding> = parts().flat_map(|part| part.findings.clone()).collect();
        findings.sort_by(|a, b| (a.severity, a.check, &a.subject).cmp(&(b.severity, b.check, &b.subject)));
        findings.dedup_by(|a, b| a.check == b.check && a.subject == b.subject && a.wrong == b.wrong);
        let told =
            [CheckId::GoproxyDeadHop, CheckId::GoproxyEmpty, CheckId::GoproxyInvalid, CheckId::GoproxyGone];
        DoctorNow {
            looking: self.fast.is_none(),
            checks: self.checks(&findings),
            proxies: proxies.filter(|_| !findings.iter().any(|finding| told.contains(&finding.check))),
            findings,
            examining: !self.running.is_empty(),
            checked_at: self.checked_at,
            slow_at: self.slow.as_ref().map(|slow| slow.at),
        }
    }

    fn checks(&self, findings: &[Finding]) -> Vec<CheckNow> {
        let ids: BTreeSet<CheckId> = CHECKS.iter().map(|check| check.id).collect();
        ids.into_iter()
            .map(|id| {
                let speed = speed(id);
                CheckNow { id, speed, state: self.state(id, speed, findings) }
            })
            .collect()
    }

    fn state(&self, id: CheckId, speed: Speed, findings: &[Finding]) -> CheckState {
        if findings.iter().any(|finding| finding.check == id) {
            return CheckState::Found;
        }
        let made = match speed {
            _ if self.running.contains(&id) => return CheckState::Running,
            Speed::Fast => self.fast.as_ref(),
            Speed::Online | Speed::Slow => self.slow.as_ref().map(|slow| &slow.examination),
        };
        let Some(made) = made else { return CheckState::Waiting };
        match made.skipped.iter().find(|skipped| skipped.id == id) {
            Some(skipped) if !matches!(skipped.why, Skip::AsksServers | Skip::Slow) => {
                CheckState::Skipped(skipped.why.clone())
            }
            _ if made.checked.contains(&id) => CheckState::Well,
            _ => CheckState::Waiting,
        }
    }
}

/// Names a finding for as long as it stands.
#[must_use]
pub fn finding_key(finding: &Finding) -> String {
    format!("{}:{}", finding.check.as_str(), finding.subject)
}

/// Of a check with several rows the fastest.
fn speed(id: CheckId) -> Speed {
    let mut rows = CHECKS.iter().filter(|check| check.id == id).map(|check| check.speed);
    let first = rows.next().unwrap_or(Speed::Slow);
    if rows.any(|speed| speed == Speed::Fast) { Speed::Fast } else { first }
}
