//! What `go` does before it looks at its command: it may hand over to another toolchain
//! (`cmd/go/internal/toolchain/select.go`), and it checks GOROOT and GOPATH (`cmd/go/main.go`).

use bstr::{BStr, BString, ByteSlice};

use super::Settings;
use super::extra;
use super::resolve::{Question, Wanted, Warning};
use super::target::Target;
use super::values;
use crate::build_constants::BuildConstants;
use crate::buildinfo::NotGo;
use crate::environ::{Environ, Os};
use crate::filepath;
use crate::files::FileKind;
use crate::go_command::{GoCommand, Role};
use crate::gomod;
use crate::look_path::{Found, against, look_path};
use crate::pattern;
use crate::refusal::Refusal;
use crate::toolchain::{self, DecidedBy, ModFile, Mode, Setting};
use crate::user_dirs;

/// Set by go for the toolchain it hands over to.
const TARGET: &str = "GOTOOLCHAIN_INTERNAL_SWITCH_VERSION";
/// More would be a circle.
const MAX_SWITCHES: usize = 100;

/// What go is asked to do, as far as it matters here.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Command<'a> {
    Show(Wanted<'a>),
    /// `go env -w`, with the one name it sets when it sets just one.
    Set {
        only: Option<&'a BStr>,
    },
    Unset,
}

impl Command<'_> {
    /// Whether the local toolchain answers whatever GOTOOLCHAIN says.
    fn stays(&self, settings: &Settings<'_>) -> bool {
        match self {
            Command::Show(Wanted::Names { names: [name], plain: true }) => match name.as_bytes() {
                b"GOTOOLCHAIN" => true,
                b"GOMOD" | b"GOWORK" => settings.rules.since(23),
                _ => false,
            },
            Command::Set { only: Some(name) } => *name == "GOTOOLCHAIN",
            _ => false,
        }
    }
}

/// How the toolchain that answers was come by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Source {
    /// It is the `go` that was asked.
    Local,
    Path,
    ModuleCache,
}

/// The go that answers, with the environment it sees.
#[derive(Debug, Clone)]
pub(crate) struct Process {
    pub go: GoCommand,
    pub environ: Environ,
    pub source: Source,
    pub decided_by: Option<DecidedBy>,
}

impl Process {
    /// Where it began: `-C` is done by the time another toolchain takes over.
    pub fn start<'a>(&self, question: &Question<'a>) -> &'a BStr {
        match self.source {
            Source::Local => question.started_in.unwrap_or(question.dir),
            Source::Path | Source::ModuleCache => question.dir,
        }
    }
}

/// Follows the hand-overs. With a refusal the process is the one that refuses.
pub(crate) fn select(
    question: &Question<'_>,
    go: &GoCommand,
    command: Command<'_>,
) -> (Process, Result<(), Refusal>) {
    let Question { environ, dir, files, .. } = *question;
    let mut process =
        Process { go: go.clone(), environ: environ.clone(), source: Source::Local, decided_by: None };
    for _ in 0..MAX_SWITCHES {
        let start = process.start(question);
        let settings = Settings::load(&process.environ, dir, start, &process.go, files);
        match next(&settings, command) {
            Ok(None) => return (process, Ok(())),
            Ok(Some(next)) => process = next,
            Err(refusal) => return (process, Err(refusal)),
        }
    }
    (process, Err(Refusal::TooManySwitches))
}

fn next(settings: &Settings<'_>, command: Command<'_>) -> Result<Option<Process>, Refusal> {
    if !settings.rules.since(21) || settings.go.exe.is_empty() {
        return Ok(None);
    }
    if !will_use_modules(settings)? || command.stays(settings) {
        return Ok(None);
    }
    let value = settings.get("GOTOOLCHAIN");
    if value.is_empty() {
        return Ok(None);
    }
    let setting = Setting::parse(value).map_err(|why| Refusal::BadToolchain { value: value.into(), why })?;
    let local = settings.go.toolchain_name();
    let choice = choose(settings, local.as_bstr(), &setting)?;
    if let Some(target) = settings.environ.set(TARGET) {
        if target != local {
            return Err(Refusal::ToolchainMismatch { has: local, wanted: target.into() });
        }
        return Ok(None);
    }
    if choice.toolchain == local {
        return Ok(None);
    }
    let name = choice.toolchain;
    if !toolchain::plausible(name.as_bstr()) {
        let why = crate::refusal::BadToolchainSetting::Name;
        return Err(Refusal::BadToolchain { value: name, why });
    }
    let mut found = find(settings, name.as_bstr(), setting.mode)?;
    found.decided_by = choice.decided_by;
    Ok(Some(found))
}

