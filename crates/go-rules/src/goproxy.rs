//! GOPROXY: the list of module proxies and what makes go ask the next one (`cmd/go/internal/modfetch/proxy.go`).

use std::fmt;

use bstr::{BStr, BString, ByteSlice};

use crate::go_command::Rules;
use crate::go_url::{BadUrl, GoUrl};

/// An entry of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    pub to: To,
    /// After any failure the next entry is asked (`|`), not only when this one does not have it (`,`).
    pub falls_back: bool,
}

/// Where an entry leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum To {
    /// `https://`, `http://` or `file://`. May hold userinfo.
    Proxy(BString),
    /// The module's own server.
    Direct,
    /// Nowhere.
    Off,
}

/// Why Go refuses the whole list; in Go's words, which may hold userinfo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadList {
    MissingScheme(BString),
    Scheme(BString),
    /// A `file://` URL with a host, a query or a fragment.
    FileParts(BString),
    /// No URL.
    Url(BadUrl),
    /// Not empty, and nothing in it.
    NoEntries,
}

impl fmt::Display for BadList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BadList::MissingScheme(url) => write!(f, "invalid proxy URL missing scheme: {url}"),
            BadList::Scheme(url) => write!(f, "invalid proxy URL scheme (must be https, http, file): {url}"),
            BadList::FileParts(url) => write!(f, "invalid file:// proxy URL with non-path elements: {url}"),
            BadList::Url(why) => why.fmt(f),
            BadList::NoEntries => {
                write!(f, "GOPROXY list is not the empty string, but contains no entries")
            }
        }
    }
}

impl std::error::Error for BadList {}

/// One entry as it stands in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Without the spaces around it. May hold userinfo.
    pub text: BString,
    /// What Go makes of it.
    pub to: Result<To, BadList>,
    /// What stands behind it, `,` or `|`; `None` at the end.
    pub separator: Option<u8>,
}

/// The entries of a list one by one, the bad ones too, as far as `off` or `direct`; by the newest rules.
#[must_use]
pub fn entries(list: &BStr) -> Vec<Entry> {
    entries_by(list, Rules::newest())
}

fn entries_by(list: &BStr, rules: Rules) -> Vec<Entry> {
    let mut all = Vec::new();
    let mut rest = list.as_bytes();
    while !rest.is_empty() {
        let end = rest.find_byteset(b",|").unwrap_or(rest.len());
        let separator = rest.get(end).copied();
        let text = rest[..end].trim();
        rest = rest.get(end + 1..).unwrap_or_default();
        let to = match text {
            b"" => continue,
            b"off" => Ok(To::Off),
            b"direct" => Ok(To::Direct),
            url => proxy(url, rules).map(To::Proxy),
        };
        let last = matches!(to, Ok(To::Off | To::Direct));
        all.push(Entry { text: text.into(), to, separator });
        if last {
            break;
        }
    }
    all
}

/// The entries of a list, as far as `off` or `direct`, by the newest rules. An empty value has none.
///
/// # Errors
/// One bad URL spoils the list, wherever it stands.
pub fn parse(list: &BStr) -> Result<Vec<Hop>, BadList> {
    parse_by(list, Rules::newest())
}

/// As [`parse`], by the rules of one version.
///
/// # Errors
/// One bad URL spoils the list, wherever it stands.
pub fn parse_by(list: &BStr, rules: Rules) -> Result<Vec<Hop>, BadList> {
    let hop = |entry: Entry| {
        let to = entry.to?;
        // What stands behind the words has no meaning.
        let falls_back = entry.separator == Some(b'|') && matches!(to, To::Proxy(_));
        Ok(Hop { to, falls_back })
    };
    let hops: Vec<Hop> = entries_by(list, rules).into_iter().map(hop).collect::<Result<_, _>>()?;
    if hops.is_empty() && !list.is_empty() { Err(BadList::NoEntries) } else { Ok(hops) }
}

fn proxy(entry: &[u8], rules: Rules) -> Result<BString, BadList> {
    let is_path = entry.starts_with(b"/") || is_windows_absolute(entry);
    let bare = entry.find_byteset(b".:/").is_some() && !entry.contains_str(":/") && !is_path;
    let text: BString =
        if bare { bstr::concat([b"https://".as_slice(), entry]).into() } else { entry.into() };
    let url = GoUrl::parse(text.as_bstr(), rules).map_err(BadList::Url)?;
    match url.scheme.as_slice() {
        b"http" | b"https" => Ok(text),
        b"file" if url.is_plain_file() => Ok(text),
        b"file" => Err(BadList::FileParts(url.redacted())),
        b"" => Err(BadList::MissingScheme(url.redacted())),
        _ => Err(BadList::Scheme(url.redacted())),
    }
}

fn is_windows_absolute(path: &[u8]) -> bool {
    cfg!(windows) && path.len() > 2 && path[1] == b':' && matches!(path[2], b'\\' | b'/')
}

/// Whether the list is one `file://` proxy and nothing else: the one case in which go takes a toolchain without
/// asking the checksum database (`useSumDB`).
pub fn is_lone_file(list: &BStr) -> bool {
    list.starts_with(b"file://") && list.find_byteset(b",|").is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(list: &str) -> String {
        match parse(BStr::new(list)) {
            Err(why) => why.to_string(),
            Ok(hops) => {
                let one = |hop: &Hop| {
                    let to = match &hop.to {
                        To::Proxy(url) => url.to_string(),
                        To::Direct => "direct".into(),
                        To::Off => "off".into(),
                    };
                    format!("{to}{}", if hop.falls_back { "|" } else { "" })
                };
                hops.iter().map(one).collect::<Vec<_>>().join(" ")
            }
        }
    }

    #[test]
    fn lists_are_taken_apart_as_go_does() {
        for (list, expected) in [
            ("https://a|https://b,direct,https://c", "https://a| https://b direct"),
            (" proxy.corp/x , ,direct", "https://proxy.corp/x direct"),
            ("a.com:80", "https://a.com:80"),
            ("off,https://a", "off"),
            ("file:///srv/x", "file:///srv/x"),
            ("", ""),
            (" , ", "GOPROXY list is not the empty string, but contains no entries"),
            ("https://a,foo", "invalid proxy URL missing scheme: foo"),
            ("OFF", "invalid proxy URL missing scheme: OFF"),
            ("/srv/x", "invalid proxy URL missing scheme: /srv/x"),
            ("ftp://x/", "invalid proxy URL scheme (must be https, http, file): ftp://x/"),
            ("file:/x", "invalid file:// proxy URL with non-path elements: file:/x"),
            ("https://a,x:1x", "parse \"https://x:1x\": invalid port \":1x\" after host"),
            ("file://host/x", "invalid file:// proxy URL with non-path elements: file://host/x"),
        ] {
            assert_eq!(told(list), expected, "{list}");
        }
        assert!(is_lone_file(BStr::new("file:///x")) && !is_lone_file(BStr::new("file:///x,direct")));
    }
}
