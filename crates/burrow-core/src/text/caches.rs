//! What there is to say about caches as they are: their names, what is in them, how old it is, what is wrong.

use super::{Lang, Problem, Say, Tell, bytes};
use crate::cache::measure::MeasureError;
use crate::cache::verify::Repair;
use crate::cache::{Cache, Kind, ModuleVersion, Root};
use crate::system::volume::{Medium, Volume};
use crate::tree::Size;
use crate::workbench::{BudgetState, CacheAge};

impl Say for Cache {
    fn say(&self, lang: Lang) -> String {
        match self {
            Cache::Build => lang.pick("Build cache", "构建缓存"),
            Cache::Modules => lang.pick("Module cache", "模块缓存"),
        }
        .to_owned()
    }
}

impl Say for Kind {
    fn say(&self, lang: Lang) -> String {
        match self {
            Kind::Build => lang.pick("Build results", "构建结果"),
            Kind::Test => lang.pick("Test results", "测试结果"),
            Kind::Fuzz => lang.pick("Fuzzing", "模糊测试"),
            Kind::Modules => lang.pick("Modules", "模块"),
            Kind::Downloads => lang.pick("Downloads", "下载"),
            Kind::Vcs => lang.pick("Clones", "代码仓库克隆"),
            Kind::Sumdb => lang.pick("Checksum records", "校验和记录"),
            Kind::Toolchains => lang.pick("Toolchains", "工具链"),
            Kind::Other => lang.pick("Other", "其他"),
        }
        .to_owned()
    }
}

impl Kind {
    /// What it is, and what follows when it goes.
    #[must_use]
    pub fn note(self, lang: Lang) -> &'static str {
        match self {
            Kind::Build => lang.pick(
                "Compiled packages and programs. Go makes them again when a build needs them.",
                "编译好的包和程序。构建需要时 Go 会重新生成。",
            ),
            Kind::Test => lang.pick(
                "What tests have said. Go runs a test again when its result is gone.",
                "测试的结果。结果不在了，Go 会重新运行测试。",
            ),
            Kind::Fuzz => lang.pick(
                "Inputs that fuzzing has found. Only more fuzzing finds such again.",
                "模糊测试找到的输入。只有再做模糊测试才能找回类似的。",
            ),
            Kind::Modules => lang.pick(
                "Sources of modules, unpacked. Go unpacks them again from the downloads, else it downloads them.",
                "解包后的模块源码。Go 会从下载的文件重新解包，没有时则重新下载。",
            ),
            Kind::Downloads => lang.pick(
                "What came from module proxies. Without it Go downloads what it has to unpack again.",
                "来自模块代理的文件。没有它们，需要再次解包时 Go 会重新下载。",
            ),
            Kind::Vcs => lang.pick(
                "Clones of repositories, for modules that come from no proxy. Go clones them again.",
                "不经代理获取的模块的代码仓库克隆。Go 会重新克隆。",
            ),
            Kind::Sumdb => lang.pick(
                "What checksum databases have proven. Go asks them again.",
                "校验和数据库证明过的内容。Go 会再次询问。",
            ),
            Kind::Toolchains => lang.pick(
                "Toolchains that Go fetched by itself. It downloads them again.",
                "Go 自行获取的工具链。需要时会重新下载。",
            ),
            Kind::Other => lang.pick(
                "Go’s own notes, locks, and what somebody else put there. It always stays.",
                "Go 自己的记录和锁文件，以及别人放在那里的内容。它们始终保留。",
            ),
        }
    }
}

impl Say for CacheAge {
    fn say(&self, lang: Lang) -> String {
        let CacheAge { from_days, to_days, .. } = self;
        match (from_days, to_days) {
            (0, _) => lang.pick("today".into(), "今天".into()),
            (1, Some(2)) => lang.pick("yesterday".into(), "昨天".into()),
            (from, Some(to)) => {
                let last = to.saturating_sub(1);
                lang.pick(format!("{from} to {last} days ago"), format!("{from} 到 {last} 天前"))
            }
            (from, None) => lang.pick(format!("{from} days ago or more"), format!("{from} 天前或更早")),
        }
    }
}

