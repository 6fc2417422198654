//! Where the toolchain that go hands over to lies, and the environment it is started with: on PATH, or in the
//! module cache (`toolchain.Exec`). Nothing is downloaded.

use bstr::{BStr, BString, ByteSlice};

use super::Settings;
use super::extra;
use super::fetching::{self, CachedModule, Check};
use super::startup::{Process, Source, TARGET};
use super::target::Target;
use super::values;
use crate::build_constants::BuildConstants;
use crate::buildinfo::NotGo;
use crate::environ::Os;
use crate::filepath;
use crate::files::FileKind;
use crate::go_command::{GoCommand, Role};
use crate::look_path::{Found, against, look_path};
use crate::refusal::Refusal;
use crate::toolchain::Mode;
use crate::user_dirs;

/// Where the toolchain of that name lies (`toolchain.Exec`).
pub(crate) fn find(settings: &Settings<'_>, name: &BStr, mode: Mode) -> Result<Process, Refusal> {
    if let Found::At(path) = look_path(settings.environ, settings.dir, settings.files, name) {
        return from_path(settings, name, path);
    }
    if mode == Mode::Path || settings.get("GOTOOLCHAIN").ends_with(b"+path") {
        return Err(Refusal::ToolchainNotOnPath { name: name.into() });
    }
    from_module_cache(settings, name)
}

fn from_path(settings: &Settings<'_>, name: &BStr, path: BString) -> Result<Process, Refusal> {
    let unknown =
        |program: &BString| Refusal::ToolchainUnknown { name: name.into(), program: program.clone() };
    let probe = |path: &BString| -> Result<GoCommand, NotGo> {
        GoCommand::probe(settings.files, settings.os, against(settings.os, settings.dir, path).as_bstr())
    };
    let mut environ = settings.environ.with(TARGET, Some(name)).with("GOROOT", None);
    let mut go = probe(&path).map_err(|why| match why {
        // The system starts no file that is neither a program nor names its interpreter.
        NotGo::NotExecutable if settings.os != Os::Windows => {
            Refusal::ToolchainNotRunnable { name: name.into() }
        }
        _ => unknown(&path),
    })?;
    match go.role.clone() {
        Role::Go => {}
        Role::Other => return Err(unknown(&path)),
        Role::Wrapper { toolchain } => {
            let home = settings.environ.set(user_dirs::home_variable(settings.os)).unwrap_or_default();
            let goroot = filepath::join(settings.os, &[home.as_bytes(), b"sdk", &toolchain]);
            let mark = filepath::join(settings.os, &[goroot.as_slice(), b".unpacked-success"]);
            if settings.kind(&mark).is_none() {
                return Err(Refusal::ToolchainNotFetched { name: toolchain, goroot });
            }
            let bin = filepath::join(settings.os, &[goroot.as_slice(), b"bin"]);
            let program = filepath::join(settings.os, &[bin.as_slice(), go_name(settings.os)]);
            go = probe(&program).map_err(|_| unknown(&program))?;
            let path = match environ.set("PATH") {
                None => bin,
                Some(path) => {
                    let separator: &[u8] = if settings.os == Os::Windows { b";" } else { b":" };
                    bstr::concat([bin.as_slice(), separator, path.as_bytes()]).into()
                }
            };
            environ = environ.with("GOROOT", Some(&goroot)).with("PATH", Some(&path));
        }
    }
    runs_here(settings, name, &go)?;
    Ok(Process { go, environ, source: Source::Path, decided_by: None })
}

/// A program for another system cannot be run, whatever its name.
fn runs_here(settings: &Settings<'_>, name: &BStr, go: &GoCommand) -> Result<(), Refusal> {
    if go.goos == settings.go.goos {
        return Ok(());
    }
    Err(Refusal::ToolchainUnknown { name: name.into(), program: go.found.clone() })
}

fn go_name(os: Os) -> &'static [u8] {
    if os == Os::Windows { b"go.exe" } else { b"go" }
}

/// `modfetch.checkCacheDir`, as far as it does not depend on the disk.
pub(crate) fn usable_modcache(settings: &Settings<'_>) -> Result<BString, Refusal> {
    let cache = values::gomodcache(settings).value;
    if cache.is_empty() {
        return Err(Refusal::ModCacheNowhere);
    }
    if !filepath::is_abs(settings.os, &cache) {
        return Err(Refusal::ModCacheRelative { value: cache });
    }
    Ok(cache)
}

fn from_module_cache(settings: &Settings<'_>, name: &BStr) -> Result<Process, Refusal> {
    let os = settings.os;
    // Up to Go 1.25 modules are set up before anything is downloaded.
    extra::check_gopath_module(settings)?;
    if settings.rules.since(24) && !settings.rules.since(26) {
        let constants = BuildConstants::read(settings.files, os, settings.go.tree(os).as_bstr());
        extra::check_fips(settings, &constants, &Target::of(settings))?;
    }
    let cache = usable_modcache(settings)?;
    let (goos, goarch) = (&settings.go.goos, &settings.go.goarch);
    let module = CachedModule::of(settings, &cache, name);
    let goroot = module.dir();
    let whole = settings.kind(&goroot) == Some(FileKind::Directory)
        && !module.has(settings, "partial")
        && module.has(settings, "ziphash");
    if !whole {
        return Err(Refusal::ToolchainNotHere {
            name: name.into(),
            goos: goos.clone(),
            goarch: goarch.clone(),
        });
    }
    if let Check::Refused(why) = fetching::check(settings, name) {
        return Err(Refusal::ToolchainUnverified {
            name: name.into(),
            goos: goos.clone(),
            goarch: goarch.clone(),
            why,
        });
    }
    let program = filepath::join(os, &[goroot.as_slice(), b"bin", go_name(os)]);
    let go = GoCommand::probe(settings.files, os, program.as_bstr())
        .map_err(|_| Refusal::ToolchainUnknown { name: name.into(), program: program.clone() })?;
    runs_here(settings, name, &go)?;
    let environ = settings.environ.with(TARGET, Some(name)).with("GOROOT", Some(&goroot));
    Ok(Process { go, environ, source: Source::ModuleCache, decided_by: None })
}
