//! What stands in the place of a module, by the go.mod of the main modules and the go.work (`modload.Replacement`,
//! `makeMainModules`).

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use bstr::{BStr, BString};

use super::{Refusal, Target};
use crate::environ::Os;
use crate::filepath;
use crate::gomod::{Replace, Replacement};
use crate::module::ModuleVersion;

/// Where the content of a module comes from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Actual {
    Module(Arc<ModuleVersion>),
    /// A folder that a `replace` names, absolute.
    Folder(BString),
}

/// The replacements of one file.
struct Table<'a> {
    /// By path and version; without a version: every version.
    lines: HashMap<&'a ModuleVersion, (&'a Replacement, Actual)>,
}

impl<'a> Table<'a> {
    fn of(os: Os, lines: &'a [Replace], folder: &BStr) -> Table<'a> {
        let entry = |line: &'a Replace| (&line.old, (&line.new, actual(os, &line.new, folder)));
        Table { lines: lines.iter().map(entry).collect() }
    }

    /// The replacement, and whether it is for this version alone (`modload.replacement`).
    fn find(
        &self,
        version: &ModuleVersion,
        every: &ModuleVersion,
    ) -> Option<(bool, &(&'a Replacement, Actual))> {
        let own = self.lines.get(version).map(|found| (!version.version.is_empty(), found));
        own.or_else(|| self.lines.get(every).map(|found| (false, found)))
    }
}

/// Every replacement that counts for a target.
pub struct Replacements<'a> {
    /// Of the go.work.
    work: Option<Table<'a>>,
    /// Of each main module.
    modules: Vec<Table<'a>>,
    pub refusals: Vec<Refusal>,
}

impl<'a> Replacements<'a> {
    pub fn of(os: Os, target: Target<'a>) -> Replacements<'a> {
        let modules = match target {
            Target::Module(main) => vec![Table::of(os, &main.file.replace, main.folder)],
            Target::Workspace { modules, .. } => {
                modules.iter().map(|main| Table::of(os, &main.file.replace, main.folder)).collect()
            }
        };
        let work = match target {
            Target::Module(_) => None,
            Target::Workspace { file, folder, .. } => Some(Table::of(os, &file.replace, folder)),
        };
        Replacements { work, modules, refusals: conflicts(os, target) }
    }

    /// Where the content of a module comes from; `true`: the modules of a workspace disagree about it.
    pub fn actual(&self, version: &Arc<ModuleVersion>) -> (Actual, bool) {
        let every = ModuleVersion::new(version.module.clone(), "");
        if let Some((_, (_, actual))) = self.work.as_ref().and_then(|work| work.find(version, &every)) {
            return (actual.clone(), false);
        }
        let mut found: Option<&(&Replacement, Actual)> = None;
        for table in &self.modules {
            let Some((own, here)) = table.find(version, &every) else { continue };
            match found {
                Some(before) if own && before.0 != here.0 => return (before.1.clone(), true),
                _ => found = Some(here),
            }
        }
        (found.map_or_else(|| Actual::Module(version.clone()), |(_, actual)| actual.clone()), false)
    }
}

fn actual(os: Os, new: &Replacement, folder: &BStr) -> Actual {
    match new {
        Replacement::Module(version) => Actual::Module(Arc::new(version.clone())),
        Replacement::Folder(path) if filepath::is_abs(os, path) => Actual::Folder(filepath::clean(os, path)),
        Replacement::Folder(path) => Actual::Folder(filepath::join(os, &[folder.as_ref(), path.as_slice()])),
    }
}

/// What `makeMainModules` stops at.
fn conflicts(os: Os, target: Target<'_>) -> Vec<Refusal> {
    let Target::Workspace { file, modules, .. } = target else { return Vec::new() };
    let mut refusals = Vec::new();
    let mut paths: HashSet<&BString> = HashSet::new();
    for main in modules {
        if !paths.insert(&main.file.module) {
            refusals.push(Refusal::Twice { module: main.file.module.clone() });
        }
    }
    let mut replaced_by_work: HashSet<&BString> = HashSet::new();
    for line in &file.replace {
        if line.old.version.is_empty() && paths.contains(&line.old.module) {
            refusals.push(Refusal::ReplacesMember { module: line.old.module.clone() });
        }
        replaced_by_work.insert(&line.old.module);
    }
    let mut all: HashMap<&ModuleVersion, Actual> = HashMap::new();
    for main in modules {
        for line in main.file.replace.iter().filter(|line| !replaced_by_work.contains(&line.old.module)) {
            let new = actual(os, &line.new, main.folder);
            // Within a file all are the same.
            if all.insert(&line.old, new.clone()).is_some_and(|before| before != new) {
                refusals.push(Refusal::Conflict { of: line.old.clone() });
            }
        }
    }
    refusals
}
