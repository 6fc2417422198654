//! The chain as Go sees it, for a person: the entries of GOPROXY and what makes Go go on to the next, where it stops, what
//! goes past it, the checksum database, and whatever else decides how servers are asked. Values are masked and made for
//! reading; words are in `text`. Nothing is asked.

use bstr::{BStr, ByteSlice};
use go_rules::environ::Environ;
use go_rules::files::Files;
use go_rules::go_command::Rules;
use go_rules::goproxy::BadList;
use go_rules::netrc::{self, Credentials};
use go_rules::route::{Hop, Refused, To, hops};
use go_rules::sumdb::setting::{Database, NoDatabase};
use go_rules::vars::Resolved;

use crate::proxy::Settings;
use crate::proxy::url::written_host;
use crate::secret::Masked;

/// All of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainView {
    pub goproxy: Masked,
    /// In Go's order; empty where Go refuses the list.
    pub hops: Vec<HopView>,
    /// Why Go refuses the list, in its words.
    pub refused: Option<Masked>,
    /// GONOPROXY: what goes straight to its own server.
    pub noproxy: Vec<String>,
    /// GONOSUMDB: what the checksum database is not told of.
    pub nosumdb: Vec<String>,
    pub database: DatabaseView,
    /// GOINSECURE: what may be fetched without HTTPS, or with any certificate, from its own server.
    pub insecure: Vec<String>,
    /// GOVCS, as it is set; empty: Go's own rules.
    pub govcs: String,
    pub credentials: CredentialsView,
    pub network: NetworkView,
}

/// An entry of GOPROXY.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HopView {
    /// From 1.
    pub number: usize,
    pub to: HopTo,
    /// What makes Go go on to the next.
    pub then: Then,
}

/// Where an entry leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HopTo {
    /// A server, or a folder (`file://`).
    Proxy {
        url: Masked,
        /// The URL holds a name or a password.
        has_credentials: bool,
        /// Go never asks it: this counts as a failure of it.
        refused: Option<Refused>,
        /// The HTTP proxy that it is asked through.
        through: Option<Masked>,
    },
    /// Each module's own server.
    Direct,
    /// Nowhere.
    Off,
}

impl HopTo {
    /// In a word: the host, or the word of GOPROXY.
    #[must_use]
    pub fn word(&self) -> String {
        match self {
            HopTo::Proxy { url, .. } => written_host(url.as_str()),
            HopTo::Direct => "direct".to_owned(),
            HopTo::Off => "off".to_owned(),
        }
    }
}

/// What makes Go go on to the next entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// 404 and 410 only (`,`).
    WhenAbsent,
    /// Any failure (`|`).
    AfterAnyFailure,
    /// It is the last: there Go stops.
    Stop,
}

/// The checksum database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseView {
    /// It is asked.
    Asked {
        name: String,
        /// GOSUMDB names a place for it, and no proxy is asked about it.
        named: Option<Masked>,
    },
    /// GOSUMDB=off: go.sum is all there is.
    Off,
    /// GOSUMDB is of no use, in Go's words: every download fails that it should vouch for.
    Unusable { why: Masked },
}

/// Where credentials come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CredentialsView {
    /// GOAUTH in effect; empty before Go 1.24, which only knew netrc.
    pub goauth: Masked,
    /// What Go says of a bad GOAUTH when it first asks a server by HTTPS.
    pub refused: Option<Masked>,
    /// The machines that the netrc file has logins for; no names, no passwords.
    pub machines: Vec<String>,
}

/// What Go's HTTP client goes by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetworkView {
    pub http_proxy: Option<Masked>,
    pub https_proxy: Option<Masked>,
    pub no_proxy: String,
    /// ALL_PROXY is set: Go does not look at it.
    pub all_proxy_ignored: bool,
}

impl ChainView {
    /// The chain of an answer.
    pub fn of(environ: &Environ, resolved: &Resolved, files: &dyn Files) -> ChainView {
        let settings = Settings::of(environ, resolved);
        let value = |name: &str| resolved.value(name).to_owned();
        let (listed, refused) = match listed(&settings, resolved.rules) {
            Ok(hops) => (hops, None),
            Err(why) => (Vec::new(), Some(Masked::said_of("GOPROXY", &why))),
        };
        ChainView {
            goproxy: Masked::value("GOPROXY", &settings.goproxy),
            hops: hop_views(&listed, environ),
            refused,
            noproxy: globs(settings.gonoproxy.as_bstr()),
            nosumdb: globs(settings.gonosumdb.as_bstr()),
            database: database(settings.gosumdb.as_bstr()),
            insecure: globs(value("GOINSECURE").as_bstr()),
            govcs: shown("GOVCS", value("GOVCS").as_bstr()),
            credentials: credentials(environ, resolved.rules, &settings, files),
            network: network(environ),
        }
    }
}

fn listed(settings: &Settings, rules: Rules) -> Result<Vec<Hop>, BadList> {
    // What GONOPROXY puts in front is told by itself.
    hops(settings.goproxy.as_bstr(), BStr::new(""), rules)
}

