//! Writes what an archive holds into a folder of Burrow's own: a toolchain module's zip, or the tar.gz and zip that
//! mirrors have. Decides nothing about what is believed: that was proven before.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use go_rules::module;
use sha2::{Digest, Sha256};
use zip::ZipArchive;

use super::error::{Flaw, InstallError};
use super::names::{Names, stays_within};
use crate::job::{Cancel, Doing, Progress, Step};

/// More than any SDK unpacks to.
const MOST_BYTES: u64 = 3 << 30;
/// How much is written between two looks at whether somebody wants to stop.
const PIECE: usize = 256 * 1024;

/// How the files of an archive become those of an SDK.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// What the Go project publishes: everything is below `go/`, with permissions (tar) or for Windows (zip).
    Archive,
    /// A toolchain module: everything is below `module@version/`, no permissions, `_go.mod` for `go.mod`.
    Module {
        prefix: String,
        /// Files stay as the module cache has them, read-only and with each `_go.mod` beside its `go.mod`.
        cached: bool,
    },
}

/// An archive that lies on the disk whole.
#[derive(Debug, Clone, Copy)]
pub struct Archive<'a> {
    pub file: &'a Path,
    /// As it is called where it comes from.
    pub name: &'a str,
}

/// What unpacking goes by.
pub struct Unpacking<'a> {
    pub archive: Archive<'a>,
    pub form: &'a Form,
    /// There, and empty.
    pub into: &'a Path,
    pub cancel: &'a Cancel,
    pub progress: &'a dyn Progress,
}

impl Archive<'_> {
    pub fn bad(&self, flaw: Flaw) -> InstallError {
        InstallError::BadArchive { file: self.name.to_owned(), flaw }
    }

    fn unreadable(&self, error: impl ToString) -> InstallError {
        self.bad(Flaw::Unreadable(error.to_string()))
    }

    fn open(&self) -> Result<File, InstallError> {
        File::open(self.file).map_err(|e| InstallError::io(self.file, &e))
    }

    fn is_zip(&self) -> bool {
        self.name.ends_with(".zip")
    }

    fn zip(&self) -> Result<ZipArchive<io::BufReader<File>>, InstallError> {
        let zip = ZipArchive::new(io::BufReader::new(self.open()?)).map_err(|e| self.unreadable(e))?;
        if zip.has_duplicate_names() {
            return Err(self.bad(Flaw::Twice(String::new())));
        }
        Ok(zip)
    }

    /// How many bytes it unpacks to, as far as it tells: of a tar.gz modulo 4 GiB, with the tar's own headers.
    ///
    /// # Errors
    /// It is no archive.
    pub fn unpacked_bytes(&self) -> Result<u64, InstallError> {
        if self.is_zip() {
            let mut zip = self.zip()?;
            let mut bytes = 0u64;
            for at in 0..zip.len() {
                bytes = bytes.saturating_add(zip.by_index_raw(at).map_err(|e| self.unreadable(e))?.size());
            }
            return Ok(bytes);
        }
        let mut file = self.open()?;
        let mut size = [0; 4];
        let read = io::Seek::seek(&mut file, io::SeekFrom::End(-4)).and_then(|_| file.read_exact(&mut size));
        read.map_err(|e| self.unreadable(e))?;
        Ok(u64::from(u32::from_le_bytes(size)))
    }

    /// The `h1:` hash of a module's zip (`dirhash.HashZip`).
    ///
    /// # Errors
    /// It is no zip, or a broken one; cancelled.
    pub fn h1(&self, cancel: &Cancel, progress: &dyn Progress) -> Result<String, InstallError> {
        let mut zip = self.zip()?;
        let total = self.unpacked_bytes()?;
        progress.report(Step::begin(Doing::Verifying, Some(total)));
        let mut files = Vec::with_capacity(zip.len());
        let mut done = 0;
        let mut piece = vec![0; PIECE];
        for at in 0..zip.len() {
            let mut entry = zip.by_index(at).map_err(|e| self.unreadable(e))?;
            let mut sum = Sha256::new();
            loop {
                cancel.check()?;
                let length = entry.read(&mut piece).map_err(|e| self.unreadable(e))?;
                if length == 0 {
                    break;
                }
                sum.update(&piece[..length]);
                done += length as u64;
                if done > MOST_BYTES {
                    return Err(self.bad(Flaw::TooLarge { name: self.name.to_owned() }));
                }
            }
            files.push((entry.name_raw().to_vec(), <[u8; 32]>::from(sum.finalize())));
            progress.report(Step { doing: Doing::Verifying, done, total: Some(total) });
        }
        let hashed = module::h1(files.iter().map(|(name, sum)| (name.as_slice(), *sum)));
        hashed.map_err(|why| self.bad(Flaw::Path(why.text.to_string())))
    }
}

