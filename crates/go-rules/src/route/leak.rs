//! Where the path of a module that only its own server should see would go to somebody else.

use bstr::{BStr, BString, ByteSlice};

use super::hops::{Hop, To};
use super::setup::Route;
use super::{Question, TOOLCHAIN};
use crate::go_url::GoUrl;
use crate::{netrc, pattern};

/// A place that would see the path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leak {
    pub to: LeakTo,
    pub why: LeakWhy,
}

/// Who would see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LeakTo {
    /// The module proxy with this host.
    Proxy(BString),
    /// The checksum database with this name.
    Database(BString),
}

/// Why it is taken for private.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LeakWhy {
    /// GONOPROXY keeps it from proxies, and GONOSUMDB does not keep it from the database.
    OnlyNoproxy,
    /// GONOSUMDB keeps it from the database, and GONOPROXY does not keep it from proxies.
    OnlyNosumdb,
    /// The host of the path is of a kind that is not on the internet.
    Internal,
    /// The netrc file has credentials for the host of the path.
    Credentials,
    /// A pattern would match if it were written as Go reads it; the pattern as it stands.
    NearMiss(BString),
}

/// Who answers everybody: what goes there is seen by others.
const PUBLIC: [&str; 7] = [
    "proxy.golang.org",
    "goproxy.io",
    "goproxy.cn",
    "athens.azurefd.net",
    "gocenter.io",
    "mirrors.aliyun.com",
    "repo.huaweicloud.com",
];

/// Whether the proxy of this URL answers everybody.
#[must_use]
pub fn is_public_proxy(url: &BStr) -> bool {
    GoUrl::parse(url, crate::go_command::Rules::newest()).is_ok_and(|url| {
        let host = host_name(&url);
        PUBLIC.iter().any(|public| host == *public)
    })
}

const PUBLIC_DATABASES: [&str; 2] = ["sum.golang.org", "gosum.io"];
/// Last labels that no host of the internet has.
const INTERNAL_ENDS: [&[u8]; 11] = [
    b"corp",
    b"internal",
    b"local",
    b"lan",
    b"intranet",
    b"private",
    b"test",
    b"localhost",
    b"invalid",
    b"home",
    b"localdomain",
];
/// Labels that hardly any server of the internet has before its domain: `git.corp.example.com`.
const INTERNAL_LABELS: [&[u8]; 6] = [b"corp", b"internal", b"intranet", b"private", b"lan", b"local"];

/// Whether a host is of a kind that is not on the internet, by its name.
fn is_internal(host: &[u8]) -> bool {
    let host = host.to_ascii_lowercase();
    let labels: Vec<&[u8]> = host.split_str(".").collect();
    let Some((last, before)) = labels.split_last() else { return false };
    let Some((domain, names)) = before.split_last() else { return *last == b"localhost" };
    let ends = INTERNAL_ENDS.contains(last) || (*last == b"arpa" && *domain == b"home");
    ends || names.iter().any(|label| INTERNAL_LABELS.contains(label))
}

impl Route<'_> {
    /// Who would see the path although it seems to be private.
    pub fn leaks(&self, question: &Question<'_>) -> Vec<Leak> {
        if self.asked == TOOLCHAIN {
            return Vec::new();
        }
        let Some(why) = question.privacy() else { return Vec::new() };
        let noproxy = why == LeakWhy::OnlyNoproxy;
        let watchers = self.watchers(noproxy, why == LeakWhy::OnlyNosumdb);
        watchers.into_iter().map(|to| Leak { to, why: why.clone() }).collect()
    }

    /// Who answers everybody and would see the path of a module that GONOPROXY and GONOSUMDB match so.
    pub fn watchers(&self, noproxy: bool, nosumdb: bool) -> Vec<LeakTo> {
        let mut all = Vec::new();
        let mut add = |to: LeakTo| {
            if !all.contains(&to) {
                all.push(to);
            }
        };
        // The database is told of what was found, and with `off` nothing is.
        let found = noproxy
            || self.come_to().any(|hop| matches!(hop.to, To::Direct | To::Proxy { refused: None, .. }));
        let sees_database = found && self.database().is_some() && !nosumdb;
        for hop in self.come_to() {
            let To::Proxy { url, refused: None } = &hop.to else { continue };
            let host = host_name(url);
            if !PUBLIC.iter().any(|public| host == *public) {
                continue;
            }
            // A proxy that passes lookups on sees them, too.
            if !noproxy || sees_database {
                add(LeakTo::Proxy(host));
            }
        }
        if let Some(name) = self.database().filter(|_| sees_database)
            && PUBLIC_DATABASES.iter().any(|public| name == *public)
        {
            add(LeakTo::Database(name.into()));
        }
        all
    }

    /// The entries that go may come to: one that it never asks counts as a failure, after which only `|` leads on.
    fn come_to(&self) -> impl Iterator<Item = &Hop> {
        let stops = |hop: &Hop| matches!(hop.to, To::Proxy { refused: Some(_), .. }) && !hop.falls_back;
        let end = self.hops.iter().position(stops).unwrap_or(self.hops.len());
        self.hops[..end].iter()
    }
}

