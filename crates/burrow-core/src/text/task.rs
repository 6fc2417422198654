//! What long work is for, and how it ended.

use super::{Lang, Problem, Say, Tell, cache_task};
use crate::task::{Ending, Made, Report, Task};

impl Say for Task {
    fn say(&self, lang: Lang) -> String {
        match self {
            Task::Install { version } => {
                lang.pick(format!("Installing {version}"), format!("正在安装 {version}"))
            }
            Task::Remove { version, goroot } => {
                let what = version.clone().unwrap_or_else(|| goroot.display().to_string());
                lang.pick(format!("Removing {what}"), format!("正在移除 {what}"))
            }
            Task::Rebuild { program } => {
                lang.pick(format!("Rebuilding {program}"), format!("正在重新构建 {program}"))
            }
            Task::Bench => lang.pick("Comparing module proxies".into(), "正在比较模块代理".into()),
            Task::Measure { .. }
            | Task::Clean { .. }
            | Task::TakeBack
            | Task::Purge
            | Task::Verify
            | Task::Repair => cache_task::title(self, lang).unwrap_or_default(),
        }
    }
}

/// What work is called once it has ended, however it did.
#[must_use]
pub fn ended_title(task: &Task, lang: Lang) -> String {
    match task {
        Task::Install { version } => {
            lang.pick(format!("Installation of {version}"), format!("安装 {version}"))
        }
        Task::Remove { version, goroot } => {
            let what = version.clone().unwrap_or_else(|| goroot.display().to_string());
            lang.pick(format!("Removal of {what}"), format!("移除 {what}"))
        }
        Task::Rebuild { program } => {
            lang.pick(format!("Rebuild of {program}"), format!("重新构建 {program}"))
        }
        Task::Bench => lang.pick("Comparison of module proxies".into(), "模块代理比较".into()),
        Task::Measure { .. }
        | Task::Clean { .. }
        | Task::TakeBack
        | Task::Purge
        | Task::Verify
        | Task::Repair => cache_task::ended_title(task, lang).unwrap_or_default().to_owned(),
    }
}

impl Say for Report {
    /// What the work does right now, or how it ended.
    fn say(&self, lang: Lang) -> String {
        match (&self.ending, &self.step) {
            (Some(ending), _) => ended(&self.task, ending, lang),
            (None, _) if self.cancelling => lang.pick("Stopping".into(), "正在停止".into()),
            (None, Some(step)) => step.doing.say(lang),
            (None, None) => lang.pick("Starting".into(), "正在开始".into()),
        }
    }
}

fn ended(task: &Task, ending: &Ending, lang: Lang) -> String {
    match (task, ending) {
        (_, Ending::Failed(why)) => why.tell(lang).message,
        (Task::Install { version }, Ending::Done(_)) => {
            lang.pick(format!("{version} is installed"), format!("{version} 已安装"))
        }
        (Task::Install { version }, Ending::Cancelled) => lang
            .pick(format!("Cancelled; {version} was not installed"), format!("已取消；{version} 没有安装")),
        (Task::Remove { version, goroot }, Ending::Done(made)) => {
            let what = version.clone().unwrap_or_else(|| goroot.display().to_string());
            match made {
                Made::Nothing => lang.pick(format!("{what} is removed"), format!("{what} 已移除")),
                _ => lang.pick(
                    format!("{what} is removed; some of its files could not be deleted and lie aside"),
                    format!("{what} 已移除；其中一些文件无法删除，留在了旁边"),
                ),
            }
        }
        (Task::Rebuild { program }, Ending::Done(_)) => {
            lang.pick(format!("{program} is rebuilt"), format!("{program} 已重新构建"))
        }
        (Task::Rebuild { program }, Ending::Cancelled) => {
            lang.pick(format!("Cancelled; {program} is as it was"), format!("已取消；{program} 保持原样"))
        }
        (Task::Bench, Ending::Done(_)) => {
            lang.pick("The module proxies are compared".into(), "模块代理已比较完".into())
        }
        (Task::Bench, Ending::Cancelled) => {
            lang.pick("Cancelled; nothing is recommended".into(), "已取消；没有给出建议".into())
        }
        (Task::Remove { .. }, Ending::Cancelled) => lang.pick("Cancelled".into(), "已取消".into()),
        (_, ending) => cache_task::ended(task, ending, lang).unwrap_or_default(),
    }
}

