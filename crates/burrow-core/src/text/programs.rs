//! Installed programs: what they are, why one cannot be built anew or removed, and the words around them.

use go_rules::vars::Layer;

use super::{Lang, Problem, Say, Tell};
use crate::sdk::programs::{FolderKind, NoRebuild, NotRemoved, RebuildError, Strange};
use crate::system::trash::TrashError;

impl Tell for Strange {
    fn tell(&self, lang: Lang) -> Problem {
        let (code, en, zh) = match self {
            Strange::Script => ("program-script", "It is a script.", "它是一个脚本。"),
            Strange::NotGo => ("program-not-go", "It is not a Go program.", "它不是 Go 程序。"),
            Strange::Wasm => (
                "program-wasm",
                "It is WebAssembly, which does not tell what it was built from.",
                "它是 WebAssembly，其中没有构建信息。",
            ),
            Strange::Unreadable => ("program-unreadable", "It cannot be read.", "无法读取它。"),
            Strange::Damaged => ("program-damaged", "It is damaged.", "它已损坏。"),
            Strange::BrokenLink => {
                ("program-broken-link", "The link leads nowhere.", "这个链接没有指向任何文件。")
            }
        };
        Problem::new(code, lang.pick(en, zh).into())
    }
}

impl Tell for NoRebuild {
    fn tell(&self, lang: Lang) -> Problem {
        let (code, en, zh) = match self {
            NoRebuild::NotGo => (
                "rebuild-not-go",
                "Only a Go program that says what it was built from can be rebuilt.",
                "只有带构建信息的 Go 程序才能重新构建。",
            ),
            NoRebuild::Link => (
                "rebuild-link",
                "It is a link. What it leads to is not Burrow’s to change.",
                "它是一个链接。Burrow 不改动它指向的程序。",
            ),
            NoRebuild::PartOfGo => (
                "rebuild-part-of-go",
                "It is a part of Go: it comes with a toolchain.",
                "它是 Go 的一部分，随工具链提供。",
            ),
            NoRebuild::NoModule => (
                "rebuild-no-module",
                "It was built without modules, so nobody can tell from what.",
                "它不是以模块方式构建的，无法得知来源。",
            ),
            NoRebuild::Devel => (
                "rebuild-devel",
                "It was built from a local folder, not from a published version.",
                "它由本地目录构建，没有对应的已发布版本。",
            ),
            NoRebuild::Dirty => (
                "rebuild-dirty",
                "It was built from a folder with changes that no version has.",
                "构建它的目录含有未提交的改动，没有版本与之对应。",
            ),
            NoRebuild::Replaced => (
                "rebuild-replaced",
                "It was built with a replaced module; `go install` would not do that again.",
                "构建它时替换了模块，`go install` 不会再这样做。",
            ),
            NoRebuild::Library => ("rebuild-library", "It is a library.", "它是一个库。"),
            NoRebuild::CrossWithGobin => (
                "rebuild-cross-gobin",
                "It is for another system, and Go refuses to install such programs while GOBIN is set.",
                "它面向其他系统，而设置了 GOBIN 时 Go 拒绝安装这样的程序。",
            ),
            NoRebuild::Implausible => (
                "rebuild-implausible",
                "The package or version that it names is none that Go could fetch.",
                "它所写的包或版本不是 Go 能获取的。",
            ),
            NoRebuild::NoGo => {
                ("rebuild-no-go", "There is no Go to rebuild it with.", "没有可以用来重新构建的 Go。")
            }
        };
        Problem::new(code, lang.pick(en, zh).into())
    }
}

