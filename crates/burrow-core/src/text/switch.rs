//! What there is to say about switching toolchains: checks, whom it reaches, why it did not happen.

use super::{Lang, Problem, Say, Tell};
use crate::sdk::switch::{CheckKind, SwitchError, SwitchUndo, Way, Who, Why};

impl Tell for CheckKind {
    fn tell(&self, lang: Lang) -> Problem {
        match self {
            CheckKind::Go(refusal) => refusal.tell(lang),
            CheckKind::Goenv(check) => check.kind.tell(lang),
            CheckKind::NoToolchainName { text } => Problem::new("toolchain-name", text.trim().to_owned())
                .hint(lang.pick(
                    "A toolchain is named like go1.26.6. `burrow sdk list` shows what is here.",
                    "工具链的名称形如 go1.26.6。`burrow sdk list` 会列出这里有哪些。",
                )),
            CheckKind::TooOldForName { toolchain } => Problem::new(
                "toolchain-too-old",
                lang.pick(
                    format!(
                        "Go cannot switch to {toolchain} by name: only Go 1.21 and later can be fetched so."
                    ),
                    format!("Go 无法按名称切换到 {toolchain}：只有 Go 1.21 及以后的版本才能这样取得。"),
                ),
            )
            .about(toolchain)
            .hint(lang.pick(
                "Use the link instead: `burrow sdk use --link`.",
                "改用链接：`burrow sdk use --link`。",
            )),
            CheckKind::GoTooOld { go, version } => Problem::new(
                "go-too-old",
                lang.pick(
                    format!("{} is {version}. Before Go 1.21 go does not switch toolchains.", go.display()),
                    format!("{} 是 {version}。Go 1.21 之前的 go 不会切换工具链。", go.display()),
                ),
            )
            .about(go.display())
            .hint(lang.pick(
                "Use the link instead: `burrow sdk use --link`.",
                "改用链接：`burrow sdk use --link`。",
            )),
            CheckKind::WillDownload { toolchain } => Problem::new(
                "toolchain-download",
                lang.pick(
                    format!("{toolchain} is not where go looks for it. The next go command downloads it."),
                    format!("go 会去找的地方没有 {toolchain}。下一条 go 命令会下载它。"),
                ),
            )
            .about(toolchain)
            .hint(lang.pick(
                "go looks for a program of that name on PATH, then in the module cache.",
                "go 先在 PATH 里找同名程序，再在模块缓存里找。",
            )),
            CheckKind::GoWouldStop { text } => Problem::new(
                "go-would-stop",
                lang.pick(
                    format!("go would then stop here: {text}"),
                    format!("之后 go 在这里会停下：{text}"),
                ),
            ),
            CheckKind::GoenvOff => Problem::new(
                "goenv-off",
                lang.pick(
                    "GOENV=off: go does not read the file in this environment.",
                    "GOENV=off：在这个环境里 go 不读取该文件。",
                )
                .into(),
            )
            .about("GOENV"),
            CheckKind::NoGo => Problem::new(
                "no-go",
                lang.pick(
                    "There is no go in this environment that would read the setting.",
                    "这个环境里没有会读取此设置的 go。",
                )
                .into(),
            ),
            CheckKind::NoGoThere { goroot, .. } => Problem::new(
                "folder-without-go",
                lang.pick(
                    format!("{} holds no go that runs on this system.", goroot.display()),
                    format!("{} 里没有能在本系统上运行的 go。", goroot.display()),
                ),
            )
            .about(goroot.display()),
            CheckKind::NoLine { shell, bin } => {
                let shell = shell.as_deref().unwrap_or(lang.pick("this system", "本系统"));
                Problem::new(
                    "no-start-line",
                    lang.pick(
                        format!("Burrow does not change the start files of {shell}. Only the link is made."),
                        format!("Burrow 不会修改 {shell} 的启动文件，只建立链接。"),
                    ),
                )
                .about(bin.display())
                .hint(lang.pick(
                    format!("Put {} first on PATH, before any other folder with a go.", bin.display()),
                    format!("把 {} 放在 PATH 最前面，先于其他含有 go 的文件夹。", bin.display()),
                ))
            }
            CheckKind::NoModule { dir } => Problem::new(
                "no-module",
                lang.pick(
                    format!("There is no go.mod or go.work for {}.", dir.display()),
                    format!("{} 没有可用的 go.mod 或 go.work。", dir.display()),
                ),
            )
            .about(dir.display())
            .hint(lang.pick("Run this in a project, or name one with -C.", "在项目里运行，或用 -C 指定。")),
            CheckKind::BadModFile { text } => Problem::new(
                "mod-file-bad",
                lang.pick(
                    format!("go does not read this file, so it is left alone: {text}"),
                    format!("go 读不了这个文件，因此不动它：{text}"),
                ),
            ),
            CheckKind::AnotherRuns { wanted, runs, because } => Problem::new(
                "another-runs",
                match because {
                    Some(line) => lang.pick(
                        format!("{runs} runs here all the same, not {wanted}: `{line}` asks for it."),
                        format!("这里运行的仍是 {runs}，而不是 {wanted}：`{line}` 要求如此。"),
                    ),
                    None => lang.pick(
                        format!(
                            "{runs} runs here all the same, not {wanted}: the line only ever asks for a newer one."
                        ),
                        format!("这里运行的仍是 {runs}，而不是 {wanted}：这一行只能要求更新的版本。"),
                    ),
                },
            )
            .about(wanted),
            CheckKind::Moved { file } => Problem::new(
                "switch-moved",
                lang.pick(
                    format!("{} has changed since. It is left as it is.", file.display()),
                    format!("{} 后来又变了，因此不动它。", file.display()),
                ),
            )
            .about(file.display()),
            CheckKind::AlreadyUndone { by } => Problem::new(
                "switch-already-undone",
                lang.pick(
                    format!("This switch was taken back already (by {by})."),
                    format!("这次切换已经撤销了（第 {by} 条）。"),
                ),
            ),
            CheckKind::NotKept { file } => Problem::new(
                "switch-not-kept",
                lang.pick(
                    format!("What stood in {} held a secret. Burrow keeps none.", file.display()),
                    format!("{} 里原来的内容含有机密，Burrow 不保存机密。", file.display()),
                ),
            )
            .about(file.display()),
        }
    }
}

