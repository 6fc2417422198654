//! What is drawn for each variable.

use super::machine::Machine;
use crate::rng::Rng;

/// Values of a variable: some that are usual, some that are odd, some that are wrong.
pub type Values = fn(&Machine, &mut Rng) -> String;

/// How often of 100 a variable is set, and to what.
pub const VARIABLES: &[(&str, usize, Values)] = &[
    ("GOFLAGS", 30, flags),
    ("GOPROXY", 30, proxies),
    ("GOPATH", 18, gopath),
    ("GOBIN", 10, folder),
    ("GOCACHE", 10, cache),
    ("GOMODCACHE", 10, cache),
    ("GOTMPDIR", 4, folder),
    ("GOTOOLCHAIN", 25, toolchain),
    ("GOSUMDB", 15, sumdb),
    ("GOPRIVATE", 15, patterns),
    ("GONOPROXY", 8, patterns),
    ("GONOSUMDB", 8, patterns),
    ("GOINSECURE", 4, patterns),
    ("GO111MODULE", 8, modules_switch),
    ("CGO_ENABLED", 8, |_, rng| rng.pick::<&str>(&["0", "1", "yes", ""]).to_string()),
    ("CC", 6, |_, rng| rng.pick::<&str>(&["gcc", "./gcc", "clang -O1", "/nope/cc", "'gcc", " "]).to_string()),
    ("GOROOT", 7, goroot),
    ("GOWORK", 5, |_, rng| rng.pick::<&str>(&["off", "", "rel/go.work", "/nope/go.work", "/"]).to_string()),
    ("GOOS", 3, |_, rng| rng.pick::<&str>(&["linux", "plan10", "windows", ""]).to_string()),
    ("GOEXPERIMENT", 3, |_, rng| rng.pick::<&str>(&["none", "nosuchthing", ""]).to_string()),
    ("GOVCS", 4, |_, rng| rng.pick::<&str>(&["*:git", "*:all", "public:git,private:all"]).to_string()),
    ("GOAUTH", 4, |_, rng| rng.pick::<&str>(&["off", "netrc", "git /", "nosuchprogram"]).to_string()),
    ("GOFIPS140", 3, |_, rng| rng.pick::<&str>(&["off", "latest", "v9.9.9"]).to_string()),
    ("GOAMD64", 3, |_, rng| rng.pick::<&str>(&["v1", "v3", "v9"]).to_string()),
];

const FLAGS: &[&str] = &[
    "-mod=mod",
    "-mod=readonly",
    "-mod=vendor",
    "-mod=bogus",
    "-mod",
    "--mod=mod",
    "-trimpath",
    "-trimpath=true",
    "-trimpath=maybe",
    "--trimpath",
    "-buildvcs=false",
    "-buildvcs=auto",
    "-buildvcs=maybe",
    "-tags=a,b",
    "-tags=a b",
    "-tags",
    "'-tags=a b'",
    "-ldflags=-s -w",
    "'-ldflags=-s -w'",
    "\"-ldflags=-s -w\"",
    "-ldflags=\"-s -w\"",
    "-gcflags=all=-N",
    "-count=1",
    "-count=x",
    "-v",
    "-x",
    "-n",
    "-a",
    "-u",
    "-w",
    "-json",
    "-race",
    "-p=2",
    "-p=x",
    "-p",
    "-p=0",
    "-timeout=3m",
    "-timeout=soon",
    "-vet=off",
    "-cover",
    "-covermode=fast",
    "-shuffle=on",
    "-parallel=2",
    "-short",
    "-run=^$",
    "-modcacherw",
    "-modcacherw=1",
    "-insecure",
    "-i",
    "-nosuchflag",
    "-nosuchflag=1",
    "-pgo=off",
    "-pgo=/nope",
    "-overlay=/nope.json",
    "-modfile=other.mod",
    "-C=..",
    "-o=out",
    "-asan",
    "-msan=false",
    "-linkshared=no",
    "-work",
    "-toolexec=nosuchprogram",
    "-buildmode=exe",
    "-buildmode=bogus",
    "-compiler=bogus",
    "-changed",
    "-diff",
    "-bench=.",
    "-e",
    "-deps",
    "-m",
    "-f={{.Dir}}",
    "-go=1.21",
    "-toolchain=none",
    "-installsuffix=x",
    "-fuzztime=10s",
    "-c",
    "word",
    "-",
    "--",
    "---x",
    "=x",
    "-=x",
    "'",
    "\"",
    "'-v",
    "''",
    "-h",
    "-help",
    "-V",
    "-test.v",
    "-goroutines",
];

