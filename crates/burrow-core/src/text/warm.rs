//! The words of downloading ahead and of building: how far it is, what came of it, and why a module did not come.

use super::{Lang, Problem, Say, Tell, bytes};
use crate::project::build::Built;
use crate::project::warm::{Failure, Figures, Hop, Part, Waiting, WarmError, Warmed, WayOut, Why};

/// What it is busy with: the longest wait.
pub(super) fn doing(figures: &Figures, lang: Lang) -> String {
    match figures.waiting.first() {
        Some(waiting) => waiting.say(lang),
        None => lang.pick("Downloading modules".into(), "正在下载模块".into()),
    }
}

impl Say for Waiting {
    fn say(&self, lang: Lang) -> String {
        let hop = self.hop.say(lang);
        let what = match (&self.module, self.part) {
            (_, Part::Repository) => {
                return lang
                    .pick(format!("Fetching a repository from {hop}"), format!("正在从 {hop} 拉取仓库"));
            }
            (Some(module), Part::Toolchain) => {
                let name = module.version.to_string();
                let name = name.strip_prefix("v0.0.1-").unwrap_or(&name).to_owned();
                return lang
                    .pick(format!("Waiting for the toolchain {name}"), format!("正在等待工具链 {name}"));
            }
            (Some(module), Part::Sum) => {
                return lang.pick(
                    format!("Asking {hop} for the checksum of {module}"),
                    format!("正在向 {hop} 询问 {module} 的校验和"),
                );
            }
            (None, Part::Sum) => {
                return lang.pick(format!("Asking {hop} for checksums"), format!("正在向 {hop} 询问校验和"));
            }
            (Some(module), _) => module.to_string(),
            (None, _) => return lang.pick(format!("Asking {hop}"), format!("正在询问 {hop}")),
        };
        lang.pick(format!("Waiting for {what} from {hop}"), format!("正在等待 {hop} 提供 {what}"))
    }
}

impl Say for Hop {
    fn say(&self, lang: Lang) -> String {
        match self {
            Hop::Proxy(url) | Hop::Sumdb(url) => {
                let text = url.as_str();
                let rest = text.strip_prefix("https://").unwrap_or(text);
                rest.trim_end_matches('/').to_owned()
            }
            Hop::Direct { host } if host.is_empty() => lang.pick("its own server", "其源站").into(),
            Hop::Direct { host } => host.clone(),
        }
    }
}

/// How a warm-up ended.
pub(super) fn ended(warmed: &Warmed, lang: Lang) -> String {
    let failed = warmed.failures.len();
    if warmed.vendored {
        return lang.pick(
            "Nothing to download: the vendor folder has all of it".into(),
            "无需下载：vendor 目录里已经齐全".into(),
        );
    }
    let amount = bytes(warmed.bytes);
    let (fetched, needed) = (warmed.fetched, warmed.needed);
    match (failed, fetched) {
        (0, 0) => {
            lang.pick(format!("All {needed} modules are there already"), format!("{needed} 个模块都已经在了"))
        }
        (0, 1) => {
            lang.pick(format!("1 module downloaded ({amount})"), format!("已下载 1 个模块（{amount}）"))
        }
        (0, _) => lang.pick(
            format!("{fetched} modules downloaded ({amount})"),
            format!("已下载 {fetched} 个模块（{amount}）"),
        ),
        (1, _) => lang.pick(
            format!("{fetched} downloaded ({amount}), 1 did not come"),
            format!("已下载 {fetched} 个（{amount}），1 个未能下载"),
        ),
        (_, _) => lang.pick(
            format!("{fetched} downloaded ({amount}), {failed} did not come"),
            format!("已下载 {fetched} 个（{amount}），{failed} 个未能下载"),
        ),
    }
}

/// How a build ended.
pub(super) fn built(built: &Built, lang: Lang) -> String {
    let seconds = format!("{:.1}", built.elapsed.as_secs_f64());
    match built.ok {
        true => lang.pick(format!("It builds ({seconds} s)"), format!("构建通过（{seconds} 秒）")),
        false => lang.pick("It does not build".into(), "构建没有通过".into()),
    }
}