impl Tell for SwitchError {
    fn tell(&self, lang: Lang) -> Problem {
        match self {
            SwitchError::NobodyAsks => Problem::new(
                "switch-nobody",
                lang.pick("No environment is known to ask in.", "没有可供询问的环境。").into(),
            ),
            SwitchError::Core(crate::error::CoreError::BaseMoved) => Problem::new(
                "base-moved",
                lang.pick("Something changed since the preview was made.", "预览之后，情况又有了变化。")
                    .into(),
            )
            .hint(
                lang.pick("Nothing was changed. Look at the new preview.", "什么都没有改变。请看新的预览。"),
            ),
            SwitchError::Core(error) => error.tell(lang),
            SwitchError::NoDataDir => Problem::new(
                "no-data-folder",
                lang.pick(
                    "No folder for Burrow’s own data is known.",
                    "不知道 Burrow 的数据应放在哪个文件夹。",
                )
                .into(),
            ),
            SwitchError::NotApplicable => Problem::new(
                "switch-not-applicable",
                lang.pick(
                    "This switch cannot be made: something stands against it, or there is nothing to change.",
                    "无法这样切换：有检查不通过，或者没有什么可改的。",
                )
                .into(),
            ),
            SwitchError::Unknown(id) => Problem::new(
                "switch-unknown",
                lang.pick(format!("No switch {id} is known."), format!("没有第 {id} 次切换。")),
            )
            .about(id),
            SwitchError::NothingToUndo => Problem::new(
                "switch-nothing-to-undo",
                lang.pick("There is no switch to take back.", "没有可以撤销的切换。").into(),
            ),
            SwitchError::Link { link, reason } => Problem::new(
                "switch-link",
                lang.pick(
                    format!("The link {} could not be changed: {reason}", link.display()),
                    format!("无法更改链接 {}：{reason}", link.display()),
                ),
            )
            .about(link.display()),
        }
    }
}

impl Say for Who {
    fn say(&self, lang: Lang) -> String {
        match self {
            Who::NewTerminal { shell: Some(shell) } => {
                lang.pick(format!("New terminals ({shell})"), format!("新终端（{shell}）"))
            }
            Who::NewTerminal { shell: None } => lang.pick("New terminals", "新终端").into(),
            Who::Here => lang.pick("This terminal", "当前终端").into(),
            Who::OpenTerminals => lang.pick("Open terminals", "已打开的终端").into(),
            Who::Project => lang.pick("This project", "当前项目").into(),
            Who::Editor { name } => name.clone(),
            Who::Desktop => lang.pick("Programs started by the desktop", "由桌面启动的程序").into(),
        }
    }
}

