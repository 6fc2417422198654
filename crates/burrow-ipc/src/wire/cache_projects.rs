//! The projects that are known, and folders that may be worth naming.

use burrow_core::project::known::KnownFolder;
use burrow_core::project::offered::Offer;
use burrow_core::text;
use burrow_core::workbench::{self as core, KnownProject};

use super::Wire;
use crate::dto::cache::{CacheProject, CacheProjects, ProjectFolder, ProjectOffer};

impl Wire<'_> {
    pub(super) fn cache_projects(&self, from: &core::CacheProjects) -> CacheProjects {
        CacheProjects {
            looking: from.looking,
            folders: from.folders.iter().map(|folder| self.project_folder(folder)).collect(),
            offers: from.offers.iter().map(|offer| self.project_offer(offer)).collect(),
            projects: from.projects.iter().map(|project| self.known_project(project)).collect(),
            sentence: text::known_projects(from.projects.len(), self.lang),
        }
    }

    fn project_folder(&self, from: &KnownFolder) -> ProjectFolder {
        ProjectFolder {
            place: self.path(&from.path),
            projects: count(from.files.len()),
            problem: text::folder_problem(from, self.lang).map(super::problem),
        }
    }

    fn project_offer(&self, from: &Offer) -> ProjectOffer {
        ProjectOffer { place: self.path(&from.path), reason: text::offer_reason(from, self.lang) }
    }

    fn known_project(&self, from: &KnownProject) -> CacheProject {
        CacheProject {
            place: self.path(&from.file),
            module: from.module.as_ref().map(ToString::to_string),
            needs: count(from.needs),
            problem: from.problem.as_ref().map(|error| self.problem(&**error)),
        }
    }
}

fn count(of: usize) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}
