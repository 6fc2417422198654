//! The way by the `toolchain` line of the file that go reads in a folder: go.work where there is one, else go.mod.

use std::path::PathBuf;

use bstr::{BStr, ByteSlice};
use go_rules::environ::Os;
use go_rules::gomod;
use go_rules::gomod::ModKind;
use go_rules::gomod::edit::set_toolchain;
use go_rules::refusal::Refusal;
use go_rules::vars::{Question, resolve_tolerantly};
use go_rules::version;

use super::overlay;
use super::plan::{Check, CheckKind, Deed, Severity, SwitchError, SwitchPlan, Way};
use super::{Surroundings, reach};
use crate::env::capture::Captured;
use crate::env::edit::{self, Target};
use crate::place::Place;
use crate::system::DiskFiles;
use crate::system::files::{path_from_bytes, path_to_bytes};
use crate::system::overlay::Overlay;

/// The file that asks for a toolchain in a folder.
pub(super) struct Asking {
    pub file: PathBuf,
    pub kind: ModKind,
}

/// See [`super::plan`].
pub fn plan(toolchain: Option<&str>, around: &Surroundings<'_>) -> Result<SwitchPlan, SwitchError> {
    let mut plan = SwitchPlan {
        way: Way::Project,
        before: None,
        after: toolchain.map(str::to_owned),
        checks: Vec::new(),
        reach: Vec::new(),
        deeds: Vec::new(),
        undoes: None,
    };
    let captured = around.asker()?;
    let Some(asking) = asking(captured, around) else {
        plan.checks.push(Check::refused(CheckKind::NoModule { dir: around.dir.to_path_buf() }));
        return Ok(plan);
    };
    let target = Target::of(&asking.file)?;
    let before = edit::file::read(&target.file)?.unwrap_or_default();
    plan.before = line_of(&before);
    if let Some(name) = toolchain {
        plan.checks.extend(name_check(name));
    }
    if plan.refusal().is_some() {
        return Ok(plan);
    }
    match set_toolchain(asking.kind, Os::host(), &before, toolchain.map(BStr::new)) {
        // Go would set its whole style right. Where the line stands already, nothing is to be done.
        Ok(_) if plan.before == plan.after => {}
        Ok(after) => plan.deeds.push(Deed::File { target, before: Some(before), after: Some(after) }),
        Err(bad) => {
            let place = Place::line(asking.file.clone(), bad.line);
            plan.checks.push(Check::refused(CheckKind::BadModFile { text: bad.text }).at(place));
            return Ok(plan);
        }
    }
    let overlay = overlay::after(&plan.deeds);
    plan.checks.extend(outcome(toolchain, captured, &overlay, around));
    plan.reach = reach::of_project(toolchain, &overlay, around);
    Ok(plan)
}

/// The toolchain line of a file, as go scans it.
pub(super) fn line_of(text: &[u8]) -> Option<String> {
    let (_, name) = gomod::lookup(text, "toolchain").filter(|(_, name)| !name.is_empty())?;
    Some(name.to_str_lossy().into_owned())
}

/// go.work where go finds one, else go.mod.
pub(super) fn asking(captured: &Captured, around: &Surroundings<'_>) -> Option<Asking> {
    let at_hand = around.at_hand(captured);
    let dir = path_to_bytes(around.dir);
    let names = ["GOWORK".into(), "GOMOD".into()];
    let question = Question::new(&captured.environ, dir.as_bstr(), at_hand.go.as_ref(), &DiskFiles);
    let resolved = resolve_tolerantly(&question.names(&names, true)).resolved;
    let file = |name: &str| {
        let path = path_from_bytes(resolved.value(name))?;
        path.is_file().then_some(path)
    };
    if let Some(file) = file("GOWORK") {
        return Some(Asking { file, kind: ModKind::Work });
    }
    Some(Asking { file: file("GOMOD")?, kind: ModKind::Mod })
}