impl BudgetState {
    /// What is wrong with it; `None`: nothing.
    #[must_use]
    pub fn notice(&self, lang: Lang) -> Option<String> {
        if self.over() == 0 {
            return None;
        }
        let (cache, takes, over) = (self.cache.say(lang), bytes(self.takes), bytes(self.over()));
        Some(lang.pick(
            format!("{cache}: {takes}, {over} more than its budget"),
            format!("{cache}占用 {takes}，超出预算 {over}"),
        ))
    }
}

/// How far a measuring is.
#[must_use]
pub fn measured_so_far(size: Size, lang: Lang) -> String {
    let Size { files, .. } = size;
    let amount = bytes(size.bytes);
    lang.pick(format!("{amount} in {files} files so far"), format!("目前 {files} 个文件，共 {amount}"))
}

/// Why a cache is nowhere.
#[must_use]
pub fn no_folder(cache: Cache, root: &Root, lang: Lang) -> Option<Problem> {
    let name = cache.variable();
    Some(match root {
        Root::At(_) => return None,
        Root::Off => Problem::new(
            "cache-off",
            lang.pick(
                format!("{name} is off: there is no such cache."),
                format!("{name} 为 off：没有这个缓存。"),
            ),
        )
        .about(name),
        Root::Relative(value) => Problem::new(
            "cache-relative",
            lang.pick(
                format!("{name} is `{value}`. Go wants a whole path and stops."),
                format!("{name} 为 `{value}`。Go 要求绝对路径，会报错退出。"),
            ),
        )
        .about(name)
        .hint(lang.pick("Set it to a path from the root on.", "把它设为绝对路径。")),
        Root::Nowhere => Problem::new(
            "cache-nowhere",
            lang.pick(
                format!("Nothing tells where it is: neither {name} nor a home folder is set."),
                format!("无法得知它在哪里：既没有设置 {name}，也没有主目录。"),
            ),
        )
        .about(name),
    })
}

impl Tell for MeasureError {
    fn tell(&self, lang: Lang) -> Problem {
        match self {
            MeasureError::Cancelled(_) => {
                Problem::new("cancelled", lang.pick("Cancelled".into(), "已取消".into()))
            }
            MeasureError::NoFolder => Problem::new(
                "cache-no-folder",
                lang.pick("There is no folder for this cache.".into(), "没有这个缓存的文件夹。".into()),
            ),
            MeasureError::Unreadable { path, why } => {
                Problem::new(
                    "cache-unreadable",
                    lang.pick(
                        format!("{} cannot be read: {why}", path.display()),
                        format!("无法读取 {}：{why}", path.display()),
                    ),
                )
                .about(path.display())
                .hint(lang.pick(
                    "Look whether it is a folder that you may read.",
                    "请检查它是否为你可以读取的文件夹。",
                ))
            }
        }
    }
}

/// What a repair does.
#[must_use]
pub fn repair(repair: Repair, lang: Lang) -> &'static str {
    match repair {
        Repair::None => lang.pick("Nothing has to be done", "无需处理"),
        Repair::DeleteDir => lang.pick("Delete the folder", "删除文件夹"),
        Repair::DeleteZip => lang.pick("Delete the zip", "删除 zip"),
        Repair::DeleteZiphash => lang.pick("Delete the hash", "删除哈希文件"),
        Repair::DeleteZipAndZiphash => lang.pick("Delete the zip and its hash", "删除 zip 及其哈希文件"),
        Repair::DeleteMod => lang.pick("Delete the .mod file", "删除 .mod 文件"),
    }
}

/// What a check of the module cache leaves out.
#[must_use]
pub fn sumdb_not_asked(lang: Lang) -> Problem {
    Problem::new(
        "sumdb-not-asked",
        lang.pick(
            "No checksum database was asked: what go.sum of the known projects and the cache itself say was compared."
                .into(),
            "没有询问校验和数据库：只与已知项目的 go.sum 和缓存自身的记录作了比较。".into(),
        ),
    )
}

/// A version of which nothing can be said now.
#[must_use]
pub fn version_is_busy(version: &ModuleVersion, lang: Lang) -> Problem {
    let ModuleVersion { module, version } = version;
    Problem::new(
        "module-busy",
        lang.pick(
            format!("{module} {version} is being downloaded or unpacked right now; it was not checked."),
            format!("{module} {version} 正在下载或解包，没有校验。"),
        ),
    )
    .about(module)
}

