//! A line of the GOENV file without effect, because the environment says something else.

use bstr::ByteSlice;
use go_rules::meaning;
use go_rules::vars::{Layer, Origin, Variable};

use crate::doctor::{CheckId, Evidence, Finding, Seen, SettingsWrong, Severity, Skip};
use crate::secret::{MASK, Masked};

pub fn check(seen: &Seen) -> Result<Vec<Finding>, Skip> {
    let resolved = seen.resolved();
    let all = resolved.variables.iter().chain(&resolved.unlisted);
    Ok(all.filter_map(|variable| shadowed(seen, variable)).collect())
}

fn shadowed(seen: &Seen, variable: &Variable) -> Option<Finding> {
    let hidden = variable.origin == Origin::Layer(Layer::Process) && variable.shadowed.contains(&Layer::User);
    let value_of = |layer| variable.rungs.iter().find(|rung| rung.layer == layer)?.value.as_ref();
    let (wins, loses) = (value_of(Layer::Process)?, value_of(Layer::User)?);
    let name = variable.name.to_str().ok()?;
    if !hidden || loses.is_empty() || meaning::same(name, wins.as_bstr(), loses.as_bstr()) {
        return None;
    }
    let effective = Masked::value(name, wins);
    // Without the line nothing is lost that has an effect here; with the value of the environment everybody who reads
    // the file sees the same.
    let mut fixes = vec![seen.without(name)];
    if !effective.as_str().contains(MASK) && wins.to_str().is_ok() {
        fixes.push(seen.with(name, effective.as_str()));
    }
    Some(Finding {
        check: CheckId::EnvShadowed,
        severity: Severity::Warning,
        subject: name.to_owned(),
        evidence: vec![
            Evidence::setting(name, wins, seen.place(name, Layer::Process)),
            Evidence::setting(name, loses, seen.place(name, Layer::User)),
        ],
        wrong: SettingsWrong::Shadowed { name: name.to_owned(), effective, lost: Masked::value(name, loses) }
            .into(),
        fixes,
    })
}
