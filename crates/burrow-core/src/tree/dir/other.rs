//! Systems without calls by handle: a path stands in for it, and is looked at before each step that could lead
//! elsewhere. Links and junctions are reparse points there, and are never entered.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::{Facts, Form, plain};

/// Windows moves and removes nothing that a scanner has open at that moment.
const TRIES: u32 = 20;
const PAUSE: Duration = Duration::from_millis(10);

/// A folder held by its path.
#[derive(Debug)]
pub struct Dir {
    path: PathBuf,
}

impl Dir {
    /// See the Unix form.
    ///
    /// # Errors
    /// It is missing, no folder or a link.
    pub fn open(path: &Path) -> io::Result<Dir> {
        match form(&path.symlink_metadata()?) {
            Form::Folder => Ok(Dir { path: path.to_path_buf() }),
            _ => Err(io::ErrorKind::NotADirectory.into()),
        }
    }

    /// See the Unix form.
    ///
    /// # Errors
    /// None.
    pub fn again(&self) -> io::Result<Dir> {
        Ok(Dir { path: self.path.clone() })
    }

    /// See the Unix form.
    ///
    /// # Errors
    /// It is missing, no folder or a link.
    pub fn folder(&self, name: &OsStr) -> io::Result<Dir> {
        Dir::open(&self.at(name)?)
    }

    /// See the Unix form.
    ///
    /// # Errors
    /// As [`Dir::folder`].
    pub fn folder_unlocked(&self, name: &OsStr) -> io::Result<Dir> {
        self.folder(name)
    }

    /// See the Unix form. What is mounted in a folder is a reparse point, so only the drives must agree.
    #[must_use]
    pub fn shares_volume(&self, other: &Dir) -> bool {
        self.path.components().next() == other.path.components().next()
    }

    fn at(&self, name: &OsStr) -> io::Result<PathBuf> {
        Ok(self.path.join(plain(name)?))
    }

    /// See the Unix form.
    ///
    /// # Errors
    /// The system's.
    pub fn facts(&self) -> io::Result<Facts> {
        Ok(facts(&self.path.symlink_metadata()?))
    }

    /// See the Unix form.
    ///
    /// # Errors
    /// The system's.
    pub fn look(&self, name: &OsStr) -> io::Result<Option<Facts>> {
        match self.at(name)?.symlink_metadata() {
            Ok(found) => Ok(Some(facts(&found))),
            Err(why) if why.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(why) => Err(why),
        }
    }

