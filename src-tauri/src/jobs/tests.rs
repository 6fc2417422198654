use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use burrow_core::job::{Cancel, Doing, Progress, Step};
use burrow_core::task::{Ending, Made, Report, Task};

use super::*;

const SOON: Duration = Duration::from_secs(10);

fn task() -> Task {
    Task::Install { version: "go1.27.3".into() }
}

fn until_the_end(heard: &Receiver<Report>) -> Vec<Report> {
    let mut reports: Vec<Report> = Vec::new();
    while reports.last().is_none_or(|report| report.ending.is_none()) {
        reports.push(heard.recv_timeout(SOON).unwrap());
    }
    reports
}

/// Work that goes on until it is cancelled.
fn endless(cancel: &Cancel, _: &dyn Progress) -> Ending {
    while !cancel.is_cancelled() {
        thread::sleep(Duration::from_millis(1));
    }
    Ending::Cancelled
}

#[test]
fn begin_and_end_are_told_and_between_them_ten_a_second_at_most() {
    let jobs = Jobs::default();
    let heard = jobs.subscribe();
    let begin = Instant::now();
    let first = jobs.start(task(), |_, progress| {
        for done in 0..60_000 {
            progress.report(Step { doing: Doing::Unpacking, done, total: Some(60_000) });
            if done % 100 == 0 {
                thread::sleep(Duration::from_millis(1));
            }
        }
        progress.report(Step { doing: Doing::Unpacking, done: 60_000, total: Some(60_000) });
        Ending::made(Some("/sdk/go1.27.3".into()))
    });
    let reports = until_the_end(&heard);
    let seconds = begin.elapsed().as_secs_f64();
    assert_eq!((reports[0].id, reports[0].ending.is_none()), (first.id, true));
    let last = reports.last().unwrap();
    assert_eq!(last.step.as_ref().unwrap().done, 60_000);
    assert!(matches!(&last.ending, Some(Ending::Done(Made::At(path))) if path.ends_with("go1.27.3")));
    assert!(last.ended_at >= Some(last.started_at));
    let most = seconds * 10.0 + 2.0;
    assert!(reports.len() > 2 && (reports.len() as f64) < most, "{} in {seconds} s", reports.len());
}

#[test]
fn a_step_that_nothing_follows_is_told_all_the_same() {
    let jobs = Jobs::default();
    let heard = jobs.subscribe();
    let (go_on, wait) = channel::<()>();
    jobs.start(task(), move |_, progress| {
        progress.report(Step::begin(Doing::Measuring, None));
        progress.report(Step::begin(Doing::Verifying, Some(7)));
        let _ = wait.recv();
        Ending::made(None)
    });
    let verifying = |report: &Report| report.step.as_ref().is_some_and(|step| step.doing == Doing::Verifying);
    while !verifying(&heard.recv_timeout(SOON).unwrap()) {}
    drop(go_on);
    until_the_end(&heard);
}

#[test]
fn a_job_that_is_cancelled_says_so_at_once_and_then_ends() {
    let jobs = Jobs::default();
    let heard = jobs.subscribe();
    let job = jobs.start(task(), endless);
    assert_eq!(jobs.list().len(), 1);
    jobs.dismiss(job.id);
    assert_eq!(jobs.list().len(), 1, "what runs stays");
    jobs.cancel(job.id);
    let reports = until_the_end(&heard);
    assert!(matches!(reports.last().unwrap().ending, Some(Ending::Cancelled)));
    jobs.cancel(job.id);
    jobs.dismiss(job.id);
    assert!(jobs.list().is_empty());
    jobs.cancel(job.id);
}

#[test]
fn a_job_that_panics_has_failed() {
    let jobs = Jobs::default();
    let heard = jobs.subscribe();
    jobs.start(task(), |_, _| panic!("on purpose"));
    let reports = until_the_end(&heard);
    assert!(matches!(reports.last().unwrap().ending, Some(Ending::Failed(_))));
}

#[test]
fn whoever_lets_the_jobs_go_cancels_them() {
    let jobs = Jobs::default();
    let (ended, end) = channel();
    jobs.start(task(), move |cancel, progress| {
        let ending = endless(cancel, progress);
        ended.send(()).unwrap();
        ending
    });
    drop(jobs);
    end.recv_timeout(SOON).unwrap();
}

#[test]
fn the_end_of_the_app_waits_for_jobs_to_clear_up_but_not_for_ever() {
    let jobs = Jobs::default();
    jobs.start(task(), |cancel, progress| {
        let ending = endless(cancel, progress);
        thread::sleep(Duration::from_millis(100));
        ending
    });
    jobs.end(SOON);
    assert!(jobs.list()[0].ending.is_some());

    let (_never, wait) = channel::<()>();
    jobs.start(task(), move |_, _| {
        let _ = wait.recv();
        Ending::Cancelled
    });
    let begin = Instant::now();
    jobs.end(Duration::from_millis(50));
    assert!(begin.elapsed() < SOON && jobs.list()[0].ending.is_none());
}

#[test]
fn old_reports_are_forgotten_and_the_newest_comes_first() {
    let jobs = Jobs::default();
    let heard = jobs.subscribe();
    for _ in 0..KEPT + 5 {
        jobs.start(task(), |_, _| Ending::made(None));
        until_the_end(&heard);
    }
    let list = jobs.list();
    assert!(list.len() <= KEPT + 1, "{}", list.len());
    assert_eq!(list[0].id, (KEPT + 5) as u64);
}
