//! What there is to say about the projects that are known, and about folders that may have some.

use super::{Lang, Problem, Say};
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
        for projects in [1, 4] {
            let by = vec![OfferedBy::Gopath, OfferedBy::Editor("VS Code".into())];
            both(|lang| offer_reason(&Offer { path: "/src".into(), by: by.clone(), projects }, lang));
        }
    }
}
