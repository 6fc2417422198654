//! The way a module goes: what `go mod download MODULE@VERSION` asks whom, in which order, when the module cache is
//! empty (`modfetch.TryProxies`, `modload.queryProxy`, `modcmd.DownloadModule`, `sumdb.Client`).
//!
//! [`Route`] follows go's code with the answers that are known so far and stops at the first that is not. From that the
//! whole graph of requests is made ([`Route::graph`]), and the same code goes along with real answers. Nothing is
//! asked here.

mod graph;
mod hops;
mod leak;
mod memory;
pub mod query;
mod request;
pub mod scheme;
mod setup;
mod walk;
mod walk_query;
mod walk_sums;

use bstr::{BStr, BString};

use crate::environ::Os;
use crate::files::Files;
use crate::go_command::Rules;

pub use graph::{Graph, Next, Step, TooMany};
pub use hops::{Hop, Refused, To, hops};
pub use leak::{Leak, LeakTo, LeakWhy, is_public_proxy};
pub use request::{Purpose, Request, Via, Why};
pub use setup::Route;
pub use walk::{Answer, Body, Walked};

/// What the way of a module depends on.
#[derive(Clone, Copy)]
pub struct Question<'a> {
    pub rules: Rules,
    /// The version of this Go: `1.27.3`.
    pub local: &'a BStr,
    pub os: Os,
    pub module: &'a BStr,
    /// A version or a query, as it stands behind the `@`.
    pub version: &'a BStr,
    pub settings: Settings<'a>,
    /// The text of the netrc file; empty without one.
    pub netrc: &'a str,
    /// Which hashes a go.sum has, so that the checksum database is not asked for them.
    pub known: &'a [Known],
    pub main: Main<'a>,
    pub files: &'a dyn Files,
}

/// Settings in effect. May hold secrets.
#[derive(Clone, Copy)]
pub struct Settings<'a> {
    pub goproxy: &'a BStr,
    pub gonoproxy: &'a BStr,
    pub gosumdb: &'a BStr,
    pub gonosumdb: &'a BStr,
    pub goprivate: &'a BStr,
    pub govcs: &'a BStr,
    /// Looked at from Go 1.24 on.
    pub goauth: &'a BStr,
    /// Where the newest tree of the checksum database is remembered; empty where there is no such place.
    pub gopath: &'a BStr,
    /// `GIT_HTTP_USER_AGENT` names the Go team's own proxy, which need not ask itself about toolchains.
    pub is_own_proxy: bool,
}

/// Which hashes of a version of the module are known beforehand (`haveModSumLocked`).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Known {
    pub version: BString,
    pub zip: bool,
    pub go_mod: bool,
}

/// What the go.mod in effect says of the module; `upgrade` and `patch` go out from it. Of a version that only the graph
/// of requirements tells nothing is known here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Main<'a> {
    /// There is no go.mod, and no go.work.
    #[default]
    None,
    /// It is not required.
    Without,
    /// This version is.
    Requires(&'a BStr),
}

/// What the patterns say, whatever GOPROXY and GOSUMDB are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Private {
    /// GONOPROXY matches.
    pub noproxy: bool,
    /// GONOSUMDB matches.
    pub nosumdb: bool,
}

/// What go calls a module that it fetches toolchains as.
pub(crate) const TOOLCHAIN: &[u8] = b"golang.org/toolchain";
/// Part of each distribution, and from Go 1.27 on never downloaded.
const FIPS: &[u8] = b"golang.org/fips140";
/// Stands in URLs for the version that a list's answer decides on.
pub const PICKED: &str = "VERSION";
/// Stands in URLs for the newest version, whose go.mod says what is retracted.
pub const NEWEST: &str = "LATEST";
