//! What a probe found, what follows from it, and what to do.

use super::{Lang, Problem, Say, Tell};
use crate::proxy::probe::{Endpoint, Kind, Note, ProbeError, Probed, Verdict};
use crate::system::clock;

impl Say for Verdict {
    /// A few words for a row.
    fn say(&self, lang: Lang) -> String {
        let text = match self {
            Verdict::Ok => lang.pick("works", "正常"),
            Verdict::NameNotFound => lang.pick("no such server name", "找不到服务器名"),
            Verdict::Refused => lang.pick("refuses the connection", "拒绝连接"),
            Verdict::TimeoutConnect => lang.pick("no connection in time", "连接超时"),
            Verdict::TimeoutTls => lang.pick("TLS not ready in time", "TLS 握手超时"),
            Verdict::TimeoutFirstByte => lang.pick("no answer in time", "等待响应超时"),
            Verdict::TimeoutTransfer => lang.pick("answer not complete in time", "传输超时"),
            Verdict::TlsUntrusted => lang.pick("certificate not trusted", "证书不受信任"),
            Verdict::TlsName => lang.pick("certificate of another server", "证书属于别的服务器"),
            Verdict::TlsExpired => lang.pick("certificate not valid now", "证书不在有效期内"),
            Verdict::Unauthorized => lang.pick("wants a login", "需要登录"),
            Verdict::Forbidden => lang.pick("forbids access", "禁止访问"),
            Verdict::NotAProxy => lang.pick("does not answer as a module proxy", "响应不像模块代理"),
            Verdict::RateLimited => lang.pick("too many requests", "请求过多"),
            Verdict::ServerError => lang.pick("has an error of its own", "服务器内部出错"),
            Verdict::RedirectLoop => lang.pick("redirects without end", "重定向没有尽头"),
            Verdict::CutOff => lang.pick("cuts the connection", "连接被中断"),
            Verdict::TooLarge => lang.pick("answers without end", "响应过大"),
            Verdict::BadUrl => lang.pick("nothing that Go would ask", "Go 不会访问"),
            Verdict::Off => lang.pick("off", "已关闭"),
        };
        text.into()
    }
}

/// A row in a few words: of a checksum database it says so.
#[must_use]
pub fn verdict(probed: &Probed, lang: Lang) -> String {
    match (probed.verdict, probed.hop.kind) {
        (Verdict::NotAProxy, Kind::Sumdb) => {
            lang.pick("does not answer as a checksum database", "响应不像校验和数据库").into()
        }
        (Verdict::NotAProxy, Kind::HttpProxy) => {
            lang.pick("does not answer as an HTTP proxy", "响应不像 HTTP 代理").into()
        }
        (verdict, _) => verdict.say(lang),
    }
}

/// Everything besides the words of the verdict: what was seen, then what to do.
#[must_use]
pub fn detail(probed: &Probed, lang: Lang) -> Vec<String> {
    let mut all: Vec<String> = status(probed, lang).into_iter().collect();
    all.extend(certificate(probed, lang));
    all.extend(probed.notes.iter().map(|note| note.say(lang)));
    all.extend(advice(probed, lang));
    all
}

fn status(probed: &Probed, lang: Lang) -> Option<String> {
    let status = probed.status.filter(|_| probed.verdict != Verdict::Ok)?;
    Some(lang.pick(format!("It answers {status}."), format!("响应状态为 {status}。")))
}

fn certificate(probed: &Probed, lang: Lang) -> Option<String> {
    let certificate = probed.certificate.as_ref()?;
    let (subject, issuer) = (&certificate.subject, &certificate.issuer);
    let (from, to) = (clock::date(certificate.not_before), clock::date(certificate.not_after));
    match probed.verdict {
        Verdict::TlsUntrusted => Some(lang.pick(
            format!("The certificate was issued by {issuer}, whom Go does not trust here."),
            format!("证书由 {issuer} 签发，而 Go 在这里不信任它。"),
        )),
        Verdict::TlsName => Some(lang.pick(
            format!("The certificate is that of {subject}, issued by {issuer}."),
            format!("证书属于 {subject}，由 {issuer} 签发。"),
        )),
        Verdict::TlsExpired => Some(lang.pick(
            format!("The certificate holds from {from} to {to}."),
            format!("证书的有效期是 {from} 到 {to}。"),
        )),
        _ => None,
    }
}

