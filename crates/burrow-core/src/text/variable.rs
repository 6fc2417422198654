//! What is odd about a variable, a layer or a line.

use go_rules::env_file::Ignored;
use go_rules::vars::Layer;
use go_rules::vars::lockout::{Reach, Reason};

use super::{Lang, Problem, Say, Tell};
use crate::env::history::Author;
use crate::env::view::{Fixed, RungNote, VariableProblem};
use crate::workbench::Lockout;

impl Say for RungNote {
    fn say(&self, lang: Lang) -> String {
        match self {
            RungNote::EmptyCountsAsUnset => {
                lang.pick("Empty here counts as not set.", "在这一层，空值等于没有设置。")
            }
            RungNote::EmptyMasksGoEnv => lang.pick(
                "This empty line hides the toolchain’s value. Remove the line to get it back.",
                "这一空行遮盖了工具链的值。删掉这一行即可恢复。",
            ),
            RungNote::PlaceUnknown => lang.pick(
                "Where it is set could not be told: no start file gives this value.",
                "无法得知在哪里设置：没有启动文件给出这个值。",
            ),
            RungNote::PlaceUndecided => lang.pick(
                "Several start files may have set it; which one did could not be told.",
                "可能有多个启动文件设置了它，无法得知是哪一个。",
            ),
            RungNote::PlaceUnreadable => lang.pick(
                "Where it is set could not be told: Burrow does not read this shell’s language.",
                "无法得知在哪里设置：Burrow 读不懂这种 shell 的语言。",
            ),
            RungNote::NotReadFromFile => {
                lang.pick("Go does not read this name from a file.", "Go 不从文件读取这个名称。")
            }
            RungNote::LastOfSeveral => {
                lang.pick("Several lines set it; the last one counts.", "有多行设置它，以最后一行为准。")
            }
            RungNote::FirstOfSeveral => {
                lang.pick("Several lines set it; the first one counts.", "有多行设置它，以第一行为准。")
            }
        }
        .into()
    }
}

impl Say for Fixed {
    fn say(&self, lang: Lang) -> String {
        match self {
            Fixed::Computed => lang.pick("Go computes it; nothing can set it.", "由 Go 计算得出，无法设置。"),
            Fixed::ProcessOnly => {
                lang.pick("Go reads it from the process environment only.", "Go 只从进程环境读取它。")
            }
            Fixed::NotWritten => lang.pick(
                "Go reads it from the file, but `go env -w` refuses to write it there.",
                "Go 会从文件读取它，但 `go env -w` 拒绝写入。",
            ),
            Fixed::UnknownToGo => {
                lang.pick("This Go does not know the name.", "这个版本的 Go 不认识这个名称。")
            }
            Fixed::NoFile => {
                lang.pick("Go has no place for the GOENV file here.", "Go 在这里没有地方存放 GOENV 文件。")
            }
        }
        .into()
    }
}

impl Say for Layer {
    fn say(&self, lang: Lang) -> String {
        match self {
            Layer::Process => lang.pick("process", "进程环境"),
            Layer::User => lang.pick("GOENV", "GOENV 文件"),
            Layer::Goroot => lang.pick("go.env", "go.env"),
            Layer::Default => lang.pick("default", "默认值"),
        }
        .into()
    }
}

impl Say for Author {
    fn say(&self, lang: Lang) -> String {
        match self {
            Author::Burrow => lang.pick("by Burrow", "由 Burrow 更改"),
            Author::Command => lang.pick("by `burrow`", "由 `burrow` 命令更改"),
            Author::Outside => lang.pick("from outside", "由外部更改"),
        }
        .into()
    }
}

impl Say for Ignored {
    fn say(&self, lang: Lang) -> String {
        match self {
            Ignored::NoEquals => lang.pick("There is no `=` in it.", "行中没有 `=`。").into(),
            Ignored::Indented => lang
                .pick(
                    "It begins with a blank; go only reads lines that begin with the name.",
                    "行首有空白；go 只读取以名称开头的行。",
                )
                .into(),
            Ignored::ByteOrderMark => lang
                .pick(
                    "An invisible byte order mark stands in front of the name.",
                    "名称前有一个看不见的字节顺序标记（BOM）。",
                )
                .into(),
            Ignored::ShellKeyword => lang
                .pick(
                    "This is no shell script: leave `export` and `set` away.",
                    "这不是 shell 脚本：去掉 `export` 或 `set`。",
                )
                .into(),
            Ignored::NotCapital => {
                lang.pick("Names begin with a capital letter.", "名称须以大写字母开头。").into()
            }
            Ignored::Repeated { by } => lang.pick(
                format!("Line {by} sets the same name, and the last one counts."),
                format!("第 {by} 行设置了同一个名称，以最后一行为准。"),
            ),
            Ignored::AlreadySet { by } => lang.pick(
                format!("Line {by} sets the same name, and in go.env the first one counts."),
                format!("第 {by} 行设置了同一个名称；在 go.env 中以第一行为准。"),
            ),
        }
    }
}

