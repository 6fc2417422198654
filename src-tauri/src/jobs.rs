//! Long work behind the window: started, followed, cancelled, and kept until its report was read.
//!
//! Each job has a thread that works and one that tells. The first is never held up by telling; the second tells the
//! begin and the end always, and between them ten times a second at most. Without a job nothing runs.

mod pace;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use burrow_core::job::{Cancel, Progress, Step};
use burrow_core::system::clock;
use burrow_core::task::{Ending, Report, Task};
use burrow_core::text::Broken;

use pace::Pace;

/// The shortest time between two announcements of one job.
const BETWEEN: Duration = Duration::from_millis(100);
/// While bytes are counted the rate is told anew after this long, even when none came.
const RATE: Duration = Duration::from_secs(1);
/// Reports of ended jobs that are kept; older ones are forgotten.
const KEPT: usize = 50;

/// All jobs of this process. Dropping it asks those that still run to end.
#[derive(Default)]
pub struct Jobs {
    list: Mutex<List>,
    listeners: Arc<Listeners>,
}

#[derive(Default)]
struct List {
    last: u64,
    jobs: BTreeMap<u64, Arc<Job>>,
}

type Listeners = Mutex<Vec<Sender<Report>>>;

/// One job, shared by the thread that works, the one that tells, and the list.
struct Job {
    cancel: Cancel,
    now: Mutex<Now>,
    /// There is something to tell.
    news: Condvar,
}

struct Now {
    report: Report,
    pace: Pace,
    /// Something was not told yet.
    fresh: bool,
}

impl Jobs {
    /// Announcements of all jobs from now on.
    pub fn subscribe(&self) -> Receiver<Report> {
        let (sender, receiver) = channel();
        lock(&self.listeners).push(sender);
        receiver
    }

    /// Starts work on a thread of its own and answers with its first report.
    pub fn start<W>(&self, task: Task, work: W) -> Report
    where
        W: FnOnce(&Cancel, &dyn Progress) -> Ending + Send + 'static,
    {
        let mut list = lock(&self.list);
        list.last += 1;
        let report = Report {
            id: list.last,
            task,
            step: None,
            rate: None,
            cancelling: false,
            ending: None,
            started_at: clock::now_ms(),
            ended_at: None,
        };
        let now = Now { report: report.clone(), pace: Pace::default(), fresh: true };
        let job = Arc::new(Job { cancel: Cancel::new(), now: Mutex::new(now), news: Condvar::new() });
        list.jobs.insert(report.id, Arc::clone(&job));
        list.forget_old();
        drop(list);

        let (teller, listeners) = (Arc::clone(&job), Arc::clone(&self.listeners));
        thread::spawn(move || teller.tell(&listeners));
        thread::spawn(move || job.work(work));
        report
    }

    /// Every job that is remembered, the newest first.
    pub fn list(&self) -> Vec<Report> {
        lock(&self.list).jobs.values().rev().map(|job| job.report()).collect()
    }

    /// A job that does just this, if one runs.
    pub fn running(&self, task: &Task) -> Option<Report> {
        self.list().into_iter().find(|report| report.ending.is_none() && report.task == *task)
    }

    /// Asks a job to end; it says itself when it has. Nothing happens to one that is not there, or has ended.
    pub fn cancel(&self, id: u64) {
        let job = lock(&self.list).jobs.get(&id).cloned();
        if let Some(job) = job {
            job.stop();
        }
    }

    /// Forgets a job that has ended; one that runs stays.
    pub fn dismiss(&self, id: u64) {
        let mut list = lock(&self.list);
        if list.jobs.get(&id).is_some_and(|job| job.has_ended()) {
            list.jobs.remove(&id);
        }
    }

    /// Asks all jobs to end and waits for them, but not longer than this.
    pub fn end(&self, patience: Duration) {
        let begin = Instant::now();
        let jobs: Vec<Arc<Job>> = lock(&self.list).jobs.values().cloned().collect();
        for job in &jobs {
            job.stop();
        }
        for job in &jobs {
            let mut now = lock(&job.now);
            while now.report.ending.is_none() {
                let Some(left) = patience.checked_sub(begin.elapsed()) else { return };
                now = job.news.wait_timeout(now, left).unwrap_or_else(PoisonError::into_inner).0;
            }
        }
    }
}

impl Drop for Jobs {
    fn drop(&mut self) {
        for job in lock(&self.list).jobs.values() {
            job.cancel.cancel();
        }
    }
}

impl List {
    fn forget_old(&mut self) {
        let ended: Vec<u64> =
            self.jobs.iter().filter(|(_, job)| job.has_ended()).map(|(id, _)| *id).collect();
        for id in ended.iter().take(ended.len().saturating_sub(KEPT)) {
            self.jobs.remove(id);
        }
    }
}

impl Job {
    fn report(&self) -> Report {
        lock(&self.now).report.clone()
    }

    fn has_ended(&self) -> bool {
        lock(&self.now).report.ending.is_some()
    }

    fn stop(&self) {
        self.cancel.cancel();
        let mut now = lock(&self.now);
        if now.report.ending.is_none() && !now.report.cancelling {
            now.report.cancelling = true;
            now.fresh = true;
            self.news.notify_all();
        }
    }

    /// The thread that works.
    fn work<W>(&self, work: W)
    where
        W: FnOnce(&Cancel, &dyn Progress) -> Ending,
    {
        let progress = |step: Step| self.take(step);
        // A mistake in here must not leave a job that seems to run for ever.
        let ending = catch_unwind(AssertUnwindSafe(|| work(&self.cancel, &progress))).unwrap_or_else(|_| {
            tracing::error!("a job did not end by itself");
            Ending::failed(Broken)
        });
        let mut now = lock(&self.now);
        now.report.ending = Some(ending);
        now.report.ended_at = Some(clock::now_ms());
        now.report.rate = None;
        now.fresh = true;
        self.news.notify_all();
    }

    fn take(&self, step: Step) {
        let mut now = lock(&self.now);
        now.pace.take(&step, Instant::now());
        now.report.step = Some(step);
        if !now.fresh {
            now.fresh = true;
            self.news.notify_all();
        }
    }

    /// The thread that tells, until the end was told.
    fn tell(&self, listeners: &Listeners) {
        loop {
            let report = self.await_news();
            let last = report.ending.is_some();
            lock(listeners).retain(|listener| listener.send(report.clone()).is_ok());
            if last {
                return;
            }
            self.rest();
        }
    }

    /// Waits for something to tell; a rate is that too, when it is another than before.
    fn await_news(&self) -> Report {
        let mut now = lock(&self.now);
        while !now.fresh {
            now = match now.report.rate {
                None => self.news.wait(now).unwrap_or_else(PoisonError::into_inner),
                Some(before) => {
                    let waited = self.news.wait_timeout(now, RATE).unwrap_or_else(PoisonError::into_inner);
                    let mut now = waited.0;
                    now.fresh |= waited.1.timed_out() && now.pace.rate(Instant::now()) != Some(before);
                    now
                }
            };
        }
        now.fresh = false;
        if now.report.ending.is_none() {
            now.report.rate = now.pace.rate(Instant::now());
        }
        now.report.clone()
    }

    /// The pause between two announcements; the end cuts it short.
    fn rest(&self) {
        let begin = Instant::now();
        let mut now = lock(&self.now);
        while now.report.ending.is_none() {
            let Some(left) = BETWEEN.checked_sub(begin.elapsed()) else { return };
            now = self.news.wait_timeout(now, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

/// What a panic left is still the last whole value.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