impl Tell for RebuildError {
    fn tell(&self, lang: Lang) -> Problem {
        match self {
            RebuildError::NotPossible { name, why } => why.tell(lang).about(name),
            RebuildError::Cancelled(_) => {
                Problem::new("cancelled", lang.pick("It was cancelled.", "已取消。").into())
            }
            RebuildError::Folder { folder, reason } => Problem::new(
                "rebuild-folder",
                lang.pick(
                    format!("Nothing can be written in {}: {reason}", folder.display()),
                    format!("无法写入 {}：{reason}", folder.display()),
                ),
            )
            .about(folder.display())
            .hint(as_it_was(lang)),
            RebuildError::Start { go, reason } => Problem::new(
                "rebuild-go-not-started",
                lang.pick(
                    format!("{} could not be started: {reason}", go.display()),
                    format!("无法启动 {}：{reason}", go.display()),
                ),
            )
            .about(go.display())
            .hint(as_it_was(lang)),
            RebuildError::Failed { command, said } => Problem::new(
                "rebuild-failed",
                lang.pick(format!("`{command}` failed:\n{said}"), format!("`{command}` 失败：\n{said}")),
            )
            .about(command)
            .hint(as_it_was(lang)),
            RebuildError::Unexpected { name } => Problem::new(
                "rebuild-unexpected",
                lang.pick(format!("What Go built is not {name}."), format!("Go 构建出的不是 {name}。")),
            )
            .about(name)
            .hint(as_it_was(lang)),
            RebuildError::Moved(path) => Problem::new(
                "rebuild-moved",
                lang.pick(
                    format!("{} was changed while Go was building.", path.display()),
                    format!("在 Go 构建期间，{} 发生了变化。", path.display()),
                ),
            )
            .about(path.display())
            .hint(
                lang.pick("It was left as it is now. Look at it again.", "已保留它现在的样子。请重新查看。"),
            ),
        }
    }
}

fn as_it_was(lang: Lang) -> &'static str {
    lang.pick("The program is as it was.", "程序保持原样。")
}

impl Tell for NotRemoved {
    fn tell(&self, lang: Lang) -> Problem {
        match self {
            NotRemoved::Elsewhere(path) => Problem::new(
                "program-elsewhere",
                lang.pick(
                    format!("{} is no program in GOBIN or GOPATH/bin.", path.display()),
                    format!("{} 不是 GOBIN 或 GOPATH/bin 中的程序。", path.display()),
                ),
            )
            .about(path.display()),
            NotRemoved::NotGo { path, why } => {
                let why = why.tell(lang);
                Problem::new(
                    why.code,
                    lang.pick(
                        format!("{} is left alone. {}", path.display(), why.message),
                        format!("不移除 {}。{}", path.display(), why.message),
                    ),
                )
                .about(path.display())
            }
            NotRemoved::PartOfGo(path) => Problem::new(
                "program-part-of-go",
                lang.pick(
                    format!("{} is a part of Go.", path.display()),
                    format!("{} 是 Go 的一部分。", path.display()),
                ),
            )
            .about(path.display())
            .hint(lang.pick(
                "`burrow sdk remove` removes a whole toolchain.",
                "`burrow sdk remove` 可以移除整个工具链。",
            )),
            NotRemoved::Trash(why) => why.tell(lang),
        }
    }
}

impl Tell for TrashError {
    fn tell(&self, lang: Lang) -> Problem {
        match self {
            TrashError::Missing(path) => Problem::new(
                "trash-missing",
                lang.pick(
                    format!("{} is not there any more.", path.display()),
                    format!("{} 已经不在了。", path.display()),
                ),
            )
            .about(path.display()),
            TrashError::Refused { path, reason } => Problem::new(
                "trash-refused",
                lang.pick(
                    format!("{} could not be moved to the trash: {reason}", path.display()),
                    format!("无法把 {} 移到回收站：{reason}", path.display()),
                ),
            )
            .about(path.display())
            .hint(lang.pick("It is where it was.", "它还在原处。")),
        }
    }
}

impl Say for FolderKind {
    fn say(&self, lang: Lang) -> String {
        match self {
            FolderKind::Gobin(layer) => match layer {
                Layer::Process => lang.pick("GOBIN, set in the environment", "GOBIN，由环境变量设置"),
                Layer::User => lang.pick("GOBIN, set in the GOENV file", "GOBIN，由 GOENV 文件设置"),
                Layer::Goroot => lang.pick("GOBIN, set in go.env", "GOBIN，由 go.env 设置"),
                Layer::Default => lang.pick("GOBIN", "GOBIN"),
            }
            .into(),
            FolderKind::Gopath(0) => "GOPATH/bin".into(),
            FolderKind::Gopath(number) => lang.pick(
                format!("bin of entry {} of GOPATH", number + 1),
                format!("GOPATH 第 {} 项的 bin", number + 1),
            ),
            FolderKind::Cross { goos, goarch } => {
                lang.pick(format!("for {goos}/{goarch}"), format!("面向 {goos}/{goarch}"))
            }
        }
    }
}

