//! Values for each variable: usual ones, odd but accepted ones, and ones that go refuses.

use super::world::{World, one_of};
use crate::rng::Rng;
use bstr::BString;

/// How far a value strays from what people set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taste {
    Usual,
    /// Unusual spelling or bytes; go takes it.
    Odd,
    /// Go stumbles over it, at least in some questions.
    Bad,
}

impl Taste {
    /// Mostly usual; bad ones only in a wild case, for one of them hides all the rest of it.
    pub fn draw(rng: &mut Rng, wild: bool) -> Taste {
        match rng.weighted(&[82, 18, if wild { 9 } else { 0 }]) {
            0 => Taste::Usual,
            1 => Taste::Odd,
            _ => Taste::Bad,
        }
    }
}

/// Variables whose value is a path or a list of them.
const PATHS: &[&str] = &["GOPATH", "GOMODCACHE", "GOBIN", "GOCACHE", "GOTMPDIR", "GOROOT", "GOWORK"];
/// Variables that go takes as they are, whatever the bytes.
const FREE: &[&str] = &[
    "GOPROXY",
    "GOSUMDB",
    "GOPRIVATE",
    "GONOPROXY",
    "GONOSUMDB",
    "GOINSECURE",
    "GOVCS",
    "GOAUTH",
    "GOPACKAGESDRIVER",
    "AR",
    "GCCGO",
    "FC",
    "GO_EXTLINK_ENABLED",
];
/// Derived names: set them and nothing should come of it.
pub const DERIVED: &[&str] = &[
    "GOEXE",
    "GOGCCFLAGS",
    "GOHOSTARCH",
    "GOHOSTOS",
    "GOMOD",
    "GOTOOLDIR",
    "GOVERSION",
    "GOTELEMETRY",
    "GOTELEMETRYDIR",
];
/// Names that no listing has, or only some: known to go, or set by other programs.
pub const UNLISTED: &[&str] = &[
    "FC",
    "CGO_CFLAGS_ALLOW",
    "CGO_LDFLAGS_DISALLOW",
    "GO_EXTLINK_ENABLED",
    "GOARM",
    "GOARM64",
    "GO386",
    "GOMIPS",
    "GOMIPS64",
    "GOPPC64",
    "GORISCV64",
    "GOWASM",
    "GOAMD64",
    "GOTOOLCHAIN",
    "GODEBUG",
    "GOAUTH",
    "GOFIPS140",
    "GOCACHEPROG",
    "GOPACKAGESDRIVER",
    "GOTELEMETRY",
    "GOTELEMETRYDIR",
    "PATH",
    "HOME",
    "GOFOO",
    "gopath",
    "",
    "KEY ",
];

/// Everything a case may set, in the environment or in a file.
pub const SETTABLE: &[&str] = &[
    "GO111MODULE",
    "GOARCH",
    "GOAUTH",
    "GOBIN",
    "GOCACHE",
    "GOCACHEPROG",
    "GODEBUG",
    "GOEXPERIMENT",
    "GOFIPS140",
    "GOFLAGS",
    "GOINSECURE",
    "GOMODCACHE",
    "GONOPROXY",
    "GONOSUMDB",
    "GOOS",
    "GOPACKAGESDRIVER",
    "GOPATH",
    "GOPRIVATE",
    "GOPROXY",
    "GOROOT",
    "GOSUMDB",
    "GOTMPDIR",
    "GOTOOLCHAIN",
    "GOVCS",
    "GOWORK",
    "GCCGO",
    "AR",
    "CC",
    "CXX",
    "CGO_ENABLED",
    "CGO_CFLAGS",
    "CGO_CPPFLAGS",
    "CGO_CXXFLAGS",
    "CGO_FFLAGS",
    "CGO_LDFLAGS",
    "PKG_CONFIG",
    "GO386",
    "GOAMD64",
    "GOARM",
    "GOARM64",
    "GOMIPS",
    "GOMIPS64",
    "GOPPC64",
    "GORISCV64",
    "GOWASM",
    "FC",
    "CGO_CFLAGS_ALLOW",
    "GO_EXTLINK_ENABLED",
];

/// A value for `name`. Paths lie on the stage, so that no case touches anything else.
pub fn value(name: &str, taste: Taste, w: &World, rng: &mut Rng) -> BString {
    if taste == Taste::Odd && FREE.contains(&name) {
        return weird(rng);
    }
    if PATHS.contains(&name) {
        return path_value(name, taste, w, rng);
    }
    if name == "CC" || name == "CXX" || name == "PKG_CONFIG" || name == "GOCACHEPROG" {
        return program_value(name, taste, w, rng);
    }
    one_of(rng, texts(name, taste))
}

