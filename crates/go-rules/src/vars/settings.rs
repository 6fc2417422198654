//! The layers as one run of `go` has them before it (`cmd/go/internal/cfg`: `initEnvCache`, `findGOROOT`,
//! `Getenv`).

use std::cell::OnceCell;

use bstr::{BStr, BString, ByteSlice};

use crate::env_file::{Entry, EnvFile};
use crate::environ::{Environ, Os};
use crate::filepath;
use crate::files::{FileKind, Files, ReadError};
use crate::go_command::{GoCommand, Rules};
use crate::gomod;
use crate::look_path::against;
use crate::refusal::NoUserDir;
use crate::user_dirs;
use crate::vars::Layer;

/// Where the user's file lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GoenvLocation {
    /// `GOENV=off`.
    Off,
    /// No directory for configuration can be told.
    Nowhere(NoUserDir),
    /// The path as Go prints it. `explicit`: GOENV names it.
    At { path: BString, explicit: bool },
}

impl GoenvLocation {
    /// `cfg.EnvFile`.
    pub fn find(environ: &Environ, rules: Rules) -> GoenvLocation {
        match environ.set("GOENV") {
            Some(off) if off == "off" => GoenvLocation::Off,
            Some(path) => GoenvLocation::At { path: path.into(), explicit: true },
            None => GoenvLocation::usual(environ, rules),
        }
    }

    /// Where it lies as long as GOENV says nothing.
    pub fn usual(environ: &Environ, rules: Rules) -> GoenvLocation {
        match user_dirs::config_dir(environ, rules) {
            Err(why) => GoenvLocation::Nowhere(why),
            Ok(dir) => GoenvLocation::At {
                path: filepath::join(environ.os(), &[dir.as_slice(), b"go/env"]),
                explicit: false,
            },
        }
    }

    /// The file that `go env -w` writes: before it begins, go puts GOENV's printed value back into its own
    /// environment, so that `GOENV=off` means the default file to it.
    pub fn for_writing(environ: &Environ, rules: Rules) -> GoenvLocation {
        match GoenvLocation::find(environ, rules) {
            GoenvLocation::Off => GoenvLocation::usual(environ, rules),
            other => other,
        }
    }

    /// The path, if there is a file.
    pub fn path(&self) -> Option<&BStr> {
        match self {
            GoenvLocation::At { path, .. } => Some(path.as_bstr()),
            _ => None,
        }
    }
}

/// What one run of `go` starts from.
pub(crate) struct Settings<'a> {
    pub environ: &'a Environ,
    pub os: Os,
    pub rules: Rules,
    pub go: &'a GoCommand,
    pub files: &'a dyn Files,
    /// The working directory without links.
    pub dir: &'a BStr,
    /// Where the process began, before `-C`: what go looks up while it starts, it looks up from here.
    pub start: &'a BStr,
    pub location: GoenvLocation,
    /// `Err`: the file is not there or cannot be read, which Go takes for empty.
    pub user_state: Result<(), ReadError>,
    pub user: EnvFile,
    /// `$GOROOT/go.env`; empty before Go 1.21.
    pub bundled: EnvFile,
    pub bundled_path: Option<BString>,
    /// GOROOT without what the process environment says of its spelling.
    found_goroot: BString,
    /// The nearest go.work, once it was looked for.
    workspace: OnceCell<Option<BString>>,
}