fn choose(settings: &Settings<'_>, local: &BStr, setting: &Setting) -> Result<toolchain::Choice, Refusal> {
    if setting.mode == Mode::Fixed {
        return toolchain::choose(settings.rules, local, setting, None);
    }
    let path = mod_file(settings)?;
    let text = match &path {
        None => None,
        Some(path) => {
            let full = against(settings.os, settings.dir, path);
            let text = settings.files.read(full.as_bstr());
            Some(text.map_err(|why| Refusal::UnreadableModFile { file: path.clone(), why })?)
        }
    };
    let file = path.as_ref().zip(text.as_ref()).map(|(path, text)| ModFile {
        path: path.as_bstr(),
        shown: short_path(settings, path.as_bstr()),
        text,
    });
    toolchain::choose(settings.rules, local, setting, file.as_ref())
}

/// The file whose lines count: go.work when there is one, else go.mod (`modGoToolchain`).
fn mod_file(settings: &Settings<'_>) -> Result<Option<BString>, Refusal> {
    let work = find_go_work(settings, true)?.filter(|path| settings.kind(path).is_some());
    Ok(work.or_else(|| find_go_mod(settings)))
}

/// `modload.WillBeEnabled`.
fn will_use_modules(settings: &Settings<'_>) -> Result<bool, Refusal> {
    match settings.get("GO111MODULE").as_bytes() {
        b"" | b"on" => Ok(true),
        b"auto" if find_go_mod(settings).is_some() => Ok(true),
        b"auto" if settings.rules.since(27) => Ok(find_go_work(settings, true)?.is_some()),
        _ => Ok(false),
    }
}

/// `modload.FindGoMod`: a go.mod right in the folder for temporary files does not count.
pub(crate) fn find_go_mod(settings: &Settings<'_>) -> Option<BString> {
    let root = gomod::module_root(settings.files, settings.os, settings.working_dir().as_bstr())?;
    if is_temp_root(settings, &root) {
        return None;
    }
    Some(filepath::join(settings.os, &[root.as_slice(), b"go.mod"]))
}

/// `modload.FindGoWork`. The path of a setting need not exist.
pub(crate) fn find_go_work(settings: &Settings<'_>, startup: bool) -> Result<Option<BString>, Refusal> {
    let value = settings.get("GOWORK");
    match value.as_bytes() {
        b"off" => Ok(None),
        b"" | b"auto" => {
            let dir = settings.working_dir();
            let goroot = settings.goroot();
            Ok(gomod::workspace_file(settings.files, settings.os, dir.as_bstr(), goroot.as_bstr()))
        }
        _ if filepath::is_abs(settings.os, value) => Ok(Some(value.into())),
        _ => {
            let old = !settings.rules.since(20);
            Err(Refusal::GoworkRelative { value: value.into(), startup, old })
        }
    }
}

/// Whether `root` is the folder for temporary files, by text or through links (`search.InDir(…) == "."`).
pub(crate) fn is_temp_root(settings: &Settings<'_>, root: &BString) -> bool {
    let temp = user_dirs::temp_dir(settings.environ);
    let real = |path: &BString| {
        filepath::is_abs(settings.os, path).then(|| settings.files.canonical(path.as_bstr())).flatten()
    };
    let other = |path: &BString| real(path).filter(|r| r != path);
    // The first pair of spellings of which one lies in the other decides.
    let lies_in = |path: &BString, dir: &BString| lexically_in(settings.os, path, dir);
    let xroot = other(root);
    let xtemp = other(&temp);
    let pairs = [
        Some((root, &temp)),
        xroot.as_ref().map(|x| (x, &temp)),
        xtemp.as_ref().map(|t| (root, t)),
        xroot.as_ref().zip(xtemp.as_ref()),
    ];
    pairs.into_iter().flatten().find_map(|(path, dir)| lies_in(path, dir)).unwrap_or(false)
}

