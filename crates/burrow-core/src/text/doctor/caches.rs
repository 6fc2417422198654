//! What is wrong with the caches, in words.

use super::{Lang, Words};
use crate::cache::Cache;
use crate::doctor::{CachesWrong, ReadOnly};
use crate::text::{Say, bytes};

pub(super) fn words(wrong: &CachesWrong, lang: Lang) -> Words {
    match wrong {
        CachesWrong::VolumeFull { caches, free, total } => volume_full(caches, *free, *total, lang),
        CachesWrong::ReadOnly { cache, why, filled } => read_only(*cache, *why, *filled, lang),
        CachesWrong::Volatile { cache, file_system } => volatile(*cache, file_system, lang),
        CachesWrong::Network { cache, file_system } => network(*cache, file_system, lang),
        CachesWrong::OverBudget { cache, size, budget } => over_budget(*cache, *size, *budget, lang),
        CachesWrong::Split { own, others } => {
            let own = own.display();
            let elsewhere = match others {
                1 => "In another place".to_owned(),
                others => format!("In {others} other places"),
            };
            Words::pick(
                lang,
                (
                    "Modules are kept in several module caches",
                    format!(
                        "Go uses {own} here. {elsewhere} there are modules too, because a manager of \
                         toolchains gives each version a GOPATH of its own: what one version has downloaded, \
                         another downloads again. With GOMODCACHE in the GOENV file all of them share one."
                    ),
                ),
                (
                    "模块存放在多个模块缓存中",
                    format!(
                        "Go 在这里使用 {own}。另外 {others} 处也有模块，因为版本管理器给每个版本各自的 GOPATH：\
                         一个版本下载过的模块，另一个版本还要再下载一次。在 GOENV 文件中设置 GOMODCACHE 后，它们共用一个。"
                    ),
                ),
            )
        }
        CachesWrong::Damaged { count, checked } => damaged(*count, *checked, lang),
    }
}

fn volume_full(caches: &[Cache], free: u64, total: u64, lang: Lang) -> Words {
    let names: Vec<&str> = caches.iter().map(|cache| cache.variable()).collect();
    let (free, total) = (bytes(free), bytes(total));
    Words::pick(
        lang,
        (
            format!("The disk of {} is nearly full", names.join(" and ")),
            format!(
                "{free} of {total} are free. When nothing is left, builds and downloads end half done. What Go itself \
                 would throw away, and what can be downloaded again, can go."
            ),
        ),
        (
            format!("{} 所在的磁盘快满了", names.join(" 和 ")),
            format!(
                "共 {total}，只剩 {free}。用完之后，构建和下载会中途失败。Go 自己也会丢弃的内容，以及可以重新下载的内容，可以清理。"
            ),
        ),
    )
}

fn read_only(cache: Cache, why: ReadOnly, filled: bool, lang: Lang) -> Words {
    let (name, what) = (cache.variable(), cache.say(lang));
    let reason = match why {
        ReadOnly::Volume => lang.pick("The volume is mounted read-only.", "该卷以只读方式挂载。"),
        ReadOnly::Rights => lang.pick("This account may not write there.", "当前账户没有写入权限。"),
        ReadOnly::NoFolder => lang.pick(
            "Something that is no folder stands there, or in the place of a folder above it.",
            "那里或其上层的位置不是文件夹。",
        ),
    };
    let follows = match (cache, filled) {
        (Cache::Build, _) => lang.pick(
            "Every build fails, because it must be kept there.",
            "每次构建都会失败，因为结果必须写入那里。",
        ),
        (Cache::Modules, true) => lang.pick(
            "What is in it can be used, and nothing can be added: a download fails.",
            "其中已有的模块可以使用，但无法添加：下载会失败。",
        ),
        (Cache::Modules, false) => lang.pick("Every download of a module fails.", "每次下载模块都会失败。"),
    };
    Words::pick(
        lang,
        (format!("Go cannot write to the {} ({name})", what.to_lowercase()), format!("{reason} {follows}")),
        (format!("Go 无法写入{what}（{name}）"), format!("{reason}{follows}")),
    )
}

fn volatile(cache: Cache, file_system: &str, lang: Lang) -> Words {
    let (name, what) = (cache.variable(), cache.say(lang));
    let (en, zh) = match cache {
        Cache::Build => ("Everything is built anew then.", "之后一切都要重新构建。"),
        Cache::Modules => ("Every module is downloaded again then.", "之后每个模块都要重新下载。"),
    };
    Words::pick(
        lang,
        (
            format!("The {} ({name}) lies in memory", what.to_lowercase()),
            format!("It is on a {file_system}: it takes memory, and is gone at the next start. {en}"),
        ),
        (
            format!("{what}（{name}）在内存里"),
            format!("它位于 {file_system}：会占用内存，重启后就没有了。{zh}"),
        ),
    )
}

fn network(cache: Cache, file_system: &str, lang: Lang) -> Words {
    let (name, what) = (cache.variable(), cache.say(lang));
    Words::pick(
        lang,
        (
            format!("The {} ({name}) lies on another machine", what.to_lowercase()),
            format!(
                "It is on a {file_system} volume: builds wait for the network with every file, and locks and times \
                 there are not those of this machine. A folder on a disk of this machine is better."
            ),
        ),
        (
            format!("{what}（{name}）在另一台机器上"),
            format!(
                "它位于 {file_system} 卷：构建中的每个文件都要等待网络，而且那里的锁和时间不是本机的。放在本机磁盘上更好。"
            ),
        ),
    )
}

fn over_budget(cache: Cache, size: u64, budget: u64, lang: Lang) -> Words {
    let (name, what, size, budget) = (cache.variable(), cache.say(lang), bytes(size), bytes(budget));
    Words::pick(
        lang,
        (
            format!("The {} ({name}) is over its budget", what.to_lowercase()),
            format!(
                "It holds {size}; you wanted no more than {budget}. A cleaning takes the oldest, as much as it needs."
            ),
        ),
        (
            format!("{what}（{name}）超出预算"),
            format!("它占用 {size}，而你设定的上限是 {budget}。清理会从最旧的开始，够了为止。"),
        ),
    )
}

fn damaged(count: usize, checked: u64, lang: Lang) -> Words {
    let en = if count == 1 {
        "A module in the module cache is damaged".to_owned()
    } else {
        format!("{count} modules in the module cache are damaged")
    };
    Words::pick(
        lang,
        (
            en,
            format!(
                "{checked} versions were looked at. Go does not repair these by itself: builds fail, or take what \
                 somebody has changed. The repair puts away just what is damaged, and Go downloads it again."
            ),
        ),
        (
            format!("模块缓存中有 {count} 个模块已损坏"),
            format!(
                "共检查了 {checked} 个版本。Go 不会自行修复这些：构建会失败，或者使用被改动过的内容。修复只移走损坏的部分，Go 会重新下载。"
            ),
        ),
    )
}
