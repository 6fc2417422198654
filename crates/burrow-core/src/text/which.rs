//! "Which Go runs here, and why" in words: one link after the other, for a picture or for lines in a terminal.

use std::path::PathBuf;

use bstr::{BStr, BString, ByteSlice};
use go_rules::refusal::Refusal;
use go_rules::toolchain::{AskingFile, Ground};
use go_rules::vars::{self, Layer, Obstacle, Supply};

use super::{Lang, Problem, Tell};
use crate::place::Place;
use crate::sdk::probe::Finding;
use crate::sdk::which::{FirstGo, Trouble, Which};
use crate::secret::Masked;
use crate::system::files::path_from_bytes;

/// What a link is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkId {
    /// The `go` that is found first.
    Path,
    /// GOTOOLCHAIN.
    Setting,
    /// go.mod or go.work.
    ModFile,
    /// The end: what runs, or why nothing does.
    Runs,
}

/// How a link is to be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Plain,
    Good,
    Look,
    Bad,
}

/// One link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainLink {
    pub id: LinkId,
    pub title: String,
    /// What a person could type or find in a file.
    pub value: String,
    pub note: Option<String>,
    /// Of a setting: the layer that gives it.
    pub layer: Option<Layer>,
    pub place: Option<Place>,
    pub tone: Tone,
    /// The word on the arrow to the next link; `None` at the end.
    pub then: Option<String>,
}

impl ChainLink {
    fn new(id: LinkId, title: impl Into<String>, value: impl Into<String>) -> ChainLink {
        ChainLink {
            id,
            title: title.into(),
            value: value.into(),
            note: None,
            layer: None,
            place: None,
            tone: Tone::Plain,
            then: None,
        }
    }

    fn note(self, note: impl Into<String>) -> ChainLink {
        ChainLink { note: Some(note.into()), ..self }
    }

    fn at(self, place: Option<Place>) -> ChainLink {
        ChainLink { place, ..self }
    }

    fn tone(self, tone: Tone) -> ChainLink {
        ChainLink { tone, ..self }
    }
}

impl Which {
    /// The chain from the first `go` to what runs; never empty.
    pub fn chain(&self, lang: Lang) -> Vec<ChainLink> {
        let mut links = vec![self.path_link(lang)];
        if let Some(choice) = &self.choice {
            links.extend(self.setting_link(choice, lang));
            links.extend(file_link(choice, lang));
        }
        links.push(self.end(lang));
        for at in 1..links.len() {
            links[at - 1].then = Some(arrow(links[at].id, lang).into());
        }
        links
    }

    /// Why nothing would run; `None`: something does, or would be downloaded, or it cannot be told.
    pub fn problem(&self, lang: Lang) -> Option<Problem> {
        if let Some(trouble) = self.trouble() {
            return Some(trouble.tell(lang));
        }
        let refusal = self.choice.as_ref()?.error.as_ref()?;
        Some(refusal.tell(lang))
    }

    fn path_link(&self, lang: Lang) -> ChainLink {
        let title = match self.chosen {
            true => lang.pick("asked for", "指定的"),
            false => lang.pick("first on PATH", "PATH 上的第一个"),
        };
        let Some(FirstGo { path, go }) = &self.first else {
            let missing = lang.pick("none", "没有");
            return ChainLink::new(LinkId::Path, title, missing).at(self.places.path.clone()).tone(Tone::Bad);
        };
        let link = ChainLink::new(LinkId::Path, title, shown(path)).at(self.places.path.clone());
        match go {
            Ok(go) => link.note(shown(go.toolchain_name())),
            Err(why) => link.note(finding(why, lang)).tone(match why {
                Finding::Foreign { .. } => Tone::Bad,
                _ => Tone::Look,
            }),
        }
    }

    fn setting_link(&self, choice: &vars::Which, lang: Lang) -> Option<ChainLink> {
        let setting = &choice.setting;
        if choice.ground == Some(Ground::BeforeSwitching) {
            return None;
        }
        let value = match setting.value.is_empty() {
            true => lang.pick("empty", "空").to_owned(),
            false => Masked::value("GOTOOLCHAIN", &setting.value).into_string(),
        };
        let link = ChainLink::new(LinkId::Setting, "GOTOOLCHAIN", value).at(self.places.setting.clone());
        let link = ChainLink { layer: setting.layer, ..link };
        Some(match choice.ground {
            Some(Ground::ModulesOff) => link.note(
                lang.pick("Modules are off, so go does not look at it.", "模块已关闭，所以 go 不看这个值。"),
            ),
            Some(Ground::Empty) => link.note(lang.pick("go does not switch.", "go 不会切换。")),
            Some(Ground::Setting) => link.note(lang.pick("go.mod is not read.", "不读取 go.mod。")),
            _ if matches!(choice.error, Some(Refusal::BadToolchain { .. })) => link.tone(Tone::Bad),
            _ => link,
        })
    }

