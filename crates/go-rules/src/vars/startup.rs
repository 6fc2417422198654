//! What `go` does before it looks at its command: it may hand over to another toolchain
//! (`cmd/go/internal/toolchain/select.go`), and it checks GOROOT and GOPATH (`cmd/go/main.go`).

use bstr::{BStr, BString, ByteSlice};

use super::Settings;
use super::handover;
use super::resolve::{Question, Wanted, Warning};
use super::values;
use crate::environ::{Environ, Os};
use crate::filepath;
use crate::files::FileKind;
use crate::go_command::GoCommand;
use crate::gomod;
use crate::look_path::against;
use crate::refusal::Refusal;
use crate::toolchain::{self, AskingFile, AskingLines, DecidedBy, Ground, ModFile, Mode, Setting};
use crate::user_dirs;

/// Set by go for the toolchain it hands over to.
pub(crate) const TARGET: &str = "GOTOOLCHAIN_INTERNAL_SWITCH_VERSION";
/// More would be a circle.
const MAX_SWITCHES: usize = 100;

/// What go is asked to do, as far as it matters here.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Command<'a> {
    /// One that has no part in choosing, such as `go version`.
    Ordinary,
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
    let Some(wish) = wish(settings, command, &mut Seen::default())? else { return Ok(None) };
    let mut found = handover::find(settings, wish.toolchain.as_bstr(), wish.mode)?;
    found.decided_by = wish.decided_by;
    Ok(Some(found))
}

/// A toolchain other than the local one that is to run.
pub(crate) struct Wish {
    pub toolchain: BString,
    pub mode: Mode,
    pub decided_by: Option<DecidedBy>,
}

/// What was looked at on the way to a choice, as far as it went.
#[derive(Default)]
pub(crate) struct Seen {
    pub ground: Option<Ground>,
    pub file: Option<AskingFile>,
    /// Also where the line asks for what the local toolchain is.
    pub decided_by: Option<DecidedBy>,
}

/// Whom go hands over to (`toolchain.Select`); `None`: it answers itself.
pub(crate) fn wish(
    settings: &Settings<'_>,
    command: Command<'_>,
    seen: &mut Seen,
) -> Result<Option<Wish>, Refusal> {
    if !settings.rules.since(21) || settings.go.exe.is_empty() {
        seen.ground = Some(Ground::BeforeSwitching);
        return Ok(None);
    }
    if !will_use_modules(settings)? {
        seen.ground = Some(Ground::ModulesOff);
        return Ok(None);
    }
    if command.stays(settings) {
        return Ok(None);
    }
    let value = settings.get("GOTOOLCHAIN");
    if value.is_empty() {
        seen.ground = Some(Ground::Empty);
        return Ok(None);
    }
    let setting = Setting::parse(value).map_err(|why| Refusal::BadToolchain { value: value.into(), why })?;
    seen.ground = Some(Ground::of(&setting));
    let local = settings.go.toolchain_name();
    let choice = choose(settings, local.as_bstr(), &setting, seen)?;
    seen.decided_by = choice.decided_by.clone();
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
    Ok(Some(Wish { toolchain: name, mode: setting.mode, decided_by: choice.decided_by }))
}

fn choose(
    settings: &Settings<'_>,
    local: &BStr,
    setting: &Setting,
    seen: &mut Seen,
) -> Result<toolchain::Choice, Refusal> {
    if setting.mode == Mode::Fixed {
        return toolchain::choose(settings.rules, local, setting, None);
    }
    let path = mod_file(settings)?;
    let text = match &path {
        None => None,
        Some(path) => {
            seen.file = Some(AskingFile { path: path.clone(), lines: AskingLines::default() });
            let full = against(settings.os, settings.dir, path);
            let text = settings.files.read(full.as_bstr());
            Some(text.map_err(|why| Refusal::UnreadableModFile { file: path.clone(), why })?)
        }
    };
    if let (Some(file), Some(text)) = (&mut seen.file, &text) {
        file.lines = AskingLines::of(text);
    }
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
        b"" | b"auto" => Ok(settings.workspace_file()),
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
    let rel = filepath::rel(settings.os, &settings.working_dir(), path).filter(|rel| rel.len() < path.len());
    // Up to Go 1.23 it was not looked whether links lead elsewhere.
    let leads_there = |rel: &BString| {
        !settings.rules.since(24)
            || settings.files.same(against(settings.os, settings.dir, rel).as_bstr(), path)
    };
    rel.filter(leads_there).unwrap_or_else(|| path.into())
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