/// `None`: not in it. Otherwise whether it is the directory itself.
fn lexically_in(os: Os, path: &[u8], dir: &[u8]) -> Option<bool> {
    let (path_volume, dir_volume) = (filepath::volume_len(os, path), filepath::volume_len(os, dir));
    let (volume, path) = path.split_at(path_volume);
    let (other, dir) = dir.split_at(dir_volume);
    if !volume.eq_ignore_ascii_case(other) {
        return None;
    }
    if path == dir {
        return Some(true);
    }
    let rest = path.strip_prefix(dir)?;
    let parted = dir.is_empty()
        || dir.last().is_some_and(|b| filepath::is_separator(os, *b))
        || filepath::is_separator(os, rest[0]);
    parted.then_some(false)
}

/// `base.ShortPath`: relative when that is shorter.
fn short_path(settings: &Settings<'_>, path: &BStr) -> BString {
    let rel = filepath::rel(settings.os, &settings.working_dir(), path);
    match rel {
        Some(rel)
            if rel.len() < path.len()
                && settings.files.same(against(settings.os, settings.dir, &rel).as_bstr(), path) =>
        {
            rel
        }
        _ => path.into(),
    }
}

/// Where the toolchain of that name lies (`toolchain.Exec`).
fn find(settings: &Settings<'_>, name: &BStr, mode: Mode) -> Result<Process, Refusal> {
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
    let mut go = probe(&path).map_err(|_| unknown(&path))?;
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
    if settings.rules.since(24) && !settings.rules.since(26) {
        // These set modules up before they download anything.
        let constants = BuildConstants::read(settings.files, os, settings.go.tree(os).as_bstr());
        extra::check_fips(settings, &constants, &Target::of(settings))?;
    }
    let cache = usable_modcache(settings)?;
    let (goos, goarch) = (&settings.go.goos, &settings.go.goarch);
    let version = format!("v0.0.1-{name}.{goos}-{goarch}");
    let escaped = escape(&version);
    let goroot =
        filepath::join(os, &[cache.as_slice(), format!("golang.org/toolchain@{escaped}").as_bytes()]);
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
    if let Some(why) = sumdb_complaint(settings, &format!("golang.org/toolchain@{version}")) {
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
fn sumdb_complaint(settings: &Settings<'_>, module: &str) -> Option<String> {
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
    Some(format!("{module}: {stumble}: {why}"))
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

/// GOROOT must be there and GOPATH absolute, or nothing works. Gives GOPATH as go goes on with it.
pub(crate) fn check_places(settings: &Settings<'_>, warnings: &mut Vec<Warning>) -> Result<(), Refusal> {
    // Up to Go 1.21 GOPATH came first.
    if settings.rules.since(22) {
        check_goroot(settings)?;
        check_gopath(settings, warnings)
    } else {
        check_gopath(settings, warnings)?;
        check_goroot(settings)
    }
}

/// From Go 1.23 on, go counts for its telemetry whether there is a workspace before it looks at anything else,
/// and stumbles over GOWORK there (`cmd/go/internal/telemetrystats`).
pub(crate) fn check_workspace(settings: &Settings<'_>) -> Result<(), Refusal> {
    if settings.rules.since(23) && will_use_modules(settings)? {
        find_go_work(settings, false)?;
    }
    Ok(())
}

fn check_goroot(settings: &Settings<'_>) -> Result<(), Refusal> {
    let goroot = settings.goroot();
    if goroot.is_empty() {
        return Err(Refusal::NoGoroot);
    }
    match settings.kind(&goroot) {
        Some(FileKind::Directory) => Ok(()),
        _ => Err(Refusal::GorootMissing { goroot }),
    }
}

fn check_gopath(settings: &Settings<'_>, warnings: &mut Vec<Warning>) -> Result<(), Refusal> {
    let os = settings.os;
    let gopath = values::gopath(settings).value;
    let goroot: BString =
        if settings.rules.since(22) { settings.goroot() } else { settings.runtime_goroot().into() };
    // Up to Go 1.20 a GOROOT was compiled in; where it is not known, nothing can equal it.
    let known = settings.rules.since(21) || !goroot.is_empty();
    if known && filepath::clean(os, &gopath) == filepath::clean(os, &goroot) {
        warnings.push(Warning::GopathIsGoroot { gopath, old: !settings.rules.since(24) });
        return Ok(());
    }
    for entry in filepath::split_list(os, &gopath) {
        if entry.is_empty() {
            continue;
        }
        if entry.starts_with(b"~") {
            return Err(Refusal::GopathTilde { entry });
        }
        if !filepath::is_abs(os, &entry) && !settings.get("GOPATH").is_empty() {
            return Err(Refusal::GopathRelative { entry });
        }
    }
    Ok(())
}
