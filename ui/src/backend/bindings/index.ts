// Generated from crates/burrow-ipc by `npm run bindings`. Do not edit: a test compares this file with the types.

/**
 * What the window needs before it can paint.
 */
export type AppState = { version: string, platform: Platform, settings: Settings, 
/**
 * `settings.language`, or the system's.
 */
language: Language, 
/**
 * The home directory, to shorten paths with `~`.
 */
home: string | null, };

export type Applied = { revision: number, entry: HistoryEntry, };

export type Asker = { id: AskerId, 
/**
 * Of a login shell: `zsh`, `bash` …
 */
shell: string | null, state: AskerState, problem: Problem | null, };

/**
 * Whose environment is asked: Burrow's own process, a new terminal's login shell, or the desktop session's.
 */
export type AskerId = "login-shell" | "desktop" | "process";

export type AskerState = "ready" | "asking" | "failed";

export type Author = "burrow" | "command" | "outside";

export type BadgeTone = "good" | "warn" | "bad" | "plain";

/**
 * What people believe of a variable, and what is true (go-semantics §8).
 */
export type Belief = { claim: string, verdict: Verdict, truth: string, };

/**
 * The recommendation.
 */
export type BenchAdvice = { 
/**
 * Null: none can be recommended.
 */
url: string | null, 
/**
 * What is in use is to stay.
 */
keep: boolean, 
/**
 * The reason, a sentence each; the first says what to do.
 */
text: Array<string>, 
/**
 * What a profile of it would set; secrets masked. Null where there is none to be made.
 */
goproxy: string | null, gosumdb: string | null, 
/**
 * A name for such a profile.
 */
name: string | null, };

/**
 * How new the versions are that it lists.
 */
export type BenchFresh = { 
/**
 * Modules whose newest version it told, and somebody else did too.
 */
compared: number, 
/**
 * "golang.org/x/mod: v0.1.0, elsewhere v0.2.0".
 */
behind: Array<string>, };

/**
 * What share of the sample it has.
 */
export type BenchHits = { found: number, asked: number, 
/**
 * `module@version`.
 */
absent: Array<string>, failed: Array<string>, 
/**
 * With other content than go.sum knows.
 */
wrong: Array<string>, };

export type BenchOffer = "yes" | "no" | "failed" | "not-asked";

/**
 * One candidate.
 */
export type BenchRow = { 
/**
 * As it is written; secrets masked.
 */
url: string, 
/**
 * Who named it: "GOPROXY, entry 1, profile Office".
 */
source: string, 
/**
 * It stands in GOPROXY now.
 */
inUse: boolean, 
/**
 * It is the recommended one.
 */
recommended: boolean, state: BenchState, 
/**
 * A word of a fixed list, as `ProxyHealth.verdict`; null while waiting.
 */
verdict: string | null, 
/**
 * The verdict in a few words; empty while waiting.
 */
summary: string, 
/**
 * What is worth knowing besides, a sentence each.
 */
details: Array<string>, 
/**
 * From the name to the first answer, on a new connection.
 */
firstMs: number | null, hits: BenchHits | null, 
/**
 * Of questions on a connection that stands.
 */
medianMs: number | null, p90Ms: number | null, 
/**
 * Bytes a second, and the same for a person: "3.2 MB/s".
 */
rate: number | null, rateText: string | null, fresh: BenchFresh | null, sumdb: BenchOffer, toolchains: BenchOffer, };

export type BenchState = "waiting" | "answers" | "fails";

/**
 * A comparison as it is now: read again whenever its job is told of.
 */
export type BenchView = { running: boolean, 
/**
 * What everybody is asked for, and what nobody is: a sentence each.
 */
sample: Array<string>, rows: Array<BenchRow>, 
/**
 * Null: not over yet, or cancelled.
 */
advice: BenchAdvice | null, };

/**
 * What a person wants compared.
 */
export type BenchWish = { 
/**
 * Besides GOPROXY in effect, the well-known mirrors and kept profiles.
 */
urls: Array<string>, 
/**
 * Just those URLs.
 */
only: boolean, };

/**
 * What a person allows a cache to take.
 */
export type Budget = { bytes: number, 
/**
 * Cleaned without asking when it is exceeded: only what is safe, and nothing younger than Go itself keeps.
 */
automatic: boolean, };

/**
 * A build: the one that runs, or the last one of this window.
 */
export type BuildView = { job: number, running: boolean, tone: BadgeTone, sentence: string, 
/**
 * What Go wrote, line by line; the last thousand. Secrets masked.
 */
lines: Array<string>, leftOut: number, problem: Problem | null, 
/**
 * Unix ms.
 */
startedAt: number, endedAt: number | null, };

/**
 * What was last used at least so long ago.
 */
export type CacheAge = { cache: CacheId, 
/**
 * At least so many days ago; the next one tells before when.
 */
fromDays: number, 
/**
 * "today", "2 to 5 days ago".
 */
label: string, size: CacheSize, };

/**
 * The budget of a cache, and whether it is kept.
 */
export type CacheBudget = { cache: CacheId, label: string, 
/**
 * Null: none is set.
 */
budget: Budget | null, 
/**
 * Bytes above it; 0 when it is kept.
 */
over: number, 
/**
 * What is wrong, when it is exceeded. `CleanWish` `budget` is the plan that mends it.
 */
notice: string | null, };

/**
 * What getting something back costs.
 */
export type CacheCost = { safety: CacheSafety, sentence: string, };

/**
 * What the last check of the module cache found.
 */
export type CacheDamage = { 
/**
 * Unix ms.
 */
at: number, 
/**
 * Module versions that were checked.
 */
checked: number, sentence: string, rows: Array<DamageRow>, 
/**
 * How many of them `cache_repair` mends.
 */
repairable: number, 
/**
 * What was not compared, and why.
 */
notes: Array<Problem>, };

/**
 * A volume with one cache or both.
 */
export type CacheDisk = { caches: Array<CacheId>, total: number, free: number, 
/**
 * `ext4`, `apfs`, `nfs`; null where the system does not tell.
 */
fileSystem: string | null, 
/**
 * It is over the network, in memory, read-only, nearly full.
 */
notes: Array<Problem>, };

/**
 * One cache.
 */
export type CacheFolder = { cache: CacheId, label: string, 
/**
 * Null: it is off, or cannot be told.
 */
place: Place | null, 
/**
 * Where it really is, when `place` is a link.
 */
pointsTo: Place | null, size: CacheSize, 
/**
 * Why there is nothing to measure, or not all of it was.
 */
problem: Problem | null, 
/**
 * Why nothing is cleaned there; null when it can be.
 */
refusal: Problem | null, };

/**
 * One of the two folders that Go keeps.
 */
export type CacheId = "gocache" | "gomodcache";

/**
 * What a file in a cache is.
 */
export type CacheKind = "build" | "test" | "fuzz" | "modules" | "downloads" | "vcs" | "sumdb" | "toolchains" | "other";

/**
 * One kind of content.
 */
export type CacheKindRow = { cache: CacheId, kind: CacheKind, label: string, 
/**
 * What it is, and what follows when it goes, in one sentence.
 */
note: string, place: Place | null, size: CacheSize, 
/**
 * Times of the last use (Unix ms).
 */
oldest: number | null, newest: number | null, safety: CacheSafety, 
/**
 * Bytes of it that the standard plan takes.
 */
reclaimable: number, 
/**
 * It may be named in `CleanWish` `kinds`.
 */
cleanable: boolean, };

/**
 * A folder outside of the caches that takes space.
 */
export type CacheLeftover = { id: LeftoverId, label: string, 
/**
 * What it is, and whether it is still of use.
 */
note: string, place: Place, size: CacheSize, 
/**
 * The youngest file in it (Unix ms).
 */
newest: number | null, };

/**
 * How far a measuring is.
 */
export type CacheMeasuring = { 
/**
 * Hand this to `job_cancel`; null: it is done in a moment, and cannot be cancelled.
 */
job: number | null, 
/**
 * Names that were seen so far.
 */
files: number, 
/**
 * Their bytes, as far as they were asked; grows behind `files`.
 */
bytes: number, 
/**
 * How far it is in one sentence.
 */
sentence: string, };

/**
 * A project that is known.
 */
export type CacheProject = { 
/**
 * Its go.mod or go.work.
 */
place: Place, module: string | null, 
/**
 * Module versions that it needs.
 */
needs: number, 
/**
 * Why that cannot be told. Nothing counts as unused then.
 */
problem: Problem | null, };

/**
 * Which projects are known to need modules.
 */
export type CacheProjects = { 
/**
 * What they need is being found out.
 */
looking: boolean, 
/**
 * Folders that the person named.
 */
folders: Array<ProjectFolder>, 
/**
 * Folders that hold projects and were not named.
 */
offers: Array<ProjectOffer>, projects: Array<CacheProject>, 
/**
 * How many there are, in one sentence.
 */
sentence: string, };

/**
 * What can go safely.
 */
export type CacheReclaimable = { size: CacheSize, 
/**
 * What it is, to be read behind the figure: "can go safely: build results (made again when needed) …".
 */
sentence: string, };

