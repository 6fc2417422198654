//! What long work is busy with.

use super::{Lang, Say, warm};
use crate::job::Doing;

impl Say for Doing {
    fn say(&self, lang: Lang) -> String {
        match self {
            Doing::Asking { host } => lang.pick(format!("Asking {host}"), format!("正在询问 {host}")),
            Doing::Measuring => lang.pick("Counting files".into(), "正在统计文件".into()),
            Doing::Downloading { host } => {
                lang.pick(format!("Downloading from {host}"), format!("正在从 {host} 下载"))
            }
            Doing::Verifying => lang.pick("Comparing checksums".into(), "正在核对校验和".into()),
            Doing::Unpacking => lang.pick("Unpacking".into(), "正在解包".into()),
            Doing::Checking => lang.pick("Looking whether all is there".into(), "正在检查是否完整".into()),
            Doing::Trashing => lang.pick("Moving to the trash".into(), "正在移到回收站".into()),
            Doing::Deleting => lang.pick("Deleting".into(), "正在删除".into()),
            Doing::PuttingAside => lang.pick("Cleaning".into(), "正在清理".into()),
            Doing::BringingBack => lang.pick("Bringing back".into(), "正在取回".into()),
            Doing::Waiting { programs } => {
                let programs = programs.join(lang.pick(", ", "、"));
                lang.pick(
                    format!("Waiting until these end: {programs}"),
                    format!("正在等待它们结束：{programs}"),
                )
            }
            Doing::Fetching { module } => {
                lang.pick(format!("Fetching {module}"), format!("正在下载 {module}"))
            }
            Doing::Examining => lang.pick("Asking and comparing".into(), "正在询问并核对".into()),
            Doing::Warming(figures) => warm::doing(figures, lang),
            Doing::Comparing => lang.pick("Asking module proxies".into(), "正在询问模块代理".into()),
            Doing::Building { package } => {
                lang.pick(format!("Building {package}"), format!("正在构建 {package}"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tests::assert_chinese;

    #[test]
    fn every_phase_speaks_both_languages() {
        let name = || "example.com".to_owned();
        for doing in [
            Doing::Asking { host: name() },
            Doing::Measuring,
            Doing::Downloading { host: name() },
            Doing::Verifying,
            Doing::Unpacking,
            Doing::Checking,
            Doing::Trashing,
            Doing::Deleting,
            Doing::PuttingAside,
            Doing::BringingBack,
            Doing::Waiting { programs: vec![name()] },
            Doing::Fetching { module: name() },
            Doing::Warming(Box::default()),
            Doing::Comparing,
            Doing::Examining,
            Doing::Building { package: name() },
        ] {
            assert_ne!(doing.say(Lang::En), doing.say(Lang::ZhCn));
            assert_chinese(&doing.say(Lang::ZhCn));
        }
    }
}
