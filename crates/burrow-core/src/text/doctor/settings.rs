//! What is wrong with variables, in words.

use go_rules::vars::Layer;
use go_rules::vars::lockout::{Reach, Reason};

use super::{Lang, Words};
use crate::doctor::{Harm, ModulesSwitch, SettingsWrong};
use crate::secret::Masked;

pub(super) fn words(wrong: &SettingsWrong, lang: Lang) -> Words {
    match wrong {
        SettingsWrong::Shadowed { name, effective, lost } => Words::pick(
            lang,
            (
                format!("{name} in the GOENV file has no effect"),
                format!(
                    "The file says {lost}, but the environment says {effective}, and the environment is stronger. \
                     `go env -w {name}=…` changes nothing here until the variable is taken out of the environment."
                ),
            ),
            (
                format!("GOENV 文件中的 {name} 不起作用"),
                format!(
                    "文件中是 {lost}，而环境中是 {effective}，环境优先。只要环境中还有这个变量，`go env -w {name}=…` 在这里就不会改变任何东西。"
                ),
            ),
        ),
        SettingsWrong::LocksOut { name, reason, reach, layer } => {
            let (en, zh) = reached(*reach);
            let words = Words::pick(
                lang,
                (format!("{name} keeps go from working"), format!("{} {en}", reason_en(*reason))),
                (format!("{name} 让 go 无法工作"), format!("{}{zh}", reason_zh(*reason))),
            );
            only_person(words, *layer, lang)
        }
        SettingsWrong::Rewritten { name, times } => Words::pick(
            lang,
            (
                format!("Something keeps changing {name} back"),
                format!(
                    "After Burrow had set {name}, something else put another value there, {times} times. The times \
                     below may tell what it was: a script, a Makefile or an editor that runs `go env -w`. Until that \
                     ends, a change does not last."
                ),
            ),
            (
                format!("有程序一再把 {name} 改回去"),
                format!(
                    "Burrow 设置 {name} 之后，它又被别的程序改成了其他值，共 {times} 次。下面的时间或许能说明是谁：某个脚本、Makefile 或编辑器在运行 `go env -w`。只要它还在运行，更改就无法保持。"
                ),
            ),
        ),
        SettingsWrong::DesktopDiffers { name, here, there, only_there } => {
            let nothing = lang.pick("nothing", "（空）");
            let shown = |value: &Masked| {
                if value.as_str().is_empty() { nothing.to_owned() } else { value.to_string() }
            };
            let (here, there) = (shown(here), shown(there));
            let words = Words::pick(
                lang,
                (
                    format!("Programs of the desktop see another {name}"),
                    format!(
                        "In a terminal it is {here}, in what the desktop starts (an editor, for example) it is \
                         {there}. The same project may build in one and fail in the other."
                    ),
                ),
                (
                    format!("桌面程序看到的 {name} 不同"),
                    format!(
                        "终端中：{here}；由桌面启动的程序（例如编辑器）中：{there}。同一个项目可能在一边能构建，在另一边失败。"
                    ),
                ),
            );
            match only_there {
                true => words.and(
                    lang,
                    "The session itself sets it: change it there, then log in again.",
                    "它是由桌面会话设置的：在那里修改，然后重新登录。",
                ),
                false => words.and(lang, "The GOENV file reaches both.", "写在 GOENV 文件里对两边都有效。"),
            }
        }
        SettingsWrong::FlagsInvalid { said, only, layer } => {
            let (who, who_zh) = match only {
                Some(command) => (format!("`{command}` stops"), format!("`{command}` ")),
                None => (
                    "`go build` and other commands that read it stop".into(),
                    "`go build` 等读取它的命令".into(),
                ),
            };
            let words = Words::pick(
                lang,
                ("GOFLAGS holds what go does not take", format!("{who} with: {said}")),
                ("GOFLAGS 中有 go 不接受的内容", format!("{who_zh}会停下并报错：{said}")),
            );
            only_person(words, *layer, lang)
        }
        SettingsWrong::FlagHarmful { flag, harm, layer } => {
            only_person(harmful(flag, *harm, lang), *layer, lang)
        }
        SettingsWrong::FlagVendor { project, layer } => {
            let words = match project {
                Some(project) => Words::pick(
                    lang,
                    (
                        "GOFLAGS asks for a vendor folder that is not there",
                        format!(
                            "With -mod=vendor Go builds from the vendor folder only, and {} has none: every build \
                             there fails. Go uses a vendor folder by itself where there is one.",
                            project.display()
                        ),
                    ),
                    (
                        "GOFLAGS 要求 vendor 文件夹，但它不存在",
                        format!(
                            "使用 -mod=vendor 时 Go 只从 vendor 文件夹构建，而 {} 没有它：那里的构建都会失败。有 vendor 文件夹时，Go 会自动使用。",
                            project.display()
                        ),
                    ),
                ),
                None => Words::pick(
                    lang,
                    (
                        "GOFLAGS asks for a vendor folder everywhere",
                        "With -mod=vendor every project without a vendor folder fails to build. Go uses a vendor \
                         folder by itself where there is one.",
                    ),
                    (
                        "GOFLAGS 在任何地方都要求 vendor 文件夹",
                        "使用 -mod=vendor 时，没有 vendor 文件夹的项目都无法构建。有 vendor 文件夹时，Go 会自动使用。",
                    ),
                ),
            };
            only_person(words, *layer, lang)
        }
        SettingsWrong::ModulesSwitch { value, layer } => only_person(modules(*value, lang), *layer, lang),
        SettingsWrong::GopathIsGoroot { folder, by_default } => {
            let words = Words::pick(
                lang,
                (
                    "GOPATH and GOROOT are the same folder",
                    format!(
                        "{} holds the Go toolchain, and Go would also keep modules and programs there. Go warns \
                         about it on every command, and the next update of Go takes them away.",
                        folder.display()
                    ),
                ),
                (
                    "GOPATH 与 GOROOT 是同一个文件夹",
                    format!(
                        "{} 里是 Go 工具链，Go 还会把模块和程序也放在那里。每条 go 命令都会给出警告，下次更新 Go 时它们会一起消失。",
                        folder.display()
                    ),
                ),
            );
            match by_default {
                true => words.and(
                    lang,
                    "Nobody set GOPATH: it is the go folder in your home, which is where this Go was unpacked.",
                    "没有人设置过 GOPATH：它默认是主文件夹下的 go，而这个 Go 正好解压在那里。",
                ),
                false => words,
            }
        }
        SettingsWrong::GopathInModule { gopath, module } => Words::pick(
            lang,
            (
                "GOPATH lies inside a module",
                format!(
                    "{} makes everything below it one module, and {} is below it. `./...` then runs through the \
                     module cache, and older versions of Go refuse to work.",
                    module.display(),
                    gopath.display()
                ),
            ),
            (
                "GOPATH 位于一个模块之内",
                format!(
                    "{} 使它下面的一切成为一个模块，而 {} 就在它下面。`./...` 会遍历模块缓存，较旧的 Go 会拒绝工作。",
                    module.display(),
                    gopath.display()
                ),
            ),
        ),
        SettingsWrong::GopathInvalid { entry, reason, layer } => {
            let (en, zh) = match reason {
                Reason::NotAccepted => ("It is a file, not a folder.", "它是文件，不是文件夹。"),
                other => (reason_en(*other), reason_zh(*other)),
            };
            let words = Words::pick(
                lang,
                (
                    format!("GOPATH holds {entry}, which is no folder for Go"),
                    format!("{en} Go keeps its modules and programs below GOPATH, so nothing can be built."),
                ),
                (
                    format!("GOPATH 中的 {entry} 不能用作文件夹"),
                    format!("{zh}Go 把模块和程序放在 GOPATH 之下，因此什么都无法构建。"),
                ),
            );
            only_person(words, *layer, lang)
        }
        SettingsWrong::ClockBehind { now, known } => Words::pick(
            lang,
            (
                "The clock of this machine is wrong",
                format!(
                    "It says {now}, and the Go at hand was made on {known}. Certificates of servers seem not valid \
                     yet, so downloads fail. Set the clock of the system."
                ),
            ),
            (
                "这台机器的时钟不对",
                format!(
                    "它显示 {now}，而现有的 Go 制作于 {known}。服务器的证书会被认为尚未生效，下载会失败。请校准系统时钟。"
                ),
            ),
        ),
        SettingsWrong::ClockAgainstServer { now, server, from, until } => Words::pick(
            lang,
            (
                "The clock of this machine seems wrong",
                format!(
                    "It says {now}, and the certificate of {server} is valid from {from} to {until}. That server \
                     renews it in time; so Go takes no module from it because of the clock. Set the clock of the system."
                ),
            ),
            (
                "这台机器的时钟似乎不对",
                format!(
                    "它显示 {now}，而 {server} 的证书有效期是 {from} 至 {until}。该服务器会按时更新证书，因此 Go 拒绝它是时钟的缘故。请校准系统时钟。"
                ),
            ),
        ),
    }
}

