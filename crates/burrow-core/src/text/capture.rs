//! Why an asker's environment could not be had.

use super::{Lang, Problem, Tell};
use crate::env::capture::CaptureError;

impl Tell for CaptureError {
    fn tell(&self, lang: Lang) -> Problem {
        match self {
            CaptureError::NoShell => Problem::new(
                "shell-unknown",
                lang.pick("No login shell is known for this account.", "不知道这个账户的登录 shell。").into(),
            )
            .hint(lang.pick("Burrow shows its own environment instead.", "Burrow 改为显示自身的环境。")),
            CaptureError::NotStarted { program, reason } => Problem::new(
                "shell-not-started",
                lang.pick(
                    format!("{program} cannot be started: {reason}"),
                    format!("无法启动 {program}：{reason}"),
                ),
            )
            .about(program),
            CaptureError::TimedOut { program, limit } => Problem::new(
                "shell-too-slow",
                lang.pick(
                    format!("{program} gave no answer within {} seconds.", limit.as_secs()),
                    format!("{program} 在 {} 秒内没有给出回答。", limit.as_secs()),
                ),
            )
            .about(program)
            .hint(lang.pick(
                "A start file may wait for something: a question, a network, another program.",
                "可能有启动文件在等待：一个提问、网络，或别的程序。",
            )),
            CaptureError::TooMuchOutput { program, .. } => Problem::new(
                "shell-too-much-output",
                lang.pick(
                    format!("{program} prints without end when it starts."),
                    format!("{program} 启动时不停地输出内容。"),
                ),
            )
            .about(program)
            .hint(lang.pick("Look through its start files.", "请检查它的启动文件。")),
            CaptureError::NoAnswer { program, status } => Problem::new(
                "shell-no-answer",
                match status {
                    Some(status) => lang.pick(
                        format!("{program} ended with status {status} before it told its environment."),
                        format!("{program} 还没给出环境就以状态 {status} 退出了。"),
                    ),
                    None => lang.pick(
                        format!("{program} ended before it told its environment."),
                        format!("{program} 还没给出环境就退出了。"),
                    ),
                },
            )
            .about(program)
            .hint(lang.pick(
                "A start file may end the shell (`exit`) or replace it (`exec`).",
                "可能有启动文件结束了 shell（`exit`）或替换了它（`exec`）。",
            )),
            CaptureError::NoDesktopSession => Problem::new(
                "desktop-none",
                lang.pick("No desktop session was found.", "没有找到桌面会话。").into(),
            ),
            CaptureError::Unreadable { source_name, reason } => Problem::new(
                "environment-unreadable",
                lang.pick(
                    format!("{source_name} cannot be read: {reason}"),
                    format!("无法读取 {source_name}：{reason}"),
                ),
            )
            .about(source_name),
        }
    }
}
