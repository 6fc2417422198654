//! Why something was not fetched.

use super::{Lang, Problem, Say, Tell};
use crate::proxy::{FetchError, Phase, Unreachable};

impl Tell for FetchError {
    fn tell(&self, lang: Lang) -> Problem {
        match self {
            FetchError::Cancelled(_) => {
                Problem::new("cancelled", lang.pick("It was cancelled.", "已取消。").into())
            }
            FetchError::BadUrl { url, reason } => Problem::new(
                "url-bad",
                lang.pick(format!("{url} cannot be asked: {reason}"), format!("无法访问 {url}：{reason}")),
            )
            .about(url),
            FetchError::InsecureCredentials { url } => Problem::new(
                "url-insecure",
                lang.pick(
                    format!("{url} has a password in it and is not encrypted: Go refuses to send it."),
                    format!("{url} 带有密码却没有加密：Go 拒绝发送。"),
                ),
            )
            .about(url)
            .hint(lang.pick("Use https://.", "改用 https://。")),
            FetchError::Unreachable { host, why } => unreachable(lang, host, why),
            FetchError::TimedOut { host, phase, seconds } => timed_out(lang, host, *phase, *seconds),
            FetchError::Status { url, status, detail } => {
                status_problem(lang, url, *status, detail.as_deref())
            }
            FetchError::WebPage { url } => Problem::new(
                "answer-web-page",
                lang.pick(format!("{url} answers with a web page."), format!("{url} 返回的是一个网页。")),
            )
            .about(url)
            .hint(lang.pick(
                "Something in between may want you to log in, or it is no module proxy or mirror of Go.",
                "可能中间有需要登录的网关，或者它不是 Go 的模块代理或镜像。",
            )),
            FetchError::TooLarge { url, limit } => Problem::new(
                "answer-too-large",
                lang.pick(
                    format!("{url} answers with more than {limit} bytes."),
                    format!("{url} 的响应超过了 {limit} 字节。"),
                ),
            )
            .about(url),
            FetchError::CutOff { url, received } => Problem::new(
                "answer-cut-off",
                lang.pick(
                    format!("The connection ended after {received} bytes of {url}."),
                    format!("{url} 收到 {received} 字节后连接中断。"),
                ),
            )
            .about(url)
            .hint(lang.pick("Try again: it goes on from there.", "再试一次即可，会从断开处继续。")),
            FetchError::TooManyRedirects { url } => Problem::new(
                "redirect-loop",
                lang.pick(
                    format!("{url} redirects more than 10 times."),
                    format!("{url} 重定向超过 10 次。"),
                ),
            )
            .about(url),
            FetchError::RedirectedToInsecure { url } => Problem::new(
                "redirect-insecure",
                lang.pick(
                    format!("{url} redirects to a place without encryption."),
                    format!("{url} 重定向到了没有加密的地址。"),
                ),
            )
            .about(url),
            FetchError::File { file, missing, reason } => {
                let file = file.display();
                let message = if *missing {
                    lang.pick(format!("{file} is not there."), format!("{file} 不存在。"))
                } else {
                    lang.pick(format!("{file}: {reason}"), format!("{file}：{reason}"))
                };
                Problem::new("file", message).about(file)
            }
        }
    }
}

fn unreachable(lang: Lang, host: &str, why: &Unreachable) -> Problem {
    let (code, message) = match why {
        Unreachable::NameNotFound => (
            "name-not-found",
            lang.pick(format!("There is no server {host}."), format!("找不到服务器 {host}。")),
        ),
        Unreachable::Refused => {
            ("refused", lang.pick(format!("{host} refuses the connection."), format!("{host} 拒绝连接。")))
        }
        Unreachable::Tls(reason) => (
            "tls",
            lang.pick(
                format!("No secure connection to {host}: {reason}"),
                format!("无法与 {host} 建立安全连接：{reason}"),
            ),
        ),
        Unreachable::Other(reason) => (
            "unreachable",
            lang.pick(format!("{host} cannot be reached: {reason}"), format!("无法连接 {host}：{reason}")),
        ),
    };
    let hint = match why {
        Unreachable::Tls(_) => lang.pick(
            "Behind a company’s proxy, SSL_CERT_FILE may have to name its certificates.",
            "如果在公司代理之后，可能需要用 SSL_CERT_FILE 指定其证书。",
        ),
        _ => lang.pick(
            "Look at the network, HTTPS_PROXY and NO_PROXY, or choose another source.",
            "检查网络、HTTPS_PROXY 和 NO_PROXY，或者换一个来源。",
        ),
    };
    Problem::new(code, message).about(host).hint(hint)
}

