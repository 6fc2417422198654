//! Lists of globs and paths: which modules real go asks a proxy for, and which it tells the checksum database of.

use crate::native::bytes;
use crate::rng::Rng;
use crate::routes::sumdb::Database;
use crate::run::{Call, run};
use crate::sdk::Sdk;
use bstr::{BStr, BString, ByteSlice};
use burrow_servers::Server;
use go_rules::pattern::{Verdict, judge, matches_prefix};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Paths that are asked for.
const PATHS: [&str; 24] = [
    "corp.example.com/a",
    "corp.example.com/a/b",
    "corp.example.company/a",
    "git.corp.example.com/x",
    "git.corp.example.com/x/v2",
    "a.b.corp.example.com/x",
    "example.com/a",
    "example.com/a-b/c",
    "example.com/aa/b",
    "github.com/acme/x",
    "github.com/Acme/x",
    "github.com/acme/x/y/z",
    "github.com/acme/private-lib",
    "github.com/any/private-lib/v2",
    "gitlab.com/team/sub/group/x",
    "golang.org/x/mod",
    "gopkg.in/yaml.v1",
    "x.test/a_b",
    "x.test/a~b",
    "x.test/A/b",
    "x.test/a.git",
    "xy.test/a",
    "127.0.0.1/a",
    "x-y.test/0/1",
];

/// The servers, and a folder for go.
pub struct Bench<'a> {
    folder: PathBuf,
    server: Server,
    sdks: &'a [Sdk],
    burrow: &'a BString,
}

/// What go does with a module.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Decides {
    Noproxy,
    Nosumdb,
}

impl<'a> Bench<'a> {
    /// # Errors
    /// When a folder cannot be made.
    pub fn new(folder: &Path, sdks: &'a [Sdk], burrow: &'a BString) -> io::Result<Bench<'a>> {
        let server = Server::start();
        for path in PATHS {
            let place = format!("/p/{}/@v/{}", escaped(path), version(path));
            server.file(format!("{place}.info"), format!("{{\"Version\":\"{}\"}}", version(path)));
            server.file(format!("{place}.mod"), format!("module {path}\n"));
        }
        let project = folder.join("project");
        fs::create_dir_all(&project)?;
        fs::create_dir_all(folder.join("work"))?;
        let lines: String = PATHS.iter().map(|path| format!("require {path} {}\n", version(path))).collect();
        fs::write(project.join("go.mod"), format!("module main.test/m\n\ngo 1.17\n\n{lines}"))?;
        Ok(Bench { folder: folder.to_owned(), server, sdks, burrow })
    }

    /// Judges one list; what differs.
    ///
    /// # Errors
    /// When a program cannot be started.
    pub fn judge(&self, rng: &mut Rng) -> io::Result<Vec<String>> {
        let list = list(rng);
        let sdk = &self.sdks[rng.below(self.sdks.len())];
        let says = |matched: &BTreeSet<&str>| {
            PATHS.into_iter().filter(|path| matched.contains(path)).map(str::to_owned).collect::<Vec<_>>()
        };
        let ours: BTreeSet<&str> =
            PATHS.into_iter().filter(|path| matches_prefix(BStr::new(&list), BStr::new(path))).collect();
        let mut faults = Vec::new();
        let mut compare = |what: &str, real: &BTreeSet<&str>| {
            if *real != ours {
                let (ours, real) = (says(&ours), says(real));
                faults.push(format!("{what}={list:?} {}: burrow {ours:?}, go {real:?}", sdk.version));
            }
        };
        compare("GONOPROXY", &self.real(sdk, Decides::Noproxy, &list)?);
        compare("GONOSUMDB", &self.real(sdk, Decides::Nosumdb, &list)?);
        compare("proxy private", &self.told(&list)?);
        let entries = judge(BStr::new(&list));
        let never = entries.iter().filter(|entry| matches!(entry.verdict, Verdict::Never(_)));
        let never: Vec<String> = never.map(|entry| entry.text.to_string()).collect();
        if !never.is_empty() {
            let real = self.real(sdk, Decides::Noproxy, &never.join(","))?;
            if !real.is_empty() {
                faults.push(format!("{never:?} never match {}: go matches {:?}", sdk.version, says(&real)));
            }
        }
        Ok(faults)
    }

    /// Which modules real go keeps to itself.
    fn real(&self, sdk: &Sdk, decides: Decides, list: &str) -> io::Result<BTreeSet<&'static str>> {
        let at = |name: &str| bytes(&self.folder.join(name));
        crate::stage::clear(&self.folder.join("home"))?;
        let url = self.server.url();
        let (noproxy, nosumdb) = match decides {
            Decides::Noproxy => (list, "none"),
            Decides::Nosumdb => ("none", list),
        };
        let gosumdb = match decides {
            Decides::Noproxy => "off".to_owned(),
            Decides::Nosumdb => format!("{} {url}/db", Database::key()),
        };
        let mut env: Vec<(BString, BString)> = vec![
            ("HOME".into(), at("home")),
            ("GOPATH".into(), at("home/go")),
            ("GOMODCACHE".into(), at("home/mod")),
            ("GOCACHE".into(), at("home/cache")),
            ("PATH".into(), "/usr/bin:/bin".into()),
            ("GOPROXY".into(), format!("{url}/p").into()),
            ("GONOPROXY".into(), noproxy.into()),
            ("GONOSUMDB".into(), nosumdb.into()),
            ("GOSUMDB".into(), gosumdb.into()),
            // Nobody else is reached, and nothing is run.
            ("HTTPS_PROXY".into(), "http://127.0.0.1:1".into()),
        ];
        let fixed =
            [("GOENV", "off"), ("GOTOOLCHAIN", "local"), ("GOFLAGS", "-modcacherw"), ("GOVCS", "*:off")];
        env.extend(fixed.map(|(name, value)| (name.into(), value.into())));
        let before = self.server.requests().len();
        let args = PATHS.iter().map(|path| BString::from(format!("{path}@{}", version(path))));
        let args = ["mod".into(), "download".into()].into_iter().chain(args).collect();
        run(&Call { program: sdk.program(), args, cwd: &at("work"), env: &env })?;
        let asked: Vec<String> =
            self.server.requests().into_iter().skip(before).map(|request| request.path).collect();
        let seen = |path: &str| {
            let path = escaped(path);
            let wanted = match decides {
                Decides::Noproxy => format!("/p/{path}/@v/"),
                Decides::Nosumdb => format!("/db/lookup/{path}@"),
            };
            asked.iter().any(|asked| asked.starts_with(&wanted))
        };
        Ok(PATHS.into_iter().filter(|path| !seen(path)).collect())
    }

    /// What the command says of the same.
    fn told(&self, list: &str) -> io::Result<BTreeSet<&'static str>> {
        let at = |name: &str| bytes(&self.folder.join(name));
        let env =
            [("HOME", at("home")), ("GOENV", "off".into()), ("GOPROXY", "https://proxy.golang.org".into())];
        let env: Vec<(BString, BString)> = env.map(|(name, value)| (name.into(), value)).to_vec();
        let tried = format!("GONOPROXY={list}");
        let words = ["--json", "proxy", "private", "--projects", ".", "--try", &tried].map(BString::from);
        let said = run(&Call {
            program: self.burrow.clone(),
            args: words.to_vec(),
            cwd: &at("project"),
            env: &env,
        })?;
        let json: Value = serde_json::from_slice(&said.stdout)
            .map_err(|_| io::Error::other(format!("{} {}", said.stdout, said.stderr.to_str_lossy())))?;
        let modules = json["modules"].as_array().cloned().unwrap_or_default();
        let matched = |path: &&str| {
            modules.iter().any(|module| module["module"] == **path && !module["noproxy"].is_null())
        };
        Ok(PATHS.into_iter().filter(matched).collect())
    }
}