impl Tell for WarmError {
    fn tell(&self, lang: Lang) -> Problem {
        match self {
            WarmError::NoGo => Problem::new(
                "no-go",
                lang.pick("There is no go that could download modules.", "没有可以下载模块的 go。").into(),
            )
            .hint(lang.pick("Install Go first.", "请先安装 Go。")),
            WarmError::NoModule(folder) => {
                let folder = folder.display().to_string();
                Problem::new(
                    "no-module",
                    lang.pick(
                        format!("{folder} is in no Go module and no workspace."),
                        format!("{folder} 不在任何 Go 模块或工作区里。"),
                    ),
                )
                .about(folder)
            }
            WarmError::File { file, reason } => {
                let file = file.display().to_string();
                Problem::new(
                    "project-file",
                    lang.pick(
                        format!("{file} cannot be read: {reason}."),
                        format!("无法读取 {file}：{reason}。"),
                    ),
                )
                .about(file)
            }
            WarmError::Start { reason } => Problem::new(
                "go-not-started",
                lang.pick(format!("go could not be started: {reason}."), format!("无法启动 go：{reason}。")),
            ),
            WarmError::Cancelled(_) => {
                Problem::new("cancelled", lang.pick("It was cancelled.", "已取消。").into())
            }
        }
    }
}

impl Tell for Failure {
    /// The module, the hop and the reason in one sentence; what to do about it is the hint.
    fn tell(&self, lang: Lang) -> Problem {
        let reason = self.why.say(lang);
        let hop = self.hop.as_ref().map(|hop| hop.say(lang));
        let subject = match self.version.is_empty() {
            true => self.module.to_string(),
            false => format!("{}@{}", self.module, self.version),
        };
        let of = (!subject.is_empty()).then_some(&subject);
        let message = match (of, hop) {
            (Some(of), Some(hop)) => {
                lang.pick(format!("{of} from {hop}: {reason}"), format!("{of}（{hop}）：{reason}"))
            }
            (Some(of), None) => lang.pick(format!("{of}: {reason}"), format!("{of}：{reason}")),
            (None, Some(hop)) => lang.pick(format!("{hop}: {reason}"), format!("{hop}：{reason}")),
            (None, None) => reason,
        };
        let problem = Problem::new(self.why.code(), message);
        let problem = Problem { subject: of.cloned(), ..problem };
        match &self.way_out {
            Some(way_out) => problem.hint(way_out.say(lang)),
            None => problem,
        }
    }
}

impl Say for Why {
    fn say(&self, lang: Lang) -> String {
        match self {
            Why::NotFound => lang.pick("there is no such version.", "没有这个版本。"),
            Why::ProxyOff => lang.pick("GOPROXY=off forbids to fetch it.", "GOPROXY=off 禁止下载。"),
            Why::ProxyInvalid => {
                lang.pick("GOPROXY is not a list that go takes.", "go 不接受 GOPROXY 的这个值。")
            }
            Why::Credentials { .. } => lang
                .pick("it wants a login, or refuses the one it got.", "需要登录，或者拒绝了给出的登录信息。"),
            Why::Status(status) => {
                return lang.pick(
                    format!("it answers with status {status}, and go does not go on after that."),
                    format!("它返回状态 {status}，go 遇到后不会继续。"),
                );
            }
            Why::NameNotFound => lang.pick("its name is not known here.", "这里无法解析它的名称。"),
            Why::Refused => lang.pick("nobody answers at that address.", "这个地址没有服务在监听。"),
            Why::Unreachable => {
                lang.pick("it does not answer, or the way is cut.", "没有应答，或者连接中断。")
            }
            Why::Tls => lang.pick("its certificate is not trusted.", "它的证书不受信任。"),
            Why::NotAModule => lang.pick("what came is no module.", "返回的内容不是模块。"),
            Why::GoSumMismatch => {
                lang.pick("what came is not what go.sum names.", "下载的内容与 go.sum 记录的不一致。")
            }
            Why::GoSumMissing => lang.pick("go.sum has no line for it.", "go.sum 里没有它的记录。"),
            Why::SumdbMismatch => lang.pick(
                "what came is not what the checksum database names. It must not be used.",
                "下载的内容与校验和数据库记录的不一致，不可使用。",
            ),
            Why::Sumdb => lang.pick("the checksum database did not answer.", "校验和数据库没有应答。"),
            Why::GoMod => {
                lang.pick("go does not take its go.mod or go.work.", "go 不接受它的 go.mod 或 go.work。")
            }
            Why::ReplacementMissing => {
                lang.pick("the folder that replaces it is not there.", "用来替换它的目录不存在。")
            }
            Why::Toolchain => {
                lang.pick("a toolchain that is needed cannot be had.", "无法获得所需的工具链。")
            }
            Why::Settings => lang.pick("a setting keeps go from starting.", "有一项设置让 go 无法启动。"),
            Why::NoProgram { program } => {
                return lang.pick(
                    format!("{program} is not installed, and go needs it here."),
                    format!("没有安装 {program}，而 go 在这里需要它。"),
                );
            }
            Why::DiskFull => lang.pick("the disk is full.", "磁盘已满。"),
            Why::Denied => lang.pick("the module cache may not be written.", "没有写入模块缓存的权限。"),
            Why::Other => lang.pick("go could not fetch it.", "go 未能下载它。"),
        }
        .into()
    }
}

