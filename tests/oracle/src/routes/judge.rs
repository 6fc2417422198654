//! One case: what real go asks, what Burrow's graph leads to with the same answers, and what the same code foretells when
//! it also reads the answers.

use super::programs::{is_run, lay_programs};
use super::releases::{HOST, MODULES, REPOSITORIES, Releases};
use super::servers::{AUTHORITY, Record, Servers};
use super::world::{Case, FOLDER, Kind, Origin, PLAIN, TLS, kind};
use crate::native::bytes;
use crate::run::{Call, Said, run};
use crate::sdk::Sdk;
use crate::stage::clear;
use bstr::{BStr, BString, ByteSlice};
use burrow_core::env::resolve::Asked;
use burrow_core::proxy::route::{Ground, Inquiry};
use burrow_core::system::DiskFiles;
use go_rules::environ::{Environ, Os};
use go_rules::netrc::Sent;
use go_rules::route::query::Query;
use go_rules::route::scheme::Scheme;
use go_rules::route::{Answer, Body, Purpose, Walked};
use serde_json::Value;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What all cases of one worker share.
pub struct Bench<'a> {
    pub folder: PathBuf,
    pub servers: Servers,
    pub releases: &'a Releases,
    pub sdks: &'a [Sdk],
    pub burrow: &'a BString,
}

/// What came of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    pub fault: Option<String>,
    /// How many requests go made.
    pub asked: usize,
    pub refused: bool,
    pub done: bool,
}

impl Outcome {
    /// One of the programs did not end.
    pub fn late() -> Outcome {
        Outcome { fault: Some("did not end in time".into()), asked: 0, refused: false, done: false }
    }
}

/// A request, as it is compared: its URL, or that the origin is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    url: String,
    authorized: Option<bool>,
}

