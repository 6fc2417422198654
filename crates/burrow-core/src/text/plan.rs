//! Why there is no plan for a cleaning, and why something stays.

use super::{Lang, Problem, Say, Tell};
use crate::cache::plan::{LeftReason, PlanRefusal, Safety};

impl Tell for PlanRefusal {
    fn tell(&self, lang: Lang) -> Problem {
        match self {
            PlanRefusal::Cancelled(_) => Problem::new(
                "cancelled",
                lang.pick("Cancelled. Nothing was changed.", "已取消，没有任何改动。").into(),
            ),
            PlanRefusal::NoFolder(cache) => Problem::new(
                "cache-unknown",
                lang.pick(
                    format!("Nothing tells where {} is.", cache.variable()),
                    format!("无法得知 {} 在哪里。", cache.variable()),
                ),
            )
            .about(cache.variable())
            .hint(lang.pick(
                "`burrow env explain GOCACHE GOMODCACHE` shows where the value comes from.",
                "`burrow env explain GOCACHE GOMODCACHE` 会显示这个值从哪里来。",
            )),
            PlanRefusal::Root(refusal) => refusal.tell(lang),
            PlanRefusal::SumdbNeeded => Problem::new(
                "sumdb-needed",
                lang.pick(
                    "The records of the checksum database stay: the toolchains in the module cache are proven by them.",
                    "校验和数据库的记录会保留：模块缓存里的工具链要靠它们验证。",
                )
                .into(),
            )
            .hint(lang.pick("`sumdb toolchains` takes both.", "`sumdb toolchains` 会同时清理两者。")),
            PlanRefusal::NoProjects => Problem::new(
                "no-projects",
                lang.pick(
                    "No project is known, so nothing can be said to be unused.",
                    "没有已知的项目，无法判断哪些内容没有用到。",
                )
                .into(),
            )
            .hint(lang.pick(
                "Name the folders of your projects: in the window, or with --projects.",
                "指明项目所在的文件夹：在窗口中添加，或者使用 --projects。",
            )),
            PlanRefusal::Io { path, error } => Problem::new(
                "cache-unreadable",
                lang.pick(
                    format!("{} cannot be looked at: {error}", path.display()),
                    format!("无法查看 {}：{error}", path.display()),
                ),
            )
            .about(path.display()),
        }
    }
}

impl Say for LeftReason {
    fn say(&self, lang: Lang) -> String {
        match self {
            LeftReason::Stray => lang.pick("go did not put it there", "不是 go 放在那里的"),
            LeftReason::Lock => lang.pick("a lock file of go", "go 的锁文件"),
            LeftReason::Unreadable => lang.pick("it cannot be looked at", "无法查看"),
            LeftReason::Mount => lang.pick("something is mounted there", "那里有挂载点"),
            LeftReason::Lately { days: 1 } => lang.pick("used within the last day", "一天内使用过"),
            LeftReason::Lately { days } => {
                return lang.pick(format!("used within {days} days"), format!("{days} 天内使用过"));
            }
            LeftReason::Needed => lang.pick("a known project needs it", "有已知项目需要它"),
            LeftReason::ModNeeded => {
                lang.pick("a known project still reads its go.mod", "已知项目仍要读取它的 go.mod")
            }
            LeftReason::NotSafe(Safety::Private) | LeftReason::MayBeGone => {
                lang.pick("it may not be there any more when it is wanted again", "再次需要时可能已经取不到")
            }
            LeftReason::NotSafe(_) => lang.pick("a running build may want it", "正在运行的构建可能会用到它"),
            LeftReason::NoProjects => {
                lang.pick("no project is known that would tell", "没有已知项目可供判断")
            }
        }
        .into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::Cache;
    use crate::job::Cancelled;
    use crate::text::tests::{assert_chinese, assert_told};

    #[test]
    fn refusals_and_reasons_speak_both_languages() {
        let io = || std::io::ErrorKind::PermissionDenied.into();
        for refusal in [
            PlanRefusal::Cancelled(Cancelled),
            PlanRefusal::NoFolder(Cache::Build),
            PlanRefusal::SumdbNeeded,
            PlanRefusal::NoProjects,
            PlanRefusal::Io { path: "/f".into(), error: io() },
        ] {
            assert_told(&refusal);
        }
        for reason in [
            LeftReason::Stray,
            LeftReason::Lock,
            LeftReason::Unreadable,
            LeftReason::Mount,
            LeftReason::Lately { days: 1 },
            LeftReason::Lately { days: 5 },
            LeftReason::Needed,
            LeftReason::ModNeeded,
            LeftReason::NotSafe(Safety::NeedsNetwork),
            LeftReason::NotSafe(Safety::Private),
            LeftReason::MayBeGone,
            LeftReason::NoProjects,
        ] {
            assert_ne!(reason.say(Lang::En), reason.say(Lang::ZhCn));
            assert_chinese(&reason.say(Lang::ZhCn));
        }
    }
}