/**
 * Every module version in the module cache, column by column: row `i` is what stands at `i` in each. By module, then by
 * version, the newest first.
 */
export type CacheRows = { 
/**
 * `Caches.rowsRevision` that this is of.
 */
revision: number, 
/**
 * Each module path once.
 */
modules: Array<string>, projects: Array<Place>, 
/**
 * Sets of uses; the first is empty: no known project needs it.
 */
uses: Array<Array<CacheUse>>, costs: Array<CacheCost>, 
/**
 * What projects need was found out; until then `used` says nothing.
 */
needsKnown: boolean, 
/**
 * Indices into `modules`.
 */
module: Array<number>, 
/**
 * Empty for what belongs to no single version.
 */
version: Array<string>, 
/**
 * Of the folder and its downloads.
 */
bytes: Array<number>, diskBytes: Array<number>, files: Array<number>, 
/**
 * Of the folder alone.
 */
extractedBytes: Array<number>, 
/**
 * Unix ms.
 */
fetchedAt: Array<number | null>, 
/**
 * Indices into `uses`.
 */
used: Array<number>, 
/**
 * Indices into `costs`.
 */
cost: Array<number>, 
/**
 * Rows that are toolchains of Go.
 */
toolchains: Array<number>, 
/**
 * Rows of which a newer version is there.
 */
older: Array<number>, 
/**
 * Rows that the standard plan takes.
 */
reclaimable: Array<number>, };

/**
 * What it costs to take something.
 */
export type CacheSafety = "safe" | "needs-network" | "private";

/**
 * What something takes.
 */
export type CacheSize = { 
/**
 * Lengths of files.
 */
bytes: number, 
/**
 * What the disk holds for it.
 */
diskBytes: number, files: number, };

export type CacheUse = { 
/**
 * An index into `CacheRows.projects`.
 */
project: number, how: UseHow, };

/**
 * A check of the module cache that has ended.
 */
export type CacheVerified = { 
/**
 * Unix ms.
 */
at: number, damaged: number, sentence: string, };

/**
 * Everything the Caches page shows for one context, but for the module versions (`CacheRows`).
 */
export type Caches = { revision: number, 
/**
 * Of the module versions: when it is another, `cache_rows` answers another list.
 */
rowsRevision: number, 
/**
 * A measuring that is on; the figures grow with it.
 */
measuring: CacheMeasuring | null, 
/**
 * When the disk was last asked (Unix ms); null: never, and every figure is 0.
 */
asOf: number | null, 
/**
 * The figures are of an earlier time, and the disk was not asked since.
 */
stale: boolean, 
/**
 * Of both caches.
 */
size: CacheSize, 
/**
 * Each volume once, that of the build cache first.
 */
disks: Array<CacheDisk>, 
/**
 * The build cache, then the module cache.
 */
caches: Array<CacheFolder>, 
/**
 * Those that hold something, in the order of the page.
 */
kinds: Array<CacheKindRow>, 
/**
 * Test results were told apart from other entries; else they are in `build`.
 */
testsKnown: boolean, 
/**
 * By the day of the last use, the newest first.
 */
ages: Array<CacheAge>, 
/**
 * What lies outside of the caches and takes space too.
 */
leftovers: Array<CacheLeftover>, 
/**
 * What the standard plan (`CleanWish` `standard`) takes; null while it is not known.
 */
reclaimable: CacheReclaimable | null, 
/**
 * What was cleaned and can come back, the newest first.
 */
cleanings: Array<Cleaning>, 
/**
 * One for each cache.
 */
budgets: Array<CacheBudget>, 
/**
 * For how many days what was cleaned can come back.
 */
graceDays: number, 
/**
 * Programs of Go that are running now.
 */
running: Array<GoProcess>, projects: CacheProjects, 
/**
 * The last check of the module cache; more of it is in `cache_damage`.
 */
verified: CacheVerified | null, notices: Array<Problem>, };

/**
 * One card of "which Go runs here, and why", in words.
 */
export type ChainLink = { id: ChainLinkId, title: string, 
/**
 * What a person could type or find in a file.
 */
value: string, note: string | null, 
/**
 * Of a setting: the layer that gives it.
 */
layer: LayerId | null, place: Place | null, tone: Tone, 
/**
 * The word on the arrow to the next link; null at the end.
 */
then: string | null, };

/**
 * What a link of the chain is about.
 */
export type ChainLinkId = "path" | "setting" | "mod-file" | "runs";

/**
 * The event `changed`: these topics differ since the revision before.
 */
export type Changed = { revision: number, topics: Array<Topic>, };

export type Check = { severity: CheckSeverity, name: string | null, problem: Problem, place: Place | null, };

export type CheckSeverity = "refused" | "warning" | "note";

export type CheckSpeed = "fast" | "slow" | "online";

export type CheckState = "waiting" | "running" | "well" | "found" | "skipped";

/**
 * One request of a check.
 */
export type CheckedRequest = { 
/**
 * What was asked; without secrets.
 */
url: string, 
/**
 * `accepted`, `not-needed`, `refused`, `missing`, `not-found`, or a verdict of a probe.
 */
verdict: string, 
/**
 * Go gets what it asks for.
 */
well: boolean, sentence: string, 
/**
 * git's own words, where it failed.
 */
said: string | null, ms: number, };

/**
 * The checksum database.
 */
export type ChecksumDatabase = { state: DatabaseState, 
/**
 * `sum.golang.org`; empty when there is none.
 */
name: string, 
/**
 * One line: where it is asked, or why it is not.
 */
text: string, 
/**
 * The last test went through this entry of GOPROXY.
 */
throughHop: number | null, testing: boolean, health: ProxyHealth | null, history: ProxyHistory, };

/**
 * Items of a plan that go for the same reason.
 */
export type CleanGroup = { title: string, 
/**
 * What follows for the next build.
 */
note: string, safety: CacheSafety, size: CacheSize, items: number, };

/**
 * A file or folder that goes.
 */
export type CleanItem = { place: Place, 
/**
 * What it is to a person: a module with its version, else the end of its path.
 */
label: string, size: CacheSize, reason: string, safety: CacheSafety, };

/**
 * What stays, and why.
 */
export type CleanLeft = { place: Place, reason: string, };

/**
 * What a cleaning would do, exactly.
 */
export type CleanPlan = { 
/**
 * Hand this to `cache_clean` and `cache_plan_items`.
 */
id: string, 
/**
 * What goes, by why it does; the items are asked for by `cache_plan_items`.
 */
groups: Array<CleanGroup>, 
/**
 * `diskBytes` is what the disk gets back.
 */
size: CacheSize, items: number, 
/**
 * What was asked for and stays; the first hundred.
 */
left: Array<CleanLeft>, leftCount: number, 
/**
 * Whoever may be at it right now.
 */
running: Array<GoProcess>, 
/**
 * What it will cost, and how it can be taken back: each in one sentence.
 */
costs: Array<string>, 
/**
 * Nothing would go.
 */
empty: boolean, };

/**
 * What a person wants to have cleaned.
 */
export type CleanWish = { "kind": "standard" } | { "kind": "kinds", kinds: Array<CacheKind>, safe: boolean, } | { "kind": "selection", modules: Array<ModuleName>, kinds: Array<CacheKind>, } | { "kind": "rule", 
/**
 * Module versions that no known project needs; no build results.
 */
unused: boolean, 
/**
 * What was not used for so many days (build results), or fetched before (modules).
 */
notUsedForDays: number | null, 
/**
 * Module versions of which a newer one is there; no build results.
 */
olderVersions: boolean, 
/**
 * Only of this cache, the oldest first, until it is not larger.
 */
keepUnder: KeepUnder | null, } | { "kind": "budget", cache: CacheId, };

/**
 * A cleaning that can come back.
 */
export type Cleaning = { 
/**
 * Hand this to `cache_undo` and `cache_purge`.
 */
id: string, 
/**
 * What it took from.
 */
caches: Array<CacheId>, 
/**
 * Unix ms.
 */
at: number, 
/**
 * When it goes for good.
 */
expires: number | null, size: CacheSize, items: number, 
/**
 * "61 items from the module cache".
 */
sentence: string, 
/**
 * Where the first of them were.
 */
places: Array<Place>, };

export type ComparedVariable = { name: string, here: string | null, there: string | null, difference: Difference, 
/**
 * Whether their value can be taken over with an edit.
 */
adoptable: boolean, };

/**
 * Against a pasted `go env -json`.
 */
export type Comparison = { thereVersion: string | null, variables: Array<ComparedVariable>, };

/**
 * What every answer on the page is about.
 */
export type Context = { asker: AskerId, 
/**
 * Null: no Go was found.
 */
toolchain: Toolchain | null, directory: Place, };

/**
 * A choice in the context bar. Null leaves that part to Burrow (what a terminal gets, the home).
 */
export type ContextChoice = { asker: AskerId | null, goroot: string | null, directory: string | null, };

/**
 * A variable as a line for some shell.
 */
export type CopyForm = { form: CopyFormId, text: string, };

export type CopyFormId = "value" | "go-env-w" | "posix" | "fish" | "powershell" | "cmd" | "setx";

/**
 * Something that stands somewhere.
 */
