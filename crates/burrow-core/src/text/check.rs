//! What there is to say about a plan.

use super::{Lang, Problem, Say, Tell};
use crate::env::capture::AskerId;
use crate::env::edit::CheckKind;
use crate::secret::Masked;

impl Tell for CheckKind {
    fn tell(&self, lang: Lang) -> Problem {
        match self {
            CheckKind::Go(refusal) => refusal.tell(lang),
            CheckKind::GoWouldRefuse(refusal) => {
                let problem = refusal.tell(lang);
                let message = lang.pick(
                    format!("`go env -w` would refuse this: {}", problem.message),
                    format!("`go env -w` 不会接受：{}", problem.message),
                );
                Problem { message, ..problem }
            }
            CheckKind::Problem(problem) => problem.tell(lang),
            CheckKind::Shadowed { name, asker } => Problem::new(
                "env-shadowed",
                lang.pick(
                    format!(
                        "{} still sees another value of {name}: it is set in the environment there.",
                        who(*asker, lang)
                    ),
                    format!("{}看到的仍是 {name} 的另一个值：那里的环境设置了它。", who(*asker, lang)),
                ),
            )
            .about(name)
            .hint(lang.pick("Remove it there as well.", "在那里也要删掉。")),
            CheckKind::EmptyMasks { name } => Problem::new(
                "env-empty-masks",
                lang.pick(
                    format!(
                        "An empty line does not give {name} its default: it hides the toolchain’s value."
                    ),
                    format!("空行不会让 {name} 恢复默认值，反而会遮盖工具链的值。"),
                ),
            )
            .about(name)
            .hint(lang.pick("Unset it instead.", "应当取消设置（unset）。")),
            CheckKind::GoenvOff => Problem::new(
                "goenv-off",
                lang.pick(
                    "GOENV=off: go writes its default file all the same, but does not read it.",
                    "GOENV=off：go 照样会写入默认文件，但不会读取它。",
                )
                .into(),
            )
            .about("GOENV"),
            CheckKind::IgnoredLine { line } => Problem::new(
                "goenv-ignored-line",
                lang.pick(format!("Go will ignore line {line}."), format!("Go 会忽略第 {line} 行。")),
            ),
            CheckKind::Moved { name, now, expected } => Problem::new(
                "history-moved",
                lang.pick(
                    format!("{name} has changed since: {}, not {}.", value(now, lang), value(expected, lang)),
                    format!(
                        "{name} 后来又变了：现在是{}，而不是{}。",
                        value(now, lang),
                        value(expected, lang)
                    ),
                ),
            )
            .about(name)
            .hint(lang.pick("Take back the later change first.", "先撤销后面的更改。")),
            CheckKind::TextMoved => Problem::new(
                "history-text-moved",
                lang.pick(
                    "Only comments or the order of lines changed then, and the file has changed since.",
                    "那次只改了注释或行的顺序，而文件后来又有了变化。",
                )
                .into(),
            ),
            CheckKind::SecretGone { name } => Problem::new(
                "history-secret-gone",
                lang.pick(
                    format!(
                        "{name} held a password then. Burrow keeps no passwords, so it cannot bring it back."
                    ),
                    format!("{name} 当时含有密码。Burrow 不保存密码，因此无法恢复。"),
                ),
            )
            .about(name)
            .hint(lang.pick("Set it by hand.", "请手动设置。")),
            CheckKind::SecretUnknown { name } => Problem::new(
                "secret-unknown",
                lang.pick(
                    format!(
                        "In {name}, *** stands for a password that Burrow does not know for this address."
                    ),
                    format!("{name} 中的 *** 代表一个密码，而 Burrow 不知道这个地址的密码。"),
                ),
            )
            .about(name)
            .hint(lang.pick("Write the password in its place.", "在它的位置写上密码本身。")),
            CheckKind::AlreadyUndone { entry } => Problem::new(
                "history-already-undone",
                lang.pick(
                    format!("It was taken back already, by entry {entry}."),
                    format!("它已被第 {entry} 条记录撤销。"),
                ),
            )
            .hint(lang.pick("Take that one back to redo it.", "撤销那一条即可重做。")),
            CheckKind::OtherFile => Problem::new(
                "history-other-file",
                lang.pick(
                    "That change was made to another GOENV file than the one in use.",
                    "那次更改的是另一个 GOENV 文件，不是现在使用的这个。",
                )
                .into(),
            ),
        }
    }
}

impl Say for AskerId {
    fn say(&self, lang: Lang) -> String {
        who(*self, lang).to_owned()
    }
}

/// Whose environment it is, at the beginning of a sentence.
pub(super) fn who(asker: AskerId, lang: Lang) -> &'static str {
    match asker {
        AskerId::LoginShell => lang.pick("A new terminal", "新终端"),
        AskerId::Desktop => lang.pick("The desktop", "桌面会话"),
        AskerId::Process => lang.pick("Burrow’s own process", "Burrow 自身的进程"),
    }
}

fn value(value: &Option<Masked>, lang: Lang) -> String {
    match value {
        None => lang.pick("not set", "未设置").to_owned(),
        Some(value) if value.as_str().is_empty() => lang.pick("empty", "空值").to_owned(),
        Some(value) => lang.pick(format!("“{value}”"), format!("“{value}”")),
    }
}