impl Say for WayOut {
    fn say(&self, lang: Lang) -> String {
        match self {
            WayOut::InstallToolchain { version: Some(version) } => {
                lang.pick(format!("Install {version}."), format!("安装 {version}。"))
            }
            WayOut::InstallToolchain { version: None } => {
                lang.pick("Install the toolchain that it asks for.".into(), "安装它要求的工具链。".into())
            }
            WayOut::MendSettings { name } => lang.pick(format!("Look at {name}."), format!("检查 {name}。")),
            WayOut::AddCredential { host } => {
                lang.pick(format!("Add a login for {host}."), format!("为 {host} 添加登录信息。"))
            }
            WayOut::RepairModules { .. } => {
                lang.pick("Repair the module cache.".into(), "修复模块缓存。".into())
            }
            WayOut::FixGoSum => lang.pick(
                "Look at go.sum; `go mod tidy` writes the lines that are missing.".into(),
                "检查 go.sum；`go mod tidy` 会补上缺少的行。".into(),
            ),
            WayOut::FixGoMod => lang.pick("Look at go.mod.".into(), "检查 go.mod。".into()),
            WayOut::Download => lang.pick("Try again later.".into(), "稍后再试。".into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::cache::ModuleVersion;
    use crate::secret::Masked;
    use crate::text::tests::{assert_chinese, assert_told};

    #[test]
    fn every_reason_and_every_way_out_speaks_both_languages() {
        let whys = [
            Why::NotFound,
            Why::ProxyOff,
            Why::ProxyInvalid,
            Why::Credentials { status: None },
            Why::Status(500),
            Why::NameNotFound,
            Why::Refused,
            Why::Unreachable,
            Why::Tls,
            Why::NotAModule,
            Why::GoSumMismatch,
            Why::GoSumMissing,
            Why::SumdbMismatch,
            Why::Sumdb,
            Why::GoMod,
            Why::ReplacementMissing,
            Why::Toolchain,
            Why::Settings,
            Why::NoProgram { program: "git".into() },
            Why::DiskFull,
            Why::Denied,
            Why::Other,
        ];
        let version = || ModuleVersion::new("ex.test/a", "v1.0.0");
        let ways = [
            Some(WayOut::InstallToolchain { version: None }),
            Some(WayOut::InstallToolchain { version: Some("go1.24.1".into()) }),
            Some(WayOut::MendSettings { name: "GOPROXY" }),
            Some(WayOut::AddCredential { host: "git.corp".into() }),
            Some(WayOut::RepairModules { version: version() }),
            Some(WayOut::FixGoSum),
            Some(WayOut::FixGoMod),
            Some(WayOut::Download),
            None,
        ];
        let hop = || Some(Hop::Proxy(Masked::value("GOPROXY", b"https://p.test/")));
        for (why, hop) in whys.into_iter().flat_map(|why| [(why.clone(), hop()), (why, None)]) {
            for way_out in &ways {
                let ModuleVersion { module, version } = version();
                let (why, way_out) = (why.clone(), way_out.clone());
                assert_told(&Failure {
                    module,
                    version,
                    hop: hop.clone(),
                    why,
                    said: Masked::default(),
                    way_out,
                });
            }
        }
        for error in [
            WarmError::NoGo,
            WarmError::NoModule("/f".into()),
            WarmError::File { file: "/f".into(), reason: "x".into() },
            WarmError::Start { reason: "x".into() },
            WarmError::Cancelled(crate::job::Cancelled),
        ] {
            assert_told(&error);
        }
    }

    #[test]
    fn every_wait_speaks_both_languages() {
        let parts =
            [Part::Info, Part::Mod, Part::Zip, Part::List, Part::Sum, Part::Repository, Part::Toolchain];
        for part in parts {
            for module in [None, Some(ModuleVersion::new("ex.test/a", "v1.0.0"))] {
                let hop = Hop::Direct { host: "h.test".into() };
                let waiting = Waiting { module, part, hop, since: Duration::ZERO };
                assert_ne!(waiting.say(Lang::En), waiting.say(Lang::ZhCn));
                assert_chinese(&waiting.say(Lang::ZhCn));
            }
        }
    }
}
