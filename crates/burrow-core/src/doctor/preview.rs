//! What a remedy would change, shown before it is done.

use std::path::{Path, PathBuf};

use bstr::{BString, ByteSlice};
use go_rules::env_file;

use super::Seen;
use crate::cache::Cache;
use crate::env::edit::{self, Change, DiffLine, DiffSign, Draft, Target, diff};
use crate::remedy::{FOR_OWNER, Remedy};
use crate::secret::Masked;
use crate::system::rights;

/// What would become of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileChange {
    pub file: PathBuf,
    /// Of a file that is text its lines; else what it is now and what it would be, a line each. Empty: that cannot be
    /// told before it is done.
    pub diff: Vec<DiffLine>,
}

impl Seen {
    /// What a remedy would change. Of those that have a plan of their own (a cleaning, an installation), the places.
    #[must_use]
    pub fn preview(&self, remedy: &Remedy) -> Vec<FileChange> {
        match remedy {
            Remedy::Settings(draft) => self.goenv_change(draft).into_iter().collect(),
            Remedy::RebuildPrograms { programs } => programs.iter().map(|path| self.rebuilt(path)).collect(),
            Remedy::Mode { file } => {
                let before = std::fs::metadata(file).ok().and_then(|facts| rights::mode(&facts));
                let told = |mode: u32| format!("mode {mode:04o}");
                let diff = instead(before.map(told).as_deref(), &told(FOR_OWNER));
                vec![FileChange { file: file.clone(), diff }]
            }
            Remedy::UseToolchain { goroot } => {
                let data = self.ground().data_dir.iter();
                let link = data.map(|data| data.join(crate::sdk::switch::link::NAME));
                let after = goroot.display().to_string();
                link.map(|link| {
                    let before = std::fs::read_link(&link).ok().map(|before| before.display().to_string());
                    FileChange { file: link, diff: instead(before.as_deref(), &after) }
                })
                .collect()
            }
            Remedy::Profile { .. } | Remedy::InstallToolchain { .. } => Vec::new(),
            Remedy::Clean(_) => self.laid().iter().filter_map(|laid| place(&laid.path)).collect(),
            Remedy::RepairModules => {
                let modules = self.laid().iter().filter(|laid| laid.cache == Cache::Modules);
                modules.filter_map(|laid| place(&laid.path)).collect()
            }
        }
    }

    fn goenv_change(&self, draft: &Draft) -> Option<FileChange> {
        let change = match draft {
            Draft::Edits(edits) => Change::Edits(edits.iter().map(raw).collect()),
            Draft::Text(text) => Change::Whole(text.as_bytes().to_vec()),
            Draft::Undo { .. } => return None,
        };
        let file = self.goenv_for_writing()?;
        let before = edit::file::read(&Target::of(&file).ok()?.file).ok()?.unwrap_or_default();
        Some(FileChange { diff: diff::diff(&before, &change.on(&before)), file })
    }

    fn rebuilt(&self, path: &Path) -> FileChange {
        let all = self.programs();
        let before = all.programs.iter().find(|program| program.path == path);
        let built_by =
            before.and_then(|program| program.info.as_ref().ok()).map(|info| info.version.to_str_lossy());
        let after = all.go.as_ref().map(|go| go.to_str_lossy().into_owned()).unwrap_or_default();
        FileChange { file: path.to_path_buf(), diff: instead(built_by.as_deref(), &after) }
    }
}

/// A cache that is there; what of it goes is worked out when it is cleaned.
fn place(cache: &Path) -> Option<FileChange> {
    cache.is_dir().then(|| FileChange { file: cache.to_path_buf(), diff: Vec::new() })
}

fn raw(edit: &edit::Edit) -> env_file::Edit {
    let name = BString::from(edit.name.as_str());
    match &edit.value {
        None => env_file::Edit::Unset { name },
        Some(value) => env_file::Edit::Set { name, value: value.as_str().into() },
    }
}

/// One line in the place of another.
fn instead(before: Option<&str>, after: &str) -> Vec<DiffLine> {
    let line = |sign, text: &str| DiffLine {
        sign,
        text: Masked::value("", text.as_bytes()),
        old_line: (sign == DiffSign::Removed).then_some(1),
        new_line: (sign == DiffSign::Added).then_some(1),
    };
    before
        .map(|before| line(DiffSign::Removed, before))
        .into_iter()
        .chain([line(DiffSign::Added, after)])
        .collect()
}
