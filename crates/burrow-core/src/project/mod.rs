//! Projects of a person: folders with a go.mod or go.work, what each asks for, and which module versions it needs.

pub mod build;
pub mod find;
pub(crate) mod flags;
pub mod known;
pub(crate) mod modfile;
pub mod needs;
pub mod offered;
pub mod ready;
pub mod team;
pub mod warm;

use std::path::{Path, PathBuf};

use go_rules::gomod::ModKind;

/// A go.mod or go.work of a person.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProjectFile(PathBuf);

impl ProjectFile {
    /// `None`: the file's name is neither of the two.
    #[must_use]
    pub fn of(file: impl Into<PathBuf>) -> Option<ProjectFile> {
        let file = file.into();
        let named = file.file_name().is_some_and(|name| name == "go.mod" || name == "go.work");
        named.then_some(ProjectFile(file))
    }

    /// The go.work that GOWORK names: whatever the name of the file, go takes it for one.
    #[must_use]
    pub fn of_gowork(file: impl Into<PathBuf>) -> ProjectFile {
        ProjectFile(file.into())
    }

    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    #[must_use]
    pub fn kind(&self) -> ModKind {
        if self.0.file_name().is_some_and(|name| name == "go.mod") { ModKind::Mod } else { ModKind::Work }
    }

    /// Where the hashes stand that go reads with it.
    #[must_use]
    pub fn sums(&self) -> PathBuf {
        self.sums_with(None)
    }

    /// The same where `-modfile` names another go.mod: `alt.sum` beside `alt.mod`.
    #[must_use]
    pub fn sums_with(&self, modfile: Option<&Path>) -> PathBuf {
        if let Some(modfile) = modfile {
            return modfile.with_extension("sum");
        }
        match self.kind() {
            ModKind::Mod => self.0.with_extension("sum"),
            ModKind::Work => {
                let mut name = self.0.clone().into_os_string();
                name.push(".sum");
                name.into()
            }
        }
    }

    /// Where it lies.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.0.parent().unwrap_or(Path::new(""))
    }
}
