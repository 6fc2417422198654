//! What long work is for, and how it ended. What came of work on caches is worded in [`super::cache_task`].

use super::{Lang, Problem, Say, Tell, bytes, cache_task, warm};
use crate::task::{Ending, Made, Report, Task};

impl Say for Task {
    fn say(&self, lang: Lang) -> String {
        let fixed = |en: &str, zh: &str| lang.pick(en, zh).to_owned();
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
            Task::Clean { bytes: size, purge: false } => {
                lang.pick(format!("Cleaning {}", bytes(*size)), format!("正在清理 {}", bytes(*size)))
            }
            Task::Clean { bytes: size, purge: true } => lang.pick(
                format!("Cleaning {} for good", bytes(*size)),
                format!("正在彻底清理 {}", bytes(*size)),
            ),
            Task::Measure { .. } => fixed("Measuring the caches", "正在测量缓存"),
            Task::TakeBack => fixed("Bringing back what was cleaned", "正在恢复清理掉的内容"),
            Task::Purge => fixed("Deleting for good what was cleaned", "正在彻底删除清理掉的内容"),
            Task::Verify => fixed("Checking the module cache", "正在校验模块缓存"),
            Task::Repair => fixed("Repairing the module cache", "正在修复模块缓存"),
            Task::Examine { .. } => fixed("Checking what takes time", "正在检查耗时的项目"),
            Task::Bench => fixed("Comparing module proxies", "正在比较模块代理"),
            Task::Warm { .. } => fixed("Downloading modules", "正在下载模块"),
            Task::Build { .. } => fixed("Building the project", "正在构建项目"),
        }
    }
}

/// What work is called once it has ended, however it did.
#[must_use]
pub fn ended_title(task: &Task, lang: Lang) -> String {
    let fixed = |en: &str, zh: &str| lang.pick(en, zh).to_owned();
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
        Task::Measure { .. } => fixed("Measuring of the caches", "测量缓存"),
        Task::Clean { purge: false, .. } => fixed("Clean-up", "清理"),
        Task::Clean { purge: true, .. } => fixed("Clean-up for good", "彻底清理"),
        Task::TakeBack => fixed("Return of what was cleaned", "恢复清理掉的内容"),
        Task::Purge => fixed("Deletion of what was cleaned", "删除清理掉的内容"),
        Task::Verify => fixed("Check of the module cache", "校验模块缓存"),
        Task::Repair => fixed("Repair of the module cache", "修复模块缓存"),
        Task::Examine { .. } => fixed("Slow checks", "耗时检查"),
        Task::Bench => fixed("Comparison of module proxies", "模块代理比较"),
        Task::Warm { .. } => fixed("Download of modules", "下载模块"),
        Task::Build { .. } => fixed("Build of the project", "构建项目"),
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
    match ending {
        Ending::Done(made) => done(task, made, lang),
        Ending::Cancelled => cancelled(task, lang),
        Ending::Failed(why) => why.tell(lang).message,
    }
}

fn done(task: &Task, made: &Made, lang: Lang) -> String {
    match made {
        Made::Warmed(warmed) => warm::ended(warmed, lang),
        Made::Built(built) => warm::built(built, lang),
        Made::Examined { findings: 0 } => lang.pick("Nothing was found".into(), "没有发现问题".into()),
        Made::Examined { findings: 1 } => lang.pick("One thing was found".into(), "发现 1 个问题".into()),
        Made::Examined { findings: many } => {
            lang.pick(format!("{many} things were found"), format!("发现 {many} 个问题"))
        }
        Made::Measured(size) => cache_task::measured(*size, lang),
        Made::Cleaned { done, purged } => cache_task::cleaned(done, *purged, lang),
        Made::TakenBack(undone) => cache_task::taken_back(undone, lang),
        Made::Purged(purged) => cache_task::purged(purged, lang),
        Made::Verified { checked, damaged } => cache_task::verified(*checked, *damaged, lang),
        Made::Repaired { repaired, failed, fetched } => {
            cache_task::repaired(*repaired, failed.len(), fetched.as_ref(), lang)
        }
        Made::Nothing => done_and_gone(task, lang),
        Made::At(_) => match task {
            Task::Remove { version, goroot } => {
                let what = version.clone().unwrap_or_else(|| goroot.display().to_string());
                lang.pick(
                    format!("{what} is removed; some of its files could not be deleted and lie aside"),
                    format!("{what} 已移除；其中一些文件无法删除，留在了旁边"),
                )
            }
            _ => done_and_gone(task, lang),
        },
    }
}

