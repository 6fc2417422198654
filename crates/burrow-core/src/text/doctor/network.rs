//! What is wrong with the way to modules, in words.

use go_rules::vars::Layer;

use super::settings::only_person;
use super::{Lang, Words, logins};
use crate::doctor::{Leaking, NetworkWrong, ProxyMistake, SumdbOff};
use crate::proxy::probe::Verdict;
use crate::text::Say;

pub(super) fn words(wrong: &NetworkWrong, lang: Lang) -> Words {
    let (words, layer) = match wrong {
        NetworkWrong::ProxyEmpty { layer } => (proxy_empty(*layer, lang), *layer),
        NetworkWrong::ProxyInvalid { mistake, layer } => (proxy_invalid(mistake, lang), *layer),
        NetworkWrong::ProxyGone { host, since, stops, layer } => {
            (proxy_gone(host, *since, *stops, lang), *layer)
        }
        NetworkWrong::DeadHop { server, verdict, later, next, alone, layer } => {
            let words = dead_hop(server, *verdict, *later, next.as_deref(), lang);
            let en =
                "No other server that was asked has a name here either: this machine may have no network.";
            let zh = "其他要访问的服务器也都找不到：这台机器可能没有联网。";
            (if *alone { words.and(lang, en, zh) } else { words }, *layer)
        }
        NetworkWrong::OnlyDirect { host, verdict, layer } => (only_direct(host, *verdict, lang), *layer),
        NetworkWrong::Sumdb { off, layer } => (sumdb_off(off, lang), *layer),
        NetworkWrong::SumdbUnreachable { name, verdict, elsewhere, layer } => {
            (sumdb_unreachable(name, *verdict, *elsewhere, lang), *layer)
        }
        NetworkWrong::NeverMatches { variable, entries, layer } => {
            (never_matches(variable, entries, lang), Some(*layer))
        }
        NetworkWrong::Leak { modules, count, seen_by, layer } => {
            (leak(modules, *count, seen_by, lang), *layer)
        }
        NetworkWrong::CredentialMissing { host, asker, netrc } => {
            (logins::missing(host, *asker, netrc.as_deref(), lang), None)
        }
        NetworkWrong::CredentialRefused { host, asker, from } => {
            (logins::refused(host, *asker, *from, lang), None)
        }
        NetworkWrong::CredentialInUrl { variable } => (logins::in_url(variable, lang), None),
        NetworkWrong::NetrcReadable { file, mode } => (logins::netrc_readable(file, *mode, lang), None),
        NetworkWrong::HttpProxyIgnored { all } => (http_proxy_ignored(*all, lang), None),
        NetworkWrong::Intercepted { hosts, issuer } => (intercepted(hosts, issuer.as_deref(), lang), None),
    };
    match layer {
        Some(layer) => only_person(words, layer, lang),
        None => words,
    }
}

fn proxy_empty(layer: Option<Layer>, lang: Lang) -> Words {
    let (en, zh) = match layer {
        Some(Layer::User) => (
            "An empty line in the GOENV file hides what the toolchain says by itself.",
            "GOENV 文件中的空行遮盖了工具链自带的值。",
        ),
        Some(_) => ("There is nothing between its separators.", "分隔符之间没有任何内容。"),
        None => (
            "Nothing sets it: the toolchain has no `go.env`, which would.",
            "没有任何地方设置它：工具链缺少本应设置它的 `go.env`。",
        ),
    };
    Words::pick(
        lang,
        ("GOPROXY is empty", format!("{en} Go has nobody to ask, and every download fails.")),
        ("GOPROXY 为空", format!("{zh}Go 没有可访问的地址，所有下载都会失败。")),
    )
}

fn proxy_invalid(mistake: &ProxyMistake, lang: Lang) -> Words {
    match mistake {
        ProxyMistake::Refused(why) => Words::pick(
            lang,
            (
                "GOPROXY is mistyped, and Go refuses it",
                format!(
                    "Go says: {why}. One bad entry spoils the whole list, wherever it stands: every download fails."
                ),
            ),
            (
                "GOPROXY 有笔误，Go 拒绝使用",
                format!("Go 的提示：{why}。只要有一项写错，整个列表就无效：所有下载都会失败。"),
            ),
        ),
        ProxyMistake::NoServer(entry) => Words::pick(
            lang,
            (
                "GOPROXY is mistyped",
                format!(
                    "Go takes “{entry}” for the address of one server, which there cannot be: every download fails \
                     there. Entries are separated by `,` or `|`."
                ),
            ),
            (
                "GOPROXY 有笔误",
                format!(
                    "Go 把“{entry}”当作一个服务器的地址，而这样的服务器不可能存在：下载会在那里失败。各项之间用 `,` 或 `|` 分隔。"
                ),
            ),
        ),
    }
}

