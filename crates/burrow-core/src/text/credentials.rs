//! Credentials for a host in words. Names and passwords are not in what is said here.

use go_rules::netrc::Sent;

use super::{Lang, Say};
use crate::proxy::credentials::git::{Setting, Transport, What};
use crate::proxy::credentials::keys::{Trouble, TroubleWhy};
use crate::proxy::credentials::{
    Acceptance, CredentialsOf, GitAcceptance, GitChecked, HttpChecked, NetrcUse, StepId, WayKind, WayView,
};
use crate::secret::Masked;

/// What Go sends with its own requests there, in one sentence.
pub fn sent_there(of: &CredentialsOf, lang: Lang) -> String {
    let host = &of.host;
    if of.proxies.iter().any(|(_, login)| *login) && of.sent != Sent::Netrc {
        return lang.pick(
            format!("Go sends the login that stands in GOPROXY to {host}."),
            format!("Go 向 {host} 发送 GOPROXY 中的登录信息。"),
        );
    }
    match of.sent {
        Sent::Netrc => lang.pick(
            format!("Go sends the login of netrc to {host}."),
            format!("Go 向 {host} 发送 netrc 中的登录信息。"),
        ),
        Sent::Goauth => lang.pick(
            format!("Go asks GOAUTH for a login for {host}; whether it has one, only running it tells."),
            format!("Go 会向 GOAUTH 请求 {host} 的登录信息；是否有，只有运行才知道。"),
        ),
        Sent::Url | Sent::None => {
            lang.pick(format!("Go sends no login to {host}."), format!("Go 不向 {host} 发送登录信息。"))
        }
    }
}

/// How git gets at repositories there, in one sentence.
pub fn git_there(of: &CredentialsOf, lang: Lang) -> String {
    let (host, git) = (&of.host, &of.git);
    if git.program.is_none() {
        return lang
            .pick("git is not on PATH: Go cannot fetch repositories.", "PATH 中没有 git：Go 无法获取仓库。")
            .to_owned();
    }
    let instead = git.instead.as_ref().map(ToString::to_string).unwrap_or_default();
    let helper = git.settings.iter().any(|one| matches!(one.what, What::Helper { resets: false, .. }));
    match git.transport {
        Transport::Ssh => lang.pick(
            format!("git goes to {instead} by ssh, with your keys."),
            format!("git 通过 ssh 访问 {instead}，使用你的密钥。"),
        ),
        Transport::Https if git.login_in_url => lang.pick(
            format!("git goes to {instead}, with the login in that URL."),
            format!("git 访问 {instead}，使用该 URL 中的登录信息。"),
        ),
        Transport::Https if helper => lang.pick(
            format!("git goes to {host} by HTTPS and asks its credential helper for a login."),
            format!("git 通过 HTTPS 访问 {host}，并向凭据助手请求登录信息。"),
        ),
        Transport::Https if git.netrc => lang.pick(
            format!("git goes to {host} by HTTPS with the login of the netrc file in the home folder."),
            format!("git 通过 HTTPS 访问 {host}，使用主目录中 netrc 的登录信息。"),
        ),
        Transport::Https => lang.pick(
            format!("git goes to {host} by HTTPS and has no login for it."),
            format!("git 通过 HTTPS 访问 {host}，没有登录信息。"),
        ),
        Transport::Http | Transport::Folder | Transport::Other => {
            lang.pick(format!("git goes to {instead}."), format!("git 访问 {instead}。"))
        }
    }
}

impl Say for NetrcUse {
    fn say(&self, lang: Lang) -> String {
        match self {
            NetrcUse::Sent => lang.pick("Go sends it", "Go 会发送"),
            NetrcUse::Incomplete => {
                lang.pick("passed over: login or password is missing", "被跳过：缺少 login 或 password")
            }
            NetrcUse::Repeated => lang.pick("passed over: an earlier line counts", "被跳过：以前面的行为准"),
            NetrcUse::Other => lang.pick(
                "not for this host: Go compares host and port letter by letter",
                "不适用于此主机：Go 逐字比较主机和端口",
            ),
            NetrcUse::Default => lang
                .pick("Go does not know “default”, and reads no further", "Go 不支持 “default”，并停止读取"),
            NetrcUse::Unread => {
                lang.pick("not read: GOAUTH does not name netrc", "不读取：GOAUTH 没有列出 netrc")
            }
        }
        .to_owned()
    }
}

impl Say for WayView {
    fn say(&self, lang: Lang) -> String {
        match &self.kind {
            WayKind::Off => lang.pick("nothing is sent", "不发送任何凭据").to_owned(),
            WayKind::Netrc => lang.pick("the netrc file", "netrc 文件").to_owned(),
            WayKind::Git => lang.pick("git is asked after a refusal", "被拒绝后询问 git").to_owned(),
            WayKind::Command { program: Some(program) } => {
                lang.pick(format!("runs {}", program.display()), format!("运行 {}", program.display()))
            }
            WayKind::Command { program: None } => {
                lang.pick("a program that is not on PATH", "PATH 中没有此程序").to_owned()
            }
        }
    }
}

