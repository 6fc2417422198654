//! The Toolchains page: what is installed, which one runs and why, installing, switching, removing, programs.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::app::{Place, Problem};
use super::env::{Check, DiffLine, LayerId};

/// How a toolchain was come upon: its manager, or what names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum SourceId {
    Path,
    Goroot,
    System,
    Distribution,
    Homebrew,
    Snap,
    Nix,
    GolangDl,
    ModuleCache,
    Gvm,
    Goenv,
    Asdf,
    Mise,
    G,
    StefanmaricG,
    Gobrew,
    Jetbrains,
    Scoop,
    Chocolatey,
    Msi,
    Folder,
}

/// One way to a toolchain.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SdkWay {
    pub source: SourceId,
    /// The source in words: "golang.org/dl", "on PATH".
    pub label: String,
    pub place: Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum SdkState {
    Complete,
    Broken,
}

/// A line of its `go.env` that is not upstream's. Null: not set there.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GoEnvPatch {
    pub name: String,
    pub upstream: Option<String>,
    pub here: Option<String>,
}

/// One SDK. `goroot.file` is canonical and names it in commands.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Sdk {
    pub goroot: Place,
    /// `go1.27.3`; null where the binary does not tell.
    pub version: Option<String>,
    pub goos: Option<String>,
    pub goarch: Option<String>,
    pub state: SdkState,
    pub problems: Vec<Problem>,
    /// In the order in which they were found; never empty.
    pub ways: Vec<SdkWay>,
    /// Null while it is being measured.
    pub bytes: Option<u64>,
    /// It belongs to the `go` that the asker's terminal finds.
    pub active: bool,
    /// It is the one that would run in the folder of the context.
    pub runs: bool,
    pub patches: Vec<GoEnvPatch>,
    /// Whether cgo is on by default; null where it cannot be told.
    pub cgo: Option<bool>,
    /// Known projects whose go.mod or go.work asks for this version.
    pub projects: Vec<Place>,
    /// Why it cannot be removed from here, in one sentence; null when it can.
    pub kept: Option<String>,
}

/// What a link of the chain is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ChainLinkId {
    /// The `go` that is found first.
    Path,
    /// GOTOOLCHAIN.
    Setting,
    /// go.mod or go.work.
    ModFile,
    /// The end: what runs, or why nothing does.
    Runs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Tone {
    Plain,
    Good,
    Look,
    Bad,
}

/// One card of "which Go runs here, and why", in words.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChainLink {
    pub id: ChainLinkId,
    pub title: String,
    /// What a person could type or find in a file.
    pub value: String,
    pub note: Option<String>,
    /// Of a setting: the layer that gives it.
    pub layer: Option<LayerId>,
    pub place: Option<Place>,
    pub tone: Tone,
    /// The word on the arrow to the next link; null at the end.
    pub then: Option<String>,
}

/// Where the toolchain that would run comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum WhichFrom {
    Local,
    Path,
    ModuleCache,
    Download,
}

/// What `go` would run in the folder of the context.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Which {
    pub directory: Place,
    pub chain: Vec<ChainLink>,
    pub toolchain: Option<String>,
    pub present: bool,
    pub goroot: Option<Place>,
    pub from: Option<WhichFrom>,
    pub error: Option<Problem>,
}

/// The `current` link that Burrow keeps.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CurrentLink {
    pub link: Place,
    /// Null: it leads nowhere.
    pub goroot: Option<Place>,
}

/// Everything the Toolchains page shows for one context.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Toolchains {
    pub revision: u64,
    /// The first hunt is still on: the list may grow.
    pub looking: bool,
    /// The newest first.
    pub sdks: Vec<Sdk>,
    pub which: Which,
    /// Folders that the person added.
    pub folders: Vec<Place>,
    pub current: Option<CurrentLink>,
    /// The newest switch that can be taken back, and what it was, in one sentence.
    pub undo: Option<SwitchUndo>,
    pub notices: Vec<Problem>,
}

#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SwitchUndo {
    pub id: i64,
    pub sentence: String,
    /// Unix ms.
    pub at: u64,
}

