//! Why a cache is not cleaned, why something stays, and what the quarantine has to say.

use super::{Lang, Problem, Say, Tell};
use crate::cache::Cache;
use crate::cache::quarantine::{QuarantineError, RootRefusal, Why};

impl Tell for RootRefusal {
    fn tell(&self, lang: Lang) -> Problem {
        match self {
            RootRefusal::Relative(path) => told(
                "cache-relative",
                path,
                lang.pick(
                    format!(
                        "The path of the cache is relative: {}. Nothing is cleaned there.",
                        path.display()
                    ),
                    format!("缓存路径是相对路径：{}。不会清理那里。", path.display()),
                ),
            )
            .hint(lang.pick(
                "Set it to an absolute path. Go refuses this one too.",
                "请改成绝对路径，Go 也不接受相对路径。",
            )),
            RootRefusal::NotAFolder(path) => told(
                "cache-not-a-folder",
                path,
                lang.pick(
                    format!("{} is not a folder, so it is no cache.", path.display()),
                    format!("{} 不是文件夹，因此不是缓存。", path.display()),
                ),
            )
            .hint(points_elsewhere(lang)),
            RootRefusal::Drive(path) => told(
                "cache-is-drive",
                path,
                lang.pick(
                    format!("{} is a whole drive. Nothing is cleaned there.", path.display()),
                    format!("{} 是整个磁盘。不会清理那里。", path.display()),
                ),
            )
            .hint(points_elsewhere(lang)),
            RootRefusal::Home { path, home } => told(
                "cache-holds-home",
                path,
                lang.pick(
                    format!(
                        "{} holds the home {}. Nothing is cleaned there.",
                        path.display(),
                        home.display()
                    ),
                    format!("{} 包含主目录 {}。不会清理那里。", path.display(), home.display()),
                ),
            )
            .hint(points_elsewhere(lang)),
            RootRefusal::Gopath(path) => told(
                "cache-is-gopath",
                path,
                lang.pick(
                    format!("{} is GOPATH itself. Nothing is cleaned there.", path.display()),
                    format!("{} 就是 GOPATH。不会清理那里。", path.display()),
                ),
            )
            .hint(points_elsewhere(lang)),
            RootRefusal::WorkTree { path, git } => told(
                "cache-is-work-tree",
                path,
                lang.pick(
                    format!(
                        "Somebody works in {}: {} is there. Nothing is cleaned.",
                        path.display(),
                        git.display()
                    ),
                    format!("{} 是工作目录：其中有 {}。不会清理。", path.display(), git.display()),
                ),
            )
            .hint(points_elsewhere(lang)),
            RootRefusal::Goroot { path, goroot } => told(
                "cache-is-goroot",
                path,
                lang.pick(
                    format!(
                        "{} is or holds a Go SDK: {}. Nothing is cleaned.",
                        path.display(),
                        goroot.display()
                    ),
                    format!("{} 是 Go SDK 或包含 Go SDK：{}。不会清理。", path.display(), goroot.display()),
                ),
            )
            .hint(points_elsewhere(lang)),
            RootRefusal::NoSign { cache, path } => no_sign(*cache, path, lang),
            RootRefusal::Quarantine(path) => told(
                "quarantine-not-a-folder",
                path,
                lang.pick(
                    format!(
                        "{} is not a folder of its own. What is put there would go elsewhere.",
                        path.display()
                    ),
                    format!("{} 不是普通文件夹，放进去的内容会到别处。", path.display()),
                ),
            )
            .hint(lang.pick("Look at it, and remove it by hand.", "查看之后自行删除。")),
            RootRefusal::Unreadable { path, reason } => told(
                "cache-unreadable",
                path,
                lang.pick(
                    format!("{} cannot be looked at: {reason}.", path.display()),
                    format!("无法查看 {}：{reason}。", path.display()),
                ),
            ),
        }
    }
}

fn told(code: &'static str, path: &std::path::Path, message: String) -> Problem {
    Problem::new(code, message).about(path.display())
}

fn points_elsewhere(lang: Lang) -> &'static str {
    lang.pick(
        "`burrow env explain GOCACHE GOMODCACHE` shows where the value comes from.",
        "`burrow env explain GOCACHE GOMODCACHE` 会显示这个值从哪里来。",
    )
}

fn no_sign(cache: Cache, path: &std::path::Path, lang: Lang) -> Problem {
    let name = cache.variable();
    let signs = match cache {
        Cache::Build => lang
            .pick("no README or trim.txt of Go’s, no entry", "没有 Go 的 README 或 trim.txt，也没有缓存条目"),
        Cache::Modules => lang.pick("no `cache/download`", "没有 `cache/download`"),
    };
    let message = lang.pick(
        format!("{} does not look like a {name}: {signs}. Nothing is cleaned there.", path.display()),
        format!("{} 看起来不像 {name}：{signs}。不会清理那里。", path.display()),
    );
    told("cache-unproven", path, message).hint(points_elsewhere(lang))
}

