//! GOTOOLCHAIN, go.mod or go.work ask for a toolchain that go cannot come by, or that GOTOOLCHAIN forbids.

use bstr::{BStr, BString, ByteSlice};
use go_rules::refusal::Refusal;
use go_rules::toolchain::{AskingFile, Ground};
use go_rules::vars::{self, Layer, Obstacle, Supply};
use go_rules::version::{self, Version};

use crate::doctor::{
    CheckId, Evidence, Finding, NotHad, ProjectChoice, Remedy, Seen, Severity, Skip, ToolchainsWrong,
};
use crate::place::Place;
use crate::secret::Masked;
use crate::system::files::path_from_bytes;

const NAME: &str = "GOTOOLCHAIN";

pub fn check(seen: &Seen) -> Result<Vec<Finding>, Skip> {
    let mut found: Vec<Finding> = Vec::new();
    for choice in seen.choices() {
        let new = finding(seen, choice);
        // One setting stands in the way of every project: it is told once, with each of them.
        if let Some(new) = new {
            match found.iter_mut().find(|old| old.wrong == new.wrong) {
                Some(old) => old.evidence.extend(new.evidence.into_iter().skip(1)),
                None => found.push(new),
            }
        }
    }
    Ok(found)
}

fn finding(seen: &Seen, project: &ProjectChoice) -> Option<Finding> {
    let choice = project.which.choice.as_ref()?;
    let toolchain = choice.toolchain.as_ref().map(|name| name.to_str_lossy().into_owned());
    // A setting that decides alone keeps go from looking at the file; its go line counts when it builds.
    let read;
    let file = match &choice.file {
        Some(file) => Some(file),
        None => {
            read = seen.asking_file(project);
            read.as_ref()
        }
    };
    let (said, why) = trouble(choice, file)?;
    let asked = asked_by(choice, file);
    let setting = &choice.setting;
    let mut evidence = vec![Evidence::setting(NAME, &setting.value, place_of(seen, setting))];
    evidence.extend(asked);
    Some(Finding {
        check: CheckId::ToolchainUnavailable,
        severity: Severity::Error,
        subject: toolchain.clone().unwrap_or_else(|| NAME.to_owned()),
        fixes: fixes(seen, choice, &why),
        wrong: ToolchainsWrong::Unavailable { toolchain, said, why }.into(),
        evidence,
    })
}

/// What go would say, and why.
fn trouble(choice: &vars::Which, file: Option<&AskingFile>) -> Option<(String, NotHad)> {
    let said = |refusal: &Refusal| Masked::said(refusal).into_string();
    if let Some(refusal) = &choice.error {
        let why = match refusal {
            Refusal::ToolchainNotOnPath { .. } => NotHad::NotOnPath,
            Refusal::ToolchainDownload { .. } | Refusal::ToolchainNotHere { .. } => NotHad::NotOffered,
            Refusal::ToolchainNotOffered { language: true, .. } | Refusal::BadToolchainLine { .. } => {
                NotHad::NoRelease
            }
            Refusal::ToolchainNotOffered { language: false, .. } => NotHad::NotOffered,
            Refusal::ToolchainUnverified { .. } => NotHad::Unverifiable,
            Refusal::ToolchainMismatch { .. }
            | Refusal::ToolchainNotRunnable { .. }
            | Refusal::ToolchainNotFetched { .. } => NotHad::Impostor,
            _ => return forbidden(choice, file),
        };
        return Some((said(refusal), why));
    }
    let name = choice.toolchain.as_ref().map(|name| name.as_bstr()).unwrap_or_default();
    match (&choice.obstacle, choice.from) {
        (Some(Obstacle::LanguageVersion), _) => {
            let said = format!(
                "go: invalid toolchain: {name} is a language version but not a toolchain version ({name}.x)"
            );
            Some((said, NotHad::NoRelease))
        }
        (Some(Obstacle::Unverifiable { why }), Some(Supply::Download)) => {
            Some((format!("go: download {name}: {why}"), NotHad::Unverifiable))
        }
        _ => forbidden(choice, file),
    }
}

/// The toolchain that runs is older than the go line, and GOTOOLCHAIN keeps it from handing over
/// (`gover.TooNewError`).
fn forbidden(choice: &vars::Which, file: Option<&AskingFile>) -> Option<(String, NotHad)> {
    let file = file?;
    let (_, wanted) = file.lines.go.as_ref()?;
    let runs = version::of_toolchain(choice.toolchain.as_ref()?)?;
    let fixed = matches!(choice.ground, Some(Ground::Setting | Ground::Empty));
    let since21 = Version::parse(runs).is_some_and(|version| version.minor() >= 21);
    if !fixed || !since21 || Version::parse(wanted).is_none() || version::compare(wanted, runs).is_le() {
        return None;
    }
    let name = path_from_bytes(file.path.as_bstr())
        .and_then(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
        .unwrap_or_default();
    let setting = choice.setting.value.to_str_lossy().into_owned();
    let said = format!("go: {name} requires go >= {wanted} (running go {runs}; GOTOOLCHAIN={setting})");
    Some((said, NotHad::Forbidden { setting }))
}

/// The line of go.mod or go.work that asks.
fn asked_by(choice: &vars::Which, file: Option<&AskingFile>) -> Option<Evidence> {
    if let Some(decided) = &choice.decided_by {
        let file = path_from_bytes(decided.file.as_bstr())?;
        return Some(Evidence::at(Place::line(file, decided.line), &decided.text.to_str_lossy()));
    }
    let file = file?;
    let (line, version) = file.lines.go.as_ref()?;
    let path = path_from_bytes(file.path.as_bstr())?;
    Some(Evidence::at(Place::line(path, *line), &format!("go {version}")))
}

fn place_of(seen: &Seen, setting: &vars::Setting) -> Option<Place> {
    match setting.layer? {
        Layer::Process => seen.place(NAME, Layer::Process),
        _ => Some(Place { file: path_from_bytes(setting.file.as_ref()?.as_bstr())?, line: setting.line }),
    }
}

fn fixes(seen: &Seen, choice: &vars::Which, why: &NotHad) -> Vec<Remedy> {
    let setting = &choice.setting;
    if setting.layer == Some(Layer::Process) {
        return Vec::new();
    }
    match why {
        // A default of one's own stays the least that runs.
        NotHad::Forbidden { setting } => {
            let value =
                if setting.starts_with("go1") { format!("{setting}+auto") } else { "auto".to_owned() };
            vec![seen.with(NAME, value)]
        }
        NotHad::NotOnPath => vec![seen.with(NAME, widened(setting.value.as_bstr()))],
        // Without the line that asks for it, what is on the machine runs.
        NotHad::NotOffered | NotHad::NoRelease | NotHad::Impostor | NotHad::Unverifiable => {
            let by_setting = choice.decided_by.is_none() && setting.layer == Some(Layer::User);
            if by_setting { vec![seen.without(NAME)] } else { Vec::new() }
        }
    }
}

/// As the setting, but with downloads.
fn widened(setting: &BStr) -> String {
    let text: BString = setting.into();
    let text = text.to_str_lossy();
    match text.strip_suffix("+path") {
        Some("local") | None => "auto".to_owned(),
        Some(name) => format!("{name}+auto"),
    }
}