impl Unpacking<'_> {
    /// Writes all of it.
    ///
    /// # Errors
    /// What the archive or the disk is like; cancelled. The folder holds a part of it then.
    pub fn run(&self) -> Result<(), InstallError> {
        let total = self.archive.unpacked_bytes()?;
        if total > MOST_BYTES {
            return Err(self.archive.bad(Flaw::TooLarge { name: self.archive.name.to_owned() }));
        }
        self.progress.report(Step::begin(Doing::Unpacking, Some(total)));
        let mut writer =
            Writer { unpacking: self, names: Names::default(), done: 0, total, links: Vec::new() };
        if self.archive.is_zip() { writer.zip() } else { writer.tar_gz() }?;
        writer.links()
    }
}

struct Writer<'a> {
    unpacking: &'a Unpacking<'a>,
    names: Names,
    done: u64,
    total: u64,
    /// Made last, so that nothing is ever written through one.
    links: Vec<(PathBuf, String)>,
}

impl Writer<'_> {
    fn bad(&self, flaw: Flaw) -> InstallError {
        self.unpacking.archive.bad(flaw)
    }

    fn zip(&mut self) -> Result<(), InstallError> {
        let archive = self.unpacking.archive;
        let mut zip = archive.zip()?;
        for at in 0..zip.len() {
            let mut entry = zip.by_index(at).map_err(|e| archive.unreadable(e))?;
            let full = String::from_utf8(entry.name_raw().to_vec());
            let full =
                full.map_err(|e| self.bad(Flaw::Path(String::from_utf8_lossy(e.as_bytes()).into())))?;
            if entry.is_symlink() || entry.unix_mode().is_some_and(is_special) {
                return Err(self.bad(Flaw::Special(full)));
            }
            let (size, mode) = (entry.size(), entry.unix_mode());
            match self.inner(&full)? {
                Some(name) if entry.is_dir() => self.folder(name.trim_end_matches('/'))?,
                Some(name) => {
                    let mode = mode_of(self.unpacking.form, name, mode);
                    let name = name.to_owned();
                    self.file(&name, mode, size, &mut entry)?;
                }
                None => {}
            }
        }
        Ok(())
    }

    fn tar_gz(&mut self) -> Result<(), InstallError> {
        let archive = self.unpacking.archive;
        let mut tar = tar::Archive::new(GzDecoder::new(io::BufReader::new(archive.open()?)));
        for entry in tar.entries().map_err(|e| archive.unreadable(e))? {
            self.unpacking.cancel.check()?;
            let mut entry = entry.map_err(|e| archive.unreadable(e))?;
            let kind = entry.header().entry_type();
            if kind.is_pax_global_extensions() {
                continue;
            }
            let full = String::from_utf8(entry.path_bytes().into_owned());
            let full =
                full.map_err(|e| self.bad(Flaw::Path(String::from_utf8_lossy(e.as_bytes()).into())))?;
            let Some(name) = self.inner(&full)?.map(ToOwned::to_owned) else { continue };
            if kind.is_dir() {
                self.folder(name.trim_end_matches('/'))?;
            } else if kind.is_symlink() {
                let target = entry.link_name_bytes().map(|t| String::from_utf8_lossy(&t).into_owned());
                self.link(&name, target.unwrap_or_default())?;
            } else if kind.is_file() || kind.is_contiguous() {
                let mode = entry.header().mode().ok();
                let (mode, size) = (mode_of(self.unpacking.form, &name, mode), entry.size());
                self.file(&name, mode, size, &mut entry)?;
            } else {
                return Err(self.bad(Flaw::Special(name)));
            }
        }
        Ok(())
    }

    /// The name within the SDK; `None` for the folder around it.
    fn inner<'n>(&self, full: &'n str) -> Result<Option<&'n str>, InstallError> {
        let prefix = match self.unpacking.form {
            Form::Archive => "go/",
            Form::Module { prefix, .. } => prefix.as_str(),
        };
        if full == prefix || full == &prefix[..prefix.len() - 1] {
            return Ok(None);
        }
        full.strip_prefix(prefix).map(Some).ok_or_else(|| self.bad(Flaw::Path(full.to_owned())))
    }

    fn folder(&mut self, name: &str) -> Result<(), InstallError> {
        let path = self.names.folder(name).map_err(|flaw| self.unpacking.archive.bad(flaw))?;
        let path = self.unpacking.into.join(path);
        fs::create_dir_all(&path).map_err(|e| InstallError::io(&path, &e))
    }

    fn link(&mut self, name: &str, target: String) -> Result<(), InstallError> {
        if !stays_within(name, &target) {
            return Err(self.bad(Flaw::Link { name: name.into(), target }));
        }
        let path = self.names.file(name).map_err(|flaw| self.unpacking.archive.bad(flaw))?;
        self.links.push((self.unpacking.into.join(path), target));
        Ok(())
    }

    fn links(&self) -> Result<(), InstallError> {
        for (path, target) in &self.links {
            if let Some(dir) = path.parent() {
                fs::create_dir_all(dir).map_err(|e| InstallError::io(dir, &e))?;
            }
            make_link(target, path).map_err(|e| InstallError::io(path, &e))?;
        }
        Ok(())
    }

    /// Writes one file: exactly as long as the archive says.
    fn file(&mut self, name: &str, mode: u32, size: u64, from: &mut dyn Read) -> Result<(), InstallError> {
        let (name, copy) = match (self.unpacking.form, name.strip_suffix("_go.mod")) {
            (Form::Module { cached: false, .. }, Some(dir)) if dir.is_empty() || dir.ends_with('/') => {
                (format!("{dir}go.mod"), None)
            }
            (Form::Module { cached: true, .. }, Some(dir)) if dir.is_empty() || dir.ends_with('/') => {
                (name.to_owned(), Some(format!("{dir}go.mod")))
            }
            _ => (name.to_owned(), None),
        };
        let path = self.write(&name, mode, size, from)?;
        if let Some(copy) = copy {
            let mut again = File::open(&path).map_err(|e| InstallError::io(&path, &e))?;
            self.write(&copy, mode, size, &mut again)?;
        }
        Ok(())
    }

    fn write(
        &mut self,
        name: &str,
        mode: u32,
        size: u64,
        from: &mut dyn Read,
    ) -> Result<PathBuf, InstallError> {
        let Unpacking { archive, into, cancel, progress, .. } = self.unpacking;
        let path = self.names.file(name).map_err(|flaw| archive.bad(flaw))?;
        let path = into.join(path);
        let failed = |e: &io::Error| InstallError::io(&path, e);
        if let Some(dir) = path.parent() {
            fs::create_dir_all(dir).map_err(|e| InstallError::io(dir, &e))?;
        }
        let mut file = File::options().write(true).create_new(true).open(&path).map_err(|e| failed(&e))?;
        let mut left = size;
        let mut piece = vec![0; PIECE.min(usize::try_from(size).unwrap_or(PIECE) + 1)];
        loop {
            cancel.check()?;
            let length = from.read(&mut piece).map_err(|e| archive.unreadable(e))?;
            if length == 0 {
                break;
            }
            let (some, fits) = (length as u64, self.done + length as u64 <= MOST_BYTES);
            left = left
                .checked_sub(some)
                .filter(|_| fits)
                .ok_or_else(|| archive.bad(Flaw::TooLarge { name: name.to_owned() }))?;
            file.write_all(&piece[..length]).map_err(|e| failed(&e))?;
            self.done += some;
            progress.report(Step { doing: Doing::Unpacking, done: self.done, total: Some(self.total) });
        }
        if left > 0 {
            return Err(archive.unreadable(format!("{name}: {left} bytes are missing")));
        }
        set_mode(&file, mode).map_err(|e| failed(&e))?;
        Ok(path)
    }
}

