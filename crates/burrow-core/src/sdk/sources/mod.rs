//! Where SDKs lie, manager by manager.

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
    pub path: std::path::PathBuf,
}
