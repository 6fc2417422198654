//! How a program can be built anew, and why it cannot.
//!
//! Everything comes from the record of a file that anybody may have put there, so nothing of it reaches go that
//! is not plainly a package, a version, or one of the few flags below.

use std::fmt;

use bstr::{BStr, BString, ByteSlice};
use go_rules::buildinfo::BuildInfo;
use go_rules::module::has_path_prefix;

use super::entry::Seen;
use super::is_part_of_go;
use super::look::{Folder, FolderKind, Look};

/// The command that builds a program anew, as far as the program tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipe {
    /// The main package.
    pub package: String,
    pub version: String,
    /// Flags that the program was built with and that change what it is.
    pub flags: Vec<String>,
    /// The system and architecture, where these are not the ones of this machine.
    pub cross: Option<(String, String)>,
}

/// Why a program cannot be built anew from what it tells.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum NoRebuild {
    /// It is no Go program.
    NotGo,
    /// It is a link: what it leads to belongs to something else.
    Link,
    /// It is a part of Go itself.
    PartOfGo,
    /// It was built without modules, or from single files.
    NoModule,
    /// It was built from a folder of this or another machine, at no version.
    Devel,
    /// It was built from a folder with changes that no version has.
    Dirty,
    /// Its module, or one that it needs, was replaced by another.
    Replaced,
    /// It is a library, not a program.
    Library,
    /// It is for another system, and GOBIN is set: Go refuses that.
    CrossWithGobin,
    /// What it says of itself is no package and version that Go could have built.
    Implausible,
    /// There is no Go on this machine to build it with.
    NoGo,
}

/// As a person would type it.
impl fmt::Display for Recipe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((goos, goarch)) = &self.cross {
            write!(f, "GOOS={goos} GOARCH={goarch} ")?;
        }
        write!(f, "go install ")?;
        for flag in &self.flags {
            if flag.contains(' ') { write!(f, "\"{flag}\" ")? } else { write!(f, "{flag} ")? }
        }
        write!(f, "{}@{}", self.package, self.version)
    }
}

impl Recipe {
    /// What go is told.
    pub(super) fn args(&self) -> Vec<String> {
        let target = format!("{}@{}", self.package, self.version);
        std::iter::once("install".to_owned()).chain(self.flags.iter().cloned()).chain([target]).collect()
    }
}

pub(super) fn recipe(look: &Look, folder: &Folder, seen: &Seen) -> Result<Recipe, NoRebuild> {
    let info = match &seen.info {
        Ok(info) => info,
        Err(_) => return Err(NoRebuild::NotGo),
    };
    if is_part_of_go(info) {
        return Err(NoRebuild::PartOfGo);
    }
    if seen.leads_to.is_some() {
        return Err(NoRebuild::Link);
    }
    let (package, version) = source(info)?;
    let host = look.host();
    let here = (&info.goos, &info.goarch) == (&host.0, &host.1);
    let in_cross_folder = matches!(folder.kind, FolderKind::Cross { .. });
    if look.go.is_none() {
        return Err(NoRebuild::NoGo);
    }
    if !here && look.gobin.is_some() {
        return Err(NoRebuild::CrossWithGobin);
    }
    let cross = (!here || in_cross_folder).then(|| (info.goos.to_string(), info.goarch.to_string()));
    Ok(Recipe { package, version, flags: flags(info), cross })
}

/// The package and the version that Go can fetch it at.
fn source(info: &BuildInfo) -> Result<(String, String), NoRebuild> {
    if info.setting("-buildmode").is_some_and(|mode| mode != "exe" && mode != "pie" && mode != "default") {
        return Err(NoRebuild::Library);
    }
    let package = info.main_package().filter(|p| *p != "command-line-arguments");
    let (Some(package), Some(module)) = (package, info.main_module()) else {
        return Err(NoRebuild::NoModule);
    };
    let version = module.version.as_bstr();
    if module.replace.is_some() || info.deps().iter().any(|dep| dep.replace.is_some()) {
        return Err(NoRebuild::Replaced);
    }
    if version.is_empty() || version == "(devel)" {
        return Err(NoRebuild::Devel);
    }
    if version.contains_str("+dirty") {
        return Err(NoRebuild::Dirty);
    }
    let of_module = has_path_prefix(package, &module.path);
    match (plain_package(package), plain_version(version)) {
        (Some(package), Some(version)) if of_module => Ok((package, version)),
        _ => Err(NoRebuild::Implausible),
    }
}

/// An import path that a proxy can have (`module.CheckPath`, and stricter): no flag, no folder of this machine.
fn plain_package(package: &BStr) -> Option<String> {
    let text = package.to_str().ok()?;
    let good = |c: char| c.is_ascii_alphanumeric() || "-._~/+".contains(c);
    let elements_are = |good: fn(&str) -> bool| text.split('/').all(good);
    let host = text.split('/').next()?;
    let plausible = text.chars().all(good)
        && host.contains('.')
        && !host.starts_with(['-', '.'])
        && elements_are(|e| !e.is_empty() && !e.starts_with('-') && e != "." && e != "..");
    plausible.then(|| text.to_owned())
}

fn plain_version(version: &BStr) -> Option<String> {
    let text = version.to_str().ok()?;
    let good = |c: char| c.is_ascii_alphanumeric() || "-.+".contains(c);
    let numbers = text.strip_prefix('v')?;
    (numbers.starts_with(|c: char| c.is_ascii_digit()) && text.chars().all(good)).then(|| text.to_owned())
}

/// Flags that matter and can do no harm. Others (`-gcflags`, linker flags that name programs) are left out.
fn flags(info: &BuildInfo) -> Vec<String> {
    let mut flags = Vec::new();
    if info.setting("-trimpath").is_some_and(|value| value == "true") {
        flags.push("-trimpath".to_owned());
    }
    if let Some(tags) = info.setting("-tags").and_then(plain_tags) {
        flags.push(format!("-tags={tags}"));
    }
    if let Some(ldflags) = info.setting("-ldflags").and_then(plain_ldflags) {
        flags.push(format!("-ldflags={ldflags}"));
    }
    flags
}

fn plain_tags(tags: &BStr) -> Option<String> {
    let good = |c: char| c.is_ascii_alphanumeric() || "_.,".contains(c);
    let text = tags.to_str().ok()?;
    (!text.is_empty() && text.chars().all(good)).then(|| text.to_owned())
}

/// Nothing but `-s`, `-w` and plain `-X name=value`.
fn plain_ldflags(flags: &BStr) -> Option<String> {
    let text = flags.to_str().ok()?;
    let good = |c: char| c.is_ascii_alphanumeric() || "-._~/+=:,@".contains(c);
    let mut words = text.split(' ').filter(|word| !word.is_empty());
    let mut kept = Vec::new();
    while let Some(word) = words.next() {
        match word {
            "-s" | "-w" => kept.push(word.to_owned()),
            "-X" => {
                let value = words.next()?;
                if value.starts_with('-') || !value.contains('=') || !value.chars().all(good) {
                    return None;
                }
                kept.push(format!("-X {value}"));
            }
            _ => return None,
        }
    }
    (!kept.is_empty()).then(|| kept.join(" "))
}

/// The version and package that a file must say of itself to count as built by this recipe.
pub(super) fn is_of(recipe: &Recipe, info: &BuildInfo) -> bool {
    let version: Option<&BString> = info.main_module().map(|module| &module.version);
    info.main_package().is_some_and(|package| package == recipe.package.as_str())
        && version.is_some_and(|version| version == recipe.version.as_str())
}
