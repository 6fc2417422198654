//! Whose eyes see which module: settings are drawn, real go is sent out for each module of a project, and servers that
//! everybody uses write down what they are asked. What they hear of a private module is found by `private-leak`, what is
//! found they hear, and after the fix they hear of none.

use super::Seen;
use super::internet::trust;
use super::logins::{close, netrc};
use super::machine::{Machine, Report};
use crate::rng::Rng;
use crate::sdk::Sdk;
use crate::stage::clear;
use burrow_servers::http_proxy::{Hosts, HttpProxy};
use burrow_servers::modules::{self, Module};
use burrow_servers::tls::{Authority, Leaf};
use burrow_servers::{Reply, Server};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

/// Who answers everybody.
const PUBLIC: [&str; 4] = ["proxy.golang.org", "goproxy.cn", "sum.golang.org", "sum.golang.google.cn"];
/// Proxies of companies.
const OWN: [&str; 2] = ["athens.firm.example", "go.firm.example"];
/// Why each is private: its host's name, the remote of the project, a login in netrc.
const PRIVATE: [&str; 3] =
    ["git.corp.ada.example/team/lib", "git.firm.example/team/Lib", "code.ada.example/x/v2"];
const OPEN: [&str; 2] = ["golang.org/x/mod", "example.com/open"];

/// Draws `cases` machines and judges them.
///
/// # Errors
/// When a program cannot be started or a folder not be written.
pub fn leaks(
    base: &Path,
    sdks: &[Sdk],
    burrow: &Path,
    seed: u64,
    cases: std::ops::Range<u64>,
    seen: &mut Seen,
) -> io::Result<()> {
    let usable: Vec<&Sdk> = sdks.iter().filter(|sdk| sdk.minor >= 21).collect();
    for case in cases.filter(|_| !usable.is_empty()) {
        let mut rng = Rng::of_case(seed, 4_000_000 + case);
        let sdk = usable[rng.below(usable.len())];
        let machine = Machine::new(&base.join(format!("leaks-{case}")), sdks, sdk, burrow, &mut rng)?;
        let mut judge = draw(machine, &mut rng)?;
        judge.case = case;
        judge.all(seen)?;
        judge.machine.clear()?;
    }
    Ok(())
}

/// An internet with servers that remember; in one of the two, modules can be had from their own servers and from proxies of companies.
struct World {
    proxy: String,
    public: BTreeMap<&'static str, Server>,
}

struct Judge {
    machine: Machine,
    worlds: [World; 2],
    case: u64,
    told: String,
}

fn world(authority: &Authority, has_modules: bool) -> World {
    let mut known = Hosts::new();
    let mut start = |name: &'static str| {
        let server = Server::start_tls(authority.server(Leaf::For(name)));
        known.insert(format!("{name}:443"), server.url().replace("https://", ""));
        server
    };
    let public = PUBLIC.map(|name| (name, start(name))).into_iter().collect();
    let paths = || PRIVATE.into_iter().chain(OPEN);
    let all: Vec<Module> = paths().map(|path| Module::new(path, version(path))).collect();
    for name in OWN {
        let server = start(name);
        if has_modules {
            modules::serve(&all, &server, "");
        }
    }
    for path in paths().filter(|_| has_modules) {
        let (host, below) = path.split_once('/').unwrap_or((path, ""));
        let server = start(host);
        modules::serve(&all, &server, "/origin");
        let page = format!("<meta name=\"go-import\" content=\"{path} mod https://{host}/origin\">");
        server.route(format!("/{below}"), Reply::Status(200, "text/html", page.into_bytes()));
    }
    World { proxy: format!("http://{}", HttpProxy::start(None, known).address), public }
}

fn version(path: &str) -> &'static str {
    if path.ends_with("/v2") { "v2.0.0" } else { "v1.0.0" }
}

fn draw(mut machine: Machine, rng: &mut Rng) -> io::Result<Judge> {
    let authority = Authority::new("Loopback Root");
    trust(&mut machine, &authority)?;
    machine.set("GOTOOLCHAIN", "local");
    let worlds = [world(&authority, false), world(&authority, true)];
    machine.set("HTTPS_PROXY", worlds[0].proxy.clone());
    let requires: String =
        PRIVATE.iter().chain(&OPEN).map(|path| format!("\t{path} {}\n", version(path))).collect();
    machine.project(&format!("module git.firm.example/team/app\n\ngo 1.21\n\nrequire (\n{requires})\n"))?;
    let remote = "[remote \"origin\"]\n\turl = git@git.firm.example:team/app.git\n";
    machine.file(&machine.dir.join(".git/config"), remote)?;
    machine.file(&netrc(&machine), "machine code.ada.example login ada password hunter2\n")?;
    close(&machine)?;
    let mut told = vec![machine.sdk.version.clone()];
    let mut lines = String::new();
    for (name, often, values) in VALUES {
        for (process, often) in [(false, *often), (true, often / 4)] {
            if rng.chance(often) {
                let value = *rng.pick(values);
                told.push(format!("{} {name}={value:?}", if process { "process" } else { "file" }));
                match process {
                    true => machine.set(name, value),
                    false => lines.push_str(&format!("{name}={value}\n")),
                }
            }
        }
    }
    let goenv = machine.goenv();
    machine.file(&goenv, lines)?;
    Ok(Judge { machine, worlds, case: 0, told: told.join("; ") })
}

