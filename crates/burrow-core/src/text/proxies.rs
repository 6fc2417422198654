//! The Proxies page and the tray in words: badges, what becomes of a module, what is wrong and what mends it.

use std::time::Duration;

use super::{Lang, Problem, Say, Tell};
use crate::proxy::probe::{Note, Verdict};
use crate::proxy::view::{HopTo, Then};
use crate::workbench::{Fix, Health, HopState, Part, Proxies, RouteError, Shadow, Way, Wrong};

/// From here on a server that works is called slow.
const SLOW: Duration = Duration::from_millis(800);

/// A phase of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProbePhase {
    Name,
    Connect,
    Tls,
    FirstByte,
    Transfer,
}

impl Say for ProbePhase {
    fn say(&self, lang: Lang) -> String {
        match self {
            ProbePhase::Name => lang.pick("name", "域名"),
            ProbePhase::Connect => lang.pick("connect", "连接"),
            ProbePhase::Tls => "TLS",
            ProbePhase::FirstByte => lang.pick("answer", "响应"),
            ProbePhase::Transfer => lang.pick("transfer", "传输"),
        }
        .to_owned()
    }
}

/// How a badge is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadgeTone {
    Good,
    /// It works, and is slow or needs a look.
    Warn,
    Bad,
    /// Nothing to be well or ill.
    Plain,
}

/// A few letters about a server: its time, else its fault.
#[must_use]
pub fn proxy_badge(health: &Health, lang: Lang) -> (BadgeTone, String) {
    let tone = match (health.verdict(), health.is_absent()) {
        (Verdict::Ok, _) if health.took() >= SLOW || needs_a_look(health) => BadgeTone::Warn,
        (Verdict::Ok, _) => BadgeTone::Good,
        (Verdict::Off, _) => BadgeTone::Plain,
        (_, Some(true)) => BadgeTone::Warn,
        _ => BadgeTone::Bad,
    };
    let text = match health.verdict() {
        Verdict::Ok => milliseconds(health.took()),
        verdict => short(verdict, lang).to_owned(),
    };
    (tone, text)
}

/// A time as it stands in a badge.
#[must_use]
pub fn milliseconds(time: Duration) -> String {
    let ms = time.as_secs_f64() * 1e3;
    if ms < 10.0 { format!("{ms:.1} ms") } else { format!("{ms:.0} ms") }
}

fn needs_a_look(health: &Health) -> bool {
    let Health::Seen { probed, .. } = health else { return false };
    probed.notes.iter().any(|note| matches!(note, Note::NotReady | Note::Behind { .. } | Note::NoVersions))
}

/// A verdict in a word.
fn short(verdict: Verdict, lang: Lang) -> &'static str {
    match verdict {
        Verdict::Ok => lang.pick("works", "正常"),
        Verdict::NameNotFound => lang.pick("no such name", "域名不存在"),
        Verdict::Refused => lang.pick("refused", "拒绝连接"),
        Verdict::TimeoutConnect
        | Verdict::TimeoutTls
        | Verdict::TimeoutFirstByte
        | Verdict::TimeoutTransfer => lang.pick("timed out", "超时"),
        Verdict::TlsUntrusted | Verdict::TlsName | Verdict::TlsExpired => {
            lang.pick("certificate", "证书有误")
        }
        Verdict::Unauthorized => lang.pick("login", "需要登录"),
        Verdict::Forbidden => lang.pick("forbidden", "禁止访问"),
        Verdict::NotAProxy => lang.pick("no proxy", "不是代理"),
        Verdict::RateLimited => lang.pick("too many requests", "请求过多"),
        Verdict::ServerError => lang.pick("server error", "服务器出错"),
        Verdict::RedirectLoop => lang.pick("redirects", "循环重定向"),
        Verdict::CutOff => lang.pick("cut off", "连接中断"),
        Verdict::TooLarge => lang.pick("too large", "响应过大"),
        Verdict::BadUrl => lang.pick("not asked", "不会访问"),
        Verdict::Off => lang.pick("off", "已关闭"),
    }
}

