//! Words of the list of what is in the caches; what they and their parts are called is in `caches`.

use super::{Lang, Say};
use crate::system::volume::Volume;

/// How much room is left; what is odd about a volume is said by [`super::volume_notes`].
impl Say for Volume {
    fn say(&self, lang: Lang) -> String {
        let (free, total) = (super::bytes(self.free), super::bytes(self.total));
        lang.pick(format!("{free} of {total} free"), format!("共 {total}，剩余 {free}"))
    }
}

/// Words of the list of what is in the caches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CacheWord {
    What,
    Size,
    OnDisk,
    Files,
    Folder,
    Module,
    Version,
    Fetched,
    /// A cache with nothing in it.
    Empty,
    /// What stands for the version of files of no version.
    NoVersion,
    /// So many folders could not be read.
    Unread(u64),
}

impl Say for CacheWord {
    fn say(&self, lang: Lang) -> String {
        match self {
            CacheWord::What => lang.pick("WHAT", "内容"),
            CacheWord::Size => lang.pick("SIZE", "大小"),
            CacheWord::OnDisk => lang.pick("ON DISK", "占用磁盘"),
            CacheWord::Files => lang.pick("FILES", "文件数"),
            CacheWord::Folder => lang.pick("FOLDER", "文件夹"),
            CacheWord::Module => lang.pick("MODULE", "模块"),
            CacheWord::Version => lang.pick("VERSION", "版本"),
            CacheWord::Fetched => lang.pick("FETCHED", "获取日期"),
            CacheWord::Empty => lang.pick("There is nothing in it.", "其中没有内容。"),
            CacheWord::NoVersion => "–",
            CacheWord::Unread(count) => {
                return match (count, lang) {
                    (1, Lang::En) => "One folder could not be read: what is in it is not counted.".into(),
                    (_, Lang::En) => {
                        format!("{count} folders could not be read: what is in them is not counted.")
                    }
                    (_, Lang::ZhCn) => format!("有 {count} 个文件夹无法读取，其中的内容没有计入。"),
                };
            }
        }
        .into()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::assert_chinese;
    use super::*;
    use crate::system::volume::Medium;

    #[test]
    fn room_and_what_was_not_read_are_told_in_both_languages() {
        let volume = Volume {
            total: 250_000_000_000,
            free: 5_000_000_000,
            file_system: "ext4".into(),
            medium: Medium::Disk,
            read_only: false,
            mount_point: "/x".into(),
        };
        assert_eq!(volume.say(Lang::En), "5.0 GB of 250 GB free");
        assert_chinese(&volume.say(Lang::ZhCn));
        for unread in [1, 3] {
            assert_chinese(&CacheWord::Unread(unread).say(Lang::ZhCn));
        }
        assert_ne!(CacheWord::Unread(1).say(Lang::En), CacheWord::Unread(2).say(Lang::En));
    }
}
