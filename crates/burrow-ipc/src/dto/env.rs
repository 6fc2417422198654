//! The Environment page and its part of the Overview.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::app::{Place, Problem};

/// Whose environment is asked: Burrow's own process, a new terminal's login shell, or the desktop session's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum AskerId {
    LoginShell,
    Desktop,
    Process,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum AskerState {
    Ready,
    /// The login shell is being asked.
    Asking,
    /// It could not be asked: see `problem`.
    Failed,
}

#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Asker {
    pub id: AskerId,
    /// Of a login shell: `zsh`, `bash` …
    pub shell: Option<String>,
    pub state: AskerState,
    pub problem: Option<Problem>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ToolchainFound {
    /// The first `go` on the asker's PATH.
    Path,
    /// The GOROOT variable names it.
    Goroot,
    /// It lies where Go is usually installed.
    UsualPlace,
    /// The person chose its folder.
    Chosen,
    /// GOTOOLCHAIN, go.mod or go.work of the directory ask for it.
    Switched,
}

#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Toolchain {
    pub goroot: String,
    /// `goroot` shortened with `~`.
    pub display: String,
    /// The `go` program that was found.
    pub go: String,
    /// `go1.27.3`; null when `go` is a script or broken.
    pub version: Option<String>,
    pub found: ToolchainFound,
    pub problem: Option<Problem>,
}

/// What every answer on the page is about.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Context {
    pub asker: AskerId,
    /// Null: no Go was found.
    pub toolchain: Option<Toolchain>,
    pub directory: Place,
}

/// A choice in the context bar. Null leaves that part to Burrow (what a terminal gets, the home).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ContextChoice {
    pub asker: Option<AskerId>,
    pub goroot: Option<String>,
    pub directory: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum LayerId {
    Process,
    User,
    Goroot,
    Default,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum OriginId {
    Process,
    User,
    Goroot,
    Default,
    Derived,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum KindId {
    Setting,
    ReadOnly,
    Cgo,
    Arch,
}

/// How the list is grouped, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum GroupId {
    Modules,
    Places,
    Toolchain,
    Building,
    Target,
    Cgo,
    Telemetry,
    /// In the GOENV file, unknown to this Go.
    Unknown,
}

/// One rung of the ladder.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Layer {
    pub layer: LayerId,
    pub set: bool,
    /// Secrets masked. Null when not set.
    pub value: Option<String>,
    pub place: Option<Place>,
    /// Further places that set the same name for this layer and lose to `place`.
    pub also: Vec<Place>,
    pub effective: bool,
    /// One sentence where something is odd: "empty counts as unset", "where it is set could not be told" …
    pub note: Option<String>,
}

/// The value another asker sees, where it differs.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Elsewhere {
    pub asker: AskerId,
    pub value: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Variable {
    pub name: String,
    /// In effect; secrets masked.
    pub value: String,
    pub origin: OriginId,
    pub kind: KindId,
    pub group: GroupId,
    /// Process, user, goroot, default: always all four.
    pub layers: Vec<Layer>,
    pub shadowed: Vec<LayerId>,
    /// As `go env -changed`.
    pub changed: bool,
    /// The GOENV file may set it, with the toolchain of the context.
    pub editable: bool,
    /// Why not, in one sentence.
    pub fixed: Option<String>,
    /// Other askers that see another value: the variable is "in conflict" when this is not empty.
    pub elsewhere: Vec<Elsewhere>,
    /// A value that stops Go from working, or that Go ignores.
    pub problem: Option<Problem>,
    /// The file or folder the value names, when it is one and is there: a link.
    pub target: Option<Place>,
    /// When it last changed under the eyes of this window (Unix ms): the quiet mark.
    pub touched_at: Option<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum GoenvState {
    Present,
    Missing,
    /// `GOENV=off`.
    Off,
    /// Neither a home nor a config directory: nothing to read or write.
    Nowhere,
    /// There, but not readable as a file: see `problem`.
    Broken,
}

/// A line of the GOENV file that Go ignores.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct IgnoredLine {
    pub line: u32,
    pub text: String,
    pub why: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GoenvFile {
    pub place: Option<Place>,
    pub state: GoenvState,
    pub problem: Option<Problem>,
    pub ignored: Vec<IgnoredLine>,
}

/// A value that locks a person out of `go`, and the draft that mends it.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Lockout {
    pub name: String,
    pub problem: Problem,
    pub place: Option<Place>,
    /// Null when the value is not in the GOENV file and cannot be mended by changing that.
    pub mend: Option<Draft>,
}