export type CredentialLine = { 
/**
 * Null: in the environment.
 */
place: Place | null, sentence: string, 
/**
 * It counts for the host.
 */
counts: boolean, };

/**
 * Something to write somewhere.
 */
export type CredentialStep = { id: string, title: string, 
/**
 * The exact text; NAME and TOKEN stand for what only the person has.
 */
text: string, 
/**
 * The file it belongs into; null: a command for a terminal.
 */
file: Place | null, };

/**
 * A way of GOAUTH.
 */
export type CredentialWay = { 
/**
 * As it stands there; secrets are `***`.
 */
text: string, sentence: string, };

/**
 * What a host makes of what is there for it.
 */
export type CredentialsChecked = { host: string, 
/**
 * Go's own request; null: there it asks git alone.
 */
http: CheckedRequest | null, 
/**
 * What git says; null: no module there is known, or Go would not ask git.
 */
git: CheckedRequest | null, 
/**
 * What else is to be said: ways of GOAUTH that gave nothing.
 */
notes: Array<string>, };

/**
 * Everything that is there for a host.
 */
export type CredentialsView = { host: string, 
/**
 * What Go sends with its own requests there.
 */
go: string, 
/**
 * Go sends something, or asks GOAUTH for it.
 */
goSends: boolean, 
/**
 * How git gets at repositories there.
 */
git: string, 
/**
 * Numbers of the entries of GOPROXY that are there, from 1.
 */
proxies: Array<number>, 
/**
 * The netrc file; null: there is no home.
 */
netrc: Place | null, netrcExists: boolean, 
/**
 * Others on this machine may read it.
 */
netrcOpen: boolean, lines: Array<CredentialLine>, 
/**
 * Settings of git about the host.
 */
settings: Array<CredentialLine>, 
/**
 * GOAUTH, way by way; what a command would run.
 */
ways: Array<CredentialWay>, 
/**
 * What Go says of a bad GOAUTH.
 */
refused: string | null, 
/**
 * What to write where if nothing is there.
 */
steps: Array<CredentialStep>, };

/**
 * The `current` link that Burrow keeps.
 */
export type CurrentLink = { link: Place, 
/**
 * Null: it leads nowhere.
 */
goroot: Place | null, };

/**
 * What is wrong with a module version.
 */
export type DamageId = "zip-missing" | "ziphash-missing" | "download-missing" | "mod-missing" | "info-missing" | "dir-missing" | "partial-stale" | "dir-modified" | "dir-missing-file" | "zip-corrupt" | "ziphash-wrong" | "mod-wrong";

/**
 * One damage.
 */
export type DamageRow = { module: string, version: string, place: Place, damage: DamageId, message: string, 
/**
 * Go alone repairs it, perhaps by downloading.
 */
healsItself: boolean, 
/**
 * What repairing does; null: nothing has to be done.
 */
repair: string | null, };

export type DatabaseState = "asked" | "off" | "unusable";

/**
 * Where a version can be put.
 */
export type Destination = { 
/**
 * Hand this to `sdk_install`.
 */
id: string, label: string, 
/**
 * The GOROOT it would become.
 */
place: Place, free: number | null, recommended: boolean, 
/**
 * Why here, in one sentence.
 */
note: string, };

export type DiffLine = { sign: DiffSign, text: string, oldLine: number | null, newLine: number | null, };

export type DiffSign = "same" | "removed" | "added";

export type Difference = "same" | "expected" | "differs" | "only-here" | "only-there";

/**
 * Everything the page shows for one context.
 */
export type Doctor = { revision: number, 
/**
 * The fast checks are running, for the first time: there may be more in a moment.
 */
looking: boolean, 
/**
 * The page's first line: "Two things need a look".
 */
sentence: string, 
/**
 * By severity, then in the order of the checks.
 */
findings: Array<Finding>, errors: number, warnings: number, notes: number, 
/**
 * Every check there is.
 */
checks: Array<DoctorCheck>, 
/**
 * The job of the slow checks, while it runs.
 */
slow: number | null, 
/**
 * When the fast checks last ran (Unix ms).
 */
checkedAt: number | null, 
/**
 * The same of the slow ones; null: never, in this window.
 */
slowAt: number | null, 
/**
 * Findings on the pages, for the badges in the navigation. Each counts once.
 */
pages: FindingPages, };

/**
 * One check.
 */
export type DoctorCheck = { 
/**
 * `goproxy-dead-hop`
 */
id: string, 
/**
 * What it looks at, in a few words.
 */
title: string, speed: CheckSpeed, state: CheckState, reason: string | null, };

/**
 * A change that is not written yet.
 */
export type Draft = { "kind": "edits", edits: Array<Edit>, } | { "kind": "text", text: string, } | { "kind": "undo", entry: number, };

/**
 * One wish. `value: null` removes the line.
 */
export type Edit = { name: string, value: string | null, };

/**
 * The value another asker sees, where it differs.
 */
export type Elsewhere = { asker: AskerId, value: string, };

/**
 * Everything the Environment page shows for one context.
 */
export type Environment = { revision: number, context: Context, askers: Array<Asker>, 
/**
 * Toolchains at hand, the context's first.
 */
toolchains: Array<Toolchain>, goenv: GoenvFile, variables: Array<Variable>, lockouts: Array<Lockout>, 
/**
 * Sections that failed, watches that ran out, a damaged state.db: the rest stands.
 */
notices: Array<Problem>, 
/**
 * When something last changed on disk (Unix ms).
 */
changedAt: number | null, };

/**
 * What proves a finding. Secrets masked.
 */
export type Evidence = { place: Place | null, text: string, };

/**
 * What a file becomes.
 */
export type FileChange = { place: Place, 
/**
 * The file is not there yet.
 */
new: boolean, 
/**
 * The file goes.
 */
gone: boolean, diff: Array<DiffLine>, };

/**
 * One thing that is wrong.
 */
export type Finding = { 
/**
 * Names it for as long as it stands.
 */
key: string, 
/**
 * The id of its check: `env-shadowed`.
 */
id: string, severity: FindingSeverity, 
/**
 * What it is about: a variable, a file, a host.
 */
subject: string, 
/**
 * Without a full stop.
 */
title: string, 
/**
 * The plain reason, and what follows from it.
 */
explanation: string, evidence: Array<Evidence>, 
/**
 * The best first; the first two are worth a button.
 */
remedies: Array<Remedy>, 
/**
 * Where the window shows more of it.
 */
shows: Shows | null, };

/**
 * How many errors and warnings are about each page.
 */
export type FindingPages = { environment: number, toolchains: number, caches: number, proxies: number, };

export type FindingSeverity = "error" | "warning" | "note";

/**
 * What the document brings along, so that the first paint needs to ask nothing.
 */
export type First = { app: AppState, environment: Environment, };

/**
 * What becomes of one file.
 */
export type FixChange = { place: Place, 
/**
 * What changes, in one sentence ("readable by you alone").
 */
text: string, diff: Array<DiffLine>, };

/**
 * What a fix would do that only the doctor does.
 */
export type FixPlan = { 
/**
 * Hand this to `doctor_apply`.
 */
id: string, title: string, changes: Array<FixChange>, checks: Array<Check>, applicable: boolean, 
/**
 * How it is taken back, in one sentence.
 */
undo: string | null, };

/**
 * A line of its `go.env` that is not upstream's. Null: not set there.
 */
export type GoEnvPatch = { name: string, upstream: string | null, here: string | null, };

/**
 * A program of Go that is running.
 */
export type GoProcess = { pid: number, 
/**
 * `go`, `gopls`, `dlv`.
 */
name: string, 
/**
 * What it does, as it was typed, as far as that can be told: `go build ./...`.
 */
command: string | null, directory: Place | null, 
/**
 * Unix ms.
 */
since: number | null, };

export type GoenvFile = { place: Place | null, state: GoenvState, problem: Problem | null, ignored: Array<IgnoredLine>, };

export type GoenvState = "present" | "missing" | "off" | "nowhere" | "broken";

/**
 * How the list is grouped, in this order.
 */
export type GroupId = "modules" | "places" | "toolchain" | "building" | "target" | "cgo" | "telemetry" | "unknown";

export type HistoryChange = { name: string, before: string | null, after: string | null, };

/**
 * One change of the GOENV file.
 */
export type HistoryEntry = { id: number, 
/**
 * Unix ms.
 */
at: number, author: Author, file: Place, 
/**
 * Empty when only comments or the order of lines changed.
 */
changes: Array<HistoryChange>, 
/**
 * This entry took back that one.
 */
undoes: number | null, 
/**
 * That entry took back this one.
 */
undoneBy: number | null, 
/**
 * It is the newest change of this file.
 */
newest: boolean, };

/**
 * An HTTP proxy between here and the servers.
 */
export type HttpProxyHealth = { url: string, health: ProxyHealth, };

/**
 * A line of the GOENV file that Go ignores.
 */
export type IgnoredLine = { line: number, text: string, why: string, };

export type InstallWish = { version: string, source: string, destination: string, };

/**
 * A job as it is now. The event `job` carries it: the first and the last always, between them ten a second at most.
 */
