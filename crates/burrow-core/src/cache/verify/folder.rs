//! What was unpacked of a module: its files as `dirhash.DirFiles` lists them, and their bytes. A link counts as the file
//! it leads to, as Go reads it; what is neither is told apart and never opened.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use bstr::{BStr, BString, ByteSlice};
use go_rules::module;
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::content::SCRATCH;
use crate::job::Cancel;
use crate::system::files::path_to_bytes;

/// A folder and the names of all that is in it but folders.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    handle: open::Handle,
    /// Relative, with `/`, in Go's order.
    pub files: Vec<Name>,
}

/// Something in a folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    pub name: BString,
    /// A file, or a link that leads to one.
    pub is_file: bool,
}

impl Folder {
    /// Lists a folder.
    ///
    /// # Errors
    /// What the disk says of any folder in it.
    pub fn read(root: &Path) -> io::Result<Folder> {
        let mut files = Vec::new();
        list(root, &mut BString::default(), &mut files)?;
        files.sort_unstable();
        Ok(Folder { root: root.to_owned(), handle: open::Handle::of(root)?, files })
    }

    /// Opens a file of it.
    ///
    /// # Errors
    /// What the disk says; it is no regular file.
    pub fn open(&self, name: &BStr) -> io::Result<File> {
        self.handle.open(&self.root, name)
    }

    /// Whether two files of it hold the same.
    pub fn same(&self, a: &BStr, b: &BStr) -> bool {
        let read = |name| -> io::Result<Vec<u8>> {
            let mut bytes = Vec::new();
            self.open(name)?.read_to_end(&mut bytes)?;
            Ok(bytes)
        };
        matches!((read(a), read(b)), (Ok(a), Ok(b)) if a == b)
    }

    /// `dirhash.HashDir`. `prefix`: `module@version/`.
    ///
    /// # Errors
    /// A file cannot be read, is none, or has a name that cannot be hashed; cancelled.
    pub fn hash(&self, prefix: &str, cancel: &Cancel) -> io::Result<String> {
        self.hash_of(&self.files, prefix, cancel)
    }

    /// The same of some of its files.
    ///
    /// # Errors
    /// As [`Folder::hash`].
    pub fn hash_of(&self, names: &[Name], prefix: &str, cancel: &Cancel) -> io::Result<String> {
        let files = names.par_chunks(64).map(|names| {
            names.iter().map(|name| self.sum(name, prefix, cancel)).collect::<io::Result<Vec<_>>>()
        });
        let files: Vec<_> = files.collect::<io::Result<Vec<_>>>()?.concat();
        let files = files.iter().map(|(name, sum)| (name.as_slice(), *sum));
        module::h1(files).map_err(io::Error::other)
    }

    fn sum(&self, name: &Name, prefix: &str, cancel: &Cancel) -> io::Result<(Vec<u8>, [u8; 32])> {
        cancel.check().map_err(io::Error::other)?;
        if !name.is_file {
            return Err(io::Error::other("not a regular file"));
        }
        let mut file = self.open(name.name.as_bstr())?;
        let mut sum = Sha256::new();
        SCRATCH.with_borrow_mut(|scratch| -> io::Result<()> {
            loop {
                match file.read(&mut scratch.file)? {
                    0 => return Ok(()),
                    length => sum.update(&scratch.file[..length]),
                }
            }
        })?;
        Ok(([prefix.as_bytes(), &name.name].concat(), sum.finalize().into()))
    }
}

fn list(dir: &Path, above: &mut BString, files: &mut Vec<Name>) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        let length = above.len();
        above.extend_from_slice(&path_to_bytes(Path::new(&entry.file_name())));
        if kind.is_dir() {
            above.push(b'/');
            list(&entry.path(), above, files)?;
        } else {
            let is_file = kind.is_file()
                || kind.is_symlink() && fs::metadata(entry.path()).is_ok_and(|facts| facts.is_file());
            files.push(Name { name: above.clone(), is_file });
        }
        above.truncate(length);
    }
    Ok(())
}

#[cfg(unix)]
mod open {
    //! By handle: the path of the cache is walked once for a version, not for each of its files.

    use std::fs::File;
    use std::io;
    use std::os::fd::OwnedFd;
    use std::path::Path;

    use bstr::BStr;
    use nix::fcntl::{OFlag, open, openat};
    use nix::sys::stat::Mode;

    #[derive(Debug)]
    pub struct Handle(OwnedFd);

    impl Handle {
        pub fn of(root: &Path) -> io::Result<Handle> {
            Ok(Handle(open(root, OFlag::O_DIRECTORY | OFlag::O_CLOEXEC, Mode::empty())?))
        }

        /// What has become a pipe meanwhile is not waited for.
        pub fn open(&self, _root: &Path, name: &BStr) -> io::Result<File> {
            let flags = OFlag::O_RDONLY | OFlag::O_NONBLOCK | OFlag::O_CLOEXEC;
            Ok(File::from(openat(&self.0, name.as_ref() as &[u8], flags, Mode::empty())?))
        }
    }
}

#[cfg(not(unix))]
mod open {
    //! By path.

    use std::fs::File;
    use std::io;
    use std::path::Path;

    use bstr::BStr;

    use crate::system::files::path_from_bytes;

    #[derive(Debug)]
    pub struct Handle;

    impl Handle {
        pub fn of(_root: &Path) -> io::Result<Handle> {
            Ok(Handle)
        }

        pub fn open(&self, root: &Path, name: &BStr) -> io::Result<File> {
            let name = path_from_bytes(name).ok_or(io::ErrorKind::InvalidFilename)?;
            File::open(root.join(name))
        }
    }
}