fn proxy_gone(host: &str, since: u16, stops: bool, lang: Lang) -> Words {
    let (en, zh) = if stops {
        ("Go goes no further when it fails, so downloads fail.", "它失败后 Go 不会继续，因此下载会失败。")
    } else {
        ("Each download tries it before the next one is asked.", "每次下载都要先尝试它，然后才访问下一个。")
    };
    Words::pick(
        lang,
        (
            format!("GOPROXY names {host}, which is no more"),
            format!("This service ended in {since}; whoever answers there today is somebody else. {en}"),
        ),
        (
            format!("GOPROXY 中的 {host} 已停止服务"),
            format!("这项服务已于 {since} 年停止；如今在那里响应的可能是别人。{zh}"),
        ),
    )
}

fn dead_hop(server: &str, verdict: Verdict, later: bool, next: Option<&str>, lang: Lang) -> Words {
    let why = verdict.say(lang);
    let (en, zh) = if later {
        (
            "Modules that the servers before it do not have fail there.",
            "排在它前面的服务器没有的模块，会在这里失败。",
        )
    } else {
        ("Every download fails there.", "所有下载都会在这里失败。")
    };
    let (next_en, next_zh) = match next {
        Some(next) => (
            format!("Behind `,` Go goes on after 404 and 410 only; behind `|` it would go on to {next}."),
            format!("用 `,` 时 Go 只在 404 和 410 后继续；用 `|` 就会继续访问 {next}。"),
        ),
        None => ("Nothing that answers stands behind it.".to_owned(), "它后面没有可用的地址。".to_owned()),
    };
    Words::pick(
        lang,
        (format!("Go stops at {server}"), format!("{server}: {why}. {en} {next_en}")),
        (format!("Go 停在 {server}"), format!("{server} {why}。{zh}{next_zh}")),
    )
}

fn only_direct(host: &str, verdict: Verdict, lang: Lang) -> Words {
    let why = verdict.say(lang);
    Words::pick(
        lang,
        (
            format!("GOPROXY has nothing but direct, and {host} cannot be reached"),
            format!(
                "{host}: {why}. With `direct` each module is fetched from its own host; most of them need this one. A \
                 module proxy that can be reached does without it."
            ),
        ),
        (
            format!("GOPROXY 只有 direct，而 {host} 无法访问"),
            format!(
                "{host} {why}。使用 `direct` 时，每个模块都从各自的主机获取，其中多数需要这一台。换用能访问的模块代理就不需要它。"
            ),
        ),
    )
}

fn sumdb_off(off: &SumdbOff, lang: Lang) -> Words {
    match off {
        SumdbOff::Off { no_server } => {
            let words = Words::pick(
                lang,
                (
                    "The checksum database is off",
                    "What go.sum does not name yet is believed as it comes: nobody notices a module that was changed on \
                     its way. Go takes no toolchain from a server then, either.",
                ),
                (
                    "校验和数据库已关闭",
                    "go.sum 里还没有的模块，收到什么就相信什么：模块在途中被改动也没人发现。此时 Go 也不接受从服务器下载的工具链。",
                ),
            );
            match no_server {
                true => words.and(
                    lang,
                    "Modules come from folders of this machine only, so there is nobody to ask.",
                    "模块只来自本机的文件夹，因此也没有可询问的对象。",
                ),
                false => words,
            }
        }
        SumdbOff::Everything { variable } => Words::pick(
            lang,
            (
                format!("{variable} exempts every module from the checksum database"),
                "Its pattern matches everything: what go.sum does not name yet is believed as it comes. Name the hosts \
                 of private modules instead.",
            ),
            (
                format!("{variable} 让所有模块都不经过校验和数据库"),
                "它的模式匹配一切：go.sum 里还没有的模块，收到什么就相信什么。应改为列出私有模块的主机。",
            ),
        ),
        SumdbOff::Unusable(why) => Words::pick(
            lang,
            (
                "Go cannot use GOSUMDB",
                format!("Go says: {why}. Every module that go.sum does not name yet fails."),
            ),
            ("Go 无法使用 GOSUMDB 的值", format!("Go 的提示：{why}。go.sum 里还没有的模块都会下载失败。")),
        ),
    }
}

fn sumdb_unreachable(name: &str, verdict: Verdict, elsewhere: bool, lang: Lang) -> Words {
    let why = verdict.say(lang);
    let words = Words::pick(
        lang,
        (
            format!("The checksum database {name} does not answer"),
            format!(
                "{name}: {why}. Modules that go.sum does not name yet fail, whichever proxy they come from."
            ),
        ),
        (
            format!("校验和数据库 {name} 没有响应"),
            format!("{name} {why}。go.sum 里还没有的模块都会下载失败，无论来自哪个代理。"),
        ),
    );
    match elsewhere {
        true => words.and(lang, "Another address can be asked.", "可以换用另一个地址。"),
        false => words.and(
            lang,
            "A module proxy that passes the database on helps; switching it off would trust anybody.",
            "换用会转发该数据库的模块代理即可；关闭它等于相信任何人。",
        ),
    }
}