export type Job = { id: number, kind: JobKind, 
/**
 * Nobody asked for it: it is shown once somebody would notice it.
 */
unasked: boolean, state: JobState, 
/**
 * What it is about: "Installing go1.27.3".
 */
title: string, 
/**
 * What it does right now, or how it ended, in one sentence.
 */
doing: string, 
/**
 * Whether `done` and `total` are bytes; else things (files, entries).
 */
inBytes: boolean, 
/**
 * How many so far, and of how many where that is known.
 */
done: number, total: number | null, 
/**
 * Bytes a second, over the last seconds.
 */
rate: number | null, cancellable: boolean, 
/**
 * Why it failed.
 */
problem: Problem | null, 
/**
 * What came of it: the SDK that is there now.
 */
result: Place | null, 
/**
 * A cleaning that this made: hand it to `cache_undo`.
 */
cleaning: string | null, 
/**
 * What went otherwise than planned, each with its file; of many the first.
 */
details: Array<Problem>, 
/**
 * Unix ms.
 */
startedAt: number, endedAt: number | null, };

export type JobKind = "install" | "remove" | "rebuild" | "measure" | "clean" | "take-back" | "purge" | "verify" | "repair" | "bench" | "warm" | "build" | "examine";

export type JobState = "running" | "done" | "failed" | "cancelled";

export type KeepUnder = { cache: CacheId, bytes: number, };

/**
 * A variable that a switch leaves as it is.
 */
export type KeptSetting = { name: string, 
/**
 * In effect; secrets as `***`.
 */
value: string, };

export type KindId = "setting" | "readonly" | "cgo" | "arch";

export type Language = "en" | "zh-CN";

/**
 * One rung of the ladder.
 */
export type Layer = { layer: LayerId, set: boolean, 
/**
 * Secrets masked. Null when not set.
 */
value: string | null, place: Place | null, 
/**
 * Further places that set the same name for this layer and lose to `place`.
 */
also: Array<Place>, effective: boolean, 
/**
 * One sentence where something is odd: "empty counts as unset", "where it is set could not be told" …
 */
note: string | null, };

export type LayerId = "process" | "user" | "goroot" | "default";

export type LeftoverId = "pkg" | "go-build" | "vendor";

export type LinkChange = { link: Place, before: Place | null, after: Place | null, };

/**
 * A value that locks a person out of `go`, and the draft that mends it.
 */
export type Lockout = { name: string, problem: Problem, place: Place | null, 
/**
 * Null when the value is not in the GOENV file and cannot be mended by changing that.
 */
mend: Draft | null, };

/**
 * A module version that is not in the module cache.
 */
export type MissingModule = { module: string, version: string, 
/**
 * It would be asked of a proxy; else of its own server.
 */
viaProxy: boolean, };

/**
 * A module version, by name.
 */
export type ModuleName = { module: string, 
/**
 * Null: all of them.
 */
version: string | null, };

/**
 * What `go mod download MODULE@VERSION` would ask with an empty module cache.
 */
export type ModuleRoute = { module: string, version: string, noproxy: boolean, nosumdb: boolean, 
/**
 * Whether it counts as private, in a sentence.
 */
privacy: string, 
/**
 * What the checksum database is told; null: nothing.
 */
told: string | null, 
/**
 * What Go says before it asks anybody, in its words.
 */
error: string | null, 
/**
 * The first is where it begins.
 */
steps: Array<RouteStep>, 
/**
 * Where a private path would leak, a sentence each.
 */
warnings: Array<string>, 
/**
 * Only where it was gone for real.
 */
live: RouteLive | null, };

export type Offer = { 
/**
 * `go1.27.3`.
 */
version: string, stable: boolean, 
/**
 * The newest of its minor version.
 */
newest: boolean, 
/**
 * Of the archive, where the source tells.
 */
bytes: number | null, 
/**
 * Where it is already.
 */
installed: Place | null, };

/**
 * Where versions are offered.
 */
export type OfferSource = { 
/**
 * Hand this to `sdk_offers` and `sdk_install`.
 */
id: string, label: string, 
/**
 * Secrets masked.
 */
url: string, moduleProxy: boolean, };

export type Offers = { source: OfferSource, 
/**
 * The newest first.
 */
versions: Array<Offer>, };

/**
 * Which dialog shows it, and with what. Nothing is done before the person has seen it there.
 */
export type Opens = { "kind": "settings", draft: Draft, } | { "kind": "profile", profile: string, } | { "kind": "install", version: string | null, } | { "kind": "toolchain", wish: SwitchWish, } | { "kind": "clean", wish: CleanWish, } | { "kind": "damage" } | { "kind": "rebuild", files: Array<string>, } | { "kind": "credentials", host: string, } | { "kind": "private" } | { "kind": "warm", project: string, } | { "kind": "team", project: string, } | { "kind": "deed", finding: string, fix: string, } | { "kind": "command", folder: Place, command: string, } | { "kind": "edit", place: Place, };

export type OriginId = "process" | "user" | "goroot" | "default" | "derived";

/**
 * What one asker will see of a variable afterwards.
 */
export type Outcome = { name: string, asker: AskerId, before: string, after: string, origin: OriginId, 
/**
 * The new setting has no effect for this asker; the place that wins, where it can be told.
 */
shadowed: boolean, winner: Place | null, };

/**
 * A value that nobody has written yet, for `private_check`.
 */
export type PatternDraft = { 
/**
 * GOPRIVATE, GONOPROXY, GONOSUMDB or GOINSECURE.
 */
name: string, value: string, };

/**
 * An entry of a list.
 */
export type PatternEntry = { 
/**
 * As it is written, blanks and all.
 */
text: string, verdict: PatternVerdict, 
/**
 * What it does, or why not: one sentence or two.
 */
sentence: string, 
/**
 * What to write instead; empty: leave it out; null: as it is, or nobody can tell.
 */
instead: Array<string> | null, 
/**
 * How many modules of the projects it matches.
 */
matches: number, };

/**
 * One of the lists.
 */
export type PatternList = { name: string, 
/**
 * What counts; secrets are `***`.
 */
value: string, 
/**
 * GOPRIVATE stands for it.
 */
inherited: boolean, entries: Array<PatternEntry>, 
/**
 * The value as it was meant; null where nothing is to be mended.
 */
mended: string | null, };

/**
 * Another value for a list.
 */
export type PatternSuggestion = { name: string, value: string, };

/**
 * How well an entry does.
 */
export type PatternVerdict = "fine" | "empty" | "none" | "doubtful" | "never";

/**
 * A file, perhaps a line in it. `display` is shortened with `~`.
 */
export type Place = { file: string, line: number | null, display: string, };

export type Plan = { 
/**
 * Hand this to `env_apply`; good until the file or the context changes.
 */
id: string, file: Place | null, diff: Array<DiffLine>, checks: Array<Check>, outcomes: Array<Outcome>, 
/**
 * False when a check refuses or there is nothing to change.
 */
applicable: boolean, 
/**
 * The file would be the same afterwards.
 */
empty: boolean, };

export type Platform = "linux" | "macos" | "windows";

/**
 * A module of the person's projects.
 */
export type PrivateModule = { path: string, 
/**
 * The go.mod and go.work files that name it. At most 5.
 */
projects: Array<Place>, 
/**
 * One of the projects is this module.
 */
own: boolean, 
/**
 * The entry of GONOPROXY that matches; null: none.
 */
noproxy: string | null, 
/**
 * The entry of GONOSUMDB that matches; null: none.
 */
nosumdb: string | null, 
/**
 * Why it looks private; null: nothing says so, or nobody else sees it.
 */
sign: string | null, 
/**
 * False: it only may be private.
 */
certain: boolean, 
/**
 * Who would see its path.
 */
seenBy: Array<string>, };

/**
 * Everything about private patterns in one context.
 */
export type PrivateView = { 
/**
 * GOPRIVATE, GONOPROXY, GONOSUMDB, GOINSECURE.
 */
lists: Array<PatternList>, 
/**
 * Modules that an entry matches or that look private; what would be shown to others first. At most 500.
 */
modules: Array<PrivateModule>, 
/**
 * How many `modules` are kept from proxies and the checksum database.
 */
hidden: number, 
/**
 * How many `modules` certainly look private and would be shown to others.
 */
leaking: number, 
/**
 * How many other modules the projects have.
 */
public: number, 
/**
 * How many projects were asked; 0: no folder with projects is known.
 */
projects: number, 
/**
 * Projects that cannot be read.
 */
unread: Array<Problem>, 
/**
 * Values that mend all of it: a draft for `env_plan`. Empty: nothing to mend.
 */
suggestions: Array<PatternSuggestion>, 
/**
 * Hosts that matter here, for `credentials_of`: those of entries, of private modules, and of GOPROXY.
 */
hosts: Array<string>, };

/**
 * A phase that was reached.
 */
export type ProbePhase = { phase: ProbePhaseId, 
/**
 * In the person's language: "name", "connect", "TLS", "answer", "transfer".
 */
name: string, ms: number, 
/**
 * It ended here.
 */
failed: boolean, };

/**
 * How a phase of a connection is called.
 */
export type ProbePhaseId = "name" | "connect" | "tls" | "first-byte" | "transfer";

