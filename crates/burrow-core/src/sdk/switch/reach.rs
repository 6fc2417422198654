//! Whom a switch reaches, whom not, and why. Says nothing that was not seen; what cannot be told is said so.

use std::path::Path;

use bstr::{BStr, ByteSlice};
use go_rules::filepath;
use go_rules::files::{FileKind, Files};
use go_rules::go_command::GoCommand;
use go_rules::toolchain::Setting;
use go_rules::vars::{Question, Source, resolve_tolerantly};

use super::Surroundings;
use super::editors::{self, Editor};
use super::start_line::{self, Lines};
use crate::env::capture::{AskerId, Captured};
use crate::env::origin::{Locator, start_files};
use crate::place::Place;
use crate::secret::Masked;
use crate::system::DiskFiles;
use crate::system::files::{path_from_bytes, path_to_bytes};
use crate::system::overlay::Overlay;

/// Who runs `go`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// A terminal that is opened from now on.
    NewTerminal { shell: Option<String> },
    /// The process that asks, and what it was started from.
    Here,
    /// Terminals that are open already.
    OpenTerminals,
    /// Programs that the desktop starts.
    Desktop,
    /// The project of the folder in question.
    Project,
    /// An editor or IDE that was found.
    Editor { name: String },
}

impl Who {
    /// Its word in JSON.
    pub fn code(&self) -> &'static str {
        match self {
            Who::NewTerminal { .. } => "new-terminal",
            Who::Here => "here",
            Who::OpenTerminals => "open-terminals",
            Who::Desktop => "desktop",
            Who::Project => "project",
            Who::Editor { .. } => "editor",
        }
    }
}

/// Why it is reached, or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// go reads the file each time it starts.
    ReadsFile,
    /// go reads the project's file each time it starts.
    ReadsModFile,
    /// This one runs all the same: it is newer, or GOTOOLCHAIN asks for it.
    RunsAnother { toolchain: String },
    /// The variable is set in the environment, which is stronger.
    Exports { name: String, value: Masked },
    /// The environment says the same.
    SaysTheSame,
    /// The first `go` there is a script of a manager, which chooses by itself.
    Shim { go: Place },
    /// The first `go` there is older than 1.21.
    GoTooOld { version: String },
    /// No `go` was found there.
    NoGo,
    /// GOROOT is set in the environment and belongs to another toolchain.
    StaleGoroot { goroot: Masked },
    /// Burrow's line has the last word on PATH.
    LineIsLast,
    /// Something else has the last word on PATH.
    LineIsOvertaken,
    /// `mise activate` puts its own first before each prompt.
    MiseActivates,
    /// It keeps the PATH that it was started with.
    KeepsItsPath,
    /// The link stands first on its PATH already.
    LinkIsFirst,
    /// It reads no start files of shells.
    ReadsNoStartFile,
    /// Burrow writes no line for this shell.
    NoLine,
    /// Its own setting names a Go.
    OwnSetting { name: String, value: String },
    /// It takes what a new terminal gets, once it is started anew.
    AsksShell,
    /// Each of its projects names a GOROOT, in settings that are not read here.
    OwnGoroot,
    /// They ask what the environment they were started with says, which is not known.
    Unknown,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    pub who: Who,
    /// `None`: it cannot be told.
    pub reached: Option<bool>,
    pub why: Why,
    /// Where that is set.
    pub place: Option<Place>,
}

impl Reach {
    fn new(who: Who, reached: impl Into<Option<bool>>, why: Why) -> Reach {
        Reach { who, reached: reached.into(), why, place: None }
    }

    fn at(self, place: Option<Place>) -> Reach {
        Reach { place, ..self }
    }
}