/// Bytes that need care on their way through JSON, a shell's quoting or a terminal.
pub fn weird(rng: &mut Rng) -> BString {
    const ANYWHERE: &[&[u8]] = &[
        "<a href=\"x&y\">".as_bytes(),
        "line\u{2028}para\u{2029}".as_bytes(),
        b"\x01\x02\x1b[31m\x1f\x7f",
        b"\x08\x0c\t\\\"",
        b"it's 'quoted'",
        b"$HOME `x` $(y) %PATH% ^",
        "简体 ünï \u{1F600} \u{feff}".as_bytes(),
        b" lead and trail ",
        b"a=b=c",
        b"# not a comment",
    ];
    const NOT_UNICODE: &[&[u8]] = &[
        b"a\xffb",
        b"\xe2\x28\xa1",
        b"cut \xf0\x9f\x98",
        b"\xed\xa0\x80 half",
        b"\xc0\x80",
        b"\xf5\x80\x80\x80",
        b"\xe2\x80\xffz",
        b"\xff\xfe\xfd",
        b"ok\xc3",
    ];
    if cfg!(windows) || rng.chance(60) {
        (*rng.pick(ANYWHERE)).into()
    } else {
        (*rng.pick(NOT_UNICODE)).into()
    }
}

fn path_value(name: &str, taste: Taste, w: &World, rng: &mut Rng) -> BString {
    let gp = w.at("gp");
    let usual = match name {
        "GOPATH" => vec![gp.clone(), w.list(&[&gp, &w.at("gp2")]), w.home(), w.farm()],
        "GOROOT" => vec![w.sdk.root(), w.sdk.root(), w.farm(), rng.pick(w.all).root()],
        "GOWORK" => vec!["off".into(), "off".into(), w.at("w/go.work"), w.at("nowhere/go.work")],
        "GOTMPDIR" => vec![w.at("tmp"), w.home()],
        _ => vec![w.at("cache"), w.at("else where"), w.at("home/x")],
    };
    let odd = match name {
        "GOPATH" => vec![
            w.list(&[b"", &gp]),
            w.list(&[&gp, b""]),
            w.list(&[b"", b""]),
            w.at("gp/"),
            w.at("/gp/../gp/."),
            w.list(&[&w.at("w"), &gp]),
            w.list(&[&gp, &w.at("w/a")]),
            w.sdk.root(),
            "/".into(),
        ],
        "GOROOT" => {
            let root = String::from_utf8_lossy(&w.sdk.root()).into_owned();
            vec![
                format!("{root}/").into(),
                format!("{root}/bin/..").into(),
                format!("{root}//.").into(),
                w.at("home/./go/"),
            ]
        }
        "GOWORK" => vec!["auto".into(), w.at("w//go.work"), w.at("w"), "off".into()],
        _ => vec![
            w.at("cache/"),
            w.at("/cache/../cache"),
            w.at("ünï"),
            w.at("it's <here> & \"there\""),
            "/".into(),
        ],
    };
    let bad: Vec<BString> = match name {
        "GOROOT" => vec![w.at("nowhere"), "rel".into(), w.at("tools/gcc"), "/".into()],
        "GOPATH" => vec![
            "rel".into(),
            "~/go".into(),
            w.list(&[&gp, b"rel"]),
            w.list(&[&gp, b"~x"]),
            "~".into(),
            ".".into(),
        ],
        _ => vec![
            "rel".into(),
            "./rel".into(),
            "off".into(),
            "~/x".into(),
            w.at("nowhere/deep"),
            "OFF".into(),
            // (Windows drops a blank at the end of a name.)
            if cfg!(windows) { "rel x" } else { " " }.into(),
        ],
    };
    let pool = match taste {
        Taste::Usual => usual,
        Taste::Odd => odd,
        Taste::Bad => bad,
    };
    rng.pick(&pool).clone()
}

