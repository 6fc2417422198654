//! What there is to say about removing an SDK.

use super::{Lang, Problem, Say, Tell};
use crate::sdk::inventory::Source;
use crate::sdk::remove::{CheckKind, How, RemovalError};
use crate::system::trash::TrashError;

impl Tell for CheckKind {
    fn tell(&self, lang: Lang) -> Problem {
        match self {
            CheckKind::NotAnSdk => Problem::new(
                "not-an-sdk",
                lang.pick("No Go SDK that Burrow knows lies there.", "那里没有 Burrow 认识的 Go SDK。")
                    .into(),
            )
            .hint(lang.pick("`burrow sdk list` shows what is here.", "`burrow sdk list` 会列出这里有哪些。")),
            CheckKind::NotProven => Problem::new(
                "not-proven",
                lang.pick(
                    "Too little there is an SDK’s: it could be something else.",
                    "那里的内容不足以证明它是 SDK，也可能是别的东西。",
                )
                .into(),
            )
            .hint(lang.pick("Look at it, and remove it by hand.", "查看之后自行删除。")),
            CheckKind::Managed { by, command } => managed(*by, command.as_deref(), lang),
            CheckKind::InNobodysPlace => Problem::new(
                "nobodys-place",
                lang.pick(
                    "It lies in no manager’s place, so Burrow cannot know whether it may go.",
                    "它不在任何版本管理器的位置，Burrow 无法判断能否删除。",
                )
                .into(),
            )
            .hint(lang.pick("Remove it by hand, if it is yours.", "如果它是你的，请自行删除。")),
            CheckKind::ThroughLink { link } => Problem::new(
                "through-link",
                lang.pick(
                    format!("{} only leads to it. What lies elsewhere is not removed.", link.display()),
                    format!("{} 只是指向它的链接。别处的内容不会被删除。", link.display()),
                ),
            )
            .about(link.display())
            .hint(lang.pick("Remove the link by hand.", "请自行删除这个链接。")),
            CheckKind::Holds { what } => Problem::new(
                "holds-more",
                lang.pick(
                    format!("{} lies in it.", what.display()),
                    format!("{} 就在它里面。", what.display()),
                ),
            )
            .about(what.display()),
            CheckKind::OtherThings { what } => Problem::new(
                "other-things",
                lang.pick(
                    format!("{} is not a part of the SDK and would be lost.", what.display()),
                    format!("{} 不是 SDK 的一部分，会因此丢失。", what.display()),
                ),
            )
            .about(what.display())
            .hint(lang.pick("Move it away first.", "先把它移走。")),
            CheckKind::WorkTree { git } => Problem::new(
                "work-tree",
                lang.pick(
                    "It is a git work tree: changes in it would be lost.",
                    "它是一个 git 工作区，其中的改动会丢失。",
                )
                .into(),
            )
            .about(git.display()),
            CheckKind::Mount { point } => Problem::new(
                "mount",
                lang.pick(
                    format!("Something is mounted at {}.", point.display()),
                    format!("{} 处有挂载点。", point.display()),
                ),
            )
            .about(point.display())
            .hint(lang.pick("Unmount it first.", "先把它卸载。")),
            CheckKind::NoRight { dir } => Problem::new(
                "no-right",
                lang.pick(
                    format!("This account may not change {}.", dir.display()),
                    format!("当前账户无权更改 {}。", dir.display()),
                ),
            )
            .about(dir.display())
            .hint(lang.pick("Whoever installed it can remove it.", "由安装它的账户来删除。")),
            CheckKind::Current { link, command } => Problem::new(
                "current",
                lang.pick(
                    format!("{} leads to it: it is the chosen one.", link.display()),
                    format!("{} 指向它：它是当前选用的版本。", link.display()),
                ),
            )
            .about(link.display())
            .hint(match command {
                Some(command) => lang.pick(
                    format!("Choose another first: `{command}`."),
                    format!("先换用别的版本：`{command}`。"),
                ),
                None => lang
                    .pick("Choose another first: `burrow sdk use`.", "先换用别的版本：`burrow sdk use`。")
                    .into(),
            }),
            CheckKind::Active => Problem::new(
                "active",
                lang.pick("This is the one that a terminal runs.", "终端现在运行的就是它。").into(),
            ),
            CheckKind::NoTrash => Problem::new(
                "for-good",
                lang.pick("It is deleted for good, not moved to the trash.", "会被彻底删除，不进入回收站。")
                    .into(),
            ),
            CheckKind::Needed { projects } => Problem::new(
                "needed",
                lang.pick(
                    match projects {
                        1 => "One known project asks for it: go would download it anew.".to_owned(),
                        n => format!("{n} known projects ask for it: go would download it anew."),
                    },
                    format!("有 {projects} 个已知项目需要它：go 会重新下载。"),
                ),
            ),
            CheckKind::WrapperStays { program } => Problem::new(
                "wrapper-stays",
                lang.pick(
                    format!("{} stays. It then asks to be told to download.", program.display()),
                    format!("{} 会保留，之后它会要求先执行 download。", program.display()),
                ),
            )
            .about(program.display()),
            CheckKind::RecordsStay => Problem::new(
                "records-stay",
                lang.pick(
                    "The checksum database’s records stay: other toolchains need them.",
                    "校验和数据库的记录会保留：其他工具链需要它们。",
                )
                .into(),
            ),
        }
    }
}

