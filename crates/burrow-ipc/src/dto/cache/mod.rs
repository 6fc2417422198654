//! The Caches page: what Go's caches hold, what still needs it, cleaning, and what is damaged.
//!
//! The window adds nothing up and decides nothing: totals, what can go, what it costs and every sentence come from the
//! core. What may be long (module versions, items of a plan) is asked for by itself.

mod clean;
mod damage;
mod projects;
mod rows;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::app::{Place, Problem};

pub use clean::{
    CleanGroup, CleanItem, CleanLeft, CleanPlan, CleanWish, Cleaning, GoProcess, KeepUnder, ModuleName,
};
pub use damage::{CacheDamage, CacheVerified, DamageId, DamageRow};
pub use projects::{CacheLeftover, CacheProject, CacheProjects, LeftoverId, ProjectFolder, ProjectOffer};
pub use rows::{CacheCost, CacheRows, CacheUse, UseHow};

/// One of the two folders that Go keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum CacheId {
    /// Build results: GOCACHE.
    Gocache,
    /// Modules: GOMODCACHE.
    Gomodcache,
}

/// What a file in a cache is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum CacheKind {
    Build,
    Test,
    Fuzz,
    Modules,
    Downloads,
    Vcs,
    Sumdb,
    Toolchains,
    Other,
}

/// What it costs to take something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum CacheSafety {
    /// No build notices but by its time.
    Safe,
    /// Something may have to be downloaded again.
    NeedsNetwork,
    /// It may not be there any more.
    Private,
}

/// What something takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CacheSize {
    /// Lengths of files.
    pub bytes: u64,
    /// What the disk holds for it.
    pub disk_bytes: u64,
    pub files: u64,
}

/// Everything the Caches page shows for one context, but for the module versions (`CacheRows`).
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Caches {
    pub revision: u64,
    /// Of the module versions: when it is another, `cache_rows` answers another list.
    pub rows_revision: u64,
    /// A measuring that is on; the figures grow with it.
    pub measuring: Option<CacheMeasuring>,
    /// When the disk was last asked (Unix ms); null: never, and every figure is 0.
    pub as_of: Option<u64>,
    /// The figures are of an earlier time, and the disk was not asked since.
    pub stale: bool,
    /// Of both caches.
    pub size: CacheSize,
    /// Each volume once, that of the build cache first.
    pub disks: Vec<CacheDisk>,
    /// The build cache, then the module cache.
    pub caches: Vec<CacheFolder>,
    /// Those that hold something, in the order of the page.
    pub kinds: Vec<CacheKindRow>,
    /// Test results were told apart from other entries; else they are in `build`.
    pub tests_known: bool,
    /// By the day of the last use, the newest first.
    pub ages: Vec<CacheAge>,
    /// What lies outside of the caches and takes space too.
    pub leftovers: Vec<CacheLeftover>,
    /// What the standard plan (`CleanWish` `standard`) takes; null while it is not known.
    pub reclaimable: Option<CacheReclaimable>,
    /// What was cleaned and can come back, the newest first.
    pub cleanings: Vec<Cleaning>,
    /// One for each cache.
    pub budgets: Vec<CacheBudget>,
    /// For how many days what was cleaned can come back.
    pub grace_days: u32,
    /// Programs of Go that are running now.
    pub running: Vec<GoProcess>,
    pub projects: CacheProjects,
    /// The last check of the module cache; more of it is in `cache_damage`.
    pub verified: Option<CacheVerified>,
    pub notices: Vec<Problem>,
}

/// How far a measuring is.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CacheMeasuring {
    /// Hand this to `job_cancel`; null: it is done in a moment, and cannot be cancelled.
    pub job: Option<u64>,
    /// Names that were seen so far.
    pub files: u64,
    /// Their bytes, as far as they were asked; grows behind `files`.
    pub bytes: u64,
    /// How far it is in one sentence.
    pub sentence: String,
}

/// A volume with one cache or both.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CacheDisk {
    pub caches: Vec<CacheId>,
    pub total: u64,
    pub free: u64,
    /// `ext4`, `apfs`, `nfs`; null where the system does not tell.
    pub file_system: Option<String>,
    /// It is over the network, in memory, read-only, nearly full.
    pub notes: Vec<Problem>,
}

/// One cache.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CacheFolder {
    pub cache: CacheId,
    pub label: String,
    /// Null: it is off, or cannot be told.
    pub place: Option<Place>,
    /// Where it really is, when `place` is a link.
    pub points_to: Option<Place>,
    pub size: CacheSize,
    /// Why there is nothing to measure, or not all of it was.
    pub problem: Option<Problem>,
    /// Why nothing is cleaned there; null when it can be.
    pub refusal: Option<Problem>,
}

/// One kind of content.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CacheKindRow {
    pub cache: CacheId,
    pub kind: CacheKind,
    pub label: String,
    /// What it is, and what follows when it goes, in one sentence.
    pub note: String,
    pub place: Option<Place>,
    pub size: CacheSize,
    /// Times of the last use (Unix ms).
    pub oldest: Option<u64>,
    pub newest: Option<u64>,
    pub safety: CacheSafety,
    /// Bytes of it that the standard plan takes.
    pub reclaimable: u64,
    /// It may be named in `CleanWish` `kinds`.
    pub cleanable: bool,
}

/// What was last used at least so long ago.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CacheAge {
    pub cache: CacheId,
    /// At least so many days ago; the next one tells before when.
    pub from_days: u32,
    /// "today", "2 to 5 days ago".
    pub label: String,
    pub size: CacheSize,
}

/// What can go safely.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CacheReclaimable {
    pub size: CacheSize,
    /// What it is, to be read behind the figure: "can go safely: build results (made again when needed) …".
    pub sentence: String,
}

/// What a person allows a cache to take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Budget {
    pub bytes: u64,
    /// Cleaned without asking when it is exceeded: only what is safe, and nothing younger than Go itself keeps.
    pub automatic: bool,
}

/// The budget of a cache, and whether it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CacheBudget {
    pub cache: CacheId,
    pub label: String,
    /// Null: none is set.
    pub budget: Option<Budget>,
    /// Bytes above it; 0 when it is kept.
    pub over: u64,
    /// What is wrong, when it is exceeded. `CleanWish` `budget` is the plan that mends it.
    pub notice: Option<String>,
}
