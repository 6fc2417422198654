//! Whether a folder is the cache that a variable says it is, so that something in it may be moved or deleted. Nothing
//! is believed because of the variable alone: it may point anywhere.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{QuarantineError, names, place};
use crate::cache::{Cache, Roots};
use crate::sdk::remove::is_sdk;
use crate::system::{account, files, rights};
use crate::tree::dir::Dir;

/// What lies around the caches and is no cache.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Surroundings {
    /// The home that the environment names; the account's own is known besides.
    pub home: Option<PathBuf>,
    /// The entries of GOPATH.
    pub gopath: Vec<PathBuf>,
}

impl Surroundings {
    /// Those of a context.
    #[must_use]
    pub fn of(roots: &Roots) -> Surroundings {
        Surroundings { home: roots.home.clone(), gopath: roots.gopath.clone() }
    }
}

/// The roots of a context that may be cleaned, and why others may not. Where a variable names no folder there is
/// neither.
#[must_use]
pub fn prove_all(roots: &Roots, around: &Surroundings) -> (Vec<ProvenRoot>, Vec<RootRefusal>) {
    let (mut proven, mut refused) = (Vec::new(), Vec::new());
    for cache in Cache::ALL {
        if let Some(folder) = roots.root(cache).folder() {
            match prove(folder, cache, around) {
                Ok(root) => proven.push(root),
                Err(why) => refused.push(why),
            }
        }
    }
    (proven, refused)
}

/// A root that may be cleaned. Cannot be made but by [`prove`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProvenRoot {
    cache: Cache,
    asked: PathBuf,
    path: PathBuf,
    /// Volume and number; `None` where the system has none.
    identity: Option<(u64, u64)>,
    is_there: bool,
}

impl ProvenRoot {
    /// The cache that it is the root of.
    #[must_use]
    pub fn cache(&self) -> Cache {
        self.cache
    }

    /// As the variable names it; perhaps a link.
    #[must_use]
    pub fn asked(&self) -> &Path {
        &self.asked
    }

    /// The folder itself, links followed.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// There is such a folder. One that is missing has nothing to be taken; what was taken from it may still lie beside.
    #[must_use]
    pub fn is_there(&self) -> bool {
        self.is_there
    }

    /// The folder, held open; it must still be the one that was proven.
    pub(super) fn open(&self) -> Result<Dir, QuarantineError> {
        let failed = |why: io::Error| QuarantineError::io(&self.path, &why);
        let dir = Dir::open(&self.path).map_err(failed)?;
        let identity = dir.facts().map_err(failed)?.identity;
        match self.identity.is_none_or(|proven| proven == identity) {
            true => Ok(dir),
            false => Err(QuarantineError::Moved(self.path.clone())),
        }
    }

    /// The path of an item, relative to the root.
    pub(super) fn inside(&self, path: &Path) -> Option<PathBuf> {
        let inside = path.strip_prefix(&self.path).or_else(|_| path.strip_prefix(&self.asked));
        inside.ok().map(Path::to_path_buf)
    }
}

/// Why a folder is not cleaned. Nothing in it was touched.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RootRefusal {
    /// Go refuses it as well.
    #[error("{path} is relative", path = .0.display())]
    Relative(PathBuf),
    #[error("{path} is not a folder", path = .0.display())]
    NotAFolder(PathBuf),
    /// `/`, `C:\`
    #[error("{path} is a whole drive", path = .0.display())]
    Drive(PathBuf),
    /// The home, or a folder above it.
    #[error("{path} holds the home {home}", path = .path.display(), home = .home.display())]
    Home { path: PathBuf, home: PathBuf },
    #[error("{path} is GOPATH itself", path = .0.display())]
    Gopath(PathBuf),
    /// Somebody works there: `git` is what tells.
    #[error("{path} is or holds a git work tree", path = .path.display())]
    WorkTree { path: PathBuf, git: PathBuf },
    /// A toolchain lies there, or directly in it.
    #[error("{path} is or holds a GOROOT", path = .path.display())]
    Goroot { path: PathBuf, goroot: PathBuf },
    /// It is not empty, and nothing in it is go's.
    #[error("{path} has no sign of the cache", path = .path.display())]
    NoSign { cache: Cache, path: PathBuf },
    /// A `.burrow-quarantine` that is a link or a file: what is put there would go elsewhere.
    #[error("{path} is not a folder of Burrow's", path = .0.display())]
    Quarantine(PathBuf),
    #[error("{path}: {reason}", path = .path.display())]
    Unreadable { path: PathBuf, reason: String },
}

