//! What `go … -x` says on standard error while it works: each question as it is asked, each answer as it begins
//! (`cmd/go/internal/web`, `modfetch/codehost`). Of proxies in folders it says nothing.

use std::collections::HashMap;
use std::time::Instant;

use bstr::{BStr, BString, ByteSlice};
use go_rules::go_url::GoUrl;
use go_rules::goproxy;
use go_rules::module::unescape;
use percent_encoding::percent_decode;
use sha2::{Digest, Sha256};

use super::figures::{Hop, HopFigures, Part, Waiting};
use super::wish::Wish;
use crate::cache::ModuleVersion;
use crate::secret::Masked;

/// A question that go asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub module: Option<ModuleVersion>,
    pub part: Part,
    pub hop: Hop,
}

/// What a line told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    Asked(Question),
    /// The answer has begun; its status, where there is one.
    Answered(Question, Option<u16>),
    /// go says something of its own.
    Said,
    Nothing,
}

/// What is known so far.
pub struct Trace {
    /// The proxies of GOPROXY as `-x` writes them, and as they are shown; the longest first.
    proxies: Vec<(BString, Masked)>,
    waiting: HashMap<BString, (Question, Instant)>,
    /// Hosts of repositories by the name of the folder that they are kept in.
    repositories: HashMap<BString, String>,
    hops: Vec<HopFigures>,
    /// By module version, who was asked last for it, and what the answer was.
    last: HashMap<ModuleVersion, (Hop, Option<u16>)>,
    /// Whose zip came from whom.
    zips: HashMap<ModuleVersion, Hop>,
    /// The toolchain that go fetches before anything else.
    toolchain: Option<(ModuleVersion, Instant)>,
}

impl Trace {
    pub fn new(wish: &Wish) -> Trace {
        let mut proxies: Vec<(BString, Masked)> = Vec::new();
        let hops = goproxy::parse_by(wish.settings.goproxy.as_bstr(), wish.rules).unwrap_or_default();
        for hop in hops {
            let goproxy::To::Proxy(url) = &hop.to else { continue };
            let Ok(parsed) = GoUrl::parse(url.as_bstr(), wish.rules) else { continue };
            let shown = Masked::value("GOPROXY", url);
            proxies.push((parsed.redacted().trim_end_with(|c| c == '/').into(), shown));
        }
        proxies.sort_by_key(|(url, _)| std::cmp::Reverse(url.len()));
        Trace {
            proxies,
            waiting: HashMap::new(),
            repositories: HashMap::new(),
            hops: Vec::new(),
            last: HashMap::new(),
            zips: HashMap::new(),
            toolchain: None,
        }
    }

    /// Takes a line in.
    pub fn hear(&mut self, line: &BStr, now: Instant) -> Told {
        let line = line.trim_end();
        if let Some(rest) = line.strip_prefix(b"# get ") {
            return self.get(rest, now);
        }
        if let Some(rest) = line.strip_prefix(b"mkdir -p ") {
            self.repository(rest);
            return Told::Nothing;
        }
        if let Some(rest) = line.strip_prefix(b"cd ") {
            return self.command(rest, now);
        }
        if let Some((time, rest)) = line.split_once_str("s # cd ")
            && time.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.')
        {
            return self.answered(rest, None);
        }
        if line.starts_with(b"# ") || line.is_empty() {
            return Told::Nothing;
        }
        if let Some(rest) = line.strip_prefix(b"go: downloading ") {
            self.toolchain = toolchain(rest).map(|version| (version, now));
            return Told::Nothing;
        }
        Told::Said
    }

    /// `URL` when it is asked; `URL: 200 OK (0.010s)`, or `URL: ` and why not, when it is answered.
    fn get(&mut self, rest: &[u8], now: Instant) -> Told {
        // What go fetched first is there when it goes on.
        self.toolchain = None;
        match rest.find(": ") {
            None => {
                let question = self.question(rest.as_bstr());
                self.waiting.insert(rest.into(), (question.clone(), now));
                self.note(&question, None);
                Told::Asked(question)
            }
            Some(end) => {
                let status = rest[end + 2..].to_str().ok().and_then(|text| text.get(..3)?.parse().ok());
                self.answered(&rest[..end], status)
            }
        }
    }

