//! What is wrong with logins, in words.

use std::path::Path;

use super::{Lang, Words};
use crate::doctor::{Asker, LoginFrom};

fn who(asker: Asker, lang: Lang) -> &'static str {
    match asker {
        Asker::Proxy => lang.pick("Go asks it for modules", "Go 向它获取模块"),
        Asker::Go => lang.pick("Go asks it where a private module is", "Go 向它询问私有模块的位置"),
        Asker::Git => lang.pick("git fetches a private module from it", "git 从它获取私有模块"),
    }
}

pub(super) fn missing(host: &str, asker: Asker, netrc: Option<&Path>, lang: Lang) -> Words {
    let what = who(asker, lang);
    let file = netrc.map(|file| file.display().to_string()).unwrap_or_else(|| "~/.netrc".to_owned());
    let (en, zh) = match asker {
        Asker::Proxy | Asker::Go => (
            format!("Add the line below with your name and a token to {file}, readable by nobody else."),
            format!("把下面这一行填上你的用户名和令牌，加入 {file}，并只允许自己读取。"),
        ),
        Asker::Git => (
            "Give git a login for it: a credential helper, or ssh instead of https.".to_owned(),
            "为 git 配置登录方式：凭据助手，或改用 ssh 代替 https。".to_owned(),
        ),
    };
    Words::pick(
        lang,
        (
            format!("{host} wants a login, and there is none"),
            format!("{what}, and it answers nobody without one: downloads fail. {en}"),
        ),
        (
            format!("{host} 需要登录，但没有登录信息"),
            format!("{what}，而它不响应未登录的请求：下载会失败。{zh}"),
        ),
    )
}

pub(super) fn refused(host: &str, asker: Asker, from: LoginFrom, lang: Lang) -> Words {
    let what = who(asker, lang);
    let (en, zh) = match from {
        LoginFrom::Url => ("the login in its URL", "URL 中的登录信息"),
        LoginFrom::Netrc => ("the login of the netrc file", "netrc 文件中的登录信息"),
        LoginFrom::Goauth => ("the login that GOAUTH gives", "GOAUTH 给出的登录信息"),
        LoginFrom::Git => ("the login that git has", "git 保存的登录信息"),
    };
    Words::pick(
        lang,
        (
            format!("{host} refuses the login that there is for it"),
            format!(
                "{what}, with {en}, and it refuses that: downloads fail. Tokens expire and lose rights: put a new one in \
                 its place."
            ),
        ),
        (
            format!("{host} 拒绝了现有的登录信息"),
            format!("{what}，使用的是 {zh}，但被拒绝：下载会失败。令牌会过期，也会失去权限：换上新的即可。"),
        ),
    )
}

pub(super) fn in_url(variable: &str, lang: Lang) -> Words {
    Words::pick(
        lang,
        (
            format!("A password stands in {variable}"),
            "It is printed by `go env`, and gets into logs and bug reports. Move it to the netrc file, where Go looks for \
             it by itself, and take it out of the value.",
        ),
        (
            format!("{variable} 中含有密码"),
            "`go env` 会打印它，它也会进入日志和问题报告。把它移到 netrc 文件（Go 会自行读取），再从该值中去掉。",
        ),
    )
}

pub(super) fn netrc_readable(file: &Path, mode: Option<u32>, lang: Lang) -> Words {
    let mode = mode.map(|mode| format!("{mode:04o}")).unwrap_or_default();
    let file = file.display();
    Words::pick(
        lang,
        (
            "Others may read the passwords of the netrc file".to_owned(),
            format!(
                "Its mode is {mode}: every account of this machine that it names can read the logins in {file}. Mode 0600 \
                 is for you alone; Go and git read it all the same."
            ),
        ),
        (
            "netrc 文件中的密码可被他人读取".to_owned(),
            format!(
                "它的权限是 {mode}：本机上的其他账户也能读取 {file} 中的登录信息。改为 0600 后只有你能读取，Go 和 git 仍可使用。"
            ),
        ),
    )
}
