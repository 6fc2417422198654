//! A module of the person's projects looks private, and its path is shown to a proxy or a checksum database that
//! answers everybody (`proxy::patterns`).

use std::collections::BTreeSet;

use bstr::ByteSlice;
use go_rules::route::LeakTo;

use crate::doctor::{CheckId, Evidence, Finding, Leaking, NetworkWrong, Remedy, Seen, Severity, Skip};
use crate::env::edit::{Draft, Edit};
use crate::place::Place;
use crate::proxy::patterns::{Sign, Tested};

pub fn check(seen: &Seen) -> Result<Vec<Finding>, Skip> {
    if seen.projects().is_empty() {
        return Ok(Vec::new());
    }
    let private = seen.private();
    let leaking: Vec<&Tested> = private
        .modules
        .iter()
        .filter(|one| !one.seen_by.is_empty() && one.sign.as_ref().is_some_and(Sign::is_certain))
        .collect();
    if leaking.is_empty() {
        return Ok(Vec::new());
    }
    let seen_by: BTreeSet<String> = leaking
        .iter()
        .flat_map(|one| &one.seen_by)
        .map(|to| match to {
            LeakTo::Proxy(host) | LeakTo::Database(host) => host.to_str_lossy().into_owned(),
        })
        .collect();
    let named = || leaking.iter().take(NetworkWrong::MOST);
    let modules =
        named().filter_map(|one| Some(Leaking { path: one.path.clone(), sign: one.sign.clone()? })).collect();
    let mut evidence: Vec<Evidence> = named()
        .map(|one| match one.projects.first() {
            Some(project) => {
                Evidence::at(Place { file: project.clone(), line: line(project, &one.path) }, &one.path)
            }
            None => Evidence::fact(&one.path),
        })
        .collect();
    for name in ["GOPRIVATE", "GONOPROXY", "GONOSUMDB"] {
        evidence.extend(seen.set_by(name).map(|set| Evidence::setting(name, &set.value, set.place)));
    }
    let layer = seen.layer("GOPRIVATE");
    let subject = match leaking.as_slice() {
        [one] => one.path.clone(),
        _ => "GOPRIVATE".to_owned(),
    };
    Ok(vec![Finding {
        check: CheckId::PrivateLeak,
        severity: Severity::Warning,
        subject,
        wrong: NetworkWrong::Leak {
            modules,
            count: leaking.len(),
            seen_by: seen_by.into_iter().collect(),
            layer,
        }
        .into(),
        evidence,
        fixes: fixes(seen),
    }])
}

/// The line of a file that names a module.
fn line(file: &std::path::Path, module: &str) -> Option<u32> {
    let text = std::fs::read_to_string(file).ok()?;
    let names = |line: &str| line.split_whitespace().any(|word| word.trim_matches('"') == module);
    let at = text.lines().position(names)?;
    u32::try_from(at + 1).ok()
}

/// One change of the GOENV file with all values that hide them; none where the environment wins over one of them.
fn fixes(seen: &Seen) -> Vec<Remedy> {
    let suggestions = &seen.private().suggestions;
    let mut edits: Vec<Edit> = Vec::new();
    for suggestion in suggestions {
        let name = suggestion.list.name();
        let value = suggestion.value.as_str().to_owned();
        if seen.mend(name, Some(value.clone())).is_empty() {
            return Vec::new();
        }
        edits.push(Edit { name: name.to_owned(), value: Some(value).filter(|value| !value.is_empty()) });
    }
    if edits.is_empty() { Vec::new() } else { vec![Remedy::Settings(Draft::Edits(edits))] }
}
