//! What there is to say about damage in the module cache.

use super::{Lang, Problem, Say, Tell};
use crate::cache::verify::{
    Damage, Damaged, Detail, Differing, Odd, Repair, RepairError, SumMismatch, Verified, VerifyError,
};

/// How many names of files stand in a sentence.
const NAMED: usize = 3;

impl Say for Damaged {
    fn say(&self, lang: Lang) -> String {
        // The names in a zip begin with the version, which stands beside this already.
        let prefix = format!("{}@{}/", self.version.module, self.version.version);
        let mut text = what(self.damage, &self.detail, lang).replace(&prefix, "");
        text.push_str(lang.pick(" ", ""));
        text.push_str(next(self, lang));
        text
    }
}

/// What is wrong, as a sentence.
fn what(damage: Damage, detail: &Detail, lang: Lang) -> String {
    let text = match damage {
        Damage::ZipMissing => lang.pick("The zip is not there.", "zip 不在。"),
        Damage::ZiphashMissing => match detail {
            Detail::NotAHash => {
                lang.pick("The file with the zip’s hash holds none.", "记录 zip 哈希的文件里没有哈希。")
            }
            _ => lang.pick("The zip has no hash beside it.", "zip 旁边没有记录哈希的文件。"),
        },
        Damage::DownloadMissing => lang.pick(
            "The folder is there, but neither the zip nor its hash: nothing can vouch for it.",
            "文件夹还在，但 zip 和它的哈希都不在，无法证明其内容。",
        ),
        Damage::ModMissing => lang.pick("The .mod file is not there.", ".mod 文件不在。"),
        Damage::InfoMissing => lang.pick("The .info file is not there.", ".info 文件不在。"),
        Damage::DirMissing => match detail {
            Detail::NotAFolder => {
                lang.pick("Something else stands where the folder should be.", "文件夹的位置上是别的东西。")
            }
            _ => lang.pick("The zip is there, but it is not unpacked.", "zip 还在，但没有解包后的文件夹。"),
        },
        Damage::PartialStale => {
            lang.pick("Unpacking was interrupted and not resumed.", "解包曾被中断，之后没有继续。")
        }
        Damage::DirModified | Damage::DirMissingFile => return folder(detail, lang),
        Damage::ZipCorrupt => return zip(detail, lang),
        Damage::ZiphashWrong => match detail {
            Detail::NobodyTells => lang.pick(
                "The zip and its hash disagree, and nothing tells which of them is right.",
                "zip 与它的哈希不一致，无从判断哪一个正确。",
            ),
            Detail::NotAHash => lang.pick(
                "The file with the zip’s hash holds none, and there is no zip to make it from.",
                "记录 zip 哈希的文件里没有哈希，也没有 zip 可用来重新计算。",
            ),
            Detail::NotAsInDatabase => lang.pick(
                "The recorded hash is not the one that the checksum database has.",
                "记录的哈希与校验和数据库中的不同。",
            ),
            _ => lang.pick("The recorded hash is not the zip’s.", "记录的哈希不是这个 zip 的。"),
        },
        Damage::ModWrong => match detail {
            Detail::NotAsInZip => lang.pick(
                "The .mod file is not the go.mod of the module.",
                ".mod 文件与模块自身的 go.mod 不同。",
            ),
            Detail::NotAGoMod => lang.pick("The .mod file is no go.mod.", ".mod 文件不是 go.mod。"),
            Detail::NotAsInDatabase => lang.pick(
                "The checksum database has another hash for the .mod file.",
                "校验和数据库中 .mod 文件的哈希与它不同。",
            ),
            _ => {
                lang.pick("go.sum has another hash for the .mod file.", "go.sum 中 .mod 文件的哈希与它不同。")
            }
        },
    };
    text.to_owned()
}

