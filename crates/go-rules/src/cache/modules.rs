//! Names in the module cache, GOMODCACHE (`cmd/go/internal/modfetch/cache.go`, `codehost`).
//!
//! ```text
//! cache/lock
//! cache/vcs/<hash>{/,.info,.lock}
//! cache/download/sumdb/<name>/{lookup,tile}/…
//! cache/download/<module>/@v/{list,<version>.info,.mod,.zip,.ziphash,.lock,.partial}
//! <module>@<version>/…
//! ```
//!
//! Modules and versions are escaped there ([`crate::module::escape_path`]); what is told here is not.

use bstr::{BString, ByteSlice};

use crate::module::{ModuleVersion, escape_path, has_path_prefix, unescape};
use crate::semver;

/// The module whose versions are toolchains.
pub const TOOLCHAIN: &str = "golang.org/toolchain";

/// A folder of the module cache.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Folder {
    /// GOMODCACHE itself.
    Root,
    /// The way to modules: the elements so far, escaped, parted by `/`.
    Path(BString),
    /// A module, unpacked: `<module>@<version>`.
    Module(ModuleVersion),
    /// A folder in a [`Folder::Module`].
    InModule,
    /// `cache`
    Cache,
    /// `cache/download` and the way to modules below it: the elements so far as they are written.
    Download(BString),
    /// `cache/download/<module>/@v`: the module; as it is written where that is no module's path.
    Versions(BString),
    /// `cache/download/sumdb` or a folder in it.
    Sumdb,
    /// `cache/vcs` or a folder in it.
    Vcs,
    /// Go makes no such folder.
    Stray,
}

/// What a name in it is that is no folder's.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum File {
    /// A file of a module, unpacked.
    InModule,
    /// A file of one version in `@v`.
    OfVersion { version: BString, part: Part },
    /// `@v/list`: the versions that a server had.
    List,
    /// Another file below `cache/download`, of no version.
    Download,
    /// A file below `cache/download/sumdb`.
    Sumdb,
    /// A file below `cache/vcs`.
    Vcs,
    /// `cache/lock`: held while go writes a go.sum.
    Lock,
    /// Go makes no such file.
    Stray,
}

/// Which file of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// `.info`: its time and commit.
    Info,
    /// `.mod`: its go.mod.
    Mod,
    /// `.zip`: its files.
    Zip,
    /// `.ziphash`: the hash of these.
    ZipHash,
    /// `.lock`: held while go downloads or unpacks it; empty.
    Lock,
    /// `.partial`: there while go unpacks it.
    Partial,
    /// What a download began with and did not end.
    Temporary,
    /// `<version>.` and something that go does not write.
    Unknown,
}

const PARTS: [(&[u8], Part); 6] = [
    (b".info", Part::Info),
    (b".mod", Part::Mod),
    (b".ziphash", Part::ZipHash),
    (b".zip", Part::Zip),
    (b".lock", Part::Lock),
    (b".partial", Part::Partial),
];

impl Part {
    /// What its name ends with; `None` where that is not fixed.
    #[must_use]
    pub fn ending(self) -> Option<&'static str> {
        let (ending, _) = PARTS.iter().find(|(_, part)| *part == self)?;
        std::str::from_utf8(ending).ok()
    }
}

impl Folder {
    /// The folder `name` in this one.
    #[must_use]
    pub fn folder(&self, name: &[u8]) -> Folder {
        match self {
            Folder::Root if name == b"cache" => Folder::Cache,
            Folder::Root => below(b"", name),
            Folder::Path(path) => below(path, name),
            Folder::Module(_) | Folder::InModule => Folder::InModule,
            Folder::Cache => match name {
                b"download" => Folder::Download(BString::default()),
                b"vcs" => Folder::Vcs,
                _ => Folder::Stray,
            },
            Folder::Download(path) if path.is_empty() && name == b"sumdb" => Folder::Sumdb,
            Folder::Download(path) if name == b"@v" => {
                Folder::Versions(unescape(path).unwrap_or_else(|| path.clone()))
            }
            Folder::Download(path) => Folder::Download(joined(path, name)),
            // Go makes none there; what is in it is of this module still.
            Folder::Versions(module) => Folder::Download(module.clone()),
            Folder::Sumdb => Folder::Sumdb,
            Folder::Vcs => Folder::Vcs,
            Folder::Stray => Folder::Stray,
        }
    }

    /// What `name` in this folder is, when it is no folder.
    #[must_use]
    pub fn file(&self, name: &[u8]) -> File {
        match self {
            Folder::Module(_) | Folder::InModule => File::InModule,
            Folder::Cache if name == b"lock" => File::Lock,
            Folder::Versions(_) => in_versions(name),
            Folder::Download(_) => File::Download,
            Folder::Sumdb => File::Sumdb,
            Folder::Vcs => File::Vcs,
            Folder::Root | Folder::Path(_) | Folder::Cache | Folder::Stray => File::Stray,
        }
    }

