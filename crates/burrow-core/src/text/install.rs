//! Installing a toolchain: places, and why it did not happen.

use super::{Lang, Problem, Say, Tell};
use crate::sdk::install::{Flaw, InstallError, OfferSource, Origin, Reason};

impl Tell for InstallError {
    fn tell(&self, lang: Lang) -> Problem {
        match self {
            InstallError::Cancelled(_) => Problem::new(
                "cancelled",
                lang.pick("It was cancelled.", "已取消。").into(),
            )
            .hint(
                lang.pick("What was downloaded is kept for the next time.", "已下载的部分会留到下次使用。"),
            ),
            InstallError::Fetch(error) => error.tell(lang),
            InstallError::ProxyOff(list) => Problem::new(
                "goproxy-off",
                lang.pick(
                    format!("No module proxy may be asked: GOPROXY is “{list}”."),
                    format!("不能询问任何模块代理：GOPROXY 是“{list}”。"),
                ),
            )
            .about("GOPROXY")
            .hint(lang.pick("Choose a mirror as the source.", "选择一个镜像作为来源。")),
            InstallError::BadProxy(words) => Problem::new(
                "goproxy-invalid",
                lang.pick(
                    format!("Go does not take this GOPROXY: {words}"),
                    format!("Go 不接受这个 GOPROXY：{words}"),
                ),
            )
            .about("GOPROXY"),
            InstallError::NoSumdb(words) => Problem::new(
                "sumdb-off",
                lang.pick(
                    format!("The checksum database cannot vouch for the toolchain: {words}"),
                    format!("校验和数据库无法为工具链作证：{words}"),
                ),
            )
            .about("GOSUMDB")
            .hint(lang.pick(
                "Go takes no toolchain module without it. Set GOSUMDB, or choose a mirror as the source.",
                "没有它，Go 不接受任何工具链模块。设置 GOSUMDB，或者选择一个镜像作为来源。",
            )),
            InstallError::SumdbUntrusted { name, reason } => Problem::new(
                "sumdb-untrusted",
                lang.pick(
                    format!("The answers of the checksum database {name} cannot be trusted: {reason}"),
                    format!("校验和数据库 {name} 的回答不可信：{reason}"),
                ),
            )
            .about(name)
            .hint(lang.pick(
                "Somebody may be changing what you receive. Nothing was installed.",
                "可能有人篡改了你收到的内容。什么都没有安装。",
            )),
            InstallError::BadVersion(text) => Problem::new(
                "version-bad",
                lang.pick(format!("{text} is no version of Go."), format!("{text} 不是 Go 的版本。")),
            )
            .about(text)
            .hint(lang.pick(
                "Versions look like 1.27.3, go1.27.3, 1.27 (its newest) or latest.",
                "版本的写法：1.27.3、go1.27.3、1.27（其中最新的）或 latest。",
            )),
            InstallError::UnknownVersion { version, source_name } => Problem::new(
                "version-unknown",
                lang.pick(
                    format!("{source_name} has no {version} for this system."),
                    format!("{source_name} 没有适用于本系统的 {version}。"),
                ),
            )
            .about(version)
            .hint(lang.pick(
                "`burrow sdk available` lists what it has.",
                "`burrow sdk available` 会列出它有的版本。",
            )),
            InstallError::NoList { url } => Problem::new(
                "list-missing",
                lang.pick(format!("{url} has no list of versions."), format!("{url} 没有版本列表。")),
            )
            .about(url)
            .hint(lang.pick(
                "Name the exact version, or choose another source.",
                "写出确切的版本，或者换一个来源。",
            )),
            InstallError::NoChecksum { file } => Problem::new(
                "checksum-missing",
                lang.pick(
                    format!("Nothing tells the checksum of {file}, so it was not taken."),
                    format!("无从得知 {file} 的校验和，因此没有采用。"),
                ),
            )
            .about(file)
            .hint(lang.pick("Choose another source.", "换一个来源。")),
            InstallError::ChecksumMismatch { file, expected, received } => Problem::new(
                "checksum-mismatch",
                lang.pick(
                    format!("{file} is not what was published: its checksum is {received}, not {expected}."),
                    format!("{file} 不是发布的内容：其校验和是 {received}，而不是 {expected}。"),
                ),
            )
            .about(file)
            .hint(lang.pick(
                "Nothing was installed and the file was thrown away. Choose another source.",
                "什么都没有安装，文件已丢弃。换一个来源。",
            )),
            InstallError::BadArchive { file, flaw } => Problem::new(
                "archive-bad",
                lang.pick(
                    format!("{file} is no archive of a Go toolchain: {}.", flaw.say(lang)),
                    format!("{file} 不是 Go 工具链的归档：{}。", flaw.say(lang)),
                ),
            )
            .about(file)
            .hint(lang.pick("Nothing was installed.", "什么都没有安装。")),
            InstallError::OtherVersion { wanted, found } => Problem::new(
                "archive-other-version",
                lang.pick(
                    format!("The archive holds {found} instead of {wanted}."),
                    format!("归档里是 {found}，而不是 {wanted}。"),
                ),
            )
            .about(wanted)
            .hint(lang.pick("Nothing was installed.", "什么都没有安装。")),
            InstallError::Occupied(path) => {
                let path = path.display();
                Problem::new(
                    "destination-occupied",
                    lang.pick(
                        format!("There is something in {path} already."),
                        format!("{path} 里已有内容。"),
                    ),
                )
                .about(path)
                .hint(lang.pick("Choose another folder, or remove it first.", "换一个文件夹，或者先移除它。"))
            }
            InstallError::Busy(path) => {
                let path = path.display();
                Problem::new(
                    "destination-busy",
                    lang.pick(
                        format!("Another program installs into {path} right now."),
                        format!("另一个程序正在安装到 {path}。"),
                    ),
                )
                .about(path)
                .hint(lang.pick("Wait until it is done.", "等它完成即可。"))
            }
            InstallError::DiskFull { folder, needed, free } => {
                let folder = folder.display();
                let (free, needed) = (mib(*free), mib(*needed));
                let message = if needed == 0 {
                    lang.pick(
                        format!("The volume of {folder} is full: {free} MiB are free."),
                        format!("{folder} 所在的卷已满：剩余 {free} MiB。"),
                    )
                } else {
                    lang.pick(
                        format!(
                            "{folder} has not enough room: {needed} MiB are needed, {free} MiB are free."
                        ),
                        format!("{folder} 空间不足：需要 {needed} MiB，剩余 {free} MiB。"),
                    )
                };
                Problem::new("disk-full", message)
                    .about(folder)
                    .hint(lang.pick("Make room, or choose another place.", "腾出空间，或者换一个位置。"))
            }
            InstallError::Io { file, denied, reason } => {
                let file = file.display();
                let message = if *denied {
                    lang.pick(format!("{file} cannot be written."), format!("无法写入 {file}。"))
                } else {
                    lang.pick(format!("{file}: {reason}"), format!("{file}：{reason}"))
                };
                Problem::new(if *denied { "destination-denied" } else { "io" }, message).about(file)
            }
            InstallError::NotAModule(source) => Problem::new(
                "destination-needs-module",
                lang.pick(
                    format!("{source} offers archives; the module cache takes modules only."),
                    format!("{source} 提供的是归档，而模块缓存只接受模块。"),
                ),
            )
            .about(source)
            .hint(lang.pick("Choose the module proxy as the source.", "选择模块代理作为来源。")),
            InstallError::UnknownSource(id) => Problem::new(
                "source-unknown",
                lang.pick(format!("There is no source {id}."), format!("没有来源 {id}。")),
            )
            .about(id)
            .hint(lang.pick(
                "It is “proxy”, the name of a mirror such as go.dev, or the URL of one.",
                "可以是 “proxy”、镜像名称（例如 go.dev），或镜像的 URL。",
            )),
            InstallError::UnknownDestination(id) => Problem::new(
                "destination-unknown",
                lang.pick(format!("There is no destination {id}."), format!("没有目标位置 {id}。")),
            )
            .about(id)
            .hint(lang.pick(
                "It is golang-dl, module-cache, the name of a manager that is installed, or a folder.",
                "可以是 golang-dl、module-cache、已安装的管理器的名称，或一个文件夹。",
            )),
        }
    }
}

