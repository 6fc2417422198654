//! Cleaning: what a person wishes, what it would do exactly, and what can come back.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{CacheId, CacheKind, CacheSafety, CacheSize};
use crate::dto::app::Place;

/// A cleaning that can come back.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Cleaning {
    /// Hand this to `cache_undo` and `cache_purge`.
    pub id: String,
    /// What it took from.
    pub caches: Vec<CacheId>,
    /// Unix ms.
    pub at: u64,
    /// When it goes for good.
    pub expires: Option<u64>,
    pub size: CacheSize,
    pub items: u64,
    /// "61 items from the module cache".
    pub sentence: String,
    /// Where the first of them were.
    pub places: Vec<Place>,
}

/// A program of Go that is running.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GoProcess {
    pub pid: u32,
    /// `go`, `gopls`, `dlv`.
    pub name: String,
    /// What it does, as it was typed, as far as that can be told: `go build ./...`.
    pub command: Option<String>,
    pub directory: Option<Place>,
    /// Unix ms.
    pub since: Option<u64>,
}

/// A module version, by name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ModuleName {
    pub module: String,
    /// Null: all of them.
    pub version: Option<String>,
}

/// What a person wants to have cleaned.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum CleanWish {
    /// Everything that can go safely.
    Standard,
    /// Whole kinds; `safe` leaves what a running build may want.
    Kinds { kinds: Vec<CacheKind>, safe: bool },
    /// Just these.
    Selection { modules: Vec<ModuleName>, kinds: Vec<CacheKind> },
    /// By rule: entries of the build cache and module versions for which all holds that is set. What a known project
    /// needs is never taken.
    Rule {
        /// Module versions that no known project needs; no build results.
        unused: bool,
        /// What was not used for so many days (build results), or fetched before (modules).
        not_used_for_days: Option<u32>,
        /// Module versions of which a newer one is there; no build results.
        older_versions: bool,
        /// Only of this cache, the oldest first, until it is not larger.
        keep_under: Option<KeepUnder>,
    },
    /// What brings a cache back into its budget.
    Budget { cache: CacheId },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct KeepUnder {
    pub cache: CacheId,
    pub bytes: u64,
}

/// What a cleaning would do, exactly.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CleanPlan {
    /// Hand this to `cache_clean` and `cache_plan_items`.
    pub id: String,
    /// What goes, by why it does; the items are asked for by `cache_plan_items`.
    pub groups: Vec<CleanGroup>,
    /// `diskBytes` is what the disk gets back.
    pub size: CacheSize,
    pub items: u64,
    /// What was asked for and stays; the first hundred.
    pub left: Vec<CleanLeft>,
    pub left_count: u64,
    /// Whoever may be at it right now.
    pub running: Vec<GoProcess>,
    /// What it will cost, and how it can be taken back: each in one sentence.
    pub costs: Vec<String>,
    /// Nothing would go.
    pub empty: bool,
}

/// Items of a plan that go for the same reason.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CleanGroup {
    pub title: String,
    /// What follows for the next build.
    pub note: String,
    pub safety: CacheSafety,
    pub size: CacheSize,
    pub items: u64,
}

/// A file or folder that goes.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CleanItem {
    pub place: Place,
    /// What it is to a person: a module with its version, else the end of its path.
    pub label: String,
    pub size: CacheSize,
    pub reason: String,
    pub safety: CacheSafety,
}

/// What stays, and why.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CleanLeft {
    pub place: Place,
    pub reason: String,
}
