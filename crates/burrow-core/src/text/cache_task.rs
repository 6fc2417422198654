//! What long work on caches is for, and how it ended.

use std::path::{Path, PathBuf};

use super::{Lang, Problem, Say, bytes};
use crate::cache::quarantine::{Done, Failed, Purged, Undone};
use crate::cache::verify::Fetched;
use crate::task::{Ending, Made, Task};

/// Files that are named of those that something could not be done with.
const NAMED: usize = 100;

/// What it is about; `None` for work of another sort.
pub(super) fn title(task: &Task, lang: Lang) -> Option<String> {
    Some(match task {
        Task::Measure { .. } => lang.pick("Measuring the caches".into(), "正在测量缓存".into()),
        Task::Clean { bytes: size, purge: false } => {
            lang.pick(format!("Cleaning {}", bytes(*size)), format!("正在清理 {}", bytes(*size)))
        }
        Task::Clean { bytes: size, purge: true } => {
            lang.pick(format!("Cleaning {} for good", bytes(*size)), format!("正在彻底清理 {}", bytes(*size)))
        }
        Task::TakeBack => lang.pick("Bringing back what was cleaned".into(), "正在恢复清理掉的内容".into()),
        Task::Purge => {
            lang.pick("Deleting for good what was cleaned".into(), "正在彻底删除清理掉的内容".into())
        }
        Task::Verify => lang.pick("Checking the module cache".into(), "正在校验模块缓存".into()),
        Task::Repair => lang.pick("Repairing the module cache".into(), "正在修复模块缓存".into()),
        Task::Install { .. } | Task::Remove { .. } | Task::Rebuild { .. } | Task::Bench => return None,
    })
}

/// What it is called once it has ended; `None` for work of another sort.
pub(super) fn ended_title(task: &Task, lang: Lang) -> Option<&'static str> {
    Some(match task {
        Task::Measure { .. } => lang.pick("Measuring of the caches", "测量缓存"),
        Task::Clean { purge: false, .. } => lang.pick("Clean-up", "清理"),
        Task::Clean { purge: true, .. } => lang.pick("Clean-up for good", "彻底清理"),
        Task::TakeBack => lang.pick("Return of what was cleaned", "恢复清理掉的内容"),
        Task::Purge => lang.pick("Deletion of what was cleaned", "删除清理掉的内容"),
        Task::Verify => lang.pick("Check of the module cache", "校验模块缓存"),
        Task::Repair => lang.pick("Repair of the module cache", "修复模块缓存"),
        Task::Install { .. } | Task::Remove { .. } | Task::Rebuild { .. } | Task::Bench => return None,
    })
}

/// How it ended; `None` for work of another sort.
pub(super) fn ended(task: &Task, ending: &Ending, lang: Lang) -> Option<String> {
    match ending {
        Ending::Done(made) => done(made, lang),
        Ending::Cancelled => cancelled(task, lang).map(ToOwned::to_owned),
        Ending::Failed(_) => None,
    }
}

fn done(made: &Made, lang: Lang) -> Option<String> {
    Some(match made {
        Made::Measured(size) => lang.pick(
            format!("The caches take {}", bytes(size.bytes)),
            format!("缓存共占用 {}", bytes(size.bytes)),
        ),
        Made::Cleaned { done, purged } => cleaned(done, *purged, lang),
        Made::TakenBack(undone) => taken_back(undone, lang),
        Made::Purged(purged) => self::purged(purged, lang),
        Made::Verified { checked, damaged } => verified(*checked, *damaged, lang),
        Made::Repaired { repaired, failed, fetched } => {
            repaired_to(*repaired, failed.len(), lang) + &fetched_to(fetched.as_ref(), lang)
        }
        Made::Nothing | Made::At(_) => return None,
    })
}

fn taken_back(undone: &Undone, lang: Lang) -> String {
    let amount = bytes(undone.size.bytes);
    let stay = undone.conflicts.len() + undone.failed.len();
    match (undone.items, undone.cancelled) {
        (0, false) if !undone.conflicts.is_empty() => lang.pick(
            "Nothing came back: something new lies in its place".into(),
            "没有恢复任何内容：原处已有新的内容".into(),
        ),
        (_, true) => lang.pick(
            format!("Stopped; {amount} are back, the rest can still come back"),
            format!("已停止；已恢复 {amount}，其余之后仍可恢复"),
        ),
        (_, false) => lang.pick(format!("{amount} are back"), format!("已恢复 {amount}")) + &left(stay, lang),
    }
}

fn purged(purged: &Purged, lang: Lang) -> String {
    let amount = bytes(purged.size.disk_bytes);
    match purged.cancelled {
        true => {
            lang.pick(format!("Stopped; the disk has {amount} more"), format!("已停止；磁盘多出了 {amount}"))
        }
        false => {
            lang.pick(format!("The disk has {amount} more"), format!("磁盘多出了 {amount}"))
                + &left(purged.failed.len(), lang)
        }
    }
}

