//! Where secrets are planted. `{}` stands for one.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::search::STEM;

/// With a secret of its own in every place, so that a leak tells where it is from.
pub fn filled(template: &str) -> String {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let mut parts = template.split("{}");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text += &format!("{STEM}{}{part}", NEXT.fetch_add(1, Ordering::Relaxed));
    }
    text
}

/// Values of variables that go takes, or notices only later.
pub const SETTINGS: &[(&str, &[&str])] = &[
    (
        "GOPROXY",
        &[
            "https://u:{}@h.test",
            "HTTPS://u:{}@h.test|direct",
            "https://{}@h.test,https://:{}@i.test",
            "https://u:{}%40x@h.test",
            "https://u:a%40{}@h.test",
            "https://u:a@{}@h.test",
            "https://u:a/b/{}@h.test/x",
            "https://u:a?{}@h.test",
            "https://u:a #{}@h.test",
            "https://u:{},x@h.test",
            "https://u:{}|x@h.test",
            "'https://u:{}@h.test',direct",
            "http://u:{}@h.test",
            "ftp://u:{}@h.test",
            "file://u:{}@h/x",
            "htps://u:{}@h.test",
            "https//u:{}@h.test",
            "https:/u:{}@h.test,direct",
            "https:///u:{}@h.test",
            "//u:{}@h.test",
            "u:{}@h.test",
            "{}@h.test",
            "https://u:{}",
            "https://u:{}@h:bad",
            "https://u:{}@[::1",
            "https://u:%zz{}@h",
            "https://h.test/?token={}",
            "https://h.test/?X-Amz-Signature={}&x=1",
            "https://h.test/#token={}",
            "https://u:{}%40h.test",
            "https%3A%2F%2Fu%3A{}%40h.test",
            "https://u：{}＠h.test",
            "https://h.test/basic/u:{}@i.test/go",
            "https://ghp_{}",
        ],
    ),
    (
        "GOSUMDB",
        &[
            "sum.golang.org https://u:{}@h.test",
            "sum.golang.org https//u:{}@h.test",
            "u:{}@sum.test",
            "sum.golang.org https://u:{}@h:bad",
            "sum.golang.org https://h.test/?token={}",
        ],
    ),
    (
        "GOAUTH",
        &[
            "mycmd {}",
            "mycmd --token={}",
            "netrc;mycmd -u ada -p {}",
            "mycmd -t{} --tok={}",
            "git {}",
            "curl -H 'Authorization: Bearer {}' https://h.test",
            "curl -uada:{} https://h.test",
            "TOKEN={} mycmd",
            "off; mycmd {}",
            "mycmd 'a {}",
            "; mycmd \"a {}\"",
            "mycmd https://u:{}@h.test",
        ],
    ),
    (
        "GOFLAGS",
        &[
            "-ldflags=-X=main.token={}",
            "'-ldflags=-X main.apiKey={} -s'",
            "-ldflags=-X main.password={} -bogus",
            "-modfile=https://u:{}@h/x.mod",
            "-mod=u:{}@h",
            "-toolexec='x --token {}'",
            "'-ldflags=-X \"main.token={}\"'",
            "https://u:{}@h",
        ],
    ),
    ("GOPRIVATE", &["u:{}@corp.test", "https://u:{}@corp.test/x", "a.com, u:{}@corp.test", "{}@corp.test"]),
    ("GONOPROXY", &["https//u:{}@corp.test", "u:{}@corp.test"]),
    ("GONOSUMDB", &["u:{}@corp.test", "ssh://git:{}@corp.test"]),
    ("GOINSECURE", &["https://u:{}@corp.test", "u:{}@corp.test"]),
    ("GOVCS", &["u:{}@corp.test:git", "https://u:{}@h"]),
    ("GOCACHEPROG", &["prog --token={}", "prog --secret {} x"]),
    ("CGO_CFLAGS", &["-DAPI_TOKEN={}", "-DTOKEN=\\\"{}\\\""]),
    ("CC", &["cc -DPASSWORD={}", "https://u:{}@h"]),
    ("GODEBUG", &["x=https://u:{}@h", "token={}"]),
    (
        "HTTPS_PROXY",
        &["http://u:{}@127.0.0.1:9", "u:{}@127.0.0.1:9", "{}@127.0.0.1:9", "http://u:{} @127.0.0.1:9"],
    ),
    (
        "HTTP_PROXY",
        &["HTTP://u:{}@127.0.0.1:9", "http//u:{}@127.0.0.1:9", "u:{}@127.0.0.1:bad", "http://u:{}@[::1"],
    ),
    ("ALL_PROXY", &["socks5://u:{}@127.0.0.1:9", "u:{}@127.0.0.1:9"]),
    ("NO_PROXY", &["https://u:{}@h.test", "a.com,u:{}@h.test"]),
];