fn program_value(name: &str, taste: Taste, w: &World, rng: &mut Rng) -> BString {
    let gcc = w.at("tools/gcc");
    let with = |args: &str| BString::from([&gcc[..], args.as_bytes()].concat());
    let pool: Vec<BString> = match (name, taste) {
        ("GOCACHEPROG", Taste::Bad) => vec!["'unterminated".into(), " ".into(), "nosuchprogram".into()],
        ("GOCACHEPROG", _) => vec![w.at("tools/cacheprog"), "cacheprog --x".into()],
        ("PKG_CONFIG", Taste::Usual) => vec!["pkg-config".into(), w.at("tools/pkgconf")],
        ("PKG_CONFIG", Taste::Odd) => {
            vec!["'a b' --static".into(), "pc  --x 'y z'".into(), "\"q c\"".into(), "''".into()]
        }
        ("PKG_CONFIG", Taste::Bad) => vec![" ".into(), "'unterminated".into(), "a'b".into()],
        (_, Taste::Usual) => {
            vec!["gcc".into(), "clang".into(), "cc".into(), gcc.clone(), "g++".into(), "nosuchcc".into()]
        }
        (_, Taste::Odd) => vec![
            with(" -m64"),
            "gcc  -g 'x y'".into(),
            "'gcc' -c".into(),
            "ccache gcc".into(),
            "cc\t-x".into(),
        ],
        (_, Taste::Bad) => vec![
            "./gcc".into(),
            " ".into(),
            "'unterminated".into(),
            "\"gcc".into(),
            "rel/gcc".into(),
            "a'b".into(),
        ],
    };
    rng.pick(&pool).clone()
}