/// The `current` link, whose `bin` is to stand first. `None`: there is no line for the shell.
pub(super) fn of_link(bin: &Path, lines: Option<&Lines>, around: &Surroundings<'_>) -> Vec<Reach> {
    let mut all: Vec<Reach> =
        around.askers.iter().map(|captured| link_reaches(captured, bin, lines)).collect();
    let new = all.iter().find(|reach| matches!(reach.who, Who::NewTerminal { .. })).cloned();
    if !around.askers.iter().any(|a| a.asker == AskerId::Process) {
        all.push(Reach::new(Who::OpenTerminals, false, Why::KeepsItsPath));
    }
    all.extend(editors_of(around, |_| match &new {
        Some(new) => (new.reached, Why::AsksShell),
        None => (None, Why::AsksShell),
    }));
    all
}

fn link_reaches(captured: &Captured, bin: &Path, lines: Option<&Lines>) -> Reach {
    let who = who(captured);
    for name in ["GOROOT", "GOTOOLCHAIN"] {
        if let Some(value) = captured.environ.set(name).filter(|value| pins(name, value)) {
            return exports(who, captured, name, value);
        }
    }
    if is_first_on_path(captured, bin) {
        return Reach::new(who, true, Why::LinkIsFirst);
    }
    match captured.asker {
        AskerId::Process => Reach::new(who, false, Why::KeepsItsPath),
        AskerId::Desktop => Reach::new(who, false, Why::ReadsNoStartFile),
        AskerId::LoginShell => {
            let Some(lines) = lines else { return Reach::new(who, false, Why::NoLine) };
            if let Some(place) = mise(captured) {
                return Reach::new(who, None, Why::MiseActivates).at(Some(place));
            }
            let at = lines.places.last().map(|(file, line)| Place::line(file.clone(), *line));
            match start_line::reaches(captured, lines) {
                Some(true) => Reach::new(who, true, Why::LineIsLast).at(at),
                Some(false) => Reach::new(who, false, Why::LineIsOvertaken).at(place_of(captured, "PATH")),
                None => Reach::new(who, None, Why::Unknown),
            }
        }
    }
}

/// `auto` and `path` and what only names a minimum leave room for the linked one; a bare name does not.
fn pins(name: &str, value: &BStr) -> bool {
    name == "GOROOT" || !(value == "auto" || value == "path" || value.starts_with(b"local"))
}

fn is_first_on_path(captured: &Captured, bin: &Path) -> bool {
    let os = captured.environ.os();
    let path = captured.environ.set("PATH").unwrap_or_default();
    let ours = path_to_bytes(bin);
    // The first entry that is ours or holds a `go`.
    for entry in filepath::split_list(os, path) {
        if filepath::clean(os, &entry) == filepath::clean(os, &ours) {
            return true;
        }
        let below = filepath::join(os, &[entry.as_slice(), crate::sdk::probe::go_name(os).as_bytes()]);
        if matches!(DiskFiles.kind(below.as_bstr()), Some(FileKind::File { executable: true })) {
            return false;
        }
    }
    false
}

/// The line of a start file that lets mise change PATH before each prompt.
fn mise(captured: &Captured) -> Option<Place> {
    for file in start_files(captured, &DiskFiles) {
        let Ok(text) = DiskFiles.read(path_to_bytes(&file).as_bstr()) else { continue };
        let active = |line: &[u8]| {
            let line = line.trim_start();
            !line.starts_with(b"#")
                && (line.contains_str("mise activate") || line.contains_str("rtx activate"))
        };
        if let Some(at) = text.lines().position(active) {
            return Some(Place::line(file, u32::try_from(at + 1).unwrap_or(u32::MAX)));
        }
    }
    None
}

