//! What belongs to an SDK in its manager's place: the folder that is its own, links and files beside it, and the
//! manager's own command where Burrow keeps its hands off.

use std::fs;
use std::path::{Path, PathBuf};

use bstr::ByteSlice;

use super::{Check, CheckKind, Goes, Premises};
use crate::env::edit::Severity;
use crate::sdk::inventory::{Sdk, Source, Way};

/// How an SDK lies.
pub(super) struct Layout {
    pub source: Source,
    /// The folder that goes: the SDK, or the one in which its manager keeps nothing else.
    pub unit: PathBuf,
    /// Links and files that go with it.
    pub beside: Vec<Goes>,
    pub notes: Vec<Check>,
    pub lock: Option<PathBuf>,
}

/// Finds out how an SDK lies.
///
/// # Errors
/// The check that refuses it: it is another's, or nobody's.
pub(super) fn of(sdk: &Sdk, premises: &Premises<'_>) -> Result<Layout, Check> {
    if let Some(way) = sdk.ways.iter().find(|way| is_anothers(way.source)) {
        let command = command(way.source, sdk);
        return Err(Check::refused(CheckKind::Managed { by: way.source, command }));
    }
    let own: Vec<&Way> = sdk.ways.iter().filter(|way| is_place(way.source)).collect();
    let Some(way) = own.iter().find(|way| lies_there(way, &sdk.goroot)) else {
        let kind = match own.first() {
            Some(way) => CheckKind::ThroughLink { link: way.path.clone() },
            None => CheckKind::InNobodysPlace,
        };
        return Err(Check::refused(kind));
    };
    let mut layout = Layout {
        source: way.source,
        unit: sdk.goroot.clone(),
        beside: Vec::new(),
        notes: Vec::new(),
        lock: None,
    };
    match way.source {
        Source::ModuleCache => module(&mut layout, premises)?,
        Source::Asdf | Source::Gobrew | Source::Mise => inner(&mut layout, sdk)?,
        Source::Gvm => gvm(&mut layout),
        Source::GolangDl | Source::Jetbrains => wrapper(&mut layout, premises),
        _ => {}
    }
    if way.source != Source::ModuleCache {
        layout.beside.extend(links_beside(&layout.unit));
    }
    if let Some(link) = current_link(&layout.unit, premises) {
        let command = current_command(way.source);
        return Err(Check::refused(CheckKind::Current { link, command }));
    }
    Ok(layout)
}

/// Whoever installed it keeps a record of its files.
fn is_anothers(source: Source) -> bool {
    matches!(
        source,
        Source::Distribution
            | Source::Homebrew
            | Source::Snap
            | Source::Nix
            | Source::Msi
            | Source::Chocolatey
            | Source::Scoop
            | Source::StefanmaricG
    )
}

fn is_place(source: Source) -> bool {
    !is_anothers(source) && !matches!(source, Source::Path | Source::Goroot)
}

/// Whether the way names the SDK's own folder: only links above that folder, none of its own name.
fn lies_there(way: &Way, goroot: &Path) -> bool {
    let (Some(parent), Some(name)) = (way.path.parent(), way.path.file_name()) else { return false };
    dunce::canonicalize(parent).is_ok_and(|parent| parent.join(name) == goroot)
}

/// How a person removes it with the program that installed it.
fn command(source: Source, sdk: &Sdk) -> Option<String> {
    let folder = sdk.goroot.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    match source {
        Source::Distribution => Some(package_command(&folder)),
        Source::Homebrew => {
            // …/Cellar/go@1.22/1.22.3/libexec
            let formula = sdk.goroot.ancestors().nth(2)?.file_name()?.to_string_lossy().into_owned();
            Some(format!("brew uninstall {formula}"))
        }
        Source::Snap => Some("sudo snap remove go".into()),
        Source::Nix => Some("nix profile remove go".into()),
        Source::Chocolatey => Some("choco uninstall golang".into()),
        Source::Scoop => Some("scoop uninstall go".into()),
        Source::StefanmaricG => {
            let version = sdk.version.as_ref()?.strip_prefix(b"go")?.to_str_lossy().into_owned();
            Some(format!("g remove {version}"))
        }
        _ => None,
    }
}

fn package_command(folder: &str) -> String {
    let there = |path: &str| Path::new(path).exists();
    if there("/var/lib/dpkg/status") {
        // /usr/lib/go-1.22 is of golang-1.22-go and golang-1.22-src.
        return match folder.strip_prefix("go-") {
            Some(version) => format!("sudo apt remove golang-{version}-go golang-{version}-src"),
            None => "sudo apt remove golang-go".into(),
        };
    }
    if there("/etc/arch-release") {
        return "sudo pacman -R go".into();
    }
    if there("/etc/alpine-release") {
        return "sudo apk del go".into();
    }
    if there("/etc/SuSE-release") || there("/usr/bin/zypper") {
        return "sudo zypper remove go".into();
    }
    "sudo dnf remove golang".into()
}