const GLOBS: &[&str] = &[
    "git.corp.ada.example",
    "*.corp.ada.example,git.firm.example",
    "git.corp.ada.example,git.firm.example,code.ada.example",
    "*.example",
    "*",
    "*/team/*",
    "git.firm.example/team/lib",
    "git.firm.example/Team",
    "Git.Corp.ada.example",
    "https://git.corp.ada.example",
    "git.corp.ada.example, git.firm.example",
    "git.firm.example/...",
    "code.ada.example/x/v3",
    "code.ada.example/",
    "other.example",
    "none",
    "",
];

/// Names, how often each is set, and to what.
const VALUES: &[(&str, usize, &[&str])] = &[
    (
        "GOPROXY",
        60,
        &[
            "https://proxy.golang.org",
            "https://goproxy.cn,direct",
            "https://goproxy.cn|https://proxy.golang.org|direct",
            "https://athens.firm.example,https://proxy.golang.org,direct",
            "https://athens.firm.example|direct",
            "https://go.firm.example",
            "proxy.golang.org,direct",
            "https://proxy.golang.org:443/,direct",
            "direct",
            "off",
            "off,https://proxy.golang.org",
            "direct,https://proxy.golang.org",
            "https:///x,https://proxy.golang.org",
            "https:///x|https://proxy.golang.org",
        ],
    ),
    ("GOPRIVATE", 50, GLOBS),
    ("GONOPROXY", 25, GLOBS),
    ("GONOSUMDB", 25, GLOBS),
    ("GOSUMDB", 25, &["off", "sum.golang.google.cn", "sum.golang.org"]),
];

impl Judge {
    fn all(&mut self, seen: &mut Seen) -> io::Result<()> {
        let goenv = self.machine.goenv();
        let before = fs::read(&goenv)?;
        let report = self.machine.doctor(&["--id", "private-leak", "private-never-matches"])?;
        self.agree(&report, seen)?;
        let by_file = report.findings().any(|finding| {
            finding["id"] == "private-leak"
                && finding["fixes"].as_array().is_some_and(|fixes| !fixes.is_empty())
        });
        if by_file {
            let output = self.machine.burrow(&["doctor", "--fix", "private-leak"])?;
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            self.check(seen, output.status.success(), || format!("--fix private-leak: {said}"));
            let report = self.machine.doctor(&["--id", "private-leak"])?;
            self.check(seen, !report.has("private-leak"), || {
                format!("after the fix: {:#}", report.json["findings"])
            });
            self.agree(&report, seen)?;
            let output = self.machine.burrow(&["env", "undo"])?;
            self.check(seen, output.status.success(), || "env undo failed".to_owned());
            let after = fs::read(&goenv)?;
            self.check(seen, before == after, || format!("undo: {before:?} became {after:?}"));
        }
        Ok(())
    }

    fn check(&self, seen: &mut Seen, well: bool, fault: impl FnOnce() -> String) {
        seen.check(well, || format!("leaks {} [{}]: {}", self.case, self.told, fault()));
    }

    fn agree(&mut self, report: &Report, seen: &mut Seen) -> io::Result<()> {
        let leak = report.findings().find(|finding| finding["id"] == "private-leak");
        let evidence = leak.and_then(|leak| leak["evidence"].as_array()).cloned().unwrap_or_default();
        for path in PRIVATE.iter().chain(&OPEN) {
            let found = evidence.iter().any(|one| one["text"] == *path);
            let by = self.who_hears_of(path)?;
            let private = PRIVATE.contains(path);
            // That an open module is kept from proxies alone or from databases alone is said of it, too.
            let well = if private { found != by.is_empty() } else { !found || !by.is_empty() };
            self.check(seen, well, || format!("{path}: private-leak names it: {found}; heard by {by:?}"));
        }
        Ok(())
    }

    /// The servers that everybody uses which hear of a module when go fetches it.
    fn who_hears_of(&mut self, path: &str) -> io::Result<Vec<&'static str>> {
        let dir = std::mem::replace(&mut self.machine.dir, self.machine.home.join("empty"));
        fs::create_dir_all(&self.machine.dir)?;
        let escaped = match path {
            "git.firm.example/team/Lib" => "git.firm.example/team/!lib",
            path => path,
        };
        let mut heard = Vec::new();
        for world in &self.worlds {
            self.machine.env.retain(|(name, _)| name != "HTTPS_PROXY");
            self.machine.env.push(("HTTPS_PROXY".to_owned(), world.proxy.clone()));
            let before = world.public.values().map(|server| server.requests().len()).collect::<Vec<_>>();
            self.machine.go(&["mod", "download", &format!("{path}@{}", version(path))])?;
            for ((name, server), known) in world.public.iter().zip(before) {
                let new = &server.requests()[known..];
                let of_it = |asked: &str| {
                    asked.replace("%21", "!").contains(&format!("{escaped}@"))
                        || asked.replace("%21", "!").contains(&format!("/{escaped}/@"))
                };
                if new.iter().any(|request| of_it(&request.path)) && !heard.contains(name) {
                    heard.push(*name);
                }
            }
            clear(&self.machine.home.join("go"))?;
        }
        self.machine.dir = dir;
        Ok(heard)
    }
}
