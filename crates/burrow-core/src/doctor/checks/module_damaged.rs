//! Module versions in the module cache that are not what was downloaded, and that Go does not repair by itself
//! (`cache::verify`). Reads the whole module cache: only when it is named.

use crate::cache::Cache;
use crate::cache::verify::{Ask, Damaged, VerifyError, sum_files, verify};
use crate::doctor::{CachesWrong, CheckId, Evidence, Finding, Remedy, Seen, Severity, Skip};
use crate::place::Place;

/// So many are named.
const MOST: usize = 50;

pub fn check(seen: &Seen) -> Result<Vec<Finding>, Skip> {
    let Some(root) = seen.roots().root(Cache::Modules).folder().filter(|root| root.is_dir()) else {
        return Ok(Vec::new());
    };
    let ask = Ask { root: root.to_owned(), sums: sum_files(seen.projects()), ..Ask::default() };
    let verified = match verify(&ask, &seen.ground().cancel, &()) {
        Ok(verified) => verified,
        Err(VerifyError::Cancelled(_)) => return Err(Skip::Cancelled),
        Err(VerifyError::Unreadable { path, reason }) => {
            return Err(Skip::Unreadable { what: path.display().to_string(), why: reason });
        }
    };
    let damaged: Vec<&Damaged> = verified.damaged.iter().filter(|one| !one.heals_itself).collect();
    if damaged.is_empty() {
        return Ok(Vec::new());
    }
    let name = |one: &Damaged| format!("{}@{}", one.version.module, one.version.version);
    let evidence = damaged
        .iter()
        .take(MOST)
        .map(|one| Evidence::at(Place::file(&one.path), &format!("{}: {}", name(one), one.damage.id())));
    let mut versions: Vec<String> = damaged.iter().map(|one| name(one)).collect();
    versions.dedup();
    let subject = match versions.as_slice() {
        [one] => one.clone(),
        _ => root.display().to_string(),
    };
    Ok(vec![Finding {
        check: CheckId::ModuleDamaged,
        severity: Severity::Error,
        subject,
        wrong: CachesWrong::Damaged { count: versions.len(), checked: verified.checked }.into(),
        evidence: evidence.collect(),
        fixes: vec![Remedy::RepairModules],
    }])
}