fn folder(detail: &Detail, lang: Lang) -> String {
    match detail {
        Detail::Link => lang
            .pick(
                "The folder is a link: go builds with it, but cannot verify it.",
                "这个文件夹是链接：go 可以用它构建，但无法校验。",
            )
            .into(),
        Detail::Nowhere => lang
            .pick(
                "In the place of the folder there is a link that leads nowhere.",
                "文件夹的位置上是一个失效的链接。",
            )
            .into(),
        Detail::Unreadable(why) => {
            lang.pick(format!("The folder cannot be read: {why}."), format!("无法读取文件夹：{why}。"))
        }
        Detail::OtherContent => {
            lang.pick("The folder was unpacked from the wrong zip.", "文件夹是从错误的 zip 解包的。").into()
        }
        Detail::Files(differing) if differing.count > 0 => files(differing, lang),
        _ => lang
            .pick("Something in the folder is not what was downloaded.", "文件夹里有内容与下载时不同。")
            .into(),
    }
}

fn files(differing: &Differing, lang: Lang) -> String {
    let mut parts = Vec::new();
    for (names, en, zh) in [
        (&differing.missing, "missing", "缺少"),
        (&differing.changed, "changed", "改动了"),
        (&differing.added, "added", "多出了"),
    ] {
        if !names.is_empty() {
            let some: Vec<String> = names.iter().take(NAMED).map(ToString::to_string).collect();
            let more = if names.len() > NAMED { " …" } else { "" };
            let some = some.join(lang.pick(", ", "、"));
            parts.push(lang.pick(format!("{en}: {some}{more}"), format!("{zh} {some}{more}")));
        }
    }
    lang.pick(
        format!("The folder is not as downloaded ({}).", parts.join("; ")),
        format!("文件夹与下载时不同（{}）。", parts.join("；")),
    )
}

fn zip(detail: &Detail, lang: Lang) -> String {
    match detail {
        Detail::Flaw(flaw) => {
            lang.pick(format!("The zip is damaged: {flaw}."), format!("zip 已损坏：{flaw}。"))
        }
        Detail::NotAsInGoSum => {
            lang.pick("The zip is not the one that go.sum names.", "zip 不是 go.sum 记录的那一个。").into()
        }
        Detail::NotAsInDatabase => lang
            .pick(
                "The zip is not the one that the checksum database has.",
                "zip 与校验和数据库中的记录不符。",
            )
            .into(),
        _ => {
            lang.pick("The zip holds something else than its hash says.", "zip 的内容与它的哈希不符。").into()
        }
    }
}

/// What follows from it.
fn next(damaged: &Damaged, lang: Lang) -> &'static str {
    match damaged.repair {
        Repair::None if matches!(damaged.detail, Detail::Link | Detail::Nowhere) => lang.pick(
            "Go makes no such links: remove it by hand, if it is yours.",
            "go 不会创建这样的链接：如果是你自己建的，请自行删除。",
        ),
        Repair::None if !damaged.heals_itself => {
            lang.pick("Go unpacks it anew once the rest is repaired.", "修复其余损坏后，go 会重新解包。")
        }
        Repair::None => match damaged.damage {
            Damage::ZipMissing => lang.pick(
                "What is unpacked still builds; `go mod download` fetches the zip again.",
                "已解包的内容仍可构建；`go mod download` 会重新下载 zip。",
            ),
            Damage::DownloadMissing | Damage::ModMissing | Damage::InfoMissing => {
                lang.pick("Go downloads it when it is needed.", "需要时 go 会重新下载。")
            }
            Damage::ZiphashMissing => lang.pick("Go computes it from the zip.", "go 会根据 zip 重新计算。"),
            _ => lang.pick("Go unpacks the zip again.", "go 会重新解包 zip。"),
        },
        Repair::DeleteDir => lang.pick("Deleting the folder repairs it.", "删除该文件夹即可修复。"),
        Repair::DeleteZip => lang.pick("Deleting the zip repairs it.", "删除该 zip 即可修复。"),
        Repair::DeleteZiphash => lang.pick("Deleting the hash repairs it.", "删除该哈希文件即可修复。"),
        Repair::DeleteZipAndZiphash => {
            lang.pick("Deleting the zip and its hash repairs it.", "删除该 zip 及其哈希文件即可修复。")
        }
        Repair::DeleteMod => lang.pick("Deleting the .mod file repairs it.", "删除该 .mod 文件即可修复。"),
    }
}