impl Say for Setting {
    fn say(&self, lang: Lang) -> String {
        let all = || lang.pick("all URLs", "所有 URL").to_owned();
        let plain = |address: &str| Masked::path(address);
        match &self.what {
            What::Rewrite { from, to, push_only: false } => lang.pick(
                format!("{} is fetched from {}", plain(from), to.shown()),
                format!("{} 改为从 {} 获取", plain(from), to.shown()),
            ),
            What::Rewrite { from, to, push_only: true } => lang.pick(
                format!("{} is pushed to {}; fetching does not change", plain(from), to.shown()),
                format!("{} 推送到 {}；获取不受影响", plain(from), to.shown()),
            ),
            What::Helper { of, resets: true, .. } => lang.pick(
                format!("no helper from before counts for {}", of.clone().unwrap_or_else(all)),
                format!("之前的凭据助手不再用于 {}", of.clone().unwrap_or_else(all)),
            ),
            What::Helper { of, helper, resets: false } => lang.pick(
                format!("credential helper {helper} for {}", of.clone().unwrap_or_else(all)),
                format!("凭据助手 {helper}，用于 {}", of.clone().unwrap_or_else(all)),
            ),
            What::Header { of } => lang.pick(
                format!("a header of its own is sent to {}", of.clone().unwrap_or_else(all)),
                format!("向 {} 发送自定义标头", of.clone().unwrap_or_else(all)),
            ),
            What::Ssh { command } => {
                lang.pick(format!("ssh is called as {command}"), format!("ssh 的调用方式为 {command}"))
            }
        }
    }
}

impl Say for StepId {
    fn say(&self, lang: Lang) -> String {
        match self {
            StepId::Netrc => lang.pick(
                "A login for Go’s own requests (proxies, go-import): add this line, with your name and token",
                "用于 Go 自身请求（代理、go-import）的登录信息：添加这一行，填入你的用户名和令牌",
            ),
            StepId::NetrcMode => lang.pick(
                "Others on this machine can read the file: make it yours alone",
                "本机其他用户可以读取该文件：设为仅自己可读",
            ),
            StepId::GoauthNetrc => lang.pick("Let Go read netrc", "让 Go 读取 netrc"),
            StepId::GoauthGit => lang.pick(
                "Or let Go take logins from git’s credential helper",
                "或让 Go 使用 git 凭据助手中的登录信息",
            ),
            StepId::GitSsh => lang.pick(
                "For repositories: let git go by ssh, with your key",
                "用于仓库：让 git 使用 ssh 和你的密钥",
            ),
            StepId::GitHelper => lang.pick(
                "Or let git keep a login for this host; it asks for it at the next git fetch in a terminal",
                "或让 git 保存此主机的登录信息；下次在终端执行 git fetch 时会询问",
            ),
        }
        .to_owned()
    }
}

impl Say for HttpChecked {
    fn say(&self, lang: Lang) -> String {
        let status = self.status_with.or(self.status_without);
        let status = status.map(|status| status.to_string()).unwrap_or_default();
        match self.acceptance {
            Acceptance::Accepted => lang.pick("The credentials are accepted.", "凭据被接受。").to_owned(),
            Acceptance::NotNeeded => lang
                .pick("It answers everybody: no credentials are needed.", "对所有人开放：不需要凭据。")
                .to_owned(),
            Acceptance::Refused => lang.pick(
                format!("The credentials are refused ({status})."),
                format!("凭据被拒绝（{status}）。"),
            ),
            Acceptance::Missing => lang.pick(
                format!("It wants credentials ({status}), and Go has none for it."),
                format!("需要凭据（{status}），而 Go 没有。"),
            ),
            Acceptance::NotFound => lang.pick(
                format!("It answers {status}: not there, or hidden from this login."),
                format!("返回 {status}：不存在，或对此登录隐藏。"),
            ),
            Acceptance::Failed(verdict) => verdict.say(lang),
        }
    }
}

impl Say for GitChecked {
    fn say(&self, lang: Lang) -> String {
        match self.acceptance {
            GitAcceptance::Accepted => lang.pick("git gets the repository.", "git 可以获取该仓库。"),
            GitAcceptance::Missing => lang.pick(
                "git has no login or key for it, and Go lets it ask nobody.",
                "git 没有登录信息或密钥，而 Go 不允许它询问。",
            ),
            GitAcceptance::Refused => lang.pick("git’s login is refused.", "git 的登录信息被拒绝。"),
            GitAcceptance::NotFound => lang.pick(
                "The repository is not there, or hidden from this login.",
                "仓库不存在，或对此登录隐藏。",
            ),
            GitAcceptance::Late => lang.pick("git did not answer in time.", "git 没有及时响应。"),
            GitAcceptance::NoGit => lang.pick("git is not on PATH.", "PATH 中没有 git。"),
            GitAcceptance::Failed => lang.pick("git failed.", "git 失败。"),
        }
        .to_owned()
    }
}

impl Say for Trouble {
    fn say(&self, lang: Lang) -> String {
        let way = &self.way;
        let why = match &self.why {
            TroubleWhy::Quotes => lang.pick("a quote is not closed", "引号没有闭合").to_owned(),
            TroubleWhy::NotFound => lang.pick("the program is not on PATH", "PATH 中没有此程序").to_owned(),
            TroubleWhy::NotStarted(words) => words.clone(),
            TroubleWhy::Late => lang.pick("it did not end in time", "没有及时结束").to_owned(),
            TroubleWhy::Status(Some(status)) => {
                lang.pick(format!("it ended with status {status}"), format!("以状态 {status} 结束"))
            }
            TroubleWhy::Status(None) => lang.pick("it was killed", "被终止").to_owned(),
            TroubleWhy::Answer(why) => {
                lang.pick(format!("Go cannot read its answer: {why}"), format!("Go 无法读取其输出：{why}"))
            }
            TroubleWhy::OtherUrl => {
                lang.pick("its login is for another URL", "其登录信息属于另一个 URL").to_owned()
            }
        };
        lang.pick(format!("GOAUTH “{way}”: {why}."), format!("GOAUTH “{way}”：{why}。"))
    }
}