fn hop_views(hops: &[Hop], environ: &Environ) -> Vec<HopView> {
    let proxies = super::http_proxy::HttpProxies::of(environ);
    let through = |hop: &Hop| {
        let url = super::url::parse(hop.text.as_bstr()).ok()?;
        let proxy = proxies.proxy_for(&url)?;
        Some(Masked::value("HTTPS_PROXY", proxy.as_str().as_bytes()))
    };
    let view = |(at, hop): (usize, &Hop)| HopView {
        number: at + 1,
        then: match hop {
            _ if at + 1 == hops.len() => Then::Stop,
            hop if hop.falls_back => Then::AfterAnyFailure,
            _ => Then::WhenAbsent,
        },
        to: match &hop.to {
            To::Direct | To::Private => HopTo::Direct,
            To::Off => HopTo::Off,
            To::Proxy { url, refused } => HopTo::Proxy {
                url: Masked::value("GOPROXY", &hop.text),
                has_credentials: url.user.is_some(),
                refused: *refused,
                through: through(hop),
            },
        },
    };
    hops.iter().enumerate().map(view).collect()
}

fn shown(name: &str, value: &BStr) -> String {
    Masked::value(name, value).into_string()
}

fn globs(list: &BStr) -> Vec<String> {
    let globs = shown("GOPRIVATE", list);
    globs.split(',').filter(|glob| !glob.is_empty()).map(ToOwned::to_owned).collect()
}

fn database(gosumdb: &BStr) -> DatabaseView {
    match Database::of(gosumdb) {
        Ok(database) => DatabaseView::Asked {
            name: database.key.name().to_owned(),
            named: database.url.map(|url| Masked::value("GOPROXY", &url)),
        },
        Err(NoDatabase::Off) => DatabaseView::Off,
        Err(why) => DatabaseView::Unusable { why: Masked::said_of("GOSUMDB", &why) },
    }
}

fn credentials(environ: &Environ, rules: Rules, settings: &Settings, files: &dyn Files) -> CredentialsView {
    let text = super::netrc::text(environ, files);
    let known = Credentials::of(rules, environ.os(), settings.goauth.as_bstr(), &text, files);
    let logins = netrc::parse(&text).into_iter();
    let mut machines: Vec<String> = logins.map(|login| Masked::path(&login.machine).into_string()).collect();
    machines.dedup();
    CredentialsView {
        goauth: Masked::value("GOAUTH", &settings.goauth),
        refused: known.err().map(|why| Masked::said(&why)),
        machines,
    }
}

fn network(environ: &Environ) -> NetworkView {
    let any = |names: [&str; 2]| names.iter().find_map(|name| environ.set(name));
    let proxy = |names: [&str; 2]| any(names).map(|value| Masked::value(names[0], value));
    NetworkView {
        http_proxy: proxy(["HTTP_PROXY", "http_proxy"]),
        https_proxy: proxy(["HTTPS_PROXY", "https_proxy"]),
        no_proxy: any(["NO_PROXY", "no_proxy"]).map(|list| shown("NO_PROXY", list)).unwrap_or_default(),
        all_proxy_ignored: any(["ALL_PROXY", "all_proxy"]).is_some(),
    }
}

#[cfg(test)]
mod tests {
    use go_rules::environ::Os;
    use go_rules::files::memory::MemoryFiles;
    use go_rules::vars::{self, Question};

    use super::*;

    fn view(entries: &[(&str, &str)]) -> ChainView {
        let entries = entries.iter().map(|(name, value)| ((*name).into(), (*value).into()));
        let environ = Environ::new(Os::Linux, entries);
        let files = MemoryFiles::default();
        let resolved =
            vars::resolve_tolerantly(&Question::new(&environ, BStr::new("/"), None, &files)).resolved;
        ChainView::of(&environ, &resolved, &files)
    }

    #[test]
    fn each_entry_says_what_makes_go_go_on() {
        let chain = view(&[("GOPROXY", "https://a.com|https://u:secret@b.com,direct,https://c.com")]);
        let then: Vec<Then> = chain.hops.iter().map(|hop| hop.then).collect();
        assert_eq!(then, [Then::AfterAnyFailure, Then::WhenAbsent, Then::Stop]);
        assert!(matches!(&chain.hops[1].to, HopTo::Proxy { has_credentials: true, .. }));
        assert!(!format!("{chain:?}").contains("secret"));
    }

    #[test]
    fn what_go_refuses_is_told_in_its_words() {
        let chain = view(&[("GOPROXY", "https://a.com,foo"), ("GOSUMDB", "example.com")]);
        assert_eq!(chain.refused.unwrap().as_str(), "invalid proxy URL missing scheme: foo");
        assert!(chain.hops.is_empty());
        let why = Masked::value("", b"invalid GOSUMDB: malformed verifier id");
        assert_eq!(chain.database, DatabaseView::Unusable { why });
        let insecure = view(&[("GOPROXY", "http://u:secret@b.com")]);
        let refused = Some(Refused::InsecureCredentials);
        assert!(matches!(&insecure.hops[0].to, HopTo::Proxy { refused: r, .. } if *r == refused));
    }

    #[test]
    fn the_http_proxy_of_each_entry_is_the_one_that_go_uses() {
        let chain = view(&[
            ("GOPROXY", "https://a.com,https://b.corp,http://127.0.0.1:1"),
            ("HTTPS_PROXY", "http://u:secret@proxy:3128"),
            ("NO_PROXY", ".corp"),
            ("ALL_PROXY", "socks5://x"),
        ]);
        let through: Vec<bool> =
            chain.hops.iter().map(|hop| matches!(&hop.to, HopTo::Proxy { through: Some(_), .. })).collect();
        assert_eq!(through, [true, false, false]);
        assert!(chain.network.all_proxy_ignored && !format!("{chain:?}").contains("secret"));
    }
}