impl Say for SumMismatch {
    fn say(&self, lang: Lang) -> String {
        let SumMismatch { version, of_go_mod, file, line, .. } = self;
        let (module, version) = (&version.module, &version.version);
        let part = if *of_go_mod { "/go.mod" } else { "" };
        let place = format!("{}:{line}", file.display());
        match self.odd {
            Odd::GoSum => lang.pick(
                format!("{place}: {module} {version}{part} has another hash here than in the cache and in another go.sum: this line is wrong."),
                format!("{place}：{module} {version}{part} 的哈希与缓存和另一份 go.sum 都不同：这一行是错的。"),
            ),
            Odd::NotAsInDatabase => lang.pick(
                format!("{place}: {module} {version}{part} has another hash here than in the cache and in the checksum database: this line is wrong."),
                format!("{place}：{module} {version}{part} 的哈希与缓存和校验和数据库都不同：这一行是错的。"),
            ),
            Odd::Unknown => lang.pick(
                format!("{place}: {module} {version}{part} has another hash here than in the cache, and nothing tells which is right."),
                format!("{place}：{module} {version}{part} 的哈希与缓存不同，无从判断哪一个正确。"),
            ),
        }
    }
}

/// What a repair came to; `left` damages stay.
#[must_use]
pub fn repaired(repaired: u64, left: usize, lang: Lang) -> String {
    match (repaired, left) {
        (1, 0) => lang.pick("It is repaired.".into(), "已修复。".into()),
        (many, 0) => lang.pick(format!("All {many} are repaired."), format!("{many} 处损坏已全部修复。")),
        (some, left) => lang.pick(
            format!("Repaired: {some}. Still damaged: {left}."),
            format!("已修复 {some} 处，仍有 {left} 处损坏。"),
        ),
    }
}

/// What is not as usual, but nothing to do about.
#[must_use]
pub fn besides(found: &Verified, lang: Lang) -> Vec<String> {
    let heals = found.damaged.iter().filter(|damaged| damaged.heals_itself).count();
    let mut sentences = Vec::new();
    match heals {
        0 => {}
        1 => sentences.push(lang.pick(
            "One file or folder is missing or half done: go makes or fetches it again when it needs it.".into(),
            "有 1 个文件或文件夹缺失或不完整，go 需要时会自行恢复。".into(),
        )),
        many => sentences.push(lang.pick(
            format!("{many} files or folders are missing or half done: go makes or fetches them again when it needs them."),
            format!("有 {many} 个文件或文件夹缺失或不完整，go 需要时会自行恢复。"),
        )),
    }
    match found.busy.len() {
        0 => {}
        1 => sentences.push(lang.pick(
            "One version was left out: a go is downloading or unpacking it.".into(),
            "跳过了 1 个版本：go 正在下载或解包。".into(),
        )),
        many => sentences.push(lang.pick(
            format!("{many} versions were left out: a go is downloading or unpacking them."),
            format!("跳过了 {many} 个版本：go 正在下载或解包。"),
        )),
    }
    sentences
}

impl Tell for RepairError {
    fn tell(&self, lang: Lang) -> Problem {
        match self {
            RepairError::Verify(why) => why.tell(lang),
            RepairError::Quarantine(why) => why.tell(lang),
            RepairError::NoGo => Problem::new(
                "no-go",
                lang.pick(
                    "There is no go that could fetch it again, so nothing was taken away.".into(),
                    "没有可以重新下载的 go，因此什么都没有删除。".into(),
                ),
            )
            .hint(lang.pick(
                "Repaired without fetching, go downloads what is missing when it needs it.",
                "可以只修复而不下载，需要时 go 会自行下载。",
            )),
        }
    }
}

impl Tell for VerifyError {
    fn tell(&self, lang: Lang) -> Problem {
        match self {
            VerifyError::Cancelled(_) => {
                Problem::new("cancelled", lang.pick("Cancelled.", "已取消。").into())
            }
            VerifyError::Unreadable { path, reason } => Problem::new(
                "cache-unreadable",
                lang.pick(
                    format!("The module cache cannot be read: {reason}."),
                    format!("无法读取模块缓存：{reason}。"),
                ),
            )
            .about(path.display()),
        }
    }
}
