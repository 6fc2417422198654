//! The way by GOTOOLCHAIN in the GOENV file: every `go` since 1.21 reads it each time it starts.

use std::path::PathBuf;

use bstr::{BStr, ByteSlice};
use go_rules::refusal::Refusal;
use go_rules::toolchain::Setting;
use go_rules::vars::check::check_edits;
use go_rules::vars::{GoenvLocation, Question, resolve_tolerantly};
use go_rules::version;

use super::overlay;
use super::plan::{Check, CheckKind, Deed, Severity, SwitchError, SwitchPlan, Way, gotoolchain};
use super::{Surroundings, reach};
use crate::env::edit::{self, Change, Target};
use crate::env::resolve::AtHand;
use crate::error::{CoreError, GoenvError};
use crate::secret::Masked;
use crate::system::DiskFiles;
use crate::system::files::{path_from_bytes, path_to_bytes};
use crate::system::overlay::Overlay;

/// See [`super::plan`].
pub fn plan(
    toolchain: Option<&str>,
    exact: bool,
    around: &Surroundings<'_>,
) -> Result<SwitchPlan, SwitchError> {
    let value = toolchain.map(|name| value_of(name, exact));
    let captured = around.asker()?;
    let at_hand = around.at_hand(captured);
    let dir = path_to_bytes(around.dir);
    let question = Question::new(&captured.environ, dir.as_bstr(), at_hand.go.as_ref(), &DiskFiles);
    let rules = at_hand.go.as_ref().map_or_else(go_rules::go_command::Rules::newest, |go| go.rules());
    let location = GoenvLocation::for_writing(&captured.environ, rules);
    let path = location.path().and_then(path_from_bytes).map(|path| around.dir.join(path));
    let path = path.ok_or(CoreError::Goenv(GoenvError::Nowhere))?;
    let target = Target::of(&path)?;
    let before = edit::file::read(&target.file)?;

    let mut checks = Vec::new();
    if let Some(value) = &value {
        checks.extend(name_checks(value));
    }
    let edits = gotoolchain(value.as_deref());
    if let Err(refusal) = check_edits(&question, &edits) {
        checks.push(Check::refused(CheckKind::Go(Box::new(refusal))));
    }
    if GoenvLocation::find(&captured.environ, rules) == GoenvLocation::Off {
        checks.push(Check::new(Severity::Warning, CheckKind::GoenvOff));
    }
    let old = go_rules::env_file::EnvFile::parse(before.as_deref().unwrap_or_default());
    let old = old.last("GOTOOLCHAIN").map(|entry| entry.value.to_str_lossy().into_owned());
    let deeds = vec![Deed::Goenv { target, before, change: Change::Edits(edits), undoes: None }];
    let overlay = overlay::after(&deeds);
    if !checks.iter().any(|check| check.severity == Severity::Refused) {
        checks.extend(outcome(&question, &at_hand, &overlay));
    }
    let reach = reach::of_setting(value.as_deref(), &overlay, around);
    Ok(SwitchPlan { way: Way::Setting, before: old, after: value, checks, reach, deeds, undoes: None })
}

/// "Use this one, unless a project asks for a newer": `NAME+auto`.
fn value_of(name: &str, exact: bool) -> String {
    let bare = version::of_toolchain(name.as_bytes()).is_some() && !name.contains('+');
    if bare && !exact { format!("{name}+auto") } else { name.to_owned() }
}

/// What is wrong with the value itself. `go env -w` takes any, and go stops at it from then on.
fn name_checks(value: &str) -> Vec<Check> {
    let setting = match Setting::parse(BStr::new(value)) {
        Ok(setting) => setting,
        Err(why) => {
            let refusal = Refusal::BadToolchain { value: value.into(), why };
            let text = Masked::said(&refusal).into_string();
            return vec![Check::refused(CheckKind::NoToolchainName { text })];
        }
    };
    let Some(name) = setting.minimum else { return Vec::new() };
    let asked = version::of_toolchain(&name).unwrap_or_default();
    if version::compare(asked, b"1.21").is_lt() {
        let toolchain = name.to_str_lossy().into_owned();
        return vec![Check::refused(CheckKind::TooOldForName { toolchain })];
    }
    if version::is_language(asked) {
        let text =
            format!("invalid toolchain: {name} is a language version but not a toolchain version ({name}.x)");
        return vec![Check::refused(CheckKind::NoToolchainName { text })];
    }
    Vec::new()
}

/// What the asker's `go` would do from then on.
fn outcome(question: &Question<'_>, at_hand: &AtHand, overlay: &Overlay) -> Option<Check> {
    let Some(go) = &at_hand.go else { return Some(Check::new(Severity::Warning, CheckKind::NoGo)) };
    if !go.rules().since(21) {
        let kind = CheckKind::GoTooOld {
            go: path_from_bytes(go.found.as_bstr()).unwrap_or_else(|| PathBuf::from("go")),
            version: go.version.to_str_lossy().into_owned(),
        };
        return Some(Check::new(Severity::Warning, kind));
    }
    stops(&Question { files: overlay, ..*question })
}

/// Why go would not find the toolchain that a question leads to.
pub(super) fn stops(question: &Question<'_>) -> Option<Check> {
    let names = ["GOVERSION".into()];
    let refusal = resolve_tolerantly(&question.names(&names, false)).refusal?;
    Some(match refusal {
        Refusal::ToolchainNotHere { name, .. } => {
            let toolchain = name.to_str_lossy().into_owned();
            Check::new(Severity::Note, CheckKind::WillDownload { toolchain })
        }
        other => {
            let text = other.to_string().trim_end().to_owned();
            Check::new(Severity::Warning, CheckKind::GoWouldStop { text })
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_name_lets_projects_ask_for_a_newer_one() {
        assert_eq!(value_of("go1.26.6", false), "go1.26.6+auto");
        assert_eq!(value_of("go1.26.6", true), "go1.26.6");
        assert_eq!(value_of("go1.26.6+path", false), "go1.26.6+path");
        assert_eq!(value_of("local", false), "local");
    }

    #[test]
    fn what_go_would_stop_at_is_refused_and_so_is_what_has_no_module() {
        let refused = |value: &str| name_checks(value).first().map(|check| check.kind.clone());
        assert!(matches!(refused("1.26"), Some(CheckKind::NoToolchainName { .. })));
        assert!(matches!(refused("go1.20.14+auto"), Some(CheckKind::TooOldForName { .. })));
        assert!(matches!(refused("go1.26+auto"), Some(CheckKind::NoToolchainName { .. })));
        assert_eq!(refused("go1.21rc2+auto"), None);
        assert_eq!(refused("local"), None);
    }
}