    /// The module that the folder belongs to as a part of `cache/download`, unescaped where it can be: that of `@v`,
    /// else the elements so far. `None` outside of `cache/download`, and in `sumdb`.
    #[must_use]
    pub fn downloaded(&self) -> Option<BString> {
        match self {
            Folder::Versions(module) => Some(module.clone()),
            Folder::Download(path) => Some(unescape(path).unwrap_or_else(|| path.clone())),
            _ => None,
        }
    }
}

/// The folder that elements of a path lead to.
#[must_use]
pub fn folder<'a>(elements: impl IntoIterator<Item = &'a [u8]>) -> Folder {
    elements.into_iter().fold(Folder::Root, |folder, name| folder.folder(name))
}

/// Whether a module, or what lies below its name in `cache/download`, is that of toolchains.
#[must_use]
pub fn is_toolchain(module: &[u8]) -> bool {
    has_path_prefix(module, TOOLCHAIN.as_bytes())
}

fn joined(path: &[u8], name: &[u8]) -> BString {
    if path.is_empty() { name.into() } else { bstr::join("/", [path, name]).into() }
}

/// The element with an `@` ends the path of a module: no element of a path has one.
fn below(path: &[u8], name: &[u8]) -> Folder {
    match name.find_byte(b'@') {
        Some(at) => {
            let module = unescape(&joined(path, &name[..at])).filter(|module| escape_path(module).is_ok());
            match (module, version(&name[at + 1..])) {
                (Some(module), Some(version)) => Folder::Module(ModuleVersion { module, version }),
                _ => Folder::Stray,
            }
        }
        None if unescape(name).is_some() => Folder::Path(joined(path, name)),
        None => Folder::Stray,
    }
}

/// The version behind an escaped one, when go would keep it: the whole form, `v1.2.3`, and no build but
/// `+incompatible` (`modfetch.DownloadDir`).
fn version(escaped: &[u8]) -> Option<BString> {
    let version = unescape(escaped)?;
    (semver::canonical(&version).as_deref() == Some(version.as_slice())).then_some(version)
}

fn in_versions(name: &[u8]) -> File {
    if name == b"list" {
        return File::List;
    }
    if let Some(of) = temporary(name) {
        return match of {
            Some(version) => File::OfVersion { version, part: Part::Temporary },
            None => File::Download,
        };
    }
    for (ending, part) in PARTS {
        if let Some(version) = name.strip_suffix(ending).and_then(version) {
            return File::OfVersion { version, part };
        }
    }
    let dots = name.iter().enumerate().rev().filter(|(_, b)| **b == b'.').map(|(at, _)| at);
    match dots.filter_map(|dot| version(&name[..dot])).next() {
        Some(version) => File::OfVersion { version, part: Part::Unknown },
        None => File::Download,
    }
}

