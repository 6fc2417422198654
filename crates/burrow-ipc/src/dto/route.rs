//! The way that a module would go.

use serde::Serialize;
use ts_rs::TS;

/// What `go mod download MODULE@VERSION` would ask with an empty module cache.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ModuleRoute {
    pub module: String,
    pub version: String,
    pub noproxy: bool,
    pub nosumdb: bool,
    /// Whether it counts as private, in a sentence.
    pub privacy: String,
    /// What the checksum database is told; null: nothing.
    pub told: Option<String>,
    /// What Go says before it asks anybody, in its words.
    pub error: Option<String>,
    /// The first is where it begins.
    pub steps: Vec<RouteStep>,
    /// Where a private path would leak, a sentence each.
    pub warnings: Vec<String>,
    /// Only where it was gone for real.
    pub live: Option<RouteLive>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum RouteVia {
    Proxy,
    Direct,
    Sumdb,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum RoutePurpose {
    Info,
    Mod,
    Zip,
    List,
    Latest,
    SumdbSupported,
    SumdbLookup,
    SumdbTile,
    Direct,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum RouteCredentials {
    None,
    Url,
    Netrc,
    Goauth,
}

/// Where an answer leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum RouteNext {
    Step { id: usize },
    Done,
    Fail,
}

/// A request that go may make.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RouteStep {
    /// From 1.
    pub id: usize,
    pub purpose: RoutePurpose,
    /// What is asked for, in a few words.
    pub what: String,
    pub via: RouteVia,
    /// Null: which URLs are asked only the answers tell.
    pub url: Option<String>,
    /// Why, and which credentials would be sent.
    pub reason: String,
    pub credentials: RouteCredentials,
    /// Any 4xx status makes go send it once more before it counts.
    pub repeated: bool,
    /// It lies on the way on which everything is found.
    pub likely: bool,
    /// 200.
    pub found: RouteNext,
    /// 404, 410.
    pub absent: RouteNext,
    pub failed: RouteNext,
    /// Of a list: when no version in it will do.
    pub empty: Option<RouteNext>,
}

/// A request that was made.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RouteAnswer {
    /// The step it belongs to; null: none was forecast for it.
    pub step: Option<usize>,
    pub what: String,
    pub url: Option<String>,
    /// Null: there was no server, or no answer.
    pub status: Option<u16>,
    pub ms: u64,
    pub ok: bool,
    pub note: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum RouteEnded {
    Done,
    Failed,
    Cancelled,
    /// What comes next depends on what is not asked here.
    Unknown,
}

/// The way gone for real.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RouteLive {
    pub answers: Vec<RouteAnswer>,
    pub ended: RouteEnded,
    /// How it ended, in a sentence.
    pub text: String,
}
