//! The way a module goes, and the chain of proxies, in words.

use go_rules::netrc::Sent;
use go_rules::route::{Leak, LeakTo, LeakWhy, Purpose, Refused, Why};

use super::{Lang, Say, Tell};
use crate::proxy::route::{Ended, Forecast, Note, Step};
use crate::proxy::view::{ChainView, DatabaseView, HopTo, HopView, Then};
use crate::secret::Masked;

impl Say for Why {
    fn say(&self, lang: Lang) -> String {
        match self {
            Why::Entry(number) => {
                lang.pick(format!("entry {number} of GOPROXY"), format!("GOPROXY 的第 {number} 项"))
            }
            Why::DirectEntry(number) => lang.pick(
                format!("entry {number} of GOPROXY is direct: the module’s own server"),
                format!("GOPROXY 的第 {number} 项是 direct：模块自己的服务器"),
            ),
            Why::Private => {
                lang.pick("GONOPROXY matches: past every proxy", "GONOPROXY 匹配：绕过所有代理").to_owned()
            }
            Why::Retractions(0) => lang
                .pick(
                    "what is retracted stands in the newest version’s go.mod",
                    "撤回信息在最新版本的 go.mod 中",
                )
                .to_owned(),
            Why::Retractions(number) => lang.pick(
                format!("what is retracted stands in the newest version’s go.mod; entry {number} of GOPROXY"),
                format!("撤回信息在最新版本的 go.mod 中；GOPROXY 的第 {number} 项"),
            ),
            Why::Offer(number) => lang.pick(
                format!("does entry {number} of GOPROXY pass requests on to the checksum database?"),
                format!("GOPROXY 的第 {number} 项是否转发对校验和数据库的请求？"),
            ),
            Why::ThroughProxy(number) => lang.pick(
                format!("the checksum database, through entry {number} of GOPROXY, which offers it"),
                format!("校验和数据库，经由提供转发的 GOPROXY 第 {number} 项"),
            ),
            Why::NamedInGosumdb => lang
                .pick("the checksum database, where GOSUMDB says", "校验和数据库，地址由 GOSUMDB 指定")
                .to_owned(),
            Why::Itself => lang
                .pick("the checksum database itself: no proxy offers it", "校验和数据库本身：没有代理转发")
                .to_owned(),
        }
    }
}

impl Say for Purpose {
    fn say(&self, lang: Lang) -> String {
        match self {
            Purpose::Info => lang.pick("is the version there?", "是否有此版本？"),
            Purpose::Mod => "go.mod",
            Purpose::Zip => lang.pick("the module itself", "模块本身"),
            Purpose::List => lang.pick("list of versions", "版本列表"),
            Purpose::Latest => lang.pick("newest version", "最新版本"),
            Purpose::SumdbSupported => lang.pick("passes the database on?", "是否转发数据库？"),
            Purpose::SumdbLookup => lang.pick("checksums of the version", "该版本的校验和"),
            Purpose::SumdbTile => lang.pick("proof that the log has them", "日志包含它们的证明"),
            Purpose::Direct => lang.pick("everything, from the origin", "全部内容，来自源站"),
        }
        .to_owned()
    }
}

impl Say for Sent {
    fn say(&self, lang: Lang) -> String {
        match self {
            Sent::None => String::new(),
            Sent::Url => lang.pick("with the credentials in the URL", "带 URL 中的凭据").to_owned(),
            Sent::Netrc => lang.pick("with credentials from netrc", "带 netrc 中的凭据").to_owned(),
            Sent::Goauth => {
                lang.pick("with credentials that GOAUTH may give", "带 GOAUTH 可能给出的凭据").to_owned()
            }
        }
    }
}

