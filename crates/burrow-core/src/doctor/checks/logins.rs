//! Who wants a login, and what becomes of the one that there is: asked once for both checks about credentials.

use bstr::{BStr, ByteSlice};
use go_rules::netrc::Sent;

use crate::doctor::{Asker, LoginFrom, Seen};
use crate::proxy::credentials::{Acceptance, AskedFor, GitAcceptance};
use crate::proxy::probe::{Kind, Probed, Verdict};
use crate::proxy::url::written_host;
use crate::proxy::view::HopTo;

/// So many hosts of private modules are asked.
const MOST: usize = 16;

/// A host that gives nothing without a login, or not with the one that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusing {
    pub host: String,
    pub asker: Asker,
    /// `None`: there is no login.
    pub login: Option<LoginFrom>,
    /// What it answered: facts without secrets.
    pub answer: String,
}

/// All of them, by host. Runs `git` and commands of GOAUTH, as go would.
pub fn refusing(seen: &Seen) -> Vec<Refusing> {
    let mut hosts: Vec<(String, bool)> = proxies(seen).into_iter().map(|host| (host, true)).collect();
    for host in private_hosts(seen) {
        if !hosts.iter().any(|(known, _)| *known == host) {
            hosts.push((host, false));
        }
    }
    let ask = |(host, is_proxy): (String, bool)| of(&host, is_proxy, seen);
    let mut all: Vec<Refusing> = std::thread::scope(|scope| {
        let asked: Vec<_> = hosts.into_iter().map(|host| scope.spawn(move || ask(host))).collect();
        asked.into_iter().filter_map(|told| told.join().ok().flatten()).collect()
    });
    all.sort_by(|a, b| a.host.cmp(&b.host));
    all
}

/// Entries of GOPROXY that have said no.
fn proxies(seen: &Seen) -> Vec<String> {
    let says_no = |probed: &&Probed| {
        probed.hop.kind == Kind::Proxy && matches!(probed.verdict, Verdict::Unauthorized | Verdict::Forbidden)
    };
    let numbers: Vec<usize> = seen.probed().iter().filter(says_no).filter_map(|one| one.hop.number).collect();
    let mut hosts: Vec<String> = Vec::new();
    for hop in seen.chain().hops.iter().filter(|hop| numbers.contains(&hop.number)) {
        if let HopTo::Proxy { url, .. } = &hop.to {
            hosts.push(written_host(url.as_str()));
        }
    }
    hosts.dedup();
    hosts
}

/// Hosts of modules that go fetches from there itself.
fn private_hosts(seen: &Seen) -> Vec<String> {
    if seen.projects().is_empty() {
        return Vec::new();
    }
    let fetched = seen.private().modules.iter().filter(|one| one.noproxy.is_some() && !one.own);
    let mut hosts: Vec<String> =
        fetched.filter_map(|one| one.path.split('/').next()).map(str::to_owned).collect();
    hosts.sort();
    hosts.dedup();
    hosts.truncate(MOST);
    hosts
}

fn of(host: &str, is_proxy: bool, seen: &Seen) -> Option<Refusing> {
    let module = (!is_proxy).then(|| module_at(host, seen)).flatten();
    let module = module.as_deref().map(BStr::new);
    let checked = seen.grounds().check(host, module, seen.projects(), &seen.ground().cancel);
    if let Some(http) = &checked.http {
        let asker = if matches!(http.asked_for, AskedFor::List(_)) { Asker::Proxy } else { Asker::Go };
        let status = |status: Option<u16>| status.map_or_else(|| "–".to_owned(), |status| status.to_string());
        let login = match http.acceptance {
            // Without a login 403 is as likely a wall as a lock.
            Acceptance::Missing if http.status_without == Some(401) => Some(None),
            Acceptance::Refused => Some(Some(match http.sent {
                Sent::Url => LoginFrom::Url,
                Sent::Netrc => LoginFrom::Netrc,
                Sent::Goauth | Sent::None => LoginFrom::Goauth,
            })),
            _ => None,
        };
        if let Some(login) = login {
            let answer = match http.status_with {
                Some(with) => format!("{}: {} → {with}", http.url, status(http.status_without)),
                None => format!("{}: {}", http.url, status(http.status_without)),
            };
            return Some(Refusing { host: host.to_owned(), asker, login, answer });
        }
    }
    let git = checked.git?;
    let login = match git.acceptance {
        GitAcceptance::Missing => None,
        GitAcceptance::Refused => Some(LoginFrom::Git),
        _ => return None,
    };
    let said = git.said.as_deref().and_then(|said| said.lines().next()).unwrap_or_default();
    let answer = format!("git ls-remote {}: {said}", git.url);
    Some(Refusing { host: host.to_owned(), asker: Asker::Git, login, answer })
}

fn module_at(host: &str, seen: &Seen) -> Option<Vec<u8>> {
    let there = seen.private().modules.iter().filter(|one| one.noproxy.is_some() && !one.own);
    let mut there = there.filter(|one| one.path.split('/').next() == Some(host));
    there.next().map(|one| one.path.as_bytes().as_bstr().to_vec())
}
