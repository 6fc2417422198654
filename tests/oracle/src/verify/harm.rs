//! What can happen to a version in a module cache.

use super::modules::Module;
use crate::rng::Rng;
use crate::stage::clear;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use zip::write::SimpleFileOptions;

/// One thing that happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Harm {
    ZipGone,
    ZipEmpty,
    ZipCut,
    ZipNoise,
    ZipByte,
    ZipOther,
    ZipFolder,
    /// Of no matter: the same content, packed otherwise.
    ZipRepacked,
    /// Of no matter: go finds the directory of the zip behind it.
    ZipPrefixed,
    HashGone,
    HashEmpty,
    HashShort,
    HashOther,
    HashNone,
    /// Of no matter: go trims it.
    HashSpaced,
    ModGone,
    ModEdited,
    ModEmpty,
    InfoGone,
    /// Of no matter.
    LockGone,
    /// Of no matter.
    ListGone,
    DirGone,
    DirEmptied,
    DirFile,
    DirLink,
    DirNowhere,
    FileEdited,
    FileLonger,
    FileCut,
    FileAdded,
    FileGone,
    FileRenamed,
    FileFolder,
    FileLinkElsewhere,
    /// Of no matter: go reads through it.
    FileLinkSame,
    /// Of no matter.
    FileMode,
    /// Of no matter: hashes know files only.
    FolderAdded,
    FolderGone,
    Partial,
    DownloadGone,
}

const ALL: [Harm; 40] = [
    Harm::ZipGone,
    Harm::ZipEmpty,
    Harm::ZipCut,
    Harm::ZipNoise,
    Harm::ZipByte,
    Harm::ZipOther,
    Harm::ZipFolder,
    Harm::ZipRepacked,
    Harm::ZipPrefixed,
    Harm::HashGone,
    Harm::HashEmpty,
    Harm::HashShort,
    Harm::HashOther,
    Harm::HashNone,
    Harm::HashSpaced,
    Harm::ModGone,
    Harm::ModEdited,
    Harm::ModEmpty,
    Harm::InfoGone,
    Harm::LockGone,
    Harm::ListGone,
    Harm::DirGone,
    Harm::DirEmptied,
    Harm::DirFile,
    Harm::DirLink,
    Harm::DirNowhere,
    Harm::FileEdited,
    Harm::FileLonger,
    Harm::FileCut,
    Harm::FileAdded,
    Harm::FileGone,
    Harm::FileRenamed,
    Harm::FileFolder,
    Harm::FileLinkElsewhere,
    Harm::FileLinkSame,
    Harm::FileMode,
    Harm::FolderAdded,
    Harm::FolderGone,
    Harm::Partial,
    Harm::DownloadGone,
];

impl Harm {
    pub fn drawn(rng: &mut Rng) -> Harm {
        // A byte of a zip can be many things.
        if rng.chance(15) { Harm::ZipByte } else { *rng.pick(&ALL) }
    }

    /// Whether the zip, its hash or the folder can vouch for nothing any more.
    fn spoils(self) -> [bool; 3] {
        let all = self == Harm::DownloadGone;
        let name = format!("{self:?}");
        [
            all || (name.starts_with("Zip") && self.matters()),
            all || (name.starts_with("Hash") && self.matters()),
            (name.starts_with("File") || name.starts_with("Folder") || name.starts_with("Dir"))
                && self.matters(),
        ]
    }

    /// Whether nothing in the cache vouches any more for something that has changed: the folder; or the `.mod` of a
    /// version from before modules, whose zip has none.
    pub fn hide(harms: &[Harm], of: &Module) -> bool {
        let edited = harms.contains(&Harm::ModEdited) && of.version.ends_with("+incompatible");
        edited || (0..3).all(|part| harms.iter().any(|harm| harm.spoils()[part]))
    }

    /// What Burrow does not take away, because go makes no such thing.
    pub fn is_a_persons(self) -> bool {
        matches!(self, Harm::ZipFolder | Harm::DirLink | Harm::DirNowhere)
    }

    /// Whether something follows from it.
    pub fn matters(self) -> bool {
        !matches!(
            self,
            Harm::ZipRepacked
                | Harm::ZipPrefixed
                | Harm::HashSpaced
                | Harm::LockGone
                | Harm::ListGone
                | Harm::FileLinkSame
                | Harm::FileMode
                | Harm::FolderAdded
        )
    }
}

/// Where a version lies.
pub struct Place {
    cache: PathBuf,
    folder: PathBuf,
    stem: PathBuf,
    prefix: String,
}

impl Place {
    pub fn of(cache: &Path, module: &Module) -> Place {
        Place {
            cache: cache.to_owned(),
            folder: cache.join(module.folder()),
            stem: cache.join(module.stem()),
            prefix: format!("{}@{}/", module.path, module.version),
        }
    }