/// What the person wants to switch, and how.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum SwitchWish {
    /// GOTOOLCHAIN in the GOENV file, with exactly this value (`go1.27.3`, `go1.27.3+auto`); null takes it out.
    Setting { toolchain: Option<String> },
    /// The `current` link, and the one line of the shell's file that leads to it.
    Link { goroot: String },
    /// The `toolchain` line of the go.mod or go.work of the context; null takes it out.
    Project { toolchain: Option<String> },
    /// Take back an earlier switch.
    Undo { id: i64 },
}

/// What a file becomes.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FileChange {
    pub place: Place,
    /// The file is not there yet.
    pub new: bool,
    /// The file goes.
    pub gone: bool,
    pub diff: Vec<DiffLine>,
}

/// Whom a switch reaches, or does not, and why.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Reach {
    /// "New terminals (zsh)", "VS Code".
    pub who: String,
    /// Null: it cannot be told.
    pub reached: Option<bool>,
    pub reason: String,
    pub place: Option<Place>,
}

#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SwitchPlan {
    /// Hand this to `sdk_apply_switch`; good until something it was made from moves.
    pub id: String,
    pub files: Vec<FileChange>,
    /// The `current` link before and after, when it changes.
    pub link: Option<LinkChange>,
    pub checks: Vec<Check>,
    pub reach: Vec<Reach>,
    pub applicable: bool,
    /// Nothing would change.
    pub empty: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LinkChange {
    pub link: Place,
    pub before: Option<Place>,
    pub after: Option<Place>,
}

#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Switched {
    pub revision: u64,
    /// Hand its id to `SwitchWish::Undo`; null: it was made, but Burrow could not keep how to take it back.
    pub undo: Option<SwitchUndo>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum RemovalHow {
    /// To the system's trash.
    Trash,
    /// For good: there is no trash for that place.
    Delete,
}

/// What removing one SDK would do.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RemovalPlan {
    /// Hand this to `sdk_remove`.
    pub id: String,
    pub goroot: Place,
    pub version: Option<String>,
    pub how: RemovalHow,
    pub bytes: u64,
    pub files: u64,
    /// Folders, links and markers that go.
    pub goes: Vec<Place>,
    pub projects: Vec<Place>,
    pub checks: Vec<Check>,
    pub applicable: bool,
}

/// Where versions are offered.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OfferSource {
    /// Hand this to `sdk_offers` and `sdk_install`.
    pub id: String,
    pub label: String,
    /// Secrets masked.
    pub url: String,
    pub module_proxy: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Offer {
    /// `go1.27.3`.
    pub version: String,
    pub stable: bool,
    /// The newest of its minor version.
    pub newest: bool,
    /// Of the archive, where the source tells.
    pub bytes: Option<u64>,
    /// Where it is already.
    pub installed: Option<Place>,
}

#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Offers {
    pub source: OfferSource,
    /// The newest first.
    pub versions: Vec<Offer>,
}

/// Where a version can be put.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Destination {
    /// Hand this to `sdk_install`.
    pub id: String,
    pub label: String,
    /// The GOROOT it would become.
    pub place: Place,
    pub free: Option<u64>,
    pub recommended: bool,
    /// Why here, in one sentence.
    pub note: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct InstallWish {
    pub version: String,
    pub source: String,
    pub destination: String,
}

/// A Go program in GOBIN or GOPATH/bin.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Program {
    /// `place.file` names it in commands.
    pub place: Place,
    pub name: String,
    /// Of `main`; null where the binary does not tell.
    pub package: Option<String>,
    pub module: Option<String>,
    /// `v1.2.3`, `(devel)`.
    pub version: Option<String>,
    /// `go1.22.10`.
    pub built_by: Option<String>,
    /// Built by an older Go than the one of the context.
    pub outdated: bool,
    pub bytes: u64,
    /// Its name runs it in a terminal of the asker.
    pub first_on_path: bool,
    /// What runs instead.
    pub hidden_by: Option<Place>,
    /// The command that rebuilds it; null when it cannot be.
    pub rebuild: Option<String>,
    /// What is odd about it, or why it cannot be rebuilt.
    pub problem: Option<Problem>,
}

#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Programs {
    /// GOBIN or GOPATH/bin, each with whether it is on PATH.
    pub folders: Vec<ProgramFolder>,
    pub programs: Vec<Program>,
    pub notices: Vec<Problem>,
}

#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProgramFolder {
    pub place: Place,
    pub on_path: bool,
}
