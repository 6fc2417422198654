//! What is wrong with a small TOML file, whatever it should have been.

use super::{Lang, Problem, Say, Tell};
use crate::toml_file::{LineFault, MOST_BYTES, Malformed, Type};

/// What a file should have been.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FileSort {
    Profile,
    Team,
}

impl<W: Tell + std::fmt::Display> Tell for LineFault<W> {
    fn tell(&self, lang: Lang) -> Problem {
        let line = self.line;
        let problem = self.why.tell(lang);
        let message = lang
            .pick(format!("Line {line}: {}", problem.message), format!("第 {line} 行：{}", problem.message));
        Problem { message, ..problem }
    }
}

/// In the words for such a file.
pub(super) fn malformed(why: &Malformed, sort: FileSort, lang: Lang) -> Problem {
    let new = |en: String, zh: String| Problem::new(code(why, sort), lang.pick(en, zh));
    match why {
        Malformed::TooLarge => {
            let (en, zh) = match sort {
                FileSort::Profile => ("No profile is.", "配置不会这么大。"),
                FileSort::Team => ("No team file is.", "团队文件不会这么大。"),
            };
            new(
                format!("The file is larger than {MOST_BYTES} bytes. {en}"),
                format!("文件超过了 {MOST_BYTES} 字节，{zh}"),
            )
        }
        Malformed::NotUtf8 => new("The file is not UTF-8 here.".into(), "文件在这里不是 UTF-8 编码。".into()),
        Malformed::NotToml { said } => {
            new(format!("This is not TOML: {said}."), format!("这不是合法的 TOML：{said}。"))
        }
        Malformed::UnknownKey { key } => unknown_key(key, sort, lang),
        Malformed::MissingKey { key } => {
            new(format!("The key “{key}” is missing."), format!("缺少“{key}”这个键。")).about(key)
        }
        Malformed::WrongType { key, wanted } => {
            let wanted = wanted.say(lang);
            new(format!("“{key}” must be {wanted}."), format!("“{key}”应当是{wanted}。")).about(key)
        }
    }
}

fn unknown_key(key: &str, sort: FileSort, lang: Lang) -> Problem {
    let (en, zh, keys, keys_zh) = match sort {
        FileSort::Profile => (
            format!("No profile has a key “{key}”."),
            format!("配置没有“{key}”这个键。"),
            "name, description, unset, [set] and [notes]",
            "name、description、unset、[set] 和 [notes]",
        ),
        FileSort::Team => (
            format!("No team file has a key “{key}” here."),
            format!("团队文件的这个位置没有“{key}”这个键。"),
            "profile, toolchain, private, [notes] (en, zh), [[links]] (title, url)",
            "profile、toolchain、private、[notes]（en、zh）、[[links]]（title、url）",
        ),
    };
    let code = code(&Malformed::UnknownKey { key: String::new() }, sort);
    Problem::new(code, lang.pick(en, zh))
        .about(key)
        .hint(lang.pick(format!("The keys are {keys}."), format!("可用的键有 {keys_zh}。")))
}

fn code(why: &Malformed, sort: FileSort) -> &'static str {
    let (profile, team) = match why {
        Malformed::TooLarge => ("profile-file-too-large", "team-file-too-large"),
        Malformed::NotUtf8 => ("profile-file-not-utf8", "team-file-not-utf8"),
        Malformed::NotToml { .. } => ("profile-file-not-toml", "team-file-not-toml"),
        Malformed::UnknownKey { .. } => ("profile-file-unknown-key", "team-file-unknown-key"),
        Malformed::MissingKey { .. } => ("profile-file-missing-key", "team-file-missing-key"),
        Malformed::WrongType { .. } => ("profile-file-wrong-type", "team-file-wrong-type"),
    };
    match sort {
        FileSort::Profile => profile,
        FileSort::Team => team,
    }
}

impl Say for Type {
    fn say(&self, lang: Lang) -> String {
        match self {
            Type::Text => lang.pick("a text in quotes", "带引号的文本"),
            Type::Texts => lang.pick("a list of names in quotes", "由带引号的名称组成的列表"),
            Type::Table => lang.pick("a table", "表"),
            Type::Tables => lang.pick("a list of tables", "由表组成的列表"),
        }
        .into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::team;
    use crate::proxy::profile::file;
    use crate::text::tests::assert_told;

    #[test]
    fn whatever_is_wrong_with_a_file_is_told_in_both_languages() {
        let key = || "set".to_owned();
        let types = [Type::Text, Type::Texts, Type::Table, Type::Tables];
        let whys = [
            Malformed::TooLarge,
            Malformed::NotUtf8,
            Malformed::NotToml { said: "invalid string".into() },
            Malformed::UnknownKey { key: key() },
            Malformed::MissingKey { key: "name" },
        ];
        let wrong = types.map(|wanted| Malformed::WrongType { key: key(), wanted });
        for why in whys.into_iter().chain(wrong) {
            assert_told(&LineFault { line: 3, why: file::Why::from(why.clone()) });
            assert_told(&LineFault { line: 3, why: team::Why::from(why) });
        }
    }
}
