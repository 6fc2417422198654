//! Projects of a person: folders with a go.mod or go.work, what each asks for, and which module versions it needs.

pub mod find;
pub mod known;
pub mod needs;
pub mod offered;

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

    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    #[must_use]
    pub fn kind(&self) -> ModKind {
        if self.0.file_name().is_some_and(|name| name == "go.work") { ModKind::Work } else { ModKind::Mod }
    }

    /// Where it lies.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.0.parent().unwrap_or(Path::new(""))
    }
}