/// Work that has nothing to show but that it is done.
fn done_and_gone(task: &Task, lang: Lang) -> String {
    match task {
        Task::Install { version } => {
            lang.pick(format!("{version} is installed"), format!("{version} 已安装"))
        }
        Task::Remove { version, goroot } => {
            let what = version.clone().unwrap_or_else(|| goroot.display().to_string());
            lang.pick(format!("{what} is removed"), format!("{what} 已移除"))
        }
        Task::Rebuild { program } => {
            lang.pick(format!("{program} is rebuilt"), format!("{program} 已重新构建"))
        }
        Task::Bench => lang.pick("The module proxies are compared".into(), "模块代理已比较完".into()),
        task => ended_title(task, lang),
    }
}

fn cancelled(task: &Task, lang: Lang) -> String {
    let (en, zh) = match task {
        Task::Install { version } => {
            return lang.pick(
                format!("Cancelled; {version} was not installed"),
                format!("已取消；{version} 没有安装"),
            );
        }
        Task::Rebuild { program } => {
            return lang
                .pick(format!("Cancelled; {program} is as it was"), format!("已取消；{program} 保持原样"));
        }
        Task::Remove { .. } | Task::Build { .. } => ("Cancelled", "已取消"),
        Task::Bench => ("Cancelled; nothing is recommended", "已取消；没有给出建议"),
        Task::Warm { .. } => (
            "Cancelled; what has come stays, and the next download goes on from there",
            "已取消；已下载的会保留，下次从这里继续",
        ),
        Task::Examine { .. } => ("Cancelled; nothing of it is kept", "已取消；未保留结果"),
        Task::Measure { .. } => {
            ("Cancelled; the figures are those of before", "已取消；显示的仍是之前的数据")
        }
        Task::Clean { .. } => ("Cancelled; nothing was cleaned", "已取消；没有清理任何内容"),
        Task::TakeBack => {
            ("Cancelled; what is not back yet can still come back", "已取消；尚未恢复的内容之后仍可恢复")
        }
        Task::Purge => {
            ("Cancelled; what is not deleted yet can still come back", "已取消；尚未删除的内容仍可恢复")
        }
        Task::Verify => ("Cancelled; not everything was checked", "已取消；没有全部校验完"),
        Task::Repair => ("Cancelled; not everything was repaired", "已取消；没有全部修复"),
    };
    lang.pick(en, zh).to_owned()
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
        let found = [0, 1, 2].map(|findings| Made::Examined { findings });
        speak(&[Task::Examine { online: true }], &found);
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

    #[test]
    fn every_download_and_build_speaks_both_languages() {
        use crate::project::build::Built;
        use crate::project::warm::Warmed;
        let project = || "/p/go.mod".into();
        let warmed = |vendored, fetched| {
            let warmed = Warmed { vendored, needed: 3, present: 3, fetched, ..Warmed::default() };
            Made::Warmed(Box::new(warmed))
        };
        speak(
            &[Task::Warm { project: project() }],
            &[warmed(true, 0), warmed(false, 0), warmed(false, 1), warmed(false, 3)],
        );
        let built = |ok| Made::Built(Built { ok, ..Built::default() });
        speak(&[Task::Build { project: project() }], &[built(true), built(false)]);
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
