//! Profiles in words: what the built-in ones are, and why one may not be as it is.

use super::toml_file::{FileSort, malformed};
use super::{Lang, Problem, Say, Tell};
use crate::proxy::profile::file::Why;
use crate::proxy::profile::{
    BuiltIn, Fault, MOST_NAME, MOST_VALUE, ProfileError, Standing, State, Unavailable, Variable,
};
use crate::system::keychain::KeychainError;

/// What a built-in profile is called.
impl Say for BuiltIn {
    fn say(&self, lang: Lang) -> String {
        match self {
            BuiltIn::Default => lang.pick("Go’s default", "Go 的默认设置"),
            BuiltIn::Golang => "proxy.golang.org",
            BuiltIn::GoproxyCn => "goproxy.cn",
            BuiltIn::GoproxyIo => "goproxy.io",
            BuiltIn::Aliyun => lang.pick("Alibaba Cloud", "阿里云"),
            BuiltIn::Direct => lang.pick("Direct", "直连"),
            BuiltIn::Offline => lang.pick("Offline", "离线"),
            BuiltIn::Athens => lang.pick("Athens on this machine", "本机 Athens"),
        }
        .into()
    }
}

impl BuiltIn {
    /// What it is for, in one or two sentences.
    pub fn describe(self, lang: Lang) -> &'static str {
        match self {
            BuiltIn::Default => lang.pick(
                "No settings of one’s own: what the toolchain says.",
                "不做任何设置，以工具链自带的为准。",
            ),
            BuiltIn::Golang => lang.pick(
                "Go’s own mirror, then the module’s origin.",
                "Go 官方的镜像，其次是模块的源站。",
            ),
            BuiltIn::GoproxyCn => lang.pick(
                "A mirror in China that passes the checksum database on.",
                "国内镜像，同时转发校验和数据库。",
            ),
            BuiltIn::GoproxyIo => lang.pick(
                "A mirror with servers in many countries. It passes the checksum database on.",
                "在多个国家设有服务器的镜像，同时转发校验和数据库。",
            ),
            BuiltIn::Aliyun => lang.pick(
                "A mirror in China. The checksum database is asked at its address for China.",
                "国内镜像。校验和数据库使用面向国内的地址。",
            ),
            BuiltIn::Direct => lang.pick(
                "No mirror: every module comes from its origin, and is checked against the checksum database.",
                "不用镜像：每个模块都从源站取得，并用校验和数据库核对。",
            ),
            BuiltIn::Offline => lang.pick(
                "Only what the module cache holds. Nobody is asked for checksums; go.sum counts all the same.",
                "只用模块缓存里已有的内容。不查询校验和数据库，go.sum 仍然有效。",
            ),
            BuiltIn::Athens => lang.pick(
                "An Athens that listens on port 3000 of this machine. It fetches what it lacks by itself.",
                "在本机 3000 端口监听的 Athens。它会自行获取缺少的模块。",
            ),
        }
    }
}

impl Say for Standing {
    fn say(&self, lang: Lang) -> String {
        match self {
            Standing::Same => lang.pick("in effect", "已生效"),
            Standing::Different => lang.pick("differs", "不同"),
            Standing::Shadowed => lang.pick("shadowed by the environment", "被环境变量遮盖"),
        }
        .into()
    }
}

impl Say for State {
    fn say(&self, lang: Lang) -> String {
        match self {
            State::InEffect => lang.pick("in effect", "已生效"),
            State::Shadowed => lang.pick("set, but shadowed by the environment", "已设置，但被环境变量遮盖"),
            State::Other => lang.pick("not in effect", "未生效"),
        }
        .into()
    }
}

impl Say for Unavailable {
    fn say(&self, lang: Lang) -> String {
        match self {
            Unavailable::NoModuleCache => {
                lang.pick("Nothing tells where the module cache is.", "无法得知模块缓存在哪里。")
            }
            Unavailable::NoFileUrl => lang.pick(
                "The module cache lies where Go has no file:// URL for it, on a network share perhaps.",
                "模块缓存所在的位置无法写成 Go 的 file:// URL，可能是网络共享。",
            ),
        }
        .into()
    }
}

