//! What people believe of Go's variables, and what is true. Each was tried with real toolchains (Go 1.19–1.27).

use super::{Belief, Verdict};
use crate::text::Lang;
use Verdict::{False, Partly, True};

struct Row {
    names: &'static [&'static str],
    verdict: Verdict,
    /// Claim and truth.
    en: (&'static str, &'static str),
    zh: (&'static str, &'static str),
}

pub(super) fn of(name: &str, lang: Lang) -> Vec<Belief> {
    let rows = ROWS.iter().filter(|row| row.names.contains(&name));
    rows.map(|row| {
        let (claim, truth) = lang.pick(row.en, row.zh);
        Belief { claim: claim.to_owned(), verdict: row.verdict, truth: truth.to_owned() }
    })
    .collect()
}

/// Names in the table that no variable has.
#[cfg(test)]
pub(super) fn unplaced(known: &[&str]) -> Vec<&'static str> {
    ROWS.iter().flat_map(|row| row.names).copied().filter(|name| !known.contains(name)).collect()
}

const ROWS: &[Row] = &[
    Row {
        names: &["GOENV"],
        verdict: False,
        en: (
            "`go env -w` beats what the shell exports.",
            "Any non-empty value of the process environment wins over the GOENV file. Only an empty export does not.",
        ),
        zh: (
            "`go env -w` 的优先级高于 shell 的 export。",
            "只要进程环境中的值不为空，就会胜过 GOENV 文件；只有空的 export 不会。",
        ),
    },
    Row {
        names: &["GOENV"],
        verdict: False,
        en: (
            "`GOENV=off` makes go ignore every GO… variable of the shell.",
            "It only switches the file off. The process environment counts as before.",
        ),
        zh: ("`GOENV=off` 会让 go 忽略 shell 中所有 GO… 变量。", "它只是停用文件，进程环境照旧生效。"),
    },
    Row {
        names: &["GOENV"],
        verdict: False,
        en: (
            "GOENV is stronger than `go env -w`.",
            "GOENV only names the file that `go env -w` writes. With `GOENV=off`, `go env -w` still writes the default file.",
        ),
        zh: (
            "GOENV 的优先级高于 `go env -w`。",
            "GOENV 只是指明 `go env -w` 写入的文件。即使 `GOENV=off`，`go env -w` 仍会写入默认文件。",
        ),
    },
    Row {
        names: &["GOPRIVATE", "GONOPROXY", "GONOSUMDB", "GOINSECURE"],
        verdict: False,
        en: (
            "The patterns are regular expressions, with `*` only at the start or the end.",
            "They are globs, element by element: `*` may stand anywhere but never crosses a slash, and there is no regular expression syntax. A blank after a comma keeps a pattern from matching.",
        ),
        zh: (
            "这些模式是正则表达式，`*` 只能放在开头或结尾。",
            "它们是逐段匹配的通配模式：`*` 可以放在任何位置，但不跨越斜杠，也没有正则语法。逗号后多一个空格，该模式就不会匹配。",
        ),
    },
    Row {
        names: &["GO111MODULE"],
        verdict: Partly,
        en: (
            "`auto` falls back to GOPATH and vendor where there is no go.mod.",
            "GOPATH mode: yes, to this day. `vendor/` is honoured only inside GOPATH/src. And not set means `on`, not `auto`.",
        ),
        zh: (
            "`auto` 在没有 go.mod 的地方会退回 GOPATH 和 vendor。",
            "退回 GOPATH 模式：没错，至今如此。`vendor/` 只在 GOPATH/src 内有效。另外，不设置等于 `on`，而不是 `auto`。",
        ),
    },
    Row {
        names: &["GOSUMDB"],
        verdict: True,
        en: (
            "`GOSUMDB=off` skips the database, but go.sum is still enforced.",
            "A mismatch with go.sum stays fatal. But a first download without a line in go.sum is simply trusted, and go refuses to run downloaded toolchains.",
        ),
        zh: (
            "`GOSUMDB=off` 会跳过数据库，但 go.sum 仍然有效。",
            "与 go.sum 不符仍会报错。但首次下载且 go.sum 中没有记录时会直接信任，而且 go 会拒绝运行下载的工具链。",
        ),
    },
    Row {
        names: &["GODEBUG"],
        verdict: False,
        en: (
            "`GODEBUG=cachestats` shows how well the build cache does.",
            "There is no such switch. Real ones are gocacheverify, gocachehash and gocachetest.",
        ),
        zh: (
            "`GODEBUG=cachestats` 可以显示构建缓存的命中情况。",
            "没有这个开关。真正存在的是 gocacheverify、gocachehash 和 gocachetest。",
        ),
    },
    Row {
        names: &["GOMODCACHE"],
        verdict: True,
        en: (
            "`go clean -modcache` removes all of GOMODCACHE and leaves go.sum alone.",
            "Yes, with one exception: where GOMODCACHE is a symbolic link, only the link goes.",
        ),
        zh: (
            "`go clean -modcache` 会删除整个 GOMODCACHE，但不动 go.sum。",
            "没错，只有一个例外：GOMODCACHE 是符号链接时，删掉的只是链接本身。",
        ),
    },
    Row {
        names: &["GOCACHE"],
        verdict: False,
        en: (
            "A GOCACHE for each process avoids waiting for a lock.",
            "Cache entries need no lock. Splitting the cache only loses hits.",
        ),
        zh: ("给每个进程单独的 GOCACHE 可以避免锁竞争。", "缓存条目不需要锁。拆分缓存只会降低命中率。"),
    },
    Row {
        names: &["GOCACHE"],
        verdict: True,
        en: (
            "GOCACHE does not follow GOPATH.",
            "It follows XDG_CACHE_HOME and HOME, on Windows LocalAppData.",
        ),
        zh: ("GOCACHE 不随 GOPATH 变化。", "它跟随 XDG_CACHE_HOME 和 HOME，在 Windows 上跟随 LocalAppData。"),
    },
    Row {
        names: &["GOCACHE"],
        verdict: False,
        en: (
            "The keys of the build cache are made with FNV.",
            "They are SHA-256, for what was done as well as for what came of it.",
        ),
        zh: ("构建缓存的键用 FNV 计算。", "用的是 SHA-256，输入和输出都是。"),
    },
    Row {
        names: &["GOMODCACHE"],
        verdict: True,
        en: (
            "GOMODCACHE is `pkg/mod` in the first folder of GOPATH.",
            "That is its default; when GOPATH begins with an empty element, it is empty.",
        ),
        zh: (
            "GOMODCACHE 是 GOPATH 第一个文件夹下的 `pkg/mod`。",
            "这是它的默认值；如果 GOPATH 的第一项为空，它也为空。",
        ),
    },
    Row {
        names: &["GOFLAGS"],
        verdict: Partly,
        en: (
            "From go 1.14 on, vendor is used whenever vendor/modules.txt is there.",
            "The folder decides, not the file: without a fitting modules.txt go says “inconsistent vendoring” and stops. `-mod=mod` in GOFLAGS switches it off.",
        ),
        zh: (
            "从 go 1.14 起，只要有 vendor/modules.txt 就会使用 vendor。",
            "起决定作用的是文件夹，而不是这个文件：没有相符的 modules.txt，go 会报 inconsistent vendoring 并停止。在 GOFLAGS 中写 `-mod=mod` 可以关闭它。",
        ),
    },
    Row {
        names: &["GOFLAGS"],
        verdict: False,
        en: (
            "`-a -i` makes builds faster.",
            "`-a` forces everything to be built again; `-i` is gone since Go 1.20, and GOFLAGS ignores it without a word.",
        ),
        zh: (
            "`-a -i` 可以加快构建。",
            "`-a` 会强制全部重新构建；`-i` 从 Go 1.20 起已移除，写在 GOFLAGS 中会被悄悄忽略。",
        ),
    },
    Row {
        names: &["GOPRIVATE", "GONOPROXY", "GONOSUMDB"],
        verdict: True,
        en: (
            "GOPRIVATE sets the default of GONOPROXY and GONOSUMDB.",
            "Also when they are set but empty. To opt out, write `none`.",
        ),
        zh: (
            "GOPRIVATE 决定 GONOPROXY 和 GONOSUMDB 的默认值。",
            "即使它们被设为空值也是如此。要退出，请写 `none`。",
        ),
    },
    Row {
        names: &["GOPROXY"],
        verdict: True,
        en: (
            "After a comma, only 404 and 410 send go on to the next proxy.",
            "Neither do 401, 403, 429 and 5xx nor a network error; go stops there. A `|` goes on after any error.",
        ),
        zh: (
            "逗号之后，只有 404 和 410 会让 go 询问下一个代理。",
            "401、403、429、5xx 和网络错误都不会，go 就此停止。用 `|` 分隔则遇到任何错误都会继续。",
        ),
    },
    Row {
        names: &["GOPROXY"],
        verdict: False,
        en: (
            "go gives up on a slow proxy after ten seconds.",
            "There is no time limit: a proxy that stalls makes go wait for ever.",
        ),
        zh: ("代理太慢时，go 会在十秒后放弃。", "没有时间限制：代理卡住，go 就一直等下去。"),
    },
    Row {
        names: &["GOPROXY"],
        verdict: False,
        en: (
            "Proxies speak version 2 and announce it in X-Go-Module-Proxy.",
            "There is no such header, and `/lookup/` belongs to the checksum database.",
        ),
        zh: (
            "代理使用第 2 版协议，并在 X-Go-Module-Proxy 头中声明。",
            "没有这个头；`/lookup/` 属于校验和数据库。",
        ),
    },
    Row {
        names: &["GOPROXY"],
        verdict: True,
        en: (
            "`go env -w GOPROXY=…` has no effect while the shell sets it, and go warns.",
            "The warning comes only when the values differ, and go ends with success all the same.",
        ),
        zh: (
            "shell 设置了 GOPROXY 时，`go env -w GOPROXY=…` 不起作用，go 会给出警告。",
            "只有两个值不同时才会警告，而且 go 仍以成功状态退出。",
        ),
    },
];
