//! Where the toolchain that go hands over to lies, and the environment it is started with: on PATH, or in the
//! module cache (`toolchain.Exec`). Nothing is downloaded.

use bstr::{BStr, BString, ByteSlice};

use super::Settings;
use super::extra;
use super::startup::{Process, Source, TARGET};
use super::target::Target;
use super::values;
use super::which::Obstacle;
use crate::build_constants::BuildConstants;
use crate::buildinfo::NotGo;
use crate::environ::Os;
use crate::filepath;
use crate::files::FileKind;
use crate::go_command::{GoCommand, Role};
use crate::look_path::{Found, against, look_path};
use crate::pattern;
use crate::refusal::Refusal;
use crate::toolchain::Mode;
use crate::user_dirs;
use crate::version;

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

/// The version under which a toolchain is a module.
fn module_version(settings: &Settings<'_>, name: &BStr) -> String {
    format!("v0.0.1-{name}.{}-{}", settings.go.goos, settings.go.goarch)
}

fn below_cache(os: Os, cache: &BString, escaped: &str) -> BString {
    filepath::join(os, &[cache.as_slice(), format!("golang.org/toolchain@{escaped}").as_bytes()])
}

/// Where a toolchain of that name is unpacked.
pub(crate) fn in_module_cache(settings: &Settings<'_>, name: &BStr) -> BString {
    let cache = values::gomodcache(settings).value;
    below_cache(settings.os, &cache, &escape(&module_version(settings, name)))
}

/// Whether go would begin to fetch a toolchain that is not here, and what would then stand in the way.
///
/// # Errors
/// What go says without having asked anybody.
pub(crate) fn download(settings: &Settings<'_>, name: &BStr) -> Result<Option<Obstacle>, Refusal> {
    let version = version::of_toolchain(name);
    let language = version.is_some_and(|v| version::is_language(v) && version::compare(v, b"1.21").is_ge());
    if language {
        return Ok(Some(Obstacle::LanguageVersion));
    }
    let why = sumdb_complaint(settings, &module_version(settings, name));
    Ok(why.map(|why| Obstacle::Unverifiable { why }))
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
    let version = module_version(settings, name);
    let escaped = escape(&version);
    let goroot = below_cache(os, &cache, &escaped);
    let download = |ending: &str| {
        let file = format!("cache/download/golang.org/toolchain/@v/{escaped}.{ending}");
        settings.kind(&filepath::join(os, &[cache.as_slice(), file.as_bytes()])).is_some()
    };
    let whole =
        settings.kind(&goroot) == Some(FileKind::Directory) && !download("partial") && download("ziphash");
    if !whole {
        return Err(Refusal::ToolchainNotHere {
            name: name.into(),
            goos: goos.clone(),
            goarch: goarch.clone(),
        });
    }
    if let Some(why) = sumdb_complaint(settings, &version) {
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

/// Why a toolchain cannot be checked against the checksum database, as go does on every use
/// (`modfetch.useSumDB`, `dbDial`). Whether the database has an answer is not known here.
fn sumdb_complaint(settings: &Settings<'_>, version: &str) -> Option<String> {
    let proxy = settings.get("GOPROXY");
    let lone_file = proxy.starts_with(b"file://") && !proxy.iter().any(|b| matches!(b, b',' | b'|'));
    let own_proxy =
        settings.environ.set("GIT_HTTP_USER_AGENT").is_some_and(|a| a.contains_str("proxy.golang.org"));
    let sumdb = settings.get("GOSUMDB");
    if lone_file || own_proxy {
        let private = values::or_default(settings, "GONOSUMDB", settings.get("GOPRIVATE"));
        if sumdb == "off" || pattern::matches_prefix(&private, b"golang.org/toolchain") {
            return None;
        }
    }
    match sumdb.fields().count() {
        _ if sumdb == "off" => return Some("checksum database disabled by GOSUMDB=off".into()),
        0 => return Some("missing GOSUMDB".into()),
        1 | 2 => {}
        _ => return Some("invalid GOSUMDB: too many fields".into()),
    }
    // What go remembers of the database lies in the first folder of GOPATH.
    let first = filepath::split_list(settings.os, &values::gopath(settings).value).into_iter().next();
    if first.is_some_and(|dir| !dir.is_empty()) {
        return None;
    }
    let home = user_dirs::home_variable(settings.os);
    let why = match settings.environ.set(home) {
        None => format!("{home} is not set"),
        Some(_) => "cannot set GOROOT as GOPATH".into(),
    };
    let stumble = "initializing sumdb.Client: could not locate sumdb file: missing $GOPATH";
    Some(format!("golang.org/toolchain@{version}: {stumble}: {why}"))
}

/// `module.EscapeVersion`: a capital letter becomes `!` and the small one.
fn escape(version: &str) -> String {
    version
        .chars()
        .flat_map(|c| {
            let capital = c.is_ascii_uppercase();
            capital.then_some('!').into_iter().chain(std::iter::once(c.to_ascii_lowercase()))
        })
        .collect()
}