impl Bench<'_> {
    fn real(&self, text: &str) -> String {
        text.replace(PLAIN, &self.servers.plain)
            .replace(TLS, &self.servers.tls)
            .replace(FOLDER, &self.folder.display().to_string())
    }

    fn env(&self, case: &Case) -> Vec<(BString, BString)> {
        let at = |name: &str| bytes(&self.folder.join(name));
        let mut env: Vec<(BString, BString)> = vec![
            ("HOME".into(), at("home")),
            ("USERPROFILE".into(), at("home")),
            ("LocalAppData".into(), at("home")),
            ("AppData".into(), at("home")),
            ("GOPATH".into(), at("gopath")),
            ("GOMODCACHE".into(), at("modcache")),
            ("GOCACHE".into(), at("cache")),
            ("GOENV".into(), "off".into()),
            ("GOTOOLCHAIN".into(), "local".into()),
            ("SSL_CERT_FILE".into(), at("ca.pem")),
            ("NETRC".into(), at("netrc")),
            ("HTTPS_PROXY".into(), format!("http://{}", self.servers.plain).into()),
            ("HTTP_PROXY".into(), format!("http://{}", self.servers.plain).into()),
            ("PATH".into(), format!("{}:/usr/bin:/bin", at("bin")).into()),
        ];
        if !case.env.iter().any(|(name, _)| name == "GOFLAGS") {
            env.push(("GOFLAGS".into(), "-modcacherw".into()));
        }
        env.extend(
            case.env
                .iter()
                .map(|(name, value)| (BString::from(name.as_str()), BString::from(self.real(value)))),
        );
        env
    }

    fn lay(&self, case: &Case) -> io::Result<()> {
        for folder in ["home", "gopath", "modcache", "cache"] {
            clear(&self.folder.join(folder))?;
        }
        for folder in ["home", "work"] {
            fs::create_dir_all(self.folder.join(folder))?;
        }
        fs::write(self.folder.join("netrc"), self.real(&case.netrc))?;
        fs::write(self.folder.join("home/.gitconfig"), self.git_config(case))?;
        self.lay_project(case)?;
        let released = self.folder.join("releases");
        if !released.exists() {
            fs::write(self.folder.join("ca.pem"), AUTHORITY)?;
            lay_programs(&self.folder.join("bin"))?;
            copy(&self.releases.folder, &released)?;
        }
        Ok(())
    }

    /// The folder of the question. Go writes into its go.sum.
    fn lay_project(&self, case: &Case) -> io::Result<()> {
        let work = self.folder.join("work");
        clear(&work)?;
        fs::create_dir_all(&work)?;
        if let Some(known) = &case.sums {
            let empty = "module w.test/w\n\ngo 1.17\n";
            let required: String = case
                .requires
                .iter()
                .map(|(module, version)| format!("\nrequire {module} {version}\n"))
                .collect();
            let name = if case.modfile { "other" } else { "go" };
            fs::write(work.join("go.mod"), empty)?;
            fs::write(work.join(format!("{name}.mod")), format!("{empty}{required}"))?;
            let lines = self.releases.sums.iter().enumerate().filter(|(at, _)| known.contains(at));
            let lines: String = lines.map(|(_, line)| format!("{line}\n")).collect();
            fs::write(work.join(format!("{name}.sum")), lines)?;
        }
        Ok(())
    }

    /// Where git finds repositories: here, or nowhere.
    fn git_config(&self, case: &Case) -> String {
        let mut text = String::new();
        for (module, name) in REPOSITORIES {
            let whole = case.origin == Origin::Whole;
            let at = if whole { self.releases.folder.join("repos").join(name) } else { "/nowhere".into() };
            text += &format!("[url \"file://{}\"]\n", at.display());
            let path = module.trim_end_matches(".git");
            for scheme in ["https", "git+ssh", "ssh"] {
                text += &format!("\tinsteadOf = {scheme}://{path}\n");
            }
        }
        text
    }

    /// # Errors
    /// When the case cannot be laid, or a program cannot be started.
    pub fn judge(&self, case: &Case) -> io::Result<Outcome> {
        self.lay(case)?;
        self.servers.play(case);
        let (env, sdk) = (self.env(case), &self.sdks[case.sdk]);
        let work = bytes(&self.folder.join("work"));
        let args = ["mod", "download", "-x", &case.argument].map(BString::from).to_vec();
        let go = run(&Call { program: sdk.program(), args, cwd: &work, env: &env })?;
        let asked: Vec<Record> = self.servers.records();
        self.lay_project(case)?;
        let goroot = bytes(&sdk.goroot);
        let args = ["--lang", "en", "--json", "--goroot"].map(BString::from).into_iter();
        let args = args.chain([goroot.clone()]);
        let args = args.chain(["proxy", "route", "--", &case.argument].map(BString::from)).collect();
        let burrow = run(&Call { program: self.burrow.clone(), args, cwd: &work, env: &env })?;
        let fault = match serde_json::from_slice::<Value>(&burrow.stdout) {
            Err(_) => Some(format!("no JSON: {} {}", burrow.stdout, burrow.stderr)),
            Ok(json) => self.compare(case, &json, &go, &asked, (&env, work.as_bstr(), goroot.as_bstr())),
        };
        Ok(Outcome { fault, asked: asked.len(), refused: asked.is_empty() && !go.ok, done: go.ok })
    }

    fn compare(
        &self,
        case: &Case,
        json: &Value,
        go: &Said,
        asked: &[Record],
        (env, work, goroot): (&[(BString, BString)], &BStr, &BStr),
    ) -> Option<String> {
        let real = lines(asked);
        if let Some(error) = json["error"].as_str() {
            if !real.is_empty() {
                return Some(told("burrow: no request", &[error.to_owned()], &real, go));
            }
            return wrong_words(error, go);
        }
        let inquiry = Inquiry::parse(BStr::new(&case.argument));
        let environ = Environ::new(Os::host(), env.iter().cloned());
        let asking = Asked { environ: &environ, dir: work, started_in: None, goroot: Some(goroot) };
        let ground = Ground::of(&asking, &DiskFiles);
        let question = ground.question(&inquiry);
        let required =
            case.requires.iter().find(|(module, _)| module.as_bytes() == question.module.as_bytes());
        let current = required.map(|(_, version)| BStr::new(version));
        let chosen = Query::of(question.scheme(), question.module, question.version, current);
        let mut faults = Vec::new();
        let is_own = question.scheme() != Scheme::Module;
        if matches!(chosen, Ok(Query::Stat { otherwise: None })) && (is_own || is_version(question.version)) {
            let (graph, ended) = self.follow(case, &json["steps"]);
            if !same(&graph, &real) {
                faults.push(told("graph", &urls(&graph), &real, go));
            }
            if ended != go.ok {
                faults.push(told(&format!("graph ends {ended}"), &urls(&graph), &real, go));
            }
        }
        match question.route() {
            Err(words) => faults.push(format!("no route, and no error before: {words}")),
            Ok(route) => {
                let (walked, ended, runs) = self.walk(case, &route);
                if !is_run(runs.as_deref(), &go.stderr.to_str_lossy()) {
                    faults.push(told(&format!("walk runs {runs:?}"), &urls(&walked), &real, go));
                }
                // What a repository answers to a query is not foretold.
                let real = if ended.is_none() { &real[..real.len().min(walked.len())] } else { &real };
                if !same(&walked, real) {
                    faults.push(told("walk", &urls(&walked), real, go));
                }
                if ended.is_some_and(|ended| ended != go.ok) {
                    faults.push(told(&format!("walk ends {ended:?}"), &urls(&walked), real, go));
                }
            }
        }
        (!faults.is_empty()).then(|| faults.join("\n"))
    }

    /// The way through the graph that the answers lead to.
    fn follow(&self, case: &Case, steps: &Value) -> (Vec<Line>, bool) {
        let mut lines = Vec::new();
        let mut at = 1;
        for _ in 0..1000 {
            let step = &steps[at - 1];
            let direct = step["purpose"] == "direct";
            let (status, url) = match step["url"].as_str() {
                Some(_) if direct => (self.origin(case, step["runs"].as_str()), "direct".to_owned()),
                Some(url) => (self.status(case, url), bare(url)),
                None => (self.tiles(case, lines.last()), String::new()),
            };
            if self.is_seen(&url) && (!direct || step["runs"].is_null() && is_asked(case)) {
                let told = !direct && step["credentials"] != "goauth";
                let authorized = told.then(|| step["credentials"] != "none");
                let times =
                    if step["repeated"] == true && (400..500).contains(&status) && !direct { 2 } else { 1 };
                lines.extend(std::iter::repeat_n(Line { url, authorized }, times));
            }
            let next = match status {
                200 => &step["found"],
                404 | 410 => &step["absent"],
                _ => &step["failed"],
            };
            match next.as_u64() {
                Some(id) => at = usize::try_from(id).unwrap_or(1),
                None => return (lines, next == "done"),
            }
        }
        (lines, false)
    }

    /// The same by the code itself, which reads the answers; and the program that is run.
    fn walk(
        &self,
        case: &Case,
        route: &go_rules::route::Route<'_>,
    ) -> (Vec<Line>, Option<bool>, Option<String>) {
        let (mut lines, mut answers): (Vec<Line>, Vec<Answer>) = (Vec::new(), Vec::new());
        let mut runs = None;
        for _ in 0..1000 {
            let request = match route.walk(&answers) {
                Walked::Asks(request) => request,
                Walked::Done => return (lines, Some(true), runs),
                Walked::Failed(_) => return (lines, Some(false), runs),
            };
            let direct = request.purpose == Purpose::Direct;
            let command = request.repository.map(|repository| repository.command);
            runs = runs.or_else(|| command.clone());
            let (status, body, url) = match &request.url {
                Some(_) if direct => (self.origin(case, command.as_deref()), Vec::new(), "direct".to_owned()),
                Some(url) => {
                    let url = url.bare().to_string();
                    let (status, body) = self.get(case, &url);
                    (status, body, url)
                }
                None => (self.tiles(case, lines.last()), Vec::new(), String::new()),
            };
            if self.is_seen(&url) && (!direct || command.is_none() && is_asked(case)) {
                let times = if request.repeated && (400..500).contains(&status) && !direct { 2 } else { 1 };
                let told = !direct && request.credentials != Sent::Goauth;
                let authorized = told.then_some(request.credentials != Sent::None);
                lines.extend(std::iter::repeat_n(Line { url, authorized }, times));
            }
            let version = case.argument.rsplit('@').next().unwrap_or_default();
            if direct && case.origin == Origin::Whole && !is_version(BStr::new(version)) {
                return (lines, None, runs);
            }
            answers.push(answer(request.purpose, status, body));
        }
        (lines, Some(false), runs)
    }

    fn status(&self, case: &Case, url: &str) -> u16 {
        self.get(case, &bare(url)).0
    }

    fn get(&self, case: &Case, url: &str) -> (u16, Vec<u8>) {
        if let Some(path) = url.strip_prefix("file://") {
            let path = path.replace("%21", "!");
            return match fs::read(path) {
                Ok(body) => (200, body),
                Err(why) if why.kind() == io::ErrorKind::NotFound => (404, Vec::new()),
                Err(_) => (500, Vec::new()),
            };
        }
        let (scheme, rest) = url.split_once("://").unwrap_or_default();
        let (host, target) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        if host == "127.0.0.1:1" {
            return (0, Vec::new());
        }
        let reply = case.reply(self.releases, scheme, host, target);
        (reply.status, reply.body)
    }

    /// Whether the tiles can be had where the record came from.
    fn tiles(&self, case: &Case, lookup: Option<&Line>) -> u16 {
        let Some(url) = lookup.map(|line| &line.url) else { return 200 };
        let base = url.split("/lookup/").next().unwrap_or_default();
        let found = |file: &str| self.get(case, &format!("{base}/tile/8/0/000{file}")).0;
        // Where the part is not there, go asks for the whole tile.
        let records: usize = MODULES.iter().map(|(_, versions)| versions.len()).sum();
        if found(&format!(".p/{records}")) == 200 || found("") == 200 { 200 } else { 500 }
    }

    /// How the module's own place answers: its server, or the program that is run.
    fn origin(&self, case: &Case, runs: Option<&str>) -> u16 {
        let (module, version) = case.argument.split_once('@').unwrap_or_default();
        let versions =
            MODULES.iter().find(|(path, _)| *path == module).map_or(&[][..], |(_, versions)| versions);
        let there = if versions.contains(&version) { 200 } else { 404 };
        if let Some(command) = runs {
            // That no way leads to a repository counts as none; that one cannot be fetched does not.
            let fetched = command.starts_with("git ls-remote -q") || command.starts_with("fossil");
            let is_here =
                REPOSITORIES.iter().any(|(path, _)| *path == module) && case.origin == Origin::Whole;
            return if is_here {
                there
            } else if fetched {
                500
            } else {
                404
            };
        }
        // The server of Go's own modules is not among those here: it is not reached.
        match case.origin {
            _ if !module.contains(HOST) => 404,
            Origin::None => 404,
            Origin::Broken => 500,
            Origin::Whole => there,
        }
    }

    fn is_seen(&self, url: &str) -> bool {
        let nobody = url.is_empty() || url.starts_with("file:") || url.contains("//127.0.0.1:1/");
        !nobody
    }
}