    fn end(&self, lang: Lang) -> ChainLink {
        if let Some(problem) = self.problem(lang) {
            return self.stopped(&problem, lang);
        }
        let runs = lang.pick("runs", "运行");
        let untold = lang.pick("cannot be told", "无法得知");
        let Some(choice) = &self.choice else {
            return ChainLink::new(LinkId::Runs, runs, untold).tone(Tone::Look);
        };
        let name = choice.toolchain.as_ref().map_or_else(|| untold.to_owned(), shown);
        let place = choice.goroot.as_ref().and_then(file_place);
        if choice.from == Some(Supply::Download) {
            let title = lang.pick("would be downloaded", "将会下载");
            return ChainLink::new(LinkId::Runs, title, name).note(download(choice, lang)).tone(Tone::Look);
        }
        if let Some(Obstacle::Unreadable { program }) = &choice.obstacle {
            let note = lang.pick(
                "It is a script or no Go program: what it does cannot be told.",
                "它是脚本，或不是 Go 程序，无法得知它会做什么。",
            );
            let link = ChainLink::new(LinkId::Runs, runs, name).note(note);
            return link.at(file_place(program)).tone(Tone::Look);
        }
        if choice.obstacle == Some(Obstacle::AsksDatabase) {
            let note = lang.pick(
                "in the module cache; go asks the checksum database before it uses it",
                "位于模块缓存；go 使用前会向校验和数据库查询",
            );
            return ChainLink::new(LinkId::Runs, runs, name).note(note).at(place).tone(Tone::Look);
        }
        let from = match choice.from {
            Some(Supply::Path) => lang.pick("found on PATH", "位于 PATH"),
            Some(Supply::ModuleCache) => lang.pick("in the module cache", "位于模块缓存"),
            _ => lang.pick("the local toolchain", "本地工具链"),
        };
        ChainLink::new(LinkId::Runs, runs, name).note(from).at(place).tone(Tone::Good)
    }

    fn stopped(&self, problem: &Problem, lang: Lang) -> ChainLink {
        let title = lang.pick("does not run", "无法运行");
        let name = self.choice.as_ref().and_then(|choice| choice.toolchain.as_ref());
        let value = name.map_or_else(|| "go".to_owned(), shown);
        ChainLink::new(LinkId::Runs, title, value).note(problem.message.clone()).tone(Tone::Bad)
    }
}

impl Tell for Trouble {
    fn tell(&self, lang: Lang) -> Problem {
        match self {
            Trouble::NoGo { chosen: false } => {
                Problem::new("no-go", lang.pick("There is no go on PATH.", "PATH 上没有 go。").into())
                    .about("PATH")
                    .hint(lang.pick(
                        "Install Go (https://go.dev/dl), or add its bin folder to PATH.",
                        "安装 Go（https://go.dev/dl），或把它的 bin 文件夹加入 PATH。",
                    ))
            }
            Trouble::NoGo { chosen: true } => Problem::new(
                "no-go",
                lang.pick("There is no go in this folder’s bin.", "这个文件夹的 bin 中没有 go。").into(),
            ),
            Trouble::Foreign { go, goos, goarch } => Problem::new(
                "go-foreign",
                lang.pick(
                    format!("{go} is made for {goos}/{goarch}; it cannot run here."),
                    format!("{go} 是为 {goos}/{goarch} 编译的，无法在这里运行。"),
                ),
            )
            .about(go),
        }
    }
}

/// What leads to a link.
fn arrow(to: LinkId, lang: Lang) -> &'static str {
    match to {
        LinkId::Path | LinkId::Setting => lang.pick("asks", "查看"),
        LinkId::ModFile => lang.pick("reads", "读取"),
        LinkId::Runs => lang.pick("runs", "运行"),
    }
}

