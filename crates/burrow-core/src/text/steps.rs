//! What the Projects page says: how its projects are, and what stands on the buttons of their steps.

use super::{Lang, Problem, Say, Tell};
use crate::project::ready::Action;
use crate::workbench::ProjectTrouble;

/// The page's first line. `waiting`: projects that do not build yet.
#[must_use]
pub fn projects_sentence(all: usize, waiting: usize, looking: bool, lang: Lang) -> String {
    match (all, waiting) {
        (0, _) if looking => lang.pick("Looking for projects".into(), "正在查找项目".into()),
        (0, _) => lang.pick("No project is known yet".into(), "还没有项目".into()),
        (1, 0) => lang.pick("The project builds offline".into(), "项目可离线构建".into()),
        (_, 0) => lang.pick(format!("All {all} projects build offline"), format!("{all} 个项目均可离线构建")),
        (1, _) => lang.pick("The project needs something first".into(), "项目还不能构建".into()),
        (_, 1) => lang.pick(
            format!("One of {all} projects needs something first"),
            format!("{all} 个项目中有 1 个还不能构建"),
        ),
        _ => lang.pick(
            format!("{waiting} of {all} projects need something first"),
            format!("{all} 个项目中有 {waiting} 个还不能构建"),
        ),
    }
}

/// How a team's file stands. `changes`: parts of it that are not so here; `None`: it is refused.
#[must_use]
pub fn team_sentence(changes: Option<usize>, lang: Lang) -> String {
    match changes {
        None => lang.pick("The team file cannot be followed".into(), "无法采用团队文件".into()),
        Some(0) => lang.pick("All that the team proposes is so".into(), "团队建议的设置均已生效".into()),
        Some(1) => lang.pick("One thing would change".into(), "将有 1 项更改".into()),
        Some(2) => lang.pick("Two things would change".into(), "将有 2 项更改".into()),
        Some(many) => lang.pick(format!("{many} things would change"), format!("将有 {many} 项更改")),
    }
}

/// On the buttons of a team's file.
#[must_use]
pub fn team_install(lang: Lang) -> &'static str {
    lang.pick("Install…", "安装…")
}

/// See [`team_install`].
#[must_use]
pub fn team_switch(lang: Lang) -> &'static str {
    lang.pick("Switch…", "切换…")
}

/// On the button of a step.
#[must_use]
pub fn action_label(action: &Action, lang: Lang) -> String {
    match action {
        Action::InstallToolchain { version: Some(version) } => {
            lang.pick(format!("Install {version}…"), format!("安装 {version}…"))
        }
        Action::InstallToolchain { version: None } => lang.pick("Install Go…".into(), "安装 Go…".into()),
        Action::Settings(_) => lang.pick("Change the setting…".into(), "更改设置…".into()),
        Action::TeamProfile { .. } => lang.pick("What the team proposes…".into(), "查看团队建议…".into()),
        Action::Credentials { .. } => lang.pick("Credentials…".into(), "登录凭据…".into()),
        Action::RepairModules(_) => lang.pick("See the damage…".into(), "查看损坏…".into()),
        Action::Go { .. } => lang.pick("Copy the command".into(), "复制命令".into()),
        Action::Open(_) => lang.pick("Open the file".into(), "打开文件".into()),
        Action::Warm => lang.pick("Download".into(), "下载".into()),
    }
}

impl Tell for ProjectTrouble {
    fn tell(&self, lang: Lang) -> Problem {
        match self {
            ProjectTrouble::Look(why) => why.tell(lang),
            ProjectTrouble::TimedOut { seconds } => Problem::new(
                "project-timed-out",
                lang.pick(
                    format!("There was no answer within {seconds} s."),
                    format!("{seconds} 秒内没有结果。"),
                ),
            )
            .hint(lang.pick(
                "The folder may lie on a server that does not answer.",
                "该文件夹可能在没有应答的服务器上。",
            )),
            ProjectTrouble::Broken => super::Broken.tell(lang),
        }
    }
}

/// What go makes of a vendor folder, and what of it is wrong.
#[must_use]
pub fn vendor_sentence(vendor: crate::project::ready::Vendor, lang: Lang) -> Option<String> {
    (vendor != crate::project::ready::Vendor::None).then(|| vendor.say(lang))
}

/// How many lines of go.sum are wrong; `None`: none is.
#[must_use]
pub fn sums_sentence(missing: usize, mismatched: usize, lang: Lang) -> Option<String> {
    match (missing, mismatched) {
        (0, 0) => None,
        (lines, 0) => Some(lang.pick(format!("Lines that are missing: {lines}"), format!("缺少 {lines} 行"))),
        (0, lines) => Some(lang.pick(
            format!("Lines that disagree with the module cache: {lines}"),
            format!("与模块缓存不符的有 {lines} 行"),
        )),
        (missing, wrong) => Some(lang.pick(
            format!("Lines that are missing: {missing}; that disagree with the module cache: {wrong}"),
            format!("缺少 {missing} 行，与模块缓存不符的有 {wrong} 行"),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tests::{assert_chinese, assert_told};

    #[test]
    fn the_page_speaks_both_languages() {
        for (all, waiting, looking) in [
            (0, 0, true),
            (0, 0, false),
            (1, 0, false),
            (3, 0, false),
            (1, 1, false),
            (3, 1, false),
            (3, 2, false),
        ] {
            let said = |lang| projects_sentence(all, waiting, looking, lang);
            assert_ne!(said(Lang::En), said(Lang::ZhCn));
            assert_chinese(&said(Lang::ZhCn));
        }
        for (missing, mismatched) in [(2, 0), (0, 1), (3, 4)] {
            assert_chinese(&sums_sentence(missing, mismatched, Lang::ZhCn).unwrap());
        }
        assert_told(&ProjectTrouble::TimedOut { seconds: 20 });
    }

    #[test]
    fn every_button_speaks_both_languages() {
        for action in [
            Action::InstallToolchain { version: None },
            Action::InstallToolchain { version: Some("go1.24.1".into()) },
            Action::Settings(crate::env::edit::Draft::Undo { entry: 1 }),
            Action::TeamProfile { file: "/f".into() },
            Action::Credentials { host: "h".into() },
            Action::RepairModules(Vec::new()),
            Action::Go { folder: "/f".into(), words: Vec::new() },
            Action::Open(crate::place::Place::file("/f")),
            Action::Warm,
        ] {
            assert_ne!(action_label(&action, Lang::En), action_label(&action, Lang::ZhCn));
            assert_chinese(&action_label(&action, Lang::ZhCn));
        }
    }
}
