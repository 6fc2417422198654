//! Installed Go programs.

use burrow_core::sdk::programs::{self, Folder};

use super::Wire;
use crate::dto::sdk::{Program, ProgramFolder, Programs};

impl Wire<'_> {
    /// Everything that lies in GOBIN and GOPATH/bin.
    pub fn programs(&self, from: &programs::Programs) -> Programs {
        Programs {
            folders: from.folders.iter().map(|folder| self.program_folder(folder)).collect(),
            programs: from.programs.iter().map(|program| self.program(program)).collect(),
            notices: Vec::new(),
        }
    }

    fn program_folder(&self, from: &Folder) -> ProgramFolder {
        ProgramFolder { place: self.path(&from.path), on_path: from.on_path }
    }

    fn program(&self, from: &programs::Program) -> Program {
        let info = from.info.as_ref();
        let module = info.ok().and_then(|info| info.main_module());
        // What it is not comes before what cannot be done with it.
        let problem = match (info, &from.rebuild) {
            (Err(strange), _) => Some(self.problem(strange)),
            (Ok(_), Err(why)) => Some(self.problem(why)),
            (Ok(_), Ok(_)) => None,
        };
        Program {
            place: self.path(&from.path),
            name: from.name.clone(),
            package: info.ok().and_then(|info| info.main_package()).map(ToString::to_string),
            module: module.map(|module| module.path.to_string()),
            version: module.map(|module| module.version.to_string()),
            built_by: info.ok().map(|info| info.version.to_string()),
            outdated: from.outdated,
            bytes: from.bytes,
            first_on_path: from.first_on_path,
            hidden_by: from.hidden_by.as_ref().map(|path| self.path(path)),
            rebuild: from.rebuild.as_ref().ok().map(ToString::to_string),
            problem,
        }
    }
}
