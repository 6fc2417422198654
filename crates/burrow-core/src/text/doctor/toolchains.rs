//! What is wrong with toolchains and programs, in words.

use super::settings::only_person;
use super::{Lang, Words};
use crate::doctor::{NotHad, ToolchainsWrong};

pub(super) fn words(wrong: &ToolchainsWrong, lang: Lang) -> Words {
    match wrong {
        ToolchainsWrong::GorootGone { goroot, why: _, layer } => {
            let goroot = goroot.display();
            let words = Words::pick(
                lang,
                (
                    "GOROOT leads to no toolchain",
                    format!(
                        "There is no whole Go in {goroot}. Go finds its own folder when GOROOT is not set."
                    ),
                ),
                (
                    "GOROOT 所指之处没有工具链",
                    format!("{goroot} 中没有完整的 Go。不设置 GOROOT 时，Go 会自己找到它的文件夹。"),
                ),
            );
            only_person(words, *layer, lang)
        }
        ToolchainsWrong::GorootOther { goroot, there, go, layer } => {
            let goroot = goroot.display();
            let words = Words::pick(
                lang,
                (
                    "GOROOT belongs to another version of Go",
                    format!(
                        "`go` is {go}, and GOROOT leads to {there} in {goroot}. Builds stop because the compiler \
                         does not match the go command. Go finds its own folder when GOROOT is not set."
                    ),
                ),
                (
                    "GOROOT 属于另一个 Go 版本",
                    format!(
                        "`go` 是 {go}，而 GOROOT 指向 {goroot} 中的 {there}。编译器与 go 命令的版本不一致，构建会停下。不设置 GOROOT 时，Go 会自己找到它的文件夹。"
                    ),
                ),
            );
            only_person(words, *layer, lang)
        }
        ToolchainsWrong::ShimFirst { first, behind } => Words::pick(
            lang,
            (
                "A version manager’s script stands before another Go on PATH",
                format!(
                    "{} decides by itself which Go runs. Behind it PATH has {behind} more, which programs with \
                     another PATH run instead.",
                    first.display()
                ),
            ),
            (
                "PATH 中版本管理器的脚本排在另一个 Go 之前",
                format!(
                    "{} 自行决定运行哪个 Go。PATH 中在它后面还有 {behind} 个，PATH 不同的程序会运行它们。",
                    first.display()
                ),
            ),
        ),
        ToolchainsWrong::Several { first, newest } if first == newest => Words::pick(
            lang,
            (
                "Several versions of Go stand on PATH",
                format!(
                    "{first} runs, because its folder comes first. A program with another PATH may run an older one."
                ),
            ),
            (
                "PATH 中有多个 Go 版本",
                format!("运行的是 {first}，因为它的文件夹在前。PATH 不同的程序可能会运行较旧的版本。"),
            ),
        ),
        ToolchainsWrong::Several { first, newest } => Words::pick(
            lang,
            (
                "An older Go stands before a newer one on PATH",
                format!("A terminal runs {first}, although {newest} is on PATH too, further behind."),
            ),
            (
                "PATH 中较旧的 Go 排在较新的之前",
                format!("终端运行的是 {first}，尽管 PATH 中靠后的位置还有 {newest}。"),
            ),
        ),
        ToolchainsWrong::Unavailable { toolchain, said, why } => {
            unavailable(toolchain.as_deref(), said, why, lang)
        }
        ToolchainsWrong::NoCompiler { variable, compiler, layer } => {
            let words = Words::pick(
                lang,
                (
                    "cgo is on, and there is no C compiler",
                    format!(
                        "{variable} asks for cgo with {compiler}, which is not on PATH. Packages with C code fail to \
                         build, also net and os/user of the standard library. Left alone, Go switches cgo off where \
                         there is no compiler."
                    ),
                ),
                (
                    "cgo 已开启，但没有 C 编译器",
                    format!(
                        "{variable} 要求以 {compiler} 使用 cgo，而 PATH 中没有它。含有 C 代码的包会构建失败，标准库的 net 和 os/user 也一样。不作设置时，没有编译器 Go 会自动关闭 cgo。"
                    ),
                ),
            );
            only_person(words, *layer, lang)
        }
        ToolchainsWrong::NotOnPath { folder, programs } => {
            let folder = folder.display();
            Words::pick(
                lang,
                (
                    "Programs that `go install` builds cannot be run by their names",
                    format!(
                        "{programs} of them lie in {folder}, which is not on PATH. Add that folder to PATH in your \
                         shell’s start file, or let Go install into a folder that is on it."
                    ),
                ),
                (
                    "`go install` 构建的程序无法按名称运行",
                    format!(
                        "{folder} 中有 {programs} 个这样的程序，而它不在 PATH 中。在 shell 的启动文件里把它加入 PATH，或让 Go 安装到 PATH 中已有的文件夹。"
                    ),
                ),
            )
        }
        ToolchainsWrong::Stale { programs, oldest, go } => {
            let names = programs.join(lang.pick(", ", "、"));
            Words::pick(
                lang,
                (
                    match programs.len() {
                        1 => format!("{names} was built by an older Go"),
                        many => format!("{many} programs were built by an older Go"),
                    },
                    format!(
                        "The oldest by {oldest}; at hand is {go}. Linters and language servers refuse code for a \
                         newer Go than their own: {names}."
                    ),
                ),
                (
                    match programs.len() {
                        1 => format!("{names} 由较旧的 Go 构建"),
                        many => format!("有 {many} 个程序由较旧的 Go 构建"),
                    },
                    format!(
                        "最旧的由 {oldest} 构建，现有的是 {go}。检查工具和语言服务器会拒绝面向更新版本的代码：{names}。"
                    ),
                ),
            )
        }
    }
}

