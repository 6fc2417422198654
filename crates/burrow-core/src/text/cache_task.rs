//! What came of long work on caches.

use std::path::{Path, PathBuf};

use super::{Lang, Problem, Say, Tell, bytes};
use crate::cache::quarantine::{Done, Failed, Purged, Undone};
use crate::cache::verify::Fetched;
use crate::task::{Ending, Made};
use crate::tree::Size;

/// Files that are named of those that something could not be done with.
const NAMED: usize = 100;

/// What both caches take.
pub(super) fn measured(size: Size, lang: Lang) -> String {
    let amount = bytes(size.bytes);
    lang.pick(format!("The caches take {amount}"), format!("缓存共占用 {amount}"))
}

pub(super) fn taken_back(undone: &Undone, lang: Lang) -> String {
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

pub(super) fn purged(purged: &Purged, lang: Lang) -> String {
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

pub(super) fn cleaned(done: &Done, purged: bool, lang: Lang) -> String {
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

/// What a repair came to, and what was downloaded again after it.
pub(super) fn repaired(repaired: u64, failed: usize, fetched: Option<&Fetched>, lang: Lang) -> String {
    repaired_to(repaired, failed, lang) + &fetched_to(fetched, lang)
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

/// What went otherwise than planned, each with its file.
#[must_use]
pub fn details(ending: &Ending, lang: Lang) -> Vec<Problem> {
    let Ending::Done(made) = ending else { return Vec::new() };
    if let Made::Warmed(warmed) = made {
        return warmed.failures.iter().map(|failure| failure.tell(lang)).take(NAMED).collect();
    }
    let (failed, conflicts): (&[Failed], &[PathBuf]) = match made {
        Made::Cleaned { done, .. } => (&done.failed, &[]),
        Made::TakenBack(undone) => (&undone.failed, &undone.conflicts),
        Made::Purged(purged) => (&purged.failed, &[]),
        Made::Repaired { failed, .. } => (failed, &[]),
        Made::Nothing
        | Made::At(_)
        | Made::Measured(_)
        | Made::Verified { .. }
        | Made::Warmed(_)
        | Made::Built(_)
        | Made::Examined { .. } => (&[], &[]),
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