/// What Go does about this entry of its list. `None` where nothing stands in the way, or it is no entry.
#[must_use]
pub fn follows(probed: &Probed, lang: Lang) -> Option<String> {
    if probed.verdict == Verdict::Ok {
        return None;
    }
    let text = match probed.hop.kind {
        Kind::HttpProxy => return None,
        // Its note says that Go does not get here.
        Kind::Proxy if probed.notes.contains(&Note::ListSpoiled) => return None,
        Kind::Sumdb if probed.verdict == Verdict::Off => lang.pick(
            "What go.sum does not know yet is believed as it comes.",
            "go.sum 里还没有的内容会不经核对就被接受。",
        ),
        Kind::Sumdb => lang.pick(
            "Go cannot check what go.sum does not know yet: new modules fail.",
            "go.sum 里还没有的内容无法核对：新模块会下载失败。",
        ),
        Kind::Proxy if probed.verdict == Verdict::Off => {
            lang.pick("Go asks nobody else.", "Go 不再访问其他地址。")
        }
        Kind::Proxy if refuses_the_list(probed) => {
            lang.pick("Go refuses the whole list.", "Go 会拒绝整个列表。")
        }
        Kind::Proxy => match probed.hop.separator {
            Some('|') => lang.pick("Go asks the next entry.", "Go 会访问下一项。"),
            Some(_) if probed.is_absent() => lang.pick("Go asks the next entry.", "Go 会访问下一项。"),
            Some(_) => lang.pick(
                "Go stops here: past a comma it goes on only after 404 or 410.",
                "Go 在这里停下：逗号之后只有遇到 404 或 410 才会继续。",
            ),
            None => lang.pick("There is no further entry.", "后面没有别的项了。"),
        },
    };
    Some(text.into())
}

fn refuses_the_list(probed: &Probed) -> bool {
    probed.verdict == Verdict::BadUrl && probed.notes.iter().any(|note| matches!(note, Note::Refusal(_)))
}

fn advice(probed: &Probed, lang: Lang) -> Option<String> {
    let through = probed.notes.iter().any(|note| matches!(note, Note::AboutHttpProxy(_)));
    let text = match probed.verdict {
        Verdict::Ok | Verdict::Off => return None,
        Verdict::NameNotFound => lang.pick(
            "Look for a typing error, and at the network: without one no name is found.",
            "检查名称有没有写错，以及网络是否连通。",
        ),
        Verdict::Refused | Verdict::TimeoutConnect if through => {
            lang.pick("Look at HTTPS_PROXY, HTTP_PROXY and NO_PROXY.", "检查 HTTPS_PROXY、HTTP_PROXY 和 NO_PROXY。")
        }
        Verdict::Refused => lang.pick(
            "The machine is there, but nothing listens: the server is down, or the port is another.",
            "机器可以到达，但没有程序在监听：服务没有运行，或端口不对。",
        ),
        Verdict::TimeoutConnect | Verdict::TimeoutTls => lang.pick(
            "A firewall may swallow it, or the server is overloaded. Another mirror may be reachable.",
            "可能被防火墙拦截，或服务器过载。可以换一个镜像。",
        ),
        Verdict::TimeoutFirstByte | Verdict::TimeoutTransfer => lang.pick(
            "The server is too slow. Go itself would wait for ever; another mirror may be faster.",
            "服务器太慢。Go 自己会一直等下去；可以换一个更快的镜像。",
        ),
        Verdict::TlsUntrusted => lang.pick(
            "If the certificate is your company’s, name its root in SSL_CERT_FILE or let the system trust it.",
            "如果这是公司的证书，用 SSL_CERT_FILE 指定其根证书，或让系统信任它。",
        ),
        Verdict::TlsName => {
            lang.pick("Use the name that the certificate is made for.", "使用证书所对应的服务器名。")
        }
        Verdict::TlsExpired => lang.pick(
            "Look at the clock of this machine; if it is right, the server needs a new certificate.",
            "检查本机时钟；如果时钟没错，服务器就需要换证书。",
        ),
        Verdict::Unauthorized if through => lang.pick(
            "Put name and password of the HTTP proxy into HTTPS_PROXY: http://NAME:PASSWORD@HOST:PORT.",
            "在 HTTPS_PROXY 中写上 HTTP 代理的用户名和密码：http://NAME:PASSWORD@HOST:PORT。",
        ),
        Verdict::Unauthorized => lang.pick(
            "Add a login for this server to the netrc file, or use GOAUTH.",
            "在 netrc 文件里为这台服务器添加登录信息，或使用 GOAUTH。",
        ),
        Verdict::Forbidden => lang.pick(
            "The login, or this network, has no right to it.",
            "当前的登录身份或所在网络没有权限。",
        ),
        Verdict::NotAProxy => return not_a_proxy(probed, lang),
        Verdict::RateLimited => lang.pick("Wait a while, or use another mirror.", "稍等一会儿，或换一个镜像。"),
        Verdict::ServerError => lang.pick(
            "It is for those who run the server to mend.",
            "需要由服务器的维护者处理。",
        ),
        Verdict::RedirectLoop => lang.pick(
            "Go follows no more than this. The URL, or the server, needs a look.",
            "Go 不会继续跟随。检查 URL 或服务器的设置。",
        ),
        Verdict::CutOff => lang.pick(
            "Something in between may end connections, or the server has stopped in the middle.",
            "可能被中间设备切断，或服务器中途停止。",
        ),
        Verdict::TooLarge => {
            lang.pick("No list of versions is so long: this is no module proxy.", "版本列表不会这么长：它不是模块代理。")
        }
        Verdict::BadUrl => lang.pick("Mend the entry.", "改正这一项。"),
    };
    Some(text.into())
}