/// Whether the module's own server is one that records.
fn is_asked(case: &Case) -> bool {
    case.argument.contains(HOST)
}

fn is_version(version: &BStr) -> bool {
    go_rules::semver::canonical(version).is_some_and(|canonical| canonical == version.as_bytes())
}

fn answer(purpose: Purpose, status: u16, body: Vec<u8>) -> Answer {
    match status {
        200 => {}
        404 | 410 => return Answer::Absent,
        _ => return Answer::Failed,
    }
    match purpose {
        Purpose::Info | Purpose::Latest => {
            let info = serde_json::from_slice::<Value>(&body).ok();
            match info.and_then(|info| info["Version"].as_str().map(BString::from)) {
                Some(version) => Answer::Found(Body::Version(version)),
                None => Answer::Failed,
            }
        }
        Purpose::List | Purpose::Mod => Answer::Found(Body::Text(body.into())),
        _ => Answer::Found(Body::Unknown),
    }
}

/// What go asked, without tiles; the origin once, the first time.
fn lines(asked: &[Record]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for record in asked {
        let target = record.url.split("://").nth(1).unwrap_or_default();
        if kind(target) == Some(Kind::Tile) {
            continue;
        }
        if record.host.contains(HOST) {
            if !lines.iter().any(|line| line.url == "direct") {
                lines.push(Line { url: "direct".into(), authorized: None });
            }
            continue;
        }
        lines.push(Line { url: record.url.clone(), authorized: Some(record.authorized()) });
    }
    lines
}

