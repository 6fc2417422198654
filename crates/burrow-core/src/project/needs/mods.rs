//! The go.mod files of dependencies, from the module cache and from the folders of `replace` lines, each read once for
//! all projects.

use std::collections::{HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use bstr::ByteSlice;
use go_rules::environ::Os;
use go_rules::gomod::Summary;
use go_rules::module::{ModuleVersion, escape_path, escape_version};
use go_rules::mvs::{Actual, Source};

use super::{Ground, UnknownWhy, read};
use crate::system::files::path_from_bytes;

type Answer = Result<Arc<Summary>, UnknownWhy>;

/// What was read.
pub struct Mods {
    downloads: PathBuf,
    os: Os,
    known: RwLock<HashMap<Actual, Answer>>,
    /// Each version once: graphs name the same ones over and over.
    names: RwLock<HashSet<Arc<ModuleVersion>>>,
}

impl Mods {
    pub fn new(ground: Ground<'_>) -> Mods {
        Mods {
            downloads: ground.gomodcache.join("cache").join("download"),
            os: ground.os,
            known: RwLock::default(),
            names: RwLock::default(),
        }
    }

    fn read(&self, of: &Actual) -> Answer {
        let file = match of {
            Actual::Module(version) => go_mod_of(&self.downloads, version)?,
            Actual::Folder(folder) => {
                path_from_bytes(folder.as_bstr()).ok_or(UnknownWhy::Missing)?.join("go.mod")
            }
        };
        let text = read::read(&file).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => UnknownWhy::Missing,
            _ => UnknownWhy::Io(error.to_string()),
        })?;
        let mut summary =
            Summary::read(self.os, &text).map_err(|bad| UnknownWhy::Refused(bad.to_string()))?;
        for version in &mut summary.require {
            *version = self.name(version);
        }
        Ok(Arc::new(summary))
    }

    fn name(&self, version: &Arc<ModuleVersion>) -> Arc<ModuleVersion> {
        let names = self.names.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = names.get(version) {
            return known.clone();
        }
        drop(names);
        self.names.write().unwrap_or_else(PoisonError::into_inner).insert(version.clone());
        version.clone()
    }
}

pub fn go_mod_of(downloads: &Path, version: &ModuleVersion) -> Result<PathBuf, UnknownWhy> {
    let refused = |bad: go_rules::module::Malformed| UnknownWhy::Refused(bad.to_string());
    let module = escape_path(&version.module).map_err(refused)?;
    let name = escape_version(&version.version).map_err(refused)?;
    let (Some(module), Some(name)) = (path_from_bytes(module.as_bstr()), path_from_bytes(name.as_bstr()))
    else {
        return Err(UnknownWhy::Missing);
    };
    let mut name = name.into_os_string();
    name.push(".mod");
    Ok(downloads.join(module).join("@v").join(name))
}

impl Source for Mods {
    type Trouble = UnknownWhy;

    fn summary(&self, of: &Actual) -> Answer {
        if let Some(known) = self.known.read().unwrap_or_else(PoisonError::into_inner).get(of) {
            return known.clone();
        }
        let answer = self.read(of);
        self.known.write().unwrap_or_else(PoisonError::into_inner).insert(of.clone(), answer.clone());
        answer
    }
}
