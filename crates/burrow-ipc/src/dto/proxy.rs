//! The Proxies page and its tile: the chain as Go sees it, how well its servers are, what is wrong and what mends it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::app::{Place, Problem};
use super::env::Draft;

/// What can be tested by itself: an entry of GOPROXY by its number, or the checksum database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ProxyTarget {
    /// The whole chain, with the checksum database.
    All,
    Hop {
        number: usize,
    },
    Database,
    /// The first server of every profile: then each has its badge.
    Profiles,
}

/// Everything the page shows of one context.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProxyView {
    /// GOPROXY in effect; secrets masked.
    pub goproxy: String,
    /// Why Go refuses the whole list; then there are no hops.
    pub refused: Option<Problem>,
    /// Where GOPROXY is set, when the process environment says so: then no change of the file has an effect.
    pub shadowed_by: Option<Shadow>,
    pub hops: Vec<ProxyHop>,
    /// What becomes of a public module, as far as the last tests tell.
    pub way: ProxyWay,
    /// The worst that is wrong, with what mends it.
    pub finding: Option<ProxyFinding>,
    pub database: ChecksumDatabase,
    pub around: ProxySurroundings,
    /// HTTP proxies that were met on the way by the last tests.
    pub http_proxies: Vec<HttpProxyHealth>,
    /// Something is being tested right now.
    pub testing: bool,
    /// When something was last tested (Unix ms).
    pub tested_at: Option<u64>,
    /// Why the last test could not be made at all.
    pub trouble: Option<Problem>,
}

/// A setting of the process environment that wins.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Shadow {
    /// `GOPROXY`
    pub name: String,
    /// The file and line, where it can be told.
    pub place: Option<Place>,
    /// One sentence.
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ProxyHopKind {
    Server,
    /// `file://`
    Folder,
    Direct,
    Off,
}

/// What makes Go go on to the next entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ProxyThen {
    /// `,`: 404 and 410 only.
    WhenAbsent,
    /// `|`
    AfterAnyFailure,
    /// It is the last.
    Stop,
}

/// What becomes of Go at an entry, by the last tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ProxyPart {
    /// Nobody knows yet.
    Unknown,
    /// Modules come from here.
    Answers,
    /// It has not got the module, or fails where Go goes on: Go asks the next.
    Passed,
    /// It fails, and Go goes no further.
    StopsHere,
    /// Go asks it only after the ones before it.
    Later,
    /// Go never gets here.
    NotReached,
}

/// An entry of GOPROXY.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProxyHop {
    /// From 1.
    pub number: usize,
    pub kind: ProxyHopKind,
    /// As it is written; secrets masked.
    pub url: String,
    /// Short: the host, "version control", "nobody".
    pub title: String,
    /// One sentence about what it is, where that needs saying (`direct`, `off`, a folder).
    pub about: Option<String>,
    pub has_credentials: bool,
    /// Go never asks it, and why; this counts as a failure of it.
    pub never_asked: Option<String>,
    /// The HTTP proxy that it is asked through.
    pub through: Option<String>,
    pub then: ProxyThen,
    /// `then` on an arrow: "404, 410", "any failure"; empty for the last.
    pub then_short: String,
    /// `then` as a sentence.
    pub then_text: String,
    pub part: ProxyPart,
    /// Of `stops-here` and `not-reached`: on the arrow behind it ("stops here").
    pub part_text: Option<String>,
    pub testing: bool,
    pub health: Option<ProxyHealth>,
    pub history: ProxyHistory,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum BadgeTone {
    Good,
    /// It works, and is slow or needs a look.
    Warn,
    Bad,
    /// Nothing to be well or ill: off, direct.
    Plain,
}

/// `✓ 48 ms`, `✕ refused`, without the sign.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProxyBadge {
    pub tone: BadgeTone,
    pub text: String,
}

/// How a phase of a connection is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ProbePhaseId {
    Name,
    Connect,
    Tls,
    FirstByte,
    Transfer,
}

/// A phase that was reached.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProbePhase {
    pub phase: ProbePhaseId,
    /// In the person's language: "name", "connect", "TLS", "answer", "transfer".
    pub name: String,
    pub ms: f64,
    /// It ended here.
    pub failed: bool,
}

