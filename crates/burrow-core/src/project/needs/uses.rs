//! What one project needs.

use std::collections::{HashMap, HashSet};

use bstr::BString;
use go_rules::gomod::Replacement;
use go_rules::module::ModuleVersion;
use go_rules::mvs::{Actual, BuildList, Main, Refusal, Target, build_list};

use super::mods::Mods;
use super::read::{Project, Says};
use super::{Ground, How, NeedsError, Unknown, UnknownWhy};
use crate::project::find;
use crate::sdk::install::toolchain_module;
use crate::system::files::path_to_bytes;

/// The versions of a project, each once and by its strongest way.
pub struct Used {
    pub versions: HashMap<ModuleVersion, How>,
    /// Whose `.mod` must stay.
    pub mods: HashSet<ModuleVersion>,
    pub unknown: Vec<Unknown>,
}

impl Used {
    fn add(&mut self, version: ModuleVersion, how: How) {
        let known = self.versions.entry(version).or_insert(how);
        *known = how.min(*known);
    }
}

/// What a project needs.
///
/// # Errors
/// Its files contradict each other, so that go would not begin.
pub fn of(project: &Project, ground: Ground<'_>, mods: &Mods) -> Result<Used, NeedsError> {
    let list = list_of(project, ground, mods);
    check(project, &list)?;
    let mut used = Used { versions: HashMap::new(), mods: HashSet::new(), unknown: unknown(project, &list) };
    for module in list.selected.iter().chain(&list.settled).chain(&list.named) {
        used.add((*module.version).clone(), How::BuildList);
        if let Actual::Module(actual) = &module.actual {
            used.add((**actual).clone(), How::BuildList);
        }
    }
    used.mods.extend(list.asked.iter().filter_map(|actual| match actual {
        Actual::Module(version) => Some((**version).clone()),
        Actual::Folder(_) => None,
    }));
    for line in &project.sums {
        // Where the graph is not known, what go.sum knows of it has to do.
        match line.of_go_mod && used.unknown.is_empty() {
            true => _ = used.mods.insert(line.version.clone()),
            false => used.add(line.version.clone(), How::GoSum),
        }
    }
    for line in &project.vendored {
        let replacement = match &line.replacement {
            Some(Replacement::Module(version)) => Some(version),
            _ => None,
        };
        for version in [Some(&line.version), replacement].into_iter().flatten() {
            if !version.version.is_empty() {
                used.add(version.clone(), How::Vendor);
            }
        }
    }
    if let Some(version) = toolchain(project, ground) {
        used.add(version, How::Toolchain);
    }
    Ok(used)
}

/// What a project is built with.
pub fn list_of(project: &Project, ground: Ground<'_>, mods: &Mods) -> BuildList<UnknownWhy> {
    let folder = path_to_bytes(project.file.folder());
    match &project.says {
        Says::Module(file) => {
            build_list(ground.os, Target::Module(Main { file, folder: folder.as_ref() }), mods)
        }
        Says::Workspace { file, modules } => {
            let folders: Vec<BString> = modules.iter().map(|member| path_to_bytes(&member.folder)).collect();
            let mains: Vec<Main<'_>> = modules
                .iter()
                .zip(&folders)
                .map(|(member, folder)| Main { file: &member.file, folder: folder.as_ref() })
                .collect();
            let target = Target::Workspace { file, folder: folder.as_ref(), modules: &mains };
            build_list(ground.os, target, mods)
        }
    }
}

/// What go refuses before it knows what it would build with. That updates are needed is nothing of the kind.
pub fn check(project: &Project, list: &BuildList<UnknownWhy>) -> Result<(), NeedsError> {
    let reason = list.refusals.iter().find_map(|refusal| match refusal {
        Refusal::Twice { module } => Some(format!("module {module} appears multiple times in workspace")),
        Refusal::ReplacesMember { module } => {
            Some(format!("workspace module {module} is replaced at all versions in the go.work file"))
        }
        Refusal::Conflict { of } => Some(format!("conflicting replacements for {of}")),
        Refusal::UpdatesNeeded | Refusal::WorkTooOld { .. } | Refusal::OtherPath { .. } => None,
    });
    match reason {
        None => Ok(()),
        Some(reason) => {
            Err(NeedsError::Refused { file: project.file.path().to_path_buf(), line: None, reason })
        }
    }
}

fn unknown(project: &Project, list: &BuildList<UnknownWhy>) -> Vec<Unknown> {
    let of = |actual: &Actual, why: UnknownWhy| {
        let module = match actual {
            Actual::Module(version) => (**version).clone(),
            Actual::Folder(folder) => ModuleVersion::new(folder.clone(), ""),
        };
        Unknown { project: project.file.path().to_path_buf(), module, why }
    };
    let other_path = list.refusals.iter().filter_map(|refusal| match refusal {
        Refusal::OtherPath { of: actual, declared } => {
            Some(of(actual, UnknownWhy::Refused(format!("module declares its path as: {declared}"))))
        }
        _ => None,
    });
    list.trouble.iter().map(|(actual, why)| of(actual, why.clone())).chain(other_path).collect()
}

/// The toolchain that its lines ask for, as a module.
fn toolchain(project: &Project, ground: Ground<'_>) -> Option<ModuleVersion> {
    let (go, toolchain) = match &project.says {
        Says::Module(file) => (&file.go, &file.toolchain),
        Says::Workspace { file, .. } => (&file.go, &file.toolchain),
    };
    let file = project.file.path().to_path_buf();
    let asks = find::Project { file, go: go.clone(), toolchain: toolchain.clone() };
    Some(toolchain_module(&asks.asks_for()?.to_string(), ground.platform))
}