impl Say for Refused {
    fn say(&self, lang: Lang) -> String {
        match self {
            Refused::InsecureCredentials => lang.pick(
                "Go never asks it: it has credentials and is not encrypted.",
                "Go 从不请求它：带有凭据却没有加密。",
            ),
            Refused::NoHost => {
                lang.pick("Go never asks it: it names no host.", "Go 从不请求它：没有主机名。")
            }
            Refused::Scheme => lang.pick(
                "Go never asks it: only https, http and file are known.",
                "Go 从不请求它：只支持 https、http 和 file。",
            ),
        }
        .to_owned()
    }
}

impl Say for Then {
    fn say(&self, lang: Lang) -> String {
        match self {
            Then::WhenAbsent => lang.pick(
                "on to the next when it answers 404 or 410; anything else ends it",
                "返回 404 或 410 时请求下一项；其他失败则终止",
            ),
            Then::AfterAnyFailure => lang.pick("on to the next after any failure", "任何失败后都请求下一项"),
            Then::Stop => lang.pick("the last one", "最后一项"),
        }
        .to_owned()
    }
}

impl Say for HopView {
    fn say(&self, lang: Lang) -> String {
        match &self.to {
            HopTo::Proxy { url, .. } => url.as_str().to_owned(),
            HopTo::Direct => lang.pick("direct: the module’s own server", "direct：模块自己的服务器").into(),
            HopTo::Off => lang.pick("off: nobody is asked", "off：不请求任何服务器").into(),
        }
    }
}

impl Say for DatabaseView {
    fn say(&self, lang: Lang) -> String {
        match self {
            DatabaseView::Asked { name, named: Some(url) } => lang.pick(
                format!("{name}, at {url}, past every proxy"),
                format!("{name}，地址为 {url}，绕过所有代理"),
            ),
            DatabaseView::Asked { name, named: None } => lang.pick(
                format!("{name}, through the first proxy that offers it, else itself"),
                format!("{name}，经由第一个提供转发的代理，否则直接访问"),
            ),
            DatabaseView::Off => {
                lang.pick("off: only go.sum vouches for modules", "off：只有 go.sum 为模块担保").into()
            }
            DatabaseView::Unusable { why } => lang
                .pick(format!("of no use, so downloads fail: {why}"), format!("不可用，下载会失败：{why}")),
        }
    }
}

impl Say for LeakTo {
    fn say(&self, lang: Lang) -> String {
        match self {
            LeakTo::Proxy(host) => lang.pick(format!("the public proxy {host}"), format!("公共代理 {host}")),
            LeakTo::Database(name) => {
                lang.pick(format!("the public checksum database {name}"), format!("公共校验和数据库 {name}"))
            }
        }
    }
}

impl Say for LeakWhy {
    fn say(&self, lang: Lang) -> String {
        match self {
            LeakWhy::OnlyNoproxy => lang
                .pick("GONOPROXY matches it, GONOSUMDB does not.", "GONOPROXY 匹配它，GONOSUMDB 不匹配。")
                .to_owned(),
            LeakWhy::OnlyNosumdb => lang
                .pick("GONOSUMDB matches it, GONOPROXY does not.", "GONOSUMDB 匹配它，GONOPROXY 不匹配。")
                .to_owned(),
            LeakWhy::Internal => {
                lang.pick("Its host is not one of the internet.", "它的主机不在互联网上。").to_owned()
            }
            LeakWhy::Credentials => {
                lang.pick("netrc has credentials for its host.", "netrc 中有它的主机的凭据。").to_owned()
            }
            LeakWhy::NearMiss(pattern) => {
                let pattern = Masked::value("GOPRIVATE", pattern);
                lang.pick(
                    format!("The pattern “{pattern}” is meant for it, and does not match as it is written."),
                    format!("模式“{pattern}”是为它写的，但这样写不会匹配。"),
                )
            }
        }
    }
}

impl Say for Leak {
    fn say(&self, lang: Lang) -> String {
        let (to, why) = (self.to.say(lang), self.why.say(lang));
        lang.pick(
            format!("The path seems to be private, and {to} would see it. {why}"),
            format!("该路径像是私有的，而{to} 会看到它。{why}"),
        )
    }
}

