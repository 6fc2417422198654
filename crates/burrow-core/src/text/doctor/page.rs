//! What the Doctor page says of its checks.

use crate::doctor::CheckId;
use crate::text::Lang;

/// The page's first line. `count`: errors and warnings.
#[must_use]
pub fn sentence(looking: bool, count: usize, lang: Lang) -> String {
    match count {
        0 if looking => lang.pick("Looking at your Go".into(), "正在检查你的 Go".into()),
        0 => lang.pick("Nothing is wrong with your Go".into(), "你的 Go 一切正常".into()),
        1 => lang.pick("One thing needs a look".into(), "有 1 项需要留意".into()),
        2 => lang.pick("Two things need a look".into(), "有 2 项需要留意".into()),
        many => lang.pick(format!("{many} things need a look"), format!("有 {many} 项需要留意")),
    }
}

/// What becomes of a file's mode.
#[must_use]
pub fn deed(before: Option<u32>, after: u32, lang: Lang) -> String {
    let octal = |mode: u32| format!("{mode:04o}");
    let before = before.map_or_else(|| "–".to_owned(), octal);
    lang.pick(
        format!("Readable by you alone: {before} becomes {}", octal(after)),
        format!("仅自己可读：{before} 变为 {}", octal(after)),
    )
}

/// What closing a file is called.
#[must_use]
pub fn deed_title(lang: Lang) -> &'static str {
    lang.pick("Let nobody else read it", "不让他人读取")
}

/// How it is taken back.
#[must_use]
pub fn deed_undo(lang: Lang) -> &'static str {
    lang.pick("It can be taken back right afterwards.", "之后可以立即撤销。")
}

/// What a check looks at, in a few words.
#[must_use]
pub fn check(id: CheckId, lang: Lang) -> &'static str {
    let (en, zh) = match id {
        CheckId::EnvShadowed => ("Settings have an effect", "设置是否生效"),
        CheckId::EnvLockout => ("No value stops Go", "没有值会让 Go 停止工作"),
        CheckId::GoenvRewritten => ("Nothing rewrites the settings", "没有程序反复改写设置"),
        CheckId::DesktopDiffers => ("The desktop sees what a terminal sees", "桌面与终端看到的一致"),
        CheckId::GorootStale => ("GOROOT", "GOROOT"),
        CheckId::GoMultiple => ("One Go on PATH", "PATH 上只有一个 Go"),
        CheckId::ToolchainUnavailable => ("The toolchain can be had", "可以取得所需的工具链"),
        CheckId::GoproxyEmpty => ("GOPROXY is not empty", "GOPROXY 不为空"),
        CheckId::GoproxyInvalid => ("GOPROXY is well written", "GOPROXY 书写正确"),
        CheckId::GoproxyDeadHop => ("Module proxies answer", "模块代理有应答"),
        CheckId::GoproxyGone => ("No service that has ended", "没有已停止的服务"),
        CheckId::SumdbOff => ("The checksum database is on", "校验和数据库已启用"),
        CheckId::SumdbUnreachable => ("The checksum database answers", "校验和数据库有应答"),
        CheckId::PrivateNeverMatches => ("Private patterns match", "私有模式能匹配"),
        CheckId::PrivateLeak => ("Private names stay private", "私有名称不外泄"),
        CheckId::CredentialMissing => ("Credentials are there", "登录凭据齐全"),
        CheckId::CredentialRefused => ("Credentials are accepted", "登录凭据被接受"),
        CheckId::CredentialInUrl => ("No password in a URL", "URL 中没有密码"),
        CheckId::NetrcReadable => ("Nobody else reads the logins", "他人读不到登录信息"),
        CheckId::HttpProxyIgnored => ("The HTTP proxy is used", "HTTP 代理被使用"),
        CheckId::TlsIntercepted => ("Nobody reads along", "连接未被截取"),
        CheckId::ClockWrong => ("The clock is right", "时钟准确"),
        CheckId::GoflagsInvalid => ("GOFLAGS is well written", "GOFLAGS 书写正确"),
        CheckId::GoflagsHarmful => ("GOFLAGS does no harm", "GOFLAGS 没有害处"),
        CheckId::GoflagsVendor => ("-mod=vendor has a vendor folder", "-mod=vendor 有 vendor 目录"),
        CheckId::CgoNoCompiler => ("A C compiler for cgo", "cgo 有 C 编译器"),
        CheckId::GobinNotOnPath => ("Programs are found", "找得到已安装的程序"),
        CheckId::ProgramStale => ("Programs are of a Go that is kept up", "程序由仍受维护的 Go 构建"),
        CheckId::CacheVolumeFull => ("Room for the caches", "缓存有足够空间"),
        CheckId::CacheReadOnly => ("The caches can be written", "缓存可写"),
        CheckId::CacheVolatile => ("The caches outlive a restart", "重启后缓存仍在"),
        CheckId::CacheOverBudget => ("The caches keep to their budget", "缓存未超出限额"),
        CheckId::CacheNetwork => ("The caches are on this machine", "缓存在本机磁盘上"),
        CheckId::CacheSplit => ("One module cache", "只有一个模块缓存"),
        CheckId::ModuleDamaged => ("Modules are as they were downloaded", "模块与下载时一致"),
        CheckId::GopathIsGoroot => ("GOPATH is not GOROOT", "GOPATH 不是 GOROOT"),
        CheckId::GopathInModule => ("GOPATH is in no module", "GOPATH 不在模块中"),
        CheckId::GopathInvalid => ("GOPATH is well written", "GOPATH 书写正确"),
        CheckId::Go111moduleSet => ("GO111MODULE is not set", "没有设置 GO111MODULE"),
    };
    lang.pick(en, zh)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tests::assert_chinese;

    #[test]
    fn every_check_and_the_page_speak_both_languages() {
        for id in CheckId::ALL {
            assert!(!check(*id, Lang::En).is_empty() && !check(*id, Lang::ZhCn).is_empty());
        }
        for (looking, count) in [(true, 0), (false, 0), (false, 1), (false, 2), (false, 7)] {
            assert_chinese(&sentence(looking, count, Lang::ZhCn));
        }
        assert_eq!(deed(Some(0o644), 0o600, Lang::En), "Readable by you alone: 0644 becomes 0600");
        assert_chinese(&deed(None, 0o600, Lang::ZhCn));
    }
}
