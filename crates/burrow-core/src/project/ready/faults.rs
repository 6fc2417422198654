//! What keeps go from building, from the words of loading into those of the report.

use std::path::Path;

use bstr::ByteSlice;
use go_rules::go_command::Rules;
use go_rules::gomod::ModFile;
use go_rules::load::{self, Fault};
use go_rules::mvs::{Actual, Refusal};
use go_rules::version;

use super::cache::Trouble;
use super::report::{Blocker, NoPackage};
use super::setup::Setup;
use crate::place::Place;
use crate::project::ProjectFile;
use crate::project::needs::NeedsError;
use crate::project::needs::read::{Project, Says};
use crate::system::files::path_to_bytes;

/// A file that cannot be read, or that go refuses.
pub fn refused(error: NeedsError) -> Blocker {
    let place = error.place();
    match error {
        NeedsError::Refused { reason, .. } | NeedsError::Io { reason, .. } => {
            Blocker::File { place, why: reason }
        }
    }
}

/// A file that asks for a newer go, or says what this one does not know.
pub fn too_old(setup: &Setup, project: &Project) -> Option<Blocker> {
    let folder = project.file.folder();
    let of_module = |file: &ModFile, folder: &Path| (folder.join("go.mod"), file.go.clone(), file.since);
    let mut files = match &project.says {
        Says::Module(file) => vec![of_module(file, folder)],
        Says::Workspace { file, modules } => {
            let mut files = vec![(project.file.path().to_path_buf(), file.go.clone(), file.since)];
            files.extend(modules.iter().map(|member| of_module(&member.file, &member.folder)));
            files
        }
    };
    if !setup.rules.since(18) {
        files.clear();
    }
    for (file, go, since) in files {
        if let Some(go) =
            go.filter(|go| setup.rules.since(21) && version::compare(go, &setup.version).is_gt())
        {
            let what = path_to_bytes(&file);
            return Some(Blocker::TooOld { what, wants: go });
        }
        if since > setup.rules.minor() {
            let wants = format!("1.{since}").into();
            return Some(Blocker::TooOld { what: path_to_bytes(&file), wants });
        }
    }
    None
}

/// What a fault is for the person.
pub fn blocker(fault: &Fault<Trouble>, project: &ProjectFile) -> Option<Blocker> {
    Some(match fault {
        Fault::Trouble { trouble: Trouble::NoContent | Trouble::NoGoMod, .. } => return None,
        Fault::Trouble { of: Actual::Module(version), trouble: Trouble::Damaged } => {
            Blocker::Damaged { version: (**version).clone() }
        }
        Fault::Trouble { of, trouble: Trouble::TooNew { go } } => {
            let what = match of {
                Actual::Module(version) => version.to_string().into(),
                Actual::Folder(folder) => folder.clone(),
            };
            Blocker::TooOld { what, wants: go.clone() }
        }
        Fault::Trouble { trouble: Trouble::NoFolder(folder), .. } => {
            Blocker::NoFolder { folder: folder.clone() }
        }
        Fault::Trouble { trouble: Trouble::BadGoMod { place, why }, .. } => {
            Blocker::File { place: place.clone(), why: why.clone() }
        }
        Fault::Trouble { trouble: Trouble::Damaged, .. } => return None,
        Fault::Outdated => Blocker::GoModOutdated,
        Fault::Refusal(refusal) => Blocker::File { place: Place::file(project.path()), why: words(refusal) },
        Fault::TwoPaths { of, paths: [a, b] } => {
            let of = match of {
                Actual::Module(version) => version.to_string(),
                Actual::Folder(folder) => folder.to_string(),
            };
            let why = format!("{of} used for two different module paths ({a} and {b})");
            Blocker::File { place: Place::file(project.path()), why }
        }
        Fault::Import { import, importer, why } => {
            Blocker::NoPackage { import: import.clone(), importer: importer.clone(), why: no_package(why) }
        }
    })
}

fn no_package(why: &load::Why) -> NoPackage {
    use load::Why;
    match why {
        Why::Missing { std: true } => NoPackage::NotInStd,
        Why::Missing { std: false } => NoPackage::NotRequired,
        Why::Ambiguous { modules } => NoPackage::Ambiguous { folders: modules.clone() },
        Why::Implicit { module } => NoPackage::Implicit { module: module.clone() },
        Why::BadPath { why } => NoPackage::BadPath { why: why.clone() },
        Why::Cycle => NoPackage::Cycle,
        Why::NotForImport { why } => NoPackage::NotForImport { why: why.clone() },
        Why::NothingBuilt => NoPackage::NothingBuilt,
        Why::Bad { file, why } => {
            NoPackage::BadSource { file: file.to_path_lossy().into(), why: why.clone() }
        }
    }
}

/// What go refuses of a workspace before it loads anything.
pub fn is_before_loading(refusal: &Refusal, rules: Rules) -> bool {
    match refusal {
        Refusal::Twice { .. } | Refusal::ReplacesMember { .. } => true,
        // Before, a go line above go itself only excused what did not compile.
        Refusal::WorkTooOld { .. } => rules.since(21),
        Refusal::Conflict { .. } | Refusal::UpdatesNeeded | Refusal::OtherPath { .. } => false,
    }
}

/// In go's words.
pub fn words(refusal: &Refusal) -> String {
    match refusal {
        Refusal::UpdatesNeeded => "updates to go.mod needed".into(),
        Refusal::WorkTooOld { module } => format!("module {module} requires a newer go than go.work says"),
        Refusal::Twice { module } => format!("module {module} appears multiple times in workspace"),
        Refusal::ReplacesMember { module } => {
            format!("workspace module {module} is replaced at all versions in the go.work file")
        }
        Refusal::Conflict { of } => format!("conflicting replacements for {of}"),
        Refusal::OtherPath { of, declared } => {
            let of = match of {
                Actual::Module(version) => version.to_string(),
                Actual::Folder(folder) => folder.to_string(),
            };
            format!("{of}: module declares its path as: {declared}")
        }
    }
}
