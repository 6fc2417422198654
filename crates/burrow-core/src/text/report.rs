//! The words of a report: its parts, and what its facts are called.

use super::{Lang, Problem, Say, Tell};
use crate::report::{NotWritten, SectionId};

impl Tell for NotWritten {
    fn tell(&self, lang: Lang) -> Problem {
        let (file, reason) = (self.file.display(), &self.reason);
        Problem::new(
            "report-not-written",
            lang.pick(format!("{file} cannot be written: {reason}."), format!("无法写入 {file}：{reason}。")),
        )
        .about(file)
    }
}

impl Say for SectionId {
    fn say(&self, lang: Lang) -> String {
        match self {
            SectionId::About => lang.pick("Burrow and the system", "Burrow 与系统"),
            SectionId::Contexts => lang.pick("Environments", "环境"),
            SectionId::Go => lang.pick("Go", "Go"),
            SectionId::Variables => lang.pick("Variables", "变量"),
            SectionId::Toolchains => lang.pick("Toolchains", "工具链"),
            SectionId::Proxies => lang.pick("Module proxies", "模块代理"),
            SectionId::Caches => lang.pick("Caches", "缓存"),
            SectionId::Project => lang.pick("Project", "项目"),
            SectionId::Findings => lang.pick("Findings", "发现的问题"),
            SectionId::History => lang.pick("Last changes", "最近的更改"),
        }
        .into()
    }
}

/// A part with nothing in it.
#[must_use]
pub fn report_none(lang: Lang) -> &'static str {
    lang.pick("none", "无")
}

/// It is so.
#[must_use]
pub fn report_yes(lang: Lang) -> &'static str {
    lang.pick("yes", "是")
}

/// There is no Go to tell of.
#[must_use]
pub fn report_no_go(lang: Lang) -> &'static str {
    lang.pick("No Go was found on this machine.", "这台机器上没有找到 Go。")
}

/// The folder belongs to no project.
#[must_use]
pub fn report_no_project(lang: Lang) -> &'static str {
    lang.pick("The folder is in no Go module and no workspace.", "这个目录不在任何 Go 模块或工作区里。")
}

/// The doctor was not asked.
#[must_use]
pub fn report_not_examined(lang: Lang) -> &'static str {
    lang.pick("The checks were not made.", "没有进行检查。")
}

/// What a fact is called; its key where that is a word already.
#[must_use]
pub fn report_label(key: &'static str, lang: Lang) -> &'static str {
    let (en, zh) = match key {
        "time" => ("time", "时间"),
        "os" => ("system", "系统"),
        "arch" => ("architecture", "架构"),
        "system" => ("name of the system", "系统名称"),
        "kernel" => ("kernel", "内核"),
        "shell" => ("shell", "shell"),
        "desktop" => ("desktop", "桌面"),
        "language" => ("language", "语言"),
        "notices" => ("notices", "提示"),
        "state" => ("state", "状态"),
        "chosen" => ("looked from here", "当前视角"),
        "directory" => ("folder", "目录"),
        "version" => ("version", "版本"),
        "found" => ("found by", "发现方式"),
        "onPath" => ("on PATH", "PATH 上的"),
        "pathSetIn" => ("PATH is set in", "PATH 设置于"),
        "gotoolchain" => ("GOTOOLCHAIN", "GOTOOLCHAIN"),
        "problem" => ("problem", "问题"),
        "problems" => ("problems", "问题"),
        "value" => ("value", "值"),
        "origin" => ("set by", "来源"),
        "place" => ("set in", "位置"),
        "changed" => ("not the default", "非默认"),
        "shadows" => ("shadows", "遮盖了"),
        "elsewhere" => ("others see", "其他环境"),
        "active" => ("active", "使用中"),
        "ways" => ("found by", "发现方式"),
        "health" => ("health", "状况"),
        "tested" => ("tested", "测试时间"),
        "httpProxy" => ("HTTP_PROXY", "HTTP_PROXY"),
        "httpsProxy" => ("HTTPS_PROXY", "HTTPS_PROXY"),
        "noProxy" => ("NO_PROXY", "NO_PROXY"),
        "allProxyIgnored" => ("ALL_PROXY is set and ignored", "设置了 ALL_PROXY，但被忽略"),
        "netrc" => ("netrc has logins for", "netrc 中有登录信息的主机"),
        "path" => ("folder", "目录"),
        "bytes" => ("size", "大小"),
        "files" => ("files", "文件数"),
        "module" => ("module", "模块"),
        "readiness" => ("readiness", "就绪情况"),
        "steps" => ("steps", "步骤"),
        "needed" => ("modules needed", "需要的模块"),
        "present" => ("modules present", "已有的模块"),
        "missing" => ("missing", "缺少"),
        "damaged" => ("damaged", "损坏"),
        "private" => ("private", "私有"),
        "goSumMissing" => ("lines missing in go.sum", "go.sum 缺少的行"),
        "goSumMismatched" => ("lines of go.sum that disagree", "go.sum 不一致的行"),
        "vendor" => ("vendor folder", "vendor 目录"),
        "severity" => ("severity", "严重程度"),
        "subject" => ("about", "关于"),
        "title" => ("what", "内容"),
        "evidence" => ("evidence", "证据"),
        "author" => ("by", "由"),
        "changes" => ("changes", "更改"),
        "undone" => ("taken back", "已撤销"),
        other => (other, other),
    };
    lang.pick(en, zh)
}
