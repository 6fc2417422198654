//! What a check of the module cache found.

use serde::Serialize;
use ts_rs::TS;

use crate::dto::app::{Place, Problem};

/// A check of the module cache that has ended.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CacheVerified {
    /// Unix ms.
    pub at: u64,
    pub damaged: u32,
    pub sentence: String,
}

/// What is wrong with a module version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum DamageId {
    ZipMissing,
    ZiphashMissing,
    DownloadMissing,
    ModMissing,
    InfoMissing,
    DirMissing,
    PartialStale,
    DirModified,
    DirMissingFile,
    ZipCorrupt,
    ZiphashWrong,
    ModWrong,
}

/// One damage.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DamageRow {
    pub module: String,
    pub version: String,
    pub place: Place,
    pub damage: DamageId,
    pub message: String,
    /// Go alone repairs it, perhaps by downloading.
    pub heals_itself: bool,
    /// What repairing does; null: nothing has to be done.
    pub repair: Option<String>,
}

/// What the last check of the module cache found.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CacheDamage {
    /// Unix ms.
    pub at: u64,
    /// Module versions that were checked.
    pub checked: u64,
    pub sentence: String,
    pub rows: Vec<DamageRow>,
    /// How many of them `cache_repair` mends.
    pub repairable: u32,
    /// What was not compared, and why.
    pub notes: Vec<Problem>,
}
