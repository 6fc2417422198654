//! What is probed: the entries of a GOPROXY, and the checksum database.

use std::fmt;
use std::path::PathBuf;

use bstr::{BStr, ByteSlice};
use go_rules::goproxy::{self, BadList, To};
use go_rules::sumdb::note::NoteKey;
use go_rules::sumdb::setting::{Database, NoDatabase};
use reqwest::Url;

use super::verdict::Note;
use crate::proxy::settings::Settings;
use crate::proxy::url;
use crate::secret::Masked;

/// What a server is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    Proxy,
    Sumdb,
    HttpProxy,
}

impl Kind {
    /// Stable, for scripts and the store.
    pub fn id(self) -> &'static str {
        match self {
            Kind::Proxy => "proxy",
            Kind::Sumdb => "sumdb",
            Kind::HttpProxy => "http-proxy",
        }
    }
}

/// One row: an entry of the list, the checksum database, or the HTTP proxy between here and them.
#[derive(Clone, PartialEq, Eq)]
pub struct Hop {
    pub kind: Kind,
    /// Where it stands in the list, from 1; `None` for what is not in it.
    pub number: Option<usize>,
    /// `,` or `|`, where something stands behind it in the list.
    pub separator: Option<char>,
    /// As it is written, without secrets.
    pub shown: String,
    pub(super) target: Target,
}

/// Only what may be shown.
impl fmt::Debug for Hop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hop").field("kind", &self.kind).field("shown", &self.shown).finish_non_exhaustive()
    }
}

/// Whom a probe asks. May hold secrets.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Target {
    Server(Url),
    Folder(PathBuf),
    Sumdb(Box<Sumdb>),
    /// An HTTP proxy: judged by what others find on their way through it.
    Between,
    Off,
    Bad(Note),
}

/// A checksum database and the ways to it.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Sumdb {
    pub key: NoteKey,
    pub ways: Ways,
}

/// How Go gets to a checksum database.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Ways {
    /// GOSUMDB says where.
    At(Url),
    /// Through the first proxy that offers it, else at its own address; each with whether its failure is passed over.
    Through { proxies: Vec<(Url, bool)>, own: Url, ends_with_direct: bool },
}

impl Hop {
    /// The rows of a list, as far as `direct`, which is no server; their numbers begin behind `before`.
    pub fn of_list(list: &BStr, before: usize) -> Vec<Hop> {
        let entries = goproxy::entries(list);
        if entries.is_empty() {
            let why = "GOPROXY list is not the empty string, but contains no entries";
            return vec![Hop {
                kind: Kind::Proxy,
                number: Some(before + 1),
                separator: None,
                shown: masked(list),
                target: Target::Bad(Note::Refusal(why.into())),
            }];
        }
        let row = |(at, entry): (usize, goproxy::Entry)| {
            let (shown, target) = match entry.to {
                Ok(To::Direct) => return None,
                Ok(To::Off) => ("off".into(), Target::Off),
                Ok(To::Proxy(text)) => (masked(text.as_bstr()), server(text.as_bstr())),
                Err(why) => (masked(entry.text.as_bstr()), bad(&why)),
            };
            let separator = entry.separator.map(char::from);
            Some(Hop { kind: Kind::Proxy, number: Some(before + at + 1), separator, shown, target })
        };
        entries.into_iter().enumerate().filter_map(row).collect()
    }

    /// All rows of the settings: the list, then the checksum database.
    pub fn of_settings(settings: &Settings) -> Vec<Hop> {
        let mut all = Hop::of_list(settings.goproxy.as_bstr(), 0);
        all.push(Hop::sumdb(settings));
        all
    }

    /// The checksum database of the settings.
    pub fn sumdb(settings: &Settings) -> Hop {
        let (shown, target) = match Database::of(settings.gosumdb.as_bstr()) {
            Ok(database) => of_database(database, settings),
            Err(NoDatabase::Off) => ("off".into(), Target::Off),
            Err(why) => {
                let why = masked(why.to_string().as_bytes().as_bstr());
                (masked(settings.gosumdb.as_bstr()), Target::Bad(Note::Refusal(why)))
            }
        };
        Hop { kind: Kind::Sumdb, number: None, separator: None, shown, target }
    }

    /// The server that it is, if it is one. May hold secrets.
    pub(in crate::proxy) fn server(&self) -> Option<&Url> {
        match &self.target {
            Target::Server(url) => Some(url),
            _ => None,
        }
    }

    /// The HTTP proxy between here and others.
    pub(super) fn between(proxy: &str) -> Hop {
        let shown = masked(BStr::new(proxy));
        Hop { kind: Kind::HttpProxy, number: None, separator: None, shown, target: Target::Between }
    }