/// Rounded up, so that little is not nothing.
fn mib(bytes: u64) -> u64 {
    bytes.div_ceil(1 << 20)
}

impl Say for Flaw {
    fn say(&self, lang: Lang) -> String {
        match self {
            Flaw::Unreadable(reason) => {
                lang.pick(format!("it cannot be read ({reason})"), format!("无法读取（{reason}）"))
            }
            Flaw::Path(name) => lang.pick(
                format!("“{name}” would be written outside of it"),
                format!("“{name}” 会被写到目标之外"),
            ),
            Flaw::Link { name, target } => lang.pick(
                format!("the link “{name}” leads out of it, to “{target}”"),
                format!("链接 “{name}” 指向外部的 “{target}”"),
            ),
            Flaw::Special(name) => lang.pick(
                format!("“{name}” is neither a file nor a folder"),
                format!("“{name}” 既不是文件也不是文件夹"),
            ),
            Flaw::Twice(name) => lang.pick(
                format!("“{name}” is in it twice, perhaps with other capitals"),
                format!("“{name}” 出现了两次，可能只是大小写不同"),
            ),
            Flaw::TooManyEntries(count) => lang.pick(
                format!("it has {count} entries, more than any Go"),
                format!("它有 {count} 个条目，超过任何版本的 Go"),
            ),
            Flaw::TooLarge { name } => lang.pick(
                format!("“{name}” unpacks to more than it may"),
                format!("“{name}” 解包后超出了允许的大小"),
            ),
            Flaw::Missing(what) => lang.pick(format!("there is no {what} in it"), format!("其中没有 {what}")),
        }
    }
}