impl Tell for ProfileError {
    fn tell(&self, lang: Lang) -> Problem {
        match self {
            ProfileError::Unknown(name) => Problem::new(
                "profile-unknown",
                lang.pick(format!("There is no profile “{name}”."), format!("没有名为“{name}”的配置。")),
            )
            .about(name)
            .hint(lang.pick("`burrow profile list` shows them all.", "`burrow profile list` 会列出全部。")),
            ProfileError::BuiltIn(name) => Problem::new(
                "profile-built-in",
                lang.pick(
                    format!("“{name}” is built in: it can be neither changed nor deleted."),
                    format!("“{name}”是内置的，不能更改，也不能删除。"),
                ),
            )
            .about(name),
            ProfileError::Unavailable { name, why } => {
                Problem::new("profile-unavailable", why.say(lang)).about(name)
            }
            ProfileError::Fault(fault) => fault.tell(lang),
            ProfileError::Keychain(error) => error.tell(lang),
            ProfileError::File(fault) => fault.tell(lang),
            ProfileError::Disk { file, detail } => {
                let file = file.display();
                Problem::new(
                    "profile-file",
                    lang.pick(format!("{file}: {detail}."), format!("{file}：{detail}。")),
                )
                .about(file)
            }
            ProfileError::Core(error) => error.tell(lang),
        }
    }
}

impl Tell for KeychainError {
    fn tell(&self, lang: Lang) -> Problem {
        match self {
            KeychainError::None { detail } => Problem::new(
                "keychain-missing",
                lang.pick(
                    format!("There is no keychain in this session ({detail})."),
                    format!("当前会话没有可用的钥匙串（{detail}）。"),
                ),
            )
            .hint(lang.pick(
                "On Linux the Secret Service must run: GNOME Keyring, KWallet or KeePassXC. Without one, give the proxy its \
                 password in netrc.",
                "在 Linux 上需要运行 Secret Service，例如 GNOME Keyring、KWallet 或 KeePassXC。没有的话，可以把密码放进 netrc。",
            )),
            KeychainError::Locked { detail } => Problem::new(
                "keychain-locked",
                lang.pick(
                    format!("The keychain does not open ({detail})."),
                    format!("钥匙串无法打开（{detail}）。"),
                ),
            )
            .hint(lang.pick("Unlock it and try again.", "解锁后再试一次。")),
            KeychainError::TooLong => Problem::new(
                "keychain-too-long",
                lang.pick("The value is too long for the keychain.", "这个值太长，钥匙串放不下。").into(),
            )
            .hint(lang.pick("Put the password into netrc instead.", "可以改为把密码放进 netrc。")),
            KeychainError::Silent => Problem::new(
                "keychain-silent",
                lang.pick("The keychain did not answer within a minute.", "钥匙串在一分钟内没有回应。").into(),
            )
            .hint(lang.pick("It may be waiting for your password.", "它可能正在等待输入密码。")),
            KeychainError::Other { detail } => Problem::new(
                "keychain-failed",
                lang.pick(
                    format!("The keychain could not do it ({detail})."),
                    format!("钥匙串未能完成操作（{detail}）。"),
                ),
            ),
        }
    }
}