/**
 * Something that went wrong or needs a look, in the person's language.
 */
export type Problem = { 
/**
 * Stable, for tests and for the window to tell problems apart (`goenv-not-readable`).
 */
code: string, 
/**
 * What happened, to what.
 */
message: string, 
/**
 * The file, variable or program it is about.
 */
subject: string | null, 
/**
 * What to do next.
 */
hint: string | null, };

export type Profile = { 
/**
 * Names it in every command.
 */
name: string, 
/**
 * What it is called: a built-in one in the person's language.
 */
title: string, description: string, builtIn: boolean, state: ProfileState, unavailable: string | null, 
/**
 * The entries of its GOPROXY, short: `goproxy.cn`, `direct`. Empty where it names none.
 */
way: Array<string>, 
/**
 * Of the first server in `way`, where anything is known of it.
 */
badge: ProxyBadge | null, variables: Array<ProfileRow>, notes: Array<ProfileNote>, 
/**
 * The variables whose secrets are in the keychain.
 */
secrets: Array<string>, 
/**
 * What of the process environment wins over it, now and after a switch.
 */
shadows: Array<Shadow>, };

/**
 * One variable of a file, beside the profile of that name.
 */
export type ProfileChange = { name: string, 
/**
 * Null: it is not named there. `value: null` in it: Go's default.
 */
before: ProfileSetting | null, after: ProfileSetting | null, };

/**
 * What would be kept.
 */
export type ProfileChecked = { profile: Profile, 
/**
 * One of this name is there already.
 */
replaces: boolean, 
/**
 * The variables whose secrets would go to the keychain.
 */
keychain: Array<string>, };

/**
 * What an import would change. Nothing is kept yet: hand `text` to `profile_import`.
 */
export type ProfileImport = { text: string, profile: Profile, replaces: boolean, changes: Array<ProfileChange>, 
/**
 * Variables whose value makes Go believe more than it does by itself, a sentence each.
 */
loosens: Array<string>, };

/**
 * HTTP_PROXY, HTTPS_PROXY or NO_PROXY: Go reads them from the process environment only, no switch sets them.
 */
export type ProfileNote = { name: string, wanted: string, 
/**
 * Empty: not set.
 */
now: string, };

/**
 * A switch that is not made yet: hand `plan.id` to `env_apply`.
 */
export type ProfilePlan = { profile: Profile, plan: Plan, 
/**
 * Why the keychain did not give a secret.
 */
trouble: Problem | null, 
/**
 * Private patterns that the profile does not name: they stay as they are.
 */
keeps: Array<KeptSetting>, };

/**
 * One variable that a profile names, beside what is in effect.
 */
export type ProfileRow = { name: string, 
/**
 * Null: Go's default. A secret is `***`.
 */
wanted: string | null, now: string, 
/**
 * Null: this Go does not know the variable.
 */
origin: OriginId | null, standing: ProfileStanding, 
/**
 * Where the value in effect was set.
 */
place: Place | null, };

/**
 * What a profile should want of a variable.
 */
export type ProfileSetting = { name: string, 
/**
 * Null: Go's default.
 */
value: string | null, };

export type ProfileStanding = "same" | "different" | "shadowed";

export type ProfileState = "in-effect" | "shadowed" | "other" | "unavailable";

/**
 * A profile to be kept. Variables that are not named are left alone by a switch.
 */
export type ProfileWish = { name: string, 
/**
 * The name of the one that is edited, when it is to be called otherwise.
 */
insteadOf: string | null, description: string, 
/**
 * Take what is in effect now; `settings` then stand above that.
 */
present: boolean, settings: Array<ProfileSetting>, notes: Array<ProfileSetting>, 
/**
 * Secrets go to the keychain; without this they are refused.
 */
keychain: boolean, };

/**
 * Every profile, the built-in ones first, then the person's by name.
 */
export type Profiles = { list: Array<Profile>, 
/**
 * The `Profile.name` of the one in effect.
 */
active: string | null, 
/**
 * The first server of profiles is being tested right now.
 */
testing: boolean, };

/**
 * A Go program in GOBIN or GOPATH/bin.
 */
export type Program = { 
/**
 * `place.file` names it in commands.
 */
place: Place, name: string, 
/**
 * Of `main`; null where the binary does not tell.
 */
package: string | null, module: string | null, 
/**
 * `v1.2.3`, `(devel)`.
 */
version: string | null, 
/**
 * `go1.22.10`.
 */
builtBy: string | null, 
/**
 * Built by an older Go than the one of the context.
 */
outdated: boolean, bytes: number, 
/**
 * Its name runs it in a terminal of the asker.
 */
firstOnPath: boolean, 
/**
 * What runs instead.
 */
hiddenBy: Place | null, 
/**
 * The command that rebuilds it; null when it cannot be.
 */
rebuild: string | null, 
/**
 * What is odd about it, or why it cannot be rebuilt.
 */
problem: Problem | null, };

export type ProgramFolder = { place: Place, onPath: boolean, };

export type Programs = { 
/**
 * GOBIN or GOPATH/bin, each with whether it is on PATH.
 */
folders: Array<ProgramFolder>, programs: Array<Program>, notices: Array<Problem>, };

/**
 * Everything that is known of one project.
 */
export type ProjectDetail = { row: ProjectRow, 
/**
 * Which toolchain it needs, and which would run.
 */
which: Which | null, 
/**
 * In the order in which they are to be taken; empty when it is ready offline.
 */
steps: Array<ProjectStep>, 
/**
 * Null: not looked at yet.
 */
modules: ProjectModules | null, 
/**
 * What the module cache holds was not hashed: damage may be there that nobody has seen.
 */
unhashed: boolean, goSum: ProjectSums, vendor: ProjectVendor, 
/**
 * Folders of the workspace's modules.
 */
members: Array<Place>, };

/**
 * A folder in which projects are looked for.
 */
export type ProjectFolder = { place: Place, 
/**
 * How many were found in it.
 */
projects: number, problem: Problem | null, };

/**
 * The module versions of its build list.
 */
export type ProjectModules = { needed: number, present: number, 
/**
 * The first thousand.
 */
missing: Array<MissingModule>, missingCount: number, damaged: Array<DamageRow>, 
/**
 * Paths that GONOPROXY matches.
 */
private: Array<string>, 
/**
 * Paths that a public proxy would be asked for, though their host is the repository's own.
 */
exposed: Array<string>, };

/**
 * A folder that may be worth naming.
 */
export type ProjectOffer = { place: Place, 
/**
 * Why it is offered: "opened in VS Code".
 */
reason: string, };

/**
 * One project in the list.
 */
export type ProjectRow = { 
/**
 * Where it lies; `folder.file` names the project in commands.
 */
folder: Place, 
/**
 * Its go.mod or go.work.
 */
file: Place, 
/**
 * The name of its folder.
 */
name: string, 
/**
 * The module's path; null of a workspace, or where the file does not tell.
 */
module: string | null, workspace: boolean, 
/**
 * The named folder by which it is known: `project_remove` takes it.
 */
named: Place | null, 
/**
 * The named folder is the project itself: removing it takes away nothing else.
 */
alone: boolean, 
/**
 * It is being looked at; figures are of before.
 */
looking: boolean, 
/**
 * Null: not looked at yet.
 */
verdict: ProjectVerdict | null, 
/**
 * Why it could not be looked at.
 */
problem: Problem | null, 
/**
 * The toolchain that would run: `go1.27.3`.
 */
toolchain: string | null, 
/**
 * There is a `.burrow.toml`.
 */
team: boolean, 
/**
 * The download that runs.
 */
warming: number | null, 
/**
 * The build that runs.
 */
building: number | null, };

/**
 * Something that has to be done before it builds. It goes by itself once it is true, whoever did it.
 */
export type ProjectStep = { 
/**
 * `install-toolchain`, `set-toolchain`, `mend-settings`, `follow-team-profile`, `add-credential`,
 * `repair-modules`, `fix-go-sum`, `fix-vendor`, `fix-go-mod`, `fix-source`, `choose-module`, `install-go`, `download`,
 * `complete-downloads`.
 */
id: string, 
/**
 * Names it for as long as it stands.
 */
key: string, title: string, 
/**
 * How it is done, also by hand.
 */
fix: string, remedies: Array<Remedy>, };

/**
 * go.sum against what is needed and what is there.
 */
export type ProjectSums = { place: Place | null, missing: Array<SumRow>, 
/**
 * Lines that disagree with what is in the module cache.
 */
mismatched: Array<SumRow>, 
/**
 * One sentence, when something is wrong.
 */
sentence: string | null, };

/**
 * The vendor folder.
 */
export type ProjectVendor = { state: VendorId, place: Place | null, 
/**
 * What Go does with it, in one sentence; of `inconsistent` what Go says too.
 */
sentence: string | null, };

/**
 * Whether a project would build.
 */
export type ProjectVerdict = { readiness: ReadinessId, tone: BadgeTone, 
/**
 * "ready offline", "ready, 212 modules to download", "not ready: go.sum".
 */
sentence: string, 
/**
 * Module versions that are needed, and of them: there, missing, damaged.
 */
needed: number, present: number, missing: number, damaged: number, steps: number, 
/**
 * Unix ms.
 */
lookedAt: number, };

