//! What a Go program says of itself: the record that Go's linker puts into every binary (`debug/buildinfo`), as
//! `go version -m` shows it.
//!
//! Reads ELF, PE, Mach-O (also several in one file), XCOFF and Plan 9's format through [`Files::read_at`], a few
//! kilobytes of each. The input may be anything: no length that stands in a file is believed further than the file
//! itself and the bounds of each reader go. WebAssembly has no record that Go could read either.

mod elf;
mod image;
mod lines;
mod macho;
mod pe;
mod plan9;
mod record;
mod source_root;
mod xcoff;

use std::fmt;

use bstr::{BStr, BString, ByteSlice};

use crate::files::Files;
use image::Image;
pub use image::NotGo;
use lines::Lines;
pub use lines::Module;

/// The record of one program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuildInfo {
    /// `runtime.Version()`: `go1.27.3`, `devel go1.28-…`, perhaps with a suffix.
    pub version: BString,
    /// What the file is made for, as GOOS and GOARCH: from the settings, else guessed from its headers.
    pub goos: BString,
    pub goarch: BString,
    /// The GOROOT it was built in, told by the names of its source files; empty when it was built with
    /// `-trimpath`, as official builds are since Go 1.21, or when they do not tell.
    pub compiled_goroot: BString,
    lines: Lines,
}

impl BuildInfo {
    /// The value of a setting of the build (`GOOS`, `-trimpath`, `vcs.revision` …). A name that is there twice: the
    /// first.
    pub fn setting(&self, key: &str) -> Option<&BStr> {
        setting(&self.lines, key)
    }

    /// Names and values of all settings, as they stand in the record.
    pub fn settings(&self) -> impl Iterator<Item = (&BStr, &BStr)> {
        self.lines.settings.iter().map(|(key, value)| (key.as_bstr(), value.as_bstr()))
    }

    /// The import path of the main package; `None` when it was built without modules.
    pub fn main_package(&self) -> Option<&BStr> {
        Some(self.lines.path.as_bstr()).filter(|path| !path.is_empty())
    }

    /// The module of the main package; `None` for what was built by naming files, and for programs of the standard
    /// library in some versions.
    pub fn main_module(&self) -> Option<&Module> {
        self.lines.main.as_ref()
    }

    /// The modules that packages came from, as they stand in the record.
    pub fn deps(&self) -> &[Module] {
        &self.lines.deps
    }
}

/// As `go version -m` prints it, without the name of the file and the indentation (`debug.BuildInfo.String`).
impl fmt::Display for BuildInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "go\t{}", self.version)?;
        self.lines.write(f)
    }
}

fn setting<'a>(lines: &'a Lines, key: &str) -> Option<&'a BStr> {
    lines.settings.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_bstr())
}

/// Reads the record of the program at `path`.
///
/// # Errors
/// Why it is none that Go's linker made, or cannot be read.
pub fn read(files: &dyn Files, path: &BStr) -> Result<BuildInfo, NotGo> {
    let image = Image::open(files, path)?;
    let (version, text) = record::read(&image)?;
    let lines = lines::parse(&text).ok_or(NotGo::Malformed)?;
    let told = |key, guessed: &str| setting(&lines, key).map_or_else(|| guessed.into(), BString::from);
    let (goos, goarch) = (told("GOOS", image.goos), told("GOARCH", image.goarch));
    let trimmed = setting(&lines, "-trimpath").is_some_and(|value| value == "true");
    let compiled_goroot =
        if trimmed { BString::default() } else { source_root::source_root(&image).unwrap_or_default() };
    Ok(BuildInfo { version, goos, goarch, compiled_goroot, lines })
}

#[cfg(test)]
mod tests;