    fn file(&self, ending: &str) -> PathBuf {
        PathBuf::from(format!("{}.{ending}", self.stem.display()))
    }

    /// Does it; `false` where it cannot happen any more.
    pub fn suffer(&self, harm: Harm, rng: &mut Rng) -> io::Result<bool> {
        let (zip, hash) = (self.file("zip"), self.file("ziphash"));
        match harm {
            Harm::ZipGone => gone(&zip),
            Harm::ZipEmpty => rewritten(&zip, |_| Vec::new()),
            Harm::ZipCut => rewritten(&zip, |bytes| bytes[..rng.below(bytes.len().max(1))].to_vec()),
            Harm::ZipNoise => rewritten(&zip, |_| b"<html>504 Gateway Time-out</html>".to_vec()),
            Harm::ZipByte => rewritten(&zip, |mut bytes| {
                if !bytes.is_empty() {
                    let at = rng.below(bytes.len());
                    bytes[at] ^= 1 << rng.below(8);
                }
                bytes
            }),
            Harm::ZipOther => self.repacked(zip::CompressionMethod::Deflated, Some(b"package evil\n")),
            Harm::ZipFolder => Ok(gone(&zip)? && fs::create_dir(&zip).is_ok()),
            Harm::ZipRepacked => self.repacked(zip::CompressionMethod::Stored, None),
            Harm::ZipPrefixed => rewritten(&zip, |bytes| [b"#!/bin/sh\n".as_slice(), &bytes].concat()),
            Harm::HashGone => gone(&hash),
            Harm::HashEmpty => rewritten(&hash, |_| Vec::new()),
            Harm::HashShort => rewritten(&hash, |bytes| bytes[..bytes.len().min(20)].to_vec()),
            Harm::HashOther => {
                rewritten(&hash, |_| format!("h1:{}=", "Burrow".repeat(8).split_at(43).0).into())
            }
            Harm::HashNone => rewritten(&hash, |_| vec![b'x'; 47]),
            Harm::HashSpaced => rewritten(&hash, |bytes| [bytes.as_slice(), b"\r\n"].concat()),
            Harm::ModGone => gone(&self.file("mod")),
            Harm::ModEdited => {
                rewritten(&self.file("mod"), |bytes| [bytes.as_slice(), b"// edited\n"].concat())
            }
            Harm::ModEmpty => rewritten(&self.file("mod"), |_| Vec::new()),
            Harm::InfoGone => gone(&self.file("info")),
            Harm::LockGone => gone(&self.file("lock")),
            Harm::ListGone => gone(&self.stem.with_file_name("list")),
            Harm::Partial => fs::write(self.file("partial"), "").map(|()| true),
            Harm::DownloadGone => self.without_download().map(|()| true),
            harm => self.in_folder(harm, rng),
        }
    }

    fn without_download(&self) -> io::Result<()> {
        for ending in ["info", "mod", "zip", "ziphash", "lock", "partial"] {
            clear_any(&self.file(ending))?;
        }
        Ok(())
    }

    /// Nothing is left of it.
    ///
    /// # Errors
    /// When something stays.
    pub fn forget(&self) -> io::Result<()> {
        self.without_download()?;
        match fs::symlink_metadata(&self.folder) {
            Ok(facts) if facts.is_symlink() => fs::remove_file(&self.folder),
            Ok(_) => clear_any(&self.folder),
            Err(_) => Ok(()),
        }
    }

