//! The projects that are known, folders that may be worth naming, and what else lies around the caches.

use burrow_core::cache::measure::leftovers::{Leftover, What};
use burrow_core::project::known::KnownFolder;
use burrow_core::project::offered::Offer;
use burrow_core::text::{self, Say};
use burrow_core::workbench::{self as core, KnownProject};

use super::Wire;
use super::cache::unix_ms;
use crate::dto::cache::{
    CacheLeftover, CacheProject, CacheProjects, LeftoverId, ProjectFolder, ProjectOffer,
};

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

    pub(super) fn leftover(&self, from: &Leftover) -> CacheLeftover {
        CacheLeftover {
            id: from.what.into(),
            label: from.what.say(self.lang),
            note: text::leftover_note(from.what, self.lang).to_owned(),
            place: self.path(&from.path),
            size: from.size.into(),
            newest: from.newest.and_then(unix_ms),
        }
    }

    pub(super) fn project_folder(&self, from: &KnownFolder) -> ProjectFolder {
        ProjectFolder {
            place: self.path(&from.path),
            projects: count(from.files.len()),
            problem: text::folder_problem(from, self.lang).map(super::problem),
        }
    }

    pub(super) fn project_offer(&self, from: &Offer) -> ProjectOffer {
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

impl From<What> for LeftoverId {
    fn from(from: What) -> Self {
        match from {
            What::OldPackages => LeftoverId::Pkg,
            What::BrokenBuild => LeftoverId::GoBuild,
            What::Vendor => LeftoverId::Vendor,
        }
    }
}

fn count(of: usize) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}