impl Tell for VariableProblem {
    fn tell(&self, lang: Lang) -> Problem {
        match self {
            VariableProblem::LocksOut { name } => Problem::new(
                "env-lockout",
                lang.pick(
                    format!("With this value of {name}, go commands fail."),
                    format!("{name} 取这个值时，go 命令会失败。"),
                ),
            )
            .about(name),
            VariableProblem::EmptyProxy => Problem::new(
                "goproxy-empty",
                lang.pick(
                    "GOPROXY has no entry: no module can be downloaded.",
                    "GOPROXY 是空的：无法下载任何模块。",
                )
                .into(),
            )
            .about("GOPROXY")
            .hint(lang.pick(
                "Remove the empty line, or write `off` if that is what is meant.",
                "删除空行；如果本意就是禁止下载，请写 `off`。",
            )),
            VariableProblem::EmptySumdb => Problem::new(
                "gosumdb-empty",
                lang.pick(
                    "GOSUMDB is empty: new modules cannot be verified, and downloads fail.",
                    "GOSUMDB 是空的：无法校验新模块，下载会失败。",
                )
                .into(),
            )
            .about("GOSUMDB")
            .hint(lang.pick(
                "Remove the empty line, or write `off` if that is what is meant.",
                "删除空行；如果本意就是不校验，请写 `off`。",
            )),
            VariableProblem::NeverMatches { name, pattern, flaw } => Problem::new(
                "private-never-matches",
                lang.pick(
                    format!("The entry “{pattern}” of {name} matches no module."),
                    format!("{name} 中的“{pattern}”不匹配任何模块。"),
                ),
            )
            .about(name)
            .hint(flaw.say(lang)),
            VariableProblem::SecretInValue { name } => Problem::new(
                "credential-in-url",
                lang.pick(
                    format!("A password stands in {name}: every program this account starts can read it."),
                    format!("{name} 中含有密码：这个账户启动的任何程序都能读到它。"),
                ),
            )
            .about(name)
            .hint(lang.pick(
                "A netrc file or GOAUTH keeps it out of sight.",
                "放进 netrc 文件或使用 GOAUTH 更稳妥。",
            )),
        }
    }
}

impl Tell for Lockout {
    fn tell(&self, lang: Lang) -> Problem {
        let (name, value) = (&self.name, &self.value);
        let (why, then) = (reason(self.reason, lang), reach(self.reach, lang));
        let mut message =
            lang.pick(format!("{name}={value} {why}: {then}"), format!("{name}={value}{why}：{then}"));
        if !self.text.is_empty() {
            message.push_str(
                &lang.pick(format!(" Go says: {}", self.text), format!("Go 的说法：{}", self.text)),
            );
        }
        let problem = Problem::new("env-lockout", message).about(name);
        match (&self.mend, self.reach) {
            (Some(_), Reach::Everything | Reach::AllButSetting) => problem.hint(lang.pick(
                "`go env -u` fails too; Burrow can remove the line without go.",
                "`go env -u` 也会失败；Burrow 不需要 go 就能删掉这一行。",
            )),
            (Some(_), _) => problem.hint(lang.pick("Remove the line.", "删掉这一行即可。")),
            (None, _) => problem.hint(lang.pick(
                "It does not come from the GOENV file: mend it where it is set.",
                "它不是来自 GOENV 文件：请在设置它的地方修改。",
            )),
        }
    }
}

fn reason(reason: Reason, lang: Lang) -> &'static str {
    match reason {
        Reason::Missing => lang.pick("is not there", " 不存在"),
        Reason::Relative => lang.pick("is not an absolute path", " 不是绝对路径"),
        Reason::Tilde => {
            lang.pick("begins with ~, which only shells understand", " 以 ~ 开头，而只有 shell 认识它")
        }
        Reason::EmptyFirst => lang.pick("has an empty first entry", " 的第一项是空的"),
        Reason::NotAccepted => lang.pick("is no value that Go accepts", " 不是 Go 接受的值"),
        Reason::Off => lang.pick("takes away what go needs", " 关掉了 go 必需的东西"),
        Reason::Quoting => lang.pick("cannot be split into words", " 无法拆分成词"),
    }
}

fn reach(reach: Reach, lang: Lang) -> &'static str {
    match reach {
        Reach::Everything => lang.pick("every go command fails.", "所有 go 命令都会失败。"),
        Reach::AllButSetting => lang.pick(
            "every go command fails, except `go env -w GOTOOLCHAIN=…`.",
            "除了 `go env -w GOTOOLCHAIN=…`，所有 go 命令都会失败。",
        ),
        Reach::Showing => lang.pick(
            "`go env` cannot show anything; `go env -u` works.",
            "`go env` 什么也显示不了；`go env -u` 仍然可用。",
        ),
        Reach::Listing => lang.pick("`go env` without a name fails.", "不带名称的 `go env` 会失败。"),
        Reach::OtherCommands => {
            lang.pick("go commands other than `go env` fail.", "除 `go env` 之外的 go 命令会失败。")
        }
        Reach::Modules => lang
            .pick("Builds and downloads that need another module fail.", "需要其他模块的构建和下载会失败。"),
    }
}