#[rustfmt::skip]
fn texts(name: &str, taste: Taste) -> &'static [&'static str] {
    use Taste::{Bad, Odd, Usual};
    match (name, taste) {
        ("GO111MODULE", Usual) => &["on", "auto", "off", "on"],
        ("GO111MODULE", Odd) => &["auto", "off"],
        ("GO111MODULE", Bad) => &["On", "yes", "1", "off ", " "],
        ("GOOS", Usual) => &["linux", "windows", "darwin", "freebsd", "openbsd", "ios", "android", "netbsd"],
        ("GOOS", Odd) => &["js", "wasip1", "plan9", "aix", "solaris", "illumos", "dragonfly", "zos", "hurd", "nacl"],
        ("GOOS", Bad) => &["plan8", "Linux", "linux ", " "],
        ("GOARCH", Usual) => &["amd64", "arm64", "386", "arm", "riscv64"],
        ("GOARCH", Odd) => &["mips", "mipsle", "mips64", "mips64le", "ppc64", "ppc64le", "s390x", "wasm", "loong64", "sparc64"],
        ("GOARCH", Bad) => &["x86", "AMD64", "amd64p32", " "],
        ("GOAMD64", Usual) => &["v1", "v2", "v3"],
        ("GOAMD64", Odd) => &["v4", "v1"],
        ("GOAMD64", Bad) => &["v9", "v1 ", "V1"],
        ("GO386", Usual) => &["sse2", "softfloat"],
        ("GO386", Odd) => &["softfloat"],
        ("GO386", Bad) => &["387", "sse3"],
        ("GOARM", Usual) => &["5", "6", "7"],
        ("GOARM", Odd) => &["7,softfloat", "5,hardfloat", "6,hardfloat"],
        ("GOARM", Bad) => &["8", "7,", "7,x", "softfloat"],
        ("GOARM64", Usual) => &["v8.0", "v9.0", "v8.2"],
        ("GOARM64", Odd) => &["v8.9,lse,crypto", "v9.1,crypto", "v9.5"],
        ("GOARM64", Bad) => &["v7", "v8.10", "v8", "v8.0,zz", "v9.6"],
        ("GOMIPS" | "GOMIPS64", Usual | Odd) => &["hardfloat", "softfloat"],
        ("GOMIPS" | "GOMIPS64", Bad) => &["float", "Hardfloat"],
        ("GOPPC64", Usual | Odd) => &["power8", "power9", "power10"],
        ("GOPPC64", Bad) => &["power11", "8"],
        ("GORISCV64", Usual | Odd) => &["rva20u64", "rva22u64", "rva23u64"],
        ("GORISCV64", Bad) => &["rva99u64", "x"],
        ("GOWASM", Usual | Odd) => &["satconv", "signext", "satconv,signext", "signext,satconv"],
        ("GOWASM", Bad) => &["gc", "satconv,,x"],
        ("GOFLAGS", Usual) => &["-mod=mod", "-mod=readonly", "-tags=a,b -v", "-trimpath -buildvcs=false", "-count=1", "-modcacherw"],
        ("GOFLAGS", Odd) => &[
            "-json", "-json=false", "-u", "-w", "-changed", "--json -u", "-ldflags=-s -w", "'-ldflags=-s -w'", "-x", "-n", "-mod=vendor",
            "-modfile=other.mod", " -v  -x ", "-w=false", "-ldflags= '-gcflags=all=-N -l'", "-insecure", "-u -json",
        ],
        ("GOFLAGS", Bad) => &[
            "-C=/", "-C", "bad", "-mod", "-p=x", "-nosuch", "\"-x", "'-x", "-x=maybe", "-overlay=missing.json", "--", "-", "-mod=zz",
            "---x", "-=x", "-json=maybe", "-changed=zz",
        ],
        ("GOPROXY", Usual) => &["https://proxy.example,direct", "off", "direct", "https://a.example|https://b.example/x,off"],
        ("GOSUMDB", Usual) => &["off", "sum.golang.org", "sum.example+1234+abc https://sum.example"],
        ("GOPRIVATE" | "GONOPROXY" | "GONOSUMDB" | "GOINSECURE", Usual) => &["*.corp.example", "corp.example/*,git.example", "none"],
        ("GOVCS", Usual) => &["*:git|hg", "private:all,public:off"],
        ("GOAUTH", Usual) => &["netrc", "off", "git /tmp;netrc", "cmd x"],
        ("GOEXPERIMENT", Usual) => &["none", "fieldtrack", "heapminimum512kib", "boringcrypto"],
        ("GOEXPERIMENT", Odd) => &[
            "rangefunc", "loopvar", "arenas", "synctest", "jsonv2", "greenteagc", "aliastypeparams", "nodwarf5", "fieldtrack,none", "none,fieldtrack",
            "regabi", "noregabi", "regabiwrappers", "noregabiwrappers", "unified", "nounified", "swissmap", "noswissmap", "spinbitmutex", "",
            "nosynchashtriemap", "nocoverageredesign", "staticlockranking", "cgocheck2", "runtimefreegc", "simd", "runtimesecret", "goroutineleakprofile", ",",
        ],
        ("GOEXPERIMENT", Bad) => &["zz", "nozz", "fieldtrack zz", "Fieldtrack", "fieldtrack,,x"],
        ("GOFIPS140", Usual) => &["off", "latest"],
        ("GOFIPS140", Odd) => &["v1.0.0", "inprocess", "certified", "v1.0.0-c2097c7c"],
        ("GOFIPS140", Bad) => &["on", "v9.9.9", "Latest", "../x"],
        ("GODEBUG", Usual) => &["http2client=0", "panicnil=1", "madvdontneed=1,asynctimerchan=0"],
        ("GODEBUG", Odd) => &["nosuch=1", "x", ",,", "#x=1", "ünï=<1>"],
        ("GODEBUG", Bad) => &["=", "a=b=c"],
        ("GOPACKAGESDRIVER", Usual) => &["off", "driver --x"],
        ("GOTOOLCHAIN", Usual) => &["local", "auto", "path", "local+auto"],
        ("GOTOOLCHAIN", Odd) => &["local+path", "local"],
        ("GOTOOLCHAIN", Bad) => &["Local", "local ", "local # note", "1.21.0", "go", "bash", "local+x", "go1.+auto", "go1.21.0+now", "go1.4.2.1", "<x>"],
        ("AR", Usual) => &["ar", "gcc-ar", "/usr/bin/ar"],
        ("GCCGO", Usual) => &["gccgo", "gccgo-12", "tool", "nosuch"],
        ("CGO_ENABLED", Usual) => &["0", "1"],
        ("CGO_ENABLED", Odd) => &["2", "true", "01", " 1", "yes"],
        ("CGO_ENABLED", Bad) => &["-1"],
        ("CGO_CFLAGS" | "CGO_CXXFLAGS" | "CGO_FFLAGS" | "CGO_LDFLAGS" | "CGO_CPPFLAGS", Usual) => &["-O2 -g", "-g -O0", "-I/x", "-lfoo -L/y", "-g -O2"],
        ("CGO_CFLAGS" | "CGO_CXXFLAGS" | "CGO_FFLAGS" | "CGO_LDFLAGS" | "CGO_CPPFLAGS", Odd) => &[
            "'-DX=a b' -g", "\"-Ia b\"", "  -g   -O2 ", "-DX='y'", "\t-g\n-O2", "''", "\"a'b\"", "'a\"b'", "-D<x>&y", "ünï \\ $x", "-a'b", "\"\" x", " ",
        ],
        ("CGO_CFLAGS" | "CGO_CXXFLAGS" | "CGO_FFLAGS" | "CGO_LDFLAGS" | "CGO_CPPFLAGS", Bad) => &["'unterminated", "-g \"x", "x 'y' \"z"],
        ("FC", Usual | Odd) => &["gfortran", "gfortran -x"],
        // Always a valid regular expression: Burrow does not know which ones Go takes.
        ("CGO_CFLAGS_ALLOW", _) => &["-f.*", "-(a|b)<x>", "ünï", "x"],
        ("FC", Bad) => &["./fc", " "],
        (_, Usual) => &["x", "/usr/bin/y"],
        (_, Odd) => &["<x>", " "],
        (_, Bad) => &["", "\t"],
    }
}
