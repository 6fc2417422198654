//! Where SDKs lie, manager by manager: a row of the table each, which names the places of one source.
//!
//! A row says where to look, never what is found there: that a folder counts as an SDK is `place`'s affair, what
//! it is that of `inspect`.

mod distribution;
mod go_own;
pub(super) mod ground;
pub(super) mod homebrew;
mod managers;
pub(super) mod path;
pub(super) mod place;
mod profiles;
mod system;
mod windows;

use std::path::PathBuf;

use bstr::BString;
use ground::Ground;
use place::Place;

/// How an SDK was come upon: by a name that leads to it, or in the place of whoever installs there. In the order
/// in which they are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// A program on PATH.
    Path,
    /// GOROOT, of the environment or of the GOENV file.
    Goroot,
    /// Where Go's own installers put it, and where people unpack it for everybody.
    System,
    /// A package of the distribution.
    Distribution,
    Homebrew,
    Snap,
    Nix,
    /// `golang.org/dl`: `~/sdk`.
    GolangDl,
    /// Downloaded by go itself, as a module.
    ModuleCache,
    Gvm,
    Goenv,
    Asdf,
    Mise,
    /// `voidint/g`.
    G,
    StefanmaricG,
    Gobrew,
    Jetbrains,
    Scoop,
    Chocolatey,
    Msi,
    /// A person added the folder.
    Folder,
}

impl Source {
    /// The name in JSON and on the wire.
    pub fn id(self) -> &'static str {
        match self {
            Source::Path => "path",
            Source::Goroot => "goroot",
            Source::System => "system",
            Source::Distribution => "distribution",
            Source::Homebrew => "homebrew",
            Source::Snap => "snap",
            Source::Nix => "nix",
            Source::GolangDl => "golang-dl",
            Source::ModuleCache => "module-cache",
            Source::Gvm => "gvm",
            Source::Goenv => "goenv",
            Source::Asdf => "asdf",
            Source::Mise => "mise",
            Source::G => "g",
            Source::StefanmaricG => "stefanmaric-g",
            Source::Gobrew => "gobrew",
            Source::Jetbrains => "jetbrains",
            Source::Scoop => "scoop",
            Source::Chocolatey => "chocolatey",
            Source::Msi => "msi",
            Source::Folder => "folder",
        }
    }
}

/// One way to an SDK.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Way {
    pub source: Source,
    /// As it was found, links and all: the program on PATH, else the folder.
    pub path: PathBuf,
}

/// Names the places of one source.
type Places = fn(&Ground<'_>) -> Vec<Place>;

/// The places of every source but PATH and GOROOT, which name their SDKs themselves.
pub(super) const PLACES: [(Source, Places); 19] = [
    (Source::System, system::places),
    (Source::Distribution, distribution::places),
    (Source::Homebrew, homebrew::places),
    (Source::Snap, profiles::snap),
    (Source::Nix, profiles::nix),
    (Source::GolangDl, go_own::golang_dl),
    (Source::ModuleCache, go_own::module_cache),
    (Source::Gvm, managers::gvm),
    (Source::Goenv, managers::goenv),
    (Source::Asdf, managers::asdf),
    (Source::Mise, managers::mise),
    (Source::G, managers::g),
    (Source::StefanmaricG, managers::stefanmaric_g),
    (Source::Gobrew, managers::gobrew),
    (Source::Jetbrains, go_own::jetbrains),
    (Source::Scoop, windows::scoop),
    (Source::Chocolatey, windows::chocolatey),
    (Source::Msi, windows::msi),
    (Source::Folder, managers::folders),
];

/// Wrappers of golang.org/dl that are not on PATH lie where `go install` puts programs.
pub(super) fn wrappers(ground: &Ground<'_>) -> Vec<BString> {
    let mut dirs: Vec<BString> = ground.gopath.iter().map(|gopath| ground.join(gopath, "bin")).collect();
    dirs.extend(ground.variable("GOBIN"));
    dirs
}
