//! What can be wrong with the way to modules: GOPROXY, the checksum database, private patterns, credentials.

use std::path::PathBuf;

use go_rules::pattern::Flaw;
use go_rules::vars::Layer;

use crate::proxy::patterns::Sign;
use crate::proxy::probe::Verdict;
use crate::secret::Masked;

/// One of those. Hosts and URLs are without secrets.
#[derive(Debug, Clone, PartialEq)]
pub enum NetworkWrong {
    /// GOPROXY has no entry.
    ProxyEmpty {
        /// `None`: nothing sets it, not even `go.env`.
        layer: Option<Layer>,
    },
    /// Go refuses GOPROXY, in its words; or it takes an entry for a server that cannot be.
    ProxyInvalid { mistake: ProxyMistake, layer: Option<Layer> },
    /// An entry is a service that has ended.
    ProxyGone {
        host: String,
        since: u16,
        /// Nothing behind it is asked when it fails.
        stops: bool,
        layer: Option<Layer>,
    },
    /// An entry fails, and Go goes no further.
    DeadHop {
        server: String,
        verdict: Verdict,
        /// Only modules that the entries before it do not have come there.
        later: bool,
        /// Where Go would go on; `None`: nothing stands behind it.
        next: Option<String>,
        /// Not one of the servers that were asked has a name here: it may be the network.
        alone: bool,
        layer: Option<Layer>,
    },
    /// Nothing but `direct`, and a host that most modules come from cannot be reached.
    OnlyDirect { host: String, verdict: Verdict, layer: Option<Layer> },
    /// The checksum database is not asked, or not for everything that it should be.
    Sumdb { off: SumdbOff, layer: Option<Layer> },
    /// The checksum database does not answer.
    SumdbUnreachable {
        name: String,
        verdict: Verdict,
        /// The same database answers at another address.
        elsewhere: bool,
        layer: Option<Layer>,
    },
    /// Entries of a list of patterns match no module.
    NeverMatches { variable: &'static str, entries: Vec<(Masked, Flaw)>, layer: Layer },
    /// Modules that look private are shown to servers that answer everybody.
    Leak {
        /// By path, no more than [`Self::MOST`].
        modules: Vec<Leaking>,
        count: usize,
        /// Hosts of public proxies and databases.
        seen_by: Vec<String>,
        layer: Option<Layer>,
    },
    /// A server wants a login, and there is none.
    CredentialMissing { host: String, asker: Asker, netrc: Option<PathBuf> },
    /// A server refuses the login that there is for it.
    CredentialRefused { host: String, asker: Asker, from: LoginFrom },
    /// A password stands in a value that everybody sees who sees `go env`.
    CredentialInUrl { variable: String },
    /// Others on this machine may read the passwords of the netrc file.
    NetrcReadable { file: PathBuf, mode: Option<u32> },
    /// HTTP_PROXY or ALL_PROXY is set and HTTPS_PROXY is not.
    HttpProxyIgnored { all: bool },
    /// Somebody between here and a server that everybody knows opens the connection.
    Intercepted { hosts: Vec<String>, issuer: Option<String> },
}

impl NetworkWrong {
    /// How many modules are named.
    pub const MOST: usize = 10;
}

/// What is mistyped in GOPROXY.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProxyMistake {
    /// Go's words.
    Refused(Masked),
    /// The entry.
    NoServer(Masked),
}

/// Why the checksum database does not vouch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SumdbOff {
    /// GOSUMDB=off.
    Off {
        /// Modules come from folders of this machine only, or from nowhere.
        no_server: bool,
    },
    /// The patterns of this variable match every module.
    Everything { variable: &'static str },
    /// GOSUMDB is of no use, in Go's words: what it should vouch for fails.
    Unusable(Masked),
}

/// A module that looks private.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaking {
    pub path: String,
    pub sign: Sign,
}

/// Who asks a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Asker {
    /// Go asks it for modules: it is an entry of GOPROXY.
    Proxy,
    /// Go asks it where a module's repository is.
    Go,
    /// Git fetches from it.
    Git,
}

/// Where a login stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LoginFrom {
    Url,
    Netrc,
    Goauth,
    /// What git has.
    Git,
}
