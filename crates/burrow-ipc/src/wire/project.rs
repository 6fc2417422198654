//! The projects, and whether each would build.

use std::path::Path;

use burrow_core::project::ready::{ProjectReport, Readiness};
use burrow_core::text;
use burrow_core::workbench::{ProjectNow, Projects as Known};
use go_rules::gomod::ModKind;

use super::Wire;
use crate::dto::project::{ProjectRow, ProjectVerdict, Projects, ReadinessId};
use crate::dto::proxy::BadgeTone;

/// What runs for a project right now, by the folder of the project: numbers of jobs.
#[derive(Debug, Clone, Default)]
pub struct Running {
    /// Its go.mod or go.work, the download and the build.
    pub jobs: Vec<(std::path::PathBuf, Option<u64>, Option<u64>)>,
}

impl Running {
    fn of(&self, file: &Path) -> (Option<u64>, Option<u64>) {
        let one = self.jobs.iter().find(|(project, _, _)| project == file);
        one.map_or((None, None), |(_, warm, build)| (*warm, *build))
    }
}

impl Wire<'_> {
    /// The whole list.
    pub fn projects(&self, from: &Known, running: &Running) -> Projects {
        let builds = |one: &ProjectNow| {
            one.report.as_ref().is_none_or(|report| report.readiness == Readiness::Offline)
        };
        let waiting = from.projects.iter().filter(|one| one.trouble.is_some() || !builds(one)).count();
        Projects {
            revision: from.revision,
            looking: from.looking,
            sentence: text::projects_sentence(from.projects.len(), waiting, from.looking, self.lang),
            projects: from.projects.iter().map(|one| self.project_row(one, running)).collect(),
            folders: from.folders.iter().map(|folder| self.project_folder(folder)).collect(),
            offers: from.offers.iter().map(|offer| self.project_offer(offer)).collect(),
            notices: Vec::new(),
        }
    }

    pub(super) fn project_row(&self, from: &ProjectNow, running: &Running) -> ProjectRow {
        let folder = from.file.folder();
        let report = from.report.as_deref();
        let choice = report.and_then(|report| report.toolchain.choice.as_ref());
        let (warming, building) = running.of(from.file.path());
        ProjectRow {
            folder: self.path(folder),
            file: self.path(from.file.path()),
            name: folder.file_name().unwrap_or(folder.as_os_str()).to_string_lossy().into_owned(),
            module: from.module.as_ref().map(ToString::to_string),
            workspace: from.file.kind() == ModKind::Work,
            named: Some(self.path(&from.named)),
            alone: from.named == folder || from.named == from.file.path(),
            looking: from.looking,
            verdict: report.map(|report| self.verdict(report, from.at)),
            problem: from.trouble.as_ref().map(|trouble| self.problem(trouble)),
            toolchain: choice.and_then(|choice| choice.toolchain.as_ref()).map(ToString::to_string),
            team: from.team,
            warming,
            building,
        }
    }

    fn verdict(&self, from: &ProjectReport, at: u64) -> ProjectVerdict {
        let (readiness, tone) = match from.readiness {
            Readiness::Offline => (ReadinessId::Offline, BadgeTone::Good),
            Readiness::Download(_) => (ReadinessId::Download, BadgeTone::Warn),
            Readiness::Blocked => (ReadinessId::Blocked, BadgeTone::Bad),
        };
        let sentence = text::readiness(from, self.lang);
        ProjectVerdict {
            readiness,
            tone,
            sentence: super::without_stop(&sentence),
            needed: count(from.modules.needed.len()),
            present: count(from.modules.present()),
            missing: match from.readiness {
                Readiness::Download(modules) => count(modules),
                Readiness::Offline | Readiness::Blocked => count(from.modules.missing.len()),
            },
            damaged: count(from.modules.damaged.len()),
            steps: count(from.steps.len()),
            looked_at: at,
        }
    }
}

pub(super) fn count(of: usize) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}
