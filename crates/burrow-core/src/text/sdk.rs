//! What is wrong with an SDK, and how it was come upon.

use super::{Lang, Problem, Say, Tell};
use crate::sdk::inspect::{NotTheCommand, Patch, SdkProblem};
use crate::sdk::sources::Source;

impl Tell for SdkProblem {
    fn tell(&self, lang: Lang) -> Problem {
        let message = match self {
            SdkProblem::NoGo { elsewhere: None } => lang.pick("bin/go is missing.", "缺少 bin/go。").into(),
            SdkProblem::NoGo { elsewhere: Some((goos, goarch)) } => lang.pick(
                format!("bin/go is missing. This is an SDK for {goos}/{goarch}."),
                format!("缺少 bin/go。这是用于 {goos}/{goarch} 的 SDK。"),
            ),
            SdkProblem::NotGo(what) => not_go(*what, lang).into(),
            SdkProblem::Foreign { goos, goarch } => lang.pick(
                format!("bin/go is made for {goos}/{goarch} and cannot run here."),
                format!("bin/go 用于 {goos}/{goarch}，无法在这里运行。"),
            ),
            SdkProblem::NoTools => lang
                .pick("pkg/tool is missing: there is no compiler in it.", "缺少 pkg/tool：其中没有编译器。")
                .into(),
            SdkProblem::VersionFile { file, program } => lang.pick(
                format!("The file VERSION says {file}, but bin/go is {program}. It works as {program}."),
                format!("VERSION 文件写的是 {file}，而 bin/go 是 {program}。它按 {program} 工作。"),
            ),
        };
        let problem = Problem::new(self.code(), message);
        match self {
            SdkProblem::VersionFile { .. } => problem,
            _ => problem.hint(lang.pick(
                "Install this version again, or remove the folder.",
                "重新安装这个版本，或删除这个文件夹。",
            )),
        }
    }
}

fn not_go(what: NotTheCommand, lang: Lang) -> &'static str {
    match what {
        NotTheCommand::Script => lang.pick("bin/go is a script.", "bin/go 是脚本。"),
        NotTheCommand::Unreadable => lang.pick("bin/go cannot be read.", "bin/go 无法读取。"),
        NotTheCommand::OtherProgram => {
            lang.pick("bin/go is another program, not the go command.", "bin/go 是别的程序，不是 go 命令。")
        }
        NotTheCommand::NoRecord => {
            lang.pick("bin/go is not a Go program, or is damaged.", "bin/go 不是 Go 程序，或者已损坏。")
        }
    }
}

impl Say for Patch {
    fn say(&self, lang: Lang) -> String {
        let Patch { name, upstream, here } = self;
        match (upstream, here) {
            (Some(upstream), Some(here)) => lang.pick(
                format!("go.env: {name} is {here} here and {upstream} in Go’s own builds."),
                format!("go.env：{name} 在这里是 {here}，在官方版本中是 {upstream}。"),
            ),
            (Some(upstream), None) => lang.pick(
                format!("go.env: {name} is not set here, and {upstream} in Go’s own builds."),
                format!("go.env：{name} 在这里没有设置，在官方版本中是 {upstream}。"),
            ),
            (None, Some(here)) => lang.pick(
                format!("go.env: {name} is {here} here and not set in Go’s own builds."),
                format!("go.env：{name} 在这里是 {here}，在官方版本中没有设置。"),
            ),
            (None, None) => String::new(),
        }
    }
}

/// Who installed it, or what leads to it: the name that people know.
impl Say for Source {
    fn say(&self, lang: Lang) -> String {
        match self {
            Source::Path => "PATH",
            Source::Goroot => "GOROOT",
            Source::System => lang.pick("system", "系统"),
            Source::Distribution => lang.pick("distribution package", "发行版软件包"),
            Source::Homebrew => "Homebrew",
            Source::Snap => "Snap",
            Source::Nix => "Nix",
            Source::GolangDl => "golang.org/dl",
            Source::ModuleCache => lang.pick("module cache", "模块缓存"),
            Source::Gvm => "gvm",
            Source::Goenv => "goenv",
            Source::Asdf => "asdf",
            Source::Mise => "mise",
            Source::G => "g (voidint)",
            Source::StefanmaricG => "g (stefanmaric)",
            Source::Gobrew => "gobrew",
            Source::Jetbrains => "JetBrains",
            Source::Scoop => "Scoop",
            Source::Chocolatey => "Chocolatey",
            Source::Msi => lang.pick("Go’s installer", "Go 安装程序"),
            Source::Folder => lang.pick("added folder", "添加的文件夹"),
        }
        .into()
    }
}

/// Words of the list of SDKs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SdkWord {
    Version,
    Platform,
    Size,
    From,
    Folder,
    /// What stands for a version that cannot be told.
    Unknown,
    /// There is none on the machine.
    NoneFound,
    /// What the mark before a row means.
    MarkMeans,
}

impl Say for SdkWord {
    fn say(&self, lang: Lang) -> String {
        match self {
            SdkWord::Version => lang.pick("VERSION", "版本"),
            SdkWord::Platform => lang.pick("FOR", "平台"),
            SdkWord::Size => lang.pick("SIZE", "大小"),
            SdkWord::From => lang.pick("FROM", "来源"),
            SdkWord::Folder => lang.pick("FOLDER", "文件夹"),
            SdkWord::Unknown => lang.pick("unknown", "未知"),
            SdkWord::NoneFound => lang.pick("No Go was found on this machine.", "这台机器上没有找到 Go。"),
            SdkWord::MarkMeans => lang.pick("* is what a terminal runs.", "* 表示终端运行的 Go。"),
        }
        .into()
    }
}
