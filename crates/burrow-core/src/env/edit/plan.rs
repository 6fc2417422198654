//! From a draft to a plan: what would be written, what go says to it, what each asker would see.
//!
//! Nothing is written here, and nothing is asked of the disk but through the arguments: `write` does the deed
//! with the very [`Change`] that was shown.

use bstr::{BStr, ByteSlice};
use go_rules::env_file::{self, EnvFile, LineKind};
use go_rules::refusal::Refusal;
use go_rules::vars::{self, Layer, Origin};

use super::draft::{Check, CheckKind, Edit, Outcome, Severity};
use super::write::{Change, named_changes};
use crate::env::capture::AskerId;
use crate::env::view::{VariableProblem, problems_of_value};
use crate::error::{CoreError, GoenvError};
use crate::place::Place;
use crate::secret::{Masked, UnknownSecret, Vault};

/// What one asker sees.
pub struct Sight {
    pub asker: AskerId,
    pub variables: Vec<vars::Variable>,
    /// Names whose values lock a person out.
    pub lockouts: Vec<String>,
}

/// What a plan needs to know of Go and of the askers. The first sight is that of the context.
pub trait Outlook {
    /// What `go env -w` and `go env -u` say to these edits.
    fn verdict(&self, edits: &[env_file::Edit]) -> Option<Refusal>;
    /// What the askers see with the file as it is.
    fn now(&self) -> Vec<Sight>;
    /// What they would see if the file held this.
    fn then(&self, file: &[u8]) -> Vec<Sight>;
    /// The place that gives this asker's process environment its value.
    fn place(&self, asker: AskerId, name: &BStr) -> Option<Place>;
    /// Whether an empty line hides a value of the toolchain (Go 1.21 and later).
    fn empty_masks(&self) -> bool;
}

/// A change, and why it may not be made.
#[derive(Debug)]
pub struct Proposal {
    pub change: Change,
    pub checks: Vec<Check>,
    pub undoes: Option<i64>,
}

/// Takes edits as `go env -w` and `-u` would.
pub fn propose_edits(edits: &[Edit], vault: &Vault, outlook: &dyn Outlook) -> Proposal {
    let mut checks = Vec::new();
    let mut raw = Vec::new();
    for edit in edits {
        let name = edit.name.as_str().into();
        match &edit.value {
            None => raw.push(env_file::Edit::Unset { name }),
            Some(value) => {
                let value = vault.unmask_value(&edit.name, value.as_bytes()).unwrap_or_else(|e| {
                    checks.push(secret_unknown(e));
                    value.as_str().into()
                });
                raw.push(env_file::Edit::Set { name, value });
            }
        }
    }
    checks.extend(judged(&raw, outlook));
    Proposal { change: Change::Edits(raw), checks, undoes: None }
}

/// What go says to edits. That it does not take out a name that it would not have put in (GOROOT, GOWORK) is no
/// reason to leave a line that somebody wrote by hand, and that may be what keeps go from working.
fn judged(edits: &[env_file::Edit], outlook: &dyn Outlook) -> Vec<Check> {
    let (mut checks, mut left) = (Vec::new(), edits.to_vec());
    while let Some(refusal) = outlook.verdict(&left) {
        let removed = |edit: &env_file::Edit| matches!((edit, &refusal), (env_file::Edit::Unset { name }, Refusal::ReadOnly { name: fixed }) if name == fixed);
        let Some(at) = left.iter().position(removed) else {
            checks.push(refused(refusal));
            break;
        };
        left.remove(at);
        let name = refusal.subject().map(|name| name.to_str_lossy().into_owned());
        let kind = CheckKind::GoWouldRefuse(Box::new(refusal));
        checks.push(Check { severity: Severity::Warning, name, kind, place: None });
    }
    checks
}

/// Takes the whole file as text.
///
/// # Errors
/// [`GoenvError::NotUtf8`]: the file cannot have been shown as text without loss.
pub fn propose_text(
    text: &str,
    before: Option<&[u8]>,
    file: &std::path::Path,
    vault: &Vault,
    outlook: &dyn Outlook,
) -> Result<Proposal, CoreError> {
    let before = before.unwrap_or_default();
    if let Err(error) = std::str::from_utf8(before) {
        return Err(GoenvError::NotUtf8 { file: file.to_path_buf(), at: error.valid_up_to() }.into());
    }
    let mut checks = Vec::new();
    let after = vault.unmask_file(text.as_bytes()).unwrap_or_else(|e| {
        checks.push(secret_unknown(e));
        text.into()
    });
    checks.extend(newly_ignored(before, &after));
    // Go reads from the file what `-w` would refuse, so this is a warning.
    for edit in named_changes(before, &after) {
        if matches!(edit, env_file::Edit::Set { .. })
            && let Some(refusal) = outlook.verdict(std::slice::from_ref(&edit))
        {
            let name = Some(edit.name().to_str_lossy().into_owned());
            let kind = CheckKind::GoWouldRefuse(Box::new(refusal));
            checks.push(Check { severity: Severity::Warning, name, kind, place: None });
        }
    }
    Ok(Proposal { change: Change::Whole(after.into()), checks, undoes: None })
}

