//! Why a check was not made.

use crate::doctor::{NothingThere, Skip};
use crate::text::{Lang, Say};

impl Say for Skip {
    fn say(&self, lang: Lang) -> String {
        match self {
            Skip::AsksServers => lang
                .pick("It asks servers: made with --online.", "它会询问服务器：加上 --online 才会进行。")
                .into(),
            Skip::Slow => {
                lang.pick("It takes long: made when it is named.", "它需要较长时间：指明它才会进行。").into()
            }
            Skip::Nothing(NothingThere::DesktopSession) => {
                lang.pick("There is no desktop session.", "没有桌面会话。").into()
            }
            Skip::Unreadable { what, why } => {
                lang.pick(format!("{what} cannot be read: {why}"), format!("无法读取 {what}：{why}"))
            }
            Skip::TimedOut { seconds } => {
                lang.pick(format!("No answer within {seconds} s."), format!("{seconds} 秒内没有结果。"))
            }
            Skip::Broken { said } => lang.pick(
                format!("The check failed by a fault of Burrow: {said}"),
                format!("检查因 Burrow 自身的错误而失败：{said}"),
            ),
            Skip::Cancelled => lang.pick("Cancelled.", "已取消。").into(),
        }
    }
}
