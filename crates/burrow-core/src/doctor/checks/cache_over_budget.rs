//! A cache is larger than the person wanted. Without a budget nothing is measured.

use crate::cache::budget::{excess, wish};
use crate::cache::measure::{Measure, MeasureError, measure_unkept};
use crate::doctor::{CachesWrong, CheckId, Evidence, Finding, Laid, Remedy, Seen, Severity, Skip};
use crate::place::Place;
use crate::system::state_dir::state_dir;
use crate::text::bytes;

pub fn check(seen: &Seen) -> Result<Vec<Finding>, Skip> {
    let Some(store) = &seen.ground().store else { return Ok(Vec::new()) };
    let settings = store.cache_settings();
    let mut findings = Vec::new();
    for laid in seen.laid() {
        let Some(budget) = settings.budget(laid.cache) else { continue };
        findings.extend(of(laid, budget.bytes, seen)?);
    }
    Ok(findings)
}

fn of(laid: &Laid, budget: u64, seen: &Seen) -> Result<Option<Finding>, Skip> {
    let index = state_dir(seen.environ());
    let asked = Measure {
        roots: seen.roots(),
        cache: laid.cache,
        tests: false,
        index: index.as_deref(),
        fresh: false,
    };
    let size = match measure_unkept(&asked, &seen.ground().cancel) {
        Ok(measured) => measured.total,
        Err(MeasureError::NoFolder) => return Ok(None),
        Err(MeasureError::Cancelled(_)) => return Err(Skip::Cancelled),
        Err(MeasureError::Unreadable { path, why }) => {
            return Err(Skip::Unreadable { what: path.display().to_string(), why });
        }
    };
    if excess(size, budget) == 0 {
        return Ok(None);
    }
    let size = size.bytes.max(size.disk_bytes);
    let told = format!("{} of {}", bytes(size), bytes(budget));
    Ok(Some(Finding {
        check: CheckId::CacheOverBudget,
        severity: Severity::Warning,
        subject: laid.cache.variable().to_owned(),
        wrong: CachesWrong::OverBudget { cache: laid.cache, size, budget }.into(),
        evidence: vec![Evidence::at(Place::file(&laid.path), &told)],
        fixes: vec![Remedy::Clean(wish(laid.cache, budget))],
    }))
}