/// Proves that `root`, what the variable of `cache` says, may be cleaned. A link is judged as what it points to; a
/// folder that is missing, and `GOCACHE=off`, are proven to have nothing.
///
/// # Errors
/// What stands against it.
pub fn prove(root: &Path, cache: Cache, around: &Surroundings) -> Result<ProvenRoot, RootRefusal> {
    let missing = |path: PathBuf| ProvenRoot {
        cache,
        asked: root.to_path_buf(),
        path,
        identity: None,
        is_there: false,
    };
    if cache == Cache::Build && root == Path::new("off") {
        return Ok(missing(root.to_path_buf()));
    }
    if !root.is_absolute() {
        return Err(RootRefusal::Relative(root.to_path_buf()));
    }
    let unreadable =
        |why: &io::Error| RootRefusal::Unreadable { path: root.to_path_buf(), reason: why.to_string() };
    let path = match dunce::canonicalize(root) {
        Ok(path) => path,
        Err(why) if why.kind() == io::ErrorKind::NotFound => {
            let path = canonical_so_far(root);
            against_place(&path, around)?;
            quarantine_is_ours(&path)?;
            return Ok(missing(path));
        }
        Err(why) => return Err(unreadable(&why)),
    };
    let facts = path.symlink_metadata().map_err(|why| unreadable(&why))?;
    if !facts.is_dir() {
        return Err(RootRefusal::NotAFolder(path));
    }
    against_place(&path, around)?;
    quarantine_is_ours(&path)?;
    against_content(&path, cache).map_err(|why| match why {
        Against::Refusal(refusal) => refusal,
        Against::Io(why) => unreadable(&why),
    })?;
    Ok(ProvenRoot {
        cache,
        asked: root.to_path_buf(),
        identity: rights::identity(&facts),
        path,
        is_there: true,
    })
}

/// The path with the links in the part of it that is there followed.
fn canonical_so_far(path: &Path) -> PathBuf {
    match (dunce::canonicalize(path), path.parent(), path.file_name()) {
        (Ok(there), _, _) => there,
        (Err(_), Some(parent), Some(name)) => canonical_so_far(parent).join(name),
        _ => path.to_path_buf(),
    }
}

/// What its place alone says against it.
fn against_place(path: &Path, around: &Surroundings) -> Result<(), RootRefusal> {
    if path.parent().is_none() {
        return Err(RootRefusal::Drive(path.to_path_buf()));
    }
    let own = account::account().and_then(|account| files::path_from_bytes(account.home.as_ref()));
    // An account without a home has `/` or nothing there, which is below no folder.
    for home in around.home.iter().cloned().chain(own).filter(|home| home.is_absolute()) {
        if canonical_so_far(&home).starts_with(path) {
            return Err(RootRefusal::Home { path: path.to_path_buf(), home });
        }
    }
    if around.gopath.iter().any(|gopath| canonical_so_far(gopath) == path) {
        return Err(RootRefusal::Gopath(path.to_path_buf()));
    }
    Ok(())
}

/// A `.burrow-quarantine`, beside or in the root, must be a folder.
fn quarantine_is_ours(path: &Path) -> Result<(), RootRefusal> {
    for above in [path.parent(), Some(path)].into_iter().flatten() {
        let quarantine = above.join(place::NAME);
        let facts = quarantine.symlink_metadata();
        if facts.is_ok_and(|facts| !facts.is_dir() || is_reparse_point(&facts)) {
            return Err(RootRefusal::Quarantine(quarantine));
        }
    }
    Ok(())
}