fn timed_out(lang: Lang, host: &str, phase: Phase, seconds: u64) -> Problem {
    let (code, message) = match phase {
        Phase::Connect => (
            "timeout-connect",
            lang.pick(
                format!("No connection to {host} within {seconds} seconds."),
                format!("{seconds} 秒内未能连接到 {host}。"),
            ),
        ),
        Phase::FirstByte => (
            "timeout-first-byte",
            lang.pick(
                format!("{host} did not answer within {seconds} seconds."),
                format!("{host} 在 {seconds} 秒内没有响应。"),
            ),
        ),
        Phase::Transfer => (
            "timeout-transfer",
            lang.pick(
                format!("{host} stopped in the middle: nothing came for {seconds} seconds."),
                format!("{host} 中途停住了：{seconds} 秒没有收到数据。"),
            ),
        ),
    };
    Problem::new(code, message).about(host).hint(lang.pick(
        "Try again, or choose another source. What came so far is kept.",
        "再试一次，或者换一个来源。已收到的部分会保留。",
    ))
}

fn status_problem(lang: Lang, url: &str, status: u16, detail: Option<&str>) -> Problem {
    let said = detail.map(|d| lang.pick(format!(" It says: {d}"), format!(" 它说：{d}"))).unwrap_or_default();
    let (code, message) = match status {
        401 | 407 => ("unauthorized", lang.pick("wants a password", "需要密码")),
        403 => ("forbidden", lang.pick("refuses", "拒绝访问")),
        404 | 410 => ("not-found", lang.pick("does not have it", "没有此内容")),
        429 => ("rate-limited", lang.pick("is asked too often", "请求过于频繁")),
        500.. => ("server-error", lang.pick("has a failure of its own", "服务器出错")),
        _ => ("status", lang.pick("answers something unexpected", "响应出乎意料")),
    };
    let message = lang.pick(
        format!("{url} {message} (HTTP {status}).{said}"),
        format!("{url} {message}（HTTP {status}）。{}", said.trim_start()),
    );
    let problem = Problem::new(code, message).about(url);
    match status {
        401 | 407 => problem
            .hint(lang.pick("Put the name and the password into .netrc.", "将用户名和密码写入 .netrc。")),
        _ => problem,
    }
}

impl Say for Phase {
    fn say(&self, lang: Lang) -> String {
        match self {
            Phase::Connect => lang.pick("connecting", "连接"),
            Phase::FirstByte => lang.pick("waiting for an answer", "等待响应"),
            Phase::Transfer => lang.pick("receiving", "接收"),
        }
        .into()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::job::Cancelled;
    use crate::text::tests::assert_told;

    pub fn every() -> Vec<FetchError> {
        let url = || "https://proxy.corp/x".to_owned();
        let host = || "proxy.corp".to_owned();
        let unreachable = |why| FetchError::Unreachable { host: host(), why };
        let timed_out = |phase| FetchError::TimedOut { host: host(), phase, seconds: 3 };
        let status = |status| FetchError::Status { url: url(), status, detail: Some("go away".into()) };
        let file = |missing| FetchError::File { file: "/x".into(), missing, reason: "odd".into() };
        let mut all = vec![
            FetchError::Cancelled(Cancelled),
            FetchError::BadUrl { url: url(), reason: "odd".into() },
            FetchError::InsecureCredentials { url: url() },
            FetchError::WebPage { url: url() },
            FetchError::TooLarge { url: url(), limit: 3 },
            FetchError::CutOff { url: url(), received: 3 },
            FetchError::TooManyRedirects { url: url() },
            FetchError::RedirectedToInsecure { url: url() },
            file(true),
            file(false),
        ];
        let why = ["tls", "other"].map(String::from);
        let [tls, other] = why;
        all.extend(
            [
                Unreachable::NameNotFound,
                Unreachable::Refused,
                Unreachable::Tls(tls),
                Unreachable::Other(other),
            ]
            .map(unreachable),
        );
        all.extend([Phase::Connect, Phase::FirstByte, Phase::Transfer].map(timed_out));
        all.extend([401, 403, 404, 407, 410, 418, 429, 500, 503].map(status));
        all
    }

    #[test]
    fn every_failure_of_the_network_speaks_both_languages() {
        for error in every() {
            assert_told(&error);
        }
    }
}
