//! Private patterns in words: what an entry does, and why a module looks private.

use go_rules::pattern::{Doubt, Flaw, Verdict};

use super::{Lang, Say};
use crate::proxy::patterns::{EntryView, ListView, Sign};

/// `fine`, `never`, `doubtful`, `none`, `empty`: stable, for scripts.
pub fn verdict_id(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Fine => "fine",
        Verdict::Empty => "empty",
        Verdict::Nothing => "none",
        Verdict::Doubtful(_) => "doubtful",
        Verdict::Never(_) => "never",
    }
}

/// Why, in one word: stable, for scripts.
pub fn verdict_why(verdict: Verdict) -> Option<&'static str> {
    match verdict {
        Verdict::Fine | Verdict::Empty | Verdict::Nothing => None,
        Verdict::Doubtful(doubt) => Some(match doubt {
            Doubt::RegularExpression => "regular-expression",
            Doubt::DoubleStar => "double-star",
            Doubt::GitSuffix => "git-suffix",
            Doubt::Wide(_) => "wide",
            Doubt::Covered(_) => "covered",
        }),
        Verdict::Never(flaw) => Some(match flaw {
            Flaw::Blank => "blank",
            Flaw::Quotes => "quotes",
            Flaw::Scheme => "scheme",
            Flaw::Address => "address",
            Flaw::Version => "version",
            Flaw::Port => "port",
            Flaw::Separator => "separator",
            Flaw::Negation => "negation",
            Flaw::Braces => "braces",
            Flaw::RegularExpression => "regular-expression",
            Flaw::Malformed => "malformed",
            Flaw::Dots => "dots",
            Flaw::Slashes => "slashes",
            Flaw::Capitals => "capitals",
            Flaw::NoDot => "no-dot",
            Flaw::Characters => "characters",
        }),
    }
}

impl Say for Flaw {
    fn say(&self, lang: Lang) -> String {
        match self {
            Flaw::Blank => lang.pick(
                "Never matches: it has a blank in it, and Go takes none away.",
                "永远不会匹配：其中有空格，而 Go 不会去掉空格。",
            ),
            Flaw::Quotes => lang.pick(
                "Never matches: the quotes are part of it for Go.",
                "永远不会匹配：Go 把引号当作内容。",
            ),
            Flaw::Scheme => lang.pick(
                "Never matches: paths of modules have no scheme.",
                "永远不会匹配：模块路径没有协议前缀。",
            ),
            Flaw::Address => lang.pick(
                "Never matches: this is an address for git, not the path of a module.",
                "永远不会匹配：这是 git 的地址，不是模块路径。",
            ),
            Flaw::Version => lang.pick(
                "Never matches: patterns are compared with the path, without a version.",
                "永远不会匹配：模式只与路径比较，不含版本。",
            ),
            Flaw::Port => lang.pick(
                "Never matches: paths of modules have no port.",
                "永远不会匹配：模块路径没有端口。",
            ),
            Flaw::Separator => lang.pick(
                "Never matches: entries are separated by commas only.",
                "永远不会匹配：各项只能用逗号分隔。",
            ),
            Flaw::Negation => lang.pick(
                "Never matches: there are no exceptions, “!” takes nothing out.",
                "永远不会匹配：没有排除语法，“!” 不起作用。",
            ),
            Flaw::Braces => lang.pick(
                "Never matches: braces mean nothing here, and the comma in them ends the entry.",
                "永远不会匹配：花括号没有特殊含义，其中的逗号会结束该项。",
            ),
            Flaw::RegularExpression => lang.pick(
                "Never matches: this is a regular expression, and Go reads globs.",
                "永远不会匹配：这是正则表达式，而 Go 使用通配模式。",
            ),
            Flaw::Malformed => lang.pick(
                "Never matches: a bracket is not closed, or it ends with a backslash. Go says nothing about it.",
                "永远不会匹配：方括号没有闭合，或以反斜杠结尾。Go 不会提示。",
            ),
            Flaw::Dots => lang.pick(
                "Never matches: “...” is for packages. A path matches everything below it anyway.",
                "永远不会匹配：“...” 用于包。路径本来就匹配其下的所有内容。",
            ),
            Flaw::Slashes => lang.pick(
                "Never matches: a part between two slashes is empty.",
                "永远不会匹配：两个斜杠之间是空的。",
            ),
            Flaw::Capitals => lang.pick(
                "Never matches: hosts in paths of modules are written small.",
                "永远不会匹配：模块路径中的主机名必须小写。",
            ),
            Flaw::NoDot => lang.pick(
                "Never matches: every module that is fetched has a dot before its first slash.",
                "永远不会匹配：凡是要下载的模块，第一个斜杠之前都有点号。",
            ),
            Flaw::Characters => lang.pick(
                "Never matches: it has a character that no path of a module has.",
                "永远不会匹配：其中有模块路径不允许的字符。",
            ),
        }
        .to_owned()
    }
}