/// The editors that were found. `otherwise`: of one that has no Go of its own.
fn editors_of(around: &Surroundings<'_>, otherwise: impl Fn(&Editor) -> (Option<bool>, Why)) -> Vec<Reach> {
    let (Some(home), Some(captured)) = (around.home, around.askers.first()) else { return Vec::new() };
    let mut all = Vec::new();
    for editor in editors::vscode(&captured.environ, home, around.dir) {
        let who = Who::Editor { name: editor.name.clone() };
        match editor.settings.first() {
            Some(own) => {
                let why = Why::OwnSetting { name: own.name.clone(), value: own.value.clone() };
                all.push(Reach::new(who, false, why).at(Some(own.place.clone())));
            }
            None => {
                let (reached, why) = otherwise(&editor);
                all.push(Reach::new(who, reached, why));
            }
        }
    }
    if let Some(ide) = editors::jetbrains(&captured.environ, home, around.dir) {
        let who = Who::Editor { name: ide.name.clone() };
        all.push(match ide.settings.first() {
            Some(own) => {
                let why = Why::OwnSetting { name: own.name.clone(), value: own.value.clone() };
                Reach::new(who, false, why).at(Some(own.place.clone()))
            }
            None => Reach::new(who, None, Why::OwnGoroot),
        });
    }
    all
}

/// Who an environment stands for.
pub(super) fn who(captured: &Captured) -> Who {
    match captured.asker {
        AskerId::LoginShell => Who::NewTerminal { shell: captured.shell.as_ref().map(|s| s.name()) },
        AskerId::Desktop => Who::Desktop,
        AskerId::Process => Who::Here,
    }
}

/// GOTOOLCHAIN in the GOENV file: `value` is what it will be.
pub(super) fn of_setting(value: Option<&str>, overlay: &Overlay, around: &Surroundings<'_>) -> Vec<Reach> {
    let mut all: Vec<Reach> =
        around.askers.iter().map(|captured| setting_reaches(captured, value, overlay, around)).collect();
    if !around.askers.iter().any(|a| a.asker == AskerId::Process) {
        all.push(Reach::new(Who::OpenTerminals, true, Why::ReadsFile));
    }
    all.extend(asks_for_newer(value, overlay, around));
    // Whatever go they start reads the file, unless they set the variable themselves.
    let pinned = |reach: &Reach| match &reach.why {
        Why::OwnSetting { name, .. } => name.ends_with("GOTOOLCHAIN"),
        _ => true,
    };
    let editors = editors_of(around, |_| (Some(true), Why::ReadsFile));
    all.extend(editors.into_iter().map(|reach| match pinned(&reach) {
        true => reach,
        false => Reach { reached: Some(true), why: Why::ReadsFile, place: None, ..reach },
    }));
    all
}

/// The project in question asks for a newer one than the setting names.
fn asks_for_newer(value: Option<&str>, overlay: &Overlay, around: &Surroundings<'_>) -> Option<Reach> {
    let wanted = Setting::parse(BStr::new(value?)).ok()?.minimum?;
    let captured = around.askers.first()?;
    let at_hand = around.at_hand(captured);
    let dir = path_to_bytes(around.dir);
    let question = Question::new(&captured.environ, dir.as_bstr(), at_hand.go.as_ref(), overlay);
    let runs = super::project::runs(&question).filter(|runs| runs.name.as_bytes() != wanted.as_bytes())?;
    let why = Why::RunsAnother { toolchain: runs.name };
    runs.place.is_some().then(|| Reach::new(Who::Project, false, why).at(runs.place))
}

/// The `go` of an asker, when it is one that hands over to other toolchains; else what that means for a switch.
fn switching_go(who: &Who, captured: &Captured, around: &Surroundings<'_>) -> Result<GoCommand, Box<Reach>> {
    let at_hand = around.at_hand(captured);
    if let Some((path, _)) = at_hand.passed_over() {
        let go = Place::file(path_from_bytes(path).unwrap_or_default());
        return Err(Box::new(Reach::new(who.clone(), None, Why::Shim { go: go.clone() }).at(Some(go))));
    }
    let Some(go) = at_hand.go else { return Err(Box::new(Reach::new(who.clone(), None, Why::NoGo))) };
    if !go.rules().since(21) {
        let version = go.version.to_str_lossy().into_owned();
        return Err(Box::new(Reach::new(who.clone(), false, Why::GoTooOld { version })));
    }
    Ok(go)
}