/// What a person should know of a volume with a cache on it.
#[must_use]
pub fn volume_notes(volume: &Volume, lang: Lang) -> Vec<Problem> {
    let mut notes = Vec::new();
    let kind = &volume.file_system;
    match volume.medium {
        Medium::Disk => {}
        Medium::Network => notes.push(Problem::new(
            "cache-network",
            lang.pick(
                format!(
                    "It lies on another machine ({kind}): builds are slower, and nothing there is watched."
                ),
                format!("它在另一台机器上（{kind}）：构建会变慢，那里的变化也无法监视。"),
            ),
        )),
        Medium::Memory => notes.push(Problem::new(
            "cache-volatile",
            lang.pick(
                format!("It lies in memory ({kind}): it takes memory, and is gone at the next start."),
                format!("它在内存里（{kind}）：会占用内存，重启后就没有了。"),
            ),
        )),
    }
    if volume.read_only {
        notes.push(Problem::new(
            "cache-read-only",
            lang.pick(
                "Nothing can be written there: Go cannot use it as a cache.".into(),
                "那里不可写入：Go 无法把它用作缓存。".into(),
            ),
        ));
    }
    if volume.is_nearly_full() {
        notes.push(Problem::new(
            "cache-volume-full",
            lang.pick(
                format!("The disk is nearly full: {} are free.", bytes(volume.free)),
                format!("磁盘快满了：只剩 {}。", bytes(volume.free)),
            ),
        ));
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Budget;
    use crate::text::tests::{assert_chinese, assert_told};

    fn both(say: impl Fn(Lang) -> String) {
        let (en, zh) = (say(Lang::En), say(Lang::ZhCn));
        assert_ne!(en, zh);
        assert_chinese(&zh);
    }

    #[test]
    fn what_is_in_caches_has_its_name_in_both_languages() {
        for cache in Cache::ALL {
            both(|lang| cache.say(lang));
            for kind in cache.kinds() {
                both(|lang| kind.say(lang));
                both(|lang| kind.note(lang).to_owned());
            }
            let budget = Some(Budget { bytes: 5, automatic: false });
            let state = BudgetState { cache, budget, takes: 2_000_000 };
            both(|lang| state.notice(lang).unwrap());
            let roots = [Root::Off, Root::Relative("x".into()), Root::Nowhere];
            for root in &roots {
                both(|lang| no_folder(cache, root, lang).unwrap().message);
            }
        }
        both(|lang| sumdb_not_asked(lang).message);
        both(|lang| measured_so_far(Size::default(), lang));
        both(|lang| version_is_busy(&ModuleVersion::new("a.com/x", "v1.0.0"), lang).message);
        for one in [
            Repair::None,
            Repair::DeleteDir,
            Repair::DeleteZip,
            Repair::DeleteZiphash,
            Repair::DeleteZipAndZiphash,
            Repair::DeleteMod,
        ] {
            both(|lang| repair(one, lang).to_owned());
        }
        for (from_days, to_days) in [(0, Some(1)), (1, Some(2)), (5, Some(30)), (365, None)] {
            let age = CacheAge { cache: Cache::Build, from_days, to_days, size: Size::default() };
            both(|lang| age.say(lang));
        }
    }

    #[test]
    fn what_is_odd_about_a_volume_is_said_in_both_languages() {
        let volume = |medium, read_only, free| Volume {
            total: 100,
            free,
            file_system: "nfs4".into(),
            medium,
            read_only,
            mount_point: "/".into(),
        };
        assert_eq!(volume_notes(&volume(Medium::Disk, false, 50), Lang::En), []);
        for (medium, codes) in [
            (Medium::Network, ["cache-network", "cache-read-only", "cache-volume-full"]),
            (Medium::Memory, ["cache-volatile", "cache-read-only", "cache-volume-full"]),
        ] {
            let odd = volume(medium, true, 2);
            let notes = volume_notes(&odd, Lang::En);
            assert_eq!(notes.iter().map(|note| note.code).collect::<Vec<_>>(), codes);
            for at in 0..codes.len() {
                both(|lang| volume_notes(&odd, lang)[at].message.clone());
            }
        }
        assert_told(&MeasureError::NoFolder);
        assert_told(&MeasureError::Unreadable { path: "/f".into(), why: "EACCES".into() });
    }
}
