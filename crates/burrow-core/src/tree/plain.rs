//! The walk by paths, for systems whose handles we do not go by: one task a folder.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use bstr::BStr;
use rayon::{Scope, ThreadPool};

use super::walk::{Visit, look};
use super::{Facts, What};
use crate::job::Cancel;
use crate::system::files::path_from_bytes;

pub fn walk<V: Visit>(
    root: &Path,
    visit: &V,
    first: V::Folder,
    device: u64,
    pool: Option<&ThreadPool>,
    cancel: &Cancel,
) {
    let walk = Walk { visit, cancel, device };
    match pool {
        Some(pool) => pool.scope(|scope| walk.task(root.to_path_buf(), first, scope)),
        None => {
            let mut waiting = vec![(root.to_path_buf(), first)];
            while let Some((dir, folder)) = waiting.pop() {
                let inner = walk.read(&dir, folder);
                waiting.extend(inner.into_iter().map(|(name, folder)| (dir.join(name), folder)));
            }
        }
    }
}

/// Many looks below one folder, the way to which is gone each time. It is no link itself.
pub struct Below(PathBuf);

impl Below {
    /// # Errors
    /// It is not there, no folder, or must not be entered.
    pub fn new(root: &Path) -> io::Result<Below> {
        Ok(Below(root.to_path_buf()))
    }

    /// [`super::look`] at what has this path below it; the empty one is its own.
    ///
    /// # Errors
    /// What the system says.
    pub fn look(&self, path: &BStr) -> io::Result<Option<Facts>> {
        let path = path_from_bytes(path).ok_or(io::ErrorKind::InvalidFilename)?;
        look(&if path.as_os_str().is_empty() { self.0.clone() } else { self.0.join(path) })
    }
}

struct Walk<'a, V: Visit> {
    visit: &'a V,
    cancel: &'a Cancel,
    device: u64,
}

impl<V: Visit> Walk<'_, V> {
    fn task<'s>(&'s self, dir: PathBuf, folder: V::Folder, scope: &Scope<'s>) {
        for (name, folder) in self.read(&dir, folder) {
            let below = dir.join(name);
            scope.spawn(move |scope| self.task(below, folder, scope));
        }
    }

    fn read(&self, dir: &Path, mut folder: V::Folder) -> Vec<(OsString, V::Folder)> {
        let mut inner = Vec::new();
        match self.names(dir, &mut folder, &mut inner) {
            Ok(()) => self.visit.read(folder),
            Err(why) => self.visit.unread(folder, &why),
        }
        inner
    }

    fn names(
        &self,
        dir: &Path,
        folder: &mut V::Folder,
        inner: &mut Vec<(OsString, V::Folder)>,
    ) -> io::Result<()> {
        if self.cancel.is_cancelled() {
            return Err(io::ErrorKind::Interrupted.into());
        }
        for entry in fs::read_dir(dir)? {
            let entry = entry?;
            // Gone since its name was read: it is nobody's any more.
            let Ok(facts) = entry.metadata() else { continue };
            let (name, facts) = (entry.file_name(), Facts::of(&facts));
            if facts.what != What::Folder {
                self.visit.file(folder, name.as_encoded_bytes(), &facts);
            } else if facts.device == self.device
                && let Some(next) = self.visit.folder(folder, name.as_encoded_bytes(), &facts)
            {
                inner.push((name, next));
            }
        }
        Ok(())
    }
}
