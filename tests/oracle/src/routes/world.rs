//! A case: settings, what is asked for, and how every server answers.

use super::releases::Releases;
use super::sumdb::NAME;
use std::collections::BTreeMap;

/// What stands in a case for the addresses of the servers, which are others in every run.
pub const PLAIN: &str = "@PLAIN@";
pub const TLS: &str = "@TLS@";
pub const FOLDER: &str = "@FOLDER@";

/// What is asked of a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Info,
    Mod,
    Zip,
    List,
    Latest,
    Supported,
    Lookup,
    Tile,
}

pub const KINDS: [Kind; 8] =
    [Kind::Info, Kind::Mod, Kind::Zip, Kind::List, Kind::Latest, Kind::Supported, Kind::Lookup, Kind::Tile];

/// How the module's own server answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// It knows nothing of modules.
    None,
    /// It names a place that has everything.
    Whole,
    /// It names a place that fails.
    Broken,
}

/// One case.
#[derive(Debug, Clone)]
pub struct Case {
    /// Which of the SDKs.
    pub sdk: usize,
    pub env: Vec<(String, String)>,
    /// `MODULE@VERSION`.
    pub argument: String,
    /// By place (`http p0`) and kind; what is not here is 200. 0: the connection ends without an answer.
    pub statuses: BTreeMap<(String, Kind), u16>,
    /// What `@v/list` says at a place; the versions of the module, where nothing is here.
    pub lists: BTreeMap<String, String>,
    pub origin: Origin,
    pub netrc: String,
    /// Lines of the go.sum beside the go.mod of the folder, by place in the records; `None`: it is no module.
    pub sums: Option<Vec<usize>>,
    /// What the go.mod of the folder requires.
    pub requires: Vec<(String, String)>,
    /// GOFLAGS names another go.mod: that one has the requirements, and the go.sum beside it the lines.
    pub modfile: bool,
    /// One of these lines must be in the head of a request; empty: nobody is kept out.
    pub wants: Vec<String>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    pub status: u16,
    pub body: Vec<u8>,
}

/// Where a target belongs: the first part of a path tells servers apart that share an address.
pub fn place<'t>(scheme: &str, host: &str, target: &'t str) -> (String, &'t str) {
    let path = target.split('?').next().unwrap_or_default();
    if host.starts_with("mods.") || host.starts_with("sums.") {
        return (host.to_owned(), path);
    }
    let rest = path.trim_start_matches('/');
    let (first, after) = rest.split_once('/').unwrap_or((rest, ""));
    match first {
        "p0" | "p1" | "p2" | "db" => (format!("{scheme} {first}"), after),
        _ => (format!("{scheme} bare"), rest),
    }
}

impl Case {
    /// What the server of a target answers.
    pub fn reply(&self, releases: &Releases, scheme: &str, host: &str, target: &str) -> Reply {
        let not_found = || Reply { status: 404, body: b"not found".to_vec() };
        let (place, rest) = place(scheme, host, target);
        let rest = rest.trim_start_matches('/').replace("%21", "!").replace("%2B", "+").replace("%2b", "+");
        if host.starts_with("mods.") {
            return self.origin(releases, target, &rest);
        }
        let Some(kind) = kind(&rest) else { return not_found() };
        let status = self.statuses.get(&(place.clone(), kind)).copied().unwrap_or(200);
        if status != 200 {
            return Reply { status, body: b"as it was planned".to_vec() };
        }
        if kind == Kind::List
            && let Some(list) = self.lists.get(&place)
        {
            return Reply { status: 200, body: list.clone().into_bytes() };
        }
        match content(releases, kind, &rest) {
            Some(body) => Reply { status: 200, body },
            None => not_found(),
        }
    }

    fn origin(&self, releases: &Releases, target: &str, rest: &str) -> Reply {
        let found = |body: Vec<u8>| Reply { status: 200, body };
        if let Some(rest) = rest.strip_prefix("origin/") {
            let kind = kind(rest);
            return match (self.origin, kind.and_then(|kind| content(releases, kind, rest))) {
                (Origin::Whole, Some(body)) => found(body),
                (Origin::Broken, _) => Reply { status: 500, body: Vec::new() },
                _ => Reply { status: 404, body: Vec::new() },
            };
        }
        if self.origin == Origin::None || !target.contains("go-get=1") {
            return Reply { status: 404, body: b"<html></html>".to_vec() };
        }
        let module = rest.split('?').next().unwrap_or_default();
        let path = format!("mods.test/{module}");
        let meta = format!("<meta name=\"go-import\" content=\"{path} mod https://mods.test/origin\">");
        found(format!("<html><head>{meta}</head></html>").into_bytes())
    }
}

/// What a path below a proxy asks for.
pub fn kind(rest: &str) -> Option<Kind> {
    Some(match rest {
        rest if rest.ends_with("/supported") => Kind::Supported,
        rest if rest.contains("lookup/") => Kind::Lookup,
        rest if rest.contains("tile/") => Kind::Tile,
        rest if rest.ends_with("/@v/list") => Kind::List,
        rest if rest.ends_with("/@latest") => Kind::Latest,
        rest if rest.ends_with(".info") => Kind::Info,
        rest if rest.ends_with(".mod") => Kind::Mod,
        rest if rest.ends_with(".zip") => Kind::Zip,
        _ => return None,
    })
}

fn content(releases: &Releases, kind: Kind, rest: &str) -> Option<Vec<u8>> {
    let database = rest.strip_prefix("sumdb/").and_then(|rest| rest.strip_prefix(NAME)).unwrap_or(rest);
    match kind {
        Kind::Supported => Some(Vec::new()),
        Kind::Lookup => releases.database.lookup(database.trim_start_matches('/').strip_prefix("lookup/")?),
        Kind::Tile => Some(releases.database.tile()),
        _ => {
            let clean: Vec<&str> = rest.split('/').filter(|part| !part.is_empty()).collect();
            std::fs::read(releases.folder.join(clean.iter().collect::<std::path::PathBuf>())).ok()
        }
    }
}