fn file_link(choice: &vars::Which, lang: Lang) -> Option<ChainLink> {
    if !matches!(choice.ground, Some(Ground::SettingAndFile(_))) {
        return None;
    }
    let Some(file) = &choice.file else {
        let none = lang.pick("none", "没有");
        let note = lang.pick(
            "There is none here or above, so nothing newer is asked for.",
            "这里和上级目录中都没有，所以没有更高的要求。",
        );
        return Some(ChainLink::new(LinkId::ModFile, "go.mod, go.work", none).note(note));
    };
    let name = file.path.rsplit(|b| matches!(b, b'/' | b'\\')).next().unwrap_or_default().as_bstr();
    let titled = |line: Option<u32>, value: String| {
        let title = match line {
            Some(line) => lang.pick(format!("{name} line {line}"), format!("{name} 第 {line} 行")),
            None => name.to_string(),
        };
        let place = path_from_bytes(file.path.as_bstr()).map(|file| Place { file, line });
        ChainLink::new(LinkId::ModFile, title, value).at(place)
    };
    if let Some(Refusal::BadToolchainLine { name, line, .. }) = &choice.error {
        return Some(titled(Some(*line), format!("toolchain {name}")).tone(Tone::Bad));
    }
    if let Some(decided) = &choice.decided_by {
        let least = least(choice);
        let note = match choice.toolchain.as_ref() == Some(&choice.local) {
            true => lang.pick(
                format!("newer than {least} of GOTOOLCHAIN, so it wins"),
                format!("比 GOTOOLCHAIN 的 {least} 新，以它为准"),
            ),
            false => lang.pick(format!("newer than {least}, so it wins"), format!("比 {least} 新，以它为准")),
        };
        return Some(titled(Some(decided.line), shown(&decided.text)).note(note));
    }
    Some(match asked(file) {
        Some((line, text)) if text == "toolchain default" => titled(Some(line), text)
            .note(lang.pick("Nothing more than GOTOOLCHAIN gives.", "以 GOTOOLCHAIN 为准，不另作要求。")),
        Some((line, text)) => {
            let least = least(choice);
            titled(Some(line), text)
                .note(lang.pick(format!("{least} is new enough."), format!("{least} 已足够新。")))
        }
        None => titled(None, lang.pick("no go line", "没有 go 行").into())
            .note(lang.pick("Nothing is asked for.", "没有要求。")),
    })
}

/// The line that a person would look at when none of them decided.
fn asked(file: &AskingFile) -> Option<(u32, String)> {
    let line = |word: &str, line: &Option<(u32, BString)>| {
        let (number, value) = line.as_ref()?;
        Some((*number, format!("{word} {value}")))
    };
    line("toolchain", &file.lines.toolchain).or_else(|| line("go", &file.lines.go))
}

/// What runs without go.mod: GOTOOLCHAIN's minimum, else the local toolchain.
fn least(choice: &vars::Which) -> String {
    let setting = choice.setting.value.as_bstr();
    let minimum = setting.split_once_str("+").map_or(setting.as_bytes(), |(minimum, _)| minimum);
    match minimum.starts_with(b"go") {
        true => minimum.to_str_lossy().into_owned(),
        false => shown(&choice.local),
    }
}

fn download(choice: &vars::Which, lang: Lang) -> String {
    let proxy = Masked::value("GOPROXY", &choice.goproxy);
    match &choice.obstacle {
        Some(Obstacle::LanguageVersion) => lang.pick(
            "This names a language version, of which there is no release: no server will have it.".into(),
            "这是语言版本的名称，没有对应的发行版，任何服务器上都没有它。".into(),
        ),
        Some(Obstacle::Unverifiable { why }) => lang.pick(
            format!("It is neither on PATH nor in the module cache, and go would refuse it after the download: {why}"),
            format!("PATH 和模块缓存中都没有它，go 下载后也会拒绝使用：{why}"),
        ),
        _ => lang.pick(
            // Where go looks, not the whole machine: it may lie in a manager's folder that go knows nothing of.
            format!("It is neither on PATH nor in the module cache; go would ask {proxy}"),
            format!("PATH 和模块缓存中都没有它；go 会向 {proxy} 请求"),
        ),
    }
}

fn finding(why: &Finding, lang: Lang) -> String {
    match why {
        Finding::Script => lang.pick(
            "a script, as version managers use: what it runs cannot be told".into(),
            "一个脚本，版本管理器常用这种方式：无法得知它会运行什么".into(),
        ),
        Finding::Foreign { goos, goarch } => {
            lang.pick(format!("made for {goos}/{goarch}"), format!("为 {goos}/{goarch} 编译"))
        }
        Finding::NotGo | Finding::Missing | Finding::BrokenLink => lang.pick(
            "not the go command itself: what it runs cannot be told".into(),
            "不是 go 命令本身：无法得知它会运行什么".into(),
        ),
        Finding::Unreadable => lang.pick("it cannot be read".into(), "无法读取".into()),
    }
}

fn shown(text: impl AsRef<[u8]>) -> String {
    Masked::path(&text.as_ref().to_str_lossy()).into_string()
}

fn file_place(path: &BString) -> Option<Place> {
    path_from_bytes(BStr::new(path.as_slice())).map(|file: PathBuf| Place::file(file))
}

#[cfg(test)]
mod tests;