    /// See the Unix form.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn entries(&self) -> io::Result<Vec<(OsString, Option<Form>)>> {
        let entries = fs::read_dir(&self.path)?;
        entries
            .map(|entry| {
                let entry = entry?;
                let form = entry.metadata().ok().map(|facts| form(&facts));
                Ok((entry.file_name(), form))
            })
            .collect()
    }

    /// See the Unix form.
    ///
    /// # Errors
    /// The folder cannot be read, or a name in it not be looked at.
    pub fn each(&self, mut tell: impl FnMut(&OsStr, &Facts)) -> io::Result<()> {
        for (name, _) in self.entries()? {
            if let Some(facts) = self.look(&name)? {
                tell(&name, &facts);
            }
        }
        Ok(())
    }

    /// See the Unix form.
    ///
    /// # Errors
    /// The name is taken, or the system's.
    pub fn make(&self, name: &OsStr, _mode: u32) -> io::Result<()> {
        fs::create_dir(self.at(name)?)
    }

    /// See the Unix form.
    ///
    /// # Errors
    /// [`io::ErrorKind::AlreadyExists`], or the system's.
    pub fn put(&self, name: &OsStr, to: &Dir, new: &OsStr) -> io::Result<()> {
        if to.look(new)?.is_some() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let (from, to) = (self.at(name)?, to.at(new)?);
        patiently(|| fs::rename(&from, &to))
    }

    /// See the Unix form.
    ///
    /// # Errors
    /// The system's.
    pub fn replace(&self, name: &OsStr, new: &OsStr) -> io::Result<()> {
        let (from, to) = (self.at(name)?, self.at(new)?);
        patiently(|| fs::rename(&from, &to))
    }

    /// See the Unix form.
    ///
    /// # Errors
    /// Always: there is no such call.
    pub fn exchange(&self, _name: &OsStr, _to: &Dir, _other: &OsStr) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// See the Unix form.
    ///
    /// # Errors
    /// The system's.
    pub fn unlink(&self, name: &OsStr) -> io::Result<()> {
        let path = self.at(name)?;
        let found = path.symlink_metadata()?;
        if found.is_file() && found.permissions().readonly() {
            let mut open = found.permissions();
            #[allow(clippy::permissions_set_readonly_false, reason = "not on Unix")]
            open.set_readonly(false);
            fs::set_permissions(&path, open)?;
        }
        // A link to a folder is removed as the folder that it is for the system.
        let is_folder = is_folder_link(&found);
        patiently(|| if is_folder { fs::remove_dir(&path) } else { fs::remove_file(&path) })
    }

    /// See the Unix form.
    ///
    /// # Errors
    /// It is not empty, or the system's.
    pub fn remove_empty(&self, name: &OsStr) -> io::Result<()> {
        let path = self.at(name)?;
        patiently(|| fs::remove_dir(&path))
    }

    /// See the Unix form: there are no such bits.
    ///
    /// # Errors
    /// None.
    pub fn set_mode(&self, _mode: u32) -> io::Result<()> {
        Ok(())
    }

    /// See the Unix form: there is no such owner.
    ///
    /// # Errors
    /// None.
    pub fn set_owner(&self, _owner: (u32, u32)) -> io::Result<()> {
        Ok(())
    }

    /// See the Unix form: not told there.
    ///
    /// # Errors
    /// None.
    pub fn set_modified(&self, _time: SystemTime) -> io::Result<()> {
        Ok(())
    }

    /// See the Unix form.
    ///
    /// # Errors
    /// It is missing, or the system's.
    pub fn read(&self, name: &OsStr) -> io::Result<File> {
        self.no_link(name)?;
        File::open(self.at(name)?)
    }

    /// See the Unix form.
    ///
    /// # Errors
    /// The name is taken, or the system's.
    pub fn create(&self, name: &OsStr) -> io::Result<File> {
        File::options().write(true).create_new(true).open(self.at(name)?)
    }

    /// See the Unix form.
    ///
    /// # Errors
    /// The system's.
    pub fn append(&self, name: &OsStr) -> io::Result<File> {
        self.no_link(name)?;
        File::options().append(true).create(true).open(self.at(name)?)
    }

    /// See the Unix form.
    ///
    /// # Errors
    /// The system's.
    pub fn lock_file(&self, name: &OsStr) -> io::Result<File> {
        self.no_link(name)?;
        File::options().read(true).write(true).create(true).truncate(false).open(self.at(name)?)
    }

    fn no_link(&self, name: &OsStr) -> io::Result<()> {
        match self.look(name)? {
            Some(found) if found.form != Form::File => Err(io::ErrorKind::InvalidInput.into()),
            _ => Ok(()),
        }
    }

    /// See the Unix form: the system does that by itself.
    ///
    /// # Errors
    /// None.
    pub fn sync(&self) -> io::Result<()> {
        Ok(())
    }
}

fn patiently(mut step: impl FnMut() -> io::Result<()>) -> io::Result<()> {
    let mut tries = 1;
    loop {
        match step() {
            Err(why) if tries < TRIES && why.kind() == io::ErrorKind::PermissionDenied => {
                std::thread::sleep(PAUSE);
                tries += 1;
            }
            done => return done,
        }
    }
}

#[cfg(windows)]
fn is_reparse_point(found: &Metadata) -> bool {
    use std::os::windows::fs::MetadataExt;
    const REPARSE_POINT: u32 = 0x400;
    found.file_attributes() & REPARSE_POINT != 0
}

#[cfg(not(windows))]
fn is_reparse_point(found: &Metadata) -> bool {
    found.is_symlink()
}

#[cfg(windows)]
fn is_folder_link(found: &Metadata) -> bool {
    use std::os::windows::fs::MetadataExt;
    const DIRECTORY: u32 = 0x10;
    is_reparse_point(found) && found.file_attributes() & DIRECTORY != 0
}

#[cfg(not(windows))]
fn is_folder_link(_found: &Metadata) -> bool {
    false
}

fn form(found: &Metadata) -> Form {
    if is_reparse_point(found) {
        Form::Link
    } else if found.is_dir() {
        Form::Folder
    } else if found.is_file() {
        Form::File
    } else {
        Form::Other
    }
}

fn facts(found: &Metadata) -> Facts {
    Facts {
        form: form(found),
        identity: (0, 0),
        mode: 0,
        owner: (0, 0),
        bytes: found.len(),
        disk_bytes: found.len(),
        names: 1,
        modified: found.modified().unwrap_or(UNIX_EPOCH),
        changed: None,
        is_mount: false,
    }
}
