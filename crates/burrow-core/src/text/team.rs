//! The words of a team's file: why one is refused, what following it would change, what was left out of one.

use super::toml_file::{FileSort, malformed};
use super::{Lang, Problem, Say, Tell};
use crate::project::team::{
    Kept, LeftOut, LeftOutWhy, PrivatePart, ProfilePart, TeamError, ToolchainPart, ToolchainState, Why,
    WriteError,
};
use crate::proxy::profile::{Standing, State};

impl Tell for TeamError {
    fn tell(&self, lang: Lang) -> Problem {
        match self {
            TeamError::Fault { file, fault } => {
                let problem = fault.tell(lang);
                let file = file.display();
                Problem { message: format!("{file}: {}", problem.message), ..problem }
            }
            TeamError::NotAFile { file } => not_a_file(&file.display().to_string(), lang),
            TeamError::Io { file, reason } => {
                let file = file.display().to_string();
                Problem::new(
                    "team-file-unreadable",
                    lang.pick(
                        format!("{file} cannot be read: {reason}."),
                        format!("无法读取 {file}：{reason}。"),
                    ),
                )
                .about(file)
            }
        }
    }
}

fn not_a_file(file: &str, lang: Lang) -> Problem {
    Problem::new(
        "team-file-not-plain",
        lang.pick(
            format!("{file} is a link or no file at all. Burrow does not follow it."),
            format!("{file} 是链接，或者根本不是文件。Burrow 不会跟随它。"),
        ),
    )
    .about(file)
}

impl Tell for Why {
    fn tell(&self, lang: Lang) -> Problem {
        let new = |code: &'static str, en: String, zh: String| Problem::new(code, lang.pick(en, zh));
        match self {
            Why::Malformed(why) => malformed(why, FileSort::Team, lang),
            Why::Empty => {
                new("team-file-empty", "There is nothing in the file.".into(), "文件里什么都没有。".into())
            }
            Why::Control { key } => new(
                "team-file-control",
                format!("“{key}” holds a character that nobody sees."),
                format!("“{key}”里有看不见的字符。"),
            )
            .about(key),
            Why::TooLong { key, most } => new(
                "team-file-too-long",
                format!("“{key}” is longer than {most} bytes."),
                format!("“{key}”超过了 {most} 字节。"),
            )
            .about(key),
            Why::TooMany { key, most } => new(
                "team-file-too-many",
                format!("“{key}” has more than {most} entries."),
                format!("“{key}”超过了 {most} 项。"),
            )
            .about(key),
            Why::Secret { key } => new(
                "team-file-secret",
                format!("“{key}” holds a secret, or a place for one. A repository is no place for it."),
                format!("“{key}”里有机密，或者给机密留了位置。仓库不是存放它的地方。"),
            )
            .about(key)
            .hint(lang.pick(
                "Each person keeps logins in the netrc file.",
                "登录信息由每个人保存在自己的 netrc 文件里。",
            )),
            Why::Toolchain { name } => new(
                "team-file-toolchain",
                format!("“{name}” is no release of Go that could be switched to, such as go1.24.11."),
                format!("“{name}”不是可以切换到的 Go 版本，应当形如 go1.24.11。"),
            )
            .about(name),
            Why::Pattern { pattern } => new(
                "team-file-pattern",
                format!("“{pattern}” matches no module."),
                format!("“{pattern}”匹配不到任何模块。"),
            )
            .about(pattern),
            Why::Elsewhere { name, scheme } => new(
                "team-file-elsewhere",
                format!("{name} leads to {scheme}://. A team may only name servers."),
                format!("{name} 指向 {scheme}://。团队文件里只能写服务器。"),
            )
            .about(name),
            Why::Link => new(
                "team-file-link",
                "This is no link to an https page.".into(),
                "这不是指向 https 页面的链接。".into(),
            ),
            Why::Profile(why) => why.tell(lang),
        }
    }
}

impl Tell for WriteError {
    fn tell(&self, lang: Lang) -> Problem {
        match self {
            WriteError::NotAFile(file) => not_a_file(&file.display().to_string(), lang),
            WriteError::Moved(file) => {
                let file = file.display().to_string();
                Problem::new(
                    "team-file-moved",
                    lang.pick(
                        format!("{file} has changed in the meantime. Nothing was written."),
                        format!("{file} 刚刚有改动，因此没有写入。"),
                    ),
                )
                .about(file)
            }
            WriteError::Io { file, reason } => {
                let file = file.display().to_string();
                Problem::new(
                    "team-file-not-written",
                    lang.pick(
                        format!("{file} cannot be written: {reason}."),
                        format!("无法写入 {file}：{reason}。"),
                    ),
                )
                .about(file)
            }
        }
    }
}