fn setting_reaches(
    captured: &Captured,
    value: Option<&str>,
    overlay: &Overlay,
    around: &Surroundings<'_>,
) -> Reach {
    let who = who(captured);
    if let Err(reach) = switching_go(&who, captured, around) {
        return *reach;
    }
    if let Some(exported) = captured.environ.set("GOTOOLCHAIN") {
        if value.is_some_and(|value| value.as_bytes() == exported.as_bytes()) {
            return Reach::new(who, true, Why::SaysTheSame);
        }
        return exports(who, captured, "GOTOOLCHAIN", exported);
    }
    stale_goroot(&who, captured, overlay, around).unwrap_or_else(|| Reach::new(who, true, Why::ReadsFile))
}

/// The toolchain line of a project.
pub(super) fn of_project(
    toolchain: Option<&str>,
    overlay: &Overlay,
    around: &Surroundings<'_>,
) -> Vec<Reach> {
    let wanted = toolchain.filter(|name| *name != "default");
    around.askers.iter().map(|captured| project_reaches(captured, wanted, overlay, around)).collect()
}

fn project_reaches(
    captured: &Captured,
    wanted: Option<&str>,
    overlay: &Overlay,
    around: &Surroundings<'_>,
) -> Reach {
    let who = who(captured);
    let go = match switching_go(&who, captured, around) {
        Ok(go) => go,
        Err(reach) => return *reach,
    };
    let dir = path_to_bytes(around.dir);
    let question = Question::new(&captured.environ, dir.as_bstr(), Some(&go), overlay);
    let runs = super::project::runs(&question);
    match (runs, wanted) {
        (None, _) => Reach::new(who, None, Why::Unknown),
        (Some(_), None) => Reach::new(who, true, Why::ReadsModFile),
        (Some(runs), Some(wanted)) if runs.name == wanted => Reach::new(who, true, Why::ReadsModFile),
        (Some(runs), Some(_)) => match captured.environ.set("GOTOOLCHAIN") {
            Some(value) => exports(who, captured, "GOTOOLCHAIN", value),
            None => Reach::new(who, false, Why::RunsAnother { toolchain: runs.name }).at(runs.place),
        },
    }
}

/// The variable of an environment that wins, with its place.
pub(super) fn exports(who: Who, captured: &Captured, name: &str, value: &BStr) -> Reach {
    let why = Why::Exports { name: name.to_owned(), value: Masked::value(name, value) };
    Reach::new(who, false, why).at(place_of(captured, name))
}

/// The file and line that set a variable of an environment, as far as reading tells.
pub(super) fn place_of(captured: &Captured, name: &str) -> Option<Place> {
    let value = captured.environ.get(name)?;
    Locator::new(captured, &DiskFiles).locate(BStr::new(name), value).winner().cloned()
}

/// The local toolchain runs with a GOROOT that is not its own. (A toolchain that go hands over to gets its own.)
fn stale_goroot(
    who: &Who,
    captured: &Captured,
    files: &dyn Files,
    around: &Surroundings<'_>,
) -> Option<Reach> {
    let goroot = captured.environ.set("GOROOT")?;
    let at_hand = around.at_hand(captured);
    let go = at_hand.go.as_ref()?;
    let dir = path_to_bytes(around.dir);
    let names = ["GOVERSION".into()];
    let question = Question::new(&captured.environ, dir.as_bstr(), Some(go), files).names(&names, false);
    let answered = resolve_tolerantly(&question).resolved.toolchain?;
    let os = captured.environ.os();
    let own = filepath::clean(os, &go.tree(os));
    if answered.source != Source::Local || DiskFiles.same(goroot, own.as_bstr()) {
        return None;
    }
    let why = Why::StaleGoroot { goroot: Masked::value("GOROOT", goroot) };
    Some(Reach::new(who.clone(), false, why).at(place_of(captured, "GOROOT")))
}
