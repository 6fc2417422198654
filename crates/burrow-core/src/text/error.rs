//! Why something asked of the core did not happen.

use super::{Lang, Problem, Say, Tell};
use crate::error::{CoreError, GoenvError, NotGoEnv};

impl Tell for CoreError {
    fn tell(&self, lang: Lang) -> Problem {
        match self {
            CoreError::Goenv(error) => error.tell(lang),
            CoreError::BaseMoved => Problem::new(
                "base-moved",
                lang.pick(
                    "The GOENV file changed since the preview was made.",
                    "预览之后，GOENV 文件又有了变化。",
                )
                .into(),
            )
            .hint(
                lang.pick("Nothing was written. Look at the new preview.", "什么都没有写入。请看新的预览。"),
            ),
            CoreError::UnknownPlan => Problem::new(
                "plan-unknown",
                lang.pick("This preview is no longer there.", "这份预览已经不在了。").into(),
            )
            .hint(lang.pick("Make it again.", "重新预览即可。")),
            CoreError::NotApplicable => Problem::new(
                "plan-not-applicable",
                lang.pick(
                    "This change cannot be made: go refuses it, or there is nothing to change.",
                    "无法进行这项更改：go 不接受，或者没有什么可改的。",
                )
                .into(),
            ),
            CoreError::UnknownEntry(id) => Problem::new(
                "history-unknown-entry",
                lang.pick(format!("The history has no entry {id}."), format!("历史中没有第 {id} 条。")),
            )
            .about(id)
            .hint(lang.pick("`burrow env history` lists them.", "`burrow env history` 会列出全部记录。")),
            CoreError::NothingToUndo => Problem::new(
                "history-nothing-to-undo",
                lang.pick("There is no change to take back.", "没有可以撤销的更改。").into(),
            ),
            CoreError::UnknownVariable(name) => Problem::new(
                "variable-unknown",
                lang.pick(format!("Go has no variable {name} here."), format!("这里的 Go 没有变量 {name}。")),
            )
            .about(name)
            .hint(lang.pick("Names are case-sensitive.", "名称区分大小写。")),
            CoreError::NotGoEnv(why) => Problem::new("not-go-env", why.say(lang)).hint(lang.pick(
                "Run `go env -json` on the other machine and take all of its output.",
                "在另一台机器上运行 `go env -json`，并取其全部输出。",
            )),
            CoreError::NoFolder(path) => Problem::new(
                "folder-missing",
                lang.pick(
                    format!("There is no folder {}.", path.display()),
                    format!("文件夹 {} 不存在。", path.display()),
                ),
            )
            .about(path.display()),
            CoreError::NoGo(path) => Problem::new(
                "folder-without-go",
                lang.pick(
                    format!("There is no Go in {}.", path.display()),
                    format!("{} 里没有 Go。", path.display()),
                ),
            )
            .about(path.display())
            .hint(lang.pick(
                "Choose the folder that holds bin/go: what `go env GOROOT` prints.",
                "选择含有 bin/go 的文件夹，也就是 `go env GOROOT` 的输出。",
            )),
            CoreError::SecretUnknown { name, value } => Problem::new(
                "secret-unknown",
                lang.pick(
                    format!("In {name}={value}, *** stands for a password that Burrow does not know."),
                    format!("{name}={value} 中的 *** 代表一个 Burrow 不知道的密码。"),
                ),
            )
            .about(name)
            .hint(lang.pick("Write the password in its place.", "在它的位置写上密码本身。")),
            CoreError::Store(detail) => Problem::new(
                "state-not-written",
                lang.pick(
                    format!("Burrow’s own records could not be read or written: {detail}"),
                    format!("无法读写 Burrow 自己的记录：{detail}"),
                ),
            )
            .about("state.db"),
            CoreError::Go(text) => Problem::new("go-refuses", format!("go: {text}")),
        }
    }
}

impl Say for NotGoEnv {
    fn say(&self, lang: Lang) -> String {
        match self {
            NotGoEnv::Empty => lang.pick("There is nothing to compare with.", "没有可供比较的内容。").into(),
            NotGoEnv::BadJson { line, column } => lang.pick(
                format!("The JSON is broken at line {line}, column {column}."),
                format!("JSON 在第 {line} 行第 {column} 列出错。"),
            ),
            NotGoEnv::OtherJson => lang
                .pick(
                    "This is JSON, but not that of `go env -json`.",
                    "这是 JSON，但不是 `go env -json` 的输出。",
                )
                .into(),
            NotGoEnv::NeitherForm => {
                lang.pick("This is not the output of `go env`.", "这不是 `go env` 的输出。").into()
            }
        }
    }
}

