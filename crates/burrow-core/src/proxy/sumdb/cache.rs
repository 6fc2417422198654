//! What go keeps of a checksum database: proven records and tiles in GOMODCACHE, the newest tree in GOPATH.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::SumdbError;
use crate::proxy::Settings;

/// No tile, record or note is larger.
const MOST: u64 = 4 << 20;

/// Where records, tiles and the newest tree are kept. Every part may be missing: then nothing is kept there.
#[derive(Debug, Clone, Default)]
pub struct Cache {
    records: Option<PathBuf>,
    latest: Option<PathBuf>,
}

impl Cache {
    /// Where go keeps it. `make`: also where go has kept nothing so far.
    #[must_use]
    pub fn of_go(settings: &Settings, make: bool) -> Cache {
        let there = |path: &PathBuf| make || path.is_dir();
        let records = settings.gomodcache.as_ref().filter(|cache| there(cache));
        let gopath = settings.gopath.as_ref().filter(|gopath| there(&gopath.join("pkg")));
        Cache {
            records: records.map(|cache| cache.join("cache/download/sumdb")),
            latest: gopath.map(|gopath| gopath.join("pkg").join("sumdb")),
        }
    }

    /// The part of one database.
    pub(super) fn of(self, name: &str) -> Cache {
        let below =
            |dir: Option<PathBuf>| dir.map(|dir| name.split('/').fold(dir, |dir, part| dir.join(part)));
        Cache { records: below(self.records), latest: below(self.latest).map(|dir| dir.join("latest")) }
    }

    /// A proven record or tile. Go may be about to write an empty file: it counts as none.
    pub(super) fn read(&self, file: &str) -> Option<Vec<u8>> {
        let bytes = read(self.records.as_ref()?.join(file)).ok()?;
        Some(bytes).filter(|bytes| !bytes.is_empty())
    }

    /// Keeps what was proven. Where that fails it is asked again next time.
    pub(super) fn write(&self, file: &str, bytes: &[u8]) {
        let Some(target) = self.records.as_ref().map(|dir| dir.join(file)) else { return };
        let Some(dir) = target.parent() else { return };
        // Whole or not at all, unlike go, which locks the file while it writes.
        let written = || -> io::Result<()> {
            fs::create_dir_all(dir)?;
            let mut new = tempfile::Builder::new().prefix(".burrow-").tempfile_in(dir)?;
            new.write_all(bytes)?;
            open_to_all(new.path())?;
            new.persist(&target)?;
            Ok(())
        };
        let _ = written();
    }

    /// The newest tree; empty where none is remembered.
    pub(super) fn latest(&self) -> Result<Vec<u8>, SumdbError> {
        let Some(file) = &self.latest else { return Ok(Vec::new()) };
        match read(file.clone()) {
            Ok(bytes) => Ok(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(disk(file, &error)),
        }
    }

    /// Puts a newer tree in the place of `old`, under the lock that go takes too. `false`: something else is there.
    pub(super) fn replace_latest(&self, old: &[u8], new: &[u8]) -> Result<bool, SumdbError> {
        let Some(file) = &self.latest else { return Ok(true) };
        let replaced = || -> io::Result<bool> {
            if let Some(dir) = file.parent() {
                fs::create_dir_all(dir)?;
            }
            let mut open = File::options().read(true).write(true).create(true).truncate(false).open(file)?;
            open.lock()?;
            let mut there = Vec::new();
            open.read_to_end(&mut there)?;
            if !there.is_empty() && there != old {
                return Ok(false);
            }
            open.seek(SeekFrom::Start(0))?;
            open.set_len(0)?;
            open.write_all(new)?;
            Ok(true)
        };
        match replaced() {
            Ok(done) => Ok(done),
            // A GOPATH that cannot be written: go fails here, an installation need not.
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem
                ) =>
            {
                Ok(true)
            }
            Err(error) => Err(disk(file, &error)),
        }
    }
}

fn disk(file: &Path, error: &io::Error) -> SumdbError {
    SumdbError::Disk(format!("{}: {error}", file.display()))
}

fn read(file: PathBuf) -> io::Result<Vec<u8>> {
    let open = File::open(file)?;
    open.lock_shared()?;
    let mut bytes = Vec::new();
    open.take(MOST).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Temporary files are for one person only; what go keeps is as open as the umask allows.
#[cfg(unix)]
fn open_to_all(file: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(file, fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn open_to_all(_file: &Path) -> io::Result<()> {
    Ok(())
}