fn flags(_machine: &Machine, rng: &mut Rng) -> String {
    let count = *rng.pick(&[0, 1, 1, 1, 1, 2, 2, 3]);
    let words: Vec<&str> = (0..count).map(|_| *rng.pick(FLAGS)).collect();
    words.join(rng.pick::<&str>(&[" ", " ", " ", "  ", "\t", ",", "\u{a0}"]))
}

fn proxies(machine: &Machine, rng: &mut Rng) -> String {
    let folder = machine.home.display().to_string();
    let entries: &[&str] = &[
        "https://proxy.golang.org",
        "https://goproxy.cn",
        "goproxy.io",
        "goproxy.io/",
        "https://goproxy.cn/a/b",
        "direct",
        "direct",
        "direct",
        "off",
        "OFF",
        "noproxy",
        "",
        " ",
        "foo",
        "foo:8080",
        "localhost",
        "127.0.0.1:9",
        "http://127.0.0.1:9",
        "HTTPS://goproxy.cn",
        "ftp://x/",
        "https:goproxy.cn",
        "https//goproxy.cn",
        "https:///goproxy.cn",
        "https://",
        "://x",
        "https://a b/",
        "https://goproxy.cn/%zz",
        "https://[::1",
        "https://[::1]:9",
        "https://goproxy.cn:port",
        "file:///tmp/nope",
        "file://host/x",
        "file://C:/x",
        "file:relative",
        "/absolute",
        "./relative",
        "https://goproxy.cn?x=1",
        "https://goproxy.cn#x",
        "\"https://goproxy.cn\"",
        "https://goproxy.cn;direct",
        "https://goproxy.cn，direct",
        "https://https://goproxy.cn",
        "\u{feff}https://goproxy.cn",
        "https://goproxy.cn\r",
        "https://é.example",
        "https://goproxy.cn\u{7f}",
        "FOLDER",
    ];
    let mut list = String::new();
    let count = 1 + rng.below(4);
    for number in 0..count {
        let entry = match rng.chance(60) {
            true => entries[rng.below(8)],
            false => *rng.pick(entries),
        };
        list.push_str(&entry.replace("FOLDER", &format!("file://{}", folder.replace(' ', "%20"))));
        if number + 1 < count || rng.chance(8) {
            list.push_str(rng.pick::<&str>(&[",", ",", ",", "|", "|", " , ", ",,"]));
        }
    }
    list
}

fn gopath(machine: &Machine, rng: &mut Rng) -> String {
    let home = machine.home.display();
    let goroot = machine.sdk.goroot.display();
    rng.pick(&[
        format!("{home}/gopath"),
        format!("{home}/go"),
        format!("{home}/a:{home}/b"),
        format!("{home}/a:"),
        format!(":{home}/a"),
        format!("{home}/a:rel"),
        format!("{home}/a:~/b"),
        "~/go".to_owned(),
        "go".to_owned(),
        "./go".to_owned(),
        String::new(),
        goroot.to_string(),
        format!("{goroot}/"),
        format!("{goroot}/."),
        format!("{home}/a:{goroot}"),
        format!("{home}/work"),
        format!("{home}/work/gopath"),
        format!("{home}/work/go.mod"),
        format!("{home}/nothing/../gopath"),
        "/dev/null".to_owned(),
        "/".to_owned(),
        format!("'{home}/go'"),
        format!("{home}/go\r"),
        "$HOME/go".to_owned(),
    ])
    .clone()
}

