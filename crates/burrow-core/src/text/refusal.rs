//! What go says instead of answering. Its own words stay: they are what a search finds.

use go_rules::refusal::Refusal;

use super::{Lang, Problem, Tell};
use crate::secret::Masked;

impl Tell for Refusal {
    fn tell(&self, lang: Lang) -> Problem {
        let words = go_words(self);
        let message = match (lang, chinese(self)) {
            (Lang::ZhCn, Some(chinese)) => format!("{chinese}（{words}）"),
            _ => words,
        };
        let problem = Problem::new(self.code(), message);
        match self.subject() {
            Some(subject) => problem.about(Masked::said(&subject).as_str()),
            None => problem,
        }
    }
}

/// Go's own words, as far as they hold no password: of a bad GOPROXY go quotes the URL.
pub fn go_words(refusal: &Refusal) -> String {
    let words = refusal.to_string();
    let words = words.trim_end();
    match refusal {
        Refusal::ToolchainDownload { .. } | Refusal::ToolchainUnverified { .. } => {
            Masked::said_of("GOPROXY", &words).into_string()
        }
        _ => Masked::said(&words).into_string(),
    }
}

/// What it means, for those who would rather not read English; go's words follow.
fn chinese(refusal: &Refusal) -> Option<String> {
    Some(match refusal {
        Refusal::BadToolchain { value, .. } => format!("GOTOOLCHAIN 的值“{value}”无效"),
        Refusal::ToolchainNotHere { name, .. } => format!("需要 {name}，而这台机器上没有"),
        Refusal::BadToolchainLine { name, .. } => format!("toolchain 行的值“{name}”无效"),
        Refusal::ToolchainNotOffered { name, language: true, .. } => {
            format!("{name} 是语言版本，没有对应的发行版")
        }
        Refusal::ToolchainNotOffered { name, .. } | Refusal::ToolchainDownload { name, .. } => {
            format!("这台机器上没有 {name}，也无法下载")
        }
        Refusal::ToolchainUnverified { name, .. } => format!("{name} 已在模块缓存中，但无法校验"),
        Refusal::ToolchainMismatch { wanted, has } => format!("需要 {wanted}，运行的却是 {has}"),
        Refusal::ToolchainNotFetched { name, .. } => format!("{name} 还没有下载它的 SDK"),
        Refusal::ToolchainNotRunnable { name } => format!("PATH 上的 {name} 无法执行"),
        Refusal::Goflags(_) => "GOFLAGS 的值无效".to_owned(),
        Refusal::UnreadableModFile { file, .. } => format!("无法读取 {file}"),
        Refusal::ToolchainNotOnPath { name } => format!("PATH 上没有 {name}"),
        Refusal::NoGoroot | Refusal::GorootMissing { .. } => "找不到 GOROOT".to_owned(),
        Refusal::GopathTilde { .. } | Refusal::SetGopathTilde { .. } => "GOPATH 不能以 ~ 开头".to_owned(),
        Refusal::GopathRelative { .. } | Refusal::SetGopathRelative { .. } => {
            "GOPATH 必须是绝对路径".to_owned()
        }
        Refusal::SetGomodcacheRelative { .. } | Refusal::ModCacheRelative { .. } => {
            "GOMODCACHE 必须是绝对路径".to_owned()
        }
        Refusal::ModulesOff => "GO111MODULE=off 关闭了模块功能".into(),
        Refusal::Go111Module { value } | Refusal::BadGo111Module { value } => {
            format!("GO111MODULE 的值“{value}”无效")
        }
        Refusal::GoworkRelative { .. } => "GOWORK 必须是绝对路径".to_owned(),
        Refusal::UnknownExperiment { name, .. } => format!("没有名为 {name} 的实验特性"),
        Refusal::FipsMalformed { value } | Refusal::FipsUnknown { value, .. } => {
            format!("GOFIPS140 的值“{value}”无效")
        }
        Refusal::NotKeyValue { .. } => "参数必须写成 NAME=VALUE".to_owned(),
        Refusal::ReadOnly { name } => format!("{name} 由 Go 计算得出，不能修改"),
        Refusal::ProcessOnly { name } => format!("{name} 只能在进程环境中设置"),
        Refusal::Unknown { name } => format!("go 没有名为 {name} 的变量"),
        Refusal::SetCompilerQuoting { name, .. } => format!("{name} 中的引号没有闭合"),
        Refusal::SetCompilerBlank { name } => format!("{name} 不能只含空格"),
        Refusal::SetCompilerRelative { name, .. } => format!("{name} 必须是绝对路径，或不含路径的程序名"),
        Refusal::InvalidUtf8 { name } => format!("{name} 的值不是有效的 UTF-8"),
        Refusal::Nul { name } => format!("{name} 的值中含有 NUL"),
        Refusal::Newline { name } => format!("{name} 的值中含有换行"),
        Refusal::Repeated { name } => format!("{name} 出现了多次"),
        Refusal::SetGotmpdirRelative => "GOTMPDIR 必须是绝对路径".to_owned(),
        Refusal::UnsupportedPair { goos, goarch, .. } => format!("Go 不支持 {goos}/{goarch}"),
        Refusal::NoGoenv { .. } => "没有地方存放 GOENV 文件".to_owned(),
        Refusal::GoenvUnreadable { path, .. } => format!("无法读取 GOENV 文件 {path}"),
        _ => return None,
    })
}
