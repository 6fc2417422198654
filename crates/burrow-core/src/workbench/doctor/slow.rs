//! The checks that take long, and those that ask servers: made when somebody wants them. What they found holds for as
//! long as the environment, and the files that they name, are the same.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{DoctorErrand, Slow, speed};
use crate::doctor::{CHECKS, CheckId, Checks, Examination, Seen, Speed, examine};
use crate::job::{Cancel, Cancelled, Doing, Progress, Step};
use crate::system::Stamp;
use crate::system::clock;
use crate::workbench::work::Inner;
use crate::workbench::{Topic, Workbench};

impl Workbench {
    /// Makes the checks that take long, with `online` those too that ask servers; answers how many findings there are
    /// of them. Blocks until they have ended.
    ///
    /// # Errors
    /// [`Cancelled`]: nothing of them is kept.
    pub fn examine_slowly(
        &self,
        online: bool,
        cancel: &Cancel,
        progress: &dyn Progress,
    ) -> Result<usize, Cancelled> {
        self.inner.examine_slowly(online, cancel, progress)
    }
}

impl Inner {
    fn examine_slowly(
        &self,
        online: bool,
        cancel: &Cancel,
        progress: &dyn Progress,
    ) -> Result<usize, Cancelled> {
        let wanted = |one: Speed| one == Speed::Slow || (online && one == Speed::Online);
        let ids: BTreeSet<CheckId> =
            CHECKS.iter().filter(|row| wanted(row.speed)).map(|row| row.id).collect();
        let mut known = self.doctor.known();
        let first = !std::mem::replace(&mut known.asked, true);
        known.running.clone_from(&ids);
        drop(known);
        self.announce_topic(Topic::Doctor);
        if first {
            // The fast ones do not wait for these.
            self.doctor.send(DoctorErrand::Look);
        }
        // What changes from now on is not what was asked about.
        let ground = self.doctor_fingerprint();
        let made = self.one_by_one(&ids, online, cancel, progress);
        let found = made.as_ref().map_or(0, |made| made.findings.len());
        let answer = made.map(|examination| self.keep_slow(examination, &ids, ground));
        self.doctor.known().running.clear();
        self.announce_topic(Topic::Doctor);
        self.doctor.send(DoctorErrand::Look);
        answer.map(|()| found)
    }

    /// What was found before by checks that were not made now still holds beside it.
    fn keep_slow(&self, mut examination: Examination, ids: &BTreeSet<CheckId>, ground: u64) {
        let known = self.doctor.known();
        let before = known.slow.as_ref().filter(|slow| slow.ground == ground);
        let before = before.map(|slow| slow.examination.clone());
        drop(known);
        if let Some(before) = before {
            let other = |id: &CheckId| !ids.contains(id);
            examination.findings.extend(before.findings.into_iter().filter(|one| other(&one.check)));
            examination.checked.extend(before.checked.into_iter().filter(other));
            examination.skipped.extend(before.skipped.into_iter().filter(|one| other(&one.id)));
        }
        let files = super::keeper::files(&examination.findings);
        let files = files.into_iter().map(|file| (Stamp::at(&file), file)).collect();
        self.doctor.known().slow = Some(Slow { examination, at: clock::now_ms(), ground, files });
    }

    /// All that only ask servers at once, then those that read much of the disk, one after the other.
    fn one_by_one(
        &self,
        ids: &BTreeSet<CheckId>,
        online: bool,
        cancel: &Cancel,
        progress: &dyn Progress,
    ) -> Result<Examination, Cancelled> {
        let seen = Arc::new(Seen::new(self.doctor_ground(cancel.clone())));
        let (slow, servers): (Vec<CheckId>, Vec<CheckId>) =
            ids.iter().partition(|id| speed(**id) == Speed::Slow);
        let turns: Vec<Vec<CheckId>> = [servers]
            .into_iter()
            .filter(|turn| !turn.is_empty())
            .chain(slow.into_iter().map(|id| vec![id]))
            .collect();
        let mut all = Examination { findings: Vec::new(), checked: Vec::new(), skipped: Vec::new() };
        let mut done = 0;
        for named in turns {
            cancel.check()?;
            progress.report(Step { doing: Doing::Examining, done, total: Some(ids.len() as u64) });
            done += named.len() as u64;
            let made = examine(&seen, &Checks { named: Some(named), online });
            all.findings.extend(made.findings);
            all.checked.extend(made.checked);
            all.skipped.extend(made.skipped);
        }
        cancel.check()?;
        Ok(all)
    }
}
