//! Thinks up cases.

use super::releases::{HOST, MODULES};
use super::sumdb::Database;
use super::world::{Case, FOLDER, KINDS, Kind, Origin, PLAIN, TLS};
use crate::rng::Rng;
use std::collections::BTreeMap;

/// The case of a number.
pub fn case(rng: &mut Rng, sdks: usize) -> Case {
    let (module, version) = asked(rng);
    let goproxy = goproxy(rng);
    let mut env = vec![("GOPROXY".to_owned(), goproxy)];
    env.extend(patterns(rng, &module));
    env.push(("GOSUMDB".into(), gosumdb(rng)));
    env.extend(others(rng));
    Case {
        sdk: rng.below(sdks),
        env,
        argument: format!("{module}@{version}"),
        statuses: statuses(rng),
        lists: lists(rng),
        origin: *rng.pick(&[Origin::None, Origin::None, Origin::Whole, Origin::Broken]),
        netrc: netrc(rng),
        sums: None,
        requires: Vec::new(),
        modfile: false,
        wants: Vec::new(),
    }
}

/// The case of a number in a folder with a go.mod, whose go.sum has some of the hashes.
pub fn case_in_module(rng: &mut Rng, sdks: usize) -> Case {
    let mut case = case(rng, sdks);
    let plain = |argument: &str| {
        let asks = |(module, _): &(&str, _)| argument.split('@').next() == Some(*module);
        MODULES.iter().any(asks) && !argument.ends_with("upgrade") && !argument.ends_with("patch")
    };
    while !plain(&case.argument) {
        let (module, version) = asked(rng);
        case.argument = format!("{module}@{version}");
    }
    let lines = 2 * MODULES.iter().map(|(_, versions)| versions.len()).sum::<usize>();
    let many = *rng.pick(&[30, 60, 95]);
    case.sums = Some((0..lines).filter(|_| rng.chance(many)).collect());
    required(&mut case, rng);
    if rng.chance(30) {
        case.modfile = true;
        case.env.push(("GOFLAGS".to_owned(), "-modcacherw -modfile=other.mod".to_owned()));
    }
    case
}

/// What go.mod requires. Where the version in the build is asked for, the module is one of go.mod's own, or there are
/// none: else go reads the whole graph first.
fn required(case: &mut Case, rng: &mut Rng) {
    let module = case.argument.split('@').next().unwrap_or_default().to_owned();
    let relative = rng.chance(50);
    if relative {
        case.argument = format!("{module}@{}", rng.pick(&["upgrade", "upgrade", "patch"]));
    }
    if rng.chance(75) {
        let versions = MODULES.iter().find(|(path, _)| *path == module).map(|(_, versions)| *versions);
        let version = rng.pick(versions.unwrap_or(&["v1.0.0"]));
        case.requires.push((module, (*version).to_owned()));
    }
}