    fn answered(&mut self, key: &[u8], status: Option<u16>) -> Told {
        let Some((question, _)) = self.waiting.remove(key.as_bstr()) else { return Told::Nothing };
        let good = status == Some(200) || status.is_none() && question.part == Part::Repository;
        let at = self.hops.iter().position(|known| known.hop == question.hop).unwrap_or_else(|| {
            let hop = question.hop.clone();
            self.hops.push(HopFigures { hop, modules: 0, answered: 0, refused: 0 });
            self.hops.len() - 1
        });
        if good {
            self.hops[at].answered += 1;
        } else {
            self.hops[at].refused += 1;
        }
        if let (true, Part::Zip, Some(module)) = (good, question.part, &question.module) {
            self.zips.insert(module.clone(), question.hop.clone());
        }
        self.note(&question, Some(status));
        Told::Answered(question, status)
    }

    fn note(&mut self, question: &Question, answer: Option<Option<u16>>) {
        let Some(module) = &question.module else { return };
        self.last.insert(module.clone(), (question.hop.clone(), answer.flatten()));
    }

    fn question(&self, url: &BStr) -> Question {
        if let Some(question) = self.of_proxy(url) {
            return question;
        }
        let ends = |words: &[&str]| words.iter().any(|word| url.contains_str(word));
        let (base, path) = parted(url);
        if ends(&["/lookup/", "/tile/", "/supported"]) || path == "/latest" {
            let module = path.find("/lookup/").and_then(|at| version_of(&path[at + 8..], None));
            return Question { module, part: Part::Sum, hop: Hop::Sumdb(shown(base)) };
        }
        match asked_for(path) {
            // A proxy that GOPROXY does not name so: it has led elsewhere.
            Some((module, part)) => Question { module, part, hop: Hop::Proxy(shown(base)) },
            None => Question { module: None, part: Part::Info, hop: Hop::Direct { host: host_of(base) } },
        }
    }

    fn of_proxy(&self, url: &BStr) -> Option<Question> {
        let (base, name) = self
            .proxies
            .iter()
            .find(|(base, _)| url.strip_prefix(base.as_slice()).is_some_and(|rest| rest.starts_with(b"/")))?;
        let path = &url[base.len()..];
        let hop = Hop::Proxy(name.clone());
        if path.starts_with(b"/sumdb/") {
            let module = path.find("/lookup/").and_then(|at| version_of(&path[at + 8..], None));
            return Some(Question { module, part: Part::Sum, hop });
        }
        let (module, part) = asked_for(path.as_bstr())?;
        Some(Question { module, part, hop })
    }

    /// `DIR # git3 https://host/path`: a repository is kept in a folder named by the hash of both (`codehost.WorkDir`).
    fn repository(&mut self, rest: &[u8]) {
        let Some((_, of)) = rest.split_once_str(" # ") else { return };
        let Some((kind, url)) = of.split_once_str(" ") else { return };
        let name = Sha256::digest([kind, b":", url].concat());
        let name: String = name.iter().map(|byte| format!("{byte:02x}")).collect();
        self.repositories.insert(name.into(), host_of(parted(url.as_bstr()).0));
    }

    /// `DIR; git fetch …`: a program at work in a repository.
    fn command(&mut self, rest: &[u8], now: Instant) -> Told {
        let dir = rest.split_once_str("; ").map_or(rest, |(dir, _)| dir);
        let name = dir.rsplit(|byte| matches!(byte, b'/' | b'\\')).next().unwrap_or_default();
        let host = self.repositories.get(BStr::new(name)).cloned().unwrap_or_default();
        let question = Question { module: None, part: Part::Repository, hop: Hop::Direct { host } };
        self.waiting.insert(rest.into(), (question.clone(), now));
        Told::Asked(question)
    }