/// Stable, for scripts.
pub fn leak_code(why: &LeakWhy) -> &'static str {
    match why {
        LeakWhy::OnlyNoproxy => "leak-only-noproxy",
        LeakWhy::OnlyNosumdb => "leak-only-nosumdb",
        LeakWhy::Internal => "leak-internal-host",
        LeakWhy::Credentials => "leak-host-with-credentials",
        LeakWhy::NearMiss(_) => "leak-pattern-misses",
    }
}

impl Say for Note {
    fn say(&self, lang: Lang) -> String {
        match self {
            Note::Failed(why) => why.tell(lang).message,
            Note::Version(version) => version.to_string(),
            Note::Unusable => lang.pick("not what Go asked for", "不是 Go 要的内容").to_owned(),
            Note::Runs(command) => {
                lang.pick(format!("not run here: {command}"), format!("这里不运行：{command}"))
            }
            Note::NotAsked => lang.pick("not asked here: go proves it", "这里不请求：由 go 验证").to_owned(),
        }
    }
}

impl Say for Ended {
    fn say(&self, lang: Lang) -> String {
        match self {
            Ended::Done => lang.pick("Go would have the module.", "Go 能取得该模块。"),
            Ended::Failed => lang.pick("Go would fail.", "Go 会失败。"),
            Ended::Cancelled => lang.pick("It was cancelled.", "已取消。"),
            Ended::Unknown => lang.pick(
                "What comes next depends on the module’s repository, which is not asked here.",
                "接下来取决于模块的仓库，这里不请求。",
            ),
        }
        .to_owned()
    }
}

/// Whether a module counts as private, and who is told of it.
pub fn privacy(forecast: &Forecast, lang: Lang) -> String {
    match (forecast.private.noproxy, forecast.private.nosumdb) {
        (true, true) => lang.pick(
            "Private: GONOPROXY and GONOSUMDB match. Only its own server is asked.",
            "私有：GONOPROXY 和 GONOSUMDB 匹配。只请求它自己的服务器。",
        ),
        (true, false) => lang.pick(
            "Half private: GONOPROXY matches, GONOSUMDB does not.",
            "部分私有：GONOPROXY 匹配，GONOSUMDB 不匹配。",
        ),
        (false, true) => lang.pick(
            "Half private: GONOSUMDB matches, GONOPROXY does not.",
            "部分私有：GONOSUMDB 匹配，GONOPROXY 不匹配。",
        ),
        (false, false) => lang.pick("Public: no private pattern matches.", "公开：没有匹配的私有模式。"),
    }
    .to_owned()
}

/// That `go` and `toolchain` are nothing to be downloaded.
pub fn of_go_itself(forecast: &Forecast, lang: Lang) -> Option<String> {
    let text = lang.pick(
        "This stands for Go itself. Go looks whether there is such a version, and downloads nothing.",
        "这代表 Go 本身。Go 只查看是否有这个版本，不下载任何内容。",
    );
    forecast.of_go_itself.then(|| text.into())
}

/// What the checksum database is told, or why nothing; `None` where there is none to be told.
pub fn told_to_database(forecast: &Forecast, lang: Lang) -> Option<String> {
    if forecast.in_go_sum {
        let text = lang.pick(
            "The checksum database is told nothing: the go.sum of the project here has the hashes.",
            "校验和数据库不会得知任何内容：当前项目的 go.sum 已有校验和。",
        );
        return Some(text.into());
    }
    let name = forecast.database.as_ref()?;
    let (module, version) = (&forecast.inquiry.module, &forecast.inquiry.version);
    Some(lang.pick(
        format!("The checksum database {name} is told the path and the version: {module} {version}"),
        format!("校验和数据库 {name} 会得知路径和版本：{module} {version}"),
    ))
}

