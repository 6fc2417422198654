//! Every module version in the module cache, column by column.

use serde::Serialize;
use ts_rs::TS;

use super::CacheSafety;
use crate::dto::app::Place;

/// How a project uses a module version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum UseHow {
    /// It is in the build list.
    BuildList,
    /// Only go.sum names it.
    GoSum,
    Vendor,
    /// The toolchain line.
    Toolchain,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CacheUse {
    /// An index into `CacheRows.projects`.
    pub project: u32,
    pub how: UseHow,
}

/// What getting something back costs.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CacheCost {
    pub safety: CacheSafety,
    pub sentence: String,
}

/// Every module version in the module cache, column by column: row `i` is what stands at `i` in each. By module, then by
/// version, the newest first.
#[derive(Debug, Clone, PartialEq, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CacheRows {
    /// `Caches.rowsRevision` that this is of.
    pub revision: u64,
    /// Each module path once.
    pub modules: Vec<String>,
    pub projects: Vec<Place>,
    /// Sets of uses; the first is empty: no known project needs it.
    pub uses: Vec<Vec<CacheUse>>,
    pub costs: Vec<CacheCost>,
    /// What projects need was found out; until then `used` says nothing.
    pub needs_known: bool,

    /// Indices into `modules`.
    pub module: Vec<u32>,
    /// Empty for what belongs to no single version.
    pub version: Vec<String>,
    /// Of the folder and its downloads.
    pub bytes: Vec<u64>,
    pub disk_bytes: Vec<u64>,
    pub files: Vec<u64>,
    /// Of the folder alone.
    pub extracted_bytes: Vec<u64>,
    /// Unix ms.
    pub fetched_at: Vec<Option<u64>>,
    /// Indices into `uses`.
    pub used: Vec<u32>,
    /// Indices into `costs`.
    pub cost: Vec<u32>,

    /// Rows that are toolchains of Go.
    pub toolchains: Vec<u32>,
    /// Rows of which a newer version is there.
    pub older: Vec<u32>,
    /// Rows that the standard plan takes.
    pub reclaimable: Vec<u32>,
}