impl<'a> Settings<'a> {
    pub fn load(
        environ: &'a Environ,
        dir: &'a BStr,
        start: &'a BStr,
        go: &'a GoCommand,
        files: &'a dyn Files,
    ) -> Settings<'a> {
        let (os, rules) = (environ.os(), go.rules());
        let location = GoenvLocation::find(environ, rules);
        let read = location.path().map(|path| files.read(against(os, start, path).as_bstr()));
        let (user, user_state) = match read {
            Some(Ok(bytes)) => (EnvFile::parse(&bytes), Ok(())),
            Some(Err(why)) => (EnvFile::default(), Err(why)),
            None => (EnvFile::default(), Err(ReadError::Missing)),
        };
        let mut settings = Settings {
            environ,
            os,
            rules,
            go,
            files,
            dir,
            start,
            location,
            user_state,
            user,
            bundled: EnvFile::default(),
            bundled_path: None,
            found_goroot: BString::default(),
            workspace: OnceCell::new(),
        };
        settings.found_goroot = settings.find_goroot();
        if rules.since(21) && !settings.found_goroot.is_empty() {
            let path = filepath::join(os, &[settings.found_goroot.as_slice(), b"go.env"]);
            if let Ok(bytes) = files.read(against(os, start, &path).as_bstr()) {
                settings.bundled = EnvFile::parse(&bytes);
            }
            settings.bundled_path = Some(path);
        }
        settings
    }

    /// `cfg.Getenv`: empty means unset.
    pub fn get(&self, name: &str) -> &BStr {
        self.get_bytes(BStr::new(name))
    }

    pub fn get_bytes(&self, name: &BStr) -> &BStr {
        self.environ.set(name).unwrap_or_else(|| self.table(name).unwrap_or_default())
    }

    /// The value in the table that the files make, without the process environment.
    pub fn table(&self, name: &BStr) -> Option<&BStr> {
        if name == "GOROOT" && self.rules.since(21) {
            return Some(self.found_goroot.as_bstr());
        }
        self.file_entry(name).map(|(_, entry)| entry.value.as_bstr())
    }

    /// The entry of a file that counts for `name`.
    pub fn file_entry(&self, name: &BStr) -> Option<(Layer, &Entry)> {
        let user = self.user.last(name).map(|e| (Layer::User, e));
        user.or_else(|| self.bundled.first(name).map(|e| (Layer::Goroot, e)))
    }

    /// `cfg.CanGetenv`: names go reads, and from Go 1.21 on whatever a file has.
    pub fn can_get(&self, name: &BStr) -> bool {
        let in_file = self.rules.since(21) && (name == "GOROOT" || self.file_entry(name).is_some());
        in_file || super::registry::known_to_go(name, self.rules)
    }

    /// `cfg.EnvOrAndChanged`.
    pub fn or_changed(&self, name: &str, default: &BStr) -> (BString, bool) {
        let value = self.get(name);
        if value.is_empty() {
            return (default.into(), false);
        }
        // Of a name that go.env has twice, the first is in effect but the last is compared with.
        let against = self.bundled.last(name).map_or(default, |e| e.value.as_bstr());
        (value.into(), value != against)
    }

    /// GOROOT as go prints it.
    pub fn goroot(&self) -> BString {
        if !self.rules.since(21) {
            return self.found_goroot.clone();
        }
        self.get("GOROOT").into()
    }

    /// What `runtime.GOROOT()` gives.
    pub fn runtime_goroot(&self) -> &BStr {
        self.environ.set("GOROOT").unwrap_or(self.go.compiled_goroot.as_bstr())
    }

    /// `findGOROOT`. Before Go 1.21 the process environment came first, afterwards the user's file.
    fn find_goroot(&self) -> BString {
        let user = self.user.last("GOROOT").map(|e| e.value.as_bstr()).filter(|v| !v.is_empty());
        let process = self.environ.set("GOROOT");
        let named = if self.rules.since(21) { user.or(process) } else { process.or(user) };
        match named {
            Some(named) => filepath::clean(self.os, named),
            None => self.goroot_by_place(),
        }
    }

    /// GOROOT by where the program lies.
    fn goroot_by_place(&self) -> BString {
        let default = match self.go.compiled_goroot.as_bstr() {
            none if none.is_empty() => BString::default(),
            some => filepath::clean(self.os, some),
        };
        if self.go.exe.is_empty() {
            return default;
        }
        let canonical_exe = self.files.canonical(self.go.exe.as_bstr());
        let ups: &[&[u8]] = if self.rules.since(21) { &[b"../..", b"../../.."] } else { &[b"../.."] };
        for exe in std::iter::once(&self.go.exe).chain(canonical_exe.as_ref()) {
            for up in ups {
                let dir = filepath::join(self.os, &[exe.as_slice(), up]);
                if self.is_goroot(&dir) {
                    let same = !default.is_empty()
                        && (default == dir || self.files.same(default.as_bstr(), dir.as_bstr()));
                    return if same { default } else { dir };
                }
            }
        }
        default
    }

    fn is_goroot(&self, dir: &BString) -> bool {
        let tool = filepath::join(self.os, &[dir.as_slice(), b"pkg", b"tool"]);
        self.files.kind(tool.as_bstr()) == Some(FileKind::Directory)
    }

    /// `os.Stat` of a path that may be relative.
    pub fn kind(&self, path: &[u8]) -> Option<FileKind> {
        self.files.kind(against(self.os, self.dir, path).as_bstr())
    }

    /// The nearest go.work at or above the working directory.
    pub fn workspace_file(&self) -> Option<BString> {
        let look = || {
            let (dir, goroot) = (self.working_dir(), self.goroot());
            gomod::workspace_file(self.files, self.os, dir.as_bstr(), goroot.as_bstr())
        };
        self.workspace.get_or_init(look).clone()
    }

    /// `os.Getwd`: PWD when it names the working directory, which keeps the links a person went through.
    pub fn working_dir(&self) -> BString {
        if self.os != Os::Windows
            && let Some(pwd) = self.environ.set("PWD")
            && pwd.starts_with(b"/")
            && self.files.same(pwd, self.dir)
        {
            return pwd.into();
        }
        self.dir.into()
    }
}
