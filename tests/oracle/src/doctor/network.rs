//! GOPROXY, the checksum database, private patterns and HTTP proxies that are wrong.

use super::internet::{Host, MODULE, connect, connect_through_company, go_finds_modules};
use super::machine::Machine;
use super::scenario::{Fix, Scenario};
use crate::rng::Rng;
use burrow_servers::broken::refused;
use burrow_servers::modules::{self, Module};
use burrow_servers::{Reply, Server};
use std::io;

/// Mirrors that everybody knows.
const MIRRORS: [&str; 3] = ["goproxy.cn", "goproxy.io", "proxy.golang.org"];

pub const SCENARIOS: &[Scenario] = &[
    Scenario::new("GOPROXY with nothing in it", "goproxy-empty", empty).go(go_finds_modules).since(21),
    Scenario::new("GOPROXY mistyped", "goproxy-invalid", mistyped).go(go_finds_modules).since(21),
    Scenario::new("GOPROXY mistyped in the environment", "goproxy-invalid", mistyped_by_shell)
        .go(go_finds_modules)
        .fix(Fix::Person)
        .since(21),
    Scenario::new("GOPROXY with a service that has ended", "goproxy-gone", gone)
        .go(go_finds_modules)
        .since(21),
    Scenario::new("a dead server before a comma", "goproxy-dead-hop", dead_hop)
        .go(go_finds_modules)
        .online()
        .since(21),
    Scenario::new("a dead server and nothing behind it", "goproxy-dead-hop", dead_end)
        .besides(&["sumdb-off"])
        .fix(Fix::Undone(&["env", "undo"]))
        .online()
        .since(21),
    Scenario::new("GOSUMDB=off", "sumdb-off", sumdb_off).go(asks_the_database).since(21),
    Scenario::new("a pattern that exempts everything", "sumdb-off", exempts_everything)
        .go(asks_the_database)
        .since(21),
    Scenario::new("a GOSUMDB that is none", "sumdb-off", sumdb_unusable).go(database_is_usable).since(21),
    Scenario::new("a checksum database that does not answer", "sumdb-unreachable", sumdb_dead)
        .fix(Fix::Person)
        .online()
        .since(21),
    Scenario::new("patterns that never match", "private-never-matches", never_matches)
        .go(asks_no_proxy_for_private)
        .besides(&["private-leak"])
        .since(21),
    Scenario::new("a private module that a public proxy is told of", "private-leak", leak)
        .go(asks_no_proxy_for_private)
        .besides(&["private-never-matches"])
        .since(21),
    Scenario::new("an HTTP proxy that go does not use", "http-proxy-ignored", http_proxy)
        .go(go_finds_modules)
        .fix(Fix::Person)
        .since(21),
    Scenario::new("a company that opens connections", "tls-intercepted", intercepted)
        .go(go_finds_modules)
        .besides(&["goproxy-dead-hop", "sumdb-unreachable"])
        .fix(Fix::Person)
        .online()
        .since(21),
];

fn mirrors(machine: &mut Machine) -> io::Result<()> {
    connect(machine, &MIRRORS.map(|name| (name, Host::Proxy)))
}

fn empty(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    mirrors(machine)?;
    let line = *rng.pick(&["GOPROXY=", "GOPROXY=,", "GOPROXY= , |", "GOPROXY=|"]);
    machine.line(line, rng)
}

fn typing_error(rng: &mut Rng) -> String {
    let host = *rng.pick(&MIRRORS);
    let list = *rng.pick(&[
        "https//HOST,direct",
        "http//HOST|direct",
        "https:/HOST,direct",
        "htps://HOST,direct",
        "https://HOST;direct",
        "https://HOST，direct",
        "https://HOST direct",
        "https://HOST,dierct",
        "https://HOST,Direct",
        "https://https://HOST",
        "\"https://HOST,direct\"",
        "'https://HOST'",
        "https://HOST.direct",
    ]);
    // What is asked over HTTP is not on this internet.
    list.replace("HOST", host).replace("http//", "https//")
}

fn mistyped(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    mirrors(machine)?;
    let list = typing_error(rng);
    machine.line(&format!("GOPROXY={list}"), rng)
}

fn mistyped_by_shell(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    mirrors(machine)?;
    machine.set("GOPROXY", typing_error(rng));
    Ok(())
}

fn gone(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    mirrors(machine)?;
    let gone = *rng.pick(&["https://gocenter.io", "gocenter.io", "https://proxy.gocenter.io/x"]);
    let mirror = *rng.pick(&MIRRORS);
    machine.line(&format!("GOPROXY={gone},https://{mirror},direct"), rng)
}

/// A server that is no proxy just now.
fn dead(rng: &mut Rng) -> String {
    let list = format!("/{MODULE}/@v/list");
    let says = |reply: Reply| {
        let server = Server::start();
        server.route(list.clone(), reply);
        server.url()
    };
    let plain = |status: u16, body: &[u8]| Reply::Status(status, "text/plain", body.to_vec());
    match rng.below(5) {
        0 => format!("http://{}", refused()),
        1 => says(plain(500, b"out of order\n")),
        2 => says(plain(403, b"not from here\n")),
        3 => says(plain(429, b"later\n")),
        _ => "http://nobody.invalid".to_owned(),
    }
}

