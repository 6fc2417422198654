//! What there is to say about what projects need.

use super::{Lang, Problem, Say, Tell};
use crate::project::needs::{How, NeedsError, Unknown, UnknownWhy};
use crate::project::offered::OfferedBy;

impl Tell for NeedsError {
    fn tell(&self, lang: Lang) -> Problem {
        let (file, reason) = match self {
            NeedsError::Refused { file, reason, .. } | NeedsError::Io { file, reason } => (file, reason),
        };
        let place = match self {
            NeedsError::Refused { line: Some(line), .. } => format!("{}:{line}", file.display()),
            _ => file.display().to_string(),
        };
        Problem::new(
            "project-unreadable",
            lang.pick(
                format!("{place} cannot be read: {reason}. What its project needs is not known."),
                format!("无法读取 {place}：{reason}。因此不知道这个项目需要什么。"),
            ),
        )
        .about(place)
        .hint(lang.pick("Mend the file, or leave its project out.", "修复这个文件，或者不要包含它的项目。"))
    }
}

impl Say for How {
    fn say(&self, lang: Lang) -> String {
        match self {
            How::BuildList => lang.pick("in the build list", "在构建列表中"),
            How::GoSum => lang.pick("only in go.sum", "仅在 go.sum 中"),
            How::Vendor => lang.pick("in vendor/modules.txt", "在 vendor/modules.txt 中"),
            How::Toolchain => lang.pick("by its toolchain line", "由 toolchain 行指定"),
        }
        .into()
    }
}

impl Say for Unknown {
    fn say(&self, lang: Lang) -> String {
        let (module, project) = (&self.module, self.project.display());
        match &self.why {
            UnknownWhy::Missing => lang.pick(
                format!("{project}: the go.mod of {module} is not there. All that go.sum names is kept."),
                format!("{project}：缺少 {module} 的 go.mod。go.sum 中列出的都会保留。"),
            ),
            UnknownWhy::Io(reason) | UnknownWhy::Refused(reason) => lang.pick(
                format!("{project}: the go.mod of {module} cannot be read: {reason}. All that go.sum names is kept."),
                format!("{project}：无法读取 {module} 的 go.mod：{reason}。go.sum 中列出的都会保留。"),
            ),
        }
    }
}

impl Say for OfferedBy {
    fn say(&self, lang: Lang) -> String {
        match self {
            OfferedBy::Gopath => "GOPATH".into(),
            OfferedBy::Editor(name) => {
                lang.pick(format!("was open in {name}"), format!("曾在 {name} 中打开"))
            }
            OfferedBy::Home => lang.pick("found in the home".into(), "在主目录中找到".into()),
        }
    }
}