/// A junction is a folder for the standard library, and leads elsewhere.
#[cfg(windows)]
fn is_reparse_point(facts: &fs::Metadata) -> bool {
    use std::os::windows::fs::MetadataExt;
    facts.file_attributes() & 0x400 != 0
}

#[cfg(not(windows))]
fn is_reparse_point(facts: &fs::Metadata) -> bool {
    facts.is_symlink()
}

enum Against {
    Refusal(RootRefusal),
    Io(io::Error),
}

impl From<io::Error> for Against {
    fn from(why: io::Error) -> Against {
        Against::Io(why)
    }
}

/// What lies in it says against it, or nothing in it speaks for it.
fn against_content(root: &Path, cache: Cache) -> Result<(), Against> {
    let path = root.to_path_buf();
    one_of_the_persons(root).map_or(Ok(()), |why| Err(Against::Refusal(why)))?;
    let mut is_empty = true;
    for entry in fs::read_dir(root)? {
        let entry = entry?;
        let name = entry.file_name();
        let is_folder = entry.file_type()?.is_dir();
        if is_folder && let Some(why) = one_of_the_persons(&entry.path()) {
            let refusal = match why {
                RootRefusal::WorkTree { git, .. } => RootRefusal::WorkTree { path, git },
                RootRefusal::Goroot { goroot, .. } => RootRefusal::Goroot { path, goroot },
                other => other,
            };
            return Err(Against::Refusal(refusal));
        }
        is_empty = is_empty && (name == place::NAME || is_folder && is_left_over(cache, &entry));
    }
    if is_empty || has_sign(root, cache) || place::has_cleaning_of(root) {
        return Ok(());
    }
    Err(Against::Refusal(RootRefusal::NoSign { cache, path }))
}

/// A work tree or a toolchain.
fn one_of_the_persons(dir: &Path) -> Option<RootRefusal> {
    let git = dir.join(".git");
    if git.symlink_metadata().is_ok() {
        return Some(RootRefusal::WorkTree { path: dir.to_path_buf(), git });
    }
    is_sdk(dir).then(|| RootRefusal::Goroot { path: dir.to_path_buf(), goroot: dir.to_path_buf() })
}

/// An empty `ab`, as a cleaning leaves it: no sign, and nothing that could be lost.
fn is_left_over(cache: Cache, entry: &fs::DirEntry) -> bool {
    cache == Cache::Build
        && names::is_entry_folder(entry.file_name().as_encoded_bytes())
        && fs::read_dir(entry.path()).is_ok_and(|mut inside| inside.next().is_none())
}

/// Something that only go leaves.
fn has_sign(root: &Path, cache: Cache) -> bool {
    match cache {
        Cache::Modules => is_folder(&root.join("cache")) && is_folder(&root.join("cache").join("download")),
        Cache::Build => is_file(&root.join("trim.txt")) || has_gos_readme(root) || has_entry(root),
    }
}

/// `cmd/go/internal/cache`: the first words of `cacheREADME`, the same in every version.
fn has_gos_readme(root: &Path) -> bool {
    const FIRST: &[u8] = b"This directory holds cached build artifacts from the Go build system";
    let readme = root.join("README");
    is_file(&readme) && fs::read(readme).is_ok_and(|text| text.starts_with(FIRST))
}

fn has_entry(root: &Path) -> bool {
    let folders = fs::read_dir(root).into_iter().flatten().flatten().filter(|entry| {
        names::is_entry_folder(entry.file_name().as_encoded_bytes()) && is_folder(&entry.path())
    });
    folders.into_iter().any(|folder| {
        let inside = fs::read_dir(folder.path()).into_iter().flatten().flatten();
        inside.into_iter().any(|entry| names::is_entry(entry.file_name().as_encoded_bytes()))
    })
}

fn is_folder(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|facts| facts.is_dir())
}

fn is_file(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|facts| facts.is_file())
}