fn dead_hop(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    let well = Server::start();
    modules::serve(&[Module::new(MODULE, "v1.0.0")], &well, "");
    let absent = Server::start();
    let (dead, well) = (dead(rng), well.url());
    let database = burrow_servers::sumdb::Database::of([]);
    let sumdb = Server::start();
    database.serve(&sumdb, "");
    machine.set("GOSUMDB", format!("{} {}", database.key(), sumdb.url()));
    machine.set("GOTOOLCHAIN", "local");
    let before = match rng.below(3) {
        0 => format!("{},", absent.url()),
        _ => String::new(),
    };
    let behind = *rng.pick(&["", ",direct", ",off"]);
    machine.line(&format!("GOPROXY={before}{dead},{well}{behind}"), rng)
}

fn dead_end(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    machine.set("GOSUMDB", "off");
    machine.set("GOTOOLCHAIN", "local");
    let dead = dead(rng);
    machine.line(&format!("GOPROXY={dead}"), rng)
}

fn sumdb_off(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    mirrors(machine)?;
    machine.line("GOSUMDB=off", rng)
}

fn exempts_everything(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    mirrors(machine)?;
    let name = *rng.pick(&["GONOSUMDB", "GOPRIVATE"]);
    let value = *rng.pick(&["*", "corp.example.com,*", "**", "?*"]);
    machine.line(&format!("{name}={value}"), rng)
}

/// Whether go asks the database about a module that it does not know: on this internet that fails.
fn asks_the_database(machine: &Machine) -> io::Result<bool> {
    let said = machine.go(&["mod", "download", &format!("{MODULE}@v1.0.0")])?;
    let told = String::from_utf8_lossy(&said.stderr).into_owned();
    let cache = machine.go_says(&["env", "GOMODCACHE"])?;
    crate::stage::clear(std::path::Path::new(&cache))?;
    Ok(!said.status.success() && told.contains("sum.golang.org"))
}

fn sumdb_unusable(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    mirrors(machine)?;
    let value = *rng.pick(&["", "on", "sum.golang.org a b", "sum.example.com", "a+b+c"]);
    machine.line(&format!("GOSUMDB={value}"), rng)
}

fn database_is_usable(machine: &Machine) -> io::Result<bool> {
    let said = machine.go(&["mod", "download", &format!("{MODULE}@v1.0.0")])?;
    let told = String::from_utf8_lossy(&said.stderr).into_owned();
    let cache = machine.go_says(&["env", "GOMODCACHE"])?;
    crate::stage::clear(std::path::Path::new(&cache))?;
    Ok(!told.contains("GOSUMDB"))
}

fn sumdb_dead(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    let well = Server::start();
    modules::serve(&[Module::new(MODULE, "v1.0.0")], &well, "");
    machine.set("GOPROXY", well.url());
    machine.set("GOTOOLCHAIN", "local");
    let database = burrow_servers::sumdb::Database::of([]);
    let address = match rng.below(3) {
        0 => format!("http://{}", refused()),
        // Another log than the key is of.
        1 => {
            let server = Server::start();
            burrow_servers::sumdb::Database::of([]).stolen().serve(&server, "");
            server.url()
        }
        _ => Server::start().url(),
    };
    machine.set("GOSUMDB", format!("{} {address}", database.key()));
    Ok(())
}

const PRIVATE: &str = "git.firm.example/team/lib";

fn never_matches(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    mirrors(machine)?;
    let value = *rng.pick(&[
        "corp.example.com, git.firm.example",
        "https://git.firm.example",
        "https://git.firm.example/team",
        "git@git.firm.example:team/lib",
        "git.firm.example:8443",
        "^git\\.firm\\.example$",
        "git.firm.example;corp.example.com",
        "Git.firm.example",
        "\"git.firm.example\"",
    ]);
    // Behind a comma go would ask the module's own host, too.
    machine.set("GOPROXY", "https://proxy.golang.org");
    machine.line(&format!("GOPRIVATE={value}"), rng)
}

/// Whether go asks only the module's own host, and no proxy.
fn asks_no_proxy_for_private(machine: &Machine) -> io::Result<bool> {
    let said = machine.go(&["list", "-m", "-mod=mod", "-versions", PRIVATE])?;
    let told = String::from_utf8_lossy(&said.stderr).into_owned();
    Ok(!told.contains("https://proxy.golang.org/") && told.contains("git.firm.example"))
}

fn leak(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    mirrors(machine)?;
    machine.set("GOPROXY", "https://proxy.golang.org");
    let url = *rng.pick(&[
        "git@git.firm.example:team/app.git",
        "https://git.firm.example/team/app",
        "ssh://git@git.firm.example:2222/team/app.git",
    ]);
    machine.file(&machine.dir.join(".git/config"), format!("[remote \"origin\"]\n\turl = {url}\n"))?;
    let go_mod = format!("module git.firm.example/team/app\n\ngo 1.21\n\nrequire {PRIVATE} v1.0.0\n");
    machine.file(&machine.dir.join("go.mod"), go_mod)?;
    let file = machine.dir.join("go.mod");
    machine.cause(&file, 5);
    if rng.below(2) == 0 {
        let file = machine.goenv();
        machine.file(&file, "GOPRIVATE=corp.example.com\n")?;
    }
    Ok(())
}

fn http_proxy(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    mirrors(machine)?;
    let at = machine.env.iter().position(|(name, _)| name == "HTTPS_PROXY");
    let (_, address) = machine.env.remove(at.ok_or_else(|| io::Error::other("no HTTP proxy"))?);
    let name = *rng.pick(&["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"]);
    machine.export(name, &address, rng)
}

fn intercepted(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    let hosts = MIRRORS.map(|name| (name, Host::Proxy));
    connect_through_company(machine, &hosts)?;
    let mirror = *rng.pick(&MIRRORS);
    machine.set("GOPROXY", format!("https://{mirror}"));
    Ok(())
}