fn same(ours: &[Line], real: &[Line]) -> bool {
    let alike = |(ours, real): (&Line, &Line)| {
        let sent =
            ours.authorized.is_none() || real.authorized.is_none() || ours.authorized == real.authorized;
        ours.url == real.url && sent
    };
    ours.len() == real.len() && ours.iter().zip(real).all(alike)
}

fn urls(lines: &[Line]) -> Vec<String> {
    let sent = |line: &Line| if line.authorized == Some(true) { " with credentials" } else { "" };
    lines.iter().map(|line| format!("{}{}", line.url, sent(line))).collect()
}

/// Without userinfo.
fn bare(url: &str) -> String {
    match (url.split_once("://"), url.split_once("***@")) {
        (Some((scheme, _)), Some((_, rest))) => format!("{scheme}://{rest}"),
        _ => url.to_owned(),
    }
}

fn said(go: &Said) -> Vec<String> {
    // With -json what went wrong stands in the answer.
    let text = bstr::concat([go.stderr.as_slice(), b"\n", go.stdout.as_slice()]);
    let text = text.to_str_lossy().into_owned();
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .filter(|line| !line.starts_with("# "))
        .map(ToOwned::to_owned)
        .collect()
}

/// What go says before it asks anybody must be what Burrow says, but for passwords.
fn wrong_words(error: &str, go: &Said) -> Option<String> {
    let all = said(go);
    let plain = |text: &str| text.replace("ada:xxxxx@", "***@").replace("u:xxxxx@", "***@");
    let heard = plain(&all.join("\n"));
    let text = plain(error.trim_end());
    (!heard.contains(&text) || go.ok)
        .then(|| format!("burrow says: {error}\ngo says:     {}", all.join("\n             ")))
}

fn told(what: &str, ours: &[String], real: &[Line], go: &Said) -> String {
    let list = |lines: &[String]| lines.iter().map(|line| format!("\n    {line}")).collect::<String>();
    format!("{what}:{}\n  go asked:{}\n  go said: {}", list(ours), list(&urls(real)), said(go).join(" / "))
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)?.flatten() {
        let at = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &at)?;
        } else {
            fs::copy(entry.path(), at)?;
        }
    }
    Ok(())
}