/// Everything the Environment page shows for one context.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Environment {
    pub revision: u64,
    pub context: Context,
    pub askers: Vec<Asker>,
    /// Toolchains at hand, the context's first.
    pub toolchains: Vec<Toolchain>,
    pub goenv: GoenvFile,
    pub variables: Vec<Variable>,
    pub lockouts: Vec<Lockout>,
    /// Sections that failed, watches that ran out, a damaged state.db: the rest stands.
    pub notices: Vec<Problem>,
    /// When something last changed on disk (Unix ms).
    pub changed_at: Option<u64>,
}

/// What people believe of a variable, and what is true (go-semantics §8).
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Belief {
    pub claim: String,
    pub verdict: Verdict,
    pub truth: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    False,
    Partly,
    True,
}

/// What a variable is; does not depend on the context.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Reference {
    pub name: String,
    pub summary: String,
    /// First Go version that lists it (`1.21`); null for the oldest supported.
    pub since: Option<String>,
    /// Accepted values where they are a fixed list.
    pub accepted: Vec<String>,
    /// The default rule in words.
    pub default_rule: String,
    /// Go's own documentation.
    pub link: String,
    pub beliefs: Vec<Belief>,
}

/// One wish. `value: null` removes the line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Edit {
    pub name: String,
    pub value: Option<String>,
}

/// A change that is not written yet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Draft {
    Edits {
        edits: Vec<Edit>,
    },
    /// The whole file, edited as text.
    Text {
        text: String,
    },
    /// Take back one entry of the history.
    Undo {
        entry: i64,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum DiffSign {
    Same,
    Removed,
    Added,
}

#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DiffLine {
    pub sign: DiffSign,
    pub text: String,
    pub old_line: Option<u32>,
    pub new_line: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum CheckSeverity {
    /// `go env -w` refuses this, or the history has moved on: it cannot be applied.
    Refused,
    /// It can be applied, but will not do what was meant, or breaks something.
    Warning,
    Note,
}

#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Check {
    pub severity: CheckSeverity,
    pub name: Option<String>,
    pub problem: Problem,
    pub place: Option<Place>,
}

/// What one asker will see of a variable afterwards.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    pub name: String,
    pub asker: AskerId,
    pub before: String,
    pub after: String,
    pub origin: OriginId,
    /// The new setting has no effect for this asker; the place that wins, where it can be told.
    pub shadowed: bool,
    pub winner: Option<Place>,
}

#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// Hand this to `env_apply`; good until the file or the context changes.
    pub id: String,
    pub file: Option<Place>,
    pub diff: Vec<DiffLine>,
    pub checks: Vec<Check>,
    pub outcomes: Vec<Outcome>,
    /// False when a check refuses or there is nothing to change.
    pub applicable: bool,
    /// The file would be the same afterwards.
    pub empty: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Applied {
    pub revision: u64,
    pub entry: HistoryEntry,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Author {
    /// This app.
    Burrow,
    /// The `burrow` command.
    Command,
    /// `go env -w`, an editor, a script: anything else.
    Outside,
}

#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HistoryChange {
    pub name: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// One change of the GOENV file.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HistoryEntry {
    pub id: i64,
    /// Unix ms.
    pub at: u64,
    pub author: Author,
    pub file: Place,
    /// Empty when only comments or the order of lines changed.
    pub changes: Vec<HistoryChange>,
    /// This entry took back that one.
    pub undoes: Option<i64>,
    /// That entry took back this one.
    pub undone_by: Option<i64>,
    /// It is the newest change of this file.
    pub newest: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Difference {
    Same,
    /// Differs, as paths and hosts do between machines.
    Expected,
    Differs,
    OnlyHere,
    OnlyThere,
}

#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ComparedVariable {
    pub name: String,
    pub here: Option<String>,
    pub there: Option<String>,
    pub difference: Difference,
    /// Whether their value can be taken over with an edit.
    pub adoptable: bool,
}

/// Against a pasted `go env -json`.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Comparison {
    pub there_version: Option<String>,
    pub variables: Vec<ComparedVariable>,
}

/// A variable as a line for some shell.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CopyForm {
    pub form: CopyFormId,
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum CopyFormId {
    Value,
    GoEnvW,
    Posix,
    Fish,
    Powershell,
    Cmd,
    Setx,
}