/// Of which version an unfinished file is: `v1.0.0.zip123.tmp` (`modfetch.tempFile`), before Go 1.19 `.tmp123`, and
/// Burrow's own `.burrow-v1.0.0~x.tmp`. `None`: it is none; `Some(None)`: of no version.
fn temporary(name: &[u8]) -> Option<Option<BString>> {
    let undigited = |text: &[u8]| text.trim_end_with(|c| c.is_ascii_digit()).to_vec();
    let stem = match name.strip_suffix(b".tmp") {
        Some(stem) => stem.to_vec(),
        None => undigited(name).strip_suffix(b".tmp")?.to_vec(),
    };
    if let Some(own) = stem.strip_prefix(b".burrow-") {
        let end = own.find_byte(b'~').unwrap_or(own.len());
        return Some(version(&own[..end]));
    }
    let bare = undigited(&stem);
    let ended = PARTS.iter().find_map(|(ending, _)| version(bare.strip_suffix(*ending)?));
    Some(ended.or_else(|| version(&stem)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(path: &str) -> Folder {
        folder(path.split('/').filter(|e| !e.is_empty()).map(str::as_bytes))
    }

    fn module(module: &str, version: &str) -> Folder {
        Folder::Module(ModuleVersion { module: module.into(), version: version.into() })
    }

    #[test]
    fn a_module_begins_at_the_element_with_a_version() {
        assert_eq!(at("github.com/!burnt!sushi/toml@v1.4.0"), module("github.com/BurntSushi/toml", "v1.4.0"));
        assert_eq!(at("a.com/m@v1.0.0-!r!c1"), module("a.com/m", "v1.0.0-RC1"));
        assert_eq!(at("a.com/m@v2.0.0+incompatible"), module("a.com/m", "v2.0.0+incompatible"));
        assert_eq!(at("gopkg.in/yaml.v2@v2.4.0"), module("gopkg.in/yaml.v2", "v2.4.0"));
        assert_eq!(
            at("a.com/m/v3@v3.0.0-20200101000000-0123456789ab"),
            module("a.com/m/v3", "v3.0.0-20200101000000-0123456789ab")
        );
        assert_eq!(at("a.com@v0.1.0"), module("a.com", "v0.1.0"));
        assert_eq!(at("a.com/m@v1.0.0/b@v1.0.0/c"), Folder::InModule);
        assert_eq!(at("a.com/m"), Folder::Path("a.com/m".into()));
        assert_eq!(
            at("golang.org/toolchain@v0.0.1-go1.22.1.linux-amd64"),
            module(TOOLCHAIN, "v0.0.1-go1.22.1.linux-amd64")
        );
    }

    #[test]
    fn what_go_would_not_write_is_a_stray_with_all_that_is_in_it() {
        for stray in [
            "a.com/m@v1",
            "a.com/m@v1.0",
            "a.com/m@1.0.0",
            "a.com/m@master",
            "a.com/m@",
            "a.com/m@v1.0.0+build",
            "a.com/m@v01.0.0",
            "a.com/M@v1.0.0",
            "a.com/m@v1.0.0-RC1",
            "nodot/m@v1.0.0",
            "a.com/m@v1.0.0@v2.0.0",
            "My Photos",
            "a.com/My/deep",
            "a.com/m@v1/x@v1.0.0",
            "cache/x",
            "cache/x/download",
        ] {
            assert_eq!(at(stray), Folder::Stray, "{stray}");
            assert_eq!(at(stray).file(b"x"), File::Stray);
        }
    }

    #[test]
    fn files_of_a_version_are_told_by_what_follows_it() {
        let file = |name: &str| at("cache/download/a.com/!m/@v").file(name.as_bytes());
        let of = |version: &str, part| File::OfVersion { version: version.into(), part };
        assert_eq!(at("cache/download/a.com/!m/@v").downloaded().unwrap(), "a.com/M");
        assert_eq!(file("v1.0.0.zip"), of("v1.0.0", Part::Zip));
        assert_eq!(file("v1.0.0.ziphash"), of("v1.0.0", Part::ZipHash));
        assert_eq!(file("v1.0.0-!r!c1.info"), of("v1.0.0-RC1", Part::Info));
        assert_eq!(file("v1.0.0+incompatible.mod"), of("v1.0.0+incompatible", Part::Mod));
        assert_eq!(file("v0.0.1-go1.22.1.linux-amd64.lock"), of("v0.0.1-go1.22.1.linux-amd64", Part::Lock));
        assert_eq!(file("v1.0.0.partial"), of("v1.0.0", Part::Partial));
        for unfinished in [
            "v1.0.0.zip123.tmp",
            "v1.0.0.info9.tmp",
            "v1.0.0.tmp",
            "v1.0.0.zip.tmp77",
            ".burrow-v1.0.0~aZ.tmp",
        ] {
            assert_eq!(file(unfinished), of("v1.0.0", Part::Temporary), "{unfinished}");
        }
        assert_eq!(file("v1.0.0.orig"), of("v1.0.0", Part::Unknown));
        assert_eq!(file("v1.0.0-pre.zip.bak"), of("v1.0.0-pre.zip", Part::Unknown));
        assert_eq!(
            (file("list"), file("list5.tmp"), file("v1.zip")),
            (File::List, File::Download, File::Download)
        );
        assert_eq!(file("v1.0.0"), File::Download);
    }

    #[test]
    fn the_rest_of_cache_is_told_by_its_folder() {
        assert_eq!(at("cache").file(b"lock"), File::Lock);
        assert_eq!(at("cache/download/sumdb/sum.golang.org/tile/8").file(b"000"), File::Sumdb);
        assert_eq!(at("cache/vcs").file(b"0123.lock"), File::Vcs);
        assert_eq!(at("cache/vcs/0123/objects").file(b"x"), File::Vcs);
        assert_eq!(at("cache/download/a.com").file(b"x"), File::Download);
        // No module begins with `sumdb`, but one may have it further on.
        assert_eq!(at("cache/download/a.com/sumdb"), Folder::Download("a.com/sumdb".into()));
        assert!(is_toolchain(b"golang.org/toolchain") && is_toolchain(b"golang.org/toolchain/x"));
        assert!(!is_toolchain(b"golang.org/toolchains"));
        assert_eq!(Part::ZipHash.ending(), Some(".ziphash"));
    }
}
