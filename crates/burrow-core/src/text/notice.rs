//! Sections that failed, and what a person should know about the whole.

use super::{Lang, Problem, Tell};
use crate::workbench::{Notice, ToolchainProblem};

impl Tell for Notice {
    fn tell(&self, lang: Lang) -> Problem {
        match self {
            Notice::NoGo => Problem::new(
                "go-not-found",
                lang.pick("No Go was found on this machine.", "这台机器上没有找到 Go。").into(),
            )
            .hint(lang.pick(
                "Install it from https://go.dev/dl, or choose the folder it lies in. What is known without it is shown.",
                "可从 https://go.dev/dl 安装，或选择它所在的文件夹。没有 Go 也能知道的内容照常显示。",
            )),
            Notice::GoRefuses { refusal } => Problem::new(
                "go-refuses",
                lang.pick(
                    format!("`go env` would stop here instead of answering: {}", refusal.tell(lang).message),
                    format!("`go env` 在这里不会回答，而是报错退出：{}", refusal.tell(lang).message),
                ),
            )
            .hint(lang.pick(
                "On the page Environment the layers show which value it is about.",
                "“环境”页面会逐层显示问题出在哪个值上。",
            )),
            Notice::OutOfWatches => Problem::new(
                "watch-exhausted",
                lang.pick(
                    "The system has no more file watches for this account.",
                    "系统已没有可供这个账户使用的文件监视。",
                )
                .into(),
            )
            .hint(lang.pick(
                "Changes are seen when the window gets the focus. On Linux, raise fs.inotify.max_user_watches.",
                "窗口获得焦点时才会看到变化。在 Linux 上可调高 fs.inotify.max_user_watches。",
            )),
            Notice::NotWatching { detail } => Problem::new(
                "watch-failed",
                lang.pick(
                    format!("Some folders cannot be watched: {detail}"),
                    format!("有些文件夹无法监视：{detail}"),
                ),
            )
            .hint(lang.pick(
                "Changes there are seen when the window gets the focus.",
                "那里的变化要等窗口获得焦点时才会看到。",
            )),
            Notice::StateDamaged { aside } => Problem::new(
                "state-damaged",
                lang.pick("Burrow’s records were damaged. New ones were begun.", "Burrow 的记录已损坏，现已重新开始记录。")
                    .into(),
            )
            .about(aside.display())
            .hint(lang.pick(
                format!("The old file was kept as {}.", aside.display()),
                format!("旧文件保留为 {}。", aside.display()),
            )),
            Notice::StateNewer { file } => Problem::new(
                "state-newer",
                lang.pick("A later Burrow keeps the records here.", "这里的记录属于更新版本的 Burrow。").into(),
            )
            .about(file.display())
            .hint(lang.pick(
                "They are left alone; until this Burrow ends it remembers in memory. Update it to see the history.",
                "它们保持原样；这个 Burrow 只在退出前记住历史。升级后即可看到全部历史。",
            )),
            Notice::StateInMemory { detail } => Problem::new(
                "state-in-memory",
                lang.pick(
                    format!("Burrow’s records cannot be kept on disk: {detail}"),
                    format!("Burrow 的记录无法保存到磁盘：{detail}"),
                ),
            )
            .hint(lang.pick(
                "History and settings last until Burrow ends.",
                "历史和设置只保留到 Burrow 退出为止。",
            )),
            Notice::NoHome => Problem::new(
                "home-missing",
                lang.pick("There is no home folder.", "没有主目录。").into(),
            )
            .hint(lang.pick(
                "Without HOME, Go has no default for GOPATH, GOCACHE and GOENV.",
                "没有 HOME，Go 就没有 GOPATH、GOCACHE 和 GOENV 的默认值。",
            )),
        }
    }
}

impl Tell for ToolchainProblem {
    fn tell(&self, lang: Lang) -> Problem {
        match self {
            ToolchainProblem::NotAGoProgram { go } => Problem::new(
                "toolchain-not-go",
                lang.pick(
                    format!(
                        "{} is a script, or made for another system: its version cannot be told.",
                        go.display()
                    ),
                    format!("{} 是脚本，或属于别的系统，无法得知它的版本。", go.display()),
                ),
            )
            .about(go.display()),
            ToolchainProblem::NotOnMachine { wanted } => Problem::new(
                "toolchain-not-on-machine",
                lang.pick(
                    format!("This folder asks for {wanted}, which is not on this machine."),
                    format!("这个文件夹需要 {wanted}，而这台机器上没有。"),
                ),
            )
            .about(wanted)
            .hint(lang.pick(
                "go downloads it when it is first used. The values shown are those of the toolchain at hand.",
                "首次使用时 go 会下载它。这里显示的是现有工具链的值。",
            )),
            ToolchainProblem::GoRefuses { text } => Problem::new("toolchain-refused", format!("go: {text}")),
        }
    }
}