fn secret_unknown(error: UnknownSecret) -> Check {
    let name = error.name;
    let kind = CheckKind::SecretUnknown { name: name.clone() };
    Check { severity: Severity::Refused, name: Some(name), kind, place: None }
}

fn refused(refusal: Refusal) -> Check {
    let name = refusal.subject().map(|name| name.to_str_lossy().into_owned());
    Check { severity: Severity::Refused, name, kind: CheckKind::Go(Box::new(refusal)), place: None }
}

/// Lines that go would pass over and that were not there before.
fn newly_ignored(before: &[u8], after: &[u8]) -> Vec<Check> {
    let known: Vec<_> = env_file::lines(before).map(|line| line.text).collect();
    env_file::lines(after)
        .filter(|line| matches!(line.kind, LineKind::Ignored(_)) && !known.contains(&line.text))
        .map(|line| Check {
            severity: Severity::Warning,
            name: None,
            kind: CheckKind::IgnoredLine { line: line.number },
            place: None,
        })
        .collect()
}

/// What each asker will see of the names that change, and what there is to say about it.
pub fn outcomes(before: &[u8], after: &[u8], outlook: &dyn Outlook) -> (Vec<Outcome>, Vec<Check>) {
    let changes = named_changes(before, after);
    if changes.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let (now, then) = (outlook.now(), outlook.then(after));
    let file = EnvFile::parse(after);
    let mut outcomes = Vec::new();
    let mut checks = Vec::new();
    for edit in &changes {
        let wanted = file.last(edit.name()).map(|entry| entry.value.as_bstr());
        if let Some(value) = wanted {
            checks.extend(value_checks(edit.name(), value, outlook));
        }
        for (at, (now, then)) in now.iter().zip(&then).enumerate() {
            let Some(outcome) = outcome(edit.name(), wanted, now, then, outlook) else { continue };
            if outcome.shadowed && wanted.is_some() {
                checks.push(Check {
                    severity: if at == 0 { Severity::Warning } else { Severity::Note },
                    name: Some(outcome.name.clone()),
                    kind: CheckKind::Shadowed { name: outcome.name.clone(), asker: outcome.asker },
                    place: outcome.winner.clone(),
                });
            }
            outcomes.push(outcome);
        }
    }
    checks.extend(new_lockouts(&now, &then));
    (outcomes, checks)
}

fn outcome(
    name: &BStr,
    wanted: Option<&BStr>,
    now: &Sight,
    then: &Sight,
    outlook: &dyn Outlook,
) -> Option<Outcome> {
    let text = name.to_str_lossy().into_owned();
    let find = |sight: &Sight| sight.variables.iter().find(|v| v.name == name).cloned();
    let after = find(then).or_else(|| find(now))?;
    let gone = find(then).is_none();
    let before = find(now);
    let by_process = !gone && after.origin == Origin::Layer(Layer::Process);
    let shadowed = by_process && wanted != Some(after.value.as_bstr());
    let value = |v: &vars::Variable| Masked::value(&text, &v.value);
    Some(Outcome {
        asker: now.asker,
        before: before.as_ref().map(value).unwrap_or_default(),
        after: if gone { Masked::default() } else { value(&after) },
        origin: after.origin,
        shadowed,
        winner: shadowed.then(|| outlook.place(now.asker, name)).flatten(),
        name: text,
    })
}

fn value_checks(name: &BStr, value: &BStr, outlook: &dyn Outlook) -> Vec<Check> {
    let name = name.to_str_lossy().into_owned();
    let masks = value.is_empty()
        && outlook.empty_masks()
        && matches!(name.as_str(), "GOPROXY" | "GOSUMDB" | "GOTOOLCHAIN");
    if masks {
        let kind = CheckKind::EmptyMasks { name: name.clone() };
        return vec![Check { severity: Severity::Warning, name: Some(name), kind, place: None }];
    }
    let problems = problems_of_value(&name, value).into_iter();
    problems
        .map(|problem| Check {
            severity: match problem {
                VariableProblem::SecretInValue { .. } => Severity::Note,
                _ => Severity::Warning,
            },
            name: Some(name.clone()),
            kind: CheckKind::Problem(problem),
            place: None,
        })
        .collect()
}

/// Values that would lock the context's asker out, and do not yet.
fn new_lockouts(now: &[Sight], then: &[Sight]) -> Vec<Check> {
    let (Some(now), Some(then)) = (now.first(), then.first()) else { return Vec::new() };
    let fresh = then.lockouts.iter().filter(|name| !now.lockouts.contains(name));
    fresh
        .map(|name| Check {
            severity: Severity::Warning,
            name: Some(name.clone()),
            kind: CheckKind::Problem(VariableProblem::LocksOut { name: name.clone() }),
            place: None,
        })
        .collect()
}
