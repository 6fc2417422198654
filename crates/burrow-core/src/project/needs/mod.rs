//! What the projects of a person need of the module cache: each module version, by which project, and how.
//!
//! The build list is that of go (`go_rules::mvs`), made from the files in the cache alone: no server is asked and
//! no program started. What is not known is told and never taken for unneeded.

pub(crate) mod mods;
pub(crate) mod read;
#[cfg(test)]
mod tests;
mod uses;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};

use go_rules::environ::Os;
use go_rules::gomod::SumLine;
use go_rules::mvs::BuildList;
use rayon::prelude::*;

use super::ProjectFile;
use crate::cache::ModuleVersion;
use crate::place::Place;
use crate::sdk::install::Platform;

/// How a project refers to a module version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum How {
    /// It is in its build list, or stands there in the place of another (`replace`).
    BuildList,
    /// Its go.sum or go.work.sum has a hash of its content.
    GoSum,
    /// Its vendor/modules.txt lists it.
    Vendor,
    /// Its go or toolchain line asks for it.
    Toolchain,
}

/// A project that refers to a module version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Use<'a> {
    /// Its go.mod or go.work.
    pub project: &'a Path,
    /// The strongest way.
    pub how: How,
}

/// A file that a build list hangs on and that is not there, or is not what go takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// The go.mod or go.work of the project.
    pub project: PathBuf,
    /// Whose requirements are not known. Without a version: the folder that a `replace` names.
    pub module: ModuleVersion,
    pub why: UnknownWhy,
}

/// Why requirements are not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnknownWhy {
    /// Its go.mod is not there: neither in the cache nor in the folder.
    Missing,
    /// The disk said no.
    Io(String),
    /// Go would refuse it; much in go's words.
    Refused(String),
}

/// A project that cannot be read: what it needs cannot be told, so nothing may be taken for unneeded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NeedsError {
    /// Go refuses the file.
    #[error("{}{}: {reason}", file.display(), line.map(|line| format!(":{line}")).unwrap_or_default())]
    Refused {
        file: PathBuf,
        /// 1-based, where one line is to blame.
        line: Option<u32>,
        /// Much as go says it.
        reason: String,
    },
    /// The disk refuses it.
    #[error("{}: {reason}", file.display())]
    Io { file: PathBuf, reason: String },
}

impl NeedsError {
    /// The file that cannot be read, and the line to blame.
    #[must_use]
    pub fn place(&self) -> Place {
        match self {
            NeedsError::Refused { file, line: Some(line), .. } => Place::line(file, *line),
            NeedsError::Refused { file, .. } | NeedsError::Io { file, .. } => Place::file(file),
        }
    }
}

/// What the answer depends on besides the projects.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    /// GOMODCACHE.
    pub gomodcache: &'a Path,
    pub os: Os,
    /// Whose toolchains go downloads here.
    pub platform: &'a Platform,
}

/// What projects need.
#[derive(Debug, Clone, Default)]
pub struct Needs {
    projects: Vec<PathBuf>,
    /// By the place in `projects`, each project once, in that order.
    uses: HashMap<ModuleVersion, Vec<(u32, How)>>,
    mods: HashSet<ModuleVersion>,
    unknown: Vec<Unknown>,
    passed_over: Vec<NeedsError>,
}

impl Needs {
    /// The go.mod and go.work files that were read, in the order of their paths.
    #[must_use]
    pub fn projects(&self) -> &[PathBuf] {
        &self.projects
    }