/**
 * Every known project. The same list that the caches go by.
 */
export type Projects = { revision: number, 
/**
 * Projects are still being looked for, or looked at.
 */
looking: boolean, 
/**
 * The page's first line: "Two of five projects do not build yet".
 */
sentence: string, 
/**
 * Those that need something first, then by name.
 */
projects: Array<ProjectRow>, 
/**
 * Folders that the person named.
 */
folders: Array<ProjectFolder>, 
/**
 * Folders that hold projects and were not named.
 */
offers: Array<ProjectOffer>, notices: Array<Problem>, };

/**
 * `✓ 48 ms`, `✕ refused`, without the sign.
 */
export type ProxyBadge = { tone: BadgeTone, text: string, };

/**
 * The certificate that a server has shown.
 */
export type ProxyCertificate = { subject: string, issuer: string, 
/**
 * Unix ms.
 */
notBefore: number, notAfter: number, };

/**
 * What is wrong, in one sentence, and at most two ways to mend it.
 */
export type ProxyFinding = { 
/**
 * `bad`: downloads fail; `warn`: they work, but.
 */
tone: BadgeTone, text: string, 
/**
 * The best last, as buttons stand.
 */
fixes: Array<ProxyFix>, };

export type ProxyFix = { "kind": "change", label: string, draft: Draft, } | { "kind": "profile", label: string, profile: string, };

/**
 * What the last test found.
 */
export type ProxyHealth = { 
/**
 * A word of a fixed list: `ok`, `refused`, `tls-untrusted` …
 */
verdict: string, badge: ProxyBadge, 
/**
 * The verdict in a few words.
 */
summary: string, 
/**
 * What was seen and what to do, a sentence each.
 */
details: Array<string>, 
/**
 * What Go does about it.
 */
follows: string | null, status: number | null, 
/**
 * All phases together.
 */
ms: number, 
/**
 * Empty where only the history knows of the test.
 */
phases: Array<ProbePhase>, 
/**
 * `athens`, `nexus`, `artifactory`, `goproxy`; null: it cannot be told.
 */
software: string | null, certificate: ProxyCertificate | null, 
/**
 * Unix ms.
 */
testedAt: number, };

/**
 * The last seven days, from the oldest to the newest test.
 */
export type ProxyHistory = { points: Array<ProxyPoint>, 
/**
 * The slowest one that worked.
 */
slowest: ProxyPoint | null, failed: number, };

/**
 * An entry of GOPROXY.
 */
export type ProxyHop = { 
/**
 * From 1.
 */
number: number, kind: ProxyHopKind, 
/**
 * As it is written; secrets masked.
 */
url: string, 
/**
 * Short: the host, "version control", "nobody".
 */
title: string, 
/**
 * One sentence about what it is, where that needs saying (`direct`, `off`, a folder).
 */
about: string | null, hasCredentials: boolean, 
/**
 * Go never asks it, and why; this counts as a failure of it.
 */
neverAsked: string | null, 
/**
 * The HTTP proxy that it is asked through.
 */
through: string | null, then: ProxyThen, 
/**
 * `then` on an arrow: "404, 410", "any failure"; empty for the last.
 */
thenShort: string, 
/**
 * `then` as a sentence.
 */
thenText: string, part: ProxyPart, 
/**
 * Of `stops-here` and `not-reached`: on the arrow behind it ("stops here").
 */
partText: string | null, testing: boolean, health: ProxyHealth | null, history: ProxyHistory, };

export type ProxyHopKind = "server" | "folder" | "direct" | "off";

/**
 * What becomes of Go at an entry, by the last tests.
 */
export type ProxyPart = "unknown" | "answers" | "passed" | "stops-here" | "later" | "not-reached";

/**
 * One test of the last week.
 */
export type ProxyPoint = { 
/**
 * Unix ms.
 */
at: number, ms: number, ok: boolean, };

/**
 * What else decides how servers are asked. Lists are empty, texts too, where nothing is set.
 */
export type ProxySurroundings = { 
/**
 * GONOPROXY (or GOPRIVATE): what goes straight to its own server.
 */
noproxy: Array<string>, 
/**
 * GONOSUMDB (or GOPRIVATE): what the checksum database is not told of.
 */
nosumdb: Array<string>, insecure: Array<string>, govcs: string, 
/**
 * Empty before Go 1.24, which only knew netrc.
 */
goauth: string, 
/**
 * What Go says of a bad GOAUTH.
 */
goauthRefused: string | null, 
/**
 * Machines that the netrc file has logins for.
 */
netrc: Array<string>, httpProxy: string | null, httpsProxy: string | null, noProxy: string, 
/**
 * ALL_PROXY is set, and Go does not look at it.
 */
allProxyIgnored: boolean, };

/**
 * What can be tested by itself: an entry of GOPROXY by its number, or the checksum database.
 */
export type ProxyTarget = { "kind": "all" } | { "kind": "hop", number: number, } | { "kind": "database" } | { "kind": "profiles" };

/**
 * What makes Go go on to the next entry.
 */
export type ProxyThen = "when-absent" | "after-any-failure" | "stop";

/**
 * Everything the page shows of one context.
 */
export type ProxyView = { 
/**
 * GOPROXY in effect; secrets masked.
 */
goproxy: string, 
/**
 * Why Go refuses the whole list; then there are no hops.
 */
refused: Problem | null, 
/**
 * Where GOPROXY is set, when the process environment says so: then no change of the file has an effect.
 */
shadowedBy: Shadow | null, hops: Array<ProxyHop>, 
/**
 * What becomes of a public module, as far as the last tests tell.
 */
way: ProxyWay, 
/**
 * The worst that is wrong, with what mends it.
 */
finding: ProxyFinding | null, database: ChecksumDatabase, around: ProxySurroundings, 
/**
 * HTTP proxies that were met on the way by the last tests.
 */
httpProxies: Array<HttpProxyHealth>, 
/**
 * Something is being tested right now.
 */
testing: boolean, 
/**
 * When something was last tested (Unix ms).
 */
testedAt: number | null, 
/**
 * Why the last test could not be made at all.
 */
trouble: Problem | null, };

/**
 * What becomes of a public module.
 */
export type ProxyWay = { state: ProxyWayState, 
/**
 * The entry that answers, or at which Go stops.
 */
hop: number | null, 
/**
 * One sentence, for the tile and for a screen reader.
 */
text: string, 
/**
 * For the tile: of the entry that counts.
 */
badge: ProxyBadge | null, };

export type ProxyWayState = "unknown" | "works" | "detour" | "broken" | "off";

/**
 * Whom a switch reaches, or does not, and why.
 */
export type Reach = { 
/**
 * "New terminals (zsh)", "VS Code".
 */
who: string, 
/**
 * Null: it cannot be told.
 */
reached: boolean | null, reason: string, place: Place | null, };

export type ReadinessId = "offline" | "download" | "blocked";

/**
 * What a variable is; does not depend on the context.
 */
export type Reference = { name: string, summary: string, 
/**
 * First Go version that lists it (`1.21`); null for the oldest supported.
 */
since: string | null, 
/**
 * Accepted values where they are a fixed list.
 */
accepted: Array<string>, 
/**
 * The default rule in words.
 */
defaultRule: string, 
/**
 * Go's own documentation.
 */
link: string, beliefs: Array<Belief>, };

/**
 * One way to mend a finding, or to take a step.
 */
export type Remedy = { 
/**
 * On the button: "Use “|” instead…".
 */
label: string, opens: Opens, };

export type RemovalHow = "trash" | "delete";

/**
 * What removing one SDK would do.
 */
export type RemovalPlan = { 
/**
 * Hand this to `sdk_remove`.
 */
id: string, goroot: Place, version: string | null, how: RemovalHow, bytes: number, files: number, 
/**
 * Folders, links and markers that go.
 */
goes: Array<Place>, projects: Array<Place>, checks: Array<Check>, applicable: boolean, };

/**
 * The forms of a report.
 */
export type ReportForm = "text" | "markdown" | "json";

/**
 * What a maintainer would ask for, in three forms; secrets are masked in all.
 */
export type ReportView = { text: string, markdown: string, json: string, 
/**
 * What could not be collected.
 */
notes: Array<Problem>, };

/**
 * A request that was made.
 */
export type RouteAnswer = { 
/**
 * The step it belongs to; null: none was forecast for it.
 */
step: number | null, what: string, url: string | null, 
/**
 * Null: there was no server, or no answer.
 */
status: number | null, ms: number, ok: boolean, note: string | null, };

export type RouteCredentials = "none" | "url" | "netrc" | "goauth";

export type RouteEnded = "done" | "failed" | "cancelled" | "unknown";

/**
 * The way gone for real.
 */
export type RouteLive = { answers: Array<RouteAnswer>, ended: RouteEnded, 
/**
 * How it ended, in a sentence.
 */
text: string, };

/**
 * Where an answer leads.
 */
export type RouteNext = { "kind": "step", id: number, } | { "kind": "done" } | { "kind": "fail" };

export type RoutePurpose = "info" | "mod" | "zip" | "list" | "latest" | "sumdb-supported" | "sumdb-lookup" | "sumdb-tile" | "direct";