/// Words around a list of programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProgramWord<'a> {
    Name,
    Version,
    BuiltBy,
    Size,
    Package,
    Outdated,
    /// What its name runs instead.
    HiddenBy(&'a str),
    NotOnPath,
    /// No program lies anywhere.
    None,
    /// PATH does not have the folder.
    FolderNotOnPath,
}

impl Say for ProgramWord<'_> {
    fn say(&self, lang: Lang) -> String {
        match self {
            ProgramWord::Name => lang.pick("NAME", "名称"),
            ProgramWord::Version => lang.pick("VERSION", "版本"),
            ProgramWord::BuiltBy => lang.pick("BUILT BY", "构建者"),
            ProgramWord::Size => lang.pick("SIZE", "大小"),
            ProgramWord::Package => lang.pick("PACKAGE", "包"),
            ProgramWord::Outdated => lang.pick("older than the Go at hand", "比当前的 Go 旧"),
            ProgramWord::HiddenBy(path) => {
                return lang.pick(format!("its name runs {path}"), format!("输入名称运行的是 {path}"));
            }
            ProgramWord::NotOnPath => {
                lang.pick("its name runs nothing: not on PATH", "不在 PATH 中，输入名称无法运行")
            }
            ProgramWord::None => lang.pick(
                "There are no programs. `go install PACKAGE@latest` puts them into:",
                "没有程序。`go install PACKAGE@latest` 会把程序放到：",
            ),
            ProgramWord::FolderNotOnPath => lang.pick("not on PATH", "不在 PATH 中"),
        }
        .into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::job::Cancelled;
    use crate::secret::Masked;
    use crate::text::tests::assert_chinese;

    #[test]
    fn every_problem_speaks_both_languages_and_every_reason_has_a_code_of_its_own() {
        use NoRebuild as N;
        let path = || std::path::PathBuf::from("/p");
        let name = || "p".to_owned();
        let reasons = [
            N::NotGo,
            N::Link,
            N::PartOfGo,
            N::NoModule,
            N::Devel,
            N::Dirty,
            N::Replaced,
            N::Library,
            N::CrossWithGobin,
            N::Implausible,
            N::NoGo,
        ];
        let mut codes: Vec<&str> = reasons.iter().map(|why| why.tell(Lang::En).code).collect();
        codes.dedup();
        assert_eq!(codes.len(), reasons.len());
        let mut all: Vec<Box<dyn Tell>> = Vec::new();
        for why in reasons {
            all.push(Box::new(RebuildError::NotPossible { name: name(), why: why.clone() }));
            all.push(Box::new(why));
        }
        for why in [
            Strange::Script,
            Strange::NotGo,
            Strange::Wasm,
            Strange::Unreadable,
            Strange::Damaged,
            Strange::BrokenLink,
        ] {
            all.push(Box::new(NotRemoved::NotGo { path: path(), why }));
            all.push(Box::new(why));
        }
        all.push(Box::new(RebuildError::Cancelled(Cancelled)));
        all.push(Box::new(RebuildError::Folder { folder: path(), reason: name() }));
        all.push(Box::new(RebuildError::Start { go: path(), reason: name() }));
        all.push(Box::new(RebuildError::Failed { command: name(), said: Masked::value("GOPROXY", b"x") }));
        all.push(Box::new(RebuildError::Unexpected { name: name() }));
        all.push(Box::new(RebuildError::Moved(path())));
        all.push(Box::new(NotRemoved::Elsewhere(path())));
        all.push(Box::new(NotRemoved::PartOfGo(path())));
        all.push(Box::new(TrashError::Missing(path())));
        all.push(Box::new(TrashError::Refused { path: path(), reason: name() }));
        for problem in all {
            let (en, zh) = (problem.tell(Lang::En), problem.tell(Lang::ZhCn));
            assert_eq!((en.code, &en.subject), (zh.code, &zh.subject));
            assert_ne!(en.message, zh.message);
            assert_eq!(en.hint.is_some(), zh.hint.is_some(), "{}", en.code);
            for text in [Some(&zh.message), zh.hint.as_ref()].into_iter().flatten() {
                assert_chinese(text);
            }
        }
    }
}
