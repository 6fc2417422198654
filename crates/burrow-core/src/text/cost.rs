//! What it costs to get something back.

use super::Lang;
use crate::cache::cost::{Cost, Gone};

impl Cost {
    /// In a few words, for a row of a table.
    #[must_use]
    pub fn words(&self, lang: Lang) -> String {
        match self {
            Cost::Recompute => lang.pick("built again", "重新构建"),
            Cost::Download => lang.pick("downloaded again", "重新下载"),
            Cost::MayBeGone(_) => lang.pick("may not be there any more", "可能再也找不到"),
        }
        .into()
    }

    /// Why it may not come back; empty when it does.
    #[must_use]
    pub fn why(&self, lang: Lang) -> String {
        match self {
            Cost::Recompute | Cost::Download => String::new(),
            Cost::MayBeGone(gone) => gone.words(lang).into(),
        }
    }
}

impl Gone {
    /// The reason, as a sentence.
    #[must_use]
    pub fn words(&self, lang: Lang) -> &'static str {
        match self {
            Gone::Private => lang.pick(
                "It is private (GONOPROXY): only its own server has it.",
                "它是私有模块（GONOPROXY）：只有它自己的服务器上才有。",
            ),
            Gone::NoProxy => lang.pick(
                "GOPROXY names no module proxy: its own server may have dropped it.",
                "GOPROXY 中没有模块代理：它自己的服务器可能已将其删除。",
            ),
            Gone::Off => {
                lang.pick("GOPROXY is off: nothing is downloaded.", "GOPROXY 为 off：不会下载任何内容。")
            }
            Gone::OnlyFolders => lang.pick(
                "GOPROXY names folders only, and it may not be in one.",
                "GOPROXY 只列出了文件夹，其中可能没有它。",
            ),
            Gone::BadList => lang.pick("Go refuses GOPROXY as it is.", "Go 不接受当前的 GOPROXY。"),
            Gone::NoName => lang.pick(
                "No server can be asked for this path and version.",
                "无法向任何服务器请求这个路径和版本。",
            ),
            Gone::NotFound => lang.pick("The proxies say that they do not have it.", "代理称没有它。"),
        }
    }
}