fn folder(machine: &Machine, rng: &mut Rng) -> String {
    let home = machine.home.display();
    let folders = [format!("{home}/bin"), format!("{home}/nope/bin"), "bin".to_owned(), "~/bin".to_owned()];
    rng.pick(&folders).clone()
}

fn cache(machine: &Machine, rng: &mut Rng) -> String {
    let home = machine.home.display();
    let file = format!("{home}/work/a.go");
    let own = [format!("{home}/cache"), format!("{home}/x/../cache/"), format!("{home}/big/cache")];
    let odd = [file.clone(), format!("{file}/x"), "cache".to_owned(), "off".to_owned(), "~/cache".to_owned()];
    if rng.chance(60) { rng.pick(&own).clone() } else { rng.pick(&odd).clone() }
}

fn toolchain(machine: &Machine, rng: &mut Rng) -> String {
    let own = &machine.sdk.version;
    let other = rng.pick(&machine.sdks).version.clone();
    rng.pick(&[
        "auto".to_owned(),
        "local".to_owned(),
        "path".to_owned(),
        "local+auto".to_owned(),
        "local+path".to_owned(),
        own.clone(),
        other.clone(),
        format!("{own}+auto"),
        format!("{other}+path"),
        format!("{other}+auto"),
        "go1.99.7".to_owned(),
        "go1.99.7+path".to_owned(),
        "go1.27".to_owned(),
        "latest".to_owned(),
        "1.22".to_owned(),
        "Auto".to_owned(),
        "auto ".to_owned(),
        "auto+path".to_owned(),
        "local+".to_owned(),
        "go1.22.x".to_owned(),
        String::new(),
    ])
    .clone()
}

fn sumdb(_machine: &Machine, rng: &mut Rng) -> String {
    const KEY: &str = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
    rng.pick(&[
        "sum.golang.org".to_owned(),
        "sum.golang.google.cn".to_owned(),
        "off".to_owned(),
        String::new(),
        "on".to_owned(),
        "OFF".to_owned(),
        KEY.to_owned(),
        format!("{KEY} https://goproxy.cn/sumdb/sum.golang.org"),
        "sum.golang.org https://goproxy.cn/sumdb/sum.golang.org".to_owned(),
        "sum.golang.org a b".to_owned(),
        "sum.golang.org ://x".to_owned(),
        "sum.golang.org foo".to_owned(),
        "sum.example.com".to_owned(),
        " off".to_owned(),
        " sum.golang.org ".to_owned(),
        "a+b+c".to_owned(),
        "https://sum.golang.org".to_owned(),
    ])
    .clone()
}

fn patterns(_machine: &Machine, rng: &mut Rng) -> String {
    const ALL: &[&str] = &[
        "corp.example",
        "*.corp.example",
        "git.corp.example/team/*",
        "github.com/acme",
        "*",
        "none",
        "",
        " corp.example",
        "https://corp.example",
        "corp.example:8443",
        "^corp.*$",
        "[bad",
        "a/**/b",
        "corp.example/",
        "Corp.example",
        "a@v1",
    ];
    let count = 1 + rng.below(3);
    (0..count).map(|_| *rng.pick(ALL)).collect::<Vec<_>>().join(rng.pick::<&str>(&[",", ",", ", ", ";", " "]))
}

fn modules_switch(_machine: &Machine, rng: &mut Rng) -> String {
    rng.pick::<&str>(&["on", "off", "auto", "yes", "", "On"]).to_string()
}

fn goroot(machine: &Machine, rng: &mut Rng) -> String {
    let own = machine.sdk.goroot.display();
    let other = rng.pick(&machine.sdks).goroot.display().to_string();
    let home = machine.home.display();
    rng.pick(&[
        own.to_string(),
        format!("{own}/"),
        other,
        format!("{home}/nope"),
        format!("{home}/work"),
        String::new(),
    ])
    .clone()
}