fn not_a_proxy(probed: &Probed, lang: Lang) -> Option<String> {
    let has = |note: &Note| probed.notes.contains(note);
    let text = if has(&Note::NotFound) && probed.hop.kind == Kind::Proxy {
        lang.pick(
            "The path of the URL may be wrong, or the proxy does not have this module; --module asks for another.",
            "可能是 URL 的路径不对，或代理没有这个模块；可以用 --module 换一个模块。",
        )
    } else if has(&Note::WebPage) {
        lang.pick(
            "This network may want you to log in first, or the URL is that of a web page.",
            "可能需要先登录这个网络，或这是一个网页的地址。",
        )
    } else if has(&Note::BadSignature) {
        lang.pick(
            "Do not believe what it says until the key in GOSUMDB is known to be right.",
            "在确认 GOSUMDB 里的公钥正确之前，不要相信它的内容。",
        )
    } else {
        return None;
    };
    Some(text.into())
}

impl Say for Endpoint {
    fn say(&self, lang: Lang) -> String {
        let text = match self {
            Endpoint::List => lang.pick("versions", "版本列表"),
            Endpoint::Latest => lang.pick("latest version", "最新版本"),
            Endpoint::Info => lang.pick("version facts", "版本信息"),
            Endpoint::Mod => "go.mod",
            Endpoint::Zip => lang.pick("module zip", "模块压缩包"),
            Endpoint::Sumdb => lang.pick("checksum database", "校验和数据库"),
            Endpoint::Toolchains => lang.pick("toolchains", "工具链"),
        };
        text.into()
    }
}

