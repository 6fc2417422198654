//! What there is to say about the projects that are known, about folders that may have some, and about what else lies
//! around the caches.

use super::{Lang, Problem, Say};
use crate::cache::measure::leftovers::What;
use crate::project::known::KnownFolder;
use crate::project::offered::Offer;

/// How many projects are known.
#[must_use]
pub fn known_projects(count: usize, lang: Lang) -> String {
    match count {
        0 => lang.pick(
            "No project is known yet: what is needed cannot be told.".into(),
            "还没有已知的项目：无法判断哪些内容仍被需要。".into(),
        ),
        1 => lang.pick("One project is known.".into(), "已知 1 个项目。".into()),
        many => lang.pick(format!("{many} projects are known."), format!("已知 {many} 个项目。")),
    }
}

/// Why not every project in a folder is known; `None`: they are.
#[must_use]
pub fn folder_problem(folder: &KnownFolder, lang: Lang) -> Option<Problem> {
    let hint =
        |problem: Problem| {
            problem.hint(lang.pick(
                "Until then no module version counts as unused.",
                "在此之前，任何模块版本都不算无人使用。",
            ))
        };
    if folder.missing {
        return Some(hint(Problem::new(
            "project-folder-missing",
            lang.pick("It is not there now.".into(), "它现在不存在。".into()),
        )));
    }
    if folder.cut_off {
        return Some(hint(Problem::new(
            "project-folder-too-large",
            lang.pick(
                "It is too large to be searched whole. Name the folders in it that hold projects.".into(),
                "它太大，无法全部搜索。请改为添加其中放项目的文件夹。".into(),
            ),
        )));
    }
    let unread = folder.unread.first()?;
    Some(hint(
        Problem::new(
            "project-folder-unreadable",
            lang.pick(
                format!("{} cannot be looked into.", unread.display()),
                format!("无法查看 {}。", unread.display()),
            ),
        )
        .about(unread.display()),
    ))
}

impl Say for What {
    fn say(&self, lang: Lang) -> String {
        match self {
            What::OldPackages => lang.pick("Packages of GOPATH mode", "GOPATH 模式的包"),
            What::BrokenBuild => lang.pick("A build that was broken off", "中断的构建"),
            What::Vendor => lang.pick("Vendor folder", "vendor 文件夹"),
        }
        .into()
    }
}

/// What it is, and whether it is still of use.
#[must_use]
pub fn leftover_note(what: What, lang: Lang) -> &'static str {
    match what {
        What::OldPackages => lang.pick(
            "Only old versions of Go and dep have used it. Nothing of today reads it.",
            "只有旧版本的 Go 和 dep 用过它，现在没有程序会读取。",
        ),
        What::BrokenBuild => lang.pick(
            "A go that was ended in the middle of its work has left it. Nothing uses it.",
            "中途被结束的 go 留下的，没有程序在用。",
        ),
        What::Vendor => lang.pick(
            "It is a part of the project: builds use it instead of the module cache.",
            "它是项目的一部分：构建使用它而不是模块缓存。",
        ),
    }
}

/// Why a folder is offered.
#[must_use]
pub fn offer_reason(offer: &Offer, lang: Lang) -> String {
    let by: Vec<String> = offer.by.iter().map(|by| by.say(lang)).collect();
    let projects = match offer.projects {
        1 => lang.pick("one project".into(), "1 个项目".into()),
        many => lang.pick(format!("{many} projects"), format!("{many} 个项目")),
    };
    lang.pick(format!("{projects}: {}", by.join(", ")), format!("{projects}：{}", by.join("，")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::offered::OfferedBy;
    use crate::text::tests::assert_chinese;

    fn both(say: impl Fn(Lang) -> String) {
        let (en, zh) = (say(Lang::En), say(Lang::ZhCn));
        assert_ne!(en, zh);
        assert_chinese(&zh);
    }

    #[test]
    fn projects_and_folders_are_told_in_both_languages() {
        for count in [0, 1, 9] {
            both(|lang| known_projects(count, lang));
        }
        let folder = |missing, cut_off, unread: &[&str]| KnownFolder {
            path: "/src".into(),
            missing,
            files: Vec::new(),
            cut_off,
            unread: unread.iter().map(Into::into).collect(),
        };
        for folder in [folder(true, false, &[]), folder(false, true, &[]), folder(false, false, &["/src/x"])]
        {
            both(|lang| folder_problem(&folder, lang).unwrap().message);
        }
        assert_eq!(folder_problem(&folder(false, false, &[]), Lang::En), None);
        for what in [What::OldPackages, What::BrokenBuild, What::Vendor] {
            both(|lang| what.say(lang));
            both(|lang| leftover_note(what, lang).to_owned());
        }
        for projects in [1, 4] {
            let by = vec![OfferedBy::Gopath, OfferedBy::Editor("VS Code".into())];
            both(|lang| offer_reason(&Offer { path: "/src".into(), by: by.clone(), projects }, lang));
        }
    }
}