/// Variables of which a bad value keeps go from doing anything, and [`REFUSED`].
pub const LOCKS_OUT: &[&str] = &[
    "GOTOOLCHAIN",
    "GO111MODULE",
    "GOEXPERIMENT",
    "GOFIPS140",
    "GOOS",
    "GOPATH",
    "GOROOT",
    "GOMODCACHE",
    "GOCACHE",
    "GOWORK",
];

pub const REFUSED: &[&str] = &["https://u:{}@h.test", "u:{}@h.test"];

/// Files of a machine, each set on one of its own.
pub const FILES: &[&[(&str, &str)]] = &[
    &[
        (
            "home/.netrc",
            "machine git.corp.test login ada password {}\nmachine u:{}@h.test login a password {}\n",
        ),
        (
            "home/.gitconfig",
            "[url \"https://oauth2:{}@git.corp.test/\"]\n\tinsteadOf = https://git.corp.test/\n",
        ),
        ("project/.burrow.toml", "version = 1\n[profile.set]\nGOPROXY = \"https://u:{}@h.test\"\n"),
        ("team.toml", ""),
        ("project/team.toml", "name = \"T\"\n[set]\nGOPROXY = \"https//u:{}@h.test\"\n"),
        (
            "project/other.json",
            "{\"GOPROXY\":\"https://u:{}@h\",\"GOAUTH\":\"cmd {}\",\"GITHUB_TOKEN\":\"{}\"}",
        ),
        ("home/.profile", "export GOPROXY=https://u:{}@h.test\n"),
        ("goenv", "GITHUB_TOKEN={}\n# GOPROXY=https://u:{}@h\nexport GOPROXY=https://u:{}@h\n"),
    ],
    &[
        ("home/.netrc", "machine git.corp.test password {} login\nmachin h login ada password {}\n"),
        (
            "home/.gitconfig",
            "[http]\n\textraHeader = Authorization: Bearer {}\n[credential]\n\thelper = \"!echo password={}\"\n",
        ),
        ("project/.burrow.toml", "name = https://u:{}@h\n"),
        ("project/team.toml", "name = \"T\"\n[set]\nTOKEN = \"{}\"\n"),
        ("project/other.json", "{\"GOPROXY\":\"https://u:{}@h\""),
        ("project/.git/config", "[remote \"origin\"]\n\turl = https://ada:{}@git.corp.test/a.git\n"),
        ("home/.profile", "export GOAUTH='cmd {}'\n"),
        ("goenv", "https://u:{}@h\nGOPROXY https://u:{}@h\n GOPROXY=u:{}@h\nNPM_PASSWORD=\"{}\"\r\n"),
    ],
    &[
        ("home/_netrc", "machine git.corp.test login ada password {}\n"),
        ("home/.netrc", "machine git.corp.test login {} password \"{} x\" extra {}\n"),
        (
            "home/.gitconfig",
            "[url \"ssh://git:{}@git.corp.test/\"]\n\tinsteadOf = https://u:{}@git.corp.test/\n",
        ),
        ("project/.burrow.toml", "[[links]]\ntitle = \"x\"\nurl = \"https://u:{}@h.test\"\n"),
        ("project/team.toml", "\"https://u:{}@h\" = 1\n"),
        ("project/other.json", "set GOPROXY=https://u:{}@h\nGOAUTH=\"cmd {}\"\n"),
        ("project/.git/config", "[remote \"origin\"]\n\turl = https//ada:{}@git.corp.test/a.git\n"),
        ("home/.profile", "echo 'boom https://u:{}@h' >&2\nexit 3\n"),
        ("goenv", "GOPROXY=\"https://u:{}@h\"\nmachine h login ada password {}\n# token {}\nMY_TOKEN={}\n"),
    ],
    &[
        (
            "home/.netrc",
            "machine \"https://u:{}@git.corp.test\" login a password b\ndefault login ada password {}\n",
        ),
        ("home/.gitconfig", "[url \"https://u:{}@h/\"\n broken\n"),
        ("project/.burrow.toml", "private = [\"u:{}@h.test\"]\n"),
        ("project/team.toml", "name = \"T\"\n[notes]\nHTTPS_PROXY = \"http://u:{}@h\"\n"),
        ("project/go.mod", "module a.test/x\n\ngo 1.21\n\nrequire \"https://u:{}@x/y\" v1.0.0\n"),
        ("goenv", "#GOAUTH=cmd {}\nexport GOAUTH=mycmd {}\nexport GITLAB_TOKEN={}\n"),
    ],
    &[
        ("project/.burrow.toml", "toolchain = \"https://u:{}@h\"\n"),
        ("project/team.toml", "name = \"u:{}@h\"\n[set]\nGOPROXY = \"direct\"\n"),
        ("project/go.mod", "module a.test/x\n\ngo 1.21\n\nreplace a.test/y => https://u:{}@h/y v1.0.0\n"),
        ("project/go.sum", "a.test/y v1.0.0 https://u:{}@h\n"),
        ("goenv", "Authorization: Bearer {}\nGOFLAGS=-v token={}\n"),
    ],
    &[
        ("project/.burrow.toml", "[set\nGOPROXY = \"https://u:{}@h\"\n"),
        ("project/team.toml", "name = \"T\"\n[set]\nGOAUTH = \"mycmd {}\"\n"),
        ("project/go.mod", "module u:{}@x/y\n\ngo https://u:{}@h\n"),
        ("project/a.go", "package a\n\nimport _ \"https://u:{}@h.test/x\"\n"),
    ],
    &[
        ("project/.burrow.toml", "[notes]\nen = \"see https://u:{}@h\"\n"),
        ("project/team.toml", "name = \"T\"\nunset = [\"u:{}@h\"]\n"),
        (
            "project/go.work",
            "go 1.21\n\nuse \"https://u:{}@x/y\"\nreplace a.test/y => https://u:{}@h/y v1.0.0\n",
        ),
    ],
];