impl Say for Why {
    fn say(&self, lang: Lang) -> String {
        match self {
            Why::ReadsFile => {
                lang.pick("go reads the file each time it starts.", "go 每次启动都会读取该文件。").into()
            }
            Why::ReadsModFile => lang
                .pick("go reads the project’s file each time it starts.", "go 每次启动都会读取项目的文件。")
                .into(),
            Why::RunsAnother { toolchain } => lang.pick(
                format!("{toolchain} runs there all the same."),
                format!("那里运行的仍是 {toolchain}。"),
            ),
            Why::Exports { name, value } => lang.pick(
                format!("{name}={value} is set in the environment there, and wins."),
                format!("那里的环境设置了 {name}={value}，以它为准。"),
            ),
            Why::SaysTheSame => {
                lang.pick("The environment there says the same already.", "那里的环境已经是同样的值。").into()
            }
            Why::Shim { go } => lang.pick(
                format!("{} is a manager’s script, which chooses by itself.", go.file.display()),
                format!("{} 是版本管理器的脚本，由它自行选择。", go.file.display()),
            ),
            Why::GoTooOld { version } => lang.pick(
                format!("Its go is {version}, which does not switch."),
                format!("那里的 go 是 {version}，不会切换。"),
            ),
            Why::NoGo => lang.pick("There is no go there.", "那里没有 go。").into(),
            Why::StaleGoroot { goroot } => lang.pick(
                format!("GOROOT={goroot} is set there and belongs to another toolchain."),
                format!("那里设置了 GOROOT={goroot}，它属于另一个工具链。"),
            ),
            Why::LineIsLast => lang
                .pick("Burrow’s line has the last word on PATH.", "PATH 最后由 Burrow 的那一行决定。")
                .into(),
            Why::LineIsOvertaken => lang
                .pick(
                    "Something there changes PATH after Burrow’s line.",
                    "在 Burrow 的那一行之后，PATH 又被改动。",
                )
                .into(),
            Why::MiseActivates => lang
                .pick(
                    "mise puts its own tools first before each prompt. If it manages go, its go runs.",
                    "mise 会在每次提示符前把自己的工具放到最前。如果它管理 go，运行的就是它的 go。",
                )
                .into(),
            Why::KeepsItsPath => {
                lang.pick("It keeps the PATH that it was started with.", "它沿用启动时的 PATH。").into()
            }
            Why::LinkIsFirst => {
                lang.pick("The link stands first on its PATH already.", "链接已经在它的 PATH 最前面。").into()
            }
            Why::ReadsNoStartFile => lang
                .pick("The desktop does not read the shell’s start files.", "桌面不读取 shell 的启动文件。")
                .into(),
            Why::NoLine => lang.pick("Its start files are not changed.", "它的启动文件没有改动。").into(),
            Why::OwnSetting { name, value } => {
                lang.pick(format!("Its setting {name} is {value}."), format!("它的设置 {name} 是 {value}。"))
            }
            Why::AsksShell => lang
                .pick(
                    "It takes what a new terminal gets, once it is started anew.",
                    "重新启动后，它得到的与新终端相同。",
                )
                .into(),
            Why::OwnGoroot => lang
                .pick(
                    "Each of its projects names a GOROOT in its own settings.",
                    "它的每个项目都在自己的设置里指定 GOROOT。",
                )
                .into(),
            Why::Unknown => lang.pick("This cannot be told.", "无法得知。").into(),
        }
    }
}

impl Say for Way {
    fn say(&self, lang: Lang) -> String {
        match self {
            Way::Setting => lang.pick("GOTOOLCHAIN in the GOENV file", "GOENV 文件中的 GOTOOLCHAIN").into(),
            Way::Link => lang.pick("the current link", "current 链接").into(),
            Way::Project => lang.pick("the project’s toolchain line", "项目的 toolchain 行").into(),
        }
    }
}

