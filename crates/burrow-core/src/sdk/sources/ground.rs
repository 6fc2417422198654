//! What the sources go by: whose environment, which home, which disk.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::Path;

use bstr::{BStr, BString, ByteSlice};
use go_rules::buildinfo::NotGo;
use go_rules::environ::{Environ, Os};
use go_rules::filepath;
use go_rules::files::{FileKind, Files};
use go_rules::go_command::GoCommand;
use go_rules::user_dirs::home_variable;

use crate::sdk::inventory::Hunt;
use crate::sdk::probe::go_below;
use crate::system::files::path_to_bytes;

/// The ground of one hunt. Programs that it has read it does not read again.
pub(in crate::sdk) struct Ground<'a> {
    pub os: Os,
    pub environ: &'a Environ,
    pub files: &'a dyn Files,
    pub dir: BString,
    /// `None`: there is none, and no place below it.
    pub home: Option<BString>,
    pub goenv_goroot: Option<BString>,
    pub gomodcache: Option<BString>,
    pub gopath: Vec<BString>,
    pub installed: Option<BString>,
    pub folders: Vec<BString>,
    programs: RefCell<HashMap<BString, Result<GoCommand, NotGo>>>,
}

impl<'a> Ground<'a> {
    pub fn of(hunt: &'a Hunt, files: &'a dyn Files) -> Ground<'a> {
        let os = hunt.environ.os();
        let absolute = |path: &Path| Some(path_to_bytes(path)).filter(|path| filepath::is_abs(os, path));
        Ground {
            os,
            environ: &hunt.environ,
            files,
            dir: path_to_bytes(&hunt.dir),
            home: hunt.home.as_deref().and_then(absolute),
            goenv_goroot: hunt.goenv_goroot.as_deref().and_then(absolute),
            gomodcache: hunt.gomodcache.as_deref().and_then(absolute),
            gopath: hunt.gopath.iter().filter_map(|path| absolute(path)).collect(),
            installed: hunt.installed.as_deref().and_then(absolute),
            folders: hunt.folders.iter().filter_map(|path| absolute(path)).collect(),
            programs: RefCell::default(),
        }
    }

    /// The ground of an environment of which nothing has been resolved: GOPATH is taken for its default.
    pub fn plain(environ: &'a Environ, dir: &BStr, files: &'a dyn Files) -> Ground<'a> {
        let os = environ.os();
        let home = environ.set(home_variable(os)).filter(|home| filepath::is_abs(os, home));
        Ground {
            os,
            environ,
            files,
            dir: dir.into(),
            home: home.map(BString::from),
            goenv_goroot: None,
            gomodcache: None,
            gopath: Vec::new(),
            installed: None,
            folders: Vec::new(),
            programs: RefCell::default(),
        }
    }

    pub fn is_unix(&self) -> bool {
        self.os != Os::Windows
    }

    /// `dir` with elements that are parted by `/` below it.
    pub fn join(&self, dir: &[u8], below: &str) -> BString {
        filepath::join(self.os, &[dir, below.as_bytes()])
    }

    /// A folder below the home.
    pub fn below_home(&self, below: &str) -> Option<BString> {
        self.home.as_ref().map(|home| self.join(home, below))
    }

    /// The folder that a variable names; a relative one means nothing, wherever its manager runs.
    pub fn variable(&self, name: &str) -> Option<BString> {
        self.environ
            .set(name)
            .filter(|value| filepath::is_abs(self.os, value))
            .map(|v| filepath::clean(self.os, v))
    }

    /// The folder that a variable names, else one below the home.
    pub fn variable_or_home(&self, name: &str, below: &str) -> Option<BString> {
        self.variable(name).or_else(|| self.below_home(below))
    }

    pub fn kind(&self, path: &[u8]) -> Option<FileKind> {
        self.files.kind(path.as_bstr())
    }

    pub fn is_dir(&self, path: &[u8]) -> bool {
        self.kind(path) == Some(FileKind::Directory)
    }

    pub fn is_file(&self, path: &[u8]) -> bool {
        matches!(self.kind(path), Some(FileKind::File { .. }))
    }

    /// `bin/go` of a folder.
    pub fn go_of(&self, goroot: &[u8]) -> BString {
        go_below(self.os, goroot)
    }

    /// What the program at an absolute path says of itself.
    pub fn program(&self, path: &BStr) -> Result<GoCommand, NotGo> {
        if let Some(known) = self.programs.borrow().get(path) {
            return known.clone();
        }
        let told = GoCommand::probe(self.files, self.os, path);
        self.programs.borrow_mut().insert(path.into(), told.clone());
        told
    }
}