/// What a person calls an entry.
#[must_use]
pub fn hop_title(hop: &HopState, lang: Lang) -> String {
    match &hop.view.to {
        HopTo::Proxy { url, .. } => match crate::proxy::url::written_host(url.as_str()).as_str() {
            "file" => lang.pick("a folder", "文件夹").to_owned(),
            host => host.to_owned(),
        },
        HopTo::Direct => lang.pick("version control", "版本控制").to_owned(),
        HopTo::Off => lang.pick("nobody", "无").to_owned(),
    }
}

/// What it is, where the title alone does not say.
#[must_use]
pub fn hop_about(hop: &HopState, lang: Lang) -> Option<String> {
    let text = match &hop.view.to {
        HopTo::Direct => lang.pick(
            "The module’s own host is asked, with git and the like.",
            "直接向模块所在的主机获取，使用 git 等工具。",
        ),
        HopTo::Off => lang.pick("Go asks nobody else.", "Go 不再访问其他地址。"),
        HopTo::Proxy { .. } => return None,
    };
    Some(text.to_owned())
}

/// What makes Go go on, as it stands on an arrow; empty behind the last entry.
#[must_use]
pub fn then_short(then: Then, lang: Lang) -> &'static str {
    match then {
        Then::WhenAbsent => "404, 410",
        Then::AfterAnyFailure => lang.pick("any failure", "任何失败"),
        Then::Stop => "",
    }
}

/// What stands on the arrow behind an entry at which Go stops.
#[must_use]
pub fn part_text(part: Part, lang: Lang) -> Option<&'static str> {
    match part {
        Part::StopsHere => Some(lang.pick("stops here", "在此停止")),
        Part::NotReached => Some(lang.pick("not reached", "不会到达")),
        Part::Unknown | Part::Answers | Part::Passed | Part::Later => None,
    }
}

/// What becomes of a public module.
#[must_use]
pub fn way(proxies: &Proxies, lang: Lang) -> String {
    let title = |number: usize| {
        let hop = proxies.hops.iter().find(|hop| hop.view.number == number);
        hop.map(|hop| hop_title(hop, lang)).unwrap_or_default()
    };
    match proxies.way {
        Way::Unknown => lang.pick("Not tested yet.", "尚未测试。").to_owned(),
        Way::Works(number) => {
            let title = title(number);
            lang.pick(format!("Modules come from {title}."), format!("模块来自 {title}。"))
        }
        Way::Detour(number) => {
            let title = title(number);
            lang.pick(
                format!("Modules come from {title}, after others have failed."),
                format!("在其他服务器失败之后，模块来自 {title}。"),
            )
        }
        Way::Broken(number) => {
            let title = title(number);
            lang.pick(format!("Go stops at {title}."), format!("Go 停在 {title}。"))
        }
        Way::Off(_) => lang
            .pick("Nothing is downloaded: GOPROXY says off.", "不下载任何模块：GOPROXY 为 off。")
            .to_owned(),
        Way::Refused => lang.pick("Go refuses GOPROXY.", "Go 拒绝 GOPROXY 的值。").to_owned(),
    }
}

impl Say for Wrong {
    fn say(&self, lang: Lang) -> String {
        match self {
            Wrong::Refused { why } => lang.pick(
                format!("Every download fails now: Go refuses GOPROXY ({why})."),
                format!("现在所有下载都会失败：Go 拒绝 GOPROXY 的值（{why}）。"),
            ),
            Wrong::StopsAt { server, verdict, absent, next } => {
                let what = fault(server, *verdict, *absent, lang);
                let first = lang.pick(
                    format!("Every download fails now: {what}."),
                    format!("现在所有下载都会失败：{what}。"),
                );
                let Some(next) = next else { return first };
                lang.pick(
                    format!("{first} With “|” behind it Go would go on to {next} after any failure."),
                    format!("{first}在它后面用“|”，Go 会在任何失败后继续访问 {next}。"),
                )
            }
            Wrong::Detour { server, verdict, to } => {
                let what = fault(server, *verdict, false, lang);
                let to = to.clone().unwrap_or_else(|| "direct".to_owned());
                lang.pick(
                    format!("Downloads work, but each one waits first: {what}. Then Go goes on to {to}."),
                    format!("下载可用，但每次都要先等待：{what}。之后 Go 才访问 {to}。"),
                )
            }
            Wrong::DatabaseUnusable { why } => lang.pick(
                format!("New modules fail: Go cannot use GOSUMDB ({why})."),
                format!("新模块会下载失败：Go 无法使用 GOSUMDB 的值（{why}）。"),
            ),
            Wrong::DatabaseFails { verdict } => lang.pick(
                format!(
                    "New modules fail now: the checksum database cannot be asked ({}).",
                    verdict.say(lang)
                ),
                format!("现在新模块会下载失败：无法查询校验和数据库（{}）。", verdict.say(lang)),
            ),
        }
    }
}

