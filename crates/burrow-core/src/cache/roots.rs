//! Where the caches of a context are, by the values that `go env` would print. Looks at no cache: whether a folder is
//! there, and what it is, is asked when it is measured or cleaned.

use std::path::{Path, PathBuf};

use bstr::{BStr, BString, ByteSlice};
use go_rules::environ::Environ;
use go_rules::filepath;
use go_rules::files::Files;
use go_rules::look_path::against;
use go_rules::user_dirs::{home_variable, temp_dir};
use go_rules::vars::{self, Layer, Resolved, Variable};

use super::Cache;
use crate::env::resolve::{Asked, AtHand};
use crate::system::files::path_from_bytes;

/// What a variable says of where a cache is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Root {
    /// This folder, as go names it: absolute, there or not, perhaps a link.
    At(PathBuf),
    /// `GOCACHE=off`: there is none.
    Off,
    /// Go refuses a path that is not absolute.
    Relative(BString),
    /// Nothing tells: no variable, no home.
    Nowhere,
}

impl Root {
    /// The folder, where one is named that go would use.
    #[must_use]
    pub fn folder(&self) -> Option<&Path> {
        match self {
            Root::At(folder) => Some(folder),
            Root::Off | Root::Relative(_) | Root::Nowhere => None,
        }
    }
}

/// Where the caches of a context are, and the folders around them that matter for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roots {
    pub gocache: Root,
    pub gomodcache: Root,
    /// The entries of GOPATH that are absolute.
    pub gopath: Vec<PathBuf>,
    pub home: Option<PathBuf>,
    /// Where go makes its `go-build*`: GOTMPDIR, else the system's folder.
    pub temp: Option<PathBuf>,
}

impl Roots {
    /// The roots of a question. Where go would refuse for another reason they are still told.
    #[must_use]
    pub fn of(asked: &Asked<'_>, files: &dyn Files) -> Roots {
        let at_hand = AtHand::find(asked, files);
        let names = ["GOCACHE", "GOMODCACHE", "GOPATH", "GOTMPDIR"].map(BString::from);
        let question = asked.question(at_hand.go.as_ref(), files);
        let tolerant = vars::resolve_tolerantly(&question.names(&names, false));
        Roots::seen(asked.environ, asked.dir, &tolerant.resolved)
    }

    /// The roots of an environment whose `go` has answered.
    #[must_use]
    pub fn seen(environ: &Environ, dir: &BStr, resolved: &Resolved) -> Roots {
        let os = environ.os();
        let absolute = |path: &BStr| path_from_bytes(path).filter(|_| filepath::is_abs(os, path));
        let gopath = filepath::split_list(os, resolved.value("GOPATH"));
        let gotmpdir = resolved.value("GOTMPDIR");
        let temp = if gotmpdir.is_empty() { temp_dir(environ) } else { gotmpdir.into() };
        let root = |name| match path_from_bytes(value(resolved, name)) {
            Some(path) if filepath::is_abs(os, value(resolved, name)) => Root::At(path),
            _ => nowhere(resolved.get(name)),
        };
        Roots {
            gocache: root("GOCACHE"),
            gomodcache: root("GOMODCACHE"),
            gopath: gopath.iter().filter_map(|path| absolute(path.as_bstr())).collect(),
            home: environ.set(home_variable(os)).and_then(absolute),
            temp: path_from_bytes(against(os, dir, &temp).as_bstr()),
        }
    }

    /// Where one of them is.
    #[must_use]
    pub fn root(&self, cache: Cache) -> &Root {
        match cache {
            Cache::Build => &self.gocache,
            Cache::Modules => &self.gomodcache,
        }
    }
}

fn value<'a>(resolved: &'a Resolved, name: &str) -> &'a BStr {
    resolved.value(name)
}

/// What a value means that is no absolute path. Go prints `off` for a GOCACHE that it cannot use, whatever was set.
fn nowhere(variable: Option<&Variable>) -> Root {
    let set = variable.into_iter().flat_map(|variable| &variable.rungs).find_map(|rung| {
        rung.value.as_ref().filter(|value| rung.layer != Layer::Default && !value.is_empty())
    });
    match set {
        Some(set) if set == "off" && variable.is_some_and(|variable| variable.name == "GOCACHE") => Root::Off,
        Some(set) => Root::Relative(set.clone()),
        None => match variable.map(|variable| &variable.value) {
            Some(value) if !value.is_empty() && value != "off" => Root::Relative(value.clone()),
            _ => Root::Nowhere,
        },
    }
}

#[cfg(test)]
mod tests {
    use go_rules::environ::Os;

    use super::*;
    use crate::system::DiskFiles;

    fn roots(entries: &[(&str, &str)]) -> Roots {
        let pairs = entries.iter().map(|(name, value)| (BString::from(*name), BString::from(*value)));
        let environ = Environ::new(Os::host(), pairs);
        let dir = if cfg!(windows) { r"C:\" } else { "/" };
        let asked =
            Asked { environ: &environ, dir: dir.into(), started_in: None, goroot: Some("none".into()) };
        Roots::of(&asked, &DiskFiles)
    }

    fn home() -> (&'static str, &'static str) {
        if cfg!(windows) { ("USERPROFILE", r"C:\u") } else { ("HOME", "/u") }
    }

    #[test]
    fn what_is_set_and_no_path_is_told_from_what_nothing_tells() {
        let off = ("GOENV", "off");
        assert_eq!(roots(&[off, home(), ("GOCACHE", "off")]).gocache, Root::Off);
        assert_eq!(roots(&[off, home(), ("GOCACHE", "here")]).gocache, Root::Relative("here".into()));
        assert_eq!(roots(&[off, home(), ("GOMODCACHE", "m")]).gomodcache, Root::Relative("m".into()));
        // No cache is off that way.
        assert_eq!(roots(&[off, home(), ("GOMODCACHE", "off")]).gomodcache, Root::Relative("off".into()));
        let without = roots(&[off]);
        assert_eq!((without.gocache, without.gomodcache), (Root::Nowhere, Root::Nowhere));
    }

    #[test]
    #[cfg(unix)]
    fn defaults_are_those_of_go() {
        let roots = roots(&[
            ("GOENV", "off"),
            home(),
            ("XDG_CACHE_HOME", "/c"),
            ("GOPATH", "/p:rel:/q"),
            ("TMPDIR", "/t"),
        ]);
        let cache = if cfg!(target_os = "macos") { "/u/Library/Caches/go-build" } else { "/c/go-build" };
        assert_eq!(roots.gocache.folder(), Some(Path::new(cache)));
        assert_eq!(roots.gomodcache.folder(), Some(Path::new("/p/pkg/mod")));
        assert_eq!(roots.gopath, [Path::new("/p"), Path::new("/q")]);
        assert_eq!(roots.temp.as_deref(), Some(Path::new("/t")));
    }
}
