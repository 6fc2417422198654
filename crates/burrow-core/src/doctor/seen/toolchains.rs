//! Toolchains and what they have built.

use std::path::{Path, PathBuf};

use bstr::{BString, ByteSlice};
use go_rules::go_command::GoCommand;
use go_rules::toolchain::{AskingFile, AskingLines};

use super::{Once, Seen};
use crate::env::resolve::Asked;
use crate::sdk::at_hand::{self, Lead};
use crate::sdk::probe::Finding;
use crate::sdk::programs::{self, Look, Programs};
use crate::sdk::which::{Which, which};
use crate::system::DiskFiles;
use crate::system::files::{path_from_bytes, path_to_bytes};

#[derive(Default)]
pub(super) struct Cells {
    on_path: Once<Vec<OnPath>>,
    choices: Once<Vec<ProjectChoice>>,
    programs: Once<Programs>,
}

/// A `go` on PATH, each program once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnPath {
    pub path: PathBuf,
    /// The toolchain, or what it is instead.
    pub go: Result<GoCommand, Finding>,
}

/// Which toolchain runs in the folder of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectChoice {
    pub folder: PathBuf,
    pub which: Which,
}

impl Seen {
    /// Every `go` on PATH in the order of PATH.
    pub fn go_on_path(&self) -> &[OnPath] {
        self.toolchains.on_path.get_or_init(|| {
            let asked = self.asked();
            let all = at_hand::at_hand(asked.environ, asked.dir, &DiskFiles).into_iter();
            all.filter(|candidate| candidate.lead == Lead::Path)
                .filter_map(|candidate| {
                    Some(OnPath { path: path_from_bytes(candidate.path.as_bstr())?, go: candidate.go })
                })
                .collect()
        })
    }

    /// What runs in the folder of the question, then in those of the known projects.
    pub fn choices(&self) -> &[ProjectChoice] {
        self.toolchains.choices.get_or_init(|| {
            let here = which(&self.asked(), &DiskFiles);
            let mut all = vec![ProjectChoice { folder: self.ground.directory.clone(), which: here }];
            for folder in self.other_projects() {
                let dir = path_to_bytes(&folder);
                let asked = Asked { dir: dir.as_bstr(), started_in: None, ..self.asked() };
                all.push(ProjectChoice { which: which(&asked, &DiskFiles), folder });
            }
            all
        })
    }

    /// What lies in the folders that `go install` puts programs into.
    pub fn programs(&self) -> &Programs {
        self.toolchains.programs.get_or_init(|| {
            let asked = self.asked();
            let look = Look::seen(asked.environ, asked.dir, self.resolved(), self.at_hand().go.as_ref());
            programs::list(&look, &DiskFiles)
        })
    }

    /// The version of the SDK in a folder, or why there is none.
    pub fn sdk_in(&self, goroot: &Path) -> Result<BString, Finding> {
        let os = self.environ().os();
        let chosen = at_hand::chosen(os, path_to_bytes(goroot).as_bstr(), &DiskFiles);
        let tools = goroot.join("pkg").join("tool").is_dir();
        match chosen.go {
            Ok(go) if tools => Ok(go.version),
            Ok(_) => Err(Finding::NotGo),
            Err(why) => Err(why),
        }
    }

    /// Whether GOROOT is set to a folder without a toolchain, or with that of another version: what its `go.env` says or
    /// does not say is then nobody's wish.
    pub fn goroot_is_lost(&self) -> bool {
        let user = self.resolved().user_file.last("GOROOT").map(|entry| entry.value.as_bstr());
        let set = user.filter(|value| !value.is_empty()).or_else(|| self.environ().set("GOROOT"));
        let goroot = set.and_then(path_from_bytes).map(|path| self.ground.directory.join(path));
        let own = self.at_hand().go.as_ref().map(|go| &go.version);
        goroot.is_some_and(|goroot| {
            self.sdk_in(&goroot).map_or(true, |there| own.is_some_and(|own| *own != there))
        })
    }

    /// The go.work, else the go.mod, that go would build by in the folder of a project.
    pub fn asking_file(&self, project: &ProjectChoice) -> Option<AskingFile> {
        let file = match project.folder == self.ground.directory {
            true => self.project_file()?,
            false => ["go.work", "go.mod"]
                .map(|name| project.folder.join(name))
                .into_iter()
                .find(|f| f.is_file())?,
        };
        let text = std::fs::read(&file).ok()?;
        Some(AskingFile { path: path_to_bytes(&file), lines: AskingLines::of(&text) })
    }

    /// The folder of the project that the question is asked in: that of go.work, else of go.mod.
    pub fn project(&self) -> Option<PathBuf> {
        self.project_file()?.parent().map(Path::to_path_buf)
    }

    /// Folders of the person's projects but for the one that the question is asked in, each once.
    pub fn other_projects(&self) -> Vec<PathBuf> {
        let here = self.project();
        let folders = self.projects().iter().map(|file| file.folder().to_path_buf());
        let mut others: Vec<PathBuf> = folders.filter(|folder| Some(folder) != here.as_ref()).collect();
        others.dedup();
        others
    }

    fn project_file(&self) -> Option<PathBuf> {
        let file = |name: &str| {
            path_from_bytes(self.value(name)).filter(|path| path.is_absolute() && path.is_file())
        };
        file("GOWORK").or_else(|| file("GOMOD"))
    }
}