/**
 * A request that go may make.
 */
export type RouteStep = { 
/**
 * From 1.
 */
id: number, purpose: RoutePurpose, 
/**
 * What is asked for, in a few words.
 */
what: string, via: RouteVia, 
/**
 * Null: which URLs are asked only the answers tell.
 */
url: string | null, 
/**
 * Why, and which credentials would be sent.
 */
reason: string, credentials: RouteCredentials, 
/**
 * Any 4xx status makes go send it once more before it counts.
 */
repeated: boolean, 
/**
 * It lies on the way on which everything is found.
 */
likely: boolean, 
/**
 * 200.
 */
found: RouteNext, 
/**
 * 404, 410.
 */
absent: RouteNext, failed: RouteNext, 
/**
 * Of a list: when no version in it will do.
 */
empty: RouteNext | null, };

export type RouteVia = "proxy" | "direct" | "sumdb";

/**
 * One SDK. `goroot.file` is canonical and names it in commands.
 */
export type Sdk = { goroot: Place, 
/**
 * `go1.27.3`; null where the binary does not tell.
 */
version: string | null, goos: string | null, goarch: string | null, state: SdkState, problems: Array<Problem>, 
/**
 * In the order in which they were found; never empty.
 */
ways: Array<SdkWay>, 
/**
 * Null while it is being measured.
 */
bytes: number | null, 
/**
 * It belongs to the `go` that the asker's terminal finds.
 */
active: boolean, 
/**
 * It is the one that would run in the folder of the context.
 */
runs: boolean, patches: Array<GoEnvPatch>, 
/**
 * Whether cgo is on by default; null where it cannot be told.
 */
cgo: boolean | null, 
/**
 * Known projects whose go.mod or go.work asks for this version.
 */
projects: Array<Place>, 
/**
 * Why it cannot be removed from here, in one sentence; null when it can.
 */
kept: string | null, };

export type SdkState = "complete" | "broken";

/**
 * One way to a toolchain.
 */
export type SdkWay = { source: SourceId, 
/**
 * The source in words: "golang.org/dl", "on PATH".
 */
label: string, place: Place, };

/**
 * What the person chose. `language: null` follows the system.
 */
export type Settings = { language: Language | null, theme: Theme, tray: Tray, };

/**
 * A setting of the process environment that wins.
 */
export type Shadow = { 
/**
 * `GOPROXY`
 */
name: string, 
/**
 * The file and line, where it can be told.
 */
place: Place | null, 
/**
 * One sentence.
 */
text: string, };

/**
 * A page of the window that shows more.
 */
export type Shows = { "kind": "variable", name: string, } | { "kind": "toolchains" } | { "kind": "programs" } | { "kind": "caches" } | { "kind": "proxies" };

/**
 * How a toolchain was come upon: its manager, or what names it.
 */
export type SourceId = "path" | "goroot" | "system" | "distribution" | "homebrew" | "snap" | "nix" | "golang-dl" | "module-cache" | "gvm" | "goenv" | "asdf" | "mise" | "g" | "stefanmaric-g" | "gobrew" | "jetbrains" | "scoop" | "chocolatey" | "msi" | "folder";

/**
 * A line of go.sum, or one that it should have.
 */
export type SumRow = { module: string, version: string, 
/**
 * Of its go.mod; else of all its files.
 */
goMod: boolean, };

export type SwitchPlan = { 
/**
 * Hand this to `sdk_apply_switch`; good until something it was made from moves.
 */
id: string, files: Array<FileChange>, 
/**
 * The `current` link before and after, when it changes.
 */
link: LinkChange | null, checks: Array<Check>, reach: Array<Reach>, applicable: boolean, 
/**
 * Nothing would change.
 */
empty: boolean, };

export type SwitchUndo = { id: number, sentence: string, 
/**
 * Unix ms.
 */
at: number, };

/**
 * What the person wants to switch, and how.
 */
export type SwitchWish = { "kind": "setting", toolchain: string | null, } | { "kind": "link", goroot: string, } | { "kind": "project", toolchain: string | null, } | { "kind": "undo", id: number, };

export type Switched = { revision: number, 
/**
 * Hand its id to `SwitchWish::Undo`; null: it was made, but Burrow could not keep how to take it back.
 */
undo: SwitchUndo | null, };

/**
 * A team file made of what is in effect here; `project_team_write` writes exactly this.
 */
export type TeamDraft = { 
/**
 * Hand this to `project_team_write`.
 */
id: string, place: Place, text: string, 
/**
 * There is one already: what changes in it.
 */
replaces: boolean, diff: Array<DiffLine>, 
/**
 * What was left out, and why: secrets, what is only this machine's.
 */
notes: Array<Problem>, };

/**
 * A link of the team; it is shown whole, and opens only when it is `https`.
 */
export type TeamLink = { title: string | null, url: string, };

/**
 * One thing that the file proposes.
 */
export type TeamPart = { title: string, 
/**
 * From what to what, in one sentence.
 */
detail: string, 
/**
 * It is so already.
 */
holds: boolean, 
/**
 * What to look at twice: values by which Go would believe more than it does by itself.
 */
doubts: Array<string>, 
/**
 * Of what is no setting, and has to be done for itself.
 */
remedy: Remedy | null, };

/**
 * The team file of one project. It only proposes; nothing in it runs.
 */
export type TeamView = { place: Place, 
/**
 * Why it is not followed: malformed, or it asks for more than it may. Then everything else is empty.
 */
refused: Problem | null, title: string, 
/**
 * A note of the team, in the person's language where there is one.
 */
note: string | null, links: Array<TeamLink>, parts: Array<TeamPart>, 
/**
 * The one change of the GOENV file that following it makes, for `env_plan`; null: none is needed.
 */
settings: Draft | null, 
/**
 * All of it is so already.
 */
followed: boolean, 
/**
 * "Two things would change".
 */
sentence: string, };

export type Theme = "system" | "light" | "dark";

export type Tone = "plain" | "good" | "look" | "bad";

export type Toolchain = { goroot: string, 
/**
 * `goroot` shortened with `~`.
 */
display: string, 
/**
 * The `go` program that was found.
 */
go: string, 
/**
 * `go1.27.3`; null when `go` is a script or broken.
 */
version: string | null, found: ToolchainFound, problem: Problem | null, };

export type ToolchainFound = "path" | "goroot" | "usual-place" | "chosen" | "switched";

/**
 * Everything the Toolchains page shows for one context.
 */
export type Toolchains = { revision: number, 
/**
 * The first hunt is still on: the list may grow.
 */
looking: boolean, 
/**
 * The newest first.
 */
sdks: Array<Sdk>, which: Which, 
/**
 * Folders that the person added.
 */
folders: Array<Place>, current: CurrentLink | null, 
/**
 * The newest switch that can be taken back, and what it was, in one sentence.
 */
undo: SwitchUndo | null, notices: Array<Problem>, };

/**
 * A topic that a store of the window holds.
 */
export type Topic = "environment" | "history" | "settings" | "toolchains" | "programs" | "caches" | "proxies" | "projects" | "doctor" | "welcome";

/**
 * Whether there is an icon in the tray, and for how long.
 */
export type Tray = "off" | "while-open" | "always";

/**
 * How a project uses a module version.
 */
export type UseHow = "build-list" | "go-sum" | "vendor" | "toolchain";

export type Variable = { name: string, 
/**
 * In effect; secrets masked.
 */
value: string, origin: OriginId, kind: KindId, group: GroupId, 
/**
 * Process, user, goroot, default: always all four.
 */
layers: Array<Layer>, shadowed: Array<LayerId>, 
/**
 * As `go env -changed`.
 */
changed: boolean, 
/**
 * The GOENV file may set it, with the toolchain of the context.
 */
editable: boolean, 
/**
 * Why not, in one sentence.
 */
fixed: string | null, 
/**
 * Other askers that see another value: the variable is "in conflict" when this is not empty.
 */
elsewhere: Array<Elsewhere>, 
/**
 * A value that stops Go from working, or that Go ignores.
 */
problem: Problem | null, 
/**
 * The file or folder the value names, when it is one and is there: a link.
 */
target: Place | null, 
/**
 * When it last changed under the eyes of this window (Unix ms): the quiet mark.
 */
touchedAt: number | null, };

export type VendorId = "none" | "used" | "inconsistent" | "ignored";

export type Verdict = "false" | "partly" | "true";

/**
 * A module version that could not be had.
 */
export type WarmFailure = { module: string, version: string, 
/**
 * Who was asked last.
 */
from: string | null, 
/**
 * In words.
 */
reason: string, 
/**
 * What Go said; secrets masked.
 */
said: string, remedies: Array<Remedy>, };

export type WarmHop = { 
/**
 * A host, or `git`.
 */
name: string, modules: number, };

/**
 * A download: the one that runs, or the last one of this window.
 */
