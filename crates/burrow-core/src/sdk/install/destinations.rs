//! Where a toolchain can be put: where the person's manager would put it, where golang.org/dl would, where go itself
//! would, or in a folder of their own.
//!
//! Only managers whose layout is all there is to it are offered: one that finds its versions by looking into a folder.
//! gvm keeps a file of settings for each version and is not among them.

use std::fs;
use std::path::{Path, PathBuf};

use go_rules::environ::{Environ, Os};

use super::{InstallError, Platform, Surroundings};
use crate::sdk::inventory::{Sdk, Source};
use crate::system::files::path_from_bytes;
use crate::system::volume::free_bytes;

/// A place that a version can be put in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destination {
    /// Whose place it is.
    pub source: Source,
    /// The GOROOT it would become.
    pub goroot: PathBuf,
    /// The bytes that are free there, where the system tells.
    pub free: Option<u64>,
    /// The one to take when nobody says otherwise.
    pub recommended: bool,
    pub reason: Reason,
}

/// Why it is offered, or recommended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The Go that runs comes from this manager.
    ManagerRuns,
    /// This manager keeps other versions here.
    ManagerInUse,
    /// The manager is installed, without a Go so far.
    ManagerThere,
    /// No manager was found: as `golang.org/dl` does it.
    NoManager,
    /// As `golang.org/dl` does it.
    LikeGolangDl,
    /// Go finds it there when GOTOOLCHAIN or a go.mod asks for it.
    LikeGo,
    /// The person named the folder.
    Chosen,
}

/// How a place is laid out: what appears in it in one go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// What is renamed into place: the GOROOT, or the folder around it.
    pub unit: PathBuf,
    /// The GOROOT within it; empty when it is the unit itself.
    pub inner: PathBuf,
    /// A file with this name is put into the GOROOT to say that it is whole.
    pub marker: Option<&'static str>,
}

impl Destination {
    /// Names it in commands: the source's id, or the folder.
    #[must_use]
    pub fn id(&self) -> String {
        match self.source {
            Source::Folder => self.goroot.display().to_string(),
            source => source.id().to_owned(),
        }
    }

    #[must_use]
    pub fn layout(&self) -> Layout {
        let whole = Layout { unit: self.goroot.clone(), inner: PathBuf::new(), marker: None };
        match (self.source, self.goroot.parent()) {
            (Source::Asdf | Source::Gobrew, Some(unit)) => {
                Layout { unit: unit.to_path_buf(), inner: "go".into(), marker: None }
            }
            (Source::GolangDl, _) => Layout { marker: Some(".unpacked-success"), ..whole },
            _ => whole,
        }
    }
}

/// A manager that finds its versions by looking into a folder.
struct Manager {
    source: Source,
    /// Its folder of versions.
    versions: PathBuf,
    /// Something that is only there when the manager is.
    sign: PathBuf,
}

/// Every place that `version` (`go1.27.3`) can be put in; exactly one is recommended, and it comes first. Empty only
/// without a home.
#[must_use]
pub fn destinations(version: &str, sdks: &[Sdk], surroundings: &Surroundings) -> Vec<Destination> {
    let environ = &surroundings.settings.environ;
    let home = surroundings.home.as_deref();
    let running = sdks.iter().find(|sdk| sdk.active);
    let mut found: Vec<(usize, Destination)> = managers(environ, home)
        .into_iter()
        .filter(|manager| manager.sign.exists())
        .map(|manager| {
            let kept = count_versions(&manager.versions);
            let runs = running.is_some_and(|sdk| sdk.ways.iter().any(|way| way.source == manager.source));
            let (rank, reason) = match (runs, kept) {
                (true, _) => (usize::MAX, Reason::ManagerRuns),
                (false, 0) => (0, Reason::ManagerThere),
                (false, kept) => (kept, Reason::ManagerInUse),
            };
            (rank, managed(&manager, version, reason))
        })
        .collect();
    found.sort_by_key(|(rank, _)| std::cmp::Reverse(*rank));
    let managed = found.first().is_some_and(|(rank, _)| *rank > 0);
    let mut all: Vec<Destination> = Vec::new();
    let dl = home.map(|home| {
        let reason = if found.is_empty() { Reason::NoManager } else { Reason::LikeGolangDl };
        place(Source::GolangDl, home.join("sdk").join(version), reason)
    });
    let managers = found.into_iter().map(|(_, destination)| destination);
    if managed {
        all.extend(managers);
        all.extend(dl);
    } else {
        all.extend(dl);
        all.extend(managers);
    }
    all.extend(module_cache(version, surroundings));
    if let Some(first) = all.first_mut() {
        first.recommended = true;
    }
    all
}