/// Work that met a mistake in Burrow itself.
#[derive(Debug, Clone, Copy)]
pub struct Broken;

impl Tell for Broken {
    fn tell(&self, lang: Lang) -> Problem {
        Problem::new(
            "internal",
            lang.pick(
                "Burrow itself made a mistake here; the work stopped where it was.".into(),
                "Burrow 自身在这里出错了，工作停在了原处。".into(),
            ),
        )
        .hint(
            lang.pick("The log has the details. Trying again may help.", "日志中有详细信息。可以再试一次。"),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::quarantine::{Done, Failed, Purged, Undone, Why};
    use crate::text::tests::assert_chinese;

    #[test]
    fn every_task_and_every_ending_speaks_both_languages() {
        let tasks = [
            Task::Install { version: "go1.27.3".into() },
            Task::Remove { version: None, goroot: "/opt/go".into() },
            Task::Rebuild { program: "gopls".into() },
            Task::Bench,
        ];
        speak(&tasks, &[Made::Nothing, Made::At("/f".into())]);
    }

    #[test]
    fn every_work_on_caches_and_every_ending_speaks_both_languages() {
        let size = crate::tree::Size { bytes: 1, disk_bytes: 4096, files: 1 };
        let failed = || vec![Failed { path: "/f".into(), why: Why::Used }];
        let done = |failed, cancelled| Done { id: "1".into(), items: 3, size, failed, cancelled };
        speak(&[Task::Measure { asked: true }], &[Made::Measured(size)]);
        for purged in [false, true] {
            let made =
                [done(Vec::new(), false), done(failed(), true), done(failed(), false), Done::default()]
                    .map(|done| Made::Cleaned { done, purged });
            speak(&[Task::Clean { bytes: 5_000_000, purge: purged }], &made);
        }
        let undone = |items, conflicts: &[&str], cancelled| {
            let conflicts = conflicts.iter().map(Into::into).collect();
            Made::TakenBack(Undone { items, size, conflicts, failed: Vec::new(), cancelled })
        };
        let back = [undone(1, &[], false), undone(1, &["/a"], false), undone(0, &["/a", "/b"], false)];
        speak(&[Task::TakeBack], &back);
        speak(&[Task::TakeBack], &[undone(1, &[], true)]);
        for cancelled in [false, true] {
            let purged = Purged { items: 1, size, failed: failed(), cancelled };
            speak(&[Task::Purge], &[Made::Purged(purged)]);
        }
        let found = |damaged| Made::Verified { checked: 12, damaged };
        speak(&[Task::Verify], &[found(0), found(1), found(2)]);
        let repaired = |repaired, failed| Made::Repaired { repaired, failed, fetched: None };
        speak(&[Task::Repair], &[repaired(1, vec![]), repaired(2, vec![]), repaired(1, failed())]);
    }

    fn speak(tasks: &[Task], made: &[Made]) {
        for task in tasks {
            let done = made.iter().cloned().map(|made| Some(Ending::Done(made)));
            let endings = [None, Some(Ending::Cancelled), Some(Ending::failed(Broken))].into_iter();
            let said = endings.chain(done).flat_map(|ending| {
                let task = task.clone();
                let report = Report {
                    id: 1,
                    task,
                    step: None,
                    rate: None,
                    cancelling: false,
                    ending,
                    started_at: 0,
                    ended_at: None,
                };
                let cancelling = Report { cancelling: true, ..report.clone() };
                [report, cancelling].map(|report| (report.say(Lang::En), report.say(Lang::ZhCn)))
            });
            let titles = [
                (task.say(Lang::En), task.say(Lang::ZhCn)),
                (ended_title(task, Lang::En), ended_title(task, Lang::ZhCn)),
            ];
            for (en, zh) in said.chain(titles) {
                assert_ne!(en, zh);
                assert_chinese(&zh);
            }
        }
    }
}