fn name_check(name: &str) -> Option<Check> {
    if name == "default" {
        return None;
    }
    let Some(asked) = version::of_toolchain(name.as_bytes()) else {
        let text = format!("invalid toolchain \"{name}\"");
        return Some(Check::refused(CheckKind::NoToolchainName { text }));
    };
    if version::compare(asked, b"1.21").is_lt() {
        return Some(Check::refused(CheckKind::TooOldForName { toolchain: name.to_owned() }));
    }
    if version::is_language(asked) {
        let text =
            format!("invalid toolchain: {name} is a language version but not a toolchain version ({name}.x)");
        return Some(Check::refused(CheckKind::NoToolchainName { text }));
    }
    None
}

/// What the asker's go would run, when it is not what was wished.
fn outcome(
    toolchain: Option<&str>,
    captured: &Captured,
    overlay: &Overlay,
    around: &Surroundings<'_>,
) -> Vec<Check> {
    let at_hand = around.at_hand(captured);
    let Some(go) = &at_hand.go else { return vec![Check::new(Severity::Warning, CheckKind::NoGo)] };
    let dir = path_to_bytes(around.dir);
    let question = Question::new(&captured.environ, dir.as_bstr(), Some(go), overlay);
    let mut checks: Vec<Check> = super::setting::stops(&question).into_iter().collect();
    let Some(wanted) = toolchain.filter(|name| *name != "default") else { return checks };
    if let Some(runs) = runs(&question).filter(|runs| runs.name != wanted) {
        let kind =
            CheckKind::AnotherRuns { wanted: wanted.to_owned(), runs: runs.name, because: runs.because };
        let check = Check::new(Severity::Warning, kind);
        checks.push(match runs.place {
            Some(place) => check.at(place),
            None => check,
        });
    }
    checks
}

/// What go would run.
pub(super) struct Runs {
    pub name: String,
    /// The line that asks for it.
    pub because: Option<String>,
    pub place: Option<Place>,
}

/// The line of a file that asks for this very toolchain.
fn line_for(question: &Question<'_>, file: &BStr, toolchain: &BStr) -> Option<(String, Place)> {
    let text = question.files.read(file).ok()?;
    let asked = version::of_toolchain(toolchain)?;
    let fits = |word: &str, value: &BStr| match word {
        "toolchain" => value == toolchain,
        // `go 1.26` asks for go1.26.0.
        _ => {
            value == asked
                || (version::is_language(value) && asked.strip_prefix(value.as_bytes()) == Some(b".0"))
        }
    };
    ["toolchain", "go"].into_iter().find_map(|word| {
        let (line, value) = gomod::lookup(&text, word).filter(|(_, value)| fits(word, value))?;
        Some((format!("{word} {value}"), Place::line(path_from_bytes(file)?, line)))
    })
}

/// The toolchain that a question leads to, here or not; `None` where that cannot be told.
pub(super) fn runs(question: &Question<'_>) -> Option<Runs> {
    let names = ["GOVERSION".into(), "GOWORK".into(), "GOMOD".into()];
    let told = resolve_tolerantly(&question.names(&names, false));
    if let Some(Refusal::ToolchainNotHere { name, .. }) = &told.refusal {
        let files = ["GOWORK", "GOMOD"].map(|name| told.resolved.value(name).to_owned());
        let line = files.iter().find_map(|file| line_for(question, file.as_bstr(), name.as_bstr()));
        let (because, place) = line.map_or((None, None), |(text, place)| (Some(text), Some(place)));
        return Some(Runs { name: name.to_str_lossy().into_owned(), because, place });
    }
    if told.refusal.is_some() {
        return None;
    }
    let toolchain = told.resolved.toolchain?;
    let decided = toolchain.decided_by.as_ref();
    Some(Runs {
        name: toolchain.go.version.to_str_lossy().into_owned(),
        because: decided.map(|d| d.text.to_str_lossy().into_owned()),
        place: decided.and_then(|d| Some(Place::line(path_from_bytes(d.file.as_bstr())?, d.line))),
    })
}