fn managed(by: Source, command: Option<&str>, lang: Lang) -> Problem {
    let who = match by {
        Source::Distribution => lang.pick("the distribution’s packages", "发行版的软件包"),
        Source::Homebrew => "Homebrew",
        Source::Snap => "snap",
        Source::Nix => "Nix",
        Source::Msi => lang.pick("the Windows installer", "Windows 安装程序"),
        Source::Chocolatey => "Chocolatey",
        Source::Scoop => "Scoop",
        Source::StefanmaricG => "g",
        _ => lang.pick("another program", "别的程序"),
    };
    let problem =
        Problem::new("managed", lang.pick(format!("It belongs to {who}."), format!("它属于：{who}。")))
            .about(by.id());
    problem.hint(match command {
        Some(command) => lang.pick(format!("Remove it with `{command}`."), format!("用 `{command}` 删除。")),
        None => lang.pick("Remove it in the system’s settings.", "在系统设置里删除。").into(),
    })
}

impl Tell for RemovalError {
    fn tell(&self, lang: Lang) -> Problem {
        match self {
            RemovalError::Cancelled(_) => Problem::new(
                "cancelled",
                lang.pick("Cancelled. Nothing was removed.", "已取消，什么都没有删除。").into(),
            ),
            RemovalError::NotApplicable => Problem::new(
                "removal-not-applicable",
                lang.pick("It cannot be removed: a check refuses it.", "无法删除：有检查不通过。").into(),
            ),
            RemovalError::Moved(path) => Problem::new(
                "removal-moved",
                lang.pick(
                    format!("{} is no longer what was looked at. Nothing was removed.", path.display()),
                    format!("{} 已经不是检查时的样子，什么都没有删除。", path.display()),
                ),
            )
            .about(path.display()),
            RemovalError::Busy(path) => Problem::new(
                "removal-busy",
                lang.pick(
                    format!("go is busy with {}. Nothing was removed.", path.display()),
                    format!("go 正在使用 {}，什么都没有删除。", path.display()),
                ),
            )
            .about(path.display()),
            RemovalError::Trash(why) => {
                let (path, reason) = match why {
                    TrashError::Missing(path) => (path, why.to_string()),
                    TrashError::Refused { path, reason } => (path, reason.clone()),
                };
                Problem::new(
                    "no-trash",
                    lang.pick(
                        format!("{} did not go to the trash: {reason}", path.display()),
                        format!("{} 未能移到回收站：{reason}", path.display()),
                    ),
                )
                .about(path.display())
                .hint(lang.pick(
                    "Nothing was removed. `--purge` deletes it for good.",
                    "什么都没有删除。`--purge` 会彻底删除。",
                ))
            }
            RemovalError::Io { path, reason } => Problem::new(
                "removal-failed",
                lang.pick(
                    format!("{} could not be removed: {reason}", path.display()),
                    format!("无法删除 {}：{reason}", path.display()),
                ),
            )
            .about(path.display())
            .hint(lang.pick("Nothing was removed.", "什么都没有删除。")),
        }
    }
}

impl Say for How {
    fn say(&self, lang: Lang) -> String {
        match self {
            How::Trash => lang.pick("to the trash", "移到回收站").into(),
            How::Delete => lang.pick("for good", "彻底删除").into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tests::assert_chinese;

    #[test]
    fn every_reason_speaks_both_languages() {
        let path = || std::path::PathBuf::from("/f");
        let mut kinds = vec![
            CheckKind::NotAnSdk,
            CheckKind::NotProven,
            CheckKind::InNobodysPlace,
            CheckKind::ThroughLink { link: path() },
            CheckKind::Holds { what: path() },
            CheckKind::OtherThings { what: path() },
            CheckKind::WorkTree { git: path() },
            CheckKind::Mount { point: path() },
            CheckKind::NoRight { dir: path() },
            CheckKind::Current { link: path(), command: None },
            CheckKind::Active,
            CheckKind::NoTrash,
            CheckKind::Needed { projects: 2 },
            CheckKind::WrapperStays { program: path() },
            CheckKind::RecordsStay,
        ];
        for by in [Source::Distribution, Source::Homebrew, Source::Msi, Source::StefanmaricG] {
            kinds.push(CheckKind::Managed { by, command: (by != Source::Msi).then(|| "x y".to_owned()) });
        }
        for kind in kinds {
            let (en, zh) = (kind.tell(Lang::En), kind.tell(Lang::ZhCn));
            assert_ne!(en.message, zh.message);
            assert_eq!(en.hint.is_some(), zh.hint.is_some());
            for text in [Some(&zh.message), zh.hint.as_ref()].into_iter().flatten() {
                assert_chinese(text);
            }
        }
        for error in [RemovalError::NotApplicable, RemovalError::Moved(path()), RemovalError::Busy(path())] {
            assert_chinese(&error.tell(Lang::ZhCn).message);
        }
    }
}
