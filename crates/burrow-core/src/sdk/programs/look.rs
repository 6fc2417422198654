//! Where programs lie, and by whose environment that is told.

use std::path::{Path, PathBuf};

use bstr::{BStr, BString, ByteSlice};
use go_rules::environ::{Environ, Os};
use go_rules::filepath;
use go_rules::files::{FileKind, Files};
use go_rules::go_command::{GoCommand, Rules, host_goos};
use go_rules::look_path::{Found, against, look_path};
use go_rules::platform;
use go_rules::vars::{self, Layer, Origin, Resolved};

use crate::env::resolve::{Asked, AtHand};
use crate::system::files::{path_from_bytes, path_to_bytes};

/// What listing goes by.
#[derive(Debug, Clone)]
pub struct Look {
    /// Whose PATH counts, and in which programs are rebuilt.
    pub environ: Environ,
    /// Relative entries of PATH begin here.
    pub dir: PathBuf,
    /// GOBIN where something sets it, and what does.
    pub gobin: Option<(PathBuf, Layer)>,
    /// The entries of GOPATH.
    pub gopath: Vec<PathBuf>,
    pub gomodcache: Option<PathBuf>,
    /// The toolchain that `go install PACKAGE@VERSION` would begin with; `None`: there is no Go.
    pub go: Option<GoCommand>,
    /// The `go` that a terminal runs.
    pub program: Option<PathBuf>,
}

impl Look {
    /// By whose environment a question is asked.
    pub fn of(asked: &Asked<'_>, files: &dyn Files) -> Look {
        let at_hand = AtHand::find(asked, files);
        let names = ["GOBIN", "GOPATH", "GOMODCACHE"].map(BString::from);
        let question = asked.question(at_hand.go.as_ref(), files).names(&names, false);
        let tolerant = vars::resolve_tolerantly(&question);
        Look::seen(asked.environ, asked.dir, &tolerant.resolved, at_hand.go.as_ref())
    }

    /// By an environment whose `go` has answered.
    pub fn seen(environ: &Environ, dir: &BStr, resolved: &Resolved, go: Option<&GoCommand>) -> Look {
        let os = environ.os();
        let absolute = |path: &BStr| path_from_bytes(path).filter(|_| filepath::is_abs(os, path));
        // Newer versions of go also print one that nobody has set.
        let layer = match resolved.get("GOBIN").map(|variable| variable.origin) {
            Some(Origin::Layer(layer @ (Layer::Process | Layer::User | Layer::Goroot))) => Some(layer),
            Some(Origin::Layer(Layer::Default) | Origin::Derived) | None => None,
        };
        let gobin = absolute(resolved.value("GOBIN"));
        // A go.mod has no say in `go install PACKAGE@VERSION`, GOTOOLCHAIN has.
        let chosen = resolved.toolchain.as_ref().filter(|t| t.decided_by.is_none()).map(|t| &t.go);
        let gopath = filepath::split_list(os, resolved.value("GOPATH"));
        Look {
            environ: environ.clone(),
            dir: path_from_bytes(dir).unwrap_or_default(),
            gobin: gobin.zip(layer),
            gopath: gopath.iter().filter_map(|path| absolute(path.as_bstr())).collect(),
            gomodcache: absolute(resolved.value("GOMODCACHE")),
            go: go.map(|go| chosen.unwrap_or(go).clone()),
            program: go.and_then(|go| path_from_bytes(go.found.as_bstr())),
        }
    }

    /// GOOS and GOARCH of what this `go` builds when nothing else is said.
    pub(super) fn host(&self) -> (BString, BString) {
        let go = self.go.clone().unwrap_or_else(|| GoCommand::assumed(self.environ.os()));
        (go.goos, go.goarch)
    }

    /// What a terminal runs by this name.
    pub(super) fn what_runs(&self, name: &str, files: &dyn Files) -> Option<PathBuf> {
        let dir = path_to_bytes(&self.dir);
        match look_path(&self.environ, dir.as_bstr(), files, name.as_bytes()) {
            Found::At(path) => path_from_bytes(path.as_bstr()),
            // Go would refuse to run it, a shell does not.
            Found::Relative(path) => {
                path_from_bytes(against(self.environ.os(), dir.as_bstr(), &path).as_bstr())
            }
            Found::Nowhere => None,
        }
    }
}

/// A folder that programs are installed into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    pub path: PathBuf,
    pub kind: FolderKind,
    /// PATH has it.
    pub on_path: bool,
    /// `go install` puts programs here now.
    pub installs: bool,
}

/// Why programs lie in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FolderKind {
    /// GOBIN, as this layer sets it.
    Gobin(Layer),
    /// `bin` of an entry of GOPATH, counted from 0.
    Gopath(usize),
    /// `bin/GOOS_GOARCH` there: programs for another system.
    Cross { goos: String, goarch: String },
}

impl FolderKind {
    pub fn is_cross(&self) -> bool {
        matches!(self, FolderKind::Cross { .. })
    }
}

/// The folders in the order in which Go would take them: GOBIN, then each entry of GOPATH (`modload.BinDir`,
/// `load.Package`). A folder that is missing is named when Go would install into it.
pub(super) fn folders(look: &Look, files: &dyn Files) -> Vec<Folder> {
    let os = look.environ.os();
    let mut found: Vec<Folder> = Vec::new();
    if let Some((gobin, layer)) = &look.gobin {
        add(look, files, &mut found, gobin, FolderKind::Gobin(*layer));
    }
    for (number, entry) in look.gopath.iter().enumerate() {
        let bin = entry.join("bin");
        add(look, files, &mut found, &bin, FolderKind::Gopath(number));
        for name in files.list(path_to_bytes(&bin).as_bstr()) {
            if let Some((goos, goarch)) = cross(os, name.as_bstr()) {
                let kind = FolderKind::Cross { goos, goarch };
                add(look, files, &mut found, &bin.join(name.to_str_lossy().as_ref()), kind);
            }
        }
    }
    found
}

fn add(look: &Look, files: &dyn Files, found: &mut Vec<Folder>, path: &Path, kind: FolderKind) {
    let there = matches!(files.kind(path_to_bytes(path).as_bstr()), Some(FileKind::Directory));
    let installs = found.is_empty() && !kind.is_cross();
    if found.iter().any(|folder| folder.path == path || same(files, &folder.path, path))
        || !(there || installs)
    {
        return;
    }
    let on_path = is_on_path(look, files, path);
    found.push(Folder { path: path.to_owned(), kind, on_path, installs });
}

fn is_on_path(look: &Look, files: &dyn Files, folder: &Path) -> bool {
    let os = look.environ.os();
    let dir = path_to_bytes(&look.dir);
    filepath::split_list(os, look.environ.set("PATH").unwrap_or_default())
        .iter()
        .filter_map(|entry| path_from_bytes(against(os, dir.as_bstr(), entry).as_bstr()))
        .any(|entry| entry == folder || same(files, &entry, folder))
}

pub(super) fn same(files: &dyn Files, a: &Path, b: &Path) -> bool {
    files.same(path_to_bytes(a).as_bstr(), path_to_bytes(b).as_bstr())
}

/// `windows_amd64`, when Go knows both and it is not this system.
fn cross(os: Os, name: &BStr) -> Option<(String, String)> {
    let (goos, goarch) = name.to_str().ok()?.split_once('_')?;
    let known = platform::systems(Rules::newest()).contains(&goos)
        && platform::architectures(Rules::newest()).contains(&goarch);
    let host = goos == host_goos(os) && GoCommand::assumed(os).goarch == goarch;
    (known && !host).then(|| (goos.to_owned(), goarch.to_owned()))
}
