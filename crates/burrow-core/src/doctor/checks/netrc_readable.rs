//! Other accounts of this machine may read the netrc file, and there are passwords in it. Where an account's own folder
//! keeps others away (Windows) there is nothing to say.

use crate::doctor::{CheckId, Evidence, Finding, NetworkWrong, Remedy, Seen, Severity, Skip};
use crate::place::Place;
use crate::system::rights;

pub fn check(seen: &Seen) -> Result<Vec<Finding>, Skip> {
    let Some(file) = seen.netrc() else { return Ok(Vec::new()) };
    let Ok(facts) = std::fs::metadata(&file) else { return Ok(Vec::new()) };
    let holds_password = seen.netrc_text().split_whitespace().any(|word| word == "password");
    if !facts.is_file() || !rights::is_open_to_others(&facts) || !holds_password {
        return Ok(Vec::new());
    }
    let mode = rights::mode(&facts);
    let told = mode.map_or_else(String::new, |mode| format!("mode {mode:04o}"));
    let fixes = if rights::is_own(&file) { vec![Remedy::Mode { file: file.clone() }] } else { Vec::new() };
    Ok(vec![Finding {
        check: CheckId::NetrcReadable,
        severity: Severity::Warning,
        subject: file.display().to_string(),
        evidence: vec![Evidence::at(Place::file(&file), &told)],
        wrong: NetworkWrong::NetrcReadable { file, mode }.into(),
        fixes,
    }])
}