fn harmful(flag: &str, harm: Harm, lang: Lang) -> Words {
    let (en, zh) = match harm {
        Harm::Updates => (
            "`go env NAME` then deletes that setting from the GOENV file, and `go get` updates every dependency.",
            "`go env NAME` 会从 GOENV 文件中删除该设置，`go get` 会更新所有依赖。",
        ),
        Harm::Writes => (
            "`go env NAME` then takes the name for a setting to write, and fails. It was perhaps meant for the linker: \
             then it belongs between quotes, '-ldflags=-s -w'.",
            "`go env NAME` 会把名称当作要写入的设置而失败。它也许是给链接器的：那样应放在引号里，写作 '-ldflags=-s -w'。",
        ),
        Harm::DryRun => (
            "Go only prints what it would do: builds and tests seem to succeed, and nothing was built.",
            "Go 只会打印将要做的事：构建和测试看似成功，实际什么都没有构建。",
        ),
        Harm::RebuildsAll => (
            "Every build compiles everything anew, the standard library too, as if there were no cache.",
            "每次构建都会重新编译一切，包括标准库，如同没有缓存。",
        ),
        Harm::Output => (
            "It changes what go prints for several commands; editors and scripts that read it fail.",
            "它会改变多条命令的输出，读取输出的编辑器和脚本会出错。",
        ),
        Harm::ModMod => (
            "Every build may change go.mod and go.sum of the project, without saying so.",
            "每次构建都可能不声不响地更改项目的 go.mod 和 go.sum。",
        ),
        Harm::Elsewhere => (
            "Tests are then built and not run, or programs land where nobody looks for them.",
            "测试会只编译而不运行，或者程序被放到意想不到的地方。",
        ),
        Harm::Obsolete => {
            ("It has no effect any more in today’s versions of Go.", "在如今的 Go 版本中它已不起作用。")
        }
    };
    Words::pick(
        lang,
        (format!("{flag} in GOFLAGS is meant for one command and counts for all"), en),
        (format!("GOFLAGS 中的 {flag} 本是给某一条命令的，却对所有命令生效"), zh),
    )
}