fn asked(rng: &mut Rng) -> (String, String) {
    if rng.chance(7) {
        let odd = [
            ("mods", "v1.0.0"),
            ("Mods.test/x", "v1.0.0"),
            ("mods.test/x!y", "v1.0.0"),
            ("mods.test//x", "v1.0.0"),
            ("mods.test/v1", "v1.0.0"),
            ("mods.test/.x", "v1.0.0"),
            ("mods.test/aux", "v1.0.0"),
            ("mods.test/x~1", "v1.0.0"),
            ("mods.test/x/", "v1.0.0"),
            ("./x", "v1.0.0"),
            ("mods.test/quote", ""),
            ("mods.test/quote", "-x"),
            ("mods.test/quote", "/x"),
            ("mods.test/quote", "feature/x"),
            ("mods.test/quote", "a!b"),
            ("mods.test/quote", "<=v1"),
            ("mods.test/quote", ">1.2"),
            ("mods.test/quote", "upgrade"),
            ("mods.test/quote", "patch"),
            ("mods.test/quote...", "v1.0.0"),
            ("std", "v1.0.0"),
            ("mods.test\\quote", "v1.0.0"),
            ("mods.test/quote", "v1.0.0+incompatible"),
            ("mods.test/quote", "v2.0.0"),
            ("mods.test/quote", "v2"),
            ("mods.test/quote", "v2.0.0-rc.1"),
            ("mods.test/quote", "v01.2.3"),
            ("mods.test/quote", "V1.0.0"),
            ("mods.test/quote", "1.0.0"),
            ("mods.test/quote", "v1.0.0-"),
            ("mods.test/quote", "v1.0.0 "),
            ("mods.test/quote", "v1.2.4-0.20210101000000-abcdefabcdef"),
            ("mods.test/quote", "v1.2.3-0.20210101000000-abcdefabcdef+incompatible"),
            ("mods.test/quote", "v1.2.3-rc.1.0.20210101000000-abcdefabcdef"),
            ("mods.test/quote", "v0.0.0-20211301000000-abcdefabcdef"),
            ("mods.test/quote", "v1.0.0/x"),
            ("mods.test/quote", "none"),
            ("mods.test/quote", ">=v1.0.0-rc"),
            ("mods.test/quote", "<v2.0.0+incompatible"),
            ("mods.test/quote", "=v1.0.0"),
            ("mods.test/quote", ">="),
            ("mods.test/quote/v2", "v1.0.0"),
            ("mods.test/quote/v2", "v3.0.0"),
            ("mods.test/quote/v2", "v1"),
            ("mods.test/quote/v2", "v2.0.0+incompatible"),
            ("mods.test/quote/v02", "v2.0.0"),
            ("mods.test/quote/v0", "v0.1.0"),
            ("mods.test/quote/v1", "v1.0.0"),
            ("mods.test/quote/v2.0", "v2.0.0"),
            ("gopkg.in/yaml.v3", "v3.0.1"),
            ("gopkg.in/yaml.v3", "v2.0.0"),
            ("gopkg.in/yaml.v3", "latest"),
            ("gopkg.in/yaml.v0", "v0.0.0-20200101000000-abcdefabcdef"),
            ("gopkg.in/yaml.v1", "v0.0.0-20200101000000-abcdefabcdef"),
            ("gopkg.in/yaml.v2-unstable", "v2.0.0"),
            ("gopkg.in/yaml", "v1.0.0"),
            ("gopkg.in/a/yaml.v03", "v3.0.0"),
            ("MODS.test/quote", "v1.0.0"),
            ("xn--mods.test/quote", "v1.0.0"),
            ("mods.test:8080/quote", "v1.0.0"),
            ("127.0.0.1/quote", "v1.0.0"),
            ("localhost/quote", "v1.0.0"),
            (".mods.test/quote", "v1.0.0"),
            ("mods.test./quote", "v1.0.0"),
            ("mods.test/a b", "v1.0.0"),
            ("mods.test/ünï", "v1.0.0"),
            ("mods.test/CON.txt/x", "v1.0.0"),
            ("mods.test/x.", "v1.0.0"),
            ("mods.test/x~", "v1.0.0"),
            ("mods.test/x+y", "v1.0.0"),
            ("mods.test/~x", "v1.0.0"),
            ("mods.test", "v1.0.0"),
            ("https://mods.test/quote", "v1.0.0"),
            ("cmd", "v1.0.0"),
            ("all", "v1.0.0"),
            ("tool", "v1.0.0"),
            ("work", "v1.0.0"),
            ("", "v1.0.0"),
            ("/abs", "v1.0.0"),
            ("..", "v1.0.0"),
        ];
        let (module, version) = *rng.pick(&odd);
        return (module.into(), version.into());
    }
    match rng.weighted(&[86, 6, 8]) {
        1 => return gos_own(rng),
        2 => return named_by_path(rng),
        _ => {}
    }
    let (module, versions) = *rng.pick(&MODULES);
    let queries = [
        "latest",
        "v1",
        "v1.2",
        ">=v1.0.0",
        "<v1.3.0",
        "v9.9.9",
        "v1.2.3+meta",
        "master",
        "abcdefabcdef",
        "v2.0.0",
        "v0.0.0-20210101000000-abcdefabcdef",
        "v1.2.0-a,b",
    ];
    let version = match rng.weighted(&[70, 30]) {
        0 => *rng.pick(versions),
        _ => *rng.pick(&queries),
    };
    (module.into(), version.into())
}

/// A query for one of the two modules that stand for Go itself.
fn gos_own(rng: &mut Rng) -> (String, String) {
    let queries = [
        "1.21.0",
        "1.25.5",
        "1.26.1",
        "1.27.3",
        "1.27.4",
        "1.28.0",
        "1.28.1",
        "1.28rc1",
        "1.20",
        "1",
        "1.9",
        "1.21",
        "1.26",
        "1.27",
        "1.28",
        "1.29",
        "go1.26.1",
        "go1.28.0",
        "go1.28",
        "go1.27",
        "go1.20",
        "go1.28rc1",
        "v1.28",
        "v1.26.1",
        "v1.28.1+meta",
        "latest",
        "upgrade",
        "patch",
        "<1.26",
        "<=1.26",
        "<=1.28.0",
        ">1.26.1",
        ">=1.26",
        ">=go1.28.0",
        ">1.28",
        "<go1.22",
        "go1.28.0-custom",
        "default",
        "local",
        "",
        "none",
        "1.28.x",
    ];
    ((*rng.pick(&["go", "go", "toolchain"])).into(), (*rng.pick(&queries)).into())
}