    /// What go waits for, the longest first.
    pub fn waiting(&self, now: Instant) -> Vec<Waiting> {
        let toolchain = self.toolchain.iter().map(|(version, since)| Waiting {
            module: Some(version.clone()),
            part: Part::Toolchain,
            hop: self
                .proxies
                .first()
                .map_or(Hop::Direct { host: String::new() }, |(_, name)| Hop::Proxy(name.clone())),
            since: now.duration_since(*since),
        });
        let waiting = self.waiting.values().map(|(question, since)| Waiting {
            module: question.module.clone(),
            part: question.part,
            hop: question.hop.clone(),
            since: now.duration_since(*since),
        });
        let mut all: Vec<Waiting> = toolchain.chain(waiting).collect();
        all.sort_by_key(|waiting| std::cmp::Reverse(waiting.since));
        all
    }

    /// Who has answered, with how many of the zips that have arrived.
    pub fn hops(&self, arrived: impl Fn(&ModuleVersion) -> bool) -> Vec<HopFigures> {
        let mut hops = self.hops.clone();
        for (version, hop) in &self.zips {
            if arrived(version)
                && let Some(known) = hops.iter_mut().find(|known| known.hop == *hop)
            {
                known.modules += 1;
            }
        }
        hops
    }

    /// Who was asked last for a version, and what the status was.
    pub fn last(&self, version: &ModuleVersion) -> Option<&(Hop, Option<u16>)> {
        self.last.get(version)
    }

    /// The hop that a URL in go's words leads to.
    pub fn hop_of(&self, url: &BStr) -> Hop {
        self.question(url).hop
    }
}

/// `…/module/@v/v1.0.0.zip` and the like, without the proxy.
fn asked_for(path: &BStr) -> Option<(Option<ModuleVersion>, Part)> {
    let path: BString = percent_decode(path).collect::<Vec<u8>>().into();
    if let Some(module) = path.strip_suffix(b"/@latest") {
        return Some((version_of(module, Some(b"latest")), Part::Info));
    }
    let at = path.rfind("/@v/")?;
    let (module, file) = (&path[..at], &path[at + 4..]);
    if file == b"list" {
        return Some((version_of(module, Some(b"")), Part::List));
    }
    let (version, ending) = file.rsplit_once_str(".")?;
    let part = match ending {
        b"info" => Part::Info,
        b"mod" => Part::Mod,
        b"zip" => Part::Zip,
        _ => return None,
    };
    Some((version_of(module, Some(version)), part))
}

/// Escaped: `module` and a version, or `module@version`.
fn version_of(text: &[u8], version: Option<&[u8]>) -> Option<ModuleVersion> {
    let (module, version) = match version {
        Some(version) => (text, version),
        None => text.split_once_str("@")?,
    };
    let module = module.strip_prefix(b"/").unwrap_or(module);
    Some(ModuleVersion::new(unescape(module)?, unescape(version)?))
}

/// `go1.24.11 (linux/amd64)`
fn toolchain(rest: &[u8]) -> Option<ModuleVersion> {
    let (name, platform) = rest.split_once_str(" (")?;
    let platform = platform.strip_suffix(b")")?.replace("/", "-");
    let version = [b"v0.0.1-".as_slice(), name, b".", &platform].concat();
    name.starts_with(b"go1").then(|| ModuleVersion::new("golang.org/toolchain", version))
}

/// `https://host` and the path.
fn parted(url: &BStr) -> (&BStr, &BStr) {
    let from = url.find("://").map_or(0, |at| at + 3);
    let end = url[from..].find_byteset(b"/?").map_or(url.len(), |at| from + at);
    (url[..end].as_bstr(), url[end..].as_bstr())
}

fn host_of(base: &BStr) -> String {
    let host = base.rsplit_once_str("://").map_or(base.as_bytes(), |(_, host)| host);
    let host = host.rsplit_once_str("@").map_or(host, |(_, host)| host);
    host.to_str_lossy().into_owned()
}

fn shown(url: &BStr) -> Masked {
    Masked::value("GOPROXY", url)
}