/// Why a step is made, with what goes along.
pub fn step_reason(step: &Step, lang: Lang) -> String {
    let sent = match &step.runs {
        Some(command) => lang.pick(
            format!("Go asks nobody itself, it runs {command}"),
            format!("Go 不自己请求，而是运行 {command}"),
        ),
        None => step.credentials.say(lang),
    };
    let why = step.why.say(lang);
    if sent.is_empty() { why } else { lang.pick(format!("{why}; {sent}"), format!("{why}；{sent}")) }
}

/// The lines of the chain that stand below its entries, each with its name.
pub fn around_the_chain(chain: &ChainView, lang: Lang) -> Vec<(&'static str, String)> {
    let none = || lang.pick("nothing", "无").to_owned();
    let list = |globs: &[String]| if globs.is_empty() { none() } else { globs.join(",") };
    let text = |text: &str| if text.is_empty() { none() } else { text.to_owned() };
    let shown = |proxy: &Option<Masked>| proxy.as_ref().map_or_else(none, ToString::to_string);
    let mut lines = vec![
        ("GONOPROXY", list(&chain.noproxy)),
        ("GOSUMDB", chain.database.say(lang)),
        ("GONOSUMDB", list(&chain.nosumdb)),
        ("GOINSECURE", list(&chain.insecure)),
        ("GOVCS", text(&chain.govcs)),
        ("GOAUTH", text(chain.credentials.goauth.as_str())),
        ("netrc", list(&chain.credentials.machines)),
        ("HTTP_PROXY", shown(&chain.network.http_proxy)),
        ("HTTPS_PROXY", shown(&chain.network.https_proxy)),
        ("NO_PROXY", text(&chain.network.no_proxy)),
    ];
    if let Some(why) = &chain.credentials.refused {
        lines.push(("GOAUTH", why.to_string()));
    }
    if chain.network.all_proxy_ignored {
        lines
            .push(("ALL_PROXY", lang.pick("set, and Go does not look at it", "已设置，但 Go 不看它").into()));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proxy::FetchError;

    fn said(all: Vec<Box<dyn Say>>) {
        for one in all {
            let (en, zh) = (one.say(Lang::En), one.say(Lang::ZhCn));
            assert!(!en.is_empty() && !zh.is_empty());
            assert!(!en.contains("please") && !en.contains('!') && !zh.contains('!'), "{en} {zh}");
        }
    }

    #[test]
    fn every_word_of_a_way_is_there_in_both_languages() {
        let whys = [
            Why::Entry(1),
            Why::DirectEntry(2),
            Why::Private,
            Why::Retractions(0),
            Why::Retractions(1),
            Why::Offer(1),
            Why::ThroughProxy(1),
            Why::NamedInGosumdb,
            Why::Itself,
        ];
        said(whys.into_iter().map(|why| Box::new(why) as Box<dyn Say>).collect());
        let leaks = [
            LeakWhy::OnlyNoproxy,
            LeakWhy::OnlyNosumdb,
            LeakWhy::Internal,
            LeakWhy::Credentials,
            LeakWhy::NearMiss("a".into()),
        ];
        let to = || LeakTo::Database("sum.golang.org".into());
        said(leaks.into_iter().map(|why| Box::new(Leak { to: to(), why }) as Box<dyn Say>).collect());
        let why = Masked::value("GOSUMDB", b"missing GOSUMDB");
        said(vec![
            Box::new(Then::WhenAbsent),
            Box::new(Then::AfterAnyFailure),
            Box::new(Then::Stop),
            Box::new(DatabaseView::Off),
            Box::new(DatabaseView::Unusable { why }),
            Box::new(Note::Failed(FetchError::TooManyRedirects { url: "u".into() })),
            Box::new(Note::NotAsked),
            Box::new(Note::Runs("git ls-remote -q https://github.com/a/b".into())),
            Box::new(Ended::Done),
            Box::new(Ended::Failed),
            Box::new(Ended::Unknown),
            Box::new(Refused::InsecureCredentials),
            Box::new(Refused::NoHost),
            Box::new(Refused::Scheme),
        ]);
    }
}