impl Say for SwitchUndo {
    fn say(&self, lang: Lang) -> String {
        let nothing = lang.pick("nothing", "无");
        let before = self.before.as_deref().unwrap_or(nothing);
        let after = self.after.as_deref().unwrap_or(nothing);
        let way = self.way.say(lang);
        lang.pick(
            format!("Takes {way} back from {after} to {before}."),
            format!("把 {way} 从 {after} 改回 {before}。"),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::Place;
    use crate::secret::Masked;
    use crate::text::tests::assert_chinese;

    #[test]
    fn checks_and_errors_speak_both_languages() {
        let (path, name) = (|| std::path::PathBuf::from("/f"), || "go1.26.6".to_owned());
        let told: Vec<Box<dyn Tell>> = vec![
            Box::new(CheckKind::TooOldForName { toolchain: name() }),
            Box::new(CheckKind::GoTooOld { go: path(), version: name() }),
            Box::new(CheckKind::WillDownload { toolchain: name() }),
            Box::new(CheckKind::GoWouldStop { text: name() }),
            Box::new(CheckKind::GoenvOff),
            Box::new(CheckKind::NoGo),
            Box::new(CheckKind::NoModule { dir: path() }),
            Box::new(CheckKind::BadModFile { text: name() }),
            Box::new(CheckKind::AnotherRuns { wanted: name(), runs: name(), because: None }),
            Box::new(CheckKind::AnotherRuns {
                wanted: name(),
                runs: name(),
                because: Some("go 1.27".into()),
            }),
            Box::new(CheckKind::NoGoThere { goroot: path(), finding: crate::sdk::probe::Finding::NotGo }),
            Box::new(CheckKind::NoLine { shell: None, bin: path() }),
            Box::new(CheckKind::Moved { file: path() }),
            Box::new(CheckKind::AlreadyUndone { by: 3 }),
            Box::new(CheckKind::NotKept { file: path() }),
            Box::new(SwitchError::NobodyAsks),
            Box::new(SwitchError::NotApplicable),
            Box::new(SwitchError::NoDataDir),
            Box::new(SwitchError::Unknown(3)),
            Box::new(SwitchError::NothingToUndo),
            Box::new(SwitchError::Core(crate::error::CoreError::BaseMoved)),
            Box::new(SwitchError::Link { link: path(), reason: name() }),
        ];
        for one in told {
            let (en, zh) = (one.tell(Lang::En), one.tell(Lang::ZhCn));
            assert_eq!((en.code, en.hint.is_some()), (zh.code, zh.hint.is_some()));
            assert_ne!(en.message, zh.message);
            for text in [Some(&zh.message), zh.hint.as_ref()].into_iter().flatten() {
                assert_chinese(text);
            }
        }
    }

    #[test]
    fn whom_it_reaches_and_why_is_said_in_both_languages() {
        let name = || "go1.26.6".to_owned();
        let value = || Masked::value("GOROOT", b"/x");
        let said: Vec<Box<dyn Say>> = vec![
            Box::new(Who::NewTerminal { shell: Some("zsh".into()) }),
            Box::new(Who::NewTerminal { shell: None }),
            Box::new(Who::Here),
            Box::new(Who::OpenTerminals),
            Box::new(Who::Desktop),
            Box::new(Who::Project),
            Box::new(Why::ReadsFile),
            Box::new(Why::ReadsModFile),
            Box::new(Why::RunsAnother { toolchain: name() }),
            Box::new(Why::Exports { name: "GOROOT".into(), value: value() }),
            Box::new(Why::SaysTheSame),
            Box::new(Why::Shim { go: Place::file("/f") }),
            Box::new(Why::GoTooOld { version: name() }),
            Box::new(Why::NoGo),
            Box::new(Why::StaleGoroot { goroot: value() }),
            Box::new(Why::LineIsLast),
            Box::new(Why::LineIsOvertaken),
            Box::new(Why::MiseActivates),
            Box::new(Why::KeepsItsPath),
            Box::new(Why::LinkIsFirst),
            Box::new(Why::ReadsNoStartFile),
            Box::new(Why::NoLine),
            Box::new(Why::OwnSetting { name: "go.goroot".into(), value: "/x".into() }),
            Box::new(Why::AsksShell),
            Box::new(Why::OwnGoroot),
            Box::new(Why::Unknown),
            Box::new(Way::Setting),
            Box::new(Way::Link),
            Box::new(Way::Project),
        ];
        for one in said {
            assert_ne!(one.say(Lang::En), one.say(Lang::ZhCn));
            assert_chinese(&one.say(Lang::ZhCn));
        }
    }
}