impl Say for Why {
    fn say(&self, lang: Lang) -> String {
        match self {
            Why::Used => lang.pick("It was used meanwhile.".into(), "期间被使用过。".into()),
            Why::Locked => {
                lang.pick("go is downloading or unpacking it.".into(), "go 正在下载或解包它。".into())
            }
            Why::NotGos => {
                lang.pick("It is not named as go names such things.".into(), "它的名字不是 go 起的。".into())
            }
            Why::Changed => lang.pick(
                "It is no longer what the plan was made from.".into(),
                "它已经不是制订计划时的样子。".into(),
            ),
            Why::Mount => lang.pick("Something is mounted there.".into(), "那里有挂载点。".into()),
            Why::Io(reason) => {
                lang.pick(format!("The system says: {reason}."), format!("系统提示：{reason}。"))
            }
        }
    }
}

impl Tell for QuarantineError {
    fn tell(&self, lang: Lang) -> Problem {
        match self {
            QuarantineError::Cancelled(_) => Problem::new(
                "cancelled",
                lang.pick("Cancelled. Nothing was changed.", "已取消，没有任何改动。").into(),
            ),
            QuarantineError::Busy(path) => told(
                "quarantine-busy",
                path,
                lang.pick("Another Burrow is cleaning.".into(), "另一个 Burrow 正在清理。".into()),
            )
            .hint(lang.pick("Try again when it has ended.", "等它结束后再试。")),
            QuarantineError::Unknown(id) => Problem::new(
                "unknown-cleaning",
                lang.pick(format!("There is no cleaning {id}."), format!("没有编号为 {id} 的清理记录。")),
            )
            .about(id)
            .hint(lang.pick(
                "`burrow cache quarantine` lists what can come back.",
                "`burrow cache quarantine` 会列出可以取回的内容。",
            )),
            QuarantineError::Moved(path) => told(
                "cache-moved",
                path,
                lang.pick(
                    format!("{} is another folder now. Nothing was changed.", path.display()),
                    format!("{} 已经是另一个文件夹，没有任何改动。", path.display()),
                ),
            )
            .hint(lang.pick("Look again.", "重新查看一次。")),
            QuarantineError::NoPlace { root, reason } => told(
                "quarantine-no-place",
                root,
                lang.pick(
                    format!("No folder can be made beside {} or in it: {reason}.", root.display()),
                    format!("无法在 {} 旁边或里面新建文件夹：{reason}。", root.display()),
                ),
            )
            .hint(lang.pick("This account must be able to write there.", "当前账户需要那里的写权限。")),
            QuarantineError::Io { path, reason } => told(
                "quarantine-failed",
                path,
                lang.pick(
                    format!("{}: {reason}.", path.display()),
                    format!("{}：{reason}。", path.display()),
                ),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::job::Cancelled;
    use crate::text::tests::{assert_chinese, assert_told};

    fn path() -> PathBuf {
        PathBuf::from("/p")
    }

    #[test]
    fn refusals_and_errors_speak_both_languages() {
        let (path, reason) = (path(), || "full".to_owned());
        let problems: Vec<Box<dyn Tell>> = vec![
            Box::new(RootRefusal::Relative(path.clone())),
            Box::new(RootRefusal::NotAFolder(path.clone())),
            Box::new(RootRefusal::Drive(path.clone())),
            Box::new(RootRefusal::Home { path: path.clone(), home: path.clone() }),
            Box::new(RootRefusal::Gopath(path.clone())),
            Box::new(RootRefusal::WorkTree { path: path.clone(), git: path.clone() }),
            Box::new(RootRefusal::Goroot { path: path.clone(), goroot: path.clone() }),
            Box::new(RootRefusal::NoSign { cache: Cache::Build, path: path.clone() }),
            Box::new(RootRefusal::NoSign { cache: Cache::Modules, path: path.clone() }),
            Box::new(RootRefusal::Quarantine(path.clone())),
            Box::new(RootRefusal::Unreadable { path: path.clone(), reason: reason() }),
            Box::new(QuarantineError::Cancelled(Cancelled)),
            Box::new(QuarantineError::Busy(path.clone())),
            Box::new(QuarantineError::Unknown("x".into())),
            Box::new(QuarantineError::Moved(path.clone())),
            Box::new(QuarantineError::NoPlace { root: path.clone(), reason: reason() }),
            Box::new(QuarantineError::Io { path, reason: reason() }),
        ];
        for problem in problems {
            assert_told(problem.as_ref());
        }
    }

    #[test]
    fn why_something_stays_is_said_in_both_languages() {
        let whys = [Why::Used, Why::Locked, Why::NotGos, Why::Changed, Why::Mount, Why::Io("full".into())];
        for why in whys {
            assert_ne!(why.say(Lang::En), why.say(Lang::ZhCn));
            assert_chinese(&why.say(Lang::ZhCn));
        }
    }
}
