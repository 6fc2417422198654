//! Module proxies compared: who, with which modules, what each is worth, and which is recommended.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a person wants compared.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BenchWish {
    /// Besides GOPROXY in effect, the well-known mirrors and kept profiles.
    pub urls: Vec<String>,
    /// Just those URLs.
    pub only: bool,
}

/// A comparison as it is now: read again whenever its job is told of.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BenchView {
    pub running: bool,
    /// What everybody is asked for, and what nobody is: a sentence each.
    pub sample: Vec<String>,
    pub rows: Vec<BenchRow>,
    /// Null: not over yet, or cancelled.
    pub advice: Option<BenchAdvice>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum BenchState {
    /// Nothing is known of it yet.
    Waiting,
    Answers,
    /// It cannot be used.
    Fails,
}

/// One candidate.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BenchRow {
    /// As it is written; secrets masked.
    pub url: String,
    /// Who named it: "GOPROXY, entry 1, profile Office".
    pub source: String,
    /// It stands in GOPROXY now.
    pub in_use: bool,
    /// It is the recommended one.
    pub recommended: bool,
    pub state: BenchState,
    /// A word of a fixed list, as `ProxyHealth.verdict`; null while waiting.
    pub verdict: Option<String>,
    /// The verdict in a few words; empty while waiting.
    pub summary: String,
    /// What is worth knowing besides, a sentence each.
    pub details: Vec<String>,
    /// From the name to the first answer, on a new connection.
    pub first_ms: Option<f64>,
    pub hits: Option<BenchHits>,
    /// Of questions on a connection that stands.
    pub median_ms: Option<f64>,
    pub p90_ms: Option<f64>,
    /// Bytes a second, and the same for a person: "3.2 MB/s".
    pub rate: Option<f64>,
    pub rate_text: Option<String>,
    pub fresh: Option<BenchFresh>,
    pub sumdb: BenchOffer,
    pub toolchains: BenchOffer,
}

/// What share of the sample it has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BenchHits {
    pub found: usize,
    pub asked: usize,
    /// `module@version`.
    pub absent: Vec<String>,
    pub failed: Vec<String>,
    /// With other content than go.sum knows.
    pub wrong: Vec<String>,
}

/// How new the versions are that it lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BenchFresh {
    /// Modules whose newest version it told, and somebody else did too.
    pub compared: usize,
    /// "golang.org/x/mod: v0.1.0, elsewhere v0.2.0".
    pub behind: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum BenchOffer {
    Yes,
    No,
    Failed,
    NotAsked,
}

/// The recommendation.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BenchAdvice {
    /// Null: none can be recommended.
    pub url: Option<String>,
    /// What is in use is to stay.
    pub keep: bool,
    /// The reason, a sentence each; the first says what to do.
    pub text: Vec<String>,
    /// What a profile of it would set; secrets masked. Null where there is none to be made.
    pub goproxy: Option<String>,
    pub gosumdb: Option<String>,
    /// A name for such a profile.
    pub name: Option<String>,
}
