//! The part of the listing for which go makes a work folder, opens the build cache and tries the C compiler
//! (`work.BuildInit`, `envcmd.ExtraEnvVarsCostly`): what can go wrong with it.

use bstr::{BStr, BString, ByteSlice};

use super::Settings;
use super::goflags::Flags;
use super::target::Target;
use super::values;
use crate::build_constants::BuildConstants;
use crate::filepath;
use crate::files::FileKind;
use crate::look_path::{Found, look_path};
use crate::platform;
use crate::quoted;
use crate::refusal::{BadCache, Refusal};
use crate::user_dirs;

const FLAGS: [&str; 5] = ["CGO_CPPFLAGS", "CGO_CFLAGS", "CGO_CXXFLAGS", "CGO_FFLAGS", "CGO_LDFLAGS"];

/// Whether go does all this to answer for `name`; what follows a `=` does not matter.
pub(crate) fn is_costly(name: &BStr) -> bool {
    let name = name.find_byte(b'=').map_or(name.as_bytes(), |at| &name[..at]);
    FLAGS.iter().chain(&["PKG_CONFIG", "GOGCCFLAGS"]).any(|n| n.as_bytes() == name)
}

/// Everything that can stop it, in go's order.
pub(crate) fn check(
    settings: &Settings<'_>,
    constants: &BuildConstants,
    target: &Target,
    flags: Flags,
) -> Result<(), Refusal> {
    if settings.rules.since(20) {
        for name in ["CC", "CXX", "FC"] {
            check_compiler(settings, constants, target, name)?;
        }
    }
    if !flags.dry {
        check_temp_dir(settings)?;
    }
    if !platform::supported(settings.rules, &target.goos, &target.goarch) {
        let (goos, goarch) = (target.goos.clone(), target.goarch.clone());
        return Err(Refusal::UnsupportedPair { goos, goarch, exit: 2 });
    }
    for name in FLAGS {
        words(settings, name, BStr::new(""))?;
    }
    let cc = words(settings, "CC", constants.cc(&target.goos, &target.goarch))?;
    let Some(program) = cc.first() else { return Err(Refusal::EmptyProgram { name: "CC" }) };
    // Since Go 1.21 the answers of the compiler are kept in the build cache, if there is a compiler.
    if settings.rules.since(21) && !flags.dry {
        let found = look_path(settings.environ, settings.dir, settings.files, program);
        if matches!(found, Found::At(_)) {
            check_cache(settings)?;
        }
    }
    if words(settings, "PKG_CONFIG", constants.pkg_config.as_bstr())?.is_empty() {
        return Err(Refusal::EmptyProgram { name: "PKG_CONFIG" });
    }
    Ok(())
}

fn check_compiler(
    settings: &Settings<'_>,
    constants: &BuildConstants,
    target: &Target,
    name: &'static str,
) -> Result<(), Refusal> {
    let set = settings.get(name);
    // By now go has put the defaults of CC and CXX into its own environment.
    let value = match (set.is_empty(), name) {
        (true, "CC") => constants.cc(&target.goos, &target.goarch),
        (true, "CXX") => constants.cxx(&target.goos, &target.goarch),
        _ => set,
    };
    let words = quoted::split(value).map_err(|why| Refusal::CompilerQuoting { name, why })?;
    match words.first() {
        Some(path) if is_relative(settings, path) => {
            Err(Refusal::CompilerRelative { name, path: (*path).into() })
        }
        _ => Ok(()),
    }
}

/// A path, but not an absolute one; a bare name is fine.
pub(crate) fn is_relative(settings: &Settings<'_>, program: &[u8]) -> bool {
    !filepath::is_abs(settings.os, program) && filepath::base(settings.os, program).as_slice() != program
}

/// `envList`, which panics.
fn words(settings: &Settings<'_>, name: &'static str, default: &BStr) -> Result<Vec<BString>, Refusal> {
    let value = values::or_default(settings, name, default);
    match quoted::split(&value) {
        Ok(words) => Ok(words.into_iter().map(BString::from).collect()),
        Err(why) => Err(Refusal::FlagsQuoting { name, value: value.clone(), why }),
    }
}

fn check_temp_dir(settings: &Settings<'_>) -> Result<(), Refusal> {
    let set = settings.get("GOTMPDIR");
    let dir = if set.is_empty() { user_dirs::temp_dir(settings.environ) } else { set.into() };
    match settings.kind(&dir) {
        Some(FileKind::Directory) => Ok(()),
        Some(_) => Err(Refusal::NoTempDir { dir, file: true }),
        None => {
            let through_file = obstacle(settings, &dir).is_some();
            Err(Refusal::NoTempDir { dir, file: through_file })
        }
    }
}

/// The file that stands where a directory on the way to `path` must be.
fn obstacle(settings: &Settings<'_>, path: &BString) -> Option<BString> {
    let nearest = filepath::ancestors(settings.os, path.as_bstr())
        .find_map(|at| settings.kind(&at).map(|kind| (at, kind)));
    nearest.filter(|(_, kind)| *kind != FileKind::Directory).map(|(at, _)| at)
}

fn check_cache(settings: &Settings<'_>) -> Result<(), Refusal> {
    let set = settings.get("GOCACHE");
    let path: BString = if set.is_empty() {
        match user_dirs::cache_dir(settings.environ, settings.rules) {
            Ok(dir) => filepath::join(settings.os, &[dir.as_slice(), b"go-build"]),
            Err(why) => return Err(Refusal::Cache(BadCache::Nowhere(why))),
        }
    } else if set == "off" {
        return Err(Refusal::Cache(BadCache::Off));
    } else if filepath::is_abs(settings.os, set) {
        set.into()
    } else {
        return Err(Refusal::Cache(BadCache::Relative));
    };
    match obstacle(settings, &path) {
        Some(obstacle) => Err(Refusal::Cache(BadCache::NotADirectory { cache: path, obstacle })),
        None => Ok(()),
    }
}
