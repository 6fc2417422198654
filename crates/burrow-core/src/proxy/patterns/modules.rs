//! The modules of the person's projects: those that they are, require, put in place of others, and have sums of.
//! Only files are read; what a build list would choose among versions does not matter here.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use bstr::BString;
use go_rules::environ::Os;
use go_rules::gomod::{ModFile, Replace, Replacement};

use crate::project::ProjectFile;
use crate::project::needs::NeedsError;
use crate::project::needs::read::{self, Project, Says};

/// A module of a project.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Module {
    /// The go.mod and go.work files that name it, in their order.
    pub projects: Vec<PathBuf>,
    /// One of the projects is this module.
    pub own: bool,
    /// A go.mod requires it, or puts it in place of another; else only sums are there.
    pub required: bool,
}

/// All of them, by path.
#[derive(Debug, Clone, Default)]
pub struct Modules {
    pub all: BTreeMap<BString, Module>,
    /// The projects that were read.
    pub projects: Vec<PathBuf>,
    /// Projects that go would not read either.
    pub unread: Vec<NeedsError>,
}

impl Modules {
    fn add(&mut self, path: &BString, project: &Path) -> &mut Module {
        let module = self.all.entry(path.clone()).or_default();
        if module.projects.last().is_none_or(|last| last != project) {
            module.projects.push(project.to_path_buf());
        }
        module
    }
}

/// Reads projects.
pub fn modules(files: &[ProjectFile], os: Os) -> Modules {
    let mut found = Modules::default();
    for file in files {
        match read::project(file, os) {
            Ok(project) => add(&mut found, &project),
            Err(why) => found.unread.push(why),
        }
    }
    found
}

fn add(found: &mut Modules, project: &Project) {
    let place = project.file.path();
    found.projects.push(place.to_path_buf());
    let (files, mut replaces): (Vec<&ModFile>, Vec<&Replace>) = match &project.says {
        Says::Module(file) => (vec![file], Vec::new()),
        Says::Workspace { file, modules } => {
            (modules.iter().map(|member| &member.file).collect(), file.replace.iter().collect())
        }
    };
    replaces.extend(files.iter().flat_map(|file| &file.replace));
    let own: BTreeSet<&BString> = files.iter().map(|file| &file.module).collect();
    // Nobody is asked for what lies in a folder, whichever version.
    let away: BTreeSet<&BString> =
        replaces.iter().filter(|one| one.old.version.is_empty()).map(|one| &one.old.module).collect();
    for module in &own {
        found.add(module, place).own = true;
    }
    let is_asked = |path: &BString| !away.contains(path) && !own.contains(path);
    let required = files.iter().flat_map(|file| &file.require).map(|require| &require.version.module);
    for module in required.filter(|path| is_asked(path)) {
        found.add(module, place).required = true;
    }
    for replace in replaces {
        if let Replacement::Module(version) = &replace.new {
            found.add(&version.module, place).required = true;
        }
    }
    for line in project.sums.iter().filter(|line| is_asked(&line.version.module)) {
        found.add(&line.version.module, place);
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_a_project_asks_for_is_found_and_what_lies_in_a_folder_is_not() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("go.mod");
        fs::write(
            &file,
            "module corp.com/app\ngo 1.21\nrequire (\n a.com/x v1.0.0\n b.com/y v1.0.0\n c.com/z v1.0.0\n)\n\
             replace b.com/y => ../y\nreplace c.com/z => d.com/z v1.0.0\n",
        )
        .unwrap();
        let sum = "h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
        fs::write(dir.path().join("go.sum"), format!("e.com/deep v1.0.0/go.mod {sum}\n")).unwrap();
        let broken = dir.path().join("b");
        fs::create_dir(&broken).unwrap();
        fs::write(broken.join("go.mod"), "modul\n").unwrap();
        let files = [file, broken.join("go.mod")].map(|file| ProjectFile::of(file).unwrap());
        let found = modules(&files, Os::host());
        let paths: Vec<String> = found.all.keys().map(ToString::to_string).collect();
        assert_eq!(paths, ["a.com/x", "corp.com/app", "d.com/z", "e.com/deep"]);
        assert!(found.all[&BString::from("corp.com/app")].own);
        assert!(!found.all[&BString::from("e.com/deep")].required);
        assert_eq!((found.projects.len(), found.unread.len()), (1, 1));
    }
}