/// What Burrow does not change by itself, and who can.
pub(super) fn only_person(words: Words, layer: Layer, lang: Lang) -> Words {
    match layer {
        Layer::Process => words.and(
            lang,
            "It is set in the environment, which is stronger than the GOENV file: take it out where it is set, then \
             open a new terminal.",
            "它设置在环境中，优先于 GOENV 文件：在设置它的地方删掉，然后打开新的终端。",
        ),
        Layer::User | Layer::Goroot | Layer::Default => words,
    }
}

fn reason_en(reason: Reason) -> &'static str {
    match reason {
        Reason::Missing => "What it names is not there.",
        Reason::Relative => "Its path is relative; Go takes only absolute ones.",
        Reason::Tilde => "It begins with ~, which only a shell replaces with the home folder.",
        Reason::EmptyFirst => "Its first entry is empty, so Go knows no folder for modules.",
        Reason::NotAccepted => "Go does not accept this value.",
        Reason::Off => "It is off, and Go needs that folder.",
        Reason::Quoting => "Its quotes do not match, or it holds nothing but blanks.",
    }
}

fn reason_zh(reason: Reason) -> &'static str {
    match reason {
        Reason::Missing => "它所指的文件夹或文件不存在。",
        Reason::Relative => "它的路径是相对路径，Go 只接受绝对路径。",
        Reason::Tilde => "它以 ~ 开头，而只有 shell 会把 ~ 换成主文件夹。",
        Reason::EmptyFirst => "它的第一项是空的，因此 Go 不知道把模块放在哪个文件夹。",
        Reason::NotAccepted => "Go 不接受这个值。",
        Reason::Off => "它的值是 off，而 Go 需要这个文件夹。",
        Reason::Quoting => "它的引号不成对，或者只有空格。",
    }
}

