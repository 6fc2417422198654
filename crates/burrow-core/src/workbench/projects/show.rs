//! The list of projects as it is shown.

use std::path::Path;
use std::sync::Arc;

use super::{Known, ProjectNow, Projects};
use crate::project::ready::Readiness;
use crate::workbench::work::Inner;

impl Inner {
    pub(super) fn show_projects(&self) -> Projects {
        // The list of folders is read anew: whoever has just named one sees it at once.
        let named = self.store.project_folders().unwrap_or_default();
        let revision = self.state().revision;
        let known = self.projects.known();
        let mut projects: Vec<Arc<ProjectNow>> =
            known.projects.values().map(|entry| Arc::clone(&entry.now)).collect();
        projects.retain(|project| named.contains(&project.named));
        projects.sort_by(|a, b| rank(a).cmp(&rank(b)).then_with(|| a.file.cmp(&b.file)));
        let offered = |path: &Path| named.iter().any(|folder| path.starts_with(folder));
        Projects {
            revision,
            looking: known.looking || !known.found || known.projects.values().any(|entry| entry.now.looking),
            folders: known.folders.iter().filter(|folder| named.contains(&folder.path)).cloned().collect(),
            offers: known.offers.iter().filter(|offer| !offered(&offer.path)).cloned().collect(),
            projects,
        }
    }
}

impl Known {
    /// Whether somebody has the project on the screen.
    pub(super) fn is_open(&self, file: &Path) -> bool {
        self.open.contains(file)
    }
}

/// Those that need something stand first.
fn rank(project: &ProjectNow) -> u8 {
    match project.report.as_ref().map(|report| report.readiness) {
        _ if project.trouble.is_some() => 0,
        Some(Readiness::Blocked) => 1,
        Some(Readiness::Download(_)) => 2,
        None => 3,
        Some(Readiness::Offline) => 4,
    }
}