/// A path that says what kind of repository it is, or ought to.
fn named_by_path(rng: &mut Rng) -> (String, String) {
    let modules = [
        "github.com/acme/quote",
        "github.com/acme/quote",
        "mods.test/x/told.git",
        "github.com/acme",
        "github.com/acme/quote.git",
        "github.com/acme/quote/v2",
        "example.net/x",
        "chiselapp.com/user/x",
        "bitbucket.org/a.hg/b.svn",
        "git.apache.org/x",
        "mods.test/x.svn/y",
        "mods.test/other.git/v3",
        "mods.test/a.b/x.hg",
        "mods.test/x.bzr/y",
        "mods.test/~ada/x.fossil",
        "mods.test/.svn",
        "mods.test/a.svn/b.git",
        "mods.test/a.git/b.svn/c.hg.git/d",
        "chiselapp.com/user/ada/repository/x",
        "hub.jazz.net/git/ada/x",
        "git.apache.org/x.git/y",
        "git.openstack.org/a/b",
        "git.openstack.org/a/b/c",
    ];
    let versions = ["v1.0.0", "v1.0.0", "v1.0.1", "latest", "master"];
    let (module, version) = (*rng.pick(&modules), *rng.pick(&versions));
    let version = if module.ends_with("/v2") { "v2.0.0" } else { version };
    (module.into(), version.into())
}

fn entry(rng: &mut Rng) -> String {
    let place = *rng.pick(&["/p0", "/p1", "/p2"]);
    match rng.weighted(&[40, 10, 25, 5, 4, 4, 3, 3, 2, 2, 2]) {
        0 => format!("http://{PLAIN}{place}"),
        1 => format!("http://{PLAIN}"),
        2 => format!("https://{TLS}{place}"),
        3 => format!("https://{TLS}/"),
        4 => format!("https://ada:secret@{TLS}{place}"),
        5 => format!("http://ada:secret@{PLAIN}{place}"),
        6 => format!("file://{FOLDER}/releases"),
        7 => format!("file://{FOLDER}/nothing"),
        8 => "http://127.0.0.1:1".to_owned(),
        9 => {
            let odd = [
                format!("http://{PLAIN}{place}//"),
                format!("http://{PLAIN}/x/..{place}"),
                format!("http://{PLAIN}{place}?t=1"),
                format!("http://{PLAIN}{place}/a%2Fb"),
                format!("HTTP://{PLAIN}{place}"),
            ];
            rng.pick(&odd).clone()
        }
        _ => {
            let odd = ["https:///x", "https:/x", "http://@"];
            (*rng.pick(&odd)).to_owned()
        }
    }
}

fn goproxy(rng: &mut Rng) -> String {
    match rng.weighted(&[90, 4, 3, 3]) {
        1 => return "direct".into(),
        2 => return "off".into(),
        3 => {
            let odd = [
                " , ",
                "foo",
                "ftp://x/",
                "/srv/x",
                "OFF",
                "Direct,direct",
                "file://host/x",
                "https://a:b/",
                "https://a/%zz",
                "https://a b/",
                "file:/x",
                ",",
                "|",
                "https://[::1",
            ];
            let bad = *rng.pick(&odd);
            let good = format!("http://{PLAIN}/p0");
            return if rng.chance(50) { bad.into() } else { format!("{good},{bad}") };
        }
        _ => {}
    }
    let mut entries: Vec<String> = (0..1 + rng.weighted(&[35, 35, 20, 10])).map(|_| entry(rng)).collect();
    if entries.len() > 1 && rng.chance(25) {
        let again = entries[rng.below(entries.len() - 1)].clone();
        entries.push(again);
    }
    match rng.weighted(&[60, 30, 10]) {
        1 => entries.push("direct".into()),
        2 => entries.push("off".into()),
        _ => {}
    }
    let mut list = String::new();
    for (at, entry) in entries.iter().enumerate() {
        if at > 0 {
            let separators = [",", ",", "|", "|", " , ", ",,"];
            list.push_str(separators[rng.below(separators.len())]);
        }
        list.push_str(entry);
    }
    if rng.chance(5) {
        list.push(',');
    }
    list
}

