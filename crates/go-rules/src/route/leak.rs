//! Where the path of a module that only its own server should see would go to somebody else.

use bstr::{BStr, BString, ByteSlice};

use super::hops::To;
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
const PUBLIC_DATABASES: [&str; 2] = ["sum.golang.org", "gosum.io"];
/// Endings that no host of the internet has.
const INTERNAL: [&str; 12] = [
    ".corp",
    ".internal",
    ".local",
    ".lan",
    ".intranet",
    ".private",
    ".home.arpa",
    ".test",
    ".localhost",
    ".invalid",
    ".home",
    ".localdomain",
];

impl Route<'_> {
    /// Who would see the path although it seems to be private.
    pub fn leaks(&self, question: &Question<'_>) -> Vec<Leak> {
        if self.module == TOOLCHAIN {
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
        let sees_database = self.database().is_some() && !nosumdb;
        for hop in &self.hops {
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
        if INTERNAL.iter().any(|ending| host.ends_with(ending.as_bytes())) {
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
