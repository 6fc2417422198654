//! Why something was not opened.

use super::{Lang, Problem, Tell};
use crate::open::OpenError;

impl Tell for OpenError {
    fn tell(&self, lang: Lang) -> Problem {
        match self {
            OpenError::NotShown(path) => Problem {
                code: "open-not-shown",
                message: lang.pick(
                    format!("Burrow opens only what it has shown, and it has not shown {path}."),
                    format!("Burrow 只打开它显示过的内容，而 {path} 没有显示过。"),
                ),
                subject: Some(path.clone()),
                hint: None,
            },
            OpenError::Gone(path) => Problem {
                code: "open-gone",
                message: lang.pick(
                    format!("{} is not there.", path.display()),
                    format!("{} 不存在。", path.display()),
                ),
                subject: Some(path.display().to_string()),
                hint: Some(lang.pick(
                    "It may have been moved or deleted since it was shown.".to_owned(),
                    "显示之后，它可能已被移动或删除。".to_owned(),
                )),
            },
            OpenError::NotDocumentation(link) => Problem {
                code: "open-not-documentation",
                message: lang.pick(
                    format!("{link} is not a page of Go’s documentation that Burrow names."),
                    format!("{link} 不是 Burrow 给出的 Go 文档页面。"),
                ),
                subject: Some(link.clone()),
                hint: None,
            },
            OpenError::NotStarted { what, reason } => Problem {
                code: "open-not-started",
                message: lang.pick(
                    format!("{what} could not be opened: {reason}"),
                    format!("无法打开 {what}：{reason}"),
                ),
                subject: Some(what.clone()),
                hint: Some(lang.pick(
                    "Set VISUAL to an editor with a window of its own, such as “code” or “zed”.".to_owned(),
                    "将 VISUAL 设为带窗口的编辑器，例如 “code” 或 “zed”。".to_owned(),
                )),
            },
        }
    }
}