impl Tell for Fault {
    fn tell(&self, lang: Lang) -> Problem {
        match self {
            Fault::NameEmpty => Problem::new(
                "profile-name",
                lang.pick("A profile needs a name.", "配置需要一个名称。").into(),
            ),
            Fault::NameTooLong => Problem::new(
                "profile-name",
                lang.pick(
                    format!("The name is longer than {MOST_NAME} characters."),
                    format!("名称超过了 {MOST_NAME} 个字符。"),
                ),
            ),
            Fault::NameOdd => Problem::new(
                "profile-name",
                lang.pick(
                    "A name begins and ends with a character, and does not begin with “-”.",
                    "名称的首尾不能是空格，也不能以“-”开头。",
                )
                .into(),
            ),
            Fault::NameBuiltIn { name } => Problem::new(
                "profile-built-in",
                lang.pick(
                    format!("“{name}” is the name of a built-in profile."),
                    format!("“{name}”是内置配置的名称。"),
                ),
            )
            .about(name)
            .hint(lang.pick("Choose another name.", "换一个名称。")),
            Fault::Control { name } => Problem::new(
                "profile-control-character",
                lang.pick(
                    format!("{} holds a line break or another character that cannot be seen.", part(name)),
                    format!("{}含有换行或其他不可见的字符。", part_zh(name)),
                ),
            )
            .about(name),
            Fault::TooLong { name } => Problem::new(
                "profile-too-long",
                lang.pick(
                    format!("{} is longer than {MOST_VALUE} bytes.", part(name)),
                    format!("{}超过了 {MOST_VALUE} 字节。", part_zh(name)),
                ),
            )
            .about(name),
            Fault::Empty { name } => Problem::new(
                "profile-empty-value",
                lang.pick(
                    format!("{name} is empty. To Go an empty value is not the default."),
                    format!("{name} 是空值。对 Go 来说，空值并不等于默认值。"),
                ),
            )
            .about(name)
            .hint(lang.pick(
                "Unset it for Go’s default: `unset = [\"NAME\"]` in a file, --unset on the command line.",
                "要用 Go 的默认值，应当取消设置：文件里写 `unset = [\"NAME\"]`，命令行用 --unset。",
            )),
            Fault::Secret { name } => Problem::new(
                "profile-secret",
                lang.pick(
                    format!("{} holds a password or a token. Profiles keep no secrets.", part(name)),
                    format!("{}含有密码或令牌。配置不保存机密。", part_zh(name)),
                ),
            )
            .about(name)
            .hint(lang.pick(
                "`burrow profile save --keychain` gives it to the keychain; in a file write *** in its place.",
                "`burrow profile save --keychain` 会把它交给钥匙串；文件里在它的位置写 ***。",
            )),
            Fault::Unusable { name, said } => Problem::new(
                "profile-unusable-value",
                lang.pick(
                    format!("Go cannot use this value of {name}: {said}"),
                    format!("Go 无法使用 {name} 的这个值：{said}"),
                ),
            )
            .about(name),
            Fault::Twice { name } => Problem::new(
                "profile-twice",
                lang.pick(format!("{name} stands there twice."), format!("{name} 出现了两次。")),
            )
            .about(name),
            Fault::IsANote { name } => Problem::new(
                "profile-note",
                lang.pick(
                    format!("Go reads {name} from the process environment only, so a switch cannot set it."),
                    format!("Go 只从进程环境读取 {name}，切换配置无法设置它。"),
                ),
            )
            .about(name)
            .hint(lang.pick(
                "Keep it as a note: under [notes] in a file, --note on the command line.",
                "可以作为备注保留：文件里写在 [notes] 下，命令行用 --note。",
            )),
            Fault::NotFetching { name } => Problem::new(
                "profile-other-variable",
                lang.pick(
                    format!("{name} is not about where modules come from, so no profile may hold it."),
                    format!("{name} 与模块从哪里来无关，不能放进配置。"),
                ),
            )
            .about(name)
            .hint(belongs(lang)),
            Fault::UnknownName { name } => Problem::new(
                "profile-unknown-variable",
                lang.pick(format!("Go has no variable {name}."), format!("Go 没有变量 {name}。")),
            )
            .about(name)
            .hint(belongs(lang)),
            Fault::NotANote { name } => Problem::new(
                "profile-unknown-note",
                lang.pick(format!("{name} is no note."), format!("{name} 不能作为备注。")),
            )
            .about(name)
            .hint(lang.pick(
                "Notes are HTTP_PROXY, HTTPS_PROXY and NO_PROXY.",
                "备注只有 HTTP_PROXY、HTTPS_PROXY 和 NO_PROXY。",
            )),
            Fault::NoVariable => Problem::new(
                "profile-without-variable",
                lang.pick("It names no variable, so a switch would change nothing.", "其中没有任何变量，切换不会带来改变。").into(),
            )
            .hint(belongs(lang)),
        }
    }
}

fn belongs(lang: Lang) -> String {
    let names: Vec<&str> = Variable::ALL.iter().map(|variable| variable.name()).collect();
    lang.pick(
        format!("A profile may hold {}.", names.join(", ")),
        format!("配置可以包含 {}。", names.join("、")),
    )
}

/// The part of a profile that it is about, at the beginning of a sentence.
fn part(name: &str) -> String {
    match name {
        "name" => "The name".to_owned(),
        "description" => "The description".to_owned(),
        variable => variable.to_owned(),
    }
}

fn part_zh(name: &str) -> String {
    match name {
        "name" => "名称".to_owned(),
        "description" => "说明".to_owned(),
        variable => format!("{variable} "),
    }
}

impl Tell for Why {
    fn tell(&self, lang: Lang) -> Problem {
        match self {
            Why::Malformed(why) => malformed(why, FileSort::Profile, lang),
            Why::RunsCommand { name } => Problem::new(
                "profile-file-runs-command",
                lang.pick(
                    format!(
                        "This value of {name} would have go run a program. A file may only say netrc or off."
                    ),
                    format!("{name} 的这个值会让 go 运行程序。文件里只能写 netrc 或 off。"),
                ),
            )
            .about(name),
            Why::Fault(fault) => fault.tell(lang),
        }
    }
}

#[cfg(test)]
mod tests;
