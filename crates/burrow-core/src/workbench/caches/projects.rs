//! The projects that are known, and what they need of the module cache: found out behind everything else, and again when
//! one of their files changes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bstr::{BString, ByteSlice};
use go_rules::gomod;

use super::super::Workbench;
use super::super::projects::ProjectErrand;
use super::super::work::Inner;
use super::thinker::Thought;
use crate::cache::measure::leftovers::leftovers;
use crate::error::CoreError;
use crate::project::ProjectFile;
use crate::project::find::Limits;
use crate::project::known::{self, KnownFolder};
use crate::project::needs::{self, Ground, Needs, NeedsError};
use crate::project::offered::Offer;
use crate::sdk::install::Platform;
use crate::watch::{Why, Wish};

/// Projects whose files are watched; of more, what changes is seen when the page is opened.
const WATCHED: usize = 300;

/// What is known of projects.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CacheProjects {
    /// It is being found out.
    pub looking: bool,
    pub folders: Vec<KnownFolder>,
    pub offers: Vec<Offer>,
    pub projects: Vec<KnownProject>,
}

/// A project that is known.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownProject {
    /// Its go.mod or go.work.
    pub file: PathBuf,
    /// What go.mod calls it.
    pub module: Option<BString>,
    /// Module versions that it needs.
    pub needs: usize,
    pub problem: Option<Arc<NeedsError>>,
}

impl Workbench {
    /// Looks for projects in one more folder.
    ///
    /// # Errors
    /// [`CoreError::NoFolder`]; [`CoreError::Store`]: it cannot be kept.
    pub fn add_project_folder(&self, folder: &Path) -> Result<(), CoreError> {
        let real = dunce::canonicalize(folder).ok().filter(|real| real.is_dir());
        let real = real.ok_or_else(|| CoreError::NoFolder(folder.to_path_buf()))?;
        known::add(&self.inner.store, &real)?;
        self.inner.name_project_folders();
        Ok(())
    }

    /// No longer looks in a folder that was added.
    ///
    /// # Errors
    /// [`CoreError::Store`]: it cannot be forgotten.
    pub fn forget_project_folder(&self, folder: &Path) -> Result<(), CoreError> {
        known::forget(&self.inner.store, folder)?;
        self.inner.name_project_folders();
        Ok(())
    }
}

impl Inner {
    /// The list of folders is another: shown at once, what is in them later.
    fn name_project_folders(&self) {
        let named = self.store.project_folders().unwrap_or_default();
        let mut known = self.caches.known();
        let before = std::mem::take(&mut known.projects.folders);
        let folder = |path: &PathBuf| match before.iter().find(|folder| folder.path == *path) {
            Some(folder) => folder.clone(),
            None => known::look(path, Limits { entries: 0, ..Limits::default() }),
        };
        known.projects.folders = named.iter().map(folder).collect();
        known.projects.offers.retain(|offer| !named.contains(&offer.path));
        known.projects.looking = true;
        drop(known);
        self.show_caches();
        self.caches.think(Thought::Projects);
        self.caches.think(Thought::Offers);
        self.projects.errand(ProjectErrand::Folders);
    }

    /// Finds out what is in the folders that the person named, and what all of it needs.
    pub(super) fn look_at_projects(&self) {
        self.caches.known().projects.looking = true;
        self.show_caches();
        let roots = self.cache_roots();
        let folders = known::known(&self.store, Limits::of_named()).unwrap_or_default();
        let files = known::files(&folders);
        let os = self.options.environ.os();
        let platform = Platform::host();
        let needs = roots.gomodcache.folder().filter(|_| !files.is_empty()).map(|gomodcache| {
            let ground = Ground { gomodcache, os, platform: &platform };
            needs::needs(&files, ground).map(Arc::new).map_err(Arc::new)
        });
        let projects = projects(&files, needs.as_ref());
        self.watch_projects(&files);
        let mut known = self.caches.known();
        if known.roots.as_ref() == Some(&roots) {
            // Of folders that were not seen whole, more may be needed than is known.
            let whole = folders.iter().all(KnownFolder::is_whole);
            let needs = needs.and_then(Result::ok).filter(|_| whole);
            if needs.is_some() || known.needs.is_some() {
                known.rows_revision += 1;
            }
            known.needs = needs;
            known.projects.folders = folders;
            known.projects.projects = projects;
            known.projects.looking = false;
        }
        drop(known);
        self.show_caches();
    }

    /// Looks for folders that could be named.
    pub(super) fn look_for_offers(&self) {
        let offers = self.project_offers();
        self.caches.known().projects.offers = offers;
        self.show_caches();
    }

    /// Looks what lies around the caches.
    pub(super) fn look_for_leftovers(&self) {
        let roots = self.cache_roots();
        let folder = |project: &KnownProject| project.file.parent().map(Path::to_path_buf);
        let folders: Vec<PathBuf> = self.caches.known().projects.projects.iter().filter_map(folder).collect();
        // Who ends the workbench wants no answer.
        let Ok(found) = leftovers(&roots, &folders, &self.caches.ending) else { return };
        self.caches.known().leftovers = found;
        self.show_caches();
    }

    fn watch_projects(&self, files: &[ProjectFile]) {
        let mut state = self.state();
        let beside = |file: &ProjectFile| {
            let folder = file.folder().to_path_buf();
            ["go.sum", "go.work.sum"]
                .map(|name| folder.join(name))
                .into_iter()
                .chain([file.path().to_path_buf()])
        };
        let files = files.iter().take(WATCHED).flat_map(beside);
        state.project_wishes = files.map(|file| Wish::new(file, Why::Project)).collect();
        self.follow(&mut state);
    }
}

fn projects(files: &[ProjectFile], needs: Option<&Result<Arc<Needs>, Arc<NeedsError>>>) -> Vec<KnownProject> {
    let counted = needs.and_then(|needs| needs.as_ref().ok()).map(|needs| counts(needs)).unwrap_or_default();
    let broken = needs.and_then(|needs| needs.as_ref().err());
    let project = |file: &ProjectFile| KnownProject {
        file: file.path().to_path_buf(),
        module: module(file.path()),
        needs: counted.get(file.path()).copied().unwrap_or(0),
        problem: broken.filter(|error| error.place().file.parent() == Some(file.folder())).cloned(),
    };
    files.iter().map(project).collect()
}

/// How many versions each project refers to.
fn counts(needs: &Needs) -> BTreeMap<&Path, usize> {
    let mut counts = BTreeMap::new();
    for version in needs.versions() {
        for one in needs.of(version) {
            *counts.entry(one.project).or_default() += 1;
        }
    }
    counts
}

fn module(file: &Path) -> Option<BString> {
    let text = fs::read(file).ok()?;
    let (_, name) = gomod::lookup(&text, "module")?;
    Some(BString::from(name.trim().as_bytes()))
}
