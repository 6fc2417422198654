//! The tray's menu and what is told of a switch from there.

use super::{BadgeTone, Lang, Say};
use crate::workbench::Wrong;

/// What can be chosen in the menu besides a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrayWord {
    Test,
    Testing,
    TakeBack,
    Open,
    Quit,
}

#[must_use]
pub fn tray(word: TrayWord, lang: Lang) -> &'static str {
    match word {
        TrayWord::Test => lang.pick("Test Again", "重新测试"),
        TrayWord::Testing => lang.pick("Testing…", "正在测试…"),
        TrayWord::TakeBack => lang.pick("Undo This Switch", "撤销这次切换"),
        TrayWord::Open => lang.pick("Open Burrow", "打开 Burrow"),
        TrayWord::Quit => lang.pick("Quit Burrow", "退出 Burrow"),
    }
}

/// A badge where there is no colour: its sign, and its words.
#[must_use]
pub fn badge_sign(tone: BadgeTone, text: &str) -> String {
    match tone {
        BadgeTone::Good => format!("✓ {text}"),
        BadgeTone::Warn => format!("▲ {text}"),
        BadgeTone::Bad => format!("✕ {text}"),
        BadgeTone::Plain => text.to_owned(),
    }
}

/// What is wrong, in so few words that a menu can say it.
#[must_use]
pub fn wrong_short(wrong: &Wrong, lang: Lang) -> String {
    match wrong {
        Wrong::Refused { .. } => lang.pick("Go refuses GOPROXY", "Go 拒绝 GOPROXY 的值").to_owned(),
        Wrong::StopsAt { server, verdict, .. } => match verdict {
            Some(verdict) => {
                let what = verdict.say(lang);
                lang.pick(format!("Downloads fail: {server} {what}"), format!("下载失败：{server} {what}"))
            }
            None => lang.pick(format!("Downloads fail at {server}"), format!("下载在 {server} 失败")),
        },
        Wrong::Detour { server, .. } => {
            lang.pick(format!("Downloads wait for {server}"), format!("下载要等待 {server}"))
        }
        Wrong::DatabaseUnusable { .. } => {
            lang.pick("Go cannot use GOSUMDB", "Go 无法使用 GOSUMDB 的值").to_owned()
        }
        Wrong::DatabaseFails { .. } => {
            lang.pick("The checksum database fails", "校验和数据库不可用").to_owned()
        }
    }
}

/// That a switch was made.
#[must_use]
pub fn switched(profile: &str, lang: Lang) -> String {
    lang.pick(format!("Switched to {profile}"), format!("已切换到 {profile}"))
}

/// That there was nothing to write.
#[must_use]
pub fn in_file_already(profile: &str, lang: Lang) -> String {
    lang.pick(format!("The settings file says {profile} already"), format!("配置文件已经是 {profile}"))
}

/// That a switch was not made.
#[must_use]
pub fn not_switched(profile: &str, lang: Lang) -> String {
    lang.pick(format!("Not switched to {profile}"), format!("没有切换到 {profile}"))
}

/// That a switch was taken back.
#[must_use]
pub fn taken_back(lang: Lang) -> &'static str {
    lang.pick("The switch was taken back", "已撤销切换")
}

/// That a switch could not be taken back.
#[must_use]
pub fn not_taken_back(lang: Lang) -> &'static str {
    lang.pick("The switch was not taken back", "没有撤销切换")
}

/// Which variables are another now.
#[must_use]
pub fn changed(names: &[&str], lang: Lang) -> String {
    lang.pick(format!("Changed: {}", names.join(", ")), format!("已更改：{}", names.join("、")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proxy::probe::Verdict;
    use crate::text::tests::assert_chinese;

    #[test]
    fn every_word_of_the_menu_speaks_both_languages() {
        for word in [TrayWord::Test, TrayWord::Testing, TrayWord::TakeBack, TrayWord::Open, TrayWord::Quit] {
            assert_ne!(tray(word, Lang::En), tray(word, Lang::ZhCn));
        }
        let stops = |verdict| Wrong::StopsAt { server: "a.corp".into(), verdict, absent: false, next: None };
        let wrongs = [
            Wrong::Refused { why: "x".into() },
            stops(None),
            stops(Some(Verdict::Refused)),
            Wrong::Detour { server: "a.corp".into(), verdict: None, to: None },
            Wrong::DatabaseUnusable { why: "x".into() },
            Wrong::DatabaseFails { verdict: Verdict::Forbidden },
        ];
        for wrong in wrongs {
            assert_chinese(&wrong_short(&wrong, Lang::ZhCn));
        }
        for say in [switched, in_file_already, not_switched] {
            assert_chinese(&say("Home", Lang::ZhCn));
        }
        assert_chinese(&changed(&["GOPROXY", "GOSUMDB"], Lang::ZhCn));
    }
}