fn patterns(rng: &mut Rng, module: &str) -> Vec<(String, String)> {
    let of = |rng: &mut Rng| {
        let first = module.split('/').next().unwrap_or_default();
        let all = [
            HOST.to_owned(),
            module.to_owned(),
            format!("{first}/*"),
            "*.test".to_owned(),
            "other.test".to_owned(),
            "other.test, mods.test".to_owned(),
            "none".to_owned(),
            "[bad,mods.test/".to_owned(),
            "*".to_owned(),
            "golang.org/*".to_owned(),
            "github.com/acme".to_owned(),
            "https://mods.test".to_owned(),
        ];
        rng.pick(&all).clone()
    };
    let mut env = Vec::new();
    for (name, chance) in [("GOPRIVATE", 15), ("GONOPROXY", 15), ("GONOSUMDB", 15)] {
        if rng.chance(chance) {
            env.push((name.to_owned(), of(rng)));
        }
    }
    env
}

fn gosumdb(rng: &mut Rng) -> String {
    let key = Database::key();
    match rng.weighted(&[50, 15, 10, 15, 10]) {
        0 => key,
        1 => format!("{key} http://{PLAIN}/db"),
        2 => format!("{key} https://{TLS}/db/"),
        3 => "off".into(),
        _ => {
            let odd = [
                "sums.test".to_owned(),
                "a b c".to_owned(),
                " ".to_owned(),
                "sums.test+00000000+AAAA".to_owned(),
                format!("{key} ftp://x"),
                format!("{key} http://u:p@{PLAIN}/db"),
                format!("{key} http://%zz"),
                format!("{key} file://{FOLDER}/nothing"),
            ];
            rng.pick(&odd).clone()
        }
    }
}

fn others(rng: &mut Rng) -> Vec<(String, String)> {
    let mut env = Vec::new();
    if rng.chance(12) {
        let all = ["off", "netrc", ";", "off;netrc", "git rel", "git /", "netrc; off", " netrc "];
        env.push(("GOAUTH".to_owned(), (*rng.pick(&all)).to_owned()));
    }
    if rng.chance(8) {
        env.push(("GOINSECURE".to_owned(), HOST.to_owned()));
    }
    if rng.chance(10) {
        env.push((
            "GOVCS".to_owned(),
            (*rng.pick(&[
                "*:off",
                "mods.test:off",
                "*:all",
                "github.com:off",
                "public:hg, private:all",
                "private:hg|svn",
                "github.com/acme/quote : git",
                "*:git|",
                "bad",
            ]))
            .to_owned(),
        ));
    }
    if rng.chance(6) {
        let all = ["-insecure", "-mod=mod", "-x", "-modcacherw", "-bogus", "x", "-mod", "-json=x"];
        env.push(("GOFLAGS".to_owned(), (*rng.pick(&all)).to_owned()));
    }
    if rng.chance(3) {
        env.push(("GO111MODULE".to_owned(), (*rng.pick(&["off", "auto", "on", "x"])).to_owned()));
    }
    env
}

fn statuses(rng: &mut Rng) -> BTreeMap<(String, Kind), u16> {
    let mut all = BTreeMap::new();
    let bad = rng.below(60);
    for place in [
        "http p0",
        "http p1",
        "http p2",
        "http bare",
        "http db",
        "https p0",
        "https p1",
        "https p2",
        "https bare",
        "https db",
        "sums.test",
    ] {
        for kind in KINDS {
            let gentle = matches!(kind, Kind::Tile | Kind::Lookup) && !rng.chance(40);
            if rng.chance(bad) && !gentle {
                let status = [404, 404, 404, 410, 500, 500, 403, 401, 429, 204, 418, 0, 503];
                all.insert((place.to_owned(), kind), *rng.pick(&status));
            }
        }
    }
    all
}

fn lists(rng: &mut Rng) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for place in ["http p0", "http p1", "https p0", "https p1", "http bare"] {
        if rng.chance(25) {
            let lists = [
                "",
                "\n",
                "nonsense\n",
                "v1.0.0\nv1.2.3\n",
                "v1.3.0-rc.1\n",
                "v0.0.0-20200101000000-abcdefabcdef\n",
                "v1.0.0 2020-01-02T03:04:05Z\nv1.2.3 2019-01-02T03:04:05Z\n",
                "v1.2.3\nv2.0.0+incompatible\n",
                "v2.0.0+incompatible\n",
                "v0.0.1-go1.26.1.linux-amd64\n",
                "v0.0.1-go1.28.1.linux-amd64\n",
            ];
            all.insert(place.to_owned(), (*rng.pick(&lists)).to_owned());
        }
    }
    all
}

fn netrc(rng: &mut Rng) -> String {
    match rng.weighted(&[70, 10, 10, 10]) {
        1 => format!("machine {TLS} login ada password secret\n"),
        2 => "machine 127.0.0.1 login ada password secret\n".to_owned(),
        3 => format!("machine {TLS}/p1 login ada password secret\nmachine {HOST} login x password y\n"),
        _ => String::new(),
    }
}
