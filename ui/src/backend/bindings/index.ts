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

/**
 * What people believe of a variable, and what is true (go-semantics §8).
 */
export type Belief = { claim: string, verdict: Verdict, truth: string, };

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
 * The `current` link that Burrow keeps.
 */
export type CurrentLink = { link: Place, 
/**
 * Null: it leads nowhere.
 */
goroot: Place | null, };

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
 * A line of its `go.env` that is not upstream's. Null: not set there.
 */
export type GoEnvPatch = { name: string, upstream: string | null, here: string | null, };

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
 * A line of the GOENV file that Go ignores.
 */
export type IgnoredLine = { line: number, text: string, why: string, };

export type InstallWish = { version: string, source: string, destination: string, };

/**
 * A job as it is now. The event `job` carries it: the first and the last always, between them ten a second at most.
 */
export type Job = { id: number, kind: JobKind, state: JobState, 
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
 * Unix ms.
 */
startedAt: number, endedAt: number | null, };

export type JobKind = "install" | "remove" | "rebuild";

export type JobState = "running" | "done" | "failed" | "cancelled";

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

export type LinkChange = { link: Place, before: Place | null, after: Place | null, };

/**
 * A value that locks a person out of `go`, and the draft that mends it.
 */
export type Lockout = { name: string, problem: Problem, place: Place | null, 
/**
 * Null when the value is not in the GOENV file and cannot be mended by changing that.
 */
mend: Draft | null, };

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
export type Settings = { language: Language | null, theme: Theme, };

/**
 * How a toolchain was come upon: its manager, or what names it.
 */
export type SourceId = "path" | "goroot" | "system" | "distribution" | "homebrew" | "snap" | "nix" | "golang-dl" | "module-cache" | "gvm" | "goenv" | "asdf" | "mise" | "g" | "stefanmaric-g" | "gobrew" | "jetbrains" | "scoop" | "chocolatey" | "msi" | "folder";

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
export type Topic = "environment" | "history" | "settings" | "toolchains" | "programs";

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

export type Verdict = "false" | "partly" | "true";

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
  job_list: { args: Record<string, never>; answer: Job[] };
  job_cancel: { args: { id: number }; answer: null };
  job_dismiss: { args: { id: number }; answer: null };
}

/** Events of the core and what they carry. */
export interface Events {
  changed: Changed;
  job: Job;
}
