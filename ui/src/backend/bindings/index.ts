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

/**
 * A value that locks a person out of `go`, and the draft that mends it.
 */
export type Lockout = { name: string, problem: Problem, place: Place | null, 
/**
 * Null when the value is not in the GOENV file and cannot be mended by changing that.
 */
mend: Draft | null, };

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
 * What the person chose. `language: null` follows the system.
 */
export type Settings = { language: Language | null, theme: Theme, };

export type Theme = "system" | "light" | "dark";

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
  job_list: { args: Record<string, never>; answer: Job[] };
  job_cancel: { args: { id: number }; answer: null };
  job_dismiss: { args: { id: number }; answer: null };
}

/** Events of the core and what they carry. */
export interface Events {
  changed: Changed;
  job: Job;
}
