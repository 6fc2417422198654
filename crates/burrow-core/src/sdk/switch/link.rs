//! The way by the `current` link: a folder that always leads to the chosen SDK, and stands first on PATH.

use std::path::{Path, PathBuf};

use bstr::ByteSlice;
use go_rules::environ::Os;
use go_rules::go_command::GoCommand;
use go_rules::vars::{Question, resolve_tolerantly};

use super::plan::{Check, CheckKind, Deed, Severity, SwitchError, SwitchPlan, Way};
use super::start_line::{self, Lines};
use super::{Surroundings, project, reach};
use crate::env::capture::{AskerId, Captured};
use crate::sdk::probe::{Finding, go_below, probe};
use crate::system::files::path_to_bytes;
use crate::system::overlay::Overlay;
use crate::system::{DiskFiles, dir_link};

/// The link's name in Burrow's data folder.
pub const NAME: &str = "current";

/// See [`super::plan`].
pub fn plan(goroot: Option<&Path>, around: &Surroundings<'_>) -> Result<SwitchPlan, SwitchError> {
    let data = around.data_dir.ok_or(SwitchError::NoDataDir)?;
    let link = data.join(NAME);
    let before = read(&link)?;
    let shown = |path: &PathBuf| path.display().to_string();
    let mut plan = SwitchPlan {
        way: Way::Link,
        before: before.as_ref().map(shown),
        after: goroot.map(|goroot| goroot.display().to_string()),
        checks: Vec::new(),
        reach: Vec::new(),
        deeds: vec![Deed::Link { link: link.clone(), before, after: goroot.map(Path::to_path_buf) }],
        undoes: None,
    };
    let captured = of_new_terminals(around)?;
    let Some(goroot) = goroot else {
        if let Some(home) = around.home {
            plan.deeds.extend(start_line::remove(captured, home)?);
        }
        // The lines go before what they lead to.
        plan.deeds.reverse();
        return Ok(plan);
    };
    let go = match probe(&DiskFiles, Os::host(), go_below(Os::host(), &path_to_bytes(goroot)).as_bstr()) {
        Ok(go) => go,
        Err(finding) => {
            let kind = CheckKind::NoGoThere { goroot: goroot.to_path_buf(), finding };
            plan.checks.push(Check::refused(kind));
            return Ok(plan);
        }
    };
    // Without its tools a go does not know where it is, and does nothing.
    if !goroot.is_absolute() || !goroot.join("pkg").join("tool").is_dir() {
        let kind = CheckKind::NoGoThere { goroot: goroot.to_path_buf(), finding: Finding::NotGo };
        plan.checks.push(Check::refused(kind));
        return Ok(plan);
    }
    plan.checks.extend(another_runs(&go, captured, around));
    let bin = link.join("bin");
    let lines = match around.home {
        Some(home) => start_line::put(captured, home, &bin)?,
        None => None,
    };
    match lines {
        Some(lines) => {
            plan.deeds.extend(lines.deeds.clone());
            plan.reach = reach::of_link(&bin, Some(&lines), around);
        }
        None => {
            let shell = captured.shell.as_ref().map(|shell| shell.name());
            plan.checks.push(Check::new(Severity::Warning, CheckKind::NoLine { shell, bin: bin.clone() }));
            plan.reach = reach::of_link(&bin, None::<&Lines>, around);
        }
    }
    Ok(plan)
}

/// Where the link leads.
///
/// # Errors
/// Something else stands there.
pub(super) fn read(link: &Path) -> Result<Option<PathBuf>, SwitchError> {
    dir_link::read(link).map_err(|e| SwitchError::Link { link: link.to_path_buf(), reason: e.to_string() })
}

/// The environment whose shell a new terminal starts.
pub(super) fn of_new_terminals<'a>(around: &Surroundings<'a>) -> Result<&'a Captured, SwitchError> {
    let asked = around.askers.iter().find(|captured| captured.asker == AskerId::LoginShell);
    let any = || around.askers.iter().find(|captured| captured.shell.is_some());
    asked.or_else(any).or(around.askers.first()).ok_or(SwitchError::NobodyAsks)
}

/// GOTOOLCHAIN, or a file of the folder in question, may ask the chosen one to hand over.
fn another_runs(go: &GoCommand, captured: &Captured, around: &Surroundings<'_>) -> Option<Check> {
    let dir = path_to_bytes(around.dir);
    // GOROOT is spoken of elsewhere: here it would only hide which toolchain is meant.
    let environ = captured.environ.with("GOROOT", None);
    let overlay = Overlay::default();
    let question = Question::new(&environ, dir.as_bstr(), Some(go), &overlay);
    let runs = project::runs(&question)?;
    let wanted = go.version.to_str_lossy().into_owned();
    if runs.name == wanted {
        return None;
    }
    let names = ["GOTOOLCHAIN".into()];
    let setting = resolve_tolerantly(&question.names(&names, true)).resolved;
    let because = runs.because.or_else(|| Some(format!("GOTOOLCHAIN={}", setting.value("GOTOOLCHAIN"))));
    let kind = CheckKind::AnotherRuns { wanted, runs: runs.name, because };
    let check = Check::new(Severity::Warning, kind);
    Some(match runs.place {
        Some(place) => check.at(place),
        None => check,
    })
}
