//! What the wizard of the first run says.

use super::{Lang, Say};
use crate::workbench::Because;

impl Say for Because {
    fn say(&self, lang: Lang) -> String {
        match self {
            Because::Default => lang.pick(
                "It is what Go does by itself, and its server answers well from here.",
                "这是 Go 自带的设置，从这里访问它的服务器很顺畅。",
            ),
            Because::Soonest => {
                lang.pick("Its server answers soonest from here.", "从这里访问，它的服务器应答最快。")
            }
            Because::InEffect => lang.pick(
                "It is in effect already, and its server answers well.",
                "它已经生效，服务器应答良好。",
            ),
        }
        .into()
    }
}

/// Which Go there is. `version`: of the one that a terminal gets.
#[must_use]
pub fn welcome_go(version: Option<&str>, sdks: usize, looking: bool, lang: Lang) -> String {
    match (version, sdks) {
        (Some(version), 0 | 1) => lang.pick(
            format!("There is {version}, and a terminal gets it"),
            format!("已有 {version}，终端使用的就是它"),
        ),
        (Some(version), sdks) => lang.pick(
            format!("There are {sdks} versions of Go; a terminal gets {version}"),
            format!("已有 {sdks} 个版本的 Go，终端使用的是 {version}"),
        ),
        (None, _) if looking => lang.pick("Looking for Go".into(), "正在查找 Go".into()),
        (None, 0) => lang.pick("There is no Go on this machine".into(), "这台机器上没有 Go".into()),
        (None, _) => lang.pick(
            "There is Go on this machine, and a terminal does not find it".into(),
            "这台机器上有 Go，但终端找不到它".into(),
        ),
    }
}

/// On the button.
#[must_use]
pub fn install_go(lang: Lang) -> &'static str {
    lang.pick("Install Go…", "安装 Go…")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tests::assert_chinese;

    #[test]
    fn the_wizard_speaks_both_languages() {
        for because in [Because::Default, Because::Soonest, Because::InEffect] {
            assert_ne!(because.say(Lang::En), because.say(Lang::ZhCn));
            assert_chinese(&because.say(Lang::ZhCn));
        }
        for (version, sdks, looking) in [
            (Some("go1.27.3"), 1, false),
            (Some("go1.27.3"), 3, false),
            (None, 0, true),
            (None, 0, false),
            (None, 2, false),
        ] {
            let said = |lang| welcome_go(version, sdks, looking, lang);
            assert_ne!(said(Lang::En), said(Lang::ZhCn));
            assert_chinese(&said(Lang::ZhCn));
        }
    }
}