/// The destination that an id or an absolute folder names.
///
/// # Errors
/// [`InstallError::UnknownDestination`].
pub fn destination(
    id: &str,
    version: &str,
    sdks: &[Sdk],
    surroundings: &Surroundings,
) -> Result<Destination, InstallError> {
    if let Some(known) = destinations(version, sdks, surroundings).into_iter().find(|d| d.id() == id) {
        return Ok(known);
    }
    let folder = Path::new(id);
    if folder.is_absolute() {
        return Ok(place(Source::Folder, folder.to_path_buf(), Reason::Chosen));
    }
    Err(InstallError::UnknownDestination(id.to_owned()))
}

/// Folders in which an earlier run may have left something.
pub(super) fn parents(surroundings: &Surroundings) -> Vec<PathBuf> {
    let all = destinations("go1.0", &[], surroundings);
    all.iter().filter_map(|d| d.layout().unit.parent().map(Path::to_path_buf)).collect()
}

fn place(source: Source, goroot: PathBuf, reason: Reason) -> Destination {
    Destination { source, free: free_bytes(&goroot), goroot, recommended: false, reason }
}

fn managed(manager: &Manager, version: &str, reason: Reason) -> Destination {
    let number = version.strip_prefix("go").unwrap_or(version);
    let name = match manager.source {
        // Before Go 1.21 the first release of a minor version had no third number; goenv gives it one.
        Source::Goenv if number.bytes().filter(|b| *b == b'.').count() == 1 && is_plain(number) => {
            format!("{number}.0")
        }
        _ => number.to_owned(),
    };
    let folder = manager.versions.join(name);
    let goroot = match manager.source {
        Source::Asdf | Source::Gobrew => folder.join("go"),
        _ => folder,
    };
    place(manager.source, goroot, reason)
}

fn is_plain(number: &str) -> bool {
    number.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

fn module_cache(version: &str, surroundings: &Surroundings) -> Option<Destination> {
    // Before Go 1.21 there are no toolchain modules.
    let number = version.strip_prefix("go").unwrap_or(version);
    if go_rules::version::compare(number.as_bytes(), b"1.21").is_lt() {
        return None;
    }
    let Platform { goos, goarch } = &surroundings.platform;
    let cache = surroundings.settings.gomodcache.as_ref()?;
    let goroot = cache.join("golang.org").join(format!("toolchain@v0.0.1-{version}.{goos}-{goarch}"));
    Some(place(Source::ModuleCache, goroot, Reason::LikeGo))
}

fn managers(environ: &Environ, home: Option<&Path>) -> Vec<Manager> {
    let variable = |name: &str| environ.set(name).and_then(path_from_bytes).filter(|p| p.is_absolute());
    let below_home = |name: &str| home.map(|home| home.join(name));
    let data = match environ.os() {
        Os::Windows => variable("LOCALAPPDATA"),
        _ => variable("XDG_DATA_HOME").or_else(|| below_home(".local/share")),
    };
    let mise = variable("MISE_DATA_DIR").or_else(|| data.map(|data| data.join("mise")));
    let asdf = variable("ASDF_DATA_DIR").or_else(|| below_home(".asdf"));
    let goenv = variable("GOENV_ROOT").or_else(|| below_home(".goenv"));
    // `g` minds G_HOME only in its experimental mode.
    let experimental = environ.set("G_EXPERIMENTAL").is_some_and(|v| v.eq_ignore_ascii_case(b"true"));
    let g = variable("G_HOME").filter(|_| experimental).or_else(|| below_home(".g"));
    let gobrew = variable("GOBREW_ROOT").or_else(|| home.map(Path::to_path_buf));
    let manager = |source, root: Option<PathBuf>, versions: &str, sign: &str| {
        root.map(|root| Manager { source, versions: root.join(versions), sign: root.join(sign) })
    };
    let unix_only = environ.os() != Os::Windows;
    [
        manager(Source::Mise, mise, "installs/go", "installs"),
        manager(Source::Asdf, asdf.filter(|_| unix_only), "installs/golang", "plugins/golang"),
        manager(Source::Goenv, goenv.filter(|_| unix_only), "versions", "versions"),
        manager(Source::G, g, "versions", "versions"),
        manager(Source::Gobrew, gobrew, ".gobrew/versions", ".gobrew/versions"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Folders with a digit in front are versions; links are names for others (mise's `latest`).
fn count_versions(dir: &Path) -> usize {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    entries
        .filter(|entry| {
            let name = entry.file_name();
            name.as_encoded_bytes().first().is_some_and(u8::is_ascii_digit)
                && entry.file_type().is_ok_and(|kind| kind.is_dir())
        })
        .count()
}