fn fault(server: &str, verdict: Option<Verdict>, absent: bool, lang: Lang) -> String {
    let what = match verdict {
        _ if absent => lang.pick("has no public modules", "没有公开模块").to_owned(),
        Some(verdict) => verdict.say(lang),
        None => lang.pick("Go never asks it", "Go 不会访问").to_owned(),
    };
    lang.pick(format!("{server}: {what}"), format!("{server} {what}"))
}

/// What stands on the button of a way out.
impl Say for Fix {
    fn say(&self, lang: Lang) -> String {
        match self {
            Fix::GoOn(_) => lang.pick("Preview “|”", "预览“|”").to_owned(),
            Fix::Switch { name, built_in } => {
                let title = built_in.map_or_else(|| name.clone(), |id| id.say(lang));
                lang.pick(format!("Switch to {title}"), format!("切换到 {title}"))
            }
        }
    }
}

/// That the process environment wins; `place` as it is shown to the person.
#[must_use]
pub fn shadow(shadow: &Shadow, place: Option<&str>, lang: Lang) -> String {
    let name = &shadow.name;
    match place {
        Some(place) => lang.pick(
            format!("{name} is set in {place}, which wins over the settings file."),
            format!("{name} 在 {place} 中设置，优先于配置文件。"),
        ),
        None => lang.pick(
            format!("{name} is set in the environment, which wins over the settings file."),
            format!("{name} 由环境变量设置，优先于配置文件。"),
        ),
    }
}

/// That a value makes Go believe more than it does by itself.
#[must_use]
pub fn loosens(name: &str, lang: Lang) -> String {
    lang.pick(
        format!("{name} makes Go believe more than it does by itself: look at it twice."),
        format!("{name} 会放宽 Go 自己的检查，请仔细确认。"),
    )
}

impl Tell for RouteError {
    fn tell(&self, lang: Lang) -> Problem {
        match self {
            RouteError::TooMany(_) => Problem::new(
                "too-many-steps",
                lang.pick(
                    "GOPROXY leads to more steps than can be shown.".to_owned(),
                    "GOPROXY 引出的步骤太多，无法显示。".to_owned(),
                ),
            )
            .about("GOPROXY"),
            RouteError::Means(why) => why.tell(lang),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::env::edit::Draft;
    use crate::text::tests::assert_chinese;

    #[test]
    fn every_word_of_the_page_speaks_both_languages() {
        let stops = |next: Option<&str>| Wrong::StopsAt {
            server: "a.corp".into(),
            verdict: Some(Verdict::Refused),
            absent: false,
            next: next.map(Into::into),
        };
        let own = Fix::Switch { name: "Home".into(), built_in: None };
        let says: Vec<Box<dyn Say>> = vec![
            Box::new(Wrong::Refused { why: "x".into() }),
            Box::new(stops(None)),
            Box::new(stops(Some("b.corp"))),
            Box::new(Wrong::Detour { server: "a.corp".into(), verdict: None, to: None }),
            Box::new(Wrong::DatabaseUnusable { why: "x".into() }),
            Box::new(Wrong::DatabaseFails { verdict: Verdict::Forbidden }),
            Box::new(Fix::GoOn(Draft::Edits(Vec::new()))),
            Box::new(own),
        ];
        for say in says {
            let (en, zh) = (say.say(Lang::En), say.say(Lang::ZhCn));
            assert!(!en.contains('!') && !en.to_lowercase().contains("please"), "{en}");
            assert_chinese(&zh);
        }
        for verdict in Verdict::ALL {
            assert_chinese(short(verdict, Lang::ZhCn));
        }
    }
}