    /// Who refers to a version; empty: it can go without anybody noticing.
    #[must_use]
    pub fn of(&self, version: &ModuleVersion) -> Vec<Use<'_>> {
        let uses = self.uses.get(version).map(Vec::as_slice).unwrap_or_default();
        let project = |at: u32| Some(self.projects.get(usize::try_from(at).ok()?)?.as_path());
        uses.iter().filter_map(|&(at, how)| Some(Use { project: project(at)?, how })).collect()
    }

    /// Whether anybody refers to a version.
    #[must_use]
    pub fn has(&self, version: &ModuleVersion) -> bool {
        self.uses.contains_key(version)
    }

    /// Whether its `.mod` must stay though the version may go: a build list is made with it, or a go.sum names it.
    #[must_use]
    pub fn keeps_mod(&self, version: &ModuleVersion) -> bool {
        self.has(version) || self.mods.contains(version)
    }

    /// Every version that somebody refers to.
    pub fn versions(&self) -> impl Iterator<Item = &ModuleVersion> {
        self.uses.keys()
    }

    /// Files in folders of test data that go would not read: they are there to be refused.
    #[must_use]
    pub fn passed_over(&self) -> &[NeedsError] {
        &self.passed_over
    }

    /// Notes that a project refers to a version; of two ways the stronger counts.
    pub fn add(&mut self, project: &Path, version: ModuleVersion, how: How) {
        let at = self.place_of(project);
        let uses = self.uses.entry(version).or_default();
        match uses.binary_search_by_key(&at, |(project, _)| *project) {
            Ok(found) => uses[found].1 = uses[found].1.min(how),
            Err(free) => uses.insert(free, (at, how)),
        }
    }

    fn read(
        &mut self,
        files: &BTreeSet<ProjectFile>,
        ground: Ground<'_>,
    ) -> Result<Vec<read::Project>, NeedsError> {
        let read: Vec<_> = files.par_iter().map(|file| read::project(file, ground.os)).collect();
        let mut projects = Vec::new();
        for (file, read) in files.iter().zip(read) {
            match read {
                Ok(project) => projects.push(project),
                Err(error) if is_test_data(file.path()) => self.passed_over.push(error),
                Err(error) => return Err(error),
            }
        }
        Ok(projects)
    }

    /// Of the last project.
    fn take(&mut self, used: uses::Used) {
        let at = u32::try_from(self.projects.len().saturating_sub(1)).unwrap_or(u32::MAX);
        for (version, how) in used.versions {
            self.uses.entry(version).or_default().push((at, how));
        }
        self.mods.extend(used.mods);
        self.unknown.extend(used.unknown);
    }

    fn place_of(&mut self, project: &Path) -> u32 {
        let known = self.projects.iter().rposition(|known| known == project);
        let at = known.unwrap_or_else(|| {
            self.projects.push(project.to_path_buf());
            self.projects.len() - 1
        });
        u32::try_from(at).unwrap_or(u32::MAX)
    }

    /// What could not be looked at. The projects keep what their go.sum names in any form instead.
    #[must_use]
    pub fn unknown(&self) -> &[Unknown] {
        &self.unknown
    }
}

/// Whether go passes a folder over when it looks for packages.
fn is_test_data(file: &Path) -> bool {
    let names = file.parent().into_iter().flat_map(Path::components);
    names
        .map(|name| name.as_os_str().to_string_lossy())
        .any(|name| name == "testdata" || name.starts_with('_'))
}

/// The lines of every file of hashes that go reads for a project.
///
/// # Errors
/// A file of it that go would not read.
pub fn sums(project: &ProjectFile, os: Os) -> Result<Vec<SumLine>, NeedsError> {
    Ok(read::project(project, os)?.sums)
}

/// What one project is built with.
///
/// # Errors
/// A file of it that go would not read.
pub fn list(project: &ProjectFile, ground: Ground<'_>) -> Result<BuildList<UnknownWhy>, NeedsError> {
    let read = read::project(project, ground.os)?;
    let list = uses::list_of(&read, ground, &mods::Mods::new(ground));
    uses::check(&read, &list)?;
    Ok(list)
}

/// What these projects need, and the modules of their workspaces, which are projects too.
///
/// # Errors
/// A file of a project that go would not read. Then nothing may be taken for unneeded.
pub fn needs(projects: &[ProjectFile], ground: Ground<'_>) -> Result<Needs, NeedsError> {
    let projects: BTreeSet<ProjectFile> = projects.iter().cloned().collect();
    let mut needs = Needs::default();
    let mut read = needs.read(&projects, ground)?;
    let members: BTreeSet<ProjectFile> = read.iter().flat_map(read::Project::members).collect();
    read.extend(needs.read(&members.difference(&projects).cloned().collect(), ground)?);
    read.sort_by(|a, b| a.file.cmp(&b.file));
    let mods = mods::Mods::new(ground);
    let used: Vec<uses::Used> =
        read.par_iter().map(|project| uses::of(project, ground, &mods)).collect::<Result<_, _>>()?;
    for (project, used) in read.iter().zip(used) {
        needs.projects.push(project.file.path().to_path_buf());
        needs.take(used);
    }
    Ok(needs)
}