fn never_matches(
    variable: &str,
    entries: &[(crate::secret::Masked, go_rules::pattern::Flaw)],
    lang: Lang,
) -> Words {
    let each: Vec<String> = entries
        .iter()
        .map(|(entry, flaw)| {
            lang.pick(format!("“{entry}”: {}", flaw.say(lang)), format!("“{entry}”：{}", flaw.say(lang)))
        })
        .collect();
    let title = match entries {
        [(entry, _)] => lang.pick(
            format!("“{entry}” in {variable} never matches"),
            format!("{variable} 中的“{entry}”永远不会匹配"),
        ),
        many => lang.pick(
            format!("{} entries of {variable} never match", many.len()),
            format!("{variable} 中有 {} 项永远不会匹配", many.len()),
        ),
    };
    let follows = lang.pick(
        "Modules that it was meant for are treated as public ones.",
        "原本想匹配的模块会被当作公开模块处理。",
    );
    let explanation = match lang {
        Lang::En => format!("{} {follows}", each.join(" ")),
        Lang::ZhCn => format!("{}{follows}", each.concat()),
    };
    Words { title, explanation }
}

fn leak(modules: &[Leaking], count: usize, seen_by: &[String], lang: Lang) -> Words {
    let who = seen_by.join(lang.pick(", ", "、"));
    let first = modules.first();
    let path = first.map(|one| one.path.as_str()).unwrap_or_default();
    let sign = first.map(|one| one.sign.say(lang)).unwrap_or_default();
    let en = if count == 1 {
        format!("{path} looks private and is shown to others")
    } else {
        format!("{count} modules look private and are shown to others")
    };
    Words::pick(
        lang,
        (
            en,
            format!(
                "{path}: {sign}. No private pattern keeps it from {who}: they are told its path, answer that they do \
                 not have it, and the download fails or takes longer."
            ),
        ),
        (
            match count {
                1 => format!("{path} 看起来是私有模块，却会透露给外部"),
                _ => format!("{count} 个看起来是私有的模块会透露给外部"),
            },
            format!(
                "{path}：{sign}。没有私有模式把它挡在 {who} 之外：这些服务器会得知它的路径，回答没有，于是下载失败或变慢。"
            ),
        ),
    )
}

fn http_proxy_ignored(all: bool, lang: Lang) -> Words {
    match all {
        false => Words::pick(
            lang,
            (
                "HTTP_PROXY is set, and HTTPS_PROXY is not",
                "Go asks nearly everything by HTTPS, and HTTP_PROXY does not count for that: requests go past the HTTP \
                 proxy. Set HTTPS_PROXY to the same value where HTTP_PROXY is set, and open a new terminal.",
            ),
            (
                "设置了 HTTP_PROXY，却没有设置 HTTPS_PROXY",
                "Go 几乎都用 HTTPS 访问，而 HTTP_PROXY 对此不起作用：请求会绕过 HTTP 代理。在设置 HTTP_PROXY 的地方把 HTTPS_PROXY 设为同样的值，再打开新的终端。",
            ),
        ),
        true => Words::pick(
            lang,
            (
                "ALL_PROXY is set, and Go does not look at it",
                "Other programs take ALL_PROXY for everything; Go knows HTTPS_PROXY and HTTP_PROXY only, so requests go \
                 past the proxy. Set HTTPS_PROXY where ALL_PROXY is set, and open a new terminal.",
            ),
            (
                "设置了 ALL_PROXY，但 Go 不读取它",
                "其他程序会对所有请求使用 ALL_PROXY；Go 只认识 HTTPS_PROXY 和 HTTP_PROXY，因此请求会绕过代理。在设置 ALL_PROXY 的地方设置 HTTPS_PROXY，再打开新的终端。",
            ),
        ),
    }
}

fn intercepted(hosts: &[String], issuer: Option<&str>, lang: Lang) -> Words {
    let hosts = hosts.join(lang.pick(", ", "、"));
    let (en, zh) = match issuer {
        Some(issuer) => (format!("The certificate comes from {issuer}."), format!("证书由 {issuer} 签发。")),
        None => (String::new(), String::new()),
    };
    Words::pick(
        lang,
        (
            format!("Somebody opens the connection to {hosts}"),
            format!(
                "{en} Go does not trust it, and downloads fail. In a company this is its security device: ask for its \
                 root certificate, and add it to those of the system or name its file in SSL_CERT_FILE. Elsewhere it may \
                 be an attack."
            )
            .trim_start()
            .to_owned(),
        ),
        (
            format!("到 {hosts} 的连接被拦截"),
            format!(
                "{zh}Go 不信任它，下载会失败。在公司里这通常是安全设备：向管理员索取其根证书，加入系统证书，或用 SSL_CERT_FILE 指明证书文件。在其他地方则可能是攻击。"
            ),
        ),
    )
}