fn unavailable(toolchain: Option<&str>, said: &str, why: &NotHad, lang: Lang) -> Words {
    let name = toolchain.unwrap_or("GOTOOLCHAIN");
    let words = match why {
        NotHad::Forbidden { setting } => Words::pick(
            lang,
            (
                "GOTOOLCHAIN keeps go from the toolchain that the project needs",
                format!(
                    "With GOTOOLCHAIN={setting} go never switches to another toolchain, and the project asks for a newer one."
                ),
            ),
            (
                "GOTOOLCHAIN 不让 go 使用项目所需的工具链",
                format!("设置 GOTOOLCHAIN={setting} 时 go 从不切换工具链，而项目需要更新的版本。"),
            ),
        ),
        NotHad::NotOnPath => Words::pick(
            lang,
            (
                format!("{name} is not on PATH, and go may not fetch it"),
                "GOTOOLCHAIN lets go look on PATH only.".to_owned(),
            ),
            (
                format!("{name} 不在 PATH 中，而 go 不得下载"),
                "GOTOOLCHAIN 只允许 go 在 PATH 中寻找。".to_owned(),
            ),
        ),
        NotHad::NotOffered => Words::pick(
            lang,
            (
                format!("{name} cannot be fetched"),
                "It is not on this machine, and GOPROXY names nobody who has it.".to_owned(),
            ),
            (format!("无法获取 {name}"), "这台机器上没有它，GOPROXY 中也没有能提供它的服务器。".to_owned()),
        ),
        NotHad::NoRelease => Words::pick(
            lang,
            (
                format!("There is no toolchain {name}"),
                "It is the name of a language version, or none at all: releases have three numbers."
                    .to_owned(),
            ),
            (
                format!("没有名为 {name} 的工具链"),
                "这是语言版本的名称，或者根本不是版本：发布版有三个数字。".to_owned(),
            ),
        ),
        NotHad::Unverifiable => Words::pick(
            lang,
            (
                format!("{name} cannot be checked, so go does not use it"),
                "Go compares every toolchain with the checksum database, and the settings do not let it."
                    .to_owned(),
            ),
            (
                format!("{name} 无法校验，因此 go 不会使用它"),
                "Go 会用校验和数据库核对每个工具链，而当前设置不允许。".to_owned(),
            ),
        ),
        NotHad::Impostor => Words::pick(
            lang,
            (
                format!("The program called {name} is not that toolchain"),
                "Go starts the program of this name on PATH, and it is another version or was never fetched."
                    .to_owned(),
            ),
            (
                format!("名为 {name} 的程序并不是这个工具链"),
                "Go 会启动 PATH 中的同名程序，而它是别的版本，或从未下载完整。".to_owned(),
            ),
        ),
    };
    words.and(lang, &format!("Go says: {said}"), &format!("Go 的原话：{said}"))
}