impl Say for Doubt {
    fn say(&self, lang: Lang) -> String {
        match self {
            Doubt::RegularExpression => lang
                .pick(
                    "Looks like a regular expression. For Go “.” is a dot and “*” stays within one part.",
                    "看起来像正则表达式。对 Go 来说 “.” 就是点号，“*” 不跨越斜杠。",
                )
                .to_owned(),
            Doubt::DoubleStar => lang
                .pick(
                    "“**” is one part, like “*”. What stands before it matches everything below anyway.",
                    "“**” 与 “*” 一样只匹配一级。前面的路径本来就匹配其下的所有内容。",
                )
                .to_owned(),
            Doubt::GitSuffix => lang
                .pick(
                    "Matches only paths that end with “.git” at this place.",
                    "只匹配此处以 “.git” 结尾的路径。",
                )
                .to_owned(),
            Doubt::Wide(host) => lang.pick(
                format!("Matches everything on {host}: public modules go past proxies and the checksum database, too."),
                format!("匹配 {host} 上的所有模块：公共模块也会绕过代理和校验和数据库。"),
            ),
            Doubt::Covered(at) => lang.pick(
                format!("Entry {} matches all of it already.", at + 1),
                format!("第 {} 项已经包含它。", at + 1),
            ),
        }
    }
}

/// What an entry does.
pub fn entry(list: &ListView, entry: &EntryView, lang: Lang) -> String {
    match entry.verdict {
        Verdict::Never(flaw) => flaw.say(lang),
        Verdict::Doubtful(doubt) => doubt.say(lang),
        Verdict::Empty => lang.pick("Empty: Go passes over it.", "空项：Go 会跳过。").to_owned(),
        Verdict::Nothing => lang.pick(
            format!("Matches nothing, so that GOPRIVATE does not count for {}.", list.list.name()),
            format!("不匹配任何模块，使 GOPRIVATE 不作用于 {}。", list.list.name()),
        ),
        Verdict::Fine => match entry.matches {
            0 => {
                lang.pick("Matches none of your projects’ modules.", "不匹配你项目中的任何模块。").to_owned()
            }
            1 => lang.pick("Matches 1 of your projects’ modules.", "匹配你项目中的 1 个模块。").to_owned(),
            many => lang.pick(
                format!("Matches {many} of your projects’ modules."),
                format!("匹配你项目中的 {many} 个模块。"),
            ),
        },
    }
}

impl Say for Sign {
    fn say(&self, lang: Lang) -> String {
        match self {
            Sign::NearMiss(entry) => lang.pick(
                format!("“{entry}” would match if it were written as Go reads it"),
                format!("“{entry}” 若按 Go 的写法书写就会匹配"),
            ),
            Sign::OnlyNoproxy => lang
                .pick("GONOPROXY matches, and GONOSUMDB does not", "GONOPROXY 匹配，而 GONOSUMDB 不匹配")
                .to_owned(),
            Sign::OnlyNosumdb => lang
                .pick("GONOSUMDB matches, and GONOPROXY does not", "GONOSUMDB 匹配，而 GONOPROXY 不匹配")
                .to_owned(),
            Sign::Internal => {
                lang.pick("no host of the internet ends like this", "互联网上没有这样的域名后缀").to_owned()
            }
            Sign::Login => {
                lang.pick("netrc has a login for this host", "netrc 中有此主机的登录信息").to_owned()
            }
            Sign::Rewrite(prefix) => lang.pick(
                format!("git fetches {prefix} another way (insteadOf)"),
                format!("git 通过其他方式获取 {prefix}（insteadOf）"),
            ),
            Sign::Repository(host) => lang.pick(
                format!("a project of yours has its repository on {host}"),
                format!("你的项目的仓库位于 {host}"),
            ),
            Sign::Owner(owner) => lang.pick(
                format!("may be private: a project of yours has its repository in {owner}"),
                format!("可能是私有的：你的项目的仓库位于 {owner}"),
            ),
        }
    }
}