impl Say for Note {
    fn say(&self, lang: Lang) -> String {
        match self {
            Note::Through(proxy) => lang.pick(
                format!("Asked through the HTTP proxy {proxy}."),
                format!("经由 HTTP 代理 {proxy} 访问。"),
            ),
            Note::AboutHttpProxy(proxy) => lang.pick(
                format!("This is about the HTTP proxy {proxy}, through which it is asked."),
                format!("问题出在所经由的 HTTP 代理 {proxy}。"),
            ),
            Note::RedirectedTo(host) => lang.pick(
                format!("It redirects to {host}, and this is about that server."),
                format!("它重定向到 {host}，问题出在那台服务器。"),
            ),
            Note::RedirectedToInsecure(url) => lang.pick(
                format!("It redirects to {url}, which is not encrypted: Go does not follow."),
                format!("它重定向到没有加密的 {url}：Go 不会跟随。"),
            ),
            Note::Said(words) => lang.pick(format!("It says: {words}"), format!("服务器的说明：{words}")),
            Note::Reason(words) => lang.pick(format!("Reason: {words}"), format!("原因：{words}")),
            Note::Refusal(words) => format!("go: {words}"),
            Note::InsecureCredentials => lang
                .pick(
                    "It has a login in it and is not encrypted: Go refuses to send that. Use https://.",
                    "其中带有登录信息却没有加密：Go 拒绝发送。改用 https://。",
                )
                .into(),
            Note::Intercepted { issuer } => lang.pick(
                format!("Your company’s certificate is in the way: {issuer} has put its own in place of the server’s."),
                format!("公司的证书挡在中间：{issuer} 用自己的证书换掉了服务器的证书。"),
            ),
            Note::NoTls => lang
                .pick("It does not speak TLS: the URL may have to begin with http://.", "它不使用 TLS：URL 可能应以 http:// 开头。")
                .into(),
            Note::WebPage => lang.pick("It answers with a web page.", "返回的是一个网页。").into(),
            Note::NoList => lang.pick("Its answer is none that Go understands.", "返回的内容 Go 无法理解。").into(),
            Note::NoInfo => lang.pick("Its answer tells no version.", "返回的内容没有说明版本。").into(),
            Note::NotFound => lang.pick("What was asked for is not there.", "所请求的内容不存在。").into(),
            Note::SumdbThrough(proxy) => lang.pick(
                format!("Go asks the checksum database at {proxy}."),
                format!("Go 通过 {proxy} 访问校验和数据库。"),
            ),
            Note::BadSignature => lang
                .pick("Its signature does not fit the key of GOSUMDB.", "其签名与 GOSUMDB 的公钥不符。")
                .into(),
            Note::ListSpoiled => lang
                .pick("Go refuses the whole list for another entry.", "因为另一项有误，Go 会拒绝整个列表。")
                .into(),
            Note::NoVersions => {
                lang.pick("It lists no version of the module.", "没有列出该模块的任何版本。").into()
            }
            Note::Behind { newest, elsewhere } => lang.pick(
                format!("It does not know {newest} yet, which {elsewhere} has."),
                format!("它还没有 {newest}，而 {elsewhere} 已经有了。"),
            ),
            Note::NotReady => lang
                .pick("Athens runs, but its storage does not answer.", "Athens 在运行，但其存储没有响应。")
                .into(),
        }
    }
}

impl Tell for ProbeError {
    fn tell(&self, lang: Lang) -> Problem {
        match self {
            ProbeError::Cancelled(_) => {
                Problem::new("cancelled", lang.pick("It was cancelled.", "已取消。").into())
            }
            ProbeError::Module(why) => Problem::new(
                "module-path-bad",
                lang.pick(format!("This is no module path: {why}"), format!("这不是模块路径：{why}")),
            ),
            ProbeError::Means(why) => Problem::new(
                "probe-means",
                lang.pick(format!("Nothing can be asked: {why}"), format!("无法发起访问：{why}")),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tests::{assert_chinese, assert_told};

    #[test]
    fn every_word_speaks_both_languages() {
        let text = || "x.test".to_owned();
        let notes = [
            Note::Through(text()),
            Note::AboutHttpProxy(text()),
            Note::RedirectedTo(text()),
            Note::RedirectedToInsecure(text()),
            Note::Said(text()),
            Note::Reason(text()),
            Note::InsecureCredentials,
            Note::Intercepted { issuer: text() },
            Note::NoTls,
            Note::WebPage,
            Note::NoList,
            Note::NoInfo,
            Note::NotFound,
            Note::SumdbThrough(text()),
            Note::BadSignature,
            Note::ListSpoiled,
            Note::NoVersions,
            Note::Behind { newest: text(), elsewhere: text() },
            Note::NotReady,
        ];
        let verdicts = Verdict::ALL.iter().map(|verdict| verdict as &dyn Say);
        for say in notes.iter().map(|note| note as &dyn Say).chain(verdicts) {
            let (en, zh) = (say.say(Lang::En), say.say(Lang::ZhCn));
            assert_ne!(en, zh);
            assert!(!en.contains('!') && !en.to_lowercase().contains("please"), "{en}");
            assert_chinese(&zh);
        }
        assert_told(&ProbeError::Module(text()));
        assert_told(&ProbeError::Means(text()));
    }
}