fn reached(reach: Reach) -> (&'static str, &'static str) {
    match reach {
        Reach::Everything => (
            "Every go command stops at it, also `go env -u`, which would remove it.",
            "每条 go 命令都会因此停下，连用来删除它的 `go env -u` 也一样。",
        ),
        Reach::AllButSetting => (
            "Every go command stops at it; only `go env -w GOTOOLCHAIN=…` still works.",
            "每条 go 命令都会因此停下，只有 `go env -w GOTOOLCHAIN=…` 还能用。",
        ),
        Reach::Showing => (
            "Go builds nothing and `go env` shows nothing; only `go env -w` and `-u` still work.",
            "Go 无法构建，`go env` 也无法显示，只有 `go env -w` 和 `-u` 还能用。",
        ),
        Reach::Listing => {
            ("`go env` cannot list the variables, and builds fail.", "`go env` 无法列出变量，构建会失败。")
        }
        Reach::OtherCommands => {
            ("Every go command but `go env` stops at it.", "除 `go env` 外，每条 go 命令都会因此停下。")
        }
        Reach::Modules => (
            "Whatever needs another module stops at it: builds, downloads, and fetching a toolchain.",
            "凡是需要其他模块的操作都会因此停下：构建、下载，以及获取工具链。",
        ),
    }
}

fn modules(value: ModulesSwitch, lang: Lang) -> Words {
    match value {
        ModulesSwitch::On => Words::pick(
            lang,
            (
                "GO111MODULE is set and has no effect",
                "It was needed when modules were new. Since Go 1.16 they are on without it.",
            ),
            ("GO111MODULE 已无作用", "它是模块功能刚推出时的设置。从 Go 1.16 起，不设置它模块也是开启的。"),
        ),
        ModulesSwitch::Auto => Words::pick(
            lang,
            (
                "GO111MODULE=auto switches modules off where there is no go.mod",
                "Outside of a module Go goes back to GOPATH mode, so `go install` and `go run` with a version fail \
                 there. Without the setting modules are always on.",
            ),
            (
                "GO111MODULE=auto 会在没有 go.mod 的地方关闭模块",
                "在模块之外 Go 会退回 GOPATH 模式，带版本的 `go install` 和 `go run` 在那里会失败。去掉这个设置，模块始终开启。",
            ),
        ),
        ModulesSwitch::Off => Words::pick(
            lang,
            (
                "GO111MODULE=off switches modules off",
                "Go ignores go.mod, go.sum and GOPROXY and looks for packages in GOPATH/src only: today’s projects do \
                 not build.",
            ),
            (
                "GO111MODULE=off 关闭了模块",
                "Go 会忽略 go.mod、go.sum 和 GOPROXY，只在 GOPATH/src 中寻找包：如今的项目无法构建。",
            ),
        ),
        ModulesSwitch::Unknown => Words::pick(
            lang,
            (
                "GO111MODULE has a value that Go does not know",
                "Go accepts on, off and auto. With anything else it stops.",
            ),
            ("GO111MODULE 的值 Go 不认识", "Go 只接受 on、off 和 auto，遇到其他值会停下。"),
        ),
    }
}