fn is_special(mode: u32) -> bool {
    !matches!(mode & 0o170_000, 0 | 0o040_000 | 0o100_000)
}

/// The permissions of a file. Of a module's, as go gives them when it first runs the toolchain
/// (`toolchain.Exec`): programs in `bin` and `pkg/tool`, and the wrappers `lib/go_OS_ARCH_exec`.
fn mode_of(form: &Form, name: &str, mode: Option<u32>) -> u32 {
    match form {
        Form::Archive => mode.map_or(0o644, |mode| mode & 0o755) | 0o600,
        Form::Module { cached, .. } => {
            let base = name.rsplit('/').next().unwrap_or(name);
            let wrapper = base.strip_prefix("go_").and_then(|rest| rest.strip_suffix("_exec"));
            let runs = name.starts_with("bin/")
                || name.starts_with("pkg/tool/")
                || name.starts_with("lib/")
                    && wrapper.is_some_and(|rest| {
                        rest.split_once('_').is_some_and(|(a, b)| !a.is_empty() && !b.is_empty())
                    });
            (if *cached { 0o444 } else { 0o644 }) | (if runs { 0o111 } else { 0 })
        }
    }
}

#[cfg(unix)]
fn set_mode(file: &File, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(mode))
}

/// Windows has no such bits; what go leaves read-only in its cache is so there too.
#[cfg(not(unix))]
fn set_mode(file: &File, mode: u32) -> io::Result<()> {
    let mut permissions = file.metadata()?.permissions();
    permissions.set_readonly(mode & 0o200 == 0);
    file.set_permissions(permissions)
}

#[cfg(unix)]
fn make_link(target: &str, at: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, at)
}

/// No archive of Go has links; on Windows they would need a privilege too.
#[cfg(not(unix))]
fn make_link(_target: &str, _at: &Path) -> io::Result<()> {
    Err(io::Error::new(io::ErrorKind::Unsupported, "links are not unpacked on this system"))
}