impl Say for ProfilePart {
    fn say(&self, lang: Lang) -> String {
        let name = self.profile.name();
        match self.state {
            State::InEffect => {
                lang.pick(format!("The profile {name} is in effect."), format!("配置 {name} 已经生效。"))
            }
            State::Shadowed => lang.pick(
                format!("The profile {name} stands in the GOENV file; the environment says otherwise."),
                format!("配置 {name} 已写入 GOENV 文件；环境变量的值与它不同。"),
            ),
            State::Other => {
                lang.pick(format!("The profile {name} would be applied."), format!("将应用配置 {name}。"))
            }
        }
    }
}

impl Say for ToolchainPart {
    fn say(&self, lang: Lang) -> String {
        let wanted = &self.wanted;
        match (self.state, &self.runs) {
            (ToolchainState::Runs, Some(runs)) if runs != wanted => lang.pick(
                format!("{runs} runs, which is newer than {wanted}."),
                format!("运行的是 {runs}，比 {wanted} 更新。"),
            ),
            (ToolchainState::Runs, _) => {
                lang.pick(format!("{wanted} runs."), format!("运行的就是 {wanted}。"))
            }
            (ToolchainState::Older, Some(runs)) => lang.pick(
                format!("{wanted} would run in the place of {runs}."),
                format!("将用 {wanted} 代替 {runs}。"),
            ),
            (_, _) => lang.pick(format!("{wanted} would run."), format!("将使用 {wanted}。")),
        }
    }
}

impl Say for PrivatePart {
    fn say(&self, lang: Lang) -> String {
        let pattern = &self.pattern;
        match self.standing {
            Standing::Same => lang.pick(
                format!("Modules of {pattern} are private already."),
                format!("{pattern} 的模块已经是私有的。"),
            ),
            Standing::Different => lang.pick(
                format!("Modules of {pattern} would be private."),
                format!("{pattern} 的模块将设为私有。"),
            ),
            Standing::Shadowed => lang.pick(
                format!("The environment keeps {pattern} from being private."),
                format!("环境变量使 {pattern} 无法设为私有。"),
            ),
        }
    }
}

impl Say for Kept {
    fn say(&self, lang: Lang) -> String {
        match self {
            Kept::No => lang.pick("It will be kept among the profiles.", "它会保存到你的配置里。"),
            Kept::Same => lang.pick("It is among the profiles already.", "它已经在你的配置里。"),
            Kept::Other => lang.pick(
                "A profile of that name is kept already and holds something else; it stays as it is.",
                "已有同名的配置，内容不同；它会保持原样。",
            ),
        }
        .into()
    }
}

impl Say for LeftOut {
    fn say(&self, lang: Lang) -> String {
        let name = self.name;
        match &self.why {
            LeftOutWhy::Credentials => lang.pick(
                format!("{name}: the login in the URL was left out."),
                format!("{name}：URL 里的登录信息没有写入。"),
            ),
            LeftOutWhy::Refused(why) => {
                let why = why.tell(lang).message;
                lang.pick(format!("{name} was left out. {why}"), format!("{name} 没有写入。{why}"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::team::TeamFault;
    use crate::text::tests::{assert_chinese, assert_told};

    #[test]
    fn every_refusal_speaks_both_languages() {
        let key = || "key".to_owned();
        let whys = [
            Why::Empty,
            Why::Control { key: key() },
            Why::TooLong { key: key(), most: 3 },
            Why::TooMany { key: key(), most: 3 },
            Why::Secret { key: key() },
            Why::Toolchain { name: "go2".into() },
            Why::Pattern { pattern: "a b".into() },
            Why::Elsewhere { name: "GOPROXY".into(), scheme: "file".into() },
            Why::Link,
        ];
        for why in whys {
            assert_told(&why);
            assert_told(&TeamFault { line: 3, why: why.clone() });
            assert_told(&TeamError::Fault {
                file: "/f".into(),
                fault: TeamFault { line: 3, why: why.clone() },
            });
            let left = LeftOut { name: "GOPROXY", why: LeftOutWhy::Refused(why) };
            assert_chinese(&left.say(Lang::ZhCn));
        }
        assert_told(&TeamError::NotAFile { file: "/f".into() });
        assert_told(&TeamError::Io { file: "/f".into(), reason: "x".into() });
        assert_told(&WriteError::Moved("/f".into()));
        assert_told(&WriteError::Io { file: "/f".into(), reason: "x".into() });
    }

    #[test]
    fn every_part_of_a_proposal_speaks_both_languages() {
        for state in [ToolchainState::Runs, ToolchainState::Older, ToolchainState::Unknown] {
            for runs in [None, Some("go1.25.0".to_owned())] {
                let part = ToolchainPart { wanted: "go1.24.1".into(), runs, state, installed: false };
                assert_chinese(&part.say(Lang::ZhCn));
            }
        }
        for standing in [Standing::Same, Standing::Different, Standing::Shadowed] {
            let part = PrivatePart { pattern: "*.corp".into(), standing };
            assert_chinese(&part.say(Lang::ZhCn));
        }
        for kept in [Kept::No, Kept::Same, Kept::Other] {
            assert_ne!(kept.say(Lang::En), kept.say(Lang::ZhCn));
            assert_chinese(&kept.say(Lang::ZhCn));
        }
    }
}