    /// Whether a probe asks anybody: Go asks nobody for `off` and for what is no URL.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        matches!(self.target, Target::Server(_) | Target::Folder(_) | Target::Sumdb(_))
    }

    /// Whether certificates are likely to be looked at.
    pub(super) fn needs_tls(&self) -> bool {
        match &self.target {
            Target::Server(url) => url.scheme() == "https",
            Target::Sumdb(_) => true,
            _ => false,
        }
    }

    /// Whether Go would refuse the list for this entry.
    pub(super) fn spoils_the_list(&self) -> bool {
        self.kind == Kind::Proxy && matches!(self.target, Target::Bad(Note::Refusal(_)))
    }
}

fn of_database(database: Database, settings: &Settings) -> (String, Target) {
    let own = format!("https://{}", database.key.name());
    let bad = |text: &str| {
        (masked(BStr::new(text)), Target::Bad(Note::Refusal("not a URL that could be asked".into())))
    };
    let ways = match &database.url {
        Some(text) => match url::parse(text.as_bstr()) {
            Ok(url) => Ways::At(url),
            Err(_) => return bad(&text.to_str_lossy()),
        },
        None => {
            let Ok(own) = url::parse(BStr::new(&own)) else { return bad(&own) };
            through(settings, own)
        }
    };
    let shown = database.url.as_ref().map_or(own, |text| masked(text.as_bstr()));
    (shown, Target::Sumdb(Box::new(Sumdb { key: database.key, ways })))
}

fn through(settings: &Settings, own: Url) -> Ways {
    let entries = goproxy::parse(settings.goproxy.as_bstr()).unwrap_or_default();
    let ends_with_direct = entries.last().is_some_and(|hop| hop.to == To::Direct);
    let proxy = |hop: goproxy::Hop| match hop.to {
        To::Proxy(text) => Some((url::parse(text.as_bstr()).ok()?, hop.falls_back)),
        To::Direct | To::Off => None,
    };
    Ways::Through { proxies: entries.into_iter().filter_map(proxy).collect(), own, ends_with_direct }
}

fn server(text: &BStr) -> Target {
    let Ok(url) = url::parse(text) else {
        return Target::Bad(Note::Refusal("not a URL that could be asked".into()));
    };
    let with_login = url.password().is_some() || !url.username().is_empty();
    match url.scheme() {
        "file" => url
            .to_file_path()
            .map_or_else(|()| Target::Bad(Note::Refusal("no path of this system".into())), Target::Folder),
        "http" if with_login => Target::Bad(Note::InsecureCredentials),
        _ => Target::Server(url),
    }
}

fn bad(why: &BadList) -> Target {
    Target::Bad(Note::Refusal(plain(Masked::said_of("GOPROXY", why))))
}

/// Without secrets, and in one line.
fn masked(text: &BStr) -> String {
    plain(Masked::value("GOPROXY", text))
}

fn plain(text: Masked) -> String {
    text.as_str().chars().filter(|c| !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(list: &str) -> Vec<(usize, String, Option<char>)> {
        let hops = Hop::of_list(BStr::new(list), 0);
        hops.into_iter().map(|hop| (hop.number.unwrap(), hop.shown, hop.separator)).collect()
    }

    #[test]
    fn rows_have_the_numbers_and_separators_of_the_list_and_no_secrets() {
        assert_eq!(
            rows("https://u:secret@a.com/x|proxy.corp , file:///srv,direct"),
            [
                (1, "https://***@a.com/x".into(), Some('|')),
                (2, "https://proxy.corp".into(), Some(',')),
                (3, "file:///srv".into(), Some(',')),
            ]
        );
        assert_eq!(rows("off"), [(1, "off".into(), None)]);
        assert_eq!(rows("direct"), []);
    }

    #[test]
    fn entries_that_go_would_not_ask_are_told_without_their_secrets() {
        for (list, spoils) in [
            ("ftp://u:secret@a.com", true),
            ("", true),
            (" , ", true),
            ("http://u:secret@a.com", false),
            ("foo", true),
            ("https://u:secret@", true),
        ] {
            let hops = Hop::of_list(BStr::new(list), 0);
            assert!(matches!(hops[0].target, Target::Bad(_)), "{list}");
            assert_eq!(hops[0].spoils_the_list(), spoils, "{list}");
            let Target::Bad(note) = &hops[0].target else { continue };
            assert!(!format!("{hops:?} {note:?}").contains("secret"), "{list}");
        }
    }
}