fn version(path: &str) -> &'static str {
    if path.ends_with("/v2") { "v2.0.0" } else { "v1.0.0" }
}

/// As go writes it into URLs.
fn escaped(path: &str) -> String {
    let one =
        |c: char| if c.is_ascii_uppercase() { format!("%21{}", c.to_ascii_lowercase()) } else { c.into() };
    path.chars().map(one).collect()
}

fn list(rng: &mut Rng) -> String {
    let entries: Vec<String> = (0..1 + rng.below(5)).map(|_| entry(rng)).collect();
    entries.join(*rng.pick(&[",", ",", ",", ", ", ",,", ";", " ,", "|"]))
}

fn entry(rng: &mut Rng) -> String {
    let path = *rng.pick(&PATHS);
    let mut parts: Vec<String> = path.split('/').map(str::to_owned).collect();
    parts.truncate(1 + rng.below(parts.len()));
    if rng.chance(50) {
        let at = rng.below(parts.len());
        parts[at] = changed(rng, &parts[at]);
    }
    let plain = parts.join("/");
    match rng.weighted(&[60, 4, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3]) {
        0 => plain,
        1 => format!("{plain}/"),
        2 => format!("https://{plain}"),
        3 => format!("{plain}@v1.0.0"),
        4 => format!("{plain}/..."),
        5 => format!(" {plain}"),
        6 => format!("\"{plain}\""),
        7 => format!("!{plain}"),
        8 => format!("^{}$", plain.replace('.', "\\.")),
        9 => format!("{plain}:8443"),
        10 => plain.to_uppercase(),
        11 => format!("git@{plain}"),
        12 => format!("/{plain}"),
        _ => {
            let odd =
                ["none", "*", "**", "", "*/*", "*.*", "[", "[a-", "a\\", "(a|b).com", "{a,b}.com", "nodot/x"];
            (*rng.pick(&odd)).to_owned()
        }
    }
}

/// An element as a glob, which matches it or only nearly.
fn changed(rng: &mut Rng, part: &str) -> String {
    let cut = rng.below(part.len() + 1);
    let (before, after) = part.split_at(part.char_indices().nth(cut).map_or(part.len(), |(at, _)| at));
    let rest = after.get(1..).unwrap_or_default();
    let first = after.chars().next().unwrap_or('a');
    match rng.below(12) {
        0 => "*".to_owned(),
        1 => format!("*{after}"),
        2 => format!("{before}*"),
        3 => format!("{before}*{rest}"),
        4 => format!("{before}?{rest}"),
        5 => format!("{before}[{first}]{rest}"),
        6 => format!("{before}[^{first}]{rest}"),
        7 => format!("{before}[a-z]{rest}"),
        8 => format!("{before}\\{after}"),
        9 => format!("{before}[{rest}"),
        10 => format!("{before}**{after}"),
        _ => part.replace('.', "?"),
    }
}