/// The certificate that a server has shown.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProxyCertificate {
    pub subject: String,
    pub issuer: String,
    /// Unix ms.
    pub not_before: u64,
    pub not_after: u64,
}

/// What the last test found.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProxyHealth {
    /// A word of a fixed list: `ok`, `refused`, `tls-untrusted` …
    pub verdict: String,
    pub badge: ProxyBadge,
    /// The verdict in a few words.
    pub summary: String,
    /// What was seen and what to do, a sentence each.
    pub details: Vec<String>,
    /// What Go does about it.
    pub follows: Option<String>,
    pub status: Option<u16>,
    /// All phases together.
    pub ms: f64,
    /// Empty where only the history knows of the test.
    pub phases: Vec<ProbePhase>,
    /// `athens`, `nexus`, `artifactory`, `goproxy`; null: it cannot be told.
    pub software: Option<String>,
    pub certificate: Option<ProxyCertificate>,
    /// Unix ms.
    pub tested_at: u64,
}

/// One test of the last week.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProxyPoint {
    /// Unix ms.
    pub at: u64,
    pub ms: f64,
    pub ok: bool,
}

/// The last seven days, from the oldest to the newest test.
#[derive(Debug, Clone, PartialEq, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProxyHistory {
    pub points: Vec<ProxyPoint>,
    /// The slowest one that worked.
    pub slowest: Option<ProxyPoint>,
    pub failed: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ProxyWayState {
    /// Not everything that matters was tested.
    Unknown,
    Works,
    /// It works after one or more failures, each of which takes its time.
    Detour,
    /// Every download fails.
    Broken,
    /// `off`: nothing is asked for.
    Off,
}

/// What becomes of a public module.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProxyWay {
    pub state: ProxyWayState,
    /// The entry that answers, or at which Go stops.
    pub hop: Option<usize>,
    /// One sentence, for the tile and for a screen reader.
    pub text: String,
    /// For the tile: of the entry that counts.
    pub badge: Option<ProxyBadge>,
}

/// What is wrong, in one sentence, and at most two ways to mend it.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProxyFinding {
    /// `bad`: downloads fail; `warn`: they work, but.
    pub tone: BadgeTone,
    pub text: String,
    /// The best last, as buttons stand.
    pub fixes: Vec<ProxyFix>,
}

#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ProxyFix {
    /// Hand `draft` to `env_plan`.
    Change { label: String, draft: Draft },
    /// Hand `profile` to `profile_plan`.
    Profile { label: String, profile: String },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum DatabaseState {
    Asked,
    Off,
    /// GOSUMDB is of no use: every download fails that it should vouch for.
    Unusable,
}

/// The checksum database.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChecksumDatabase {
    pub state: DatabaseState,
    /// `sum.golang.org`; empty when there is none.
    pub name: String,
    /// One line: where it is asked, or why it is not.
    pub text: String,
    /// The last test went through this entry of GOPROXY.
    pub through_hop: Option<usize>,
    pub testing: bool,
    pub health: Option<ProxyHealth>,
    pub history: ProxyHistory,
}

/// What else decides how servers are asked. Lists are empty, texts too, where nothing is set.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProxySurroundings {
    /// GONOPROXY (or GOPRIVATE): what goes straight to its own server.
    pub noproxy: Vec<String>,
    /// GONOSUMDB (or GOPRIVATE): what the checksum database is not told of.
    pub nosumdb: Vec<String>,
    pub insecure: Vec<String>,
    pub govcs: String,
    /// Empty before Go 1.24, which only knew netrc.
    pub goauth: String,
    /// What Go says of a bad GOAUTH.
    pub goauth_refused: Option<String>,
    /// Machines that the netrc file has logins for.
    pub netrc: Vec<String>,
    pub http_proxy: Option<String>,
    pub https_proxy: Option<String>,
    pub no_proxy: String,
    /// ALL_PROXY is set, and Go does not look at it.
    pub all_proxy_ignored: bool,
}

/// An HTTP proxy between here and the servers.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HttpProxyHealth {
    pub url: String,
    pub health: ProxyHealth,
}