/// Removes the folder of the version when there is nothing in it but the SDK.
fn inner(layout: &mut Layout, sdk: &Sdk) -> Result<(), Check> {
    if layout.unit.file_name().is_none_or(|name| name != "go") {
        return Ok(());
    }
    let Some(version) = layout.unit.parent().map(Path::to_path_buf) else { return Ok(()) };
    for entry in fs::read_dir(&version).into_iter().flatten().flatten() {
        let path = entry.path();
        // What a person installed with that version lies beside it.
        if path != sdk.goroot && !is_empty_folder(&path) {
            return Err(Check::refused(CheckKind::OtherThings { what: path }));
        }
    }
    layout.unit = version;
    Ok(())
}

fn is_empty_folder(path: &Path) -> bool {
    let folder = path.symlink_metadata().is_ok_and(|facts| facts.is_dir());
    folder && fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_none())
}

/// `~/.gvm/environments/go1.22.3`, which sets up the shell for it.
fn gvm(layout: &mut Layout) {
    let (Some(root), Some(name)) = (layout.unit.ancestors().nth(2), layout.unit.file_name()) else { return };
    let file = root.join("environments").join(name);
    if file.symlink_metadata().is_ok_and(|facts| facts.is_file()) {
        layout.beside.push(Goes::File(file));
    }
}

/// A toolchain module's downloads go with it. The records of the checksum database stay.
fn module(layout: &mut Layout, premises: &Premises<'_>) -> Result<(), Check> {
    let name = layout.unit.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let version = name.strip_prefix("toolchain@").filter(|version| version.starts_with("v0.0.1-go1"));
    let cache = premises.gomodcache.and_then(|cache| dunce::canonicalize(cache).ok());
    let (Some(version), Some(cache)) = (version, cache) else {
        return Err(Check::refused(CheckKind::NotProven));
    };
    if layout.unit.parent() != Some(cache.join("golang.org").as_path()) {
        return Err(Check::refused(CheckKind::NotProven));
    }
    let downloads = cache.join("cache/download/golang.org/toolchain/@v");
    for ending in ["ziphash", "zip", "info", "mod"] {
        let file = downloads.join(format!("{version}.{ending}"));
        if file.symlink_metadata().is_ok_and(|facts| facts.is_file()) {
            layout.beside.push(Goes::File(file));
        }
    }
    layout.lock = Some(downloads.join(format!("{version}.lock")));
    layout.notes.push(Check::new(Severity::Note, CheckKind::RecordsStay));
    Ok(())
}

/// `go1.22.3` in GOPATH/bin: without its SDK it offers to download it.
fn wrapper(layout: &mut Layout, premises: &Premises<'_>) {
    let Some(name) = layout.unit.file_name() else { return };
    let name =
        if cfg!(windows) { format!("{}.exe", name.to_string_lossy()) } else { name.to_string_lossy().into() };
    let programs = premises.caches.iter().map(|gopath| gopath.join("bin").join(&name));
    if let Some(program) = programs.into_iter().find(|program| program.is_file()) {
        layout.notes.push(Check::new(Severity::Note, CheckKind::WrapperStays { program }));
    }
}

/// Links in the same folder that lead to the SDK (mise: `1.22`, `latest`).
fn links_beside(unit: &Path) -> Vec<Goes> {
    let Some(parent) = unit.parent() else { return Vec::new() };
    let mut links: Vec<PathBuf> = fs::read_dir(parent)
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_symlink()))
        .map(|entry| entry.path())
        .filter(|link| leads_into(link, unit))
        .collect();
    links.sort();
    links.into_iter().map(Goes::Link).collect()
}

fn leads_into(link: &Path, unit: &Path) -> bool {
    fs::read_link(link).is_ok() && dunce::canonicalize(link).is_ok_and(|to| to.starts_with(unit))
}

/// The link by which a manager, or Burrow, says which one is chosen.
fn current_link(unit: &Path, premises: &Premises<'_>) -> Option<PathBuf> {
    let root = unit.ancestors().nth(2);
    let named = ["go", "current", "current/go"];
    let managers = root.into_iter().flat_map(|root| named.map(|name| root.join(name)));
    managers.chain(premises.current.map(Path::to_path_buf)).find(|link| leads_into(link, unit))
}

fn current_command(source: Source) -> Option<String> {
    match source {
        Source::G => Some("g use".into()),
        Source::Gobrew => Some("gobrew use".into()),
        _ => None,
    }
}
