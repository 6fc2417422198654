//! The toolchains of the machine, and which one runs.

use std::path::PathBuf;

use burrow_core::sdk::inventory::{self, Patch, Way};
use burrow_core::sdk::which;
use burrow_core::system::files::path_from_bytes;
use burrow_core::text::{self, Say};
use burrow_core::workbench::{KnownSdk, Toolchains as Known};
use go_rules::vars::Supply;

use super::{Wire, same_names};
use crate::dto::sdk::{
    ChainLink, ChainLinkId, CurrentLink, GoEnvPatch, Sdk, SdkState, SdkWay, SourceId, SwitchUndo, Tone,
    Toolchains, Which, WhichFrom,
};

same_names!(inventory::Source => SourceId {
    Path, Goroot, System, Distribution, Homebrew, Snap, Nix, GolangDl, ModuleCache, Gvm, Goenv, Asdf, Mise, G,
    StefanmaricG, Gobrew, Jetbrains, Scoop, Chocolatey, Msi, Folder,
});
same_names!(inventory::SdkState => SdkState { Complete, Broken });
same_names!(text::LinkId => ChainLinkId { Path, Setting, ModFile, Runs });
same_names!(text::Tone => Tone { Plain, Good, Look, Bad });
same_names!(Supply => WhichFrom { Local, Path, ModuleCache, Download });

impl Wire<'_> {
    /// The whole page.
    pub fn toolchains(&self, from: &Known) -> Toolchains {
        Toolchains {
            revision: from.revision,
            looking: from.looking,
            sdks: from.sdks.iter().map(|known| self.sdk(known)).collect(),
            which: self.which(&from.which),
            folders: from.folders.iter().map(|folder| self.path(folder)).collect(),
            current: from.current.as_ref().map(|current| CurrentLink {
                link: self.path(&current.link),
                goroot: current.goroot.as_ref().map(|goroot| self.path(goroot)),
            }),
            undo: from.undo.as_ref().map(|undo| self.switch_undo(undo)),
            notices: from.notices.iter().map(|notice| self.problem(notice)).collect(),
        }
    }

    fn sdk(&self, from: &KnownSdk) -> Sdk {
        let KnownSdk { sdk, size, runs, projects, kept } = from;
        Sdk {
            goroot: self.path(&sdk.goroot),
            version: sdk.version.as_ref().map(ToString::to_string),
            goos: sdk.goos.as_ref().map(ToString::to_string),
            goarch: sdk.goarch.as_ref().map(ToString::to_string),
            state: sdk.state().into(),
            problems: sdk.problems.iter().map(|problem| self.problem(problem)).collect(),
            ways: sdk.ways.iter().map(|way| self.way(way)).collect(),
            bytes: size.map(|size| size.bytes),
            active: sdk.active,
            runs: *runs,
            patches: sdk.patches.iter().map(patch).collect(),
            cgo: sdk.cgo,
            projects: projects.iter().map(|project| self.path(project)).collect(),
            kept: kept.as_ref().map(|check| self.problem(&check.kind).message),
        }
    }

    fn way(&self, from: &Way) -> SdkWay {
        SdkWay { source: from.source.into(), label: from.source.say(self.lang), place: self.path(&from.path) }
    }

    pub(super) fn which(&self, from: &which::Which) -> Which {
        let choice = from.choice.as_ref();
        let goroot = choice.and_then(|choice| path(choice.goroot.as_ref()?));
        Which {
            directory: self.path(&path(&from.directory).unwrap_or_default()),
            chain: from.chain(self.lang).into_iter().map(|link| self.link(link)).collect(),
            toolchain: choice.and_then(|choice| choice.toolchain.as_ref()).map(ToString::to_string),
            present: choice.is_some_and(|choice| choice.present),
            goroot: goroot.map(|goroot| self.path(&goroot)),
            from: choice.and_then(|choice| choice.from).map(Into::into),
            error: from.problem(self.lang).map(super::problem),
        }
    }

    fn link(&self, from: text::ChainLink) -> ChainLink {
        ChainLink {
            id: from.id.into(),
            title: from.title,
            value: from.value,
            note: from.note,
            layer: from.layer.map(Into::into),
            place: self.maybe_place(&from.place),
            tone: from.tone.into(),
            then: from.then,
        }
    }

    pub(super) fn switch_undo(&self, from: &burrow_core::sdk::switch::SwitchUndo) -> SwitchUndo {
        SwitchUndo { id: from.id, sentence: from.say(self.lang), at: from.at }
    }
}

fn patch(from: &Patch) -> GoEnvPatch {
    GoEnvPatch {
        name: from.name.clone(),
        upstream: from.upstream.as_ref().map(ToString::to_string),
        here: from.here.as_ref().map(ToString::to_string),
    }
}

fn path(path: &[u8]) -> Option<PathBuf> {
    path_from_bytes(path.into())
}