impl Say for Reason {
    fn say(&self, lang: Lang) -> String {
        match self {
            Reason::ManagerRuns => {
                lang.pick("The Go that runs comes from this manager.", "正在使用的 Go 来自这个管理器。")
            }
            Reason::ManagerInUse => lang
                .pick("This manager keeps your other versions here.", "这个管理器把你的其他版本放在这里。"),
            Reason::ManagerThere => {
                lang.pick("This manager is installed and has no Go yet.", "这个管理器已安装，还没有 Go。")
            }
            Reason::NoManager => lang.pick(
                "No version manager was found; this is where golang.org/dl puts it.",
                "没有发现版本管理器；golang.org/dl 就放在这里。",
            ),
            Reason::LikeGolangDl => {
                lang.pick("This is where golang.org/dl puts it.", "golang.org/dl 就放在这里。")
            }
            Reason::LikeGo => lang.pick(
                "Go takes it from here when GOTOOLCHAIN or a go.mod asks for it.",
                "GOTOOLCHAIN 或 go.mod 要求时，Go 会从这里取用。",
            ),
            Reason::Chosen => lang.pick("You named this folder.", "这是你指定的文件夹。"),
        }
        .into()
    }
}

/// The name of the source in words.
impl Say for OfferSource {
    fn say(&self, lang: Lang) -> String {
        match &self.origin {
            Origin::ModuleProxy { .. } if self.id == "proxy" => {
                lang.pick("Module proxy (GOPROXY)", "模块代理（GOPROXY）").into()
            }
            Origin::ModuleProxy { .. } => lang.pick("Module proxy", "模块代理").into(),
            Origin::Mirror(_) => self.label(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::job::Cancelled;
    use crate::text::tests::{assert_chinese, assert_told};

    fn flaws() -> Vec<Flaw> {
        let name = || "bin/go".to_owned();
        vec![
            Flaw::Unreadable("odd".into()),
            Flaw::Path(name()),
            Flaw::Link { name: name(), target: "/etc".into() },
            Flaw::Special(name()),
            Flaw::Twice(name()),
            Flaw::TooManyEntries(3),
            Flaw::TooLarge { name: name() },
            Flaw::Missing("bin/go"),
        ]
    }

    #[test]
    fn every_reason_not_to_install_speaks_both_languages() {
        let text = || "go1.27.3".to_owned();
        let path = || std::path::PathBuf::from("/sdk");
        let mut all = vec![
            InstallError::Cancelled(Cancelled),
            InstallError::ProxyOff("off".into()),
            InstallError::BadProxy(text()),
            InstallError::NoSumdb(text()),
            InstallError::SumdbUntrusted { name: text(), reason: text() },
            InstallError::BadVersion(text()),
            InstallError::UnknownVersion { version: text(), source_name: "go.dev".into() },
            InstallError::NoList { url: text() },
            InstallError::NoChecksum { file: text() },
            InstallError::ChecksumMismatch { file: text(), expected: "a".into(), received: "b".into() },
            InstallError::OtherVersion { wanted: text(), found: "go1.2".into() },
            InstallError::Occupied(path()),
            InstallError::Busy(path()),
            InstallError::DiskFull { folder: path(), needed: 3, free: 2 },
            InstallError::DiskFull { folder: path(), needed: 0, free: 2 },
            InstallError::Io { file: path(), denied: true, reason: text() },
            InstallError::NotAModule(text()),
            InstallError::UnknownSource(text()),
            InstallError::UnknownDestination(text()),
        ];
        all.extend(crate::text::fetch::tests::every().into_iter().map(InstallError::Fetch));
        all.extend(flaws().into_iter().map(|flaw| InstallError::BadArchive { file: text(), flaw }));
        for error in all {
            assert_told(&error);
        }
    }

    #[test]
    fn every_reason_for_a_place_speaks_both_languages() {
        for reason in [
            Reason::ManagerRuns,
            Reason::ManagerInUse,
            Reason::ManagerThere,
            Reason::NoManager,
            Reason::LikeGolangDl,
            Reason::LikeGo,
            Reason::Chosen,
        ] {
            assert_ne!(reason.say(Lang::En), reason.say(Lang::ZhCn));
            assert_chinese(&reason.say(Lang::ZhCn));
        }
    }
}
