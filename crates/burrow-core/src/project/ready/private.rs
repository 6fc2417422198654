//! Private modules that are missing while nothing is known to log in with, and modules of the repository's own host that a
//! public proxy would be asked for.

use std::collections::{BTreeMap, BTreeSet};

use bstr::{BStr, BString, ByteSlice};
use go_rules::netrc::Sent;
use go_rules::route::is_public_proxy;
use go_rules::vars::Resolved;
use go_rules::{goproxy, pattern};

use super::Ask;
use super::report::{Missing, Via};
use super::setup::Setup;
use crate::proxy::credentials::CredentialsOf;
use crate::proxy::credentials::git::Transport;
use crate::proxy::patterns::remotes;
use crate::proxy::patterns::signs::is_shared;
use crate::proxy::private::Grounds;
use crate::system::files::path_from_bytes;

/// Hosts that nothing is known to log in to, and which missing modules lie there. Asks git for its settings.
pub fn unknown(ask: &Ask<'_>, resolved: &Resolved, missing: &[Missing]) -> BTreeMap<String, Vec<BString>> {
    let gonoproxy = resolved.value("GONOPROXY");
    let is_private =
        |it: &&Missing| it.via == Via::Direct && pattern::matches_prefix(gonoproxy, &it.version.module);
    let mut hosts: BTreeMap<String, BTreeSet<BString>> = BTreeMap::new();
    for one in missing.iter().filter(is_private) {
        let module = &one.version.module;
        let host = module.split(|b| *b == b'/').next().unwrap_or_default().to_str_lossy().into_owned();
        hosts.entry(host).or_default().insert(module.clone());
    }
    if hosts.is_empty() {
        return BTreeMap::new();
    }
    let dir = path_from_bytes(ask.asked.dir).unwrap_or_default();
    let grounds = Grounds::of(ask.asked.environ, resolved, &dir);
    hosts.retain(|host, _| is_unknown(&grounds.credentials_of(host)));
    hosts.into_iter().map(|(host, modules)| (host, modules.into_iter().collect())).collect()
}

fn is_unknown(of: &CredentialsOf) -> bool {
    let git = &of.git;
    let by_git =
        git.transport != Transport::Https || git.login_in_url || git.netrc || !git.settings.is_empty();
    of.sent == Sent::None && !by_git
}

/// Paths that a public proxy would be asked for though they lie on a host of the repository's remotes.
pub fn leaking(setup: &Setup, needed: &[BString]) -> Vec<BString> {
    if !asks_public(setup) {
        return Vec::new();
    }
    let known = remotes(&setup.directory);
    let hosts: BTreeSet<&String> = known.iter().map(|it| &it.host).filter(|host| !is_shared(host)).collect();
    let leaks = |path: &&BString| {
        let host = path.split(|b| *b == b'/').next().unwrap_or_default();
        hosts.iter().any(|known| known.as_bytes() == host) && !pattern::matches_prefix(&setup.gonoproxy, path)
    };
    needed.iter().filter(leaks).cloned().collect()
}

fn asks_public(setup: &Setup) -> bool {
    let hops = goproxy::parse_by(BStr::new(&setup.goproxy), setup.rules).unwrap_or_default();
    hops.iter().any(|hop| matches!(&hop.to, goproxy::To::Proxy(url) if is_public_proxy(BStr::new(url))))
}
