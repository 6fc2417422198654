//! The module cache and the disk, as loading asks about them: what go would take from there, and what not.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use bstr::{BStr, BString, ByteSlice};
use go_rules::gomod::Summary;
use go_rules::load::{Ground, Scan};
use go_rules::module::{ModuleVersion, h1_of_go_mod};
use go_rules::mvs::{Actual, Source};
use go_rules::{gomod, version};
use rayon::prelude::*;

use super::content::Content;
use super::setup::Setup;
use super::sums::GoSums;
use crate::cache::verify::Places;
use crate::place::Place;
use crate::project::needs::read::read;
use crate::system::files::path_from_bytes;

/// What go would stumble over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// The content is not in the cache.
    NoContent,
    /// The go.mod is not in the cache.
    NoGoMod,
    /// What is there is no zip, or has no hash.
    Damaged,
    /// It is written for a newer go.
    TooNew { go: BString },
    /// A folder of a `replace` line is not there.
    NoFolder(PathBuf),
    /// A go.mod that go does not take.
    BadGoMod { place: Place, why: String },
}

/// The cache of one look.
pub struct Cache<'a> {
    pub setup: &'a Setup,
    pub root: &'a Path,
    pub sums: GoSums,
    scans: RwLock<HashMap<(PathBuf, BString), Arc<Scan>>>,
    std: RwLock<HashMap<BString, bool>>,
}

impl<'a> Cache<'a> {
    pub fn new(setup: &'a Setup, root: &'a Path, sums: GoSums) -> Cache<'a> {
        Cache { setup, root, sums, scans: RwLock::default(), std: RwLock::default() }
    }

    fn is_too_new(&self, go: &[u8]) -> bool {
        self.setup.rules.since(21) && version::compare(go, &self.setup.version).is_gt()
    }

    fn go_mod(&self, of: &ModuleVersion) -> Result<(PathBuf, Vec<u8>), Trouble> {
        let vouched = self.setup.asks_database(of.module.as_bstr());
        self.sums.want(of, true, vouched);
        let places = Places::of(self.root, of).ok_or(Trouble::NoGoMod)?;
        let file = places.file(".mod");
        let text = fs::read(&file).map_err(|_| Trouble::NoGoMod)?;
        self.sums.hold(of, true, h1_of_go_mod(&text).as_bytes());
        Ok((file, text))
    }

    fn module(&self, of: &ModuleVersion) -> Result<Content, Trouble> {
        let vouched = self.setup.asks_database(of.module.as_bstr());
        self.sums.want(of, false, vouched);
        let places = Places::of(self.root, of).ok_or(Trouble::NoContent)?;
        let content = if is_complete(&places) {
            Content::folder(places.dir.clone())
        } else if places.file(".zip").is_file() {
            let prefix = format!("{}@{}/", of.module, of.version);
            Content::zip(places.file(".zip"), prefix.as_bytes()).map_err(|_| Trouble::Damaged)?
        } else {
            return Err(Trouble::NoContent);
        };
        let recorded = fs::read(places.file(".ziphash")).unwrap_or_default();
        let recorded = recorded.trim();
        if is_hash(recorded) {
            self.sums.hold(of, false, recorded);
        } else if !places.file(".zip").is_file() {
            return Err(Trouble::Damaged);
        }
        // Also of a module whose go.mod was read: go looks at what it unpacked.
        if let Some(text) = content.go_mod()
            && let Some((_, go)) = gomod::lookup(&text, "go")
            && self.is_too_new(go)
        {
            return Err(Trouble::TooNew { go: go.into() });
        }
        Ok(content)
    }
}

/// Whether go builds with what was unpacked (`modfetch.DownloadDir`).
pub fn is_complete(places: &Places) -> bool {
    places.dir.is_dir() && !places.file(".partial").exists() && places.file(".ziphash").exists()
}

/// `modfetch.isValidSum`.
pub fn is_hash(text: &[u8]) -> bool {
    text.len() == 47 && text.starts_with(b"h1:")
}

impl Source for Cache<'_> {
    type Trouble = Trouble;

    fn summary(&self, of: &Actual) -> Result<Arc<Summary>, Trouble> {
        let (file, text) = match of {
            Actual::Module(version) => self.go_mod(version)?,
            Actual::Folder(folder) => {
                let folder = path_from_bytes(folder.as_bstr()).unwrap_or_default();
                let file = folder.join("go.mod");
                let text = read(&file).map_err(|error| match error.kind() {
                    io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Trouble::NoFolder(folder),
                    _ => Trouble::BadGoMod { place: Place::file(&file), why: error.to_string() },
                })?;
                (file, text)
            }
        };
        let mut summary = Summary::read(self.setup.os, &text).map_err(|bad| {
            let line = (bad.line > 0).then_some(bad.line);
            Trouble::BadGoMod { place: Place { file, line }, why: bad.text }
        })?;
        if let Some(go) = summary.require.iter().find(|it| it.module == "go")
            && self.is_too_new(&go.version)
        {
            return Err(Trouble::TooNew { go: go.version.clone() });
        }
        if !self.setup.rules.since(21) {
            summary.require.retain(|it| it.module != "go");
        }
        Ok(Arc::new(summary))
    }
}

impl Ground for Cache<'_> {
    type Root = Content;

    fn root(&self, of: &Actual) -> Result<Content, Trouble> {
        match of {
            Actual::Module(version) => self.module(version),
            Actual::Folder(folder) => {
                let folder = path_from_bytes(folder.as_bstr()).unwrap_or_default();
                if folder.exists() { Ok(Content::folder(folder)) } else { Err(Trouble::NoFolder(folder)) }
            }
        }
    }

    fn is_std(&self, path: &BStr) -> Option<bool> {
        let std = self.setup.std.as_ref().filter(|std| std.is_dir())?;
        if let Some(known) = self.std.read().unwrap_or_else(PoisonError::into_inner).get(path) {
            return Some(*known);
        }
        let names = path_from_bytes(path).and_then(|path| fs::read_dir(std.join(path)).ok());
        let is_std = names.is_some_and(|mut names| {
            names.any(|it| it.is_ok_and(|it| it.file_name().as_encoded_bytes().ends_with(b".go")))
        });
        self.std.write().unwrap_or_else(PoisonError::into_inner).insert(path.into(), is_std);
        Some(is_std)
    }

    fn is_module(&self, root: &Content, below: &BStr) -> bool {
        root.is_module(below)
    }

    fn scan(&self, root: &Content, below: &BStr) -> Arc<Scan> {
        let key = (root.key().to_path_buf(), BString::from(below));
        if let Some(known) = self.scans.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return known.clone();
        }
        let scan = Arc::new(root.scan(below, &self.setup.tags, self.setup.rules.minor()));
        self.scans.write().unwrap_or_else(PoisonError::into_inner).insert(key, scan.clone());
        scan
    }

    fn prepare(&self, folders: &[(Content, BString)]) {
        folders.par_iter().for_each(|(root, below)| _ = self.scan(root, below.as_bstr()));
    }
}