    /// Its `.info`, where there is one, is JSON and names no version.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn name_no_version(&self) -> io::Result<()> {
        let info = self.file("info");
        if info.is_file() { fs::write(info, "{}") } else { Ok(()) }
    }

    /// Whether all of it is there that `go mod download` makes.
    pub fn is_whole(&self) -> bool {
        ["mod", "zip", "ziphash"].iter().all(|ending| self.file(ending).is_file()) && self.folder.is_dir()
    }

    fn in_folder(&self, harm: Harm, rng: &mut Rng) -> io::Result<bool> {
        if !fs::symlink_metadata(&self.folder).is_ok_and(|facts| facts.is_dir()) {
            return Ok(false);
        }
        writable(&self.folder);
        let files = files(&self.folder);
        let file = if files.is_empty() { None } else { Some(rng.pick(&files).clone()) };
        let moved = self.cache.join("..").join(format!("moved-{}", rng.draw()));
        match (harm, file) {
            (Harm::DirGone, _) => clear(&self.folder)?,
            (Harm::DirEmptied, _) => {
                clear(&self.folder)?;
                fs::create_dir(&self.folder)?;
            }
            (Harm::DirFile, _) => {
                clear(&self.folder)?;
                fs::write(&self.folder, "no folder")?;
            }
            (Harm::DirLink, _) => {
                fs::rename(&self.folder, &moved)?;
                return linked(&moved, &self.folder);
            }
            (Harm::DirNowhere, _) => {
                clear(&self.folder)?;
                return linked(&moved, &self.folder);
            }
            (Harm::FileAdded, _) => fs::write(self.folder.join("added.txt"), "added")?,
            (Harm::FolderAdded, _) => fs::create_dir_all(self.folder.join("added").join("below"))?,
            (Harm::FolderGone, _) => {
                return Ok(self.folder.join("sub").exists() && clear(&self.folder.join("sub")).is_ok());
            }
            (_, None) => return Ok(false),
            (Harm::FileEdited, Some(_)) => {
                // What is built must be different, too.
                let lib = self.folder.join("lib.go");
                return rewritten(&lib, |_| b"package lib\n\nconst V = 1000000\n".to_vec());
            }
            (Harm::FileLonger, Some(file)) => {
                return rewritten(&file, |bytes| [bytes.as_slice(), b"\n"].concat());
            }
            (Harm::FileCut, Some(file)) => {
                let length = fs::metadata(&file).map_or(0, |facts| facts.len() as usize);
                return Ok(length > 0 && rewritten(&file, |bytes| bytes[..rng.below(length)].to_vec())?);
            }
            (Harm::FileGone, Some(file)) => return gone(&file),
            (Harm::FileRenamed, Some(file)) => fs::rename(&file, file.with_extension("renamed"))?,
            (Harm::FileFolder, Some(file)) => {
                gone(&file)?;
                fs::create_dir(&file)?;
            }
            (Harm::FileLinkElsewhere, Some(file)) => {
                gone(&file)?;
                fs::write(&moved, "elsewhere")?;
                return linked(&moved, &file);
            }
            (Harm::FileLinkSame, Some(file)) => {
                fs::rename(&file, &moved)?;
                return linked(&moved, &file);
            }
            (Harm::FileMode, Some(file)) => writable(&file),
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// The zip written anew, with a file more where that is wanted. `false`: it is none any more.
    fn repacked(&self, method: zip::CompressionMethod, more: Option<&[u8]>) -> io::Result<bool> {
        let Ok(bytes) = fs::read(self.file("zip")) else { return Ok(false) };
        let Ok(mut old) = zip::ZipArchive::new(io::Cursor::new(bytes)) else { return Ok(false) };
        let mut new = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(method);
        for at in 0..old.len() {
            let Ok(mut entry) = old.by_index(at) else { return Ok(false) };
            let Ok(name) = String::from_utf8(entry.name_raw().to_vec()) else { return Ok(false) };
            if new.start_file(name, options).is_err() {
                return Ok(false);
            }
            if io::copy(&mut entry, &mut new).is_err() {
                return Ok(false);
            }
        }
        if let Some(more) = more {
            // It may have one more already.
            if new.start_file(format!("{}more.go", self.prefix), options).is_err() {
                return Ok(false);
            }
            new.write_all(more)?;
        }
        fs::write(self.file("zip"), new.finish()?.into_inner())?;
        Ok(true)
    }
}

fn clear_any(path: &Path) -> io::Result<()> {
    if path.is_dir() { clear(path) } else { gone(path).map(drop) }
}

fn gone(file: &Path) -> io::Result<bool> {
    match fs::remove_file(file) {
        Ok(()) => Ok(true),
        Err(_) if !file.is_file() => Ok(false),
        Err(why) => Err(why),
    }
}

fn rewritten(file: &Path, change: impl FnOnce(Vec<u8>) -> Vec<u8>) -> io::Result<bool> {
    if !file.is_file() {
        return Ok(false);
    }
    writable(file);
    let bytes = fs::read(file)?;
    let changed = change(bytes.clone());
    fs::write(file, &changed)?;
    Ok(changed != bytes)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => found.extend(files(&entry.path())),
            Ok(kind) if kind.is_file() => found.push(entry.path()),
            _ => {}
        }
    }
    found.sort();
    found
}

/// Go leaves files and folders that cannot be written to.
pub fn writable(path: &Path) {
    if let Ok(facts) = fs::metadata(path) {
        let mut permissions = facts.permissions();
        #[allow(clippy::permissions_set_readonly_false, reason = "of a test's own files")]
        permissions.set_readonly(false);
        fs::set_permissions(path, permissions).ok();
        if facts.is_dir() {
            for entry in fs::read_dir(path).into_iter().flatten().flatten() {
                if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                    writable(&entry.path());
                }
            }
        }
    }
}

#[cfg(unix)]
fn linked(to: &Path, at: &Path) -> io::Result<bool> {
    std::os::unix::fs::symlink(to, at).map(|()| true)
}

/// Not everybody may make links there.
#[cfg(not(unix))]
fn linked(to: &Path, at: &Path) -> io::Result<bool> {
    if to.exists() {
        fs::rename(to, at)?;
    }
    Ok(false)
}