export type WarmView = { 
/**
 * Hand this to `job_cancel` while it runs.
 */
job: number, running: boolean, 
/**
 * How far it is, or how it ended.
 */
sentence: string, modules: number, of: number | null, bytes: number, 
/**
 * Bytes a second, over the last seconds.
 */
rate: number | null, 
/**
 * What is being waited for, the longest first.
 */
waiting: Array<WarmWait>, 
/**
 * Who has answered so far.
 */
hops: Array<WarmHop>, failures: Array<WarmFailure>, 
/**
 * Unix ms.
 */
startedAt: number, endedAt: number | null, };

export type WarmWait = { module: string, version: string, 
/**
 * Who is being asked: a host, `git`.
 */
from: string | null, 
/**
 * Unix ms.
 */
since: number, };

/**
 * The wizard. It never asks what can be found out.
 */
export type Welcome = { 
/**
 * Projects, toolchains or networks are still being looked for.
 */
looking: boolean, folders: Array<WelcomeFolder>, go: WelcomeGo, 
/**
 * The recommended one first.
 */
networks: Array<WelcomeNetwork>, 
/**
 * The project that the last step is about: the one that needs the least.
 */
project: Place | null, notices: Array<Problem>, };

/**
 * A folder in which projects lie.
 */
export type WelcomeFolder = { place: Place, 
/**
 * How many; null: it was not looked into yet.
 */
projects: number | null, 
/**
 * "opened in VS Code"; null of a named one.
 */
reason: string | null, 
/**
 * It is named already: `project_remove` takes it away, `project_add` names the others.
 */
named: boolean, };

/**
 * Which Go there is.
 */
export type WelcomeGo = { 
/**
 * The one that a terminal gets: `go1.27.3`.
 */
version: string | null, place: Place | null, 
/**
 * How many there are.
 */
sdks: number, sentence: string, 
/**
 * Of what is missing: none at all, or one that a project needs.
 */
remedies: Array<Remedy>, };

/**
 * A network profile, tested live.
 */
export type WelcomeNetwork = { 
/**
 * Hand it to `profile_plan`.
 */
profile: string, title: string, 
/**
 * `goproxy.cn`, `direct`
 */
way: Array<string>, inEffect: boolean, testing: boolean, badge: ProxyBadge | null, recommended: boolean, 
/**
 * Of the recommended one: why.
 */
reason: string | null, 
/**
 * Why it cannot be had here.
 */
unavailable: string | null, };

/**
 * What `go` would run in the folder of the context.
 */
export type Which = { directory: Place, chain: Array<ChainLink>, toolchain: string | null, present: boolean, goroot: Place | null, from: WhichFrom | null, error: Problem | null, };

/**
 * Where the toolchain that would run comes from.
 */
export type WhichFrom = "local" | "path" | "module-cache" | "download";

/** Every command with its arguments and its answer. Each may reject with a `Problem`. */
export interface Commands {
  app_state: { args: Record<string, never>; answer: AppState };
  app_set_settings: { args: { settings: Settings }; answer: AppState };
  app_open_place: { args: { file: string; line: number | null }; answer: null };
  app_open_link: { args: { link: string }; answer: null };
  app_pick_folder: { args: Record<string, never>; answer: string | null };
  app_painted: { args: Record<string, never>; answer: null };
  env_snapshot: { args: Record<string, never>; answer: Environment };
  env_look: { args: { choice: ContextChoice }; answer: Environment };
  env_refresh: { args: Record<string, never>; answer: Environment };
  env_reference: { args: Record<string, never>; answer: Reference[] };
  env_plan: { args: { draft: Draft }; answer: Plan };
  env_apply: { args: { plan: string }; answer: Applied };
  env_text: { args: Record<string, never>; answer: string | null };
  env_history: { args: Record<string, never>; answer: HistoryEntry[] };
  env_compare: { args: { text: string }; answer: Comparison };
  env_copy_forms: { args: { name: string }; answer: CopyForm[] };
  sdk_toolchains: { args: Record<string, never>; answer: Toolchains };
  sdk_add_folder: { args: { folder: string }; answer: Toolchains };
  sdk_forget_folder: { args: { folder: string }; answer: Toolchains };
  sdk_plan_switch: { args: { wish: SwitchWish }; answer: SwitchPlan };
  sdk_apply_switch: { args: { plan: string }; answer: Switched };
  sdk_plan_removal: { args: { goroot: string }; answer: RemovalPlan };
  sdk_remove: { args: { plan: string }; answer: Job };
  sdk_offer_sources: { args: Record<string, never>; answer: OfferSource[] };
  sdk_offers: { args: { source: string }; answer: Offers };
  sdk_destinations: { args: { version: string }; answer: Destination[] };
  sdk_install: { args: { wish: InstallWish }; answer: Job };
  sdk_programs: { args: Record<string, never>; answer: Programs };
  sdk_rebuild_program: { args: { file: string }; answer: Job };
  sdk_remove_program: { args: { file: string }; answer: Programs };
  cache_caches: { args: Record<string, never>; answer: Caches };
  cache_rows: { args: Record<string, never>; answer: CacheRows };
  cache_watch: { args: { on: boolean }; answer: null };
  cache_measure: { args: Record<string, never>; answer: Job };
  cache_plan: { args: { wish: CleanWish }; answer: CleanPlan };
  cache_plan_items: { args: { plan: string; group: number; from: number }; answer: CleanItem[] };
  cache_clean: { args: { plan: string; purge: boolean; wait: boolean }; answer: Job };
  cache_undo: { args: { cleaning: string }; answer: Job };
  cache_purge: { args: { cleaning: string | null }; answer: Job };
  cache_verify: { args: { online: boolean }; answer: Job };
  cache_damage: { args: Record<string, never>; answer: CacheDamage | null };
  cache_repair: { args: { fetch: boolean }; answer: Job };
  cache_set_budget: { args: { cache: CacheId; budget: Budget | null }; answer: Caches };
  cache_set_grace: { args: { days: number }; answer: Caches };
  cache_add_folder: { args: { folder: string }; answer: Caches };
  cache_forget_folder: { args: { folder: string }; answer: Caches };
  proxy_view: { args: Record<string, never>; answer: ProxyView };
  proxy_watch: { args: { on: boolean }; answer: null };
  proxy_test: { args: { target: ProxyTarget }; answer: null };
  proxy_stop: { args: Record<string, never>; answer: null };
  proxy_route: { args: { module: string; live: boolean }; answer: ModuleRoute };
  proxy_bench: { args: { wish: BenchWish }; answer: Job };
  proxy_bench_result: { args: Record<string, never>; answer: BenchView | null };
  proxy_bench_save: { args: { name: string }; answer: Profiles };
  private_view: { args: Record<string, never>; answer: PrivateView };
  private_check: { args: { drafts: PatternDraft[] }; answer: PrivateView };
  credentials_of: { args: { host: string }; answer: CredentialsView };
  credentials_check: { args: { host: string }; answer: CredentialsChecked };
  profile_list: { args: Record<string, never>; answer: Profiles };
  profile_plan: { args: { name: string }; answer: ProfilePlan };
  profile_check: { args: { wish: ProfileWish }; answer: ProfileChecked };
  profile_keep: { args: { wish: ProfileWish }; answer: Profiles };
  profile_delete: { args: { name: string }; answer: Profiles };
  profile_read: { args: { text: string }; answer: ProfileImport };
  profile_open: { args: Record<string, never>; answer: ProfileImport | null };
  profile_import: { args: { text: string }; answer: Profiles };
  profile_export: { args: { name: string }; answer: string };
  profile_save_as: { args: { name: string }; answer: Place | null };
  project_list: { args: Record<string, never>; answer: Projects };
  project_detail: { args: { project: string }; answer: ProjectDetail };
  project_add: { args: { folder: string }; answer: Projects };
  project_remove: { args: { folder: string }; answer: Projects };
  project_warm: { args: { project: string }; answer: Job };
  project_warm_view: { args: { project: string }; answer: WarmView | null };
  project_build: { args: { project: string }; answer: Job };
  project_build_view: { args: { project: string }; answer: BuildView | null };
  project_team: { args: { project: string }; answer: TeamView | null };
  project_team_keep: { args: { project: string }; answer: null };
  project_team_draft: { args: { project: string }; answer: TeamDraft };
  project_team_write: { args: { draft: string }; answer: Place };
  doctor_view: { args: Record<string, never>; answer: Doctor };
  doctor_slow: { args: { online: boolean }; answer: Job };
  doctor_plan: { args: { finding: string; fix: string }; answer: FixPlan };
  doctor_apply: { args: { plan: string }; answer: string };
  doctor_undo: { args: { done: string }; answer: null };
  report_view: { args: { maskHosts: boolean }; answer: ReportView };
  report_save: { args: { form: ReportForm; maskHosts: boolean }; answer: Place | null };
  welcome_due: { args: Record<string, never>; answer: boolean };
  welcome_state: { args: Record<string, never>; answer: Welcome };
  welcome_test: { args: { on: boolean }; answer: null };
  welcome_done: { args: Record<string, never>; answer: null };
  job_list: { args: Record<string, never>; answer: Job[] };
  job_cancel: { args: { id: number }; answer: null };
  job_dismiss: { args: { id: number }; answer: null };
}

/** Events of the core and what they carry. */
export interface Events {
  changed: Changed;
  job: Job;
  /** Files and folders that were dropped on the window. */
  dropped: string[];
}
