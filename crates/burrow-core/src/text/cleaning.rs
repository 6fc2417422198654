//! What a cleaning would take, in the words of the window: groups, costs, what can come back.

use super::{Lang, Problem, Say, Tell, bytes};
use crate::cache::Kind;
use crate::cache::plan::{Plan, Reason, Safety};
use crate::workbench::{CleanError, CleanGroup, CleaningShown, PlanError, Reclaimable, RepairFailure};

impl Say for CleanGroup {
    /// What goes, and why.
    fn say(&self, lang: Lang) -> String {
        let kind = self.kind.say(lang);
        match self.reason {
            Reason::Kind(_) | Reason::Chosen => kind,
            Reason::LeftOver => lang.pick("Downloads that did not end".into(), "没有下载完的文件".into()),
            Reason::Idle { days } => lang.pick(
                format!("{kind} that were not used for {}", days_en(days)),
                format!("{days} 天未使用的{kind}"),
            ),
            Reason::Unpacked => {
                lang.pick("Downloads of what is unpacked".into(), "已解包模块的下载文件".into())
            }
            Reason::Unreferenced => {
                lang.pick(format!("{kind} that no known project needs"), format!("已知项目都不需要的{kind}"))
            }
            Reason::Older => {
                lang.pick(format!("{kind} with a newer version here"), format!("已有更新版本的{kind}"))
            }
            Reason::OverSize => {
                lang.pick(format!("{kind}: the oldest above the size"), format!("{kind}：超出大小的最旧部分"))
            }
            Reason::Damaged => lang.pick(format!("{kind}: what is damaged"), format!("{kind}：已损坏的部分")),
        }
    }
}

fn days_en(days: u32) -> String {
    match days {
        1 => "a day".into(),
        days => format!("{days} days"),
    }
}

/// What follows for the next build.
#[must_use]
pub fn group_note(group: &CleanGroup, lang: Lang) -> &'static str {
    match (group.safety, group.kind) {
        (Safety::NeedsNetwork, _) if group.reason == Reason::Unreferenced => lang.pick(
            "No known project notices. A build of another one downloads it again, or fails if it runs just now.",
            "已知项目不受影响。其他项目的构建会重新下载它；如果此刻正在构建，则可能失败。",
        ),
        (_, Kind::Build | Kind::Test | Kind::Fuzz) => group.kind.note(lang),
        (Safety::Safe, _) => lang.pick("No build notices.", "不影响任何构建。"),
        (Safety::NeedsNetwork, _) => lang.pick(
            "A build that needs it downloads it again. One that runs now may fail.",
            "需要它的构建会重新下载。正在运行的构建可能失败。",
        ),
        (Safety::Private, _) => lang.pick(
            "It may not be there any more: it is private, or no server is asked for it.",
            "可能再也取不到：它是私有的，或者没有服务器可问。",
        ),
    }
}

/// What a plan costs, and how it can be taken back, each in one sentence.
#[must_use]
pub fn clean_costs(plan: &Plan, grace_days: u32, lang: Lang) -> Vec<String> {
    let of = |safety| -> u64 {
        plan.items.iter().filter(|item| item.safety == safety).map(|item| item.size.bytes).sum()
    };
    let mut costs = Vec::new();
    if of(Safety::Safe) > 0 {
        costs.push(lang.pick(
            "What goes safely is made again when a build needs it: that build takes longer, once.".into(),
            "可以放心清理的部分会在构建需要时重新生成，那一次构建会慢一些。".into(),
        ));
    }
    match of(Safety::NeedsNetwork) {
        0 => {}
        size => costs.push(lang.pick(
            format!("{} may have to be downloaded again.", bytes(size)),
            format!("{} 可能需要重新下载。", bytes(size)),
        )),
    }
    match of(Safety::Private) {
        0 => {}
        size => costs.push(lang.pick(
            format!("{} may not be there any more when they are wanted again.", bytes(size)),
            format!("{} 再次需要时可能已经取不到。", bytes(size)),
        )),
    }
    if plan.expires_tests.is_some() {
        costs.push(lang.pick(
            "Every test runs again: Go believes no result from before.".into(),
            "所有测试都会重新运行：Go 不再相信以前的结果。".into(),
        ));
    }
    if !plan.items.is_empty() {
        costs.push(lang.pick(
            format!(
                "For {} it can come back. The disk has the room once it is deleted for good.",
                days_en(grace_days)
            ),
            format!("{grace_days} 天内可以恢复。彻底删除之后磁盘才会多出空间。"),
        ));
    }
    costs
}

impl Say for Reclaimable {
    /// To be read behind the figure.
    fn say(&self, lang: Lang) -> String {
        let Reclaimable { builds, versions, downloads, projects, .. } = *self;
        let mut parts = Vec::new();
        if builds {
            parts.push(lang.pick(
                "build results (made again when needed)".to_owned(),
                "构建结果（需要时重新生成）".to_owned(),
            ));
        }
        match versions {
            0 => {}
            1 => parts.push(lang.pick(
                format!("one module version that {} needs", none_of(projects)),
                format!("你的 {projects} 个项目都不需要的 1 个模块版本"),
            )),
            many => parts.push(lang.pick(
                format!("{many} module versions that {} needs", none_of(projects)),
                format!("你的 {projects} 个项目都不需要的 {many} 个模块版本"),
            )),
        }
        if downloads {
            parts.push(
                lang.pick("downloads of what is unpacked".to_owned(), "已解包模块的下载文件".to_owned()),
            );
        }
        if parts.is_empty() {
            return lang.pick(
                "can go safely: nothing here is older than Go itself keeps it".into(),
                "可以放心清理：没有超过 Go 自身保留期限的内容".into(),
            );
        }
        lang.pick(
            format!("can go safely: {}", parts.join(", ")),
            format!("可以放心清理：{}", parts.join("，")),
        )
    }
}

fn none_of(projects: usize) -> String {
    match projects {
        1 => "your project no longer".into(),
        many => format!("none of your {many} projects"),
    }
}

impl Say for CleaningShown {
    fn say(&self, lang: Lang) -> String {
        let caches: Vec<String> = self.caches.iter().map(|cache| cache.say(lang)).collect();
        let amount = bytes(self.size.bytes);
        let items = self.items.len();
        lang.pick(
            match items {
                1 => format!("{amount} from: {}", caches.join(", ")),
                many => format!("{amount} in {many} items from: {}", caches.join(", ")),
            },
            format!("{}：{items} 项，共 {amount}", caches.join("、")),
        )
    }
}

impl Tell for PlanError {
    fn tell(&self, lang: Lang) -> Problem {
        match self {
            PlanError::Plan(refusal) => refusal.tell(lang),
            PlanError::Refused(refusal) => refusal.tell(lang),
        }
    }
}

impl Tell for CleanError {
    fn tell(&self, lang: Lang) -> Problem {
        match self {
            CleanError::Refused(refusal) => refusal.tell(lang),
            CleanError::Quarantine(error) => error.tell(lang),
        }
    }
}

impl Tell for RepairFailure {
    fn tell(&self, lang: Lang) -> Problem {
        match self {
            RepairFailure::Refused(refusal) => refusal.tell(lang),
            RepairFailure::Repair(error) => error.tell(lang),
        }
    }
}