/// What may be typed.
pub const ARGUMENTS: &[&[&str]] = &[
    &["env", "set", "GOPROXY=https://u:{}@h.test"],
    &["env", "set", "GOAUTH=cmd {}"],
    &["env", "set", "GOFLAGS=-ldflags=-X=main.token={}"],
    &["env", "undo"],
    &["env", "set", "--dry-run", "GOPRIVATE=u:{}@h"],
    &["env", "set", "FOO=https://u:{}@h"],
    &["env", "set", "https://u:{}@h"],
    &["env", "set", "GOTOOLCHAIN=https://u:{}@h"],
    &["env", "set", "GOPATH=u:{}@h"],
    &["env", "set", "GOOS=u:{}@h"],
    &["env", "set", "CC='u:{}@h"],
    &["env", "unset", "https://u:{}@h"],
    &["env", "explain", "u:{}@h"],
    &["env", "undo", "u:{}@h"],
    &["env", "diff", "https://u:{}@h"],
    &["--goroot", "https://u:{}@h", "env", "GOPROXY"],
    &["-C", "https://u:{}@h", "sdk", "which"],
    &["--lang", "u:{}@h", "env"],
    &["https://u:{}@h"],
    &["sdk", "install", "https://u:{}@h"],
    &["sdk", "install", "1.23.4", "--from", "https://u:{}@127.0.0.1:9", "--to", "x", "--dry-run"],
    &["sdk", "available", "--from", "https://u:{}@127.0.0.1:9"],
    &["sdk", "available", "--from", "proxy=u:{}@127.0.0.1:9"],
    &["sdk", "available", "--from", "u:{}@h"],
    &["sdk", "use", "https://u:{}@h"],
    &["sdk", "remove", "https://u:{}@h"],
    &[
        "proxy",
        "check",
        "--timeout",
        "2",
        "https://u:{}@127.0.0.1:9",
        "u:{}@127.0.0.1:9",
        "https//u:{}@127.0.0.1:9",
    ],
    &["proxy", "check", "--timeout", "2", "https://u:{}@[::1", "http://u:{}@127.0.0.1:9"],
    &["proxy", "check", "--timeout", "2", "--module", "u:{}@h"],
    &["proxy", "route", "https://u:{}@h/x"],
    &["proxy", "route", "a.test/x@u:{}@h"],
    &["proxy", "credentials", "https://u:{}@h"],
    &["proxy", "credentials", "h.test", "--check", "--module", "https://u:{}@h"],
    &["proxy", "bench", "--only", "https://u:{}@127.0.0.1:9", "--save", "best"],
    &["profile", "save", "A", "--set", "GOPROXY=https://u:{}@h"],
    &["profile", "save", "B", "--set", "GOPROXY=https//u:{}@h"],
    &["profile", "save", "C", "--set", "GOAUTH=cmd {}"],
    &["profile", "save", "D", "--set", "GOPRIVATE=u:{}@h"],
    &["profile", "save", "E", "--set", "GITHUB_TOKEN={}"],
    &["profile", "save", "F", "--set", "https://u:{}@h"],
    &["profile", "save", "G", "--set", "GOPROXY=direct", "--note", "HTTPS_PROXY=http://u:{}@h"],
    &["profile", "save", "H", "--set", "GOPROXY=direct", "--description", "see https://u:{}@h"],
    &["profile", "save", "u:{}@h", "--set", "GOPROXY=direct"],
    &["profile", "show", "https://u:{}@h"],
    &["profile", "apply", "u:{}@h"],
    &["profile", "import", "https://u:{}@h"],
    &["profile", "export", "u:{}@h"],
    &["profile", "delete", "u:{}@h", "--yes"],
    &["cache", "clean", "https://u:{}@h"],
    &["cache", "undo", "u:{}@h"],
    &["cache", "prune", "--projects", "https://u:{}@h", "--dry-run"],
    &["project", "https://u:{}@h"],
    &["project", "team", "https://u:{}@h"],
    &["report", "--output", "https://u:{}@h/x"],
    &["doctor", "--id", "u:{}@h"],
    &["doctor", "--fix", "u:{}@h"],
];