impl Tell for GoenvError {
    fn tell(&self, lang: Lang) -> Problem {
        match self {
            GoenvError::Nowhere => Problem::new(
                "goenv-nowhere",
                lang.pick("Go has no place for the GOENV file.", "Go 没有地方存放 GOENV 文件。").into(),
            )
            .hint(lang.pick(
                "Neither a home nor a configuration folder is known. Set HOME, or GOENV to a file.",
                "既没有主目录，也没有配置目录。设置 HOME，或让 GOENV 指向一个文件。",
            )),
            GoenvError::Directory(path) => Problem::new(
                "goenv-directory",
                lang.pick(
                    format!("{} should be the GOENV file, but is a folder. Go ignores it.", path.display()),
                    format!("{} 应当是 GOENV 文件，却是一个文件夹。Go 会忽略它。", path.display()),
                ),
            )
            .about(path.display())
            .hint(lang.pick(
                "Move the folder away, or let GOENV name another file.",
                "移走这个文件夹，或让 GOENV 指向别的文件。",
            )),
            GoenvError::NotAFile(path) => Problem::new(
                "goenv-not-a-file",
                lang.pick(
                    format!("{} is not a regular file.", path.display()),
                    format!("{} 不是普通文件。", path.display()),
                ),
            )
            .about(path.display()),
            GoenvError::Denied(path) => Problem::new(
                "goenv-denied",
                lang.pick(
                    format!("{} may not be read. Go then acts as if it were empty.", path.display()),
                    format!("没有权限读取 {}。Go 会当它是空的。", path.display()),
                ),
            )
            .about(path.display())
            .hint(lang.pick("Give this account the right to read it.", "给当前账户读取它的权限。")),
            GoenvError::NotWritable(path) => Problem::new(
                "goenv-not-writable",
                lang.pick(
                    format!("{} may not be written.", path.display()),
                    format!("没有权限写入 {}。", path.display()),
                ),
            )
            .about(path.display())
            .hint(lang.pick(
                "Nothing was changed. Give this account the right to write it.",
                "什么都没有改变。给当前账户写入它的权限。",
            )),
            GoenvError::TooLarge { file, bytes } => Problem::new(
                "goenv-too-large",
                lang.pick(
                    format!("{} has {bytes} bytes: too large to be a list of settings.", file.display()),
                    format!("{} 有 {bytes} 字节，作为一份设置实在太大了。", file.display()),
                ),
            )
            .about(file.display())
            .hint(lang.pick(
                "Burrow leaves it alone. Look what it really is.",
                "Burrow 不会动它。看看它到底是什么文件。",
            )),
            GoenvError::NotUtf8 { file, at } => Problem::new(
                "goenv-not-utf8",
                lang.pick(
                    format!("{} is not UTF-8 (byte {at}), so it cannot be edited as text.", file.display()),
                    format!("{} 不是 UTF-8 编码（第 {at} 个字节），无法作为文本编辑。", file.display()),
                ),
            )
            .about(file.display())
            .hint(lang.pick(
                "Its variables can still be set one by one; the other lines stay as they are.",
                "仍可逐个设置变量，其余各行保持原样。",
            )),
            GoenvError::LinkLoop(path) => Problem::new(
                "goenv-link-loop",
                lang.pick(
                    format!("{} is a link that leads in a circle.", path.display()),
                    format!("{} 是一个循环链接。", path.display()),
                ),
            )
            .about(path.display()),
            GoenvError::Busy(path) => Problem::new(
                "goenv-busy",
                lang.pick(
                    format!("Another Burrow is changing {}.", path.display()),
                    format!("另一个 Burrow 正在修改 {}。", path.display()),
                ),
            )
            .about(path.display())
            .hint(lang.pick("Nothing was changed. Try again in a moment.", "什么都没有改变。稍后再试。")),
            GoenvError::Restless(path) => Problem::new(
                "goenv-restless",
                lang.pick(
                    format!("Something rewrites {} without a pause.", path.display()),
                    format!("有程序在不停地改写 {}。", path.display()),
                ),
            )
            .about(path.display())
            .hint(lang.pick(
                "Nothing was changed. Find out what it is first.",
                "什么都没有改变。请先弄清楚是哪个程序。",
            )),
            GoenvError::Io { file, reason } => {
                Problem::new("goenv-io", format!("{}: {reason}", file.display())).about(file.display())
            }
        }
    }
}