fn cleaned(done: &Done, purged: bool, lang: Lang) -> String {
    if done.items == 0 && done.failed.is_empty() && !done.cancelled {
        return lang.pick("There was nothing to clean".into(), "没有可清理的内容".into());
    }
    let amount = bytes(done.size.bytes);
    let text = match (purged, done.cancelled) {
        (_, true) => lang
            .pick(format!("Stopped; {amount} are cleaned already"), format!("已停止；此前已清理 {amount}")),
        (false, false) => {
            lang.pick(format!("{amount} are cleaned and can come back"), format!("已清理 {amount}，可以恢复"))
        }
        (true, false) => lang.pick(format!("{amount} are deleted for good"), format!("已彻底删除 {amount}")),
    };
    text + &left(done.failed.len(), lang)
}

/// What is added when not everything could be done.
fn left(items: usize, lang: Lang) -> String {
    match items {
        0 => String::new(),
        1 => lang.pick("; one item stays where it is".into(), "；有 1 项留在原处".into()),
        many => lang.pick(format!("; {many} items stay where they are"), format!("；有 {many} 项留在原处")),
    }
}

/// What a check of the module cache came to.
pub fn verified(checked: u64, damaged: u64, lang: Lang) -> String {
    match damaged {
        0 => lang.pick(
            format!("All {checked} module versions are as they should be"),
            format!("{checked} 个模块版本全部完好"),
        ),
        1 => lang.pick(
            format!("One of {checked} module versions is damaged"),
            format!("{checked} 个模块版本中有 1 处损坏"),
        ),
        many => lang.pick(
            format!("{many} damages in {checked} module versions"),
            format!("{checked} 个模块版本中有 {many} 处损坏"),
        ),
    }
}

fn repaired_to(repaired: u64, failed: usize, lang: Lang) -> String {
    match failed {
        0 if repaired == 1 => lang.pick("One damage is repaired".into(), "已修复 1 处损坏".into()),
        0 => lang.pick(format!("{repaired} damages are repaired"), format!("已修复 {repaired} 处损坏")),
        _ => lang.pick(
            format!("{repaired} damages are repaired; {failed} could not be"),
            format!("已修复 {repaired} 处损坏；另有 {failed} 处未能修复"),
        ),
    }
}

fn fetched_to(fetched: Option<&Fetched>, lang: Lang) -> String {
    let Some(Fetched { versions, failed, cancelled }) = fetched else { return String::new() };
    let missing = failed.len() as u64;
    match (versions + missing, missing) {
        _ if *cancelled => lang.pick(
            format!("; stopped when {versions} were fetched again"),
            format!("；重新下载了 {versions} 个版本后停止"),
        ),
        (0, _) => String::new(),
        (_, 0) => lang.pick(", and fetched again".into(), "，并已重新下载".into()),
        (all, _) => lang.pick(
            format!("; {missing} of {all} versions could not be fetched again"),
            format!("；{all} 个版本中有 {missing} 个未能重新下载"),
        ),
    }
}

fn cancelled(task: &Task, lang: Lang) -> Option<&'static str> {
    Some(match task {
        Task::Measure { .. } => {
            lang.pick("Cancelled; the figures are those of before", "已取消；显示的仍是之前的数据")
        }
        Task::Clean { .. } => lang.pick("Cancelled; nothing was cleaned", "已取消；没有清理任何内容"),
        Task::TakeBack => lang.pick(
            "Cancelled; what is not back yet can still come back",
            "已取消；尚未恢复的内容之后仍可恢复",
        ),
        Task::Purge => lang
            .pick("Cancelled; what is not deleted yet can still come back", "已取消；尚未删除的内容仍可恢复"),
        Task::Verify => lang.pick("Cancelled; not everything was checked", "已取消；没有全部校验完"),
        Task::Repair => lang.pick("Cancelled; not everything was repaired", "已取消；没有全部修复"),
        Task::Install { .. } | Task::Remove { .. } | Task::Rebuild { .. } | Task::Bench => return None,
    })
}

/// What went otherwise than planned, each with its file.
#[must_use]
pub fn details(ending: &Ending, lang: Lang) -> Vec<Problem> {
    let Ending::Done(made) = ending else { return Vec::new() };
    let (failed, conflicts): (&[Failed], &[PathBuf]) = match made {
        Made::Cleaned { done, .. } => (&done.failed, &[]),
        Made::TakenBack(undone) => (&undone.failed, &undone.conflicts),
        Made::Purged(purged) => (&purged.failed, &[]),
        Made::Repaired { failed, .. } => (failed, &[]),
        Made::Nothing | Made::At(_) | Made::Measured(_) | Made::Verified { .. } => (&[], &[]),
    };
    let fetched = match made {
        Made::Repaired { fetched: Some(fetched), .. } => fetched.failed.as_slice(),
        _ => &[],
    };
    let not_fetched = fetched.iter().map(|one| Problem::new("not-fetched", one.say(lang)));
    let failed = failed.iter().map(|one| not_done(one, lang)).chain(not_fetched);
    failed.chain(conflicts.iter().map(|path| conflict(path, lang))).take(NAMED).collect()
}

fn conflict(path: &Path, lang: Lang) -> Problem {
    Problem::new(
        "cleaning-conflict",
        lang.pick(
            "Something new lies there. It stays, and so does what was cleaned.".into(),
            "那里已有新的内容。新内容保留，清理掉的内容也仍在隔离区。".into(),
        ),
    )
    .about(path.display())
}

fn not_done(failed: &Failed, lang: Lang) -> Problem {
    Problem::new("cleaning-item-stays", failed.why.say(lang)).about(failed.path.display())
}