impl Question<'_> {
    /// Why the module is taken for private although something would tell others of it. `None` also where both patterns
    /// keep it to its own server.
    pub fn privacy(&self) -> Option<LeakWhy> {
        let private = self.private();
        match (private.noproxy, private.nosumdb) {
            (true, true) => return None,
            (true, false) => return Some(LeakWhy::OnlyNoproxy),
            (false, true) => return Some(LeakWhy::OnlyNosumdb),
            (false, false) => {}
        }
        let settings = &self.settings;
        if let Some(pattern) = near_miss(&[settings.gonoproxy, settings.gonosumdb], self.module) {
            return Some(LeakWhy::NearMiss(pattern));
        }
        let host = self.module.split_str("/").next().unwrap_or_default();
        if is_internal(host) {
            return Some(LeakWhy::Internal);
        }
        let has_login = netrc::parse(self.netrc).iter().any(|login| login.machine.as_bytes() == host);
        // Everybody has credentials for these, for other reasons.
        let shared = [&b"github.com"[..], b"gitlab.com", b"bitbucket.org"].contains(&host);
        (has_login && !shared).then_some(LeakWhy::Credentials)
    }
}

fn host_name(url: &GoUrl) -> BString {
    let end = url.host.rfind_byte(b':').filter(|_| !url.host.ends_with(b"]")).unwrap_or(url.host.len());
    url.host[..end].to_ascii_lowercase().into()
}

/// A pattern that does not match only for how it is written: blanks, a scheme, capitals, an end that says everything.
fn near_miss(lists: &[&BStr], module: &BStr) -> Option<BString> {
    let plain = module.to_ascii_lowercase();
    let misses = |entry: &pattern::Entry| {
        let meant = entry.instead.clone().unwrap_or_else(|| vec![entry.text.clone()]);
        let fits = |one: &BString| pattern::matches_prefix(&one.to_ascii_lowercase(), &plain);
        !pattern::matches_prefix(&entry.text, module) && meant.iter().any(fits)
    };
    let mut entries = lists.iter().flat_map(|list| pattern::judge(list));
    entries.find(misses).map(|entry| entry.text)
}

#[cfg(test)]
mod tests {
    use super::super::{Main, Settings};
    use super::*;
    use crate::environ::Os;
    use crate::files::memory::MemoryFiles;
    use crate::go_command::Rules;

    #[test]
    fn hosts_of_a_company_are_known_by_their_names() {
        for internal in ["git.corp", "git.CORP.example.com", "a.lan", "x.home.arpa", "localhost", "mods.test"]
        {
            assert!(is_internal(internal.as_bytes()), "{internal}");
        }
        for public in
            ["github.com", "corp.com", "private.dev", "corporate.example.com", "example.com", "home.io"]
        {
            assert!(!is_internal(public.as_bytes()), "{public}");
        }
    }

    /// Who sees `git.corp.internal/x` with this GOPROXY and GONOPROXY.
    fn seen_by(goproxy: &str, gonoproxy: &str) -> Vec<LeakTo> {
        let settings = Settings {
            goproxy: goproxy.into(),
            gonoproxy: gonoproxy.into(),
            gosumdb: "sum.golang.org".into(),
            gonosumdb: "".into(),
            goprivate: "".into(),
            govcs: "".into(),
            goauth: "".into(),
            gopath: "/".into(),
            is_own_proxy: false,
        };
        let files = MemoryFiles::default();
        let question = Question {
            rules: Rules::newest(),
            local: "1.27.3".into(),
            os: Os::Linux,
            module: "git.corp.internal/x".into(),
            version: "latest".into(),
            settings,
            netrc: "",
            known: &[],
            main: Main::None,
            files: &files,
        };
        let leaks = question.route().unwrap().leaks(&question);
        leaks.into_iter().map(|leak| leak.to).collect()
    }

    #[test]
    fn only_entries_that_go_comes_to_tell_others() {
        let (google, database) = ("proxy.golang.org", LeakTo::Database("sum.golang.org".into()));
        let both = vec![LeakTo::Proxy(google.into()), database.clone()];
        assert_eq!(seen_by("https://proxy.golang.org,direct", ""), both);
        assert_eq!(seen_by("https:///x|https://proxy.golang.org", ""), both);
        assert_eq!(seen_by("https:///x,https://proxy.golang.org", ""), []);
        assert_eq!(seen_by("direct,https://proxy.golang.org", ""), both[1..]);
        assert_eq!(seen_by("off", ""), []);
        assert_eq!(seen_by("off", "git.corp.internal"), [database]);
    }
}
