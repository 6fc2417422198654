//! The Caches page: what Go's caches hold, what still needs it, cleaning, and what is damaged.
//!
//! The window adds nothing up and decides nothing: totals, what can go, what it costs and every sentence come from the
//! core. What may be long (module versions, items of a plan) is asked for by itself.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::app::{Place, Problem};

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

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum LeftoverId {
    /// Compiled packages of an old Go in GOPATH/pkg.
    Pkg,
    /// A temporary `go-build…` folder that a killed go left.
    GoBuild,
    /// The vendor folder of a known project.
    Vendor,
}

/// A folder outside of the caches that takes space.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CacheLeftover {
    pub id: LeftoverId,
    pub label: String,
    /// What it is, and whether it is still of use.
    pub note: String,
    pub place: Place,
    pub size: CacheSize,
    /// The youngest file in it (Unix ms).
    pub newest: Option<u64>,
}

/// What can go safely.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CacheReclaimable {
    pub size: CacheSize,
    /// What it is, to be read behind the figure: "can go safely: build results (made again when needed) …".
    pub sentence: String,
}

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

/// Which projects are known to need modules.
#[derive(Debug, Clone, PartialEq, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CacheProjects {
    /// What they need is being found out.
    pub looking: bool,
    /// Folders that the person named.
    pub folders: Vec<ProjectFolder>,
    /// Folders that hold projects and were not named.
    pub offers: Vec<ProjectOffer>,
    pub projects: Vec<CacheProject>,
    /// How many there are, in one sentence.
    pub sentence: String,
}

/// A folder in which projects are looked for.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProjectFolder {
    pub place: Place,
    /// How many were found in it.
    pub projects: u32,
    pub problem: Option<Problem>,
}

/// A folder that may be worth naming.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProjectOffer {
    pub place: Place,
    /// Why it is offered: "opened in VS Code".
    pub reason: String,
}

/// A project that is known.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CacheProject {
    /// Its go.mod or go.work.
    pub place: Place,
    pub module: Option<String>,
    /// Module versions that it needs.
    pub needs: u32,
    /// Why that cannot be told. Nothing counts as unused then.
    pub problem: Option<Problem>,
}

/// A check of the module cache that has ended.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CacheVerified {
    /// Unix ms.
    pub at: u64,
    pub damaged: u32,
    pub sentence: String,
}

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
