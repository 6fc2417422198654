//! Where the caches are, and what they lie on.

use std::path::{Path, PathBuf};

use super::{Once, Seen};
use crate::cache::{Cache, Roots};
use crate::system::volume::{Volume, volume_of};

#[derive(Default)]
pub(super) struct Cells {
    roots: Once<Roots>,
    laid: Once<Vec<Laid>>,
}

/// A cache that Go has a folder for, there or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Laid {
    pub cache: Cache,
    pub path: PathBuf,
    /// `None` where the system does not tell.
    pub volume: Option<Volume>,
}

impl Seen {
    /// Where the caches are.
    pub fn roots(&self) -> &Roots {
        self.caches.roots.get_or_init(|| Roots::seen(self.environ(), self.asked().dir, self.resolved()))
    }

    /// The caches that Go has a folder for.
    pub fn laid(&self) -> &[Laid] {
        self.caches.laid.get_or_init(|| {
            let of = |cache: Cache| {
                let path = self.roots().root(cache).folder()?.to_path_buf();
                Some(Laid { cache, volume: volume_of(&path), path })
            };
            Cache::ALL.into_iter().filter_map(of).collect()
        })
    }

    /// The home of the person whose environment it is.
    pub fn home(&self) -> Option<&Path> {
        self.roots().home.as_deref().or(self.ground().home.as_deref())
    }
}

/// Whether anything was ever downloaded into a module cache.
pub fn is_filled(modules: &Path) -> bool {
    let download = modules.join("cache").join("download");
    let mut entries = std::fs::read_dir(download).into_iter().flatten().flatten();
    entries.any(|entry| entry.file_name() != "sumdb")
}
